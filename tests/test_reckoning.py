"""How a belief adds up, in words: each number that is printed is one that the belief was made of."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.projections.news import ledger, told

from newsledger.belief import Belief, Evidence, Role, Voice
from newsledger.belief.weights import ONE, TABLE
from newsledger.explanation import Explanation, explain
from newsledger.reckoning import evidence_json, one_origin, short_number, sum_in_words, weight_in_words
from newsledger.sheet import read_sheet

LINES = """\
moscow says on 2025-06-01:
  territory-held/kursk/ukraine = 110 km2

agency, desk say on 2025-06-29:
  territory-held/kursk/ukraine = 300 km2

kyiv says on 2025-06-29:
  territory-held/kursk/ukraine = 100 km2

washington says on 2025-06-29:
  position/truce/united-states = accepted
"""

MORE = """\
  tass: Tass; outlet; derived-from moscow
  rumour: Rumour; grade F
  mirror: The Mirror; grade C; echoes agency 0.6

"""


def voices(belief: Belief) -> dict[str, Voice]:
    """The voices of a belief by who speaks."""
    return {voice.source: voice for voice in belief.voices}


def held(lines: str = LINES, at: str = "2025-06-30", slot: str = "kursk/ukraine.area") -> Explanation:
    """Why a picture of a few lines holds what it holds."""
    return explain(told(MORE + lines, at), slot)


@pytest.mark.parametrize(
    ("millionths", "text"),
    [
        (0, "0.00"), (1, "0.00"), (4_999, "0.00"), (5_000, "0.01"), (597_136, "0.60"), (999_999, "1.00"),
        (1_500_000, "1.50"), (12_345_678, "12.35"),
    ],
)  # fmt: skip
def test_numbers_are_rounded_to_two_places(millionths: int, text: str) -> None:
    """Half a hundredth is rounded up."""
    assert short_number(millionths) == text


@given(st.integers(0, 10**9))
def test_a_short_number_is_never_off_by_more_than_half_a_hundredth(millionths: int) -> None:
    """Whatever the number."""
    whole, _, cents = short_number(millionths).partition(".")

    assert abs(int(whole + cents) * 10_000 - millionths) <= 5_000


def test_each_factor_is_named() -> None:
    """Grade, by default or given; whom the word favours; what the desk held of the report."""
    found = voices(held(at="2025-06-29").belief)

    assert weight_in_words(found["agency"]) == "2.20 (grade B)"
    assert weight_in_words(found["kyiv"]) == "0.40 (grade D) × 2.00 (it speaks against its own side) = 0.80"
    ungraded = voices(held("tass says:\n  territory-held/kursk/ukraine = 90 km2\n").belief)["tass"]
    assert weight_in_words(ungraded) == "1.00 (grade C by default)"


def test_what_the_desk_held_of_a_report_is_told_as_it_wrote_it() -> None:
    """The scale that was written stays: 70 %, not some number of ours."""
    sheet = read_sheet("report: desk\npublished: 2025-06-30\nconfidence: 70%\n\nthe report says:\n  state/a/b\n")
    made = ledger("")
    made.append(sheet.saids)
    (voice,) = explain(made.replay("2025-06-30"), "state/a/b").belief.voices

    assert weight_in_words(voice) == "2.20 (grade B) × 1.40 (this report: 70%) = 3.08"


def test_silence_and_grade_f_weigh_nothing_and_say_why() -> None:
    """No product of noughts is printed."""
    lines = "rumour says:\n  state/a/b\n\ndesk says:\n  state/a/b\n\nmoscow gives no comment:\n  state/a/b\n"
    found = voices(held(lines, slot="state/a/b").belief)

    assert weight_in_words(found["rumour"]) == "weighs nothing: grade F"
    assert weight_in_words(found["moscow"]) == "weighs nothing: silence is no evidence"


def test_age_and_echo_are_told_with_what_they_leave() -> None:
    """What is left of it at the date asked, after how long half of it is lost; what of it is new."""
    found = voices(held("agency, mirror say on 2025-06-16:\n  territory-held/kursk/ukraine = 90 km2\n").belief)

    assert weight_in_words(found["agency"], 14).endswith(
        "; 1.10 is left of it at the date asked, for words of this kind lose half every 14 days"
    )
    assert weight_in_words(found["mirror"]).endswith(
        "; 0.50 is left of it at the date asked; 0.40 of it is new, the rest an echo"
    )


# --- how they add up ------------------------------------------------------------------------------


def test_the_sum_is_the_one_that_the_confidence_comes_from() -> None:
    """Terms add up to what is left of the evidence, odds have not knowing on either side, and give the confidence."""
    why = held()
    for_it, against, odds = sum_in_words(why.belief)

    assert for_it.startswith("for it 2.09 + 2.09 = 4.19, and 1.00 for what nobody tells: 5.19")
    assert against.startswith("against it 0.76, and 1.00 for what nobody tells: 1.76")
    assert odds == f"odds of 5.19 to 1.76, squared: {short_number(why.belief.confidence or 0)}"


def test_terms_that_do_not_add_up_are_not_shown_as_a_sum() -> None:
    """Where a denial was answered by later words, not all that are counted are in the total: the total stands alone."""
    lines = (
        "agency says on 2025-06-10:\n  state/a/b = standing\n\nobserver denies on 2025-06-20:\n  state/a/b\n"
        "\ndesk says on 2025-06-29:\n  state/a/b = standing\n"
    )
    belief = explain(told("  observer: Observer; grade A\n\n" + lines), "state/a/b").belief
    for_it, against, _ = sum_in_words(belief)

    assert len([voice for voice in belief.of(Role.SHOWN) if voice.weighing.counted]) == 2
    assert re.fullmatch(r"for it 2\.1\d, and 1\.00 for what nobody tells: 3\.1\d", for_it)
    assert against == "against it 0.00, and 1.00 for what nobody tells: 1.00"


def test_an_own_word_adds_up_to_nothing() -> None:
    """It is so because the party says so."""
    assert sum_in_words(held(slot="position/truce").belief) == []


def test_every_sum_of_the_two_stories_is_right() -> None:
    """Whatever is printed of any belief can be added up by hand, within rounding."""
    for line in (line for belief in told(MORE + LINES).beliefs for line in sum_in_words(belief)[:2]):
        left, _, total = line.partition(", and 1.00 for what nobody tells: ")
        numbers = [float(number) for number in re.findall(r"\d+\.\d\d", left)]
        terms = numbers[:-1] if "=" in left else numbers

        assert abs(sum(terms) - numbers[-1]) <= 0.005 * (len(terms) + 1)
        assert abs(numbers[-1] + 1 - float(total)) <= 0.011


# --- who counts together ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("kyiv", "general", "both speak for Ukraine"),
        ("tass", "moscow", "it draws on Moscow"),
        ("kyiv", "kyiv", "the same source"),
    ],
)
def test_why_two_count_as_one(one: str, other: str, why: str) -> None:
    """For whom both speak, on whom one draws, or that they are the same."""
    lines = (
        f"  general: A general; speaks-for ukraine\n\n{one} says on 2025-06-28:\n  state/a/b\n"
        f"\n{other} says via agency:\n  state/a/b\n"
    )
    picture = told(MORE + lines)
    first, second = (
        next(
            voice
            for voice in explain(picture, "state/a/b").belief.voices
            if voice.source == name and (name != other or voice.event.said.via[:1] == ("agency",))
        )
        for name in (one, other)
    )

    assert first.origin == second.origin
    assert one_origin(picture, first, second) == why


# --- as JSON ----------------------------------------------------------------------------------------


@given(st.integers(0, 50_000_000), st.integers(0, 50_000_000))
def test_an_opinion_as_json_adds_up_to_one(supports: int, against: int) -> None:
    """Six decimals each, and the three shares of an opinion are one to the last of them."""
    told_json = evidence_json(Evidence(supports=supports, against=against))
    shares = [int(told_json[name].replace(".", "")) for name in ("belief", "disbelief", "uncertainty")]

    assert sum(shares) == ONE
    assert all(re.fullmatch(r"\d+\.\d{6}", number) for number in told_json.values())
    assert int(told_json["for"].replace(".", "")) == supports


def test_the_table_squares_odds() -> None:
    """The words say "squared", which is what this table does."""
    assert TABLE.sharpness == 4
