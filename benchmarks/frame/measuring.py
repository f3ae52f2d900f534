"""Measures work: CPU seconds, wall seconds, peak memory. Contestants take turns, and the median counts.

Machines are noisy. What makes one contestant slow for a while should hit the others too, so
every round runs each of them once.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

ROUNDS = 5
"""How often each contestant runs, after one round that only warms up and compares answers."""

LONG = 20.0
"""Wall seconds from which on a contestant is too slow for five rounds."""

FEW = 2
"""Rounds where one contestant takes longer than that; the first round counts too, so that there is a median."""


class DisagreementError(AssertionError):
    """Two contestants gave different answers: their times would compare nothing."""


@attrs.frozen(kw_only=True)
class Sample:
    """One run: CPU and wall in seconds, peak memory in bytes where it was measured, and the answer."""

    cpu: float
    wall: float
    peak: int | None = None
    answer: Any = attrs.field(default=None, repr=False)


@attrs.frozen(kw_only=True)
class Contestant:
    """Somebody who does the work. `sample` does it once and measures it."""

    name: str
    sample: Callable[[], Sample]


@attrs.frozen(kw_only=True)
class Measured:
    """The medians of all rounds of one contestant. `low` and `high` are the extremes of its CPU seconds."""

    name: str
    cpu: float
    wall: float
    peak: int | None
    rounds: int
    low: float
    high: float


def nothing() -> None:
    """Prepares nothing."""


def here(run: Callable[[Any], Any], *, prepare: Callable[[], Any] = nothing) -> Callable[[], Sample]:
    """Measures a function in this process. What `prepare` gives is handed to it; preparing is not measured."""

    def sample() -> Sample:
        given = prepare()
        gc.collect()
        wall, cpu = time.perf_counter(), time.process_time()
        answer = run(given)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        return Sample(cpu=cpu, wall=wall, answer=answer)

    return sample


def elsewhere(
    command: Sequence[str], *, folder: Path | None = None, variables: Mapping[str, str] | None = None
) -> Callable[[], Sample]:
    """Measures a command in a process of its own, peak memory included. The answer is what it prints.

    Raises `RuntimeError` where the command fails.
    """

    def sample() -> Sample:
        with tempfile.TemporaryFile() as printed:
            wall = time.perf_counter()
            child = subprocess.Popen(command, cwd=folder, env=variables, stdout=printed, stderr=subprocess.DEVNULL)
            _, status, used = os.wait4(child.pid, 0)
            wall = time.perf_counter() - wall
            child.returncode = os.waitstatus_to_exitcode(status)
            printed.seek(0)
            answer = printed.read().decode()
        if child.returncode:
            raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}")
        return Sample(cpu=used.ru_utime + used.ru_stime, wall=wall, peak=used.ru_maxrss * KIBI, answer=answer)

    return sample


KIBI = 1024
"""Linux tells memory in units of 1,024 bytes."""


def peak_of(run: Callable[[Any], Any], *, prepare: Callable[[], Any] = nothing) -> int:
    """By how many bytes the memory of a process grows at most while it does this, in a child of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        with os.fdopen(reader) as stream:
            told = stream.read()
        os.waitpid(child, 0)
        return int(told or 0)
    try:
        given = prepare()
        before = _peak_so_far()
        run(given)
        os.write(writer, str((_peak_so_far() - before) * KIBI).encode())
    finally:
        os._exit(0)


def _peak_so_far() -> int:
    import resource  # POSIX alone has it

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def equal(one: Any, other: Any) -> bool:  # noqa: ANN401  answers are whatever a benchmark compares
    """Whether two answers are the same."""
    return bool(one == other)


def alternate(
    contestants: Sequence[Contestant],
    *,
    agree: Callable[[Any, Any], bool] | None = equal,
    rounds: int = ROUNDS,
) -> dict[str, Measured]:
    """Runs the contestants in turns. `None` for `agree` where there is no common answer.

    Raises `DisagreementError` where answers differ; then no time was counted.
    """
    warm = {one.name: one.sample() for one in contestants}
    first = contestants[0].name
    for name, sample in warm.items():
        if agree is not None and not agree(warm[first].answer, sample.answer):
            raise DisagreementError(f"{first} and {name} give different answers")
    slow = max(sample.wall for sample in warm.values()) > LONG
    samples = {name: [attrs.evolve(sample, answer=None)] if slow else [] for name, sample in warm.items()}
    warm.clear()
    for _ in range(min(FEW, rounds) if slow else rounds):
        for one in contestants:
            samples[one.name].append(attrs.evolve(one.sample(), answer=None))
    return {name: _median(name, taken) for name, taken in samples.items()}


def _median(name: str, samples: list[Sample]) -> Measured:
    cpu = [sample.cpu for sample in samples]
    peaks = [sample.peak for sample in samples if sample.peak is not None]
    return Measured(
        name=name, cpu=statistics.median(cpu), wall=statistics.median(sample.wall for sample in samples),
        peak=max(peaks, default=None), rounds=len(samples), low=min(cpu), high=max(cpu),
    )  # fmt: skip
