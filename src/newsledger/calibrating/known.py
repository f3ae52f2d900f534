"""What the ledger already says of each source: proposals repeat none of it and overrule nobody."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from newsledger.event import Event
from newsledger.kinds.source import Source
from newsledger.live import Live
from newsledger.values.when import EVER

MARK = "calibrate:"
"""How the reason of a grade begins that was learned: such a grade is no person's."""


@attrs.frozen(kw_only=True)
class Known:
    """What is declared of one source now. `by_person` is whether somebody, not `calibrate`, gave its grade."""

    source: str
    origin: str
    grade: str | None = None
    by_person: bool = False
    echoes: tuple[str, ...] = ()


def known_sources(alive: Live, events: Iterable[Event], *, zone: str = "UTC") -> dict[str, Known]:
    """What is declared of each source that speaks or was introduced, by its one name.

    Of two declarations the later counts, as in every picture.
    """
    spoken = {alive.names.of(event.said.source) for event in alive.reports if event.said.source}
    told = _declared(alive, events, zone)
    return {
        name: _known(name, alive.sources.origin((name,)), told.get(name, [])) for name in sorted(spoken | told.keys())
    }


def _declared(alive: Live, events: Iterable[Event], zone: str) -> dict[str, list[Source]]:
    dated: dict[str, list[tuple[int, str, Source]]] = {}
    for event in events:
        fact = event.said.fact
        if isinstance(fact, Source) and event.id not in alive.voided:
            since = event.said.occurred.span(zone)[0] if event.said.occurred else EVER
            dated.setdefault(alive.names.of(fact.source), []).append((since, repr(fact), fact))
    return {name: [fact for _, _, fact in sorted(facts, key=lambda one: one[:2])] for name, facts in dated.items()}


def _known(name: str, origin: str, facts: list[Source]) -> Known:
    graded = [fact for fact in facts if fact.grade]
    echoes = [fact.echoes for fact in facts if fact.echoes]
    return Known(
        source=name, origin=origin, echoes=echoes[-1] if echoes else (), grade=graded[-1].grade if graded else None,
        by_person=bool(graded) and not (graded[-1].reason or "").startswith(MARK),
    )  # fmt: skip
