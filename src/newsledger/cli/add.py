"""add: report sheets and single claims."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from newsledger import kinds
from newsledger.claimline import Claim, read_claim
from newsledger.cli._ask import in_option, opened, pointed
from newsledger.cli._near import ask_about_near_misses
from newsledger.cli._out import hint, many, one_line, say, say_json
from newsledger.cli._wording import claim_line
from newsledger.cli.show import find_event
from newsledger.difference import diff
from newsledger.durable import refusal
from newsledger.errors import InvalidInput
from newsledger.event import ASSERTS, DENIES, NO_COMMENT, UNNAMED, Said
from newsledger.event import say as put
from newsledger.explanation import short
from newsledger.fact import Fact, fold
from newsledger.ledger import Ledger
from newsledger.live import Question
from newsledger.problems import Place, Problem, did_you_mean, nearest
from newsledger.replay import State
from newsledger.sheet import read_sheet
from newsledger.stores import Appended
from newsledger.values.when import When

MOST_CHANGES = 12
PARTY = "party"
SHEET = ".report"
"""How the names of sheets end, so that a mistyped path is not taken for a claim."""


@click.command()
@click.argument("what", nargs=-1, required=True, metavar="SHEET…|CLAIM")
@click.option("--source", help="Who says it (for a claim).")
@click.option("--via", multiple=True, help="Through whom it reached us; the outlet last. May be given again.")
@click.option("--reported", metavar="DATE", help="When it was made public; today where none is given.")
@click.option("--story", help="The story it belongs to; the last one where none is given.")
@click.option("--denies", "stance", flag_value=DENIES, help="The source denies it.")
@click.option("--no-comment", "stance", flag_value=NO_COMMENT, help="The source was asked and would not say.")
@click.option("--confidence", help="How sure we are of this report: low, moderate, high, 70%, admiralty 3.")
@click.option("--url", help="Where to read it.")
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
    """
    ledger = opened(ctx, by=by)
    saids, slug = _read(ledger, what, how, yes=yes)
    ask_about_near_misses(ledger, saids, yes=yes)
    _show_effect(ledger, saids)
    if dry_run:
        hint(f"nothing written: --dry-run ({many(len(saids), 'event')} read)")
        return
    _tell(ledger.append(saids, slug=slug), as_json=as_json)


# --- reading --------------------------------------------------------------------------------


def _read(ledger: Ledger, what: tuple[str, ...], how: dict[str, Any], *, yes: bool) -> tuple[list[Said], str | None]:
    """All sheets, or the one claim, with every problem of all of them at once."""
    if len(what) == 1 and not _is_file(what[0]) and _is_claim(what[0]):
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


def _is_file(name: str) -> bool:
    try:
        return name == "-" or Path(name).is_file()
    except OSError:  # a claim may be longer than any file name
        return False


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


def _bytes_of(name: str) -> bytes:
    """What a sheet holds, or standard input."""
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        message = f"the sheet cannot be read: {refusal(error)}"
        advice = "see that you may read it, or save it elsewhere"
        raise InvalidInput(
            [Problem(code="unreadable-file", message=message, hint=advice, where=Place(file=name))]
        ) from None


def _sheet(ledger: Ledger, name: str, before: list[Said]) -> tuple[Said, ...]:
    if not _is_file(name):
        raise InvalidInput([_no_sheet(name)])
    raw = _bytes_of(name)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        where = Place(file=name, line=line)
        raise InvalidInput(
            [Problem(code="not-utf-8", message=message, hint="save the file as UTF-8", where=where)]
        ) from None
    known = _known_sources(ledger) | {
        said.fact.keys()[0] for said in before if said.kind == "source" and isinstance(said.fact, Fact)
    }
    today = ledger.today(ledger.config.zone)
    sheet = read_sheet(
        text,
        file=name,
        today=today,
        zone=ledger.config.zone,
        known_sources=known,
        resolve=lambda begun: find_event(ledger, begun).id,
    )
    return sheet.saids


def _known_sources(ledger: Ledger) -> set[str]:
    """Whoever may speak: all who did, and all who were introduced but the parties."""
    alive = ledger.state().live(Question(at=ledger.today()))
    spoken = {link for event in alive.reports for link in event.said.chain}
    introduced = {name for name in alive.sources.introduced() if alive.sources.entry(name).category != PARTY}
    return spoken | introduced | {UNNAMED}


def _claim(ledger: Ledger, text: str, how: dict[str, Any], *, yes: bool) -> Said:
    """One claim and its options, with every problem of all of them at once."""
    story = how.pop("story") or _last_story(ledger)
    zone = ledger.config.zone_of(story)
    today = ledger.today(zone)
    stance = how.pop("stance") or ASSERTS
    found: list[Problem] = []
    reported = _reported(how.pop("reported"), today, zone, found)
    claim = _line(ledger, text, found, stance=stance, reported=reported, zone=zone)
    ours = claim is not None and claim.fact.spec.ours
    found += [] if ours else _wrong_sources(ledger, how["source"], how["via"], yes=yes)
    if found or claim is None:
        raise InvalidInput(found)
    if ours:
        return put(claim.fact, occurred=claim.occurred, told=claim.told)
    said = put(
        claim.fact, occurred=claim.occurred, reported=reported, stance=stance, story=story, told=claim.told,
        likelihood=claim.likelihood, field=claim.field, corrects=claim.corrects, **how,
    )  # fmt: skip
    hint(f"story {one_line(story or 'none')}, reported {reported}, said by {how['source']}")
    return said


def _line(ledger: Ledger, text: str, found: list[Problem], **how: Any) -> Claim | None:
    try:
        return read_claim(text, resolve=lambda begun: find_event(ledger, begun).id, **how)
    except InvalidInput as error:
        found += [pointed(problem, text) for problem in error.problems]
    return None


def _reported(told: str | None, today: When, zone: str, found: list[Problem]) -> When:
    """When it was made public: today where nothing is told, which also stands in for what cannot be."""
    if told is None:
        return today
    try:
        reported = When.read(told, said_on=today, zone=zone)
    except InvalidInput as error:
        found += in_option("--reported", told, error)
        return today
    if reported.span(zone)[0] >= today.span(zone)[1]:
        message = f"--reported: {reported} is after today ({today})"
        found.append(Problem(code="future-report", message=message, hint="give the day on which it was made public"))
        return today
    return reported


def _last_story(ledger: Ledger) -> str | None:
    """The story of the newest event, else the only one that the settings name."""
    told = [event.said.story for event in ledger.events() if event.said.story]
    named = [story.name for story in ledger.config.stories]
    return told[-1] if told else named[0] if len(named) == 1 else None


def _wrong_sources(ledger: Ledger, source: str | None, via: tuple[str, ...], *, yes: bool) -> list[Problem]:
    """What is wrong with those who say it and who carry it: nobody, nobody known, or a party, which is no voice."""
    if source is None:
        return [Problem(code="no-source", message="a claim needs somebody who says it", hint="add --source NAME")]
    directory = ledger.state().live(Question(at=ledger.today())).sources
    known = _known_sources(ledger)
    folded = {fold(name) for name in known}
    found = []
    for option, name in (("--source", source), *(("--via", link) for link in via)):
        if directory.entry(name).category == PARTY:
            message = f"{option}: {name!r} is a party, and a party is no source"
            advice = "name who speaks for it: a government, officials, a person"
            found.append(Problem(code="party-speaks", message=message, hint=advice))
        elif not yes and fold(name) not in folded:
            message = f"{option}: no source here is called {name!r}"
            choices = did_you_mean(name, known) or "there is none yet"
            advice = f"{choices}\n  to use it as a new one: --yes"
            found.append(Problem(code="unknown-source", message=message, hint=advice))
    return found


# --- telling --------------------------------------------------------------------------------


def _show_effect(ledger: Ledger, saids: list[Said]) -> None:
    """What the picture of the newest report's day becomes."""
    days = [said.reported for said in saids if said.reported is not None]
    if not days:
        return
    newest = max(days, key=lambda when: when.span()[1])
    question = ledger.question(newest)
    before = ledger.state()
    from newsledger.codec import stamp
    from newsledger.ledger import utc_now

    after = before.merge(State(stamp(said, recorded=utc_now(), by="") for said in saids))
    changes = diff(before.picture(question), after.picture(question)).changes
    hint(f"in the picture of {newest}: {many(len(changes), 'belief')} new or changed")
    for change in changes[:MOST_CHANGES]:
        hint("  " + one_line(f"{change.slot}: {change.before or 'nothing'} -> {change.after or 'nothing'}"))
    if len(changes) > MOST_CHANGES:
        hint(f"  … and {len(changes) - MOST_CHANGES} more")


def _tell(done: Appended, *, as_json: bool) -> None:
    if as_json:
        say_json(
            {"schema": "newsledger/added/1", "added": [event.id for event in done.added],
             "present": [event.id for event in done.present], "file": done.file}
        )  # fmt: skip
        return
    for event in done.added:
        say(f"{short(event.id)}  {one_line(claim_line(event.said))}")
    there = f"; {many(len(done.present), 'event')} there already" if done.present else ""
    hint(f"{many(len(done.added), 'event')} added" + (f" in {done.file}" if done.file else "") + there)
