"""alias: two names mean one thing."""

from __future__ import annotations

import sys

import click

from newsledger.cli._amending import typed
from newsledger.cli._ask import opened
from newsledger.cli._entering import enter, writing_options
from newsledger.cli._out import confirm, hint, one_line
from newsledger.errors import InvalidInput
from newsledger.event import UNNAMED
from newsledger.event import say as put
from newsledger.fact import Fact, clean, fold
from newsledger.kinds.alias import Alias
from newsledger.ledger import Ledger
from newsledger.live import Live, Question
from newsledger.problems import Problem, nearest


@click.command()
@click.argument("name", metavar="A")
@click.argument("meaning", metavar="B")
@writing_options("Without asking, also where nobody used one of the names before.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    name: str,
    meaning: str,
    *,
    by: str | None,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Say that the name A means B: a second spelling, another script, a short form.

    Whatever was said of A and of B is then said of one thing, on all days. Capitals never matter.
    A name that nobody used yet is asked about. `newsledger void` takes an alias back.

    \b
    newsledger alias Курск kursk
    newsledger alias "Kursk Oblast" kursk
    """
    ledger = opened(ctx, by=by)
    name, meaning = clean(name), clean(meaning)
    alive = ledger.state().live(Question(at=ledger.today()))
    found = _wrong_names(ledger, alive, name, meaning)
    if found:
        raise InvalidInput(found)
    _ask_about_new_names(ledger, alive, (name, meaning), yes=yes)
    said = put(Alias(name, meaning=meaning))
    hint(one_line(f"{name} means {meaning}, and both stand as {alive.names.of(meaning)}"))
    enter(ledger, [said], dry_run=dry_run, as_json=as_json, slug="alias", days=[ledger.today(ledger.config.zone)])


def _wrong_names(ledger: Ledger, alive: Live, name: str, meaning: str) -> list[Problem]:
    empty = [place for place, words in (("A", name), ("B", meaning)) if not words]
    if empty:
        return [typed("no-name", f"{place}: no name is given", "write newsledger alias A B", "") for place in empty]
    if UNNAMED in (fold(name), fold(meaning)):
        message = f"{UNNAMED!r} stands for whomever a report does not name, and means nobody"
        return [typed("unnamed", message, "give the name of a source, a place, a party", name)]
    if fold(name) == fold(meaning):
        message = f"{name!r} and {meaning!r} are one name as they are: capitals do not matter"
        return [typed("one-name", message, "nothing need be done", meaning)]
    path = _path(ledger, alive, fold(meaning), fold(name))
    if path:
        message = f"the alias would close a circle: {' -> '.join([fold(name), *path])}"
        advice = "both mean one thing already; to turn it round, void the alias that is there"
        return [typed("alias-circle", message, advice, name)]
    return []


def _path(ledger: Ledger, alive: Live, start: str, goal: str) -> list[str]:
    """The names by which aliases lead from one name to another, both included; empty where they do not."""
    counting = set(alive.alias_ids)
    steps: dict[str, set[str]] = {}
    for event in ledger.events():
        if event.id in counting and isinstance(fact := event.said.fact, Alias):
            steps.setdefault(fold(fact.target), set()).add(fold(fact.meaning or fact.target))
    ways, seen = [[start]], {start}
    for way in ways:  # grows while it is walked: the shortest way is found first
        if way[-1] == goal:
            return way
        further = sorted(steps.get(way[-1], set()) - seen)
        seen |= set(further)
        ways += [[*way, one] for one in further]
    return []


def _ask_about_new_names(ledger: Ledger, alive: Live, names: tuple[str, ...], *, yes: bool) -> None:
    """Asks before a name that nobody used is tied to another; without a terminal it refuses."""
    used = used_names(ledger, alive)
    new = [name for name in names if fold(name) not in used]
    if not new or yes:
        return
    found = []
    for name in new:
        near = nearest(fold(name), used)
        advice = f"{f'did you mean {near}? ' if near else ''}to tie it all the same: --yes"
        found.append(typed("new-name", f"nobody used the name {name!r} yet", advice, name))
    if not sys.stdin.isatty():
        raise InvalidInput(found)
    for problem in found:
        hint(str(problem))
    confirm("Tie them all the same?")


def used_names(ledger: Ledger, alive: Live) -> set[str]:
    """Every name that somebody used as a key, a source, a party or a story, as names are compared."""
    used: set[str] = set()
    for event in ledger.events():
        said = event.said
        keys = said.fact.keys() if isinstance(said.fact, Fact) and not _is_reference(said.fact) else ()
        used |= {fold(name) for name in (*keys, *said.chain, said.story or "")}
    for source in alive.sources.introduced():
        entry = alive.sources.entry(source)
        used |= {name for name in (entry.side, entry.speaks_for, entry.derived_from, *entry.opposes) if name}
    return used - {""}


def _is_reference(fact: Fact) -> bool:
    """Whether the key of a fact is the id of an event, and no name."""
    return fact.spec.keys[0].name == "target" and not isinstance(fact, Alias)
