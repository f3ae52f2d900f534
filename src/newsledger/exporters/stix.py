"""stix: reports as notes, denials as opinions, beliefs with their confidence, as a bundle of STIX 2.1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, ClassVar

from newsledger.belief import Belief, Role
from newsledger.event import ASSERTS, DENIES, recorded_micros
from newsledger.exporters import Exporter, Job, exporter
from newsledger.exporters._words import about, claim, dumped, made_id, shown, speaks, stands, told, web, who
from newsledger.replay import Entry, Picture
from newsledger.rows import claim_rows
from newsledger.values.zones import Micro, moment_of

SPEC = "2.1"

EXTENSION = f"extension-definition--{made_id('stix', 'extension', '1')}"
"""Under this name an object carries what STIX has no member for (STIX 2.1, section 7.3)."""

KEPT = (
    "slot", "kind", "field", "stance", "value", "told", "occurred", "reported", "story", "source", "via", "confidence",
    "likelihood", "language", "archive", "corrects", "by", "withdrawn", "expected",
)  # fmt: skip
"""The columns of a claim that stand in the extension, as they were told."""

CLASSES = {"person": "individual", "party": "group"}
"""The identity class of a source by its category; all others are organisations."""

MILLION = 1_000_000
PERCENT = 100


@exporter("stix")
class Stix(Exporter):
    """A bundle: an identity for each source, a note for each report and belief, an opinion for each denial.

    STIX describes observations of computer networks; what a newsroom is told is none, hence a note. What notes
    cannot hold stands in a property extension, which readers that do not know it keep.
    """

    losses: ClassVar = {
        "bytes": "only what they say",
        "takings-in": "only the first",
        "amendments": "only that a report was revoked, and the id that a correction replaces",
        "ours": "only the names of sources",
        "unknown": "only the kind",
        "redacted": "left out",
        "settings": "only the title",
    }

    def write(self, job: Job) -> Iterator[bytes]:
        """The bundle, all that refers after what it refers to."""
        objects = list(_objects(job)) if job.entries() else []
        identity = f"bundle--{made_id('bundle', *(one['id'] for one in objects))}"
        yield dumped(told({"type": "bundle", "id": identity, "objects": objects}))


def _objects(job: Job) -> Iterator[dict[str, Any]]:
    picture, entries = job.picture, job.entries()
    began = _time(min(recorded_micros(entry.event.recorded) for entry in entries))
    desk = {**_common("identity", began, "desk", job.title), "name": job.title, "identity_class": "organization"}
    yield desk
    yield _definition(desk["id"], began)
    speakers = {link for entry in entries for link in entry.event.said.chain}
    identities = {name: _identity(picture, name, began) for name in sorted(map(picture.names.of, speakers))}
    yield from identities.values()
    by_name = {name: one["id"] for name, one in identities.items()}
    asserted = _asserted(entries, picture)
    objects = [
        *(_note(entry, picture, by_name, desk["id"]) for entry in entries),
        *(one for entry in entries if (one := _opinion(entry, picture, asserted)) is not None),
        *(_belief(belief, picture) for belief in picture.beliefs),
    ]
    yield from objects
    yield _report(job, began, [one["id"] for one in objects])


def _common(type_: str, created: str, *parts: str) -> dict[str, Any]:
    identity = f"{type_}--{made_id('stix', type_, *parts)}"
    return {"type": type_, "spec_version": SPEC, "id": identity, "created": created, "modified": created}


def _time(moment: Micro) -> str:
    """An instant as STIX has it, to the millisecond."""
    return moment_of(moment).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _definition(desk: str, began: str) -> dict[str, Any]:
    return {
        "type": "extension-definition", "spec_version": SPEC, "id": EXTENSION, "created_by_ref": desk, "created": began,
        "modified": began, "name": "newsledger claims", "schema": "newsledger: the columns of claims and beliefs",
        "version": "1.0.0", "extension_types": ["property-extension"],
    }  # fmt: skip


def _extended(parts: dict[str, Any]) -> dict[str, Any]:
    return {"extensions": {EXTENSION: {"extension_type": "property-extension", **told(parts)}}}


def _identity(picture: Picture, name: str, began: str) -> dict[str, Any]:
    category = picture.directory.entry(name).category or ""
    kind = CLASSES.get(category, "organization" if category else "unknown")
    return {**_common("identity", began, name), "name": picture.label(name), "identity_class": kind}


def _note(entry: Entry, picture: Picture, identities: dict[str, str], desk: str) -> dict[str, Any]:
    """A report. What nobody is named for is at least ours: a note must be about something."""
    said = entry.event.said
    created = _time(recorded_micros(entry.event.recorded))
    chain = [identities[picture.names.of(link)] for link in said.chain]
    claims = [{name: _plain(row[name]) for name in KEPT} for row in claim_rows(entry, picture)]
    link = {
        "source_name": picture.label(said.chain[-1]) if said.chain else "newsledger",
        "url": web(said.url),
        "description": said.quote,
    }
    known = {"source_name": "newsledger", "external_id": entry.event.id}
    sure = None if said.confidence is None else said.confidence.value
    return told({
        **_common("note", created, entry.event.id), "abstract": claim(said), "content": speaks(picture, said),
        "authors": [picture.label(said.source or "")], "object_refs": list(dict.fromkeys(chain)) or [desk],
        "labels": [f"claim-{said.stance}"], "confidence": None if sure is None else _percent(sure),
        "revoked": entry.withdrawn or None,
        "external_references": [known, *([told(link)] if link["url"] or link["description"] else [])],
        **_extended({"claims": [told(one) for one in claims]}),
    })  # fmt: skip


def _plain(value: Any) -> Any:  # noqa: ANN401  a cell of any column
    return list(value) if isinstance(value, tuple) else value


def _percent(share: Fraction) -> int:
    """A share as whole per cent, halves upward."""
    return int(share * PERCENT + Fraction(1, 2))


def _asserted(entries: Iterable[Entry], picture: Picture) -> dict[str, list[str]]:
    """The notes that assert something of a slot, by its name."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        for row in claim_rows(entry, picture) if entry.event.said.stance == ASSERTS else ():
            found.setdefault(row["slot"], []).append(f"note--{made_id('stix', 'note', entry.event.id)}")
    return found


def _opinion(entry: Entry, picture: Picture, asserted: dict[str, list[str]]) -> dict[str, Any] | None:
    """A denial of what others assert. Where nobody on record does, the note alone tells it."""
    said = entry.event.said
    slots = [row["slot"] for row in claim_rows(entry, picture)]
    notes = list(dict.fromkeys(note for slot in slots for note in asserted.get(slot, ())))
    if said.stance != DENIES or not notes:
        return None
    created = _time(recorded_micros(entry.event.recorded))
    return told({
        **_common("opinion", created, entry.event.id), "opinion": "strongly-disagree", "object_refs": notes,
        "explanation": speaks(picture, said), "authors": [picture.label(said.source or "")],
        "revoked": entry.withdrawn or None,
    })  # fmt: skip


def _belief(belief: Belief, picture: Picture) -> dict[str, Any]:
    """What it adds up to, as our own note on the notes that it rests on."""
    events = list(dict.fromkeys(voice.event for voice in belief.voices))
    created = _time(max(recorded_micros(event.recorded) for event in events))
    refs = list(dict.fromkeys(f"note--{made_id('stix', 'note', event.id)}" for event in events))
    text = f"{stands(belief)}; {who(picture, belief)}"
    dissent = [picture.label(voice.source) for voice in belief.of(Role.DIFFERS, Role.DENIES)]
    parts = {"slot": belief.slot.name, "value": shown(belief.value), "standing": str(belief.standing),
             "flags": list(belief.flags), "dissent": list(dict.fromkeys(dissent))}  # fmt: skip
    return told({
        **_common("note", created, "belief", *belief.slot.order, picture.question.at.text),
        "abstract": f"{about(picture, belief)}: {shown(belief.value)}", "content": text, "labels": ["belief"],
        "confidence": None if belief.confidence is None else _percent(Fraction(belief.confidence, MILLION)),
        "object_refs": refs, **_extended(parts),
    })  # fmt: skip


def _report(job: Job, began: str, ids: list[str]) -> dict[str, Any]:
    """The whole as a report, published at the end of the time asked about."""
    end = (job.question.public or job.picture.question.at).span(job.zone)[1]
    return {
        **_common("report", began, job.title, *ids), "name": job.title, "published": _time(end - 1),
        "report_types": ["observed-data"], "object_refs": ids,
    }  # fmt: skip
