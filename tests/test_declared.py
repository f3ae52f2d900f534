"""What is declared of sources: echoes, circles, doubled chains; each refused at every door, and found where stored."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.codec.lines import line_of

import newsledger as nl
from newsledger import checks, codec
from newsledger.checks import Inspected
from newsledger.claimline import read_claim
from newsledger.codec import stamp
from newsledger.declared import circles, named_twice
from newsledger.errors import InvalidInput
from newsledger.event import Event, Said, say
from newsledger.kinds.source import Echo, Source, echo, echo_text
from newsledger.names import Names
from newsledger.problems import Place, Problem

NOON = datetime(2025, 3, 16, 12, tzinfo=UTC)

HEAD = "report: daily\npublished: 2025-03-16\n\nsources\n"


def problems(text: str) -> tuple[Problem, ...]:
    """What keeps a sheet with these introductions out."""
    with pytest.raises(InvalidInput) as refusal:
        nl.read_sheet(HEAD + "".join(f"  {line}\n" for line in text.splitlines()))
    return refusal.value.problems


# --- echoes -----------------------------------------------------------------------------------

READ = [
    ("tass 0.4", "tass 0.4", Echo("tass", 400_000)),
    ("  tass   .40 ", "tass 0.4", Echo("tass", 400_000)),
    ("tass 1.000000", "tass 1", Echo("tass", 1_000_000)),
    ("tass 0", "tass 0", Echo("tass", 0)),
    ("tass 0.000001", "tass 0.000001", Echo("tass", 1)),
    ("Two Majors 0.25 on Indicator", "Two Majors 0.25 on indicator", Echo("Two Majors", 250_000, "indicator")),
    ("channel 5 0.5", "channel 5 0.5", Echo("channel 5", 500_000)),
    ("news on air 0.5", "news on air 0.5", Echo("news on air", 500_000)),
    ("ТАСС 0.4 on territory-held", "ТАСС 0.4 on territory-held", Echo("ТАСС", 400_000, "territory-held")),
]


@pytest.mark.parametrize(("words", "text", "meant"), READ)
def test_an_echo_is_a_name_a_share_and_perhaps_a_kind(words: str, text: str, meant: Echo) -> None:
    """The share is kept in millionths, and the canonical text reads as the same echo."""
    assert echo(words) == meant
    assert (echo_text(words), echo(text)) == (text, meant)


WRONG_ECHOES = [
    ("", 1, 1, "NAME SHARE"),
    ("tass", 1, 4, "NAME SHARE"),
    ("0.4", 1, 3, "NAME SHARE"),
    ("tass four", 1, 9, "NAME SHARE"),
    ("tass 0.4 on", 1, 11, "NAME SHARE"),
    ("tass 40%", 6, 3, "write 0.40"),
    ("tass 1.2", 6, 3, "from 0 to 1"),
    ("tass -0.1", 6, 4, "from 0 to 1"),
    ("tass 0.1234567", 6, 9, "at most six decimals"),
    ("tass 1e-3", 6, 4, "from 0 to 1"),
    ("tass ٠.٤", 1, 8, "NAME SHARE"),
    ("tass 0.4 on Indicator!", 13, 10, "on indicator"),
    ("  tass 2", 8, 1, "from 0 to 1"),
]


@pytest.mark.parametrize(("words", "column", "length", "hint"), WRONG_ECHOES)
def test_an_echo_that_says_nothing_is_placed(words: str, column: int, length: int, hint: str) -> None:
    """What is wrong is pointed at, with what to write instead."""
    with pytest.raises(InvalidInput) as refusal:
        echo(words)
    (problem,) = refusal.value.problems

    assert (problem.code, problem.where) == ("bad-echo", Place(column=column, length=length))
    assert hint in (problem.hint or "")


@given(st.text(max_size=40))
def test_any_text_is_an_echo_or_refused(words: str) -> None:
    """Nothing but `InvalidInput` is raised, and the canonical text of an echo is its own canonical text."""
    try:
        text = echo_text(words)
    except InvalidInput:
        return
    assert echo_text(text) == text


@given(st.integers(0, 1_000_000), st.sampled_from(["tass", "Two Majors", "channel 5"]))
def test_every_share_comes_back(share: int, name: str) -> None:
    """Each of the million and one shares is read back from its canonical text."""
    text = echo_text(f"{name} {share // 1_000_000}.{share % 1_000_000:06}")

    assert echo(text) == Echo(name, share)


def test_echoes_are_canonical_wherever_they_come_from() -> None:
    """Python, a sheet and a claim line give one form."""
    sheet = nl.read_sheet(HEAD + "  x: X; echoes Ria 1.0, tass .40\n").saids[0].fact
    line = read_claim("source/x = X, echoes Ria 1.00, echoes tass 0.400").fact

    assert sheet == line == Source("x", name="X", echoes=("Ria 1", "tass 0.4"))


SHEETS = [
    ("x: X; echoes tass", "bad-echo", 1, 16),
    ("x: X; echoes tass 0.4, ria 7", "bad-echo", 1, 30),
    ("x: X; echoes x 0.4", "names-itself", 1, 3),
    ("x: X; echoes tass 0.4, TASS 0.5", "echo-twice", 1, 3),
    ("x: X; echoes tass 0.4 on indicater", "unknown-kind", 1, 3),
    ("x: X; echoes tass 0.4 on source", "unknown-kind", 1, 3),
    ("x: X; echoes tass on indicator 0.4", "bad-echo", 1, 3),
    ("x: X; derived-from X", "names-itself", 1, 3),
    ("x: X; party; opposes x", "names-itself", 1, 3),
    ("x: X; grade G", "unknown-grade", 1, 15),
    ("x: X; grade", "no-value", 1, 9),
    ("x: X; Derived from", "no-value", 1, 9),
    ("x: X; echoes", "no-value", 1, 9),
    ("x: X; grade B+", "unknown-grade", 1, 15),
    ("a: A; derived-from b\nb: B; derived-from a", "source-circle", 2, 3),
    ("a: A; derived-from b\nb: B; speaks-for c\nc: C; derived-from A", "source-circle", 3, 3),
]


@pytest.mark.parametrize(("text", "code", "line", "column"), SHEETS)
def test_a_sheet_refuses_what_cannot_be_declared(text: str, code: str, line: int, column: int) -> None:
    """Each wrong declaration has its code and its place in the sheet."""
    (problem,) = problems(text)

    assert (problem.code, problem.where.line, problem.where.column) == (code, line + 4, column)
    assert problem.hint


def test_a_circle_is_spelled_out() -> None:
    """The message tells each step of the circle."""
    (problem,) = problems("a: A; derived-from b\nb: B; speaks-for c\nc: C; derived-from a")

    assert problem.message == "a circle: a draws on b, which speaks for c, which draws on a"


def test_a_party_may_speak_for_itself() -> None:
    """A company that is its own party says so; that is no circle."""
    assert nl.read_sheet(HEAD + "  northline: Northline; speaks-for northline\n").saids


def test_the_library_refuses_too() -> None:
    """`append` holds a batch against itself and against what is there; nothing of it is written."""
    ledger = nl.in_memory()
    ledger.append(Source("a", derived_from="b"))

    for wrong, code in (
        ([say(Source("b", derived_from="A"))], "source-circle"),
        ([say(Source("x", derived_from="y")), say(Source("y", speaks_for="x"))], "source-circle"),
        ([say(Source("x", echoes=("nonsense",)))], "bad-echo"),
        ([Said(fact=nl.State("x", "open"), source="x", via=("y", "X"))], "chain-twice"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            ledger.append(wrong)
        assert {problem.code for problem in refusal.value.problems} == {code}
    assert len(ledger.events()) == 1


def test_a_circle_that_is_there_already_keeps_nobody_out() -> None:
    """Only the batch that closes a circle is refused: an old one is a finding of `check`."""
    ledger = nl.in_memory()
    ledger.store.append([event(Source("a", derived_from="b")), event(Source("b", derived_from="a"))])

    assert ledger.append(Source("c", derived_from="a")).added


# --- what is stored already -------------------------------------------------------------------


def event(said: Source | Said) -> Event:
    """An event as it would be stored."""
    return stamp(said if isinstance(said, Said) else say(said), recorded=NOON, by="desk")


def stored(fact: dict[str, object]) -> Event:
    """An introduction as an older release stored it."""
    found = codec.read(line_of(json.dumps({"fact": {"kind": "source", **fact}, "v": "1"}, separators=(",", ":"))))
    assert found.event is not None
    return found.event


def found(*events: Event) -> list[Problem]:
    """What `check` finds of declarations."""
    places = {one.id: Place(file="a.jsonl", line=number) for number, one in enumerate(events, start=1)}
    return list(checks.run(Inspected(events=events, findings=(), places=places), ["declarations"]))


def test_nonsense_that_is_stored_is_read_and_found() -> None:
    """A line with an echo that says nothing still says all the rest."""
    old = stored({"echoes": ["nonsense", "tass 0.4"], "grade": "B", "source": "x"})

    assert isinstance(old.said.fact, Source)
    assert old.said.fact.echoed() == [Echo("tass", 400_000)]
    (problem,) = found(old)
    assert (problem.code, problem.where.line, problem.severity) == ("bad-echo", 1, "warning")


def test_a_stored_circle_is_found_once() -> None:
    """However many stand in it, a circle is one finding, with the chain spelled out."""
    (problem,) = found(event(Source("c", derived_from="a")), event(Source("a", derived_from="b")),
                       event(Source("b", derived_from="c")))  # fmt: skip

    assert problem.code == "source-circle"
    assert "a draws on b, which draws on c, which draws on a" in problem.message


def test_a_voided_link_closes_no_circle() -> None:
    """What we took out as wrongly entered declares nothing."""
    wrong = event(Source("b", derived_from="a"))
    void = stamp(say(nl.Void(wrong.id, reason="typing error")), recorded=NOON, by="desk")

    assert found(event(Source("a", derived_from="b")), wrong, void) == []


def test_a_chain_is_doubled_by_whatever_name() -> None:
    """An alias that came later makes one of two links: a finding, for nobody could know at the door."""
    told = event(say(nl.State("bridge", "open", term="yes"), source="reuters", via=["rtr"], reported="2025-03-16"))
    alias = event(say(nl.Alias("rtr", meaning="reuters")))

    assert found(told) == []
    assert [problem.code for problem in found(told, alias)] == ["chain-twice"]


@pytest.mark.parametrize(
    ("chain", "link"),
    [((), None), (("a",), None), (("a", "b"), None), (("a", "A"), "A"), (("a", "b", "c", "b"), "b")],
)
def test_the_first_link_that_comes_again(chain: tuple[str, ...], link: str | None) -> None:
    """Names are compared without regard to case."""
    assert named_twice(chain, Names()) == link


NAMES = st.sampled_from("abcdef")


@given(st.dictionaries(NAMES, st.dictionaries(NAMES, st.just("draws on"), max_size=2), max_size=6))
def test_circles_are_those_whom_their_links_lead_back_to(told: dict[str, dict[str, str]]) -> None:
    """Whoever can be reached from itself stands in a circle, and nobody else does."""
    standing = {name for circle in circles(told) for name in circle.names}

    def reached(name: str) -> set[str]:
        seen: set[str] = set()
        waiting = list(told.get(name, ()))
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += told.get(one, ())
        return seen

    assert standing == {name for name in told if name in reached(name)}
