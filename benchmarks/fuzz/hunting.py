"""`python -m benchmarks.fuzz.hunting TARGET FOLDER SECONDS`: lets atheris hunt for what breaks one parser's promise.

A process of its own: libFuzzer ends with its process. What is found is written into the folder, and
the hunt goes on, so that one fault hides no other.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

LONGEST = 8_192
"""The longest input that is drawn, in bytes; longer ones are the business of the tests that grow their inputs."""

SLOW = 1.0
"""CPU seconds that an input of up to 64 kB may take."""

STUCK = 60
"""Wall seconds after which libFuzzer gives an input up as one that hangs."""

MEMORY = 1_500
"""Megabytes that the process may hold. Python, the atheris runtime and the corpus take some two hundred of them."""


def main(target: str, folder: Path, seconds: int) -> None:
    """Hunts; never returns."""
    import atheris  # an extra, and it changes how modules are loaded

    with atheris.instrument_imports(include=["newsledger"]):
        from benchmarks.fuzz import seeds, targets

        begun = seeds.SEEDS[target]()
        for one in begun:  # what is imported late is imported now, so that it is watched as well
            targets.attempt(target, one)
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for one in begun:
        (corpus / hashlib.sha256(one).hexdigest()[:16]).write_bytes(one)
    (folder / "words").write_text(seeds.dictionary(), encoding="utf-8")
    arguments = [
        "fuzz", str(corpus), f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-timeout={STUCK}",
        f"-rss_limit_mb={MEMORY}", f"-dict={folder / 'words'}", f"-artifact_prefix={folder}/", "-print_final_stats=1",
        "-reload=0",
    ]  # fmt: skip
    atheris.Setup(arguments, watching(target, folder / "found.jsonl", targets.attempt))
    atheris.Fuzz()


def watching(target: str, found: Path, attempt: Callable[..., object]) -> Callable[[bytes], None]:
    """The target, whose faults are written down, the shortest input of each."""
    known: dict[str, int] = {}

    def one_input(data: bytes) -> None:
        begun = time.process_time()
        fault = attempt(target, data)
        taken = time.process_time() - begun
        how = (
            f"{getattr(fault, 'how', '')}" if fault is not None else f"slow: {len(data)} bytes" if taken > SLOW else ""
        )
        if how and len(data) < known.get(how, LONGEST + 1):
            known[how] = len(data)
            with found.open("a", encoding="utf-8") as stream:
                told = {"target": target, "how": how, "data": data.decode("latin-1"), "seconds": round(taken, 2)}
                stream.write(json.dumps(told) + "\n")

    return one_input


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
