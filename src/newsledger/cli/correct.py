"""correct: a source gives another figure for what it said."""

from __future__ import annotations

import re
from typing import Any

import attrs
import click

from newsledger.claimline import Claim, read_claim
from newsledger.claimline.slots import write_slot
from newsledger.claimline.spans import Span
from newsledger.cli._amending import (
    by_whom,
    echo,
    gone,
    main_field,
    meant,
    ours,
    refuse_corrected,
    refuse_strangers,
    speaker,
    speaking_options,
    typed,
    warn_if_taken_back,
)
from newsledger.cli._ask import opened, pointed
from newsledger.cli._entering import STRANGERS, enter, writing_options
from newsledger.cli._out import hint
from newsledger.cli.show import find_event
from newsledger.errors import InvalidInput
from newsledger.event import ASSERTS, Event, Said, short
from newsledger.event import say as put
from newsledger.fact import Fact
from newsledger.ledger import Ledger
from newsledger.problems import Place, Problem
from newsledger.values.when import When

DATE = re.compile(r"(?:(?<=\s)|^)@")
"""The mark before a date, as a claim line has it."""


@click.command()
@click.argument("identity", metavar="ID")
@click.argument("value", metavar="VALUE")
@speaking_options
@click.option("--words", help="The source's own words for it, where VALUE is a figure made of them.")
@click.option("--url", help="Where to read it.")
@writing_options(f"{STRANGERS} Also where the report was corrected already.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    identity: str,
    value: str,
    *,
    by: str | None,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    **how: Any,
) -> None:
    """Replace what the report ID said by VALUE: the source was wrong, and gives another figure.

    VALUE is what a claim line has behind its `=`. Slot, date, story and chain are those of the report;
    `@ WHEN` in VALUE gives another date, and --via another way that it reached us. The report is taken
    back whole: a value that it gave beside, and that VALUE does not repeat, goes with it.

    If we mistyped it and nobody was wrong, `newsledger void` mends it. A new figure of a new day
    corrects nothing: `newsledger add` it.

    \b
    newsledger correct 7c13ab12 'about 90 km2'
    newsledger correct 7c13 '95 acres @ 2025-03-15' --source fire-chief --reported yesterday
    newsledger correct 7c13 '1,250 km2, share a fifth' --words "some 1,250 square kilometres"
    """
    ledger = opened(ctx, by=by)
    found: list[Problem] = []
    target = meant(ledger, identity, found)
    wrong = [] if target is None else [*gone(target, identity), *ours(target, identity, "correct")]
    wrong += [] if target is None or wrong else _no_claim(target, identity)
    found += wrong
    if target is None or wrong:
        raise InvalidInput(found)
    said = _correction(ledger, target, value, how, yes=yes)
    echo(target)
    warn_if_taken_back(ledger, target)
    refuse_strangers(ledger, said, target, yes=yes)
    if not yes:
        refuse_corrected(ledger, [said])
    _tell_dropped(target, said)
    hint(f"{by_whom(ledger, said)}, reported {said.reported}, about {said.occurred}")
    enter(ledger, [said], dry_run=dry_run, as_json=as_json)


def _no_claim(target: Event, identity: str) -> list[Problem]:
    """What is wrong with an event that claims no value."""
    fact = target.said.fact
    if isinstance(fact, Fact) and fact.spec.values:
        return []
    kind = target.said.kind
    message = f"{short(target.id)} is a {kind}, and gives no value that could be another"
    advice = f"write newsledger retract {short(target.id)}" if kind == "retraction" else None
    return [typed("no-claim", message, advice, identity)]


def _correction(ledger: Ledger, target: Event, value: str, how: dict[str, Any], *, yes: bool) -> Said:
    """What the correction says, with every problem of all arguments at once."""
    found: list[Problem] = []
    who = speaker(ledger, target, how, found, yes=yes)
    zone = ledger.config.zone_of(target.said.story)
    claim = _claim(ledger, target, value, found, reported=who.reported, zone=zone)
    told = {} if claim is None else _told(claim, how.get("words"), found)
    if claim is not None and not found and (claim.fact, claim.occurred) == (target.said.fact, target.said.occurred):
        advice = "give the figure that the source gives now; to take it back without another: newsledger retract"
        found.append(typed("same-value", f"{short(target.id)} says just that", advice, value))
    if found or claim is None:
        raise InvalidInput(found)
    return put(
        claim.fact, source=who.source, via=who.via, occurred=claim.occurred, reported=who.reported,
        stance=ASSERTS, story=target.said.story, told=told, likelihood=claim.likelihood, url=how.get("url"),
        corrects=target.id,
    )  # fmt: skip


def _claim(
    ledger: Ledger, target: Event, value: str, found: list[Problem], *, reported: When, zone: str
) -> Claim | None:
    """The claim of the target's slot with another value; columns are those of VALUE as it was typed."""
    fact = target.said.fact
    assert isinstance(fact, Fact)  # noqa: S101  anything else was refused before
    told = [field.name for field, _ in fact.told_values()] or [target.said.field or fact.spec.default[0]]
    head = f"{write_slot(fact.spec, fact.keys(), told[0] if len(told) == 1 else None)} = "
    try:
        dated = Span.of(value).search(DATE) is not None
        when = "" if dated or target.said.occurred is None else f" @ {target.said.occurred.text}"
        line = f"{head}{value}{when}"
        return read_claim(line, reported=reported, zone=zone, resolve=lambda begun: find_event(ledger, begun).id)
    except InvalidInput as error:
        found += [pointed(_shifted(problem, head, value), value) for problem in error.problems]
        return None


def _shifted(problem: Problem, head: str, value: str) -> Problem:
    """A problem of the whole line as one of VALUE."""
    column = problem.where.column
    if column is None or problem.code == "unclosed-quote":
        return problem
    at = min(max(1, column - len(head)), len(value) + 1)
    length = max(1, min(problem.where.length, len(value) + 1 - at))
    return attrs.evolve(problem, where=Place(column=at, length=length))


def _told(claim: Claim, words: str | None, found: list[Problem]) -> dict[str, str]:
    """The words as told: those of `--words` for the main value, and for all others those of VALUE."""
    field = main_field(claim.fact)
    if words is None or field is None:
        return claim.told
    if not words.strip():
        found.append(typed("no-words", "--words: no words are given", "leave it out", words))
    return claim.told | {field: words}


def _tell_dropped(target: Event, said: Said) -> None:
    """Says which values of the report go with it, because the correction does not repeat them."""
    if target.said.stance != ASSERTS:
        hint(f"{short(target.id)} {target.said.stance} it, and the correction asserts it")
    again = {field.name for field, _ in said.claims()}
    dropped = [field.name for field, value in target.said.claims() if value is not None and field.name not in again]
    if dropped and again:
        hint(f"taken back without another value: {', '.join(dropped)}; repeat what still holds in VALUE")
