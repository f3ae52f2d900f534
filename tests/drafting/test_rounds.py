"""Constructions that a third round of unseen texts asked for, each with others of its family."""

from __future__ import annotations

import time

import pytest

from newsledger.drafting.days import days
from newsledger.drafting.figures import figures
from newsledger.drafting.money import money_of
from newsledger.values.when import When

TODAY = When.parse("2025-06-18")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Only 6 mm (0.24 inches) of rain fell, not 0.24 in of snow.", "6 mm | 0.24 inch"),
        ("It was 38 C, with lows of -5C or minus 7 degrees Celsius.", "38 degC | -5 degC | -7 degC"),
        ("It was between 35C and 38C.", "35..38 degC"),
        ("Store it at 2°C to 8°C.", "2..8 degC"),
        ("Winds of 120 km per hour, or 75 miles an hour.", "120 kmh | 75 mph"),
        ("A 350 MW plant made 3.2 GWh.", "350 MW | 3.2 GWh"),
        ("It held 95 parts per billion, after 25 basis points.", "95 ppb | 25 bp"),
        ("Losses passed R240 million, off the R328.", ">240e6 ZAR"),
        ("It gave Rs 4 lakh, then Rs 900 crore to Rs 1,100 crore.", "400000 INR | 900e7..1100e7 INR"),
        ("KSh 4.5 million, 1.2 trillion won and 2.6 trillion tugrik.", "4.5e6 KES | 1.2e12 KRW | 2.6e12 MNT"),
        ("Gas rose 6 cents to $2.17.", "0.06 USD | 2.17 USD"),
        ("Firms recalled 26,000 pounds of lettuce worth 300 pounds.", "26000 lb | 300 GBP"),
        ("Three home matches, 12 dead cows and two child seats.", "3 item | 12 item | 2 seat"),
        ("It costs 46 million euros over ten years.", "46e6 EUR | 10 year"),
        ("She handed over R640,000 and took over 12 farms.", "640000 ZAR | 12 item"),
        ("The quake of magnitude 6.7 was first put at 7.1.", "6.7 item | 7.1 item"),
        ("They counted 117 cases in nine counties, up from 82.", "117 case | 9 item | 82 case"),
        ("Scores were missing, and no flights were cancelled.", "~40..99 person | none item"),
        ("It shook for about a minute.", "~1 minute"),
        ("Three of the nine theatres stand idle.", "3 item | 9 item"),
        ("Nobody was turned away.", "none person"),
        ("Passenger numbers hit 88.1m.", "88.1e6 person"),
        ("Output grew by 400 acres to 5,100 acres.", "400 acre | 5100 acre"),
    ],
)
def test_a_construction_is_read_with_its_family(words: str, expected: str) -> None:
    """Units, money, ranges and what a bare number counts are read by rule, whatever the subject."""
    taken = [(day.begin, day.end) for day in days(words, TODAY)]
    told = [one.quantity.text for one in figures(words, taken, money=money_of(words)) if not one.derived]

    assert " | ".join(told) == expected


@pytest.mark.parametrize(
    "words",
    [
        "“I have bookings,” said Moreno, 58.",
        "It is led by Femke Aalders, 52.",
        "Half of them over 75, she said.",
        "She rang 999 at once.",
        "Republic Act 9295 operators pay.",
        "He was 17 when he joined.",
    ],
)
def test_ages_calls_and_laws_are_no_figures(words: str) -> None:
    """How old somebody is, whom one rings and which law it is are no figures of a story."""
    found = [one.words for one in figures(words) if not one.is_share]

    assert found == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("It cost 5 million pesos, the Philippine government said.", "PHP"),
        ("It cost 5 million pesos in Argentina.", "ARS"),
        ("Kenyan officials paid 300 shillings.", "KES"),
        ("The Norwegian road cost 310 million kroner, officials said.", "NOK"),
    ],
)
def test_a_word_for_money_means_that_of_the_place(words: str, expected: str) -> None:
    """Pesos, shillings and kroner are those of the country that the article names most."""
    assert figures(words, money=money_of(words))[0].unit == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("It opens on 22 April.", "2026-04-22"),
        ("Talks resume on Monday, June 23.", "2025-06-23"),
        ("The shortfall predicted in December grew.", "2024-12"),
        ("Support passed the 78 percent recorded in a ballot on May 24.", "2025-05-24"),
        ("The law takes effect from 1 September.", "2025-09-01"),
        ("A quarter will be paid this month.", "2025-06"),
        ("It struck at 10:52 p.m. CST.", "2025-06-18"),
    ],
)
def test_a_date_is_the_one_that_is_meant(words: str, expected: str) -> None:
    """What has passed lies behind, what is to come lies ahead, and a time alone is on the day named last."""
    assert [day.when.text for day in days(words, TODAY)] == [expected]


@pytest.mark.parametrize("piece", ["1 in ", "1,000 to ", "1 km to ", "Aa Bb, 12 ", "A ", "12 ("])
def test_a_long_sentence_takes_no_longer_a_word_than_a_short_one(piece: str) -> None:
    """Four times the words take less than twelve times the time: nothing looks back over the whole sentence."""

    def spent(length: int) -> float:
        begin = time.process_time()
        figures((piece * length)[:length])
        return time.process_time() - begin

    spent(100)
    assert spent(4_000) < 12 * max(spent(1_000), 0.02)
