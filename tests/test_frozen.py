"""`frozen`: what attrs generates for each class, shared by all."""

from __future__ import annotations

import pickle

import attrs
import pytest

from newsledger.frozen import frozen


@frozen
class Town:
    name: str
    people: int = 0
    seen: int = attrs.field(default=0, eq=False)
    hidden: str = attrs.field(default="", repr=False)


@frozen
class Village(Town):
    mayor: str = ""


@frozen(kw_only=True, repr=False)
class Silent:
    name: str

    def __repr__(self) -> str:
        return "told by hand"


@attrs.frozen
class Plain:
    name: str
    people: int = 0
    seen: int = attrs.field(default=0, eq=False)
    hidden: str = attrs.field(default="", repr=False)


@frozen
class Empty:
    pass


def test_what_is_equal_has_one_hash() -> None:
    """Equal are two of one class whose fields are, but for those left out of it."""
    assert Town("Sudzha", 5) == Town("Sudzha", 5, seen=3)
    assert hash(Town("Sudzha", 5)) == hash(Town("Sudzha", 5, seen=3))
    assert Town("Sudzha", 5) != Town("Sudzha", 6)
    assert Town("Sudzha", hidden="a") != Town("Sudzha", hidden="b")
    assert len({Town("Sudzha"), Town("Sudzha"), Town("Rylsk")}) == 2


def test_another_class_is_never_equal() -> None:
    """Neither a subclass nor something else with the same fields is equal, whichever stands first."""
    assert Town("Sudzha") != Village("Sudzha")
    assert Village("Sudzha") != Town("Sudzha")
    assert Village("Sudzha", mayor="a") != Village("Sudzha", mayor="b")
    told: object = ("Sudzha", 0, "")
    assert Town("Sudzha") != told
    assert Empty() == Empty()
    assert hash(Empty()) == hash(Empty())


def test_a_repr_is_what_attrs_would_write() -> None:
    """The repr names the class and the fields that are to be shown, as that of attrs does."""
    assert repr(Town("Sudzha", 5, seen=1)) == repr(Plain("Sudzha", 5, seen=1)).replace("Plain", "Town")
    assert repr(Village("Sudzha", mayor="x")) == "Village(name='Sudzha', people=0, seen=0, mayor='x')"
    assert repr(Silent(name="x")) == "told by hand"


def test_it_is_a_class_of_attrs() -> None:
    """It is frozen and has slots, and attrs evolves, takes apart and pickles it."""
    town = Town("Sudzha", 5)

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        town.name = "Rylsk"  # type: ignore[misc]  # wrong on purpose
    assert not hasattr(town, "__dict__")
    assert attrs.evolve(town, people=6) == Town("Sudzha", 6)
    assert attrs.asdict(town) == {"name": "Sudzha", "people": 5, "seen": 0, "hidden": ""}
    assert pickle.loads(pickle.dumps(town)) == town  # noqa: S301  a pickle of our own
