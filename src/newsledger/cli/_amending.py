"""What the amending commands share: the event that is meant, who may take it back, and what keeps an amendment out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import attrs
import click

from newsledger.cli._entering import PARTY, reported_day, stamped, wrong_sources
from newsledger.cli._out import hint, one_line
from newsledger.cli._wording import claim_line
from newsledger.cli.show import find_event
from newsledger.errors import InvalidInput, NotInLedger
from newsledger.event import Event, Said, short
from newsledger.fact import Fact, fold
from newsledger.frozen import frozen
from newsledger.ledger import Ledger
from newsledger.live import Live, Question
from newsledger.problems import Place, Problem, nearest
from newsledger.replay import State
from newsledger.values.when import When

F = TypeVar("F", bound=Callable[..., Any])


WAY = 'Through whom it reached us, again for each link; as the report did where none is given; "" for nobody.'
"""What `--via` does to an amendment."""


def speaking_options(command: F) -> F:
    """The options of an amendment that somebody else makes, not we."""
    options = [
        click.option("--source", help="Who takes it back; whoever said it where none is given."),
        click.option("--via", multiple=True, help=WAY),
        click.option("--reported", metavar="DATE", help="When it was made public; today where none is given."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def typed(code: str, message: str, advice: str | None, words: str) -> Problem:
    """A problem with the words of an argument, pointed at."""
    where = Place(column=1, length=len(words), text=words if words.isprintable() else None) if words else Place()
    return Problem(code=code, message=message, hint=advice, where=where)


# --- the event that is meant ------------------------------------------------------------------


def meant(ledger: Ledger, begun: str, found: list[Problem], *, name: str = "ID") -> Event | None:
    """The event whose id begins so; where there is none, or several, that goes to `found`."""
    if not begun.strip():
        advice = "write the beginning of an id; `newsledger timeline` lists them"
        found.append(typed("unknown-id", f"{name}: no id is given", advice, begun))
        return None
    try:
        return find_event(ledger, begun.strip())
    except NotInLedger as error:
        message, _, choices = str(error).partition("\n")
        near = nearest(begun.strip(), {event.id[: len(begun.strip())] for event in ledger.events()})
        guess = f"did you mean {near}?" if near and not choices else None
        code = "several-ids" if choices else "unknown-id"
        found.append(typed(code, f"{name}: {message}", choices.lstrip() or guess, begun))
        return None


def echo(event: Event) -> None:
    """Repeats the event that is meant, so that a wrong id is seen."""
    who = f"{event.said.source}: " if event.said.source else ""
    hint(f"{short(event.id)}  {one_line(who + claim_line(event.said))}")


def gone(event: Event, begun: str) -> list[Problem]:
    """What is wrong with an event whose words were redacted, for whoever wants to amend them."""
    if not event.redacted:
        return []
    advice = "there is nothing left to amend; `newsledger show` tells why"
    return [typed("redacted", f"the words of {short(event.id)} are gone: {claim_line(event.said)}", advice, begun)]


def ours(event: Event, begun: str, verb: str) -> list[Problem]:
    """What is wrong with an entry of ours, for whoever wants to take it back as a source does."""
    if not event.said.ours:
        return []
    message = f"{short(event.id)} is an entry of ours ({event.said.kind}), and nobody who says something can {verb} it"
    return [typed("ours", message, f'write newsledger void {short(event.id)} --reason "…"', begun)]


# --- who takes it back, and when --------------------------------------------------------------


@frozen(kw_only=True)
class Speaker:
    """Who takes something back, through whom, and when."""

    source: str
    via: tuple[str, ...]
    reported: When


def speaker(ledger: Ledger, target: Event, how: dict[str, Any], found: list[Problem], *, yes: bool) -> Speaker:
    """Who takes an event back: whoever said it unless another is named, through whom it reached us then."""
    said, zone = target.said, ledger.config.zone_of(target.said.story)
    reported = reported_day(how.get("reported"), ledger.today(zone), zone, found)
    if said.reported is not None and reported.span(zone)[1] <= said.reported.span(zone)[0]:
        message = f"--reported: {reported} is before {short(target.id)} was made public ({said.reported})"
        advice = "give the day on which it was taken back"
        found.append(typed("before-target", message, advice, str(how.get("reported") or reported)))
    source = how.get("source") or said.source or ""
    told = tuple(how.get("via") or ())
    via = tuple(link for link in told if link.strip()) if told else _way_of(source, said)
    if how.get("source") or (told and via):
        found += wrong_sources(ledger, source, via, yes=yes)
    return Speaker(source=source, via=via, reported=reported)


def by_whom(ledger: Ledger, said: Said) -> str:
    """Who takes it back and through whom that is entered, by the names to show: a wrong way is seen."""
    sources = ledger.state().live(Question(at=ledger.today())).sources
    links = [sources.label(link) for link in said.via]
    return one_line(f"said by {said.source}" + (f", through {', '.join(links)}" if links else ""))


def _way_of(source: str, said: Said) -> tuple[str, ...]:
    """Through whom a source's words reach us: what stands behind it in the chain, else behind the speaker."""
    folded = [fold(link) for link in said.chain]
    return said.chain[folded.index(fold(source)) + 1 :] if fold(source) in folded else said.via


def refuse_strangers(ledger: Ledger, said: Said, target: Event, *, yes: bool) -> None:
    """Refuses an amendment that would do nothing, with who could make it; `yes` records it all the same.

    Raises `InvalidInput`.
    """
    (amendment,) = stamped([said])
    alive = ledger.state().merge(State([amendment])).live(Question(at=ledger.today()))
    idle = [finding for finding in alive.findings if finding.id == amendment.id]
    for finding in idle:
        if yes or finding.code != "stranger":
            hint(one_line(f"it does nothing as it is: {finding.message}"))
            continue
        message = f"--source: {said.source!r} stands in no chain of {short(target.id)}, and cannot take it back"
        advice = f"who could: {_who_could(alive, target.said)}\n  to record it all the same, doing nothing: --yes"
        raise InvalidInput([typed("stranger", message, advice, said.source or "")])


def _who_could(alive: Live, said: Said) -> str:
    """The chain of a report, and whoever speaks for one of its links."""
    roles = ["who said it", *["who carried it"] * len(said.via)]
    links = [f"{link} ({role})" for link, role in zip(said.chain, roles, strict=True)]
    origins = {alive.sources.origin(said.chain[at:]) for at in range(len(said.chain))}
    chain = {alive.names.of(link) for link in said.chain}
    voices = [name for name in alive.sources.introduced() if alive.sources.entry(name).category != PARTY]
    others = [name for name in voices if name not in chain and alive.sources.origin((name,)) in origins]
    return ", ".join([*links, *(f"{name} (speaks for one of them)" for name in others)])


def corrected_by(ledger: Ledger, target: Event) -> Event | None:
    """The correction that stands in a report's place now, the last where corrections were corrected in turn."""
    state = ledger.state()
    alive = state.live(Question(at=ledger.today()))
    last, seen = target, {target.id}
    while True:
        found = [event for one in alive.taken_out_by.get(last.id, ()) if (event := state.get(one)) is not None]
        further = [event for event in found if event.said.corrects == last.id and event.id not in seen]
        if not further:
            return None if last is target else last
        last = further[-1]
        seen.add(last.id)


def refuse_corrected(ledger: Ledger, saids: list[Said]) -> None:
    """Refuses second corrections of one report, where both would stand side by side. Raises `InvalidInput`."""
    found = [problem for said in saids for problem in _corrected_already(ledger, said)]
    if found:
        raise InvalidInput(found)


def _corrected_already(ledger: Ledger, said: Said) -> list[Problem]:
    state = ledger.state()
    target = state.get(said.corrects) if said.corrects else None
    last = None if target is None else corrected_by(ledger, target)
    if target is None or last is None or state.get(stamped([said])[0].id) is not None:
        return []
    message = (
        f"{short(target.id)} was corrected already: {one_line(claim_line(attrs.evolve(last.said, corrects=None)))}"
    )
    advice = f"correct {short(last.id)} instead\n  to correct {short(target.id)} once more all the same: --yes"
    return [typed("corrected-already", message, advice, short(target.id))]


def warn_if_taken_back(ledger: Ledger, target: Event) -> None:
    """Says that an event was taken back before: nothing is wrong with doing it again, but it may not be meant."""
    alive = ledger.state().live(Question(at=ledger.today()))
    if by := alive.taken_out_by.get(target.id):
        hint(f"{short(target.id)} was taken back already, by {' '.join(short(one) for one in by)}")
    if target.id in alive.voided:
        hint(f"{short(target.id)} was voided already")


def days_of(ledger: Ledger, target: Event | None) -> list[When]:
    """The days whose pictures an entry of ours may change: today's, and that on which its target was made public."""
    today = ledger.today(ledger.config.zone_of(target.said.story if target else None))
    told = target.said.reported if target else None
    return [today] if told is None else [told, today]


def main_field(said_of: Fact) -> str | None:
    """The value that a fact is first of all about."""
    told = [field.name for field, _ in said_of.told_values()]
    return next((name for name in said_of.spec.default if name in told), told[0] if told else None)
