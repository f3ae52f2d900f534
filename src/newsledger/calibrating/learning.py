"""The learner: who is right how often, and who repeats whom, from the claims alone.

In rounds: what is likely follows from how reliable its speakers are and how far they repeat each other; both
follow from what is likely. Sources start alike. Nothing here knows an answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import attrs

from newsledger.calibrating.claims import Claim, agree, text_of
from newsledger.calibrating.weighing import MILLION, likelihoods, ordered, weight

ROUNDS = 8
"""As many rounds as settle: on flights the grades of eight are those of twelve (docs/guide/calibrate.md)."""

AT_FIRST = 800_000
"""The reliability of everybody before the first round."""

PSEUDO = 2
"""So many claims at `AT_FIRST` are added to each source's own, so that one claim makes nobody a liar."""

BOUNDS = (10_000, 990_000)

PSEUDO_DIFFERENCES = 15
"""So many disagreements are added to each pair's own: a few shared errors prove no copying."""

HONEST = 750_000
"""So much of what two sources share may be unlikely before it counts as copying; beyond it dependence rises to one."""

PART = 1000
"""After so many things the progress is told."""

SCHEMA = "newsledger/learned/1"


@attrs.frozen(kw_only=True)
class Record:
    """What one source's reliability rests on: only claims about things that others speak of too.

    `likely` is how many of them agree with the likely answer, `reliability` is in millionths.
    """

    source: str
    claims: int
    likely: int
    sure: int = attrs.field(repr=False)  # the likelihoods of its claims, summed, in millionths
    reliability: int


@attrs.frozen(kw_only=True)
class Tie:
    """What the dependence of two sources in one scope rests on. `share` is in millionths.

    `unlikely` is how many of the values that they share are probably wrong: what copying looks like.
    """

    one: str
    other: str
    scope: str
    agreed: int
    unlikely: int
    differed: int
    share: int


@attrs.frozen(kw_only=True)
class Learned:
    """What was learned after some rounds. `digest` names the claims that it was learned from."""

    digest: str
    rounds: int = 0
    records: tuple[Record, ...] = ()
    ties: tuple[Tie, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What was learned, to be kept; `from_json` gives it back."""
        return {
            "schema": SCHEMA, "digest": self.digest, "rounds": self.rounds,
            "records": [attrs.astuple(record) for record in self.records],
            "ties": [attrs.astuple(tie) for tie in self.ties],
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Any) -> Learned | None:  # noqa: ANN401  whatever was read
        """What was kept, or `None` where it is nothing of the kind.

        >>> Learned.from_json({"schema": "another"}) is None
        True
        """
        try:
            if kept["schema"] != SCHEMA:
                return None
            return cls(
                digest=str(kept["digest"]), rounds=int(kept["rounds"]),
                records=tuple(_taken(Record, row) for row in kept["records"]),
                ties=tuple(_taken(Tie, row) for row in kept["ties"]),
            )  # fmt: skip
        except (KeyError, TypeError, ValueError):
            return None


def _taken(cls: type[Any], row: list[Any]) -> Any:  # noqa: ANN401  a record or a tie
    types = {"str": str, "int": int}
    fields = attrs.fields(cls)
    return cls(**{field.name: types[str(field.type)](cell) for field, cell in zip(fields, row, strict=True)})


@attrs.frozen(kw_only=True)
class Step:
    """How far learning is: things looked at in this round, of how many, and what the last whole round gave."""

    round: int
    rounds: int
    done: int
    things: int
    learned: Learned


Progress = Callable[[Step], None]


@attrs.frozen(kw_only=True)
class Thing:
    """One thing that several sources speak of. Values are numbered; `meeting` says which values each one meets."""

    scope: str
    told: dict[str, int]
    meeting: tuple[frozenset[int], ...]


Pair = tuple[str, str, str]
"""Two sources, the smaller name first, and a scope."""


def learn(
    claims: Iterable[Claim], *, rounds: int = ROUNDS, progress: Progress | None = None, resume: Learned | None = None
) -> Learned:
    """Learns from claims, whatever their order.

    `resume` goes on from earlier rounds over the same claims, with the same result as in one go; what was
    learned from other claims is left aside. `progress` is called as it goes, and after each round.
    """
    every = sorted(claims, key=lambda claim: (claim.about, claim.source, claim.origin, text_of(claim.value)))
    things = list(_things(every))
    digest = _digest(every)
    usable = resume is not None and resume.digest == digest and resume.rounds <= rounds
    learned = resume if resume is not None and usable else Learned(digest=digest)
    origins = {claim.source: claim.origin for claim in every}
    counts = _counts(things)
    for number in range(learned.rounds + 1, rounds + 1):
        told = _teller(progress, number, rounds, len(things), learned)
        learned = _round(things, origins, counts, learned, told)
        if progress is not None:
            progress(Step(round=number, rounds=rounds, done=len(things), things=len(things), learned=learned))
    return learned


def _teller(
    progress: Progress | None, number: int, rounds: int, things: int, learned: Learned
) -> Callable[[int], None]:
    def tell(done: int) -> None:
        if progress is not None and done % PART == 0:
            progress(Step(round=number, rounds=rounds, done=done, things=things, learned=learned))

    return tell


def _digest(claims: Iterable[Claim]) -> str:
    """A name for a set of claims: another set has another."""
    rows = [[claim.about, claim.source, claim.origin, claim.scope, text_of(claim.value)] for claim in claims]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def _things(claims: Iterable[Claim]) -> Iterator[Thing]:
    """What at least two sources speak of: of what one alone says nothing can be learned."""
    by_thing: dict[str, dict[str, Claim]] = {}
    for claim in claims:
        by_thing.setdefault(claim.about, {})[claim.source] = claim
    for said in by_thing.values():
        if len(said) > 1:
            values = list({text_of(claim.value): claim.value for claim in said.values()}.items())
            numbers = {text: number for number, (text, _) in enumerate(values)}
            met = (frozenset(at for at, (_, other) in enumerate(values) if agree(one, other)) for _, one in values)
            told = {source: numbers[text_of(claim.value)] for source, claim in said.items()}
            yield Thing(scope=next(iter(said.values())).scope, told=told, meeting=tuple(met))


def _agreeing(thing: Thing) -> Iterator[tuple[str, str, bool]]:
    """Each pair of those who speak of a thing, and whether they agree."""
    speakers = sorted(thing.told)
    for at, one in enumerate(speakers):
        met = thing.meeting[thing.told[one]]
        for other in speakers[at + 1 :]:
            yield one, other, thing.told[other] in met


def _counts(things: Iterable[Thing]) -> dict[Pair, list[int]]:
    """How often each pair that ever agrees agreed and differed, which no round changes."""
    counts: dict[Pair, list[int]] = {}
    for thing in things:
        for one, other, agreed in _agreeing(thing):
            counts.setdefault((one, other, thing.scope), [0, 0])[0 if agreed else 1] += 1
    return {pair: count for pair, count in counts.items() if count[0]}


def _round(
    things: list[Thing], origins: dict[str, str], counts: dict[Pair, list[int]], before: Learned,
    tell: Callable[[int], None],
) -> Learned:  # fmt: skip
    """One round: what is likely by what was learned before, and what follows from it."""
    weights = dict.fromkeys(origins, weight(AT_FIRST))
    weights |= {record.source: weight(record.reliability) for record in before.records}
    shares = _shares(before.ties, origins, sorted({thing.scope for thing in things}))
    sums = {source: [0, 0, 0] for source in origins}  # claims, likely ones, likelihoods
    shared: dict[Pair, list[int]] = {pair: [0, 0] for pair in counts}  # unlikely ones, unlikelihoods
    for number, thing in enumerate(things):
        tell(number)
        told = {source: thing.told[source] for source in ordered(thing.told, weights)}
        likely = likelihoods(told, thing.meeting, weights, shares.get(thing.scope, {}))
        for source, chance in likely.items():
            found = sums[source]
            found[0] += 1
            found[1] += 2 * chance >= MILLION
            found[2] += chance
        for one, other, agreed in _agreeing(thing):
            if agreed:
                chance = (likely[one] + likely[other]) // 2
                pair = shared[one, other, thing.scope]
                pair[0] += 2 * chance < MILLION
                pair[1] += MILLION - chance
    records = tuple(_record(source, *found) for source, found in sorted(sums.items()) if found[0])
    ties = (_tie(pair, *counts[pair], *found) for pair, found in sorted(shared.items()))
    return Learned(
        digest=before.digest, rounds=before.rounds + 1, records=records,
        ties=tuple(tie for tie in ties if tie.share or tie.unlikely),
    )  # fmt: skip


def _shares(
    ties: Iterable[Tie], origins: dict[str, str], scopes: Iterable[str]
) -> dict[str, dict[str, dict[str, int]]]:
    """The shares by scope, both ways. Two names of one origin say nothing new to each other anywhere."""
    shares: dict[str, dict[str, dict[str, int]]] = {}
    for tie in ties:
        if tie.share:
            scope = shares.setdefault(tie.scope, {})
            scope.setdefault(tie.one, {})[tie.other] = tie.share
            scope.setdefault(tie.other, {})[tie.one] = tie.share
    voices: dict[str, list[str]] = {}
    for source, origin in origins.items():
        voices.setdefault(origin, []).append(source)
    joined = [names for names in voices.values() if len(names) > 1]
    for name in scopes if joined else ():
        for names in joined:
            for one in names:
                whole = {other: MILLION for other in names if other != one}
                shares.setdefault(name, {}).setdefault(one, {}).update(whole)
    return shares


def _record(source: str, claims: int, likely: int, sure: int) -> Record:
    learned = (sure + PSEUDO * AT_FIRST) // (claims + PSEUDO)
    least, most = BOUNDS
    return Record(source=source, claims=claims, likely=likely, sure=sure, reliability=min(max(learned, least), most))


def _tie(pair: Pair, agreed: int, differed: int, unlikely: int, sum_unlikely: int) -> Tie:
    one, other, scope = pair
    copied = sum_unlikely * MILLION // (sum_unlikely + (differed + PSEUDO_DIFFERENCES) * MILLION)
    share = max(0, copied - HONEST) * MILLION // (MILLION - HONEST)
    return Tie(one=one, other=other, scope=scope, agreed=agreed, unlikely=unlikely, differed=differed, share=share)
