"""What happens to files: cut off, doubled, half merged by git, written over by editors, zeroed by a power cut.

What has to hold each time: reading raises nothing; it gives no event that was never there, and not one
byte of an event otherwise; whatever it does not give is told with its file; and appending goes on.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

from benchmarks.faults.failing import prepared
from benchmarks.faults.subjects import Subject, event, state
from newsledger import codec
from newsledger.errors import LedgerUnusable, NewsledgerError
from newsledger.event import Event

Spoil = Callable[[bytes, random.Random], bytes]


def cut(raw: bytes, chance: random.Random) -> bytes:
    """It ends too early, at any byte."""
    return raw[: chance.randrange(len(raw))]


def doubled(raw: bytes, _: random.Random) -> bytes:
    """Everything stands there twice."""
    return raw + raw


def doubled_in_part(raw: bytes, chance: random.Random) -> bytes:
    """A part of it is there once more, from anywhere to anywhere."""
    one, other = sorted(chance.sample(range(len(raw) + 1), 2))
    return raw[:other] + raw[one:]


def half_merged(raw: bytes, chance: random.Random) -> bytes:
    """Git left its marks of a conflict in it."""
    lines = raw.splitlines(keepends=True)
    at = chance.randrange(len(lines) + 1)
    ours, theirs = b"".join(lines[at:]), codec.write(event(900)) + b"\n"
    return b"".join([*lines[:at], b"<<<<<<< HEAD\n", ours, b"=======\n", theirs, b">>>>>>> other\n"])


def with_windows_ends(raw: bytes, _: random.Random) -> bytes:
    """Its lines end as Windows ends them."""
    return raw.replace(b"\n", b"\r\n")


def with_mark(raw: bytes, _: random.Random) -> bytes:
    """An editor put a byte order mark before it."""
    return b"\xef\xbb\xbf" + raw


def as_utf16(raw: bytes, _: random.Random) -> bytes:
    """An editor saved it as UTF-16."""
    return raw.decode("utf-8", "replace").encode("utf-16")


def zeroed(raw: bytes, chance: random.Random) -> bytes:
    """It is as long as it should be, and zero from somewhere on: what a power cut leaves on some disks."""
    at = chance.randrange(len(raw))
    return raw[:at] + bytes(len(raw) - at)


def with_hole(raw: bytes, chance: random.Random) -> bytes:
    """Some bytes in the middle are others."""
    one, other = sorted(chance.sample(range(len(raw) + 1), 2))
    return raw[:one] + chance.randbytes(other - one) + raw[other:]


def without_ends(raw: bytes, _: random.Random) -> bytes:
    """All is one line."""
    return raw.replace(b"\n", b"")


def shuffled(raw: bytes, chance: random.Random) -> bytes:
    """Its halves changed places, wherever they part."""
    at = chance.randrange(len(raw))
    return raw[at:] + raw[:at]


def emptied(_raw: bytes, _: random.Random) -> bytes:
    """Nothing is left."""
    return b""


SPOILS: dict[str, Spoil] = {
    "cut off at any byte": cut, "doubled": doubled, "doubled in part": doubled_in_part,
    "half merged by git": half_merged,
    "with the line ends of Windows": with_windows_ends, "with a byte order mark": with_mark,
    "saved as UTF-16": as_utf16,
    "zero from anywhere on": zeroed, "a stretch of other bytes": with_hole, "without line ends": without_ends,
    "halves swapped": shuffled, "emptied": emptied,
}  # fmt: skip


@attrs.frozen(kw_only=True)
class Spoilt:
    """One file that was spoilt: how, which, and what was wrong then."""

    what: str
    file: str
    wrong: tuple[str, ...]


def of_files(subject: Subject, folder: Path, chance: random.Random, many: int) -> Iterator[Spoilt]:
    """Spoils a file that holds events, so often, each way in its turn."""
    model = folder / f"{subject.name}-spoilt"
    there = prepared(subject, model)
    ways = list(SPOILS)
    for number in range(many):
        what = ways[number % len(ways)]
        with _copy(model) as place:
            path = chance.choice(subject.kept(place))
            path.write_bytes(SPOILS[what](path.read_bytes(), chance))
            yield Spoilt(what=what, file=path.name, wrong=tuple(_wrong(subject, place, there)))


EACH = 1_500
"""So many places at which a file is cut off are enough."""


def at_each_byte(subject: Subject, folder: Path) -> Iterator[Spoilt]:
    """Cuts a file off at each of its bytes; a large one at so many places, one as far from the other."""
    model = folder / f"{subject.name}-cut"
    there = prepared(subject, model)
    file = subject.kept(model)[0].relative_to(model)
    raw = (model / file).read_bytes()
    for at in range(0, len(raw), max(1, len(raw) // EACH)):
        with _copy(model) as place:
            (place / file).write_bytes(raw[:at])
            wrong = tuple(_wrong(subject, place, there))
        yield Spoilt(what=f"cut off at byte {at}", file=file.name, wrong=wrong)


def _copy(model: Path) -> _Copy:
    return _Copy(model)


class _Copy:
    """A ledger that is thrown away."""

    def __init__(self, model: Path) -> None:
        self._held = tempfile.TemporaryDirectory(dir=model.parent)
        self.place = Path(self._held.name) / "events"
        shutil.copytree(model, self.place, symlinks=True)

    def __enter__(self) -> Path:
        return self.place

    def __exit__(self, *_: object) -> None:
        self._held.cleanup()


def _wrong(subject: Subject, place: Path, there: list[Event]) -> Iterator[str]:
    """What is wrong with how a spoilt ledger is read and written on."""
    try:
        reading = subject.again(place).read()
    except NewsledgerError:
        if subject.reached:  # of many files one may be damaged; a database is one file, and is refused whole
            yield "reading refuses the whole ledger"
        return
    except Exception as error:  # noqa: BLE001  that is what is looked for
        yield f"reading raises {type(error).__name__}: {error}"
        return
    sound = {codec.write(one) for one in [*there, event(900)]}
    if false := [one.id for one in reading.events if codec.write(one) not in sound]:
        yield f"{len(false)} events that were never there"
    lost = {one.id for one in there} - {one.id for one in reading.events}
    if lost and not reading.problems and any(path.read_bytes().strip() for path in subject.kept(place)):
        yield from _untold(subject, place, len(lost))
    yield from _goes_on(subject, place, there, {one.id for one in reading.events})


def _untold(subject: Subject, place: Path, lost: int) -> Iterator[str]:
    """Events may be gone without a problem only where whole lines are: nothing is left that could be told of."""
    stored = len(subject.lines(place))
    if stored != len(subject.again(place).read().events):
        yield f"{lost} events are gone, and no problem tells of it"


def _goes_on(subject: Subject, place: Path, there: list[Event], read: set[str]) -> Iterator[str]:
    """Appending everything once more adds what is gone, and nothing else."""
    try:
        added = {one.id for one in subject.again(place).append(there).added}
    except LedgerUnusable:
        if subject.reached:
            yield "the next append is refused"
        return
    except Exception as error:  # noqa: BLE001  as above
        yield f"the next append raises {type(error).__name__}: {error}"
        return
    if added & read and subject.reached:  # what a database knows by has no checksums: a copy may come in
        yield f"{len(added & read)} events are added though they can be read"
    left = {one.id for one in there} - state(subject, place).ids
    if left:
        yield f"{len(left)} events are neither read nor added"


# --- what is derived --------------------------------------------------------------------------


def _range(raw: bytes, chance: random.Random) -> tuple[int, int]:
    """A stretch of bytes: half of the time a few, otherwise any."""
    start = chance.randrange(len(raw))
    return start, min(len(raw), start + chance.choice([1, 2, 4, 16, chance.randrange(1, len(raw) + 1)]))


FRESH = 40
"""So many times the derived files of one ledger are damaged before a new ledger is made: each adds an event."""


def of_derived(subject: Subject, folder: Path, chance: random.Random, many: int) -> Iterator[Spoilt]:
    """Damages a file that is derived from the ledger in any range of its bytes: no answer may come out otherwise.

    It is damaged where it stands: an index of a copy would not be believed in the first place.
    """
    for number in range(many):
        if number % FRESH == 0:
            place = folder / f"{subject.name}-derived-{number}"
            there = prepared(subject, place)
        if not (paths := subject.derived(place)):
            return
        path = chance.choice(paths)
        what, raw = _damaged(path.read_bytes(), chance)
        path.write_bytes(raw)
        new = event(1000 + number)
        yield Spoilt(what=what, file=path.name, wrong=tuple(_misled(subject, place, there, new)))
        there.append(new)


def _damaged(raw: bytes, chance: random.Random) -> tuple[str, bytes]:
    """What was done to some bytes, and what became of them."""
    one, other = _range(raw, chance)
    ways = {
        "other bytes": chance.randbytes(other - one), "zeros": bytes(other - one), "cut out": b"",
        "ones": b"\xff" * (other - one), "shifted": chance.randbytes(9) + raw[one:other], "cut off": None,
    }  # fmt: skip
    what = chance.choice(list(ways))
    new = ways[what]
    return what, raw[:one] if new is None else raw[:one] + new + raw[other:]


def _misled(subject: Subject, place: Path, there: list[Event], new: Event) -> Iterator[str]:
    """What is wrong with the answers of a ledger whose derived files are damaged."""
    try:
        done = subject.again(place).append([*there, new])
        again = subject.again(place).append([*there, new])
    except Exception as error:  # noqa: BLE001  that is what is looked for
        yield f"an append raises {type(error).__name__}: {error}"
        return
    if done.added != (new,) or again.added:
        yield f"{len(done.added)} and then {len(again.added)} events are added, and one is new"
    now = state(subject, place)
    if now.doubled or now.damaged or now.ids != {one.id for one in (*there, new)}:
        yield "what is read is otherwise than what was written"
