"""growth: what a pass over a ledger takes as the ledger grows, in time and in memory; each in a process of its own."""

from __future__ import annotations

import math
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from benchmarks import workload
from benchmarks.frame.measuring import DisagreementError, elsewhere
from benchmarks.frame.options import Options, size_text
from benchmarks.frame.telling import Bar, Report, Table, figure

SIZES = (20_000, 100_000, 1_000_000)
"""The usual sizes; a size that is asked for takes the place of the last, or follows it."""

WAYS = {
    "stream": "whole events",
    "scan": "fields named",
    "loop": "orjson loop, nothing checked",
}
BAR_MEMORY, BAR_MEMORY_10M, HUGE = 300.0, 1_000.0, 10_000_000
MICRO, MEGA, KIBI = 1e6, 1e6, 1024

ALONE = """
import hashlib, re, sys, time
from pathlib import Path
import newsledger
from benchmarks.peers import dictloop
from benchmarks.peers.latest import NAMES, of_events, of_records
way, folder = sys.argv[1:]
ledger, before = newsledger.open(folder), time.process_time()
found = {
    "stream": lambda: of_events(ledger.stream()),
    "scan": lambda: of_records(ledger.scan(*NAMES)),
    "loop": lambda: dictloop.replay(Path(folder)),
}[way]()
took = time.process_time() - before
answer = hashlib.sha256(repr(sorted((slot, sorted(words.items())) for slot, words in found.items())).encode())
peak = re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1]
print(took, int(peak), answer.hexdigest())
"""
"""One way in a process of its own: its CPU seconds without the start, its peak memory, and a sum of its answer."""


@attrs.frozen
class Taken:
    """What one way took on one size: CPU µs an event, and peak memory in MB."""

    way: str
    size: int
    micros: float
    peak: float


def run(options: Options) -> Report:
    """Makes each ledger, passes over it in each way, and takes it away again. 10M only where it is asked for."""
    sizes = [size for size in SIZES if options.size is None or size < options.size]
    sizes += [options.size] if options.size is not None else []
    return report([taken for size in sizes for taken in measured(size)])


def measured(size: int) -> Iterable[Taken]:
    """All ways on one ledger; their answers must be the same."""
    folder = Path(tempfile.mkdtemp())
    try:
        workload.write_ledger(folder / "ledger", size)
        answers = set()
        for way in available():
            command = (sys.executable, "-c", ALONE, way, str(folder / "ledger"))
            took, peak, answer = str(elsewhere(command)().answer).split()
            answers.add(answer)
            yield Taken(way, size, float(took) / size * MICRO, int(peak) * KIBI / MEGA)
    finally:
        shutil.rmtree(folder)
    if len(answers) > 1:
        raise DisagreementError(f"the ways give different answers at {size_text(size)}")


def available() -> list[str]:
    """The ways that can be measured here."""
    from benchmarks.peers import dictloop

    return [way for way in WAYS if way != "loop" or dictloop.available()]


def report(taken: list[Taken]) -> Report:
    """The bars, the table and the drawing."""
    largest = max(one.size for one in taken)
    bars = [
        Bar(name=f"peak memory of a pass over {size_text(one.size)}, {WAYS[one.way]}, MB", figure=one.peak,
            bar=BAR_MEMORY_10M if one.size >= HUGE else BAR_MEMORY, most=True)
        for one in taken
        if one.size == largest and one.way != "loop"
    ]  # fmt: skip
    rows = tuple(
        (size_text(one.size), WAYS[one.way], figure(one.micros), f"{one.micros * one.size / MICRO:.1f}",
         f"{one.peak:.0f}")
        for one in taken
    )  # fmt: skip
    lines = {WAYS[way]: [(one.size, one.peak) for one in taken if one.way == way] for way in WAYS}
    return Report(
        title="Growth", about="Passes over ledgers of growing size, half of their events in files of one event.",
        bars=tuple(bars), pictures={"growth.svg": plot(lines)},
        tables=(Table(title="", heads=("events", "way", "CPU µs an event", "CPU s", "peak MB"), rows=rows),),
        notes=(
            "One run each, in a process of its own; all ways gave the same projection. Its start is not counted.",
            "Memory grows by the short mark of each id, and by the slots of the projection.",
        ),
        left_out=() if "loop" in available() else ("`orjson`, which is not installed",),
    )  # fmt: skip


# --- drawing ------------------------------------------------------------------------------------

WIDTH, HEIGHT, MARGIN, LEGEND = 420, 280, 56, 200
COLOURS = ("#0072b2", "#e69f00", "#009e73")
"""Told apart by colour-blind people too: M. Okabe and K. Ito, "Color Universal Design", 2008."""


def plot(lines: Mapping[str, list[tuple[int, float]]]) -> str:
    """An SVG of peak memory by number of events, both on scales of powers of ten."""
    points = [point for line in lines.values() for point in line]
    low, high = (math.log10(pick(size for size, _ in points)) for pick in (min, max))
    top = math.ceil(math.log10(max(peak for _, peak in points)))
    wide, tall = WIDTH + 2 * MARGIN + LEGEND, HEIGHT + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" font-family="sans-serif" font-size="12">',
        f'<rect width="{wide}" height="{tall}" fill="#ffffff"/>',
        f'<path d="M{MARGIN} {MARGIN}v{HEIGHT}h{WIDTH}" fill="none" stroke="#333333"/>',
        f'<text x="{MARGIN}" y="{MARGIN - 12}">peak memory, MB</text>',
        f'<text x="{MARGIN + WIDTH / 2}" y="{tall - 12}" text-anchor="middle">events</text>',
    ]

    def x(size: float) -> float:
        return round(MARGIN + WIDTH * (math.log10(size) - low) / ((high - low) or 1), 1)

    def y(peak: float) -> float:
        return round(MARGIN + HEIGHT * (1 - (math.log10(peak) - 1) / ((top - 1) or 1)), 1)

    parts += [f'<text x="{x(size)}" y="{MARGIN + HEIGHT + 18}" text-anchor="middle">{size_text(size)}</text>'
              for size in sorted({size for size, _ in points})]  # fmt: skip
    parts += [f'<text x="{MARGIN - 8}" y="{y(10.0**power) + 4}" text-anchor="end">{10**power:,}</text>'
              for power in range(1, top + 1)]  # fmt: skip
    for at, (name, line) in enumerate((name, line) for name, line in lines.items() if line):
        colour, left, high_up = COLOURS[at], MARGIN + WIDTH + 16, MARGIN + 20 * at
        path = "L".join(f"{x(size)} {y(peak)}" for size, peak in line)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<circle cx="{left}" cy="{high_up}" r="5" fill="{colour}"/>')
        parts.append(f'<text x="{left + 12}" y="{high_up + 4}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])
