"""Territory: who holds how much of what, what it was before, and by how much it changed."""

from __future__ import annotations

import pytest
from tests.projections.news import told

from newsledger.belief import value_text
from newsledger.fact import Value
from newsledger.projections.territory import Territory, percent_change
from newsledger.replay import Picture
from newsledger.values.quantity import Quantity

HELD = """\
moscow says on 2025-03-01:
  territory-held/kursk/ukraine = 400 km2

moscow says on 2025-03-16:
  territory-held/kursk/ukraine = just 110 km2

agency says on 2025-03-16:
  territory-held/kursk/ukraine.pockets = 2
  territory-held/ukraine/russia.share = nearly a fifth
"""


def area(picture: Picture) -> Value | None:
    """The area that Ukraine holds of Kursk."""
    held = picture[Territory]["kursk"].held_by("ukraine")
    assert held is not None
    return held.value


def test_it_is_found_by_region_and_holder() -> None:
    """Names are compared as everywhere: in any case, and by their aliases."""
    picture = told(HELD + "\naliases\n  Курск = kursk\n  Kyiv's forces = ukraine\n", "2025-03-16")
    territory = picture[Territory]

    assert list(territory) == ["kursk", "ukraine"]
    for region, holder in (("KURSK", "Ukraine"), ("курск", "ukraine"), ("kursk", "Kyiv's forces")):
        held = territory[region].held_by(holder)
        assert held is not None
        assert str(held.value) == "110 km2"
    assert territory["kursk"].held_by("russia") is None
    with pytest.raises(KeyError):
        territory["sumy"]


def test_the_figure_that_says_most_comes_first() -> None:
    """An area says more than pockets; each is there by its name."""
    region = told(HELD, "2025-03-16")[Territory]["kursk"]
    whole, pockets = region.held_by("ukraine"), region.held_by("ukraine", "pockets")

    assert whole is not None
    assert pockets is not None
    assert (whole.slot.field, str(pockets.value)) == ("area", "2 pocket")
    assert region.held_by("ukraine", "share") is None


def test_as_json() -> None:
    """Each figure, what the first was before, and the change; nothing where there was nothing."""
    assert told(HELD, "2025-03-16")[Territory].as_json() == {
        "kursk": {
            "ukraine": {
                "area": "110 km2", "pockets": "2 pocket", "was": "400 km2", "was_occurred": "2025-03-01",
                "change": "-72 %",
            },
        },
        "ukraine": {"russia": {"share": "<~0.2 share"}},
    }  # fmt: skip
    assert told(HELD, "2025-03-01")[Territory].as_json() == {"kursk": {"ukraine": {"area": "400 km2"}}}


def test_pockets_alone() -> None:
    """Where nobody tells an area, the pockets are what is told."""
    held = told("agency says on 2025-03-16:\n  territory-held/kursk/ukraine.pockets = 2\n")[Territory]["kursk"]

    assert held.held_by("ukraine") == held.held_by("ukraine", "pockets")


def test_the_earlier_figure_is_of_the_same_origin() -> None:
    """What another side said before is no earlier figure of this one."""
    lines = "kyiv says on 2025-03-01:\n  territory-held/kursk/ukraine = 900 km2\n\n" + HELD
    held = told(lines, "2025-03-16")[Territory]["kursk"].held_by("ukraine")

    assert held is not None
    assert held.was is not None
    assert str(held.was.value) == "400 km2"


def test_nothing_is_told() -> None:
    """A picture without territory has no regions."""
    assert list(told("agency says on 2025-03-16:\n  state/bridge/open\n")[Territory]) == []


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("1368 km2", "110 km2", "-92 %"),
        ("110 km2", "110 km2", "+0 %"),
        ("100 km2", "250 km2", "+150 %"),
        ("100 sqmi", "258.9988110336 km2", "+0 %"),
        ("200 km2", "199 km2", "+0 %"),
        ("~100 km2", "50 km2", "-50 %"),
        ("0 km2", "50 km2", None),
        ("100 km2", "<=50 km2", None),
        ("100..200 km2", "50 km2", None),
        ("100..150..200 km2", "75 km2", "-50 %"),
        ("unknown km2", "50 km2", None),
        ("100 km2", "50 person", None),
        ("0.2 share", "0.1 share", None),
    ],
)
def test_the_change(before: str, after: str, change: str | None) -> None:
    """It is computed from two single figures of one dimension; shares change by points, hence not in per cent."""
    assert percent_change(Quantity.parse(before), Quantity.parse(after)) == change


def test_words_do_not_change_by_per_cent() -> None:
    """What is no figure has no change."""
    assert percent_change("yes", "no") is None
    assert percent_change(None, Quantity.parse("1 km2")) is None


def test_the_picture_follows_the_day() -> None:
    """Each day has the figure of its day or of the newest before."""
    days = {
        day: value_text(area(told(HELD, day)) or "") for day in ("2025-03-01", "2025-03-15", "2025-03-16", "2025-05-01")
    }

    assert days == {
        "2025-03-01": "400 km2", "2025-03-15": "400 km2", "2025-03-16": "110 km2", "2025-05-01": "110 km2",
    }  # fmt: skip
