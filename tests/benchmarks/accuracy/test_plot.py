"""The calibration plot is sound SVG."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from benchmarks.accuracy.metrics import Bin
from benchmarks.accuracy.plot import COLOURS, plot

SVG = "{http://www.w3.org/2000/svg}"


def test_every_bin_is_a_dot_and_every_method_has_a_name() -> None:
    """Two methods with three bins: three dots and two of the legend; names are escaped."""
    drawn = plot({
        "a & b": [Bin(number=4, said=0.5, right=0.5), Bin(number=16, said=1.0, right=0.9)],
        "c": [Bin(number=1, said=0.1, right=0.0)],
    })  # fmt: skip
    tree = ET.fromstring(drawn)  # noqa: S314  our own
    dots = list(tree.iter(f"{SVG}circle"))

    assert len(dots) == 3 + 2
    assert {dot.get("fill") for dot in dots} == set(COLOURS[:2])
    assert "a & b" in [text.text for text in tree.iter(f"{SVG}text")]
    assert plot({}) == plot({})


def test_a_dot_stands_where_its_figures_say() -> None:
    """Half and half stands in the middle; more answers make a larger dot."""
    tree = ET.fromstring(plot({"x": [Bin(number=1, said=0.5, right=0.5), Bin(number=9, said=1.0, right=1.0)]}))  # noqa: S314  our own
    small, large, _ = tree.iter(f"{SVG}circle")

    assert (small.get("cx"), small.get("cy")) == ("256.0", "256.0")
    assert float(small.get("r", "0")) < float(large.get("r", "0"))
