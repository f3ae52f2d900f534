"""What type checkers know of kinds: a field of figures takes words and gives a figure.

`TerritoryHeld("kursk", "ukraine", area="110 km²").area` is a `Quantity`. attrs converts what it is given, and a type
checker cannot see that through our own field specifiers. So it is shown descriptors, which tell what goes in and
what comes out; while a program runs there are none, and `Figure` is `Quantity | None`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from newsledger import frozen as running
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

__all__ = ["Date", "Figure", "Names", "frozen"]

if TYPE_CHECKING:
    from typing import TypeVar, dataclass_transform, overload

    T = TypeVar("T", bound=type)

    @dataclass_transform(frozen_default=True)
    def frozen(cls: T) -> T:
        """Makes a class of facts."""
        ...

    class Figure:
        """A value that is a figure: takes one, or words that tell one."""

        @overload
        def __get__(self, fact: None, kind: type[Any]) -> Figure: ...
        @overload
        def __get__(self, fact: object, kind: type[Any]) -> Quantity | None: ...
        def __get__(self, fact: object, kind: type[Any]) -> Any: ...
        def __set__(self, fact: object, value: Quantity | str | None) -> None: ...

    class Date:
        """A value that is a date: takes one, or words that tell one."""

        @overload
        def __get__(self, fact: None, kind: type[Any]) -> Date: ...
        @overload
        def __get__(self, fact: object, kind: type[Any]) -> When | None: ...
        def __get__(self, fact: object, kind: type[Any]) -> Any: ...
        def __set__(self, fact: object, value: When | str | None) -> None: ...

    class Names:
        """A value that is one or more names: takes them as a list, or in one text with commas."""

        @overload
        def __get__(self, fact: None, kind: type[Any]) -> Names: ...
        @overload
        def __get__(self, fact: object, kind: type[Any]) -> tuple[str, ...] | None: ...
        def __get__(self, fact: object, kind: type[Any]) -> Any: ...
        def __set__(self, fact: object, value: Iterable[str] | str | None) -> None: ...

else:
    frozen = running.frozen
    Figure = Quantity | None
    Date = When | None
    Names = tuple[str, ...] | None
