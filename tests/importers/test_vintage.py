"""Versions of one published file: what each adds, corrects, ends or takes back."""

from __future__ import annotations

import csv
import io
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.running import fingerprint, lines, run

from newsledger.errors import InvalidInput
from newsledger.event import Event
from newsledger.importers import Options, Row, find, opened
from newsledger.importers._folder import published_of
from newsledger.importers._frame import Import
from newsledger.importers._likeness import amount
from newsledger.importers._memory import Last, Memory, Told, key_of
from newsledger.importers._trail import Trail
from newsledger.ledger import Ledger, in_memory
from newsledger.values.quantity import Quantity

MAPPING = """
[vintage]
key = ["region"]
on_missing = "retract"
published = "{published}"

[[claim]]
source = "agency"
occurred = "2025-03-01"

[claim.fact]
kind = "indicator"
subject = "{region}"
measure = "area"
number = "{area} km2"
"""

OF_FILES = MAPPING.replace('published = "{published}"\n', "")
OPS = MAPPING.replace('published = "{published}"', 'published = "{published}"\nop = "{op}"')

DAYS = ("2025-03-02T06:00:00Z", "2025-03-03T06:00:00Z", "2025-03-04T06:00:00Z", "2025-03-05T06:00:00Z")

Snapshot = dict[str, str]


def snapshots(rows: list[Snapshot]) -> str:
    """Versions as one table, in which each row tells when it was published."""
    told = [f"{day},{region},{area}" for day, one in zip(DAYS, rows, strict=False) for region, area in one.items()]
    return "\n".join(["published,region,area", *told]) + "\n"


def changes(rows: list[Snapshot]) -> str:
    """Versions as a table of what changed in each."""
    told, before = ["published,region,area,op"], Snapshot()
    for day, now in zip(DAYS, rows, strict=False):
        told += [
            f"{day},{region},{area},{'revise' if region in before else 'add'}"
            for region, area in now.items()
            if before.get(region) != area
        ]
        told += [f"{day},{region},,withdraw" for region in before if region not in now]
        before = now
    return "\n".join(told) + "\n"


def imported(path: Path, mapping: str = MAPPING, ledger: Ledger | None = None, *, git: str | None = None) -> Ledger:
    """A ledger that holds what versions tell."""
    ledger = in_memory() if ledger is None else ledger
    place = path.parent if git is None else Path(git).parent
    (place / "a.toml").write_text(mapping, encoding="utf-8")
    job = Import(ledger, "vintage", [str(path)], Options(mapping=str(place / "a.toml"), git=git))
    found = job.look()
    assert found.problems == []
    job.append()
    return ledger


def in_time(ledger: Ledger) -> list[Event]:
    """Events by when they were made public."""
    return sorted(ledger.events(), key=lambda event: (event.said.reported and event.said.reported.key) or (0, 0, ""))


def picture(ledger: Ledger, day: str) -> Snapshot:
    """What the ledger holds as of a version."""
    beliefs = ledger.replay(at="2025-03-01", public=day).beliefs
    return {one.slot.keys[0]: one.value.text.partition(" ")[0] for one in beliefs if isinstance(one.value, Quantity)}


ONE = st.dictionaries(st.sampled_from("abcde"), st.sampled_from(["1", "2", "3"]), max_size=5)
ROWS = st.lists(ONE.filter(bool), min_size=1, max_size=len(DAYS))


@given(ROWS)
def test_each_version_can_be_asked_for(scratch: Path, rows: list[Snapshot]) -> None:
    """Whatever is added, revised, withdrawn and added again: as of each version the ledger holds what it listed."""
    (scratch / "snapshots.csv").write_text(snapshots(rows))
    (scratch / "changes.csv").write_text(changes(rows))
    told = imported(scratch / "snapshots.csv", MAPPING.replace("[vintage]", "[vintage]\nvanishing = true"))

    assert [picture(told, day) for day, _ in zip(DAYS, rows, strict=False)] == rows
    of_changes = imported(scratch / "changes.csv", OPS)
    assert {event.id for event in of_changes.events()} == {event.id for event in told.events()}


@given(ROWS, st.data())
def test_a_longer_history_adds_what_is_new(scratch: Path, rows: list[Snapshot], data: st.DataObject) -> None:
    """To import a prefix and then the whole is to import the whole; to import it again adds nothing."""
    cut = data.draw(st.integers(1, len(rows)))
    path = scratch / "longer.csv"
    path.write_text(changes(rows))
    whole = imported(path, OPS)
    path.write_text(changes(rows[:cut]))
    parts = imported(path, OPS)
    path.write_text(changes(rows))
    imported(path, OPS, parts)
    again = {event.id for event in parts.events()}
    imported(path, OPS, parts)

    assert again == {event.id for event in whole.events()} == {event.id for event in parts.events()}


def test_a_changed_value_is_a_correction_by_the_same_source(tmp_path: Path) -> None:
    """The later event names the earlier one, and both are kept."""
    (tmp_path / "a.csv").write_text(snapshots([{"a": "1"}, {"a": "2"}]))
    first, second = in_time(imported(tmp_path / "a.csv"))

    assert (second.said.corrects, first.said.corrects) == (first.id, None)
    assert [str(event.said.reported) for event in (first, second)] == list(DAYS[:2])


NOISE = [
    ("1", "1.0"),
    ("1500", "1,500"),
    ("1500", "1500.00"),
    ("1.5", "1.50"),
    ("NaN", ""),
    ("null", "None"),
]
"""What programs write for the same."""


@pytest.mark.parametrize(("before", "after"), NOISE)
def test_noise_is_no_change(tmp_path: Path, before: str, after: str) -> None:
    """Another way to write a number, or nothing, revises nothing."""
    mapping = MAPPING.replace("\n[claim.fact]", 'needs = ["area"]\n\n[claim.fact]')
    rows = [["published", "region", "area"], [DAYS[0], "a", before], [DAYS[1], "a", after]]
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    (tmp_path / "a.csv").write_text(stream.getvalue())

    assert len(imported(tmp_path / "a.csv", mapping).events()) == (0 if before in {"NaN", "null"} else 1)


def test_offsets_and_the_order_of_columns_are_no_change(tmp_path: Path) -> None:
    """Instants are compared, whatever offset they were told with; columns may trade places."""
    mapping = OF_FILES.replace('"2025-03-01"', '"{seen}"')
    (tmp_path / "v").mkdir()
    (tmp_path / "v" / "2025-03-02.csv").write_text("region,area,seen\na,1,2025-03-01T12:00:00+02:00\n")
    (tmp_path / "v" / "2025-03-03.csv").write_text("seen,area,region\n2025-03-01T10:00:00Z,1,a\n")

    assert len(imported(tmp_path / "v", mapping).events()) == 1


@given(st.integers(0, 10**9), st.integers(0, 3))
def test_figures_are_compared_by_what_they_amount_to(number: int, zeros: int) -> None:
    """Zeros behind the point change no amount, and one more changes it."""
    text = f"{number}.{'0' * zeros} item" if zeros else f"{number} item"
    if zeros == 3 and 0 < number < 1000:
        text += " ±0.0005"  # three decimals always carry their rounding

    assert amount(Quantity.parse(text)) == amount(Quantity.parse(f"{number} item"))
    assert amount(Quantity.parse(text)) != amount(Quantity.parse(f"{number + 1} item"))


# --- rows that go missing ---------------------------------------------------------------------

ALERTS = """
[vintage]
key = ["region"]
on_missing = "close"
published = "{published}"

[[claim]]
source = "agency"
occurred = "{area}/.."

[claim.fact]
kind = "state"
subject = "{region}"
condition = "alert"
term = "yes"
"""


def test_a_missing_row_is_what_the_mapping_says(tmp_path: Path) -> None:
    """Nothing, the end of what holds, or a retraction; never anything by itself."""
    path = tmp_path / "a.csv"
    path.write_text(snapshots([{"a": "2025-03-01", "b": "2025-03-01"}, {"b": "2025-03-01"}, {"b": "2025-03-01"}]))
    held = {missing: imported(path, ALERTS.replace("close", missing)) for missing in ("ignore", "close", "retract")}
    states = {
        missing: [
            sorted(one.slot.keys[0] for one in ledger.replay(at=at, public=at).beliefs)
            for at in ("2025-03-02", "2025-03-04")
        ]
        for missing, ledger in held.items()
    }  # fmt: skip

    assert states["ignore"] == [["a", "b"], ["a", "b"]]
    assert states["close"] == [["a", "b"], ["b"]]
    assert states["retract"] == [["a", "b"], ["b"]]
    (closed,) = [
        event.said for event in held["close"].events() if event.said.reported and str(event.said.reported) == DAYS[1]
    ]
    assert str(closed.occurred) == f"2025-03-01/{DAYS[0]}"
    assert closed.words("occurred") == f"no longer listed {DAYS[1]}"
    before = held["close"].replay(at="2025-03-01", hindsight=True).beliefs
    assert sorted(one.slot.keys[0] for one in before) == ["a", "b"]


def test_a_row_that_cannot_be_read_is_not_missing(tmp_path: Path) -> None:
    """A bad cell takes nothing back, and is told once however many versions have it."""
    path = tmp_path / "a.csv"
    path.write_text(snapshots([{"a": "1", "b": "1"}, {"a": "1", "b": "x y"}, {"a": "1", "b": "x y"}]))
    (tmp_path / "a.toml").write_text(MAPPING.replace('published = "{published}"', 'published = "{published}"'))
    rows = list(
        find("vintage").read(opened(find("vintage"), str(path), Options()), Options(mapping=str(tmp_path / "a.toml")))
    )

    assert [len(row.problems) for row in rows if row.problems] == [1, 1]
    assert [b'"kind":"indicator"' in event.raw for row in rows for event in row.events] == [True, True]


def test_what_is_emptied_is_missing_too(tmp_path: Path) -> None:
    """A cell that told something and is empty now is taken back, or not, as the mapping has it."""
    (tmp_path / "a.csv").write_text(snapshots([{"a": "1"}, {"a": ""}]))
    needy = MAPPING.replace("\n[claim.fact]", 'needs = ["area"]\n\n[claim.fact]')
    kinds = [event.said.kind for event in in_time(imported(tmp_path / "a.csv", needy))]

    assert kinds == ["indicator", "retraction"]
    assert len(imported(tmp_path / "a.csv", needy.replace("retract", "ignore")).events()) == 1


def test_a_value_for_a_later_date_corrects_nothing(tmp_path: Path) -> None:
    """Where a row moves on to another date both stay true of theirs; an incident whose date changes is corrected."""
    path = tmp_path / "a.csv"
    path.write_text("published,region,area\n2025-03-02,a,2025-03-01\n2025-03-03,a,2025-03-02\n")
    later = MAPPING.replace('"2025-03-01"', '"{area}"').replace('"{area} km2"', '"7 km2"')
    incident = later.replace('kind = "indicator"', 'kind = "incident"').replace("subject", "incident")
    incident = incident.replace('measure = "area"\nnumber = "7 km2"', 'type = "strike"')

    assert [event.said.corrects for event in imported(path, later).events()] == [None, None]
    first, second = in_time(imported(path, incident))
    assert (first.said.corrects, second.said.corrects) == (None, first.id)


# --- git and folders --------------------------------------------------------------------------


def git(folder: Path, *arguments: str, time: str = DAYS[0]) -> None:
    """Runs git in a folder, at a time."""
    told = {
        "GIT_AUTHOR_DATE": time,
        "GIT_COMMITTER_DATE": time,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    subprocess.run(
        ["git", "-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-C", str(folder), *arguments],
        check=True, capture_output=True, env=os.environ | told,
    )  # fmt: skip


def committed(folder: Path, versions: list[str], path: str = "data/areas.csv") -> Path:
    """A repository in which a file has these versions."""
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    for version, day in zip(versions, DAYS, strict=False):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(version)
        git(folder, "add", "-A", time=day)
        git(folder, "commit", "-q", "-m", "update", time=day)
    return folder


def table(rows: Snapshot) -> str:
    """One version as a file."""
    return "region,area\n" + "".join(f"{region},{area}\n" for region, area in rows.items())


VERSIONS: list[Snapshot] = [
    {"a": "1", "b": "1"},
    {"a": "2", "b": "1"},
    {"a": "2", "b": "1", "c": "5"},
    {"a": "2", "c": "5"},
]


LONG: list[Snapshot] = [
    {**{f"region {name}": "7" for name in "abcdefghij"}, "region a": str(many)} for many in range(4)
]
"""Versions that are as alike as those of a published file."""


def test_wherever_versions_come_from_they_tell_the_same(tmp_path: Path) -> None:
    """The log of a repository, a folder of copies and a table give the very same events."""
    committed(tmp_path / "repository", [table(rows) for rows in VERSIONS])
    (tmp_path / "copies").mkdir()
    for day, rows in zip(DAYS, VERSIONS, strict=True):
        (tmp_path / "copies" / f"areas-{day.replace(':', '')}.csv").write_text(table(rows))
    (tmp_path / "table.csv").write_text(snapshots(VERSIONS))
    of_git = imported(Path("data/areas.csv"), OF_FILES, git=str(tmp_path / "repository"))
    of_copies = imported(tmp_path / "copies", OF_FILES)
    of_table = imported(tmp_path / "table.csv")

    ids = {event.id for event in of_table.events()}
    assert {event.id for event in of_git.events()} == {event.id for event in of_copies.events()} == ids
    assert [picture(of_git, day) for day in DAYS] == VERSIONS


def test_each_event_of_a_history_names_commit_and_line(tmp_path: Path) -> None:
    """What a version told can be found in the repository again."""
    committed(tmp_path / "repository", [table(rows) for rows in VERSIONS])
    ledger = imported(Path("data/areas.csv"), OF_FILES, git=str(tmp_path / "repository"))
    last = subprocess.run(
        ["git", "-C", str(tmp_path / "repository"), "rev-parse", "HEAD"], capture_output=True, check=True
    )
    told = [event.by.partition(", from ")[2] for event in ledger.events() if str(event.said.reported) == DAYS[3]]

    assert told == [f"areas.csv@{last.stdout.decode()[:10]}, where it is missing"]


def test_a_file_is_followed_to_its_old_names(tmp_path: Path) -> None:
    """A history in which the file was given other names tells what it would tell under one; others stay out of it."""
    plain = committed(tmp_path / "plain", [table(rows) for rows in LONG])
    moved = committed(tmp_path / "moved", [table(rows) for rows in LONG[:2]], "old/areas.csv")
    (moved / "new").mkdir()
    git(moved, "mv", "old/areas.csv", "new/figures.csv")
    for rows, day in zip(LONG[2:], DAYS[2:], strict=True):
        (moved / "new" / "figures.csv").write_text(table(rows))
        git(moved, "add", "-A", time=day)
        git(moved, "commit", "-q", "-m", "update", time=day)
        (moved / "old").mkdir(exist_ok=True)
        (moved / "old" / "areas.csv").write_text("another,file\n1,2\n")  # the next commit brings it
    told = imported(Path("new/figures.csv"), OF_FILES, git=str(moved))

    assert [picture(told, day) for day in DAYS] == LONG
    of_one = imported(Path("data/areas.csv"), OF_FILES, git=str(plain))
    assert {event.id for event in told.events()} == {event.id for event in of_one.events()}


def test_a_file_that_was_away_for_a_while_is_one_file(tmp_path: Path) -> None:
    """Versions before it was taken away, and after it came back, are all read."""
    repository = committed(tmp_path / "repository", [table(LONG[0])])
    git(repository, "rm", "-q", "data/areas.csv", time=DAYS[1])
    git(repository, "commit", "-q", "-m", "away", time=DAYS[1])
    (repository / "data").mkdir(exist_ok=True)
    (repository / "data" / "areas.csv").write_text(table(LONG[2]))
    git(repository, "add", "-A", time=DAYS[2])
    git(repository, "commit", "-q", "-m", "back", time=DAYS[2])
    told = imported(Path("data/areas.csv"), OF_FILES, git=str(repository))

    assert [picture(told, day) for day in (DAYS[0], DAYS[2])] == [LONG[0], LONG[2]]


def test_a_repository_can_start_no_program(tmp_path: Path) -> None:
    """Programs that its settings name for hooks, filters, signatures and pagers are not run."""
    repository = committed(tmp_path / "repository", [table(rows) for rows in VERSIONS])
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path / 'sprung'}\n")
    trap.chmod(0o755)
    names = ("core.pager", "core.fsmonitor", "gpg.program", "diff.external", "diff.evil.textconv", "filter.evil.smudge")
    for name in names:
        git(repository, "config", name, str(trap))
    git(repository, "config", "log.showSignature", "true")
    (repository / ".git" / "info").mkdir(exist_ok=True)
    (repository / ".git" / "info" / "attributes").write_text("*.csv diff=evil filter=evil\n")
    imported(Path("data/areas.csv"), OF_FILES, git=str(repository))

    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize(
    ("name", "form", "when"),
    [
        ("losses-2022-03-06.csv", None, "2022-03-06"),
        ("20220306T2014Z.json", None, "2022-03-06T20:14:00Z"),
        ("2022-03-06_20-14-07.csv", None, "2022-03-06T20:14:07Z"),
        ("losses_06.03.22.csv", "losses_%d.%m.%y.csv", "2022-03-06"),
        ("at 20:14 06.03.2022.csv", "at %H:%M %d.%m.%Y.csv", "2022-03-06T20:14:00Z"),
        ("losses.csv", None, None),
        ("2022-13-06.csv", None, None),
        ("other.csv", "losses_%d.%m.%y.csv", None),
    ],
)
def test_names_tell_times(name: str, form: str | None, when: str | None) -> None:
    """A date in a file's name is when the file was published; nothing else is taken for one."""
    told = published_of(name, form)

    assert (None if told is None else told.text) == when


@given(st.dictionaries(st.text(max_size=4), st.integers(0, 99), max_size=40))
def test_memory_keeps_each_row_apart(rows: dict[str, int]) -> None:
    """What was put is what is got, for every key, and nothing else."""
    memory = Memory(1)
    for key, number in rows.items():
        memory.put(key_of([key]), Last(number, 1, (Told(number.to_bytes(16, "big"), number, 0, -5, 5),)))

    found = {key: memory.get(key_of([key])) for key in rows}
    assert {key: last and last.signature for key, last in found.items()} == rows
    assert sorted(last.signature for _, last in memory.items()) == sorted(rows.values())
    assert memory.get(key_of(["not there", ""])) is None


@given(st.lists(st.tuples(st.binary(max_size=40), st.integers(0, 30)), max_size=30))
def test_a_trail_leads_back(entries: list[tuple[bytes, int]]) -> None:
    """From each entry all that came before it is found, newest first, wherever in the file they stand."""
    trail, found, expected = Trail(), [0], [list[bytes]()]
    for entry, number in entries:
        before = number % len(found)
        found.append(trail.put(entry, found[before]))
        expected.append([entry, *expected[before]])
        assert list(trail.back(found[before])) == expected[before]

    assert [list(trail.back(at)) for at in found] == expected


# --- what is wrong ----------------------------------------------------------------------------


def refused(folder: Path, text: str, mapping: str = MAPPING) -> set[str]:
    """What a history is refused for as a whole."""
    (folder / "a.csv").write_text(text)
    with pytest.raises(InvalidInput) as told:
        imported(folder / "a.csv", mapping)
    assert all(problem.hint for problem in told.value.problems), told.value
    return {problem.code for problem in told.value.problems}


def rows_of(folder: Path, text: str, mapping: str = MAPPING) -> list[Row]:
    """What rows of a history become."""
    (folder / "a.csv").write_text(text)
    (folder / "a.toml").write_text(mapping)
    options = Options(mapping=str(folder / "a.toml"))
    return [
        row
        for row in find("vintage").read(opened(find("vintage"), str(folder / "a.csv"), options), options)
        if not row.heading
    ]


GOOD = snapshots([{"a": "1", "b": "1"}, {"a": "1", "b": "1"}])


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        (MAPPING[MAPPING.index("[[claim]]") :], "no-mapping"),
        (MAPPING.replace('key = ["region"]', ""), "bad-mapping"),
        (MAPPING.replace('on_missing = "retract"', ""), "bad-mapping"),
        (MAPPING.replace("retract", "forget"), "bad-mapping"),
        (MAPPING.replace('published = "{published}"', ""), "bad-mapping"),
        (MAPPING.replace("retract", "close"), "cannot-close"),
        (MAPPING.replace('["region"]', '["regoin"]'), "unknown-column"),
        (MAPPING.replace("on_missing", "on_mising"), "unknown-key"),
        (MAPPING.replace("[vintage]", "[vintage]\nvanishing = 7"), "wrong-type"),
    ],
)
def test_a_wrong_mapping_is_refused(tmp_path: Path, mapping: str, code: str) -> None:
    """What makes a row the same row, and what a missing one means, has to be said; nothing is guessed."""
    assert code in refused(tmp_path, GOOD, mapping)


def test_rows_that_vanish_are_no_retraction(tmp_path: Path) -> None:
    """A version in which most rows are missing is refused, unless it is left out or declared to be meant."""
    vanished = snapshots([{"a": "1", "b": "1", "c": "1"}, {"a": "1"}, {"a": "1", "b": "1", "c": "1"}])

    assert refused(tmp_path, vanished) == {"rows-vanish"}
    assert len(imported(tmp_path / "a.csv", MAPPING.replace("[vintage]", "[vintage]\nvanishing = true")).events()) == 7
    left_out = MAPPING.replace("[vintage]", '[vintage]\nskip = ["2025-03-03"]')
    assert len(imported(tmp_path / "a.csv", left_out).events()) == 3
    assert len(imported(tmp_path / "a.csv", MAPPING.replace("retract", "ignore")).events()) == 3


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("2025-03-01,a,1,add", "not-in-order", 1),
        ("soon,a,1,add", "no-date", 1),
        (",a,1,add", "no-date", 1),
        ("2025-03-09,,1,add", "no-row-key", 2),
        ("2025-03-09,a,x y,revise", "unreadable-figure", 3),
        ("2025-03-09,a,1,changed", "unknown-op", None),
        ("2025-03-09,a,1", "cell-count", 4),
    ],
)
def test_a_bad_row_is_told_with_its_column(tmp_path: Path, row: str, code: str, column: int | None) -> None:
    """Each bad row is told by its number and column, and the rows around it are read."""
    text = f"published,region,area,op\n2025-03-02,a,1,add\n{row}\n2025-03-10,a,3,revise\n"
    first, bad, last = rows_of(tmp_path, text, OPS)

    assert [problem.code for problem in bad.problems] == [code]
    assert ((bad.problems[0].where.line or bad.number), bad.problems[0].where.column) == (3, column)
    assert (bad.raw.decode(), [len(one.events) for one in (first, last)]) == (row, [1, 1])


def test_a_row_told_twice_in_one_version_is_told(tmp_path: Path) -> None:
    """Two rows of one key that say something else cannot both be; two that say the same can."""
    rows = rows_of(tmp_path, "published,region,area\n2025-03-02,a,1\n2025-03-02,a,1\n2025-03-02,a,2\n")

    assert [[problem.code for problem in row.problems] for row in rows] == [[], [], ["doubled-row"]]


WRONG: list[tuple[list[str], tuple[str, ...]]] = [
    (["--git", "repository", "data/area.csv"], ("no-such-path", "did you mean data/areas.csv")),
    (["--git", "repository", "data"], ("no-such-path", "name one file")),
    (["--git", "empty", "data/areas.csv"], ("no-such-path", "no commit yet")),
    (["--git", "plain", "data/areas.csv"], ("no-repository", "--git DIR PATH")),
    (["--git", "nowhere", "data/areas.csv"], ("no-repository",)),
    (["undated"], ("no-date", "areas.csv", "2025-03-16T1840Z.csv")),
    (["plain"], ("no-table", "no file in the folder")),
    (["nowhere.csv"], ("unreadable-file", "no such file")),
]
"""What somebody types, and what must be said of it."""


@pytest.mark.parametrize(("arguments", "fragments"), WRONG, ids=lambda value: " ".join(value)[:40])
def test_what_is_wrong_is_told(
    new: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], fragments: tuple[str, ...]
) -> None:
    """Each mistake is told in words, with what to do, and leaves the ledger as it was."""
    committed(new / "repository", [table(rows) for rows in VERSIONS])
    for name in ("empty", "plain", "undated"):
        (new / name).mkdir()
    git(new / "empty", "init", "-q")
    (new / "undated" / "areas.csv").write_text(table(VERSIONS[0]))
    (new / "a.toml").write_text(OF_FILES)
    monkeypatch.chdir(new)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(new))
    before = fingerprint(new / "events")
    result = run(new, "import", "vintage", *arguments, "--map", "a.toml", "--append")

    assert result.exit_code == 2, result.stderr
    assert [fragment for fragment in fragments if fragment not in result.stderr] == [], result.stderr
    assert "Traceback" not in result.stderr
    assert fingerprint(new / "events") == before


def test_a_history_is_imported_by_the_command_line(new: Path) -> None:
    """As it grows, each import adds what is new; a proposal for the mapping comes from its newest version."""
    repository = committed(new / "repository", [table(rows) for rows in VERSIONS[:2]])
    (new / "a.toml").write_text(OF_FILES)
    words = ("import", "vintage", "--git", str(repository), "data/areas.csv")
    suggested = run(new, *words, "--suggest").stdout
    first = run(new, *words, "--map", str(new / "a.toml"))
    (repository / "data" / "areas.csv").write_text(table(VERSIONS[2]))
    git(repository, "commit", "-q", "-a", "-m", "update", time=DAYS[2])
    second = run(new, *words, "--map", str(new / "a.toml"))

    assert ('key = ["region"]' in suggested, "[vintage]" in suggested) == (True, True)
    assert "3 events added, 0 there already" in first.stdout
    assert "1 event added, 3 there already" in second.stdout
    assert len(lines(new)) == 4
