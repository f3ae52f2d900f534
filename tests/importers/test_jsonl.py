"""Lines of ledgers, and forms without ids."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from tests.strategies_saids import saids

from newsledger import in_memory
from newsledger.codec import stamp, write
from newsledger.event import Said
from newsledger.forms import to_form
from newsledger.importers import LIKELY, NOT, SURE, File, Options, Row, find
from newsledger.importers._frame import Import
from newsledger.ledger import utc_now

FORM: dict[str, Any] = {
    "fact": {"kind": "control", "place": "sudzha", "holder": "russia"},
    "source": "desk",
    "reported": "2025-03-16",
}


def rows(path: Path, options: Options | None = None) -> list[Row]:
    """What the importer makes of a file."""
    return list(find("jsonl").read(File(path), options or Options()))


def written(folder: Path, *lines: str | bytes) -> Path:
    """A file of some lines."""
    path = folder / "a.jsonl"
    path.write_bytes(b"".join((line if isinstance(line, bytes) else line.encode()) + b"\n" for line in lines))
    return path


@given(saids())
def test_a_line_of_a_ledger_keeps_its_id(scratch: Path, said: Said) -> None:
    """Whatever one ledger holds goes into another under the same id, and a second import adds nothing."""
    line = write(stamp(said, recorded=utc_now(), by="desk"))
    path = scratch / "line.jsonl"
    path.write_bytes(line + b"\n")
    ledger = in_memory()
    job = Import(ledger, "jsonl", [str(path)])

    assert [(row.saids, row.problems) for row in rows(path)] == [((said,), ())]
    assert (job.look().new, job.append()[0]) == (1, 1)
    assert job.look().new == 0
    assert [event.id for event in ledger.events()] == [json.loads(line)["id"]]


@given(saids())
def test_a_form_is_read_as_forms_are(scratch: Path, said: Said) -> None:
    """A form without an id says what it was made of, bare or under `said`."""
    path = scratch / "form.jsonl"
    form = to_form(said)
    path.write_text(f"{json.dumps(form)}\n{json.dumps({'said': {**form, 'v': '1'}}, ensure_ascii=False)}\n")

    assert [row.saids for row in rows(path)] == [(said,), (said,)]


def test_options_stand_in_for_what_is_missing(tmp_path: Path) -> None:
    """A source and a story are used where a form names none; an entry of ours takes neither."""
    bare = {name: told for name, told in FORM.items() if name != "source"}
    ours = {"fact": {"kind": "source", "source": "desk", "grade": "B"}}
    path = written(tmp_path, json.dumps(FORM), json.dumps(bare), json.dumps(ours))

    told = [(row.saids[0].source, row.saids[0].story) for row in rows(path, Options(source="wire", story="kursk"))]

    assert told == [("desk", "kursk"), ("wire", "kursk"), (None, None)]


def test_redacted_lines_and_empty_ones_say_nothing(tmp_path: Path) -> None:
    """A line whose words were taken out gives a row that says nothing; an empty line none."""
    redacted = '{"id":"44136fa355b3678a1146ad16f7e8649e","recorded":"2025-03-16T12:00:00Z","by":"desk"}'

    assert [(row.number, row.saids, row.bad) for row in rows(written(tmp_path, "", redacted))] == [(2, (), False)]


def test_a_line_that_says_more_is_refused(tmp_path: Path) -> None:
    """A line with a field that is not known here would be stored with less, under another id."""
    from newsledger.event import content_id

    said = (
        '{"fact":{"kind":"control","place":"sudzha","weather":"rain"},"reported":"2025-03-16","source":"desk","v":"1"}'
    )
    line = f'{{"id":"{content_id(said.encode())}","recorded":"2025-03-16T12:00:00Z","by":"desk","said":{said}}}'
    (row,) = rows(written(tmp_path, line))

    assert [problem.code for problem in row.problems] == ["says-more"]


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("{", "no-json", 2),
        ("[]", "bad-form", 1),
        ('"text"', "bad-form", 1),
        ("[" * 100_000, "too-deep", 1),
        ("1" * 5_000, "too-deep", 1),
        ("{}", "no-key", 1),
        (b'{"fact":"\xff"}', "not-utf-8", 10),
        ('{"fact":{"kind":"contrl"},"source":"desk","reported":"2025"}', "unknown-kind", 2),
        ('{"fact":{"kind":"control","place":"x"},"source":"d","reported":"2025-02-30"}', "no-such-day", 53),
        ('{"fact":{"kind":"control","place":"x","holdr":"y"},"source":"d","reported":"2025"}', "unknown-field", 2),
        ('{"fact":{"kind":"forces","force":"x","number":7},"source":"d","reported":"2025"}', "bad-value", 38),
        ('{"id":"7c13"}', "no-event", 1),
        ('{"fact":{"kind":"control","place":"x","holder":"y"},"reported":"2025"}', "no-source", 1),
    ],
)
def test_a_bad_line_is_told_with_its_place(tmp_path: Path, line: str | bytes, code: str, column: int) -> None:
    """Each bad line is one row with its problems, placed; it is kept as it was, and the next line is read."""
    path = written(tmp_path, line, json.dumps(FORM))
    bad, good = rows(path)

    assert (bad.saids, len(good.saids), good.number) == ((), 1, 2)
    assert bad.raw == (line if isinstance(line, bytes) else line.encode())
    assert code in [problem.code for problem in bad.problems], bad.problems
    assert {(one.where.file, one.where.line) for one in bad.problems} == {(str(path), 1)}
    assert column in [problem.where.column for problem in bad.problems], bad.problems


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        (json.dumps(FORM), LIKELY),
        ('{"id":"7c13","said":{}}', SURE), ('\n\n{"fact":{}}', LIKELY), ("", NOT), ("a,b", NOT),
        ("[1]", NOT), ('{"a":1}', NOT), ("[" * 60_000, NOT),
    ],
)  # fmt: skip
def test_how_sure_it_is(tmp_path: Path, text: str, sure: int) -> None:
    """Lines of ledgers and forms are known by their first line; nothing else is."""
    assert find("jsonl").identify(File(written(tmp_path, text))) == sure
