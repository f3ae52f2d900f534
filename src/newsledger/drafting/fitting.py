"""Which slot of the ledger a figure fits, and which of its sources speaks."""

from __future__ import annotations

import re

from newsledger.drafting.figure import Figure
from newsledger.drafting.found import Teller
from newsledger.drafting.known import Known, Slot, Speaker, meets, tokens
from newsledger.drafting.voices import HEARSAY
from newsledger.event import UNNAMED

HALF = 2
"""So much of a key's words must be told: one in two."""

BESIDE = 25
"""So many characters around a figure are beside it."""

MOST_NEAR = 3
"""So many slots are named that a figure may belong to."""

LONGEST_SLUG = 40

OUTCOMES = (
    ("killed or wounded", r"killed (?:or|and) (?:wounded|injured)|casualt"),
    (
        "killed",
        r"\bkilled|\bdied|\bdead\b|\bdeaths?\b|\bdeath toll|fatalit|\bfallen\b|\btoll\b|lives? (?:lost|claimed)",
    ),
    ("wounded", r"wounded|injur|\bhurt\b"),
    ("missing", r"missing|unaccounted"),
    ("captured", r"captured|taken prisoner"),
)
"""What befell people, and the words for it."""


def outcome_of(sentence: str, figure: Figure) -> str | None:
    """What befell the people of a figure: what is told behind it before the next figure, else just before it.

    >>> from newsledger.drafting.figures import figures
    >>> words = "At least 37 people were killed and 200 injured."
    >>> [outcome_of(words, figure) for figure in figures(words)]
    ['killed', 'wounded']
    """
    if figure.quantity.dimension != "count:person":
        return None
    behind = re.split(r"\d|;|\bwhile\b", sentence[figure.end :])[0][:60]
    for text in (figure.words, behind, re.split(r";|,", sentence[: figure.begin])[-1][-50:]):
        found = [
            (match.start(), name) for name, pattern in OUTCOMES if (match := re.search(pattern, text, re.IGNORECASE))
        ]
        if found:
            return min(found, key=lambda pair: pair[0])[1]
    return None


def fitting(figure: Figure, sentence: str, around: str, known: Known) -> tuple[Slot | None, tuple[str, ...]]:
    """The slot that a figure fits best, and others that it fits as well; `around` is what stands near the sentence."""
    if figure.derived:
        return None, ()
    here, near = tokens(sentence), tokens(around)
    scored = [(score, slot) for slot in known.slots if (score := _score(slot, figure, here, near, sentence))]
    if not scored:
        return None, _nearly(figure, sentence, here | near, known)
    best = max(score for score, _ in scored)
    slots = [slot for score, slot in scored if score == best]
    return (slots[0], ()) if len(slots) == 1 else (None, tuple(slot.name for slot in slots))


def _nearly(figure: Figure, sentence: str, told: frozenset[str], known: Known) -> tuple[str, ...]:
    """The slots of which all keys but one are told: a person may know that they are meant."""
    found = []
    for slot in known.slots:
        missing = [words for _, required, words in slot.keys if required and not _told(words, told)]
        harmed = slot.fact.spec.name != "casualties" or outcome_of(sentence, figure) is not None
        if len(missing) == 1 < len(slot.keys) and harmed and _may_hold(slot, figure, sentence):
            found.append(slot.name)
    return tuple(found[:MOST_NEAR])


def _may_hold(slot: Slot, figure: Figure, sentence: str) -> bool:
    """Whether a slot holds figures of this sort: its dimension, what it counts, what befell the people."""
    if slot.dimension != figure.quantity.dimension or not _counts_the_same(slot, figure):
        return False
    outcome = outcome_of(sentence, figure)
    return slot.fact.spec.name != "casualties" or outcome is None or outcome in slot.name


def _score(slot: Slot, figure: Figure, here: frozenset[str], near: frozenset[str], sentence: str) -> int:
    """How well a slot fits, by where its keys are told: in the sentence, near it; none where one is not told."""
    if not _may_hold(slot, figure, sentence):
        return 0
    score = told = 0
    beside = tokens(figure.words), tokens(sentence[max(0, figure.begin - BESIDE) : figure.end + BESIDE])
    for _, required, words in slot.keys:
        if _told(words, here):
            score, told = score + 4 + sum(_told(words, some) for some in beside), told + 1
        elif _told(words, near):
            score += 2
        elif required:
            return 0
        else:
            score -= 1
    return score if told else 0


def _counts_the_same(slot: Slot, figure: Figure) -> bool:
    if slot.dimension != "count:item":
        return True
    words = tokens(figure.noun or "")
    return bool(words) and any(meets(word, {slot.noun} if slot.noun else slot.keys[-1][2]) for word in words)


def _told(words: frozenset[str], others: frozenset[str]) -> bool:
    """Whether enough of a key's words stand somewhere: at least half of them."""
    met = sum(meets(word, others) for word in words)
    return met > 0 and met * HALF >= len(words)


# --- who speaks -------------------------------------------------------------------------------


def teller_of(words: str, known: Known, before: list[Teller]) -> Teller:
    """The source that some words name: one of the ledger's, one that was named before, or a new one."""
    if words == HEARSAY:
        return Teller(name=UNNAMED, words=words)
    told = tokens(words.replace("-", " "))
    fits = [(score, speaker) for speaker in known.speakers if (score := _names(speaker, told))]
    if fits:
        best = max(score for score, _ in fits)
        return Teller(name=next(speaker.name for score, speaker in fits if score == best), words=words)
    party = next((one for one in known.parties if _names(one, told)), None)
    voice = party and next((one for one in known.speakers if one.speaks_for == party.name), None)
    if voice:
        return Teller(name=voice.name, words=words)
    earlier = next((one for one in reversed(before) if one.name and _is_short_for(told, one)), None)
    return earlier or Teller(name=_slug(words, known), words=words, known=False)


def _names(speaker: Speaker, told: frozenset[str]) -> int:
    """How many words tie a source to what is told: all of one of its names, or all that is told."""
    scores = [_ties(words, told) for words in speaker.words] if told else []
    return max(scores, default=0)


def _ties(words: frozenset[str], told: frozenset[str]) -> int:
    if all(meets(word, told) for word in words):
        return 2 * len(words)
    return 2 * len(told) - 1 if all(word in words for word in told) else 0


def _is_short_for(told: frozenset[str], teller: Teller) -> bool:
    """`the blog` for a blog that was named before, `Lee` for Ann Lee."""
    return bool(told) and told <= tokens(teller.words.replace("-", " "))


def _slug(words: str, known: Known) -> str:
    plain = re.sub(r"^(?:the|a|an) ", "", words.casefold())
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-") or "somebody"
    taken = {one.name for one in known.parties} | {UNNAMED}
    return f"{slug}-voice" if slug in taken else slug
