"""geojson: what is believed of places that a file names, as a map."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, ClassVar

from newsledger.belief import Belief, Role
from newsledger.errors import InvalidInput
from newsledger.exporters import Exporter, Job, exporter
from newsledger.exporters._places import HEADING, Places
from newsledger.exporters._words import about, names, shown, who
from newsledger.fact import Fact
from newsledger.problems import Problem
from newsledger.replay import Picture
from newsledger.rows import BELIEFS, belief_rows

LEFT_OUT = {"at", "public", "known", "zone"}
"""The question, which stands once, above the features."""


@exporter("geojson")
class GeoJson(Exporter):
    """A feature for each belief of which a key is a place (RFC 7946). A ledger holds no coordinates: `places` does."""

    takes: ClassVar = frozenset({"places"})
    losses: ClassVar = {
        "id": "only the ids that a belief rests on",
        "bytes": "left out: a map shows beliefs, not events",
        "recorded": "left out",
        "by": "left out",
        "takings-in": "left out",
        "story": "left out",
        "slot": "only slots of which a key is a place in the file of places",
        "reported": "left out",
        "via": "left out",
        "confidence": "only as it tells in how sure a belief is",
        "likelihood": "left out",
        "quote": "left out",
        "links": "left out",
        "amendments": "only what came of them",
        "ours": "only what came of them",
        "unknown": "left out",
        "redacted": "left out",
        "settings": "left out",
    }

    def write(self, job: Job) -> Iterator[bytes]:
        """A collection of features, with the question above them."""
        places = job.places
        if places is None:
            message = "geojson needs to know where places are, and a ledger holds no coordinates"
            hint = f"--places FILE, a table of {','.join(HEADING)}, or GeoJSON whose features have a name"
            raise InvalidInput([Problem(code="no-places", message=message, hint=hint)])
        picture = job.picture
        head = json.dumps({"type": "FeatureCollection", "newsledger": _question(picture)}, ensure_ascii=False)
        yield (head.removesuffix("}") + ', "features": [').encode()
        before = b"\n"
        there = placed(picture, places)
        for belief, row in zip(picture.beliefs, belief_rows(picture), strict=True):
            found = there.get(belief.slot.order)
            if found is not None:
                yield before + json.dumps(_feature(picture, belief, row, *found), ensure_ascii=False).encode()
                before = b",\n"
        yield b"\n]}\n"


def placed(picture: Picture, places: Places) -> dict[tuple[str, str], tuple[str, dict[str, Any]]]:
    """Where beliefs belong on a map, by their slots: at the first key that is a place, else where the incident was."""
    told = {belief.slot.path[:-1]: belief.value for belief in picture.beliefs if belief.slot.field == "place"}
    found = {}
    for belief in picture.beliefs:
        place = told.get(belief.slot.path[:-1])
        names_ = [*belief.slot.keys, *_told(belief), *([place] if isinstance(place, str) else [])]
        if (there := places.find(names_)) is not None:
            found[belief.slot.order] = there
    return found


def _told(belief: Belief) -> tuple[str, ...]:
    """The keys as they were told, where an alias gave them another name."""
    fact = belief.voices[0].event.said.fact
    return fact.keys() if isinstance(fact, Fact) else ()


def _feature(
    picture: Picture, belief: Belief, row: dict[str, Any], name: str, geometry: dict[str, Any]
) -> dict[str, Any]:
    columns = [column.name for column in BELIEFS if column.name not in LEFT_OUT]
    told = {column: _plain(row[column]) for column in columns if row[column] not in (None, ())}
    words = {"place": name, "title": about(picture, belief), "shown": shown(belief.value), "who": who(picture, belief)}
    sources = names(picture, belief.of(Role.SHOWN, Role.AGREES))
    return {
        "type": "Feature", "id": f"{belief.slot.name}#{belief.slot.dimension or ''}".rstrip("#"), "geometry": geometry,
        "properties": {**words, "sources": sources, **told},
    }  # fmt: skip


def _plain(value: Any) -> Any:  # noqa: ANN401  a cell of any column
    if hasattr(value, "isoformat"):
        from newsledger.exporters._cells import iso

        return iso(value)
    return list(value) if isinstance(value, tuple) else value


def _question(picture: Picture) -> dict[str, Any]:
    from newsledger.as_json import question_json

    return {name: part for name, part in question_json(picture, "newsledger/map/1").items() if part is not None}
