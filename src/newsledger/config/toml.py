"""The text of a `ledger.toml` taken apart into entries, each with its place.

The plain form, which newsledger writes, is read line by line. That spares the TOML reader,
which knows no places and costs as much as a whole picture; any other form is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from newsledger.errors import InvalidInput
from newsledger.problems import Place, Problem
from newsledger.tuples import NamedTuple

LONGEST = 4_096
"""Characters of a line that the TOML reader is handed: a key of many parts takes time that grows with their square, and
Python refuses a number of more than 4,300 digits in words of its own."""

REST = r"[ \t]*(?:#[^\x00-\x08\x0a-\x1f\x7f]*)?"
PLAIN_PAIR = re.compile(r'[ \t]*([A-Za-z0-9_-]+)[ \t]*=[ \t]*"([^"\\\x00-\x1f\x7f]*)"' + REST)
PLAIN_STORY = re.compile(r'[ \t]*\[stories\.([A-Za-z0-9_-]+|"[^"\\\x00-\x1f\x7f]*")\]' + REST)
"""The lines of the plain form, after TOML 1.0: a pair, the head of a story, a comment or nothing."""


WORD = r"[\w-]+"


class Entry(NamedTuple):
    """One pair of the file: the story that it belongs to, if any, and where its key and its value stand."""

    story: str | None
    key: str | None  # none for the bare head of a story
    value: Any
    named: Place
    where: Place


def entries_of(text: str, file: str) -> list[Entry]:
    r"""The entries of a text, in the order in which they stand there.

    >>> [(entry.story, entry.key, entry.value) for entry in entries_of('[stories.kursk]\ntitle = "Kursk"', "a")]
    [('kursk', None, None), ('kursk', 'title', 'Kursk')]

    Raises:
        InvalidInput: the text is no TOML.
    """
    entries = _plain(text, file)
    return _any_toml(text, file) if entries is None else entries


def _plain(text: str, file: str) -> list[Entry] | None:
    """The entries of the plain form; `None` where a line is of another, or says something twice."""
    entries: list[Entry] = []
    story: str | None = None
    for number, whole in enumerate(text.split("\n"), start=1):
        line = whole.removesuffix("\r")
        if not line.strip(" \t") or (line.lstrip(" \t").startswith("#") and re.fullmatch(REST, line)):
            continue
        match = PLAIN_PAIR.fullmatch(line) or PLAIN_STORY.fullmatch(line)
        if match is None:
            return None
        named, where = (_place(file, number, line, match.span(group)) for group in (1, match.re.groups))
        if match.re is PLAIN_STORY:
            story = match[1].strip('"')
            entries.append(Entry(story, None, None, named, where))
        else:
            entries.append(Entry(story, match[1], match[2], named, where))
    said = [(entry.story, entry.key) for entry in entries]
    return entries if len(set(said)) == len(said) else None


def _place(file: str, number: int, line: str, span: tuple[int, int]) -> Place:
    text = line if line.isprintable() else None
    return Place(file=file, line=number, column=span[0] + 1, length=max(1, span[1] - span[0]), text=text)


# --- any other TOML ---------------------------------------------------------------------------


def _any_toml(text: str, file: str) -> list[Entry]:
    loaded, places = _loaded(text, file), _Places(text, file)
    stories = loaded.pop("stories", {})
    entries = [_found(None, key, value, places.of(key)) for key, value in loaded.items()]
    if not isinstance(stories, dict):
        return [*entries, _found(None, "stories", stories, places.of("stories"))]
    for name, told in stories.items():
        head = places.of(name)
        pairs = told.items() if isinstance(told, dict) else ()
        entries.append(_found(name, None, None if isinstance(told, dict) else told, head))
        entries += [_found(name, key, value, places.of(key, after=head.line or 1)) for key, value in pairs]
    return entries


def _loaded(text: str, file: str) -> dict[str, Any]:
    import tomllib  # few ledgers need it, and it costs as much as a picture

    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST:
            message = f"a line of {len(line)} characters, and at most {LONGEST} are read"
            where = Place(file=file, line=number)
            raise InvalidInput([Problem(code="long-line", message=message, hint="break it in several", where=where)])
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput([_no_toml(str(error), text, file)]) from None
    except RecursionError:
        message = "the file is nested deeper than any ledger.toml is"
        raise InvalidInput([Problem(code="no-toml", message=message, where=Place(file=file))]) from None


def _found(story: str | None, key: str | None, value: object, where: Place) -> Entry:
    return Entry(story, key, value, where, where)


def _no_toml(said: str, text: str, file: str) -> Problem:
    found = re.search(r"at line (\d+), column (\d+)", said)
    lines = text.splitlines() or [""]
    line, column = (int(found[1]), int(found[2])) if found else (len(lines), len(lines[-1]) + 1)
    shown = lines[line - 1] if line <= len(lines) else ""
    hint = 'write one `key = "value"` a line, and each key and each [stories.name] once'
    where = Place(file=file, line=line, column=column, text=shown if shown.isprintable() else None)
    return Problem(code="no-toml", message="from here on the file is no TOML", hint=hint, where=where)


class _Places:
    """Where names stand in a text. Each line is looked at once, however many names are asked for."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._lines = [line.removesuffix("\r") for line in text.split("\n")]
        self._words: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines, start=1):
            for word in dict.fromkeys(re.findall(WORD, line)):
                self._words.setdefault(word, []).append(number)

    def of(self, name: str, *, after: int = 1) -> Place:
        """Where a name first stands as a word, which is where it was said but for names that other words hold."""
        whole = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
        for number in self._candidates(name, after):
            line = self._lines[number - 1]
            found = whole.search(line.split("#", maxsplit=1)[0])
            if found:
                return _place(self._file, number, line, found.span())
        return Place(file=self._file, line=after, column=1)

    def _candidates(self, name: str, after: int) -> Iterable[int]:
        """The lines, from one on, that hold the rarest word of a name; all where it has none."""
        from bisect import bisect_left  # only a form of TOML that few ledgers need pays for it

        words = re.findall(WORD, name)
        if not words:
            return range(after, len(self._lines) + 1)
        rarest = min((self._words.get(word, []) for word in words), key=len)
        return rarest[bisect_left(rarest, after) :]
