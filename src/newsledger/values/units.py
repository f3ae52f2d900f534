"""Every unit that a figure may be told in, as one table, and how people write it.

A unit belongs to a *dimension*, and figures convert within their dimension only. Each
currency and each counted thing is a dimension of its own: euros never become dollars by
themselves, and drones are not tanks. Calendar months are no number of days, so months and
years stand apart from days and weeks.

Factors are exact. Those of the mile, the foot and the acre come from the international yard
of 1959 (0.9144 m), as in NIST Special Publication 811, Appendix B; that of the pound from the
same agreement (0.45359237 kg), those of the nautical mile and the knot from 1929 (1852 m).
Degrees Celsius and Fahrenheit share no zero, so that no factor leads from one to the other: each is a
dimension of its own, as currencies are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache, lru_cache
from types import MappingProxyType

from newsledger.errors import InvalidInput
from newsledger.frozen import frozen
from newsledger.problems import Place, Problem
from newsledger.values.currencies import CURRENCIES, FURTHER


@frozen(kw_only=True)
class Unit:
    """One unit: its symbol in a ledger, its dimension, and how many base units it is worth.

    `aliases` are other ways to write it; `prefix` says that its sign stands before the
    figure (`$5`).

    >>> find("sq mi").factor
    Fraction(632321316, 244140625)
    """

    symbol: str
    dimension: str
    factor: Fraction
    aliases: tuple[str, ...]
    prefix: bool

    @property
    def is_base(self) -> bool:
        """The unit in which its dimension is compared."""
        return self.factor == 1


# symbol, dimension, factor to the base unit, other spellings ("." and case never matter, "-" is a space)
_MEASURES = (
    ("km2", "area", "1", "km²|km^2|㎢|sq km|sqkm|square km|square kilometre*|square kilometer*"),
    ("m2", "area", "1/1000000", "m²|m^2|㎡|sq m|square metre*|square meter*"),
    ("ha", "area", "1/100", "hectare*"),
    ("sqmi", "area", "2.589988110336", "sq mi|mi²|mi2|mi^2|sq mile*|square mile*"),
    ("acre", "area", "0.0040468564224", "acres|ac"),
    ("km", "length", "1", "kms|kilometre*|kilometer*"),
    ("m", "length", "1/1000", "metre*|meter*"),
    ("mi", "length", "1.609344", "mile*"),
    ("ft", "length", "0.0003048", "foot|feet"),
    ("cm", "length", "1/100000", "centimetre*|centimeter*"),
    ("mm", "length", "1/1000000", "millimetre*|millimeter*"),
    ("inch", "length", "0.0000254", "inches"),
    ("yard", "length", "0.0009144", "yards|yds"),
    ("nmi", "length", "1.852", "nautical mile*"),
    ("sqft", "area", "0.00000009290304", "sq ft|ft²|ft2|square foot|square feet"),
    ("t", "mass", "1", "tonne*|metric ton*"),
    ("kg", "mass", "1/1000", "kilo*|kilogram*|kilogramme*"),
    ("g", "mass", "1/1000000", "gram*|gramme*"),
    ("lb", "mass", "0.00045359237", "lbs"),
    (
        "kmh",
        "speed",
        "1",
        "km/h|km/hr|kph|kmph|km per hour|km an hour|kilometre* per hour|kilometre* an hour|kilometer* per hour",
    ),
    ("mph", "speed", "1.609344", "mi/h|mile* per hour|mile* an hour"),
    ("mps", "speed", "3.6", "m/s|metre* per second|metre* a second|meter* per second|meter* a second"),
    ("knot", "speed", "1.852", "knots|kn|kts"),
    ("degC", "temperature:C", "1", "°C|celsius|centigrade|degree* c|degree* celsius|degree* centigrade"),
    ("degF", "temperature:F", "1", "°F|fahrenheit|degree* f|degree* fahrenheit"),
    ("m3", "volume", "1", "m³|m^3|cu m|cubic metre*|cubic meter*"),
    ("litre", "volume", "1/1000", "litres|liter*|ltr"),
    ("ml", "volume", "1/1000000", "millilitre*|milliliter*"),
    ("kW", "power", "1/1000", "kilowatt*"),
    ("MW", "power", "1", "megawatt*"),
    ("GW", "power", "1000", "gigawatt*"),
    ("kWh", "energy", "1/1000", "kilowatt hour*"),
    ("MWh", "energy", "1", "megawatt hour*"),
    ("GWh", "energy", "1000", "gigawatt hour*"),
    ("TWh", "energy", "1000000", "terawatt hour*"),
    ("day", "time", "1", "days|d"),
    ("second", "time", "1/86400", "seconds|secs"),
    ("hour", "time", "1/24", "hours|h|hr*"),
    ("minute", "time", "1/1440", "minutes|min*"),
    ("week", "time", "7", "weeks|wk*"),
    ("month", "months", "1", "months"),
    ("year", "months", "12", "years|yr*"),
    ("ppm", "concentration", "1", "part* per million"),
    ("ppb", "concentration", "1/1000", "part* per billion"),
    ("share", "share", "1", "of the whole"),
    ("bp", "share", "1/10000", "basis point*|bps"),
    ("%", "share", "1/100", "percent|per cent|pc|pct"),
)

# the counted thing, and the words that count it; what was done to people is told by the slot, not by the unit
_PEOPLE = (
    "persons|people|troop*|soldier*|servicemen|fighter*|civilian*|man|men|woman|women|child|children"
    "|resident*|voter*|prisoner*|refugee*|dead|killed|wounded|injured|casualty|casualties|deaths"
    "|people dead|people killed|people wounded|killed or wounded|killed and wounded"
    "|dead or wounded|dead and wounded|dead or injured"
)
_COUNTED = (
    ("person", _PEOPLE),
    ("vote", "votes|ballot*"),
    ("vehicle", "vehicles|car*|truck*"),
    ("building", "buildings|structure*"),
    ("home", "homes|house*|dwelling*"),
    ("pocket", "pockets"),
    ("household", "households"),
    ("missile", "missiles"),
    ("drone", "drones|uav*"),
    ("tank", "tanks"),
    ("aircraft", "aircrafts|plane*|airplane*|jet*"),
    ("ship", "ships|vessel*|boat*|warship*"),
    ("settlement", "settlements|village*|town*"),
    ("seat", "seats"),
    ("case", "cases"),
    ("item", "items|piece*|thing*"),
)


def _spelled(words: str) -> tuple[str, ...]:
    """The spellings of a table's cell; a star stands for the word with and without an "s"."""
    told = words.split("|") if words else []
    stars = (word for word in told if "*" in word)
    return (
        *(word for word in told if "*" not in word),
        *(w for s in stars for w in (s.replace("*", ""), s.replace("*", "s"))),
    )


def _units() -> Iterator[Unit]:
    rows = [(symbol, dimension, factor, words, False) for symbol, dimension, factor, words in _MEASURES]
    rows += [(thing, f"count:{thing}", "1", words, False) for thing, words in _COUNTED]
    rows += [(code, f"money:{code}", "1", words, True) for code, words in (*CURRENCIES, *FURTHER)]
    for symbol, dimension, factor, words, prefix in rows:
        yield Unit(
            symbol=symbol,
            dimension=dimension,
            factor=Fraction(int(factor)) if factor.isdecimal() else Fraction(factor),
            aliases=_spelled(words),
            prefix=prefix,
        )


def _plain(text: str) -> str:
    return " ".join(text.replace(".", "").replace("-", " ").casefold().split())


UNITS = MappingProxyType({unit.symbol: unit for unit in _units()})
"""Every unit by its symbol."""

_BASES = {unit.dimension: unit for unit in UNITS.values() if unit.is_base}


@cache
def _spellings() -> dict[str, Unit]:
    told = {_plain(word): unit for unit in UNITS.values() for word in unit.aliases}
    capitals = {code for code, _ in FURTHER}
    return told | {_plain(unit.symbol): unit for unit in UNITS.values() if unit.symbol not in capitals}


@cache
def signs() -> tuple[str, ...]:
    """What may stand before a figure and names its currency, longest first: `NZ$`, `EUR`, `$`."""
    currencies = [unit for unit in UNITS.values() if unit.prefix]
    found = {word for unit in currencies for word in unit.aliases if not word[-1].isalpha()}
    return tuple(sorted(found | {unit.symbol for unit in currencies}, key=lambda sign: (-len(sign), sign)))


@cache
def _signs_by_letter() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for sign in signs():
        found.setdefault(sign[0].casefold(), []).append(sign)
    return {letter: tuple(some) for letter, some in found.items()}


def sign_at(text: str, at: int) -> str:
    """The sign or code of a currency that stands at a place, as it is written there; none is empty.

    >>> sign_at("about NZ$5", 6), sign_at("all 5", 0), sign_at("usd 5", 0)
    ('NZ$', '', 'usd')
    """
    for sign in _signs_by_letter().get(text[at : at + 1].casefold(), ()):
        told = text[at : at + len(sign)]
        if told == sign or (told.casefold() == sign.casefold() and known(told) is not None):
            return told
    return ""


def known(text: str) -> Unit | None:
    """The unit that some words mean, or `None`.

    >>> known("Square miles").symbol
    'sqmi'
    """
    return UNITS.get(text) or _spellings().get(_plain(text))


def find(text: str) -> Unit:
    """The unit that some words mean.

    >>> find("km²").symbol, find("soldiers").dimension
    ('km2', 'count:person')

    Raises `InvalidInput` (`unknown-unit`) with the nearest known spelling.
    """
    unit = known(text)
    if unit is None:
        raise InvalidInput([unknown_unit(text, column=1)])
    return unit


def base_of(dimension: str) -> Unit:
    """The unit in which figures of a dimension are compared.

    >>> base_of("time").symbol
    'day'
    """
    return _BASES[dimension]


def unknown_unit(text: str, *, column: int, also: Iterable[str] = ()) -> Problem:
    """The problem that some words, at this column of the text, name no unit; `also` may have been meant."""
    best = _nearest(text, tuple(also))
    item = "for a counted thing without a unit of its own write item: the slot says what is counted"
    return Problem(
        code="unknown-unit",
        message=f"{text!r} is no known unit; expected for example km2, person or USD",
        hint=f"did you mean {best}? {item}" if best else f"{item}; units such as {_short_list(text)}",
        where=Place(column=column, length=len(text)),
    )


SHORTEST = 3
"""Shorter units differ by one letter too easily: kg is no slip for km."""

LIKE = 0.75
"""How alike a word and a unit must be: below it "widgets" is taken for "residents"."""


@lru_cache(maxsize=256)
def _nearest(text: str, also: tuple[str, ...]) -> str | None:
    """The spelling that was meant: one with a single slip in it before all others, since km3 means km2, not km.

    A table says "votes" in every row, which is no canonical unit and is then read as words: hence the cache.
    """
    import difflib  # only wrong input pays for it

    choices = {*_spellings(), *also}
    word, known = _plain(text), sorted(choices, key=lambda choice: (len(choice), choice))
    slip = next((choice for choice in known if choice.isalnum() and _one_slip(word, choice)), None)
    return slip or next(iter(difflib.get_close_matches(word, known, n=1, cutoff=LIKE)), None)


def _one_slip(one: str, other: str) -> bool:
    """Whether two words of one length differ in one letter, or in two that changed places."""
    if len(one) != len(other) or len(one) < SHORTEST:
        return False
    at = [place for place, (mine, its) in enumerate(zip(one, other, strict=True)) if mine != its]
    swapped = len(at) == 2 and at[1] == at[0] + 1 and one[at[0]] == other[at[1]] and one[at[1]] == other[at[0]]  # noqa: PLR2004  two letters
    return len(at) == 1 or swapped


MOST_UNITS = 8
"""So many units are named where none is near enough to be meant: what fits a line."""


def _short_list(text: str) -> str:
    """The units that are most like a word, else those that stand first in the table."""
    import difflib  # only wrong input pays for it

    symbols = [unit.symbol for unit in UNITS.values() if not unit.prefix]
    like = difflib.SequenceMatcher(b=_plain(text), autojunk=False)

    def unlike(symbol: str) -> float:
        like.set_seq1(symbol)
        return -like.ratio()

    return ", ".join(sorted(symbols, key=unlike)[:MOST_UNITS])
