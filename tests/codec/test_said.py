"""Reading what a line says: strict, all at once, each problem at its column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from tests.codec.lines import LINES, changed, stored

from newsledger import codec, registry
from newsledger.errors import InvalidInput
from newsledger.fact import Fact, Time, Timing, key, kind, quantity
from newsledger.values.quantity import Quantity

REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"v": "2"}, "newer-format", ""),
    ({"v": None}, "no-event", ""),
    ({"v": "one"}, "no-event", ""),
    ({"occurred": "2025-02-30"}, "no-such-day", "2025-02-30"),
    ({"reported": "last Friday"}, "unreadable-date", "last Friday"),
    ({"occurred": ["2025"]}, "no-event", '["2025"]'),
    ({"confidence": "1"}, "computed-not-entered", "1"),
    ({"stance": "assert"}, "unknown-stance", "assert"),
    ({"story": ["kursk"]}, "no-event", '["kursk"]'),
    ({"via": "reuters"}, "no-event", "reuters"),
    ({"told": ["x"]}, "no-event", '["x"]'),
    ({"fact": {"area": "110 km²"}}, "not-canonical", "110 km²"),
    ({"fact": {"area": "110 km3"}}, "unknown-unit", "km3"),
    ({"fact": {"area": "about 110 km2"}}, "not-canonical", "about 110 km2"),
    ({"fact": {"area": "5 person"}}, "other-dimension", "5"),
    ({"fact": {"area": {"low": "1"}}}, "bad-value", '{"low":"1"}'),
    ({"fact": {"region": None}}, "no-key", ""),
    ({"fact": {"region": ""}}, "no-key", ""),
    ({"fact": {"kind": "casualties", "group": "x", "outcome": "y", "count": "some"}}, "unknown-term", "some"),
    ({"fact": {"kind": ["x"]}}, "no-event", '{"area":'),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "code", "at"), REFUSED)
def test_what_cannot_be_read_is_told_with_its_column(changes: dict[str, Any], code: str, at: str) -> None:
    """A value that no newsledger writes is refused, with a code, its column in the line, and what to do."""
    line = changed(**changes)

    read = codec.read(line)
    problem = next(one for one in read.problems if one.severity == "error")

    assert read.event is None
    assert problem.code == code
    assert problem.hint
    assert pointed_at(line, problem.where.column, len(at)) == at


def pointed_at(line: bytes, column: int | None, length: int) -> str:
    """So much of a line from a column on; none where no column is told."""
    return line.decode()[column - 1 :][:length] if column is not None else ""


def test_all_that_is_wrong_is_told_at_once() -> None:
    """Three wrong values are three problems, each naming its field."""
    line = changed(occurred="2025-13", confidence="sure", fact={"area": "many"})

    assert [problem.message.partition(": ")[0] for problem in codec.read(line).problems] == [
        "territory-held.area",
        "confidence",
        "occurred",
    ]


@pytest.mark.parametrize(
    ("changes", "code", "hint"),
    [
        ({"fact": {"kind": "territry-held"}}, "unknown-kind", "did you mean territory-held?"),
        ({"fact": {"araa": "110 km2"}}, "unknown-field", "did you mean area?"),
        ({"surce": "x"}, "unknown-field", "did you mean source?"),
    ],
)
def test_what_is_not_known_is_kept_and_told(changes: dict[str, Any], code: str, hint: str) -> None:
    """A kind or a field that this program does not know is a warning; the event counts and its bytes stay."""
    line = changed(**changes)

    read = codec.read(line)

    assert [(problem.code, problem.severity, problem.hint) for problem in read.problems] == [(code, "warning", hint)]
    assert read.event is not None
    assert codec.write(read.event) == line


def test_null_is_absent() -> None:
    """A field stored as null reads as a field that is not there."""
    with_null, _ = codec.decode(stored() | {"url": None})
    without, _ = codec.decode(stored())

    assert with_null == without


def test_words_are_never_guessed_at() -> None:
    """What people may type is no stored figure: an edited line does not change its meaning in silence."""
    with pytest.raises(InvalidInput, match=r"territory-held\.area: 'just 110 km²' is no canonical figure"):
        codec.decode(stored(fact={"area": "just 110 km²"}))


@pytest.fixture
def flood() -> Iterator[None]:
    """A kind whose first release stored `metres`, and which stumbles over a level in feet."""

    @kind("flood", Timing(Time.MEASURED))
    @attrs.frozen
    class Flood(Fact):
        """How high the water stands."""

        gauge: str = key("where it is measured")
        level: Quantity | None = quantity("how high", "length")

        @classmethod
        def upgrade(cls, stored: dict[str, Any]) -> dict[str, Any]:
            """Turns metres into a level."""
            return {"gauge": stored["gauge"], "level": f"{stored['metres']} m"} if "metres" in stored else stored

    yield
    registry._members["kind"].pop("flood")


@pytest.mark.usefixtures("flood")
def test_an_upgrade_reads_what_an_older_release_wrote() -> None:
    """Fields of an older release read as today's, and the bytes stay those that were written."""
    line = changed(
        fact={"kind": "flood", "region": None, "holder": None, "area": None, "gauge": "Wesel", "metres": "3.2"}
    )

    read = codec.read(line)

    assert read.problems == ()
    assert read.event is not None
    assert getattr(read.event.said.fact, "level", None) == Quantity.parse("3.2 m")
    assert codec.write(read.event) == line


@pytest.mark.usefixtures("flood")
def test_an_upgrade_that_fails_is_a_problem() -> None:
    """Whatever an upgrade of somebody else's kind raises, reading tells it and goes on."""
    line = changed(fact={"kind": "flood", "region": None, "holder": None, "area": None, "metres": "3.2"})

    read = codec.read(line)

    assert read.event is None
    assert [problem.code for problem in read.problems] == ["bad-upgrade"]
    assert "flood" in read.problems[0].message


def test_sound_lines_have_no_problems() -> None:
    """The lines that these tests change are sound themselves."""
    assert [codec.read(line).problems for line in LINES] == [()] * len(LINES)
