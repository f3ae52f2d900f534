"""A picture: all beliefs for one question, and projections of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import attrs

from newsledger.belief import Belief, Voice
from newsledger.event import Event
from newsledger.frozen import frozen
from newsledger.live import Question
from newsledger.names import Names
from newsledger.replay.listing import Entry, Listing
from newsledger.sources import Sources
from newsledger.values.when import When

if TYPE_CHECKING:
    from newsledger.replay.state import State


class Projection(Protocol):
    """A class that turns a picture into something worth reading."""

    @classmethod
    def project(cls, picture: Picture) -> Any:  # noqa: ANN401  a projection gives whatever it is for
        """The projection of a picture."""


P = TypeVar("P")


@frozen(kw_only=True)
class Picture:
    """All beliefs, for one question. A value: the same events and question give the same picture, always.

    `state` is what it was made from. What most questions do not read is put together when it is asked
    for: `entries`, `expected`, `events`, `sources` and `later`.
    """

    question: Question
    beliefs: tuple[Belief, ...]
    directory: Sources
    names: Names
    first_recorded: str | None = None
    listing: Listing = attrs.field(repr=False)
    state: State | None = attrs.field(default=None, eq=False, repr=False)
    _projected: dict[type, Any] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    def __getitem__(self, projection: type[P]) -> P:
        """The picture as a projection sees it: `picture[Territory]["kursk"]`.

        Raises `TypeError` for a class that projects nothing.
        """
        if projection not in self._projected:
            project = getattr(projection, "project", None)
            if project is None:
                message = f"{projection.__name__} is no projection: it has no classmethod project(picture)"
                raise TypeError(message)
            self._projected[projection] = project(self)
        found: P = self._projected[projection]
        return found

    def belief(self, name: str) -> Belief | None:
        """The belief of a slot by its whole name, or `None`."""
        return next((belief for belief in self.beliefs if belief.slot.name == name), None)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The reports that it rests on, by when what they tell took place; those that were taken back too."""
        return self.listing.entries

    @property
    def expected(self) -> tuple[Voice, ...]:
        """What was said to lie ahead."""
        return self.listing.expected

    @property
    def events(self) -> int:
        """How many reports are in the cut, withdrawn ones too."""
        return self.listing.events

    @property
    def sources(self) -> int:
        """How many speak in the reports of the cut."""
        return self.listing.sources

    @property
    def later(self) -> int:
        """How many reports about the day asked or before it were made public later, and hence left out."""
        return self.listing.later

    @property
    def redacted(self) -> tuple[Event, ...]:
        """The events in the cut whose words were taken out; each tells why where that is known."""
        return self.listing.redacted

    @property
    def newest(self) -> When | None:
        """The newest date of a report that it rests on; `None` where there is none."""
        return self.listing.newest

    @property
    def stories(self) -> tuple[str, ...]:
        """The names of the stories that its reports belong to, sorted."""
        return self.listing.stories

    def label(self, source: str) -> str:
        """The name to show for a source."""
        return self.directory.label(source)
