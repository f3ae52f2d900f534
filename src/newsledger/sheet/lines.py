"""The lines of a sheet by what they are: headers, and blocks of indented lines under a head."""

from __future__ import annotations

import re
from typing import TypeAlias

import attrs

from newsledger import kinds
from newsledger.claimline.spans import Span
from newsledger.errors import InvalidInput
from newsledger.frozen import frozen
from newsledger.problems import Place, Problem, nearest
from newsledger.values.when import When

LARGEST = 1_000_000
"""Characters of one sheet: some ten thousand claims. What is longer is another file by mistake."""

HEADERS = ("report", "published", "story", "zone", "url", "archive", "confidence")
SECTIONS = ("sources", "aliases", "stakes", "ours")
ONE_SPEAKS = {"say": "says", "deny": "denies", "give no comment": "gives no comment"}
"""How a verb reads where one source speaks."""

VERBS = {
    "says": "asserts", "say": "asserts", "denies": "denies", "deny": "denies",
    "gives no comment": "no-comment", "give no comment": "no-comment",
}  # fmt: skip
"""What a voice does, and the stance that this gives to the claims below it."""

_HEADER = re.compile(r"([A-Za-z][\w-]*)\s*:")
_SECTION = re.compile(rf"({'|'.join(SECTIONS)})\s*:?$", re.IGNORECASE)
VOICE = re.compile(
    rf"(?P<who>\S.*?)(?<=\s)(?P<verb>{'|'.join(VERBS).replace(' ', '[ ]+')})(?=[\s:]|$)(?P<rest>.*)$", re.IGNORECASE
)
_SAID = re.compile(
    r"(?P<who>\S.*?)\s+(?P<verb>said|told us|tells us|stated|states|claimed|claims|denied)\s*:?$", re.IGNORECASE
)
_QUOTES = re.compile(r"(?P<who>\S.*?)\s+(?:quot(?:es|ed|ing)|cit(?:es|ed|ing))\s+(?P<whom>\S.*?)\s*:?$", re.IGNORECASE)
_CLAIM = re.compile(r"\s*([a-z-]+)\s*/|[^=]*=", re.IGNORECASE)


@frozen(kw_only=True)
class Line:
    """One line of a sheet that says something."""

    number: int
    text: str
    span: Span

    @property
    def indented(self) -> bool:
        """Whether it belongs to the head above it."""
        return self.text[:1].isspace()


@frozen(kw_only=True)
class Block:
    """A head and the indented lines under it. `section` or `voice` says what the head is; neither: it is wrong."""

    section: str | None = None
    voice: re.Match[str] | None = None
    head: Line | None = None
    body: list[Line] = attrs.field(factory=list)


@attrs.define(kw_only=True)
class Notes:
    """The problems of a sheet, gathered with file, line and the line's text."""

    file: str | None
    problems: list[Problem] = attrs.field(factory=list)

    def add(self, line: Line, problem: Problem) -> None:
        """Takes a problem whose column is one of the line."""
        self.problems.append(problem.at(file=self.file, line=line.number, text=line.text))

    def extend(self, line: Line, error: InvalidInput) -> None:
        """Takes all problems of an error."""
        for problem in error.problems:
            self.add(line, problem)


Headers: TypeAlias = "dict[str, tuple[Line, Span]]"
"""Each header that was found, with its line and its value."""


def lines_of(text: str, notes: Notes) -> list[Line]:
    """The lines that say something: no blank ones, no remarks."""
    if len(text) > LARGEST:
        message = f"a sheet of {len(text)} characters, and at most {LARGEST} are read"
        raise InvalidInput(
            [Problem(code="too-large", message=message, hint="split it by report", where=Place(file=notes.file))]
        )
    lines = []
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        line = raw.removesuffix("\r")
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            lines.append(Line(number=number, text=line, span=Span.of(line)))
        except InvalidInput as error:
            broken = Line(number=number, text=line, span=Span(line, line, 0, len(line)))
            notes.extend(broken, error)
    return lines


def parts_of(lines: list[Line], notes: Notes) -> tuple[Headers, list[Block]]:
    """The headers and the blocks of a sheet, in order."""
    headers: Headers = {}
    blocks: list[Block] = []
    inside = False
    for line in lines:
        if line.indented:
            if not inside:
                blocks.append(Block())
                inside = True
            blocks[-1].body.append(line)
        elif section := line.span.match(_SECTION):
            blocks.append(Block(section=section[1].casefold(), head=line))
            inside = True
        elif header := line.span.match(_HEADER):
            inside = False
            _take_header(headers, line, header, notes)
        elif voice := line.span.match(VOICE):
            blocks.append(Block(voice=voice, head=line))
            inside = True
        elif not _is_claim(line, notes):
            blocks.append(Block(head=line))
            inside = True
            notes.add(line, _no_head(line))
    return headers, blocks


def _take_header(headers: Headers, line: Line, found: re.Match[str], notes: Notes) -> None:
    name = found[1].casefold()
    name_span, value = line.span.to(line.span.start, found.end(1)), line.span.to(found.end())
    if name not in HEADERS:
        near = nearest(name, HEADERS)
        hint = (
            f"did you mean {near}?"
            if near
            else f"headers: {', '.join(HEADERS)}; sources are listed, indented, under: sources"
        )
        notes.add(line, name_span.wrong("unknown-header", f"{found[1]!r} is no header of a sheet", hint))
    elif name in headers:
        hint = f"it was given in line {headers[name][0].number}; keep one"
        notes.add(line, name_span.wrong("header-twice", f"{name} is given twice", hint))
    elif not value:
        notes.add(line, line.span.after("empty-header", f"{name} has no value", f"write {name}: … or leave it out"))
    else:
        headers[name] = (line, value)


def _is_claim(line: Line, notes: Notes) -> bool:
    """Whether a line that is not indented is a claim, which is then a mistake."""
    found = line.span.match(_CLAIM)
    if found is None or (found[1] is not None and kinds.spec(found[1].casefold()) is None):
        return False
    hint = "indent it by two blanks under a voice, such as: the report says:"
    notes.add(line, line.span.wrong("claim-outside-voice", "nobody says this claim", hint))
    return True


def _no_head(line: Line) -> Problem:
    """What is wrong with a line at the margin that is nothing: often a verb that was mistyped."""
    message = "this is no header, section or voice"
    if meant := _meant(line.span.plain()):
        return line.span.wrong("unreadable-line", message, f"write {meant}")
    words = line.span.plain().rstrip(":").split()
    verb = next((near for word in words[1:] if (near := nearest(word, VERBS))), None)
    verb = ONE_SPEAKS.get(verb or "", verb) if "," not in line.span.plain() else verb
    hint = (
        f"did you mean {words[0]} {verb}:"
        if verb
        else "a voice is written: SOURCE says: (or denies:, gives no comment:)"
    )
    return line.span.wrong("unreadable-line", message, hint)


def _meant(text: str) -> str | None:
    """The voice that other verbs mean: `NAME said:` and `A quotes B:`, as people write them.

    >>> _meant("the mayor said:"), _meant("daily quotes mayor:"), _meant("the end")
    ('the mayor says:', 'mayor says via daily:', None)
    """
    text = " ".join(text.split())  # a long run of blanks would be gone through again from each of them
    if quoting := _QUOTES.match(text):
        return f"{quoting['whom']} says via {quoting['who']}:"
    if saying := _SAID.match(text):
        return f"{saying['who']} {'denies' if saying['verb'].casefold() == 'denied' else 'says'}:"
    return None


def header_problem(headers: Headers, lines: list[Line], notes: Notes) -> None:
    """Notes which of the headers that a sheet needs are missing."""
    examples = {"report": "the-daily", "published": "2025-03-16"}
    missing = [name for name in examples if name not in headers and not _was_tried(name, notes)]
    first = lines[0] if lines else Line(number=1, text="", span=Span("", "", 0, 0))
    for name in missing:
        message = f"the sheet does not say {'whose report it is' if name == 'report' else 'when it was published'}"
        problem = Problem(code="missing-header", message=message, hint=f"add a line such as {name}: {examples[name]}")
        notes.add(first, problem)


def _was_tried(name: str, notes: Notes) -> bool:
    return any(problem.code == "empty-header" and problem.message.startswith(name) for problem in notes.problems)


def is_after(one: When, other: When, zone: str) -> bool:
    """Whether a date is surely later than another."""
    return one.span(zone)[0] >= other.span(zone)[1]
