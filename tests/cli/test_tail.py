"""What `tail` tells, and how it ends."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import pytest
from tests.cli.running import answer, command, run, surroundings

ADDED = "state/bridge/open = {} @ 2025-03-18"
BY = ("--source", "mayor", "--yes", "--reported", "2025-03-18")


@pytest.fixture(params=["files", "sqlite"])
def feed(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with a ledger of either sort and three events."""
    assert run(tmp_path, "init", str(tmp_path), "--store", request.param).exit_code == 0
    for term in ("no", "yes", "no"):
        add(tmp_path, f"state/{term} {len(told(tmp_path))}/open = {term} @ 2025-03-18")
    return tmp_path


def add(folder: Path, claim: str, *options: str) -> str:
    """Adds a claim; gives what was told on stderr."""
    result = run(folder, "add", claim, *BY, *options)
    assert result.exit_code == 0, result.stderr
    return result.stderr


def told(folder: Path, *options: str) -> list[dict[str, str]]:
    """The arrivals that `tail --json` tells."""
    result = run(folder, "tail", "--json", *options)
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_line_is_a_position_and_a_claim(feed: Path) -> None:
    """Position, id, who said it and what; the last position stands on stderr with the command that goes on."""
    result = run(feed, "tail")
    lines = result.stdout.splitlines()
    arrivals = told(feed)

    assert lines[0] == f"{arrivals[0]['position']}  {arrivals[0]['id'][:8]}  mayor  state/no 0/open = no"
    assert len(lines) == 3
    assert f"newsledger tail --after {arrivals[-1]['position']}" in result.stderr


def test_an_object_holds_the_whole_event(feed: Path) -> None:
    """What is told to programs is the event as it is stored, and its position."""
    first = told(feed)[0]

    assert list(first) == ["schema", "position", "id", "recorded", "by", "said"]
    assert first["schema"] == "newsledger/arrival/1"
    assert first["said"] == answer(feed, "show", first["id"])["said"]


def test_who_goes_on_gets_each_event_once(feed: Path) -> None:
    """Two at a time, from position to position, over several processes: all of them, none twice."""
    seen, position = [], None
    while found := told(feed, *(() if position is None else ("--after", position)), "-n", "2" if position else "9"):
        seen += [one["id"] for one in found]
        position = found[-1]["position"]
        if len(seen) < 6:
            add(feed, f"state/late {len(seen)}/open = no @ 2025-03-18")
    ids = [one["id"] for one in told(feed)]

    assert seen == ids
    assert len(set(ids)) == 6


@pytest.mark.parametrize(("number", "many"), [("0", 0), ("1", 1), ("2", 2), ("9", 3)])
def test_n_are_the_last_or_the_next(feed: Path, number: str, many: int) -> None:
    """Without a position the last N, after one the next N."""
    every = told(feed)
    assert told(feed, "-n", number) == every[len(every) - many :]
    add(feed, "state/late/open = no @ 2025-03-18")
    add(feed, "state/later/open = no @ 2025-03-18")

    assert told(feed, "-n", number, "--after", every[0]["position"]) == told(feed)[1:][: int(number)]


def test_a_position_of_n_is_that_of_the_last_one_told(feed: Path) -> None:
    """Who takes some goes on behind these, also who takes none."""
    start = told(feed)[0]["position"]

    assert (
        told(feed, "-n", "1", "--after", start)[0]["position"] in run(feed, "tail", "-n", "1", "--after", start).stderr
    )
    assert f"position {start}: go on" in run(feed, "tail", "-n", "0", "--after", start).stderr


def test_nothing_new_is_said_so(feed: Path) -> None:
    """The answer is empty, and the position stays."""
    position = told(feed)[-1]["position"]
    result = run(feed, "tail", "--after", position)

    assert (result.exit_code, result.stdout) == (0, "")
    assert f"nothing arrived; position {position}" in result.stderr


def test_add_takes_and_gives_positions(feed: Path) -> None:
    """An append that was to come right after a position tells the next one, to people and to programs."""
    position = told(feed)[-1]["position"]
    said = add(feed, "state/late/open = no @ 2025-03-18", "--after", position)
    last = told(feed)[-1]["position"]
    done = answer(feed, "add", "state/later/open = no @ 2025-03-18", *BY, "--after", last)

    assert f"position {last}" in said
    assert done["position"] == told(feed)[-1]["position"]


def test_what_is_gone_is_told(tmp_path: Path) -> None:
    """An event that arrived and cannot be read any more is named on stderr, and passed over."""
    run(tmp_path, "init", str(tmp_path))
    for term in ("no", "yes"):
        add(tmp_path, ADDED.format(term))
    min((tmp_path / "events").rglob("*.jsonl")).unlink()
    result = run(tmp_path, "tail")

    assert len(result.stdout.splitlines()) == 1
    assert "1 event that had arrived cannot be read any more, and was passed over: " in result.stderr


def test_what_an_event_says_steers_no_screen(feed: Path) -> None:
    """Control characters are made visible to people, and escaped for programs."""
    add(feed, "state/a\x9bb/open = no @ 2025-03-18")

    assert "a<U+009B>b" in run(feed, "tail").stdout
    assert "\x9b" not in run(feed, "tail", "--json").stdout
    assert "\\u009b" in run(feed, "tail", "--json").stdout


def test_a_redacted_event_arrives_without_words(feed: Path) -> None:
    """Who comes after the redaction gets the id and nothing that was said."""
    first = told(feed)[0]
    assert run(feed, "redact", first["id"], "--reason", "x", "--authority", "y", "--yes").exit_code == 0

    assert told(feed)[0] == {**first, "said": None}
    assert "redacted" in run(feed, "tail").stdout.splitlines()[0]


class TestFollowing:
    """`--follow` goes on, and ends cleanly."""

    def test_what_is_added_is_told_at_once(self, feed: Path) -> None:
        """Lines come as events arrive, each once; Ctrl-C ends it with 0 and no traceback."""
        with following(feed, "--json") as process:
            assert process.stdout is not None
            first = [process.stdout.readline() for _ in range(3)]
            add(feed, "state/late/open = no @ 2025-03-18")
            late = json.loads(process.stdout.readline())
            process.send_signal(signal.SIGINT)
            rest, complaints = process.communicate(timeout=60)

        assert [json.loads(line)["id"] for line in first] == [one["id"] for one in told(feed)[:3]]
        assert late == told(feed)[-1]
        assert (process.returncode, rest, complaints) == (0, "", "")

    def test_a_closed_pipe_ends_it(self, feed: Path) -> None:
        """Once whoever reads has gone it ends by itself, though nothing more arrives."""
        with following(feed) as process:
            assert process.stdout is not None
            process.stdout.readline()
            process.stdout.close()
            process.wait(timeout=60)
            assert process.stderr is not None
            complaints = process.stderr.read()

        assert (process.returncode, complaints) == (0, "")

    def test_n_ends_it(self, feed: Path) -> None:
        """With a position and a number it ends when so many have come."""
        position = told(feed)[1]["position"]
        with following(feed, "--after", position, "-n", "2") as process:
            assert process.stdout is not None
            line = process.stdout.readline()
            add(feed, "state/late/open = no @ 2025-03-18")
            add(feed, "state/later/open = no @ 2025-03-18")
            rest, _ = process.communicate(timeout=60)

        assert process.returncode == 0
        assert [one.split("  ")[0] for one in (line, *rest.splitlines())] == [
            one["position"] for one in told(feed)[2:4]
        ]


def following(folder: Path, *options: str) -> subprocess.Popen[str]:
    """`tail --follow` in a process of its own, which hears Ctrl-C also where a script started these tests."""
    was = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return subprocess.Popen(
            command("-C", str(folder), "tail", "--follow", *options),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=surroundings(PYTHONUNBUFFERED=""),
        )  # fmt: skip
    finally:
        signal.signal(signal.SIGINT, was)
