"""The values of a claim line: `1,368 km2 (528 sq mi), pockets 2 "small, connected"`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

import attrs

from newsledger.claimline.slots import is_answered
from newsledger.claimline.spans import CLOSE, OPEN, Span
from newsledger.errors import InvalidInput, NewsledgerError
from newsledger.fact import Field, KindSpec, Role, Type, Value, as_term
from newsledger.frozen import frozen
from newsledger.problems import Problem, did_you_mean
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

LIKELIHOODS = ("possibly", "perhaps", "maybe", "probably", "likely")
"""A source's own doubt. Hearsay ("reportedly") is none: it is a voice, `unnamed says:`."""

UNKNOWN = "unknown"
"""What a text says where the report says that the matter is unknown, written `?`."""

T = TypeVar("T")

Resolve = Callable[[str], str]
"""Gives the whole id for the beginning of one; raises `NewsledgerError` where there is none, or several."""

_ID = re.compile("[0-9a-f]{32}")
_COMMA = re.compile(r",(?=\s|$)")
_BARE_COMMA = re.compile(",")
_QUOTE = re.compile(rf"(?:\(\s*{OPEN}(?P<inner>\x00*){CLOSE}\s*\)|{OPEN}(?P<plain>\x00*){CLOSE})$")
_LIKELIHOOD = re.compile(rf"({'|'.join(LIKELIHOODS)})\s+(?=\S)", re.IGNORECASE)
_HEARSAY = re.compile(r"(reportedly|allegedly|apparently|supposedly)\b", re.IGNORECASE)
_NEGATION = re.compile(r"\s*(no|not|none|nothing|nobody|never|neither)\b", re.IGNORECASE)
_YES_NO = re.compile(r"(yes|no)(?=\s*,\s|$)", re.IGNORECASE)
_ORDINAL = re.compile(r"[0-9](st|nd|rd|th)\b", re.IGNORECASE)
_MEASURED = re.compile(r"[0-9][.,]* ?(%|k\b|m\b|bn\b|per ?cent\b|thousand\b|million\b|billion\b)", re.IGNORECASE)
"""The last digit before a size or a per cent sign: nobody ranks in those. All digits would be gone through again and
again where they are many."""

_DIGIT = re.compile(r"[0-9?½⅓⅔¼¾]")

NO_FIGURE = "unreadable-figure"
"""The code of a `Quantity` problem that says: these words were not meant as a figure."""


@frozen(kw_only=True)
class Setting:
    """What the words of a line are read against: the day of the words, the zone, and how ids are found."""

    reported: When | None = None
    zone: str = "UTC"
    resolve: Resolve | None = None

    def date(self, span: Span) -> When:
        """The date that some words mean."""
        return When.read(span.plain(), said_on=self.reported, zone=self.zone)

    def id_of(self, span: Span) -> str:
        """The whole id that a text begins. Raises `InvalidInput`, placed in the line."""
        text = span.plain()
        if _ID.fullmatch(text):
            return text
        if self.resolve is None:
            hint = "write all 32 hex digits, as `newsledger show` prints them"
            raise InvalidInput([span.wrong("bad-id", f"{text!r} is no whole id of an event", hint)])
        try:
            return self.resolve(text)
        except InvalidInput as error:
            raise InvalidInput(span.placed(error)) from None
        except NewsledgerError as error:
            raise InvalidInput([span.wrong("unknown-id", str(error), "newsledger timeline lists ids")]) from None


@attrs.define(kw_only=True)
class Values:
    """What a line says of each field, and the words for it; fields by their name."""

    values: dict[str, Value] = attrs.field(factory=dict)
    told: dict[str, str] = attrs.field(factory=dict)
    likelihood: str | None = None


@frozen(kw_only=True)
class _Reading:
    value: Value
    told: str | None = None
    likelihood: str | None = None


def take_quote(span: Span) -> tuple[Span, str | None]:
    """The text without the quoted words at its end, and those words; brackets around them are dropped."""
    found = span.search(_QUOTE)
    if found is None:
        return span, None
    group = "plain" if found["plain"] is not None else "inner"
    words = span.to(*found.span(group)).words()
    return span.to(span.start, found.start()), words or None


def read_values(spec: KindSpec, field: Field | None, span: Span, setting: Setting, found: list[Problem]) -> Values:
    """The values that a text gives; `field` is the one named in the slot. What is wrong goes to `found`."""
    said = Values()
    for named, part in _parts(spec, field, span):
        try:
            _add(spec, said, named, part, setting)
        except InvalidInput as error:
            found += error.problems
    return said


def _parts(spec: KindSpec, field: Field | None, span: Span) -> list[tuple[Field | None, Span]]:
    """The text by fields. A part that names no field belongs to the one before it."""
    known = {one.name: one for one in spec.fields if one.role is not Role.KEY}
    name = re.compile(rf"({'|'.join(map(re.escape, known)) or '(?!)'})(?=\s|$)", re.IGNORECASE)
    parts: list[tuple[Field | None, Span]] = []
    for piece in span.split(_COMMA, brackets=True):
        match = piece.match(name) if parts else None
        if match:
            parts.append((known[match[1].casefold()], piece.to(match.end())))
        elif parts:
            parts[-1] = (parts[-1][0], span.to(parts[-1][1].start, piece.end))
        else:
            parts.append((field, piece))
    return parts


def _add(spec: KindSpec, said: Values, named: Field | None, part: Span, setting: Setting) -> None:
    typed, quote = take_quote(part)
    words = quote is not None and not typed
    typed = part if words else typed
    if not typed:
        raise InvalidInput(
            [part.after("no-value", "a value was expected, and nothing was found", "write ? where it is unknown")]
        )
    field, reading = _chosen(spec, typed, setting) if named is None else (named, _read(spec, named, typed, setting))
    if isinstance(reading.value, tuple) and isinstance(before := said.values.get(field.name), tuple):
        reading = attrs.evolve(reading, value=tuple(sorted({*before, *reading.value})))
    elif field.name in said.values:
        raise InvalidInput([part.wrong("field-twice", f"{field.name} is given twice", "keep one, or write two lines")])
    said.values[field.name] = reading.value
    told = quote or reading.told
    if told:
        said.told[field.name] = told
    said.likelihood = said.likelihood or reading.likelihood


def _chosen(spec: KindSpec, span: Span, setting: Setting) -> tuple[Field, _Reading]:
    """The first of the default fields that can take the words."""
    refused: list[list[Problem]] = []
    for field in filter(None, map(spec.field, spec.default)):
        try:
            return field, _read(spec, field, span, setting)
        except InvalidInput as error:
            refused.append(list(error.problems))
            if _is_a_figure(span, refused[-1]):
                break
    raise InvalidInput(next((some for some in refused if _is_a_figure(span, some)), refused[0]))


def _is_a_figure(span: Span, problems: list[Problem]) -> bool:
    """Whether words that could not be read were surely meant as a figure, so that no text may take them."""
    code = problems[0].code
    if code == "missing-unit" or (code == NO_FIGURE and span.search(_MEASURED) is not None):
        return True
    other = code in {NO_FIGURE, "other-dimension", "unknown-term"}
    return not other and span.search(_DIGIT) is not None and span.search(_ORDINAL) is None


def _read(spec: KindSpec, field: Field, span: Span, setting: Setting) -> _Reading:
    """What a text says of one field. Words that stand in quotation marks as a whole are told and read."""
    typed, verbatim = _unquoted(span)
    if field.type is Type.TEXT:
        return _text(spec, typed, verbatim=verbatim)
    if field.type is Type.NAMES:
        items = listed(field, typed.split(_BARE_COMMA))
        return _Reading(value=_placing(typed, lambda: field.read(items)))
    if field.type is Type.REF:
        return _Reading(value=setting.id_of(typed))
    if field.type is Type.WHEN:
        date, words = _placing(typed, lambda: setting.date(typed)), typed.words()
        return _Reading(value=date, told=words if verbatim or words != date.text else None)
    return _figure_or_term(field, typed, verbatim=verbatim)


def listed(field: Field, parts: list[Span]) -> list[str]:
    """The items of a list, each as it is stored where the field says how; what is wrong with one is placed in it."""
    found: list[Problem] = []
    items = []
    for part in filter(None, parts):
        try:
            items.append(field.each(part.plain()) if field.each else part.plain())
        except InvalidInput as error:
            found += part.placed(error)
    if found:
        raise InvalidInput(found)
    return items


def _placing(span: Span, read: Callable[[], T]) -> T:
    """What is read; its problems get their columns in the line."""
    try:
        return read()
    except InvalidInput as error:
        raise InvalidInput(span.placed(error)) from None


def _unquoted(span: Span) -> tuple[Span, bool]:
    """The text, or if all of it stands in quotation marks what stands in them, and whether it does."""
    found = span.match(_QUOTE)
    if found is None:
        return span, False
    group = "plain" if found["plain"] is not None else "inner"
    return span.to(*found.span(group)), True


def _text(spec: KindSpec, span: Span, *, verbatim: bool) -> _Reading:
    """Words as they stand. In answer to a yes-or-no question, what follows a yes or no is told beside it."""
    if span.raw == "?":
        return _Reading(value=UNKNOWN)
    words = span.words()
    if verbatim or not is_answered(spec):
        return _Reading(value=words, told=words if verbatim else None)
    rest, likelihood = _take_likelihood(span)
    answer = rest.match(_YES_NO)
    if answer is None:
        return _Reading(value=words)
    head = rest.to(rest.start, answer.end())
    told = None if head.end == rest.end else rest.words()
    return _Reading(value=head.plain(), told=told, likelihood=likelihood)


def _take_likelihood(span: Span) -> tuple[Span, str | None]:
    found = span.match(_LIKELIHOOD)
    return (span, None) if found is None else (span.to(found.end()), found[1].casefold())


def _figure_or_term(field: Field, span: Span, *, verbatim: bool) -> _Reading:
    """A figure or a closed term; what follows it behind a comma is kept in its words only."""
    rest, likelihood = _take_likelihood(span)
    if hearsay := rest.match(_HEARSAY):
        hint = "leave it out here, and put the line under: unnamed says:"
        raise InvalidInput([rest.to(rest.start, hearsay.end()).wrong("hearsay", f"{hearsay[1]!r} is hearsay", hint)])
    head = rest.split(_COMMA, brackets=True)[0]
    value = _term(field, head) if field.type is Type.TERM else _placing(head, lambda: field.read(head.plain()))
    if rest.raw == "?" and isinstance(value, Quantity):
        return _Reading(value=Quantity.parse(value.text), likelihood=likelihood)
    typed = rest.words()
    told = None if typed == field.stored(value) and not verbatim else typed
    return _Reading(value=value, told=told, likelihood=likelihood)


def _term(field: Field, span: Span) -> str:
    """The closed term that words are, or that they begin with if no other term begins alike."""
    words = span.words()
    folded = as_term(words)
    known = [term for term in field.terms if term]
    exact = [term for term in known if as_term(term) == folded]
    if exact:
        return exact[0]
    for term in known:
        alike = [other for other in known if as_term(other).startswith(as_term(term))]
        if folded.startswith(f"{as_term(term)}-") and len(alike) == 1 and not _NEGATION.match(words[len(term) :]):
            return term
    message = f"{words!r} is no {field.name} that is known"
    near = did_you_mean(folded, known) or ""
    hint = near if near.startswith("known") else f"{near} known: {', '.join(known)}"
    raise InvalidInput([span.wrong("unknown-term", message, hint)])
