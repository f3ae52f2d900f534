"""What every check promises: it finds something in a small broken ledger, and nothing in a sound one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from tests.codec.lines import line_of

from newsledger import checks, codec
from newsledger.checks import Inspected
from newsledger.checks.conversions import agrees
from newsledger.errors import InvalidInput
from newsledger.event import Event, Said, say
from newsledger.fact import Unknown
from newsledger.kinds.alias import Alias
from newsledger.kinds.incident import Incident
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.source import Source
from newsledger.kinds.state import State
from newsledger.kinds.territory_held import TerritoryHeld
from newsledger.kinds.void import Void
from newsledger.live import Question
from newsledger.problems import Place
from newsledger.replay import State as Events
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

MONDAY = datetime(2025, 3, 17, 12, tzinfo=UTC)
TUESDAY = datetime(2025, 3, 18, 12, tzinfo=UTC)


def event(said: Said, recorded: datetime = MONDAY) -> Event:
    """An event that was taken in on Monday."""
    return codec.stamp(said, recorded=recorded, by="desk")


def held(words: str, **how: str) -> Said:
    """A report of how much of a region is held."""
    fact = TerritoryHeld("kursk", "ukraine", area=Quantity.read(words))
    return say(fact, **{"source": "desk", "reported": "2025-03-16"} | how)  # type: ignore[arg-type]  # texts alone


def read(line: bytes) -> Event:
    """The event of a line that another program wrote."""
    found = codec.read(line).event
    assert found is not None
    return found


def inspected(events: list[Event]) -> Inspected:
    """Events as a check looks at them, one a line."""
    alive = Events(events).live(Question(at=When.parse("2025-03-17")))
    places = {one.id: Place(file="a.jsonl", line=number) for number, one in enumerate(events, start=1)}
    return Inspected(events=tuple(events), findings=alive.findings, places=places)


def sound() -> list[Event]:
    """A ledger with something of everything, redacted words too, in which nothing is wrong."""
    report = event(held("just 110 km² (42 sq mi)"))
    later = event(held("100 km2", reported="2025-03-17"), TUESDAY)
    return [
        report,
        later,
        event(say(Retraction(report.id), source="desk", reported="2025-03-17"), TUESDAY),
        event(say(Void(later.id, reason="typing error")), TUESDAY),
        event(say(Alias("Курск", meaning="kursk"))),
        event(say(State("kursk", "quiet", term="yes"), source="desk", reported="2025-03-16", occurred="2025-04")),
        event(Said(fact=Unknown("tide-table", {"level": "1 m"}))),
        event(held("90 km2")).without_words(reason="names a minor"),
        stored('"kind":"control","place":"sudzha","zeal":"x"', ',"tone":"y"'),
    ]


def stored(fact: str, more: str = "") -> Event:
    """A report as another program stores it: with this fact, and more members at its end."""
    report = '"occurred":"2025-03-16","reported":"2025-03-16","source":"desk"'
    return read(line_of(f'{{"fact":{{{fact}}},{report}{more},"v":"1"}}'))


def respelled(said: Said) -> Event:
    """The same, in the bytes of another program, with the id that matches them."""
    return read(line_of(json.dumps(codec.as_stored(said))))


def retraction(target: str, source: str = "desk", recorded: datetime = TUESDAY) -> Event:
    """Somebody takes a report back."""
    return event(say(Retraction(target), source=source, reported="2025-03-16"), recorded)


REPORT = event(held("110 km2"))

BROKEN: dict[str, list[tuple[str, Callable[[], list[Event]]]]] = {
    "canonical": [
        ("not-canonical", lambda: [respelled(held("110 km2"))]),
        ("not-canonical", lambda: [respelled(Said(fact=Unknown("tide-table", {"level": "1 m"})))]),
        ("not-canonical", lambda: [stored('"kind":"control","place":" sudzha"')]),
        ("not-canonical", lambda: [stored('"kind":"control","place":"x"', ',"told":{}')]),
        ("not-canonical", lambda: [stored('"kind":"control","place":"x"', ',"v":"1"')]),
        ("not-canonical", lambda: [stored('"kind":"control","place":"e\u0301"')]),
    ],
    "conversions": [("conversion-disagrees", lambda: [event(held("110 km² (99 sq mi)"))])],
    "dates": [
        ("reported-after-recorded", lambda: [event(held("110 km2", reported="2025-03-19"))]),
        ("occurred-after-reported", lambda: [event(held("110 km2", occurred="2025-03-17"))]),
        ("occurred-after-reported", lambda: [event(say(
            Incident("raid", phase="started"), source="desk", reported="2025-03-16", occurred="2025-04",
        ))]),
    ],
    "declarations": [
        ("source-circle", lambda: [event(say(Source("a", derived_from="b"))), event(say(Source("b", speaks_for="a")))]),
        ("bad-echo", lambda: [event(say(Source("a", echoes=("nonsense",))))]),
        ("names-itself", lambda: [event(say(Source("a", derived_from="a")))]),
        ("chain-twice", lambda: [event(Said(
            fact=State("x", "y", term="no"), source="a", via=("b", "A"), reported=When.parse("2025-03-16"),
            occurred=When.parse("2025-03-16"),
        ))]),
    ],
    "references": [
        ("dangling", lambda: [retraction("0" * 32)]),
        ("dangling", lambda: [event(say(Void("0" * 32)))]),
        ("stranger", lambda: [REPORT, retraction(REPORT.id, "tabloid")]),
        ("incomplete", lambda: [read(line_of('{"fact":{"kind":"control","place":"x"},"v":"1"}'))]),
        ("alias-circle", lambda: [event(say(Alias("a", meaning="b"))), event(say(Alias("b", meaning="a")))]),
        ("recorded-before-target", lambda: [
            event(held("110 km2"), TUESDAY), retraction(REPORT.id, recorded=MONDAY),
        ]),
    ],
}  # fmt: skip
"""Per check, what it must find, in a ledger of nothing else."""

CASES = [(name, code, make) for name, cases in BROKEN.items() for code, make in cases]
LABELS = [f"{name}-{number}" for name, cases in BROKEN.items() for number, _ in enumerate(cases)]


def test_every_check_is_tried() -> None:
    """There is a broken ledger for each check."""
    assert sorted(BROKEN) == checks.names()


@pytest.mark.parametrize(("name", "code", "make"), CASES, ids=LABELS)
def test_a_check_finds_what_is_broken(name: str, code: str, make: Callable[[], list[Event]]) -> None:
    """Each finding has its code, its place, a message that names the event, and a hint."""
    events = make()

    found = list(checks.run(inspected(events), [name]))

    assert {problem.code for problem in found} == {code}
    assert all(problem.hint and problem.where.file == "a.jsonl" for problem in found)
    assert all(events[(problem.where.line or 0) - 1].id[:8] in problem.message for problem in found)


@pytest.mark.parametrize(("name", "code", "make"), CASES, ids=LABELS)
def test_what_one_check_finds_no_other_finds(name: str, code: str, make: Callable[[], list[Event]]) -> None:
    """One thing that is wrong is told once."""
    del code
    others = [other for other in checks.names() if other != name]

    assert list(checks.run(inspected(make()), others)) == []


@pytest.mark.parametrize("name", checks.names())
def test_a_check_finds_nothing_in_a_sound_ledger(name: str) -> None:
    """A sound ledger, with unknown kinds and amendments in it, passes."""
    assert list(checks.run(inspected(sound()), [name])) == []


@pytest.mark.parametrize("name", checks.names())
def test_a_check_finds_nothing_in_nothing(name: str) -> None:
    """An empty ledger passes."""
    assert list(checks.run(inspected([]), [name])) == []


def test_all_is_found_at_once() -> None:
    """All checks run over the whole ledger, whatever any of them finds."""
    events = [one for _, _, make in CASES for one in make()]

    found = {problem.code for problem in checks.run(inspected([*sound(), *events]))}

    assert found >= {code for _, code, _ in CASES} - {"recorded-before-target"}


def test_a_check_that_does_not_exist_is_a_problem() -> None:
    """Who asks for a check by a wrong name is told the right one."""
    with pytest.raises(InvalidInput, match="did you mean dates"):
        list(checks.run(inspected([]), ["date"]))


def test_a_report_of_tomorrow_in_another_zone_is_no_finding() -> None:
    """Where a report was made it may be tomorrow already."""
    assert list(checks.run(inspected([event(held("110 km2", reported="2025-03-18"))]), ["dates"])) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [("110 km² (42 sq mi)", True), ("110 km² (99 sq mi)", False), ("110 km²", True), ("no figure", True)],
)
def test_conversions_agree_or_not(words: str, *, expected: bool) -> None:
    """Words agree with themselves unless their own conversion is off."""
    assert agrees(words, Quantity.parse("110 km2")) is expected


def test_an_event_without_a_place_is_found_too() -> None:
    """Of events that stand in no file the place is empty."""
    broken = Inspected(events=(event(held("110 km² (99 sq mi)")),), findings=(), places={})

    assert [problem.where for problem in checks.run(broken)] == [Place()]
