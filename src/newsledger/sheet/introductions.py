"""The lines of a sheet's sections: sources, aliases, stakes and other entries of ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from newsledger.claimline import read_claim
from newsledger.claimline.reading import OCCURRED
from newsledger.claimline.slots import slot_of
from newsledger.claimline.spans import Span, escape
from newsledger.claimline.values import Setting, listed, take_quote
from newsledger.errors import InvalidInput
from newsledger.event import Said, say
from newsledger.fact import Type
from newsledger.kinds.alias import Alias
from newsledger.kinds.source import GRADES, Source
from newsledger.kinds.stake import Stake
from newsledger.problems import Problem, nearest

CATEGORIES = ("party", "outlet", "person", "body", "record")
FLAGS = ("plural", "unnamed", "protected")
KEYED = ("opposes", "side", "speaks-for", "derived-from", "echoes", "category", "grade", "since", "reason", "name")
"""What may be said of a source with a word before it; any other words are the reason for its grade."""

OURS = "alias, void, note, redaction, stake, source"

_COLON = re.compile(r":(?=\s|$)")
_SEMICOLON = re.compile(";")
_COMMA = re.compile(",")
_EQUALS = re.compile("=")
_SINCE = re.compile(r"(?<=\s)since(?=\s)", re.IGNORECASE)
_ATTRIBUTE = re.compile(rf"({'|'.join(word.replace('-', '[ -]') for word in KEYED)})\s+(?=\S)", re.IGNORECASE)
_WORD = re.compile(r"[\w-]+")
_BETTER_FOR = re.compile(r"better[ -]for\s+", re.IGNORECASE)
_ALIAS = re.compile(r"alias\s+", re.IGNORECASE)


def introduced(span: Span) -> str | None:
    """The short name that a line introduces, whatever is wrong behind it."""
    colon = span.search(_COLON)
    try:
        return span.to(span.start, colon.start()).words() if colon else None
    except InvalidInput:
        return None


def read_source(span: Span, setting: Setting, found: list[Problem]) -> Said | None:
    """`ID: Name; attribute; …` as a `source` event."""
    colon = span.search(_COLON)
    if colon is None or not (name := span.to(span.start, colon.start()).words()):
        message = "a source is introduced by its short name and a colon"
        found.append(span.wrong("no-colon", message, "write ID: Name; side PARTY; grade C"))
        return None
    attributes: dict[str, Any] = {}
    before = len(found)
    for number, part in enumerate(span.to(colon.end()).split(_SEMICOLON)):
        if part:
            _add_attribute(attributes, part, setting, found, may_be_name=number == 0)
    if len(found) > before:
        return None
    since, words = attributes.pop("since", None), attributes.pop("words", None)
    fact = Source(name, **attributes)
    found += [span.wrong(problem.code, problem.message, problem.hint) for problem in fact.problems()]
    return say(fact, occurred=since, told={OCCURRED: words} if words else None)


def _add_attribute(
    attributes: dict[str, Any], part: Span, setting: Setting, found: list[Problem], *, may_be_name: bool
) -> None:
    words = [piece.words().casefold() for piece in part.split(_COMMA)]
    keyed = part.match(_ATTRIBUTE)
    new: dict[str, Any] = {}
    if all(word in (*CATEGORIES, *FLAGS) for word in words):
        new = {("category" if word in CATEGORIES else word): (word if word in CATEGORIES else "yes") for word in words}
    elif keyed:
        new = _keyed("-".join(keyed[1].casefold().split()), part.to(keyed.end()), setting, found)
    elif may_be_name:
        new = {"name": _words(part)}
    elif (alone := part.plain().casefold().replace(" ", "-")) in KEYED:
        hint = f"write {alone} A to {alone} F" if alone == "grade" else f"write {alone} and what it is, or leave it out"
        found.append(part.wrong("no-value", f"{alone} stands alone, and says nothing of the source", hint))
    elif mistyped := _mistyped(part):
        found.append(mistyped)
    else:
        new = {"reason": "; ".join(filter(None, (attributes.pop("reason", None), _words(part))))}
    found += [
        part.wrong("attribute-twice", f"{name.replace('_', '-')} is given twice", "keep one")
        for name in sorted(new.keys() & attributes.keys())
    ]
    attributes.update(new)


def _words(span: Span) -> str:
    typed, quote = take_quote(span)
    return quote if quote and not typed else span.words()


def _mistyped(part: Span) -> Problem | None:
    """A part that begins almost as an attribute does; words that only sound alike are let through by `reason`."""
    word = part.match(_WORD)
    if word is None:
        return None
    alone = word.end() == part.end
    near = nearest(word[0], (*CATEGORIES, *FLAGS) if alone else KEYED)
    if near is None or near[0] != word[0][0].casefold():
        return None
    hint = f"did you mean {near}? if it is the reason for the grade, write: reason {part.plain()}"
    return part.to(part.start, word.end()).wrong("unknown-attribute", f"{word[0]!r} is no attribute of a source", hint)


def _keyed(word: str, span: Span, setting: Setting, found: list[Problem]) -> dict[str, Any]:
    name = word.replace("-", "_")
    field = Source.spec.by_attribute.get(name)
    if name in {"grade", "since"}:
        return _grade(span, name, setting, found)
    if field is not None and field.type is Type.NAMES:
        try:
            return {name: listed(field, span.split(_COMMA))}
        except InvalidInput as error:
            found += error.problems
            return {}
    return {name: _words(span)}


def _grade(span: Span, name: str, setting: Setting, found: list[Problem]) -> dict[str, Any]:
    """`grade C`, `grade C since DATE`, `since DATE`."""
    letter: Span | None = span
    date: Span | None = None
    if name == "since":
        letter, date = None, span
    elif since := span.search(_SINCE):
        letter, date = span.to(span.start, since.start()), span.to(since.end())
    new: dict[str, Any] = {}
    if letter is not None:
        new["grade"] = letter.plain().upper()
        if new["grade"] not in GRADES:
            hint = "A: completely reliable, B, C, D, E: unreliable, F: cannot be judged"
            found.append(letter.wrong("unknown-grade", f"{letter.plain()!r} is no grade; grades run from A to F", hint))
    if date is not None:
        try:
            new["since"] = setting.date(date)
            new["words"] = None if date.plain() == new["since"].text else date.words()
        except InvalidInput as error:
            found += date.placed(error)
    return new


def read_alias(span: Span, found: list[Problem]) -> Said | None:
    """`NAME = MEANING` as an `alias` event."""
    equals = span.search(_EQUALS)
    name = span.to(span.start, equals.start()).words() if equals else ""
    meaning = span.to(equals.end()).words() if equals else ""
    if not name or not meaning:
        found.append(span.wrong("no-alias", "an alias gives a name and what it means", "write NAME = MEANING"))
        return None
    return say(Alias(name, meaning=meaning))


def read_stake(span: Span, found: list[Problem]) -> Said | None:
    """`SLOT: parties; better-for PARTY WHAT` as a `stake` event."""
    colon = span.search(_COLON)
    if colon is None:
        found.append(
            span.wrong(
                "no-colon",
                "a stake is a slot, a colon, and parties",
                "write SLOT: russia, ukraine; better-for russia yes",
            )
        )
        return None
    slot = slot_of(span.to(span.start, colon.start()), found)
    first, *rest = span.to(colon.end()).split(_SEMICOLON)
    parties = [piece.plain() for piece in first.split(_COMMA) if piece]
    better = None
    for part in rest:
        word = part.match(_BETTER_FOR)
        if word is None:
            found.append(
                part.wrong(
                    "unknown-attribute", f"{part.plain()!r} is nothing said of a stake", "write better-for PARTY WHAT"
                )
            )
        else:
            better = part.to(word.end()).words()
    if not parties:
        found.append(first.after("no-party", "a stake names the parties that have it", "write SLOT: russia, ukraine"))
    return None if found or slot is None else say(Stake(slot.name, parties=tuple(parties), better_for=better))


def read_ours(span: Span, setting: Setting, found: list[Problem]) -> Said | None:
    """`void ID "reason"`, `alias NAME = MEANING`, or the claim line of any other entry of ours."""
    if alias := span.match(_ALIAS):
        return read_alias(span.to(alias.end()), found)
    try:
        claim = read_claim(span.line, reported=setting.reported, zone=setting.zone, resolve=setting.resolve)
    except InvalidInput as error:
        found += error.problems
        return None
    if not claim.fact.spec.ours:
        message = f"{claim.fact.spec.name} is no entry of ours ({OURS}): somebody says it"
        found.append(span.wrong("not-ours", message, "put it under a voice, such as: the report says:"))
        return None
    return say(claim.fact, occurred=claim.occurred, told=claim.told, likelihood=claim.likelihood)


# --- writing --------------------------------------------------------------------------------


def write_source(said: Said) -> str | None:
    """The line that introduces a source, or `None` where only a claim line says it all."""
    fact = said.fact
    if not isinstance(fact, Source):
        return None
    texts = {name: getattr(fact, name.replace("-", "_")) for name in ("side", "speaks-for", "derived-from")}
    grade = [f"grade {fact.grade}"] if fact.grade else []
    since = [f"since {said.occurred}"] if said.occurred else []
    parts = [
        _mark(fact.name) if fact.name else "",
        fact.category if fact.category in CATEGORIES else f"category {_mark(fact.category)}" if fact.category else "",
        ", ".join(flag for flag in FLAGS if getattr(fact, flag)),
        f"opposes {_listed(fact.opposes)}" if fact.opposes else "",
        *(f"{name} {_mark(words)}" for name, words in texts.items() if words),
        f"echoes {_listed(fact.echoes)}" if fact.echoes else "",
        " ".join(grade + since),
        _mark(fact.reason) if fact.reason else "",
    ]
    head = f"{_mark(fact.source).replace(':', _ESCAPED[':'])}:"
    line = " ".join(filter(None, (head, "; ".join(part for part in parts if part))))
    return _verified(said, line, lambda span, found: read_source(span, Setting(), found))


def write_alias(said: Said) -> str | None:
    """The line of an alias, or `None` where only a claim line says it all."""
    fact = said.fact
    if not isinstance(fact, Alias) or not fact.meaning:
        return None
    line = f"{_mark(fact.target).replace('=', _ESCAPED['='])} = {_mark(fact.meaning)}"
    return _verified(said, line, read_alias)


_ESCAPED = {mark: f"\\{mark}" for mark in ";,:="}


def _mark(text: str) -> str:
    return escape(text).replace(";", _ESCAPED[";"])


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(_mark(name).replace(",", _ESCAPED[","]) for name in names)


def _verified(said: Said, line: str, read: Callable[[Span, list[Problem]], Said | None]) -> str | None:
    """The line, if reading it gives the event back."""
    found: list[Problem] = []
    try:
        return line if read(Span.of(line), found) == said and not found else None
    except InvalidInput:
        return None
