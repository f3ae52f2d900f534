"""Where places are: names to geometries, from a file that somebody wrote. A ledger holds none."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from newsledger.durable import refusal
from newsledger.errors import InvalidInput
from newsledger.fact import fold
from newsledger.frozen import frozen
from newsledger.problems import Place, Problem, did_you_mean

Geometry = dict[str, Any]

LARGEST = 64 << 20
"""A file of places is read whole, and is at most so long, in bytes."""

LONGITUDE, LATITUDE = 180.0, 90.0

GEOMETRIES = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}
"""The types of geometry that have coordinates (RFC 7946, section 3.1)."""

HEADING = ("name", "latitude", "longitude")


@frozen
class Places:
    """Places by name, as names are compared.

    >>> Places({"kursk": {"type": "Point", "coordinates": [36.19, 51.73]}}).find(["Ukraine", "Kursk"])[0]
    'kursk'
    """

    geometries: dict[str, Geometry] = attrs.field(repr=False)

    def find(self, names: list[str]) -> tuple[str, Geometry] | None:
        """The first of these names that is a place, with its geometry."""
        for name in map(fold, names):
            if name in self.geometries:
                return name, self.geometries[name]
        return None


def read_places(path: str) -> Places:
    r"""Places from a file: CSV with `name`, `latitude` and `longitude`, or GeoJSON whose features have a `name`.

    >>> _ = Path("places.csv").write_text("name,latitude,longitude\nKursk,51.73,36.19\n")
    >>> read_places("places.csv").geometries["kursk"]["coordinates"]
    [36.19, 51.73]

    Raises `InvalidInput` with every problem in the file.
    """
    problems: list[Problem] = []
    found: dict[str, Geometry] = {}
    text = _text(path)
    read = _features if text.lstrip().startswith("{") else _rows
    for name, geometry in read(path, text, problems):
        if fold(name) in found:
            problems.append(_problem(path, "twice", f"{name[:60]!r} stands there twice", "leave one of them out"))
        found[fold(name)] = geometry
    if not found and not problems:
        hint = f"write {','.join(HEADING)}, then a line each"
        problems.append(_problem(path, "no-places", "no place stands there", hint))
    if problems:
        raise InvalidInput(problems)
    return Places(found)


def _text(path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        message = f"{path} cannot be read: {_why(error)}"
        raise InvalidInput([Problem(code="no-file", message=message, hint="name a file that is there")]) from None
    if len(raw) > LARGEST:
        raise InvalidInput(
            [_problem(path, "too-long", f"it is longer than {LARGEST >> 20} MiB", "leave out what no key names")]
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput([_problem(path, "not-utf-8", "it is no text in UTF-8", "save it as UTF-8")]) from None


def _why(error: OSError) -> str:
    known = {
        FileNotFoundError: "there is no such file",
        IsADirectoryError: "it is a folder",
        PermissionError: "you may not",
    }
    return known.get(type(error), refusal(error))


# --- CSV --------------------------------------------------------------------------------------


def _rows(path: str, text: str, problems: list[Problem]) -> Iterator[tuple[str, Geometry]]:
    try:
        reader = csv.DictReader(io.StringIO(text))
        missing = [name for name in HEADING if name not in (reader.fieldnames or ())]
        for name in missing:
            hint = did_you_mean(name, reader.fieldnames or ()) or f"begin with {','.join(HEADING)}"
            problems.append(_problem(path, "unknown-column", f"there is no column {name!r}", hint, 1))
        for row in reader if not missing else ():
            point = _point(path, row, reader.line_num, problems)
            if point is not None:
                yield (row["name"] or "").strip(), point
    except csv.Error:
        problems.append(_problem(path, "bad-table", "it is no CSV", f"begin with {','.join(HEADING)}"))


def _point(path: str, row: dict[str, str], line: int, problems: list[Problem]) -> Geometry | None:
    numbers = [_number(row[name], bound) for name, bound in (("longitude", LONGITUDE), ("latitude", LATITUDE))]
    if not (row["name"] or "").strip():
        problems.append(_problem(path, "no-name", "the place has no name", "write a key as the ledger has it", line))
        return None
    if None in numbers:
        told = f"{(row['latitude'] or '')[:20]!r}, {(row['longitude'] or '')[:20]!r}"
        hint = "latitude from -90 to 90, longitude from -180 to 180, in decimal degrees"
        problems.append(_problem(path, "bad-coordinates", f"no place on earth: {told}", hint, line))
        return None
    return {"type": "Point", "coordinates": numbers}


def _number(text: str | None, bound: float) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) <= bound else None


# --- GeoJSON ----------------------------------------------------------------------------------


def _features(path: str, text: str, problems: list[Problem]) -> Iterator[tuple[str, Geometry]]:
    try:
        loaded = json.loads(text)
    except json.JSONDecodeError as error:
        problems.append(
            _problem(path, "no-json", "it breaks off, or is no JSON, here", "mend it", error.lineno, error.colno)
        )
        return
    except (RecursionError, ValueError):  # nested beyond all measure, or a number of thousands of digits
        problems.append(_problem(path, "too-deep", "it is nested too deep, or a number in it is too long", "mend it"))
        return
    features = loaded.get("features")
    if not isinstance(features, list):
        problems.append(_problem(path, "no-features", "it has no list of features", "save it as a FeatureCollection"))
        return
    for number, feature in enumerate(features, 1):
        named = _named(feature)
        if named is None:
            message = f"feature {number} has no name, or no geometry with coordinates on earth"
            hint = 'each feature needs "properties": {"name": …} and a geometry of one part, in degrees'
            problems.append(_problem(path, "bad-feature", message, hint))
        else:
            yield named


def _named(feature: object) -> tuple[str, Geometry] | None:
    """The name and the geometry of a feature, where it has both."""
    if not isinstance(feature, dict):
        return None
    properties, geometry = feature.get("properties"), feature.get("geometry")
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or not name.strip() or not isinstance(geometry, dict):
        return None
    fits = geometry.get("type") in GEOMETRIES and _on_earth(geometry.get("coordinates"))
    return (name.strip(), {key: geometry[key] for key in ("type", "coordinates")}) if fits else None


def _on_earth(coordinates: object) -> bool:
    """Whether nested lists end in positions of longitude and latitude."""
    if not isinstance(coordinates, list) or not coordinates:
        return False
    if isinstance(coordinates[0], list):
        return all(_on_earth(one) for one in coordinates)
    numbers = all(
        isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one) for one in coordinates
    )
    return numbers and len(coordinates) > 1 and abs(coordinates[0]) <= LONGITUDE and abs(coordinates[1]) <= LATITUDE


def _problem(path: str, code: str, message: str, hint: str, *place: int) -> Problem:
    """A problem of the file, at a line and a column where these are known."""
    line, column = (*place, None, None)[:2]
    return Problem(code=code, message=message, hint=hint, where=Place(file=path, line=line, column=column))
