"""growth: what a pass, a picture and the cache take as a ledger grows; the law of each, drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.alone import AGAIN, CACHE, LOOP, NAMES, PASSES, SCAN, STORY, STREAM, WHOLE, alone, available
from benchmarks.frame import kept
from benchmarks.frame.drawing import Line, Panel, drawn, exponent
from benchmarks.frame.kept import Run
from benchmarks.frame.measuring import DisagreementError
from benchmarks.frame.options import Options, size_text
from benchmarks.frame.telling import Bar, Report, Table, figure
from benchmarks.workload.keeping import BATCHES, FILES, FORMS, ledger

NAME = "growth"
SIZES = (10_000, 100_000, 1_000_000)
"""The usual sizes. One that is asked for is measured alone; what was measured of others before is kept."""

PICTURES = (STORY, AGAIN, WHOLE)
WAYS = (*PASSES, CACHE, *PICTURES)
MILLION = 1_000_000
BAR_GROWTH, BAR_EACH, BAR_LOOP, SMALLEST = 3.0, 1.5, 2.0, 10_000
"""That a picture takes no more for each report that speaks in it is our own bar; the others are those of the plan."""

EACH = ", for each report that still speaks"

LOOSE = MILLION
"""Of larger ledgers nobody keeps half the events in files of their own."""

MICRO, MEGA, MILLI = 1e6, 1e6, 1e3


def run(options: Options) -> Report:
    """Measures the usual sizes, or the one asked for, and tells of all that were ever measured."""
    sizes = SIZES if options.size is None else (options.size,)
    return report(kept.keep(NAME, (one for size in sizes for one in measured(size, options.ledgers))))


def measured(size: int, folder: Path | None) -> Iterator[Run]:
    """All ways on one ledger, each in a process of its own. What reads all events must give the same."""
    answers: set[str] = set()
    for form, ways in forms_of(size).items():
        with ledger(size, form, kept=folder) as place:
            if form == FILES:
                alone(SCAN, place)  # whoever opens half a million files first pays for all who follow
            for way in available(ways):
                taken = alone(way, place)
                answers |= {taken.answer} if way in PASSES else set()
                if len(answers) > 1:
                    raise DisagreementError(f"at {size_text(size)} the {NAMES[way]} {FORMS[form]} gives another answer")
                yield kept.made_now(
                    way=way, form=form, size=size, cpu=taken.cpu, peak=taken.peak, answer=taken.answer
                )  # fmt: skip


def forms_of(size: int) -> dict[str, tuple[str, ...]]:
    """How the events are stored, and what is done with them: loose files are passed over alone."""
    return {BATCHES: WAYS} | ({FILES: PASSES} if size <= LOOSE else {})


# --- what is told -------------------------------------------------------------------------------


def line(runs: Iterable[Run], way: str, of: str) -> Line:
    """The points of one way: CPU seconds, or peak memory in MB."""
    of_form = (one for one in runs if (one.way, one.form) == (way, BATCHES))
    return [(one.size, one.cpu if of == "cpu" else one.peak / MEGA) for one in of_form]


def report(runs: Sequence[Run]) -> Report:
    """The bars, the laws, the table and the drawing."""
    return Report(
        title="Growth", about="What is taken as a ledger grows, of 2,000 slots at every size.",
        bars=(*growing(runs), *against(runs)), tables=(laws(runs), speaking(runs), every(runs)),
        pictures={"growth.svg": plot(runs)},
        notes=(
            "One run each, in a process of its own; its start is counted as memory, and not as time.",
            "All passes over a ledger gave the same projection. Ours check every id; the loop checks nothing.",
            f"Drawing and laws are of ledgers all {FORMS[BATCHES]}, which ten million events can be too.",
            "The laws are fitted on the logarithms: at 1 the figure grows as the ledger does, at 0 not at all.",
            "The story has 50 slots; a question's CPU is the median of 40, at dates drawn at random.",
            "At 10k a slot has five reports, and most of those who speak of it later have not spoken yet.",
            "A picture weighs each report that still speaks, hence it is held against their number too.",
            kept.days(runs),
        ),
        left_out=() if LOOP in available((LOOP,)) else ("`orjson`, which is not installed",),
    )  # fmt: skip


def growing(runs: Sequence[Run]) -> Iterator[Bar]:
    """How the same question grows from ten thousand events to each larger size from a million on."""
    for points, more, bar in ((line(runs, STORY, "cpu"), "", BAR_GROWTH), (of_each(runs), EACH, BAR_EACH)):
        at = dict(points)
        for size in sorted(size for size in at if size >= MILLION and SMALLEST in at):
            sizes = f"{size_text(SMALLEST)} to {size_text(size)} events"
            name = f"picture of 50 slots{more}, {sizes}, CPU grows times"
            yield Bar(name=name, figure=at[size] / at[SMALLEST], bar=bar, most=True)


def of_each(runs: Iterable[Run]) -> Line:
    """What a picture of the story takes for each report that still speaks in it, in CPU seconds."""
    found = (one for one in runs if (one.way, one.form) == (STORY, BATCHES) and one.answer)
    return [(one.size, one.cpu / float(one.answer)) for one in found]


def against(runs: Sequence[Run]) -> Iterator[Bar]:
    """What our passes over a million events take, in loops that check nothing."""
    taken = {(one.form, one.way): one.cpu for one in runs if one.size == MILLION}
    for form in (FILES, BATCHES):
        for way in (STREAM, SCAN):
            if {(form, way), (form, LOOP)} <= taken.keys():
                yield Bar(
                    name=f"{NAMES[way]}, {size_text(MILLION)} {FORMS[form]}, in dict loops that check nothing",
                    figure=taken[form, way] / taken[form, LOOP], bar=BAR_LOOP, most=True,
                )  # fmt: skip


def laws(runs: Sequence[Run]) -> Table:
    """By which power of the number of events each figure grows, and what one more event takes."""
    rows = []
    for of, unit, way in ((of, unit, way) for of, unit in (("cpu", MICRO), ("peak", MEGA)) for way in WAYS):
        points = line(runs, way, of)
        power = exponent(points)
        if power is None:
            continue
        (first, low), (last, high) = points[0], points[-1]
        more = f"{figure((high - low) / (last - first) * unit)} {'µs' if of == 'cpu' else 'bytes'}"
        what = "CPU" if of == "cpu" else "peak memory"
        rows.append((f"{NAMES[way]}, {what}", f"{size_text(first)} to {size_text(last)}", f"{power:.2f}", more))
    return Table(title="", heads=("what", "events", "grows by the power", "one more event takes"), rows=tuple(rows))


def every(runs: Sequence[Run]) -> Table:
    """All that was measured."""
    ordered = sorted(runs, key=lambda one: (one.size, one.form, WAYS.index(one.way)))
    rows = tuple(
        (size_text(one.size), FORMS[one.form], NAMES[one.way], _time(one.cpu), _each(one), f"{one.peak / MEGA:,.0f}",
         one.date)
        for one in ordered
    )  # fmt: skip
    heads = ("events", "stored", "what", "CPU", "CPU µs an event", "peak MB", "measured")
    return Table(title="", heads=heads, rows=rows)


def _each(one: Run) -> str:
    return "" if one.way in PICTURES else figure(one.cpu / one.size * MICRO)


def speaking(runs: Iterable[Run]) -> Table:
    """How many reports still speak in a picture of the story, and what it takes for each of them."""
    rows = tuple(
        (size_text(one.size), NAMES[one.way], one.answer, _time(one.cpu), figure(one.cpu / float(one.answer) * MICRO))
        for way in (STORY, AGAIN) for one in runs if one.way == way and one.answer
    )  # fmt: skip
    heads = ("events", "what", "reports that still speak", "CPU", "CPU µs for each of them")
    return Table(title="A picture by who speaks in it.", heads=heads, rows=rows)


def _time(seconds: float) -> str:
    return f"{seconds:,.2f} s" if seconds >= 1 else f"{figure(seconds * MILLI)} ms"


def plot(runs: Sequence[Run]) -> str:
    """Three drawings: passes in CPU seconds, all peaks in MB, and pictures in milliseconds."""
    pictures = {NAMES[way]: [(size, cpu * MILLI) for size, cpu in line(runs, way, "cpu")] for way in PICTURES}
    passes = {NAMES[way]: line(runs, way, "cpu") for way in (STREAM, SCAN, LOOP, CACHE)}
    panels = (
        Panel("CPU seconds by number of events", passes),
        Panel("peak memory, MB", {NAMES[way]: line(runs, way, "peak") for way in (STREAM, SCAN, LOOP, CACHE)}),
        Panel("a picture, CPU ms", pictures),
    )
    return drawn([panel for panel in panels if any(panel.lines.values())])
