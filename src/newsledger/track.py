"""The record of each source: what it claimed, what became of that, and how far its words went. Pure functions.

Nothing here weighs anything, and nothing of it enters a picture: a grade is a judgement of the editor's,
and the record is what there is to judge by.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from newsledger.asof import as_of, reach
from newsledger.belief import Belief, Role, Standing, Voice, believe_voices, meet
from newsledger.event import ASSERTS, DENIES, NO_COMMENT, UNNAMED, Event, Said
from newsledger.fact import Moves, Time
from newsledger.frozen import frozen
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.source import Source
from newsledger.live import Live, fold_slot, target_of
from newsledger.names import Names
from newsledger.replay import Picture, State
from newsledger.sources import Entry, Sources
from newsledger.values.quantity import Quantity
from newsledger.values.when import EVER, NEVER, Micro, When

PARTY = "party"
"""The category of names that keys use: they speak by others, and have no record of their own."""

NO = frozenset({"no", "none"})
"""Answers that a bare denial agrees with."""


Ties = dict[str, frozenset[str]]
"""Per source those that it was declared to draw on or to echo, by way of others too."""


class Outcome(enum.StrEnum):
    """What became of a claim, on the word of others."""

    BORNE_OUT = "borne out"
    CONTRADICTED = "contradicted"
    OPEN = "open"  # others spoke, and it is not settled
    ALONE = "alone"  # nobody else spoke of it


@frozen(kw_only=True)
class Reach:
    """How far the words of a source went.

    `outlets` are those that carried them, `reports` the pieces in which they did, told apart by outlet,
    day and address. `drawn_on_by` are the sources that were declared to draw on it or to echo it, by
    way of others too.
    """

    outlets: tuple[str, ...] = ()
    reports: int = 0
    drawn_on_by: tuple[str, ...] = ()


@frozen(kw_only=True)
class Record:
    """What a source has on record at a cut.

    `claims` are told apart by slot, value, date and stance, however many reports carry one;
    `carried` are reports of others' words. `denied` are claims that another origin denies and
    that stand in the picture. `corrections` and `retractions` are those that count against this
    source: the speaker's own, and for an outlet those of what it misquoted. `newest` is when it
    was last heard; `None` where it never was.

    `outcomes` counts what became of its claims, as `outcome` tells; what only lies ahead, and silence,
    is no claim that anything could become of. `reach` is how far its words went. `told` is the latest
    word on each field of its introduction, by the field's name.
    """

    name: str
    label: str
    entry: Entry
    grade: str
    graded: bool
    claims: int
    carried: int
    denied: int
    corrections: int
    retractions: int
    newest: When | None
    outcomes: Counter[Outcome] = attrs.field(factory=Counter)
    reach: Reach = attrs.field(factory=Reach)
    told: dict[str, Any] = attrs.field(factory=dict)

    @property
    def judged(self) -> int:
        """How many of its claims others bore out or contradicted."""
        return self.outcomes[Outcome.BORNE_OUT] + self.outcomes[Outcome.CONTRADICTED]


@frozen(kw_only=True)
class Graded:
    """A grade that a source was given: from which day on, why, and who recorded it when. `None`: from the first."""

    grade: str
    since: When | None
    reason: str | None
    event: Event


def speakers(alive: Live) -> list[str]:
    """Whoever spoke, carried words or was introduced, by the one name that stands for it; parties left out, sorted."""
    spoke = {alive.names.of(link) for event in alive.reports for link in event.said.chain}
    every = spoke | set(alive.sources.introduced())
    return sorted(name for name in every if name in spoke or alive.sources.entry(name).category != PARTY)


def records(state: State, picture: Picture) -> list[Record]:
    """The record of every source at the cut of a picture, sorted by name; of a story, of those who spoke in it.

    >>> import newsledger as nl
    >>> ledger = nl.in_memory()
    >>> for source, day in (("daily", "2025-03-10"), ("wire", "2025-03-12")):
    ...     done = ledger.append(nl.State("bridge", "open", term="no"), source=source, reported=day)
    >>> [(one.name, one.judged, *one.outcomes) for one in records(ledger.state(), ledger.replay("2025-03-16"))]
    [('daily', 1, <Outcome.BORNE_OUT: 'borne out'>), ('wire', 0, <Outcome.OPEN: 'open'>)]
    """
    question = picture.question
    alive = state.live(question)
    reports = [entry.event for entry in picture.entries if entry.event.id not in alive.voided]
    ties = ties_of(state, alive)
    folded = _Folded(
        alive=alive, own=_by_speaker(reports, alive.names), denied=_denied(picture), blamed=_blamed(state, alive),
        outcomes=outcomes(picture, ties), reaches=_reaches(reports, alive.names, ties),
        carried=Counter(link for event in reports for link in {alive.names.of(link) for link in event.said.via}),
        end=question.end(question.public) or question.end(question.at) or NEVER,
    )  # fmt: skip
    heard = {alive.names.of(link) for entry in picture.entries for link in entry.event.said.chain}
    return [
        _record(name, folded, told_of(state, alive, name))
        for name in speakers(alive)
        if question.story is None or name in heard
    ]


@frozen(kw_only=True)
class _Folded:
    """What was counted of all sources at once."""

    alive: Live
    own: dict[str, list[Said]]
    denied: Counter[str]
    blamed: Counter[tuple[str, bool]]
    outcomes: dict[str, Counter[Outcome]]
    reaches: dict[str, Reach]
    carried: Counter[str]
    end: int


def _record(name: str, folded: _Folded, told: dict[str, Any]) -> Record:
    sources, names = folded.alive.sources, folded.alive.names
    own = folded.own.get(name, [])
    grade = sources.grade(name, folded.end)
    heard = [said.reported for said in own if said.reported is not None]
    return Record(
        name=name, label=sources.label(name), entry=sources.entry(name), grade=grade.letter, graded=grade.given,
        claims=len({claim for said in own for claim in _claims(said, names)}), carried=folded.carried[name],
        denied=folded.denied[name], corrections=folded.blamed[name, False], retractions=folded.blamed[name, True],
        newest=max(heard, key=lambda when: (when.span()[1], when.text), default=None),
        outcomes=folded.outcomes.get(name, Counter()), reach=folded.reaches.get(name, Reach()), told=told,
    )  # fmt: skip


def _by_speaker(reports: Iterable[Event], names: Names) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    for event in reports:
        if event.said.source:
            found.setdefault(names.of(event.said.source), []).append(event.said)
    return found


def _claims(said: Said, names: Names) -> Iterator[tuple[object, ...]]:
    for field, value in said.claims():
        amount = value.amount_key if isinstance(value, Quantity) else value
        yield (fold_slot(said, names), field.name, amount, said.occurred and said.occurred.text, said.stance)


def _denied(picture: Picture) -> Counter[str]:
    """How many claims of each source in the picture another origin denies."""
    found: set[tuple[str, str, str]] = set()
    for belief in picture.beliefs:
        denials = [voice for voice in belief.of(Role.DENIES) if voice.stance == DENIES]
        for voice in belief.voices:
            others = [denial for denial in denials if denial.origin != voice.origin]
            if voice.stance == ASSERTS and any(meet(denial.value, voice.value) for denial in others):
                found.add((voice.source, belief.slot.name, str(voice.value)))
    return Counter(source for source, _, _ in found)


def _blamed(state: State, alive: Live) -> Counter[tuple[str, bool]]:
    """Whom each amendment that counts falls on, and whether it is a retraction."""
    found: Counter[tuple[str, bool]] = Counter()
    for amendment in alive.amendments:
        target = state.get(str(target_of(amendment.said)))
        if target is not None and target.said.chain and not isinstance(target.said.fact, Retraction):
            at = _link(alive.sources, amendment.said, target.said)
            found[alive.names.of(target.said.chain[at]), isinstance(amendment.said.fact, Retraction)] += 1
    return found


def _link(sources: Sources, amendment: Said, target: Said) -> int:
    """Which link of a report's chain an amendment falls on: the speaker, or the outlet that takes back alone."""
    origin = sources.origin(amendment.chain)
    fitting = (at for at in range(len(target.chain)) if sources.origin(target.chain[at:]) == origin)
    return next(fitting, 0)


# --- what became of its claims ----------------------------------------------------------------


def outcomes(picture: Picture, ties: Ties) -> dict[str, Counter[Outcome]]:
    """What became of the claims of each source that stand in a picture, each claim once, as `outcome` tells."""
    found: dict[str, dict[object, Outcome]] = {}
    for belief in picture.beliefs:
        for voice in sorted(belief.voices, key=lambda one: (one.reported, one.event.id)):
            said = voice.event.said
            amount = voice.value.amount_key if isinstance(voice.value, Quantity) else voice.value
            claim = (belief.slot, amount, said.occurred and said.occurred.text, said.stance)
            told = found.setdefault(voice.source, {})
            if voice.stance != NO_COMMENT and claim not in told:
                told[claim] = outcome(voice, belief, picture, ties)
    return {source: Counter(told.values()) for source, told in found.items()}


def outcome(claim: Voice, belief: Belief, picture: Picture, ties: Ties | None = None) -> Outcome:
    """What became of a claim, on the word of others who are independent of whoever made it.

    A *witness* is of another origin, named, not graded F, neither echoed by the source of the claim nor
    echoing it, in whatever share, and tells a value or denies one. It *judges* the claim where it
    speaks of a date that is not surely before the claim's, in a report that is not surely older.

    What the judges alone would have us believe decides: of a slot that moves, about the first day of
    which one of them speaks; of any other, on the date of the picture. The claim is *borne out* where
    it meets that, *contradicted* where it does not. One's own side bears nothing out in which both have
    a stake; and whoever has a stake, or is of a side that opposes the claim's, contradicts nothing but
    its own side and what is said of itself: such a quarrel counts as a denial that was met.

    The claim is *open* where nobody judges it, where the judges dispute each other, where by that day it
    had become history or was counted from another start, and where it is a party's word about
    itself. With no witness it is *alone*.
    """
    ties = ties or {}
    others = [voice for voice in belief.voices if _is_witness(voice, claim, ties)]
    if not others:
        return Outcome.ALONE
    held = None if claim.own_word or _says_nothing(claim) else _on_the_day(claim, others, belief, picture)
    if held is None:
        return Outcome.OPEN
    mine, judges, day = held
    told = _verdict(mine, judges, belief, day, picture)
    if told is Outcome.OPEN or not _is_current(mine, judges, belief, day, picture):
        return Outcome.OPEN
    free = [voice for voice in judges if _counts(voice, claim, told, picture)]
    same = len(free) == len(judges) or (free and _verdict(mine, free, belief, day, picture) is told)
    return told if same else Outcome.OPEN


def _is_witness(voice: Voice, claim: Voice, ties: Ties) -> bool:
    if voice.origin == claim.origin or not voice.weighs or _says_nothing(voice):
        return False
    tied = voice.source in ties.get(claim.source, ()) or claim.source in ties.get(voice.source, ())
    return not tied and voice.origin.partition("/")[0] != UNNAMED


def _says_nothing(voice: Voice) -> bool:
    return isinstance(voice.value, Quantity) and voice.value.is_unknown


def _counts(voice: Voice, claim: Voice, told: Outcome, picture: Picture) -> bool:
    """Whether a judge is free enough of interest to bear a claim out, or to contradict it."""
    if told is Outcome.BORNE_OUT:
        return not (voice.has_stake and claim.has_stake and voice.side == claim.side)
    interested = voice.has_stake or picture.directory.opposing(voice.side, claim.side)
    return not interested or voice.own_word or voice.side == claim.side


def _judges(voice: Voice, claim: Voice, belief: Belief) -> bool:
    """Whether a witness speaks of a date, and in a report, that is not surely before the claim's."""
    later = voice.as_of.latest > claim.as_of.earliest and voice.reported[1] > claim.reported[0]
    same_time = voice.as_of.earliest < claim.as_of.latest
    return later and (same_time or belief.timing.time is not Time.NEW)


def _on_the_day(
    claim: Voice, others: list[Voice], belief: Belief, picture: Picture
) -> tuple[Voice, list[Voice], Micro] | None:
    """The claim, those who judge it, and the instant about which both speak: of what moves the first, else now."""
    now = picture.question.end(picture.question.at) or NEVER
    if not _moves(claim, belief):
        judges = [voice for voice in others if _judges(voice, claim, belief)]
        return (claim, judges, now) if judges else None
    first = {id(voice): _first(voice, claim, belief, picture) for voice in others}
    day = min((told for told in first.values() if told is not None), default=None)
    if day is None:
        return None
    placed = (_placed(voice, day, belief, picture) for voice in others if (first[id(voice)] or NEVER) <= day)
    return _placed(claim, day, belief, picture) or claim, [voice for voice in placed if voice is not None], day


def _first(voice: Voice, claim: Voice, belief: Belief, picture: Picture) -> Micro | None:
    """The first instant, from the claim's on, about which a voice judges it."""
    if voice.reported[1] <= claim.reported[0]:
        return None
    occurred = voice.event.said.occurred
    if occurred is None or not occurred.is_interval:
        told = max(claim.as_of.latest, voice.as_of.earliest + 1)
        return told if _judges(voice, claim, belief) else None
    for told in (claim.as_of.latest, max(claim.as_of.latest, voice.as_of.latest)):
        placed = _placed(voice, told, belief, picture)
        if placed is not None and _judges(placed, claim, belief):
            return told
    return None


def _moves(claim: Voice, belief: Belief) -> bool:
    occurred = claim.event.said.occurred
    if belief.timing.moves is Moves.IF_SPAN:
        return occurred is not None and occurred.is_interval
    return belief.timing.moves is Moves.YES


def _placed(voice: Voice, day: Micro, belief: Belief, picture: Picture) -> Voice | None:
    """A voice as it speaks of another day; `None` where it does not."""
    said = voice.event.said
    span = reach(said.occurred, said.reported, picture.question.zone) if said.occurred and said.reported else None
    spoken = None if span is None else as_of(belief.timing, span, day)
    return None if spoken is None else attrs.evolve(voice, as_of=spoken)


def _believed(voices: list[Voice], belief: Belief, day: Micro, picture: Picture) -> Belief:
    return believe_voices(belief.slot, belief.timing, voices, at=day, ties=picture.directory)


def _is_current(claim: Voice, judges: list[Voice], belief: Belief, day: Micro, picture: Picture) -> bool:
    """Whether a claim is still held against what others say, neither history nor counted from another start."""
    together = _believed([claim, *judges], belief, day, picture)
    mine = next(voice for voice in together.voices if voice.event is claim.event)
    return mine.role not in (Role.EARLIER, Role.APART) or not claim.weighs


def _verdict(claim: Voice, judges: list[Voice], belief: Belief, day: Micro, picture: Picture) -> Outcome:
    return _held_against(claim, _believed(judges, belief, day, picture))


def _held_against(claim: Voice, believed: Belief) -> Outcome:
    """Whether a claim agrees with what others alone would have us believe."""
    if believed.standing is Standing.DISPUTED:
        return Outcome.OPEN
    if believed.value is None:
        denied = any(meet(claim.value, voice.value) for voice in believed.of(Role.DENIES))
        agrees = claim.stance == DENIES
        return (Outcome.BORNE_OUT if agrees else Outcome.CONTRADICTED) if denied else Outcome.OPEN
    if claim.stance == ASSERTS:
        agrees = meet(claim.value, believed.value)
    else:
        agrees = _is_no(believed) if claim.value is None else not meet(claim.value, believed.value)
    return Outcome.BORNE_OUT if agrees else Outcome.CONTRADICTED


def _is_no(believed: Belief) -> bool:
    value = believed.value
    return value.is_none if isinstance(value, Quantity) else isinstance(value, str) and value.casefold() in NO


# --- how far its words went -------------------------------------------------------------------


def _reaches(reports: list[Event], names: Names, ties: Ties) -> dict[str, Reach]:
    outlets: dict[str, set[str]] = {}
    pieces: dict[str, set[object]] = {}
    for said in (event.said for event in reports if event.said.via):
        name = names.of(said.chain[0])
        outlets.setdefault(name, set()).update(names.of(link) for link in said.via)
        piece = (names.of(said.chain[-1]), said.reported and said.reported.text, said.url)
        pieces.setdefault(name, set()).add(piece)
    drawn: dict[str, set[str]] = {}
    for name, upstream in ties.items():
        for other in upstream - {name}:
            drawn.setdefault(other, set()).add(name)
    return {
        name: Reach(
            outlets=tuple(sorted(outlets.get(name, ()))), reports=len(pieces.get(name, ())),
            drawn_on_by=tuple(sorted(drawn.get(name, ()))),
        )
        for name in {*outlets, *drawn}
    }  # fmt: skip


def ties_of(state: State, alive: Live) -> Ties:
    """Whom each source was declared to draw on or to echo, by way of others too. A share of 0 ties nobody."""
    direct = {name: _tied(told_of(state, alive, name), alive.names) for name in alive.sources.introduced()}
    found: Ties = {}
    for name, first in direct.items():
        seen: set[str] = set()
        waiting = list(first)
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += direct.get(one, ())
        found[name] = frozenset(seen)
    return found


def _tied(told: dict[str, Any], names: Names) -> set[str]:
    upstream = {names.of(told["derived-from"])} if "derived-from" in told else set()
    echoed = Source("x", echoes=told["echoes"]).echoed() if "echoes" in told else []
    return upstream | {names.of(one.name) for one in echoed if one.share}


# --- how it was introduced --------------------------------------------------------------------


def introductions(state: State, alive: Live, name: str) -> list[Event]:
    """The entries of ours about a source that count, by the day from which they do."""
    found = (state.get(one) for one in alive.sources.entry(name).ids)
    events = [event for event in found if event is not None and isinstance(event.said.fact, Source)]
    return sorted(events, key=lambda event: (_since(event), repr(event.said.fact), event.id))


def _since(event: Event) -> Micro:
    return event.said.occurred.span()[0] if event.said.occurred else EVER


def told_of(state: State, alive: Live, name: str) -> dict[str, Any]:
    """The latest word on each field of a source, by the field's name: later words replace earlier ones."""
    told: dict[str, Any] = {}
    for event in introductions(state, alive, name):
        fact = event.said.fact
        assert isinstance(fact, Source)  # noqa: S101  what introductions gives
        told |= {field.name: value for field in fact.spec.asides if (value := getattr(fact, field.attribute))}
    return told


def grades(state: State, alive: Live, name: str) -> list[Graded]:
    """Every grade that a source was given, by the day from which it counts."""
    facts = [(event, event.said.fact) for event in introductions(state, alive, name)]
    return [
        Graded(grade=fact.grade, since=event.said.occurred, reason=fact.reason, event=event)
        for event, fact in facts if isinstance(fact, Source) and fact.grade
    ]  # fmt: skip
