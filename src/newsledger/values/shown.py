"""Figures and dates as people read them."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from newsledger.values.quantity import Quantity
from newsledger.values.when import When

SYMBOLS = {"km2": "km²", "m2": "m²", "sqmi": "sq mi", "person": "", "share": "", "item": ""}
"""How a unit is written for people, where not by its own name. People need none, nor do items: the slot names them."""

INVARIABLE = frozenset({"km²", "m²", "sq mi", "ha", "km", "m", "mi", "ft", "t", "kg", "%", "aircraft"})
"""Units that have no plural; currencies, all capitals, have none either."""

WORDS = ((10**12, "trillion"), (10**9, "billion"))
"""Above a thousand million, figures are read more easily in words."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
MAX_DENOMINATOR = 10


def figure(quantity: Quantity) -> str:
    """A figure as people read it, its bounds in words.

    >>> figure(Quantity.parse("<=11000 person")), figure(Quantity.parse(">260e9 USD"))
    ('up to 11,000', 'over 260 billion USD')
    >>> figure(Quantity.parse("<~0.2 share")), figure(Quantity.parse("200..300 person"))
    ('under 1/5', '200 to 300')
    """
    if quantity.is_unknown or quantity.is_some or quantity.is_none:
        return "not known" if quantity.is_unknown else "some" if quantity.is_some else "none"
    number = _with_bounds(quantity)
    unit = _unit(quantity)
    return f"{number} {unit}" if unit else number


def _with_bounds(quantity: Quantity) -> str:
    low, best, high = quantity.low, quantity.best, quantity.high
    if best is not None and low is not None and high is not None:
        return f"{_number(low, quantity)} to {_number(high, quantity)}, best {_number(best, quantity)}"
    if best is not None:
        return ("about " if quantity.about else "") + _number(best, quantity)
    if low is not None and high is not None and not (low == 0 and "low" in quantity.strict):
        return ("about " if quantity.about else "") + f"{_number(low, quantity)} to {_number(high, quantity)}"
    if high is not None:
        return ("under " if "high" in quantity.strict else "up to ") + _number(high, quantity)
    return ("over " if "low" in quantity.strict else "at least ") + _number(low or Fraction(0), quantity)


def _number(number: Fraction, quantity: Quantity) -> str:
    if quantity.unit == "share":
        return str(number) if 1 < number.denominator <= MAX_DENOMINATOR else f"{_decimal(number * 100)} %"
    for size, word in WORDS:
        if abs(number) >= size:
            return f"{_decimal(number / size)} {word}"
    return _decimal(number)


def _decimal(number: Fraction) -> str:
    """At most three digits after the point: nobody reads more, and the exact figure is in the canonical text."""
    thousandths = round(number * 1000)
    sign = "-" if thousandths < 0 else ""
    whole, rest = divmod(abs(thousandths), 1000)
    return f"{sign}{whole:,}" + (f".{rest:03d}".rstrip("0") if rest else "")


def _unit(quantity: Quantity) -> str:
    unit = SYMBOLS.get(quantity.unit or "", quantity.unit or "")
    if not unit or unit in INVARIABLE or unit.isupper() or quantity.best == 1:
        return unit
    return f"{unit}s"


def date(when: When | None) -> str:
    """An imprecise date as people read it; what is not told is said in words.

    >>> date(When.parse("2025-03-16")), date(When.parse("2024-08")), date(When.parse("2024"))
    ('16 Mar 2025', 'Aug 2024', 'some time in 2024')
    >>> date(When.parse("2022-02/2025-03-16")), date(When.parse("2024-08/.."))
    ('Feb 2022 to 16 Mar 2025', 'since Aug 2024')
    """
    if when is None:
        return "no date"
    if not when.is_interval:
        within = "some time " if when.approximate else "some time in "
        return (within if when.precision == "year" else "") + _single(when)
    start, end = when.start, when.end
    if start is None:
        return f"{'by' if when.start_unknown else 'until'} {_single(end)}" if end else when.text
    if end is None:
        return f"since {_single(start)}" + (", end not told" if when.end_unknown else "")
    return _span(start, end)


def period(when: When) -> str:
    """A date as the name of the time that it spans, for what is said of its end: `by the end of 2024`.

    >>> period(When.parse("2024")), period(When.parse("2025-03-16"))
    ('2024', '16 Mar 2025')
    """
    return date(when).removeprefix("some time ").removeprefix("in ")


def _span(start: When, end: When) -> str:
    plain = start.precision == end.precision == "day" and not start.approximate and not start.uncertain
    if plain and start.text[:7] == end.text[:7]:
        return f"{int(start.text[8:])}-{_single(end)}"
    return f"{_single(start)} to {_single(end)}"


def _single(when: When) -> str:
    text = when.text.rstrip("~?%")
    about = "about " if when.approximate else ""
    doubt = " (?)" if when.uncertain else ""
    if when.is_instant:
        return about + text.replace("T", " ") + doubt
    year, *rest = text.split("-")
    if not rest:
        return f"{about}{year}{doubt}"
    month = SEASONS.get(rest[0]) or MONTHS[int(rest[0]) - 1]
    day = f"{int(rest[1])} " if len(rest) > 1 else ""
    return f"{about}{day}{month} {year}{doubt}"


def day(date_: dt.date) -> str:
    """A calendar day as people read it.

    >>> day(dt.date(2025, 3, 16))
    '16 Mar 2025'
    """
    return f"{date_.day} {MONTHS[date_.month - 1]} {date_.year}"
