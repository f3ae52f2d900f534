"""A report sheet to what its sources say."""

from __future__ import annotations

from collections.abc import Collection

from newsledger.claimline import Claim, read_claim
from newsledger.claimline.spans import Span
from newsledger.claimline.values import Resolve, Setting
from newsledger.declared import DRAWS, SPEAKS, circle_of, closing
from newsledger.errors import InvalidInput
from newsledger.event import ASSERTS, UNNAMED, Said, say
from newsledger.fact import Fact, fold
from newsledger.frozen import frozen
from newsledger.kinds.source import Source
from newsledger.problems import Problem
from newsledger.sheet.introductions import introduced, read_alias, read_ours, read_source, read_stake
from newsledger.sheet.lines import Block, Headers, Line, Notes, header_problem, lines_of, parts_of
from newsledger.sheet.voices import Circle, Voice, date_problems, read_voice
from newsledger.values.confidence import Confidence
from newsledger.values.when import When
from newsledger.values.zones import UTC, check_zone

PARTY = "party"
"""The category of a name that keys use and that is no voice."""


UNUSED_DAY = When.parse("2000-01-01")
"""Stands in where a sheet gives no date, so that its other lines can be checked; nothing comes of it."""


@frozen(kw_only=True)
class Sheet:
    """A report as a sheet tells it: what everybody says, and in which line; our own entries come first.

    `report` is the short name of the outlet, `zone` the one that words for dates were read in.
    """

    saids: tuple[Said, ...]
    lines: tuple[int, ...]
    report: str
    story: str | None
    zone: str


@frozen(kw_only=True)
class _Frame:
    """What the headers say, with a stand-in for what they leave out, so that all lines can be checked."""

    report: str
    published: When
    story: str | None
    zone: str
    url: str | None
    archive: str | None
    confidence: Confidence | None
    today: When | None
    resolve: Resolve | None


def read_sheet(
    text: str,
    *,
    file: str | None = None,
    today: When | None = None,
    zone: str = UTC,
    known_sources: Collection[str] = (),
    resolve: Resolve | None = None,
) -> Sheet:
    r"""What a report sheet says, whole or not at all.

    >>> sheet = read_sheet("report: daily\npublished: 2025-03-16\n\nthe report says:\n  state/bridge/open = no\n")
    >>> sheet.saids[0].fact.term, sheet.saids[0].source, sheet.lines
    ('no', 'daily', (5,))

    Words for dates are read against the report's date, and that against `today`, in the sheet's zone or else in
    `zone`. `known_sources` are those that need no introduction. `resolve` gives the whole id for the beginning of one.

    Raises `InvalidInput` with every problem of the sheet, each with file, line, column and the line's text.
    """
    notes = Notes(file=file)
    lines = lines_of(text, notes)
    headers, blocks = parts_of(lines, notes)
    header_problem(headers, lines, notes)
    frame = _frame(headers, zone, today, resolve, notes)
    said = [(one, line) for block in blocks if block.section for one, line in _section(block, frame, notes)]
    _refuse_circles(said, notes)
    named = [introduced(line.span) for block in blocks if block.section == "sources" for line in block.body]
    circle = _circle(frame, {*known_sources, *filter(None, named)}, [one for one, _ in said])
    said += [pair for block in blocks if not block.section for pair in _voiced(block, frame, circle, notes)]
    if notes.problems:
        raise InvalidInput(sorted(notes.problems, key=lambda one: (one.where.line or 0, one.where.column or 0)))
    return Sheet(
        saids=tuple(one for one, _ in said), lines=tuple(line.number for _, line in said),
        report=frame.report, story=frame.story, zone=frame.zone,
    )  # fmt: skip


def _frame(headers: Headers, zone: str, today: When | None, resolve: Resolve | None, notes: Notes) -> _Frame:
    texts = {name: _words(line, value, notes) for name, (line, value) in headers.items()}
    zone = _zone(headers, zone, notes)
    return _Frame(
        report=texts.get("report", ""), published=_published(headers, today, zone, notes),
        story=texts.get("story"), zone=zone, url=texts.get("url"), archive=texts.get("archive"),
        confidence=_confidence(headers, notes), today=today, resolve=resolve,
    )  # fmt: skip


def _words(line: Line, value: Span, notes: Notes) -> str:
    try:
        return value.words()
    except InvalidInput as error:
        notes.extend(line, error)
        return ""


def _zone(headers: Headers, default: str, notes: Notes) -> str:
    if "zone" not in headers:
        return default
    line, value = headers["zone"]
    try:
        check_zone(value.plain())
    except InvalidInput as error:
        notes.extend(line, InvalidInput(value.placed(error)))
        return default
    return value.plain()


def _published(headers: Headers, today: When | None, zone: str, notes: Notes) -> When:
    if "published" not in headers:
        return today or UNUSED_DAY
    line, value = headers["published"]
    try:
        date = When.read(value.plain(), said_on=today, zone=zone)
    except InvalidInput as error:
        notes.extend(line, InvalidInput(value.placed(error)))
        return today or UNUSED_DAY
    wrong = date_problems(date, value, today, zone)
    for problem in wrong:
        notes.add(line, problem)
    return today or UNUSED_DAY if wrong else date


def _confidence(headers: Headers, notes: Notes) -> Confidence | None:
    if "confidence" not in headers:
        return None
    line, value = headers["confidence"]
    try:
        return Confidence.parse(value.plain())
    except InvalidInput as error:
        notes.extend(line, InvalidInput(value.placed(error)))
        return None


def _circle(frame: _Frame, known_sources: Collection[str], ours: list[Said]) -> Circle:
    introduced = [one.fact for one in ours if isinstance(one.fact, Fact) and one.kind == "source"]
    names = [fact.keys()[0] for fact in introduced]
    parties = [fact.keys()[0] for fact in introduced if getattr(fact, "category", None) == PARTY]
    return Circle.of(
        {*known_sources, *names, UNNAMED, frame.report}, parties,
        report=frame.report, published=frame.published, today=frame.today, zone=frame.zone,
    )  # fmt: skip


def _section(block: Block, frame: _Frame, notes: Notes) -> list[tuple[Said, Line]]:
    """The entries of ours that a section holds."""
    setting = Setting(reported=frame.published, zone=frame.zone, resolve=frame.resolve)
    said = []
    for line in block.body:
        found: list[Problem] = []
        try:
            one = _entry(block.section, line, setting, found)
        except InvalidInput as error:
            notes.extend(line, error)
            continue
        for problem in found:
            notes.add(line, problem)
        if one is not None:
            said.append((one, line))
    return said


def _entry(section: str | None, line: Line, setting: Setting, found: list[Problem]) -> Said | None:
    match section:
        case "sources":
            return read_source(line.span, setting, found)
        case "aliases":
            return read_alias(line.span, found)
        case "stakes":
            return read_stake(line.span, found)
        case _:
            return read_ours(line.span, setting, found)


def _refuse_circles(said: list[tuple[Said, Line]], notes: Notes) -> None:
    """Refuses sources that speak for or draw on each other in a circle, at the line that closes it."""
    told: dict[str, dict[str, str]] = {}
    for one, line in said:
        fact = one.fact
        if not isinstance(fact, Source):
            continue
        name = fold(fact.source)
        before = circle_of(told, name)
        links = told.setdefault(name, {})
        links |= {fold(other): word for word, other in ((DRAWS, fact.derived_from), (SPEAKS, fact.speaks_for)) if other}
        found = circle_of(told, name)  # whatever a line closes runs through the source that it is about
        if found is not None and found != before and len(found.names) > 1:
            problem = closing(found)
            notes.add(line, line.span.wrong(problem.code, problem.message, problem.hint))


def _voiced(block: Block, frame: _Frame, circle: Circle, notes: Notes) -> list[tuple[Said, Line]]:
    """The reports of one voice; under a head that is wrong the lines are checked all the same."""
    voice = Voice(sources=(), stance=ASSERTS, reported=frame.published)
    if block.head is None:
        for line in block.body[:1]:
            hint = "put a voice above it, such as: the report says:"
            notes.add(line, line.span.wrong("claim-outside-voice", "nobody says this claim", hint))
    elif block.voice is not None:
        found: list[Problem] = []
        voice = read_voice(block.head, block.voice, circle, found)
        for problem in found:
            notes.add(block.head, problem)
    return [(said, line) for line in block.body for said in _reports(line, voice, frame, notes)]


def _reports(line: Line, voice: Voice, frame: _Frame, notes: Notes) -> list[Said]:
    """What each of the sources of a voice says by one line."""
    try:
        claim = read_claim(
            line.text, stance=voice.stance, reported=voice.reported, zone=frame.zone, resolve=frame.resolve
        )
    except InvalidInput as error:
        notes.extend(line, error)
        return []
    if claim.fact.spec.ours:
        message = f"{claim.fact.spec.name} is an entry of ours, and nobody says it"
        notes.add(line, line.span.wrong("ours-in-voice", message, "put it under a line: ours:"))
        return []
    try:
        return [_said(claim, source, voice, frame) for source in voice.sources]
    except InvalidInput as error:
        for problem in error.problems:
            notes.add(line, line.span.wrong(problem.code, problem.message, problem.hint))
        return []


def _said(claim: Claim, source: str, voice: Voice, frame: _Frame) -> Said:
    return say(
        claim.fact, source=source, via=voice.chain(source, frame.report), occurred=claim.occurred,
        reported=voice.reported, stance=claim.stance, story=frame.story, field=claim.field,
        confidence=frame.confidence, likelihood=claim.likelihood or voice.likelihood, told=claim.told,
        url=frame.url, archive=frame.archive, corrects=claim.corrects,
    )  # fmt: skip
