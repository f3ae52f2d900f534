"""undeclared-source: names that speak and that nobody introduced."""

from __future__ import annotations

from collections.abc import Iterator

from newsledger.checks.strict import Considered, strict
from newsledger.event import UNNAMED
from newsledger.fact import fold
from newsledger.problems import WARNING, Problem, nearest


@strict("undeclared-source")
def undeclared_source(considered: Considered) -> Iterator[Problem]:
    """Finds names that no `source` event introduces, each where it speaks first: mistypings, or nobody's side."""
    introduced = considered.sources.introduced()
    seen = {fold(UNNAMED)}
    for event in considered.standing:
        for name in event.said.chain:
            if considered.sources.entry(name).ids or fold(name) in seen:
                continue
            seen.add(fold(name))
            near = nearest(name, introduced)
            yield Problem(
                code="undeclared-source", severity=WARNING, where=considered.at(event.id),
                message=f"{name!r} speaks, and nobody said who that is: it has no side, and the grade of all unknown",
                hint=(f"did you mean {near}? else " if near else "") + f"introduce it: add 'source/{name} = …'",
            )  # fmt: skip
