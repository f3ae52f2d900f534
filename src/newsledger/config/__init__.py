"""What `ledger.toml` says of a ledger: its title, its zone, its default grade, its scale, its stories."""

# pathlib costs more than all that is done here, at every start
# ruff: noqa: PTH123

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator

import attrs

from newsledger.config.toml import Entry, entries_of
from newsledger.errors import InvalidInput, LedgerNotFound, LedgerUnusable
from newsledger.fact import fold
from newsledger.frozen import frozen
from newsledger.kinds.source import GRADES
from newsledger.problems import Place, Problem, did_you_mean
from newsledger.values.zones import UTC, check_zone

NAME = "ledger.toml"
"""The file that makes a folder a ledger."""

FORMAT = "1"
"""The version of the folder and of `ledger.toml`. Each line carries its own beside."""

LARGEST = 1 << 18
"""The largest `ledger.toml` that is read, in bytes: thousands of stories."""

DEFAULT_SCALE = "words"
"""The scale of confidence where none is set, which is then not written (`newsledger.scales.DEFAULT`)."""

KEYS = ("format", "title", "zone", "default-grade", "scale", "stories")
STORY_KEYS = ("title", "zone")

BARE = r"[A-Za-z0-9_-]+"
TYPES = {
    str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a table",
}  # fmt: skip
"""What values of TOML are called where they stand in the wrong place."""

TO_ESCAPE = r'["\\\x00-\x1f\x7f]'
"""What TOML 1.0 wants escaped in a text between quotes."""


@frozen(kw_only=True)
class Story:
    """A running story: the name that events carry, its title, and its zone if not the ledger's."""

    name: str
    title: str = ""
    zone: str | None = None


@frozen(kw_only=True)
class Config:
    """What is set for a whole ledger.

    >>> config = Config(title="War news", zone="Europe/Kyiv", stories=(Story(name="kursk"),))
    >>> config.zone_of("Kursk")
    'Europe/Kyiv'
    >>> parse(config.text()) == config
    True
    """

    title: str = ""
    zone: str = UTC
    default_grade: str = "C"
    scale: str = DEFAULT_SCALE
    format: str = FORMAT
    stories: tuple[Story, ...] = ()

    def story(self, name: str) -> Story | None:
        """The story of a name, compared as all names are; `None` where none is set up."""
        return next((story for story in self.stories if fold(story.name) == fold(name)), None)

    def zone_of(self, story: str | None) -> str:
        """The zone in which the days of a story are read: its own, else the ledger's."""
        known = None if story is None else self.story(story)
        return (known and known.zone) or self.zone

    def text(self) -> str:
        """The text of `ledger.toml`, which reads back as this.

        >>> print(Config(title="War news").text(), end="")
        format = "1"
        title = "War news"
        zone = "UTC"
        default-grade = "C"
        """
        told = (self.format, self.title, self.zone, self.default_grade)
        lines = [*_pairs(zip(KEYS, told, strict=False))]
        lines += _pairs([("scale", self.scale)]) if self.scale != DEFAULT_SCALE else []
        for story in self.stories:
            lines += _story_text(story)
        return "".join(f"{line}\n" for line in lines)


def _story_text(story: Story) -> Iterator[str]:
    name = story.name if re.fullmatch(BARE, story.name) else _quoted(story.name)
    yield from ("", f"[stories.{name}]")
    yield from _pairs((key, value) for key, value in (("title", story.title), ("zone", story.zone)) if value)


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{key} = {_quoted(value)}" for key, value in pairs]


def _quoted(text: str) -> str:
    return '"' + re.sub(TO_ESCAPE, lambda found: f"\\u{ord(found[0]):04x}", text) + '"'


# --- reading ----------------------------------------------------------------------------------


def read(path: str | os.PathLike[str]) -> Config:
    """What the file at a path says.

    Raises:
        InvalidInput: it cannot be read or says what cannot be; with all problems and their places.
        LedgerNotFound: there is no such file.
        LedgerUnusable: it may not be read, or is of a newer format.
    """
    file = os.fspath(path)
    try:
        with open(file, "rb") as stream:
            raw = stream.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise LedgerNotFound(f"there is no {file}") from None
    except OSError as error:
        raise LedgerUnusable(f"{file} cannot be read: {os.strerror(error.errno or 0).lower()}") from None
    if len(raw) > LARGEST:
        raise InvalidInput([_too_large(file)])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput([_not_utf_8(raw, error.start, file)]) from None
    return parse(text, file=file)


def _too_large(file: str) -> Problem:
    message = f"more than {LARGEST} bytes, and no settings are as long"
    return Problem(code="too-large", message=message, hint="see what the file is", where=Place(file=file))


def _not_utf_8(raw: bytes, at: int, file: str) -> Problem:
    before = raw[:at].decode("utf-8-sig", errors="replace").split("\n")
    where = Place(file=file, line=len(before), column=len(before[-1]) + 1)
    message = f"byte 0x{raw[at]:02x} is not UTF-8"
    return Problem(code="not-utf-8", message=message, hint="save the file as UTF-8", where=where)


def parse(text: str, *, file: str = NAME) -> Config:
    """What the text of a `ledger.toml` says.

    >>> parse('zone = "Europe/Kyif"')
    Traceback (most recent call last):
    newsledger.errors.InvalidInput: ledger.toml:1:9: error[unknown-zone]: there is no time zone 'Europe/Kyif'

    Raises:
        InvalidInput: with all problems and their places.
        LedgerUnusable: the format is newer than this program.
    """
    entries = entries_of(text, file)
    _check_format(entries, file)
    found = [problem for entry in entries for problem in _problems(entry)]
    found += _doubled(entries)
    if found:
        raise InvalidInput(found)
    ours = {(entry.key or "").replace("-", "_"): entry.value for entry in entries if entry.story is None}
    return Config(**ours, stories=tuple(_stories(entries)))


def _stories(entries: list[Entry]) -> Iterator[Story]:
    told: dict[str, dict[str, str]] = {entry.story: {} for entry in entries if entry.story is not None}
    for entry in entries:
        if entry.story is not None and entry.key is not None:
            told[entry.story][entry.key] = entry.value
    for name, pairs in told.items():
        yield Story(name=name, **pairs)


def checked(config: Config, file: str = NAME) -> bytes:
    """The bytes of the settings, which can be read again: else the ledger could never be opened.

    Raises:
        InvalidInput: they say what cannot be.
    """
    text = config.text()
    parse(text, file=file)
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        message = f"the settings hold a character that is no text: {error.object[error.start]!r}"
        problem = Problem(code="not-text", message=message, hint="remove the lone surrogate")
        raise InvalidInput([problem]) from None


# --- checking ---------------------------------------------------------------------------------


def _check_format(entries: list[Entry], file: str) -> None:
    told = next((entry.value for entry in entries if entry.story is None and entry.key == "format"), FORMAT)
    number = str(told)
    if number.isascii() and number.isdigit() and int(number[:9]) > int(FORMAT):
        message = f"{file}: a ledger of format {number[:9]}, and this newsledger reads up to {FORMAT}"
        raise LedgerUnusable(f"{message}: install a newer newsledger")


def _problems(entry: Entry) -> Iterator[Problem]:
    known = KEYS if entry.story is None else STORY_KEYS
    if entry.key is None:
        yield from _problems_of_story(entry)
    elif entry.key not in known:
        message = f"there is no setting {entry.key!r} {'here' if entry.story is None else 'of a story'}"
        hint = did_you_mean(entry.key, known)
        yield Problem(code="unknown-key", message=message, hint=hint, where=entry.named)
    elif entry.key == "stories":
        yield _wrong_type(entry, "[stories.kursk], and below it its title and zone")
    elif not isinstance(entry.value, str):
        yield _wrong_type(entry, f'{entry.key} = "…"')
    else:
        yield from _problems_of_text(entry, entry.value)


def _problems_of_story(entry: Entry) -> Iterator[Problem]:
    if not entry.story:
        hint = "write [stories.kursk]"
        yield Problem(code="no-name", message="a story without a name", hint=hint, where=entry.named)
    if entry.value is not None:
        yield _wrong_type(entry, f"[stories.{entry.story}], and below it its title and zone")


def _wrong_type(entry: Entry, expected: str) -> Problem:
    message = f"{entry.key or entry.story} holds {TYPES.get(type(entry.value), 'a date')}, and cannot"
    return Problem(code="wrong-type", message=message, hint=f"write {expected}", where=entry.where)


def _problems_of_text(entry: Entry, value: str) -> Iterator[Problem]:
    if entry.key == "zone":
        try:
            check_zone(value)
        except InvalidInput as error:
            yield from (attrs.evolve(problem, where=entry.where) for problem in error.problems)
    elif entry.key == "default-grade" and value not in GRADES:
        message = f"{value[:20]!r} is no grade; grades run from A to F"
        hint = did_you_mean(value[:20], GRADES)
        yield Problem(code="unknown-grade", message=message, hint=hint, where=entry.where)
    elif entry.key == "scale":
        yield from _problems_of_scale(entry, value)
    elif entry.key == "format" and value != FORMAT:
        message = f"{value[:20]!r} is no format that is known"
        hint = f'write format = "{FORMAT}"'
        yield Problem(code="unknown-format", message=message, hint=hint, where=entry.where)


def _problems_of_scale(entry: Entry, value: str) -> Iterator[Problem]:
    from newsledger.scales import scale  # few ledgers set one

    try:
        scale(value)
    except InvalidInput as error:
        yield from (attrs.evolve(problem, where=entry.where) for problem in error.problems)


def _doubled(entries: list[Entry]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for entry in entries:
        if entry.story is None:
            continue
        first = seen.setdefault(fold(entry.story), entry.story)
        if entry.key is None and first != entry.story:
            message = f"the stories {first!r} and {entry.story!r} have one name, as names are compared"
            yield Problem(code="doubled-story", message=message, hint="keep one of them", where=entry.named)
