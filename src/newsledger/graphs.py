"""An explanation as a graph: origins, their reports, and what each does for the value. As Mermaid, or as DOT."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from newsledger.belief import Role, Voice, value_text
from newsledger.event import short
from newsledger.explanation import Explanation
from newsledger.reckoning import short_number

LINES = {
    Role.SHOWN: ("says", "-->", "solid"),
    Role.AGREES: ("agrees", "-->", "solid"),
    Role.DIFFERS: ("differs", "-.->", "dashed"),
    Role.DENIES: ("denies", "-.->", "dashed"),
    Role.SILENT: ("would not say", "-.-", "dotted"),
    Role.EARLIER: ("said earlier", "-.-", "dotted"),
    Role.APART: ("not counted", "-.-", "dotted"),
}
"""What each role is called, and how its line is drawn in either language: never by colour alone."""

UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control and bidirectional characters: what no drawing can show, and what turns its text round."""

LONGEST = 60
"""So many characters of a label are shown."""


@attrs.frozen
class Node:
    """A box: its name in the graph, and the lines of text in it."""

    name: str
    lines: tuple[str, ...]


@attrs.frozen
class Edge:
    """A line from one box to another."""

    start: str
    end: str
    words: str
    role: Role | None = None


def parts(why: Explanation) -> tuple[list[Node], list[Edge]]:
    """The boxes and lines of an explanation: the belief, each origin that speaks of it, each report."""
    belief = why.belief
    told = "no value" if belief.value is None else value_text(belief.value)
    sure = "" if belief.confidence is None else f", {short_number(belief.confidence)}"
    nodes = [Node("belief", (belief.slot.name, f"{told}: {belief.standing}{sure}"))]
    origins = {origin: f"origin{at}" for at, origin in enumerate(sorted({voice.origin for voice in belief.voices}))}
    nodes += [Node(name, (why.picture.label(origin),)) for origin, name in origins.items()]
    edges: list[Edge] = []
    for at, voice in enumerate(belief.voices):
        nodes.append(Node(f"report{at}", _report(why, voice)))
        edges.append(Edge(origins[voice.origin], f"report{at}", _through(why, voice)))
        edges.append(Edge(f"report{at}", "belief", _does(voice), voice.role))
    return nodes, edges


def _report(why: Explanation, voice: Voice) -> tuple[str, ...]:
    value = "" if voice.value is None else value_text(voice.value)
    return (why.picture.label(voice.source), value, f"{voice.event.said.reported} {short(voice.event.id)}")


def _through(why: Explanation, voice: Voice) -> str:
    via = voice.event.said.via
    return f"through {', '.join(why.picture.label(link) for link in via)}" if via else ""


def _does(voice: Voice) -> str:
    words = LINES[voice.role][0]
    return f"{words}, {short_number(voice.weighing.weight)}" if voice.weighing.counted else words


def mermaid(why: Explanation) -> str:
    """An explanation as a Mermaid flow chart, to stand in a Markdown page.

    >>> import newsledger as nl
    >>> picture = nl.open("events").replay("2025-03-16")
    >>> print(mermaid(nl.explain(picture, "kursk/ukraine.area")).splitlines()[0])
    flowchart LR
    """
    nodes, edges = parts(why)
    rows = [f'    {node.name}["{"<br>".join(map(_for_mermaid, filter(None, node.lines)))}"]' for node in nodes]
    rows += [f"    {edge.start} {_arrow(edge)} {edge.end}" for edge in edges]
    return "\n".join(["flowchart LR", *rows])


def _arrow(edge: Edge) -> str:
    arrow = "---" if edge.role is None else LINES[edge.role][1]
    return f'{arrow}|"{_for_mermaid(edge.words)}"|' if edge.words else arrow


def _for_mermaid(text: str) -> str:
    """Text that opens and closes nothing: Mermaid takes entity codes where signs have a meaning."""
    return "".join(_entities(_cut(text)))


def _entities(text: str) -> Iterator[str]:
    for sign in text:
        yield sign if sign.isalnum() or sign in " ,.:;/-'²()~%" else f"#{ord(sign)};"


def dot(why: Explanation) -> str:
    """An explanation as a graph for Graphviz.

    >>> import newsledger as nl
    >>> picture = nl.open("events").replay("2025-03-16")
    >>> print(dot(nl.explain(picture, "kursk/ukraine.area")).splitlines()[0])
    digraph why {
    """
    nodes, edges = parts(why)
    rows = [f'  {node.name} [label="{_label(node)}"];' for node in nodes]
    rows += [f'  {edge.start} -> {edge.end} [label="{_for_dot(edge.words)}", style={_style(edge)}];' for edge in edges]
    return "\n".join(["digraph why {", "  rankdir=LR;", "  node [shape=box];", *rows, "}"])


def _label(node: Node) -> str:
    return "\\n".join(map(_for_dot, filter(None, node.lines)))


def _style(edge: Edge) -> str:
    return "solid" if edge.role is None else LINES[edge.role][2]


def _for_dot(text: str) -> str:
    return _cut(text).replace("\\", "\\\\").replace('"', '\\"')


def _cut(text: str) -> str:
    plain = UNSEEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", " ".join(text.split()))
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"
