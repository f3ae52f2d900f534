"""kinds: what can be said."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import click

from newsledger import kinds
from newsledger.cli._completing import kinds as completed
from newsledger.cli._out import many, paragraph, say, say_json, table, width
from newsledger.errors import NotInLedger
from newsledger.event import ID_LENGTH
from newsledger.fact import NAMED, Fact, Field, KindSpec, Time, Timing, Type
from newsledger.plugins import package_of
from newsledger.problems import did_you_mean

TIMES = {
    Time.HAPPENED: "happened: some time within its date",
    Time.MEASURED: "measured: at a moment, carried forward",
    Time.HOLDS: "holds: all through its interval",
    Time.COUNTED: "counted: a total over a span, carried forward",
    Time.NEW: "counted anew: of its own span alone",
    Time.SAID: "said: on the day of the words, until the speaker replaces it",
    Time.EXPECTED: "expected: may lie ahead, shown apart",
    Time.OURS: "an entry of ours, never public",
}
"""How values are read in time, in words."""

TAKES = {
    Type.QUANTITY: "a figure", Type.TEXT: "words", Type.TERM: "a term", Type.WHEN: "a date", Type.NAMES: "names",
    Type.REF: "the id of an event",
}  # fmt: skip

EXAMPLE_DAY = "2025-03-16"
"""The day that an example line is of; a date is one of the few things that no kind tells by itself."""

UNDATED = "retraction"
"""The kind of a report whose line takes no date."""


@click.command()
@click.argument("name", required=False, shell_complete=completed)
@click.option("--json", "as_json", is_flag=True, help="The JSON schema of the kind NAME; without it all kinds.")
def command(name: str | None, *, as_json: bool) -> None:
    """List the kinds of facts; with NAME, all that one can say: keys, values, units, terms, and an example line.

    \b
    newsledger kinds
    newsledger kinds territory-held
    newsledger kinds casualties --json
    """
    if name is None:
        _answer_all(as_json=as_json)
        return
    spec = kinds.spec(name.casefold())
    if spec is None:
        choices = did_you_mean(name.partition("/")[0], kinds.names())
        message = f"no kind {name!r} is known; {choices}"
        raise NotInLedger(message)
    if as_json:
        from newsledger.forms.shape import schema

        say_json(schema(spec.name))
    else:
        _show(spec)


def _answer_all(*, as_json: bool) -> None:
    specs = [spec for name in kinds.names() if (spec := kinds.spec(name)) is not None]
    if as_json:
        say_json({"schema": "newsledger/kinds/1", "kinds": [_as_json(spec) for spec in specs]})
        return
    columns = width()
    packages = {spec.name: package_of("kind", spec.name) for spec in specs}
    own = [spec for spec in specs if packages[spec.name] is None]
    parts = [
        ("WHAT SOURCES SAY", [(spec.name, _first_line(spec)) for spec in own if not spec.ours]),
        ("ENTRIES OF OURS", [(spec.name, _first_line(spec)) for spec in own if spec.ours]),
        ("OF OTHER PACKAGES", [(name, f"{_of(name)} ({package})") for name, package in packages.items() if package]),
    ]
    for title, rows in parts:
        if not rows:
            continue
        say(title, bold=True)
        for line in table(rows, columns=columns):
            say(line)
        say()
    for line in paragraph(f"{many(len(specs), 'kind')}. One whole: newsledger kinds NAME", columns=columns):
        say(line)


def _of(name: str) -> str:
    spec = kinds.spec(name)
    return _first_line(spec) if spec else ""


def _first_line(spec: KindSpec) -> str:
    return spec.doc.partition("\n")[0]


def _as_json(spec: KindSpec) -> dict[str, Any]:
    return {
        "name": spec.name, "doc": _first_line(spec), "ours": spec.ours, "slot": usage(spec), "example": example(spec),
        "keys": [_field_json(field) for field in spec.keys], "values": [_field_json(field) for field in spec.values],
        "asides": [_field_json(field) for field in spec.asides], "deniable": spec.deniable,
        "times": [_timing_json(timing) for timing in timings(spec)], "package": package_of("kind", spec.name),
    }  # fmt: skip


def _field_json(field: Field) -> dict[str, Any]:
    terms = [term for term in field.terms if term]
    return {
        "name": field.name, "type": str(field.type), "doc": field.doc, "required": field.required, "terms": terms,
        "dimension": field.dimension, "unit": field.unit,
    }  # fmt: skip


def _timing_json(timing: Timing) -> dict[str, Any]:
    moves, window, half_life = str(timing.moves), timing.window, timing.half_life
    return {"time": str(timing.time), "moves": moves, "window": window, "half_life": half_life}


# --- one kind ---------------------------------------------------------------------------------


def _show(spec: KindSpec) -> None:
    columns = width()
    for line in paragraph(f"{spec.name}: {_first_line(spec)}", columns=columns):
        say(line, bold=True)
    parts: list[tuple[str, list[tuple[str, ...]]]] = [
        ("KEYS, what it is about", [_field(field) for field in spec.keys]),
        ("VALUES, what is said of it", [_field(field) for field in spec.values]),
        ("ASIDES, never believed apart", [_field(field) for field in spec.asides]),
        ("HOW IT IS READ", list(_reading(spec))),
        ("HOW IT IS WRITTEN", [("slot", usage(spec)), ("example", example(spec))]),
        ("WHO BRINGS IT", [(package,)] if (package := package_of("kind", spec.name)) else []),
    ]
    for title, rows in parts:
        if rows:
            say()
            say(title, bold=True)
            for line in table(rows, columns=columns):
                say(line)


def _field(field: Field) -> tuple[str, ...]:
    terms = [term for term in field.terms if term]
    takes = f"one of {', '.join(terms)}" if terms else TAKES[field.type]
    if field.type is Type.QUANTITY:
        takes = _figure(field)
    return (field.name, takes, field.doc)


def _figure(field: Field) -> str:
    if field.dimension is None:
        return "a figure of any dimension"
    counted = field.dimension.removeprefix("count:")
    if counted != field.dimension:
        return f"a count, in {field.unit or counted} where no unit is named"
    return f"a figure of {counted}" + (f", in {field.unit} where no unit is named" if field.unit else "")


def _reading(spec: KindSpec) -> Iterator[tuple[str, ...]]:
    for timing in timings(spec):
        yield ("in time", TIMES[timing.time])
        if spec.ours:
            return
        moves = {
            "yes": "moves: a later figure makes an older one history",
            "no": "fixed: two figures that differ dispute",
        }
        days = [f"window {many(timing.window, 'day')}"] if timing.window is not None else []
        days += [f"half-life {many(timing.half_life, 'day')}"] if timing.half_life is not None else []
        told = moves.get(str(timing.moves), "moves where it is told over a span, else fixed")
        yield ("", "; ".join([told, *days]))
    if spec.own_word is not None:
        yield ("own word", "a party is authoritative about its own")
    if spec.better_for is not None:
        who, what = spec.better_for
        yield ("better for", f"the {who} that it names" if what == NAMED else f"the {who}, if {what}")
    if not spec.deniable:
        yield ("denial", "cannot be denied")


def timings(spec: KindSpec) -> list[Timing]:
    """The ways in which the values of a kind are read in time, each once.

    Where the kind decides fact by fact, they are those of all the terms that its keys allow.
    """
    own = [field.timing for field in spec.values if field.timing is not None]
    if isinstance(spec.timing, Timing):
        return list(dict.fromkeys([spec.timing, *own]))
    facts = [_filled(spec, {}), *(_filled(spec, {key.name: term}) for key in spec.keys for term in key.terms)]
    return list(dict.fromkeys([*(spec.timing(fact) for fact in facts), *own]))


def _filled(spec: KindSpec, told: dict[str, str]) -> Fact:
    """A fact of a kind with its required keys filled in, so that the kind can be asked about it."""
    keys = {key.attribute: told.get(key.name) or (_stand_in(key) if key.required else "") for key in spec.keys}
    return spec.cls(**keys)


def _stand_in(key: Field) -> str:
    return next((term for term in key.terms if term), "x")


def usage(spec: KindSpec) -> str:
    """How the slot of a kind is written, what may be left out in square brackets.

    >>> usage(kinds.spec("control"))
    'control/PLACE'
    """
    from newsledger.claimline.slots import usage as written

    return written(spec)


def example(spec: KindSpec) -> str:
    """A line of the kind, made of the example in its docstring; how its slot is written where there is none.

    >>> example(kinds.spec("forces"))
    'forces/north-korea/beside russian forces = as many as 11,000 @ 2025-03-16'
    """
    from newsledger.claimline import write_claim
    from newsledger.event import Said

    fact = _shown(spec)
    if fact is None:
        return usage(spec)
    told = tuple(
        (field.name, words)
        for field, value in fact.told_values()
        if (words := getattr(value, "told", None)) is not None
    )
    line = write_claim(Said(fact=fact, told=told))
    return line if spec.ours or spec.name == UNDATED else f"{line} @ {EXAMPLE_DAY}"


def _shown(spec: KindSpec) -> Fact | None:
    """The fact that the docstring of a kind builds. Its text is read, never run."""
    lines = (line.strip().removeprefix(">>> ") for line in spec.doc.splitlines() if line.strip().startswith(">>> "))
    for line in lines:
        for node in ast.walk(ast.parse(line)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == spec.cls.__name__:
                return _built(spec, node)
    return None


def _built(spec: KindSpec, call: ast.Call) -> Fact | None:
    try:
        positional = [_text(argument) for argument in call.args]
        named = {word.arg: _text(word.value) for word in call.keywords if word.arg}
        return spec.cls(*positional, **named)
    except (TypeError, ValueError):
        return None  # it is built of more than plain texts, or no longer fits its kind


def _text(node: ast.expr) -> object:
    """A literal, or one that is repeated, as an id is that stands for any: `"0" * 32`."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        text, times = ast.literal_eval(node.left), ast.literal_eval(node.right)
        return text * min(times, ID_LENGTH)
    return ast.literal_eval(node)
