"""A series as SVG, drawn by matplotlib, which nothing else imports but its signs. The same series gives the same bytes.

Nothing rests on colour: origins differ by shape, a belief is a thick line and its range a hatching,
what was denied or taken back is a hollow mark with a stroke through it. Figures are exact until here;
a picture has no use for more digits than a float holds.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections import Counter
from fractions import Fraction
from typing import Any
from xml.sax.saxutils import escape

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend_handler import HandlerTuple
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import ScaledTranslation

from newsledger.cli import _signs as sign
from newsledger.cli._out import visible
from newsledger.cli._placing import Spot, limits, number, row_of, rows, short, spot, ticks, unit_name
from newsledger.cli._series import Held, Panel, Series, Told
from newsledger.values import shown

SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text: it can be read out, searched and copied
    "svg.hashsalt": "newsledger",  # else the names of shapes are drawn by lot
    "text.parse_math": False,  # a dollar in a name is a dollar
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # measured with matplotlib's own; read in that, else in any without serifs
    "font.size": 9,
    "hatch.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
"""On top of matplotlib's own defaults; what a user set for other plots is left out."""

UNWRITABLE = re.compile("[\ufffe\uffff]")
"""What XML 1.0 cannot hold, beside the control characters that are made visible."""

WIDE, PANEL, ROW, LINE = 9.0, 2.6, 0.34, 0.19
"""Inches: of a picture, a panel of figures, a band of words, a line of the legend."""

APART = 10 / 72
"""Inches between two marks that would hide each other."""

SPARE = 0.03
"""How much of the width is left free at the end, so that what was believed on the last day is seen."""

NO_VALUE = "no value"
"""The row of reports without a number or a word: "some", "unknown", a bare denial, silence."""


def svg(series: Series, title: str, told: str) -> bytes:
    """The picture, with its title and its content in words for whoever does not see it."""
    with warnings.catch_warnings(), mpl.rc_context():
        warnings.simplefilter("ignore")  # a script that the measuring font lacks: the reader's own font draws it
        mpl.rcdefaults()
        mpl.rcParams.update(SETTINGS)
        figure = _figure(series, title)
        drawn = io.StringIO()
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": "newsledger"}, facecolor="white")
    return described(drawn.getvalue(), title, told).encode("utf-8")


def described(drawn: str, title: str, told: str) -> str:
    """A drawing with `title` and `desc`, which is what a screen reader reads out."""
    words = f'<title id="title">{escape(_readable(title))}</title>\n <desc id="desc">{escape(_readable(told))}</desc>'
    head = re.compile(r"<svg ([^>]*)>")
    drawn = UNWRITABLE.sub("\ufffd", drawn)
    return head.sub(lambda found: f'<svg role="img" aria-labelledby="title desc" {found[1]}>\n {words}', drawn, count=1)


def _readable(text: str) -> str:
    return UNWRITABLE.sub("\ufffd", visible(text))


def _figure(series: Series, title: str) -> Figure:
    shapes = {origin: sign.shape(at) for at, origin in enumerate(series.origins)}
    heights = [PANEL if panel.is_figures else ROW * (len(rows(panel)) + 2) for panel in series.panels]
    lines = (len(shapes) + len(sign.meanings(series)) + 1) // 2 + 1
    figure = Figure(figsize=(WIDE, sum(heights) + LINE * lines + 0.9), layout="constrained")
    grid = figure.subplots(len(series.panels), 1, squeeze=False, sharex=True, gridspec_kw={"height_ratios": heights})
    for axes, panel in zip(grid[:, 0], series.panels, strict=True):
        _draw(axes, panel, series, shapes)
    _days(grid[-1, 0], series)
    figure.suptitle(short(title, 110), x=0.01, ha="left", fontsize=10)
    _legend(figure, series, shapes)
    return figure


# --- axes -------------------------------------------------------------------------------------


def _x(day: dt.date) -> float:
    return float(day.toordinal())


def _end(series: Series) -> float:
    """The right edge, a little after the end of the last day."""
    first, last = _x(series.start), _x(series.end) + 1
    return last + max(SPARE * (last - first), 0.15)


def _days(axes: Axes, series: Series) -> None:
    axes.set_xlim(_x(series.start), _end(series))
    named = ticks(series.start, series.end)
    axes.set_xticks([_x(one) for one in named], [shown.day(one) for one in named])


def _draw(axes: Axes, panel: Panel, series: Series, shapes: dict[str, Any]) -> None:
    """One panel. What is no number, or has no value at all, has a row of its own below the others."""
    strip = _axis_of_figures(axes, panel) if panel.is_figures else _axis_of_words(axes, panel)
    if panel.is_figures:
        _believed_figures(axes, panel, series)
    else:
        _believed_words(axes, panel, series, list(rows(panel)))
    _marks(axes, panel, series, shapes, strip)


def _axis_of_figures(axes: Axes, panel: Panel) -> float:
    low, high = (float(end) for end in limits(panel))
    room = (high - low) * 0.08
    strip = low - 1.6 * room
    is_used = any(spot(one.value, panel.unit) is None for one in panel.told)
    axes.set_ylim(strip - room if is_used else low - (room if low else 0), high + room)
    axes.set_ylabel(unit_name(panel.unit))
    named = [float(at) for at in axes.get_yticks() if low <= at <= high + room]
    names = [number(Fraction(at).limit_denominator(10**6), panel.unit) for at in named]
    axes.set_yticks([*([strip] if is_used else []), *named], [*([NO_VALUE] if is_used else []), *names])
    return strip


def _axis_of_words(axes: Axes, panel: Panel) -> float:
    names = list(rows(panel).values())
    strip, is_used = -1.0, any(one.value is None for one in panel.told)
    axes.set_ylim(-1.5 if is_used else -0.6, len(names) - 0.4)
    axes.set_yticks(range(-1 if is_used else 0, len(names)), [*([NO_VALUE] if is_used else []), *names])
    return strip


def _until(held: Held, series: Series) -> float:
    return _end(series) if held.last else _x(held.until) + 1


def _believed_figures(axes: Axes, panel: Panel, series: Series) -> None:
    """A thick line from change to change, its range hatched; broken where nothing was believed."""
    bottom, top = axes.get_ylim()
    before: tuple[float, float] | None = None
    for held in sorted(panel.held, key=lambda one: one.day):
        where = spot(held.belief.value, panel.unit)
        if where is None:
            before = None
            continue
        start, end, at = _x(held.day), _until(held, series), float(where.at)
        if where.is_range:
            low, high = _ends(where, bottom, top)
            axes.add_patch(Rectangle((start, low), end - start, high - low, **sign.hatched(told=where.is_told)))
        if not where.is_told:
            before = None
            continue
        if before is not None and before[0] == start:
            axes.plot([start, start], [before[1], at], **sign.line(perhaps=False))
        axes.plot([start, end], [at, at], **sign.line(perhaps=sign.PERHAPS in held.belief.flags))
        before = (end, at)


def _ends(where: Spot, bottom: float, top: float) -> tuple[float, float]:
    """The ends of a range; an open one reaches the edge."""
    low = bottom if where.low is None else float(where.low)
    return low, top if where.high is None else float(where.high)


def _believed_words(axes: Axes, panel: Panel, series: Series, names: list[str]) -> None:
    """A band for each word, while it was believed."""
    for held in panel.held:
        if held.belief.value is not None:
            start, row = _x(held.day), names.index(row_of(held.belief.value))
            axes.add_patch(Rectangle((start, row - 0.3), _until(held, series) - start, 0.6, **sign.banded(held)))


# --- marks ------------------------------------------------------------------------------------


def _marks(axes: Axes, panel: Panel, series: Series, shapes: dict[str, Any], strip: float) -> None:
    names = [] if panel.is_figures else list(rows(panel))
    placed = [(one, _across(one, series), _height(one, panel, names, strip)) for one in panel.told]
    together = Counter((round(sum(across) / 2, 3), height) for _, across, height in placed)
    seen: Counter[tuple[float, float]] = Counter()
    for one, across, height in placed:
        here = (round(sum(across) / 2, 3), height)
        _bars(axes, one, panel, across, height)
        _mark(axes, one, here, shapes[one.origin], seen[here] - (together[here] - 1) / 2)
        seen[here] += 1


def _across(one: Told, series: Series) -> tuple[float, float]:
    """From where to where the days lie that a report speaks of, within the picture."""
    first, last = max(one.first or series.start, series.start), min(one.last or series.end, series.end)
    return _x(first), _x(max(first, last)) + 1


def _height(one: Told, panel: Panel, names: list[str], strip: float) -> float:
    if not panel.is_figures:
        return strip if one.value is None else float(names.index(row_of(one.value)))
    where = spot(one.value, panel.unit)
    return strip if where is None else float(where.at)


def _bars(axes: Axes, one: Told, panel: Panel, across: tuple[float, float], height: float) -> None:
    """The days that a report may mean, and the range that it told, as thin bars."""
    if across[1] - across[0] > 1:
        axes.plot(across, [height, height], zorder=3.5, **sign.days_told())
    where = spot(one.value, panel.unit) if panel.is_figures else None
    if where is not None and where.is_range:
        low, high = _ends(where, *axes.get_ylim())
        middle = sum(across) / 2
        axes.plot([middle, middle], [low, high], color=sign.GREY, linewidth=0.9, marker="_", markersize=7, zorder=2)


def _mark(axes: Axes, one: Told, here: tuple[float, float], shape: Any, aside: float) -> None:
    moved = axes.transData
    if aside and axes.figure is not None:
        moved = moved + ScaledTranslation(aside * APART, 0, axes.figure.dpi_scale_trans)
    for style in sign.styles(one.mark, shape):
        axes.plot(*([at] for at in here), transform=moved, clip_on=False, zorder=4, **style)


# --- the legend -------------------------------------------------------------------------------


def _legend(figure: Figure, series: Series, shapes: dict[str, Any]) -> None:
    origins = [
        (Line2D([], [], **sign.styles("told", shape)[0]), short(series.origins[origin], 60))
        for origin, shape in shapes.items()
    ]
    entries = [*sign.meanings(series), *origins]
    # older releases of matplotlib leave a name that begins with an underscore out of a legend
    names = [f"\u200b{name}" if name.startswith("_") else name for _, name in entries]
    figure.legend(
        [sign for sign, _ in entries], names, loc="outside lower left", ncols=2, frameon=False,
        handler_map={tuple: HandlerTuple(ndivide=1)},
    )  # fmt: skip
