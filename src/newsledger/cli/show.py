"""show: one event whole."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Any

import click

from newsledger.cli._ask import finish, opened
from newsledger.cli._completing import ids
from newsledger.cli._out import one_line, say, say_json, table, width
from newsledger.cli._wording import claim_line, day, listed
from newsledger.codec import as_stored
from newsledger.errors import NotInLedger
from newsledger.event import ASSERTS, DENIES, NO_COMMENT, Event, short
from newsledger.fact import Fact
from newsledger.ledger import Ledger
from newsledger.live import Live, Question, target_of
from newsledger.stores import read_lines

MOST_CHOICES = 10
VERBS = {ASSERTS: "says", DENIES: "denies", NO_COMMENT: "gives no comment"}


@click.command()
@click.argument("identity", metavar="ID", required=False, shell_complete=ids)
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False), help="Tell the events of a file as claims, for `git show`."
)
@click.option("--json", "as_json", is_flag=True, help="The event as JSON.")
@click.pass_context
def command(ctx: click.Context, /, identity: str | None, *, file: str | None, as_json: bool) -> None:
    """Show the event that ID, or any unambiguous beginning of it, names: all that was said, and what became of it.

    With `--file` it tells the events of one file as sentences. git calls it so, once it was told
    to: git config diff.newsledger.textconv "newsledger show --file"
    """
    if file is not None:
        _show_file(Path(file))
        return
    if identity is None:
        message = "which event? give the beginning of its id, or --file"
        raise click.UsageError(message)
    ledger = opened(ctx)
    event = find_event(ledger, identity)
    alive = ledger.state().live(Question(at=ledger.today()))
    if as_json:
        say_json(_as_json(ledger, event, alive))
    else:
        for line in table(_rows(ledger, event, alive), columns=width(), indent=""):
            say(line)
    finish(ctx, ledger)


def _show_file(path: Path) -> None:
    """The events of a file as claims, each with who says it; what cannot be read is named."""
    events, problems, _ = read_lines(path.read_bytes().split(b"\n"), str(path))
    for event in events:
        said = event.said
        who = (
            f"{said.source} {VERBS[said.stance]}{f' on {said.reported}' if said.reported else ''}: "
            if said.source
            else ""
        )
        say(one_line(f"{short(event.id)}  {who}{claim_line(said)}"))
    for problem in problems:
        say(f"-         {problem.message}")


def find_event(ledger: Ledger, identity: str) -> Event:
    """The event whose id begins so. Raises `NotInLedger` where none does, or several."""
    wanted = identity.casefold()
    found = [event for event in ledger.events() if event.id.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if not found:
        message = f"no event has an id that begins with {identity!r}; `newsledger timeline` lists them"
        raise NotInLedger(message)
    long = _telling(event.id for event in found)
    choices = [f"  {event.id[:long]}  {one_line(claim_line(event.said))}" for event in found[:MOST_CHOICES]]
    choices += [f"  … and {len(found) - MOST_CHOICES} more"] if len(found) > MOST_CHOICES else []
    message = "\n".join([f"{identity!r} begins {len(found)} ids; write more of one:", *choices])
    raise NotInLedger(message)


def _telling(ids: Iterable[str]) -> int:
    """How long the beginnings of ids must be to tell them apart; never shorter than they are shown elsewhere.

    >>> _telling(["0123456789", "0123456700"]), _telling(["01", "02"])
    (9, 8)
    """
    known = sorted(ids)
    shared = (
        sum(1 for _ in takewhile(lambda two: two[0] == two[1], zip(*pair, strict=False))) for pair in pairwise(known)
    )
    return max([len(short("0" * 32)), *(length + 1 for length in shared)])


def _rows(ledger: Ledger, event: Event, alive: Live) -> list[tuple[str, ...]]:
    said = event.said
    rows = [
        ("claim", claim_line(said)),
        ("said by", alive.sources.label(said.source) if said.source else "" if event.redacted else "us"),
        ("through", listed([alive.sources.label(link) for link in said.via], most=9)),
        ("stance", said.stance if said.source else ""),
        *_doc(event),
        ("occurred", _date(said.occurred)),
        ("reported", _date(said.reported)),
        *((f"{name}, told as", f'"{words}"') for name, words in said.told),
        ("confidence", said.confidence.text if said.confidence else ""),
        *((name, getattr(said, name) or "") for name in ("story", "likelihood", "quote", "url", "archive")),
        ("recorded", f"{event.recorded} by {event.by}"),
        ("id", event.id),
        *_fate(ledger, event, alive),
    ]
    return [row for row in rows if row[1]]


def _date(when: Any) -> str:
    return "" if when is None else f"{day(when)} ({when.text})" if day(when) != when.text else when.text


def _doc(event: Event) -> list[tuple[str, ...]]:
    fact = event.said.fact
    if event.redacted:
        return [("kind", "not known any more; the id and the time that it was taken in stay")]
    if not isinstance(fact, Fact):
        return [("kind", f"{event.said.kind}, which is not known here; kept as it is")]
    return [("kind", f"{fact.spec.name}: {fact.spec.doc.splitlines()[0]}")]


def _fate(ledger: Ledger, event: Event, alive: Live) -> list[tuple[str, ...]]:
    """What became of it: taken back by whom, corrected by what, annotated by us."""
    rows: list[tuple[str, ...]] = [
        ("taken back by", " ".join(short(one) for one in alive.taken_out_by.get(event.id, ())))
    ]
    if event.id in alive.voided:
        rows.append(("voided", "we entered it wrongly"))
    rows += [
        (_relation(other), f"{short(other.id)}  {claim_line(other.said)}")
        for other in ledger.events()
        if _refers(other, event.id)
    ]
    rows += [("does nothing", finding.message) for finding in alive.findings if finding.id == event.id]
    return rows


def _refers(other: Event, identity: str) -> bool:
    return target_of(other.said) == identity or getattr(other.said.fact, "target", None) == identity


def _relation(other: Event) -> str:
    return (
        "corrected by"
        if other.said.corrects
        else f"{other.said.kind} by us"
        if other.said.ours
        else f"{other.said.kind} by {other.said.source}"
    )


def _as_json(ledger: Ledger, event: Event, alive: Live) -> dict[str, Any]:
    return {
        "schema": "newsledger/event/1", "id": event.id, "recorded": event.recorded, "by": event.by,
        "said": as_stored(event.said), "voided": event.id in alive.voided,
        "taken_out_by": list(alive.taken_out_by.get(event.id, ())),
        "referred_to_by": [other.id for other in ledger.events() if _refers(other, event.id)],
    }  # fmt: skip
