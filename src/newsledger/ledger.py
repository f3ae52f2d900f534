"""A ledger: open it, append to it, replay it to a date."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from os import PathLike
from os.path import isfile
from typing import TYPE_CHECKING, Any

import attrs

from newsledger.codec import stamp
from newsledger.config import Config
from newsledger.errors import IntegrityBroken, InvalidInput, LedgerUnusable
from newsledger.event import Event, Said, say
from newsledger.fact import Fact
from newsledger.live import Question
from newsledger.plugins import GROUPS
from newsledger.problems import ERROR, Place, Problem, did_you_mean
from newsledger.replay import Picture, State
from newsledger.stores import Appended, Store
from newsledger.stores.directory import WAIT, DirectoryStore
from newsledger.values.when import When, check_zone

if TYPE_CHECKING:
    from newsledger.arriving import Arrival, Arrived
    from newsledger.cache.keeping import Cache
    from newsledger.cache.state import CachedState
    from newsledger.chronicle import OnDay
    from newsledger.streaming import Stream

PAUSE = 0.5
"""How many seconds somebody who follows a ledger waits between two looks, unless a look takes longer."""

Clock = Callable[[], datetime]
"""Tells the time at which events are recorded. Injected, so that tests and importers hold it."""


def _none() -> None:
    """No cache."""


def utc_now() -> datetime:
    """The time now, in UTC: the clock of a ledger that was given no other."""
    return datetime.now(UTC)


def whoever_runs_this() -> str:
    """The login name, which stands in each line as `by` unless another name is given."""
    import getpass  # a replay never needs the name

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no login name, as in a bare container
        return "unknown"


class Ledger:
    """A grow-only set of events in a store, and the pictures that follow from it.

    >>> from newsledger.kinds.territory_held import TerritoryHeld
    >>> ledger = in_memory()
    >>> held = TerritoryHeld("kursk", "ukraine", area="just 110 km²")
    >>> _ = ledger.append(held, source="ru-officials", reported="2025-03-16")
    >>> print(ledger.replay("2025-03-16").beliefs[0])
    110 km2, reported
    """

    def __init__(
        self, store: Store, *, clock: Clock = utc_now, by: str | None = None, cache: Callable[[], Cache | None] = _none
    ) -> None:
        self.store = store
        self._clock = clock
        self._by = by
        self._make_cache = cache
        self._cache: Cache | None = None
        self._sparing: CachedState | None = None
        self._state: State | None = None
        self._problems: tuple[Problem, ...] | None = ()
        self._places: dict[str, Place] | None = {}
        self._held_sound = False

    @property
    def config(self) -> Config:
        """Title, zones and the default grade."""
        return self.store.config

    def __repr__(self) -> str:
        return f"<Ledger {self.config.title!r}: {len(self.state().ids())} events>"

    # --- writing ------------------------------------------------------------------------------

    def append(
        self,
        facts: Fact | Said | Iterable[Said],
        *,
        slug: str | None = None,
        origins: Sequence[str] = (),
        after: str | None = None,
        **how: Any,  # noqa: ANN401  what `say` takes
    ) -> Appended:
        """Appends one fact with its source and dates, or several reports as one batch: all of it or nothing.

        `origins` tells of each report which file and line it was read from; it stands in `by`, hence in no id.
        With `after`, a position, they are appended only if nothing arrived since; else `LedgerMoved` is raised.
        `how` is whatever `newsledger.event.say` takes: `source`, `via`, `occurred`, `reported`, `story`.
        Returns what was added and what was there already. Raises `InvalidInput` with every problem
        found, `LedgerUnusable` where nothing can be written, `LedgerLocked` where another process
        holds the ledger; then nothing was written.
        """
        if isinstance(facts, Fact):
            facts = say(facts, **how)
        saids = [facts] if isinstance(facts, Said) else list(facts)
        now, by = self.hand()
        hands = [f"{by}, {origin}" if origin else by for origin in origins or [""] * len(saids)]
        events = [stamp(said, recorded=now, by=hand) for said, hand in zip(saids, hands, strict=True)]
        self._refuse(events)
        return self.add(events, slug=slug, after=after)

    def hand(self) -> tuple[datetime, str]:
        """What stands in a line beside what was said: the time that it is now, and who takes it in."""
        return self._clock(), self._by or whoever_runs_this()

    def add(self, events: Iterable[Event], *, slug: str | None = None, after: str | None = None) -> Appended:
        """Appends events that were stamped, and that `check` did not refuse, as one batch: what an importer made.

        Raises `LedgerUnusable` where nothing can be written, `LedgerLocked` where another process holds the
        ledger; then nothing was written.
        """
        expected = {} if after is None else {"after": after}  # a store that others made may know no positions
        done = self.store.append(events, slug=slug, **expected)
        self.refresh()
        return done

    def holding(self, identities: Collection[str]) -> set[str]:
        """Those of some ids that the ledger holds, without reading all of it where the store can tell."""
        ask = getattr(self.store, "there", None)
        found: set[str] = {one for one in identities if one in self.state().ids()} if ask is None else ask(identities)
        return found

    def check(self, saids: Iterable[Said]) -> None:
        """Raises `InvalidInput` where `append` would refuse these; writes nothing, ever."""
        self._refuse([stamp(said, recorded=self._clock(), by="") for said in saids])

    def _refuse(self, events: list[Event]) -> None:
        from newsledger.declared import problems_of  # whoever only reads refuses nothing

        found = list(problems_of(events, self.events))
        if found:
            raise InvalidInput(found)

    # --- following ------------------------------------------------------------------------------

    def position(self) -> str:
        """The position behind all that arrived in this copy so far: what `since`, `tail` and `append` take."""
        return self._followed().position()

    def since(self, position: str | None = None) -> Arrived:
        """What arrived in this copy after a position: each event once, in the order of arrival; all without one.

        >>> from newsledger.kinds.state import State
        >>> ledger = in_memory()
        >>> before = ledger.position()
        >>> _ = ledger.append(State("bridge", "open", term="yes"), source="mayor", reported="2025-03-16")
        >>> [arrival.event.said.source for arrival in ledger.since(before)]
        ['mayor']

        Raises `InvalidInput` for what is no position of this copy.
        """
        return self._followed().since(position)

    def _followed(self) -> Store:
        """The store, which knows the order of arrival; one that others made may not."""
        if not hasattr(self.store, "since"):
            raise LedgerUnusable(f"{type(self.store).__name__} keeps no order of arrival: it cannot be followed")
        return self.store

    def tail(
        self, after: str | None = None, *, sleep: Callable[[float], object] | None = None, pause: float = PAUSE
    ) -> Iterator[Arrival]:
        """Follows the ledger for ever: what arrived after a position, then whatever arrives, each event once.

        Between two looks it sleeps for `pause` seconds, and at least as long as a look takes. `sleep` stands in
        for `time.sleep`; if it gives True, following ends.
        """
        from newsledger.following import follow

        return follow(self.since, after, sleep=sleep, pause=pause)

    # --- reading ------------------------------------------------------------------------------

    def state(self) -> State:
        """The set of events as it is stored now. Of a large ledger no more is read than what is asked for."""
        if self._state is None:
            self._cache = self._cache or self._make_cache()
            self._state = State(self._read()) if self._cache is None else self._spared(self._cache)
        return self._state

    def _spared(self, cache: Cache) -> CachedState:
        from newsledger.cache.state import CachedState  # a small ledger needs it not

        self._problems = self._places = None
        cache.look_again()
        self._sparing = CachedState(cache, self._read_after_all)
        return self._sparing

    def _read_after_all(self) -> tuple[Event, ...]:
        """Every event, where the cache did not do: what cannot be read by now is told as if all had been at once."""
        events = self._read()
        if self._held_sound:
            self._refuse_damage(self._problems or ())
        return events

    def _read(self) -> tuple[Event, ...]:
        """Every event, and with them what is wrong with the lines, and where each stands."""
        reading = self.store.read()
        self._problems, self._places = reading.problems, reading.places
        return reading.events

    def refresh(self) -> None:
        """Forgets what was read, so that the next question reads the store again."""
        self._state = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the stored lines, each with file and line."""
        state = self.state()
        if self._problems is None and self._sparing is not None:
            self._problems = self._sparing.problems()
        if self._problems is None:
            state.ids()  # reads every line
        return self._problems or ()

    def places(self) -> dict[str, Place]:
        """Where each event stands, by its id: file and line."""
        state = self.state()
        if self._places is None:
            state.ids()  # reads every line
        return self._places or {}

    def events(self) -> list[Event]:
        """All events, each once, by when they were taken in."""
        return self.state().events()

    def stream(self, *, damaged: bool = False) -> Stream[Event]:
        """All events, each once, one after the other and none of them kept, in the order of the files.

        They are those of `events`: every id is checked, and words that had to go are not given. What stands in
        several lines, or without its words, comes last.

        >>> len(list(in_memory().stream()))
        0

        What is wrong with the lines stands in `problems` of what is given, once all was read. A damaged ledger
        raises `IntegrityBroken` then, unless `damaged=True`.
        """
        from newsledger.streaming import Stream, whole  # a picture needs neither

        return Stream(self.store, whole(), damaged=damaged)

    def scan(self, *names: str, damaged: bool = False) -> Stream[tuple[Any, ...]]:
        """Some fields of all events, as they are stored: like `stream`, and faster.

        `id`, `recorded`, `by`, `kind`, `keys`, `fact`; `said.source`, `said.reported` and what else is said;
        `fact.area` and whatever else a kind declares. Values are canonical texts, lists are tuples, `None` is absent.

        >>> from newsledger.kinds.territory_held import TerritoryHeld
        >>> ledger = in_memory()
        >>> held = TerritoryHeld("kursk", "ukraine", area="just 110 km²")
        >>> _ = ledger.append(held, source="ru-officials", reported="2025-03-16")
        >>> list(ledger.scan("kind", "said.source", "keys", "fact.area"))
        [('territory-held', 'ru-officials', ('kursk', 'ukraine'), '110 km2')]

        Raises `InvalidInput` for a name that is that of no field; otherwise as `stream` does.
        """
        from newsledger.streaming import Stream, narrow

        return Stream(self.store, narrow(names), damaged=damaged)

    def replay(
        self,
        date: When | str | None = None,
        *,
        at: When | str | None = None,
        public: When | str | None = None,
        known: When | str | None = None,
        hindsight: bool = False,
        story: str | None = None,
        zone: str | None = None,
        damaged: bool = False,
    ) -> Picture:
        """The picture of a date, from what the world could know that day.

        `date` sets `at` and `public`; `at`, `public` and `known` set each alone; `hindsight` leaves
        `public` open, as `at` alone does. Without any date it is today's. `damaged=True` answers from
        whatever lines are sound; otherwise a damaged ledger raises `IntegrityBroken`.
        """
        return self._sound(damaged=damaged).picture(
            self.question(date, at=at, public=public, known=known, hindsight=hindsight, story=story, zone=zone)
        )

    def _sound(self, *, damaged: bool) -> State:
        """The state; raises `IntegrityBroken` where lines of it are damaged, unless that is allowed."""
        state = self.state()
        problems = self.problems
        self._held_sound = not damaged
        if not damaged:
            self._refuse_damage(problems)
        return state

    def _refuse_damage(self, problems: Iterable[Problem]) -> None:
        broken = [problem for problem in problems if problem.severity == ERROR]
        if broken:
            raise IntegrityBroken("\n".join(str(problem) for problem in broken))

    def series(
        self,
        slot: str,
        start: When | str,
        end: When | str | None = None,
        *,
        public: When | str | None = None,
        known: When | str | None = None,
        hindsight: bool = False,
        story: str | None = None,
        zone: str | None = None,
        turning: bool = False,
        damaged: bool = False,
    ) -> list[OnDay]:
        """What was believed of one slot on each day of a span, both ends included; until today without an end.

        Each day is told as `replay` of it tells it, with `public`, `known`, `hindsight`, `story` and `zone` as
        there, and costs no more than the slot does. `slot` is any unambiguous part of a name. With `turning` only
        the days are given on which more than its age may change.

        >>> from newsledger.kinds.territory_held import TerritoryHeld
        >>> ledger = in_memory()
        >>> for day, area in (("2025-03-14", "400 km²"), ("2025-03-16", "110 km²")):
        ...     _ = ledger.append(TerritoryHeld("kursk", "ukraine", area=area), source="ru-officials", reported=day)
        >>> for found in ledger.series("kursk", "2025-03-14", "2025-03-16"):
        ...     print(found.day, found.belief)
        2025-03-14 400 km2, reported
        2025-03-15 400 km2, reported
        2025-03-16 110 km2, reported; was 400 km2

        Raises `InvalidInput` for dates that cannot be read or asked about, `NotInLedger` where no slot or more
        than one fits, `IntegrityBroken` as `replay` does.
        """
        from newsledger.chronicle import days_of, find_slot, series  # a picture needs none of it

        state = self._sound(damaged=damaged)
        first = self.question(start, story=story, zone=zone).at
        asked = self.question(end, public=public, known=known, hindsight=hindsight, story=story, zone=zone)
        name = find_slot(state, slot, known=asked.known)
        part = state.of_slot(name)
        days, turns = days_of(part, name, first, asked)

        def ask(day: When) -> Question:
            stays = hindsight or public is not None
            return attrs.evolve(asked, at=day, public=asked.public if stays else day)

        return list(series(part, name, turns if turning else days, ask, turns))

    def question(
        self,
        date: When | str | None = None,
        *,
        at: When | str | None = None,
        public: When | str | None = None,
        known: When | str | None = None,
        hindsight: bool = False,
        story: str | None = None,
        zone: str | None = None,
    ) -> Question:
        """Resolves the words of a question against the clock, the story and the zones of this ledger."""
        self._check_story(story)
        if zone is not None:
            check_zone(zone)
        zone = zone or self.config.zone_of(story)
        today = self.today(zone)
        asked = [None if one is None else _when(one, today, zone) for one in (date, at, public, known)]
        on, at_, public_, known_ = asked
        at_ = at_ or on or today
        public_ = None if hindsight else public_ or on or (None if at is not None else today)
        return Question(
            at=at_,
            public=public_,
            known=known_,
            zone=zone,
            story=story,
            default_grade=self.config.default_grade,
        )

    def today(self, zone: str = "UTC") -> When:
        """The day that it is now, in a zone."""
        now = self._clock()
        if zone != "UTC":
            from zoneinfo import ZoneInfo

            now = now.astimezone(ZoneInfo(zone))
        return When.parse(now.date().isoformat())

    def stories(self) -> list[str]:
        """The names of all stories that events belong to or the ledger names, sorted."""
        return sorted(self.state().stories() | {story.name for story in self.config.stories})

    def _check_story(self, story: str | None) -> None:
        if story is None or story.casefold() in {name.casefold() for name in self.stories()}:
            return
        hint = did_you_mean(story, self.stories())
        raise InvalidInput([Problem(code="unknown-story", message=f"no event belongs to a story {story!r}", hint=hint)])


def _when(asked: When | str, today: When, zone: str) -> When:
    """The date that is asked for, which has an end: a picture is that of the end of its day."""
    when = asked if isinstance(asked, When) else When.read(asked, said_on=today, zone=zone)
    if when.latest is None:
        message = f"{when} has no end, and a picture is that of the end of a day"
        raise InvalidInput([Problem(code="open-date", message=message, hint="give a date, such as 2025-03-16")])
    return when


def open_ledger(
    place: str | PathLike[str],
    *,
    clock: Clock = utc_now,
    by: str | None = None,
    wait: float = WAIT,
    cache: bool = True,
    tell: Callable[[str], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Ledger:
    """Opens a ledger: the folder of one in plain text, to be diffed in git, or the SQLite file of one.

    `wait` is how many seconds an append waits for another process. Of a large ledger in a folder a derived
    cache is kept in its `.newsledger`, unless `cache` is false; no answer depends on it. `tell` hears what
    there is to say of that cache, `progress` how many bytes of how many were read while it is made.

    Raises `LedgerNotFound` where there is none, `LedgerUnusable` where it is of a newer format.
    """
    store = store_at(place, wait=wait)

    def made() -> Cache | None:
        if not cache or not isinstance(store, DirectoryStore) or not store.is_large():
            return None
        from newsledger.cache.keeping import Cache  # few ledgers are so large

        return Cache(store.path, store.derived, tell=tell, progress=progress)

    return Ledger(store, clock=clock, by=by, cache=made)


def store_at(place: str | PathLike[str], *, wait: float = WAIT) -> Store:
    """The store in a folder or in a SQLite file; raises as `open_ledger` does."""
    if isfile(place):  # noqa: PTH113  pathlib costs more than all that is done here
        from newsledger.stores.sqlite import SqliteStore  # a ledger in a folder needs it not

        return SqliteStore(place, wait=wait)
    return DirectoryStore(place, wait=wait)


def in_memory(*, clock: Clock = utc_now, by: str | None = None) -> Ledger:
    """A ledger that lives in memory alone, for tests and for trying things."""
    from newsledger.stores.memory import MemoryStore  # a ledger in a folder needs it not

    return Ledger(MemoryStore(), clock=clock, by=by)


__all__ = ["GROUPS", "Clock", "Ledger", "in_memory", "open_ledger", "store_at", "utc_now", "whoever_runs_this"]
