"""The laws of kinds: a declaration that makes sense, an example that runs, facts that last and are believed."""

from __future__ import annotations

import doctest
import inspect
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, cast

import attrs
from hypothesis import assume
from hypothesis import strategies as st

from newsledger import codec, kinds
from newsledger.claimline import Claim, read_claim, write_claim
from newsledger.errors import InvalidInput
from newsledger.event import Event, Said
from newsledger.fact import NAMED, Fact, Field, KindSpec, Timing
from newsledger.forms import from_form, to_form
from newsledger.projections.beliefs import Beliefs
from newsledger.testing import projecting, strategies, weighing
from newsledger.testing.drawing import facts_of, plain_keys, saids_of
from newsledger.testing.holding import Law, chosen, hold
from newsledger.testing.telling import Broken
from newsledger.values.quantity import Quantity

MOMENT = datetime(2025, 3, 17, tzinfo=UTC)
BETTER = ("more", "fewer")


# --- what is looked at once ---------------------------------------------------------------------


def declaration(cls: type[Fact]) -> Iterator[str]:
    """It is declared whole: keys first, each field with its words, every name known."""
    spec = getattr(cls, "spec", None)
    if not isinstance(spec, KindSpec) or spec.cls is not cls:
        yield "it is no kind: write @kind(NAME, TIMING) above @attrs.frozen"
        return
    names, required = [field.name for field in spec.fields], [key.required for key in spec.keys]
    named = {field.name for field in (*spec.values, *spec.asides)}
    faults = {
        f"another class is filed under the name {spec.name!r}": kinds.find(spec.name) is not cls,
        "it has no key that must be given": not spec.keys or not spec.keys[0].required,
        "a key that may be left out stands before one that may not": required != sorted(required, reverse=True),
        "two fields have one name": len(set(names)) < len(names),
        f"default names {sorted(set(spec.default) - named)}, which are no fields": not set(spec.default) <= named,
        "it has nothing that sources could say and is not of ours": not (spec.values or spec.ours or spec.asides),
        "what is of ours has values to be believed": spec.ours and bool(spec.values),
        "better_for is a key and one of more, fewer, or a value and named": not _is_better_for(spec),
    }
    yield from [fault for fault, found in faults.items() if found]
    yield from [f"the field {field.name} does not say what it is for" for field in spec.fields if not field.doc]
    twice = [field.name for field in spec.fields if len(set(field.terms)) < len(field.terms)]
    yield from [f"a term of {name} stands there twice" for name in twice]


def _is_better_for(spec: KindSpec) -> bool:
    if spec.better_for is None:
        return True
    field, better = spec.better_for
    if better == NAMED:
        return field in {value.name for value in spec.values}
    return field in {key.name for key in spec.keys} and better in BETTER


def example(cls: type[Fact]) -> Iterator[str]:
    """Its docstring says in a sentence what it is for, and shows an example that runs."""
    text = inspect.getdoc(cls) or ""
    if not re.match(r"[A-Z].*\.$", text.partition("\n")[0]):
        yield "the docstring does not begin with a sentence"
    shown = doctest.DocTestParser().get_examples(text)
    if not any(cls.__name__ in one.source and one.want for one in shown):
        yield f"the docstring has no example that uses {cls.__name__} and shows what comes out"
        return
    names = {**vars(sys.modules[cls.__module__]), cls.__name__: cls}
    test = doctest.DocTestParser().get_doctest(text, names, cls.__name__, None, None)
    printed: list[str] = []
    if doctest.DocTestRunner(verbose=False).run(test, out=printed.append).failed:
        yield "".join(printed)


def positional(cls: type[Fact]) -> Iterator[str]:
    """Keys are given in their order, whatever else there is by name."""
    spec, make = cls.spec, cast("type[Any]", cls)
    try:
        make(*["x"] * len(spec.keys), "one too many")
    except TypeError:
        pass
    except InvalidInput:
        yield "something that is no key can be given without its name"
    else:
        yield "something that is no key can be given without its name"
    keys = plain_keys(spec)
    if make(*keys.values()) != make(**keys):
        yield "keys that are given in order are not those that are given by name"


# --- what is tried on generated facts -----------------------------------------------------------


def answers(cls: type[Fact], data: st.DataObject) -> None:
    """Of each fact the keys are texts, each value has its timing, and own words have a speaker or none."""
    fact, spec = data.draw(facts_of(cls)), cls.spec
    told: dict[str, tuple[object, bool]] = {
        "keys": (fact.keys(), _texts(fact.keys())),
        "slot_keys": (fact.slot_keys(), _texts(fact.slot_keys()) and len(fact.slot_keys()) == len(spec.keys)),
    }
    for field in spec.values:
        timing = spec.timing_of(fact, field)
        told[f"timing of {field.name}"] = (timing, isinstance(timing, Timing))
    if spec.own_word is not None:
        owner = spec.own_word(fact)
        told["own_word"] = (owner, owner is None or isinstance(owner, str))
    for name, (found, right) in told.items():
        if not right:
            raise Broken([], f"{name}: of its type", f"{name}: {found!r} of {fact!r}")


def _texts(keys: object) -> bool:
    return isinstance(keys, tuple) and all(isinstance(key, str) for key in keys)


def line(cls: type[Fact], data: st.DataObject) -> None:
    """Whatever is said of it comes back from its line, and warns of nothing."""
    said = data.draw(saids_of(cls))
    event = codec.stamp(said, recorded=MOMENT, by="ann")
    read = codec.read(codec.write(event))
    if read.problems:
        raise Broken([event], "no problem", "\n".join(one.message for one in read.problems))
    _compare(said, None if read.event is None else read.event.said, event)


def form(cls: type[Fact], data: st.DataObject) -> None:
    """Whatever is said of it comes back from its form, by way of JSON."""
    said = data.draw(saids_of(cls))
    event = codec.stamp(said, recorded=MOMENT, by="ann")
    sent = json.loads(json.dumps(to_form(said)))
    try:
        _compare(said, from_form(sent), event)
    except InvalidInput as error:
        raise Broken([event], "a form that is read", str(error)) from None


def claim(cls: type[Fact], data: st.DataObject) -> None:
    """Whatever is said of it comes back from its claim line, as people write it."""
    said = data.draw(saids_of(cls))
    assume(not any(_lacks_its_unit(field, value) for field, value in said.claims()))
    event = codec.stamp(said, recorded=MOMENT, by="ann")
    written = write_claim(said)
    try:
        back = read_claim(written, stance=said.stance, reported=said.reported)
    except InvalidInput as error:
        raise Broken([event], f"a claim line that is read: {written}", str(error)) from None
    if back != Claim.of(said):
        raise Broken([event], repr(Claim.of(said)), f"{back!r}\nfrom {written}")


def _lacks_its_unit(field: Field, value: object) -> bool:
    """Whether a figure is of no unit where its field has one: whoever types a claim gets that unit."""
    return isinstance(value, Quantity) and value.unit is None and field.unit is not None


def _compare(said: Said, back: Said | None, event: Event) -> None:
    if back != said:
        raise Broken([event], _fields(said), None if back is None else _fields(back))


def _fields(said: Said) -> dict[str, str]:
    return {field.name: repr(getattr(said, field.name)) for field in attrs.fields(Said)}


def beliefs(cls: type[Fact]) -> None:
    """What is believed of it follows the laws of projections."""
    spec = cls.spec
    if spec.values and not spec.ours:
        ledgers = strategies.ledgers(kind=spec.name, slots=2, max_events=8)
        try:
            projecting.check_projection(Beliefs, ledgers=ledgers)
        except AssertionError as broken:
            raise AssertionError(
                f"# {cls.__name__}: what is believed of it does not follow the laws\n{broken}"
            ) from None


ONCE: dict[str, Callable[[type[Fact]], Iterator[str]]] = {
    "declaration": declaration, "example": example, "positional": positional,
}  # fmt: skip
DRAWN: dict[str, Callable[[type[Fact], st.DataObject], None]] = {
    "answers": answers, "line": line, "form": form, "claim": claim,
}  # fmt: skip
LAWS: dict[str, Any] = {**ONCE, **DRAWN, **weighing.LAWS, "beliefs": beliefs}
"""The laws of a kind by name, in the order in which they are tried."""


def check_kind(cls: type[Fact], *, laws: Iterable[str] | None = None) -> None:
    """Tries the laws of kinds on a class of facts.

    >>> from newsledger.kinds.control import Control
    >>> check_kind(Control, laws=["declaration", "example", "claim"])

    `laws` names some of `declaring.LAWS` to try them alone.

    Raises:
        AssertionError: a law is broken; the message says what is wrong with the declaration, or shows a report.
        ValueError: there is no law of a name given.
    """
    for name in chosen(laws, LAWS):
        if name in ONCE:
            _look(cls, name)
        elif name in DRAWN:
            law = DRAWN[name]
            _try(cls, name, law.__doc__, lambda data, law=law: law(cls, data))  # type: ignore[misc]  # the law of this turn
        elif name in weighing.LAWS:
            weighs = weighing.LAWS[name]
            if weighing.concerns(name, cls.spec):
                _try(cls, name, weighs.__doc__, lambda data, law=weighs: law(cls.spec.name, data))  # type: ignore[misc]  # as above
        else:
            beliefs(cls)


def _try(cls: type[Fact], name: str, claim: str | None, test: Law) -> None:
    words = (claim or "").strip().rstrip(".")
    hold(cls.__name__, name, words[0].lower() + words[1:], test)


def _look(cls: type[Fact], name: str) -> None:
    faults = list(ONCE[name](cls))
    if faults:
        words = (ONCE[name].__doc__ or "").strip()
        raise AssertionError("\n".join([f"# {cls.__name__} breaks the law of {name}: {words}", *faults]))
