"""Rows as text: what a table, a spreadsheet or a data base takes."""

from __future__ import annotations

import datetime as dt
import re

FORMULA = re.compile(r"\s*[=+\-@]|[\t\r]")
"""How a cell begins that a spreadsheet may run as a formula (OWASP, "CSV injection")."""

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
"""A plain number, which no spreadsheet runs, whatever its sign."""


def cell(value: object) -> str:
    """A value as the text of a cell; lists are parted by semicolons.

    >>> cell(None), cell(True), cell(("post", "wire")), cell(dt.datetime(2025, 3, 16, tzinfo=dt.UTC))
    ('', 'true', 'post; wire', '2025-03-16T00:00:00Z')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime):
        return iso(value)
    return "; ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def iso(moment: dt.datetime) -> str:
    """An instant in UTC as text.

    >>> iso(dt.datetime(2025, 3, 16, 23, 59, 59, 999999, tzinfo=dt.UTC))
    '2025-03-16T23:59:59.999999Z'
    """
    return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat() + "Z"


def defused(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: one that looks so is told to be text by an apostrophe.

    >>> defused("=HYPERLINK(1)"), defused("-5.2"), defused("110 km2")
    ("'=HYPERLINK(1)", '-5.2', '110 km2')
    """
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text
