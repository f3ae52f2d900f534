"""The signs of a picture: what each looks like, and what it means. Shapes, strokes, dashes and hatching; no colour."""

from __future__ import annotations

from typing import Any

from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from newsledger.cli._placing import spot
from newsledger.cli._series import Held, Series

SHAPES = ("o", "s", "^", "D", "v", "P", "*", "<", ">", "d")
"""One for each origin; further origins are drawn as their number."""

STROKES: dict[str, Any] = {"denied": "x", "taken back": (2, 2, -45), "no comment": "_", "expected": None}
"""What is drawn across a hollow mark. What was told is a full mark."""

LARGE, STROKE = 6.5, 9.0
"""Points: of a mark, and of the stroke through it."""

INK, GREY = "black", "0.45"

PERHAPS = "maybe"
"""The flag of a belief that may not speak of the date asked, since its date is known too roughly."""


def shape(at: int) -> Any:
    """The mark of an origin: a shape, or its number where the shapes are used up."""
    if at < len(SHAPES):
        return SHAPES[at]
    drawn: Path = TextPath((0, 0), str(at + 1), size=10, prop=FontProperties(family="DejaVu Sans", weight="bold"))
    box = drawn.get_extents()
    return Affine2D().translate(-(box.x0 + box.x1) / 2, -(box.y0 + box.y1) / 2).transform_path(drawn)


def line(*, perhaps: bool) -> dict[str, Any]:
    """The line of a belief, dashed where it is not sure that it speaks of that day."""
    dashes = {"dashes": (2.5, 1)} if perhaps else {"solid_capstyle": "butt"}
    return {"color": INK, "linewidth": 2.2, "zorder": 3, **dashes}


def hatched(*, told: bool = True) -> dict[str, Any]:
    """The hatching of a range; where nobody told a number within it, it has a border in place of a line."""
    edge = {"edgecolor": GREY, "linewidth": 0} if told else {"edgecolor": INK, "linewidth": 1.2}
    return {"facecolor": "none", "hatch": "////", "zorder": 1, **edge}


def banded(held: Held | None = None) -> dict[str, Any]:
    """The band of a word that is believed, its border dashed as a line would be."""
    border = "--" if held is not None and PERHAPS in held.belief.flags else "-"
    return {"facecolor": "0.88", "edgecolor": INK, "hatch": "////", "linewidth": 1.2, "linestyle": border, "zorder": 1}


def days_told() -> dict[str, Any]:
    """The bar of the days that an imprecise date may mean."""
    return {"color": GREY, "linewidth": 0.9, "dashes": (4, 2), "marker": "|", "markersize": 9}


def styles(mark: str, form: Any) -> list[dict[str, Any]]:
    """How a mark is drawn: full where it was told, else hollow, with a stroke through it."""
    plain = {"marker": form, "markersize": LARGE, "markeredgecolor": INK, "color": INK, "linestyle": "none"}
    if mark not in STROKES:
        return [{**plain, "markerfacecolor": INK}]
    hollow = {**plain, "markerfacecolor": "white"}
    stroke = STROKES[mark]
    across = {"marker": stroke, "markersize": STROKE, "markeredgecolor": INK, "color": INK, "linestyle": "none"}
    return [hollow] if stroke is None else [hollow, across]


def meanings(series: Series) -> list[tuple[Any, str]]:
    """What the picture's signs mean, those alone that are in it."""
    spots = [(one, spot(one.belief.value, panel.unit)) for panel in series.panels for one in panel.held]
    found: list[tuple[Any, str]] = []
    if any(where and where.is_told for _, where in spots):
        found.append((Line2D([], [], **line(perhaps=False)), "believed"))
    if any(where and where.is_told and PERHAPS in one.belief.flags for one, where in spots):
        found.append((Line2D([], [], **line(perhaps=True)), "perhaps: its date is known too roughly"))
    if any(where and where.is_range and where.is_told for _, where in spots):
        found.append((Patch(**hatched()), "the range of what is believed"))
    if any(where and not where.is_told for _, where in spots):
        found.append((Patch(**hatched(told=False)), "believed: somewhere in this range"))
    if any(not panel.is_figures and panel.held for panel in series.panels):
        found.append((Patch(**banded()), "believed"))
    found += [
        (tuple(Line2D([], [], **style) for style in styles(mark, "o")), f"hollow: {mark}")
        for mark in STROKES
        if any(one.mark == mark for one in series.told)
    ]
    if any(one.first != one.last for one in series.told):
        found.append((Line2D([], [], **days_told()), "days that it may mean"))
    return found
