"""One writer at a time, on every store that lives on the disk: who waits is told for whom, and nobody reads in vain."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.cli.running import surroundings
from tests.stores import samples

from newsledger import stores
from newsledger.config import Config
from newsledger.errors import LedgerLocked

HOLD = """
import sys, time
from newsledger import stores
sys.argv = ["newsledger", "-C", "here", "import", "jsonl", "a secret"]
store = stores.find(sys.argv_[0])(sys.argv_[1])
with (store._alone() if sys.argv_[0] == "directory" else store._writing("nothing was written")):
    print("held", flush=True)
    time.sleep(60)
"""
"""Takes the lock of a store as an import would, and keeps it for a minute."""

DISK = [name for name in stores.names() if hasattr(stores.find(name), "create")]


@attrs.frozen
class Bench:
    """A store on the disk, its name, and the note beside its lock."""

    name: str
    store: Any

    @property
    def note(self) -> Path:
        """Where a holder tells of itself."""
        path = Path(self.store.path)
        return path / ".newsledger" / "holder" if path.is_dir() else path.with_name(f"{path.name}-holder")

    def opened(self, wait: float = 0.05) -> Any:  # noqa: ANN401  any store
        """The same ledger, by somebody who waits for so many seconds."""
        return type(self.store)(self.store.path, wait=wait)


@pytest.fixture(params=DISK)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    """Every such store in turn, with an event in it."""
    cls = stores.find(request.param)
    assert cls is not None
    made = cls.create(tmp_path / "ledger", Config())
    made.append([samples.event(0)])
    return Bench(request.param, made)


@contextlib.contextmanager
def held(bench: Bench) -> Iterator[subprocess.Popen[str]]:
    """Another process holds the lock while the block runs, unless the block ends it."""
    code = HOLD.replace("sys.argv_", repr([bench.name, str(bench.store.path)]))
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", env=surroundings()) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def waiting(bench: Bench, wait: float = 0.05) -> str:
    """What is told to somebody who waits in vain."""
    with pytest.raises(LedgerLocked) as caught:
        bench.opened(wait).append([samples.event(1)])
    return str(caught.value)


def test_who_waits_in_vain_learns_who_holds_it(bench: Bench) -> None:
    """The process, since when, with which command, and nothing of what it was told; nothing was written."""
    with held(bench) as process:
        told = waiting(bench)
        before = bench.store.read()

        assert "has held" in told
        assert "for 0.05 seconds; nothing was written" in told
        assert re.search(
            rf"It is process {process.pid} \(newsledger import\), since \d{{4}}-\d\d-\d\dT[\d:]{{8}}Z", told
        )
        assert "secret" not in told
        assert "newsledger --wait SECONDS" in told
        assert before.events == (samples.event(0),)
    assert bench.opened().read() == before


def test_readers_do_not_wait(bench: Bench) -> None:
    """Reading, following and asking for positions go on while another process writes."""
    position = bench.store.position()
    with held(bench):
        began = time.monotonic()
        reader = bench.opened(wait=30)

        assert reader.read().events == (samples.event(0),)
        assert [arrival.event for arrival in reader.since()] == [samples.event(0)]
        assert reader.position() == position
        assert time.monotonic() - began < 10


def test_a_lock_goes_with_its_process(bench: Bench) -> None:
    """After kill -9 the next one writes at once; what the dead one left as a note bothers nobody."""
    with held(bench) as process:
        os.kill(process.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        process.wait()
        left = bench.note.exists()

        assert bench.opened(wait=5).append([samples.event(1)]).added == (samples.event(1),)
    assert left
    assert not bench.note.exists()


def test_a_number_that_was_given_again_is_nobody(bench: Bench) -> None:
    """A dead process whose number another one has by now neither keeps the lock nor is taken for its holder."""
    with held(bench) as process:
        process.kill()
        process.wait()
        since, _, told = bench.note.read_text(encoding="utf-8").partition(" ")
        bench.note.write_text(f"{since} {json.dumps({**json.loads(told), 'pid': os.getppid()})}", encoding="utf-8")

        assert bench.opened(wait=5).append([samples.event(1)]).added == (samples.event(1),)


NOTES: dict[str, Callable[[str], str]] = {
    "empty": lambda _: "",
    "no number": lambda _: "x {}",
    "half": lambda told: told[: len(told) // 2],
    "a list": lambda _: "17 []",
    "not text": lambda _: "17 \udcff",
    "far away": lambda told: f"{'9' * 30}{told}",
}


@pytest.mark.parametrize("spoilt", NOTES)
def test_a_note_that_tells_nothing_is_left_out(bench: Bench, spoilt: str) -> None:
    """Whatever stands in the note: who waits is told what is known without it."""
    with held(bench):
        told = bench.note.read_text(encoding="utf-8")
        bench.note.write_bytes(NOTES[spoilt](told).encode(errors="surrogateescape"))

        assert "Do it again when that one is done" in waiting(bench)
        assert "It is" not in waiting(bench)


def test_a_holder_that_has_ended_is_called_so(bench: Bench) -> None:
    """Where the lock is held and its holder is gone, a process that it started may hold it, and that is said."""
    with held(bench):
        since, _, told = bench.note.read_text(encoding="utf-8").partition(" ")
        if json.loads(told)["began"] is None:
            pytest.skip("this system does not tell when a process began")
        bench.note.write_text(f"{since} {json.dumps({**json.loads(told), 'began': '1'})}", encoding="utf-8")

        assert "which has ended: one that it started may hold it" in waiting(bench)


def test_a_holder_elsewhere_is_called_so(bench: Bench) -> None:
    """On a disk that machines share the number of a process means nothing without its machine."""
    with held(bench):
        since, _, told = bench.note.read_text(encoding="utf-8").partition(" ")
        note = {**json.loads(told), "host": "desk\x1b[2J-2", "command": "x" * 500}
        bench.note.write_text(f"{since} {json.dumps(note)}", encoding="utf-8")
        said = waiting(bench)

        assert ", on the machine desk?[2J-2. " in said
        assert len(said) < 600


def test_waiting_ends_when_the_other_is_done(bench: Bench) -> None:
    """Who waits long enough writes."""
    with held(bench) as process:
        waiter = bench.opened(wait=30)
        process.terminate()

        assert waiter.append([samples.event(1)]).added == (samples.event(1),)
