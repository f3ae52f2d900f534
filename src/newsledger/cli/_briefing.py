"""A brief: what an editor wants to know in the morning. Made of one picture, held against that of the day before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsledger.belief import Belief, Role, Voice
from newsledger.chronicle import Sort, sort_of
from newsledger.cli._out import many
from newsledger.cli._overview import label
from newsledger.cli._wording import believed, claim_line, day, party, speaker, value, who
from newsledger.difference import diff
from newsledger.event import Event
from newsledger.exporters import Job
from newsledger.exporters._job import Told
from newsledger.fact import Fact
from newsledger.frozen import frozen
from newsledger.kinds.redaction import Redaction
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.void import Void
from newsledger.live import target_of
from newsledger.projections.ceasefire import Ceasefire
from newsledger.projections.contested import Contested, Dispute
from newsledger.projections.expected import Expected, Outlook
from newsledger.projections.territory import percent_change
from newsledger.replay import Picture
from newsledger.values.when import Micro

WEIGHT = (
    "territory-held", "control", "position", "proposal", "term", "casualties", "forces", "support", "incident",
    "indicator", "state", "statement",
)  # fmt: skip
"""Kinds in the order in which an editor wants them; others come last."""

VERBS = {Role.DENIES: "denied by", Role.SILENT: "no comment from"}


@frozen(kw_only=True)
class Line:
    """One thing to know: what, who says so, the ids of the events behind it, and what is to be marked about it."""

    text: str
    who: str
    events: tuple[Event, ...]
    mark: str = ""


@frozen(kw_only=True)
class Section:
    """Lines under a heading; `empty` is what stands there where there are none."""

    title: str
    empty: str
    lines: tuple[Line, ...]


@frozen(kw_only=True)
class Brief:
    """A brief with its title, the period, and how much was reported in it."""

    title: str
    period: str
    asked: str
    counts: str
    sections: tuple[Section, ...]


def brief(job: Job, asked: str) -> Brief:
    """The brief of a job: what happened from the end of `since` to the end of the date asked about."""
    before, picture = job.before(), job.picture
    start, end = before.question.at.span(job.zone)[1], picture.question.at.span(job.zone)[1]
    told = [entry.event for entry in picture.entries if _within(entry.event, start, end, job.zone)]
    sources = {picture.names.of(event.said.source) for event in told if event.said.source}
    counts = f"{many(len(told), 'new report')} of {many(len(sources), 'source')}" if told else "No new report"
    sections = (
        Section(title="What changed", empty="Nothing changed.", lines=tuple(_changed(job, before, picture))),
        Section(title="Contested", empty="Nothing is contested.", lines=tuple(_contested(before, picture))),
        Section(title="Corrected and taken back", empty="Nobody took anything back.",
                lines=tuple(_taken_back(job, start, end))),
        Section(title="Gone stale", empty="Nothing has gone stale.", lines=tuple(_stale(before, picture))),
        Section(title="Ahead", empty="Nothing is expected.", lines=tuple(_ahead(picture))),
        Section(title="Taken in late", empty="Nothing from before was taken in late.",
                lines=tuple(_late(job, start, end))),
    )  # fmt: skip
    period = f"{day(before.question.at)} to {day(picture.question.at)}"
    return Brief(title=job.title, period=period, asked=asked, counts=counts, sections=sections)


def _within(event: Event, start: Micro, end: Micro, zone: str) -> bool:
    return event.said.reported is not None and start < event.said.reported.span(zone)[1] <= end


# --- what changed -----------------------------------------------------------------------------


def _changed(job: Job, before: Picture, picture: Picture) -> Iterator[Line]:
    """Where negotiations moved, then each change, the weightiest first; of one thing by one report in one line."""
    yield from _moved(before, picture)
    grouped: dict[tuple[object, ...], list[Told]] = {}
    for told in job.changes():
        slot = (told.change.after or told.change.before or _never()).slot
        key = (list(Sort).index(sort_of(told.change)), _weight(slot.kind), slot.kind, slot.keys)
        grouped.setdefault((*key, tuple(event.id for event in told.behind)), []).append(told)
    for order in sorted(grouped, key=repr):
        yield _change(grouped[order], picture)


def _never() -> Belief:
    message = "a change has a belief before it or after it"
    raise AssertionError(message)


def _weight(kind: str) -> str:
    return f"{WEIGHT.index(kind) if kind in WEIGHT else len(WEIGHT):02d}"


def _moved(before: Picture, picture: Picture) -> Iterator[Line]:
    old = {one.name: one.status for one in before[Ceasefire]}
    for one in picture[Ceasefire]:
        was = old.get(one.name)
        if one.status != was:
            stands = "; ".join(
                f"{party(picture, stand.party)}: {stand.position.replace('-', ' ')}" for stand in one.stands
            )
            ids = {voice.event.id: voice.event for stand in one.stands for voice in stand.belief.of(Role.SHOWN)}
            step = f"{was}, now {one.status}" if was else one.status
            force = "" if one.in_force else ", not in force"
            yield Line(text=f"{one.name}: {step}{force}", who=stands, events=tuple(ids.values()), mark="status")


def _change(group: list[Told], picture: Picture) -> Line:
    """What changed of one thing by the same events."""
    first = group[0].change
    belief = first.after or first.before or _never()
    sort = sort_of(first)
    if len(group) == 1:
        text = f"{label(picture, belief)}: {_step(group[0])}"
    else:
        fields = "; ".join(
            f"{(told.change.after or told.change.before or _never()).slot.field} {_step(told)}" for told in group
        )
        text = f"{_subject(picture, belief)}: {fields}"
    words = who(picture, belief) if first.after is not None else f"before: {who(picture, belief)}"
    return Line(text=text, who=words, events=group[0].behind, mark="" if sort is Sort.FIGURE else str(sort))


def _subject(picture: Picture, belief: Belief) -> str:
    return label(picture, belief).removesuffix(f" ({belief.slot.field})")


def _step(told: Told) -> str:
    before, after = told.change.before, told.change.after
    if after is None:
        return f"no longer believed, was {believed(before)}" if before else ""
    if before is None or sort_of(told.change) is Sort.VOICES:
        return believed(after)
    if sort_of(told.change) is Sort.STANDING:
        return f"{believed(after)}, was {before.standing}"
    percent = percent_change(before.value, after.value)
    return f"{believed(after)}, was {believed(before)}" + (f" ({percent})" if percent else "")


# --- contested, stale -------------------------------------------------------------------------


def _contested(before: Picture, picture: Picture) -> Iterator[Line]:
    old = {dispute.belief.slot.order: dispute.contest for dispute in before[Contested]}
    for dispute in picture[Contested]:
        mark = "new" if old.get(dispute.belief.slot.order) is not dispute.contest else ""
        text = f"{label(picture, dispute.belief)}: {dispute.contest}"
        yield Line(text=text, who=_voices(picture, dispute), mark=mark, events=_events(dispute.belief.voices))


def _voices(picture: Picture, dispute: Dispute) -> str:
    told = dispute.voices(Role.SHOWN, Role.AGREES, Role.DIFFERS, Role.DENIES, Role.SILENT)
    return "; ".join(dict.fromkeys(_voice(picture, voice) for voice in told))


def _voice(picture: Picture, voice: Voice) -> str:
    name = speaker(picture, voice)
    if voice.role in VERBS:
        return f"{VERBS[voice.role]} {name}"
    likely = f'"{voice.event.said.likelihood}" ' if voice.event.said.likelihood else ""
    return f"{likely}{value(voice.value, voice.told)} says {name}"


def _events(voices: Iterable[Voice]) -> tuple[Event, ...]:
    return tuple({voice.event.id: voice.event for voice in voices}.values())


def _stale(before: Picture, picture: Picture) -> Iterator[Line]:
    """What was not stale before and is now, without a new word."""
    for change in diff(before, picture).faded:
        old, new = change.before, change.after
        if old is not None and new is not None and "stale" in new.flags and "stale" not in old.flags:
            text = f"{label(picture, new)}: {believed(new)}, {many(new.age, 'day')} old"
            yield Line(text=text, who=who(picture, new), events=_events(new.of(Role.SHOWN, Role.AGREES)))


# --- taken back, taken in late ----------------------------------------------------------------


def _taken_back(job: Job, start: Micro, end: Micro) -> Iterator[Line]:
    """Amendments that sources made public in the period, then what we ourselves took out in it."""
    for event in job.state.live(job.question).amendments:
        target = job.state.get(target_of(event.said) or "")
        if target is not None and _within(event, start, end, job.zone) and _asked_about(job.picture, target):
            yield _amended(event, target, job.picture)
    for event in job.held():
        fact = event.said.fact
        target = job.state.get(fact.target) if isinstance(fact, Void | Redaction) else None
        if target is not None and start <= event.recorded_at < end and _asked_about(job.picture, target):
            what = "its words are gone" if target.redacted else claim_line(target.said)
            yield Line(text=f"we took out {what}", who=_reason(event), events=(event, target), mark=event.said.kind)


def _amended(event: Event, target: Event, picture: Picture) -> Line:
    """Who took back what, or corrected it into what."""
    retracts = isinstance(event.said.fact, Retraction)
    now = "; ".join(value(told, event.said.words(field.name)) for field, told in event.said.claims())
    was = claim_line(target.said)
    step = f"takes back {was}" if retracts else f"corrects {was}: now {now}"
    mark = "retracted" if retracts else "corrected"
    text = f"{picture.label(event.said.source or '')} {step}"
    return Line(text=text, who=_reason(event), events=(event, target), mark=mark)


def _reason(event: Event) -> str:
    reason = getattr(event.said.fact, "reason", None)
    carried = f"reported {day(event.said.reported)}" if event.said.reported else f"by {event.by}"
    return f"{carried}: {reason}" if reason else carried


def _asked_about(picture: Picture, event: Event) -> bool:
    """Whether an event belongs to the story asked about; all do where none is named."""
    story = picture.question.story
    return story is None or (
        event.said.story is not None and picture.names.of(event.said.story) == picture.names.of(story)
    )


def _late(job: Job, start: Micro, end: Micro) -> Iterator[Line]:
    """Reports of before the period that were taken in during it: the brief before this one could not know them."""
    for entry in job.picture.entries:
        event = entry.event
        reported = event.said.reported
        if reported is not None and reported.span(job.zone)[1] <= start <= event.recorded_at < end:
            told = f"{job.picture.label(event.said.source or '')}, reported {day(reported)}"
            yield Line(text=claim_line(event.said), who=told, events=(event,), mark="late")


# --- ahead ------------------------------------------------------------------------------------


def _ahead(picture: Picture) -> Iterator[Line]:
    for outlook in picture[Expected]:
        dates = [voice.event.said.occurred for voice in outlook.voices if voice.event.said.occurred]
        at = picture.question.end(picture.question.at)
        passed = bool(dates) and all(at is not None and when.span(picture.question.zone)[1] < at for when in dates)
        when = ", ".join(dict.fromkeys(day(one) for one in dates))
        told = "; ".join(dict.fromkeys(_voice(picture, voice) for voice in outlook.voices))
        yield Line(text=f"{_outlook(outlook)}{f', {when}' if when else ''}", who=told, events=_events(outlook.voices),
                   mark="date has passed" if passed else "")  # fmt: skip


def _outlook(outlook: Outlook) -> str:
    fact = outlook.voices[0].event.said.fact
    told = fact.keys() if isinstance(fact, Fact) else outlook.keys
    return ": ".join(part for part in told if part)
