"""Who speaks, and of what: sources, stories, slots."""

from __future__ import annotations

import attrs

from benchmarks.workload.draw import Draw

SLOTS = 2_000
EVENTS_PER_SLOT = 5
"""A ledger that is too small for all slots has one for each five events, and one of each kind at least."""

ORIGINS = 40
OUTLETS = 160
FED = OUTLETS // 3
"""A third of the outlets live on what one of the origins says."""

STORIES = (600, 400, 280, 200, 150, 110, 80, 60, 50, 40, 20, 10)
"""How many slots each story has: few have most. One has fifty, as a story that a desk follows."""

FIFTY = STORIES.index(50)
PARTIES = ("aldia", "borea", "caldo", "dorne", "elvar", "fenia", "galt", "hestia")
REGIONS = 300

SHARES = {
    "territory-held": 25, "indicator": 25, "statement": 20, "casualties": 10, "state": 10, "position": 3, "term": 2,
    "incident": 1, "control": 1,
}  # fmt: skip
"""The kinds of reports, in parts of a hundred. What is left are amendments and sources."""


@attrs.frozen(kw_only=True)
class Slot:
    """What is reported on: a kind, its keys, the figure that most tell, and the origins that speak of it."""

    number: int
    kind: str
    keys: tuple[str, ...]
    figure: int
    story: str
    voices: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Cast:
    """All that a ledger of one size is about. `fed` are outlets by the origin that feeds them."""

    slots: tuple[Slot, ...]
    sources: tuple[str, ...]
    fed: dict[str, str]
    by_kind: dict[str, tuple[Slot, ...]]


def cast(events: int, draw: Draw) -> Cast:
    """The sources and slots of a ledger of that many events."""
    origins = [f"origin-{number:02}" for number in range(ORIGINS)]
    outlets = [f"outlet-{number:03}" for number in range(OUTLETS)]
    fed = {outlet: draw.early(origins) for outlet in outlets[:FED]}
    voices = draw.shuffled([*origins, *outlets[FED:]])
    slots = _slots(max(len(SHARES), min(SLOTS, events // EVENTS_PER_SLOT)), voices, draw)
    by_kind = {kind: tuple(slot for slot in slots if slot.kind == kind) for kind in SHARES}
    return Cast(slots=slots, sources=(*fed, *origins, *outlets[FED:]), fed=fed, by_kind=by_kind)


def _slots(number: int, voices: list[str], draw: Draw) -> tuple[Slot, ...]:
    parts = {kind: number * share // sum(SHARES.values()) for kind, share in SHARES.items()}
    kinds = [*SHARES, *(kind for kind, part in parts.items() for _ in range(part - 1))]
    kinds += ["territory-held"] * (number - len(kinds))
    told = [story for story, slots in enumerate(STORIES) for _ in range(slots)]
    seen: set[tuple[str, ...]] = set()
    found = []
    for at, (kind, story) in enumerate(zip(draw.shuffled(kinds[:number]), told, strict=False)):
        keys = _keys(kind, draw)
        while (kind, *keys) in seen:
            keys = _keys(kind, draw)
        seen.add((kind, *keys))
        found.append(
            Slot(number=at, kind=kind, keys=keys, figure=draw.between(2, 9) * 10 ** draw.between(1, 3),
                 story=f"story-{story:02}", voices=tuple(draw.some(voices, draw.between(3, 10))))
        )  # fmt: skip
    return tuple(found)


def _keys(kind: str, draw: Draw) -> tuple[str, ...]:
    region, party = f"region-{draw.skewed(REGIONS):03}", draw.early(PARTIES)
    topic = f"topic {draw.below(REGIONS):03}"
    return {
        "territory-held": (region, party),
        "indicator": (region, f"measure {draw.skewed(REGIONS):03}"),
        "statement": (party, topic),
        "casualties": (party, draw.one(("killed", "wounded", "captured")), "military", "total", topic),
        "state": (region, f"condition {draw.skewed(REGIONS):03}"),
        "position": (f"proposal {draw.below(REGIONS):03}", party),
        "term": (f"proposal {draw.below(REGIONS):03}", party, topic),
        "incident": (f"strike on {region} {draw.below(REGIONS):03}",),
        "control": (f"{region} town {draw.below(REGIONS):03}",),
    }[kind]
