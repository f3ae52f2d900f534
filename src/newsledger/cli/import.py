"""import: files of other formats, row by row."""

from __future__ import annotations

import os
import sys
from typing import IO, TYPE_CHECKING, Any, Self

import click

from newsledger.cli._ask import FINDINGS, opened
from newsledger.cli._entering import known_sources, reported_day
from newsledger.cli._out import hint, many, one_line, say, say_json, tell
from newsledger.cli._wording import claim_line
from newsledger.durable import refusal
from newsledger.errors import InvalidInput
from newsledger.event import Said
from newsledger.fact import Unknown, fold
from newsledger.ledger import Ledger
from newsledger.problems import Problem, did_you_mean
from newsledger.values.when import When

if TYPE_CHECKING:
    from newsledger.importers._frame import Found, Import

MOST = 50
"""So many problems are told."""

MOST_NAMES = 5
"""So many new sources are named."""

UNREAD = 2
"""The exit code where nothing was added because of bad rows."""


@click.command()
@click.argument("what", nargs=-1, required=True, metavar="[FORMAT] FILE…")
@click.option("--map", "mapping", metavar="FILE", help="Which column is what (for a table).")
@click.option("--git", metavar="DIR", help="Take the versions of FILE from the git repository in DIR (for vintage).")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook, or the table of a database; else the first.")
@click.option("--suggest", is_flag=True, help="Propose a mapping for a table, from its columns, and read no more.")
@click.option("--story", help="The story of whatever names none.")
@click.option("--source", help="Who says whatever names nobody.")
@click.option("--reported", metavar="DATE", help="When it was made public, where the file does not say.")
@click.option("--dry-run/--append", default=None, help="Only look, as on a terminal; or add, as in a pipe.")
@click.option("--to", metavar="FILE", help="Where the draft goes (of an article), or the folder of drafts (of a feed).")
@click.option("--extractor", metavar="NAME", help="What reads an article: rules, or what a package brings.")
@click.option("--reject-to", metavar="FILE", help="Put bad rows aside in FILE, and add the others.")
@click.option("--by", help="Who imports it; your login name where none is given.")
@click.option("--json", "as_json", is_flag=True, help="What was read and added, as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    what: tuple[str, ...],
    *,
    suggest: bool,
    dry_run: bool | None,
    reject_to: str | None,
    by: str | None,
    as_json: bool,
    to: str | None,
    **how: Any,
) -> None:
    """Import files: each row that is new becomes events, with file, line and digest beside who entered them.

    On a terminal it only looks, and tells what --append would add. A row that is there already is not added
    again. Where a row is bad nothing is added, unless --reject-to puts bad rows aside.

    \b
    newsledger import jsonl other/events/*/*.jsonl
    newsledger import table estimates.csv --suggest > estimates.toml
    newsledger import table estimates.csv --map estimates.toml --append
    newsledger import table estimates.csv --map estimates.toml --append --reject-to bad.csv
    newsledger import article page.html --to page.report
    newsledger import feed news.xml --to inbox
    newsledger import vintage --git clone data/losses.csv --map losses.toml --append
    """
    if suggest:
        _suggest(*_format(what), git=how["git"], sheet=how["sheet"])
        return
    ledger = opened(ctx, by=by)
    name, paths = _format(what)
    drafter = _drafter(name)
    if drafter is not None:
        _refuse_rows(dry_run=dry_run, reject_to=reject_to, mapping=how["mapping"], as_json=as_json)
        _draft(ledger, drafter, paths, how, to=to)
        return
    if to or how["extractor"]:
        raise click.UsageError(f"--to and --extractor are for articles and feeds, and {name} has rows.")
    if reject_to is not None and len(paths) > 1:
        raise click.UsageError("--reject-to takes the bad rows of one FILE: import the files one by one.")
    dry_run = at_a_terminal() if dry_run is None else dry_run
    from newsledger.cli._progress import Progress
    from newsledger.importers import Options
    from newsledger.importers._frame import Import

    zone = ledger.config.zone_of(how["story"])
    options = Options(
        today=ledger.today(zone), zone=zone, **how | {"reported": _reported(ledger, zone, how["reported"])}
    )
    progress = Progress()
    job = Import(ledger, name, paths, options, tick=progress)
    with Aside(reject_to, wanted=not dry_run) as aside:
        try:
            found = job.look(aside.stream, keep=not dry_run)
            refused = found.bad > 0 and (dry_run or reject_to is None)
            sources = _new_sources(ledger, found) if dry_run else []
            added, written = (0, []) if dry_run or refused else job.append()
        finally:
            progress.close()
        aside.keep(wanted=found.bad > 0 and not refused)
    tell(found.problems, most=MOST)
    if as_json:
        told = {"dry_run": dry_run, "added": added, "stored": written, "rejected": reject_to if aside.kept else None}
        say_json(_json(name, found, told))
    else:
        _say(name, job, found, dry_run=dry_run, added=added, written=written)
    if not refused:
        _tell_no_story(ledger, found)
    _explain(found, dry_run=dry_run, refused=refused, aside=reject_to if aside.kept else None, sources=sources)
    ctx.exit(0 if not found.bad else UNREAD if refused and not dry_run else FINDINGS)


def _reported(ledger: Ledger, zone: str, told: str | None) -> When | None:
    """When a release was made public. Raises `InvalidInput` for what is no day, or lies ahead."""
    found: list[Problem] = []
    day = None if told is None else reported_day(told, ledger.today(zone), zone, found)
    if found:
        raise InvalidInput(found)
    return day


def _drafter(name: str) -> Any | None:
    """The importer of a name, if it makes drafts."""
    from newsledger import importers

    found = importers.find(name)
    return found if callable(getattr(found, "draft", None)) else None


def _refuse_rows(*, dry_run: bool | None, reject_to: str | None, mapping: str | None, as_json: bool) -> None:
    """Options that say what to do with rows have no meaning for a draft."""
    given = [
        ("--append" if dry_run is False else "--dry-run", dry_run is not None), ("--reject-to", reject_to is not None),
        ("--map", mapping is not None), ("--json", as_json),
    ]  # fmt: skip
    for option, wanted in given:
        if wanted:
            raise click.UsageError(f"{option} is for rows: this becomes a draft sheet, which newsledger add takes.")


def _draft(ledger: Ledger, drafter: Any, paths: list[str], how: dict[str, Any], *, to: str | None) -> None:
    from newsledger.cli._drafting import import_drafts
    from newsledger.importers import Options

    zone = ledger.config.zone_of(how["story"])
    told = how | {"reported": _reported(ledger, zone, how["reported"])}
    import_drafts(ledger, drafter, paths, Options(today=ledger.today(zone), zone=zone, **told), to=to)


def at_a_terminal() -> bool:
    """Whether somebody watches."""
    return sys.stdout.isatty()


def _format(what: tuple[str, ...]) -> tuple[str, list[str]]:
    """The format and the files that are meant; where no format is named, the likeliest of the first file."""
    from newsledger import importers

    first, *rest = what
    if first in importers.names():
        if not rest:
            raise click.UsageError("Missing argument 'FILE…': name the files to import.")
        return first, rest
    if not os.path.exists(first):
        message = f"{first!r} is neither a format nor a file"
        advice = did_you_mean(first, importers.names())
        raise InvalidInput([Problem(code="unknown-format", message=message, hint=advice)])
    likely = importers.guess(importers.File(first))
    if not likely:
        message = f"{first} looks like none of the formats that are known"
        advice = f"name one: newsledger import FORMAT {first}, with FORMAT one of {', '.join(importers.names())}"
        raise InvalidInput([Problem(code="unknown-format", message=message, hint=advice)])
    hint(f"read as {likely[0][1]}: it is likeliest to be that")
    return likely[0][1], list(what)


def _suggest(name: str, paths: list[str], *, git: str | None, sheet: str | None) -> None:
    """Proposes what the importer needs beside the file, where it can."""
    from newsledger import importers

    propose = getattr(importers.find(name), "suggest", None)
    if propose is None:
        message = f"there is nothing to suggest for {name}: it reads its format without a mapping"
        raise InvalidInput([Problem(code="no-mapping", message=message, hint="leave --suggest out")])
    say(propose(importers.opened(importers.find(name), paths[0], importers.Options(git=git, sheet=sheet))))


class Aside:
    """The file of bad rows: written beside its place while rows are read, and kept only where it is wanted at the end.

    Raises `InvalidInput` where there is a file already, or none can be written.
    """

    def __init__(self, path: str | None, *, wanted: bool) -> None:
        self.path = path if wanted else None
        self.stream: IO[bytes] | None = None
        self.kept = False

    def __enter__(self) -> Self:
        if self.path is not None:
            if os.path.lexists(self.path):
                raise self._refused("file-exists", f"there is a file {self.path} already", "name another, or move it")
            try:
                self.stream = open(self._part, "wb")
            except OSError as error:
                message = f"bad rows cannot be put into {self.path}: {refusal(error)}"
                raise self._refused("no-folder", message, "name a file in a folder that you may write to") from None
        return self

    def keep(self, *, wanted: bool) -> None:
        """Says whether the file is to stay."""
        self.kept = wanted and self.stream is not None

    def __exit__(self, *_: object) -> None:
        if self.stream is None or self.path is None:
            return
        self.stream.close()
        if self.kept:
            os.replace(self._part, self.path)
        else:
            os.unlink(self._part)

    @property
    def _part(self) -> str:
        return f"{self.path}.part"

    def _refused(self, code: str, message: str, advice: str) -> InvalidInput:
        return InvalidInput([Problem(code=code, message=message, hint=advice)])


# --- what is told -----------------------------------------------------------------------------


def _say(name: str, job: Import, found: Found, *, dry_run: bool, added: int, written: list[str]) -> None:
    files = many(len(job.files), "file")
    new = f"{many(found.new, 'event')} to add" if dry_run else f"{many(added, 'event')} added"
    parts = [new, f"{found.present} there already"]
    parts += [f"{found.twice} told twice"] if found.twice else []
    parts += [f"{many(found.empty, 'row')} that {'says' if found.empty == 1 else 'say'} nothing"] if found.empty else []
    parts += [f"{many(found.bad, 'bad row')}"] if found.bad else []
    say(f"{many(found.rows, 'row')} of {files} read as {name}: {', '.join(parts)}")
    for said in found.first if dry_run else ():
        say(f"  {one_line(_line(said))}")
    if dry_run and found.new > len(found.first):
        say(f"  … and {found.new - len(found.first)} more")
    for file in written:
        say(f"  in {file}")


def _line(said: Said) -> str:
    """The claim line of an event, with who says it and when; of an unknown kind its name."""
    line = f"{said.kind} (a kind that is not known here)" if isinstance(said.fact, Unknown) else claim_line(said)
    told = "" if said.source is None else f"  ({', '.join(filter(None, [said.source, _text(said.reported)]))})"
    return line + told


def _text(when: When | None) -> str:
    return "" if when is None else when.text


def _new_sources(ledger: Ledger, found: Found) -> list[str]:
    """Those who speak in the files and never did here."""
    known = {fold(name) for name in known_sources(ledger)}
    return sorted(name for name in found.speakers if fold(name) not in known)


def _explain(found: Found, *, dry_run: bool, refused: bool, aside: str | None, sources: list[str]) -> None:
    """What it means, and what to do next."""
    if sources:
        more = f" and {len(sources) - MOST_NAMES} more" if len(sources) > MOST_NAMES else ""
        hint(one_line(f"new here: {many(len(sources), 'source')}: {', '.join(sources[:MOST_NAMES])}{more}"))
    if found.bad > len(found.problems):
        hint(f"the problems of the first rows alone are told: {many(found.bad, 'row')} are bad")
    if refused:
        hint("nothing is added while a row is bad: mend the file, or put bad rows aside with --reject-to FILE")
    if aside is not None:
        hint(f"{many(found.bad, 'bad row')} put aside in {aside}: mend it, then import it in the same way")
    if dry_run:
        hint("nothing written: a dry run; --append adds what is new")


def _tell_no_story(ledger: Ledger, found: Found) -> None:
    """Says that rows belong to no story, where the settings name some: a picture of one story shows none of them."""
    named = [story.name for story in ledger.config.stories]
    if named and any(said.story is None and not said.ours for said in found.first):
        hint(one_line(f"these rows belong to no story; to file such rows under one: --story {' or '.join(named)}"))


def _json(name: str, found: Found, told: dict[str, Any]) -> dict[str, Any]:
    counts = {key: getattr(found, key) for key in ("rows", "new", "present", "twice", "empty", "bad")}
    files = [{"file": path, "sha256": digest} for path, digest in found.digests.items()]
    problems = [
        {"code": one.code, "message": one.message, "hint": one.hint, "file": one.where.file, "row": one.where.line,
         "column": one.where.column}
        for one in found.problems
    ]  # fmt: skip
    return {"schema": "newsledger/imported/1", "format": name, "files": files, **counts, **told, "problems": problems}
