from __future__ import annotations

import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.values.strategies_quantity import confidences

from newsledger.errors import InvalidInput
from newsledger.problems import Problem
from newsledger.values.confidence import Confidence

READS = [
    # as written, canonical, scale, hundredths
    ("low", "low", "words", 15),
    ("moderate", "moderate", "words", 50),
    ("medium", "moderate", "words", 50),
    ("High", "high", "words", 85),
    ("70%", "70%", "percent", 70),
    (" 70 % ", "70%", "percent", 70),
    ("0%", "0%", "percent", 0),
    ("100%", "100%", "percent", 100),
    ("2", "admiralty 2", "admiralty", 70),
    ("admiralty 3", "admiralty 3", "admiralty", 50),
    ("Admiralty 4", "admiralty 4", "admiralty", 30),
    ("5", "admiralty 5", "admiralty", 10),
    ("6", "admiralty 6", "admiralty", None),
    ("stix 70", "stix 70", "stix", 70),
    ("STIX 0", "stix 0", "stix", 0),
]


def refused(text: str) -> Problem:
    """The one problem of a text that is no confidence."""
    with pytest.raises(InvalidInput) as caught:
        Confidence.parse(text)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(("written", "text", "scale", "hundredths"), READS)
def test_keeps_what_was_written_and_its_scale(written: str, text: str, scale: str, hundredths: int | None) -> None:
    """Each scale is kept as it is, and has the number that STIX 2.1 gives it."""
    confidence = Confidence.parse(written)

    assert (text, scale) == (confidence.text, confidence.scale)
    assert (None if hundredths is None else Fraction(hundredths, 100)) == confidence.value
    assert (hundredths is not None) == confidence.judged


@pytest.mark.parametrize("text", ["1", "admiralty 1", "Admiralty 1"])
def test_credibility_1_is_computed(text: str) -> None:
    """That others confirm a report follows from their reports, and so nobody enters it."""
    problem = refused(text)

    assert problem.code == "computed-not-entered"
    assert "computed by newsledger" in problem.message
    assert problem.hint is not None
    assert "write 2" in problem.hint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "0",
        "0.7",
        "101%",
        "100.5%",
        "-5%",
        "very high",
        "stix 101",
        "stix",
        "A1",
        "70",
        "٣",
        "x" * 10**6,
    ],
)
def test_refuses_other_words(text: str) -> None:
    """What is on no scale is refused, with the forms that are read, and in a short message."""
    problem = refused(text)

    assert problem.code == "unreadable-confidence"
    assert problem.hint is not None
    assert "admiralty 3" in problem.hint
    assert len(problem.message) < 200
    assert (problem.where.column, problem.where.length) == (1, max(1, len(text)))


@given(confidences())
def test_round_trip(confidence: Confidence) -> None:
    """The text of a confidence reads back as the same one."""
    again = Confidence.parse(str(confidence))

    assert (confidence, confidence.scale, confidence.value) == (again, again.scale, again.value)
    assert confidence == pickle.loads(pickle.dumps(confidence))  # noqa: S301 - our own bytes
    assert repr(confidence) == f"Confidence({confidence.text!r})"


@given(confidences())
def test_numbers_are_shares_of_one(confidence: Confidence) -> None:
    """A judged confidence lies between none and all."""
    assert confidence.value is None or 0 <= confidence.value <= 1


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text ends in anything but a confidence or a problem; what is read is stable."""
    try:
        confidence = Confidence.parse(text)
    except InvalidInput:
        return
    assert Confidence.parse(confidence.text) == confidence
