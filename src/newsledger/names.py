"""Which names mean one thing: folding and aliases."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from newsledger.fact import fold


class Names:
    """Names as they are compared. An alias leads from one name to another; a circle of them is inert.

    >>> names = Names([("Курск", "Kursk"), ("kursk oblast", "Курск")])
    >>> names.of("Kursk Oblast")
    'kursk'
    """

    def __init__(self, aliases: Iterable[tuple[str, str]] = ()) -> None:
        edges = sorted({(fold(name), fold(meaning)) for name, meaning in aliases})
        self.circles = tuple(edge for edge in edges if _reaches(edges, edge[1], edge[0]))
        self._meanings = _meanings([edge for edge in edges if edge not in self.circles])
        self._found: dict[str, str] = {}
        self._slots: dict[tuple[str, ...], tuple[str, ...]] = {}

    def of(self, name: str) -> str:
        """The one name that stands for this one."""
        found = self._found.get(name)
        if found is None:
            folded = fold(name)
            found = self._found[name] = self._meanings.get(folded, folded)
        return found

    def slot(self, kind: str, keys: tuple[str, ...]) -> tuple[str, ...]:
        """A kind and its keys as they are compared.

        >>> Names().slot("control", ("Sudzha",))
        ('control', 'sudzha')
        """
        return self.path((kind, *keys))

    @property
    def aliased(self) -> bool:
        """Whether any name stands for another."""
        return bool(self._meanings)

    def path(self, told: tuple[str, ...]) -> tuple[str, ...]:
        """The same, of a kind and its keys in one."""
        found = self._slots.get(told)
        if found is None:
            found = self._slots[told] = (told[0], *map(self.of, told[1:]))
        return found


class Kin:
    """Names that any alias ever tied, whether it counts or not: who asks by them finds too much, never too little.

    An alias that stands in a circle ties too: the circle may be closed only later than the date that is asked about.

    >>> kin = Kin([("Kursk", "Курск"), ("Курск", "kursk oblast")])
    >>> kin.of("KURSK") == kin.of("Kursk Oblast")
    True
    >>> sorted(kin.all("kursk"))
    ['kursk', 'kursk oblast', 'курск']
    """

    def __init__(self, aliases: Iterable[tuple[str, str]] = ()) -> None:
        self._groups: dict[str, set[str]] = {}
        for pair in aliases:
            joined = set[str]().union(*(self._groups.get(name, {name}) for name in map(fold, pair)))
            for name in joined:
                self._groups[name] = joined
        self._first = {name: min(group) for name, group in self._groups.items()}

    def of(self, name: str) -> str:
        """One name for all that are tied to this one."""
        folded = fold(name)
        return self._first.get(folded, folded)

    def all(self, name: str) -> set[str]:
        """Every name that is tied to this one, itself among them."""
        folded = fold(name)
        return self._groups.get(folded, {folded})

    def path(self, told: tuple[str, ...]) -> tuple[str, ...]:
        """A kind and its keys, each of these by its one name."""
        return (told[0], *map(self.of, told[1:]))

    def __bool__(self) -> bool:
        return bool(self._first)


@functools.lru_cache(maxsize=32768)  # a slot is told of again and again
def folded(path: tuple[str, ...]) -> tuple[str, ...]:
    """A kind and its keys as they are compared where no alias counts.

    >>> folded(("control", "Sudzha"))
    ('control', 'sudzha')
    """
    return (path[0], *map(fold, path[1:]))


def _reaches(edges: list[tuple[str, str]], start: str, goal: str) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        further = {meaning for name, meaning in edges if name == here} - seen
        seen |= further
        waiting += sorted(further)
    return False


def _meanings(edges: list[tuple[str, str]]) -> dict[str, str]:
    """Joins all names that aliases tie together; the one that is nobody's alias, smallest first, stands for them."""
    groups: dict[str, set[str]] = {}
    for edge in edges:
        joined = set[str]().union(*(groups.get(name, {name}) for name in edge))
        for name in joined:
            groups[name] = joined
    aliased = {name for name, _ in edges}
    return {name: min(group - aliased) for name, group in groups.items()}
