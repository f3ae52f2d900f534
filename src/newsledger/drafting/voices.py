"""Who is said to say a sentence, to deny it, or to have kept silent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsledger.drafting.days import Day
from newsledger.event import ASSERTS, DENIES, NO_COMMENT
from newsledger.frozen import frozen

SAYS = (
    "said|says|say|stated|states|told|warned|warns|announced|announces|added|adds|confirmed|confirms|reported|reports|claimed|claims"
    "|estimated|estimates|suggested|suggests|suggest|noted|notes|wrote|writes|argued|argues|insisted|insists|declared|declares|acknowledged"
    "|acknowledges|conceded|predicted|predicts|projected|projects|called|accused|accuses|alleged|alleges|maintained|maintains|explained"
    "|urged|urges|promised|vowed|vows|recorded|estimate|report|counted|tallied|showed|shows|show|indicated|indicates|indicate|tweeted|posted|put|puts|listed|lists|framed|responded|agreed|raised|signaled|signalled"
)
"""Verbs behind which somebody's words stand."""

_DENIES = "denied|denies|deny|dismissed|dismisses|rejected|rejects|disputed|disputes|refuted|contested|rebutted"
_SILENT = (
    r"(?:declined|refused|refuses|declines|would not|did not want|was unwilling|were unwilling) to (?:comment|confirm|say|answer|discuss|give|provide|speculate|be drawn|respond|disclose|elaborate)"
    r"|(?:would|did|could|does|do) not (?:comment|confirm|respond|reply|answer|immediately respond|immediately comment|say whether|return)|(?:could not|cannot) (?:immediately )?be reached|had no comment|has not commented|have not commented|made no comment|offered no comment|gave no comment"
)
_AUX = r"(?:(?:has|have|had|also|later|earlier|repeatedly|meanwhile|then|already|publicly|however|initially|flatly|strongly|still|now|again|previously|since|formally|separately)[, ]+)*"
_NAME = r"[^\W\d_][^.;:!?—]*?"
_VERB = re.compile(
    rf"(?<=[\w,”\"’)] )(?<!\bor )(?<!\bto )(?<!\bwas )(?<!\bis )(?<!\bwere )(?<!\bare )(?<!\bbeen )(?<!\bbe )(?P<aux>{_AUX})(?:(?P<silent>{_SILENT})|(?P<denies>{_DENIES})|(?P<says>{SAYS}))\b(?!-)"
)
_ACCORDING = re.compile(
    rf"\b[Aa]ccording to (?P<who>{_NAME})(?=,|\.(?:\s|$)|;|$|\)| and (?:that|there)\b| (?:released|published|issued|obtained|posted)\b)"
)
_INVERTED = re.compile(
    r"[,”\"’?!]+ (?P<verb>said|says|added|wrote|warned|told) (?P<who>(?:[A-Z]|the |a |an )(?:\b(?:Dr|Mr|Mrs|Ms|Prof|Gen|Lt|Col|Sgt|Sen|Gov|Rep|[A-Z])\.|[^.;:!?—”\"])*?)(?=,|\.(?:\s|$)|$|;| (?:on|in|at|after|before|as|while|who|late|early|yesterday|today|told|to)\b)"
)
_POSSESSIVE = re.compile(
    r"(?P<who>(?:[Tt]he )?[A-Z][\w.-]*(?: [A-Z][\w.-]*){0,3}|the (?:[a-z]+ ){0,2}[a-z]+)[’']s (?:own )?(?P<what>claims?|statement|estimates?|warning|denial|count|tally|figures?|data) (?:that|of|for|shows?|puts?|suggests?)\b"
)
_DATA = re.compile(
    r"\b(?:[Dd]ata|[Ff]igures|[Nn]umbers|[Rr]esults|[Rr]eturns|[Mm]aps|[Ii]mages|[Rr]ecords|[Ee]stimates) (?:[a-z]+ )?(?:from|by|of|released by|published by|compiled by) (?P<who>[^.;:!?—,]*?) (?:"
    + SAYS
    + r")\b"
)
_HEAR = re.compile(
    r"\b(?:reportedly|allegedly|it is (?:said|claimed|rumou?red)|unconfirmed reports|witnesses said|rumou?rs)\b",
    re.IGNORECASE,
)
_THAT = re.compile(
    r"\b(?:claims|allegations|accusations|reports|suggestions) that (?P<who>[^.;:!?—,]*?) (?P<aux>"
    + _AUX
    + r")(?:"
    + _DENIES
    + r")\b"
)
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
_CLAUSE = re.compile(
    r"(?:[;:—]|[”\"]|,? (?:but|while|although|though|whereas|as|after|before|because|when|and|which|that|where|if) |, )"
)
_LEADS = re.compile(
    r"^(?:however|meanwhile|but|and|in a statement|on \w+day|later|earlier|separately|in turn|for (?:his|her|its|their) part|also|still|yesterday|today|both|while|as|in \w+|at \w+|by \w+day"
    r"|on \w+day (?:morning|night|evening|afternoon)|since then|so far|instead|in response|at a (?:news|press) (?:conference|briefing))[, ]+",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"^(?:he|she|they|it|who)$", re.IGNORECASE)
ROLES = (
    "officials? spokes(?:man|woman|person|people) police ministry minister department office agency commission service authorities"
    " government company union mayor governor sheriff chief director council court campaign party president scientists? researchers? doctors?"
    " experts? analysts? critics? residents? witnesses observers? intelligence sources? maps military bloggers? blog team hospital university institute board county"
    " state city group commander coroner registrar clerk network networks broadcasters? investigators? leaders? lawyers? organi[sz]ation centre center model modell?ers forecasters? bureau"
).split()
_ROLE = re.compile(rf"\b(?:{'|'.join(ROLES)})\b", re.IGNORECASE)
_OF_BOTH = re.compile(
    r"(?P<what>[A-Z][a-z]+(?: [a-z]+){0,2}) (?:from|of) (?:both )?(?P<one>[A-Z][\w-]+) and (?P<other>[A-Z][\w-]+)(?: [a-z]+)?"
)
LONGEST_NAME = 9
"""So many words a name of somebody who speaks may have."""


@frozen(kw_only=True)
class Voice:
    """Somebody whom a sentence names as its source: the names as told, the stance, from where to where it stands."""

    names: tuple[str, ...]
    stance: str
    begin: int
    end: int


HEARSAY = "unnamed"
"""Who speaks where the report names nobody: "reportedly"."""


def voices(words: str) -> list[Voice]:
    """Whoever speaks, denies or is silent in a sentence, in order.

    >>> [(voice.names, voice.stance) for voice in voices("According to the mayor, it rained, which the police denied.")]
    [(('the mayor',), 'asserts'), (('the police',), 'denies')]
    """
    found = [*_named(words), *_spoken(words)]
    found = [voice for voice in found if voice.names]
    if not any(voice.stance == ASSERTS for voice in found) and (hear := _HEAR.search(words)):
        found.append(Voice(names=(HEARSAY,), stance=ASSERTS, begin=hear.start(), end=hear.end()))
    kept: list[Voice] = []
    for voice in sorted(found, key=lambda one: (one.begin, -one.end)):
        if not any(one.begin <= voice.begin < one.end for one in kept):
            kept.append(voice)
    return kept


def _named(words: str) -> Iterator[Voice]:
    for pattern, stance in (
        (_ACCORDING, ASSERTS),
        (_INVERTED, ASSERTS),
        (_POSSESSIVE, ASSERTS),
        (_DATA, ASSERTS),
        (_THAT, DENIES),
    ):
        for match in pattern.finditer(words):
            names = _names(match["who"], whole=pattern is _ACCORDING)
            told = DENIES if pattern is _POSSESSIVE and match["what"] == "denial" else stance
            yield Voice(names=names, stance=told, begin=match.start(), end=match.end())


def _spoken(words: str) -> Iterator[Voice]:
    """`NAME said`, `NAME, who …, has denied`: the words before a verb, back to where its clause begins."""
    masked = _QUOTED.sub(lambda found: "“" + "x" * (len(found[0]) - 2) + "”", words)
    for match in _VERB.finditer(masked):
        stance = NO_COMMENT if match["silent"] else DENIES if match["denies"] else ASSERTS
        begin, who = _subject(words, masked, match.start("aux"))
        yield Voice(names=_names(who), stance=stance, begin=begin, end=match.end())


def _subject(words: str, masked: str, end: int) -> tuple[int, str]:
    """The subject before a verb. Behind an aside it is what stands before the aside."""
    before = masked[:end].rstrip()
    if before.endswith(","):
        head, comma, _ = before[:-1].rpartition(", ")
        before = head if comma else before[:-1]
    before = before.rstrip(" ,")
    clauses = [match.end() for match in _CLAUSE.finditer(before)]
    begin = clauses[-1] if clauses else 0
    joined = before.rfind(" and ")
    if joined > 0 and begin == joined + len(" and ") and _is_pair(before, joined):
        earlier = [at for at in clauses if at < begin]
        begin = earlier[-1] if earlier else 0
    return begin, words[begin : len(before)]


def _is_pair(before: str, joined: int) -> bool:
    """Whether two names are joined: a capital on both sides, or a plural role before."""
    left, right = before[:joined].split()[-1:], before[joined + 5 :].split()[:1]
    capitals = bool(left and right and left[0][:1].isupper() and right[0][:1].isupper())
    return capitals or bool(left and left[0].endswith("s") and _ROLE.search(left[0]))


def _names(who: str, *, whole: bool = False) -> tuple[str, ...]:
    """Whoever a phrase names, each apart; nothing where it is no name of anybody."""
    plain = " ".join(who.split()).strip(' ,“”"')
    for _ in range(3):
        plain = _LEADS.sub("", plain)
    plain = re.sub(r",? (?:who|which|whose)\b.*$", "", plain)
    plain = re.sub(r"(?:,| in a| on [A-Z]\w+day| on [A-Z]\w+ \d| late | earlier ).*$", "", plain).strip(" ,")
    if of_both := _OF_BOTH.fullmatch(plain):
        plain = f"{of_both['one']} {of_both['what'].lower()} and {of_both['other']} {of_both['what'].lower()}"
    parts = re.split(r" and (?=[A-Z]|the |pro-)", plain) if " and " in plain else [plain]
    names = tuple(_trimmed(part) for part in parts)
    return names if all(_is_name(name, whole=whole) for name in names) else ()


def _trimmed(name: str) -> str:
    return re.sub(r"^(?:both|from|by|from both|even) ", "", name.strip())


def _is_name(name: str, *, whole: bool) -> bool:
    count = len(name.split())
    if not name or count > LONGEST_NAME or (any(mark.isdigit() for mark in name) and not whole):
        return False
    if _PRONOUN.match(name):
        return True
    first = name.split()[0]
    capitals = any(word[:1].isupper() for word in name.split()[1:]) or (
        first[:1].isupper() and first.casefold() not in {"the", "a", "an", "this", "that"}
    )
    return (_ROLE.search(name) is not None or capitals) and not re.match(
        r"(?:there|this|that|these|those|what|some|many|no one|nobody|all|none|most|nothing)\b", name, re.IGNORECASE
    )


def said_on(voice: Voice, found: list[Day], words: str) -> Day | None:
    """The day on which the words were said: one that stands right behind the verb, or opens the sentence."""
    for day in found:
        between = words[voice.end : day.begin].split()
        behind = (
            voice.end <= day.begin
            and len(between) <= 2
            and set(between) <= {"on", "in", "a", "statement", "late", "early", "last", "earlier"}
        )
        opening = day.begin <= 3 and voice.begin <= day.end + 2
        if (behind or opening) and not day.when.text.endswith(".."):
            return day
    return None


def is_pronoun(name: str) -> bool:
    """Whether a name stands for one that was told before."""
    return _PRONOUN.match(name) is not None


__all__ = ["HEARSAY", "Voice", "is_pronoun", "said_on", "voices"]
