"""Rows to stored bytes: whichever way a row is told, the bytes are the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger import codec
from newsledger.errors import InvalidInput
from newsledger.event import Event, content_id
from newsledger.importers import Options, _figures
from newsledger.importers._building import UnusualError, builder, filler
from newsledger.importers._likeness import amount
from newsledger.importers._mapping import Claim, fill, form_of, load
from newsledger.importers._spool import HELD, Seen, Spool
from newsledger.importers._telling import Straight, teller
from newsledger.values.quantity import Quantity

CLAIMS = """
[[claim]]
source = "{who}"
via = ["{outlet}"]
reported = "{day}"
occurred = "2022-02-24/{day}"
likelihood = "{hedge}"
[claim.fact]
kind = "casualties"
group = "{side}"
outcome = "killed"
number = "{figure} people"

[[claim]]
source = "desk"
reported = "{day}"
url = "{outlet}"
confidence = "{hedge}"
[claim.fact]
kind = "indicator"
subject = "{side} {who}"
measure = "area"
number = "{figure}"
rank = "{hedge}"

[[claim]]
source = "{who}"
reported = "{day}"
story = "kursk"
[claim.fact]
kind = "territory-held"
region = "{side}"
holder = "russia"
area = "{figure} km2"

[[claim]]
source = "{who}"
reported = "{day}"
if = { side = ["ua", "Курск"] }
needs = ["figure"]
[claim.fact]
kind = "state"
subject = "{side}"
condition = "told"
term = "{figure}"

[[claim]]
source = "{who}"
reported = "{day}"
occurred = "{day}"
stance = "{stance}"
[claim.fact]
kind = "control"
place = "{side}"
holder = "{hedge}"

[[claim]]
source = "{who}"
reported = "{day}"
occurred = "2022-02-24/{day}"
[claim.fact]
kind = "casualties"
group = "{side}"
outcome = "killed"
number = { low = "{figure}", unit = "person" }
"""

DIGITS = st.integers(0, 10**7).map(str)
FIGURES = st.one_of(
    DIGITS,
    st.sampled_from(["1,500", "12.50", "4.100", "0.5", "27.0", "1.234567", "about 500"]),
    st.sampled_from(["at least 3", "x", "", "007", "5 km2", "-3"]),
)  # fmt: skip
WORDS = st.sampled_from(["desk", " the  desk ", "Курск", 'a "word"', "a\\b", "ua", "", "e\u0301", "\ud800", "x" * 70])
CELLS = st.fixed_dictionaries(
    {
        "who": WORDS, "outlet": WORDS, "side": WORDS,
        "hedge": st.sampled_from(["", "possibly", "high", "70 %", "no such"]),
        "day": st.sampled_from(["2025-03-16", " 2025-03-16", "2025-03-16T10:00:00+02:00", "2025-03/..", "today", ""]),
        "figure": FIGURES, "stance": st.sampled_from(["", "asserts", "denies"]),
    }
)  # fmt: skip


class Loaded(tuple[Claim, ...]):
    """Claims that are not spelled out where an example fails."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "claims"


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Claims of several kinds, whose templates are used in every way."""
    path = tmp_path_factory.mktemp("claims") / "a.toml"
    path.write_text(CLAIMS)
    return Loaded(load(str(path)).claims)


def with_care(claim: Claim, cells: dict[str, str]) -> bytes | set[str] | None:
    """The bytes that a form gives, or the codes of what is wrong."""
    from newsledger.forms import from_form

    try:
        form = form_of(claim, cells)
        return None if form is None else codec.encode(from_form(form))
    except InvalidInput as error:
        return {problem.code for problem in error.problems}
    except UnicodeEncodeError:
        return {"not-text"}


def told(claim: Claim, cells: dict[str, str]) -> bytes | set[str] | None:
    """The bytes that an import gives, or the codes of what is wrong."""
    try:
        telling = teller(claim, Options())(cells)
        return None if telling is None else telling.event().raw
    except InvalidInput as error:
        return {problem.code for problem in error.problems}


@given(CELLS)
def test_every_way_tells_the_same(claims: Loaded, cells: dict[str, str]) -> None:
    """What is filled in straight, built, or read by its form has the same bytes, or the same problems."""
    for claim in claims:
        assert told(claim, cells) == with_care(claim, cells), claim.spec.name


def test_the_straight_way_is_taken(claims: Loaded) -> None:
    """A usual row is filled in: else the law above would compare one way with itself."""
    cells = {
        "who": "desk",
        "outlet": "wire",
        "side": "ua",
        "hedge": "",
        "day": "2025-03-16",
        "figure": "1,500",
        "stance": "",
    }
    ways = [Straight.of(claim, Options()) for claim in claims]

    assert [way is not None for way in ways] == [True, False, True, True, True, False]
    assert ways[0] is not None
    assert b'"told":{"number":"1,500 people"}' in ways[0](cells).event().raw
    built = builder(claims[5], Options())({**cells, "figure": "1,500"})
    assert built is not None
    assert str(built.claims()[0][1]) == ">=1500 person"


@given(CELLS)
def test_a_correction_has_the_bytes_that_are_stored(claims: Loaded, cells: dict[str, str]) -> None:
    """What an event corrects is put where the canonical bytes have it."""
    for claim in claims:
        try:
            telling = teller(claim, Options())(cells)
            event = None if telling is None else telling.event("0" * 32)
        except InvalidInput:
            continue
        if event is not None:
            read = codec.read(codec.write(event)).event
            assert read is not None
            assert (read.said.corrects, codec.encode(read.said), event.id) == (
                "0" * 32,
                event.raw,
                content_id(event.raw),
            )


@given(
    st.text("{}ab ", max_size=12), st.dictionaries(st.sampled_from(["", "a", "b", "ab"]), st.text("{ab}", max_size=3))
)
def test_templates_mean_the_same_compiled(template: str, cells: dict[str, str]) -> None:
    """A compiled template fills in what the plain one does."""
    assert filler(template)(cells) == fill(template, cells)


UNITS = st.sampled_from(["", " people", " items", " km2", " m", " thousand", " votes", " %", " km²", " acres"])


@given(FIGURES, UNITS, st.sampled_from([None, "person", "km2", "share"]))
def test_figures_are_read_alike(number: str, word: str, unit: str | None) -> None:
    """A bare number is the figure that careful reading gives, with its rounding, its bounds and its words."""
    words = number + word
    expected, found = (_read_or_refused(read, words, unit) for read in (_quantity, _figures.read))
    if not isinstance(expected, Quantity) or not isinstance(found, Quantity):
        assert found == expected
        return

    assert (found, found.told, found.bounds(), found.rounded) == (
        expected,
        expected.told,
        expected.bounds(),
        expected.rounded,
    )
    assert _figures.text_of(words, unit) in {None, expected.text}


def _quantity(words: str, unit: str | None) -> Quantity:
    return Quantity.read(words, unit=unit)


def _read_or_refused(read: Callable[[str, str | None], Quantity], words: str, unit: str | None) -> object:
    """A figure, or what is wrong with it."""
    try:
        return read(words, unit)
    except InvalidInput as error:
        return error.problems


@given(st.lists(st.integers(0, 40), max_size=60))
def test_seen_is_a_set(numbers: list[int]) -> None:
    """An id is new once."""
    seen, expected = Seen(), set[int]()
    for number in numbers:
        identity = bytes([number % 3, 0]) + number.to_bytes(14, "big")
        assert seen.add(identity) is (number not in expected)
        expected.add(number)


def test_a_spool_gives_back_what_was_put(claims: Loaded) -> None:
    """Also what was on the disk meanwhile: ids, bytes, times, hands, and as much as a store needs, in order."""
    cells = {"who": "desk", "side": "ua", "day": "2025-03-16", "hedge": "", "figure": "1"}
    spool, events = Spool("2025-03-16T00:00:00Z"), list[Event]()
    for number in range(HELD + 3):
        telling = teller(claims[2], Options())({**cells, "figure": str(number)})
        assert telling is not None
        events.append(telling.event())
        spool.put(events[-1], f"ann, from line {number}")
    batches = list(spool.batches(1000))
    back = [event for batch in batches for event in batch]

    assert [len(batch) for batch in batches] == [1000] * (len(events) // 1000) + [len(events) % 1000]
    assert [(one.id, one.raw, one.recorded, one.by) for one in back] == [
        (one.id, one.raw, "2025-03-16T00:00:00Z", f"ann, from line {number}") for number, one in enumerate(events)
    ]
    assert {(one.said.source, one.said.story, str(one.said.reported)) for one in back} == {
        ("desk", "kursk", "2025-03-16")
    }
    assert spool.many == HELD + 3


@pytest.mark.parametrize("cell", ["x" * (1 << 20), "é" * (1 << 19)])
def test_what_no_line_can_hold_is_refused(claims: Loaded, cell: str) -> None:
    """A cell as long as a line is read with care, and told as a problem of its row, whatever it is written in."""
    cells = {"who": "desk", "side": cell, "day": "2025-03-16", "hedge": "", "figure": "1"}

    assert told(claims[2], cells) == with_care(claims[2], cells) == {"too-long"}


def test_unusual_rows_are_found(claims: Loaded) -> None:
    """What the straight way cannot tell for sure it leaves to others."""
    way = Straight.of(claims[0], Options())
    assert way is not None
    with pytest.raises(UnusualError):
        way({"who": "desk", "side": "ua", "day": "yesterday", "figure": "5"})
    assert amount(Quantity.parse("5.0 person")) == "5 person"
