"""parse: dates and figures out of text never seen before, against the `edtf` package where it knows the same."""

from __future__ import annotations

import datetime as dt
import itertools
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from benchmarks.frame.machine import version_of
from benchmarks.frame.measuring import Contestant, DisagreementError, Measured, alternate, here
from benchmarks.frame.options import Options
from benchmarks.frame.telling import Bar, Report, Table, figure
from newsledger import Quantity, When

MICRO = 1e6
TEXTS = 2_000
"""Texts a round, all of them new, so that no cache helps."""

FEW_TEXTS = 40
"""As many for `edtf`, which takes milliseconds for each."""

FIRST_DAY = dt.date(1100, 1, 1).toordinal()
STEP = 97
"""Days between one date and the next: a prime, so that every day of the month and every month comes up."""

HEADS = ("parser", "CPU µs each", "lowest", "highest", "texts × rounds")

BAR_WHEN, BAR_QUANTITY, BAR_AHEAD = 10.0, 15.0, 500.0


def dates() -> Iterator[str]:
    """Dates without end, each new, in the forms of EDTF that reports have."""
    for number in itertools.count():
        day = dt.date.fromordinal(FIRST_DAY + number // 8 * 8 * STEP)
        month, season = day.isoformat()[:7], 21 + number // 8 % 4
        later = day + dt.timedelta(days=STEP)
        yield (
            day.isoformat(), month, f"{day.year}", f"{month}/{later}", f"{month}/..", f"{month}~", f"{day}?",
            f"{day.year}-{season}",
        )[number % 8]  # fmt: skip


def instants() -> Iterator[str]:
    """Instants without end, each new."""
    for number in itertools.count():
        moment = dt.datetime(2025, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=number * STEP)
        yield moment.replace(tzinfo=None).isoformat() + ("Z", "+02:00")[number % 2]


def figures() -> Iterator[str]:
    """Figures without end, each new, in all canonical forms."""
    for number in itertools.count(101):
        yield (
            f"{number} km2", f"~{number} km2", f"<={number} person", f">{number} person", f"<~0.{number} share",
            f"{number}..{2 * number} person", f"{number}..{number + 1}..{2 * number} person", f">{number}e9 USD",
        )[number % 8]  # fmt: skip


def run(options: Options) -> Report:
    """Measures both parsers. The size of a ledger means nothing here."""
    del options
    contestants = [
        Contestant(name="When.parse", sample=parsing(When.parse, dates(), TEXTS)),
        Contestant(name="When.parse, instants", sample=parsing(When.parse, instants(), TEXTS)),
        Contestant(name="Quantity.parse", sample=parsing(Quantity.parse, figures(), TEXTS)),
    ]
    edtf = peer()
    if edtf is not None:
        check_agreement(edtf, list(itertools.islice(dates(), 2 * FEW_TEXTS)))
        contestants.append(Contestant(name="edtf.parse_edtf", sample=parsing(edtf, dates(), FEW_TEXTS)))
    return report(alternate(contestants, agree=None))


def parsing(parse: Callable[[str], Any], texts: Iterator[str], number: int) -> Callable[[], Any]:
    """Measures the parsing of further texts, so many at a time."""

    def work(given: Sequence[str]) -> None:
        for text in given:
            parse(text)

    return here(work, prepare=lambda: list(itertools.islice(texts, number)))


def peer() -> Callable[[str], Any] | None:
    """The parser of the `edtf` package, where it is installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its grammar calls its parser by older names
            from edtf import parse_edtf
    except ImportError:
        return None
    parse: Callable[[str], Any] = parse_edtf
    return parse


def check_agreement(edtf: Callable[[str], Any], texts: Sequence[str]) -> None:
    """Both read each text; of closed dates without marks both give the same first and last day.

    Raises `DisagreementError` where they do not.
    """
    for text in texts:
        theirs, ours = edtf(text), When.parse(text)
        if text.endswith(("~", "?", "..")):
            continue
        days = [dt.date(*bound[:3]) for bound in (theirs.lower_strict(), theirs.upper_strict())]
        if days != [ours.first_day(), ours.last_day()]:
            raise DisagreementError(f"{text}: edtf reads {days}")


def report(measured: dict[str, Measured]) -> Report:
    """The bars and the table of what was measured."""
    numbers = {name: FEW_TEXTS if name.startswith("edtf") else TEXTS for name in measured}
    each = {name: one.cpu / numbers[name] * MICRO for name, one in measured.items()}
    edtf = each.get("edtf.parse_edtf")
    ahead = edtf / each["When.parse"] if edtf else None
    bars = [
        Bar(name="`When` parse, uncached", figure=each["When.parse"], bar=BAR_WHEN, most=True, unit="µs"),
        Bar(name="`Quantity` parse, uncached", figure=each["Quantity.parse"], bar=BAR_QUANTITY, most=True, unit="µs"),
    ]
    if ahead is not None:
        bars.append(Bar(name="`When` ahead of `edtf`, times", figure=ahead, bar=BAR_AHEAD))
    rows = tuple(
        (name, *(figure(cpu / numbers[name] * MICRO) for cpu in (one.cpu, one.low, one.high)),
         f"{numbers[name]} × {one.rounds}")
        for name, one in measured.items()
    )  # fmt: skip
    version = version_of("edtf")
    return Report(
        title="Parsing dates and figures", about="Canonical text to value. Each text is new, so that no cache helps.",
        bars=tuple(bars), tables=(Table(title="", heads=HEADS, rows=rows),),
        left_out=() if edtf else ("`edtf`, which is not installed",), versions=(version,) if version and edtf else (),
    )  # fmt: skip
