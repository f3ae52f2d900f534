"""What is asked for: a question, and the parts of the ledger that answer it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from newsledger.chronicle import behind
from newsledger.config import Config
from newsledger.difference import Change, diff
from newsledger.errors import IntegrityBroken, InvalidInput
from newsledger.event import Event, Said
from newsledger.exporters._places import Places
from newsledger.frozen import frozen
from newsledger.kinds.note import Note
from newsledger.kinds.redaction import Redaction
from newsledger.kinds.void import Void
from newsledger.ledger import Ledger
from newsledger.live import Question, cut, target_of
from newsledger.names import Names
from newsledger.problems import ERROR, Problem
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
    """One export: a question, the events that answer it, and the picture that does, made when it is first asked for.

    `uncut` is whether no date was named, so that formats that hold events take all of them.
    """

    question: Question
    state: State = attrs.field(repr=False)
    config: Config = attrs.field(repr=False)
    uncut: bool = False
    since: When | None = None
    places: Places | None = None
    site: str | None = None
    raw: bool = False
    _made: dict[Question, Picture] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    @property
    def picture(self) -> Picture:
        """The picture that answers the question. Who takes events as they stand needs none."""
        return self._picture(self.question)

    def _picture(self, question: Question) -> Picture:
        if question not in self._made:
            self._made[question] = self.state.picture(question)
        return self._made[question]

    @property
    def title(self) -> str:
        """The title of the story that is asked about, else that of the ledger."""
        name = self.question.story
        story = None if name is None else self.config.story(name)
        return (story.title if story and story.title else name) or self.config.title or "newsledger"

    @property
    def zone(self) -> str:
        """Whose days are meant."""
        return self.question.zone

    def entries(self) -> list[Entry]:
        """The reports that count, those taken back too, by when things happened; with `since` those told after it."""
        told = [entry for entry in self.picture.entries if not entry.event.redacted]
        if self.since is None:
            return told
        end = self.since.span(self.zone)[1]
        return [entry for entry in told if _public_at(entry.event.said, self.zone) > end]

    def members(self) -> Iterator[Event]:
        """The members of the ledger that lie in the cut, and in the story if one is named; nothing redacted is told."""
        question = self.question
        members: Iterable[Event] = self.state.members()
        if not self.uncut:
            members = cut(members, question)
        if question.story is None:
            yield from members
        else:
            yield from _of_story(list(members), self.state.live(question).names, question.story)

    def changes(self) -> list[Told]:
        """What changed since `since`, or within the last week, each with the events behind it; not what only aged."""
        before = self.before()
        changes = diff(before, self.picture).changes
        return [
            Told(change=change, behind=behind(self.state, change, before, self.picture)) for change in changes
        ]  # fmt: skip

    def before(self) -> Picture:
        """The picture that changes are told against, made when it is first asked for."""
        since = self.start()
        public = None if self.question.public is None else since
        return self._picture(attrs.evolve(self.question, at=since, public=public))

    def held(self) -> list[Event]:
        """All events that the ledger held by `known`, each once."""
        end = self.question.end(self.question.known)
        return [event for event in self.state.events() if end is None or event.recorded_at < end]

    def start(self) -> When:
        """Since when changes are told."""
        if self.since is not None:
            return self.since
        day = self.question.at.last_day(self.zone)
        assert day is not None  # noqa: S101  a question about a date without an end is refused
        return days_before(day, A_WEEK)


def days_before(day: dt.date, span: dt.timedelta) -> When:
    """The day so much earlier; the first that there is where none is so early.

    >>> days_before(dt.date(2025, 3, 16), A_WEEK), days_before(dt.date(1, 1, 3), A_WEEK)
    (When('2025-03-09'), When('0001-01-01'))
    """
    return When.parse((max(day, dt.date.min + span) - span).isoformat())


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

    Raises `InvalidInput` where the question cannot be read, or `since` is not before the date asked about;
    `IntegrityBroken` where lines are damaged, unless `damaged` says that the sound ones will do.
    """
    question = ledger.question(date, at=at, public=public, known=known, hindsight=hindsight, story=story, zone=zone)
    begin = None if since is None else ledger.question(since, zone=question.zone).at
    _check_period(begin, question)
    _check_sound(ledger, damaged=damaged)
    uncut = date is None and at is None and public is None and known is None
    _check_site(site)
    return Job(
        question=question, state=ledger.state(), config=ledger.config, uncut=uncut, since=begin, places=places,
        site=site, raw=raw,
    )  # fmt: skip


def _check_sound(ledger: Ledger, *, damaged: bool) -> None:
    """Raises `IntegrityBroken` where lines of the ledger are damaged, unless the sound ones will do."""
    state = ledger.state()
    broken = [problem for problem in ledger.problems if problem.severity == ERROR]
    if broken and not damaged:
        message = f"{len(broken)} of {len(state.ids()) + len(broken)} lines are damaged, the first: {broken[0]}"
        raise IntegrityBroken(message)


def _check_period(since: When | None, question: Question) -> None:
    at, zone = question.at, question.zone
    if since is not None and since.span(zone)[1] >= at.span(zone)[1]:
        message = f"since {since} leaves no time before the end of {at}"
        raise InvalidInput([Problem(code="empty-period", message=message, hint="name an earlier day, or a later DATE")])


def _check_site(site: str | None) -> None:
    if site is not None and not site.startswith(("https://", "http://")):
        message = f"{site[:60]!r} is no address of a page"
        raise InvalidInput([Problem(code="bad-site", message=message, hint="write https://example.org/story")])


def _public_at(said: Said, zone: str) -> int:
    return said.reported.span(zone)[1] if said.reported is not None else 0


def _of_story(members: list[Event], names: Names, story: str) -> Iterator[Event]:
    """The reports of a story, what amends them, and what is ours, unless that is about another story's event."""
    name = names.of
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
