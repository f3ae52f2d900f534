"""The benchmark of the parsers: its texts are new, and are what they should be."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest

from benchmarks import parse
from benchmarks.frame.measuring import DisagreementError, Measured
from newsledger import Quantity, When


@pytest.mark.parametrize(
    ("texts", "read"), [(parse.dates, When.parse), (parse.instants, When.parse), (parse.figures, Quantity.parse)]
)
def test_texts_are_canonical_and_new(texts: Callable[[], Iterator[str]], read: Callable[[str], object]) -> None:
    """Every text can be read, and hardly any comes twice."""
    some = list(itertools.islice(texts(), 2000))

    assert {str(read(text)) for text in some} == set(some)
    assert len(set(some)) >= 0.95 * len(some)


def test_the_peer_is_asked_whether_it_agrees() -> None:
    """A peer that reads a date otherwise is not compared with."""

    class Wrong:
        lower_strict = upper_strict = staticmethod(lambda: (2024, 1, 1))

    with pytest.raises(DisagreementError):
        parse.check_agreement(lambda _: Wrong(), ["2025-03-16"])


def test_ratios_are_per_text() -> None:
    """The peer parses fewer texts; what is compared is the time of one."""
    cpu = {"When.parse": 0.02, "Quantity.parse": 0.04, "edtf.parse_edtf": 0.4}
    measured = {name: Measured(name=name, cpu=one, wall=one, rounds=5, low=one, high=one) for name, one in cpu.items()}
    bars = {bar.name: bar.figure for bar in parse.report(measured).bars}

    assert list(bars.values()) == pytest.approx([10.0, 20.0, 1000.0])


def test_without_the_peer_it_is_named_as_left_out() -> None:
    """A peer that is not installed is no bar, and is named."""
    one = Measured(name="x", cpu=0.02, wall=0.02, rounds=5, low=0.02, high=0.02)
    told = parse.report({"When.parse": one, "Quantity.parse": one})

    assert len(told.bars) == 2
    assert "edtf" in told.left_out[0]
