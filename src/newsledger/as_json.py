"""A picture as JSON, fixed because programs rely on it: `newsledger/picture/1`."""

from __future__ import annotations

from typing import Any, Protocol

from newsledger.event import Event
from newsledger.fact import Unknown
from newsledger.live import Question
from newsledger.projections.beliefs import Beliefs
from newsledger.projections.casualties import Casualties
from newsledger.projections.ceasefire import Ceasefire
from newsledger.projections.contested import Contested
from newsledger.projections.expected import Expected
from newsledger.projections.territory import Territory
from newsledger.replay import Picture
from newsledger.values.when import When

SCHEMA = "newsledger/picture/1"


class Answer(Protocol):
    """Whatever answers a question."""

    @property
    def question(self) -> Question:
        """What was asked."""


def picture_json(picture: Picture) -> dict[str, Any]:
    """A picture as the JSON that `newsledger replay --json` prints.

    `public` and `known` are null where the cut is open. The same events and question give the
    same bytes, whatever files the events stand in.
    """
    return {
        **question_json(picture),
        "events": picture.events,
        "sources": picture.sources,
        "beliefs": picture[Beliefs].as_json(),
        "territory": picture[Territory].as_json(),
        "ceasefire": picture[Ceasefire].as_json(),
        "casualties": picture[Casualties].as_json(),
        "expected": picture[Expected].as_json(),
        "contested": picture[Contested].as_json(),
        "redacted": [redaction_json(event) for event in picture.redacted],
    }


def question_json(picture: Answer, schema: str = SCHEMA) -> dict[str, Any]:
    """The question of a picture, or of whatever else answers one, as JSON: what every answer repeats."""
    question = picture.question
    return {
        "schema": schema, "at": question.at.text, "public": _text(question.public), "known": _text(question.known),
        "zone": question.zone, "story": question.story,
    }  # fmt: skip


def redaction_json(event: Event) -> dict[str, str | None]:
    """An event whose words were taken out, as JSON: its id, by whose decision they went, and why."""
    fields = event.said.fact.fields if isinstance(event.said.fact, Unknown) else {}
    return {"id": event.id, "authority": fields.get("authority"), "reason": fields.get("reason")}


def _text(when: When | None) -> str | None:
    return None if when is None else when.text
