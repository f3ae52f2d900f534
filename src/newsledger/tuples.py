"""`NamedTuple`: that of `typing`, for tuples that are loaded at every start."""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING, Any

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:

    class _Declared(type):
        """Turns a class of annotated names into a named tuple.

        `typing.NamedTuple` does the same, and compiles each annotation on the way, which takes the longest.
        """

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body.get("__annotations__", {})
            defaults = [body.pop(field) for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])  # noqa: PYI024  this is what makes them
            body.setdefault("__slots__", ())
            return type(name, (made,), body)

    class NamedTuple(metaclass=_Declared):
        """A tuple with names, declared as `typing.NamedTuple` is.

        >>> class Span(NamedTuple):
        ...     first: int
        ...     last: int = 9
        >>> Span(3), Span(3)._replace(last=4), Span(3) == (3, 9)
        (Span(first=3, last=9), Span(first=3, last=4), True)
        """
