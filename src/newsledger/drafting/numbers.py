"""Numbers in a sentence: where one stands, what hedges it, and whether a second makes a range of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from newsledger.drafting.hedging import hedged_from
from newsledger.drafting.misleading import Span, overlaps
from newsledger.drafting.money import coded, sign_at
from newsledger.drafting.nouns import noun_after
from newsledger.drafting.patterns import led_by
from newsledger.drafting.spelt import spelt
from newsledger.errors import InvalidInput
from newsledger.values import numerals, units
from newsledger.values.numerals import Numeral
from newsledger.values.quantity import Quantity

_METRES = re.compile(r"m (?:high|long|wide|deep|tall|thick|away|above|below|from|off|apart|run|sprint)\b")
_AND_HALF = re.compile(
    r"(?P<whole>\w+(?:-(?!and)\w+)?)[ -]and[ -](?:a[ -](?P<half>half|quarter)|three[ -]quarters)\b", re.IGNORECASE
)
_A_HALF = re.compile(r"a half[ -](?P<scale>dozen|hundred|thousand|[mbtr]+illion)\b(?!s)", re.IGNORECASE)
_VULGAR = re.compile(r"(?P<whole>\d{1,3}) ?(?P<part>[½¼¾])")
_PARTS = {"½": "5", "¼": "25", "¾": "75", "half": "5", "quarter": "25", None: "75"}

_MARKS = "".join(sorted({sign[0] for sign in units.signs() if not sign[0].isalnum()} | set("¥~≈<>≤≥")))
START = re.compile(rf"(?<![\w.,'’/])(?<![\w][-–])(?:[^\W_]|[{re.escape(_MARKS)}]|-(?=\d))")
"""Where a number may begin: not within a word, a number or a name with a stroke."""

MAYBE = re.compile(r",? (?:maybe|perhaps|possibly)(?: even)? ")
"""Between the two ends of a range of which the speaker was not sure: "six, maybe seven"."""

_GLUED = re.compile(r"(?:st|nd|rd|th|s)\b|[A-Za-z]{3,}|[/:]\d|[a-z]*\d", re.IGNORECASE)
"""What stands right behind a number that is part of a word: 16th, 20s, 737s, 9/11."""

_GLUED_UNIT = re.compile(r"[^\W\d_]+[²2]?|%")
_SIGN = re.compile(r"\s?\d")
_IN = re.compile(r"\s+(?:(?P<noun>[a-z]+)\s+)??(?P<join>in|out of)\s+(?:every\s+)?")
_RANGE = re.compile(rf"\s?(?:-|–|\.\.)\s?|\s+(?:to|and|or)\s+|{MAYBE.pattern}")
_IN_DIGITS = re.compile(r"[\d,]+(?: ?[-–] ?| to )(?:\d{1,3}(?:,\d{3})+|\d{3,})")
"""A range of hundreds, which is no score: "900-1,000", "250 to 300"."""

_IN_WORDS = re.compile(
    r"(?:(?P<a>two|three|four|five)|six|seven|eight|nine|ten|\w+teen|eleven|twelve|\w+ty) to"
    r" (?:three|four|five|six|seven|eight|nine|ten|\w+teen|eleven|twelve|\w+ty)",
    re.IGNORECASE,
)
_O_CLOCK = re.compile(
    r"\b(?:at|by|until|till|before|after|since|won|lost|voted|beat|odds of|ratio of)\s*$", re.IGNORECASE
)
"""Before "five to eight" where it is a time or a score."""

_FROM = re.compile(r"\bfrom\s*$", re.IGNORECASE)
_RANGING = re.compile(r"(?:rang\w+|estimates?[^.]*|anywhere) from\s*$", re.IGNORECASE)
_FEW = frozenset({"several", "a few", "a handful", "a couple", "scores"})
"""Vague words that are figures only before a scale: "a few hundred"."""

_SCORES = re.compile(
    r" (?:of|more|others)\b|(?: (?:were|are|have been|had been|remain(?:ed)?|have|had|still|feared|left))*"
    r" (?:dead|died|missing|killed|injured|wounded|hurt|trapped|arrested|evacuated|rescued|homeless|stranded|fled)\b"
)
"""Behind "scores" that are not those of a game."""

_PIECES = frozenset({"2", "3", "4", "5", "6", "8", "10", "12", "16", "20", "100"})
"""What fractions are told in; 9/11 is a date."""

_CHANGES = re.compile(
    r"\b(?:by|up|down|(?:ris|ros|fell|fall|gr[eo]w|climb|dropp?|increas|decreas|shrank|shrunk|widen|narrow|rais|lower|cut"
    r"|add|gain|slip|jump|surg|swell|revis|chang|expand|advanc|mov)[a-z]*)(?: (?:about|around|some|nearly|almost))? $",
    re.IGNORECASE,
)
"""Behind it stands by how much something changed, and then to what: "grew by 400 acres to 5,100 acres"."""

_BY = re.compile(r"\bby(?: (?:about|around|some|nearly|almost))? $", re.IGNORECASE)
_HALF_OF_UNIT = re.compile(
    r"(?P<part>half|(?:a )?quarter of|(?:a )?tenth of) an? (?=(?:percent|per"
    r" cent|mile|kilomet|met|hour|day|hectare|acre|ton|degree|foot)\w*)",
    re.IGNORECASE,
)
_A_UNIT = re.compile(
    r"an?(?= (?:minute|hour|day|week|fortnight|month|year|mile|kilomet(?:re|er)|met(?:re|er)"
    r"|ton(?:ne)?|lit(?:re|er)|hectare|acre)\b"
    r"(?!['’-]| (?:old|earlier|later|ago|before|after)))",
    re.IGNORECASE,
)
_LASTING = re.compile(
    r"\b(?:for|lasting|lasted|lasts|took|takes|taking)(?: (?:just|only|about|nearly|over))? $", re.IGNORECASE
)
"""Behind it "a week" is how long something lasts, and no rate."""

_SMALL_MONEY = re.compile(r" (?:(?:euro|US|U\.S\.) )?(?:cents?|pence)\b(?! (?:coins?|pieces?|stamps?))")
_PART_OF_SCALE = re.compile(
    r"(?:(?P<count>a|an|one|three)[ -])?(?P<part>half|quarter|third)s? of an?"
    r" (?P<scale>hundred|thousand|[mbtr]+illion)\b",
    re.IGNORECASE,
)
_OF_UNIT = {"half": "0.5", "quarter": "0.25", "tenth": "0.1"}
MOST_DIGITS = 6
"""Shares are told of at most a million."""

TEN, HUNDRED = 10, 100
_ROUND = frozenset({20, HUNDRED, 1000})
"""Of how many shares are told."""

_SHARES = {"half": "0.5", "third": "0.333", "quarter": "0.25"}


class Number(NamedTuple):
    """A number with what stands before it: where the hedges begin, the number itself, and where it ends.

    `word` is whether it is told in words, `part` whether as a part of a whole. `digits` stand for it where
    the reader of figures would not know the words; those of a `ratio` are a fraction: "nine in ten".
    """

    begin: int
    start: int
    end: int
    word: bool = False
    vague: bool = False
    part: bool = False
    digits: str | None = None
    ratio: bool = False

    @property
    def hedged(self) -> bool:
        """Whether a hedge stands before it."""
        return self.begin < self.start


def number_at(words: str, at: int) -> Number | None:
    """The number that begins at a place, its currency included.

    >>> number_at("about 1,200 acres", 6)
    Number(begin=0, start=6, end=11, word=False, vague=False, part=False, digits=None, ratio=False)
    """
    after = at + len(_sign(words, at))
    if after > at and words[after : after + 1] == " ":
        after += 1
    special = _a_unit(words, after) or _special(words, after)
    if special is not None:
        return Number(hedged_from(words, at), at, special[1], digits=special[0])
    numeral = _numeral(words, after)
    if numeral is None:
        return None
    end = _scaled(words, numeral.end)
    if not _stands_alone(words, numeral, end, signed=after > at):
        return None
    is_word = after == at and not words[after].isdigit()
    if _SMALL_MONEY.match(words, end) and _is_plain(numeral) and end == numeral.end:
        return Number(hedged_from(words, at), at, end, digits=_hundredth(numeral.digits))
    ratio = _out_of(words, numeral, end)
    if ratio is not None:
        return Number(hedged_from(words, at), at, ratio[1], is_word, part=True, digits=ratio[0], ratio=True)
    return Number(hedged_from(words, at), at, end, is_word, numeral.upto is not None, numeral.part)


def _is_plain(numeral: Numeral) -> bool:
    return (
        numeral.upto is None and not (numeral.power or numeral.part) and numeral.digits.replace(".", "", 1).isdecimal()
    )


def _hundredth(digits: str) -> str:
    """A hundredth of a number: six cents are 0.06."""
    whole, _, decimals = digits.partition(".")
    whole = whole.rjust(3, "0")
    return f"{whole[:-2]}.{whole[-2:]}{decimals}"


def _sign(words: str, at: int) -> str:
    """The sign or code of a currency before digits; a code in capitals alone."""
    found = sign_at(words, at, {})
    return found[0] if found and _SIGN.match(words, at + len(found[0])) else ""


def _numeral(words: str, at: int) -> Numeral | None:
    try:
        return None if words[at : at + 1].isspace() else numerals.read(words, at)
    except (InvalidInput, ValueError):  # a fraction of thousands of digits is no figure
        return None


def _stands_alone(words: str, numeral: Numeral, end: int, *, signed: bool) -> bool:
    """Whether a number is no part of a word, no date in digits, and not too vague to be a figure."""
    told = words[numeral.begin : numeral.end]
    if not signed and _GLUED.match(words, end) and not _is_glued_unit(words, end):
        return False
    if "/" in told and told.partition("/")[2] not in _PIECES:
        return False
    return (
        told.casefold() not in _FEW
        or end > numeral.end
        or (told.casefold() == "scores" and _SCORES.match(words, end) is not None)
    )


def _is_glued_unit(words: str, end: int) -> bool:
    found = _GLUED_UNIT.match(words, end)
    return found is not None and units.known(found[0]) is not None and found[0].casefold() != "s"


def _scaled(words: str, end: int) -> int:
    """Where the scales behind a number end; an `m` behind a blank is the metre."""
    for _ in range(0 if _METRES.match(words, end) else 2):
        found = numerals.scale(words, end)
        if found is None or found.begin > end + 1 or (len(found.phrase) == 1 and found.begin > end):
            return end
        end = found.end
    return end


def _a_unit(words: str, at: int) -> tuple[str, int] | None:
    """`For a week`, `about a minute`: one of them."""
    found = _A_UNIT.match(words, at)
    return ("1", found.end()) if found and (led_by(_LASTING, words, at) or hedged_from(words, at) < at) else None


def _special(words: str, at: int) -> tuple[str, int] | None:
    """Digits for `a quarter of a million`, which is about that, and `half a percent`; where the number ends."""
    if of_unit := _HALF_OF_UNIT.match(words, at):
        return next(digits for name, digits in _OF_UNIT.items() if name in of_unit["part"].casefold()), of_unit.end()
    if vulgar := _VULGAR.match(words, at):
        return _with_scale(words, f"{vulgar['whole']}.{_PARTS[vulgar['part']]}", vulgar.end())
    if of_scale := _A_HALF.match(words, at):
        scale = of_scale["scale"].casefold()
        return ("6" if scale == "dozen" else f"0.5 {scale}"), of_scale.end()
    if (mixed := _AND_HALF.match(words, at)) and (whole := _whole(mixed["whole"])):
        half = mixed["half"]
        return _with_scale(words, f"{whole}.{_PARTS[half.casefold() if half else None]}", mixed.end())
    if part := _PART_OF_SCALE.match(words, at):
        share = "0.75" if (part["count"] or "").casefold() == "three" else _SHARES[part["part"].casefold()]
        return f"~{share} {part['scale']}", part.end()
    return spelt(words, at)


def _with_scale(words: str, digits: str, end: int) -> tuple[str, int]:
    """Digits with the scales behind them: "two and a half million" is 2.5 million."""
    last = _scaled(words, end)
    return f"{digits}{words[end:last]}", last


def _whole(word: str) -> str | None:
    """The digits of a whole number in one word."""
    numeral = _numeral(word, 0)
    return numeral.digits if numeral is not None and numeral.end == len(word) and _is_whole(numeral) else None


def _out_of(words: str, numeral: Numeral, end: int) -> tuple[str, int] | None:
    """`One in five`, `nine out of ten`: a share. Years, and "two in 20 districts", are none."""
    join = _IN.match(words, end)
    other = _numeral(words, join.end()) if join else None
    if join is None or other is None or not (_is_whole(numeral) and _is_whole(other)):
        return None
    few, many = int(numeral.digits), int(other.digits)
    if join["noun"] and few != 1:
        return None
    return (f"{few}/{many}", other.end) if 0 < few < many and _is_told_of(few, many, join[0]) else None


def _is_told_of(few: int, many: int, join: str) -> bool:
    """Whether people tell a share so: "one in 200" and "19 in 100" are shares, "two in 20 districts" is none."""
    if "out of" in join:
        return many <= HUNDRED
    return many <= TEN or (few == 1 and "every" in join) or (many in _ROUND and few < min(_ROUND))


def _is_whole(numeral: Numeral) -> bool:
    few = numeral.digits.isdecimal() and len(numeral.digits) <= MOST_DIGITS
    return few and not (numeral.part or numeral.upto or numeral.power)


# --- ranges -----------------------------------------------------------------------------------


def second_of(words: str, first: Number, closed: list[Span]) -> Number | None:
    """The other end of a range; a change "from 37 to 41" is two figures, and so is "37 and 41"."""
    join = _RANGE.match(words, first.end) or _behind_unit(words, first)
    if join is None or first.digits or not _joins(words, first, join[0]):
        return None
    second = number_at(words, join.end())
    if second is None or second.begin < join.start() or overlaps((second.start, second.end), closed):
        return None
    return second if _is_range(words, first, second) else None


def _behind_unit(words: str, first: Number) -> re.Match[str] | None:
    """What joins two ends that both tell their unit: "36°F and 46°F", "10 mm to 15 mm"."""
    noun = None if led_by(_CHANGES, words, first.begin) else noun_after(words, first.end)
    if noun is None or not noun.known or noun.begin > first.end + 1 or noun.hyphen:
        return None
    join = _RANGE.match(words, noun.end)
    second = number_at(words, join.end()) if join and join[0].strip() != "or" else None
    other = noun_after(words, second.end) if second else None
    return join if other is not None and other.unit is noun.unit else None


def _joins(words: str, first: Number, join: str) -> bool:
    """Whether a word joins the two ends of a range here."""
    if MAYBE.fullmatch(join):
        return True
    word, before = join.strip().casefold(), words[: first.begin]
    if word == "and" or "between" in words[first.begin : first.start].casefold():
        return word == "and" and "between" in words[first.begin : first.start].casefold()
    if word == "or":
        return first.word
    changes = _FROM.search(before) and not _RANGING.search(before)
    return word != "to" or not (changes or _BY.search(before))


def _is_range(words: str, first: Number, second: Number) -> bool:
    """Whether two numbers are a range of one thing, the lower first."""
    told = coded(f"{words[first.start : first.end]} to {words[second.start : second.end]}", {})
    noun = noun_after(words, second.end)
    if noun is None and led_by(_CHANGES, words, first.begin):
        return False
    bare = noun is None and not (_sign(words, first.start) or _IN_DIGITS.fullmatch(told))
    if bare and first.word and second.word and _IN_WORDS.fullmatch(told) and not led_by(_O_CLOCK, words, first.begin):
        return second.vague == first.vague
    if bare and not words[second.end :].lstrip().startswith(("of ", "others ", "others.", "others,", "more ")):
        return False
    try:
        Quantity.read(told, unit="item" if noun is None else noun.unit.symbol)
    except InvalidInput:
        return False
    return True
