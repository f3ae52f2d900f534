"""What each source has on record: its claims, who denied them, what was taken back. Pure functions of a state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from newsledger.belief import Role, meet
from newsledger.event import ASSERTS, DENIES, Event, Said
from newsledger.frozen import frozen
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.source import Source
from newsledger.live import Live, fold_slot, target_of
from newsledger.names import Names
from newsledger.replay import Picture, State
from newsledger.sources import Entry, Sources
from newsledger.values.quantity import Quantity
from newsledger.values.when import NEVER, When

PARTY = "party"
"""The category of names that keys use: they speak by others, and have no record of their own."""


@frozen(kw_only=True)
class Record:
    """What a source has on record at a cut.

    `claims` are told apart by slot, value, date and stance, however many reports carry one;
    `carried` are reports of others' words. `denied` are claims that another origin denies and
    that stand in the picture. `corrections` and `retractions` are those that count against this
    source: the speaker's own, and for an outlet those of what it misquoted. `newest` is when it
    was last heard; `None` where it never was.
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


def speakers(alive: Live) -> list[str]:
    """Whoever spoke, carried words or was introduced, by the one name that stands for it; parties left out, sorted."""
    spoke = {alive.names.of(link) for event in alive.reports for link in event.said.chain}
    every = spoke | set(alive.sources.introduced())
    return sorted(name for name in every if name in spoke or alive.sources.entry(name).category != PARTY)


def records(state: State, picture: Picture) -> list[Record]:
    """The record of every source at the cut of a picture, sorted by name; of a story, of those who spoke in it."""
    question = picture.question
    alive = state.live(question)
    reports = [entry.event for entry in picture.entries if entry.event.id not in alive.voided]
    denied = _denied(picture)
    blamed = _blamed(state, alive)
    end = question.end(question.public) or question.end(question.at) or NEVER
    heard = {alive.names.of(link) for entry in picture.entries for link in entry.event.said.chain}
    return [
        _record(name, alive, reports, denied, blamed, end)
        for name in speakers(alive) if question.story is None or name in heard
    ]  # fmt: skip


def _record(
    name: str, alive: Live, reports: list[Event], denied: Counter[str], blamed: Counter[tuple[str, bool]], end: int
) -> Record:
    names = alive.names
    own = [event.said for event in reports if event.said.source and names.of(event.said.source) == name]
    carried = sum(1 for event in reports if name in {names.of(link) for link in event.said.via})
    grade = alive.sources.grade(name, end)
    heard = [said.reported for said in own if said.reported is not None]
    return Record(
        name=name, label=alive.sources.label(name), entry=alive.sources.entry(name), grade=grade.letter,
        graded=grade.given, claims=len({claim for said in own for claim in _claims(said, names)}), carried=carried,
        denied=denied[name], corrections=blamed[name, False], retractions=blamed[name, True],
        newest=max(heard, key=lambda when: (when.span()[1], when.text), default=None),
    )  # fmt: skip


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


def introductions(state: State, alive: Live, name: str) -> list[Event]:
    """The entries of ours about a source that count, by the day from which they do."""
    held = set(alive.sources.entry(name).ids)
    events = [event for event in state.events() if event.id in held and isinstance(event.said.fact, Source)]
    return sorted(events, key=lambda event: (event.said.occurred.span() if event.said.occurred else (0, 0), event.id))
