"""What every question shares: finding the ledger, the options for dates, the first line of the answer, exit codes."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import click

from newsledger.cli._finding import find_ledger
from newsledger.cli._out import complain, hint, tell
from newsledger.errors import InvalidInput
from newsledger.fact import fold
from newsledger.ledger import Ledger, open_ledger
from newsledger.problems import ERROR, Problem
from newsledger.redacting import WORDS_MISSING
from newsledger.replay import Picture
from newsledger.stores.directory import WAIT
from newsledger.values.shown import date, period
from newsledger.values.when import check_zone
from newsledger.values.zones import day_of

FINE, FINDINGS, UNREADABLE, BROKEN = 0, 1, 3, 4

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., Any])


def opened(ctx: click.Context, /, *, by: str | None = None) -> Ledger:
    """The ledger that a command works on. One whose settings cannot be read is no mistake of whoever asks."""
    wait = ctx.find_root().params.get("wait")
    try:
        return open_ledger(
            find_ledger(ctx.obj), by=by, wait=WAIT if wait is None else wait,
            cache=is_wanted(), tell=hint, progress=_making,
        )  # fmt: skip
    except InvalidInput as error:
        complain(error)
        ctx.exit(UNREADABLE)


def is_wanted() -> bool:
    """Whether a cache may be used: unless somebody set the variable that says no."""
    return os.environ.get("NEWSLEDGER_CACHE", "").casefold() != "no"


_shown: list[Callable[[int, int], None]] = []


def _making(done: int, every: int) -> None:
    """Shows how far the making of a cache is."""
    if not _shown:
        from newsledger.cli._caching import Making  # few ledgers are large, and each is read for its cache once

        _shown.append(Making())
    _shown[0](done, every)


def _stories(ctx: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    from newsledger.cli._completing import stories  # only a shell that completes asks for them

    return stories(ctx, parameter, typed)


def question_options(command: F) -> F:
    """The date and the options of every question."""
    return click.argument("date", required=False)(cut_options(command))


def cut_options(command: F) -> F:
    """The options of every question, without its date."""
    options = [
        click.option("--at", metavar="DATE", help="The date that the picture is of."),
        click.option("--public", metavar="DATE", help="Only what sources had said by then."),
        click.option("--known", metavar="DATE", help="Only what this ledger held by then."),
        click.option("--hindsight", is_flag=True, help="The picture of DATE with all that was said later."),
        click.option("--story", metavar="STORY", help="Only this story.", shell_complete=_stories),
        click.option("--zone", metavar="ZONE", help="Whose days are meant, such as Europe/Kyiv."),
        click.option("--json", "as_json", is_flag=True, help="The answer as JSON."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def asked(ledger: Ledger, options: dict[str, Any]) -> Picture:
    """The picture for the options of a question; a date that cannot be read is named with its option."""
    names = ("date", "at", "public", "known")
    found = asked_wrong(ledger, {name: options.get(name) for name in names}, options.get("zone"))
    if found:
        raise InvalidInput(found)
    chosen = {name: options.get(name) for name in (*names[1:], "story", "zone")}
    return ledger.replay(options.get("date"), hindsight=bool(options.get("hindsight")), damaged=True, **chosen)


def asked_wrong(ledger: Ledger, dates: dict[str, str | None], zone: str | None) -> list[Problem]:
    """What is wrong with the dates that options were given, each by its name, and with the zone of them."""
    found = _wrong("--zone", zone, lambda: check_zone(zone)) if zone is not None else []
    readable = None if found else zone
    for name, words in dates.items():
        if words is not None:
            option = "DATE" if name == "date" else f"--{name}"
            found += _wrong(option, words, partial(ledger.question, words, zone=readable))
    return found


def _wrong(option: str, words: str, read: Callable[[], object]) -> list[Problem]:
    """What is wrong with the words of an option, named and pointed at."""
    try:
        read()
    except InvalidInput as error:
        return in_option(option, words, error)
    return []


def in_option(option: str, words: str, error: InvalidInput) -> list[Problem]:
    """Problems of the words that an option was given, with its name and the words that are meant."""
    return [attrs.evolve(pointed(problem, words), message=f"{option}: {problem.message}") for problem in error.problems]


def pointed(problem: Problem, words: str) -> Problem:
    """A problem with the typed words beside it, so that the place can be pointed at."""
    text = words if words.isprintable() else None
    return attrs.evolve(problem, where=attrs.evolve(problem.where, text=text))


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
    question, story = picture.question, picture.question.story
    reports = [event for event in ledger.events() if event.said.reported and of_story(event.said.story, story)]
    named = f" in the story {story}" if story else ""
    if not reports:
        return f"The ledger holds no report yet{named}. Add one: newsledger add SHEET"
    known = question.end(question.known)
    held = [event for event in reports if known is None or event.recorded_at < known]
    if not held:
        first = min(reports, key=lambda event: event.recorded_at).recorded
        until = period(question.known or question.at)
        return f"Nothing had been recorded by {until}{named}: the first report was taken in on {first}."
    earliest = min((event.said.reported for event in held if event.said.reported), key=lambda when: when.span())
    until = period(question.public or question.at)
    told = f"Nothing had been reported by {until}{named}: the first report is of {date(earliest)}."
    public = min(event.said.reported.span(question.zone)[1] for event in held if event.said.reported)
    first = dt.date.fromordinal(day_of(public - 1, question.zone)).isoformat()
    return f"{told} The story begins later: write {first} or a later date."


def of_story(told: str | None, story: str | None) -> bool:
    """Whether a report belongs to the story asked about, if any is."""
    return story is None or (told is not None and fold(told) == fold(story))


def finish(ctx: click.Context, ledger: Ledger, picture: Picture | None = None, *, found: bool = False) -> None:
    """Says what was left out and what is damaged, and ends with the exit code that fits.

    `found` is whether the answer itself is one that ends with 1; damage weighs more.
    """
    if picture is not None and picture.later and picture.question.public:
        many = "1 later event" if picture.later == 1 else f"{picture.later} later events"
        said = f"said after {period(picture.question.public)}"
        hint(f"{many} about this day or before it left out: {said}; --hindsight shows them")
    tell(ledger.problems, most=10)
    broken = [problem for problem in ledger.problems if problem.severity == ERROR]
    if broken:
        hint("the answer rests on the sound lines alone; `newsledger check` lists all that is damaged")
    ctx.exit(exit_code(broken) or (FINDINGS if found else FINE))


def exit_code(broken: list[Problem]) -> int:
    """4 where stored bytes were altered or are gone, 3 where some cannot be read, 0 where all is sound."""
    if any(problem.code in ("id-mismatch", "missing-rows", WORDS_MISSING) for problem in broken):
        return BROKEN
    return UNREADABLE if broken else FINE
