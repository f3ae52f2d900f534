"""Which words still speak: of one origin the later, and where things move what history did not leave behind."""

from __future__ import annotations

import pytest
from tests.belief.telling import NOON, area, believed, denies, lost, roles, term

from newsledger.belief import Standing
from newsledger.codec import stamp
from newsledger.event import say
from newsledger.kinds.source import Source

# --- yielding within one origin ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # (occurred, reported) of two reports of one origin; what becomes of the first
        (("2025-03-10", "2025-03-10"), ("2025-03-11", "2025-03-11"), "earlier"),
        (("2025-03-10", "2025-03-10"), ("2025-03-10", "2025-03-11"), "earlier"),  # same date, told later
        (("2025-03-10", "2025-03-10"), ("2025-03-10", "2025-03-10/2025-03-11"), "differs"),  # not surely later
        (("2025-03-10", "2025-03-10T08:00:00Z"), ("2025-03-10", "2025-03-10T18:00:00Z"), "earlier"),  # by the evening
        (("2025-03", "2025-03-10"), ("2025-03", "2025-03-12"), "earlier"),
        (("2025-02", "2025-03-10"), ("2025-02", "2025-03-12"), "earlier"),
        (("2025-02", "2025-03-10"), ("2025-02-28", "2025-03-12"), "differs"),  # may be the same day
        (("2025-02", "2025-03-10"), ("2025-03-01", "2025-03-12"), "earlier"),
    ],
)
def test_a_report_yields_to_a_surely_later_one_of_its_origin(
    first: tuple[str, str], second: tuple[str, str], expected: str
) -> None:
    """What cannot be told apart both counts, and disputes where it is disjoint."""
    reports = [
        area(figure, source, reported, occurred=occurred)
        for figure, source, (occurred, reported) in (("500 km²", "kyiv", first), ("110 km²", "general", second))
    ]

    assert roles(*reports) == [expected, "shown"]


def test_two_totals_since_ever_were_counted_from_one_start() -> None:
    """A count with no beginning is held against another with none: they agree."""
    reports = [lost("100", source, "../2025-03-12") for source in ("agency", "institute")]

    assert believed(*reports).witnesses == 2


def test_a_maybe_report_makes_no_sure_one_yield() -> None:
    """Of some time in March, asked within March: the sure figure of the 10th stays beside it."""
    sure = area("500 km²", "desk", "2025-03-10")
    maybe = area("110 km²", "desk", "2025-03-16", occurred="2025-03-10/2025-03-16")
    unsure = area("110 km²", "desk", "2025-03-16", occurred="2025-03")

    assert roles(sure, maybe) == ["earlier", "shown"]  # measured over a span is of its end
    assert roles(sure, unsure)[0] != "earlier"


def test_silence_makes_nobody_yield() -> None:
    """Asked again, and silent this time, one has not taken back what one said."""
    said, silent = term("yes", "desk", "2025-03-10"), denies("desk", stance="no-comment")

    assert roles(said, silent) == ["shown", "silent"]
    assert believed(said, silent).flags == ("no comment",)
    assert roles(denies("desk", "2025-03-10", stance="no-comment"), term("yes", "desk")) == ["silent", "shown"]


def test_what_yielded_is_told_as_what_was() -> None:
    """1,368 in December and 110 in March, of one origin: the newer is shown, and what it was."""
    belief = believed(area("1368 km²", "kyiv", "2024-12-31"), area("110 km²", "general"))

    assert str(belief) == "110 km2, claimed; was 1368 km2"


# --- the front, history and windows -----------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2025-03-12", "earlier"), ("2025-03-13", "differs"), ("2025-03-16", "differs"), ("2025-03-17", "shown")],
)
def test_beyond_the_window_of_the_front_a_rival_is_history(day: str, expected: str) -> None:
    """Three days for territory: what is older than that and differs is neither evidence nor dissent."""
    reports = area("500 km²", "map", day), area("110 km²", "desk", "2025-03-16", occurred="2025-03-16")

    assert roles(*reports, at="2025-03-17")[0] == expected


def test_what_agrees_with_the_front_is_no_history() -> None:
    """However old it is, it is a witness."""
    belief = believed(area("110 km²", "map", "2024-12-01"), area("~112 km²", "desk"))

    assert (belief.standing, belief.witnesses) == (Standing.CORROBORATED, 2)


def test_a_fixed_slot_compares_all() -> None:
    """Whether a bridge is destroyed does not move: an old answer still disputes the new one."""
    assert believed(term("yes", "map", "2024-12-01"), term("no", "desk")).standing is Standing.DISPUTED


# --- counted figures --------------------------------------------------------------------------


def test_in_a_running_total_an_older_lower_figure_is_history() -> None:
    """The total grew since."""
    assert roles(lost("900", "map", "2022-02/2025-01"), lost("1000", "desk", "2022-02/2025-03-16")) == [
        "earlier",
        "shown",
    ]


def test_in_a_running_total_an_older_higher_figure_of_another_origin_is_dissent() -> None:
    """A total cannot shrink: somebody counts otherwise. The same origin only corrects itself by time."""
    later = lost("1000", "desk", "2022-02/2025-03-16")

    assert roles(lost("2000", "map", "2022-02/2025-01"), later) == ["differs", "shown"]
    assert roles(lost("2000", "desk", "2022-02/2025-01"), later) == ["earlier", "shown"]


def test_counts_from_other_starts_are_not_compared() -> None:
    """Since the war began, and since the incursion: two counts. `2022-02` and `2022-02-24` agree."""
    whole = lost("1000", "desk", "2022-02/2025-03-16")

    assert roles(lost("300", "map", "2024-08/2025-03-14"), whole) == ["apart", "shown"]
    assert roles(lost("1200", "map", "2022-02-24/2025-03-14"), whole) == ["differs", "shown"]


def test_the_toll_of_an_incident_is_fixed() -> None:
    """Of one date, whoever counts: a lower toll of the day before disputes the higher one."""
    assert (
        believed(lost("9", "map", "2025-03-10", "2025-03-11"), lost("12", "desk", "2025-03-10")).standing
        is Standing.DISPUTED
    )


def test_an_f_source_makes_no_toll_run() -> None:
    """Whether a total runs on is told by what weighs: a rumour's span does not turn a toll into history."""
    reports = lost("9", "map", "2025-03-10", "2025-03-11"), lost("12", "desk", "2025-03-12", "2025-03-13")

    assert believed(*reports).standing is Standing.DISPUTED
    assert believed(*reports, lost("12", "rumour", "2025-01/2025-03-10")).standing is Standing.DISPUTED


def test_an_f_report_makes_no_report_of_its_origin_yield() -> None:
    """Since it was graded F its word weighs nothing, and what it said before stands."""
    reports = area("500 km²", "desk", "2025-03-10"), area("110 km²", "desk", "2025-03-16")
    grades = [
        stamp(say(Source("desk", grade=grade), occurred=day), recorded=NOON, by="ann")
        for grade, day in (("B", "2025-01-01"), ("F", "2025-03-12"))
    ]

    assert believed(*reports, *grades).value == reports[0].said.claims()[0][1]
