"""idcheck: whether stored lines are unaltered. newsledger hashes the bytes that stand there; others would re-encode."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks import workload
from benchmarks.frame.machine import version_of
from benchmarks.frame.measuring import Contestant, Measured, alternate, here
from benchmarks.frame.options import Options, size_text
from benchmarks.frame.telling import Bar, Report, Table, figure
from benchmarks.peers import dictloop
from newsledger.codec import LINE
from newsledger.event import ID_LENGTH, content_id
from newsledger.stores import identity_of

SIZE = 20_000
HASH, WHOLE, AGAIN = "hash of the stored bytes", "whole line: taken apart, hashed, dated", "orjson re-encode, hashed"
BAR_RATE, BAR_AHEAD = 400_000.0, 3.0
MICRO = 1e6

Pair = tuple[str, bytes]


def run(options: Options) -> Report:
    """Checks the same lines in each way; each must find all of them sound."""
    size = options.events(SIZE)
    lines = list(workload.lines(size))
    pairs = [(match[1].decode(), match[4]) for match in map(LINE.fullmatch, lines) if match]
    ways: dict[str, Callable[[Any], int]] = {HASH: lambda _: hashed(pairs), WHOLE: lambda _: whole(lines)}
    if dictloop.available():
        ways[AGAIN] = lambda _: encoded_again(pairs)
    return report(size, alternate([Contestant(name=name, sample=here(way)) for name, way in ways.items()]))


def hashed(pairs: Sequence[Pair]) -> int:
    """How many ids are those of the bytes that they stand with."""
    return sum(content_id(raw) == identity for identity, raw in pairs)


def whole(lines: Sequence[bytes]) -> int:
    """How many lines are sound, from the line alone."""
    return sum(identity_of(line) is not None for line in lines)


def encoded_again(pairs: Sequence[Pair]) -> int:
    """How many ids are those of what the bytes say, written anew."""
    import orjson

    found = 0
    for identity, raw in pairs:
        again = orjson.dumps(orjson.loads(raw), option=orjson.OPT_SORT_KEYS)
        found += hashlib.sha256(again).hexdigest()[:ID_LENGTH] == identity
    return found


def report(size: int, measured: dict[str, Measured]) -> Report:
    """The bars and the table of what was measured."""
    alone = measured[HASH].cpu
    bars = [Bar(name="id check alone, events a second", figure=size / alone, bar=BAR_RATE)]
    if AGAIN in measured:
        ahead = measured[AGAIN].cpu / alone
        bars.append(Bar(name="id check alone, times ahead of an orjson re-encode", figure=ahead, bar=BAR_AHEAD))
    rows = tuple(
        (name, figure(one.cpu / size * MICRO), f"{size / one.cpu:,.0f}", figure(one.cpu / alone))
        for name, one in measured.items()
    )
    version = version_of("orjson") if AGAIN in measured else None
    return Report(
        title="Checking ids", about=f"{size_text(size)} lines in memory; each way found every one sound.",
        bars=tuple(bars), tables=(Table(title="", heads=("way", "CPU µs each", "a second", "ratio"), rows=rows),),
        notes=("Either bar is enough.",), versions=(version,) if version else (),
        left_out=() if AGAIN in measured else ("`orjson`, which is not installed",),
    )  # fmt: skip
