"""The editor: a sheet to fill in, what the ledger knows at hand, and the problems above the lines that have them."""

from __future__ import annotations

import contextlib
import itertools
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from newsledger.cli._entering import enter
from newsledger.cli._near import ask_about_near_misses
from newsledger.cli._out import confirm, hint, many, tell
from newsledger.cli._paging import deliver
from newsledger.cli._sheets import read_for, text_of
from newsledger.cli._wording import claim_line
from newsledger.durable import refusal
from newsledger.errors import InvalidInput, NewsledgerError
from newsledger.frozen import frozen
from newsledger.ledger import Ledger
from newsledger.live import Question
from newsledger.problems import Problem
from newsledger.projections.timeline import Timeline
from newsledger.sheet import Sheet

MARK = "#!"
"""How the lines begin that tell a problem. They go when the sheet is read again."""

MOST = 40
"""So many sources, and so many slots, are listed: about a screen of each."""

TIMES = 20
"""How often the editor opens again by itself where nobody can be asked."""

HEAD = """\
# A report sheet. Lines that begin with # are remarks. Save it and close the editor to add it;
# leave it as it is to add nothing. One line is one claim, indented, under whoever says it:
#   SLOT = VALUE @ WHEN
"""

FORM = """\
report:
published: {today}
{story}
# somebody says on 2025-03-11:
the report says:

"""


@frozen(kw_only=True)
class _Draft:
    """A file that is edited. `form` is what we put there to be filled in; `None` for what somebody had written."""

    path: Path
    form: str | None = None

    def text(self) -> str:
        """What stands there now, without the problems that we wrote into it."""
        return without_marks(text_of(str(self.path)))

    def is_blank(self) -> bool:
        """Whether nothing was filled in."""
        return self.form is not None and self.path.is_file() and self.text().strip() == self.form.strip()

    def write(self, text: str) -> None:
        """Puts a text there."""
        self.path.write_text(text, encoding="utf-8")


def add_edited(ledger: Ledger, name: str | None, *, story: str | None, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Adds what somebody writes into a sheet in the editor, which opens again as long as there are problems.

    The sheet that `name` names is edited, else a new draft. A draft goes once it is added. Whoever gives
    up is told where it is kept.

    Raises `InvalidInput` with the problems that are left, `click.Abort` where nothing was entered.
    """
    draft = _begun(ledger, name, story)
    try:
        sheet = _until_right(ledger, draft, yes=yes)
        enter(ledger, list(sheet.saids), dry_run=dry_run, as_json=as_json, slug=sheet.report)
    except (NewsledgerError, click.ClickException, click.Abort):
        _keep(draft)
        raise
    if draft.form is None or dry_run:
        _keep(draft)
    else:
        draft.path.unlink()


def _begun(ledger: Ledger, name: str | None, story: str | None) -> _Draft:
    """The file to edit, with a form in it where it is new."""
    path = Path(name) if name else _free(ledger.today(ledger.config.zone).text)
    if path.is_file():
        return _Draft(path=path)
    draft = _Draft(path=path, form=template(ledger, story))
    try:
        draft.write(draft.form or "")
    except OSError as error:
        message = f"no draft can be written to {path}: {refusal(error)}"
        advice = "go to a folder that you may write to, or name a file: newsledger add --edit FILE"
        raise InvalidInput([Problem(code="no-draft", message=message, hint=advice)]) from None
    return draft


def _free(day: str) -> Path:
    names = itertools.chain([f"draft-{day}.report"], (f"draft-{day}-{number}.report" for number in itertools.count(2)))
    return next(path for path in map(Path, names) if not path.exists())


def _until_right(ledger: Ledger, draft: _Draft, *, yes: bool) -> Sheet:
    """Opens the editor until the sheet can be taken, or nobody goes on."""
    before = draft.form
    for _ in range(TIMES):
        _open(draft.path)
        if draft.is_blank():
            hint("nothing was entered: the sheet is as it was")
            raise click.Abort
        text = draft.text()
        try:
            sheet = read_for(ledger, text, file=str(draft.path), before=[])
            ask_about_near_misses(ledger, list(sheet.saids), yes=yes)
        except InvalidInput as error:
            draft.write(marked(text, error.problems))
            if not _goes_on(error, changed=text != before):
                raise
            before = text
        else:
            return sheet
    message = f"the sheet still has problems after it was opened {TIMES} times"
    raise InvalidInput([Problem(code="no-end", message=message, hint="mend the draft, then add it")])


def _open(path: Path) -> None:
    deliver()
    try:
        click.edit(filename=str(path))
    except click.ClickException as error:
        message = f"the editor failed: {error.message}"
        advice = "say which one to use: EDITOR=nano newsledger add --edit"
        raise InvalidInput([Problem(code="no-editor", message=message, hint=advice)]) from None


def _goes_on(error: InvalidInput, *, changed: bool) -> bool:
    """Whether the editor opens again: somebody is asked, else it does so as long as something changes."""
    if not sys.stdin.isatty():
        return changed
    tell(error.problems)
    return confirm(f"{many(len(error.problems), 'problem')}. Edit again?", abort=False, default=True)


def _keep(draft: _Draft) -> None:
    """Says where the draft is, and takes our marks out of it, so that the lines of problems are its own.

    One in which nothing was filled in is removed.
    """
    if draft.is_blank():
        draft.path.unlink()
    elif draft.path.is_file():
        with contextlib.suppress(InvalidInput):  # what cannot be read is left as it is
            draft.write(draft.text())
        hint(f"the draft is kept in {draft.path}; go on with: newsledger add --edit {draft.path}")


# --- problems in the sheet --------------------------------------------------------------------


def marked(text: str, problems: Iterable[Problem]) -> str:
    """A sheet with each problem above the line that has it, those of no line at the top.

    >>> problem = Problem(code="bad-date", message="no such day", hint="write 2025-02-28")
    >>> print(marked("report: a\\n  b", [problem.at(file=None, line=2, text="  b")]))
    report: a
    #! bad-date: no such day
    #!   write 2025-02-28
      b
    """
    above: dict[int, list[str]] = {}
    for problem in problems:
        above.setdefault(problem.where.line or 1, []).extend(_remarks(problem))
    lines = text.split("\n")
    told = [line for at, one in enumerate(lines, start=1) for line in (*above.get(at, ()), one)]
    return "\n".join(told)


def _remarks(problem: Problem) -> Iterator[str]:
    yield f"{MARK} {problem.code}: {' '.join(problem.message.split())}"
    for line in (problem.hint or "").splitlines():
        yield f"{MARK}   {line.strip()}"
    column = problem.where.column
    if column is not None and column > len(MARK):
        yield f"{MARK}{' ' * (column - 1 - len(MARK))}{'v' * max(1, problem.where.length)}"


def without_marks(text: str) -> str:
    """A sheet without the problems that were written into it.

    >>> without_marks("report: a\\n#! no-value: …\\n  b")
    'report: a\\n  b'
    """
    return "\n".join(line for line in text.split("\n") if not line.startswith(MARK))


# --- the form ---------------------------------------------------------------------------------


def template(ledger: Ledger, story: str | None) -> str:
    """The sheet to fill in: its form, then what the ledger knows of the story, as remarks."""
    named = f"story: {story}\n" if story else "# story: a-name\n"
    zone = ledger.config.zone_of(story)
    form = FORM.format(today=ledger.today(zone).text, story=named)
    slots = _listed("slots, as they were last told", _slots(ledger, story))
    known = [*_listed("sources", _sources(ledger, story)), *slots]
    return HEAD + "\n" + form + "".join(f"# {line}".rstrip() + "\n" for line in known)


def _listed(title: str, lines: list[str]) -> list[str]:
    if not lines:
        return [f"no {title} yet: introduce each source under a line `sources`", ""] if title == "sources" else []
    more = [f"  … and {len(lines) - MOST} more"] if len(lines) > MOST else []
    return [f"known {title}:", *(f"  {line}" for line in lines[:MOST]), *more, ""]


def _sources(ledger: Ledger, story: str | None) -> list[str]:
    """Whoever spoke in the story, or carried it, with the name that was introduced."""
    alive = ledger.state().live(Question(at=ledger.today()))
    told = [event.said for event in alive.reports if story is None or event.said.story == story]
    names = sorted({link for said in told for link in said.chain})
    return [f"{name}: {alive.sources.label(name)}" if alive.sources.label(name) != name else name for name in names]


def _slots(ledger: Ledger, story: str | None) -> list[str]:
    """The newest claim of each slot of the story that still stands."""
    picture = ledger.replay(hindsight=True, story=story if story in ledger.stories() else None, damaged=True)
    newest: dict[str, str] = {}
    timeline: Timeline = picture[Timeline]
    for entry in timeline:
        if not entry.withdrawn and not entry.event.redacted:
            newest.pop(entry.slot, None)
            newest[entry.slot] = " ".join(claim_line(entry.event.said).split())
    return list(reversed(newest.values()))
