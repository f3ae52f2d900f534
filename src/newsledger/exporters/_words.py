"""Words for people in files that people read: what a slot is about, a value, who speaks, which question was asked."""

from __future__ import annotations

import html
import json
import re
import uuid
from collections.abc import Iterable
from typing import Any

from newsledger.belief import Belief, Role, Voice, value_text
from newsledger.claimline import write_claim
from newsledger.event import ASSERTS, NO_COMMENT, Said
from newsledger.fact import Fact, Unknown, Value
from newsledger.replay import Picture
from newsledger.values.quantity import Quantity
from newsledger.values.shown import date, figure
from newsledger.values.when import When

ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
"""Characters that XML 1.0 forbids or discourages, and those that turn the direction of what follows."""

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:newsledger")
"""The root of all ids that are made of what they name (RFC 9562, version 5)."""

BY = {ASSERTS: "said by", NO_COMMENT: "no comment from"}
"""What stands before a source, by stance, whether it is one or many; else it denies."""

WEB = re.compile(r"https?://[^\s\x00-\x1f\"<>]+")
"""An address that a page may link: nothing that runs."""


def made_id(*parts: str) -> str:
    """An id that is the same wherever it is made of the same parts.

    >>> made_id("source", "desk") == made_id("source", "desk") != made_id("source", "desks")
    True
    """
    return str(uuid.uuid5(NAMESPACE, json.dumps(parts, ensure_ascii=False)))


def dumped(answer: Any) -> bytes:  # noqa: ANN401  any JSON
    """JSON with a line for each member, ended by a line end."""
    return (json.dumps(answer, ensure_ascii=False, indent=1) + "\n").encode()


def told(parts: dict[str, Any]) -> dict[str, Any]:
    """What is told of parts of which some are absent.

    >>> told({"a": None, "b": "x", "c": []})
    {'b': 'x'}
    """
    return {name: part for name, part in parts.items() if part not in (None, "", [], {})}


def legal(text: str) -> str:
    r"""Text that may stand in XML and on a page: what neither allows is shown as its code point.

    >>> legal("a\x07b")
    'a<U+0007>b'
    """
    return ILLEGAL.sub(lambda found: f"<U+{ord(found.group()):04X}>", text)


def escaped(text: str) -> str:
    """Text as HTML that shows it, and does nothing.

    >>> escaped("<b>&</b>")
    '&lt;b&gt;&amp;&lt;/b&gt;'
    """
    return html.escape(legal(text))


def web(url: str | None) -> str | None:
    """An address that a page may link; `None` for whatever else stands there.

    >>> web("https://example.org/a"), web("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    return url if url and WEB.fullmatch(url) else None


# --- what is said -----------------------------------------------------------------------------


def claim(said: Said) -> str:
    """What a report says, as a claim line; of a kind that is not known here the kind alone."""
    if isinstance(said.fact, Unknown):
        return f"{said.kind} (a kind that is not known here)"
    return write_claim(said)


def speaks(picture: Picture, said: Said) -> str:
    """Who says it, denies it, or would not say: `denied by Kyiv`."""
    return f"{BY.get(said.stance, 'denied by')} {picture.label(said.source or '')}"


def through(picture: Picture, said: Said) -> str:
    """Who carried the words; empty where nobody did."""
    return ", ".join(picture.label(link) for link in said.via)


# --- what is believed -------------------------------------------------------------------------


def about(picture: Picture, belief: Belief) -> str:
    """What a belief is about: its keys as told, parties by their names."""
    fact = belief.voices[0].event.said.fact
    keys = fact.keys() if isinstance(fact, Fact) else belief.slot.keys
    field = "" if belief.slot.only else f" ({belief.slot.field})"
    return ", ".join(picture.label(key) for key in keys if key) + field


def shown(value: Value | None) -> str:
    """A value as people read it."""
    if value is None:
        return "no value"
    return figure(value) if isinstance(value, Quantity) else value_text(value)


def names(picture: Picture, voices: Iterable[Voice]) -> list[str]:
    """Those who speak, each once, by the names to show."""
    return list(dict.fromkeys(picture.label(voice.event.said.source or "") for voice in voices))


def stands(belief: Belief) -> str:
    """How a belief stands; of a number that others only bound also how the number does."""
    return str(belief.standing) if belief.figure is None else f"{belief.standing}, the figure {belief.figure}"


def who(picture: Picture, belief: Belief) -> str:
    """Who says it, who differs, who denies, who is silent."""
    parts = {
        "": names(picture, belief.of(Role.SHOWN, Role.AGREES)),
        "otherwise ": names(picture, belief.of(Role.DIFFERS)),
        "denied by ": names(picture, belief.of(Role.DENIES)),
        "no comment from ": names(picture, belief.of(Role.SILENT)),
    }
    return "; ".join(f"{verb}{', '.join(those)}" for verb, those in parts.items() if those)


def asked(picture: Picture) -> str:
    """The question, as it was resolved."""
    question = picture.question
    known = f", known {question.known}" if question.known else ""
    story = f", story {question.story}" if question.story else ""
    return f"at {question.at}, public {question.public or 'open'}{known}, zone {question.zone}{story}"


def day(when: When | None) -> str:
    """A date as people read it."""
    return date(when)
