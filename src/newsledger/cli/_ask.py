"""What every question shares: finding the ledger, the options for dates, the first line of the answer, exit codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from newsledger.cli._out import hint, tell
from newsledger.errors import InvalidInput, LedgerNotFound
from newsledger.ledger import Ledger, open_ledger
from newsledger.problems import ERROR, Place, Problem
from newsledger.replay import Picture
from newsledger.values.shown import date

SETTINGS = "ledger.toml"
FINE, FINDINGS, UNREADABLE, BROKEN = 0, 1, 3, 4

F = TypeVar("F", bound=Callable[..., Any])


def find_ledger(folder: str) -> Path:
    """The ledger in a folder, in its `events/`, or in one of the folders above it.

    Raises `LedgerNotFound` with what was looked for.
    """
    start = Path(folder)
    if not start.is_dir():
        message = f"there is no folder {folder}"
        raise LedgerNotFound(message)
    for here in (start, *start.resolve().parents):
        for candidate in (here, here / "events"):
            if (candidate / SETTINGS).is_file():
                return candidate
    looked = f"neither {start}/{SETTINGS} nor {start}/events/{SETTINGS}, nor in any folder above"
    message = f"no ledger here: {looked}\n  start one: newsledger init"
    raise LedgerNotFound(message)


def opened(ctx: click.Context, /, *, by: str | None = None) -> Ledger:
    """The ledger that a command works on."""
    return open_ledger(find_ledger(ctx.obj), by=by)


def question_options(command: F) -> F:
    """The options of every question."""
    options = [
        click.argument("date", required=False),
        click.option("--at", metavar="DATE", help="The date that the picture is of."),
        click.option("--public", metavar="DATE", help="Only what sources had said by then."),
        click.option("--known", metavar="DATE", help="Only what this ledger held by then."),
        click.option("--hindsight", is_flag=True, help="The picture of DATE with all that was said later."),
        click.option("--story", metavar="STORY", help="Only this story."),
        click.option("--zone", metavar="ZONE", help="Whose days are meant, such as Europe/Kyiv."),
        click.option("--json", "as_json", is_flag=True, help="The answer as JSON."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def asked(ledger: Ledger, options: dict[str, Any]) -> Picture:
    """The picture for the options of a question; a date that cannot be read is named with its option."""
    names = ("date", "at", "public", "known")
    found: list[Problem] = []
    for name in names:
        if options.get(name) is not None:
            found += _unreadable(ledger, name, options[name], options.get("zone"))
    if found:
        raise InvalidInput(found)
    chosen = {name: options.get(name) for name in (*names[1:], "story", "zone")}
    return ledger.replay(options.get("date"), hindsight=bool(options.get("hindsight")), damaged=True, **chosen)


def _unreadable(ledger: Ledger, name: str, words: str, zone: str | None) -> list[Problem]:
    try:
        asked_alone: dict[str, Any] = {name: words}
        ledger.question(**asked_alone, zone=zone)
    except InvalidInput as error:
        option = "DATE" if name == "date" else f"--{name}"
        return [
            Problem(code=problem.code, message=f"{option}: {problem.message}", hint=problem.hint,
                    where=Place(column=problem.where.column, length=problem.where.length, text=words))
            for problem in error.problems
        ]  # fmt: skip
    return []


def header(picture: Picture) -> str:
    """The question as it was resolved, which every answer repeats."""
    question = picture.question
    cuts = [f"at {question.at}", f"public {question.public or 'open'}"]
    cuts += [f"known {question.known}"] if question.known else []
    return f"({', '.join([*cuts, f'zone {question.zone}'])})"


def why_empty(ledger: Ledger, picture: Picture) -> str | None:
    """Why a picture holds nothing, where it does."""
    if picture.events:
        return None
    first = picture.first_recorded
    if first is None:
        return "The ledger holds no event yet. Add a report: newsledger add SHEET"
    question = picture.question
    known = question.end(question.known)
    recorded = min(event.recorded_at for event in ledger.events())
    if known is not None and recorded >= known:
        return f"Nothing had been recorded by {date(question.known)}: the first event was taken in on {first}."
    by_then = [event.said.reported for event in ledger.events() if event.said.reported]
    earliest = min(by_then, key=lambda when: when.key, default=None)
    told = f": the first report is of {date(earliest)}" if earliest else ""
    of_story = f" in the story {question.story}" if question.story else ""
    return f"Nothing had been reported by {date(question.public or question.at)}{of_story}{told}."


def finish(ctx: click.Context, ledger: Ledger, picture: Picture | None = None) -> None:
    """Says what was left out and what is damaged, and ends with the exit code that fits."""
    if picture is not None and picture.later:
        many = "1 later event" if picture.later == 1 else f"{picture.later} later events"
        said = f"said after {date(picture.question.public)}"
        hint(f"{many} about this day or before it left out: {said}; --hindsight shows them")
    tell(ledger.problems, most=10)
    broken = [problem for problem in ledger.problems if problem.severity == ERROR]
    if broken:
        hint("the answer rests on the sound lines alone; `newsledger check` lists all that is damaged")
    ctx.exit(exit_code(broken))


def exit_code(broken: list[Problem]) -> int:
    """4 where stored bytes were altered, 3 where some cannot be read, 0 where all is sound."""
    if any(problem.code == "id-mismatch" for problem in broken):
        return BROKEN
    return UNREADABLE if broken else FINE
