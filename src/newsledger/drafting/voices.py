"""Who is said to say a sentence, to deny it, or to have kept silent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsledger.drafting import saying
from newsledger.drafting.days import Day
from newsledger.event import ASSERTS, DENIES, NO_COMMENT
from newsledger.frozen import frozen

LONGEST_NAME = 9
"""So many words a name of somebody who speaks may have."""

MOST_LEADS = 3
"""So many words may lead in a name: "However, on Friday, …"."""

HEARSAY = "unnamed"
"""Who speaks where the report names nobody: "reportedly"."""

_BETWEEN = frozenset({"on", "in", "a", "statement", "late", "early", "last", "earlier"})
"""What may stand between a verb and the day of the words."""

FEW, OPENING = 2, 3
"""So many words; so many characters from the beginning of a sentence."""


@frozen(kw_only=True)
class Voice:
    """Somebody whom a sentence names as its source: the names as told, the stance, from where to where it stands."""

    names: tuple[str, ...]
    stance: str
    begin: int
    end: int


def voices(words: str) -> list[Voice]:
    """Whoever speaks, denies or is silent in a sentence, in order.

    >>> [(voice.names, voice.stance) for voice in voices("According to the mayor, it rained, which the police denied.")]
    [(('the mayor',), 'asserts'), (('the police',), 'denies')]
    """
    found = [voice for voice in (*_named(words), *_spoken(words)) if voice.names]
    hear = saying.HEARSAY.search(words)
    if hear and not any(voice.stance == ASSERTS for voice in found):
        found.append(Voice(names=(HEARSAY,), stance=ASSERTS, begin=hear.start(), end=hear.end()))
    kept: list[Voice] = []
    for voice in sorted(found, key=lambda one: (one.begin, -one.end)):
        if not any(one.begin <= voice.begin < one.end for one in kept):
            kept.append(voice)
    return kept


def _named(words: str) -> Iterator[Voice]:
    """`According to NAME`, `said NAME`, `NAME's claim that`, `data from NAME show`, `claims that NAME denied`."""
    patterns = (saying.ACCORDING, saying.INVERTED, saying.POSSESSIVE, saying.DATA, saying.THAT)
    for pattern in patterns:
        for match in pattern.finditer(words):
            denial = pattern is saying.THAT or (pattern is saying.POSSESSIVE and match["what"] == "denial")
            names = names_in(match["who"], whole=pattern is saying.ACCORDING)
            yield Voice(names=names, stance=DENIES if denial else ASSERTS, begin=match.start(), end=match.end())


def _spoken(words: str) -> Iterator[Voice]:
    """`NAME said`, `NAME, an aside, has denied`: the words before a verb, back to where its clause begins."""
    masked = saying.QUOTED.sub(lambda found: "“" + "x" * (len(found[0]) - 2) + "”", words)
    for match in saying.VERB.finditer(masked):
        stance = NO_COMMENT if match["silent"] else DENIES if match["denies"] else ASSERTS
        begin, end = _subject(masked, match.start("aux"))
        yield Voice(names=names_in(words[begin:end]), stance=stance, begin=begin, end=match.end())


def _subject(masked: str, end: int) -> tuple[int, int]:
    """Where the subject before a verb stands. Behind an aside it is what stands before the aside."""
    before = masked[:end].rstrip()
    if before.endswith(","):
        head, comma, _ = before[:-1].rpartition(", ")
        before = head if comma else before[:-1]
    before = before.rstrip(" ,")
    clauses = [match.end() for match in saying.CLAUSE.finditer(before)]
    begin = clauses[-1] if clauses else 0
    if begin and begin == before.rfind(" and ") + len(" and ") and _is_pair(before, begin):
        begin = max((at for at in clauses if at < begin), default=0)
    return begin, len(before)


def _is_pair(before: str, begin: int) -> bool:
    """Whether an "and" joins two names: a capital on both sides, or several of one role before it."""
    left, right = before[: begin - len(" and ")].split()[-1:], before[begin:].split()[:1]
    if not left or not right:
        return False
    return (left[0][:1].isupper() and right[0][:1].isupper()) or (
        left[0].endswith("s") and saying.ROLE.search(left[0]) is not None
    )


def names_in(who: str, *, whole: bool = False) -> tuple[str, ...]:
    """Whoever a phrase names, each apart; nothing where it is no name of anybody.

    >>> names_in("However, the mayor and Ann Lee"), names_in("the weather")
    (('the mayor', 'Ann Lee'), ())
    """
    plain = " ".join(who.split()).strip(' ,“”"')
    for _ in range(MOST_LEADS):
        plain = saying.LEADS.sub("", plain)
    plain = re.sub(r",? (?:who|which|whose)\b.*$", "", plain)
    plain = re.sub(r"(?:,| in a| on [A-Z]\w+day| on [A-Z]\w+ \d| late | earlier ).*$", "", plain).strip(" ,")
    if both := saying.OF_BOTH.fullmatch(plain):
        what = both["what"].lower()
        plain = f"{both['one']} {what} and {both['other']} {what}"
    parts = re.split(r" and (?=[A-Z]|the |pro-)", plain)
    names = tuple(re.sub(r"^(?:both|from|by|even) ", "", part.strip()) for part in parts)
    return names if all(_is_name(name, whole=whole) for name in names) else ()


def _is_name(name: str, *, whole: bool) -> bool:
    words = name.split()
    if not words or len(words) > LONGEST_NAME or (not whole and any(mark.isdigit() for mark in name)):
        return False
    if saying.PRONOUN.fullmatch(name):
        return True
    first = words[0][:1].isupper() and words[0].casefold() not in {"the", "a", "an", "this", "that"}
    capitals = first or any(word[:1].isupper() for word in words[1:])
    return saying.NOBODY.match(name) is None and (capitals or saying.ROLE.search(name) is not None)


def said_on(voice: Voice, found: list[Day], words: str) -> Day | None:
    """The day on which the words were said: one that stands right behind the verb, or opens the sentence."""
    for day in found:
        between = words[voice.end : day.begin].split()
        behind = voice.end <= day.begin and len(between) <= FEW and set(between) <= _BETWEEN
        opening = day.begin <= OPENING and voice.begin <= day.end + FEW
        if (behind or opening) and not day.when.text.endswith(".."):
            return day
    return None


def is_pronoun(name: str) -> bool:
    """Whether a name stands for one that was told before."""
    return saying.PRONOUN.fullmatch(name) is not None
