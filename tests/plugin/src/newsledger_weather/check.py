"""gauge-named: levels of which nobody knows where they were measured."""

from collections.abc import Iterator

from newsledger.checks import Inspected, check
from newsledger.problems import WARNING, Problem
from newsledger_weather.kind import RiverLevel


@check("gauge-named")
def gauge_named(inspected: Inspected) -> Iterator[Problem]:
    """Finds levels without a gauge: each gauge has a zero of its own, so they compare with nothing."""
    for event in inspected.events:
        fact = event.said.fact
        if isinstance(fact, RiverLevel) and not fact.gauge:
            yield Problem(
                code="no-gauge",
                severity=WARNING,
                where=inspected.at(event.id),
                message=f"{event.id[:8]}: a level of the {fact.river} that names no gauge",
                hint="void it, and add it again as river-level/RIVER/GAUGE",
            )
