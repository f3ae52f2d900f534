"""The seals of a ledger together: which go on from which, which are whole, and what the next one takes in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.sealing.making import DAY, NEXT, ledger, members, seal, shelf_of
from tests.stores.samples import event

from newsledger.errors import InvalidInput, LedgerUnusable
from newsledger.sealing.shelf import Shelf, next_seal, put
from newsledger.stores.directory import DirectoryStore


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    """A ledger of three events."""
    return ledger(tmp_path / "events", [event(number) for number in range(3)])


def why_not(store: DirectoryStore) -> list[str]:
    """The codes of what keeps a ledger from being sealed."""
    with pytest.raises(InvalidInput) as error:
        seal(store, sealed=NEXT)
    return [problem.code for problem in error.value.problems]


def test_a_seal_is_a_text_file_of_its_own(store: DirectoryStore) -> None:
    """It stands in a folder beside the stories, named after its day and its bytes; the events stay as they are."""
    before = members(store)
    file = seal(store)

    assert file is not None
    assert (Path(store.path) / file).read_text(encoding="utf-8").startswith("newsledger-seal 1\nroot ")
    assert file == f"_seals/2025-03-20-{shelf_of(store).newest()[0].id[:16]}.seal"
    assert members(store) == before
    assert store.read().problems == ()


def test_the_next_seal_lists_what_is_new(store: DirectoryStore) -> None:
    """It goes on from the one before: its root is over all, and its list is short."""
    seal(store)
    store.append([event(3)])
    seal(store, sealed=NEXT)
    first, second = shelf_of(store)

    assert (first.count, second.count, len(second.members)) == (3, 4, 1)
    assert second.after == (first.id,)
    assert shelf_of(store).newest() == (second,)
    assert shelf_of(store).covered([second]) == set(members(store))
    assert shelf_of(store).faults(second) == []


def test_where_nothing_is_new_nothing_is_sealed(store: DirectoryStore) -> None:
    """Sealing twice leaves one seal; `anew` makes one all the same, which goes on from none."""
    seal(store)

    assert seal(store, sealed=NEXT) is None
    assert seal(store, sealed=NEXT, anew=True) is not None
    assert [one.after for one in shelf_of(store)] == [(), ()]


def test_an_empty_ledger_cannot_be_sealed(tmp_path: Path) -> None:
    """There is nothing that a seal could prove."""
    assert why_not(ledger(tmp_path / "events", [])) == ["nothing-to-seal"]


def test_two_branches_seal_and_the_next_seal_joins_them(store: DirectoryStore, tmp_path: Path) -> None:
    """Two seals after one have different files; a third goes on from both, though no event is new."""
    seal(store)
    other = DirectoryStore(shutil.copytree(store.path, tmp_path / "other"))
    store.append([event(3)])
    other.append([event(4)])
    seal(store, sealed=NEXT, by="amira")
    seal(other, sealed=NEXT, by="ben")
    shutil.copytree(other.path, store.path, dirs_exist_ok=True)

    assert len(shelf_of(store).newest()) == 2
    assert seal(store, sealed="2025-03-22T10:00:00Z") is not None
    (joined,) = shelf_of(store).newest()
    assert (len(joined.after), joined.members, joined.count) == (2, (), 5)
    assert shelf_of(store).faults(joined) == []


def test_two_who_seal_the_same_set_write_two_files(store: DirectoryStore) -> None:
    """So that two branches never write different bytes under one name."""
    folder = Path(store.path)
    raws = [next_seal(Shelf(), members(store), sealed=DAY, by=by) for by in ("amira", "ben")]
    files = {put(folder, raw) for raw in raws if raw is not None}

    assert len(files) == 2
    assert len({one.root for one in shelf_of(store)}) == 1


def test_the_same_seal_in_two_files_is_one(store: DirectoryStore) -> None:
    """A seal is its bytes, whatever its file is called and wherever it stands."""
    file = Path(store.path) / str(seal(store))
    shutil.copy(file, Path(store.path) / "kept.seal")

    assert len(list(shelf_of(store))) == 1
    file.unlink()
    assert shelf_of(store).faults(*shelf_of(store).newest()) == []


def test_files_in_hand_are_no_seals(store: DirectoryStore) -> None:
    """What begins with a dot is left alone."""
    folder = Path(store.path)
    (folder / ".newsledger" / "x.seal").write_text("?")
    (folder / ".x.seal").write_text("?")

    assert shelf_of(store) == Shelf()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("root ", "root 0", "damaged-seal"),
        ("seal 1", "seal 2", "newer-seal"),
        ('by "desk"', 'by "dusk"', "damaged-seal"),
        ("sealed 2025", "sealed 2024", "damaged-seal"),
        ("count 3", "count 4", "damaged-seal"),
    ],
)
def test_no_seal_goes_on_from_a_damaged_one(store: DirectoryStore, old: str, new: str, code: str) -> None:
    """Sealing is refused until the file is restored."""
    path = Path(store.path) / str(seal(store))
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    store.append([event(3)])

    assert why_not(store) == [code]


def test_no_seal_goes_on_where_one_is_missing(store: DirectoryStore) -> None:
    """Without the first, what the second covers is not known."""
    first = Path(store.path) / str(seal(store))
    store.append([event(3)])
    seal(store, sealed=NEXT)
    first.unlink()

    assert why_not(store) == ["missing-seal"]


def test_no_seal_hides_a_loss(store: DirectoryStore) -> None:
    """Where something sealed is gone, sealing is refused; `anew` seals what is left, and the old seal stays."""
    seal(store)
    next(Path(store.path).rglob("*.jsonl")).unlink()

    assert why_not(store) == ["broken-seal"]
    assert seal(store, sealed=NEXT, anew=True) is not None
    assert len(shelf_of(store).newest()) == 2


def test_a_file_that_cannot_be_read_is_told(store: DirectoryStore) -> None:
    """A folder under the name of a seal is no seal."""
    (Path(store.path) / "x.seal").mkdir()

    assert [problem.code for problem in shelf_of(store).problems] == ["damaged-seal"]


def test_a_seal_that_cannot_be_written(store: DirectoryStore) -> None:
    """A file where the folder belongs is told, and stays."""
    (Path(store.path) / "_seals").write_text("in the way")

    with pytest.raises(LedgerUnusable, match="no seal was made"):
        seal(store)
