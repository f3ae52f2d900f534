"""Who is said to say something, to deny it, or to be silent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.drafting.days import days
from newsledger.drafting.voices import said_on, voices
from newsledger.values.when import When


@pytest.mark.parametrize(
    ("words", "names", "stance"),
    [
        ("According to the mayor, it rained.", ["the mayor"], "asserts"),
        ("It rained, according to Ann Lee.", ["Ann Lee"], "asserts"),
        ("Yuri Podolyaka, one of the best known, stated that it ended.", ["Yuri Podolyaka"], "asserts"),
        ("“It is over,” said Dr. Ann Lee.", ["Dr. Ann Lee"], "asserts"),
        ("Officials in Kursk said it ended.", ["Officials in Kursk"], "asserts"),
        ("This is Ukraine’s claim that troops came.", ["Ukraine"], "asserts"),
        ("Data from the health ministry show a rise.", ["the health ministry"], "asserts"),
        ("Avaria and Norland would not confirm or deny it.", ["Avaria", "Norland"], "no-comment"),
        ("The company declined to comment.", ["The company"], "no-comment"),
        ("The mayor could not be reached.", ["The mayor"], "no-comment"),
        ("Kyiv has denied the report.", ["Kyiv"], "denies"),
        ("President Zelensky, meanwhile, dismissed the claims.", ["President Zelensky"], "denies"),
        ("Drone photos from both Avarian and Norlandic sources showed it.",
         ["Avarian drone photos", "Norlandic drone photos"], "asserts"),
        ("They have reportedly left.", ["unnamed"], "asserts"),
    ],
)  # fmt: skip
def test_whoever_speaks_is_found(words: str, names: list[str], stance: str) -> None:
    """Verbs of speech, "according to", claims and data say who stands behind a sentence, and how."""
    [voice] = voices(words)

    assert (list(voice.names), voice.stance) == (names, stance)


@pytest.mark.parametrize(
    "words", ["It rained.", "Two bridges were reported damaged.", "The fire grew.", "Damage is put at $5."]
)
def test_the_reports_own_voice_names_nobody(words: str) -> None:
    """A sentence without a speaker is the report's own, and so is one in the passive."""
    assert voices(words) == []


def test_the_day_of_the_words_stands_beside_the_verb() -> None:
    """A date right behind the verb, or at the beginning, is when it was said; one farther off is when it happened."""
    today = When.parse("2025-03-16")

    def day_of(words: str) -> str | None:
        found = said_on(voices(words)[0], days(words, today), words)
        return found.when.text if found else None

    assert day_of("Putin stated on Friday that troops left.") == "2025-03-14"
    assert day_of("On Tuesday, Kyiv said that troops left.") == "2025-03-11"
    assert day_of("Putin stated that troops left on Friday.") is None


@given(
    st.text(max_size=80)
    | st.lists(
        st.sampled_from(
            ["he", "said", "the", "mayor", "and", "Kyiv", "denied", ",", ".", "according", "to", "“", "”", "Lee"]
        )
    ).map(" ".join)
)
def test_any_words_can_be_heard(words: str) -> None:
    """Whatever stands there, a voice has names and a place in the sentence."""
    assert all(voice.names and 0 <= voice.begin < voice.end <= len(words) for voice in voices(words))
