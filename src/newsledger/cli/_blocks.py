"""A series as blocks in a terminal: the belief as columns, beneath it a line of marks for each origin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from newsledger.cli._out import cells, paragraph
from newsledger.cli._placing import Spot, limits, number, row_of, rows, short, spot, unit_name
from newsledger.cli._series import ONE_DAY, Held, Panel, Series, Told
from newsledger.cli._spark import BLOCKS
from newsledger.values.quantity import Quantity
from newsledger.values.shown import day

HEIGHT = 6
"""So many lines a panel of figures is high: a screen of 24 keeps room for the table."""

EIGHTHS = len(BLOCKS)
BELOW, WITHIN, FULL = "▒", "░", "█"
"""Between the low bound and the number; between the number and the high bound; up to the low bound."""

MARKS = {"told": "o", "denied": "x", "taken back": "/", "no comment": "-", "expected": ">"}
NO_FIGURE = "?"
ORDER = (*MARKS.values(), NO_FIGURE)
EXTENT = "~"
"""The days that an imprecise date may mean, around its mark."""

NEAR = 4
"""So many columns aside a mark may stand that another would hide."""

SMALLEST = 12
WIDEST = 28
"""How wide the names beside the picture may be; a narrow screen gives them a third."""


def blocks(series: Series, columns: int) -> Iterator[str]:
    """The lines of the picture, each no wider than so many columns."""
    margin = _margin(series, columns)
    wide = max(SMALLEST, columns - margin - 3)
    for panel in series.panels:
        yield from _figures(panel, series, margin, wide) if panel.is_figures else _words(panel, series, margin, wide)
        yield from _marks(panel, series, margin, wide)
        yield ""
    start, end = day(series.start), day(series.end)
    room = wide - len(start) - len(end)
    yield f"{'':{margin}}   " + (f"{start}{' ' * room}{end}" if room > 0 else f"{start} to {end}")
    yield from paragraph(_meaning(series), columns=columns)


def _margin(series: Series, columns: int) -> int:
    names = [*series.origins.values(), *(name for panel in series.panels for name in _beside(panel))]
    return min(max((cells(short(name, WIDEST)) for name in names), default=0), WIDEST, columns // 3)


def _beside(panel: Panel) -> list[str]:
    if not panel.is_figures:
        return list(rows(panel).values())
    low, high = limits(panel)
    return [_label(low, panel), _label(high, panel)]


def _label(value: Fraction, panel: Panel) -> str:
    return f"{number(value, panel.unit)} {unit_name(panel.unit)}".strip()


def _line(name: str, margin: int, drawn: str) -> str:
    told = short(name, margin)
    return f"{' ' * (margin - cells(told))}{told} │ {drawn}".rstrip()


def _column(when: dt.date, series: Series, wide: int) -> int:
    """The column in which a day stands; days before the first or after the last stand at the ends."""
    days = (series.end - series.start).days + 1
    return min(max((when - series.start).days, 0) * wide // days, wide - 1)


def _end_column(when: dt.date, series: Series, wide: int) -> int:
    """The last column of a day; where days share columns, that which they share."""
    return max(_column(when, series, wide), _column(when + ONE_DAY, series, wide) - 1)


def _held_at(panel: Panel, series: Series, wide: int) -> list[Held | None]:
    """What was believed in each column: at the end of its days."""
    drawn: list[Held | None] = [None] * wide
    for held in panel.held:
        first, last = _column(held.day, series, wide), wide - 1 if held.last else _end_column(held.until, series, wide)
        drawn[first : last + 1] = [held] * (last + 1 - first)
    return drawn


def _figures(panel: Panel, series: Series, margin: int, wide: int) -> Iterator[str]:
    low, high = limits(panel)
    columns = [_pillar(held, panel, low, high) for held in _held_at(panel, series, wide)]
    greatest = max((where.high or where.at for one in panel.values() if (where := spot(one, panel.unit))), default=high)
    there = min(HEIGHT - 1, int((greatest - low) * HEIGHT / (high - low)))
    for height in reversed(range(HEIGHT)):
        name = {0: _label(low, panel), there: _label(greatest, panel)}.get(height, "")
        yield _line(name, margin, "".join(column[height] for column in columns))


def _pillar(held: Held | None, panel: Panel, low: Fraction, high: Fraction) -> list[str]:
    """One column, from the bottom up: full to the number, shaded where its range lies."""
    where = None if held is None else spot(held.belief.value, panel.unit)
    if where is None:
        return [" "] * HEIGHT

    def eighths(value: Fraction | None, otherwise: Fraction) -> int:
        return int(((otherwise if value is None else value) - low) * HEIGHT * EIGHTHS / (high - low))

    at, bottom, top = eighths(where.at, low), eighths(where.low, low), eighths(where.high, high)
    if not where.is_told:
        at = bottom  # nobody told a number within the range: all of it is shaded alike
    at = max(1, at)
    if not where.is_range:
        bottom = top = at
    return [_cell(height * EIGHTHS, at, bottom, top) for height in range(HEIGHT)]


def _cell(floor: int, at: int, bottom: int, top: int) -> str:
    if floor + EIGHTHS <= at:
        return FULL if floor + EIGHTHS <= bottom or bottom == at else BELOW
    if floor < at:
        return BLOCKS[at - floor - 1]
    return WITHIN if floor < top else " "


def _words(panel: Panel, series: Series, margin: int, wide: int) -> Iterator[str]:
    """A band for each word, full where it was believed."""
    drawn = _held_at(panel, series, wide)
    for row, name in rows(panel).items():
        yield _line(name, margin, "".join(FULL if _is_at(held, row) else " " for held in drawn))


def _is_at(held: Held | None, row: str) -> bool:
    return held is not None and held.belief.value is not None and row_of(held.belief.value) == row


def _marks(panel: Panel, series: Series, margin: int, wide: int) -> Iterator[str]:
    """A line for each origin."""
    for origin, name in series.origins.items():
        drawn = [" "] * wide
        told = [one for one in panel.told if one.origin == origin]
        for one in told:
            first, last = _reach(one, series, wide)
            drawn[first : last + 1] = [EXTENT if mark == " " else mark for mark in drawn[first : last + 1]]
        for one in told:
            first, last = _reach(one, series, wide)
            drawn[_free(drawn, (first + last) // 2)] = mark_of(one)
        if told:
            yield _line(name, margin, "".join(drawn))


def _free(drawn: list[str], at: int) -> int:
    """The column of a mark; where another stands there, one beside it, if that is near enough."""
    near = [at, *(at + aside for step in range(1, NEAR + 1) for aside in (step, -step))]
    return next((one for one in near if 0 <= one < len(drawn) and drawn[one] in (" ", EXTENT)), at)


def _reach(one: Told, series: Series, wide: int) -> tuple[int, int]:
    return (_column(one.first or series.start, series, wide), _column(one.last or series.end, series, wide))


def mark_of(one: Told) -> str:
    """The letter of a mark; a figure that is no number has its own."""
    is_no_number = isinstance(one.value, Quantity) and spot(one.value, None) is None
    return NO_FIGURE if one.mark == "told" and is_no_number else MARKS.get(one.mark, NO_FIGURE)


def _meaning(series: Series) -> str:
    """What the marks mean, those alone that are there."""
    used = {mark_of(one): one.mark for one in series.told}
    told = [
        f"{letter} {'told, no number' if letter == NO_FIGURE else used[letter]}" for letter in ORDER if letter in used
    ]
    wide = any(one.first != one.last for one in series.told)
    told = [*told, *([f"{EXTENT} days that it may mean"] if wide else [])]
    ranged = any(where.is_range for panel in series.panels for one in panel.held if (where := _spot(one, panel)))
    believed = [f"{FULL} believed" + (f", {BELOW}{WITHIN} its range" if ranged else "")] if series.held else []
    return "  ".join([*believed, *told])


def _spot(held: Held, panel: Panel) -> Spot | None:
    return spot(held.belief.value, panel.unit)
