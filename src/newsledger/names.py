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
