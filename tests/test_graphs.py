"""Explanations as graphs: every role is drawn, and nothing that anybody is called breaks Mermaid or DOT."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable

import pytest
from tests.belief.telling import SIDES, area, denies, event, introduced, term

from newsledger.belief import Role
from newsledger.event import Event, short
from newsledger.explanation import Explanation, explain
from newsledger.graphs import LINES, LONGEST, dot, mermaid
from newsledger.kinds.state import State as Condition
from newsledger.kinds.territory_held import TerritoryHeld
from newsledger.live import Question
from newsledger.replay import State
from newsledger.values.when import When

NODE = re.compile(r'    (\w+)\["([^"\[\]{}<>|]*(?:<br>[^"\[\]{}<>|]*)*)"\]')
ARROW = re.compile(r'    (\w+) (---|-->|-\.->|-\.-)(?:\|"([^"\[\]{}<>|]*)"\|)? (\w+)')
BOX = re.compile(r'  (\w+) \[label="((?:[^"\\]|\\["\\n])*)"\];')
LINE = re.compile(r'  (\w+) -> (\w+) \[label="((?:[^"\\]|\\["\\])*)", style=(solid|dashed|dotted)\];')

WILD = (
    '"quoted"', "back\\slash", "a]b[c", "<b>bold</b>", "a|b", "{curly}", "semi;colon", "# hash", "end", "subgraph",
    "100 %", "line\nbreak", "tab\there", "bell\x07", "escape\x1b[31mred", "a;b-->c", "Курск 北京", "&quot;", "x" * 500,
    "#quot;", "\\", '"', "`code`", "\u202eturned", "\u2028line", "nul\x00l",
)  # fmt: skip
"""Names that would open, close or end something, if anything would."""


def why(*events: Event, at: str = "2025-03-16") -> Explanation:
    """Why the one belief that follows is held."""
    picture = State([*SIDES, *events]).picture(Question(at=When.parse(at)))
    (belief,) = picture.beliefs
    return explain(picture, belief.slot.name)


def drawn_by_mermaid(text: str) -> Drawn:
    """The boxes and lines of a chart, each line of which is one or the other and nothing else."""
    first, *rows = text.split("\n")
    assert first == "flowchart LR"
    nodes = {found[1]: found[2].split("<br>") for row in rows if (found := NODE.fullmatch(row))}
    arrows = [found for row in rows if (found := ARROW.fullmatch(row))]
    assert len(nodes) + len(arrows) == len(rows)
    return nodes, [(found[1], found[2], found[3] or "", found[4]) for found in arrows]


def drawn_by_dot(text: str) -> Drawn:
    """The boxes and lines of a graph, each line of which is one or the other and nothing else."""
    head, direction, shape, *rows, last = text.split("\n")
    assert (head, direction, shape, last) == ("digraph why {", "  rankdir=LR;", "  node [shape=box];", "}")
    nodes = {found[1]: found[2].split("\\n") for row in rows if (found := BOX.fullmatch(row))}
    lines = [found for row in rows if (found := LINE.fullmatch(row))]
    assert len(nodes) + len(lines) == len(rows)
    return nodes, [(found[1], found[4], found[3], found[2]) for found in lines]


Drawn = tuple[dict[str, list[str]], list[tuple[str, str, str, str]]]
Draw = Callable[[Explanation], str]
Read = Callable[[str], Drawn]

DRAWN: list[tuple[Draw, Read]] = [(mermaid, drawn_by_mermaid), (dot, drawn_by_dot)]

EVERY_ROLE = (
    area("110 km²", "desk", via=("daily",)), area("<=120 km²", "map"), area("500 km²", "agency"),
    area("110 km²", "kyiv", stance="denies"), event(TerritoryHeld("kursk", "ukraine"), "moscow", "2025-03-16",
                                                   stance="no-comment", field="area"),
    area("300 km²", "desk", "2025-01-10"), area("999 km²", "rumour"),
)  # fmt: skip
"""A report for each role."""


@pytest.mark.parametrize(("draw", "read"), DRAWN)
def test_every_role_is_drawn_and_told_in_words(draw: Draw, read: Read) -> None:
    """Each report has a line to the belief that says what it does; no role is told by the line alone."""
    found = why(*EVERY_ROLE)
    assert {voice.role for voice in found.belief.voices} == set(Role)

    nodes, lines = read(draw(found))

    told = {words.partition(", ")[0] for _, _, words, end in lines if end == "belief"}
    assert told == {words for words, _, _ in LINES.values()}
    assert {start for start, _, _, _ in lines} | {end for _, _, _, end in lines} == set(nodes)


@pytest.mark.parametrize(("draw", "read"), DRAWN)
def test_what_is_drawn(draw: Draw, read: Read) -> None:
    """The belief with value, standing and confidence; each origin; each report with its day, id and weight."""
    report = area("110 km²", "desk", via=("daily",))

    nodes, lines = read(draw(why(report)))

    assert nodes == {
        "belief": ["territory-held/kursk/ukraine.area", "110 km2: reported, 0.80"],
        "origin0": ["desk"],
        "report0": ["desk", "110 km2", f"2025-03-16 {short(report.id)}"],
    }
    assert [(start, words, end) for start, _, words, end in lines] == [
        ("origin0", "through daily", "report0"), ("report0", "says, 1.00", "belief"),
    ]  # fmt: skip


@pytest.mark.parametrize(("draw", "read"), DRAWN)
def test_reports_of_one_origin_hang_on_one_box(draw: Draw, read: Read) -> None:
    """Two spokesmen of one party: two reports, one origin, and the weight stands at the one that counts."""
    _, lines = read(draw(why(area("110 km²", "kyiv"), area("110 km²", "general"))))

    assert {start for start, _, _, _ in lines if start.startswith("origin")} == {"origin0"}
    assert sorted(words for _, _, words, end in lines if end == "belief") == ["says", "says, 0.50"]


@pytest.mark.parametrize(("draw", "read"), DRAWN)
@pytest.mark.parametrize("name", WILD, ids=ascii)
def test_no_name_breaks_a_graph(name: str, draw: Draw, read: Read) -> None:
    """Quotes, brackets, signs of either language, control characters, and words that never end."""
    told = event(Condition("bridge", name, term=name), "desk", "2025-03-16", via=("daily",))

    text = draw(why(told, introduced("desk", name=name), introduced("daily", name=name)))

    nodes, _ = read(text)
    assert set(nodes) == {"belief", "origin0", "report0"}
    assert [sign for sign in text if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} and sign != "\n"] == []
    assert "\u202e" not in text
    assert text.count("{") == text.count("}")
    assert text.count("[") == text.count("]") or draw is dot
    assert max(map(len, text.split("\n"))) <= 12 * LONGEST


def test_in_mermaid_signs_with_a_meaning_are_codes() -> None:
    """Whoever reads the chart sees the name as it is."""
    nodes, _ = drawn_by_mermaid(
        mermaid(why(term("yes", "desk"), introduced("desk", name='The "Desk" [1] <b> #2 {x|y}')))
    )

    shown = html.unescape(re.sub(r"#(\d+);", r"&#\1;", nodes["origin0"][0]))
    assert shown == 'The "Desk" [1] <b> #2 {x|y}'


def test_in_dot_quotes_and_backslashes_are_escaped() -> None:
    """Whoever draws the graph sees the name as it is, also one that ends in a backslash."""
    text = dot(why(term("yes", "desk"), introduced("desk", name='The "Desk" C:\\new \\')))

    (label,) = re.findall(r'  origin0 \[label="(.*)"\];', text)
    assert label == r"The \"Desk\" C:\\new \\"


@pytest.mark.parametrize(("draw", "read"), DRAWN)
def test_a_slot_with_fifty_voices(draw: Draw, read: Read) -> None:
    """Fifty sources, each an origin of its own: all are there, and the names of the boxes are all different."""
    nodes, lines = read(draw(why(*(term("yes", f"source {number}") for number in range(50)))))

    assert len(nodes) == 1 + 50 + 50
    assert len(lines) == 100


def test_a_belief_without_a_value() -> None:
    """What is only denied has a box that says so."""
    nodes, _ = drawn_by_mermaid(mermaid(why(denies("desk"))))

    assert nodes["belief"] == ["state/bridge/destroyed", "no value: denied, 0.20"]


def test_very_long_names_are_cut() -> None:
    """What is cut ends in three dots."""
    nodes, _ = drawn_by_dot(dot(why(term("yes", "desk"), introduced("desk", name="x" * 61))))

    assert nodes["origin0"] == ["x" * (LONGEST - 1) + "…"]
