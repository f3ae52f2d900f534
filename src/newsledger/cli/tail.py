"""tail: what arrived, in the order in which it came; and what comes."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import sys
import time
from collections.abc import Callable

import click

from newsledger.arriving import Arrival
from newsledger.cli._ask import opened
from newsledger.cli._entering import added_line
from newsledger.cli._out import emit, hint, in_json, many, say
from newsledger.cli._paging import deliver
from newsledger.event import short
from newsledger.following import SHARE
from newsledger.ledger import PAUSE, Ledger

MOST = 5
"""So many events that are gone are named."""

Sleep = Callable[[float], object]


@click.command()
@click.option("--after", metavar="POSITION", help="Only what arrived after this position.")
@click.option("--follow", is_flag=True, help="Go on, and tell whatever arrives, until Ctrl-C.")
@click.option("-n", "number", type=click.IntRange(min=0), metavar="N", help="The last N; after a position the next N.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_context
def command(ctx: click.Context, /, *, after: str | None, follow: bool, number: int | None, as_json: bool) -> None:
    """Tell what arrived in this copy of the ledger, each event once, in the order in which it came.

    What a `git pull` brought arrives when it is seen here. Each line begins with a position: keep the last one that
    you dealt with, and go on after it. With --follow, --after and -n it ends when N have come.

    \b
    newsledger tail -n 5
    newsledger tail --after 0badcafe-12-5eed5eed --json
    newsledger tail --follow
    """
    ledger = opened(ctx)
    ctx.find_root().params["no_pager"] = ctx.find_root().params["no_pager"] or follow
    with contextlib.suppress(KeyboardInterrupt):
        last = _tell(ledger, after, number, as_json=as_json)
        if follow:
            _follow(ledger, last, number if after is not None else None, as_json=as_json)
        elif not as_json:
            _tell_position(last)


class _Told:
    """How far was told, and how many."""

    def __init__(self, position: str, many: int = 0) -> None:
        self.position, self.many = position, many


def _tell(ledger: Ledger, after: str | None, number: int | None, *, as_json: bool) -> _Told:
    """Tells what is there."""
    arrived = ledger.since(after)
    entries = list(arrived)
    position = arrived.position
    if number is not None and after is None:
        entries = entries[len(entries) - min(number, len(entries)) :]
    elif number is not None and number < len(entries):
        entries = entries[:number]
        position = entries[-1].position if entries else str(after)
    for arrival in entries:
        _say(arrival, as_json=as_json)
    deliver()
    if arrived.gone:
        some = ", ".join(map(short, arrived.gone[:MOST]))
        hint(
            f"{many(len(arrived.gone), 'event')} that had arrived cannot be read any more, and was passed over: {some}"
        )
    return _Told(position, len(entries))


def _say(arrival: Arrival, *, as_json: bool) -> None:
    event = arrival.event
    if not as_json:
        say(f"{arrival.position}  {added_line(event)}")
        return
    said = None if event.redacted else json.loads(event.raw)
    told = {"position": arrival.position, "id": event.id, "recorded": event.recorded, "by": event.by, "said": said}
    text = json.dumps({"schema": "newsledger/arrival/1", **told}, ensure_ascii=False, separators=(",", ":"))
    emit(in_json(text))


def _follow(ledger: Ledger, told: _Told, number: int | None, *, as_json: bool) -> None:
    """Tells what arrives, until there are as many as were asked for, or whoever reads has gone."""
    left = None if number is None else number - told.many
    sleep = _sleep()
    while left is None or left > 0:
        began = time.process_time()
        told = _tell(ledger, told.position, left, as_json=as_json)
        sys.stdout.flush()
        left = None if left is None else left - told.many
        if left != 0 and sleep(max(PAUSE, SHARE * (time.process_time() - began))):
            return


def _sleep() -> Sleep:
    """Sleeps, and tells whether whoever read us through a pipe has closed it, which no writing would tell till then."""
    with contextlib.suppress(OSError, ValueError, ImportError, AttributeError):
        import select

        if stat.S_ISFIFO(os.fstat(sys.stdout.fileno()).st_mode):
            poll = select.poll()
            poll.register(sys.stdout.fileno(), 0)
            return lambda seconds: bool(poll.poll(seconds * 1000))
    return time.sleep


def _tell_position(told: _Told) -> None:
    nothing = "" if told.many else "nothing arrived; "
    hint(f"{nothing}position {told.position}: go on with newsledger tail --after {told.position}")
