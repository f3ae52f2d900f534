"""Words that went: what a line is without them, who may take them out, and what the set says of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger import codec
from newsledger.config import Config
from newsledger.errors import InvalidInput
from newsledger.event import Event, Said, say
from newsledger.kinds.redaction import Redaction
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.state import State as Condition
from newsledger.kinds.void import Void
from newsledger.live import Question, redactions
from newsledger.problems import ERROR, WARNING
from newsledger.redacting import WORDS_MISSING, WORDS_REMAIN, check_declared, without_words
from newsledger.replay import State
from newsledger.stores import Store
from newsledger.stores.directory import DirectoryStore
from newsledger.stores.memory import MemoryStore
from newsledger.testing import picture_bytes
from newsledger.values.when import When

DAY = When.parse("2025-03-16")
OPEN = Question(at=DAY)


def stamped(said: Said, minute: int = 0) -> Event:
    """An event, taken in at a minute of a day."""
    return codec.stamp(said, recorded=datetime(2025, 3, 16, 12, minute, tzinfo=UTC), by="desk")


REPORT = stamped(say(Condition("bridge", "open"), source="desk", reported="2025-03-16", stance="denies"))
OTHER = stamped(say(Condition("dam", "safe", term="yes"), source="desk", reported="2025-03-16"))
WHY = Redaction(REPORT.id, reason="names a minor", authority="the editor")
DECLARED = stamped(say(WHY), 1)
UNDONE = stamped(say(Void(DECLARED.id, reason="the wrong one")), 2)
BARE = REPORT.without_words()

STORES: dict[str, Callable[[Path], Store]] = {
    "directory": lambda path: DirectoryStore.create(path / "news", Config()),
    "memory": lambda _: MemoryStore(),
}


class TestLines:
    def test_a_line_without_words_reads_back(self) -> None:
        """Id, time and hand are read, and the same bytes are written."""
        line = codec.write(BARE)
        read = codec.read(line)

        assert line == f'{{"id":"{REPORT.id}","recorded":"{REPORT.recorded}","by":"desk"}}'.encode()
        assert read.problems == ()
        assert read.event is not None
        assert (read.event.redacted, read.event) == (True, BARE)
        assert codec.write(read.event) == line

    @pytest.mark.parametrize(
        "line",
        [b"{}", b'{"id":"00"}', codec.write(BARE).replace(b'"by"', b'"bye"'), codec.write(BARE).replace(b"Z", b"")],
    )
    def test_what_lacks_more_than_words_is_no_line(self, line: bytes) -> None:
        """Only where all else is there were the words alone taken out."""
        assert codec.read(line).event is None

    def test_words_that_are_null_are_no_words_taken_out(self) -> None:
        """A program that writes null wrote something else."""
        line = codec.write(BARE).removesuffix(b"}") + b',"said":null}'

        assert [problem.code for problem in codec.read(line).problems] == ["no-event"]

    def test_another_spelling_is_told(self) -> None:
        """A line that somebody spelled by hand gives its event and a warning."""
        read = codec.read(codec.write(BARE).replace(b'":"', b'": "'))

        assert read.event == BARE
        assert [(problem.code, problem.severity) for problem in read.problems] == [("not-canonical", WARNING)]

    @pytest.mark.parametrize(("mark", "instead"), [(b"", b""), (b'"recorded":', b'"recorded": '), (b'"by"', b' "by"')])
    def test_words_go_however_the_line_is_spelled(self, mark: bytes, instead: bytes) -> None:
        """A line of the event loses them, also one that no newsledger wrote."""
        spelled = codec.write(REPORT).replace(mark, instead) if mark else codec.write(REPORT) + b"\r"

        assert without_words(spelled, {REPORT.id}) == codec.write(BARE)

    @pytest.mark.parametrize(
        "line", [codec.write(OTHER), codec.write(BARE), codec.write(DECLARED), codec.write(REPORT)[:-9], b""]
    )
    def test_any_other_line_stays(self, line: bytes) -> None:
        """Another event's, one without words, one that only names the id, a damaged one: byte for byte."""
        assert without_words(line, {REPORT.id}) == line


@pytest.mark.parametrize("store", STORES)
class TestStores:
    def test_words_go_where_it_was_declared(self, store: str, tmp_path: Path) -> None:
        """The event is given without them, all else is as it was, and nothing is wrong."""
        there = STORES[store](tmp_path)
        there.append([REPORT, OTHER, DECLARED])

        assert len(there.redact([REPORT.id])) == 1
        assert set(there.read().events) == {BARE, OTHER, DECLARED}
        assert there.read().problems == ()
        assert there.redact([REPORT.id]) == ()

    def test_words_stay_where_it_was_not(self, store: str, tmp_path: Path) -> None:
        """Neither without a redaction nor with one that was voided."""
        there = STORES[store](tmp_path)
        there.append([REPORT, OTHER])
        for batch in ([], [DECLARED, UNDONE]):
            there.append(batch)
            with pytest.raises(InvalidInput, match=f"no redaction names {REPORT.id}"):
                there.redact([REPORT.id])

        assert REPORT in there.read().events

    def test_what_is_between_the_two_is_told(self, store: str, tmp_path: Path) -> None:
        """Words gone without a declaration are an error, a declaration with words a warning."""
        there = STORES[store](tmp_path)
        there.append([BARE])
        assert [(problem.code, problem.severity) for problem in there.read().problems] == [(WORDS_MISSING, ERROR)]
        there.append([DECLARED])
        assert there.read().problems == ()

    def test_the_same_report_is_there_already(self, store: str, tmp_path: Path) -> None:
        """Adding it again brings no words back."""
        there = STORES[store](tmp_path)
        there.append([BARE, DECLARED])

        assert there.append([REPORT]).present == (REPORT,)
        assert set(there.read().events) == {BARE, DECLARED}


class TestTheSet:
    @given(st.permutations([REPORT, BARE, OTHER, DECLARED]))
    def test_neither_order_nor_copies_matter(self, events: list[Event]) -> None:
        """With words and without, in any order: one state, one picture."""
        state, same = State(events), State([BARE, OTHER, DECLARED])

        assert state.pairs() == same.pairs()
        assert [codec.write(event) for event in state.events()] == [codec.write(event) for event in same.events()]
        assert picture_bytes(state.picture(OPEN)) == picture_bytes(same.picture(OPEN))

    @given(st.lists(st.sampled_from([REPORT, BARE, OTHER, DECLARED, UNDONE])), st.integers(0, 5))
    def test_merging_parts_is_merging_the_whole(self, events: list[Event], at: int) -> None:
        """A redaction in one part reaches the words in another."""
        merged = State(events[:at]).merge(State(events[at:]))

        whole = picture_bytes(State(events).picture(OPEN))
        assert picture_bytes(merged.picture(OPEN)) == whole
        assert picture_bytes(State.restore(merged.snapshot()).picture(OPEN)) == whole

    def test_the_picture_is_that_without_the_report(self) -> None:
        """What was redacted is no evidence; that it was is said, with why."""
        with_it, without = State([REPORT, OTHER, DECLARED]).picture(OPEN), State([OTHER]).picture(OPEN)

        assert with_it.beliefs == without.beliefs
        assert (with_it.events, with_it.sources) == (without.events, without.sources)
        (gone,) = with_it.redacted
        assert gone.id == REPORT.id
        assert getattr(gone.said.fact, "fields", None) == {"authority": "the editor", "reason": "names a minor"}

    def test_no_cut_brings_it_back(self) -> None:
        """Also the picture of what we held before the redaction is without the words."""
        known = When.parse("2025-03-16T12:00:30Z")

        picture = State([REPORT, DECLARED]).picture(Question(at=DAY, known=known))

        assert picture.beliefs == ()
        assert [event.id for event in picture.redacted] == [REPORT.id]

    def test_a_voided_redaction_keeps_nothing_back(self) -> None:
        """Words that still stand count again."""
        assert State([REPORT, DECLARED, UNDONE]).picture(OPEN).beliefs == State([REPORT]).picture(OPEN).beliefs

    def test_a_redaction_is_not_redacted(self) -> None:
        """It is the only trace, and stays."""
        second = stamped(say(Redaction(DECLARED.id, reason="x", authority="y")), 3)

        assert set(redactions([DECLARED, second])) == {REPORT.id}
        assert [event.id for event in State([REPORT, DECLARED, second]).events() if event.redacted] == [REPORT.id]

    def test_what_refers_to_it_is_no_finding(self) -> None:
        """A retraction of words that are gone neither dangles nor comes from a stranger."""
        back = stamped(say(Retraction(REPORT.id), source="desk", reported="2025-03-16"), 4)

        assert State([BARE, DECLARED, back]).live(OPEN).findings == ()

    def test_the_earliest_redaction_tells_why(self) -> None:
        """Of two, the first that was taken in."""
        later = stamped(say(Redaction(REPORT.id, reason="once more", authority="the desk")), 9)

        told = redactions([later, DECLARED])[REPORT.id]

        assert told.fact == WHY


def test_whoever_asks_is_told_all_that_is_not_declared() -> None:
    """One problem for each event that no redaction names."""
    with pytest.raises(InvalidInput) as refused:
        check_declared([REPORT.id, OTHER.id, DECLARED.id], [DECLARED])

    assert [problem.message[-32:] for problem in refused.value.problems] == sorted([OTHER.id, DECLARED.id])


def test_words_that_remain_are_a_warning() -> None:
    """They are named with their line, so that they can be taken out."""
    store = MemoryStore([codec.write(OTHER), codec.write(REPORT), codec.write(DECLARED)])

    (problem,) = store.read().problems

    assert (problem.code, str(problem.where)) == (WORDS_REMAIN, "memory:2")
