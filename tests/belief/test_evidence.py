"""What words weigh, which value has the most of it, and how sure that makes us."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.belief.telling import area, believed, denies, event, introduced, lost, stake, term

from newsledger.belief import TABLE, Evidence, Role, Standing, Voice, Weighing, value_text
from newsledger.belief.evidence import probability, together
from newsledger.belief.weighing import decay, judged
from newsledger.belief.weights import ONE
from newsledger.belief.words import Word, word_of
from newsledger.event import Event
from newsledger.kinds.control import Control
from newsledger.kinds.territory_held import TerritoryHeld
from newsledger.values.confidence import Confidence
from newsledger.values.quantity import Quantity

A, B, C, D, E = (TABLE.grades[grade] for grade in "ABCDE")

GRADED = tuple(introduced(f"{letter} {number}", grade=letter) for letter in "ABCDEF" for number in (1, 2))
"""Two sources of each grade: `A 1`, `A 2` and so on."""


class Nobody:
    """Ties of nobody to anybody."""

    @property
    def echoing(self) -> bool:
        """Whether anybody echoes anybody: those that follow do."""
        return True

    def opposing(self, one: str | None, other: str | None) -> bool:  # noqa: ARG002  what a `Ties` is asked
        """Nobody opposes anybody."""
        return False

    def share(self, one: str, other: str, slot: tuple[str, ...]) -> int:  # noqa: ARG002  what a `Ties` is asked
        """Nobody echoes anybody."""
        return 0


@attrs.frozen
class Echoing(Nobody):
    """Shares by pairs of origins, both ways."""

    shares: dict[frozenset[str], int]

    def share(self, one: str, other: str, slot: tuple[str, ...]) -> int:  # noqa: ARG002  what a `Ties` is asked
        """The share of this pair."""
        return self.shares.get(frozenset((one, other)), 0)


def voices(*events: Event) -> list[Voice]:
    """What a few say of one slot, with what each weighs."""
    return list(believed(*GRADED, *events).voices)


def words(*events: Event) -> list[Word]:
    """The same, to be weighed together."""
    return list(map(word_of, voices(*events)))


def weights(*events: Event) -> dict[str, int]:
    """What each source weighs."""
    return {voice.source: voice.weighing.weight for voice in voices(*events)}


# --- one report -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("confidence", "weight"),
    [
        (None, 1_000_000), ("moderate", 1_000_000), ("50%", 1_000_000), ("6", 1_000_000),  # no opinion
        ("low", 300_000), ("high", 1_700_000), ("100%", 2_000_000), ("0%", 0), ("admiralty 2", 1_400_000),
        ("5", 200_000), ("stix 70", 1_400_000), ("33.3333%", 666_666),
    ],
)  # fmt: skip
def test_confidence_is_a_factor_around_one(confidence: str | None, weight: int) -> None:
    """One half changes nothing, nothing takes all, certainty doubles; not judged is as if nothing were written."""
    assert judged("C", None if confidence is None else Confidence.parse(confidence)).weight == weight


def test_a_report_held_to_be_false_weighs_nothing() -> None:
    """Beside any other it stands apart, whatever the grade of its source."""
    belief = believed(*GRADED, area("500 km²", "A 1", confidence="0%"), area("110 km²", "E 1"))

    assert str(belief) == "110 km2, reported"
    assert [voice.source for voice in belief.of(Role.APART)] == ["a 1"]


def test_a_weight_is_the_product_of_its_factors() -> None:
    """Grade, confidence and interest; age takes from what is left of it, and from nothing else."""
    weighing = Weighing(grade=2_200_000, confidence=1_700_000, interest=500_000, decay=500_000)

    assert weighing.weight == 1_870_000
    assert weighing.now == 935_000


# --- interest ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "factor"),
    [
        ({"kyiv": "110 km²"}, TABLE.in_favour),  # alone it is in doubt, and in doubt for itself
        ({"kyiv": "110 km²", "desk": "110 km²"}, TABLE.in_favour),
        ({"kyiv": "110 km²", "desk": "500 km²"}, TABLE.against),
        ({"kyiv": "500 km²", "desk": "110 km²"}, TABLE.in_favour),
        ({"kyiv": "300 km²", "desk": "110 km²", "map": "500 km²"}, TABLE.in_favour),  # between two
        ({"kyiv": "110 km²", "rumour": "500 km²"}, TABLE.in_favour),  # of one graded F nothing is better or worse
        ({"kyiv": "<=500 km²", "desk": "110 km²"}, TABLE.in_favour),  # a range that meets lies nowhere apart
    ],
)
def test_a_figure_is_against_its_side_where_all_others_are_better_for_it(figures: dict[str, str], factor: int) -> None:
    """More is better for who holds: the lowest figure told by its own side speaks against it."""
    found = voices(*(area(figure, source) for source, figure in figures.items()))

    assert next(voice.weighing.interest for voice in found if voice.source == "kyiv") == factor


def test_what_is_better_for_a_side_is_worse_for_who_opposes_it() -> None:
    """Moscow gives Ukraine more land than others do: against itself. With less it speaks for itself."""
    assert weights(area("500 km²", "moscow"), area("110 km²", "desk"))["moscow"] == C * TABLE.against // ONE
    assert weights(area("110 km²", "moscow"), area("500 km²", "desk"))["moscow"] == C * TABLE.in_favour // ONE


def test_fewer_losses_are_better() -> None:
    """Of its own dead a side rather tells too few, of the other's too many."""
    high, low = lost("900", "moscow", "2025-03-10"), lost("100", "moscow", "2025-03-10")
    between = lost("500", "desk", "2025-03-10")

    assert weights(high, between)["moscow"] > weights(low, between)["moscow"]
    assert (
        weights(lost("900", "kyiv", "2025-03-10"), between)["kyiv"]
        < weights(between, lost("100", "kyiv", "2025-03-10"))["kyiv"]
    )


def test_a_denied_figure_is_the_other_way_round() -> None:
    """Kyiv denies that it holds so much: that it has less is worse for it. To deny the low figure is for itself."""
    told = area("500 km²", "desk"), area("110 km²", "map")

    assert weights(*told, area("500 km²", "kyiv", stance="denies"))["kyiv"] == C * TABLE.against // ONE
    assert weights(*told, area("110 km²", "kyiv", stance="denies"))["kyiv"] == C * TABLE.in_favour // ONE


@pytest.mark.parametrize(
    ("better_for", "answer", "stance", "factor"),
    [
        ("russia yes", "yes", "asserts", TABLE.in_favour),
        ("russia yes", "no", "asserts", TABLE.against),
        ("russia yes", "yes", "denies", TABLE.against),
        ("russia yes", "no", "denies", TABLE.in_favour),
        ("ukraine yes", "yes", "asserts", TABLE.against),  # what is better for Ukraine is worse for Russia
        ("ukraine yes", "no", "asserts", TABLE.in_favour),
        ("ukraine yes", "yes", "denies", TABLE.in_favour),
        ("ukraine yes", "no", "denies", TABLE.against),
        (None, "no", "asserts", TABLE.in_favour),  # nobody said what is better: in doubt for itself
        ("russia yes", None, "denies", TABLE.in_favour),  # nor what a bare denial favours
        ("north-korea yes", "no", "asserts", TABLE.in_favour),  # it opposes nobody
    ],
)
def test_in_words_a_stake_tells_what_is_better(
    better_for: str | None, answer: str | None, stance: str, factor: int
) -> None:
    """Whether a bridge is destroyed: its name tells nobody's interest, a stake does."""
    told = term(answer, "moscow", stance=stance) if answer else denies("moscow")
    found = voices(stake("state/bridge/destroyed", "russia", better_for), told)

    assert [voice.weighing.interest for voice in found] == [factor]


@pytest.mark.parametrize(
    ("source", "holder", "factor"),
    [
        ("moscow", "russia", TABLE.in_favour), ("moscow", "ukraine", TABLE.against),
        ("kyiv", "ukraine", TABLE.in_favour), ("kyiv", "russia", TABLE.against), ("desk", "russia", ONE),
        ("moscow", "contested", ONE), ("moscow", "unknown", ONE),  # no party that it is or opposes is named
    ],
)  # fmt: skip
def test_who_holds_a_place_gains_by_being_named(source: str, holder: str, factor: int) -> None:
    """`control` has a place for its key; the party is its value."""
    found = voices(event(Control("sudzha", holder=holder), source, "2025-03-16"))

    assert [voice.weighing.interest for voice in found] == [factor]


def test_without_a_stake_there_is_no_interest() -> None:
    """A bridge is nobody's until a stake says so; `mixed` is no side."""
    mixed = introduced("critics", side="mixed")

    assert [one.weighing.interest for one in voices(mixed, term("yes", "moscow"), term("yes", "critics"))] == [ONE, ONE]


# --- age ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "half_life", "left"),
    [
        (0, 14, ONE), (-3, 14, ONE), (14, 14, 500_000), (28, 14, 250_000), (7, 14, 707_106), (1, 30, 977_159),
        (20 * 14, 14, 0), (10_000, 14, 0), (10_000, None, ONE), (1, 1, 500_000),
    ],
)  # fmt: skip
def test_half_of_a_word_is_left_after_its_half_life(age: int, half_life: int | None, left: int) -> None:
    """Whole millionths, rounded down; without a half-life nothing fades."""
    assert decay(age, half_life) == left


@given(st.integers(0, 4000), st.integers(1, 400))
def test_decay_is_the_exact_root_rounded_down(age: int, half_life: int) -> None:
    """To the power of the half-life it is at most what is left, and one millionth more would be above it."""
    _, days = divmod(age, half_life)
    root = decay(days, half_life)

    assert Fraction(root, ONE) ** half_life <= Fraction(1, 2**days) < Fraction(root + 1, ONE) ** half_life
    assert decay(age, half_life) == root >> (age // half_life)
    assert decay(age + 1, half_life) <= decay(age, half_life)


@pytest.mark.parametrize(
    ("reported", "age"),
    [("2025-03-16", 0), ("2025-03-15", 1), ("2025-03-15T10:00:00Z", 1), ("2025-03-16T10:00:00Z", 0)],
)
def test_a_word_ages_in_whole_days_as_its_belief_does(reported: str, age: int) -> None:
    """Measured at the end of the day asked; to tell the hour makes no word older."""
    belief = believed(area("110 km²", "desk", reported))

    assert belief.age == age
    assert [voice.weighing.decay for voice in belief.voices] == [decay(age, 14)]


def test_age_takes_nothing_from_the_choice_of_the_value() -> None:
    """An A of two months ago still outweighs a C of today where nothing moves; the confidence tells that it is old."""
    old = believed(*GRADED, term("yes", "A 1", "2025-01-16"), term("no", "C 1"))
    fresh = believed(*GRADED, term("yes", "A 1"), term("no", "C 1"))

    assert old.value == fresh.value == "yes"
    assert old.confidence is not None
    assert fresh.confidence is not None
    assert old.confidence < ONE // 2 < fresh.confidence


# --- several of them ------------------------------------------------------------------------------------


def test_an_origin_counts_once_by_its_heaviest_word() -> None:
    """Two spokesmen of one party: the better graded one counts for both."""
    better = introduced("kyiv", grade="B")
    belief = believed(better, area("110 km²", "kyiv"), area("110 km²", "general"))

    assert belief.weight.supports == B * TABLE.in_favour // ONE
    assert [(voice.source, voice.weighing.counted) for voice in belief.voices] == [("general", False), ("kyiv", True)]


def test_echoes_are_counted_heaviest_first_each_by_what_is_new() -> None:
    """Whose word counts whole does not depend on who declared the echo; of two sources both shares are taken off."""
    told = words(term("yes", "A 1"), term("yes", "B 1"), term("yes", "C 1"))
    pairs = {("a 1", "b 1"): 400_000, ("b 1", "c 1"): 500_000, ("a 1", "c 1"): 500_000}
    ties = Echoing({frozenset(pair): share for pair, share in pairs.items()})

    total, counted = together(told, ties, ("state", "bridge", "destroyed", "term"))

    assert [(voice.source, new) for voice, new in counted] == [("a 1", ONE), ("b 1", 600_000), ("c 1", 250_000)]
    assert total == A + B * 600_000 // ONE + C // 4


def test_together_needs_no_order() -> None:
    """However the voices come, the same origins count for the same share."""
    told = words(term("yes", "C 1"), term("yes", "C 2"), term("yes", "D 1"))
    ties = Echoing({frozenset(("c 1", "c 2")): 700_000, frozenset(("c 2", "d 1")): 200_000})
    about = ("state", "bridge", "destroyed", "term")

    found = [together(order, ties, about) for order in (told, told[::-1], [told[1], told[0], told[2]])]

    assert found[0] == found[1] == found[2]


# --- the value --------------------------------------------------------------------------------------------


def shown(*figures: tuple[str, str]) -> str:
    """The value of a few figures, each with who tells it."""
    belief = believed(*GRADED, *(area(figure, source) for source, figure in figures))
    assert belief.value is not None
    return value_text(belief.value)


def test_the_value_is_where_the_ranges_with_the_most_evidence_overlap() -> None:
    """One B outweighs two D; three C outweigh it; a bound joins whom it covers."""
    assert shown(("B 1", "500 km²"), ("D 1", "110 km²"), ("D 2", "110 km²")) == "500 km2"
    assert shown(("B 1", "500 km²"), ("C 1", "110 km²"), ("C 2", "110 km²"), ("desk", "110 km²")) == "110 km2"
    assert shown(("B 1", "500 km²"), ("C 1", "110 km²"), ("B 2", "<=120 km²")) == "110 km2"


def test_nothing_is_averaged() -> None:
    """What is shown is somebody's figure."""
    assert shown(("C 1", "100 km²"), ("C 2", "300 km²")) in {"100 km2", "300 km2"}


def test_of_equals_the_newest_leads_then_the_smaller_text() -> None:
    """Two C of one day: the text decides, in the base unit. Of two days the later is shown."""
    assert shown(("C 1", "300 km²"), ("C 2", "100 km²")) == shown(("C 1", "100 km²"), ("C 2", "300 km²")) == "100 km2"
    later = believed(*GRADED, area("300 km²", "C 1"), area("100 km²", "C 2", "2025-03-15"))
    assert str(later.value) == "300 km2"


def test_more_origins_lead_where_weight_and_date_are_equal() -> None:
    """Four of grade E are as heavy as one D. By its text alone its "no" would stand before their "yes"."""
    names = ("E 1", "E 2", "E 3", "E 4")
    few = [introduced(name, grade="E") for name in names[2:]]
    belief = believed(*GRADED, *few, term("no", "D 1"), *(term("yes", name) for name in names))

    assert len(names) * E == D
    assert (belief.value, belief.weight) == ("yes", Evidence(supports=D, against=D))


def test_an_unknown_figure_supports_none() -> None:
    """Who says that it is not known agrees with nobody, and contradicts nobody."""
    belief = believed(*GRADED, area("110 km²", "C 1"), area("unknown", "A 1"))

    assert (str(belief), belief.weight) == ("110 km2, reported", Evidence(supports=C))
    assert believed(*GRADED, area("unknown", "A 1")).value == Quantity.parse("unknown")


# --- for and against ------------------------------------------------------------------------------------------


def test_rivals_and_denials_speak_against_the_value() -> None:
    """Each by its weight; of those against it, too, each origin counts once."""
    belief = believed(
        *GRADED, area("110 km²", "A 1"), area("500 km²", "C 1"), area("110 km²", "D 1", stance="denies"),
        area("110 km²", "D 1", stance="denies", via=("wire",)), area("500 km²", "E 1", stance="denies"),
    )  # fmt: skip

    assert belief.weight == Evidence(supports=A, against=C + D)  # who denies the rival says nothing against it


def test_an_echo_against_the_value_is_one_only_where_it_says_the_same() -> None:
    """Two rivals with one figure share a word; two with different figures each have their own, whoever echoes whom."""
    mirror = introduced("mirror", echoes=("map 0.7",))
    told = mirror, area("100 km²", "A 1"), area("500 km²", "map")

    assert believed(*GRADED, *told, area("500 km²", "mirror")).weight.against == C + 3 * C // 10
    assert believed(*GRADED, *told, area("900 km²", "mirror")).weight.against == 2 * C


def test_a_denied_range_beside_the_value_denies_something_else() -> None:
    """What is denied lies in the wide range and not in the narrow one: where the two overlap nobody denies anything."""
    figures = area("100 km²", "C 1"), area("<=120 km²", "A 1")
    beside, within = (area(figure, "B 1", stance="denies") for figure in ("10 km²", ">90 km²"))

    assert believed(*GRADED, *figures, beside).weight == Evidence(supports=A + C)
    assert believed(*GRADED, *figures, beside).standing is Standing.CONFIRMED
    assert believed(*GRADED, *figures, within).weight == Evidence(supports=A + C, against=B)
    assert believed(*GRADED, *figures, within).standing is Standing.DISPUTED


def test_a_wide_report_that_agrees_makes_no_denial_answer_the_value() -> None:
    """Ninety are told and ten are denied. Who adds "at most ninety" agrees, and makes nothing less sure."""
    told = area("90 km²", "C 1"), area("10 km²", "C 2", stance="denies")
    before, after = believed(*GRADED, *told), believed(*GRADED, *told, area("<=90 km²", "D 1"))

    assert before.confidence is not None
    assert after.confidence is not None
    assert after.confidence > before.confidence


def test_a_bare_denial_is_against_any_value() -> None:
    """It names no figure: none of them is so."""
    bare = event(TerritoryHeld("kursk", "ukraine"), "C 1", "2025-03-16", stance="denies", field="area")
    belief = believed(*GRADED, area("110 km²", "A 1"), bare)

    assert belief.weight == Evidence(supports=A, against=C)


def test_to_deny_one_of_two_answers_is_to_say_the_other() -> None:
    """A denied "no" supports "yes" as much as an asserted one, and is told as a denial all the same."""
    belief = believed(*GRADED, term("yes", "A 1"), denies("C 1", answer="no"))

    assert belief.weight == Evidence(supports=A + C)
    assert [voice.source for voice in belief.of(Role.DENIES)] == ["c 1"]


def test_where_all_is_denied_belief_is_below_one_half() -> None:
    """Nobody asserts it: there is no value, and confidence says how likely it is all the same."""
    belief = believed(*GRADED, denies("B 1"), denies("C 1"))

    assert (belief.value, belief.standing, belief.weight) == (None, Standing.DENIED, Evidence(against=B + C))
    assert belief.confidence is not None
    assert belief.confidence < ONE // 2


def test_words_after_a_denial_may_stand_on_their_own() -> None:
    """A denial of the 10th cannot have meant what was said as of the 16th."""
    denial = area("110 km²", "A 1", "2025-03-14", stance="denies")
    belief = believed(*GRADED, area("110 km²", "C 1"), denial)

    assert belief.weight == Evidence(supports=C)
    assert belief.standing is Standing.REPORTED


def test_no_comment_is_no_evidence() -> None:
    """Neither for nor against, whoever keeps silent."""
    told = term("yes", "C 1")
    silent = [denies(source, stance="no-comment") for source in ("A 1", "moscow")]

    assert believed(*GRADED, told, *silent).confidence == believed(*GRADED, told).confidence


# --- how sure ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("supports", "against", "expected"),
    [(0, 0, 500_000), (C, 0, 800_000), (0, C, 200_000), (C, C, 500_000), (A, 0, 948_692), (2 * C, C, 692_308)],
)
def test_confidence_is_the_sharpened_odds(supports: int, against: int, expected: int) -> None:
    """One for what nobody tells on either side, then the odds squared."""
    assert probability(Evidence(supports=supports, against=against)) == expected


amounts = st.integers(0, 60_000_000)


@given(amounts, amounts, st.integers(0, 10_000_000))
def test_more_evidence_never_turns_round(supports: int, against: int, more: int) -> None:
    """Evidence for it never lowers, evidence against it never raises; the two mirror each other; neither is certain."""
    plain = probability(Evidence(supports=supports, against=against))

    assert probability(Evidence(supports=supports + more, against=against)) >= plain
    assert probability(Evidence(supports=supports, against=against + more)) <= plain
    assert abs(plain + probability(Evidence(supports=against, against=supports)) - ONE) <= 1
    assert 0 < plain < ONE


@given(amounts, amounts)
def test_belief_disbelief_and_uncertainty_add_up_to_one(supports: int, against: int) -> None:
    """An opinion of subjective logic: more evidence leaves less uncertain, whichever side it is on."""
    found = Evidence(supports=supports, against=against)

    assert found.belief + found.disbelief + found.uncertainty == ONE
    assert min(found.belief, found.disbelief, found.uncertainty) >= 0
    assert Evidence(supports=supports + C, against=against).uncertainty < found.uncertainty
