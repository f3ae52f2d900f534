"""The draft of a report sheet: what was found, as claims where it fits a slot, else as remarks to complete."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from newsledger.claimline.spans import escape
from newsledger.claimline.writing import write_claim
from newsledger.drafting.days import Day
from newsledger.drafting.figure import Figure
from newsledger.drafting.found import Finding, Teller
from newsledger.drafting.known import Slot
from newsledger.drafting.text import Article
from newsledger.errors import InvalidInput
from newsledger.event import ASSERTS, DENIES, say
from newsledger.fact import Fact, Field, Time
from newsledger.frozen import frozen
from newsledger.kinds.casualties import Casualties
from newsledger.kinds.indicator import Indicator
from newsledger.values.when import When

HEAD = """\
# A draft, made from {name} by rules. Nothing is added before you say: newsledger add FILE
# Lines without # fit a slot of the ledger. Of the others take "# " away and name the slot, or leave them.
# What the rules do not see they leave out: read the article beside it.
"""

BACKSLASH = "\\"

SHOWN = 160
"""How much of a sentence a remark quotes, in characters."""

WHAT, WHOSE = "SUBJECT", "GROUP"
"""What a person fills in where the text names no slot that is known."""


@frozen(kw_only=True)
class _Block:
    """A voice and what it tells: lines of a sheet, live or as remarks."""

    head: str
    live: bool
    lines: tuple[str, ...]


def draft(article: Article, findings: Iterable[Finding], *, name: str, report: str, story: str | None = None) -> str:
    """The text of a draft sheet for what was found in an article, which has a date.

    It can be added as it is, and then adds only what fits slots that are known.
    """
    told = list(findings)
    published = article.published
    assert published is not None  # noqa: S101  the callers ask for the date first
    blocks = [_block(group, published, report, story) for group in _groups(told)]
    head = HEAD.format(name=_plain(name))
    title = f"# {_plain(article.title)}\n" if article.title else ""
    headers = [
        ("report", report), ("published", published.text), ("story", story or ""),
        ("zone", article.zone), ("url", article.url or ""),
    ]  # fmt: skip
    lines = [f"{key}: {value.replace(BACKSLASH, BACKSLASH * 2)}" for key, value in headers if value]
    return "\n".join([head + title, *lines, "", *_sources(told, blocks), *_body(blocks)]).rstrip("\n") + "\n"


def _groups(findings: list[Finding]) -> Iterator[list[Finding]]:
    """Findings in a row with one voice; a date alone belongs to whatever stands around it."""
    group: list[Finding] = []
    for one in findings:
        if group and _voice(one) != _voice(group[-1]) and not _is_date(one):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _voice(one: Finding) -> tuple[object, ...]:
    return (one.tellers, one.stance, one.said_on)


def _is_date(one: Finding) -> bool:
    return one.figure is None and one.stance == ASSERTS


def _block(group: list[Finding], published: When, report: str, story: str | None) -> _Block:
    spoken = next((one for one in group if not _is_date(one)), None)
    lines: list[str] = []
    for before, one in zip([None, *group], group, strict=False):
        again = before is not None and before.sentence == one.sentence and before.figure is not None
        lines += _lines(one, published, story, again=again)
    live = any(not line.startswith("#") for line in lines)
    return _Block(head="" if spoken is None else _head(spoken, report), live=live, lines=tuple(lines))


def _head(one: Finding, report: str) -> str:
    names = [teller.name or "the report" for teller in one.tellers]
    names = ["the report" if name == report else name for name in names]
    verbs = {ASSERTS: ("says", "say"), DENIES: ("denies", "deny")}.get(
        one.stance, ("gives no comment", "give no comment")
    )
    when = f" on {one.said_on.text}" if one.said_on is not None else ""
    return f"{', '.join(dict.fromkeys(names))} {verbs[len(set(names)) > 1]}{when}:"


def _body(blocks: list[_Block]) -> Iterator[str]:
    for block in blocks:
        if block.head:
            yield block.head if block.live else f"# {block.head}"
        yield from block.lines
        yield ""


# --- sources ----------------------------------------------------------------------------------


def _sources(findings: list[Finding], blocks: list[_Block]) -> Iterator[str]:
    """Whoever is new: introduced where a live claim needs it, else as a remark."""
    new: dict[str, Teller] = {}
    for one in findings:
        for teller in one.tellers:
            if teller.name and not teller.known:
                new.setdefault(teller.name, teller)
    if not new:
        return
    needed = {name for name in new for block in blocks if block.live and _speaks(name, block.head)}
    yield "sources" if needed else "# sources"
    for name, teller in new.items():
        words = escape(teller.words).replace(";", "\\;")
        line = f"  {name}: {words}"
        yield line if name in needed else f"# {line}"
    yield ""


def _speaks(name: str, head: str) -> bool:
    return name in head.replace(",", " ").split()


# --- one finding ------------------------------------------------------------------------------


def _lines(one: Finding, published: When, story: str | None, *, again: bool) -> Iterator[str]:
    where = f"# line {one.line}: "
    if one.figure is None:
        yield where + (_date(one.day) if one.day else f"{_quoted(one.sentence)}")
        if one.day is None:
            yield "#   SLOT"
        return
    where += _quoted(one.figure.words if again else _around(one.sentence, one.figure))
    yield where + (f", {_date(one.day)}" if one.day else "")
    if one.figure.like is not None:
        yield f"# as much as was told before: {_quoted(one.figure.like.words)}"
    if one.figure.derived:
        yield f"# how figures compare, as told: {_quoted(one.figure.words)}"
        return
    if one.others:
        yield f"# it may belong to: {_plain(', '.join(one.others))}"
    line = _claim(one, one.slot, published) if one.slot is not None else None
    yield f"  {line}" if line is not None else f"#   {_suggestion(one, published, story)}"


def _date(day: Day) -> str:
    return f"{_quoted(day.words)} = {day.occurred.text}"


def _around(sentence: str, figure: Figure) -> str:
    """The figure in its sentence; of a long one the part in which it stands."""
    if len(sentence) <= SHOWN:
        return sentence
    begin = max(0, min(figure.begin - SHOWN // 2, len(sentence) - SHOWN))
    part = sentence[begin : begin + SHOWN]
    cut = part.partition(" ")[2] if begin else part
    return ("… " if begin else "") + (cut.rpartition(" ")[0] + " …" if begin + SHOWN < len(sentence) else cut)


def _claim(one: Finding, slot: Slot, published: When) -> str | None:
    """The claim line of a figure in a slot of the ledger; `None` where it cannot stand there."""
    fact = slot.fact
    spec = fact.spec
    free: dict[str, Any] = {field.attribute: None for field in spec.values + spec.asides}
    try:
        return _written(
            attrs.evolve(fact, **free | _value(slot.field, one.figure)), slot.field, one, published, slot.begins
        )
    except InvalidInput:
        return None


def _value(field: Field, figure: Figure | None) -> dict[str, Any]:
    return {} if figure is None else {field.attribute: attrs.evolve(figure.quantity, told=_plain(figure.words))}


def _written(fact: Fact, field: Field, one: Finding, published: When, begins: str | None) -> str:
    counted = fact.spec.timing_of(fact, field).time in {Time.COUNTED, Time.NEW}
    occurred = _occurred(one.day, published, begins, counted=counted)
    said = say(fact, source="draft", reported=one.said_on or published, occurred=occurred)
    return write_claim(said)


def _occurred(day: Day | None, published: When, begins: str | None, *, counted: bool) -> When | None:
    """When it holds: the date that the text gives; what is counted needs one, and goes on from where the slot began."""
    if day is None:
        start = begins if counted else None
        return _span(start, published) if start else (published if counted else None)
    if day.lead == "since" and counted and day.when.start is not None:
        return _span(day.when.start.text, published)
    if counted and begins and not day.when.is_interval:
        return _span(begins, day.when)
    return day.occurred


def _span(start: str, end: When) -> When:
    last = end.end or end
    try:
        return When.parse(f"{start}/{last.text}")
    except InvalidInput:
        return end


def _suggestion(one: Finding, published: When, story: str | None) -> str:
    """A claim that a person completes: what the figure counts, of whatever the article is about."""
    figure = one.figure
    assert figure is not None  # noqa: S101  asked by the caller
    number = attrs.evolve(figure.quantity, told=_plain(figure.words))
    about = story or WHAT
    fact: Fact = Indicator(about, _measure(figure), number=number)
    if one.outcome is not None:
        fact = Casualties(WHOSE, one.outcome, of=about, number=number)
    try:
        return _written(fact, fact.spec.by_name["number"], one, published, None)
    except InvalidInput:
        return f"{WHAT} = {figure.quantity.text}"


def _measure(figure: Figure) -> str:
    return " ".join((figure.noun or figure.unit).casefold().split()) or "figure"


def _quoted(text: str) -> str:
    plain = _plain(text)
    return f"“{plain if len(plain) <= SHOWN + 8 else plain[:SHOWN] + ' …'}”"


def _plain(text: str) -> str:
    """A text as one line without control characters: it stands in a remark."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
