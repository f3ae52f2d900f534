"""Measures work: CPU seconds, wall seconds, peak memory. Contestants take turns, and the median counts.

Machines are noisy. What makes one contestant slow for a while should hit the others too, so
every round runs each of them once.
"""

from __future__ import annotations

import gc
import os
import re
import statistics
import subprocess
import sys
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
    """One run: CPU and wall in seconds, and the answer."""

    cpu: float
    wall: float
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
    """Measures a command in a process of its own. The answer is what it prints.

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
        return Sample(cpu=used.ru_utime + used.ru_stime, wall=wall, answer=answer)

    return sample


TELL_PEAK = """
import re
with open("/proc/self/status") as status:
    print(re.search(r"VmHWM:\\s*(\\d+) kB", status.read())[1])
"""
KIBI = 1024
"""Linux tells memory in units of 1,024 bytes."""


def peak_alone(code: str) -> int | None:
    """The peak memory, in bytes, of a new interpreter that runs this code; `None` where the system does not tell.

    What `wait4` tells of a child is no less than what its parent holds, hence the child tells it itself.
    """
    if not Path("/proc/self/status").exists():
        return None
    told = elsewhere((sys.executable, "-c", code + TELL_PEAK), variables=dict(os.environ))().answer
    return int(str(told).split()[-1]) * KIBI


def peak_here() -> int | None:
    """The peak memory of this process so far, in bytes; `None` where the system does not tell."""
    told = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s*(\d+) kB", told.read_text()) if told.exists() else None
    return None if found is None else int(found[1]) * KIBI


def equal(one: Any, other: Any) -> bool:  # noqa: ANN401  answers are whatever a benchmark compares
    """Whether two answers are the same."""
    return bool(one == other)


def alternate(
    contestants: Sequence[Contestant],
    *,
    agree: Callable[[Any, Any], bool] | None = equal,
    rounds: int = ROUNDS,
    warm: bool = True,
) -> dict[str, Measured]:
    """Runs the contestants in turns. `None` for `agree` where there is no common answer.

    Without `warm` the first round is counted, and is one of `rounds`.

    Raises `DisagreementError` where answers differ; then no time was counted.
    """
    begun = {one.name: one.sample() for one in contestants}
    first = contestants[0].name
    for name, sample in begun.items():
        if agree is not None and not agree(begun[first].answer, sample.answer):
            raise DisagreementError(f"{first} and {name} give different answers")
    slow = max(sample.wall for sample in begun.values()) > LONG
    counts = slow or not warm
    samples = {name: [attrs.evolve(sample, answer=None)] if counts else [] for name, sample in begun.items()}
    begun.clear()
    left = rounds if warm else rounds - 1
    for _ in range(min(FEW, left) if slow else left):
        for one in contestants:
            samples[one.name].append(attrs.evolve(one.sample(), answer=None))
    return {name: _median(name, taken) for name, taken in samples.items()}


def _median(name: str, samples: list[Sample]) -> Measured:
    cpu = [sample.cpu for sample in samples]
    return Measured(
        name=name, cpu=statistics.median(cpu), wall=statistics.median(sample.wall for sample in samples),
        rounds=len(samples), low=min(cpu), high=max(cpu),
    )  # fmt: skip
