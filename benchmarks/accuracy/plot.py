"""The calibration plot: what answers say of themselves, and how often they are right. The same bytes every time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.accuracy.metrics import Bin

SIDE, MARGIN = 400, 56
LEGEND = 190
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00")
"""Told apart by colour-blind people too: M. Okabe and K. Ito, "Color Universal Design", 2008."""

TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
SMALLEST, LARGEST = 2.0, 9.0


def plot(series: Mapping[str, Sequence[Bin]]) -> str:
    """An SVG with a line for each method; the size of a dot is how many answers it stands for."""
    most = max((one.number for found in series.values() for one in found), default=1)
    parts = [*_axes()]
    for at, (name, found) in enumerate(series.items()):
        parts += _line(name, found, COLOURS[at % len(COLOURS)], at, most)
    width, height = SIDE + 2 * MARGIN + LEGEND, SIDE + 2 * MARGIN
    view = f'viewBox="0 0 {width} {height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {view} font-family="sans-serif" font-size="12">'
    return "\n".join([head, f'<rect width="{width}" height="{height}" fill="#ffffff"/>', *parts, "</svg>", ""])


def _axes() -> list[str]:
    low, high = _x(0), _x(1)
    lines = [f'<path d="M{low} {_y(0)}L{high} {_y(1)}" stroke="#999999" stroke-dasharray="4"/>']
    lines += [f'<path d="M{low} {_y(1)}V{_y(0)}H{high}" fill="none" stroke="#333333"/>']
    for tick in TICKS:
        lines.append(f'<text x="{_x(tick)}" y="{_y(0) + 18:.0f}" text-anchor="middle">{tick:g}</text>')
        lines.append(f'<text x="{float(low) - 8:.0f}" y="{_y(tick) + 4:.0f}" text-anchor="end">{tick:g}</text>')
    middle = _x(0.5)
    lines.append(f'<text x="{middle}" y="{_y(0) + 40:.0f}" text-anchor="middle">probability that is shown</text>')
    turned = f'transform="rotate(-90 14 {_y(0.5)})"'
    lines.append(f'<text x="14" y="{_y(0.5)}" text-anchor="middle" {turned}>share that is right</text>')
    return lines


def _line(name: str, found: Sequence[Bin], colour: str, at: int, most: int) -> list[str]:
    points = [(_x(one.said), _y(one.right), one.number) for one in found]
    path = "L".join(f"{x} {y}" for x, y, _ in points)
    lines = [f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>'] if points else []
    for x, y, number in points:
        radius = SMALLEST + (LARGEST - SMALLEST) * (number / most) ** 0.5
        lines.append(f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="{colour}"><title>{number}</title></circle>')
    top, left = MARGIN + 20 * at, MARGIN + SIDE + 24
    lines.append(f'<circle cx="{left}" cy="{top}" r="5" fill="{colour}"/>')
    lines.append(f'<text x="{left + 12}" y="{top + 4}">{_escaped(name)}</text>')
    return lines


def _x(share: float) -> str:
    return f"{MARGIN + SIDE * share:.1f}"


def _y(share: float) -> float:
    return round(MARGIN + SIDE * (1 - share), 1)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
