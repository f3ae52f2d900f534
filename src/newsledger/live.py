"""The cut: which events count for a question, with everything that was taken back taken out.

Whether an amendment counts depends on amendments alone, and is resolved along references,
never by clock:

- a `void` is ours: what it aims at is out, and whatever was aimed at the entry applies to its replacement;
- a retraction or a correction counts only if somebody in the target's chain makes it;
- taking a correction back undoes both its halves; correcting a correction replaces its report only.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Any

from newsledger.event import Event, Said
from newsledger.fact import Value, fold
from newsledger.frozen import frozen
from newsledger.kinds import is_alias, is_redaction, is_void
from newsledger.kinds.retraction import Retraction
from newsledger.names import Names
from newsledger.reports import Report, path_of, report_of, target_of
from newsledger.sources import DEFAULT_GRADE, Sources
from newsledger.tuples import NamedTuple
from newsledger.values.quantity import Quantity
from newsledger.values.when import Micro, When

__all__ = [
    "VOIDED",
    "Finding",
    "Live",
    "Question",
    "counting",
    "cut",
    "fold_slot",
    "in_story",
    "live",
    "redacted_by",
    "redactions",
    "target_of",
]


@frozen(kw_only=True)
class Question:
    """What is asked: the picture of `at`, from what was public by `public` and held by `known`.

    `None` leaves a cut open. Days are days of `zone`. `story` asks about one story alone.
    """

    at: When
    public: When | None = None
    known: When | None = None
    zone: str = "UTC"
    story: str | None = None
    default_grade: str = DEFAULT_GRADE

    def end(self, when: When | None) -> Micro | None:
        """The end of a day, as an instant that is no longer in it; `None` for an open cut."""
        return None if when is None else when.span(self.zone)[1]


VOIDED: frozenset[str] = frozenset()
"""What stands of a report that we voided: nothing, and nobody took it back."""


class Finding(NamedTuple):
    """An event that does nothing, and why: a dangling reference, a stranger's amendment, a circle."""

    code: str
    id: str
    message: str


@frozen(kw_only=True)
class Live:
    """The events that count. `withdrawn` names, per report, the value fields that were taken back."""

    reports: tuple[Event, ...]
    amendments: tuple[Event, ...]
    withdrawn: dict[str, frozenset[str]]
    voided: frozenset[str]
    names: Names
    alias_ids: tuple[str, ...]
    sources: Sources
    findings: tuple[Finding, ...]
    taken_out_by: dict[str, tuple[str, ...]]

    def gone(self, identity: str) -> frozenset[str] | None:
        """The fields that were taken back of a report, `VOIDED` where we took it out; `None` where all of it stands."""
        return VOIDED if identity in self.voided else self.withdrawn.get(identity)

    def stands(self, event: Event, field: str) -> bool:
        """Whether what a report says of one value still stands."""
        return event.id not in self.voided and field not in self.withdrawn.get(event.id, ())


def cut(events: Iterable[Event], question: Question) -> list[Event]:
    """The events that were public by `public` and held by `known`; our own were never public, and `known` cuts them."""
    public, known = question.end(question.public), question.end(question.known)
    held = [event for event in events if known is None or event.recorded_at < known]
    return [event for event in held if public is None or _is_public(event.said, public, question.zone)]


def redactions(events: Iterable[Event]) -> dict[str, Said]:
    """What was redacted, each with the redaction that tells why: the first that was taken in and not voided.

    No cut applies: what had to go is gone from every picture, also from those of what was held before.
    A redaction itself cannot be redacted, for it is the only trace.
    """
    every = list(events)
    found = [event for event in every if is_redaction(event.said.fact)]
    if not found:
        return {}
    voids = {event.id: event.said.fact.target for event in every if is_void(event.said.fact)}
    undone = {voids[one] for one in _counting(voids)}
    latest_first = sorted(found, key=lambda event: (event.recorded_at, event.id), reverse=True)
    told = {redacted_by(event): event.said for event in latest_first if event.id not in undone}
    return {target: said for target, said in told.items() if target and target not in {event.id for event in found}}


def redacted_by(event: Event) -> str | None:
    """The id of the event that this one declares to be redacted, if it declares any."""
    return event.said.fact.target if is_redaction(event.said.fact) else None


def _is_public(said: Said, public: Micro, zone: str) -> bool:
    return said.reported is None or said.reported.span(zone)[1] <= public


def counting(events: Iterable[Event], question: Question, names: Names) -> list[Event]:
    """The reports of a cut and of the story asked about that can be weighed."""
    return [
        event for event in cut(events, question)
        if (report := report_of(event)).counts and not report.missing and in_story(event, question.story, names)
    ]  # fmt: skip


class Declared(NamedTuple):
    """What our own entries of one cut tell: names, and what is known of sources."""

    names: Names
    alias_ids: tuple[str, ...]
    circles: tuple[Finding, ...]
    sources: Sources


class _Ours:
    """Our own entries of a cut. Two are equal where their events say the same."""

    __slots__ = ("_said", "events")

    def __init__(self, events: list[Event]) -> None:
        self.events = events
        self._said = frozenset([(event.id, event.raw) for event in events])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Ours) and self._said == other._said

    def __hash__(self) -> int:
        return hash(self._said)


@functools.lru_cache(maxsize=8)  # a desk asks the same ledger again and again, and its sources seldom change
def _declared(ours: _Ours, zone: str, default_grade: str) -> Declared:
    aliases = [event for event in ours.events if is_alias(event.said.fact)]
    names = Names(_alias(event) for event in aliases)
    return Declared(
        names=names, alias_ids=tuple(sorted(event.id for event in aliases)), circles=tuple(_circles(aliases, names)),
        sources=Sources(ours.events, ours.events, names, default_grade=default_grade, zone=zone),
    )  # fmt: skip


def live(events: Iterable[Event], question: Question) -> Live:
    """Resolves what was taken back among the events of a cut."""
    findings: list[Finding] = []
    held: dict[str, Event] = {}
    ours: list[Event] = []
    reports: list[Event] = []
    amending: list[Event] = []
    public, known, zone = question.end(question.public), question.end(question.known), question.zone
    for event in events:
        if (known is not None and event.recorded_at >= known) or event.id in held:
            continue
        report: Report = event.taken_apart or report_of(event)
        if public is not None:
            reported = report.times(event.said, zone).reported
            if reported is not None and reported[1] > public:
                continue
        if report.missing:
            findings.append(_incomplete(event, report.missing))
            continue
        held[event.id] = event
        if report.ours:
            ours.append(event)
        elif report.counts:
            reports.append(event)
        if report.target is not None:
            amending.append(event)
    voids = _live_voids(held, ours, findings)
    counted = _Ours([event for event in ours if event.id not in voids])
    declared = _declared(counted, question.zone, question.default_grade)
    findings += declared.circles
    amendments = _Amendments(held, amending, voids, declared, question.zone, findings)
    withdrawals = list(amendments.withdrawals(reports))
    return Live(
        reports=tuple(reports), amendments=tuple(amendments.effective()),
        withdrawn=_by_report((target, field) for _, target, field in withdrawals), voided=frozenset(voids),
        names=declared.names, alias_ids=declared.alias_ids, sources=declared.sources,
        findings=tuple(sorted(findings, key=lambda one: (one.code, one.id))),
        taken_out_by={
            target: tuple(sorted(ids))
            for target, ids in _by_report((target, one) for one, target, _ in withdrawals).items()
        },
    )  # fmt: skip


def _by_report(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for target, told in pairs:
        found.setdefault(target, set()).add(told)
    return {target: frozenset(every) for target, every in found.items()}


def _incomplete(event: Event, missing: tuple[str, ...]) -> Finding:
    """Says what a report lacks. The door asks for it all; a line from elsewhere may lack some."""
    return Finding("incomplete", event.id, f"nobody can weigh it: it tells no {', no '.join(missing)} that is known")


def in_story(event: Event, story: str | None, names: Names) -> bool:
    """Whether an event belongs to the story asked about. Of words that are gone nobody may know it."""
    if story is None or (event.redacted and event.said.story is None):
        return True
    return event.said.story is not None and names.of(event.said.story) == names.of(story)


def _alias(event: Event) -> tuple[str, str]:
    fact = event.said.fact
    return (fact.target, fact.meaning or fact.target) if is_alias(fact) else ("", "")


def _circles(aliases: list[Event], names: Names) -> Iterator[Finding]:
    for event in aliases:
        edge = tuple(Names().of(name) for name in _alias(event))
        if edge in names.circles:
            yield Finding("alias-circle", event.id, f"the alias {edge[0]} = {edge[1]} closes a circle and does nothing")


def _live_voids(held: dict[str, Event], ours: list[Event], findings: list[Finding]) -> dict[str, set[str]]:
    """What is voided, each with its replacements. A void that is itself voided does nothing."""
    voids = {event.id: event.said.fact for event in ours if is_void(event.said.fact)}
    for one, void in voids.items():
        missing = [name for name in (void.target, void.replaced_by) if name and name not in held]
        findings += [Finding("dangling", one, f"it names {name}, which is not here") for name in missing]
    voided: dict[str, set[str]] = {}
    for one in _counting({one: void.target for one, void in voids.items()}):
        void = voids[one]
        voided.setdefault(void.target, set()).update([void.replaced_by] if void.replaced_by else [])
    return voided


def _counting(targets: dict[str, str]) -> list[str]:
    """The voids that no counting void aims at, settled from the ends of chains on, however long a chain is."""
    aimed: dict[str, list[str]] = {}
    for one, target in targets.items():
        aimed.setdefault(target, []).append(one)
    unsettled = {one: len(aimed.get(one, ())) for one in targets}
    ready = [one for one, number in unsettled.items() if not number]
    counts: dict[str, bool] = {}
    while ready:
        one = ready.pop()
        counts[one] = not any(counts[other] for other in aimed.get(one, ()))
        if targets[one] in unsettled:
            unsettled[targets[one]] -= 1
            ready += [targets[one]] if not unsettled[targets[one]] else []
    return [one for one in sorted(counts) if counts[one]]


class _Amendments:
    """Retractions and corrections of one cut, and what they take out."""

    def __init__(  # noqa: PLR0917  the parts of one cut, passed once
        self, held: dict[str, Event], amending: list[Event], voids: dict[str, set[str]], declared: Declared, zone: str,
        findings: list[Finding],
    ) -> None:  # fmt: skip
        self._held, self._voids, self._zone = held, voids, zone
        self._sources, self._names = declared.sources, declared.names
        self._all = {event.id: event for event in amending if event.id not in voids}
        self._aims = {one: self._aim(event, findings) for one, event in self._all.items()}
        self._aimed: dict[str, list[str]] = {}
        for one, targets in self._aims.items():
            for target in targets:
                self._aimed.setdefault(target, []).append(one)
        self._dead = self._resolve(findings)

    def effective(self) -> list[Event]:
        """The amendments that take something out."""
        return [self._all[one] for one in sorted(self._all) if one not in self._dead and self._aims[one]]

    # --- whom they aim at ---------------------------------------------------------------------

    def _aim(self, event: Event, findings: list[Finding]) -> list[str]:
        target = str(target_of(event.said))
        aims = [one for one in self._replacements(target) if one in self._held and one != event.id]
        if not aims and target not in self._held:
            findings.append(Finding("dangling", event.id, f"it takes back {target}, which is not here"))
        allowed = [one for one in aims if self._in_chain(event.said, self._held[one].said)]
        if aims and not allowed and not all(self._held[one].redacted for one in aims):
            message = f"{event.said.source} stands in no chain of {target}, and cannot take it back"
            findings.append(Finding("stranger", event.id, message))
        return allowed

    def _replacements(self, target: str) -> list[str]:
        """The target, or what stands for it where we voided it, whether or not either is here."""
        seen, waiting, found = {target}, [target], set()
        while waiting:
            one = waiting.pop()
            if one not in self._voids:
                found.add(one)
            further = self._voids.get(one, set()) - seen
            seen |= further
            waiting += sorted(further)
        return sorted(found)

    def _in_chain(self, amendment: Said, target: Said) -> bool:
        links = [target.chain[at:] for at in range(len(target.chain))]
        return self._sources.origin(amendment.chain) in {self._sources.origin(link) for link in links}

    # --- which of them count ------------------------------------------------------------------

    def _resolve(self, findings: list[Finding]) -> set[str]:
        """The amendments that were taken back themselves. A circle, which only replacements can make, is inert."""
        circle = {one for one in self._all if self._reaches_itself(one)}
        findings += [Finding("amendment-circle", one, "it takes back itself, by way of others") for one in circle]
        settled: dict[str, bool] = dict.fromkeys(circle, True)
        waiting = sorted(self._all)
        while waiting:
            one = waiting[-1]
            open_ones = [other for other in self._aimed.get(one, ()) if other not in settled]
            if one in settled:
                waiting.pop()
            elif open_ones:
                waiting += open_ones
            else:
                settled[waiting.pop()] = any(self._undoes(other, one, settled) for other in self._aimed.get(one, ()))
        return {one for one, dead in settled.items() if dead}

    def _undoes(self, other: str, one: str, dead: dict[str, bool]) -> bool:
        """A live retraction undoes any amendment; a live correction undoes a retraction, of a correction its report."""
        is_retraction = isinstance(self._all[other].said.fact, Retraction)
        return not dead[other] and (is_retraction or isinstance(self._all[one].said.fact, Retraction))

    def _reaches_itself(self, start: str) -> bool:
        seen: set[str] = set()
        waiting = list(self._aimed.get(start, ()))
        while waiting:
            one = waiting.pop()
            if one == start:
                return True
            if one not in seen:
                seen.add(one)
                waiting += self._aimed.get(one, ())
        return False

    # --- what they take out -------------------------------------------------------------------

    def withdrawals(self, reports: Iterable[Event]) -> Iterator[tuple[str, str, str]]:
        """Each amendment that counts with each field of each report that it takes back."""
        effective = self.effective()
        by_claim = self._by_claim(effective, reports) if effective else {}
        for event in effective:
            for target in self._aims[event.id]:
                yield from ((event.id, one, field) for one, field in self._taken(event, self._held[target], by_claim))

    def _taken(self, amendment: Event, target: Event, by_claim: dict[Any, list[Event]]) -> Iterator[tuple[str, str]]:
        """The origin takes back every report of its claim made by then; a later link that one report alone."""
        own = self._sources.origin(amendment.said.chain) == self._sources.origin(target.said.chain)
        for field, value in target.said.claims():
            yield target.id, field.name
            if not own:
                continue
            for report in by_claim.get(self.claim(target.said, field.name, value), ()):
                if self._made_by_then(report, amendment):
                    yield report.id, field.name

    def _made_by_then(self, report: Event, amendment: Event) -> bool:
        if report.said.reported is None or amendment.said.reported is None or self._rests_on(report, amendment.id):
            return False
        return report.said.reported.span(self._zone)[1] <= amendment.said.reported.span(self._zone)[1]

    def _rests_on(self, report: Event, amendment: str) -> bool:
        """Whether a report is the amendment itself or corrects it, directly or not: then it came after."""
        one: str | None = report.id
        while one is not None and one != amendment:
            event = self._held.get(one)
            one = event.said.corrects if event else None
        return one is not None

    def _by_claim(self, effective: list[Event], reports: Iterable[Event]) -> dict[Any, list[Event]]:
        """The reports of the slots that something is taken back of, by what they claim."""
        aimed_at = [self._held[target] for event in effective for target in self._aims[event.id]]
        wanted = {self._told(event, report_of(event)) for event in aimed_at if event.said.chain}
        dates = {occurred for _, _, occurred, _ in wanted}
        found: dict[Any, list[Event]] = {}
        for event in reports:
            said = event.said
            if (said.occurred and said.occurred.text) not in dates:
                continue  # told first, for it takes least and leaves few
            report = report_of(event)
            if report.chain and self._told(event, report) in wanted:
                for field, value in said.claims():
                    found.setdefault(self.claim(said, field.name, value), []).append(event)
        return found

    def _told(self, event: Event, report: Report) -> tuple[Any, ...]:
        """What two reports of one claim have in common, as far as it is found without comparing figures."""
        said = event.said
        origin = self._sources.speaker(report.chain).origin
        return (self._names.path(report.path), origin, said.occurred and said.occurred.text, said.stance)

    def claim(self, said: Said, field: str, value: Value | None) -> tuple[Any, ...]:
        """What makes two reports one claim: origin, slot, value, occurred, stance."""
        amount = value.amount_key if isinstance(value, Quantity) else fold(value) if isinstance(value, str) else value
        occurred = said.occurred and said.occurred.text
        origin = self._sources.origin(said.chain)
        return (origin, fold_slot(said, self._names), field, amount, occurred, said.stance)


def fold_slot(said: Said, names: Names) -> tuple[str, ...]:
    """The kind and the keys of a fact, as they are compared."""
    return names.path(path_of(said))
