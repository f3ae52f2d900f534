"""New slots and stories that look like old ones: asked about before they are opened, for they stay for good."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import combinations

from newsledger.belief import Slot
from newsledger.claimline.slots import is_answered
from newsledger.cli._entering import stamped
from newsledger.cli._out import confirm, hint, one_line
from newsledger.cli._wording import claim_line
from newsledger.errors import InvalidInput
from newsledger.event import Event, Said
from newsledger.fact import Fact, fold
from newsledger.kinds.casualties import OUTCOMES
from newsledger.ledger import Ledger
from newsledger.live import Question, fold_slot
from newsledger.names import Names
from newsledger.problems import Problem
from newsledger.replay import slot_of

LIKE = 0.88
"""How alike two keys must be before a new slot is asked about (tried on the first story's names)."""

PART = "tells fewer or more keys than {}, which is there: the two are believed apart"
"""What is said of a new slot that may be an old one told in fewer words, or in more."""

SHORTEST = 4
"""Shorter keys differ by one letter too easily to ask about."""


def ask_about_near_misses(ledger: Ledger, saids: list[Said], *, yes: bool) -> None:
    """Asks before a slot or story is opened that looks like one that is there; without a terminal it refuses.

    A second correction of one report is refused as well, for both would stand side by side.
    """
    if not yes and any(said.corrects for said in saids):
        from newsledger.cli._amending import refuse_corrected  # few sheets correct anything

        refuse_corrected(ledger, saids)
    _tell_new_stories(ledger, saids)
    near = [
        *(f"{new} is new, and looks like {old}, which is there" for new, old in _near_stories(ledger, saids)),
        *_near_misses(ledger, saids),
        *_new_dimensions(ledger, saids),
        *_near_answers(saids),
    ]
    if not near or yes:
        return
    for told in near:
        hint(one_line(told))
    if is_asked():
        confirm("Open it all the same?")
        return
    message = "what is new looks like what is there: a typing error cannot be taken out later, only voided"
    advice = "write it as it is there, or add --yes to open the new one"
    raise InvalidInput([Problem(code="near-miss", message=message, hint=advice)])


def is_asked() -> bool:
    """Whether somebody sits there who can answer."""
    return sys.stdin.isatty()


def _near_stories(ledger: Ledger, saids: list[Said]) -> Iterator[tuple[str, str]]:
    there = {fold(story) for story in ledger.stories()}
    for new in sorted({said.story for said in saids if said.story and fold(said.story) not in there}):
        like = next((old for old in sorted(there) if _nearly(fold(new), old)), None)
        if like is not None:
            yield f"the story {new}", like


def _tell_new_stories(ledger: Ledger, saids: list[Said]) -> None:
    """Says which stories begin beside others: a second name for the first one would be seen here."""
    there = ledger.stories()
    known = {fold(story) for story in there}
    for new in sorted({said.story for said in saids if said.story and fold(said.story) not in known}) if there else ():
        hint(one_line(f"opens a new story: {new}, beside {', '.join(there)}"))


def _near_misses(ledger: Ledger, saids: list[Said]) -> Iterator[str]:
    """What is told of each new slot that looks like one that is there, or whose outcome looks misspelt."""
    alive = ledger.state().live(Question(at=ledger.today()))
    there = {fold_slot(event.said, alive.names) for event in alive.reports}
    new = {fold_slot(said, alive.names) for said in saids if not said.ours and said.kind != "retraction"} - there
    for slot in sorted(new):
        ways = ((_looks_like, "looks like {}, which is there"), (_is_part, PART))
        found = [told.format(_shown(old)) for alike, told in ways for old in sorted(there) if alike(slot, old)]
        yield from (f"{_shown(slot)} is new, and {told}" for told in found[:1])
        yield from () if found else _misspelt(slot, there)
    for slot, other in combinations(sorted(new), 2):
        if _looks_like(slot, other):
            yield f"{_shown(slot)} and {_shown(other)} are both new, and look alike"


def _shown(slot: tuple[str, ...]) -> str:
    return "/".join(slot).rstrip("/")


def _is_part(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """One kind, and each key the same wherever both fill it, but one of the two fills fewer."""
    if one[0] != other[0] or len(one) != len(other):
        return False
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return bool(pairs) and (all(not a for a, _ in pairs) or all(not b for _, b in pairs))


def _misspelt(slot: tuple[str, ...], there: set[tuple[str, ...]]) -> Iterator[str]:
    """An outcome that is none of those that the kind names, and that nobody used, but looks like one of them."""
    if slot[0] != "casualties" or slot[2] in OUTCOMES or slot[2] in {old[2] for old in there if old[0] == slot[0]}:
        return
    like = next((outcome for outcome in OUTCOMES if _nearly(slot[2], outcome)), None)
    if like is not None:
        yield f"{_shown(slot)} is new, and its outcome {slot[2]!r} looks like {like!r}"


def _near_answers(saids: list[Said]) -> Iterator[str]:
    """Answers to a yes-or-no question that look like a misspelt yes or no."""
    for said in saids:
        if not isinstance(said.fact, Fact) or not is_answered(said.fact.spec):
            continue
        for _, value in said.claims():
            meant = _answer_like(fold(value)) if isinstance(value, str) else None
            if meant is not None:
                yield f"{claim_line(said)}: did you mean {meant}?"


def _answer_like(word: str) -> str | None:
    """The answer that a word is one slip of the finger away from."""
    return next((answer for answer in ("yes", "no") if word in _slips(answer)), None)


def _slips(answer: str) -> set[str]:
    """A word with one letter left out or doubled, or with two neighbours swapped; `on` is a word of its own."""
    out = {answer[:at] + answer[at + 1 :] for at in range(len(answer))}
    doubled = {answer[: at + 1] + answer[at:] for at in range(len(answer))}
    swapped = {answer[:at] + answer[at + 1] + answer[at] + answer[at + 2 :] for at in range(len(answer) - 1)}
    return (out | doubled | swapped) - {answer, "on"}


def _new_dimensions(ledger: Ledger, saids: list[Said]) -> Iterator[str]:
    """Figures in units that nobody measured a known slot in: 42 km of an area would be believed apart."""
    alive = ledger.state().live(Question(at=ledger.today()))
    new = [slot for event in stamped(saids) for slot in _measured(event, alive.names)]
    kinds = {slot.kind for slot in new}
    there: dict[str, set[str]] = {}
    for event in alive.reports if kinds else ():
        for slot in _measured(event, alive.names) if event.said.kind in kinds else ():
            there.setdefault(slot.name, set()).add(slot.dimension or "")
    for slot in dict.fromkeys(new):
        known = there.get(slot.name, {slot.dimension or ""})
        if slot.dimension not in known:
            told = " and ".join(sorted(map(_measure, known)))
            yield f"{slot.name} is told in {told} so far, and this is {_measure(slot.dimension or '')}: believed apart"


def _measured(event: Event, names: Names) -> list[Slot]:
    """The slots of a report whose figures may be of any dimension, and have one."""
    slots = [slot_of(event, field, value, names) for field, value in event.said.claims() if not event.said.ours]
    return [slot for slot in slots if slot.dimension is not None]


def _measure(dimension: str) -> str:
    """A dimension by its name and its unit: area (km2)."""
    from newsledger.values.units import base_of

    return f"{dimension.rpartition(':')[0] or dimension} ({base_of(dimension).symbol})"


def _looks_like(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """One kind, and all keys the same but one that is nearly so."""
    if one[0] != other[0] or len(one) != len(other):
        return False
    differing = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differing) != 1:
        return False
    (at,) = differing
    return _nearly(one[at], other[at]) or (not any(one[at + 1 :]) and _goes_on(one[at], other[at]))


def _goes_on(one: str, other: str) -> bool:
    """Whether a key is another one and more words, as where a value slipped into it; numbers mean something else."""
    more = one.removeprefix(other)
    return more not in ("", one) and not more[0].isalnum() and not any(letter.isdigit() for letter in more)


def _nearly(one: str, other: str) -> bool:
    if min(len(one), len(other)) < SHORTEST or any(letter.isdigit() for letter in one + other):
        return False
    from difflib import SequenceMatcher

    swapped = sorted(one) == sorted(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 2  # noqa: PLR2004  two letters
    return swapped or SequenceMatcher(None, one, other, autojunk=False).ratio() >= LIKE
