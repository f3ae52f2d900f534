"""conversions: a figure told in two units that do not agree."""

from __future__ import annotations

from collections.abc import Iterator

from newsledger.checks import Inspected, check
from newsledger.errors import InvalidInput
from newsledger.fact import Fact
from newsledger.problems import WARNING, Problem
from newsledger.values.quantity import Quantity


@check("conversions")
def conversions(inspected: Inspected) -> Iterator[Problem]:
    """Finds words such as "110 km² (99 sq mi)", where the report's own conversion is off."""
    for event in inspected.events:
        fact = event.said.fact
        if not isinstance(fact, Fact):
            continue
        for field, value in fact.told_values():
            words = event.said.words(field.name)
            if isinstance(value, Quantity) and words and not agrees(words, value):
                yield Problem(
                    code="conversion-disagrees", severity=WARNING, where=inspected.at(event.id),
                    message=f"{event.id[:8]}: the two figures in {words!r} are not the same amount",
                    hint="the first is kept as told; a note may say that the report miscounted",
                )  # fmt: skip


def agrees(words: str, value: Quantity) -> bool:
    """Whether a conversion in the words meets the figure; words without one agree."""
    try:
        return Quantity.read(words, unit=value.unit).conversion_agrees is not False
    except InvalidInput:
        return True
