"""Each format by its own library: what we write is read there, and says what the ledger says."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.exporters.exporting import EVENTS, exported, job, written

import newsledger as nl
from newsledger import codec
from newsledger.event import Event, Said, say
from newsledger.exporters import Places, export, prepare
from newsledger.fact import Unknown
from newsledger.testing import ledgers

FEW = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
"""Other people's validators are slow, and what varies is drawn elsewhere too."""

KURSK = Places({"kursk": {"type": "Point", "coordinates": [36.19, 51.73]}})

CLOUDEVENT = {
    "type": "object",
    "required": ["id", "source", "specversion", "type"],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "source": {"type": "string", "minLength": 1},
        "specversion": {"const": "1.0"},
        "type": {"type": "string", "minLength": 1},
        "subject": {"type": "string", "minLength": 1},
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
    },
    "propertyNames": {"pattern": "^[a-z0-9]{1,20}$"},
}
"""The attributes of CloudEvents 1.0.2, and how they may be named."""

FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_text"],
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "content_text": {"type": "string", "minLength": 1},
                    "date_published": {"type": "string", "format": "date-time"},
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "authors": {"type": "array", "items": {"type": "object", "required": ["name"]}},
                },
            },
        },
    },
}
"""JSON Feed 1.1, as far as it is used."""

DATE = {
    "type": "object",
    "required": ["year"],
    "properties": {
        "year": {"type": "integer"},
        "month": {"type": "integer", "minimum": 1, "maximum": 12},
        "day": {"type": "integer", "minimum": 1, "maximum": 31},
        "hour": {"type": "integer", "minimum": 0, "maximum": 23},
        "minute": {"type": "integer", "minimum": 0, "maximum": 59},
    },
    "additionalProperties": False,
}

TIMELINE = {
    "type": "object",
    "required": ["events"],
    "properties": {
        "events": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["start_date", "text", "unique_id"],
                "properties": {"start_date": DATE, "end_date": DATE, "text": {"required": ["headline", "text"]}},
            },
        }
    },
}
"""The JSON of TimelineJS 3, as its documentation describes it."""

REVIEWS = {
    "type": "object",
    "required": ["@context", "@graph"],
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@graph": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["@type", "claimReviewed", "reviewRating", "author", "datePublished"],
                "properties": {
                    "@type": {"const": "ClaimReview"},
                    "claimReviewed": {"type": "string", "minLength": 1},
                    "reviewRating": {"type": "object", "required": ["@type", "alternateName"]},
                    "url": {"type": "string", "pattern": "^https?://"},
                },
            },
        },
    },
}
"""What schema.org and those who read ClaimReview ask for."""

SCHEMATA = {"jsonfeed": FEED, "timelinejs": TIMELINE, "claimreview": REVIEWS}


def story(name: str, **how: object) -> bytes:
    """The first story in another format."""
    return b"".join(export(nl.open(EVENTS), name, "2025-03-16", story="kursk", **how))


def check(instance: object, schema: dict[str, Any]) -> None:
    """Holds JSON to a schema."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is of the group formats")
    jsonschema.validate(instance, schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("name", sorted(SCHEMATA))
@FEW
@given(events=ledgers())
def test_json_fits_its_schema(name: str, events: list[Event]) -> None:
    """Whatever a ledger holds, the JSON has the members and types that its readers expect."""
    check(json.loads(exported(name, events)), SCHEMATA[name])


@pytest.mark.parametrize("name", sorted(SCHEMATA))
def test_the_first_story_fits_its_schema(name: str) -> None:
    """The first story has something to tell in each format."""
    told = json.loads(story(name, **({} if name in ("claimreview", "timelinejs") else {"since": "2025-03-10"})))
    check(told, SCHEMATA[name])

    assert len(next(value for value in told.values() if isinstance(value, list))) > 20


@FEW
@given(events=ledgers())
def test_cloud_events_fit_their_schema(events: list[Event]) -> None:
    """Each has the attributes of CloudEvents 1.0, named as these may be."""
    for one in json.loads(exported("cloudevents", events)):
        check(one, CLOUDEVENT)


def test_cloud_events_are_read_by_their_library() -> None:
    """The library of CloudEvents takes each of them."""
    http = pytest.importorskip("cloudevents.core.v1.event", reason="cloudevents is of the group formats")
    for one in json.loads(story("cloudevents")):
        data = one.pop("data")
        one["time"] = datetime.fromisoformat(one["time"])
        assert http.CloudEvent(one, data).get_type().startswith("newsledger.")


@FEW
@given(events=ledgers())
def test_stix_is_read_by_its_library(events: list[Event]) -> None:
    """stix2 parses the bundle strictly; each reference leads to an object of it; no confidence leaves 0 to 100."""
    stix2 = pytest.importorskip("stix2", reason="stix2 is of the group formats")
    told = json.loads(exported("stix", events))
    stix2.parse(told, version="2.1")
    objects = told.get("objects", [])
    ids = [one["id"] for one in objects]

    assert len(ids) == len(set(ids))
    refs = {ref for one in objects for ref in one.get("object_refs", [])}
    assert refs <= set(ids)


def test_stix_takes_what_nobody_is_named_for() -> None:
    """A report without a source is a note about ourselves, for a note must be about something."""
    stix2 = pytest.importorskip("stix2", reason="stix2 is of the group formats")
    content = exported("stix", [codec.stamp(Said(fact=Unknown("tide", {})), recorded=datetime.now(UTC), by="ann")])

    assert [one["type"] for one in stix2.parse(content.decode(), version="2.1").objects].count("note") == 1


def test_stix_tells_the_story() -> None:
    """Sources are identities, reports and beliefs notes, denials of what somebody asserts opinions."""
    stix2 = pytest.importorskip("stix2", reason="stix2 is of the group formats")
    bundle = stix2.parse(story("stix").decode(), version="2.1")
    by_type: dict[str, list[Any]] = {}
    for one in bundle.objects:
        by_type.setdefault(one["type"], []).append(one)

    assert [one.opinion for one in by_type["opinion"]] == ["strongly-disagree"]
    assert "denied by Kyiv" in by_type["opinion"][0].explanation
    area = next(one for one in by_type["note"] if one.abstract.startswith("kursk, Ukraine (area): 110 km²"))
    assert area.confidence == 59
    assert len(area.object_refs) >= 3


@FEW
@given(events=ledgers())
def test_prov_is_read_by_its_library(events: list[Event]) -> None:
    """The package prov reads the document, and writes the same one."""
    model = pytest.importorskip("prov.model", reason="prov is of the group formats")
    content = exported("prov", events).decode()
    read = model.ProvDocument.deserialize(io.StringIO(content), format="json")
    again = model.ProvDocument.deserialize(io.StringIO(read.serialize(format="json")), format="json")

    assert read == again
    assert len(read.get_records()) >= sum(len(group) for name, group in json.loads(content).items() if name == "entity")


def test_prov_tells_who_said_what() -> None:
    """The area rests on its reports, these are of the officials and of the bloggers, and somebody took them in."""
    told = json.loads(story("prov"))
    belief = next(
        key for key, one in told["entity"].items() if one.get("nl:slot") == "territory-held/kursk/ukraine.area"
    )
    used = [one["prov:usedEntity"] for one in told["wasDerivedFrom"].values() if one["prov:generatedEntity"] == belief]
    agents = {one["prov:agent"] for one in told["wasAttributedTo"].values() if one["prov:entity"] in used}

    assert {"nl:source/ru-mil-officials", "nl:source/ru-war-bloggers"} <= agents or len(agents) >= 3
    assert told["agent"]["nl:recorder/desk"] == {"prov:label": "desk"}


def test_prov_tells_what_was_taken_back() -> None:
    """A retraction and a correction invalidate what they aim at; a correction is a revision of it."""
    told = json.loads(b"".join(export(nl.open(EVENTS), "prov", "2026-08-20", story="ridge-fire")))

    assert len(told["wasInvalidatedBy"]) == 2
    assert [one for one in told["wasDerivedFrom"].values() if one.get("prov:type") == "prov:Revision"]


@FEW
@given(events=ledgers())
def test_atom_is_read_by_a_reader(events: list[Event]) -> None:
    """Feedparser finds nothing wrong with it, and an id, a title and a date in each entry."""
    feedparser = pytest.importorskip("feedparser", reason="feedparser is of the group formats")
    feed = feedparser.parse(exported("atom", events))

    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.id
    assert feed.feed.updated
    assert all(entry.id and entry.title and entry.updated_parsed for entry in feed.entries)
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)


def test_atom_and_json_feed_tell_the_same_changes() -> None:
    """Two feeds of one question have the same items, the newest first."""
    feedparser = pytest.importorskip("feedparser", reason="feedparser is of the group formats")
    atom = feedparser.parse(story("atom", since="2025-03-12", site="https://example.org/kursk"))
    feed = json.loads(story("jsonfeed", since="2025-03-12", site="https://example.org/kursk"))

    assert [entry.id for entry in atom.entries] == [item["id"] for item in feed["items"]]
    assert feed["home_page_url"] == atom.feed.link == "https://example.org/kursk"
    assert "crimes against civilians: yes (disputed)" in " ".join(item["title"] for item in feed["items"])
    assert atom.entries == sorted(atom.entries, key=lambda entry: entry.updated, reverse=True)


@FEW
@given(events=ledgers())
def test_geojson_is_read_by_its_library(events: list[Event]) -> None:
    """The package geojson finds no fault, and each feature is of a place that the file names."""
    geojson = pytest.importorskip("geojson", reason="geojson is of the group formats")
    told = geojson.loads(exported("geojson", events))

    assert told.is_valid, told.errors()
    assert {feature["properties"]["place"] for feature in told.features} <= {
        "kursk",
        "sudzha",
        "курск",
        "ukraine",
        "russia",
        "bridge",
        "elbe",
    }
    assert len({feature["id"] for feature in told.features}) == len(told.features)


def test_geojson_tells_what_is_held() -> None:
    """The area of Kursk stands at Kursk, as text, claimed."""
    told = json.loads(story("geojson", places=KURSK))
    area = next(one for one in told["features"] if one["id"] == "territory-held/kursk/ukraine.area")

    assert area["geometry"] == {"type": "Point", "coordinates": [36.19, 51.73]}
    assert (area["properties"]["value"], area["properties"]["best"]) == ("110 km2", "110")
    assert area["properties"]["standing"] == "claimed"


FTM = """
import sys
from followthemoney import model
from followthemoney.statement.serialize import read_csv_statements
told = list(read_csv_statements(sys.stdin.buffer))
for one in told:
    prop = model.get(one.schema).get(one.prop)
    assert prop is not None and prop.type.name == one.prop_type, one.prop
    assert prop.type.validate(one.value), (one.prop, one.value)
    assert one.generate_key() == one.id
print(len(told))
"""


@FEW
@given(events=ledgers())
def test_statements_are_read_by_follow_the_money(events: list[Event]) -> None:
    """Each statement is read: its property is of that schema and type, its id the one that they would make."""
    serialize = pytest.importorskip(
        "followthemoney.statement.serialize", reason="followthemoney needs ICU: it is of a group of its own"
    )
    model = pytest.importorskip("followthemoney").model
    content = exported("ftm", events)
    told = list(serialize.read_csv_statements(io.BytesIO(content)))
    for one in told:
        prop = model.get(one.schema).get(one.prop)
        assert prop is not None
        assert prop.type.name == one.prop_type
        assert prop.type.validate(one.value)
        assert one.generate_key() == one.id
    assert len(told) == content.count(b"\n") - 1 or b"\n" in content


# --- what is told cannot do harm ---------------------------------------------------------------

ATTACK = "<script>alert(1)</script>\x07\u202e"


@pytest.fixture
def attack() -> list[Event]:
    """A report whose every word is an attack on whoever shows it."""
    ledger = nl.in_memory()
    fact = nl.State("=cmd|' /C calc'!A0", ATTACK, term="yes")
    told = say(fact, source=f"src {ATTACK}", reported="2025-03-16", url="javascript:alert(1)", quote=ATTACK)
    ledger.append(told)
    return ledger.events()


@pytest.mark.parametrize("name", ["atom", "timelinejs", "markdown", "jsonfeed", "csv"])
def test_what_is_told_does_nothing(name: str, attack: list[Event]) -> None:
    """No tag, no address that runs, no formula and no control character reaches a page or a cell."""
    content = exported(name, attack).decode()

    assert "javascript:" not in content or name == "csv"
    assert name in ("csv", "jsonfeed") or not re.search(r"(?<!\\)<script", content)
    assert not {"\x07", "\u202e"} & set(content) or name == "csv"
    assert not re.search(r'(^|,)"?=', content, re.MULTILINE) or name != "csv"


def test_follow_the_money_in_a_process() -> None:
    """Statements of the first story, read by followthemoney on its own."""
    pytest.importorskip("followthemoney", reason="followthemoney needs ICU: it is of a group of its own")
    done = subprocess.run([sys.executable, "-c", FTM], input=story("ftm"), capture_output=True, check=False)

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 500


def test_the_site_stands_where_it_is_published() -> None:
    """With a site each review has an address there; without one it has none."""
    ledger = nl.open(EVENTS)
    bare, placed = (
        json.loads(written("claimreview", prepare(ledger, "2025-03-16", site=site)))
        for site in (None, "https://e.org/k")
    )

    assert all(one["url"].startswith("https://e.org/k#") for one in placed["@graph"])
    assert not any("url" in one for one in bare["@graph"])


def test_a_job_tells_what_it_is_asked() -> None:
    """A job knows its title, its zone and its period."""
    made = job([])

    assert (made.title, made.zone, made.start().text) == ("Test", "UTC", "2025-03-09")
