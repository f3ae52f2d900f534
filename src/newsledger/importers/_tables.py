"""Tables as files hold them (CSV, TSV, JSON, JSON lines): one record after the other, with its place and its bytes."""

from __future__ import annotations

import csv
import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from newsledger.importers._files import LONGEST, File, refused, text_of, too_long
from newsledger.problems import Place, Problem

DELIMITERS = ",\t;|"

MOST_LINES = 200
"""So many lines one record may take: whoever quotes line breaks writes a remark, and an open quote takes all."""

LONG_CELL = 1 << 17
"""The longest cell that Python's reader of CSV takes, in characters."""

LARGEST = 1 << 26
"""The largest array of JSON that is read, in bytes: it is held as a whole. Lines of JSON have no such bound."""

BOM = "\ufeff"


NO_CELLS: Mapping[str, str] = MappingProxyType({})


class Record(NamedTuple):
    """One record: its cells by column, or what is wrong with it. `columns` are those of its heading, in order.

    A tuple, for one is made of each row, and it takes a third of the time.
    """

    number: int
    raw: bytes
    columns: tuple[str, ...] = ()
    cells: Mapping[str, str] = NO_CELLS
    problem: Problem | None = None
    heading: bool = False


def records(file: File, *, delimiter: str | None = None, encoding: str = "utf-8") -> Iterator[Record]:
    r"""The records of a table, one after the other; what it is, is seen by how it begins.

    >>> from pathlib import Path
    >>> _ = Path("a.csv").write_text('place,holder\nsudzha,"russia"\n')
    >>> [dict(record.cells) for record in records(File("a.csv"))]
    [{}, {'place': 'sudzha', 'holder': 'russia'}]

    Raises `InvalidInput` where the file cannot be read as a table at all.
    """
    own: Iterator[Record] | None = file.records() if hasattr(file, "records") else None
    if own is not None:
        return own
    begins = file.head().lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if begins == b"[":
        return _of_array(file)
    if begins == b"{":
        return _of_lines(file)
    return _of_csv(file, delimiter, encoding)


def delimiter_of(line: str) -> str:
    r"""What most likely parts the cells of a heading.

    >>> delimiter_of("a\tb, c\td")
    '\t'
    """
    return max(DELIMITERS, key=line.count)


# --- CSV --------------------------------------------------------------------------------------


def _of_csv(file: File, delimiter: str | None, encoding: str) -> Iterator[Record]:
    columns: tuple[str, ...] | None = None
    for number, raw, text in _joined(file, delimiter, encoding):
        if isinstance(text, Problem):
            if columns is None:
                raise refused(file.path, text.code, text.message, text.hint or "", number)
            yield Record(number=number, raw=raw, problem=text)
            continue
        cells = list(map(str.strip, text))
        if columns is None:
            columns = tuple(cells)
            yield Record(number=number, raw=raw, columns=columns, heading=True)
        elif len(cells) == len(columns):
            yield Record(number, raw, columns, dict(zip(columns, cells, strict=True)))
        else:
            message = f"{len(cells)} cells, and the heading has {len(columns)}"
            hint = "see whether a cell holds the delimiter without quotes around it"
            where = Place(file=file.path, line=number, column=min(len(cells), len(columns)) + 1)
            yield Record(
                number=number, raw=raw, problem=Problem(code="cell-count", message=message, hint=hint, where=where)
            )


def _joined(file: File, delimiter: str | None, encoding: str) -> Iterator[tuple[int, bytes, list[str] | Problem]]:
    """Each record with its number and bytes: lines are joined as long as a quote is open."""
    ahead: deque[tuple[int, bytes | None]] = deque()
    coming = file.lines()
    while (taken := ahead.popleft() if ahead else next(coming, None)) is not None:
        number, line = taken
        if line is None:
            yield number, b"", too_long(file.path, number)
            continue
        if not line.strip():
            continue
        if delimiter is not None and (parts := _plain(line, delimiter, encoding)) is not None:
            yield number, line, parts
            continue
        more: list[tuple[int, bytes | None]] = []
        while True:
            raw = b"\n".join([line, *(one or b"" for _, one in more)])
            cells = _cells(raw, file.path, number, delimiter, encoding)
            delimiter = delimiter or _told_delimiter(cells, raw, encoding)
            if cells is not None:
                yield number, raw, cells
                break
            after = _next(ahead, coming) if len(more) < MOST_LINES and len(raw) <= LONGEST else None
            if after is None or after[1] is None:
                ahead.extendleft(reversed([*more, after] if after else more))
                yield number, line, _open_quote(file.path, number)
                break
            more.append(after)


def _told_delimiter(cells: object, raw: bytes, encoding: str) -> str | None:
    return None if isinstance(cells, Problem) else delimiter_of(raw.decode(encoding, errors="replace"))


def _next(
    ahead: deque[tuple[int, bytes | None]], coming: Iterator[tuple[int, bytes | None]]
) -> tuple[int, bytes | None] | None:
    return ahead.popleft() if ahead else next(coming, None)


def _plain(line: bytes, delimiter: str, encoding: str) -> list[str] | None:
    """The cells of a line without quotes, as a reader of CSV has them, in a fraction of its time; `None` for others."""
    try:
        text = line.decode(encoding)
    except UnicodeDecodeError:
        return None
    if '"' in text or "\r" in text or len(text) >= LONG_CELL:
        return None
    return text.removeprefix(BOM).split(delimiter)


def _cells(raw: bytes, file: str, number: int, delimiter: str | None, encoding: str) -> list[str] | Problem | None:
    """The cells of a record; `None` where a quote is open at its end."""
    text = text_of(raw, file, number, encoding)
    if isinstance(text, Problem):
        return text
    text = text.removeprefix(BOM)
    delimiter = delimiter or delimiter_of(text)
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            return None
    message = "the quotes of a cell are not where they belong, or a cell is longer than 128 KiB"
    hint = 'a quote within a quoted cell is doubled: "a ""word"" in it"'
    return Problem(code="bad-quotes", message=message, hint=hint, where=Place(file=file, line=number))


def _open_quote(file: str, number: int) -> Problem:
    message = "a quote opens here, and does not close"
    return Problem(code="bad-quotes", message=message, hint="close it", where=Place(file=file, line=number))


# --- JSON -------------------------------------------------------------------------------------

DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
"""Figures stay as they are written: a float would lose digits."""


def _of_lines(file: File) -> Iterator[Record]:
    for number, line in file.lines():
        if line is None:
            yield Record(number=number, raw=b"", problem=too_long(file.path, number))
        elif line.strip():
            yield _of_json(file.path, number, line, text_of(line.removeprefix(BOM.encode()), file.path, number))


def _of_json(file: str, number: int, raw: bytes, text: str | Problem) -> Record:
    if isinstance(text, Problem):
        return Record(number=number, raw=raw, problem=text)
    try:
        return _of_object(file, number, raw, DECODER.decode(text))
    except json.JSONDecodeError as error:
        where = Place(file=file, line=number, column=min(error.pos, len(text)) + 1)
        message = "the line breaks off, or is no JSON, here"
    except RecursionError:
        message, where = "it is nested too deep", Place(file=file, line=number)
    problem = Problem(code="no-json", message=message, hint="write one object a line", where=where)
    return Record(number=number, raw=raw, problem=problem)


def _of_object(file: str, number: int, raw: bytes, loaded: object) -> Record:
    if not isinstance(loaded, dict):
        message = "no object stands there: a row is an object, with its columns as members"
        where = Place(file=file, line=number)
        problem = Problem(code="bad-form", message=message, hint='write {"column": "cell"}', where=where)
        return Record(number=number, raw=raw, problem=problem)
    cells = dict(_texts(loaded))
    return Record(number=number, raw=raw, columns=tuple(cells), cells=cells)


def _texts(loaded: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in flat(loaded, ""):
        if isinstance(value, str):
            yield name, value.strip()
        else:
            yield name, "" if value is None else json.dumps(value, ensure_ascii=False)


def flat(loaded: dict[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    """The members of an object; those of an object in it as `outer.inner`.

    >>> dict(flat({"place": {"name": "Sudzha"}, "holder": "russia"}, ""))
    {'place.name': 'Sudzha', 'holder': 'russia'}
    """
    for name, value in loaded.items():
        if isinstance(value, dict):
            yield from flat(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


def _of_array(file: File) -> Iterator[Record]:
    text = _whole(file)
    at, number = text.index("[") + 1, text.count("\n", 0, text.index("[")) + 1
    while True:
        after = _skip(text, at)
        number, at = number + text.count("\n", at, after), after
        if text[at : at + 1] == "]":
            return
        try:
            loaded, end = DECODER.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError):
            message = "the array of JSON breaks off, or is no JSON, from here on"
            raise refused(file.path, "no-json", message, "see how the file ends", number) from None
        raw = json.dumps(json.loads(text[at:end]), ensure_ascii=False).encode()
        yield _of_object(file.path, number, raw, loaded)
        number, at = number + text.count("\n", at, end), end


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at


def _whole(file: File) -> str:
    held = bytearray()
    for piece in file.pieces():
        held += piece
        if len(held) > LARGEST:
            break
    raw = bytes(held)
    if len(raw) > LARGEST:
        message = f"an array of JSON of more than {LARGEST} bytes, which would be held as a whole"
        raise refused(file.path, "too-large", message, "write one object a line: jq -c '.[]' FILE")
    text = text_of(raw.removeprefix(BOM.encode()), file.path, 1)
    if isinstance(text, Problem):
        raise refused(file.path, text.code, text.message, text.hint or "")
    return text


def columns_of(found: Iterable[Record]) -> tuple[str, ...]:
    """All columns that records have, in the order in which they come."""
    return tuple(dict.fromkeys(name for record in found for name in record.columns))
