"""What runs have measured, kept from one day to the next: the largest sizes take hours, and are seldom run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import attrs

from benchmarks.frame.machine import machine, version_of
from benchmarks.frame.options import size_text

FOLDER = Path(__file__).parent.parent / "measured"


@attrs.frozen(kw_only=True)
class Run:
    """One run: what it did, on what, and what it took. CPU in seconds, the peak of memory in bytes.

    `date` is the day it was made on, `on` the machine and the version of newsledger.
    """

    way: str
    form: str
    size: int
    cpu: float
    peak: int
    answer: str
    date: str
    on: str

    @property
    def key(self) -> tuple[str, str, int]:
        """What a later run takes the place of."""
        return self.way, self.form, self.size


def made_now(*, way: str, form: str, size: int, cpu: float, peak: int, answer: str) -> Run:
    """A run that was made just now, here."""
    today = datetime.now(UTC).date().isoformat()
    on = f"{machine()}, {version_of('newsledger') or 'newsledger'}"
    return Run(way=way, form=form, size=size, cpu=cpu, peak=peak, answer=answer, date=today, on=on)


def read(name: str, *, folder: Path | None = None) -> list[Run]:
    """The runs that a benchmark keeps; none where it never ran."""
    path = (folder or FOLDER) / f"{name}.json"
    return [Run(**one) for one in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []


def keep(name: str, new: Iterable[Run], *, folder: Path | None = None) -> list[Run]:
    """Puts each new run in the place of the one before as soon as it is made; gives all, by size.

    So what was measured is not lost where a later run of the same benchmark takes too long.
    """
    every = read(name, folder=folder)
    for run in new:
        every = _sorted([*(one for one in every if one.key != run.key), run])
        _write((folder or FOLDER) / f"{name}.json", every)
    return every


def _sorted(runs: Iterable[Run]) -> list[Run]:
    return sorted(runs, key=lambda run: (run.size, run.form, run.way))


def _write(path: Path, runs: Iterable[Run]) -> None:
    path.parent.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(attrs.asdict(run), ensure_ascii=False) for run in runs)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def days(runs: Sequence[Run]) -> str:
    """On which day what was measured, in one sentence; more than one where they differ in the day or the machine."""
    sizes: dict[tuple[str, str], list[int]] = {}
    for run in runs:
        sizes.setdefault((run.date, run.on), []).append(run.size)
    if len(sizes) == 1:
        return f"All was measured on {runs[0].date}."
    told = [f"{_and(size_text(size) for size in sorted(set(some)))} on {date} ({on})"
            for (date, on), some in sorted(sizes.items())]  # fmt: skip
    return f"The runs are of different days or machines: {'; '.join(told)}."


def _and(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
