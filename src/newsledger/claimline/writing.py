"""An event to its claim line: what `show`, `git show` and messages print."""

from __future__ import annotations

from typing import Any

from newsledger.claimline.reading import OCCURRED, day_of_words
from newsledger.claimline.slots import plainly, write_slot
from newsledger.claimline.spans import Span, escape, escape_all, quoted
from newsledger.claimline.values import LIKELIHOODS, UNKNOWN, Setting, Values, read_values
from newsledger.codec import dumps
from newsledger.errors import InvalidInput
from newsledger.event import REDACTED, Said
from newsledger.fact import Fact, Field, KindSpec, Type, Unknown, Value
from newsledger.problems import Problem

_VERBS = {"retraction": "retract", "void": "void"}


def write_claim(said: Said) -> str:
    """The claim line of an event: `read_claim` gives the same claim for it, told the same day of report.

    >>> from newsledger.event import say
    >>> from newsledger.kinds.forces import Forces
    >>> fact = Forces("north-korea", "beside russian forces", number="as many as 11,000")
    >>> print(write_claim(say(fact, source="kyiv", reported="2025-03-16", likelihood="possibly")))
    forces/north-korea/beside russian forces = possibly as many as 11,000

    A fact of an unknown kind is shown as it is stored, and one whose words were redacted says so;
    no reader takes that back.
    """
    if isinstance(said.fact, Unknown) and said.fact.kind == REDACTED:
        return _redacted(said.fact.fields)
    if isinstance(said.fact, Unknown):
        return f"{said.fact.kind} {dumps(said.fact.fields)}"
    line = _amendment(said.fact, said) or _line(said.fact, said)
    date = _date(said.fact, said)
    return (f"correct {said.corrects}: " if said.corrects else "") + line + date


def _redacted(why: dict[str, Any]) -> str:
    """What stands for words that were taken out: by whose decision, and why, as far as that was told."""
    told = {"by": why.get("authority"), "because:": why.get("reason")}
    return ", ".join(["redacted", *(f"{word} {said}" for word, said in told.items() if said)])


def _amendment(fact: Fact, said: Said) -> str | None:
    """`retract ID "reason"`, `void ID "reason" replaced-by ID`; nothing for an event that says more."""
    verb = _VERBS.get(fact.spec.name)
    if verb is None or said.likelihood or said.corrects or set(dict(said.told)) - {OCCURRED}:
        return None
    reason = getattr(fact, "reason", None)
    replaced = getattr(fact, "replaced_by", None)
    parts = [verb, *fact.keys(), quoted(reason) if reason else "", f"replaced-by {replaced}" if replaced else ""]
    return " ".join(part for part in parts if part)


def _line(fact: Fact, said: Said) -> str:
    spec, told = fact.spec, dict(said.told)
    pairs = [(field, getattr(fact, field.attribute)) for field in spec.values + spec.asides]
    pairs = [(field, value) for field, value in pairs if value is not None]
    if not pairs:
        field = said.field or next(iter(spec.default), "")
        words = f" {quoted(told[field])}" if told.get(field) else ""
        return plainly(write_slot(spec, fact.keys(), said.field)) + words + _bracket(said.likelihood)
    main, value = next((pair for name in spec.default for pair in pairs if pair[0].name == name), pairs[0])
    piece = _piece(spec, main, value, told.get(main.name))
    bare = _is_read_as(spec, None, piece, _says(main, value, told.get(main.name)))
    parts = [piece] + [
        f"{field.name} {_piece(spec, field, more, told.get(field.name))}"
        for field, more in pairs
        if field.name != main.name
    ]
    text = ", ".join(parts)
    hedged = said.likelihood in LIKELIHOODS and main.type in {Type.QUANTITY, Type.TERM}
    text = f"{said.likelihood} {text}" if hedged else text + _bracket(said.likelihood)
    return f"{write_slot(spec, fact.keys(), None if bare else main.name)} = {text}"


def _bracket(likelihood: str | None) -> str:
    if not likelihood:
        return ""
    return f" [{likelihood}]" if likelihood in LIKELIHOODS else f" [likelihood {escape_all(likelihood)}]"


def _date(fact: Fact, said: Said) -> str:
    words = dict(said.told).get(OCCURRED)
    if said.occurred is None or (not words and said.occurred == day_of_words(fact, said.field, said.reported)):
        return ""
    return f" @ {said.occurred}" + (f" {quoted(words)}" if words else "")


def _piece(spec: KindSpec, field: Field, value: Value, told: str | None) -> str:
    """The shortest way to write a value with its words that is read as nothing else."""
    for piece in _ways(field, value, told):
        if _is_read_as(spec, field, piece, _says(field, value, told)):
            return piece
    names = value if isinstance(value, tuple) else (_text(field, value),)
    return _with_words(f", {field.name} ".join(map(escape_all, names)), told)


def _ways(field: Field, value: Value, told: str | None) -> list[str]:
    if isinstance(value, tuple):
        names = f", {field.name} ".join(escape(name).replace(",", "\\,") for name in value)
        return [_with_words(names, told)]
    plain = escape(_text(field, value))
    unknown = [_with_words("?", told)] if plain.startswith(UNKNOWN) else []
    if told is None:
        return [*unknown, plain]
    if value == told:
        return [quoted(told)]
    in_place = [] if field.type in {Type.WHEN, Type.REF} else [escape(told)]
    return [*in_place, *unknown, _with_words(plain, told)]


def _text(field: Field, value: Value) -> str:
    stored = field.stored(value)
    return stored if isinstance(stored, str) else ", ".join(stored)


def _with_words(text: str, told: str | None) -> str:
    return f"{text} {quoted(told)}" if told else text


def _says(field: Field, value: Value, told: str | None) -> Values:
    return Values(values={field.name: value}, told={field.name: told} if told else {})


def _is_read_as(spec: KindSpec, named: Field | None, piece: str, wanted: Values) -> bool:
    """Whether a piece of a line, put behind a slot that names a field or none, says just this."""
    found: list[Problem] = []
    try:
        said = read_values(spec, named, Span.of(piece), Setting(), found)
    except InvalidInput:
        return False
    return not found and said == wanted
