"""The figures of a sentence, each with its hedge, its unit and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import attrs

from newsledger.drafting.misleading import Span, misleading, overlaps
from newsledger.drafting.nouns import ITEM, PERSON, Noun, noun_after
from newsledger.errors import InvalidInput
from newsledger.frozen import frozen
from newsledger.values import hedges, numerals, units
from newsledger.values.quantity import Quantity
from newsledger.values.units import Unit

_START = re.compile(r"(?<![\w.,'’/])(?<![\w][-–])(?:[^\W_]|[$€£₴₽¥₹~≈<>≤≥])")
_AFTER_NUMBER = re.compile(r"(?:st|nd|rd|th|s)\b|[A-Za-z]{3,}|[/:]\d|[a-z]*\d", re.IGNORECASE)
_IN = re.compile(r"\s+(?:[a-z]+\s+)?(?:in|out of)\s+(?:every\s+)?")
_RANGE = re.compile(r"\s?(?:-|–|\.\.)\s?|\s+(?:to|and|or)\s+|,? (?:maybe|perhaps|possibly)(?: even)? ")
_BRACKET = re.compile(r"\s*\(([^()]{2,40})\)")
_BARE = re.compile(r"\b(?:not|was|were|is|of|removed|added|found|lost|had|has|have|to|from|but|than|by|or)\s+#")
"""What stands before a number in words that counts what was counted before: "then it was three"."""

_VAGUE_FEW = ("several", "a few", "a handful", "a couple", "scores")
_MAYBE = re.compile(r",? (?:maybe|perhaps|possibly)(?: even)? ")
_CHANGE = re.compile(
    r"\b(?:rose|risen|rise|rising|fell|fallen|fall|falling|grew|grown|up|down|jump(?:ed)?|drop(?:ped)?|climb(?:ed|ing)?|declined?|increas\w+"
    r"|decreas\w+|cut|shrank|shrunk|widen\w*|narrow\w*|expand\w*|rais\w+|lower\w*|revis\w+|went|gone|slip\w*|slid|surg\w+|swell\w*|swollen|reduc\w+|chang\w+|updat\w+|correct\w+)\b",
    re.IGNORECASE,
)
_HARM = re.compile(
    r"\b(?:were|was|are|is|remain(?:s|ed)?|have|has|had|others?|more|still|in|been|reported|confirmed|of them|people|critically|seriously|feared|later|also)\b"
    r".{0,40}?\b(?:killed|dead|died|die|injured|wounded|hurt|missing|hospitali[sz]ed|hospital|arrested|detained|rescued|evacuated|displaced|treated|infected|captured|recovered|unaccounted|isolated|trapped|airlifted|quarantined|stranded|critical condition|intensive care)\b"
    r"|^\W*(?:killed|dead|died|injured|wounded|missing|hurt|hospitali[sz]ed|arrested|recovered)\b",
    re.IGNORECASE,
)
_PARTS_OF = re.compile(r"\s+(?:of\b|the\b|its\b|their\b|[a-z])")
_NONE = re.compile(
    r"\b(?:no|zero|not a single)\s+(?=(?:(?:new|further|other|confirmed|reported|known|serious|immediate|more|additional)\s+)*(?P<noun>[a-z]+))",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:no one|nobody|no-one)\b(?=.{0,20}\b(?:killed|injured|hurt|died|dead|missing|wounded)\b)", re.IGNORECASE
)
_HARMED = ("injury", "injuries", "death", "deaths", "casualties", "fatalities", "fatality")
_SIMILAR = re.compile(
    r"\b(?:a )?(?:similar|comparable|the same)(?: number| amount| share| level| toll)?(?: of)?(?P<noun> (?:casualties|losses|deaths|cases|share|toll|numbers?|votes|injuries|figures?))\b",
    re.IGNORECASE,
)

_HEDGES: dict[str, list[str]] = {}
"""Hedges by their last word, the longest first."""

MORE_HEDGES = ("well under", "well below", "a little under", "as high as", "as low as")


@frozen(kw_only=True)
class Figure:
    """A figure as it stands in a sentence.

    `quantity` is what it says, `words` how it is told, with hedge and unit. `noun` is what it counts,
    as told. Where it is told by another figure alone ("similar casualties") `quantity` is unknown and
    `like` is that figure. One that is `derived` says how figures compare ("more than doubled"); it is
    kept as told, and believed of no slot.
    """

    begin: int
    end: int
    words: str
    quantity: Quantity = attrs.field(repr=False)
    noun: str | None = None
    like: Figure | None = attrs.field(default=None, repr=False)
    derived: bool = False

    @property
    def unit(self) -> str:
        """The symbol of its unit; `item` where what it counts has none."""
        return self.quantity.unit or ITEM.symbol

    @property
    def hedge(self) -> str | None:
        """The words that hedge it."""
        return None if self.like is not None else self.quantity.hedge


class _Number(NamedTuple):
    """A number with what stands before it: where the hedges begin, the number, and where it ends."""

    begin: int
    start: int
    end: int
    word: bool
    vague: bool = False
    part: bool = False
    ratio: str | None = None
    exact: bool = False


_PART_OF_SCALE = re.compile(
    r"(?:(?P<count>a|an|one|three)[ -])?(?P<part>half|quarter|quarters|third)s? of an? (?=(?P<scale>hundred|thousand|million|billion|trillion)\b)",
    re.IGNORECASE,
)
_HALF_UNIT = re.compile(
    r"half an? (?=(?:percent|per cent|percentage point|mile|kilomet|met|hour|day|hectare|acre|ton|degree|foot|dozen)\w*)",
    re.IGNORECASE,
)


def _special(words: str, at: int) -> tuple[str, int] | None:
    """`A quarter of a million`, `half a percent`: digits that stand for them, and where the number ends."""
    if half := _HALF_UNIT.match(words, at):
        return "0.5", half.end()
    if part := _PART_OF_SCALE.match(words, at):
        share = {"half": "0.5", "third": "0.333"}.get(part["part"].lower(), "0.25")
        share = "0.75" if (part["count"] or "").lower() == "three" else share
        return f"{share} {part['scale']}", part.end("scale")
    return None


def figures(words: str, taken: list[Span] | None = None, before: list[Figure] | None = None) -> list[Figure]:
    """The figures of a sentence; none is looked for in places that are `taken`, as those of dates are.

    `before` are those of the sentence before: "it was 12,700" takes its unit from them.

    >>> [(one.words, one.quantity.text) for one in figures("As many as 11,000 North Korean troops hold just 110 km².")]
    [('As many as 11,000 North Korean troops', '<=11000 person'), ('just 110 km²', '110 km2')]
    """
    closed = [*(taken or ()), *misleading(words)]
    closed += [match.span() for match in _MULTIPLE.finditer(words)]
    found: list[Figure] = []
    nones = list(_nones(words))
    at = 0
    while match := _START.search(words, at):
        at = match.start()
        one = _figure(words, at, closed, [*(before or ()), *(none for none in nones if none.end <= at), *found])
        if one is None:
            at = _word_end(words, at)
            continue
        found.append(one)
        at = max(one.end, at + 1)
    for one in (*nones, *_ordinals(words), *_multiples(words)):
        if not overlaps((one.begin, one.end), [(had.begin, had.end) for had in found]):
            found.append(one)
    return sorted(found, key=lambda one: one.begin)


def like(words: str, found: list[Figure], before: list[Figure]) -> Iterator[Figure]:
    """Figures that are told by another alone: "similar casualties"."""
    for match in _SIMILAR.finditer(words):
        earlier = [one for one in found if one.end <= match.start()] or before
        of_it = next((one for one in reversed(earlier) if one.like is None), None)
        if of_it is not None:
            unknown = Quantity.parse(f"unknown {of_it.unit}")
            noun = match["noun"].strip()
            yield Figure(begin=match.start(), end=match.end(), words=match[0], quantity=unknown, noun=noun, like=of_it)


def _word_end(words: str, at: int) -> int:
    end = at + 1
    while end < len(words) and words[end].isalnum() and words[at].isalnum():
        end += 1
    return end


# --- numbers ----------------------------------------------------------------------------------


def _figure(words: str, at: int, closed: list[Span], found: list[Figure]) -> Figure | None:
    number = _number(words, at)
    if number is None or overlaps((number.start, number.end), closed):
        return None
    second = _second(words, number, closed)
    end = second.end if second else number.end
    noun = noun_after(words, end)
    if second is None and noun is None and words[end : end + 1] == "-":
        return None
    if noun is not None and number.vague and not noun.known and not _of(words, end):
        noun = None
    unit = _unit(words, number, second, noun, found)
    if unit is None:
        return None
    return _read(words, number, end, noun, unit)


def _number(words: str, at: int) -> _Number | None:
    """The number that begins here, its sign included."""
    sign = next((one for one in units.signs() if words[at : at + len(one)].casefold() == one.casefold()), "")
    if (
        sign
        and sign.isalpha()
        and (
            not words[at : at + len(sign)].isupper()
            or not words[at + len(sign) : at + len(sign) + 2].strip()[:1].isdigit()
        )
    ):
        sign = ""
    after = at + len(sign)
    if sign and words[after : after + 1] == " " and words[after + 1 : after + 2].isdigit():
        after += 1
    if special := _special(words, after):
        begin = _hedged(words, at)
        return _Number(begin, at, special[1], word=False, ratio=special[0], exact=True)
    try:
        numeral = numerals.read(words, after) if not words[after : after + 1].isspace() else None
    except InvalidInput:
        return None
    if numeral is None or words[after : after + 1] in "" or numeral.begin > after + 12:
        return None
    end = _scaled(words, numeral.end)
    if not sign and _AFTER_NUMBER.match(words, end) and not _glued_unit(words, end):
        return None
    digits = words[after].isdigit()
    if words[end - 1].isdigit() and _ratio_sign(words, numeral.begin, end):
        return None
    phrase = words[after : numeral.end].casefold()
    few = phrase in _VAGUE_FEW or words[numeral.begin : numeral.end].casefold() in _VAGUE_FEW
    if few and end == numeral.end:
        return None
    vague = numeral.upto is not None
    begin = _hedged(words, at)
    ratio = _out_of(words, numeral, end)
    if ratio is not None:
        return _Number(begin, at, ratio[1], word=not digits, part=True, ratio=ratio[0])
    return _Number(begin, at, end, word=not digits and not sign, vague=vague, part=numeral.part)


def _ratio_sign(words: str, begin: int, end: int) -> bool:
    """Whether a fraction in digits is a date or a name: 9/11, 3/4/2025."""
    told = words[begin:end]
    return "/" in told and (int(told.partition("/")[2]) not in {2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 100})


def _scaled(words: str, end: int) -> int:
    """Where the scales behind a number end; an `m` behind a blank is the metre."""
    for _ in range(2):
        found = numerals.scale(words, end)
        if found is None or (found.phrase in {"m", "b", "k"} and found.begin > end) or found.begin > end + 1:
            return end
        end = found.end
    return end


def _glued_unit(words: str, end: int) -> bool:
    found = re.compile(r"[^\W\d_]+[²2]?|%").match(words, end)
    return found is not None and units.known(found[0]) is not None and found[0].casefold() != "s"


def _out_of(words: str, numeral: numerals.Numeral, end: int) -> tuple[str, int] | None:
    """`one in five`, `nine out of ten`: a share."""
    join = _IN.match(words, end)
    try:
        other = numerals.read(words, join.end()) if join else None
    except InvalidInput:
        return None
    if join is None or other is None or other.part or other.upto or "." in numeral.digits + other.digits:
        return None
    few, many = (int(one.digits) * 10**one.power if one.digits.isdigit() else 0 for one in (numeral, other))
    if len(join[0].split()) > 1 and join[0].split()[0] not in {"in", "out"} and few != 1:
        return None
    small = 0 < few < many <= (10 if "out" not in join[0] else 100) or (
        few < many and many in {20, 100, 1000} and few < 20
    )
    year = 1500 <= many <= 2100
    return (f"{few}/{many}", other.end) if small and not year and not numeral.part else None


def _hedged(words: str, at: int) -> int:
    """Where the hedges begin that stand right before a number."""
    begin = at
    for _ in range(3):
        before = words[:begin].rstrip()
        last = re.search(r"[^\s(“\"'‘—–,;:]+$", before)
        phrase = None
        for one in _hedges().get(last[0].casefold() if last else "", ()):
            start = len(before) - len(one)
            if before[start:].casefold() == one and (start <= 0 or not before[start - 1].isalnum()):
                phrase = start
                break
        if phrase is None or phrase < 0:
            return begin
        begin = phrase
    return begin


def _hedges() -> dict[str, list[str]]:
    if not _HEDGES:
        phrases = [*hedges.PHRASES, "between", "anywhere between", "anywhere from", "some"]
        for one in sorted(phrases, key=len, reverse=True):
            _HEDGES.setdefault(one.split()[-1], []).append(one)
    return _HEDGES


def _second(words: str, first: _Number, closed: list[Span]) -> _Number | None:
    """The other end of a range; a change "from 37 to 41" is two figures, and so is "37 and 41"."""
    join = _RANGE.match(words, first.end)
    if join is None or first.ratio:
        return None
    between = "between" in words[first.begin : first.start].casefold()
    word = join[0].strip().casefold()
    if _MAYBE.fullmatch(join[0]):
        word = "to"
    if (word == "and") != between or (word == "or" and not first.word):
        return None
    second = _number(words, join.end())
    if second is None or second.begin < join.start() or overlaps((second.start, second.end), closed):
        return None
    before = words[: first.begin].casefold()
    if (
        word == "to"
        and before.rstrip().endswith("from")
        and not re.search(r"rang\w+ from$|estimates?[^.]* from$", before.rstrip())
    ):
        return None
    if word == "to" and _CHANGE.search(before[-40:]):
        return None
    return second if _ascends(words, first, second) else None


def _ascends(words: str, first: _Number, second: _Number) -> bool:
    told = words[first.start : second.end]
    noun = noun_after(words, second.end)
    if noun is None and "$" not in told and not _of(words, second.end) and not first.end < first.start:
        return False
    try:
        Quantity.read(
            _MAYBE.sub(" to ", told).replace(" and ", " to "), unit="item" if noun is None else noun.unit.symbol
        )
    except InvalidInput:
        return False
    return True


# --- what it counts ---------------------------------------------------------------------------


def _of(words: str, end: int) -> bool:
    return words[end:].lstrip().startswith("of ")


def _unit(words: str, number: _Number, second: _Number | None, noun: Noun | None, found: list[Figure]) -> Unit | None:
    """The unit that is meant; `None` where the number is no figure of a story."""
    start = words[number.start : (second or number).end]
    money = next((one for one in units.signs() if start.casefold().startswith(one.casefold())), None)
    if money is not None and not money.isalpha():
        return units.find(money)
    if number.part or (number.ratio and not number.exact):
        return _of_part(words, number, noun)
    hedged = number.begin < number.start
    if noun is not None and noun.known:
        return None if noun.unit.symbol == "year" and noun.hyphen else noun.unit
    end = (second or number).end
    if (
        noun is not None
        and noun.words.casefold() in {"point", "points"}
        and (re.search(r"%|percent|per cent|\bpolls?\b", words) or any(one.unit == "%" for one in found))
    ):
        return units.UNITS["%"]
    if re.match(r"\s+(?:more|others|other)\b(?! than)", words[end:]) and noun is None and (told := _countable(found)):
        return told
    if _of(words, end) and not number.vague and not re.match(r"\s*of (?:them|those|whom|these)\b", words[number.end :]):
        return _of_whole(words, number, found)
    if number.vague:
        return _after_of(words, number)
    if _HARM.match(words[number.end :].lstrip()):
        return PERSON
    if noun is not None:
        return ITEM if not number.word or _is_plural(noun.words) else None
    bare = number.word and not hedged and not _BARE.search(f"{words[: number.start]}#")
    return None if bare or (number.word and not hedged and not found) else _told_before(words, number, found)


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _of_part(words: str, number: _Number, noun: Noun | None) -> Unit | None:
    """A part of a whole, of which something must be told: "nearly a fifth of", "half the town"."""
    told = words[number.start : number.end].casefold()
    follows = _PARTS_OF.match(words, number.end)
    if (
        told in {"a third", "a fourth", "a fifth", "a sixth", "a seventh", "a tenth"}
        and number.begin == number.start
        and not re.match(r"\s+of\b|\s*[,.;)]|\s+(?:more|less|fewer|higher|lower)\b", words[number.end :])
    ):
        return None
    if told in {
        "half",
        "quarter",
        "third",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "a second",
        "quarters",
        "thirds",
    }:
        plain = number.begin < number.start or words[number.end :].lstrip().startswith(("of ", "the ", "its "))
        return units.UNITS["share"] if plain and told == "half" else None
    if (
        noun is not None
        and noun.known
        and noun.unit.dimension in {"area", "length", "time", "months", "mass"}
        and noun.begin <= number.end + 5
    ):
        return noun.unit
    return units.UNITS["share"] if follows or number.ratio or number.begin < number.start else None


def _countable(found: list[Figure]) -> Unit | None:
    """The unit of the last figure that is no share."""
    told = next((one for one in reversed(found) if one.quantity.dimension != "share"), None)
    return units.UNITS.get(told.unit) if told else None


def _of_whole(words: str, number: _Number, found: list[Figure]) -> Unit | None:
    """The unit of "12 of its 30 engines", or of "the three of five"."""
    inner = re.compile(r"\s*of\s+(?:(?:the|its|their|his|her|our|all)\s+)?(?:(?:[\d,]+|[a-z-]+)\s+)?").match(
        words, words.index("of", number.end) - 1
    )
    noun = noun_after(words, inner.end() - 1) if inner else None
    if noun is None:
        noun = noun_after(words, words.index("of", number.end) + 2)
    return noun.unit if noun else _told_before(words, number, found)


def _after_of(words: str, number: _Number) -> Unit | None:
    of = re.compile(r"\s*(?:of|more|other)?\s*").match(words, number.end)
    noun = noun_after(words, of.end() - 1 if of and of.end() > number.end else number.end)
    return noun.unit if noun else None


def _told_before(words: str, number: _Number, found: list[Figure]) -> Unit | None:
    """The unit of a bare number: that of the figure before it, or of the last thing that was named."""
    before = words[: number.begin]
    if re.search(r"\btoll\b", before, re.IGNORECASE):
        return PERSON
    told = found[-1] if found else None
    if told is not None and told.quantity.dimension == "share" and not _may_be_share(words, number):
        told = next((one for one in reversed(found) if one.quantity.dimension != "share"), None)
    named = [units.known(word) for word in re.findall(r"[^\W\d_]+", before)]
    last = next((unit for unit in reversed(named) if unit and unit.dimension.startswith("count:")), None)
    if told is not None:
        return units.UNITS.get(told.unit)
    return last or (None if number.word else ITEM)


def _may_be_share(words: str, number: _Number) -> bool:
    digits = words[number.start : number.end].replace(",", "")
    return (
        digits.replace(".", "", 1).isdigit()
        and float(digits) <= 100
        and re.search(r"(?:from|to|at|on|and|with|against)\s+$", words[: number.begin]) is not None
    )  # noqa: PLR2004  per cent


# --- reading ----------------------------------------------------------------------------------


def _read(words: str, number: _Number, end: int, noun: Noun | None, unit: Unit) -> Figure | None:
    """The figure in the canonical notation; `None` where the words make no sense."""
    told_to = noun.end if noun is not None and (noun.unit is unit or not noun.known) else end
    core = _MAYBE.sub(" to ", words[number.begin : end])
    tail = _tail(words, told_to)
    if after := _AT_MOST.match(words, told_to):
        core, tail = f"{after['bound']} {core}", after[0]
    bracket = _BRACKET.match(words, told_to + len(tail)) if noun is not None and noun.known else None
    if number.ratio:
        core = f"{words[number.begin : number.start]}{number.ratio}"
    quantity = _quantity(core + ("" if after else tail), unit, bracket[1] if bracket else None)
    if quantity is None:
        return None
    converted = bracket is not None and quantity.conversion is not None
    last = bracket.end() if bracket is not None and converted else told_to + len(tail)
    counted = noun.words if noun is not None and last >= noun.end else None
    if counted is None and (number.vague or _of(words, end)):
        counted = _counted_after_of(words, end)
    return Figure(begin=number.begin, end=last, words=words[number.begin : last], quantity=quantity, noun=counted)


def _counted_after_of(words: str, end: int) -> str | None:
    of = re.compile(r"\s*of\s*(?:(?:the|its|their|all)\s+)?(?:[\d,]+\s*)?").match(words, end)
    noun = noun_after(words, of.end() - 1) if of else noun_after(words, end)
    return noun.words if noun else None


_AT_MOST = re.compile(r",? (?P<bound>at most|at least|at the most|at the least)\b(?! \d)")


def _tail(words: str, at: int) -> str:
    found = re.compile(r"\s+(?:or more|or so|or fewer|or less)\b|\+").match(words, at)
    return found[0] if found else ""


def _quantity(core: str, unit: Unit, bracket: str | None) -> Quantity | None:
    tail = re.search(r"\s+(?:or more|or so|or fewer|or less)$", core)
    for told in _ways(core, unit, bracket, tail):
        try:
            return Quantity.read(told, unit=unit.symbol)
        except InvalidInput:
            continue
    return None


def _ways(core: str, unit: Unit, bracket: str | None, tail: re.Match[str] | None) -> Iterator[str]:
    """How the figure may be written for the reader of figures: with its conversion, with its unit, bare."""
    money = unit.dimension.startswith("money:")
    named = core if money or tail else f"{core} {unit.symbol}"
    if bracket is not None:
        yield f"{named} ({bracket})"
    if not money and unit.symbol != "share":
        yield named
    yield core


def _nones(words: str) -> Iterator[Figure]:
    """`No deaths`, `nobody was hurt`: a figure, and it is none."""
    for match in _NONE.finditer(words):
        noun = match["noun"].casefold()
        unit = PERSON if noun in _HARMED else units.known(noun)
        if (
            unit is not None
            and unit.dimension in {"count:person", "count:case", "count:home", "count:building"}
            and noun not in {"man", "people"}
        ):
            end = match.end("noun")
            yield Figure(begin=match.start(), end=end, words=words[match.start() : end],
                         quantity=Quantity.parse(f"none {unit.symbol}"), noun=match["noun"])  # fmt: skip
    for match in _NOBODY.finditer(words):
        yield Figure(
            begin=match.start(), end=match.end(), words=match[0], quantity=Quantity.parse("none person"), noun="people"
        )


_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ORDINAL = re.compile(
    rf"\b(?:a )?(?P<ordinal>{'|'.join(_ORDINALS)}) (?P<noun>person|body|victim|death|fatality|patient|case|casualty|worker|firefighter|man|woman|child|soldier)\b",
    re.IGNORECASE,
)


def _ordinals(words: str) -> Iterator[Figure]:
    """`A third person has died`: then there are three."""
    for match in _ORDINAL.finditer(words):
        number = _ORDINALS.index(match["ordinal"].casefold()) + 2
        unit = "case" if match["noun"].casefold() == "case" else "person"
        if re.search(
            r"\b(?:dead|died|killed|found|confirmed|injured|missing|infected|reported|hurt|arrested)\b", words
        ):
            quantity = Quantity.parse(f"{number} {unit}")
            yield Figure(begin=match.start(), end=match.end(), words=match[0], quantity=quantity, noun=match["noun"])


_MULTIPLE = re.compile(
    r"\b(?:(?P<verb>doubl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)|trebled?|quadrupl(?:e|es|ed|ing)|halved|halves|halving)\b(?!-)"
    r"|by half\b|(?P<twice>twice) (?:as|the|that|its|their|what)\b"
    r"|(?P<times>two|three|four|five|six|seven|eight|nine|ten|\d+(?:\.\d+)?)(?: times (?:as|more|higher|larger|bigger|the|that|what|its|greater)\b|[- ]?fold\b))",
    re.IGNORECASE,
)
_FACTORS = {"doubl": "2", "tripl": "3", "trebl": "3", "quadr": "4", "halve": "1/2", "halvi": "1/2"}


def _multiples(words: str) -> Iterator[Figure]:
    """`More than doubled`, `three times as many`: how two figures compare."""
    for match in _MULTIPLE.finditer(words):
        told = match["verb"] or match["twice"] or match["times"] or "half"
        factor = _FACTORS.get(told[:5].casefold(), {"twice": "2", "half": "1/2"}.get(told.casefold(), told))
        begin = _hedged(words, match.start())
        share = factor == "1/2"
        quantity = _quantity(f"{words[begin : match.start()]}{factor}", units.UNITS["share"] if share else ITEM, None)
        if quantity is not None:
            yield Figure(
                begin=begin,
                end=match.end(),
                words=words[begin : match.end()],
                quantity=quantity,
                noun="times",
                derived=True,
            )


__all__ = ["Figure", "figures", "like"]
