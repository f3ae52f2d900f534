"""`python -m benchmarks`: runs all, or those that are named."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import benchmarks
from benchmarks.frame import page
from benchmarks.frame.machine import machine, version_of
from benchmarks.frame.options import DATA, Options, size_of
from benchmarks.frame.telling import Report, as_json, bars_as_text

Run = Callable[[Options], Report]


def known() -> dict[str, Run]:
    """Every benchmark by its name: each module beside this one that has a function `run`, as its `NAME` calls it."""
    names = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name != "__main__")
    modules = {name: importlib.import_module(f"benchmarks.{name}") for name in names}
    return {getattr(module, "NAME", name): module.run for name, module in modules.items() if hasattr(module, "run")}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what is asked for. Gives 0 also where a bar is missed: a slow machine is no error."""
    every = known()
    asked = _parser(every).parse_args(arguments)
    options = Options(
        size=asked.size, rounds=asked.rounds, data=asked.data, minutes=asked.minutes, fuzzed=asked.fuzzed,
        ledgers=asked.ledgers,
    )  # fmt: skip
    reports: dict[str, Report] = {}
    for name in asked.names or every:
        print(f"{name} …", file=sys.stderr, flush=True)
        reports[name] = every[name](options)
    if not asked.no_page:
        page.write(
            _with_ourselves(reports), date=datetime.now(UTC).date().isoformat(), machine=machine(), path=asked.page
        )
    print(as_json(reports.values()) if asked.json else bars_as_text(reports.values()))
    for name, report in reports.items():
        for left in report.left_out:
            print(f"{name}: left out: {left}", file=sys.stderr)
    return 0


def _with_ourselves(reports: dict[str, Report]) -> dict[str, Report]:
    import attrs

    ours = version_of("newsledger") or "newsledger"
    return {name: attrs.evolve(report, versions=(ours, *report.versions)) for name, report in reports.items()}


def _parser(every: dict[str, Run]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *every], help=f"one of {', '.join(every)}")
    parser.add_argument("--size", type=_size, metavar="20k", help="how many events: 1k, 20k, 100k, 1M, 10M")
    parser.add_argument(
        "--rounds", type=_size, metavar="1000", help="how many tamperings, or rounds of faults, to try: 1000, 10k"
    )
    parser.add_argument("--minutes", type=float, metavar="60", help="how long to fuzz, all parsers together")
    parser.add_argument("--fuzzed", type=Path, metavar="DIR", help="where fuzzing goes on, and keeps what it tries")
    parser.add_argument("--ledgers", type=Path, metavar="DIR", help="where made-up ledgers are kept for the next run")
    parser.add_argument("--json", action="store_true", help="print one JSON object with the bars, nothing else")
    parser.add_argument("--data", type=Path, default=DATA, metavar="DIR", help="where the public data sets stand")
    parser.add_argument("--page", type=Path, default=page.PAGE, metavar="FILE", help="the page to write")
    parser.add_argument("--no-page", action="store_true", help="write no page")
    return parser


def _size(text: str) -> int:
    try:
        return size_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


if __name__ == "__main__":
    sys.exit(main())
