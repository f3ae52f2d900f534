"""Seals held against events: whatever is done to a ledger has its name, and what is allowed breaks nothing."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sealing.making import DAY, NEXT, file_of, found, ledger, rewrite, seal, shelf_of, verified
from tests.stores.samples import NEWER_FORMAT, event, events

from newsledger import codec
from newsledger.cli._sealed import line_at
from newsledger.event import Event, say
from newsledger.kinds.redaction import Redaction
from newsledger.sealing.shelf import Shelf, next_seal
from newsledger.sealing.shelf import shelf_of as shelf_of_files
from newsledger.sealing.verifying import verify
from newsledger.stores.directory import DirectoryStore
from newsledger.stores.memory import MemoryStore

COUNT = 4


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    """A ledger of four events, each in a file of its own, and sealed."""
    made = ledger(tmp_path / "events", [event(number, recorded=number % 2, by=number % 3) for number in range(COUNT)])
    seal(made)
    return made


def only(store: DirectoryStore) -> tuple[str, str]:
    """The code and the text of the one finding."""
    (finding,) = verified(store).findings
    return finding.problem.code, str(finding.problem)


def test_a_sound_ledger_has_no_findings(store: DirectoryStore) -> None:
    """What was sealed and left alone is sound."""
    verdict = verified(store)

    assert (verdict.findings, verdict.covered, verdict.unsealed) == ((), COUNT, 0)
    assert (verdict.redacted, verdict.late) == ((), ())


# --- what breaks a seal -----------------------------------------------------------------------


def test_a_missing_event_is_named(store: DirectoryStore) -> None:
    """It is named with its time and hand, and with the line of the seal that holds it."""
    file_of(store, 2).unlink()
    code, told = only(store)

    assert code == "missing-event"
    assert f'{event(2).id[:8]}, recorded 2025-03-17T12:00:00Z by a "friend", was sealed on {DAY} and is gone' in told
    assert told.startswith("_seals/2025-03-20-")


def test_an_event_whose_words_were_changed(store: DirectoryStore) -> None:
    """The line that was altered is pointed at, and told once."""
    path = rewrite(store, 0, codec.write(event(0)).replace(b"110 km2", b"910 km2"))
    code, told = only(store)

    assert code == "altered-event"
    assert path.name in told
    assert "do not match their id" in told


def test_an_event_whose_id_was_changed(store: DirectoryStore) -> None:
    """It is known by its words."""
    rewrite(store, 0, codec.write(event(0)).replace(event(0).id.encode(), b"0" * 32))
    (finding,) = verified(store).findings

    assert (finding.problem.code, finding.member and finding.member[0]) == ("altered-event", event(0).id)


def test_an_event_with_new_words_and_the_id_to_match(store: DirectoryStore) -> None:
    """The old one is missing, and the new one was not there when the seal was made."""
    rewrite(store, 0, event(7))

    assert sorted(found(store)) == ["inserted-event", "missing-event"]


def test_a_back_dated_event(store: DirectoryStore) -> None:
    """When it says to have been recorded, and when it was, are both told."""
    rewrite(store, 0, attrs.evolve(event(0), recorded="2025-01-17T12:00:00Z"))
    code, told = only(store)

    assert code == "back-dated-event"
    assert "recorded 2025-03-17T12:00:00Z by desk, was sealed" in told
    assert "it says now that it was recorded 2025-01-17T12:00:00Z by desk" in told


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"recorded": "2025-03-19T12:00:00Z"}, "altered in recorded"),
        ({"by": "somebody\nelse"}, "altered in by"),
        ({"recorded": "2025-03-19T12:00:00Z", "by": "somebody"}, "altered in recorded and by"),
    ],
)
def test_another_time_or_hand(store: DirectoryStore, change: dict[str, Any], what: str) -> None:
    """What became another is named, and forges no line."""
    rewrite(store, 0, attrs.evolve(event(0), **change))
    code, told = only(store)

    assert code == "altered-event"
    assert what in told
    assert "\nelse" not in told


def test_a_line_that_breaks_off(store: DirectoryStore) -> None:
    """What is left of it still names its event."""
    rewrite(store, 1, codec.write(event(1))[:200])
    code, told = only(store)

    assert code == "altered-event"
    assert "breaks off" in told


def test_a_file_that_cannot_be_read(store: DirectoryStore) -> None:
    """What stood in it is not shown to be there, and not said to be gone."""
    path = file_of(store, 0)
    path.unlink()
    path.symlink_to("nowhere")

    texts = [str(finding.problem) for finding in verified(store).findings]
    assert [text for text in texts if "is in no file that can be read" in text] != []
    assert sorted(found(store)) == ["missing-event", "unreadable-file"]


def test_words_that_nobody_declared_gone(store: DirectoryStore) -> None:
    """The line is told as `check` tells it."""
    rewrite(store, 0, event(0).without_words())

    assert found(store) == ["words-missing"]


def test_one_of_two_takings_in_is_gone(store: DirectoryStore) -> None:
    """An event that was sealed twice, and is there once, lost a member; what is left is told."""
    path = Path(store.path) / "again.jsonl"
    path.write_bytes(codec.write(event(0, recorded=2)) + b"\n")
    seal(store, sealed=NEXT)
    path.unlink()
    code, told = only(store)

    assert code == "missing-event"
    assert "it is there only as recorded 2025-03-17T12:00:00Z by desk" in told


def test_everything_is_told_at_once(store: DirectoryStore) -> None:
    """One run names all that was done."""
    rewrite(store, 0, attrs.evolve(event(0), recorded="2025-01-17T12:00:00Z"))
    rewrite(store, 1, codec.write(event(1))[:200])
    file_of(store, 2).unlink()
    (Path(store.path) / "new.jsonl").write_bytes(codec.write(event(7)) + b"\nno line\n")

    assert sorted(found(store)) == ["altered-event", "back-dated-event", "inserted-event", "missing-event", "no-json"]


def test_a_seal_that_was_altered_together_with_the_ledger(store: DirectoryStore) -> None:
    """Taking an event out of both shows by the root."""
    path = next(Path(store.path).rglob("*.seal"))
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    file_of(store, 0).unlink()
    path.write_text("".join(line for line in lines if event(0).id not in line), encoding="utf-8")
    path.rename(path.with_name("renamed.seal"))

    code, told = only(store)
    assert code == "damaged-seal"
    assert "its root is not that of the 3 members that are listed" in told


def test_a_seal_that_lists_somebody_else(store: DirectoryStore) -> None:
    """A member that was exchanged for another shows by the root, under whatever name the file goes."""
    path = next(Path(store.path).rglob("*.seal"))
    text = path.read_text(encoding="utf-8").replace('"desk"\n', '"dusk"\n').replace('by "dusk"', 'by "desk"')
    path.unlink()
    path.with_name("renamed.seal").write_text(text, encoding="utf-8")

    assert "damaged-seal" in found(store)


# --- what slipped in --------------------------------------------------------------------------


def test_an_event_that_claims_to_be_older_than_the_seal(store: DirectoryStore) -> None:
    """It is named, and breaks nothing that was sealed."""
    store.append([event(7)])
    (finding,) = verified(store).findings

    assert (finding.problem.code, finding.problem.severity) == ("inserted-event", "warning")
    assert finding.problem.where.file is not None
    assert finding.member == (event(7).id, event(7).recorded, event(7).by)


def test_an_earlier_taking_in_of_a_sealed_event(store: DirectoryStore) -> None:
    """It would count in the place of the other, hence it is named."""
    early = attrs.evolve(event(0), recorded="2025-01-17T12:00:00Z")
    (Path(store.path) / "copy.jsonl").write_bytes(codec.write(early) + b"\n")

    assert found(store) == ["inserted-event"]


def test_what_is_added_after_a_seal_is_no_finding(store: DirectoryStore) -> None:
    """A seal is of its day."""
    store.append([attrs.evolve(event(7), recorded=NEXT), attrs.evolve(event(8), recorded=DAY)])
    verdict = verified(store)

    assert (verdict.findings, verdict.unsealed) == ((), 2)


def test_the_next_seal_takes_in_what_came_late(store: DirectoryStore) -> None:
    """Then it is no finding any more, and the seal tells for good that it came late."""
    store.append([event(7)])
    seal(store, sealed=NEXT)
    verdict = verified(store)

    assert verdict.findings == ()
    assert [member for _, member in verdict.late] == [(event(7).id, event(7).recorded, event(7).by)]


# --- what breaks nothing: laws ----------------------------------------------------------------


@given(st.lists(st.integers(0, 14), min_size=1, unique=True), st.randoms(), st.integers(0, 3))
def test_order_and_repetition_break_no_seal(numbers: list[int], chance: object, again: int) -> None:
    """Lines in any order, some of them twice: a ledger of the same set is as sound as it was."""
    some = [event(number) for number in numbers]
    shelf = sealed_in_memory(some)
    lines = [codec.write(one) for one in [*some, *some[:again]]]
    chance.shuffle(lines)  # type: ignore[attr-defined]  # hypothesis gives a random.Random

    assert verify(shelf, shelf.newest(), MemoryStore(lines).read(), lambda _: b"").findings == ()


@given(st.sets(st.integers(0, 14), min_size=1), st.sets(st.integers(0, 14)))
def test_a_union_breaks_no_seal(ours: set[int], theirs: set[int]) -> None:
    """After a merge with any other ledger, nothing sealed is lost; what came in under the seal is named, no more."""
    shelf = sealed_in_memory([event(number, recorded=1) for number in ours])
    others = [event(number, recorded=number % 3, by=number % 2) for number in theirs]
    store = MemoryStore([codec.write(one) for one in [*(event(number, recorded=1) for number in ours), *others]])
    findings = verify(shelf, shelf.newest(), store.read(), lambda _: b"").findings

    new = {(one.id, one.recorded, one.by) for one in others} - shelf.covered(shelf)
    assert {finding.problem.code for finding in findings} <= {"inserted-event"}
    assert {finding.member for finding in findings} == new


@given(st.sets(st.integers(0, 14), min_size=1), st.data())
def test_any_loss_breaks_a_seal(ours: set[int], data: st.DataObject) -> None:
    """Whichever events are gone, just these are named."""
    gone = data.draw(st.sets(st.sampled_from(sorted(ours)), min_size=1))
    shelf = sealed_in_memory([event(number) for number in ours])
    store = MemoryStore([codec.write(event(number)) for number in sorted(ours - gone)])
    findings = verify(shelf, shelf.newest(), store.read(), lambda _: b"").findings

    assert {finding.problem.code for finding in findings} == {"missing-event"}
    assert {finding.member[0] for finding in findings if finding.member} == {event(number).id for number in gone}


def sealed_in_memory(some: list[Event]) -> Shelf:
    """The shelf of one seal over some events."""
    raw = next_seal(Shelf(), [(one.id, one.recorded, one.by) for one in some], sealed=DAY, by="desk")
    assert raw is not None
    return shelf_of_files([("a.seal", raw)])


def test_a_merge_of_two_sealed_ledgers_is_sound(store: DirectoryStore, tmp_path: Path) -> None:
    """Each seal vouches for its own half: nothing is found."""
    other = ledger(tmp_path / "other", [event(number) for number in range(COUNT, COUNT + 3)])
    seal(other, sealed=NEXT, by="ben")
    shutil.copytree(other.path, store.path, dirs_exist_ok=True)
    verdict = verified(store)

    assert len(verdict.seals) == 2
    assert (verdict.findings, verdict.covered) == ((), COUNT + 3)


def test_pack_breaks_no_seal(store: DirectoryStore) -> None:
    """Joined files hold the same set."""
    assert store.pack("2026-01")

    assert found(store) == []


def test_a_redaction_breaks_no_seal(store: DirectoryStore) -> None:
    """The id and its place stay; the verdict tells it as declared, with why and who."""
    declared = say(Redaction(event(0).id, reason="names a minor", authority="the editor"), story="kursk")
    store.append([codec.stamp(declared, recorded=after_the_seal(), by="desk")])
    store.redact([event(0).id])
    verdict = verified(store)

    assert verdict.findings == ()
    (redacted,) = verdict.redacted
    assert (redacted.member[0], redacted.reason, redacted.authority) == (event(0).id, "names a minor", "the editor")


def test_a_line_that_is_gone_is_no_redaction(store: DirectoryStore) -> None:
    """A redaction takes words; whoever takes the line breaks the seal."""
    declared = say(Redaction(event(0).id, reason="names a minor", authority="the editor"))
    store.append([codec.stamp(declared, recorded=after_the_seal(), by="desk")])
    file_of(store, 0).unlink()

    assert found(store) == ["missing-event"]


def after_the_seal() -> dt.datetime:
    """A time after the seal."""
    return dt.datetime(2025, 3, 21, 12, tzinfo=dt.UTC)


def test_a_line_of_a_newer_newsledger_is_not_called_altered(store: DirectoryStore) -> None:
    """Its bytes are those of its id; that nobody here can read them is another matter."""
    path = Path(store.path) / "newer.jsonl"
    path.write_bytes(NEWER_FORMAT + b"\n")
    identity = NEWER_FORMAT[7:39].decode()
    folder = Path(store.path)
    raw = next_seal(Shelf(), [(identity, "2025-03-17T12:00:00Z", "desk")], sealed=DAY, by="desk")
    assert raw is not None
    shelf = shelf_of_files([("a.seal", raw)])
    verdict = verify(shelf, shelf.newest(), store.read(), line_at(folder))

    codes = [finding.problem.code for finding in verdict.findings]
    assert [code for code in codes if code != "inserted-event"] == ["newer-format"]


def test_an_older_seal_can_be_asked_alone(store: DirectoryStore) -> None:
    """It covers what was there on its day, and nothing of later."""
    store.append([attrs.evolve(event(7), recorded=NEXT)])
    seal(store, sealed="2025-03-22T10:00:00Z")
    file_of(store, 7).unlink()
    old, new = shelf_of(store)
    folder = Path(store.path)

    assert verify(shelf_of(store), [old], store.read(), line_at(folder)).findings == ()
    (finding,) = verify(shelf_of(store), [new], store.read(), line_at(folder)).findings
    assert finding.problem.code == "missing-event"


def test_a_ledger_in_which_every_line_was_touched(tmp_path: Path) -> None:
    """All events of a ledger get another hand: each is named, and none is called inserted."""
    store = ledger(tmp_path / "events", events())
    seal(store)
    for number in range(len(events())):
        rewrite(store, number, attrs.evolve(event(number), by="nobody"))

    assert set(found(store)) == {"altered-event"}
    assert len(found(store)) == len(events())
