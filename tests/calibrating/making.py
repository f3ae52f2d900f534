"""A made-up ledger of departures in which who is right, and who copies whom, is known by construction."""

from __future__ import annotations

from collections.abc import Iterator

from newsledger.calibrating import Claim, Known
from newsledger.event import Said, say
from newsledger.kinds.indicator import Indicator
from newsledger.values.quantity import Quantity

WRONG = {"pier": (25, 31), "radio": (13, 57), "app": (11, 83), "board": (8, 109), "wire": (3, 37)}
"""Each source errs on every so many-th ferry, by so many minutes: no two by the same."""

COPIES = {"mirror": "wire"}
DAY = "2025-03-16"
SCOPE = "indicator/*/departure"


def told(source: str, ferry: int) -> int:
    """What a source says of a ferry."""
    source = COPIES.get(source, source)
    every, late = WRONG[source]
    return 601 + 2 * ferry + (late * 2 if ferry % every == 0 else 0)


def rows(ferries: int = 400) -> Iterator[tuple[str, int, int]]:
    """Source, ferry, minute: what everybody says."""
    for ferry in range(1, ferries + 1):
        for source in (*WRONG, *COPIES):
            yield source, ferry, told(source, ferry)


def claims(ferries: int = 400) -> list[Claim]:
    """The same as claims."""
    return [claim(source, f"ferry {ferry}", str(minute)) for source, ferry, minute in rows(ferries)]


def claim(source: str, about: str, value: str, *, origin: str | None = None, scope: str = SCOPE) -> Claim:
    """One claim, in words."""
    return Claim(source=source, origin=origin or source, about=about, scope=scope, value=value)


def saids(ferries: int = 400) -> list[Said]:
    """The same as reports."""
    return [
        say(
            Indicator(f"ferry {ferry}", "departure", number=Quantity.read(f"{minute} minutes")),
            source=source,
            reported=DAY,
        )
        for source, ferry, minute in rows(ferries)
    ]


def nobody_declared(*names: str) -> dict[str, Known]:
    """Sources of which nothing is declared."""
    return {name: Known(source=name, origin=name) for name in names or (*WRONG, *COPIES)}
