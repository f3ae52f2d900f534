"""doctor: the state of the installation and of the ledger here."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from newsledger.cli._ask import FINDINGS, FINE
from newsledger.cli._finding import find_ledger
from newsledger.cli._out import say, say_json, table, width
from newsledger.config import DEFAULT_SCALE
from newsledger.errors import LedgerNotFound, NewsledgerError
from newsledger.frozen import frozen
from newsledger.problems import ERROR

if TYPE_CHECKING:
    import sqlite3

    from newsledger.cli._git import Git

GOOD, NOTE, BAD = "good", "note", "BAD"

LIBRARIES = ("attrs", "cattrs", "click", "filelock", "pendulum")
"""What newsledger needs (its own list of dependencies)."""

TEXTCONV = "diff.newsledger.textconv"
MEGA = 1_000_000
MOST = 3
"""So many leftovers are named."""

TWO = "two ledgers"

LEFTOVER = ".part"
"""How the name of a file ends that was being written when something broke off."""


@frozen
class Fact:
    """One thing that was looked at, what was found, and what to do where that is not as it should be."""

    about: str
    state: str
    found: str
    todo: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="What was found, as JSON.")
@click.pass_context
def command(ctx: click.Context, /, *, as_json: bool) -> None:
    """Look at the installation and at the ledger here: versions, settings, leftovers, lock, git, time zones.

    It changes nothing. Exit codes: 0 where all is well, 1 where something should be mended; what is
    only noted does not count. What the lines of the ledger say is looked at by `newsledger check`.
    """
    if not os.path.exists(ctx.obj):
        find_ledger(ctx.obj)  # says so
    facts = [*_installation(), *_ledger(ctx.obj)]
    if as_json:
        say_json({"schema": "newsledger/doctor/1", "facts": [attrs.asdict(fact) for fact in facts]})
    else:
        _show(facts)
    ctx.exit(FINDINGS if any(fact.state == BAD for fact in facts) else FINE)


def _show(facts: list[Fact]) -> None:
    columns = width()
    rows = [row for fact in facts for row in _rows(fact)]
    for line in table(rows, columns=columns, indent=""):
        say(line)
    bad, noted = (sum(1 for fact in facts if fact.state == state) for state in (BAD, NOTE))
    say(f"{bad} to mend, {noted} to know." if bad or noted else "All is well.")


def _rows(fact: Fact) -> Iterator[tuple[str, str, str]]:
    yield (fact.about, "" if fact.state == GOOD else fact.state, fact.found)
    if fact.todo:
        yield ("", "", fact.todo)


# --- the installation -------------------------------------------------------------------------


def _installation() -> Iterator[Fact]:
    from newsledger import __version__

    yield Fact("newsledger", GOOD, f"{__version__}, in {Path(__file__).parents[1]}")
    yield Fact("Python", GOOD, f"{platform.python_version()} ({platform.python_implementation()}), {sys.executable}")
    yield from _libraries()
    yield from _plugins()
    yield _zone_data()
    yield _encoding()


def _libraries() -> Iterator[Fact]:
    from importlib.metadata import PackageNotFoundError, version

    found = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            yield Fact(name, BAD, "is not installed", f"install it: pip install {name}")
    yield Fact("libraries", GOOD, ", ".join(found))


def _plugins() -> Iterator[Fact]:
    """What other packages bring, a line for each package, and a line for each thing that cannot be used."""
    from newsledger import exporters, importers  # noqa: F401  the names of ours are known then, which nobody takes
    from newsledger.plugins import survey

    found = survey()
    working = [one.entry for one in found if one.fault is None]
    for package in dict.fromkeys(entry.package for entry in working):
        brings = ", ".join(str(entry) for entry in working if entry.package == package)
        yield Fact("plug-in", GOOD, f"{package}: {brings}")
    for entry, fault in ((one.entry, one.fault) for one in found if one.fault is not None):
        todo = f"mend it, or: pip uninstall {entry.package.partition(' ')[0]}"
        yield Fact("plug-in", BAD, f"{entry.package}: the {entry} ({entry.value}) is left out: {fault}", todo)


def _zone_data() -> Fact:
    import zoneinfo

    names = zoneinfo.available_timezones()
    if names:
        return Fact("time zones", GOOD, f"{len(names)} known")
    return Fact("time zones", BAD, "no data: only UTC can be read", "install it: pip install tzdata")


def _encoding() -> Fact:
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    if encoding.startswith("utf"):
        return Fact("output", GOOD, "UTF-8")
    found = f"{encoding or 'no encoding'}: names in other scripts may be shown as ?"
    return Fact("output", NOTE, found, "set PYTHONUTF8=1")


# --- the ledger -------------------------------------------------------------------------------


def _ledger(start: str) -> Iterator[Fact]:
    try:
        folder = Path(find_ledger(start))
    except LedgerNotFound as error:
        if TWO in str(error):
            yield Fact("ledger", BAD, *str(error).split("\n  "))
        else:
            yield Fact("ledger", NOTE, "there is none here, nor in a folder above", "start one: newsledger init")
        return
    yield Fact("ledger", GOOD, str(folder.resolve()))
    try:
        yield from _content(folder)
    except NewsledgerError as error:
        yield Fact("settings", BAD, f"the ledger cannot be opened: {error}", "mend ledger.toml, or restore it from git")
        return
    if not folder.is_dir():
        yield from _database(folder)
        return
    yield _leftovers(folder)
    yield _cache(folder)
    yield _lock(folder)
    yield from _git(folder)


def _content(folder: Path) -> Iterator[Fact]:
    from newsledger.ledger import open_ledger

    ledger = open_ledger(folder, cache=False)
    config = ledger.config
    told = [f"format {config.format}", f"zone {config.zone}", f"default grade {config.default_grade}"]
    told += [f"scale {config.scale}"] if config.scale != DEFAULT_SCALE else []
    yield Fact("settings", GOOD, ", ".join([*([f'"{config.title}"'] if config.title else []), *told]))
    yield Fact("stories", GOOD, ", ".join(ledger.stories()) or "none yet")
    files = sum(1 for path in folder.rglob("*.jsonl") if not path.name.startswith("."))
    where = f"{files} files" if folder.is_dir() else "one SQLite file"
    yield Fact("events", GOOD, f"{len(ledger.events())} in {where}")
    broken = sum(1 for problem in ledger.problems if problem.severity == ERROR)
    if broken:
        yield Fact("lines", BAD, f"{broken} that cannot be read or were altered", "see which: newsledger check")


def _database(path: Path) -> Iterator[Fact]:
    """The SQLite file: whether SQLite finds it whole, what breaks its rules, and who writes just now."""
    import contextlib
    import sqlite3

    from newsledger.database import TRIGGERS, ailments, connect
    from newsledger.holding import told_of

    left = path.with_name(f".{path.name}{LEFTOVER}")
    if left.exists():
        yield Fact("leftovers", BAD, f"{left.name}, of a write that broke off", "nobody was told of it: delete it")
    try:
        with contextlib.closing(connect(str(path), wait=0)) as database:
            of_index, of_pages = ailments(database)
            triggers = {
                str(row[0]) for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            }
            yield (
                Fact("database", GOOD, f"whole; SQLite {sqlite3.sqlite_version}")
                if not of_pages
                else Fact("database", BAD, "SQLite finds it damaged", "restore it from a copy, then: newsledger check")
            )
            if of_index:
                lacking = "an index does not tell of all rows: what it misses may be stored once more, as a copy"
                yield Fact("index", BAD, lacking, "newsledger convert makes a file that has a sound one")
            if TRIGGERS - triggers:
                lacking = f"{len(TRIGGERS - triggers)} of the triggers that keep events as they are were taken away"
                yield Fact(
                    "triggers", BAD, lacking, "newsledger convert makes a file that has them; then: newsledger verify"
                )
            yield _writer(database, told_of(f"{path}-holder"))
    except (NewsledgerError, sqlite3.Error):
        yield Fact("database", BAD, "SQLite cannot read all of it", "restore it from a copy, then: newsledger check")


def _writing(who: str) -> str:
    """That somebody writes, and who, where that is known."""
    return ". ".join(part for part in ("another process is writing just now", who.rstrip()) if part)


def _writer(database: sqlite3.Connection, who: str) -> Fact:
    """Whether some process writes just now. The lock is taken for a moment, and nothing is written."""
    import sqlite3

    try:
        database.execute("BEGIN IMMEDIATE")
        database.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
            return Fact("lock", NOTE, _writing(who))
        return Fact("lock", NOTE, "nothing can be written there", "ask for the right to write it, if you need it")
    return Fact("lock", GOOD, "free")


def _leftovers(folder: Path) -> Fact:
    """What a write that broke off left behind: nobody was told that it was done, hence nothing is lost."""
    left = sorted(path.relative_to(folder).as_posix() for path in folder.rglob(f".*{LEFTOVER}"))
    if not left:
        return Fact("leftovers", GOOD, "none")
    found = f"{len(left)} of writes that broke off: {', '.join(left[:MOST])}{' …' if len(left) > MOST else ''}"
    return Fact("leftovers", BAD, found, "no event is in them that anybody was told was added: delete them")


def _cache(folder: Path) -> Fact:
    """The derived cache: how much it takes, and that nobody needs to keep it."""
    from newsledger.cache.keeping import NAME, told_of

    path = folder / ".newsledger" / NAME
    if not path.is_file():
        return Fact("cache", GOOD, "none: a ledger is given one when it is large")
    lines = told_of(str(path))
    if lines is None:
        return Fact("cache", NOTE, f"{path} is damaged or of another newsledger", "the next question makes it anew")
    size = path.stat().st_size / MEGA
    return Fact("cache", GOOD, f"{size:,.0f} MB for {lines:,} lines; to be rid of it, delete {path}")


def _lock(folder: Path) -> Fact:
    """Whether some process writes just now. The lock is looked at where there is one, and none is made."""
    path = folder / ".newsledger" / "lock"
    if not path.is_file():
        return Fact("lock", GOOD, "free")
    from filelock import FileLock, Timeout

    lock = FileLock(path)
    try:
        with lock.acquire(timeout=0):
            return Fact("lock", GOOD, "free")
    except Timeout:
        from newsledger.holding import told_of

        return Fact("lock", NOTE, _writing(told_of(str(path.with_name("holder")))))
    except OSError as error:
        return Fact("lock", BAD, f"{path} cannot be taken: {error.strerror}", "ask for the right to write there")


# --- git --------------------------------------------------------------------------------------


def _git(folder: Path) -> Iterator[Fact]:
    from newsledger.cli._git import Git
    from newsledger.errors import InvalidInput

    try:
        git = Git(folder)
    except InvalidInput as error:
        yield Fact("git", NOTE, error.problems[0].message, "it keeps the history that `check --against` asks")
        return
    yield Fact("git", GOOD, f"repository {git.top}")
    yield from _attributes(git, folder)
    yield from _attributes_of_seals(git, folder)
    yield _textconv(git)
    yield _hook(git)
    if not git.ignores(str(folder.resolve() / ".newsledger" / "lock")):
        yield Fact("git", BAD, "takes in .newsledger/, which is derived", "write .newsledger/ into events/.gitignore")


def _attributes(git: Git, folder: Path) -> Iterator[Fact]:
    """Ids are hashes of stored bytes: git must not change the ends of lines."""
    path = str(folder.resolve() / "a-story" / "a-file.jsonl")
    todo = "write into .gitattributes: events/**/*.jsonl -text diff=newsledger"
    if _may_change(git, path):
        yield Fact("attributes", BAD, "git may change the ends of lines of events, and ids with them", todo)
    elif git.attribute("diff", path) != "newsledger":
        yield Fact("attributes", NOTE, "no diff driver is named for events", todo)


def _attributes_of_seals(git: Git, folder: Path) -> Iterator[Fact]:
    """So are roots; who never sealed need not care."""
    seals = [path for path in sorted(folder.resolve().rglob("*.seal")) if not path.name.startswith(".")]
    if seals and _may_change(git, str(seals[0])):
        todo = "write into .gitattributes: events/**/*.seal* -text"
        yield Fact("attributes", BAD, "git may change the ends of lines of seals, and break them", todo)


def _may_change(git: Git, path: str) -> bool:
    """Whether git may change the ends of lines of a file."""
    text = git.attribute("text", path)
    return text not in ("unset", "unspecified") or (text == "unspecified" and git.setting("core.autocrlf") == "true")


def _textconv(git: Git) -> Fact:
    if git.setting(TEXTCONV):
        return Fact("textconv", GOOD, git.setting(TEXTCONV))
    todo = f'git config {TEXTCONV} "newsledger show --file"'
    return Fact("textconv", NOTE, "not set: git show tells events as JSON", todo)


def _hook(git: Git) -> Fact:
    if "newsledger" in git.hook("pre-commit"):
        return Fact("hook", GOOD, "pre-commit calls newsledger")
    return Fact("hook", NOTE, "no pre-commit hook calls newsledger", "see the guide: two people, one ledger, in git")
