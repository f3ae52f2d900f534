"""jsonl: lines of another ledger, or one report a line as JSON, without an id."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from newsledger import codec
from newsledger.errors import InvalidInput
from newsledger.event import Said, recorded_micros
from newsledger.importers import LIKELY, NOT, SURE, File, Options, Row, importer
from newsledger.importers._files import text_of, too_long
from newsledger.problems import ERROR, Place, Problem
from newsledger.values.zones import moment_of

ENVELOPE = ("id", "recorded", "by")
"""What a line of a ledger has beside `said`: of another ledger's the id is checked, the rest is that ledger's own."""

FORM = 'write {"fact":{"kind":…},"source":…,"reported":…}, as `newsledger kinds NAME --json` describes it'


@importer("jsonl")
class Jsonl:
    """Lines of a ledger keep their ids, and the bytes over which those are; any other line is a form without an id."""

    def identify(self, file: File) -> int:
        """Sure of lines of a ledger, likely where the first line is a form."""
        first = next((line for line in file.head().splitlines() if line.strip()), b"")
        try:
            loaded = json.loads(first)
        except (ValueError, RecursionError):
            return NOT
        if not isinstance(loaded, dict):
            return NOT
        if {"id", "said"} <= loaded.keys():
            return SURE
        return LIKELY if isinstance(loaded.get("fact"), dict) else NOT

    def read(self, file: File, options: Options) -> Iterator[Row]:
        """Each line that is not empty, as what it says."""
        for number, line in file.lines():
            if line is None:
                yield Row(number=number, raw=b"", problems=(too_long(file.path, number),))
            elif line.strip():
                yield _row(file.path, number, line, options)


def _row(file: str, number: int, line: bytes, options: Options) -> Row:
    text = text_of(line.removeprefix(b"\xef\xbb\xbf"), file, number)
    if isinstance(text, Problem):
        return Row(number=number, raw=line, problems=(text,))
    try:
        said = _said(text, options)
    except InvalidInput as error:
        placed = tuple(_placed(problem, file, number) for problem in error.problems)
        return Row(number=number, raw=line, problems=placed)
    return Row(number=number, raw=line, saids=() if said is None else (said,))


def _placed(problem: Problem, file: str, number: int) -> Problem:
    return attrs.evolve(problem, where=Place(file=file, line=number, column=problem.where.column or 1))


def _said(text: str, options: Options) -> Said | None:
    """What a line says; `None` for a line of a ledger whose words were redacted."""
    loaded = _loaded(text)
    if "id" in loaded or "recorded" in loaded:
        return _of_ledger(text)
    from newsledger.forms import from_form

    form = dict(loaded["said"] if isinstance(loaded.get("said"), dict) else loaded)
    form.pop("v", None)
    # entries of ours carry no story, so that each introduction is one event whatever told it
    defaults = {} if _is_ours(form) else {"story": options.story, "source": options.source}
    form |= {name: given for name, given in defaults.items() if given is not None and not form.get(name)}
    try:
        return from_form(form, today=options.today, zone=options.zone)
    except InvalidInput as error:
        raise InvalidInput([_in_line(problem, text) for problem in error.problems]) from None


def _in_line(problem: Problem, text: str) -> Problem:
    """The problem at the member that its message begins with: `fact.number: …`."""
    name = problem.message.partition(":")[0].rpartition(".")[2]
    found = text.find(json.dumps(name, ensure_ascii=False))
    return attrs.evolve(problem, where=Place(column=found + 1 or 1))


def _is_ours(form: Mapping[str, Any]) -> bool:
    from newsledger import kinds

    fact = form.get("fact")
    name = fact.get("kind") if isinstance(fact, dict) else None
    spec = kinds.spec(name) if isinstance(name, str) else None
    return spec is not None and spec.ours


def _loaded(text: str) -> dict[str, Any]:
    try:
        loaded = json.loads(text)
    except json.JSONDecodeError as error:
        message = "the line breaks off, or is no JSON, here"
        where = Place(column=min(error.pos, len(text)) + 1)
        raise InvalidInput([Problem(code="no-json", message=message, hint=FORM, where=where)]) from None
    except (RecursionError, ValueError):  # nested beyond all measure, or a number of thousands of digits
        message = "it is nested too deep, or a number in it is too long"
        raise InvalidInput([Problem(code="too-deep", message=message, hint=FORM, where=Place(column=1))]) from None
    if not isinstance(loaded, dict):
        message = f"{type(loaded).__name__} stands where an object is expected"
        raise InvalidInput([Problem(code="bad-form", message=message, hint=FORM, where=Place(column=1))])
    return loaded


def _of_ledger(text: str) -> Said | None:
    """What a line of another ledger says, where this newsledger would store it under the same id."""
    read = codec.read(text.encode())
    if read.event is None:
        raise InvalidInput([problem for problem in read.problems if problem.severity == ERROR])
    if read.event.redacted:
        return None
    stamped = codec.stamp(read.event.said, recorded=moment_of(recorded_micros(read.event.recorded)), by="")
    if stamped.id != read.event.id:
        message = f"this newsledger cannot say all that {read.event.id[:8]} says, and would store less"
        hint = "install the newsledger, or the packages, that wrote it"
        raise InvalidInput([Problem(code="says-more", message=message, hint=hint, where=Place(column=1))])
    return read.event.said
