"""A file of places: a table or GeoJSON, and everything that may be wrong with either."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.errors import InvalidInput
from newsledger.exporters import read_places

SQUARE = {"type": "Polygon", "coordinates": [[[35, 51], [36, 51], [36, 52], [35, 51]]]}


def feature(name: object = "Kursk", geometry: object = SQUARE) -> dict[str, object]:
    """A feature of GeoJSON."""
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


def collection(*features: object) -> str:
    """Features as a file."""
    return json.dumps({"type": "FeatureCollection", "features": features})


WRONG = {
    "": "unknown-column",
    "name,latitude,longitude\n": "no-places",
    "name,lat,longitude\nKursk,1,2\n": "unknown-column",
    "place,y,x\nKursk,1,2\n": "unknown-column",
    "name,latitude,longitude\nKursk,91,2\n": "bad-coordinates",
    "name,latitude,longitude\nKursk,1,-181\n": "bad-coordinates",
    "name,latitude,longitude\nKursk,north,2\n": "bad-coordinates",
    "name,latitude,longitude\nKursk,nan,inf\n": "bad-coordinates",
    "name,latitude,longitude\nKursk,1\n": "bad-coordinates",
    "name,latitude,longitude\n ,1,2\n": "no-name",
    "name,latitude,longitude\nKursk,1,2\nkursk,1,2\n": "twice",
    '{"features": [': "no-json",
    "{}": "no-features",
    '{"features": 7}': "no-features",
    '{"features": []}': "no-places",
    collection(feature(name=7)): "bad-feature",
    collection(feature(name=" ")): "bad-feature",
    collection("Kursk"): "bad-feature",
    collection(feature(geometry=None)): "bad-feature",
    collection(feature(geometry={"type": "Circle", "coordinates": [1, 2]})): "bad-feature",
    collection(feature(geometry={"type": "Point", "coordinates": [200, 2]})): "bad-feature",
    collection(feature(geometry={"type": "Point", "coordinates": ["1", "2"]})): "bad-feature",
    collection(feature(geometry={"type": "Point", "coordinates": [True, False]})): "bad-feature",
    collection(feature(geometry={"type": "Point", "coordinates": []})): "bad-feature",
    "{" * 100_000: "no-json",
    '{"features": ' + "[" * 100_000: "too-deep",
}  # fmt: skip
"""Files that are none, and the code of the first problem that is told."""


def test_a_table_names_points(tmp_path: Path) -> None:
    """Latitude and longitude make a point in the order of GeoJSON; names are found as names are compared."""
    path = tmp_path / "places.csv"
    path.write_text("\ufeffname,latitude,longitude,remark\nКУРСК,51.73,36.19,\n", encoding="utf-8")
    found = read_places(str(path)).find(["nowhere", "курск"])

    assert found == ("курск", {"type": "Point", "coordinates": [36.19, 51.73]})


def test_geojson_brings_shapes(tmp_path: Path) -> None:
    """A feature's geometry is taken as it is, without what stands beside it."""
    path = tmp_path / "places.geojson"
    path.write_text(collection(feature(geometry={**SQUARE, "bbox": [1, 2, 3, 4]})))

    assert read_places(str(path)).find(["KURSK"]) == ("kursk", SQUARE)


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_told(tmp_path: Path, text: str) -> None:
    """Each fault has its code, the file, and what to write instead."""
    path = tmp_path / "places"
    path.write_text(text)
    with pytest.raises(InvalidInput) as refused:
        read_places(str(path))

    assert refused.value.problems[0].code == WRONG[text]
    assert all(one.where.file == str(path) and one.hint for one in refused.value.problems)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """Three bad lines are three problems, each with its line."""
    path = tmp_path / "places.csv"
    path.write_text("name,latitude,longitude\nA,1,2\nB,x,2\n,3,4\nC,1,999\n")
    with pytest.raises(InvalidInput) as refused:
        read_places(str(path))

    assert [one.where.line for one in refused.value.problems] == [3, 4, 5]


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    """No file, or a folder, is told by its name."""
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_places(str(tmp_path / name))


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are told as such."""
    (tmp_path / "places.csv").write_bytes(b"name,latitude,longitude\n\xff\xfe,1,2\n")
    with pytest.raises(InvalidInput, match="no text in UTF-8"):
        read_places(str(tmp_path / "places.csv"))


@given(st.binary(max_size=200))
def test_no_file_is_a_fault_of_ours(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever stands in the file, it is read, or refused in words."""
    path = tmp_path_factory.mktemp("places") / "places"
    path.write_bytes(content)
    try:
        assert read_places(str(path)).geometries
    except InvalidInput as error:
        assert error.problems  # noqa: PT017  one of two good ends
