"""The heads of a sheet's claims: who speaks, when, through whom: `kyiv says on 2025-03-11 via the-daily:`."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from newsledger.claimline.spans import Span, escape_all
from newsledger.claimline.values import LIKELIHOODS
from newsledger.errors import InvalidInput
from newsledger.event import ASSERTS, DENIES, UNNAMED, Said
from newsledger.fact import clean, fold
from newsledger.frozen import frozen
from newsledger.problems import Problem, did_you_mean
from newsledger.sheet.lines import VERBS, Line, is_after
from newsledger.values.when import When

THE_REPORT = "the report"
"""How a sheet calls the report's own voice."""

_COMMA = re.compile(",")
_COLON = re.compile(r":(?=\s|$)")
_END = re.compile(r":$")
_TURN = re.compile(r"(?:(?<=\s)|^)(on|via)(?=\s|$)", re.IGNORECASE)
_LIKELIHOOD = re.compile(rf"(?:(?<=\s)|^)({'|'.join(LIKELIHOODS)})$", re.IGNORECASE)
_PLAIN_NAME = re.compile(r"[\w.'’&()-]+(?: [\w.'’&()-]+)*")
_VERB = re.compile(r"\b(says?|deny|denies|gives?|on|via|the report)\b", re.IGNORECASE)


@frozen(kw_only=True)
class Circle:
    """Whom a sheet may name: the report's own source, all sources that are known, and the parties among them."""

    report: str
    published: When
    today: When | None
    zone: str
    known: frozenset[str]
    parties: frozenset[str]

    @classmethod
    def of(cls, sources: Iterable[str], parties: Iterable[str], **rest: object) -> Circle:
        """A circle of names as they are compared."""
        known = frozenset(fold(clean(name)) for name in sources)
        return cls(known=known, parties=frozenset(map(fold, parties)), **rest)  # type: ignore[arg-type]  # named where it is called


@frozen(kw_only=True)
class Voice:
    """Who speaks the claims below, and how."""

    sources: tuple[str, ...]
    stance: str
    reported: When
    via: tuple[str, ...] = ()
    likelihood: str | None = None

    def chain(self, source: str, report: str) -> tuple[str, ...]:
        """Through whom a source's words came: the report last, unless they are its own."""
        if source == report or (self.via and self.via[-1] == report):
            return self.via
        return (*self.via, report)


def read_voice(line: Line, head: re.Match[str], circle: Circle, found: list[Problem]) -> Voice:
    """The voice of a line; what is wrong with it goes to `found`."""
    span = line.span
    end = span.search(_END)
    rest = span.to(head.end("verb"), end.start() if end else None)
    if end is None:
        found.append(_no_colon(span, rest))
    likelihood = rest.search(_LIKELIHOOD)
    if likelihood:
        rest = rest.to(rest.start, likelihood.start())
    turns = _turns(rest, found)
    sources = _names(span.to(*head.span("who")), circle, found, speaks=True)
    voice = Voice(
        sources=tuple(sources),
        stance=VERBS[" ".join(head["verb"].casefold().split())],
        reported=_reported(turns.get("on"), circle, found),
        via=tuple(_names(turns["via"], circle, found) if "via" in turns else ()),
        likelihood=likelihood[1].casefold() if likelihood else None,
    )
    for source in sources:
        chain = [fold(link) for link in (source, *voice.chain(source, circle.report))]
        if len(set(chain)) < len(chain):
            hint = "name each link once: the speaker before says, then who carried it"
            found.append(span.wrong("chain-twice", f"{source!r} or a carrier is named twice", hint))
            voice = attrs.evolve(voice, sources=())
    return voice


def _no_colon(span: Span, rest: Span) -> Problem:
    colon = rest.search(_COLON)
    if colon:
        hint = "put each claim on a line of its own below, indented"
        return rest.to(colon.end()).wrong("claim-in-voice", "a claim stands behind the voice", hint)
    return span.after("no-colon", "a voice ends with a colon", f"write {span.plain()}:")


def _turns(rest: Span, found: list[Problem]) -> dict[str, Span]:
    """What stands behind `on` and `via`."""
    turns: dict[str, Span] = {}
    marks = list(_TURN.finditer(rest.mask, rest.start, rest.end))
    before = rest.to(rest.start, marks[0].start() if marks else None)
    colon = before.search(_COLON)
    if before and colon is None:
        hint = f"behind the verb may follow: on DATE, via SOURCE, {', '.join(LIKELIHOODS)}"
        found.append(before.wrong("voice-tail", f"{before.plain()!r} is no part of a voice", hint))
    for mark, after in zip(marks, [*marks[1:], None], strict=False):
        part = rest.to(mark.end(), after.start() if after else None)
        name = mark[1].casefold()
        if not part or name in turns:
            what = f"{name} is given twice" if name in turns else f"nothing follows {name}"
            found.append(rest.to(mark.start(), mark.end()).wrong("voice-tail", what, "write on DATE, or via SOURCE"))
        else:
            turns[name] = part
    return turns


def _reported(span: Span | None, circle: Circle, found: list[Problem]) -> When:
    """When the words were made public: the day that the voice gives, else that of the report."""
    if span is None:
        return circle.published
    try:
        date = When.read(span.plain(), said_on=circle.published, zone=circle.zone)
    except InvalidInput as error:
        found += span.placed(error)
        return circle.published
    found += date_problems(date, span, circle.today, circle.zone)
    if is_after(date, circle.published, circle.zone):
        message = f"{date} is after {circle.published}, when the report was published"
        found.append(span.wrong("said-later", message, "check the two dates"))
    return date


def date_problems(date: When, span: Span, today: When | None, zone: str) -> list[Problem]:
    """What keeps a date from being that of a report: it has no end, or lies ahead."""
    if date.earliest is None or date.latest is None:
        hint = "give a date, or a span with both ends"
        return [span.wrong("open-reported", f"{date} has no end: a report is made public at some time", hint)]
    if today is not None and is_after(date, today, zone):
        hint = "check the year; what is expected to happen is said today, @ its date"
        return [span.wrong("future-report", f"{date} is after today ({today})", hint)]
    return []


def _names(span: Span, circle: Circle, found: list[Problem], *, speaks: bool = False) -> list[str]:
    """The sources that a list names, each checked."""
    names = []
    for part in span.split(_COMMA):
        if speaks and fold(part.raw) == THE_REPORT:
            names.append(circle.report)
            continue
        try:
            name = part.words()
        except InvalidInput as error:
            found += error.problems
            continue
        if not name:
            found.append(part.wrong("no-source", "a source is missing between commas", "write A, B say:"))
        elif fold(name) not in circle.known:
            hint = did_you_mean(fold(name), circle.known) or ""
            message = f"no source is called {name!r}"
            found.append(
                part.wrong("unknown-source", message, f"{hint}; or introduce it under sources: {name}: its name")
            )
        elif speaks and fold(name) in circle.parties:
            hint = f"introduce a voice for it under sources, such as {name}-press: its name; speaks-for {name}"
            found.append(part.wrong("party-speaks", f"{name!r} is a party, and a party is no source", hint))
        names.append(name)
    return names


def write_voice(said: Said, *, report: str, published: When | None) -> str:
    """The head under which a sheet of a report puts an event.

    Raises `ValueError` where the event did not come through this report.
    """
    source = said.source or ""
    via = said.via
    if source != report:
        if via[-1:] != (report,):
            message = f"{source} was not carried by {report}"
            raise ValueError(message)
        via = via[:-1]
    who = THE_REPORT if source == report else _name(source)
    verb = {ASSERTS: "says", DENIES: "denies"}.get(said.stance, "gives no comment")
    on = "" if said.reported is None or said.reported == published else f" on {said.reported}"
    through = f" via {', '.join(map(_name, via))}" if via else ""
    return f"{who} {verb}{on}{through}:"


def _name(name: str) -> str:
    if name == UNNAMED or (_PLAIN_NAME.fullmatch(name) and not _VERB.search(name)):
        return name
    return escape_all(name)
