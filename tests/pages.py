"""What the examples of the pages stand on: the report sheets that a page shows."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent

SHEET = re.compile(r"^```text\n(# (?P<name>[\w-]+\.report)\n.*?)^```$", re.MULTILINE | re.DOTALL)
"""A fence of text whose first line is a remark with the name of a file: a sheet."""


def sheets(page: str) -> dict[str, str]:
    """The sheets that a page shows, by the names of their files. `page` is its path from the root."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return {found["name"]: found[1] for found in SHEET.finditer(text)}


def write_sheets(page: str) -> None:
    """Writes the sheets that a page shows into the folder where its examples run."""
    for name, text in sheets(page).items():
        Path(name).write_text(text, encoding="utf-8")
