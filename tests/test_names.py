"""Which names mean one thing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.names import Names

NAMES = st.sampled_from(("kursk", "Курск", "sudzha", "oblast", "region"))
EDGES = st.lists(st.tuples(NAMES, NAMES), max_size=6)


@pytest.mark.parametrize("name", ["KURSK", "Kursk", unicodedata.normalize("NFD", "Kúrsk"), "ＫＵＲＳＫ"])
def test_names_are_compared_folded(name: str) -> None:
    """Case and the form of an accent do not make two names; another script or width does."""
    assert Names().of(name) == unicodedata.normalize("NFC", name).casefold()


@pytest.mark.parametrize(
    ("aliases", "meaning"),
    [
        ([], "курск"),
        ([("Курск", "Kursk")], "kursk"),
        ([("КУРСК", "Kursk oblast"), ("kursk OBLAST", "Kursk")], "kursk"),  # by way of another
        ([("Курск", "Kursk"), ("Курск", "Region")], "kursk"),  # of two meanings the smaller
        ([("Kursk", "Курск")], "курск"),  # it is what others mean
        ([("Курск", "Kursk"), ("Kursk", "Курск")], "курск"),  # a circle does nothing
        ([("Курск", "Курск")], "курск"),
        ([("Курск", "Kursk"), ("a", "b"), ("b", "a")], "kursk"),  # somebody else's circle
    ],
)
def test_an_alias_leads_to_the_one_name_that_stands_for_all(aliases: list[tuple[str, str]], meaning: str) -> None:
    """Where aliases lead, a name follows; a circle is inert."""
    assert Names(aliases).of("Курск") == meaning


def test_the_edges_of_a_circle_are_told() -> None:
    """What leads into a circle is no part of it."""
    names = Names([("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")])

    assert names.circles == (("a", "b"), ("b", "c"), ("c", "a"))
    assert [names.of(name) for name in "abcd"] == ["a", "b", "c", "a"]


@given(EDGES)
def test_the_order_of_aliases_does_not_matter(edges: list[tuple[str, str]]) -> None:
    """However they come in, they mean the same."""
    names, backwards = Names(edges), Names([*reversed(edges), *edges])
    told = {name for edge in edges for name in edge}

    assert {name: names.of(name) for name in told} == {name: backwards.of(name) for name in told}


@given(EDGES)
def test_both_ends_of_an_alias_mean_one_thing(edges: list[tuple[str, str]]) -> None:
    """Unless it is part of a circle; and the name that stands for a group stands for itself."""
    names = Names(edges)
    inert = set(names.circles)
    for name, meaning in edges:
        if (name.casefold(), meaning.casefold()) not in inert:
            assert names.of(name) == names.of(meaning)
        assert names.of(names.of(name)) == names.of(name)
