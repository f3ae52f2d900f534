"""The page of the docs: one section per benchmark, replaced one by one.

Each section carries its own date and machine, for a run of one benchmark leaves the others
as they were. The table of all bars at its top is made of the sections as they then stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from benchmarks.frame.limits import limit_of
from benchmarks.frame.telling import BAR_HEADS, Report, Table

PAGE = Path(__file__).parent.parent.parent / "docs" / "benchmarks.md"

HEAD = """# Benchmarks

Made by `python -m benchmarks` in the root of a clone; `python -m benchmarks NAME` makes one section anew.
Within one run the contestants take turns, and the median counts.
Machines differ and are noisy: only the ratios say something.
A comparison of times counts only where the answers were found to be the same.
Bars that are missed stand here like those that are met.
"""

BARS = Table(title="", heads=BAR_HEADS, rows=()).markdown() + "\n"
CELL = re.compile(r"(?<!\\)\|")
MET = "yes"

SECTION = re.compile(r"^## (?P<name>\w+)\n(?P<body>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def sections(text: str) -> dict[str, str]:
    """The sections of a page by the names of their benchmarks."""
    return {match["name"]: match["body"].strip() for match in SECTION.finditer(text)}


def bars(kept: Mapping[str, str]) -> list[tuple[str, ...]]:
    """All bars of some sections as they stand in them, each with the name of its section before it."""
    found = []
    for name, body in sorted(kept.items()):
        _, _, rows = body.partition(BARS)
        for line in rows.partition("\n\n")[0].splitlines():
            cells = CELL.split(line.strip("|"))
            found.append((name, *(cell.strip().replace("\\|", "|") for cell in cells)))
    return found


def summary(kept: Mapping[str, str]) -> str:
    """All bars in one table: those that are missed first, each with what limits it."""
    found = bars(kept)
    missed = [row for row in found if row[-1] != MET]
    rows = [(f"[{name}](#{name})", *cells, limit_of(cells[0])) for name, *cells in missed]
    rows += [(f"[{name}](#{name})", *cells, "") for name, *cells in found if cells[-1] == MET]
    told = f"{len(found) - len(missed)} of {len(found)} bars are met. What limits the others stands beside them."
    heads = ("section", *BAR_HEADS, "what limits it")
    return f"## All bars\n\n{told}\n\n{Table(title='', heads=heads, rows=tuple(rows)).markdown()}\n"


def page(kept: Mapping[str, str]) -> str:
    """A page of these sections, in the order of their names, below a table of all bars."""
    every = "".join(f"\n## {name}\n\n{body}\n" for name, body in sorted(kept.items()))
    return f"{HEAD}\n{summary(kept)}{every}"


def section(report: Report, *, date: str, machine: str) -> str:
    """What a benchmark found, as a section without its heading."""
    measured = f"Measured on {date}: {machine}" + "".join(f", {version}" for version in report.versions)
    parts = [f"**{report.title}.** {report.about}"]
    if report.bars:
        parts.append(Table(title="", heads=BAR_HEADS, rows=tuple(bar.cells() for bar in report.bars)).markdown())
    parts += [table.markdown() for table in report.tables]
    parts += [f"![{report.title}]({name})" for name in report.pictures]
    parts += ["\n".join(f"- {note}" for note in report.notes)] if report.notes else []
    parts += [f"Left out: {'; '.join(report.left_out)}."] if report.left_out else []
    return "\n\n".join([*parts, f"{measured}."])


def write(reports: Mapping[str, Report], *, date: str, machine: str, path: Path = PAGE) -> None:
    """Puts the sections of these benchmarks in the page; all others stay as they are."""
    kept = sections(path.read_text(encoding="utf-8")) if path.exists() else {}
    kept |= {name: section(report, date=date, machine=machine) for name, report in reports.items()}
    path.write_text(page(kept), encoding="utf-8")
    for report in reports.values():
        for name, content in report.pictures.items():
            (path.parent / name).write_text(content, encoding="utf-8")
