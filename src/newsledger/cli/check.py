"""check: everything that is wrong with the ledger, at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import click

from newsledger import checks
from newsledger.belief import Belief
from newsledger.cli._ask import BROKEN, FINDINGS, FINE, UNREADABLE, opened
from newsledger.cli._finding import find_ledger
from newsledger.cli._out import hint, many, one_line, say, say_json
from newsledger.cli._wording import claim_line
from newsledger.errors import InvalidInput
from newsledger.event import Event, short
from newsledger.ledger import Ledger
from newsledger.live import Question, redacted_by
from newsledger.problems import ERROR, WARNING, Place, Problem, did_you_mean
from newsledger.redacting import WORDS_MISSING
from newsledger.replay import State

CODES = {
    "id-mismatch": BROKEN,
    WORDS_MISSING: BROKEN,
    "missing-rows": BROKEN,
    "missing-event": BROKEN,
    "altered-event": BROKEN,
}
"""Codes with an exit code of their own; any other error is an unreadable line."""


TEXT, JSON, SARIF, GITHUB = FORMS = ("text", "json", "sarif", "github")
"""How the findings are told: to people, to programs, to code scanning, beside the lines of a pull request."""


@click.command()
@click.argument("names", metavar="[CHECK]...", nargs=-1)
@click.option(
    "--strict",
    is_flag=True,
    help="Also what an editor would want to know: stale, one-sided, undeclared, copied.",
)
@click.option(
    "--against", "ref", metavar="REF", help="Also hold the ledger against a commit of git: nothing may be gone."
)
@click.option("--json", "as_json", is_flag=True, help="The findings as JSON.")
@click.option("--format", "form", type=click.Choice(FORMS), help="How the findings are told; text where none is given.")
@click.pass_context
def command(
    ctx: click.Context, /, names: tuple[str, ...], *, strict: bool, ref: str | None, as_json: bool, form: str | None
) -> None:
    """Check every line of the ledger: ids, spelling, kinds, references, dates, conversions.

    With CHECK, any unambiguous part of a check's name, that check alone, a strict one too.

    With `--against REF` also that every event that stood in the ledger at a commit still stands
    there, wherever; only what a redaction names may be without its words.

    Exit codes: 0 nothing found, 1 findings, 3 lines that cannot be read, 4 bytes that do not
    match their id, or events that are gone. Nothing is repaired.

    \b
    newsledger check
    newsledger check --strict
    newsledger check echo
    newsledger check --against origin/main --format github
    """
    if as_json and form not in (None, JSON):
        message = f"--json and --format {form} ask for two forms of one answer: leave one of them out"
        raise click.UsageError(message)
    only = None if not names else {_named(name) for name in names}
    ledger = opened(ctx)
    lost = _lost(ctx, ledger, ref)
    strictly = _strictly(ledger, only) if strict or only else []
    stored = (*ledger.problems, *_of_store(ledger))
    found = sorted((*stored, *_findings(ledger, only), *strictly, *lost), key=_order)
    _answer(ctx, ledger, found, JSON if as_json else form or TEXT)
    ctx.exit(_code(found))


def _of_store(ledger: Ledger) -> list[Problem]:
    """What is wrong with a database though its rows can be read; where they cannot, that was told."""
    unsound: Callable[[], tuple[Problem, ...]] | None = getattr(ledger.store, "unsound", None)
    told = {problem.code for problem in ledger.problems}
    return [] if unsound is None else [problem for problem in unsound() if problem.code not in told]


def _lost(ctx: click.Context, ledger: Ledger, ref: str | None) -> tuple[Problem, ...]:
    """What stood in the ledger at a commit and is gone or altered."""
    if ref is None:
        return ()
    from newsledger.cli._against import against

    if not os.path.isdir(find_ledger(ctx.obj)):
        message = "--against: a SQLite ledger is one file, of which git keeps no lines"
        hint_ = "seal it, and verify the seals: newsledger seal"
        raise InvalidInput([Problem(code="no-files", message=message, hint=hint_)])
    compared = against(ledger, Path(find_ledger(ctx.obj)), ref)
    hint(f"held against {ref} ({compared.commit[:12]}): {many(compared.members, 'event')} stood there")
    if compared.hint:
        hint(compared.hint)
    return compared.problems


def _named(words: str) -> str:
    """The check that a part of a name means."""
    from newsledger.checks import strict

    known = sorted({*checks.names(), *strict.names()})
    found = [name for name in known if name == words] or [name for name in known if words.casefold() in name]
    if len(found) == 1:
        return found[0]
    unknown = f"is no check; {did_you_mean(words, known)}. A commit stands behind --against"
    told = f"fits {', '.join(found)}: name one" if found else unknown
    raise click.UsageError(f"{words!r} {told}")


def _findings(ledger: Ledger, only: set[str] | None = None) -> list[Problem]:
    asked = None if only is None else only & set(checks.names())
    return list(checks.run(_inspected(ledger), asked))


def _inspected(ledger: Ledger) -> checks.Inspected:
    events = tuple(ledger.events())
    alive = State(events).live(Question(at=ledger.today()))
    return checks.Inspected(events=events, findings=alive.findings, places=ledger.places())


def _strictly(ledger: Ledger, only: set[str] | None = None) -> list[Problem]:
    """What the strict checks find, each story looked at on the day of its newest report."""
    from newsledger.checks.strict import Considered, run

    plain = _inspected(ledger)
    whole = ledger.replay(damaged=True, hindsight=True)
    told = [entry.event for entry in whole.entries if entry.event.said.reported and not entry.withdrawn]
    stories = {event.said.story for event in told}
    beliefs = tuple(belief for story in sorted(stories, key=str) for belief in _beliefs(ledger, told, story))
    considered = Considered(
        events=plain.events, findings=plain.findings, places=plain.places, standing=tuple(told),
        sources=whole.directory, beliefs=beliefs,
    )  # fmt: skip
    return list(run(considered, only))


def _beliefs(ledger: Ledger, told: list[Event], story: str | None) -> list[Belief]:
    """What is believed of a story, or of what belongs to none, on the day of its newest report."""
    days = [event.said.reported for event in told if event.said.story == story and event.said.reported]
    newest = max(days, key=lambda when: when.span()[1])
    picture = ledger.replay(newest, story=story, damaged=True)
    return [belief for belief in picture.beliefs if {voice.event.said.story for voice in belief.voices} == {story}]


# --- telling ----------------------------------------------------------------------------------


def _answer(ctx: click.Context, ledger: Ledger, found: list[Problem], form: str) -> None:
    if form == TEXT:
        _show(ledger, found)
    elif form == JSON:
        findings = [_as_json(one) for one in found]
        redacted = [event.id for event in _redacted(ledger)]
        answer = {"schema": "newsledger/check/1", "events": len(ledger.events()), "findings": findings}
        say_json({**answer, "redacted": redacted})
    elif form == SARIF:
        from newsledger import __version__
        from newsledger.cli._reports import sarif

        say_json(sarif(found, folder=_from_root(ctx), version=__version__))
    else:
        from newsledger.cli._reports import github

        folder = _from_root(ctx)
        for one in found:
            say(github(one, folder=folder))


def _from_root(ctx: click.Context) -> str:
    """The ledger's folder as others name it: from the root of its repository, else from where the command runs."""
    from newsledger.cli._git import Git

    folder = Path(find_ledger(ctx.obj)).resolve()
    try:
        root = Git(folder).top.resolve()
    except InvalidInput:
        root = Path.cwd()
    return folder.relative_to(root).as_posix() if folder.is_relative_to(root) else folder.as_posix()


def _order(problem: Problem) -> tuple[Any, ...]:
    where = problem.where
    return (where.file or "", where.line or 0, where.column or 0, problem.code, problem.message)


def _show(ledger: Ledger, found: list[Problem]) -> None:
    for problem in found:
        say(str(problem))
    for event in _redacted(ledger):
        say(f"{short(event.id)}  {one_line(claim_line(event.said))}")
    errors = sum(1 for problem in found if problem.severity == ERROR)
    warnings = sum(1 for problem in found if problem.severity == WARNING)
    told = f"{many(errors, 'error')}, {many(warnings, 'warning')}" if found else "nothing found"
    say(f"{told} in {many(len(ledger.events()), 'sound event')}")


def _redacted(ledger: Ledger) -> list[Event]:
    """The events whose words went as declared: told, and no finding."""
    declared = {redacted_by(event) for event in ledger.events()}
    return [event for event in ledger.events() if event.redacted and event.id in declared]


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
