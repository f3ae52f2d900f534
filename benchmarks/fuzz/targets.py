"""Every parser of bytes that come from outside, as a function of bytes that raises for a broken promise alone.

The promise is the same for all: what cannot be read is told as a problem, and what can be read
reads back as itself. A target lets only what breaks that promise out.
"""

from __future__ import annotations

import contextlib
import functools
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import attrs

from newsledger import codec, config, scales
from newsledger.claimline import read_claim, write_claim
from newsledger.codec.lines import read as read_line
from newsledger.errors import InvalidInput, LedgerUnusable
from newsledger.event import Event, Said, content_id
from newsledger.importers import File, Options, find, guess
from newsledger.importers._mapping import load
from newsledger.importers._suggesting import suggested
from newsledger.live import Question
from newsledger.problems import ERROR
from newsledger.replay import State
from newsledger.sealing import text as seals
from newsledger.sealing.shelf import shelf_of
from newsledger.sheet import read_sheet
from newsledger.stores.memory import MemoryStore
from newsledger.values.confidence import Confidence
from newsledger.values.quantity import Quantity
from newsledger.values.when import When, instant
from newsledger.values.zones import moment_of

Target = Callable[[bytes], None]

DAY = When.parse("2025-03-16")
"""The day on which all words are said."""

LATER = When.parse("2026-12-31")
"""The day on which sheets are read: what they tell lies behind."""

ZONE = "Europe/Kyiv"
"""A zone in which clocks change."""

RECORDED = "2025-03-17T12:00:00Z"
QUESTION = Question(at=DAY, public=DAY, zone=ZONE)
STANCES = ("asserts", "denies", "no-comment")
SHAPES = (
    b'[dates]\na = "%Y-%m-%d"\n[[claim]]\nsource = "{b}"\nreported = "{a}"\n[claim.fact]\nkind = "indicator"\n'
    b'subject = "{b}"\nmeasure = "m"\nnumber = { low = "{c}", high = "{d}", unit = "item" }\n'
)
"""A mapping for tables with the columns a to d."""


CELLS = b"a,b,c,d\n2025-03-16,elbe,1,2\n\xff,x,,\n"
"""A table with the columns a to d, and a byte that is no UTF-8."""


class BrokenPromise(AssertionError):
    """Something was read that does not read back as itself."""


def hold(fits: object, what: str) -> None:
    """Raises where something does not fit."""
    if not fits:
        raise BrokenPromise(what)


def _whole(_begun: str) -> str:
    """The whole id for the beginning of any."""
    return "7c13b0e5d1f24c8a9e6b3d2f1a0c4e58"


def _text(data: bytes) -> str:
    """The text of some bytes; what is no UTF-8 is told by whoever opens the file, before any parser."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput([]) from None


# --- lines ------------------------------------------------------------------------------------


def lines(data: bytes) -> None:
    """A file of a ledger: every byte is either read or told, and reading raises nothing."""
    for line in data.split(b"\n"):
        read = read_line(line)
        hold(read.event is not None or read.problems, "a line gives an event or a problem")
        if read.event is not None and not read.problems and not read.event.redacted:
            hold(codec.write(read.event) == line, "a sound line is written as it was read")
    events = MemoryStore([data]).read().events
    State(events).picture(QUESTION)


def said(data: bytes) -> None:
    """What an event says, under an id that fits it: a picture can be made of whatever is read."""
    identity = content_id(data)
    line = b'{"id":"%s","recorded":"%s","by":"desk","said":%s}' % (identity.encode(), RECORDED.encode(), data)
    read = read_line(line)
    if read.event is None:
        hold(read.problems, "a line gives an event or a problem")
        return
    hold(all(one.severity != ERROR for one in read.problems), "what is an error gives no event")
    _of_event(read.event)


def _of_event(event: Event) -> None:
    """What holds of every event that was read: it can be told as a line, and a picture can be made of it."""
    write_claim(event.said)
    State([event]).picture(QUESTION)


def _of_said(one: Said) -> None:
    """What holds of everything that was entered: it can be stored, and reads back as itself."""
    event = codec.stamp(one, recorded=moment_of(0), by="desk")
    again = read_line(codec.write(event))
    hold(again.event is not None and not again.problems, f"what was entered reads back: {again.problems}")
    _of_event(event)


# --- people's words ---------------------------------------------------------------------------


def sheet(data: bytes) -> None:
    """A report sheet."""
    text = _text(data)
    for one in read_sheet(text, file="a.report", today=LATER, zone=ZONE, resolve=_whole).saids:
        _of_said(one)


def claim(data: bytes) -> None:
    """A claim line, of whatever stance; what is written of it is read as the same."""
    text = _text(data[1:])
    stance = STANCES[data[0] % len(STANCES)] if data else "asserts"
    read_claim(text, stance=stance, reported=DAY, zone=ZONE, resolve=_whole)


def when(data: bytes) -> None:
    """A date, in the ledger's notation and in words."""
    text = _text(data)
    with contextlib.suppress(InvalidInput):
        _of_date(When.parse(text))
    _of_date(When.read(text, said_on=DAY, zone=ZONE))


def _of_date(date: When) -> None:
    hold(When.parse(date.text) == date, "a date reads back as itself")
    low, late, early, high = date.corners(ZONE)
    hold(low <= late and early <= high, "its ends are in order")
    date.covers("2025-03-16", zone=ZONE)
    if date.earliest is not None:
        instant(date.earliest)


def quantity(data: bytes) -> None:
    """A figure, in the ledger's notation and in words, with a unit in mind and without."""
    text = _text(data)
    with contextlib.suppress(InvalidInput):
        _of_figure(Quantity.parse(text))
    with contextlib.suppress(InvalidInput):
        _of_figure(Quantity.read(text, unit="person"))
    _of_figure(Quantity.read(text))


def _of_figure(figure: Quantity) -> None:
    hold(Quantity.parse(figure.text).text == figure.text, "a figure reads back as itself")
    hold(figure.is_unknown or figure.meets(figure), "a figure meets itself")


def confidence(data: bytes) -> None:
    """How sure one is, on every scale that is known."""
    text = _text(data)
    for name in scales.names():
        with contextlib.suppress(InvalidInput):
            hold(0 <= scales.scale(name).value(text) <= scales.MILLION, "a word stands for a probability")
    found = Confidence.parse(text)
    hold(Confidence.parse(found.text) == found, "a confidence reads back as itself")


# --- files ------------------------------------------------------------------------------------


def seal(data: bytes) -> None:
    """A seal; what is read is what was written."""
    shelf = shelf_of([("a.seal", data)])
    for one in shelf:
        shelf.faults(one)
    found = seals.read(data, "a.seal")
    hold(found.id == content_id(data), "a seal is known by its bytes")


def settings(data: bytes) -> None:
    """A `ledger.toml`, which is written again as what it says."""
    found = config.parse(_text(data))
    hold(config.parse(found.text()) == found, "settings read back as themselves")


def mapping(data: bytes) -> None:
    """A mapping of a table, and a table read by it."""
    path = _file("map.toml", data)
    load(path)
    file = File(_file("c.csv", CELLS))
    for row in find("table").read(file, Options(mapping=path, source="desk", today=DAY, zone=ZONE)):
        for one in row.saids:
            _of_said(one)


def table(data: bytes) -> None:
    """A table, by a mapping."""
    path = _file("a.csv", data)
    shape = _file("shape.toml", SHAPES)
    file = File(path)
    guess(file)
    for row in find("table").read(file, Options(mapping=shape, source="desk", today=DAY, zone=ZONE)):
        for one in row.saids:
            _of_said(one)


def suggestion(data: bytes) -> None:
    """A table for which a mapping is proposed, which can be read."""
    path = _file("b.csv", data)
    told = suggested(File(path))
    with contextlib.suppress(InvalidInput):
        load(_file("told.toml", told.encode()))


def jsonl(data: bytes) -> None:
    """Lines of another ledger, or forms."""
    path = _file("a.jsonl", data)
    file = File(path)
    guess(file)
    for row in find("jsonl").read(file, Options(source="desk", today=DAY, zone=ZONE)):
        for one in row.saids:
            _of_said(one)


@functools.cache
def _folder() -> Path:
    """A folder of this process, in memory where the system has such."""
    shared = Path("/dev/shm")  # noqa: S108  the folder in it is made with a name of its own
    held = tempfile.TemporaryDirectory(dir=shared if os.access(shared, os.W_OK) else None)
    _HELD.append(held)
    return Path(held.name)


_HELD: list[tempfile.TemporaryDirectory[str]] = []
"""Keeps the folder until the process ends."""


def _file(name: str, data: bytes) -> str:
    path = _folder() / name
    path.write_bytes(data)
    return str(path)


# --- all of them ------------------------------------------------------------------------------

TARGETS: dict[str, Target] = {
    one.__name__: one
    for one in (
        lines,
        said,
        sheet,
        claim,
        when,
        quantity,
        confidence,
        seal,
        settings,
        mapping,
        table,
        suggestion,
        jsonl,
    )
}
"""The parsers by name."""

TOLD = (InvalidInput, LedgerUnusable)
"""How a target may end."""


@attrs.frozen(kw_only=True)
class Fault:
    """A promise that was broken: by which bytes, and how."""

    target: str
    data: bytes = attrs.field(repr=False)
    how: str


def attempt(target: str, data: bytes) -> Fault | None:
    """Hands bytes to a target. `None` where it kept its promise."""
    try:
        TARGETS[target](data)
    except TOLD:
        return None
    except Exception as error:  # noqa: BLE001  that is what is looked for
        return Fault(target=target, data=data, how=place_of(error))
    return None


def place_of(error: BaseException) -> str:
    """What broke, and where: two faults of one place are one."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if "newsledger" in file or isinstance(error, BrokenPromise):
            place = f"{Path(file).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    words = f": {error}" if isinstance(error, BrokenPromise) else ""
    return f"{type(error).__name__} at {place}{words[:200]}"
