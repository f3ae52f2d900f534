"""Generated figures and confidences: every form, mixed units of one dimension, ranges that meet or not."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from newsledger.values import units
from newsledger.values.confidence import Confidence
from newsledger.values.quantity import Quantity

SYMBOLS = ("km2", "sqmi", "ha", "person", "share", "%", "USD", "EUR", "day", "hour", "month", "year", "drone")


def numbers() -> st.SearchStrategy[str]:
    """Canonical numbers: small and close together, round, decimals, exponents, fractions, some negative."""
    small = st.integers(0, 30).map(str)
    rounded = st.builds(lambda digits, zeros: str(digits * 10**zeros), st.integers(1, 2000), st.integers(0, 6))
    # two decimals or four: three ask for their rounding, see `three_decimals`
    decimals = st.builds("{}.{:02}".format, st.integers(0, 2000), st.integers(0, 99))
    finer = st.builds("{}.{:04}".format, st.integers(0, 20), st.integers(0, 9999))
    scaled = st.builds("{}e{}".format, st.sampled_from(("0.5", "1", "1.5", "1.50", "260")), st.integers(1, 18))
    parts = st.builds(lambda count, pieces: str(Fraction(count, pieces)), st.integers(1, 9), st.integers(1, 9))
    positive = st.one_of(small, rounded, decimals, finer, scaled, parts)
    negative = st.integers(1, 40).map(lambda number: f"-{number}")
    return st.one_of(positive, positive, positive, negative)


@st.composite
def quantity_texts(draw: st.DrawFn, unit: str | None = None) -> str:
    """A canonical text; `unit` fixes its unit."""
    symbol = unit or draw(st.sampled_from(SYMBOLS))
    form = draw(st.sampled_from(("one", "one", "bound", "range", "best", "word")))
    if form == "word":
        return draw(st.sampled_from((f"some {symbol}", f"none {symbol}", f"unknown {symbol}", "unknown")))
    if form == "bound":
        sign = draw(st.sampled_from(("<", "<=", ">", ">=", "<~", "<=~", ">~", ">=~")))
        return f"{sign}{draw(numbers())} {symbol}"
    about = draw(st.sampled_from(("", "~")))
    size = {"one": 1, "range": 2, "best": 3}[form]
    ends = sorted(draw(st.lists(numbers(), min_size=size, max_size=size)), key=value_of)
    return f"{about}{'..'.join(ends)} {symbol}"


def value_of(number: str) -> Fraction:
    """What a canonical number is worth, read without newsledger."""
    return Fraction(number)


def quantities(unit: str | None = None) -> st.SearchStrategy[Quantity]:
    """Figures of every form; `unit` keeps them in one dimension, told in any of its units."""
    plain = quantity_texts(unit=unit).map(Quantity.parse)
    if unit is None:
        return plain
    dimension = units.find(unit).dimension
    family = [symbol for symbol, known in units.UNITS.items() if known.dimension == dimension]
    return st.one_of(plain, st.builds(Quantity.to, plain, st.sampled_from(family)))


def confidences() -> st.SearchStrategy[Confidence]:
    """Confidences of every scale."""
    return st.one_of(
        st.sampled_from(("low", "moderate", "high")),
        st.integers(2, 6).map("admiralty {}".format),
        st.integers(0, 100).map("{}%".format),
        st.integers(0, 99).map("{}.5%".format),
        st.integers(0, 100).map("stix {}".format),
    ).map(Confidence.parse)
