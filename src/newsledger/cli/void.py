"""void: an entry of ours was wrong."""

from __future__ import annotations

from functools import partial
from typing import Any

import attrs
import click

from newsledger.claimline import Claim, read_claim
from newsledger.claimline.spans import Span
from newsledger.cli._amending import days_of, echo, gone, meant, typed, warn_if_taken_back
from newsledger.cli._ask import opened, pointed
from newsledger.cli._entering import enter, stamped, writing_options
from newsledger.cli._near import ask_about_near_misses
from newsledger.cli._out import hint
from newsledger.cli.correct import DATE
from newsledger.cli.show import find_event
from newsledger.errors import InvalidInput
from newsledger.event import Event, Said, short
from newsledger.event import say as put
from newsledger.kinds.void import Void
from newsledger.ledger import Ledger
from newsledger.problems import Problem


@click.command()
@click.argument("identity", metavar="ID")
@click.argument("why", metavar="[REASON]", required=False)
@click.option("--reason", help="Why it was wrong; may stand behind the ID as well.")
@click.option("--replaced-by", metavar="ID", help="The entry that is right, where it is there already.")
@click.option("--with", "right", metavar="CLAIM", help="The claim as it should have been, entered in the same step.")
@writing_options("Without asking, also where the slot of CLAIM is new and looks like one that is there.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    identity: str,
    why: str | None,
    *,
    reason: str | None,
    replaced_by: str | None,
    right: str | None,
    by: str | None,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take out the entry ID, which we entered wrongly; this counts against nobody.

    It mends the pictures of all days. Whatever is aimed at the entry, such as a later correction,
    then applies to its replacement. CLAIM is a claim line; who says it, when and through whom are
    those of the entry, and so is its date unless CLAIM gives one.

    If the source was wrong, use `newsledger correct` or `newsledger retract`.

    \b
    newsledger void 7c13ab12 "never said"
    newsledger void 7c13ab12 --reason "typing error" --with 'indicator/fire/area = 900 acres'
    newsledger void 7c13 --reason "entered twice" --replaced-by 91f0
    """
    if why is not None and reason is not None:
        raise click.UsageError("REASON and --reason both say why it was wrong: keep one of the two")
    reason = why if reason is None else reason
    ledger = opened(ctx, by=by)
    found: list[Problem] = []
    target = meant(ledger, identity, found)
    other = None if replaced_by is None else meant(ledger, replaced_by, found, name="--replaced-by")
    found += _wrong_options(reason, replaced_by, right)
    if target is not None:
        found += gone(target, identity)
        found += [] if other is None else _wrong_replacement(ledger, target, other, replaced_by or "")
    readable = target is not None and not target.redacted
    new = _replacement(ledger, target, right, found) if target and right is not None and readable else None
    if found or target is None:
        raise InvalidInput(found)
    echo(target)
    warn_if_taken_back(ledger, target)
    if target.said.kind == "redaction":
        hint("its words come back only if they still stand in a file, or are restored from git")
    saids = [] if new is None else [new]
    ask_about_near_misses(ledger, saids, yes=yes)
    replacement = stamped(saids)[0].id if new is not None else other.id if other is not None else None
    saids.append(put(Void(target.id, reason=reason, replaced_by=replacement), story=target.said.story))
    enter(ledger, saids, dry_run=dry_run, as_json=as_json, slug="void", days=days_of(ledger, target))


def _wrong_options(reason: str | None, replaced_by: str | None, right: str | None) -> list[Problem]:
    found = []
    if not (reason or "").strip():
        found.append(typed("no-reason", "a void tells why the entry was wrong", 'add --reason "typing error"', ""))
    if replaced_by is not None and right is not None:
        message = "--replaced-by and --with both name what is right"
        found.append(typed("two-replacements", message, "keep one of the two", right))
    return found


def _wrong_replacement(ledger: Ledger, target: Event, other: Event, begun: str) -> list[Problem]:
    """What is wrong with the entry that is said to be right."""
    if other.id == target.id:
        return [typed("same-entry", f"--replaced-by: {short(other.id)} is the entry itself", "name another", begun)]
    if other.redacted:
        message = f"--replaced-by: the words of {short(other.id)} are gone"
        return [typed("redacted", message, "name another, or give the claim: --with", begun)]
    if other.said.ours != target.said.ours:
        message = f"--replaced-by: {short(other.id)} is {_sort(other)}, and {short(target.id)} is {_sort(target)}"
        return [typed("other-sort", message, "name an entry of the same sort", begun)]
    path = _way_back(ledger, other.id, target.id)
    if path:
        told = " -> ".join(short(one) for one in [target.id, *path])
        message = f"--replaced-by: replacements would run in a circle: {told}"
        return [typed("void-circle", message, "name the entry that is right, or give the claim: --with", begun)]
    return []


def _sort(event: Event) -> str:
    return f"an entry of ours ({event.said.kind})" if event.said.ours else "a report"


def _way_back(ledger: Ledger, start: str, goal: str) -> list[str]:
    """The replacements that lead from one entry to another, both named; empty where none do."""
    steps: dict[str, list[str]] = {}
    for event in ledger.events():
        fact = event.said.fact
        if isinstance(fact, Void) and fact.replaced_by:
            steps.setdefault(fact.target, []).append(fact.replaced_by)
    ways, seen = [[start]], {start}
    for way in ways:  # grows while it is walked: the shortest way is found first
        if way[-1] == goal:
            return way
        further = [one for one in sorted(steps.get(way[-1], ())) if one not in seen]
        seen |= set(further)
        ways += [[*way, one] for one in further]
    return []


def _replacement(ledger: Ledger, target: Event, line: str, found: list[Problem]) -> Said | None:
    """The entry as it should have been: who says it, when and through whom stay."""
    old = target.said
    claim = _claim(ledger, old, line, found)
    if claim is None:
        return None
    if claim.fact.spec.ours != old.ours:
        sort = "an entry of ours" if claim.fact.spec.ours else "a report"
        message = f"--with: {claim.fact.spec.name} is {sort}, and {short(target.id)} is {_sort(target)}"
        found.append(typed("other-sort", message, "give the claim as it should have been", line))
        return None
    how: dict[str, Any] = {
        "occurred": claim.occurred, "told": claim.told, "likelihood": claim.likelihood, "field": claim.field,
        "corrects": claim.corrects or old.corrects, "story": old.story,
    }  # fmt: skip
    kept = ("source", "via", "reported", "stance", "confidence", "quote", "language", "url", "archive")
    how |= {name: getattr(old, name) for name in kept}
    try:
        new = put(claim.fact, **how)
    except InvalidInput as error:
        found += [attrs.evolve(pointed(one, line), message=f"--with: {one.message}") for one in error.problems]
        return None
    if stamped([new])[0].id == target.id:
        message = f"--with: {short(target.id)} says just that"
        found.append(typed("same-entry", message, "give the claim as it should have been", line))
    return new


def _id_of(ledger: Ledger, begun: str) -> str:
    return find_event(ledger, begun).id


def _claim(ledger: Ledger, old: Said, line: str, found: list[Problem]) -> Claim | None:
    zone = ledger.config.zone_of(old.story)
    try:
        resolve = partial(_id_of, ledger)
        claim = read_claim(line, stance=old.stance, reported=old.reported, zone=zone, resolve=resolve)
        dated = Span.of(line).search(DATE) is not None
        return claim if dated or old.occurred is None else attrs.evolve(claim, occurred=old.occurred)
    except InvalidInput as error:
        found += [attrs.evolve(pointed(one, line), message=f"--with: {one.message}") for one in error.problems]
        return None
