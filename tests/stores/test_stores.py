from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stores import samples

from newsledger import codec, stores
from newsledger.problems import EXCERPT, Place, Problem
from newsledger.stores import Appended, identity_of, ids_among, placed, read_lines, sift, visible

MARKS = st.characters() | st.sampled_from("\x00\x1b\x7f\x85\u202e\u2028\ud800\xa0\t")


def spoiled(line: bytes, at: int, mark: bytes, over: int) -> bytes:
    """A line with something written into it."""
    return line[:at] + mark + line[at + over :]


LINES = st.sampled_from([codec.write(event) for event in samples.events(by=2)] + [samples.UNKNOWN_KIND])
WRONG = st.sampled_from([b'"', b"\\", b"{", b"}", b"\xff", b"\x00", b",", b"1", b"[", b"\\ud800", b"\r", b"", b" "])
SPOILED = st.builds(spoiled, LINES, st.integers(0, 300), WRONG, st.integers(0, 2))


class TestFinding:
    """Stores are found by their file."""

    def test_stores_are_found_by_name(self) -> None:
        """Every store that has a file is listed, and can be had by its name."""
        assert {"directory", "memory"} <= set(stores.names())
        assert all(stores.find(name) is not None for name in stores.names())

    def test_an_unknown_store_is_none(self) -> None:
        """A name that nobody knows gives nothing."""
        assert stores.find("cloud") is None


class TestIdentity:
    """An id counts as there only where its line is sound."""

    @pytest.mark.parametrize("by", range(len(samples.BY)))
    def test_a_line_of_ours_has_its_id(self, by: int) -> None:
        """Whoever took it in, a line that was written has the id of its event."""
        for event in samples.events(by=by):
            assert identity_of(codec.write(event)) == event.id

    @given(SPOILED)
    def test_the_fast_look_never_misses_what_a_full_reading_finds(self, line: bytes) -> None:
        """A line that gives an event has that event's id without being decoded."""
        event = codec.read(line).event
        if event is not None:
            assert identity_of(line) == event.id
            assert ids_among([line], {event.id}) == {event.id}

    @given(SPOILED)
    def test_an_altered_line_has_no_id(self, line: bytes) -> None:
        """Where the bytes do not match, the id that the line names is not there."""
        if "id-mismatch" in [problem.code for problem in codec.read(line).problems]:
            assert identity_of(line) is None

    def test_only_what_was_looked_for_is_found(self) -> None:
        """Other ids of the same lines are left out."""
        lines = [codec.write(event) for event in samples.events()]

        assert ids_among(lines, {samples.event(3).id, "0" * 32}) == {samples.event(3).id}

    def test_no_event_is_decoded_to_find_ids(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Looking for ids hashes bytes, and reads no fact."""
        lines = [codec.write(event) for event in samples.events(by=1)]
        monkeypatch.setattr(codec, "read", None)

        assert ids_among(lines, {event.id for event in samples.events()}) == {event.id for event in samples.events()}


class TestReadingLines:
    """Lines become events and problems, and never an exception."""

    @given(SPOILED)
    def test_a_spoiled_line_gives_an_event_or_an_error(self, line: bytes) -> None:
        """Whatever is written into a line, reading it says what became of it and where."""
        events, problems, _ = read_lines([line, codec.write(samples.event(0))], "a.jsonl")

        assert samples.event(0) in events
        assert len(events) == 2 or problems
        assert {problem.where.file for problem in problems} <= {"a.jsonl"}
        assert "\x1b" not in "".join(map(str, problems))

    @given(st.binary())
    def test_any_bytes_are_read(self, line: bytes) -> None:
        """Bytes that nobody meant as an event are a problem, or blank."""
        events, problems, _ = read_lines([line], "a.jsonl")

        assert events == []
        assert bool(problems) is bool(line.strip())

    @pytest.mark.parametrize("kind", [b"state", b"mood"])
    def test_no_depth_is_too_deep(self, kind: bytes) -> None:
        """Lists within lists end in an event or in a problem, wherever the stack gives out."""
        for depth in range(700, 1100, 7):
            nested = b"[" * depth + b"]" * depth
            line = samples.line(b'{"fact":{"kind":"' + kind + b'","subject":' + nested + b'},"v":"1"}')
            events, problems, _ = read_lines([line], "a.jsonl")
            assert events or problems

    @pytest.mark.parametrize(
        "line", ["é".encode() + b"\xff", samples.line('{"fact":{"kind":"é'.encode() + b'\xff"},"v":"1"}')]
    )
    def test_a_column_counts_characters(self, line: bytes) -> None:
        """The column is that of a character, also behind letters of several bytes."""
        (problem,) = read_lines([line], "a.jsonl")[1]

        assert problem.where.column == line.decode(errors="replace").index("\ufffd") + 1


class TestPlacing:
    """A problem shows as much of its line as helps."""

    @given(st.text(MARKS, max_size=400), st.integers(1, 450), st.integers(1, 500))
    def test_the_caret_stands_below_what_is_meant(self, text: str, column: int, length: int) -> None:
        """However long the line and whatever is in it, the stretch fits a screen and the caret fits the stretch."""
        line = text.encode(errors="replace").replace(b"\n", b"")
        meant = Problem(code="x", message="x", where=Place(column=column, length=length))
        where = placed(meant, file="a.jsonl", number=7, line=line).where
        shown, carets = where.excerpt().split("\n")
        mark = carets.index("^") - len("7 | ")
        whole = visible(line.decode())

        assert where.line == 7
        assert where.column == min(column, len(whole) + 1)
        assert len(shown) <= len("7 | ") + EXCERPT
        assert shown.isprintable()
        assert shown.removeprefix("7 | ")[mark : mark + 1] == whole[where.column - 1 : where.column]
        assert len(carets) <= max(len(shown), len("7 | ") + mark + 1)

    def test_a_long_line_is_cut_on_both_sides(self) -> None:
        """Dots stand where something was left out."""
        meant = Problem(code="x", message="x", where=Place(column=501))
        shown = placed(meant, file="a", number=1, line=b"a" * 500 + b"X" + b"b" * 500).where.excerpt()

        assert shown.startswith("1 | …aaa")
        assert shown.split("\n")[0].endswith("bbb…")
        assert len(shown.split("\n")[1].partition("^")[0]) == shown.index("X")

    @given(st.text(MARKS))
    def test_what_is_visible_keeps_its_columns(self, text: str) -> None:
        """No character is hidden, none steers a screen, and each stands for one."""
        assert len(visible(text)) == len(text)
        assert visible(text).isprintable()

    @given(st.text(st.characters(exclude_categories=["C", "Z"])))
    def test_plain_text_stays(self, text: str) -> None:
        """What can be seen anyway is not touched."""
        assert visible(text) == text


class TestResults:
    """What an append gives back."""

    def test_the_repr_counts(self) -> None:
        """A person sees at a glance what came of an append."""
        done = Appended(added=(samples.event(0),), present=tuple(samples.events()), file="kursk/a.jsonl")

        assert repr(done) == f"<Appended: 1 added, {len(samples.events())} present, in kursk/a.jsonl>"
        assert repr(attrs.evolve(done, file=None)) == f"<Appended: 1 added, {len(samples.events())} present>"

    @given(st.lists(st.integers(0, 5)), st.sets(st.integers(0, 5)))
    def test_sifting_loses_nothing(self, batch: list[int], there: set[int]) -> None:
        """Every event of a batch is either added, once, or present."""
        events = [samples.event(number) for number in batch]
        added, present = sift(events, {samples.event(number).id for number in there})

        assert sorted(event.id for event in (*added, *present)) == sorted(event.id for event in events)
        assert {event.id for event in added} == {samples.event(number).id for number in set(batch) - there}
        assert len(added) == len(set(batch) - there)
