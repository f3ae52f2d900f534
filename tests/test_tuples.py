"""Tuples with names, as `typing.NamedTuple` makes them, in less time."""

from __future__ import annotations

import pickle
import typing

from newsledger.tuples import NamedTuple


class Span(NamedTuple):
    """A span with a default, a property and a method."""

    first: int
    last: int = 9

    @property
    def length(self) -> int:
        """How many it spans."""
        return self.last - self.first

    def later(self, by: int) -> Span:
        """The same, later."""
        return self._replace(first=self.first + by, last=self.last + by)


class Other(typing.NamedTuple):
    """What `typing` makes of the same fields."""

    first: int
    last: int = 9


def test_it_is_a_tuple_as_typing_makes_them() -> None:
    """Fields, defaults, equality, hash, unpacking and pickling are those of `typing.NamedTuple`."""
    span, other = Span(3), Other(3)
    first, last = span

    assert (first, last, hash(span)) == (3, 9, hash(other))
    assert tuple(span) == tuple(other) == (3, 9)
    assert (Span._fields, Span._field_defaults) == (Other._fields, Other._field_defaults)
    assert pickle.loads(pickle.dumps(span)) == span  # noqa: S301  what was pickled a moment before
    assert repr(span) == "Span(first=3, last=9)"


def test_methods_and_properties_of_its_own_work() -> None:
    """A class of a tuple holds what it declares beside its fields, and nothing else can be put on it."""
    assert (Span(3).length, Span(3).later(2)) == (6, Span(5, 11))
    assert not hasattr(Span(3), "__dict__")
