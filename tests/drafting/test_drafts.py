"""Drafts: sheets that can be added as they are, whatever the article."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.running import ROOT

from newsledger.drafting.extractors import RULES, find
from newsledger.drafting.figures import figures
from newsledger.drafting.fitting import fitting, outcome_of, teller_of
from newsledger.drafting.found import Finding
from newsledger.drafting.known import Known, meets, tokens
from newsledger.drafting.text import Article, is_furniture, split
from newsledger.drafting.writing import draft
from newsledger.errors import InvalidInput
from newsledger.event import Said
from newsledger.fact import Fact
from newsledger.ledger import open_ledger
from newsledger.sheet import Sheet, read_sheet
from newsledger.values.when import When

SUNDAY = When.parse("2025-03-16")


@pytest.fixture(scope="module")
def kursk() -> Known:
    """What the ledger of the first story knows."""
    ledger = open_ledger(ROOT / "events")
    return Known.of(ledger.state(), When.parse("2025-03-16"), story="kursk")


def findings(text: str, known: Known | None = None) -> list[Finding]:
    """What the rules find in a text of Sunday 16 March 2025."""
    return list(find(RULES)(Article(text=text, published=SUNDAY), known or Known()))


def drafted(text: str, known: Known | None = None, **page: str) -> str:
    """The draft of a text of Sunday 16 March 2025."""
    article = Article(text=text, published=SUNDAY, **page)
    story = known.story if known else None
    return draft(article, findings(text, known), name="a.txt", report="the-post", story=story)


def read(text: str, known: Known | None = None) -> Sheet:
    """A draft as `add` reads it."""
    speakers = {one.name for one in known.speakers} if known else set()
    return read_sheet(text, today=SUNDAY, known_sources=speakers)


def value(said: Said, name: str) -> str:
    """The figure of a field, as it is stored."""
    assert isinstance(said.fact, Fact)
    return str(getattr(said.fact, name))


def keys(said: Said) -> tuple[str, ...]:
    """What a report is about."""
    assert isinstance(said.fact, Fact)
    return said.fact.keys()


def when(said: Said) -> str:
    """When it is said to hold."""
    assert said.occurred is not None
    return said.occurred.text


def test_a_figure_that_fits_a_slot_is_a_claim(kursk: Known) -> None:
    """Where kind, unit and all keys agree, the figure is a claim of the source that the text names."""
    text = drafted("Kyiv said that as many as 12,000 North Korean troops are fighting beside Russian forces.", kursk)
    [said] = read(text, kursk).saids

    assert (said.source, said.via, said.story) == ("kyiv", ("the-post",), "kursk")
    assert (keys(said), value(said, "number")) == (("north-korea", "beside Russian forces"), "<=12000 person")
    assert "as many as 12,000 North Korean troops" in dict(said.told)["number"]


def test_a_figure_takes_the_date_that_stands_with_it(kursk: Known) -> None:
    """Two figures of one sentence have each its own date; without one it is the day of the report."""
    words = (
        "According to Russian military officials, Ukraine holds 90 km² of Kursk, down from the 1,368 km² of last year."
    )
    saids = read(drafted(words, kursk), kursk).saids

    assert [(value(said, "area"), when(said)) for said in saids] == [
        ("90 km2", "2025-03-16"),
        ("1368 km2", "2024"),
    ]
    assert {said.source for said in saids} == {"ru-mil-officials"}


def test_what_fits_two_slots_is_left_to_a_person(kursk: Known) -> None:
    """A figure that two slots may hold is a remark that names both."""
    text = drafted("In the war, over 90,000 troops of Russia and Ukraine were killed or wounded.", kursk)

    assert read(text, kursk).saids == ()
    assert "# it may belong to: casualties/" in text


def test_a_running_total_goes_on_from_where_it_began(kursk: Known) -> None:
    """What is counted in a slot that knows its beginning is counted from there to the day of the report."""
    words = "U.S. intelligence estimates that over 110,000 Russian troops were killed or wounded in the war in Ukraine."
    [said] = read(drafted(words, kursk), kursk).saids

    assert (said.source, when(said)) == ("us-intel", "2022-02/2025-03-16")


def test_without_a_ledger_everything_is_suggested() -> None:
    """A suggestion is a claim behind a mark: taking the mark away makes a sheet that can be added."""
    text = drafted("The fire burned about 1,200 acres, and at least two people were killed, the sheriff said.")
    claims = ("#   ", "# sources", "# the ", "# sheriff")
    loose = "\n".join(line.removeprefix("# ") if line.startswith(claims) else line for line in text.splitlines())

    assert read(text).saids == ()
    assert [said.kind for said in read(loose).saids] == ["source", "indicator", "casualties"]


def test_denials_and_silences_are_told_with_whoever_they_are_of(kursk: Known) -> None:
    """A denial names no figure: it stands as a remark under whoever denies, for a person to name the slot."""
    text = drafted("Kyiv has denied the claim. Moscow declined to comment.", kursk)

    assert "# kyiv denies:\n# line 1: “Kyiv has denied the claim.”\n#   SLOT" in text
    assert "# moscow gives no comment:" in text


def test_a_new_speaker_is_introduced() -> None:
    """Whoever the ledger does not know gets a short name, told once; he, she and short forms mean the same one."""
    told = findings("Ann Lee said 12 homes burned. She said 14 cars did. Lee added that two people died.")

    assert [one.tellers[0].name for one in told] == ["ann-lee"] * 3
    assert not told[0].tellers[0].known


def test_a_party_speaks_through_a_source_of_its_own(kursk: Known) -> None:
    """A party is no voice: a text that names one means a source that speaks for it."""
    teller = teller_of("Ukraine", kursk, [])

    assert teller.known
    assert next(one for one in kursk.speakers if one.name == teller.name).speaks_for == "ukraine"


def test_what_is_found_tells_its_line() -> None:
    """Each remark names the line of the text, so that one finds the place."""
    text = drafted("The Post\n\nA bridge fell.\nAbout 300 people fled.")

    assert "# line 4: “About 300 people fled.”" in text


def test_dates_without_a_figure_are_listed() -> None:
    """A date that no figure takes is told with what it means."""
    assert "# line 1: “August 2024” = 2024-08" in drafted("The assault began in August 2024.")


@pytest.mark.parametrize(
    "line", ["4 min read", "Share", "© 2025 The Post", "By Ann Lee", "12 comments", "Photo 3 of 12", "", "* * *"]
)
def test_the_furniture_of_a_page_is_left_out(line: str) -> None:
    """Buttons, credits and counts of comments are no sentences of the report."""
    assert is_furniture(line)
    assert not is_furniture("Four people were hurt when the bridge fell on Friday.")


def test_sentences_end_where_they_do() -> None:
    """A full stop behind an abbreviation, an initial or within a number ends no sentence."""
    line = "Dr. A. Lee of the U.S. saw 4.2 m of it. “It rose,” she said. Nobody knows why."

    assert list(split(line)) == ["Dr. A. Lee of the U.S. saw 4.2 m of it.", "“It rose,” she said.", "Nobody knows why."]


def test_words_meet_in_their_forms() -> None:
    """A country and its people, one and many, dotted and plain: what a key says is found in other forms."""
    assert meets("ukraine", tokens("Ukrainian troops"))
    assert meets("bed", tokens("340 beds"))
    assert "us" in tokens("the U.S. government")
    assert not meets("russia", tokens("a rush of people"))


def test_what_befell_people_stands_beside_the_figure() -> None:
    """The nearest word behind a figure counts, else the one before it."""
    words = "At least 37 people were killed and 200 injured, while the number of missing rose to 12."

    assert [outcome_of(words, one) for one in figures(words)] == ["killed", "wounded", "missing"]


def test_a_figure_of_another_unit_fits_no_slot(kursk: Known) -> None:
    """Dollars never fit an area, whatever the words around them."""
    [figure] = figures("Ukraine holds $5 million of Kursk.")

    slot, others = fitting(figure, "Ukraine holds $5 million of Kursk.", "", kursk)
    assert slot is None
    assert all(not name.startswith("territory-held") for name in others)


def test_a_slot_of_which_one_key_is_missing_is_named(kursk: Known) -> None:
    """Where all but one key of a slot is told, a person may know that it is meant."""
    words = "U.S. aid to Ukraine has reached $66 billion."
    [figure] = figures(words)

    assert fitting(figure, words, "", kursk) == (None, ("support/west/ukraine/aid",))


WORDS = st.sampled_from(
    [
        "#",
        "$260",
        "(42",
        ",",
        ".",
        "/",
        "11,000",
        "110",
        "2024",
        ":",
        ";",
        "=",
        "?",
        "@",
        "August",
        "Friday",
        "Korean",
        "Kursk",
        "Kyiv",
        "Moscow",
        "North",
        "Russian",
        "Ukraine",
        "[possibly]",
        "\\",
        "\n",
        "according",
        "added",
        "alias",
        "and",
        "as",
        "billion",
        "casualties",
        "comment",
        "deaths",
        "declined",
        "denied",
        "he",
        "hold",
        "it",
        "just",
        "killed",
        "km²",
        "last",
        "many",
        "mi)",
        "military",
        "more",
        "no",
        "of",
        "officials",
        "on",
        "or",
        "report",
        "said",
        "says",
        "similar",
        "since",
        "sources",
        "sq",
        "than",
        "that",
        "the",
        "to",
        "troops",
        "were",
        "wounded",
        "year",
        "|",
        "“",
        "”",
        '"',
    ]
)


@given(
    text=st.lists(WORDS, max_size=60).map(" ".join) | st.text(max_size=200),
    title=st.text(max_size=40),
    url=st.sampled_from(["", "https://e.org/a;b?c=1#d", "https://e.org/\\x"]),
)
def test_every_draft_can_be_added(kursk: Known, text: str, title: str, url: str) -> None:
    """Whatever the article says, its draft is a sheet without a mistake, and every claim in it fits a known slot."""
    made = drafted(text, kursk, title=title, url=url)
    sheet = read(made, kursk)

    slots = {slot.fact.keys() for slot in kursk.slots}
    assert all(keys(said) in slots for said in sheet.saids if said.kind != "source")


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_a_draft_is_the_same_each_time(kursk: Known, text: str) -> None:
    """The same text and the same ledger give the same bytes."""
    assert drafted(text, kursk) == drafted(text, kursk)


@given(st.text(max_size=300))
def test_no_control_character_reaches_a_draft(text: str) -> None:
    """What stands in a remark is one line of visible text: no escape, no line that a page made up."""
    made = drafted(f"About 300 people {text} fled.", title=text)

    assert all(mark.isprintable() or mark == "\n" for mark in made)
    assert all(line.startswith("#") or ":" in line or not line for line in made.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        "9" * 100_000,
        "1/" + "9" * 100_000,
        "one in " + "9" * 9_000,
        "about " * 20_000,
        "A. " * 20_000,
        "said " * 20_000,
        "“" * 100_000,
        "(" * 50_000 + "5" + ")" * 50_000,
        "March 3 to " * 10_000,
    ],
    ids=lambda text: text[:12],
)
def test_monstrous_texts_do_no_harm(text: str) -> None:
    """A word or a sentence without end is left out; what stands beside it is found."""
    told = findings(f"About 300 people fled.\n{text}\nOn Friday 12 homes burned.")

    words = [one.figure.words for one in told if one.figure]
    assert (words[0], words[-1]) == ("About 300 people", "12 homes")


def test_an_unknown_extractor_is_refused() -> None:
    """A name that nobody brought is told, with the ones that are there."""
    with pytest.raises(InvalidInput, match="unknown-extractor"):
        find("rulez")


def test_the_story_of_the_repository_is_known() -> None:
    """The first story's ledger has slots with figures, sources and parties."""
    ledger = open_ledger(Path(ROOT / "events"))
    known = Known.of(ledger.state(), SUNDAY)

    assert known.slots
    assert {one.name for one in known.parties} >= {"russia", "ukraine"}
