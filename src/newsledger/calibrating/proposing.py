"""From what was learned to the `source` events that say it. A person reads them, and appends them or does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import attrs

from newsledger.calibrating.known import MARK, Known
from newsledger.calibrating.learning import AT_FIRST, PSEUDO, Learned, Record, Tie
from newsledger.calibrating.weighing import MILLION
from newsledger.fact import fold
from newsledger.kinds.source import Source

GRADES = ((880_000, "A"), (820_000, "B"), (760_000, "C"), (700_000, "D"), (0, "E"))
"""The least reliability of each letter, fitted on one day of flights and tried on two others. F is never proposed."""

ALONE = 10
"""With fewer claims that others speak of too nobody is judged alone: plain voting is not beaten there."""

WELL_KNOWN = 100
"""Where most claims come from sources with so many, a source that speaks beside them is judged from `BESIDE` on."""

BESIDE = 2

TOGETHER = 100
"""Those who spoke but once are judged together, if together they made so many claims."""

LEAST_SHARE = 10
"""A smaller share of dependence, in hundredths, is not worth a line."""

NAMED = 3
"""So many of those whom a source echoes are named in the reason; the entry holds them all."""


DECLARED = re.compile(r"(.+?)\s+[01](?:\.\d+)?(?:\s+on\s+(.+))?")
"""An echo as it is declared: whom, by which share, and where it holds if not everywhere."""


@attrs.frozen(kw_only=True)
class Proposal:
    """One `source` event that is proposed: a grade, echoes or both, and what they rest on.

    `echoes` are all that the entry will say, those declared before included, for a later entry replaces them.
    `together` is whether its grade is that of many who spoke too seldom to be judged alone.
    """

    source: str
    grade: str | None
    echoes: tuple[str, ...]
    reason: str
    was: str | None = None
    claims: int = 0
    likely: int = 0
    together: bool = False

    @property
    def fact(self) -> Source:
        """The fact to append, from a date on that whoever appends it gives."""
        return Source(self.source, grade=self.grade, echoes=self.echoes or None, reason=self.reason)


def propose(learned: Learned, sources: Mapping[str, Known], *, regrade: bool = False) -> tuple[Proposal, ...]:
    """What to append, by source. Nothing for whoever spoke too seldom, and nothing that is declared already.

    A grade that a person gave stays unless `regrade`; two of one origin are tied already. `sources` is what
    `known_sources` gives.
    """
    grades = _grades(learned)
    echoes = _echoes(learned, sources)
    records = {record.source: record for record in learned.records}
    found = (
        _proposal(sources[name], records[name], grades.get(name), echoes.get(name, []), regrade=regrade)
        for name in sorted(records.keys() & sources.keys())
    )
    return tuple(proposal for proposal in found if proposal is not None)


def unjudged(learned: Learned) -> tuple[Record, ...]:
    """Those who spoke too seldom to be judged, alone or together."""
    grades = _grades(learned)
    return tuple(record for record in learned.records if record.source not in grades)


# --- grades -----------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Judged:
    """A letter, and the claims that it rests on: its own, or those of all who are judged together."""

    letter: str
    claims: int
    likely: int
    sources: int = 1


def letter(reliability: int) -> str:
    """The grade of a reliability in millionths.

    >>> letter(880_000), letter(879_999), letter(10_000)
    ('A', 'B', 'E')
    """
    return next(grade for least, grade in GRADES if reliability >= least)


def _grades(learned: Learned) -> dict[str, Judged]:
    least = _least(learned.records)
    alone = {
        record.source: Judged(letter=letter(record.reliability), claims=record.claims, likely=record.likely)
        for record in learned.records
        if record.claims >= least
    }
    seldom = [record for record in learned.records if record.claims < least]
    claims = sum(record.claims for record in seldom)
    if least == ALONE or claims < TOGETHER:
        return alone
    sure = (sum(record.sure for record in seldom) + PSEUDO * AT_FIRST) // (claims + PSEUDO)
    likely = sum(record.likely for record in seldom)
    judged = Judged(letter=letter(sure), claims=claims, likely=likely, sources=len(seldom))
    return alone | dict.fromkeys((record.source for record in seldom), judged)


def _least(records: Iterable[Record]) -> int:
    """How many claims it takes to be judged alone: fewer where most of what is said comes from the well known."""
    counts = [record.claims for record in records]
    known = sum(count for count in counts if count >= WELL_KNOWN)
    return BESIDE if 2 * known >= sum(counts) > 0 else ALONE


# --- echoes -----------------------------------------------------------------------------------

Echo = tuple[int, str, str, int]
"""The share in hundredths, whom, where, and how many unlikely values both told."""


def _echoes(learned: Learned, sources: Mapping[str, Known]) -> dict[str, list[Echo]]:
    """Whom each source echoes: of two the less reliable is the echo; of equals the later name."""
    reliable = {record.source: record.reliability for record in learned.records}
    found: dict[str, list[Echo]] = {}
    for tie in learned.ties:
        share = (tie.share * 100 + MILLION // 2) // MILLION
        if share >= LEAST_SHARE and not _tied(tie, sources):
            heavier, echo = sorted((tie.one, tie.other), key=lambda name: (-reliable.get(name, 0), name))
            found.setdefault(echo, []).append((share, heavier, tie.scope, tie.unlikely))
    return found


def _tied(tie: Tie, sources: Mapping[str, Known]) -> bool:
    one, other = sources.get(tie.one), sources.get(tie.other)
    return one is None or other is None or one.origin == other.origin


def written(share: int, name: str, scope: str) -> str:
    """An echo as a `source` event says it.

    >>> written(93, "gofox", "indicator/*/departure")
    'gofox 0.93 on indicator/*/departure'
    """
    return f"{name} {share // 100}.{share % 100:02} on {scope}"


# --- one proposal -----------------------------------------------------------------------------


def _proposal(
    known: Known, record: Record, judged: Judged | None, echoes: list[Echo], *, regrade: bool
) -> Proposal | None:
    kept = known.by_person and not regrade
    grade = None if judged is None or kept or judged.letter == known.grade else judged.letter
    said = _merged(known.echoes, echoes)
    new = said if set(said) != set(known.echoes) else ()
    if grade is None and not new:
        return None
    return Proposal(
        source=known.source, grade=grade, echoes=new, was=known.grade, claims=record.claims, likely=record.likely,
        together=grade is not None and judged is not None and judged.sources > 1,
        reason=f"{MARK} " + "; ".join(_evidence(record, judged if grade else None, echoes if new else [])),
    )  # fmt: skip


def _merged(declared: tuple[str, ...], echoes: list[Echo]) -> tuple[str, ...]:
    """What was declared, and what was learned in the place of whatever was said of the same pair and scope."""
    learned = {(name, scope): written(share, name, scope) for share, name, scope, _ in echoes}
    kept = [told for told in declared if _named(told) not in learned]
    return (*kept, *(learned[pair] for pair in sorted(learned)))


def _named(told: str) -> tuple[str, str]:
    """Whom a declared echo names, and where: the share stands between them, whatever words a name holds."""
    found = DECLARED.fullmatch(told)
    return (fold(found[1]), (found[2] or "").strip()) if found else (fold(told), "")


def _evidence(record: Record, judged: Judged | None, echoes: list[Echo]) -> Iterator[str]:
    if judged is not None and judged.sources > 1:
        claims = f"{judged.likely} of their {judged.claims} claims"
        yield f"one of {judged.sources} who spoke as seldom, judged together: the likely answer in {claims}"
    elif judged is not None:
        yield f"agrees with the likely answer in {record.likely} of {record.claims} claims that others speak of too"
    most = sorted(echoes, key=lambda echo: (-echo[3], echo[1:3]))
    for _, name, scope, unlikely in most[:NAMED]:
        yield f"shares {unlikely} unlikely values with {name} on {scope}"
    if len(most) > NAMED:
        yield f"and more with others ({len(most) - NAMED} further echoes)"
