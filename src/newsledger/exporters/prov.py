"""prov: which report came from whom, what took it back, and what each belief rests on, as W3C PROV-JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, ClassVar
from urllib.parse import quote

from newsledger.belief import Belief
from newsledger.event import Event, Said
from newsledger.exporters import Exporter, Job, exporter
from newsledger.exporters._words import about, claim, dumped, made_id, shown, stands, told
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.void import Void
from newsledger.live import target_of
from newsledger.replay import Picture

PREFIX = {"nl": "urn:newsledger:"}

Record = dict[str, Any]
Document = dict[str, dict[str, Record]]


@exporter("prov")
class Prov(Exporter):
    """PROV-JSON (W3C member submission, 2013): events and beliefs are entities, sources and recorders agents."""

    losses: ClassVar = {
        "bytes": "only what they say",
        "takings-in": "only the first",
        "ours": "only voids, and the names of sources",
        "unknown": "only the kind",
        "redacted": "left out",
        "settings": "left out",
    }

    def write(self, job: Job) -> Iterator[bytes]:
        """The document, each relation under the name that PROV gives it."""
        document: Document = {}
        events = _events(job)
        for event in sorted(events.values(), key=lambda one: (one.recorded_at, one.id)):
            _add_event(document, event, job.picture, events)
        for belief in job.picture.beliefs:
            _add_belief(document, belief, job.picture)
        yield dumped({"prefix": PREFIX, **document})


def _events(job: Job) -> dict[str, Event]:
    """The reports, what sources took back or corrected of them, and what we voided, by id."""
    reports = {entry.event.id: entry.event for entry in job.entries()}
    amending = job.state.live(job.question).amendments
    voids = [event for event in job.held() if isinstance(event.said.fact, Void)]
    return reports | {event.id: event for event in (*amending, *voids) if _aim(event.said) in reports}


def _add_belief(document: Document, belief: Belief, picture: Picture) -> None:
    """A belief: what it is, and the reports that it was derived from."""
    identity = f"nl:belief/{made_id('belief', *belief.slot.order)}"
    parts = {"nl:slot": belief.slot.name, "nl:value": shown(belief.value), "nl:standing": stands(belief)}
    _put(document, "entity", identity, {"prov:label": about(picture, belief), "prov:type": "belief", **parts})
    for one in sorted({voice.event.id for voice in belief.voices}):
        _relate(document, "wasDerivedFrom", generatedEntity=identity, usedEntity=f"nl:event/{one}")


def _add_event(document: Document, event: Event, picture: Picture, inside: Collection[str]) -> None:
    """An event: what it is, who said and carried it, who took it in and when, what it replaces or takes back."""
    said, entity = event.said, f"nl:event/{event.id}"
    _put(document, "entity", entity, _described(event))
    for link in said.chain:
        agent = _agent(document, "source", link, picture.label(link))
        role = "said" if link == said.source else "carried"
        _relate(document, "wasAttributedTo", entity=entity, agent=agent, role=role)
    recording = f"nl:recording/{made_id('recording', event.recorded, event.by)}"
    _put(document, "activity", recording, {"prov:startTime": event.recorded, "prov:endTime": event.recorded})
    _relate(document, "wasAssociatedWith", activity=recording, agent=_agent(document, "recorder", event.by, event.by))
    _relate(document, "wasGeneratedBy", entity=entity, activity=recording, time=event.recorded)
    aim = _aim(said)
    if aim in inside and said.corrects:
        _relate(document, "wasDerivedFrom", generatedEntity=entity, usedEntity=f"nl:event/{aim}", type="prov:Revision")
    if aim in inside:
        _relate(document, "wasInvalidatedBy", entity=f"nl:event/{aim}", activity=recording, time=event.recorded)


def _described(event: Event) -> Record:
    said = event.said
    parts = {
        "prov:label": claim(said), "prov:type": said.kind, "nl:stance": None if said.ours else said.stance,
        "nl:occurred": _text(said.occurred), "nl:reported": _text(said.reported), "nl:story": said.story,
        "nl:confidence": _text(said.confidence), "nl:likelihood": said.likelihood, "nl:quote": said.quote,
        "nl:language": said.language, "nl:url": said.url, "nl:archive": said.archive, "nl:target": _aim(said),
        "nl:taking-back": "yes" if isinstance(said.fact, Retraction | Void) else None,
    }  # fmt: skip
    return told(parts | {f"nl:told-{field}": words for field, words in said.told})


def _agent(document: Document, kind: str, name: str, label: str) -> str:
    """An agent by its name, told once."""
    identity = f"nl:{kind}/{quote(name, safe='')}"
    _put(document, "agent", identity, {"prov:label": label})
    return identity


def _put(document: Document, group: str, identity: str, record: Record) -> None:
    document.setdefault(group, {})[identity] = record


def _relate(document: Document, relation: str, **parts: str) -> None:
    """A relation under an id of its own, which PROV-JSON asks for and nobody else sees."""
    there = document.setdefault(relation, {})
    there[f"_:{relation}{len(there) + 1}"] = {f"prov:{name}": part for name, part in parts.items()}


def _aim(said: Said) -> str | None:
    return said.fact.target if isinstance(said.fact, Void) else target_of(said)


def _text(value: Any) -> str | None:  # noqa: ANN401  a date or a confidence
    return None if value is None else str(value.text)
