"""check: everything that is wrong with the ledger, at once."""

from __future__ import annotations

from typing import Any

import attrs
import click

from newsledger import checks
from newsledger.cli._ask import BROKEN, FINDINGS, FINE, UNREADABLE, opened
from newsledger.cli._out import many, say, say_json
from newsledger.ledger import Ledger
from newsledger.live import Question
from newsledger.problems import ERROR, WARNING, Place, Problem
from newsledger.replay import State

CODES = {"id-mismatch": BROKEN}
"""Codes with an exit code of their own; any other error is an unreadable line."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The findings as JSON.")
@click.pass_context
def command(ctx: click.Context, /, *, as_json: bool) -> None:
    """Check every line of the ledger: ids, spelling, kinds, references, dates, conversions.

    Exit codes: 0 nothing found, 1 findings, 3 lines that cannot be read, 4 bytes that do not
    match their id. Nothing is repaired.
    """
    ledger = opened(ctx)
    found = sorted((*ledger.problems, *_findings(ledger)), key=_order)
    if as_json:
        say_json(
            {
                "schema": "newsledger/check/1",
                "events": len(ledger.events()),
                "findings": [_as_json(one) for one in found],
            }
        )
    else:
        _show(ledger, found)
    ctx.exit(_code(found))


def _findings(ledger: Ledger) -> list[Problem]:
    events = tuple(ledger.events())
    alive = State(events).live(Question(at=ledger.today()))
    return list(checks.run(checks.Inspected(events=events, findings=alive.findings, places=ledger.places())))


def _order(problem: Problem) -> tuple[Any, ...]:
    where = problem.where
    return (where.file or "", where.line or 0, where.column or 0, problem.code, problem.message)


def _show(ledger: Ledger, found: list[Problem]) -> None:
    for problem in found:
        say(str(problem))
    errors = sum(1 for problem in found if problem.severity == ERROR)
    warnings = sum(1 for problem in found if problem.severity == WARNING)
    told = f"{many(errors, 'error')}, {many(warnings, 'warning')}" if found else "nothing found"
    say(f"{told} in {many(len(ledger.events()), 'sound event')}")


def _as_json(problem: Problem) -> dict[str, Any]:
    place: Place = problem.where
    return {
        "code": problem.code, "severity": problem.severity, "message": problem.message, "hint": problem.hint,
        **attrs.asdict(place, filter=lambda attribute, _: attribute.name in ("file", "line", "column")),
    }  # fmt: skip


def _code(found: list[Problem]) -> int:
    if not found:
        return FINE
    errors = [problem for problem in found if problem.severity == ERROR and problem.code != "recorded-before-target"]
    if any(CODES.get(problem.code) == BROKEN for problem in errors):
        return BROKEN
    return UNREADABLE if errors else FINDINGS
