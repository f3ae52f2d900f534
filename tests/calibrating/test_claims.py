"""Which claims are compared, and what the ledger already says of who makes them."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newsledger.calibrating import Claim, Known, claims_of, known_sources
from newsledger.calibrating.claims import agree
from newsledger.event import Event
from newsledger.kinds.alias import Alias
from newsledger.kinds.indicator import Indicator
from newsledger.kinds.position import Position
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.source import Source
from newsledger.kinds.state import State as Condition
from newsledger.ledger import Ledger, in_memory
from newsledger.live import Live, Question
from newsledger.replay import State
from newsledger.testing import ledgers
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

DAY = "2025-03-16"


def told(ledger: Ledger, minutes: str, source: str = "desk", **how: Any) -> str:  # noqa: ANN401  what `say` takes
    """Tells when a ferry leaves; gives the id."""
    fact = Indicator("ferry 1", "departure", number=Quantity.read(minutes))
    done = ledger.append(fact, source=source, **{"reported": DAY, **how})
    return [*done.added, *done.present][0].id


def alive(ledger: Ledger) -> Live:
    """What counts today."""
    return ledger.state().live(Question(at=When.parse("2026-01-01")))


def found(ledger: Ledger) -> list[Claim]:
    """The claims of a ledger."""
    return list(claims_of(alive(ledger)))


def known(ledger: Ledger) -> dict[str, Known]:
    """What is declared of its sources."""
    return known_sources(alive(ledger), ledger.events())


def test_a_claim_has_a_scope_without_its_first_key() -> None:
    """Kind and further keys are the scope; the whole slot is what it is about."""
    ledger = in_memory()
    told(ledger, "615 minutes", "Desk")
    (claim,) = found(ledger)

    assert (claim.source, claim.origin, claim.scope) == ("desk", "desk", "indicator/*/departure")
    assert claim.about.splitlines() == ["indicator/ferry 1/departure", "number", "time", DAY]


def test_the_newest_word_of_a_source_counts() -> None:
    """Of two words about one date the later said is compared."""
    ledger = in_memory()
    told(ledger, "615 minutes", occurred=DAY)
    told(ledger, "645 minutes", occurred=DAY, reported="2025-03-17")

    assert [str(claim.value) for claim in found(ledger)] == ["645 minute"]


def test_what_moves_is_compared_on_one_date_alone() -> None:
    """A figure of another day contradicts nobody; a condition that holds is one thing whenever it is told."""
    ledger = in_memory()
    told(ledger, "615 minutes")
    told(ledger, "645 minutes", "wire", reported="2025-03-17")
    for source, day in (("desk", DAY), ("wire", "2025-03-17")):
        ledger.append(Condition("bridge", "open", term="yes"), source=source, reported=day)

    assert len({claim.about for claim in found(ledger) if claim.scope.startswith("indicator")}) == 2
    assert len({claim.about for claim in found(ledger) if claim.scope.startswith("state")}) == 1


def test_what_is_no_evidence_is_left_out() -> None:
    """Denials, silence, unnamed voices, a party's own word, unknown figures, F sources and what was taken back."""
    ledger = in_memory()
    ledger.append(Source("liar", grade="F"))
    for source, how in (("desk", {"stance": "denies"}), ("wire", {"stance": "no-comment"}), ("unnamed", {})):
        told(ledger, "615 minutes", source, **how)
    told(ledger, "615 minutes", "liar")
    told(ledger, "unknown", "radio")
    ledger.append(Position("truce", "russia", position="accepted"), source="russia", reported=DAY)
    gone = told(ledger, "615 minutes", "app")
    ledger.append(Retraction(gone, reason="wrong pier"), source="app", reported=DAY)

    assert found(ledger) == []


@given(ledgers(), st.randoms(use_true_random=False))
def test_the_order_of_events_changes_nothing(events: list[Event], shuffler: random.Random) -> None:
    """Law 2: claims and declarations are those of the set, whatever was taken back, aliased or graded in it."""
    other = list(events)
    shuffler.shuffle(other)
    question = Question(at=When.parse("2026-01-01"))
    one, two = (State(some).live(question) for some in (events, other))

    assert claims_of(one) == claims_of(two)
    assert known_sources(one, events) == known_sources(two, other)


def test_names_are_one_by_their_aliases() -> None:
    """An alias joins two names of one source."""
    ledger = in_memory()
    ledger.append(Alias("the desk", meaning="desk"))
    told(ledger, "615 minutes", "The Desk")

    assert [claim.source for claim in found(ledger)] == ["desk"]


def test_figures_agree_where_their_ranges_meet() -> None:
    """Closed ranges meet at their ends; a figure agrees with no word."""
    low, high = Quantity.parse("1275..1285 minute ±0"), Quantity.parse("1285..1295 minute ±0")

    assert agree(low, high)
    assert not agree(low, Quantity.parse("1286..1296 minute ±0"))
    assert not agree(low, "1275")


def test_what_is_known_of_sources() -> None:
    """The latest grade and echoes count, and whether a person gave the grade; a void takes a declaration out."""
    ledger = in_memory()
    told(ledger, "615 minutes")
    ledger.append(Source("wire", grade="B", echoes=("desk 0.40",)), occurred="2025-01-01")
    ledger.append(Source("wire", grade="D", reason="calibrate: agrees"), occurred="2025-02-01")
    ledger.append(Source("blog", derived_from="wire", grade="E"))

    assert known(ledger)["desk"] == Known(source="desk", origin="desk")
    assert known(ledger)["wire"] == Known(source="wire", origin="wire", grade="D", echoes=("desk 0.4",))
    assert known(ledger)["blog"] == Known(source="blog", origin="wire", grade="E", by_person=True)
