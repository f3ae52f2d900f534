"""memory: the peak of a streaming, verified replay, of the cache and of pictures, each in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.alone import CACHE, LOOP, NAMES, SCAN, STORY, STREAM, WHOLE, alone, available
from benchmarks.frame import kept
from benchmarks.frame.kept import Run
from benchmarks.frame.measuring import DisagreementError
from benchmarks.frame.options import Options, size_text
from benchmarks.frame.telling import Bar, Report, Table, figure
from benchmarks.workload.keeping import BATCHES, FILES, FORMS, SQLITE, ledger

NAME = "memory"
SIZES = (100_000, 1_000_000)
"""The usual sizes. One that is asked for is measured alone; what was measured of others before is kept."""

HUGE = 10_000_000
"""From so many events on none stands in a file of its own: five million files are more than many disks can name."""

WAYS = {
    FILES: (STREAM, SCAN, LOOP, CACHE, STORY, WHOLE),
    BATCHES: (STREAM, SCAN, LOOP),
    SQLITE: (STREAM, SCAN),
}
STREAMED = (STREAM, SCAN)
BARS = {1_000_000: 300.0, HUGE: 1_000.0}
MEGA = 1e6


def run(options: Options) -> Report:
    """Measures the usual sizes, or the one asked for, and tells of all that were ever measured."""
    sizes = SIZES if options.size is None else (options.size,)
    return report(kept.keep(NAME, (one for size in sizes for one in measured(size, options.ledgers))))


def measured(size: int, folder: Path | None) -> Iterator[Run]:
    """All ways on the ledgers of one size; the streaming ones must give the same."""
    answers = set()
    for form in (BATCHES,) if size >= HUGE else (FILES, SQLITE):
        with ledger(size, form, kept=folder) as place:
            for way in available(WAYS[form]):
                taken = alone(way, place)
                answers |= {taken.answer} if way in STREAMED else set()
                if len(answers) > 1:
                    raise DisagreementError(f"at {size_text(size)} the {NAMES[way]} {FORMS[form]} gives another answer")
                yield kept.made_now(
                    way=way, form=form, size=size, cpu=taken.cpu, peak=taken.peak, answer=taken.answer
                )  # fmt: skip


# --- what is told -------------------------------------------------------------------------------


def report(runs: Sequence[Run]) -> Report:
    """The bars, and a table of peaks by size."""
    return Report(
        title="Memory", about="The peak of a process of its own, with the interpreter and all imports.",
        bars=tuple(bars(runs)), tables=(table(runs),),
        notes=(
            "A streaming pass checks every id and folds the latest word of each source on each slot, which it holds.",
            f"In files: {FORMS[FILES]}. From {size_text(HUGE)} events on all are {FORMS[BATCHES]}.",
            "Bytes an event: what the peak grows by from the size before, where both are stored alike.",
            f"SQLite, and the cache, are measured here below {size_text(HUGE)}; growth has the cache of these.",
            kept.days(runs),
        ),
        left_out=() if LOOP in available((LOOP,)) else ("`orjson`, which is not installed",),
    )  # fmt: skip


def bars(runs: Sequence[Run]) -> Iterator[Bar]:
    """A bar for each streaming way of each store, at the sizes that bars speak of."""
    for one in runs:
        if one.way in STREAMED and one.size in BARS:
            place = ", in SQLite" if one.form == SQLITE else ""
            yield Bar(
                name=f"peak memory of a {NAMES[one.way]}, {size_text(one.size)}{place}", figure=one.peak / MEGA,
                bar=BARS[one.size], most=True, unit="MB",
            )  # fmt: skip


def table(runs: Sequence[Run]) -> Table:
    """Each way with its peak by size, and what it grew by."""
    rows = []
    for way in NAMES:
        for database in (False, True):
            before: Run | None = None
            for one in sorted((one for one in runs if one.way == way), key=lambda one: one.size):
                if (one.form == SQLITE) is database:
                    rows.append(_row(one, before))
                    before = one
    heads = ("what", "stored", "events", "peak MB", "bytes an event", "measured")
    return Table(title="", heads=heads, rows=tuple(rows))


def _row(one: Run, before: Run | None) -> tuple[str, ...]:
    grew = (
        "" if before is None or before.form != one.form else figure((one.peak - before.peak) / (one.size - before.size))
    )
    return (NAMES[one.way], FORMS[one.form], size_text(one.size), f"{one.peak / MEGA:,.0f}", grew, one.date)
