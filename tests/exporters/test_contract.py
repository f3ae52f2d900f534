"""What holds for every exporter: its losses are told, all else is carried, and the same ledger gives the same bytes."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exporters.exporting import EVENTS, WRITES, exported, job, written

import newsledger as nl
from newsledger import codec, exporters
from newsledger.event import Event, Said, say
from newsledger.fact import Fact, Unknown
from newsledger.kinds.note import Note
from newsledger.kinds.redaction import Redaction
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.source import Source
from newsledger.kinds.territory_held import TerritoryHeld
from newsledger.live import Question
from newsledger.testing import ledgers, questions
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

TAKEN_IN = datetime(2025, 3, 16, 12, tzinfo=UTC)

ALL = {
    "source": "ru-mil", "via": ("daily",), "occurred": "2025-03-15", "reported": "2025-03-16", "story": "kursk",
    "confidence": "70 %", "likelihood": "possibly", "quote": "They hold little.", "language": "en",
    "url": "https://example.org/a", "archive": "https://archive.example/a", "told": {"area": "just 110 km2"},
}  # fmt: skip
"""An envelope in which nothing is empty."""


def stamped(said: Said, *, recorded: datetime = TAKEN_IN, by: str = "ann") -> Event:
    """What was said, taken in."""
    return codec.stamp(said, recorded=recorded, by=by)


def report(region: str = "kursk", area: str = "110 km2", **changed: object) -> Said:
    """A report with every part of an envelope, but for what is changed."""
    envelope: dict[str, Any] = {**ALL, **changed}
    return say(TerritoryHeld(region, "ukraine", area=Quantity.read(area)), **envelope)


FIRST = stamped(report())


def unknown(word: str) -> Event:
    """A report of a kind that is not known here."""
    return stamped(say_unknown(word))


def say_unknown(word: str) -> Said:
    """What a line of another program may say."""
    kept = {"source": "ru-mil", "reported": When.parse("2025-03-16"), "occurred": When.parse("2025-03-15")}
    return Said(fact=Unknown("tide", {"height": word}), **kept)  # type: ignore[arg-type]  # one dict of several types


def retraction(reason: str) -> Event:
    """The report, taken back by whoever made it."""
    fact = Retraction(FIRST.id, reason=reason)
    return stamped(say(fact, source="ru-mil", reported="2025-03-16", occurred="2025-03-16"))


def ours(fact: Fact) -> Event:
    """An entry of ours."""
    return stamped(say(fact))


MADE = re.compile(
    rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![0-9a-f])([0-9a-f]{40}|[0-9a-f]{32}|[0-9a-f]{8})(?![0-9a-f])"
)
"""Ids, whole or short, and what is made of them: they differ whatever else does."""


def without_ids(content: bytes) -> bytes:
    """What stands in a file beside ids."""
    return MADE.sub(b"-", content)


PAIRS: dict[str, tuple[list[Event], list[Event]]] = {
    "recorded": ([FIRST], [stamped(report(), recorded=datetime(2025, 3, 16, 13, tzinfo=UTC))]),
    "by": ([FIRST], [stamped(report(), by="bob")]),
    "takings-in": ([FIRST], [FIRST, stamped(report(), recorded=datetime(2025, 3, 17, tzinfo=UTC))]),
    "story": ([FIRST], [stamped(report(story="sumy"))]),
    "slot": ([FIRST], [stamped(report("sudzha"))]),
    "value": ([FIRST], [stamped(report(area="~110 km2"))]),
    "told": ([FIRST], [stamped(report(told={"area": "only 110 km2"}))]),
    "stance": ([FIRST], [stamped(report(stance="denies"))]),
    "occurred": ([FIRST], [stamped(report(occurred="2025-03-15~"))]),
    "reported": ([FIRST], [stamped(report(reported="2025-03-15/2025-03-16"))]),
    "source": ([FIRST], [stamped(report(source="kyiv"))]),
    "via": ([FIRST], [stamped(report(via=("weekly",)))]),
    "confidence": ([FIRST], [stamped(report(confidence="71 %"))]),
    "likelihood": ([FIRST], [stamped(report(likelihood="probably"))]),
    "quote": ([FIRST], [stamped(report(quote="They hold nothing."))]),
    "links": ([FIRST], [stamped(report(url="https://example.org/b"))]),
    "amendments": ([FIRST, retraction("misheard")], [FIRST, retraction("mistyped")]),
    "ours": ([FIRST, ours(Note(FIRST.id, meaning="ask again"))], [FIRST, ours(Note(FIRST.id, meaning="done"))]),
    "unknown": ([unknown("high")], [unknown("low")]),
    "redacted": (
        [FIRST, ours(Redaction(FIRST.id, reason="names a child"))],
        [FIRST, ours(Redaction(FIRST.id, reason="a court"))],
    ),
}  # fmt: skip
"""Two ledgers for each part, which differ in that part alone."""


@pytest.mark.parametrize("name", WRITES)
def test_losses_are_of_known_parts(name: str) -> None:
    """An exporter speaks of parts that there are, takes options that there are, and says something of each loss."""
    found = exporters.find(name)

    assert set(found.losses) <= set(exporters.ASPECTS)
    assert set(found.takes) <= set(exporters.OPTIONS)
    assert all(text.strip() for text in found.losses.values())
    assert type(found).__doc__


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize("aspect", sorted(set(exporters.ASPECTS) - {"id", "bytes", "settings"}))
def test_what_is_not_listed_as_lost_is_carried(name: str, aspect: str) -> None:
    """Of two ledgers that differ in one part the bytes differ, unless the part is lost; left out, it changes none."""
    one, other = (without_ids(exported(name, events)) for events in PAIRS[aspect])
    lost = exporters.find(name).losses.get(aspect)

    assert lost is not None or one != other
    assert lost != "left out" or one == other


@pytest.mark.parametrize("name", WRITES)
def test_ids_are_whole_unless_they_are_lost(name: str) -> None:
    """Whoever reads the file can ask the ledger for each event."""
    content = exported(name, [FIRST])

    assert "id" in exporters.find(name).losses or FIRST.id.encode() in content


@pytest.mark.parametrize("name", WRITES)
def test_the_title_is_carried_unless_settings_are_lost(name: str) -> None:
    """Two ledgers of other settings give other bytes, unless the format says that it leaves them behind."""
    one, other = (exported(name, [FIRST], title=title) for title in ("Kursk", "Sumy"))

    assert "settings" in exporters.find(name).losses or one != other


@pytest.mark.parametrize("name", WRITES)
@given(data=st.data())
def test_the_order_of_events_changes_no_byte(name: str, data: st.DataObject) -> None:
    """Law 2: the same set gives the same bytes, in whatever order it was read, and no ledger is too odd to write."""
    events = data.draw(ledgers())
    asked = data.draw(questions(events))
    mixed = events[::-1] + random.Random(7).sample(events, len(events))  # noqa: S311  a shuffle that is the same each time

    assert exported(name, events, asked) == exported(name, mixed, asked)


@pytest.mark.parametrize("name", WRITES)
@given(events=ledgers(), secret=st.sampled_from(["zzyzx-1", "Qqfoo 99"]))
@settings(max_examples=10)
def test_words_that_had_to_go_are_in_no_export(name: str, events: list[Event], secret: str) -> None:
    """A redacted report, whose words still stand in some file, is told nowhere."""
    told = stamped(report(quote=secret, region=secret, source=secret, story=secret))
    content = exported(name, [*events, told, ours(Redaction(told.id, reason="must go"))])

    assert secret.encode() not in content
    assert secret.casefold().encode() not in content


BYTES = """
import hashlib
from tests.exporters.exporting import EVENTS, WRITES, job, written
import newsledger as nl
from newsledger.exporters import prepare
made = prepare(nl.open(EVENTS), "2025-03-16", story="kursk", since="2025-03-10")
from tests.exporters.exporting import PLACES
import attrs
made = attrs.evolve(made, places=PLACES)
print({name: hashlib.sha256(written(name, made)).hexdigest() for name in WRITES})
"""


def test_the_hash_seed_changes_no_byte() -> None:
    """Law 1: a process with another order of sets writes the same files."""
    found = set()
    for seed in ("0", "4711"):
        variables = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        done = subprocess.run([sys.executable, "-c", BYTES], env=variables, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found.add(done.stdout)

    assert len(found) == 1
    assert len(next(iter(found))) > 1000


NOBODY = stamped(Said(fact=Unknown("tide", {"height": ["1", {"of": "2"}]})))
"""A line of another program that tells neither who says it nor when, of a kind that is not known here."""


@pytest.mark.parametrize("name", WRITES)
def test_what_nobody_is_named_for_is_written(name: str) -> None:
    """A line that names neither source nor date stops no format; where unknown kinds are carried it is there."""
    with_it, without = (exported(name, events) for events in ([FIRST, NOBODY], [FIRST]))

    assert with_it != without or exporters.find(name).losses["unknown"]


@pytest.mark.parametrize("name", WRITES)
def test_an_empty_ledger_can_be_written(name: str) -> None:
    """No events give a file of that format with nothing in it."""
    assert written(name, job([])) is not None
    assert exported(name, [], Question(at=When.parse("2025-03-16"))) == exported(
        name, [], Question(at=When.parse("2025-03-16"))
    )


@pytest.mark.parametrize("name", WRITES)
def test_no_export_is_longer_than_its_ledger_allows(name: str) -> None:
    """The real stories are written in every format, each a few times the size of the ledger at most."""
    size = sum(path.stat().st_size for path in EVENTS.rglob("*.jsonl"))
    how = (
        {"places": exporters.Places({"kursk": {"type": "Point", "coordinates": [36.2, 51.7]}})}
        if name == "geojson"
        else {}
    )
    content = b"".join(exporters.export(nl.open(EVENTS), name, "2026-08-20", **how))

    assert 0 < len(content) < 12 * size


def test_a_format_is_found_by_name() -> None:
    """A mistyped one is told with the nearest that there is."""
    with pytest.raises(nl.InvalidInput, match="there is no format 'jsnl'") as refused:
        exporters.find("jsnl")
    assert "jsonl" in (refused.value.problems[0].hint or "")


@pytest.mark.parametrize(
    ("name", "option"), [("csv", "site"), ("jsonl", "since"), ("atom", "raw"), ("markdown", "places")]
)
def test_an_option_that_means_nothing_is_refused(name: str, option: str) -> None:
    """No option is passed over in silence."""
    with pytest.raises(nl.InvalidInput, match=f"{name} takes no --{option}"):
        exporters.export(nl.in_memory(), name, **{option: "x"})


def test_sources_are_told_by_name() -> None:
    """A page names those who speak as they were introduced."""
    named = ours(Source("ru-mil", name="Russian officers"))

    assert b"Russian officers" in exported("markdown", [FIRST, named])
