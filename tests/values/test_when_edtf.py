"""The oracle: the `edtf` package reads our texts as we do."""

from __future__ import annotations

import datetime as dt
import re
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.values.strategies_when import closed_texts, single_texts

from newsledger.values.when import When

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its grammar calls its parser by older names
    import edtf


def bounds(text: str) -> tuple[dt.date, dt.date]:
    """The first and last day of a text as edtf reads it, its padding for marks left aside."""
    parsed = edtf.parse_edtf(re.sub("(-2[1-4])[~?%]", r"\1", text))  # it reads no marks on seasons
    low, high = parsed.lower_strict(), parsed.upper_strict()
    return dt.date(*low[:3]), dt.date(*high[:3])


def ours(text: str) -> tuple[dt.date | None, dt.date | None]:
    """The first and last day of a text as we read it."""
    when = When.parse(text)
    return when.earliest and when.earliest.date(), when.latest and when.latest.date()


@given(text=st.one_of(single_texts(), closed_texts(single_texts())))
@settings(max_examples=60)  # a parse of edtf takes milliseconds
def test_earliest_and_latest_day_are_those_of_edtf(text: str) -> None:
    """A date without instants begins and ends on the days that edtf gives."""
    assert ours(text) == bounds(text)


@pytest.mark.parametrize("season", [21, 22, 23, 24])
def test_seasons_are_those_of_edtf(season: int) -> None:
    """The four seasons have the months that edtf gives them, winter December alone."""
    assert ours(f"2024-{season}") == bounds(f"2024-{season}")


@pytest.mark.parametrize("text", ["2025-02-30", "2025-13", "2025-03-16/2025-03-15/2025", "16.03.2025"])
def test_what_edtf_refuses_is_refused(text: str) -> None:
    """A text that edtf cannot read is none of ours either."""
    with pytest.raises(ValueError, match=r"error\["):
        When.parse(text)
    with pytest.raises((edtf.EDTFParseException, ValueError)):
        bounds(text)
