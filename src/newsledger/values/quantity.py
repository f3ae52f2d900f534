"""Imprecise figures: exact ends, strict or not, in a unit, with what their digits leave open.

The canonical text is one line:

    110 km2              a figure as told
    ~110 km2             about
    <=11000 person       as many as 11,000: more than none (`<` excludes the figure itself)
    >100000 person       over 100,000 (`>=` includes it)
    <~0.2 share          nearly a fifth
    200..300 person      a range; 200..250..300 has a best guess in it
    unknown | some person | none person

A number is decimal digits with an optional fraction and an exponent (`260e9`), or a fraction
in lowest terms (`1/3`). Told zeros stay, because digits are precision: `1.50` is finer than `1.5`.

**Rounding** is half a unit of the last digit told; zeros that may only fill up leave at most
5 % open, and so does a fraction. A bare `0` is exact. Where the digits do not say it, after a
conversion, the text does: `108.779500634112 km2 ±1.294994055168`; a range whose ends differ has
two, `±5 ±12.5`, low end first. A number such as `11.000` always carries it: alone it might mean
eleven thousand.
"""

from __future__ import annotations

import functools
import re
from fractions import Fraction
from typing import Any, NoReturn

import attrs

from newsledger.errors import InvalidInput
from newsledger.frozen import frozen
from newsledger.problems import Place, Problem
from newsledger.values import units

LONGEST = 200
"""No figure in a report takes more characters; a longer text is something else."""

LONGEST_CONVERTED = 1000
"""What `Quantity.to` writes stays below: five numbers of 48 digits, times a factor of 13 over 13."""

MOST_DIGITS = 30
"""A number that people write has fewer digits; only one with its rounding spelled out may have more."""

LARGEST_EXPONENT = 18

_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:/[1-9][0-9]*|(?:\.[0-9]+)?(?:e[1-9][0-9]*)?)"
_CANONICAL = re.compile(
    rf"(~|[<>]=?~?)?({_NUMBER}(?:\.\.{_NUMBER}){{0,2}})"
    rf" ([A-Za-z0-9]+|%)((?: ±{_NUMBER}){{0,2}})"
)
_WORD = re.compile(r"(unknown|some|none)(?: ([A-Za-z0-9]+|%))?")
_DOTTED = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")  # three decimals: might be a European thousands separator
_CAP = 20  # zeros that fill up leave at most a twentieth open (model.md, "Imprecision is kept")
_ZERO, _HALF = Fraction(0), Fraction(1, 2)
_LOOSE: frozenset[str] = frozenset()
_LOW, _HIGH, _BOTH = frozenset({"low"}), frozenset({"high"}), frozenset({"low", "high"})
_SHOWN = 40
_SOME_DIGIT = re.compile(r"[1-9]")


@frozen(kw_only=True)
class Bounds:
    """What a figure leaves possible, in base units, before rounding; `None` is unbounded."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_strict: bool = False
    high_strict: bool = False


@attrs.frozen(kw_only=True, repr=False)
class Quantity:
    """An imprecise figure, never sharpened. Equal if its canonical text is equal.

    `low`, `best` and `high` are exact, in `unit`, each absent where nothing was told. `strict`
    names the ends that are excluded. `rounding_low` and `rounding_high` say how far the digits
    leave either end open; a single figure has the same on both sides. `told` keeps the words.

    >>> held = Quantity.read("just 110 km² (42 sq mi)")
    >>> held, held.hedge, held.rounding, held.conversion_agrees
    (Quantity('110 km2'), 'just', Fraction(5, 1), True)
    """

    text: str
    told: str | None = attrs.field(default=None, eq=False)
    low: Fraction | None = attrs.field(default=None, eq=False)
    best: Fraction | None = attrs.field(default=None, eq=False)
    high: Fraction | None = attrs.field(default=None, eq=False)
    strict: frozenset[str] = attrs.field(default=_LOOSE, eq=False)
    about: bool = attrs.field(default=False, eq=False)
    unit: str | None = attrs.field(default=None, eq=False)
    rounding_low: Fraction = attrs.field(default=_ZERO, eq=False)
    rounding_high: Fraction = attrs.field(default=_ZERO, eq=False)
    conversion: Quantity | None = attrs.field(default=None, eq=False)

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """The figure that a canonical text stands for.

        >>> Quantity.parse("<=11000 person").bounds()
        Bounds(low=Fraction(0, 1), high=Fraction(11000, 1), low_strict=True, high_strict=False)

        Raises `InvalidInput` where the text is not canonical, the unit unknown or low above high.
        """
        return _parse(text)

    @classmethod
    def read(cls, words: str, *, unit: str | None = None) -> Quantity:
        """The figure that people's words tell; `unit` is meant where they name none.

        >>> Quantity.read("more than $260 billion"), Quantity.read("nearly a fifth", unit="share")
        (Quantity('>260e9 USD'), Quantity('<~0.2 share'))

        Raises `InvalidInput` with the place of what cannot be read.
        """
        return _read(words, unit)

    @property
    def dimension(self) -> str | None:
        """What the figure measures; figures of two dimensions never meet."""
        return None if self.unit is None else units.UNITS[self.unit].dimension

    @property
    def is_unknown(self) -> bool:
        """Whether the report says that the figure is unknown."""
        return self.text.startswith("unknown")

    @property
    def is_some(self) -> bool:
        """Whether all that is told is that there are some."""
        return self.text.startswith("some")

    @property
    def is_none(self) -> bool:
        """Whether the report tells that there are none."""
        return self.text.startswith("none")

    @property
    def rounding(self) -> Fraction:
        """How far the digits leave the figure open, in `unit`; of a range, the wider of its ends."""
        return max(self.rounding_low, self.rounding_high)

    @property
    def hedge(self) -> str | None:
        """The told words without number, unit and brackets: "just", "as many as"."""
        if self.told is None or len(self.told) > LONGEST:
            return None
        from newsledger.values import hedges  # replay never needs the vocabulary

        return hedges.hedge_of(self.told, unit=self.unit)

    @property
    def conversion_agrees(self) -> bool | None:
        """Whether the bracketed conversion meets the figure; `None` without one of its dimension."""
        if self.conversion is None or self.conversion.dimension != self.dimension:
            return None
        return self.meets(self.conversion)

    @property
    def base(self) -> Quantity:
        """The same figure in its dimension's base unit, rounding carried along.

        >>> Quantity.parse("42 sqmi").base
        Quantity('108.779500634112 km2 ±1.294994055168')
        """
        return self if self.dimension is None else self.to(units.base_of(self.dimension).symbol)

    def to(self, unit: str) -> Quantity:
        """The same figure in another unit of its dimension, exactly.

        >>> Quantity.parse("~20 %").to("share")
        Quantity('~0.2 share ±0.01')

        Raises `InvalidInput`: `other-dimension` where the units measure different things.
        """
        return _convert(self, units.find(unit))

    def bounds(self) -> Bounds:
        """What the figure leaves possible, in base units, without rounding; a single figure is its own range.

        >>> Quantity.parse(">5 km").bounds().high is None
        True
        """
        return self._bounds

    def meets(self, other: Quantity) -> bool:
        """Whether two figures may both be so: their ranges overlap, rounding included.

        An end that was rounded lies strictly inside its rounding: 5 and 6 do not meet. "About"
        widens nothing, and an unknown figure meets every other.

        >>> Quantity.parse("42 sqmi").meets(Quantity.parse("110 km2"))
        True
        """
        if self.is_unknown or other.is_unknown:
            return True
        if self.dimension != other.dimension:
            return False
        mine, theirs = self.rounded, other.rounded
        return _below(mine, theirs) and _below(theirs, mine)

    def width(self) -> Fraction | None:
        """How far apart the bounds are, in base units, rounding excluded; `None` is unbounded."""
        bounds = self._bounds
        return None if bounds.low is None or bounds.high is None else bounds.high - bounds.low

    @functools.cached_property
    def amount_key(self) -> tuple[Any, ...]:
        """What the figure claims, whatever its unit: the same for `1 km2` and `1000000 m2 ±500000`."""
        ends = (self.low, self.best, self.high, self.rounding_low, self.rounding_high)
        scaled = tuple(None if end is None else end * self._factor for end in ends)
        return (self.dimension, *scaled, self.strict, self.about, self.is_unknown)

    def as_json(self) -> dict[str, Any]:
        """The figure as an answer carries it: numbers as decimal strings in `unit`, or `"1/3"`.

        >>> Quantity.parse("260e9 USD").as_json()["best"]
        '260000000000'
        """
        return {
            "type": "quantity",
            "text": self.text,
            "told": [] if self.told is None else [self.told],
            "low": _plain(self.low),
            "best": _plain(self.best),
            "high": _plain(self.high),
            "strict": sorted(self.strict),
            "about": self.about,
            "unit": self.unit,
        }

    @property
    def _factor(self) -> Fraction:
        return _ZERO + 1 if self.unit is None else units.UNITS[self.unit].factor

    @functools.cached_property
    def _bounds(self) -> Bounds:
        low = self.best if self.low is None and self.high is None else self.low
        high = self.best if self.low is None and self.high is None else self.high
        return Bounds(
            low=None if low is None else low * self._factor,
            high=None if high is None else high * self._factor,
            low_strict="low" in self.strict,
            high_strict="high" in self.strict,
        )

    @functools.cached_property
    def rounded(self) -> Bounds:
        """What the figure leaves possible, in base units, rounding included."""
        bounds, below, above = (
            self._bounds,
            self.rounding_low * self._factor,
            self.rounding_high * self._factor,
        )
        return Bounds(
            low=None if bounds.low is None else bounds.low - below,
            high=None if bounds.high is None else bounds.high + above,
            low_strict=bounds.low_strict or below > 0,
            high_strict=bounds.high_strict or above > 0,
        )

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Quantity({self.text!r})"


def _below(one: Bounds, other: Bounds) -> bool:
    """Whether one range begins before the other ends."""
    if one.low is None or other.high is None or one.low < other.high:
        return True
    return one.low == other.high and not (one.low_strict or other.high_strict)


@functools.lru_cache(maxsize=65536)
def _parse(text: str) -> Quantity:
    longest = LONGEST_CONVERTED if "±" in text else LONGEST
    found = _CANONICAL.fullmatch(text) if len(text) <= longest else None
    if found is None:
        return _parse_word(text)
    sign, numbers, symbol, told = found.groups()
    if symbol not in units.UNITS:
        raise InvalidInput([units.unknown_unit(symbol, column=found.start(3) + 1)])
    if not sign and not told and len(numbers) <= MOST_DIGITS and numbers.isdecimal():
        value, rounding = _number(numbers)  # a bare number, as nearly all figures of tables are: nothing to check
        return Quantity(text=text, best=value, unit=symbol, rounding_low=rounding, rounding_high=rounding)
    tokens = numbers.split("..")
    _check_tokens(text, tokens)
    values, roundings = map(list, zip(*map(_number, tokens), strict=True))
    if len(tokens) > 1:
        _check_range(text, sign, values)
    ends = _ends(roundings)
    if told or any(map(_must_spell, tokens)):
        ends = _told_roundings(text, tokens, ends, told.split(" ±")[1:])
    return _build(text, sign or "", values, ends, symbol)


def _parse_word(text: str) -> Quantity:
    found = _WORD.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        _refuse(text)
    word, symbol = found.groups()
    if symbol is None and word != "unknown":
        _fail(
            "missing-unit",
            f"{word!r} needs a unit: {word} of what?",
            f"write for example {word} person",
            text,
        )
    if symbol is not None and symbol not in units.UNITS:
        raise InvalidInput([units.unknown_unit(symbol, column=found.start(2) + 1)])
    if word == "unknown":
        return Quantity(text=text, unit=symbol)
    if word == "some":
        return Quantity(text=text, unit=symbol, low=_ZERO, strict=_LOW)
    return Quantity(text=text, unit=symbol, low=_ZERO, best=_ZERO, high=_ZERO)


def _build(text: str, sign: str, values: list[Fraction], roundings: list[Fraction], unit: str) -> Quantity:
    """A figure from its numbers; a bound from above on a positive figure asserts more than none."""
    low = best = high = None
    below = above = roundings[0]
    strict, first = _LOOSE, values[0]
    if len(values) > 1:
        low, high, above = first, values[-1], roundings[-1]
        best = values[1] if len(values) > 2 else None  # noqa: PLR2004 - low..best..high
    elif sign[:1] == "<":
        low, high, below = (_ZERO, first, _ZERO) if first > 0 else (None, first, _ZERO)
        strict = _LOOSE if low is None else _LOW
        strict = strict if "=" in sign else strict | _HIGH
    elif sign[:1] == ">":
        low, above, strict = first, _ZERO, _LOOSE if "=" in sign else _LOW
    else:
        best = first
    return Quantity(
        text=text,
        low=low,
        best=best,
        high=high,
        strict=strict,
        about="~" in sign,
        unit=unit,
        rounding_low=below,
        rounding_high=above,
    )


def _number(token: str) -> tuple[Fraction, Fraction]:
    """The value of a canonical number, and how far its digits leave it open."""
    if "/" in token:
        value = Fraction(token)
        return value, abs(value) / _CAP
    mantissa, _, exponent = token.partition("e")
    whole, _, decimals = mantissa.partition(".")
    digits, power = int(whole + decimals), int(exponent or 0) - len(decimals)
    value = Fraction(digits * 10**power) if power >= 0 else Fraction(digits, 10**-power)
    # a bare 0 fills up nothing and rounds nothing: none were meant
    step = power if decimals else power + len(whole) - len(whole.rstrip("0"))
    return value, _ZERO if digits == 0 and not decimals else _rounding(value, step)


def _rounding(value: Fraction, step: int) -> Fraction:
    """Half of ten to the step of the last digit told, at most a twentieth where zeros follow it."""
    if step < 0:
        return Fraction(1, 2 * 10**-step)
    if step == 0:
        return _HALF
    return Fraction(min(10 ** (step + 1), abs(value.numerator)), _CAP)


def _must_spell(token: str) -> bool:
    """Whether a number is canonical only with its rounding beside it: `11.000` alone asks to be misread."""
    if len(token) > MOST_DIGITS:
        return sum(mark.isdigit() for mark in token) > MOST_DIGITS
    return "." in token and _DOTTED.fullmatch(token) is not None


def _check_tokens(text: str, tokens: list[str]) -> None:
    for token in tokens:
        exponent = token.partition("e")[2]
        if len(exponent) > 2 or int(exponent or 0) > LARGEST_EXPONENT:  # noqa: PLR2004 - two digits reach 18
            _fail(
                "exponent-too-large",
                f"an exponent above {LARGEST_EXPONENT} was found",
                "write the figure itself",
                text,
            )
        if "/" in token and str(Fraction(token)) != token:
            _fail("not-canonical", f"{token} is not in lowest terms", f"write {Fraction(token)}", text)
        if token[0] == "-" and not _SOME_DIGIT.search(token.partition("e")[0]):
            _fail("not-canonical", "zero has no sign", "write 0", text)


def _check_range(text: str, sign: str | None, values: list[Fraction]) -> None:
    if sign not in (None, "~"):
        _fail(
            "two-bounds",
            f"a range cannot be a bound ({sign}) as well",
            "write the range alone: 200..300",
            text,
        )
    if values != sorted(values):
        _fail(
            "low-above-high",
            "the low end of the range is above its high end",
            "write low..high or low..best..high",
            text,
        )


def _told_roundings(text: str, tokens: list[str], default: list[Fraction], told: list[str]) -> list[Fraction]:
    """The roundings spelled out in a text, each end's; refuses what is missing or too much."""
    needed = [token for token in tokens if _must_spell(token)]
    if not told and any(map(_DOTTED.fullmatch, needed)):
        _fail(
            "ambiguous-figure",
            f"{needed[0]} may mean {needed[0].replace('.', '')}, or a figure with three decimals",
            f"write {needed[0].replace('.', '')}, or for three decimals {text}{_spelled(default)}",
            text,
        )
    if not told:
        _fail("too-many-digits", f"a number of more than {MOST_DIGITS} digits was found", "round it", text)
    _check_tokens(text, told)
    roundings = [_number(token)[0] for token in told]
    spelled = roundings if len(told) == len(default) else roundings * len(default)
    twice = len(told) > len(default) or (len(told) > 1 and roundings[0] == roundings[1])
    if twice or min(roundings) < 0 or (spelled == default and not needed):
        _fail(
            "not-canonical",
            "the rounding after ± is not needed, told twice, or negative",
            "leave it out, or give one for both ends, or low end and high end",
            text,
        )
    return spelled


def _convert(figure: Quantity, target: units.Unit) -> Quantity:
    if figure.unit is None:
        return _as_told(_parse(f"{figure.text} {target.symbol}"), figure)
    source = units.UNITS[figure.unit]
    if source.dimension != target.dimension:
        _fail(
            "other-dimension",
            f"{figure.text} measures {source.dimension}, and {target.symbol} {target.dimension}",
            "figures convert within one dimension only; currencies never do",
            figure.text,
        )
    if target == source:
        return figure
    found = _CANONICAL.fullmatch(figure.text)
    if found is None:
        return _as_told(_parse(f"{figure.text.partition(' ')[0]} {target.symbol}"), figure)
    ratio = source.factor / target.factor
    values = [_number(token)[0] * ratio for token in found[2].split("..")]
    ends = [figure.rounding_low, figure.rounding_high] if len(values) > 1 else [figure.rounding]
    return _as_told(_parse(_render(found[1] or "", values, [end * ratio for end in ends], target.symbol)), figure)


def _as_told(figure: Quantity, of: Quantity) -> Quantity:
    """The figure with the words and the conversion of another."""
    return attrs.evolve(figure, told=of.told, conversion=of.conversion) if of.told or of.conversion else figure


def _render(sign: str, values: list[Fraction], roundings: list[Fraction], symbol: str) -> str:
    """The canonical text of a figure, its rounding spelled out where the digits do not say it."""
    tokens = [_digits(value) for value in values]
    text = f"{sign}{'..'.join(tokens)} {symbol}"
    default = _ends([_number(token)[1] for token in tokens])
    if roundings == default and not any(map(_must_spell, tokens)):
        return text
    return text + _spelled(roundings)


def _spelled(roundings: list[Fraction]) -> str:
    """The roundings as they stand at the end of a text, once where both ends have the same."""
    return "".join(f" ±{_digits(end)}" for end in dict.fromkeys(roundings))


def _ends(roundings: list[Fraction]) -> list[Fraction]:
    """The first and the last of a range's roundings; the one of a single figure."""
    return roundings if len(roundings) == 1 else [roundings[0], roundings[-1]]


def _digits(value: Fraction) -> str:
    """A number as decimals where they end, else as a fraction in lowest terms."""
    decimals, power = 0, 1
    while power % value.denominator and decimals < value.denominator.bit_length():
        decimals, power = decimals + 1, power * 10
    if power % value.denominator or decimals == 0:
        return str(value)
    digits = str(abs(value.numerator) * (power // value.denominator)).rjust(decimals + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-decimals]}.{digits[-decimals:]}"


def _plain(value: Fraction | None) -> str | None:
    return None if value is None else _digits(value)


def _read(words: str, unit: str | None) -> Quantity:
    body = words.strip()
    try:
        return _read_body(body, unit)
    except InvalidInput as refused:
        shift = len(words) - len(words.lstrip()) if body else 0
        raise InvalidInput(_moved(refused, shift)) from None


def _read_body(body: str, unit: str | None) -> Quantity:
    if not body:
        _fail(
            "empty-figure",
            "a figure was expected, and nothing was found",
            "write ? where the figure is unknown",
            body,
        )
    if len(body) > (LONGEST_CONVERTED if "±" in body else LONGEST):
        _fail(
            "too-long",
            f"{len(body)} characters are no figure; expected at most {LONGEST}",
            "keep the figure, and put the rest into a note",
            body,
        )
    if _is_canonical(body, unit):
        return _parse(body)
    from newsledger.values import hedges  # replay never needs the vocabulary

    reading = hedges.read(body, unit=unit)
    try:
        found = _parse(reading.text)
    except InvalidInput as refused:  # its places are those of the canonical text, which nobody wrote
        where = Place(column=1, length=len(body))
        raise InvalidInput(attrs.evolve(problem, where=where) for problem in refused.problems) from None
    told = None if body == found.text else body
    return attrs.evolve(found, told=told, conversion=_conversion(reading.conversion, reading.column))


def _is_canonical(body: str, unit: str | None) -> bool:
    """Whether a text is in the ledger's own notation, and names its unit where the field means one."""
    found = _CANONICAL.fullmatch(body)
    symbol = found[3] if found else (word[2] if (word := _WORD.fullmatch(body)) else None)
    return symbol in units.UNITS or (unit is None and body == "unknown")


def _conversion(words: str | None, column: int) -> Quantity | None:
    if words is None:
        return None
    try:
        return _read(words, None)
    except InvalidInput as refused:
        raise InvalidInput(_moved(refused, column - 1)) from None


def _moved(refused: InvalidInput, shift: int) -> list[Problem]:
    return [problem.at(file=None, line=None, text=None, shift=shift) for problem in refused.problems]


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def _refuse(text: str) -> NoReturn:
    _fail(
        "not-canonical",
        f"{_shown(text)} is no canonical figure; expected for example 110 km2 or <=11000 person",
        "write digits without separators, one blank, and the unit's symbol",
        text,
    )


def _fail(code: str, message: str, hint: str, text: str) -> NoReturn:
    where = Place(column=1, length=max(1, len(text)))
    raise InvalidInput([Problem(code=code, message=message, hint=hint, where=where)])
