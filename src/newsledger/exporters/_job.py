"""What is asked for: a question, and the parts of the ledger that answer it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from newsledger.chronicle import behind
from newsledger.config import Config
from newsledger.difference import Change, diff
from newsledger.errors import InvalidInput
from newsledger.event import Event, Said
from newsledger.exporters._places import Places
from newsledger.frozen import frozen
from newsledger.kinds.note import Note
from newsledger.kinds.redaction import Redaction
from newsledger.kinds.void import Void
from newsledger.ledger import Ledger
from newsledger.live import cut, target_of
from newsledger.problems import Problem
from newsledger.replay import Entry, Picture, State
from newsledger.values.when import When

A_WEEK = dt.timedelta(days=7)
"""How far back changes are told where nobody says since when."""


@frozen(kw_only=True)
class Told:
    """One change, and the events behind it."""

    change: Change
    behind: tuple[Event, ...]


@frozen(kw_only=True)
class Job:
    """One export: the picture that answers the question, and what it was made from.

    `uncut` is whether no date was named, so that formats that hold events take all of them.
    """

    picture: Picture
    config: Config = attrs.field(repr=False)
    uncut: bool = False
    since: When | None = None
    places: Places | None = None
    site: str | None = None
    raw: bool = False

    @property
    def state(self) -> State:
        """The set of events that the picture was made from."""
        assert self.picture.state is not None  # noqa: S101  a ledger's picture always has one
        return self.picture.state

    @property
    def title(self) -> str:
        """The title of the story that is asked about, else that of the ledger."""
        name = self.picture.question.story
        story = None if name is None else self.config.story(name)
        return (story.title if story and story.title else name) or self.config.title or "newsledger"

    @property
    def zone(self) -> str:
        """Whose days are meant."""
        return self.picture.question.zone

    def entries(self) -> list[Entry]:
        """The reports that count, those taken back too, by when things happened; with `since` those told after it."""
        told = [entry for entry in self.picture.entries if not entry.event.redacted]
        if self.since is None:
            return told
        end = self.since.span(self.zone)[1]
        return [entry for entry in told if _public_at(entry.event.said, self.zone) > end]

    def members(self) -> Iterator[Event]:
        """The members of the ledger that lie in the cut, and in the story if one is named; nothing redacted is told."""
        question = self.picture.question
        members: Iterable[Event] = self.state.members()
        if not self.uncut:
            members = cut(members, question)
        yield from members if question.story is None else _of_story(list(members), self.picture, question.story)

    def changes(self) -> list[Told]:
        """What changed since `since`, or within the last week, each with the events behind it; not what only aged."""
        before = self.before()
        changes = diff(before, self.picture).changes
        return [
            Told(change=change, behind=behind(self.state, change, before, self.picture)) for change in changes
        ]  # fmt: skip

    def before(self) -> Picture:
        """The picture that changes are told against."""
        question, since = self.picture.question, self.start()
        public = None if question.public is None else since
        return self.state.picture(attrs.evolve(question, at=since, public=public))

    def start(self) -> When:
        """Since when changes are told."""
        if self.since is not None:
            return self.since
        day = self.picture.question.at.last_day(self.zone)
        assert day is not None  # noqa: S101  a question about a date without an end is refused
        return When.parse((day - A_WEEK).isoformat())


def prepare(
    ledger: Ledger,
    date: When | str | None = None,
    *,
    at: When | str | None = None,
    public: When | str | None = None,
    known: When | str | None = None,
    hindsight: bool = False,
    story: str | None = None,
    zone: str | None = None,
    since: When | str | None = None,
    places: Places | None = None,
    site: str | None = None,
    raw: bool = False,
    damaged: bool = False,
) -> Job:
    """What exporters work on: the question is asked as by `Ledger.replay`, and answered once.

    Raises `InvalidInput` where the question cannot be read, or `since` is not before the date asked about.
    """
    picture = ledger.replay(
        date, at=at, public=public, known=known, hindsight=hindsight, story=story, zone=zone, damaged=damaged
    )
    begin = None if since is None else ledger.question(since, zone=picture.question.zone).at
    _check_period(begin, picture)
    uncut = date is None and at is None and public is None and known is None
    _check_site(site)
    return Job(
        picture=picture, config=ledger.config, uncut=uncut, since=begin, places=places, site=site, raw=raw
    )  # fmt: skip


def _check_period(since: When | None, picture: Picture) -> None:
    at, zone = picture.question.at, picture.question.zone
    if since is not None and since.span(zone)[1] >= at.span(zone)[1]:
        message = f"since {since} leaves no time before the end of {at}"
        raise InvalidInput([Problem(code="empty-period", message=message, hint="name an earlier day, or a later DATE")])


def _check_site(site: str | None) -> None:
    if site is not None and not site.startswith(("https://", "http://")):
        message = f"{site[:60]!r} is no address of a page"
        raise InvalidInput([Problem(code="bad-site", message=message, hint="write https://example.org/story")])


def _public_at(said: Said, zone: str) -> int:
    return said.reported.span(zone)[1] if said.reported is not None else 0


def _of_story(members: list[Event], picture: Picture, story: str) -> Iterator[Event]:
    """The reports of a story, what amends them, and what is ours, unless that is about another story's event."""
    name = picture.names.of
    inside = {event.id for event in members if event.said.story is not None and name(event.said.story) == name(story)}
    aims = {event.id: aim for event in members if (aim := _aim(event.said)) is not None}
    everything = {event.id for event in members}
    while more := {one for one, aim in aims.items() if aim in inside and one not in inside}:
        inside |= more
    for event in members:
        aim = aims.get(event.id)
        elsewhere = aim is not None and aim in everything and aim not in inside
        if event.id in inside or (event.said.ours and not elsewhere):
            yield event


def _aim(said: Said) -> str | None:
    """The id of the event that another is about."""
    fact = said.fact
    return fact.target if isinstance(fact, Void | Note | Redaction) else target_of(said)
