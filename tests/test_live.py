"""What was taken back, by whom, and what is left: each case with its picture before and after."""

from __future__ import annotations

from datetime import datetime

from newsledger.codec import stamp
from newsledger.event import Event, Said, say
from newsledger.fact import Unknown
from newsledger.kinds.alias import Alias
from newsledger.kinds.casualties import Casualties
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.source import Source
from newsledger.kinds.support import Support
from newsledger.kinds.territory_held import TerritoryHeld
from newsledger.kinds.void import Void
from newsledger.live import Live, Question, cut
from newsledger.replay import State
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

QUESTION = Question(at=When.parse("2025-03-16"), public=When.parse("2025-03-20"))
SLOT = "territory-held/kursk/ukraine.area"
MISSING = "f" * 32


def event(said: Said, *, recorded: str = "2025-03-16T12:00:00Z") -> Event:
    """What was said, taken in."""
    return stamp(said, recorded=datetime.fromisoformat(recorded), by="ann")


def held(
    area: str, source: str = "general", *via: str, reported: str = "2025-03-16", corrects: Event | None = None
) -> Event:
    """Somebody says how much of Kursk Ukraine holds on 16 March."""
    target = corrects.id if corrects else None
    fact = TerritoryHeld("kursk", "ukraine", area=Quantity.read(area))
    return event(say(fact, source=source, via=via, occurred="2025-03-16", reported=reported, corrects=target))


def retracts(target: Event | str, source: str = "general", reported: str = "2025-03-18") -> Event:
    """Somebody takes something back."""
    aim = target if isinstance(target, str) else target.id
    return event(say(Retraction(aim, reason="it was wrong"), source=source, reported=reported))


def voids(target: Event | str, by: Event | str | None = None) -> Event:
    """We entered something wrongly, and perhaps rightly elsewhere."""
    aim, other = (one.id if isinstance(one, Event) else one for one in (target, by))
    assert aim is not None
    return event(say(Void(aim, reason="a typing error", replaced_by=other)))


def figures(*events: Event) -> list[str]:
    """What the picture of 16 March shows for the area, and how it stands."""
    belief = State(events).picture(QUESTION).belief(SLOT)
    return [] if belief is None else [str(belief), *belief.flags]


def codes(*events: Event) -> list[str]:
    """The findings: events that do nothing."""
    return [finding.code for finding in live(*events).findings]


def live(*events: Event) -> Live:
    """What counts on the day asked."""
    return State(events).live(QUESTION)


# --- retractions ------------------------------------------------------------------------------


def test_a_retraction_takes_the_figure_out() -> None:
    """The origin takes back what it said: nothing is believed, and the entry is marked."""
    first = held("110 km²")
    back = retracts(first)
    picture = State([first, back]).picture(QUESTION)

    assert figures(first) == ["110 km2, reported"]
    assert figures(first, back) == []
    assert [(entry.withdrawn, entry.taken_out_by) for entry in picture.entries] == [(True, (back.id,))]


def test_the_origin_takes_back_every_copy_made_by_then() -> None:
    """Two outlets carried the words: both copies go; a copy of the day after stays."""
    copies = [held("110 km²", "general", outlet) for outlet in ("wire", "daily")]
    late = held("110 km²", "general", "weekly", reported="2025-03-19")

    assert figures(*copies, retracts(copies[0])) == []
    assert figures(*copies, late, retracts(copies[0])) == ["110 km2, reported", "told later", "partly retracted"]


def test_one_figure_in_two_units_is_one_claim() -> None:
    """110 km² taken back takes back the 11,000 hectares that another outlet made of them."""
    first, other = held("110 km²", "general", "wire"), held("11000 ha", "general", "daily")

    assert live(first, other, retracts(first)).withdrawn == dict.fromkeys((first.id, other.id), frozenset({"area"}))


def test_an_outlet_that_misquoted_takes_back_its_own_report_alone() -> None:
    """The general said 110, and one outlet made it 710: it withdraws 710, and 110 stands."""
    right, wrong = held("110 km²", "general", "wire"), held("710 km²", "general", "daily")
    back = retracts(wrong, "daily")

    assert figures(right, wrong) == ["110 km2, disputed"]
    assert figures(right, wrong, back) == ["110 km2, reported", "partly retracted"]
    assert live(right, wrong, back).withdrawn == {wrong.id: frozenset({"area"})}


def test_an_outlet_takes_back_no_other_outlets_report() -> None:
    """Two outlets carried one claim: the one that withdraws leaves the other's report standing."""
    one, other = held("110 km²", "general", "wire"), held("110 km²", "general", "daily")

    assert live(one, other, retracts(other, "daily")).withdrawn == {other.id: frozenset({"area"})}


def test_a_stranger_takes_nothing_back() -> None:
    """Who stands in no chain of the report is not heard, and is a finding."""
    first = held("110 km²", "general", "wire")
    back = retracts(first, "moscow")

    assert figures(first, back) == figures(first)
    assert codes(first, back) == ["stranger"]


def test_a_spokesman_takes_back_his_principals_words() -> None:
    """Both speak for one party, so that both are one origin; before that is known he is a stranger."""
    first = held("110 km²", "general")
    back = retracts(first, "spokesman")
    tied = [event(say(Source(name, speaks_for="ukraine"))) for name in ("general", "spokesman")]

    assert codes(first, back) == ["stranger"]
    assert figures(first, back, *tied) == []


def test_a_retraction_of_a_retraction_restores() -> None:
    """What was taken back and then upheld stands as before, without a flag; a third retraction takes it out again."""
    first = held("110 km²")
    back = retracts(first)
    upheld = retracts(back, reported="2025-03-19")

    assert figures(first, back, upheld) == figures(first)
    assert figures(first, back, upheld, retracts(upheld, reported="2025-03-20")) == []


def test_a_dangling_retraction_waits() -> None:
    """Its target is not here: it does nothing, says so, and works once the target arrives."""
    first, other = held("110 km²"), held("710 km²", "map")
    back = retracts(first)

    assert figures(other, back) == figures(other)
    assert codes(other, back) == ["dangling"]
    assert figures(other, back, first) == ["710 km2, reported", "partly retracted"]


def test_one_value_of_two_is_taken_back() -> None:
    """Another report with the same area, and a share beside it, keeps its share."""
    both = event(
        say(
            TerritoryHeld("kursk", "ukraine", area=Quantity.read("110 km²"), share=Quantity.read("5 %")),
            source="general",
            occurred="2025-03-16",
            reported="2025-03-16",
        )
    )
    first = held("110 km²", "general", "wire")

    assert live(both, first, retracts(first)).withdrawn == {first.id: frozenset({"area"}), both.id: frozenset({"area"})}
    assert [belief.slot.field for belief in State([both, first, retracts(first)]).picture(QUESTION).beliefs] == [
        "share"
    ]


def test_a_pledge_taken_back_makes_no_amount_the_givers_own_word() -> None:
    """The stage was withdrawn, the amount was not: whether an amount is the giver's own word goes with the stage."""
    facts = (
        Support("west", "ukraine", "aid", stage="pledged", amount=Quantity.read("$5 billion")),
        Support("west", "ukraine", "aid", stage="pledged"),
    )
    pledged, stage = (
        event(say(fact, source="west", occurred="2024-01/2025-03-16", reported="2025-03-16")) for fact in facts
    )
    standings = [
        {belief.slot.field: str(belief.standing) for belief in State(some).picture(QUESTION).beliefs}
        for some in ([pledged, stage], [pledged, stage, retracts(stage, "west")])
    ]

    assert standings == [{"stage": "own word", "amount": "own word"}, {"amount": "reported"}]


# --- corrections ------------------------------------------------------------------------------


def test_a_correction_withdraws_and_reports() -> None:
    """110 was wrong and 101 is right: the new figure stands alone."""
    first = held("110 km²")

    assert figures(first, held("101 km²", reported="2025-03-17", corrects=first)) == [
        "101 km2, reported",
        "told later",
        "partly retracted",
    ]


def test_a_correction_of_a_correction_leaves_the_last() -> None:
    """Correcting a correction replaces what it reported; what it withdrew stays out."""
    first = held("110 km²")
    second = held("101 km²", reported="2025-03-17", corrects=first)
    third = held("100 km²", reported="2025-03-18", corrects=second)

    assert figures(first, second, third)[0] == "100 km2, reported"
    assert set(live(first, second, third).withdrawn) == {first.id, second.id}


def test_a_correction_may_return_to_the_first_figure() -> None:
    """110, no, 101, no, 110 after all: the last report is not taken back by the correction that it corrects."""
    first = held("110 km²")
    second = held("101 km²", corrects=first)
    third = held("110 km²", corrects=second)

    assert figures(first, second, third)[0] == "110 km2, reported"


def test_taking_a_correction_back_undoes_both_halves() -> None:
    """Its figure goes, and the figure that it had replaced comes back."""
    first = held("110 km²")
    second = held("101 km²", reported="2025-03-17", corrects=first)

    assert figures(first, second, retracts(second))[0] == "110 km2, reported"


def test_a_correction_of_a_retraction_undoes_it() -> None:
    """Instead of taking 110 back the general now says 101: the first figure is no longer withdrawn."""
    first = held("110 km²")
    back = retracts(first)

    assert live(first, back, held("101 km²", reported="2025-03-19", corrects=back)).withdrawn == {}


def test_a_strangers_correction_only_reports() -> None:
    """The map cannot take back the general's words, but what it says counts as its own word."""
    first = held("110 km²")

    assert figures(first, held("710 km²", "map", corrects=first)) == ["110 km2, disputed"]


def test_only_the_withdrawing_half_of_a_dangling_correction_waits() -> None:
    """The report of a correction counts, whether or not what it corrects is here."""
    first = held("110 km²")
    second = held("101 km²", corrects=first)

    assert figures(second) == ["101 km2, reported"]
    assert codes(second) == ["dangling"]


# --- our own mistakes -------------------------------------------------------------------------


def test_a_void_takes_out_the_entry_and_counts_against_nobody() -> None:
    """A figure that we mistyped is as if it had never been entered; nothing was retracted."""
    wrong, right = held("1100 km²"), held("110 km²")

    assert figures(wrong, right, voids(wrong)) == ["110 km2, reported"]


def test_what_was_aimed_at_a_voided_entry_applies_to_its_replacement() -> None:
    """The general took back what we had mistyped: our mended entry is what he took back."""
    wrong, right = held("1100 km²"), held("110 km²")
    mended = voids(wrong, right)

    assert figures(wrong, right, mended) == ["110 km2, reported"]
    assert figures(wrong, right, mended, retracts(wrong)) == []
    assert figures(wrong, right, mended, retracts(wrong), voids(mended)) == ["110 km2, reported", "partly retracted"]


def test_what_was_aimed_at_a_voided_entry_reaches_its_replacement_wherever_the_entry_is() -> None:
    """Neither the wrong entry nor the first of two replacements need be here: references lead on."""
    wrong, better, right = held("1100 km²"), held("111 km²"), held("110 km²")
    mended = [voids(wrong, better), voids(better, right)]

    assert figures(right, *mended, retracts(wrong)) == []


def test_a_void_of_a_void_undoes_it() -> None:
    """Voids of voids alternate, however long their chain is."""
    first = held("110 km²")
    chain = [voids(first)]
    for _ in range(2500):
        chain.append(voids(chain[-1]))

    assert figures(first, *chain[:1]) == []
    assert figures(first, *chain[:2]) == ["110 km2, reported"]
    assert figures(first, *chain) == []


def test_a_voided_retraction_does_nothing() -> None:
    """Any amendment may be voided: what it took out is in again."""
    first = held("110 km²")
    back = retracts(first)

    assert figures(first, back, voids(back)) == ["110 km2, reported"]


def test_a_retraction_cannot_take_back_what_is_ours() -> None:
    """A void has no chain, so that every source is a stranger to it."""
    first = held("110 km²")
    void = voids(first)

    assert codes(first, void, retracts(void)) == ["stranger"]
    assert figures(first, void, retracts(void)) == []


def test_a_void_that_names_what_is_not_here_says_so() -> None:
    """The wrong entry or its replacement is missing: one finding each."""
    first = held("110 km²")

    assert codes(first, voids(MISSING)) == ["dangling"]
    assert codes(first, voids(first, MISSING)) == ["dangling"]


def test_amendments_that_replacements_lead_in_a_circle_do_nothing() -> None:
    """A retraction of an entry that it replaces itself takes back itself: inert, and a finding."""
    first = held("110 km²")
    one = retracts(first)
    other = retracts(one)
    circle = voids(first, other)

    assert codes(first, one, other, circle) == ["amendment-circle", "amendment-circle"]
    assert live(first, one, other, circle).withdrawn == {}


def test_a_circle_of_corrections_with_another_aimed_at_it_settles() -> None:
    """A correction that its own correction stands in for is in a circle; a third, aimed at it, is settled too."""
    absent = "0" * 32
    fact = TerritoryHeld("kursk", "ukraine", area=Quantity.read("110 km²"))
    first = event(say(fact, source="general", reported="2025-03-16", corrects=absent))
    second, third = held("120 km²", corrects=first), held("130 km²", corrects=first)
    circle = event(say(Void(absent, replaced_by=second.id)))

    assert codes(first, second, third, circle).count("amendment-circle") == 2


# --- the cut and what comes from elsewhere ------------------------------------------------------


def test_a_report_is_public_at_its_latest_instant() -> None:
    """Made public some time in five days: in from the fifth on, in the zone of the question."""
    report = held("110 km²", reported="2025-03-10/2025-03-15")

    assert [
        len(cut([report], Question(at=QUESTION.at, public=When.parse(day)))) for day in ("2025-03-14", "2025-03-15")
    ] == [0, 1]
    evening = held("110 km²", reported="2025-03-16T23:30:00Z")
    zones = {
        zone: len(cut([evening], Question(at=QUESTION.at, public=QUESTION.at, zone=zone)))
        for zone in ("UTC", "Europe/Kyiv")
    }
    assert zones == {"UTC": 1, "Europe/Kyiv": 0}


def test_our_own_entries_are_cut_by_known_alone() -> None:
    """A typo mended today is mended in yesterday's picture, unless one asks what we held yesterday."""
    wrong = held("1100 km²")
    void = event(say(Void(wrong.id)), recorded="2025-03-18T12:00:00Z")
    day = When.parse("2025-03-16")
    state = State([wrong, void])

    assert state.picture(Question(at=day, public=day)).beliefs == ()
    assert len(state.picture(Question(at=day, public=day, known=day)).beliefs) == 1


def test_an_alias_makes_two_names_one_claim() -> None:
    """The retraction of one spelling takes back the other; an alias that is voided does not count."""
    first = held("110 km²", "general", "wire")
    fact = TerritoryHeld("Курск", "ukraine", area=Quantity.read("110 km²"))
    other = event(say(fact, source="general", occurred="2025-03-16", reported="2025-03-16"))
    alias = event(say(Alias("Курск", meaning="kursk")))

    assert figures(first, other, alias, retracts(other)) == []
    assert figures(first, other, alias, retracts(other), voids(alias)) == ["110 km2, reported"]


def test_an_alias_in_a_circle_is_a_finding() -> None:
    """Both edges of the circle do nothing, and say so."""
    circle = [event(say(Alias("kursk", meaning="sudzha"))), event(say(Alias("sudzha", meaning="kursk")))]

    assert codes(*circle) == ["alias-circle", "alias-circle"]


def test_a_line_from_elsewhere_that_lacks_what_the_door_asks_for_is_a_finding() -> None:
    """Without a source, a date or a stance that is known nothing can be weighed: no picture fails on it."""
    first = held("110 km²")
    fact = Casualties("russia", "killed", number=Quantity.parse("5 person"))
    day = When.parse("2025-03-16")
    odd = [
        Said(fact=fact, reported=day, occurred=day),
        Said(fact=fact, source="desk", occurred=day),
        Said(fact=fact, source="desk", reported=day),
        Said(fact=fact, source="desk", reported=day, occurred=day, stance="perhaps"),
        Said(fact=Unknown("weather", {}), corrects=first.id),
        Said(fact=Retraction(first.id)),
    ]

    assert codes(*map(event, odd)) == ["incomplete"] * len(odd)
    assert figures(first, *map(event, odd)) == ["110 km2, reported"]


def test_an_unknown_kind_is_kept_and_changes_nothing() -> None:
    """It is an entry of the picture; nothing is believed of it."""
    first = held("110 km²")
    unknown = event(Said(fact=Unknown("weather", {"sky": "grey"}), source="desk", reported=When.parse("2025-03-16")))

    assert figures(first, unknown) == figures(first)
    assert {entry.slot for entry in State([unknown]).picture(QUESTION).entries} == {"weather"}


def test_the_earliest_taking_in_counts() -> None:
    """One event that two people took in is there from the earlier time on; order does not matter."""
    said = held("110 km²").said
    early, late = event(said, recorded="2025-03-17T00:00:00Z"), event(said, recorded="2025-03-20T00:00:00Z")
    known = Question(at=QUESTION.at, known=When.parse("2025-03-18"))

    assert early.id == late.id
    for state in (State([early, late]), State([late, early]), State.restore(State([late, early]).snapshot())):
        assert len(state.picture(known).beliefs) == 1
        assert [recorded for _, recorded, _ in state.pairs()] == ["2025-03-17T00:00:00Z", "2025-03-20T00:00:00Z"]
