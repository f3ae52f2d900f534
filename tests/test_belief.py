"""From what several say of one slot to one belief: who yields to whom, what is shown, and how it stands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from newsledger.belief import Belief, Role, Standing, slot_name
from newsledger.codec import stamp
from newsledger.event import Event, say
from newsledger.fact import Fact
from newsledger.kinds.casualties import Casualties
from newsledger.kinds.control import Control
from newsledger.kinds.indicator import Indicator
from newsledger.kinds.position import Position
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.source import Source
from newsledger.kinds.state import State as Condition
from newsledger.kinds.statement import Statement
from newsledger.kinds.support import Support
from newsledger.kinds.territory_held import TerritoryHeld
from newsledger.live import Question
from newsledger.replay import State
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

NOON = datetime(2025, 3, 16, 12, tzinfo=UTC)


def event(fact: Fact, source: str, reported: str, **how: Any) -> Event:  # noqa: ANN401  whatever `say` takes
    """Somebody says something."""
    return stamp(say(fact, source=source, reported=reported, **how), recorded=NOON, by="ann")


def area(figure: str, source: str, reported: str = "2025-03-16", **how: Any) -> Event:  # noqa: ANN401  whatever `say` takes
    """How much of Kursk Ukraine holds: measured, it moves, with a window of three days."""
    return event(TerritoryHeld("kursk", "ukraine", area=Quantity.read(figure)), source, reported, **how)


def term(answer: str, source: str, reported: str = "2025-03-16", **how: Any) -> Event:  # noqa: ANN401  whatever `say` takes
    """Whether the bridge stands: a fixed slot with two answers."""
    return event(Condition("bridge", "destroyed", term=answer), source, reported, **how)


def denies(source: str, reported: str = "2025-03-16", *, answer: str | None = None, stance: str = "denies") -> Event:
    """Somebody denies that the bridge is destroyed, or would not say."""
    return event(Condition("bridge", "destroyed", term=answer), source, reported, stance=stance)


def lost(number: str, source: str, counted: str, reported: str = "2025-03-16", **how: Any) -> Event:  # noqa: ANN401  whatever `say` takes
    """How many were killed: over a span a running total, of one date an incident's."""
    return event(
        Casualties("russia", "killed", number=Quantity.read(number, unit="person")),
        source,
        reported,
        occurred=counted,
        **how,
    )


def introduced(name: str, **fields: Any) -> Event:  # noqa: ANN401  whatever `say` takes
    """Who a source is."""
    return stamp(say(Source(name, **fields)), recorded=NOON, by="ann")


SIDES = (
    introduced("ukraine", category="party", opposes="russia"),
    introduced("kyiv", side="ukraine", speaks_for="ukraine"),
    introduced("general", side="ukraine", speaks_for="ukraine"),
    introduced("volunteer", side="ukraine"),
    introduced("moscow", side="russia", speaks_for="russia"),
    introduced("rumour", grade="F"),
)


def believed(*events: Event, at: str = "2025-03-16") -> Belief:
    """The one belief that follows, with all that was said."""
    (belief,) = State([*SIDES, *events]).picture(Question(at=When.parse(at))).beliefs
    return belief


def roles(*events: Event, at: str = "2025-03-16") -> list[str]:
    """What each report does, in the order given."""
    found = {voice.event.id: str(voice.role) for voice in believed(*events, at=at).voices}
    return [found[event.id] for event in events]


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


# --- flags ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("occurred", "reported", "at", "flags"),
    [
        ("2025-03-16", "2025-03-16", "2025-03-16", ()),
        ("2025-03", "2025-03-16", "2025-03-16", ("maybe",)),
        ("2025-02", "2025-03-16", "2025-03-10", ("imprecise date", "told later")),
        ("2025-03-16", "2025-03-16", "2025-03-30", ()),
        ("2025-03-16", "2025-03-16", "2025-03-31", ("stale",)),  # a half-life of 14 days has passed
        ("2025-03-10", "2025-03-16", "2025-03-10", ("told later",)),
    ],
)
def test_flags_tell_what_to_beware_of(occurred: str, reported: str, at: str, flags: tuple[str, ...]) -> None:
    """A coarse date that may be this one or is past, a figure gone stale, words that came later."""
    assert believed(area("110 km²", "desk", reported, occurred=occurred), at=at).flags == flags


def test_a_retraction_leaves_a_flag() -> None:
    """Something was said of this slot and taken back; what is left is marked."""
    wrong = area("500 km²", "map")
    back = event(Retraction(wrong.id), "map", "2025-03-17")

    assert believed(area("110 km²", "desk"), wrong, back).flags == ("partly retracted",)


def test_silence_does_not_refresh() -> None:
    """A figure is as old as the newest word that counts."""
    told = area("110 km²", "desk", "2025-03-01")
    asked = event(TerritoryHeld("kursk", "ukraine"), "kyiv", "2025-03-16", stance="no-comment")

    assert believed(told, asked).age == 15
    assert believed(told, asked).flags == ("stale", "no comment")


# --- standings, one by one --------------------------------------------------------------------

YES, NO = term("yes", "desk"), term("no", "map")


@pytest.mark.parametrize(
    ("events", "standing"),
    [
        ((YES,), Standing.REPORTED),
        ((YES, term("yes", "map")), Standing.CORROBORATED),
        ((YES, NO), Standing.DISPUTED),
        ((YES, denies("map")), Standing.DISPUTED),
        ((YES, denies("map", answer="yes")), Standing.DISPUTED),
        ((YES, denies("map", answer="no")), Standing.REPORTED),  # who denies the contrary denies nothing here
        ((YES, denies("map", "2025-03-10")), Standing.REPORTED),  # a denial of before it was said
        ((denies("map"),), Standing.DENIED),
        ((denies("map"), denies("desk", stance="no-comment")), Standing.DENIED),
        ((term("yes", "rumour"),), Standing.UNVERIFIED),
        ((denies("rumour"),), Standing.UNVERIFIED),
        ((denies("desk", stance="no-comment"),), Standing.UNVERIFIED),
        ((term("yes", "desk", via=("wire",)), term("yes", "desk", via=("daily",))), Standing.REPORTED),  # one witness
    ],
)
def test_standings_of_those_without_a_stake(events: tuple[Event, ...], standing: Standing) -> None:
    """The first that fits, in the order of the model."""
    assert believed(*events).standing is standing


@pytest.mark.parametrize(
    ("sources", "standing"),
    [
        (("kyiv",), Standing.CLAIMED),
        (("kyiv", "general"), Standing.CLAIMED),  # one party's word
        (("kyiv", "volunteer"), Standing.CLAIMED),  # two origins, one side
        (("kyiv", "desk"), Standing.CORROBORATED),
        (("kyiv", "moscow"), Standing.BOTH_SIDES),
        (("kyiv", "moscow", "desk"), Standing.BOTH_SIDES),
        (("kyiv", "rumour"), Standing.CLAIMED),
    ],
)
def test_standings_of_those_with_a_stake(sources: tuple[str, ...], standing: Standing) -> None:
    """All gain or lose by what is believed of Ukraine's area."""
    belief = believed(*(area("110 km²", source) for source in sources))

    assert belief.standing is standing


@pytest.mark.parametrize(
    ("fact", "by", "standing"),
    [
        (Position("truce", "russia", position="accepted"), "moscow", Standing.OWN_WORD),
        (Position("truce", "russia", position="accepted"), "desk", Standing.REPORTED),
        (Position("truce", "russia", position="accepted"), "kyiv", Standing.CLAIMED),
        (Statement("russia", "truce", text="fine"), "moscow", Standing.OWN_WORD),
        (Support("ukraine", "kursk", "aid", stage="pledged"), "general", Standing.OWN_WORD),
        (Support("ukraine", "kursk", "aid", stage="delivered"), "general", Standing.CLAIMED),
    ],
)
def test_a_partys_own_word(fact: Fact, by: str, standing: Standing) -> None:
    """A party is authoritative about its positions and pledges, and about nothing else."""
    assert believed(event(fact, by, "2025-03-16")).standing is standing


def test_a_partys_own_word_goes_before_what_others_say_of_it() -> None:
    """The newspaper says later that Russia rejected; what Russia said stands."""
    own = event(Position("truce", "russia", position="accepted"), "moscow", "2025-03-15")
    other = event(Position("truce", "russia", position="rejected"), "desk", "2025-03-16")
    belief = believed(own, other)

    assert (belief.value, belief.standing) == ("accepted", Standing.OWN_WORD)


@pytest.mark.parametrize("stance", ["asserts", "denies"])
def test_a_party_that_contradicts_itself_at_one_time_has_no_own_word(stance: str) -> None:
    """Two positions on one day, or a position and its denial, are a dispute."""
    yes = event(Position("truce", "russia", position="accepted"), "moscow", "2025-03-16")
    position = "rejected" if stance == "asserts" else "accepted"
    no = event(Position("truce", "russia", position=position), "moscow", "2025-03-16", stance=stance)

    assert believed(yes, no).standing is Standing.DISPUTED


# --- sources graded F, and silence ------------------------------------------------------------


def test_an_f_source_fills_a_slot_only_where_nothing_else_does() -> None:
    """Alone it is shown, unverified; beside anybody it stands apart, newer or not."""
    rumour = area("999 km²", "rumour", "2025-03-17")

    assert str(believed(rumour, at="2025-03-17")) == "999 km2, unverified"
    assert roles(rumour, area("110 km²", "desk"), at="2025-03-17") == ["apart", "shown"]


def test_an_f_source_changes_nothing_while_a_judged_denial_stands() -> None:
    """A rumour does not turn what was only denied into something unverified."""
    assert str(believed(denies("desk"), term("yes", "rumour"))) == "no value, denied"
    assert roles(denies("desk"), term("yes", "rumour")) == ["denies", "apart"]


def test_a_denial_of_an_f_source_refreshes_and_disputes_nothing() -> None:
    """The age is that of the words that count."""
    belief = believed(term("yes", "desk", "2025-03-01"), denies("rumour"))

    assert (belief.standing, belief.age) == (Standing.REPORTED, 15)
    assert [voice.source for voice in belief.of(Role.APART)] == ["rumour"]


def test_an_f_report_makes_no_report_of_its_origin_yield() -> None:
    """Since it was graded F its word weighs nothing, and what it said before stands."""
    reports = area("500 km²", "desk", "2025-03-10"), area("110 km²", "desk", "2025-03-16")
    grades = [
        stamp(say(Source("desk", grade=grade), occurred=day), recorded=NOON, by="ann")
        for grade, day in (("B", "2025-01-01"), ("F", "2025-03-12"))
    ]

    assert believed(*reports, *grades).value == reports[0].said.claims()[0][1]


# --- figures ----------------------------------------------------------------------------------


def test_figures_agree_where_their_ranges_meet() -> None:
    """42 square miles are 110 km² as far as the digits go; as many as 120 meets it too."""
    assert (
        roles(
            area("110 km²", "desk"),
            area("42 sq mi", "map"),
            area("as many as 120 km²", "wire"),
            area("500 km²", "daily"),
        ).count("differs")
        == 1
    )


def test_of_reports_of_one_day_the_narrower_figure_is_shown() -> None:
    """Then the smaller text, compared in the base unit: a unit wins no tie."""
    assert str(believed(area("100..200 km²", "desk"), area("110 km²", "map")).value) == "110 km2"
    assert roles(area("11000 ha", "desk"), area("110 km²", "map")) == ["shown", "shown"]


@pytest.mark.parametrize("url", ["https://example.org/1", "https://example.org/2", "https://example.org/3", None])
def test_ids_break_no_tie(url: str | None) -> None:
    """Of two words that differ in the date's spelling alone the smaller spelling is shown, whatever ids they have."""
    about, plain = (area("110 km²", "desk", occurred=occurred, url=url) for occurred in ("2025-03~", "2025-03"))

    assert str(believed(about, plain).occurred) == str(believed(plain, about).occurred) == "2025-03"


def test_figures_of_two_dimensions_are_two_beliefs() -> None:
    """Where a kind leaves the dimension open it is part of the slot."""
    figures = [
        event(Indicator("fire", "extent", number=Quantity.read(number)), "desk", "2025-03-16")
        for number in ("100 acres", "$5 million")
    ]
    beliefs = State(figures).picture(Question(at=When.parse("2025-03-16"))).beliefs

    assert [(belief.slot.name, belief.slot.dimension) for belief in beliefs] == [
        ("indicator/fire/extent.number", "area"), ("indicator/fire/extent.number", "money:USD"),
    ]  # fmt: skip


def test_a_bare_denial_is_about_the_figure_in_every_dimension() -> None:
    """Who denies that anything burned denies the acres and the dollars; nobody's figure leaves it a slot of its own."""
    figures = [
        event(Indicator("fire", "extent", number=Quantity.read(number)), "desk", "2025-03-16")
        for number in ("100 acres", "$5 million")
    ]
    denial = event(Indicator("fire", "extent"), "map", "2025-03-16", stance="denies")
    pictures = [State(some).picture(Question(at=When.parse("2025-03-16"))) for some in ([*figures, denial], [denial])]

    assert [[str(belief.standing) for belief in picture.beliefs] for picture in pictures] == [
        ["disputed"] * 2,
        ["denied"],
    ]


def test_what_holds_all_through_counts_on_each_day() -> None:
    """Held from August on, as told in March: in January it speaks as of that very day."""
    belief = believed(
        event(Control("sudzha", holder="ukraine"), "desk", "2025-03-16", occurred="2024-08/.."), at="2025-01-10"
    )

    assert (str(belief), belief.age, belief.flags) == ("ukraine, reported", 0, ("told later",))


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        (("a", "b"), "control/a/b"),
        (("a", "", "c", ""), "control/a//c"),
        (("a/b", "c\\"), "control/a\\/b/c\\\\"),
        ((), "control"),
    ],
)
def test_slot_names_can_be_read_back(keys: tuple[str, ...], name: str) -> None:
    """A stroke within a key is escaped; empty keys at the end are left out."""
    assert slot_name("control", keys) == name
