r"""A stretch of a line that knows where it stands, and what in it is a mark and what is plain text.

A backslash before anything but a letter, a digit or `_` makes that character plain: `\/` is a
slash that belongs to a name. What stands in quotation marks is plain too. For each line a
*mask* of the same length is kept, in which plain characters are blotted out: patterns look for
marks in the mask, texts are taken from the line, and every column is exact.
"""

from __future__ import annotations

import re

import attrs

from newsledger.errors import InvalidInput
from newsledger.fact import clean
from newsledger.frozen import frozen
from newsledger.problems import Place, Problem

BLOT, OPEN, CLOSE = "\x00", "\x02", "\x03"
"""What stands in a mask for a plain character, and for the quotation marks around some."""

LONGEST = 16_000
"""Characters of one line: four texts of the longest kind. What is longer is another file by mistake."""

_PLAIN = re.compile(
    r"""(?P<escape>\\\W)
      | (?P<control>[\x00-\x03])
      | (?P<quote> "(?:[^"\\]|\\\W|\\(?!\W))*"
                 | “(?:[^”\\]|\\\W|\\(?!\W))*” )
      | (?P<unclosed>["“].*)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(\W)")
_UNCLOSED = re.compile(r'["“]')
_BRACKETS = re.compile(r"[()\[\]]")
_PAIR = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NESTING = 3  # brackets in brackets in brackets: more than people write
_NO_LETTER = re.compile(r"(\W)")
_SPECIAL = re.compile(r'(["“\\]|(?:(?<=\s)|^)@)')


def mask_of(text: str) -> str:
    r"""The mask of a line: as long, with plain characters blotted out.

    >>> mask_of(r'a \= b "c"') == "a \0\0 b \x02\0\x03"
    True
    """
    return _PLAIN.sub(_blotted, text)


def _blotted(found: re.Match[str]) -> str:
    if found["quote"]:
        return OPEN + BLOT * (len(found[0]) - 2) + CLOSE
    return found[0] if found["unclosed"] else BLOT * len(found[0])


@frozen
class Span:
    """A stretch of a line: the line, its mask, and from where to where.

    >>> whole = Span.of("  state/bridge/open = yes ")
    >>> whole.plain(), whole.start
    ('state/bridge/open = yes', 2)
    """

    line: str
    mask: str
    start: int
    end: int

    @classmethod
    def of(cls, text: str) -> Span:
        """The whole of a text, without the blanks around it.

        Raises `InvalidInput` where a quotation has no end, or the text is longer than `LONGEST`.
        """
        if len(text) > LONGEST:
            message = f"a line of {len(text)} characters, and at most {LONGEST} are read"
            raise InvalidInput([Problem(code="long-line", message=message, hint="one line is one claim")])
        mask = mask_of(text)
        unclosed = _UNCLOSED.search(mask)
        if unclosed:
            message = "a quotation begins here and does not end in this line"
            hint = f"close it with a second mark, or write \\{unclosed[0]} for a mark that quotes nothing"
            where = Place(column=unclosed.start() + 1)
            raise InvalidInput([Problem(code="unclosed-quote", message=message, hint=hint, where=where)])
        return cls(text, mask, 0, len(text)).stripped()

    def __bool__(self) -> bool:
        return self.end > self.start

    @property
    def raw(self) -> str:
        """The text as it stands in the line."""
        return self.line[self.start : self.end]

    @property
    def marks(self) -> str:
        """The mask of the text."""
        return self.mask[self.start : self.end]

    def plain(self) -> str:
        """The text as it is meant, without the backslashes that make a character plain."""
        return _ESCAPE.sub(r"\1", self.raw)

    def words(self) -> str:
        """The text as it is stored, without doubled blanks. Raises `InvalidInput`, placed, if it is too long."""
        try:
            return clean(self.plain())
        except InvalidInput as error:
            raise InvalidInput(self.placed(error)) from None

    def to(self, start: int, end: int | None = None) -> Span:
        """The part between two places of the line, without the blanks around it."""
        return Span(self.line, self.mask, start, self.end if end is None else end).stripped()

    def stripped(self) -> Span:
        """The same without the blanks around it; an escaped blank is no blank."""
        start, end = self.start, self.end
        while start < end and self.mask[start].isspace():
            start += 1
        while end > start and self.mask[end - 1].isspace():
            end -= 1
        return Span(self.line, self.mask, start, end)

    def search(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first place where a pattern fits the mask."""
        return pattern.search(self.mask, self.start, self.end)

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Whether a pattern fits the mask from the start on."""
        return pattern.match(self.mask, self.start, self.end)

    def split(self, pattern: re.Pattern[str], *, brackets: bool = False) -> list[Span]:
        """The parts between all places where a pattern fits; with `brackets`, none within brackets."""
        mask = self.mask[: self.start] + without_brackets(self.marks) if brackets else self.mask
        found = list(pattern.finditer(mask, self.start, self.end))
        starts = [self.start, *(one.end() for one in found)]
        ends = [*(one.start() for one in found), self.end]
        return [self.to(start, end) for start, end in zip(starts, ends, strict=True)]

    # --- problems ---------------------------------------------------------------------------

    def wrong(self, code: str, message: str, hint: str | None = None) -> Problem:
        """A problem with the whole of this text."""
        where = Place(column=self.start + 1, length=max(1, self.end - self.start))
        return Problem(code=code, message=message, hint=hint, where=where)

    def after(self, code: str, message: str, hint: str | None = None) -> Problem:
        """A problem with what is missing behind this text."""
        return Problem(code=code, message=message, hint=hint, where=Place(column=self.end + 1))

    def placed(self, error: InvalidInput) -> list[Problem]:
        """The problems of a value that was read from `plain()`, moved to their columns in the line."""
        return [self._placed(problem) for problem in error.problems]

    def _placed(self, problem: Problem) -> Problem:
        if problem.where.column is None:
            return self.wrong(problem.code, problem.message, problem.hint)
        columns = self._columns()
        first = columns[min(problem.where.column - 1, len(columns) - 1)]
        last = columns[min(problem.where.column - 1 + problem.where.length, len(columns) - 1)]
        return attrs.evolve(problem, where=Place(column=first + 1, length=max(1, last - first)))

    def _columns(self) -> list[int]:
        """Where in the line each character of `plain()` stands, and where the text ends."""
        columns, at = [], self.start
        while at < self.end:
            columns.append(at)
            at += 2 if _ESCAPE.match(self.line, at, self.end) else 1
        return [*columns, self.end]


def escape(text: str) -> str:
    r"""A text with a backslash before what would be read as a mark in a value.

    >>> print(escape('called it "decisive" @ noon :('))
    called it \"decisive\" \@ noon :\(
    """
    marked = _SPECIAL.sub(r"\\\1", text)
    is_read = text.endswith("]") or _BRACKETS.search(without_brackets(text))  # as a likelihood, or over a comma
    return _BRACKETS.sub(r"\\\g<0>", marked) if is_read else marked


def without_brackets(mask: str) -> str:
    """A mask with all that stands in pairs of brackets blotted out, the brackets too."""
    for _ in range(_NESTING):
        mask = _PAIR.sub(lambda found: BLOT * len(found[0]), mask)
    return mask


def escape_all(text: str) -> str:
    r"""A text with a backslash before everything that is no letter, digit or `_`.

    >>> print(escape_all("yes, of course"))
    yes\,\ of\ course
    """
    return _NO_LETTER.sub(r"\\\1", text)


def quoted(text: str) -> str:
    r"""A text in quotation marks.

    >>> print(quoted('a "b"'))
    "a \"b\""
    """
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'
