"""Following a ledger for ever."""

from __future__ import annotations

import itertools

import pytest

import newsledger as nl
from newsledger.following import SHARE


def said(number: int) -> nl.Said:
    """A report like no other."""
    url = f"https://news.example/{number}"
    return nl.say(nl.State("bridge", "open", term="yes"), source="mayor", reported="2025-03-16", url=url)


def test_what_comes_is_told_once() -> None:
    """What is there comes first, then whatever is appended between two looks; each event once."""
    ledger = nl.in_memory()
    ledger.append([said(0), said(1)])
    numbers = itertools.count(2)

    def sleep(_: float) -> bool:
        number = next(numbers)
        ledger.append([said(number), said(0)])
        return number > 4

    arrivals = list(ledger.tail(sleep=sleep))

    assert [one.event.said.url for one in arrivals] == [said(number).url for number in range(4)] + [said(4).url]
    assert [one.event for one in ledger.since(arrivals[2].position)][:2] == [one.event for one in arrivals[3:5]]


def test_following_goes_on_after_a_position() -> None:
    """Who kept a position gets what came behind it."""
    ledger = nl.in_memory()
    ledger.append([said(0)])
    position = ledger.position()
    ledger.append([said(1)])

    assert [one.event.said.url for one in ledger.tail(position, sleep=lambda _: True)] == [said(1).url]


def test_a_slow_look_makes_for_a_longer_pause() -> None:
    """Looking at a large ledger costs a fixed share of the time, and never less is slept than was asked for."""
    ledger, slept = nl.in_memory(), []

    def sleep(seconds: float) -> bool:
        slept.append(seconds)
        return len(slept) == 3

    assert list(ledger.tail(sleep=sleep, pause=0.25)) == []
    assert min(slept) >= 0.25
    assert SHARE > 1


def test_a_store_that_knows_no_order_says_so() -> None:
    """A store of another package may keep no order of arrival: that is told in words."""

    class Plain:
        config = nl.in_memory().config

    ledger = nl.Ledger(Plain())  # type: ignore[arg-type]  # what an older plug-in may hand over
    for call in (ledger.position, ledger.since, lambda: next(ledger.tail())):
        with pytest.raises(nl.LedgerUnusable, match="Plain keeps no order of arrival"):
            call()
