"""duplicates: reports that may tell one incident twice, for review; the decision is an event."""

from __future__ import annotations

from typing import Any

import attrs
import click

from newsledger.cli._amending import days_of, echo, gone, meant, ours, typed
from newsledger.cli._ask import opened
from newsledger.cli._entering import enter, stamped
from newsledger.cli._out import hint, many, one_line, say, say_json
from newsledger.cli._wording import claim_line
from newsledger.errors import InvalidInput
from newsledger.event import ASSERTS, Event, Said, short
from newsledger.event import say as put
from newsledger.fact import Fact, fold
from newsledger.kinds.alias import Alias
from newsledger.kinds.incident import Incident
from newsledger.kinds.void import Void
from newsledger.ledger import Ledger
from newsledger.live import Question, fold_slot
from newsledger.problems import Problem
from newsledger.rereports import DAYS, Pair, decided, decision, pairs

MOST_DAYS = 366
"""Further apart nothing is a re-report."""


@click.command()
@click.argument("first", metavar="[ID", required=False)
@click.argument("second", metavar="ID]", required=False)
@click.option(
    "--same", "same", flag_value=True, type=bool, default=None, help="The second report tells the first again."
)
@click.option("--apart", "same", flag_value=False, type=bool, help="They are two reports of their own.")
@click.option("--story", help="Of this story alone.")
@click.option(
    "--days", type=click.IntRange(0, MOST_DAYS), default=DAYS, show_default=True, help="How far apart they may be."
)
@click.option("--by", help="Who decides it; your login name where none is given.")
@click.option("--dry-run", is_flag=True, help="Show what the decision would do, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="The pairs, or what was added, as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    first: str | None,
    second: str | None,
    *,
    same: bool | None,
    story: str | None,
    days: int,
    by: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Show reports that may tell one incident twice; with two IDs, decide one such pair.

    Nothing is merged or dropped by itself. --same says that the second repeats the first: it is entered anew
    as the first one's word, carried by whoever told it, or two names of one incident become one. --apart
    says that they are two. A pair that was decided is not shown again; `newsledger void` takes it back.

    \b
    newsledger duplicates --story kursk
    newsledger duplicates 7c13ab12 91f0 --same
    newsledger duplicates 7c13ab12 91f0 --apart
    """
    if first is None:
        if same is not None:
            raise click.UsageError("--same and --apart decide one pair: name its two IDs.")
        _show(opened(ctx), story, days, as_json=as_json)
        return
    if second is None or same is None:
        raise click.UsageError("A decision names two IDs and says --same or --apart.")
    _decide(opened(ctx, by=by), first, second, same=same, dry_run=dry_run, as_json=as_json)


def _alike(one: str, other: str) -> int:
    from rapidfuzz import fuzz

    return int(fuzz.token_set_ratio(one, other))


def _show(ledger: Ledger, story: str | None, days: int, *, as_json: bool) -> None:
    try:
        import rapidfuzz  # noqa: F401  only whether it is there
    except ImportError:
        message = "texts are compared with rapidfuzz, which is not installed"
        hint_ = "pip install 'newsledger[duplicates]'"
        raise InvalidInput([Problem(code="missing-extra", message=message, hint=hint_)]) from None
    if story is not None:
        ledger.replay(story=story)  # refuses a story that is not here
    found = pairs(ledger.state(), ledger.today(), _alike, story=story, days=days)
    if as_json:
        say_json({"schema": "newsledger/duplicates/1", "pairs": [_as_json(pair) for pair in found]})
        return
    for pair in found:
        _say(pair)
    hint(f"{many(len(found), 'pair')} to look at" + ("; nothing is done by itself" if found else ""))


def _say(pair: Pair) -> None:
    say(f"{pair.likeness} of 100: {one_line(pair.why)}")
    for event in (pair.first, pair.second):
        who = ", through ".join(event.said.chain)
        say("  " + one_line(f"{short(event.id)}  {who}, {event.said.reported}: {claim_line(event.said)}"))
    say(f"  decide: newsledger duplicates {short(pair.first.id)} {short(pair.second.id)} --same, or --apart")
    say("")


def _as_json(pair: Pair) -> dict[str, Any]:
    told = {"first": pair.first.id, "second": pair.second.id, "likeness": pair.likeness, "why": pair.why}
    return {**told, "two_names": pair.names}


# --- deciding ---------------------------------------------------------------------------------


def _decide(ledger: Ledger, begun: str, other: str, *, same: bool, dry_run: bool, as_json: bool) -> None:
    found: list[Problem] = []
    first, second = meant(ledger, begun, found, name="the first ID"), meant(ledger, other, found, name="the second ID")
    for event, words in ((first, begun), (second, other)):
        found += [] if event is None else [*gone(event, words), *ours(event, words, "repeat")]
    if first is None or second is None or found:
        raise InvalidInput(found)
    _refuse_pair(ledger, first, second, other)
    echo(first)
    echo(second)
    saids = [put(decision(first.id, second.id, same=same), story=first.said.story)]
    saids += _merged(first, second, other, ledger) if same else []
    days = [*days_of(ledger, first), *days_of(ledger, second)]
    enter(ledger, saids, dry_run=dry_run, as_json=as_json, slug="duplicates", days=days)


def _refuse_pair(ledger: Ledger, first: Event, second: Event, other: str) -> None:
    """Refuses one report taken twice, and a pair that was decided."""
    if first.id == second.id:
        raise InvalidInput([typed("same-entry", "both ids name one report", "name two", other)])
    state = ledger.state()
    if frozenset((first.id, second.id)) in decided(state, state.live(Question(at=ledger.today()))):
        message = f"{short(first.id)} and {short(second.id)} were decided already"
        advice = f"see newsledger show {short(first.id)}; void the note there to decide anew"
        raise InvalidInput([typed("decided", message, advice, other)])


def _merged(first: Event, second: Event, other: str, ledger: Ledger) -> list[Said]:
    """What makes one of two: an alias for a second name, else the first one's word through whoever told it again."""
    one, two = first.said, second.said
    if (
        isinstance(one.fact, Incident)
        and isinstance(two.fact, Incident)
        and fold(one.fact.incident) != fold(two.fact.incident)
    ):
        return [put(Alias(two.fact.incident, meaning=one.fact.incident))]
    names = ledger.state().live(Question(at=ledger.today())).names
    if fold_slot(one, names) != fold_slot(two, names):
        message = "the two tell of different things: only two incidents, or two reports of one slot, can be one"
        raise InvalidInput([typed("other-slot", message, "write --apart, or void the one that is wrong", other)])
    if one.stance != ASSERTS or two.stance != ASSERTS or not isinstance(two.fact, Fact):
        message = "one of the two denies it, or tells nothing"
        raise InvalidInput([typed("other-stance", message, "write --apart", other)])
    return _as_carried(one, second)


def _as_carried(one: Said, second: Event) -> list[Said]:
    """The second report as the first one's word that its teller carried, and a void of what stood there."""
    two = second.said
    origin = (one.source or "", *one.via)
    links = {fold(link) for link in origin}
    via = (*one.via, *(link for link in two.chain if fold(link) not in links))
    if fold(two.source or "") == fold(one.source or "") and not set(map(fold, two.via)) - links:
        return [put(Void(second.id, reason="told again"), story=two.story)]
    anew = attrs.evolve(two, source=one.source, via=via)
    (stored,) = stamped([anew])
    return [anew, put(Void(second.id, reason="told again", replaced_by=stored.id), story=two.story)]
