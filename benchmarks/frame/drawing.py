"""Drawings of growth: panels side by side, both scales in powers of ten. The same bytes for the same figures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from benchmarks.frame.options import size_text

WIDTH, HEIGHT, MARGIN, STEP = 250, 230, 64, 18
TITLE, BELOW = 26, 30
"""Room above a panel for its title, and below it for the sizes."""

COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00")
"""Told apart by colour-blind people too: M. Okabe and K. Ito, "Color Universal Design", 2008."""

Line = Sequence[tuple[int, float]]
"""Points: a number of events, and a figure above none."""


class Panel(NamedTuple):
    """One drawing: what it shows, in which unit, and a line for each name."""

    title: str
    lines: Mapping[str, Line]


class Frame(NamedTuple):
    """Where a panel stands, and the powers of ten that its sides show."""

    left: int
    low: float
    high: float
    bottom: int
    top: int

    def x(self, size: float) -> float:
        """Where a size stands."""
        return round(self.left + WIDTH * (math.log10(size) - self.low) / ((self.high - self.low) or 1), 1)

    def y(self, number: float) -> float:
        """Where a figure stands."""
        share = (math.log10(number) - self.bottom) / (self.top - self.bottom)
        return round(TITLE + HEIGHT * (1 - share), 1)


def drawn(panels: Sequence[Panel]) -> str:
    """An SVG of panels side by side, each with its legend below."""
    longest = max(sum(1 for line in panel.lines.values() if line) for panel in panels)
    wide, tall = len(panels) * (WIDTH + MARGIN) + 16, TITLE + HEIGHT + BELOW + STEP * longest + 8
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" font-family="sans-serif" font-size="12">',
        f'<rect width="{wide}" height="{tall}" fill="#ffffff"/>',
    ]
    for at, panel in enumerate(panels):
        frame = _frame(panel, MARGIN - 8 + at * (WIDTH + MARGIN))
        parts += [*_axes(panel, frame), *_lines(panel, frame)]
    return "\n".join([*parts, "</svg>", ""])


def _frame(panel: Panel, left: int) -> Frame:
    sizes = [math.log10(size) for line in panel.lines.values() for size, _ in line]
    figures = [math.log10(number) for line in panel.lines.values() for _, number in line]
    bottom = math.floor(min(figures))
    return Frame(left, min(sizes), max(sizes), bottom, max(math.ceil(max(figures)), bottom + 1))


def _axes(panel: Panel, frame: Frame) -> Iterator[str]:
    yield f'<text x="{frame.left}" y="{TITLE - 10}">{_escaped(panel.title)}</text>'
    yield f'<path d="M{frame.left} {TITLE}v{HEIGHT}h{WIDTH}" fill="none" stroke="#333333"/>'
    for size in sorted({size for line in panel.lines.values() for size, _ in line}):
        yield f'<text x="{frame.x(size)}" y="{TITLE + HEIGHT + 18}" text-anchor="middle">{size_text(size)}</text>'
    for power in range(frame.bottom, frame.top + 1):
        y = frame.y(10.0**power)
        yield f'<path d="M{frame.left} {y}h{WIDTH}" stroke="#dddddd"/>'
        yield f'<text x="{frame.left - 6}" y="{y + 4}" text-anchor="end">{_power(power)}</text>'


def _lines(panel: Panel, frame: Frame) -> Iterator[str]:
    for at, (name, line) in enumerate((name, line) for name, line in panel.lines.items() if line):
        colour, y = COLOURS[at % len(COLOURS)], TITLE + HEIGHT + BELOW + STEP * at + 6
        path = "L".join(f"{frame.x(size)} {frame.y(number)}" for size, number in line)
        yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for size, number in line:
            yield f'<circle cx="{frame.x(size)}" cy="{frame.y(number)}" r="3" fill="{colour}"/>'
        yield f'<circle cx="{frame.left + 6}" cy="{y}" r="5" fill="{colour}"/>'
        yield f'<text x="{frame.left + 18}" y="{y + 4}">{_escaped(name)}</text>'


def _power(power: int) -> str:
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:.{-power}f}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def exponent(line: Line) -> float | None:
    """The power of the size that a figure grows by, fitted by least squares on both logarithms.

    >>> round(exponent([(10, 3.0), (100, 30.0), (1_000, 300.0)]) or 0, 3)
    1.0

    `None` where there are fewer than two points.
    """
    if len(line) < 2:  # noqa: PLR2004  a line needs two points
        return None
    xs, ys = ([math.log(point[at]) for point in line] for at in (0, 1))
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)
