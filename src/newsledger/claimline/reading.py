"""A claim line to what it claims: `territory-held/kursk/ukraine = just 110 km2 @ 2025-03-16`."""

from __future__ import annotations

import re
from typing import Any

import attrs

from newsledger import kinds
from newsledger.claimline.slots import SlotText, is_answered, slot_of, usage, without_equals
from newsledger.claimline.spans import Span
from newsledger.claimline.values import LIKELIHOODS, Resolve, Setting, Values, read_values, take_quote
from newsledger.errors import InvalidInput
from newsledger.event import ASSERTS, Said
from newsledger.fact import Fact, KindSpec, Time, Unknown
from newsledger.frozen import frozen
from newsledger.problems import Problem
from newsledger.values.when import When
from newsledger.values.zones import UTC

OCCURRED = "occurred"
"""Under this name `told` keeps the words that the date of a claim was read from."""

AMENDMENTS = ("retraction", "void", "redaction")
"""The kinds whose key is the id of an event."""

_AT = re.compile(r"(?:(?<=\s)|^)@")
_EQUALS = re.compile("=")
_LIKELIHOOD = re.compile(rf"\[(?:({'|'.join(LIKELIHOODS)})|likelihood\s+([^\[\]]+))\]$", re.IGNORECASE)
_CORRECT = re.compile(r"correct\s+(\S+?)\s*:(?=\s|$)", re.IGNORECASE)
_AMEND = re.compile(r"(retract|void)(?:\s+(\S+))?(?=\s|$)", re.IGNORECASE)
_TARGET = re.compile(r"[^/]*/\s*([^\s/.]+)")
_REPLACED = re.compile(r"(?:(?<=\s)|^)replaced-by\s+(\S+)$", re.IGNORECASE)


@frozen(kw_only=True)
class Claim:
    """What one line claims: a fact and how it was told, without who says so.

    `told` keeps words by the name of their field, those of the date under `occurred`. `field`
    is what a denial or a silence without a value is about. `corrects` is the id of the report
    that this one replaces.
    """

    fact: Fact
    stance: str = ASSERTS
    occurred: When | None = None
    told: dict[str, str] = attrs.field(factory=dict)
    likelihood: str | None = None
    field: str | None = None
    corrects: str | None = None

    @classmethod
    def of(cls, said: Said) -> Claim:
        """The claim of an event, which `read_claim` gives back for what `write_claim` writes of it.

        Raises `TypeError` for a fact of an unknown kind, which makes no claim.
        """
        if isinstance(said.fact, Unknown):
            message = f"{said.fact.kind} is not known here"
            raise TypeError(message)
        return cls(
            fact=said.fact, stance=said.stance, occurred=said.occurred, told=dict(said.told),
            likelihood=said.likelihood, field=said.field, corrects=said.corrects,
        )  # fmt: skip


@frozen(kw_only=True)
class _Regions:
    """A line cut at its marks: the slot, the value behind `=`, the date behind `@`."""

    slot: Span
    words: str | None = None
    value: Span | None = None
    date: Span | None = None
    likelihood: str | None = None


def read_claim(
    text: str,
    *,
    stance: str = ASSERTS,
    reported: When | None = None,
    zone: str = UTC,
    resolve: Resolve | None = None,
) -> Claim:
    """What a claim line claims; words for dates are read against `reported`, the day of the report.

    >>> claim = read_claim("forces/north-korea = possibly 11,000 @ 2024-10", reported=When.parse("2025-03-16"))
    >>> claim.fact.number, claim.likelihood, claim.occurred
    (Quantity('11000 person'), 'possibly', When('2024-10'))

    `resolve` gives the whole id for the beginning of one, in `correct ID: …`, `retract ID`, `void ID`.

    Raises `InvalidInput` with every problem found, each with its column in the text.
    """
    setting = Setting(reported=reported, zone=zone, resolve=resolve)
    found: list[Problem] = []
    claim = _claim(Span.of(text), stance, setting, found)
    if claim is None or found:
        raise InvalidInput(found)
    return claim


def _claim(span: Span, stance: str, setting: Setting, found: list[Problem]) -> Claim | None:
    if amend := span.match(_AMEND):
        return _amendment(span, amend, setting, found)
    if correct := span.match(_CORRECT):
        target = _attempt_id(span.to(*correct.span(1)), setting, found)
        claim = _claim(span.to(correct.end()), stance, setting, found)
        return claim and attrs.evolve(claim, corrects=target)
    regions = _regions(span, found)
    slot = slot_of(regions.slot, found)
    if slot is not None and regions.value is None and (meant := without_equals(regions.slot, regions.words)):
        found.append(meant)
        return None
    if slot is None:
        _date(regions.date, setting, found)
        return None
    return _of_slot(slot, regions, stance, setting, found)


def _regions(span: Span, found: list[Problem]) -> _Regions:
    date = None
    if at := span.search(_AT):
        mark, date, span = span.to(at.start()), span.to(at.end()), span.to(span.start, at.start())
        equals = date.search(_EQUALS)
        if not date:
            found.append(mark.wrong("no-date", "no date follows the @", "write @ 2025-03-16, or leave the @ out"))
        elif equals and not span.search(_EQUALS):
            late = date.to(equals.start())
            found.append(late.wrong("date-first", "the value follows the date", "write SLOT = VALUE @ WHEN"))
            return _Regions(slot=span, value=date.to(equals.end()))
    likelihood = None
    if bracket := span.search(_LIKELIHOOD):
        likelihood = bracket[1].casefold() if bracket[1] else span.to(*bracket.span(2)).plain()
        span = span.to(span.start, bracket.start())
    if equals := span.search(_EQUALS):
        slot, value = span.to(span.start, equals.start()), span.to(equals.end())
        return _Regions(slot=slot, value=value, date=date, likelihood=likelihood)
    slot, words = take_quote(span)
    return _Regions(slot=slot, words=words, date=date, likelihood=likelihood)


def _of_slot(slot: SlotText, regions: _Regions, stance: str, setting: Setting, found: list[Problem]) -> Claim | None:
    spec = slot.spec
    if stance != ASSERTS and not spec.deniable:
        hint = "put the fact that it speaks of on a line of its own, as another kind"
        found.append(regions.slot.wrong("undeniable", f"{spec.name} is words, and words cannot be denied", hint))
    named = spec.field(slot.field) if slot.field else None
    if regions.value is not None:
        said = read_values(spec, named, regions.value, setting, found)
    else:
        said = _without_value(slot, regions, stance, found)
    occurred, words = _date(regions.date, setting, found)
    if words:
        said.told[OCCURRED] = words
    keys = dict(slot.keys)
    if spec.name in AMENDMENTS and (target := regions.slot.match(_TARGET)):
        keys[spec.keys[0].name] = _attempt_id(regions.slot.to(*target.span(1)), setting, found) or ""
    if found:
        return None
    fact = spec.cls(**_arguments(spec, keys), **_arguments(spec, said.values))
    place = regions.value or regions.slot
    found += [place.wrong(problem.code, problem.message, problem.hint) for problem in fact.problems()]
    field = slot.field if regions.value is None and stance != ASSERTS else None
    if occurred is None:
        occurred = day_of_words(fact, field, setting.reported)
        _check_counted(fact, occurred, regions, found)
    return Claim(
        fact=fact, stance=stance, occurred=occurred, told=said.told,
        likelihood=regions.likelihood or said.likelihood, field=field,
    )  # fmt: skip


def _arguments(spec: KindSpec, values: dict[str, Any]) -> dict[str, Any]:
    by_name = {field.name: field.attribute for field in spec.fields}
    return {by_name[name]: value for name, value in values.items()}


def _without_value(slot: SlotText, regions: _Regions, stance: str, found: list[Problem]) -> Values:
    """A line without `=`: yes where that answers, else allowed only where something is denied or kept silent."""
    spec, said = slot.spec, Values()
    field = slot.field or (spec.default[0] if spec.default else None)
    if regions.words and field:
        said.told[field] = regions.words
    if stance != ASSERTS:
        return said
    if is_answered(spec) and field:
        said.values[field] = "yes"
    elif spec.values:
        hint = f"write {usage(spec)} = …, giving {' or '.join(spec.default)}"
        found.append(regions.slot.after("no-value", f"{spec.name} is asserted without a value", hint))
    return said


def _date(span: Span | None, setting: Setting, found: list[Problem]) -> tuple[When | None, str | None]:
    """The date behind `@`, and the quoted words that it was told in, or else the words that it was read from."""
    if not span:
        return None, None
    typed, words = take_quote(span)
    try:
        date = setting.date(typed)
    except InvalidInput as error:
        found += typed.placed(error)
        return None, None
    if words and not _is_date(words, setting):
        hint = "words for the value stand before the @"
        found.append(span.to(typed.end).wrong("quote-after-date", f"{words!r} does not tell a date", hint))
    typed_words = typed.words()
    return date, words or (typed_words if typed_words != date.text else None)


def _is_date(words: str, setting: Setting) -> bool:
    try:
        When.read(words, said_on=setting.reported, zone=setting.zone)
    except InvalidInput:
        return False
    return True


def day_of_words(fact: Fact, field: str | None, reported: When | None) -> When | None:
    """When a fact holds that gives no date: on the day of the words, but what is counted needs a date."""
    spec = fact.spec
    told = [one for one, _ in fact.told_values()]
    if not told:
        named = spec.field(field or spec.default[0]) if spec.default else None
        told = [named] if named is not None and named in spec.values else []
    times = {spec.timing_of(fact, one).time for one in told}
    return None if spec.ours or times & {Time.COUNTED, Time.NEW} else reported


def _check_counted(fact: Fact, occurred: When | None, regions: _Regions, found: list[Problem]) -> None:
    if occurred is None and not fact.spec.ours:
        message = f"{fact.spec.name} is counted over a time, and none is given"
        hint = "say when it was counted: @ 2025-03-10, or over a time: @ 2022-02/2025-03-16"
        found.append((regions.value or regions.slot).after("no-occurred", message, hint))


def _attempt_id(span: Span, setting: Setting, found: list[Problem]) -> str | None:
    try:
        return setting.id_of(span)
    except InvalidInput as error:
        found += error.problems
        return None


def _amendment(span: Span, amend: re.Match[str], setting: Setting, found: list[Problem]) -> Claim | None:
    """`retract ID ["reason"]` and `void ID ["reason"] [replaced-by ID]`."""
    name = {"retract": "retraction", "void": "void"}[amend[1].casefold()]
    spec = kinds.spec(name)
    if spec is None or amend[2] is None:
        found.append(span.after("bad-id", f"{amend[1]} needs the id of an event", f'write {amend[1]} ID "reason"'))
        return None
    date = None
    if at := span.search(_AT):
        date, span = span.to(at.end()), span.to(span.start, at.start())
    values: dict[str, Any] = {"target": _attempt_id(span.to(*amend.span(2)), setting, found)}
    rest = span.to(amend.end())
    if name == "void" and (replaced := rest.search(_REPLACED)):
        values["replaced_by"] = _attempt_id(rest.to(*replaced.span(1)), setting, found)
        rest = rest.to(rest.start, replaced.start())
    plain, quote = take_quote(rest)
    values["reason"] = quote if quote and not plain else rest.words() or None
    occurred, words = _date(date, setting, found)
    if found:
        return None
    fact = spec.cls(**values)
    told = {OCCURRED: words} if words else {}
    return Claim(fact=fact, occurred=occurred or day_of_words(fact, None, setting.reported), told=told)
