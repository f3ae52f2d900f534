"""The file of a seal: written and read back, and told apart from whatever else may stand there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger import merkle
from newsledger.errors import InvalidInput
from newsledger.event import content_id
from newsledger.sealing.text import Member, in_order, line_of, read, root_of, write

ONE: Member = ("0" * 32, "2025-03-16T20:00:00Z", "desk")
TWO: Member = ("f" * 32, "2025-03-16T20:00:00.5Z", 'a "friend" of Олена')
DAY = "2025-03-17T10:00:00Z"

RAW = write([ONE, TWO], [ONE, TWO], after=["a" * 32], sealed=DAY, by="desk")

names = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
times = st.sampled_from(["2025-03-16T20:00:00Z", "2025-03-16T20:00:00.5Z", "1999-01-01T00:00:00Z"])
ids = st.text("0123456789abcdef", min_size=32, max_size=32)
member_sets = st.sets(st.tuples(ids, times, names), min_size=1, max_size=12)


def refused(raw: bytes) -> str:
    """What reading says is wrong, with its place."""
    with pytest.raises(InvalidInput) as error:
        read(raw, "a.seal")
    return str(error.value)


def outcome(raw: bytes) -> str:
    """The code of what is wrong with the file of a seal; else whether its root fits what it lists, else its id."""
    try:
        seal = read(raw, "a.seal")
    except InvalidInput as error:
        return error.problems[0].code
    return seal.id if root_of(seal.members) == seal.root else "another root"


@given(member_sets, names, st.sets(ids, max_size=3))
def test_what_is_written_is_read(members: set[Member], by: str, after: set[str]) -> None:
    """Every part comes back, whatever names stand in it."""
    raw = write(members, members, after=after, sealed=DAY, by=by)
    seal = read(raw, "a.seal")

    assert (set(seal.members), seal.count, seal.sealed, seal.by) == (members, len(members), DAY, by)
    assert (seal.id, seal.root, set(seal.after)) == (content_id(raw), root_of(members), after)


@given(member_sets)
def test_the_root_can_be_made_from_the_file(members: set[Member]) -> None:
    """The lines below the blank one, as they stand, are the leaves of the tree."""
    raw = write(members, members, after=[], sealed=DAY, by="desk")
    lines = raw.partition(b"\n\n")[2].split(b"\n")[:-1]

    assert merkle.root(lines).hex() == root_of(members)
    assert lines == sorted(lines)


@given(member_sets, st.randoms())
def test_order_is_nothing_to_the_root(members: set[Member], chance: object) -> None:
    """The same members give the same root, however they come."""
    shuffled = list(members)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random

    assert root_of(shuffled) == root_of(in_order(members))


@given(member_sets, st.tuples(ids, times, names))
def test_another_member_gives_another_root(members: set[Member], other: Member) -> None:
    """One member more or less shows."""
    assert (root_of(members ^ {other}) == root_of(members)) is False


def test_a_seal_knows_the_line_of_a_member() -> None:
    """Each member is placed where it stands in the file."""
    seal = read(RAW, "a.seal")

    assert [str(seal.place(member)) for member in (ONE, TWO)] == ["a.seal:8", "a.seal:9"]
    assert RAW.splitlines()[7:] == [line_of(ONE), line_of(TWO)]


@given(st.data())
def test_any_other_byte_makes_another_seal_or_none(data: st.DataObject) -> None:
    """Whatever byte of the file is changed: it cannot be read, or it has another id."""
    at = data.draw(st.integers(0, len(RAW) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda one: one != RAW[at]))
    told = outcome(RAW[:at] + bytes([byte]) + RAW[at + 1 :])

    assert told != content_id(RAW)


@given(st.integers(0, len(RAW) - 1))
def test_no_beginning_of_a_seal_is_taken_for_it(end: int) -> None:
    """A file that breaks off is damaged, or its root does not fit the members that are left."""
    assert outcome(RAW[:end]) in ("damaged-seal", "another root")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "its first line is not that of a seal"),
        (b"hello\n", "a.seal:1"),
        (RAW.replace(b"seal 1", b"seal 2"), "[newer-seal]: a seal of format 2, and this newsledger reads format 1"),
        (RAW.replace(b"seal 1", b"seal 01"), "its first line"),
        (RAW.replace(b"count 2", b"count two"), "a.seal:3:1: error[damaged-seal]: the seal is damaged: its count"),
        (RAW.replace(b"count 2", b"count " + b"2" * 5_000), "its count belongs there"),
        (RAW.replace(b"root ", b"rot "), "its root belongs there"),
        (RAW.replace(b"sealed 2025", b"sealed 2025-02-31T"), "is no instant"),
        (RAW.replace(b'by "desk"', b'by "de\\sk"'), "a name in quotes"),
        (RAW.replace(b'by "desk"', b'by "\\ud800"'), "a name in quotes"),
        (RAW.replace(b"after a", b"after x"), "a.seal:6"),
        (RAW.replace(b'00Z "desk"', b'99Z "desk"'), "not spelled"),
        (RAW.replace(b'00Z "desk"', b'00Z "d\\u0065sk"'), "not spelled"),
        (RAW.replace(b"0" * 32, b"g" * 32), "a.seal:8"),
        (RAW + line_of(ONE) + b"\n", "its members are not in order, each once"),
        (RAW + line_of(TWO) + b"\n", "its members are not in order, each once"),
        (RAW + b"\n", "the line cannot be read"),
        (RAW[:-1], "breaks off in the middle of a line"),
        (RAW.replace(b"\n", b"\r\n"), ".gitattributes"),
        (RAW.replace(b"friend", b"fri\xffnd"), "byte 0xff is not UTF-8"),
    ],
)  # fmt: skip
def test_a_damaged_seal_is_told(raw: bytes, said: str) -> None:
    """What is wrong is said, with the line, and what to do."""
    told = refused(raw)

    assert said in told
    assert "a.seal:" in told
    assert "restore" in told or "update newsledger" in told


def test_a_long_line_is_not_repeated_whole() -> None:
    """Damage of a megabyte fills no screen."""
    assert len(refused(RAW.replace(b"count 2", b"count " + b"x" * 1_000_000))) < 1_000
