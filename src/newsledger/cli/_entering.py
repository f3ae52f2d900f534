"""What every command that writes shares: who says it and when, what it does to the picture, what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import click

from newsledger.cli._ask import in_option
from newsledger.cli._out import hint, many, one_line, say, say_json
from newsledger.cli._wording import claim_line
from newsledger.codec import stamp
from newsledger.difference import Change, diff
from newsledger.errors import InvalidInput
from newsledger.event import DENIES, NO_COMMENT, UNNAMED, Event, Said, short
from newsledger.fact import Fact, Type, fold
from newsledger.ledger import Ledger, utc_now
from newsledger.live import Question
from newsledger.problems import Problem, did_you_mean
from newsledger.replay import State
from newsledger.values.when import When

MOST_CHANGES = 12
"""So many changes of a picture are shown: half a screen."""

PARTY = "party"

STANCES = {DENIES: "denies: ", NO_COMMENT: "no comment: "}
"""What stands before a claim that is not asserted, as `timeline` has it."""

F = TypeVar("F", bound=Callable[..., Any])


STRANGERS = "Also where whoever takes it back is new here, or stands outside the chain; then it takes nothing back."
"""What `--yes` does to an amendment."""


def writing_options(yes: str) -> Callable[[F], F]:
    """The options of every command that writes; `yes` says what `--yes` does in this one."""
    options = [
        click.option("--by", help="Who enters it; your login name where none is given."),
        click.option("--yes", is_flag=True, help=yes),
        click.option("--dry-run", is_flag=True, help="Show what it would do, and do nothing."),
        click.option("--json", "as_json", is_flag=True, help="What was added, as JSON."),
    ]

    def declare(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return declare


# --- who says it, and when ------------------------------------------------------------------


def known_sources(ledger: Ledger) -> set[str]:
    """Whoever may speak: all who did, and all who were introduced but the parties."""
    alive = ledger.state().live(Question(at=ledger.today()))
    spoken = {link for event in alive.reports for link in event.said.chain}
    introduced = {name for name in alive.sources.introduced() if alive.sources.entry(name).category != PARTY}
    return spoken | introduced | {UNNAMED}


def wrong_sources(ledger: Ledger, source: str | None, via: tuple[str, ...], *, yes: bool) -> list[Problem]:
    """What is wrong with those who say it and who carry it: nobody, nobody known, or a party, which is no voice."""
    if source is None:
        return [Problem(code="no-source", message="a claim needs somebody who says it", hint="add --source NAME")]
    directory = ledger.state().live(Question(at=ledger.today())).sources
    known = known_sources(ledger)
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


def reported_day(told: str | None, today: When, zone: str, found: list[Problem]) -> When:
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


# --- what it does, and that it was done -------------------------------------------------------


def stamped(saids: Iterable[Said]) -> list[Event]:
    """What would be added, as events; only their ids mean anything."""
    return [stamp(said, recorded=utc_now(), by="") for said in saids]


def enter(
    ledger: Ledger,
    saids: list[Said],
    *,
    dry_run: bool,
    as_json: bool,
    slug: str | None = None,
    days: Iterable[When] = (),
    after: str | None = None,
) -> None:
    """Shows what it does to the picture, does it unless it is a dry run, and tells the ids.

    With `after`, a position, it is refused where anything arrived since.
    `days` are those of the pictures that are shown: the day of the newest report where none is given.
    """
    if after is not None:
        _refuse_moved(ledger, after)
    ledger.check(saids)
    for told in _fallen_through(saids):
        hint(one_line(told))
    changed = show_effect(ledger, saids, days)
    if dry_run:
        hint(f"nothing written: --dry-run ({many(len(saids), 'event')} read)")
        if as_json:
            added = [event.id for event in stamped(saids)]
            say_json({**_json(added, [], None), "dry_run": True, "changes": changed})
        return
    done = ledger.append(saids, slug=slug, after=after)
    present = [event.id for event in done.present]
    if as_json:
        position = {} if done.position is None else {"position": done.position}
        say_json({**_json([event.id for event in done.added], present, done.file), "changes": changed, **position})
    for event in () if as_json else done.added:
        say(added_line(event))
    there = f"; {many(len(present), 'event')} there already" if present else ""
    hint(f"{many(len(done.added), 'event')} added" + (f" in {done.file}" if done.file else "") + there)
    if done.position is not None and not as_json:
        hint(f"position {done.position}")
    _tell_redacted(ledger, present)


def _refuse_moved(ledger: Ledger, after: str) -> None:
    """Refuses early, before anything is shown; the store does it once more, under its lock."""
    from newsledger.arriving import moved

    arrived = ledger.since(after)
    if arrived.entries or arrived.gone:
        raise moved(after, arrived.position, len(arrived) + len(arrived.gone))


def _fallen_through(saids: Iterable[Said]) -> Iterator[str]:
    """What was no figure, and was taken for words: `depth = deep` gives no depth, but a rank."""
    for said in saids:
        spec = said.fact.spec if isinstance(said.fact, Fact) else None
        first = spec.field(spec.default[0]) if spec and spec.default else None
        if spec is None or first is None or first.type is not Type.QUANTITY or said.ours:
            continue
        others = [field for field in map(spec.field, spec.default[1:]) if field and field.type is Type.TEXT]
        told = {field.name for field, value in said.claims() if value is not None}
        for field in others:
            if field.name in told and first.name not in told and field.name not in dict(said.told):
                yield f"{claim_line(said)}: read as a {field.name}, in words"


def added_line(event: Event) -> str:
    """An event that was added: its id, who said it, whether that is a denial or a silence, and the claim."""
    said = event.said
    told = STANCES.get(said.stance, "") + claim_line(said)
    return "  ".join(one_line(part) for part in (short(event.id), said.source, told) if part)


def _json(added: list[str], present: list[str], file: str | None) -> dict[str, Any]:
    return {"schema": "newsledger/added/1", "added": added, "present": present, "file": file}


def _tell_redacted(ledger: Ledger, present: list[str]) -> None:
    gone = [event for event in map(ledger.state().get, present) if event is not None and event.redacted]
    for event in gone:
        hint(one_line(f"{short(event.id)} was not added again: {claim_line(event.said)}"))


def show_effect(ledger: Ledger, saids: list[Said], days: Iterable[When] = ()) -> list[dict[str, str | None]]:
    """Shows what the pictures of some days become, and gives the changes as JSON has them."""
    told = [said.reported for said in saids if said.reported is not None]
    asked = list(dict.fromkeys(days)) or sorted(told, key=lambda when: when.span()[1])[-1:]
    before = ledger.state()
    after = before.merge(State(stamped(saids)))
    changed = []
    for day in asked:
        question = ledger.question(day)
        changes = diff(before.picture(question), after.picture(question)).changes
        _show_changes(day, changes)
        changed += [
            {"at": day.text, "slot": change.slot, "before": _text(change.before), "after": _text(change.after)}
            for change in changes
        ]
    return changed


def _show_changes(day: When, changes: tuple[Change, ...]) -> None:
    hint(f"in the picture of {day}: {many(len(changes), 'belief')} new or changed")
    for change in changes[:MOST_CHANGES]:
        hint("  " + one_line(f"{change.slot}: {_told(change)}"))
    if len(changes) > MOST_CHANGES:
        hint(f"  … and {len(changes) - MOST_CHANGES} more")


def _told(change: Change) -> str:
    """A belief before and after; where both read alike, that it rests on other reports."""
    before, after = (str(belief or "nothing") for belief in (change.before, change.after))
    return f"{after}, resting on other reports" if before == after else f"{before} -> {after}"


def _text(belief: object) -> str | None:
    return None if belief is None else str(belief)
