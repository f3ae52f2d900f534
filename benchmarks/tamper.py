"""tamper: whether what is done to a ledger behind its back is found, and every event that it touches named.

A small ledger is sealed twice; then, again and again, one file of it is tampered with at random, and the ledger
is put back. What `verify` finds is held against what was done, and so is what would be seen without any seal.
"""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from string import ascii_lowercase

import attrs

from benchmarks import workload
from benchmarks.frame.options import Options
from benchmarks.frame.telling import Bar, Report, Table
from newsledger import codec
from newsledger.cli._sealed import line_at
from newsledger.config import Config
from newsledger.event import Event, content_id, short
from newsledger.problems import Problem
from newsledger.sealing import shelf as shelves
from newsledger.sealing.verifying import verify
from newsledger.stores import Reading
from newsledger.stores.directory import DirectoryStore

ROUNDS = 1_400
EVENTS = 60
SEED = 20250316

BY = ("desk", "Олена", 'a "friend"')
"""Who takes events in: plain, of another script, and with marks that a line must escape."""

FIRST = dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC)
STEP = dt.timedelta(minutes=7)
"""When the first event was recorded, and how long after it the next."""

HALF = 0.5

Files = dict[str, bytes]


@attrs.frozen(kw_only=True)
class Deed:
    """What was done: the file, its bytes then (`None` where it is gone), and the events that it touched."""

    file: str
    content: bytes | None
    touched: frozenset[str]


Tampering = Callable[[Files, random.Random], Deed]


# --- what is done -----------------------------------------------------------------------------


def edit_byte(files: Files, chance: random.Random) -> Deed:
    """Any one byte of any file becomes another: half of the time a digit for a digit, a letter for a letter."""
    file = chance.choice(_of_events(files))
    raw = files[file]
    at = chance.randrange(len(raw))
    new = _with_another(raw, at, chance)
    number = raw[:at].count(b"\n")
    lines = raw.splitlines()
    joined = raw[at : at + 1] == b"\n" and number + 1 < len(lines)
    return Deed(file=file, content=new, touched=frozenset(map(id_of, lines[number : number + 1 + joined])))


def edit_words(files: Files, chance: random.Random) -> Deed:
    """What an event says is changed, and it gets the id that goes with it, as an editor would who knows how."""
    file, lines, at = _some_line(files, chance)
    event = _event(lines[at])
    raw = _reworded(event.raw, b"19")
    changed = attrs.evolve(event, raw=raw, id=content_id(raw))
    return _deed(file, [*lines[:at], codec.write(changed), *lines[at + 1 :]], [event.id, changed.id])


def delete_line(files: Files, chance: random.Random) -> Deed:
    """A line is gone without a trace."""
    file, lines, at = _some_line(files, chance)
    return _deed(file, [*lines[:at], *lines[at + 1 :]], [id_of(lines[at])])


def delete_file(files: Files, chance: random.Random) -> Deed:
    """A whole file is gone."""
    file, lines, _ = _some_line(files, chance)
    return Deed(file=file, content=None, touched=frozenset(map(id_of, lines)))


def insert(files: Files, chance: random.Random) -> Deed:
    """A new event slips in, which claims to have been recorded before the seal."""
    file, lines, at = _some_line(files, chance)
    event = _event(lines[at])
    raw = _reworded(event.raw, b"18")
    new = attrs.evolve(event, raw=raw, id=content_id(raw), recorded=_earlier(event.recorded, chance))
    return _deed(file, [*lines[:at], codec.write(new), *lines[at:]], [new.id])


def insert_copy(files: Files, chance: random.Random) -> Deed:
    """An event gets a second taking-in, earlier than its own, which would count in its place."""
    file, lines, at = _some_line(files, chance)
    event = _event(lines[at])
    copy = attrs.evolve(event, recorded=_earlier(event.recorded, chance))
    return _deed(file, [*lines, codec.write(copy)], [event.id])


def swap_words(files: Files, chance: random.Random) -> Deed:
    """Two events exchange what they say, and keep their ids."""
    return _swapped(files, chance, lambda one, other: attrs.evolve(one, raw=other.raw))


def swap_times(files: Files, chance: random.Random) -> Deed:
    """Two events exchange when they were recorded."""
    return _swapped(files, chance, lambda one, other: attrs.evolve(one, recorded=other.recorded))


def truncate(files: Files, chance: random.Random) -> Deed:
    """A file ends too early, anywhere, so that at least a part of its last event is gone."""
    file = chance.choice(_of_events(files))
    raw = files[file]
    new = raw[: chance.randrange(len(raw) - 1)]
    gone = set(raw.splitlines()) - set(new.splitlines())
    return Deed(file=file, content=new, touched=frozenset(map(id_of, gone)))


def back_date(files: Files, chance: random.Random) -> Deed:
    """An event claims to have been recorded earlier than it was."""
    return _changed(files, chance, lambda event: attrs.evolve(event, recorded=_earlier(event.recorded, chance)))


def change_hand(files: Files, chance: random.Random) -> Deed:
    """An event claims to have been entered by somebody else."""
    return _changed(files, chance, lambda event: attrs.evolve(event, by=f"not {event.by}"))


def drop_words(files: Files, chance: random.Random) -> Deed:
    """The words of an event are taken out as a redaction would, and nobody declares it."""
    return _changed(files, chance, lambda event: event.without_words())


def edit_seal(files: Files, chance: random.Random) -> Deed:
    """Any one byte of a seal becomes another."""
    file = chance.choice(_of_seals(files))
    new = _with_another(files[file], chance.randrange(len(files[file])), chance)
    return Deed(file=file, content=new, touched=frozenset([content_id(files[file])]))


def delete_seal(files: Files, chance: random.Random) -> Deed:
    """A seal that another goes on from is gone. Of the last one only somebody who kept its root would know."""
    held = {content_id(files[name]): name for name in _of_seals(files)}
    before = [one for one in sorted(held) if any(f"after {one}".encode() in files[name] for name in held.values())]
    one = chance.choice(before)
    return Deed(file=held[one], content=None, touched=frozenset([one]))


TAMPERINGS: dict[str, Tampering] = {
    "edit any byte": edit_byte,
    "edit the words, with an id to match": edit_words,
    "delete a line": delete_line,
    "delete a file": delete_file,
    "insert an event, dated before the seal": insert,
    "insert an earlier taking-in of an event": insert_copy,
    "swap the words of two events": swap_words,
    "swap the times of two events": swap_times,
    "truncate a file": truncate,
    "back-date an event": back_date,
    "change who entered it": change_hand,
    "take out words undeclared": drop_words,
    "edit any byte of a seal": edit_seal,
    "delete a seal that another goes on from": delete_seal,
}


def _of_events(files: Files) -> list[str]:
    return sorted(name for name in files if name.endswith(".jsonl"))


def _of_seals(files: Files) -> list[str]:
    return sorted(name for name in files if name.endswith(shelves.ENDING))


def _with_another(raw: bytes, at: int, chance: random.Random) -> bytes:
    """Bytes of which one is another."""
    alike = next((some for some in (b"0123456789", ascii_lowercase.encode()) if raw[at] in some), b"")
    choices = alike if alike and chance.random() < HALF else bytes(range(256))
    return raw[:at] + bytes([chance.choice([byte for byte in choices if byte != raw[at]])]) + raw[at + 1 :]


def _reworded(raw: bytes, century: bytes) -> bytes:
    """The words of an event with something else in them: the date of the report, or an address where it has none."""
    dated = raw.replace(b'"reported":"20', b'"reported":"' + century, 1)
    return dated if dated != raw else raw.replace(b'"v":"1"', b'"url":"https://example.org/' + century + b'","v":"1"')


def _some_line(files: Files, chance: random.Random) -> tuple[str, list[bytes], int]:
    file = chance.choice(_of_events(files))
    lines = files[file].splitlines()
    return file, lines, chance.randrange(len(lines))


def _changed(files: Files, chance: random.Random, change: Callable[[Event], Event]) -> Deed:
    file, lines, at = _some_line(files, chance)
    event = _event(lines[at])
    return _deed(file, [*lines[:at], codec.write(change(event)), *lines[at + 1 :]], [event.id])


def _swapped(files: Files, chance: random.Random, give: Callable[[Event, Event], Event]) -> Deed:
    """Two lines of one file that holds at least two."""
    file = chance.choice([name for name in _of_events(files) if files[name].count(b"\n") > 1])
    lines = files[file].splitlines()
    one, other = chance.sample(range(len(lines)), 2)
    here, there = _event(lines[one]), _event(lines[other])
    lines[one], lines[other] = codec.write(give(here, there)), codec.write(give(there, here))
    return _deed(file, lines, [here.id, there.id])


def _deed(file: str, lines: Iterable[bytes], touched: Iterable[str]) -> Deed:
    return Deed(file=file, content=b"".join(line + b"\n" for line in lines), touched=frozenset(touched))


def _event(line: bytes) -> Event:
    event = codec.read(line).event
    if event is None:
        message = "the ledger that is tampered with was not sound"
        raise AssertionError(message)
    return event


def id_of(line: bytes) -> str:
    """The id of a line of a sound ledger."""
    return _event(line).id


def _earlier(recorded: str, chance: random.Random) -> str:
    moment = dt.datetime.fromisoformat(recorded) - dt.timedelta(seconds=chance.randrange(1, 5_000_000))
    return f"{moment.replace(tzinfo=None).isoformat()}Z"


def drawing(seed: int) -> random.Random:
    """Chance that draws the same every time. Nothing secret hangs on it."""
    return random.Random(seed)  # noqa: S311  no cryptography


# --- the ledger -------------------------------------------------------------------------------


def events() -> list[Event]:
    """The events of the ledger, each recorded at its own time, by three people in turn."""
    made = list(workload.events(EVENTS))[:EVENTS]
    times = (f"{(FIRST + number * STEP).replace(tzinfo=None).isoformat()}Z" for number in range(EVENTS))
    return [
        attrs.evolve(event, recorded=recorded, by=BY[number % len(BY)])
        for number, (event, recorded) in enumerate(zip(made, times, strict=False))
    ]


def sealed(folder: Path, chance: random.Random) -> Files:
    """Makes the ledger in a folder, sealed when half of it was there, and at its end. Gives the files of both."""
    store = DirectoryStore.create(folder, Config())
    left, files = events(), Files()
    while left:
        some, left = left[: (size := chance.randrange(1, 9))], left[size:]
        name = f"{len(files):02}.jsonl"
        files[name] = b"".join(codec.write(event) + b"\n" for event in some)
        (folder / name).write_bytes(files[name])
        if not left or len(left) <= EVENTS // 2 < len(left) + len(some):
            _seal(folder, store, after=some[-1].recorded)
    seals = (path.relative_to(folder) for path in sorted(folder.rglob(f"*{shelves.ENDING}")))
    return files | {path.as_posix(): (folder / path).read_bytes() for path in seals}


def _seal(folder: Path, store: DirectoryStore, *, after: str) -> None:
    moment = dt.datetime.fromisoformat(after) + dt.timedelta(seconds=1)
    members = [(event.id, event.recorded, event.by) for event in store.read().events]
    stamp = f"{moment.replace(tzinfo=None).isoformat()}Z"
    raw = shelves.next_seal(shelves.read_shelf(folder), members, sealed=stamp, by="desk")
    if raw is None:
        message = "there was nothing to seal"
        raise AssertionError(message)
    shelves.put(folder, raw)


# --- what is found ----------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Outcome:
    """One tampering: whether anything was found, and everything named; and the same without a seal."""

    kind: str
    deed: Deed
    found: bool
    named: bool
    noticed_bare: bool
    named_bare: bool


def tried(folder: Path, files: Files, chance: random.Random, rounds: int) -> Iterator[Outcome]:
    """Tampers with a sealed ledger again and again, each kind in its turn, and puts it back each time."""
    store = DirectoryStore(folder)
    kinds = list(TAMPERINGS)
    for number in range(rounds):
        kind = kinds[number % len(kinds)]
        deed = TAMPERINGS[kind](files, chance)
        path = folder / deed.file
        path.unlink() if deed.content is None else path.write_bytes(deed.content)
        reading = store.read()
        yield _outcome(kind, deed, files, reading, folder)
        path.write_bytes(files[deed.file])


def _outcome(kind: str, deed: Deed, files: Files, reading: Reading, folder: Path) -> Outcome:
    shelf = shelves.read_shelf(folder)
    verdict = verify(shelf, shelf.newest(), reading, line_at(folder))
    problems = [finding.problem for finding in verdict.findings]
    named = {finding.member[0] for finding in verdict.findings if finding.member} | _named(deed, files, problems)
    bare = _named(deed, files, reading.problems)
    return Outcome(
        kind=kind, deed=deed, found=bool(problems), named=deed.touched <= named,
        noticed_bare=bool(reading.problems), named_bare=deed.touched <= bare,
    )  # fmt: skip


def _named(deed: Deed, files: Files, problems: Iterable[Problem]) -> set[str]:
    """The touched events that problems name: by the beginning of the id, or by the line where the event stood."""
    content = (deed.content or b"").split(b"\n")
    lines = [] if deed.file in _of_seals(files) else [id_of(line) for line in files[deed.file].splitlines()]
    named: set[str] = set()
    for problem in problems:
        named |= {identity for identity in deed.touched if short(identity) in problem.message}
        number, here = problem.where.line or 0, problem.where.file == deed.file
        if here and len(content) == len(lines) + 1 and 0 < number <= len(lines):
            named.add(lines[number - 1])
        elif here and not lines:
            named |= deed.touched
    return named


# --- telling ----------------------------------------------------------------------------------


def run(options: Options) -> Report:
    """Tampers as often as is asked for, and tells for each kind how much was found."""
    from benchmarks import rows  # which takes its deeds from here

    chance = drawing(SEED)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "events"
        files = sealed(folder, chance)
        rounds = options.rounds or ROUNDS
        of_files = list(tried(folder, files, chance, rounds))
        return report(of_files, list(rows.tried(Path(place) / "ledger.db", files, chance, rounds)))


def report(of_files: list[Outcome], of_rows: list[Outcome]) -> Report:
    """The bars, and for files and rows a row for each kind."""
    bars = (*_bars(of_files, ""), *_bars(of_rows, "in SQLite: "))
    heads = ("what was done", "times", "found with a seal", "all named", "noticed without one", "all named")
    return Report(
        title="Tampering", bars=bars,
        about=f"{len(of_files):,} random tamperings with a sealed ledger of {EVENTS} events, one at a time, and"
        f" {len(of_rows):,} with the same ledger in a SQLite file, its triggers taken away first.",
        tables=(Table(title="", heads=heads, rows=tuple(_rows(of_files))),
                Table(title="In a SQLite file, where a file of events is what was appended together", heads=heads,
                      rows=tuple(_rows(of_rows)))),
        notes=(
            "Without a seal, ids alone tell of changed words. They do not cover the rest of a line, nor what is gone.",
            "An event with a date after the seal is no tampering: it is what an append is.",
            "Lines in another order, files joined, moved or called otherwise are the same ledger, and not counted.",
            "Rows that are gone leave a gap in their numbers, which is noticed without a seal; the last ones too.",
        ),
    )  # fmt: skip


def _bars(outcomes: list[Outcome], where: str) -> Iterator[Bar]:
    total = len(outcomes)
    found, named = (sum(getattr(one, what) for one in outcomes) / total for what in ("found", "named"))
    yield Bar(name=f"{where}tamperings found after a seal, share", figure=found, bar=1.0)
    yield Bar(name=f"{where}tamperings of which every event is named, share", figure=named, bar=1.0)


def _rows(outcomes: list[Outcome]) -> Iterator[tuple[str, ...]]:
    counts: Counter[tuple[str, str]] = Counter()
    for one in outcomes:
        counts[one.kind, "times"] += 1
        for what in ("found", "named", "noticed_bare", "named_bare"):
            counts[one.kind, what] += getattr(one, what)
    for kind in TAMPERINGS:
        if counts[kind, "times"]:
            told = ("times", "found", "named", "noticed_bare", "named_bare")
            yield (kind, *(str(counts[kind, what]) for what in told))
