"""undeclared-name: whom a source is said to draw on, echo, speak for or oppose, and whom nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

from newsledger.checks.strict import Considered, strict
from newsledger.fact import fold
from newsledger.kinds.source import Source
from newsledger.problems import WARNING, Problem, nearest
from newsledger.sources import MIXED


@strict("undeclared-name")
def undeclared_name(considered: Considered) -> Iterator[Problem]:
    """Finds names that only a declaration uses: of sources any, of parties those that look like another."""
    sources = considered.sources
    known = {*sources.introduced(), *(fold(link) for event in considered.standing for link in event.said.chain)}
    for event in considered.events:
        fact = event.said.fact
        if not isinstance(fact, Source) or event.id not in sources.entry(fact.source).ids:
            continue
        for word, name, is_party in _named(fact):
            near = None if sources.entry(name).ids or fold(name) in known else nearest(name, known)
            if sources.entry(name).ids or fold(name) in known or (is_party and near is None):
                continue
            hint = f"did you mean {near}? else introduce it" if near else "introduce it"
            yield Problem(
                code="undeclared-name", severity=WARNING, where=considered.at(event.id),
                message=f"{event.id[:8]}: {fact.source} {word} {name!r}, and nobody said who that is",
                hint=f"{hint}: add 'source/{name} = …'",
            )  # fmt: skip


def _named(fact: Source) -> Iterator[tuple[str, str, bool]]:
    """The names that a declaration uses: the words for what they are, and whether each is a party's."""
    told = [
        ("draws on", fact.derived_from, False),
        ("speaks for", fact.speaks_for, True),
        ("is of side", fact.side, True),
    ]
    told += [("echoes", one.name, False) for one in fact.echoed()]
    told += [("opposes", name, True) for name in fact.opposes or ()]
    yield from ((word, name, party) for word, name, party in told if name and name != MIXED)
