"""Generated dates: canonical texts of every form, rich in equal, overlapping and extreme ones."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from newsledger.values.when import When

MARKS = ("", "~", "?", "%")


def dates() -> st.SearchStrategy[dt.date]:
    """Days: mostly of two years, so that they meet, at times any day of the calendar."""
    return st.one_of(
        st.dates(dt.date(2024, 1, 1), dt.date(2025, 12, 31)),
        st.dates(),
    )


@st.composite
def single_texts(draw: st.DrawFn) -> str:
    """A day, month, season or year, with or without a mark."""
    day = draw(dates())
    season = draw(st.integers(21, 24))
    year = f"{day.year:04}"
    text = draw(st.sampled_from([day.isoformat(), day.isoformat()[:7], year, f"{year}-{season}"]))
    return text + draw(st.sampled_from(MARKS))


@st.composite
def instant_texts(draw: st.DrawFn) -> str:
    """An instant told by the minute, second or fraction, in UTC or with an offset."""
    day = draw(st.dates(dt.date(1, 1, 2), dt.date(9999, 12, 30)))
    clock = draw(st.times()).isoformat(timespec=draw(st.sampled_from(["minutes", "seconds", "microseconds"])))
    offset = draw(st.sampled_from(["Z", "+02:00", "-05:30", "+14:00", "-14:00", "+00:00"]))
    return f"{day.isoformat()}T{clock}{offset}"


@st.composite
def closed_texts(draw: st.DrawFn, ends: st.SearchStrategy[str]) -> str:
    """An interval with two ends, the later one second."""
    start, end = sorted([draw(ends), draw(ends)], key=lambda text: When.parse(text).key)
    return f"{start}/{end}"


@st.composite
def half_texts(draw: st.DrawFn) -> str:
    """An interval with one end open or unknown."""
    known = draw(st.one_of(single_texts(), instant_texts()))
    return draw(st.sampled_from([f"{known}/..", f"{known}/", f"../{known}", f"/{known}"]))


def texts() -> st.SearchStrategy[str]:
    """Canonical texts of every form."""
    singles = st.one_of(single_texts(), instant_texts())
    return st.one_of(single_texts(), instant_texts(), closed_texts(singles), half_texts())


def whens() -> st.SearchStrategy[When]:
    """Dates of every form."""
    return texts().map(When.parse)
