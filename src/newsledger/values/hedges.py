"""People's words for figures, turned into the canonical text of a figure.

Everything here is text to text: `read("as many as 11,000", unit="person")` gives
`<=11000 person`, and `newsledger.values.quantity` alone knows what that means. The tables
below are the whole vocabulary. English only.

A reading goes from left to right: a bracket at the end, hedges, a currency sign, one figure
or two, a unit, hedges that follow.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NoReturn

from newsledger.errors import InvalidInput
from newsledger.problems import Place, Problem
from newsledger.tuples import NamedTuple
from newsledger.values import numerals, units
from newsledger.values.numerals import FORMS, SCALES, Numeral
from newsledger.values.phrases import Found, after_blanks, find, table

# words -> (sign, about). Words that only set a tone have neither. "No more than" leaves zero open
# and so is a range from 0; "up to" and its like assert that there are some (docs/design.md).
_HEDGES = {
    "just|only|exactly|precisely|a total of|a mere|merely": ("", False),
    "about|around|roughly|approximately|approx.|approx|circa|ca.|ca|c.|~|≈": ("", True),
    "an estimated|estimated|close to|closer to|near": ("", True),
    "in the region of|in the order of|somewhere around|on the order of|in the vicinity of": ("", True),
    "more or less|something like": ("", True),
    "up to|as many as|as much as|at most|at the most|at the very most|a maximum of|≤|<=|=<": ("<=", False),
    "as long as|as far as|as high as|as large as|as big as|as deep as|as heavy as|as fast as|as tall as": ("<=", False),
    "as wide as|as strong as|as old as": ("<=", False),
    "none or at most|no more than|not more than|zero to|nil to": ("0..", False),
    "fewer than|less than|under|below|well under|well below|far fewer than|far less than|much less than": ("<", False),
    "<": ("<", False),
    "nearly|almost|just under|just below|slightly under|slightly below|slightly less than": ("<", True),
    "slightly fewer than|a bit under|a bit less than|virtually|practically|close on": ("<", True),
    "not quite|approaching|just short of|just shy of|a little under|a little less than": ("<", True),
    "over|more than|above|well over|well above|upwards of|upward of|in excess of|greater than|>": (">", False),
    "far more than|much more than|north of|well in excess of|comfortably over|comfortably more than": (">", False),
    "past|well past|topped|tops|topping|pass|passed|passes|surpassed|exceeded|exceeds|exceeding": (">", False),
    "just over|just above|slightly over|slightly above|slightly more than|a little over": (">", True),
    "a little more than|a bit over|a bit more than": (">", True),
    "at least|no fewer than|no less than|not less than|as few as|as little as|a minimum of": (">=", False),
    "not fewer than|at the very least|as low as|as short as|as small as|as young as": (">=", False),
    "≥|>=|=>": (">=", False),
}
_SIGNS = {phrase: sign for phrases, sign in _HEDGES.items() for phrase in phrases.split("|")}
PHRASES = frozenset(_SIGNS)
"""Every hedge that may stand before a figure, in small letters."""

_AFTER = {
    "or more": (">=", False),
    "and more": (">=", False),
    "+": (">=", False),
    "or so": ("", True),
    "or fewer": ("0..", False),
    "or less": ("0..", False),
}

# Doubt and hearsay are told apart from figures: they belong to the report, not to the number.
_DOUBTS = ("possibly", "perhaps", "maybe", "probably", "likely", "reportedly", "allegedly", "apparently")

_UNKNOWN = ("?", "an unknown number", "unknown number", "unknown", "unclear", "not known", "undisclosed")
_NONE = ("none", "no one", "nobody", "no", "zero", "nil")
_SOME = ("some", "many", "numerous", "a number")

_EXPAND = 6  # below a million a scale is written out: 11k is 11000, but 5 million is 5e6
_DOZEN = 12
_SHOWN = 40  # messages quote no more than this of what was written


_HEDGE = table(_SIGNS)
_BETWEEN = table(("between", "from", "anywhere between", "anywhere from"))
_DOUBT = table(_DOUBTS)
_KEYWORDS = {
    **dict.fromkeys(_UNKNOWN, "unknown"),
    **dict.fromkeys(_NONE, "none"),
    **dict.fromkeys(_SOME, "some"),
}
_KEYWORD, _JUST_SOME, _OF, _TAIL = table(_KEYWORDS), table(("some",)), table(("of",)), table(_AFTER)
_JOIN = re.compile(
    r"(?P<unit>\s*[a-z%][^0-9]{0,28}?2?)??(?P<join>\s*-\s*|\s*\.\.\.?\s*|\s+(?:to|and|or)\s+)", re.IGNORECASE
)
_BRACKET = re.compile(r"\s*\(([^()]*)\)\s*$")
_LETTERS = re.compile(r"[^\W\d_]")
_DOTTED = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_SAME = str.maketrans(
    {
        **dict.fromkeys("\t\n\r\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        "\u2019": "'",
    }
)
"""Blanks and dashes that look alike are read alike, one mark for one mark, so columns stay true."""


class Reading(NamedTuple):
    """What some words say: the canonical text, the hedge as told, and a bracketed conversion."""

    text: str
    hedge: str | None = None
    conversion: str | None = None
    column: int = 1


class _Figure(NamedTuple):
    """One figure as found: its digits (or `1/3`), times a power of ten, times twelve if told in dozens.

    A vague word has a second set of digits, `upto`. `scaled` says that a scale was told with it.
    """

    digits: str
    begin: int
    end: int
    upto: str | None = None
    power: int = 0
    dozens: bool = False
    scaled: bool = False
    money: str | None = None
    part: bool = False

    @property
    def low(self) -> str:
        return _token(self.digits, self.power, dozens=self.dozens)

    @property
    def high(self) -> str:
        return _token(self.upto or self.digits, self.power, dozens=self.dozens)


class _Front(NamedTuple):
    """The hedges before a figure: the sign of a bound, whether it is about, the words, and where they end."""

    sign: str = ""
    about: bool = False
    between: bool = False
    words: tuple[str, ...] = ()
    end: int = 0

    def then(self, phrase: str, sign: str, *, about: bool, end: int) -> _Front:
        if sign and self.sign:
            _fail(
                "two-bounds",
                f"{phrase!r} and {self.words[-1]!r} are two bounds on one figure",
                "keep one of them, or write a range such as 200..300",
                end - len(phrase),
                end,
            )
        words = (*self.words, phrase)
        return self._replace(sign=sign or self.sign, about=about or self.about, words=words, end=end)

    @property
    def hedge(self) -> str | None:
        return " ".join(word for word in self.words if _LETTERS.search(word)) or None


def read(words: str, *, unit: str | None = None) -> Reading:
    """The canonical text of a figure told in words; `unit` is meant where the words name none.

    >>> read("just 110 km² (42 sq mi)")
    Reading(text='110 km2', hedge='just', conversion='42 sq mi', column=15)
    >>> read("as many as 11,000", unit="person").text
    '<=11000 person'

    Raises `InvalidInput` with the place of what cannot be read. The caller caps the length.
    """
    body = words.translate(_SAME)
    bracket = _BRACKET.search(body)
    if bracket:
        body = body[: bracket.start()]
    body = body.rstrip(" .")
    front = _front(body)
    text, hedge = _keyword(body, front, unit) or _figures(body, front, unit)
    if bracket is None:
        return Reading(text=text, hedge=hedge)
    return Reading(text=text, hedge=hedge, conversion=bracket[1], column=bracket.start(1) + 1)


def hedge_of(told: str, *, unit: str | None = None) -> str | None:
    """The told words without number, unit and brackets; words that tell no figure are a hedge as a whole.

    >>> hedge_of("more than $260 billion"), hedge_of("similar"), hedge_of("2 pockets")
    ('more than', 'similar', None)
    """
    try:
        return read(told, unit=unit).hedge
    except InvalidInput:
        return _BRACKET.sub("", told).strip() or None


def _front(body: str) -> _Front:
    """The hedges that a text begins with; a word of doubt among them is refused."""
    front = _Front()
    while True:
        if found := find(body, front.end, _HEDGE):
            sign, about = _SIGNS[found.phrase]
            front = front.then(body[found.begin : found.end], sign, about=about, end=found.end)
        elif found := find(body, front.end, _BETWEEN):
            front = front._replace(between=True, end=found.end)
        elif found := find(body, front.end, _DOUBT):
            message = f"{body[found.begin : found.end]!r} is doubt or hearsay about the report, no part of a figure"
            hint = "leave it out here, and give it as the report's likelihood"
            _fail("doubt-in-figure", message, hint, found.begin, found.end)
        else:
            return front


def _keyword(body: str, front: _Front, default: str | None) -> tuple[str, str | None] | None:
    """`unknown`, `none` or `some` with their unit; nothing where a number follows ("some 500")."""
    found = find(body, front.end, _KEYWORD)
    if found is None or front.sign or front.about:
        return None
    of = find(body, found.end, _OF)
    begin = after_blanks(body, of.end if of and of.begin > found.end else found.end)
    if _figure_at(body, begin):
        return None
    kind = _KEYWORDS[found.phrase]
    unit = _unit(body, begin, len(body)) or _default(default)
    if unit is None and kind != "unknown":
        _fail_unit(body)
    text = f"{kind} {unit.symbol}" if unit else kind
    return text, front.then(body[found.begin : found.end], "", about=False, end=found.end).hedge


def _figures(body: str, front: _Front, default: str | None) -> tuple[str, str | None]:
    """One figure or two, with what follows them: the canonical text, and the hedge as told."""
    some = find(body, front.end, _JUST_SOME)
    if some and body[some.end : some.end + 1].isspace():
        front = front.then(body[some.begin : some.end], "", about=True, end=some.end + 1)
    first = _figure(body, front.end, default)
    if first is None:
        _fail(
            "unreadable-figure",
            f"{_shown(body[front.end :])} is no figure; expected for example 110 km2",
            FORMS,
            front.end,
            len(body),
        )
    join, second = _second(body, first, default, between=front.between)
    if second:
        first = _sharing(first, second)
    front, end = _tails(body, front._replace(end=(second or first).end))
    unit = _whole_unit(body, (front.end, end), first, second, default)
    if join and join["unit"] and units.known(join["unit"].strip()) is not unit:
        _fail(
            "two-units",
            "the two ends of the range have two units",
            "write both in one unit",
            *join.span("unit"),
        )
    _refuse_dotted(first, second, unit)
    hedge = " ".join(filter(None, (front.hedge, body[first.begin : first.end].strip() if first.upto else None)))
    return f"{_signed(body, front, first, second)} {unit.symbol}", hedge or None


class _Told(NamedTuple):
    """A number with what stands before it and the scales behind it, and where all of it ends."""

    minus: bool
    money: str | None
    numeral: Numeral
    scales: tuple[str, ...]
    end: int


def _figure_at(body: str, at: int) -> _Told | None:
    """The figure that stands at a place: a sign, a currency, a number, and at most two scales."""
    here = after_blanks(body, at)
    minus = body.startswith("-", here)
    money = units.sign_at(body, here + minus)
    numeral = numerals.read(body, after_blanks(body, here + minus + len(money)))
    if numeral is None:
        return None
    first = numerals.scale(body, numeral.end)
    second = numerals.scale(body, first.end) if first else None
    scales = [found for found in (first, second) if found]
    end = scales[-1].end if scales else numeral.end
    return _Told(minus, money or None, numeral, tuple(found.phrase for found in scales), end)


def _figure(body: str, at: int, default: str | None) -> _Figure | None:
    found = _figure_at(body, at)
    if found is None:
        return None
    numeral, scales, end = found.numeral, found.scales, found.end
    if scales == ("m",) and _means_metres(body, at, found, default):
        scales, end = (), numeral.end
    return _Figure(
        digits="-" + numeral.digits if found.minus else numeral.digits,
        upto=numeral.upto,
        power=numeral.power + sum(SCALES[scale] for scale in scales),
        dozens="dozen" in scales,
        scaled=bool(scales),
        money=found.money,
        part=numeral.part and not scales,
        begin=numeral.begin,
        end=end,
    )


def _means_metres(body: str, at: int, found: _Told, default: str | None) -> bool:
    """Whether an `m` after a figure is the metre; in "5m" alone it may as well be a million, and we ask."""
    unit = _default(default)
    counts = unit is not None and unit.dimension.startswith(("count:", "money:"))
    if counts or found.money or body[found.end :].strip():
        return False
    if not body.startswith(" ", found.numeral.end) and (unit is None or unit.dimension != "length"):
        hint = "write 5 m for metres, 5 million for millions"
        _fail("ambiguous-figure", "m may be metres or millions", hint, at, found.end)
    return True


def _second(
    body: str, first: _Figure, default: str | None, *, between: bool
) -> tuple[re.Match[str] | None, _Figure | None]:
    """The other end of a range, if one follows; "and" joins two ends only after "between"."""
    join = _JOIN.match(body, first.end)
    if join and (between or join["join"].strip().casefold() != "and"):
        second = _figure(body, join.end(), first.money or default)
        if second:
            return join, second
    if between:
        _fail(
            "unreadable-figure",
            "a range has two ends, and one was found",
            "write between 200 and 300",
            first.begin,
            len(body),
        )
    return None, None


def _sharing(first: _Figure, second: _Figure) -> _Figure:
    """Lends the scale of the second end to the first: "2-3 million", but not "500,000 to 1 million"."""
    alone = second.scaled and not first.scaled and not first.power
    if alone and Fraction(first.digits) <= Fraction(second.digits):
        return first._replace(power=second.power, dozens=second.dozens)
    return first


def _tails(body: str, front: _Front) -> tuple[_Front, int]:
    """The hedges after a figure ("or more") and after its unit, and where the unit ends."""
    if found := find(body, front.end, _TAIL):
        front = _with_tail(body, found, front)
    for begin in range(front.end, len(body)):
        if (found := find(body, begin, _TAIL)) and found.end == len(body):
            return _with_tail(body, found, front)._replace(end=front.end), begin
    return front, len(body)


def _with_tail(body: str, found: Found, front: _Front) -> _Front:
    sign, about = _AFTER[found.phrase]
    return front.then(body[found.begin : found.end], sign, about=about, end=found.end)


def _whole_unit(
    body: str, span: tuple[int, int], first: _Figure, second: _Figure | None, default: str | None
) -> units.Unit:
    """The unit of a figure: told after it, or as a sign before it, or the one that the field means."""
    told = _unit(body, *span)
    signs = {figure.money for figure in (first, second) if figure and figure.money}
    found = {units.find(sign) for sign in signs} | ({told} if told else set())
    if len(found) > 1:
        _fail("two-units", "one figure has two units", "keep one of them", 0, len(body))
    unit = next(iter(found), None) or _default(default)
    if first.part and not found:
        return _share(unit, first)
    return unit or _fail_unit(body)


def _share(default: units.Unit | None, part: _Figure) -> units.Unit:
    """The unit of "a third" where none is told: a share of the whole, also where the field means percent."""
    if default is not None and default.dimension != "share":
        message = f"a part of a whole was found where a figure in {default.symbol} was expected"
        _fail("part-of-what", message, "write the figure itself, or its unit", part.begin, part.end)
    return units.UNITS["share"]


def _unit(body: str, begin: int, end: int) -> units.Unit | None:
    """The unit told between two places, or `None` where nothing is told."""
    found = re.compile(r"\s*(?:of\s+)?(.*?)\s*").fullmatch(body, begin, end)
    told = found[1] if found else ""
    if found is None or not told:
        return None
    if re.match(r"[,.'][0-9]", told):
        _fail(
            "ambiguous-figure",
            f"{_shown(body)} has separators in odd places",
            "write digits without separators, and a point before decimals: 11000, 1.5",
            begin,
            end,
        )
    unit = units.known(told)
    if unit is None:
        raise InvalidInput([units.unknown_unit(told, column=found.start(1) + 1, also=SCALES)])
    return unit


def _default(default: str | None) -> units.Unit | None:
    return None if default is None else units.find(default)


def _refuse_dotted(first: _Figure, second: _Figure | None, unit: units.Unit) -> None:
    """Asks what 11.000 means: eleven in one half of Europe, eleven thousand in the other."""
    for figure in filter(None, (first, second)):
        if figure.power or not _DOTTED.fullmatch(figure.digits.removeprefix("-")):
            continue
        many, few = (
            f"{figure.digits.replace('.', '')} {unit.symbol}",
            f"{figure.digits} {unit.symbol} ±0.0005",
        )
        message = f"{figure.digits} may have a thousands separator or three decimals"
        _fail("ambiguous-figure", message, f"write {many}, or {few}", figure.begin, figure.end)


def _signed(body: str, front: _Front, first: _Figure, second: _Figure | None) -> str:
    """The figures with the sign of their bound, as canonical text without a unit."""
    about = "~" if front.about or first.upto else ""
    low, high = first.low, (second or first).high
    if front.sign and second:
        _fail("two-bounds", "a range cannot be a bound as well", "write the range alone: 200..300", 0, len(body))
    if front.sign == "0..":
        return f"{about}0..{high}"
    if front.sign:
        return f"{front.sign}{about}{low if front.sign[0] == '>' else high}"
    return f"{about}{low}" if low == high else f"{about}{low}..{high}"


def _token(digits: str, power: int, *, dozens: bool) -> str:
    """Digits and a scale as a canonical number: below a million written out, else with an exponent."""
    if dozens:
        digits = str(Fraction(digits) * _DOZEN)
    if "/" in digits:
        return str(Fraction(digits) * 10**power)
    whole, _, decimals = digits.partition(".")
    told_zero = decimals.endswith("0")
    if 0 < power < _EXPAND and len(decimals) <= power and not told_zero:
        return str(int(whole + decimals.ljust(power, "0")))
    return f"{digits}e{power}" if power else digits


def _shown(text: str) -> str:
    return repr(text.strip() if len(text) <= _SHOWN else text.strip()[:_SHOWN] + "…")


def _fail_unit(body: str) -> NoReturn:
    _fail(
        "missing-unit",
        f"{_shown(body)} names no unit, and none is meant here",
        "add one, for example 110 km2, 300 people or 5 %",
        0,
        len(body),
    )


def _fail(code: str, message: str, hint: str | None, begin: int, end: int) -> NoReturn:
    where = Place(column=begin + 1, length=max(1, end - begin))
    raise InvalidInput([Problem(code=code, message=message, hint=hint, where=where)])
