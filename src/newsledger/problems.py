"""What is wrong with somebody's data: found, where, what was expected, what to write instead.

Users' mistakes are collected, never raised one by one. A reader of outside text
returns a list of `Problem`; whoever cannot go on raises `newsledger.errors.InvalidInput`
with all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from newsledger.frozen import frozen

ERROR = "error"
WARNING = "warning"

NEAR_ENOUGH = 0.6
"""How alike two words must be before one is offered for the other (difflib's own default)."""


EXCERPT = 160
"""How many characters of a long line a problem shows: two rows of a terminal. A line may be a megabyte."""

LONG = 500
"""Characters from which on a line of a sheet is shown in part: people write whole sentences in one."""


def stretch(text: str, column: int) -> tuple[str, int]:
    """The part of a line around a column, with … for what is left out, and how many characters were skipped.

    >>> stretch("a" * 1000, 500)[1]
    419
    """
    start = max(0, min(column - 1 - EXCERPT // 2, len(text) - EXCERPT))
    shown = text[start : start + EXCERPT]
    shown = ("…" if start else "") + shown[1 if start else 0 :]
    return (f"{shown[:-1]}…" if start + EXCERPT < len(text) else shown), start


@frozen(kw_only=True)
class Place:
    """Where something stands: a file, a line and a column, both counted from one.

    `text` is the whole line, so that the column can be pointed at, or of a line too long to show a
    stretch of it after `skipped` characters; `length` is how many characters are meant.

    >>> str(Place(file="a.report", line=3, column=7))
    'a.report:3:7'
    """

    file: str | None = None
    line: int | None = None
    column: int | None = None
    length: int = 1
    text: str | None = None
    skipped: int = attrs.field(default=0, repr=False)

    def __str__(self) -> str:
        if self.file is None and self.line is None:
            return "" if self.column is None or self._is_a_word else f"column {self.column}"
        parts = (self.file, self.line, self.column)
        return ":".join(str(part) for part in parts if part is not None)

    @property
    def _is_a_word(self) -> bool:
        """Whether a single word is meant, from its first letter on: to tell its column would say nothing."""
        return self.column == 1 and self.text is not None and not any(mark in " /=" for mark in self.text)

    def excerpt(self) -> str:
        """The line with a caret under what is meant; empty where the line is not known.

        >>> print(Place(line=2, column=903, length=4, text="…right here…", skipped=895).excerpt())
        2 | …right here…
          |        ^^^^
        """
        if self.text is None or self.column is None:
            return ""
        column = self.column - self.skipped
        text, skipped = (self.text, 0) if len(self.text) <= LONG else stretch(self.text, column)
        column -= skipped
        length = min(self.length, len(text) - column + 1)
        margin = str(self.line or "")
        blank = " " * len(margin)
        pad = "".join("\t" if mark == "\t" else " " for mark in text[: column - 1])
        return f"{margin} | {text}\n{blank} | {pad}{'^' * max(1, length)}"


@frozen(kw_only=True)
class Problem:
    """One thing wrong with somebody's data, and what to write instead.

    `code` is a short stable name (`unknown-kind`), `message` says what was found and what
    was expected, `hint` what to write instead.

    >>> print(Problem(code="bad-date", message="30 February does not exist", hint="write 2025-02-28"))
    error[bad-date]: 30 February does not exist
      write 2025-02-28
    """

    code: str
    message: str
    hint: str | None = None
    where: Place = Place()
    severity: str = ERROR

    def at(self, *, file: str | None, line: int | None, text: str | None, shift: int = 0) -> Problem:
        """The same problem, placed: a value's own column is moved right by `shift` characters."""
        column = (self.where.column or 1) + shift
        where = Place(file=file, line=line, column=column, length=self.where.length, text=text)
        return attrs.evolve(self, where=where)

    def __str__(self) -> str:
        place = str(self.where)
        lines = [f"{place + ': ' if place else ''}{self.severity}[{self.code}]: {self.message}"]
        lines += [f"  {line}" for line in self.where.excerpt().splitlines()]
        if self.hint:
            lines.append(f"  {self.hint}")
        return "\n".join(lines)


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice most like a word, or `None` where none is near.

    >>> nearest("territry-held", ["territory-held", "control"])
    'territory-held'
    """
    import difflib  # only wrong input pays for it

    known = {choice.casefold(): choice for choice in choices}
    found = difflib.get_close_matches(word.casefold(), sorted(known), n=1, cutoff=NEAR_ENOUGH)
    return known[found[0]] if found else None


def did_you_mean(word: str, choices: Iterable[str]) -> str | None:
    """A hint that names the nearest choice, else the choices themselves.

    >>> did_you_mean("km3", ["km2", "ha"])
    'did you mean km2?'
    >>> did_you_mean("xyz", ["km2", "ha"])
    'known: ha, km2'
    """
    names = sorted(choices)
    best = nearest(word, names)
    if best is not None:
        return f"did you mean {best}?"
    return f"known: {', '.join(names)}" if names else None
