"""calibrate: propose grades and dependence, learned from the claims alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import click

from newsledger.calibrating import (
    ROUNDS,
    Learned,
    Proposal,
    Record,
    claims_of,
    known_sources,
    learn,
    propose,
    unjudged,
)
from newsledger.calibrating.proposing import ALONE
from newsledger.cli._amending import typed
from newsledger.cli._ask import finish, in_option, opened
from newsledger.cli._entering import enter, writing_options
from newsledger.cli._finding import find_ledger
from newsledger.cli._formats import JSON, TABLE, Cells, cell, format_option, wanted, write
from newsledger.cli._formats import Record as Row
from newsledger.cli._learning import Watch
from newsledger.cli._near import is_asked
from newsledger.cli._out import hint, many, one_line, paragraph, say, say_json, table, width
from newsledger.errors import InvalidInput
from newsledger.event import Said
from newsledger.event import say as put
from newsledger.ledger import Ledger
from newsledger.live import Question
from newsledger.problems import Problem
from newsledger.values.when import When

FIELDS = ("source", "was", "grade", "claims", "likely", "echoes", "reason")
"""The columns of the other forms."""

MOST = 40
"""So many proposals are shown in the table; the other forms hold all."""

ENDING = ".report"

MOST_ROUNDS = 100


@attrs.frozen(kw_only=True)
class Found:
    """What was learned, and what is proposed."""

    learned: Learned
    proposals: tuple[Proposal, ...]
    passed: tuple[Record, ...]

    @property
    def claims(self) -> int:
        """How many claims were compared."""
        return sum(record.claims for record in self.learned.records)

    @property
    def head(self) -> str:
        """What it was learned from, in a sentence."""
        sources, claims = many(len(self.learned.records), "source"), many(self.claims, "claim")
        return f"Learned in {many(self.learned.rounds, 'round')} from {claims} of {sources} on what others speak of too"


@click.command()
@click.option(
    "--rounds", type=click.IntRange(1, MOST_ROUNDS), default=ROUNDS, show_default=True, help="How often it goes over."
)
@click.option("--regrade", is_flag=True, help="Propose grades also for sources that a person graded.")
@click.option("--from", "since", metavar="DATE", help="The day from which the grades count; today where none is given.")
@click.option("--append", is_flag=True, help="Append what is proposed, after showing it.")
@click.option("-o", "--output", "sheet", metavar="FILE.report", help="Write what is proposed as a sheet to look over.")
@format_option
@writing_options("Append what is proposed without asking.")
@click.pass_context
def command(ctx: click.Context, /, *, rounds: int, regrade: bool, by: str | None, **options: Any) -> None:
    """Propose a grade for each source, and whom it echoes, from the claims alone.

    Where several sources speak of one thing, they are compared: who agrees with what is probably so
    is reliable, and who shares with another what is probably wrong repeats it. Nothing is changed:
    read the proposals, then append them with `--append`, or write them to a sheet, change it, and add it.

    \b
    newsledger calibrate
    newsledger calibrate -o grades.report
    newsledger calibrate --append --from 2025-03-16
    """
    form = wanted(options["form"], as_json=options["as_json"])
    _refuse_odd_pairs(options, form)
    ledger = opened(ctx, by=by)
    since = _since(ledger, options["since"], options["sheet"])
    found = _found(ctx, ledger, rounds, regrade=regrade)
    saids = [put(proposal.fact, occurred=since) for proposal in found.proposals]
    if form == TABLE or not options["append"]:
        _tell(found, form)
    if options["sheet"] is not None:
        _write_sheet(Path(options["sheet"]), saids, since, dry_run=options["dry_run"])
    if options["append"] and (saids or form == JSON):
        _append(ledger, saids, options, as_json=form == JSON)
    elif options["dry_run"]:
        hint("nothing written: --dry-run")
    finish(ctx, ledger)


def _refuse_odd_pairs(options: dict[str, Any], form: str) -> None:
    """Options that cannot go together, or that say nothing alone."""
    if options["append"] and options["sheet"] is not None:
        message = "--append and -o are two ways to take the proposals over: leave one of them out"
        raise click.UsageError(message)
    if options["append"] and form not in (TABLE, JSON):
        message = f"--append tells what it added, and --format {form} asks for a list: leave one of them out"
        raise click.UsageError(message)
    if options["yes"] and not options["append"]:
        message = "--yes answers what --append asks, and --append is not given"
        raise click.UsageError(message)


def _since(ledger: Ledger, told: str | None, sheet: str | None) -> When:
    """The day from which grades count, and all that is wrong with it and with the file that is asked for."""
    today = ledger.today(ledger.config.zone_of(None))
    found: list[Problem] = [] if sheet is None else _wrong_file(Path(sheet), sheet)
    since = today
    if told is not None:
        try:
            since = When.read(told, said_on=today)
        except InvalidInput as error:
            found += in_option("--from", told, error)
        if since.earliest is None or since.latest is None:
            message = f"--from: {since} is open, and a grade counts from a day on"
            found.append(typed("open-date", message, "give a day, such as 2025-03-16", told))
        elif since.span()[0] >= today.span()[1]:
            message = f"--from: {since} is after today ({today})"
            found.append(typed("future-date", message, "give today or a day before", told))
    if found:
        raise InvalidInput(found)
    return since


def _wrong_file(path: Path, told: str) -> list[Problem]:
    if path.suffix != ENDING:
        return [typed("no-sheet", f"-o: {told!r} is no name of a sheet", f"write a name that ends in {ENDING}", told)]
    if path.exists():
        return [typed("file-exists", f"-o: {told!r} is there already", "name a new file, or move that one away", told)]
    if not path.parent.is_dir():
        message = f"-o: there is no folder {str(path.parent)!r}"
        return [typed("no-folder", message, "make it first, or name another", told)]
    return []


# --- learning -----------------------------------------------------------------------------------


def _found(ctx: click.Context, ledger: Ledger, rounds: int, *, regrade: bool) -> Found:
    """What was learned, from where an interrupted run over the same events left off, and what follows."""
    zone = ledger.config.zone_of(None)
    question = Question(at=ledger.today(zone), zone=zone, default_grade=ledger.config.default_grade)
    alive = ledger.state().live(question)
    watch = Watch(Path(find_ledger(ctx.obj)))
    learned = learn(claims_of(alive, zone=zone), rounds=rounds, progress=watch, resume=watch.kept())
    proposals = propose(learned, known_sources(alive, ledger.events(), zone=zone), regrade=regrade)
    return Found(learned=learned, proposals=proposals, passed=unjudged(learned))


# --- telling ------------------------------------------------------------------------------------


def _tell(found: Found, form: str) -> None:
    if form == TABLE:
        _show(found)
    elif form == JSON:
        passed = [{"source": record.source, "claims": record.claims} for record in found.passed]
        head = {"schema": "newsledger/calibrate/1", "rounds": found.learned.rounds, "claims": found.claims}
        say_json({**head, "proposals": [_row(one) for one in found.proposals], "unjudged": passed})
    else:
        write(form, FIELDS, [_row(one) for one in found.proposals], _cells, found.head)


def _row(proposal: Proposal) -> Row:
    return attrs.asdict(proposal) | {"echoes": list(proposal.echoes)}


def _cells(record: Row) -> Cells:
    return {name: cell(record[name]) for name in FIELDS}


def _show(found: Found) -> None:
    columns = width()
    if not found.learned.records:
        say("Nothing to learn from: no two sources speak of the same thing.")
        return
    say(f"{found.head}.", bold=True)
    alone = [proposal for proposal in found.proposals if not proposal.together or proposal.echoes]
    for line in table([_line(proposal) for proposal in alone[:MOST]], columns=columns):
        say(line)
    if len(alone) > MOST:
        say(f"  … and {len(alone) - MOST} more; --format csv lists all")
    for sentence in _sentences(found, len(found.proposals) - len(alone)):
        for line in paragraph(sentence, columns=columns):
            say(line)


def _line(proposal: Proposal) -> tuple[str, str, str, str]:
    grade = (
        f"{proposal.was or 'ungraded'} -> {proposal.grade}" if proposal.grade else f"stays {proposal.was or 'as is'}"
    )
    count = len(proposal.echoes)
    echoes = f"{count} echo{'' if count == 1 else 'es'}" if count else ""
    return (proposal.source, grade, echoes, one_line(proposal.reason.partition(": ")[2]))


def _sentences(found: Found, together: int) -> list[str]:
    told = []
    if together:
        letters = sorted({proposal.grade for proposal in found.proposals if proposal.together and proposal.grade})
        told.append(f"{many(together, 'source')} spoke too seldom to be judged alone; together: {', '.join(letters)}.")
    if found.passed:
        most = max(record.claims for record in found.passed)
        told.append(
            f"{many(len(found.passed), 'source')} made at most {many(most, 'claim')} that can be compared, fewer than "
            f"{ALONE}: no grade for them, since so few tell nothing that plain voting does not."
        )
    if not found.proposals:
        told.append("Nothing to propose.")
    return told


# --- taking over --------------------------------------------------------------------------------


def _append(ledger: Ledger, saids: list[Said], options: dict[str, Any], *, as_json: bool) -> None:
    if saids and not options["yes"] and not options["dry_run"]:
        if not is_asked():
            message = f"--append: nobody is there to ask whether {many(len(saids), 'event')} are to be appended"
            advice = "look at what is proposed, then add --yes"
            raise InvalidInput([Problem(code="not-asked", message=message, hint=advice)])
        click.confirm(f"Append {many(len(saids), 'event')}?", abort=True, err=True)
    told = [event.said.reported for event in ledger.events() if event.said.reported is not None]
    newest = sorted(told, key=lambda when: when.span()[1])[-1:]
    enter(ledger, saids, dry_run=options["dry_run"], as_json=as_json, slug="calibrate", days=newest)


def _write_sheet(path: Path, saids: list[Said], since: When, *, dry_run: bool) -> None:
    """Writes the proposals as a sheet that `newsledger add` takes."""
    if dry_run or not saids:
        hint(f"{path} was not written: " + ("--dry-run" if dry_run else "there is nothing to propose"))
        return
    from newsledger.durable import telling, write_whole
    from newsledger.sheet import write_sheet

    text = write_sheet(saids, report="calibrate", published=since)
    with telling(str(path.parent), "the sheet was not written"):
        write_whole(str(path.parent), path.name, text.encode())
    hint(f"wrote {many(len(saids), 'event')} to {path}; look it over, then: newsledger add {path}")
