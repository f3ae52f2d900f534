"""The text of a `ledger.toml` taken apart into entries, each with its place.

The plain form, which newsledger writes, is read line by line. That spares the TOML reader,
which knows no places and costs as much as a whole picture; any other form is left to it.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from newsledger.errors import InvalidInput
from newsledger.problems import Place, Problem

REST = r"[ \t]*(?:#[^\x00-\x08\x0a-\x1f\x7f]*)?"
PLAIN_PAIR = re.compile(r'[ \t]*([A-Za-z0-9_-]+)[ \t]*=[ \t]*"([^"\\\x00-\x1f\x7f]*)"' + REST)
PLAIN_STORY = re.compile(r'[ \t]*\[stories\.([A-Za-z0-9_-]+|"[^"\\\x00-\x1f\x7f]*")\]' + REST)
NOTHING = re.compile(REST)
"""The lines of the plain form, after TOML 1.0: a pair, the head of a story, a comment or nothing."""


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
        if NOTHING.fullmatch(line):
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
    import tomllib  # few ledgers need it, and it costs as much as a picture

    try:
        loaded = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput([_no_toml(str(error), text, file)]) from None
    except RecursionError:
        message = "the file is nested deeper than any ledger.toml is"
        raise InvalidInput([Problem(code="no-toml", message=message, where=Place(file=file))]) from None
    stories = loaded.pop("stories", {})
    entries = [_found(None, key, value, _find(text, key, file)) for key, value in loaded.items()]
    if not isinstance(stories, dict):
        return [*entries, _found(None, "stories", stories, _find(text, "stories", file))]
    for name, told in stories.items():
        head = _find(text, name, file)
        pairs = told.items() if isinstance(told, dict) else ()
        entries.append(_found(name, None, None if isinstance(told, dict) else told, head))
        entries += [_found(name, key, value, _find(text, key, file, after=head.line)) for key, value in pairs]
    return entries


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


def _find(text: str, name: str, file: str, *, after: int | None = None) -> Place:
    """Where a name first stands as a word, which is where it was said but for names that other words hold."""
    lines = text.split("\n")
    for number in range(after or 1, len(lines) + 1):
        line = lines[number - 1].removesuffix("\r")
        found = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", line.split("#", maxsplit=1)[0])
        if found:
            return _place(file, number, line, found.span())
    return Place(file=file, line=after or 1, column=1)
