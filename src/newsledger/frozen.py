"""`frozen`: `attrs.frozen` for records that are loaded at every start, with one comparison and one repr for all.

attrs writes `__init__`, `__eq__`, `__hash__` and `__repr__` of each class as text and compiles it, which
is most of what importing a small module costs. Here `__init__` alone is compiled; the others are made of
`operator.attrgetter`, which takes a tenth of a microsecond more. What is compared in the innermost loops of a replay
(dates, figures, slots, events) keeps the methods of attrs.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs

__all__ = ["frozen"]

if TYPE_CHECKING:
    from attrs import frozen
else:

    def frozen(cls: type | None = None, /, *, repr: bool = True, **options: Any) -> Any:  # noqa: A002, ANN401  as attrs calls it
        """Makes a frozen class with slots of a declaration, as `attrs.frozen` does, and takes the same options.

        >>> @frozen
        ... class Point:
        ...     x: int
        ...     seen: int = attrs.field(default=0, eq=False)
        >>> Point(1), Point(1) == Point(1, seen=5), hash(Point(1)) == hash(Point(1, seen=5))
        (Point(x=1, seen=0), True, True)

        `eq` and `repr` of a field are yes or no: functions in their place are for `attrs.frozen` itself.
        """

        def make(declared: type) -> type:
            made = attrs.frozen(eq=False, repr=False, **options)(declared)
            fields = attrs.fields(made)
            made.__eq__, made.__hash__ = _compared([field.name for field in fields if field.eq])
            if repr:
                made.__repr__ = _told([field.name for field in fields if field.repr])
            return made

        return make if cls is None else make(cls)


def _compared(names: list[str]) -> tuple[Callable[[Any, object], Any], Callable[[Any], int]]:
    """Equality and hash by some attributes, between things of one and the same class."""
    parts = attrgetter(*names) if names else type

    def equal(self: Any, other: object) -> Any:  # noqa: ANN401  any record
        if other.__class__ is not self.__class__:
            return NotImplemented
        return parts(self) == parts(other)

    def hashed(self: Any) -> int:  # noqa: ANN401  any record
        return hash(parts(self))

    return equal, hashed


def _told(names: list[str]) -> Callable[[Any], str]:
    """A repr that is a constructor."""

    def told(self: Any) -> str:  # noqa: ANN401  any record
        parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__.rpartition('>.')[2]}({parts})"

    return told
