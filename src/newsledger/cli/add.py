"""add: report sheets and single claims."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from newsledger import kinds
from newsledger.claimline import Claim, read_claim
from newsledger.cli._ask import opened, pointed
from newsledger.cli._entering import enter, reported_day, wrong_sources
from newsledger.cli._near import ask_about_near_misses
from newsledger.cli._out import hint, one_line
from newsledger.cli._sheets import is_file, read_for, text_of
from newsledger.cli.show import find_event
from newsledger.errors import InvalidInput
from newsledger.event import ASSERTS, DENIES, NO_COMMENT, Said
from newsledger.event import say as put
from newsledger.ledger import Ledger
from newsledger.problems import Problem, nearest

SHEET = ".report"
"""How the names of sheets end, so that a mistyped path is not taken for a claim."""


@click.command()
@click.argument("what", nargs=-1, metavar="SHEET…|CLAIM")
@click.option("--edit", is_flag=True, help="Write a sheet in your editor, with known sources and slots at hand.")
@click.option("--source", help="Who says it (for a claim).")
@click.option("--via", multiple=True, help="Through whom it reached us; the outlet last. May be given again.")
@click.option("--reported", metavar="DATE", help="When it was made public; today where none is given.")
@click.option("--story", help="The story it belongs to; the last one where none is given.")
@click.option("--denies", "stance", flag_value=DENIES, help="The source denies it.")
@click.option("--no-comment", "stance", flag_value=NO_COMMENT, help="The source was asked and would not say.")
@click.option("--confidence", help="How sure we are of this report: low, moderate, high, 70%, admiralty 3.")
@click.option("--url", help="Where to read it.")
@click.option("--after", metavar="POSITION", help="Add only if nothing arrived since this position (see `tail`).")
@click.option("--by", help="Who enters it; your login name where none is given.")
@click.option("--yes", is_flag=True, help="Open new slots and sources without asking.")
@click.option("--dry-run", is_flag=True, help="Show what it would do, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="What was added, as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    what: tuple[str, ...],
    *,
    edit: bool,
    after: str | None,
    by: str | None,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    **how: Any,
) -> None:
    """Add report sheets, or one claim, whole or not at all; first show what that does to the picture.

    A sheet is a file (`-` reads standard input). A claim is a line: SLOT = VALUE @ WHEN.

    \b
    newsledger add kursk.report
    newsledger add 'territory-held/kursk/ukraine = about 80 km2 @ 2025-03-18' --source ru-mil-officials
    newsledger add 'state/bridge/open' --source mayor --denies --reported yesterday
    newsledger add --edit
    """
    if not what and not edit:
        raise click.UsageError("Missing argument 'SHEET…|CLAIM': name a sheet, give a claim, or write one with --edit.")
    ledger = opened(ctx, by=by)
    if edit and after is not None:
        raise click.UsageError("--edit takes no --after: whoever writes a sheet by hand sees what came.")
    if edit:
        _edit(ledger, what, how, yes=yes, dry_run=dry_run, as_json=as_json)
        return
    saids, slug = _read(ledger, what, how, yes=yes)
    ask_about_near_misses(ledger, saids, yes=yes)
    enter(ledger, saids, dry_run=dry_run, as_json=as_json, slug=slug, after=after)


def _edit(ledger: Ledger, what: tuple[str, ...], how: dict[str, Any], **options: bool) -> None:
    """Adds what somebody writes in the editor."""
    names = {"stance": "denies"}
    wrong = [f"--{names.get(name, name)}" for name, told in how.items() if told and name != "story"]
    wrong += ["claim"] if any("=" in one for one in what) else ["second sheet"] if len(what) > 1 else []
    if wrong:
        raise click.UsageError(f"--edit opens one sheet, and takes no {wrong[0]}: write it in the sheet.")
    from newsledger.cli._edit import add_edited

    add_edited(ledger, what[0] if what else None, story=how["story"] or _last_story(ledger), **options)


# --- reading --------------------------------------------------------------------------------


def _read(ledger: Ledger, what: tuple[str, ...], how: dict[str, Any], *, yes: bool) -> tuple[list[Said], str | None]:
    """All sheets, or the one claim, with every problem of all of them at once."""
    if len(what) == 1 and not is_file(what[0]) and _is_claim(what[0]):
        return [_claim(ledger, what[0], how, yes=yes)], None
    found: list[Problem] = []
    saids: list[Said] = []
    for name in what:
        try:
            saids += _sheet(ledger, name, saids)
        except InvalidInput as error:
            found += error.problems
    if found:
        raise InvalidInput(found)
    return saids, Path(what[0]).stem if what[0] != "-" else None


def _is_claim(text: str) -> bool:
    """Whether words that name no file were meant as a claim: they give a value, amend, or begin as slots do."""
    head = text.partition("/")[0]
    begins = "/" in text and not text.endswith(SHEET) and nearest(head, kinds.names()) is not None
    return "=" in text or begins or text.split(maxsplit=1)[:1] in (["retract"], ["void"], ["correct"])


def _no_sheet(name: str) -> Problem:
    if _is_claim(name):
        message = f"{name!r} is a claim, and one claim is added at a time"
        return Problem(code="several-claims", message=message, hint="add them one by one, or write a sheet of them")
    message = f"{name!r} is neither a file nor a claim"
    advice = "a claim is written SLOT = VALUE @ WHEN, such as 'state/bridge/open = no @ 2025-03-16'"
    return Problem(code="no-sheet", message=message, hint=advice)


def _sheet(ledger: Ledger, name: str, before: list[Said]) -> tuple[Said, ...]:
    if not is_file(name):
        raise InvalidInput([_no_sheet(name)])
    return read_for(ledger, text_of(name), file=name, before=before).saids


def _claim(ledger: Ledger, text: str, how: dict[str, Any], *, yes: bool) -> Said:
    """One claim and its options, with every problem of all of them at once."""
    story = how.pop("story") or _last_story(ledger)
    zone = ledger.config.zone_of(story)
    today = ledger.today(zone)
    stance = how.pop("stance") or ASSERTS
    found: list[Problem] = []
    reported = reported_day(how.pop("reported"), today, zone, found)
    claim = _line(ledger, text, found, stance=stance, reported=reported, zone=zone)
    ours = _begins_as_ours(text) if claim is None else claim.fact.spec.ours
    found += [] if ours else wrong_sources(ledger, how["source"], how["via"], yes=yes)
    if found or claim is None:
        raise InvalidInput(found)
    if claim.fact.spec.ours:
        return put(claim.fact, occurred=claim.occurred, told=claim.told)
    said = put(
        claim.fact, occurred=claim.occurred, reported=reported, stance=stance, story=story, told=claim.told,
        likelihood=claim.likelihood, field=claim.field, corrects=claim.corrects, **how,
    )  # fmt: skip
    hint(f"story {one_line(story or 'none')}, reported {reported}, said by {how['source']}")
    return said


def _begins_as_ours(text: str) -> bool:
    """Whether a claim that cannot be read was one of ours, which nobody needs to say."""
    spec = kinds.spec(text.partition("/")[0].strip().casefold())
    return spec is not None and spec.ours


def _line(ledger: Ledger, text: str, found: list[Problem], **how: Any) -> Claim | None:
    try:
        return read_claim(text, resolve=lambda begun: find_event(ledger, begun).id, **how)
    except InvalidInput as error:
        found += [pointed(problem, text) for problem in error.problems]
    return None


def _last_story(ledger: Ledger) -> str | None:
    """The story of the newest event, else the only one that the settings name."""
    told = [event.said.story for event in ledger.events() if event.said.story]
    named = [story.name for story in ledger.config.stories]
    return told[-1] if told else named[0] if len(named) == 1 else None
