"""Narrow records: of each event, the few fields that somebody names.

A field is named as it is stored. `id`, `recorded` and `by` stand in the line itself; `said.source` in what is said;
`fact.area` in the fact. `kind` is the name of the kind, `keys` are all keys of the fact, `fact` is all that it gives.
Values are canonical texts, lists are tuples, and what is absent is `None`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from newsledger.codec.quick import Narrow
from newsledger.codec.said import KNOWN
from newsledger.codec.shapes import Proof, given
from newsledger.errors import InvalidInput
from newsledger.event import ASSERTS, Event
from newsledger.fact import Fact
from newsledger.problems import Problem, did_you_mean

SAID, FACT = "said.", "fact."
ALONE = ("id", "recorded", "by", "kind", "keys", "fact")
SAYS = tuple(name for name in KNOWN if name not in {"v", "fact"})
ABSENT = {"said.stance": ASSERTS, "said.via": (), "said.told": ()}
"""What is given for what is not told, where that is not `None`."""

NAMES = (*ALONE, *(f"{SAID}{name}" for name in SAYS))
"""All names but those of the fields of facts, which are as many as there are kinds."""


def checked(names: Iterable[str]) -> tuple[str, ...]:
    """The names, each of which names a field. Whether any kind has a field of that name is not asked.

    >>> checked(["said.stnce"])
    Traceback (most recent call last):
    newsledger.errors.InvalidInput: error[unknown-field]: no event has a field 'said.stnce'
      hint: did you mean said.stance?

    Raises:
        InvalidInput: a name is none of those that there are.
    """
    told = tuple(names)
    wrong = [name for name in told if name not in NAMES and not name.startswith(FACT)]
    if wrong:
        message = "no event has a field {!r}"
        raise InvalidInput(
            [
                Problem(code="unknown-field", message=message.format(name), hint=did_you_mean(name, NAMES))
                for name in wrong
            ]
        )
    return told


@lru_cache(maxsize=64)
def reader(names: tuple[str, ...]) -> Narrow:
    """What reads these fields out of lines. Kept, for what it found out about their shapes."""

    def ending(proof: Proof) -> list[str]:
        return [f"return ({''.join(f'{_expression(name, proof)}, ' for name in names)})"]

    return Narrow(ending)


def _expression(name: str, proof: Proof) -> str:
    """The code that gives one field out of what a proof leaves behind."""
    texts = {part.name: part.text for part in proof.fact}
    if name.startswith(FACT):
        text = texts.get(name.removeprefix(FACT))
        return f"{text} or None" if text else "None"
    if name.startswith(SAID):
        told = {part.name: part.text for part in proof.said}
        return told.get(name.removeprefix(SAID), repr(ABSENT.get(name)))
    keys = "".join(f"{texts.get(key.name, repr(''))}, " for key in proof.spec.keys)
    fields = ", ".join(f"{one.name!r}: {texts[one.name]}" for one in proof.spec.fields if one.name in texts)
    return {
        "id": "id", "recorded": "recorded.decode()", "by": "by", "kind": repr(proof.spec.name), "keys": f"({keys})",
        "fact": f"given({{{fields}}})",
    }[name]  # fmt: skip


def of_event(event: Event, names: tuple[str, ...]) -> tuple[Any, ...]:
    """The same fields of an event that did not go the quick way."""
    said, fact = event.said, event.said.fact
    if isinstance(fact, Fact):
        keys, fields = fact.keys(), {one.name: getattr(fact, one.attribute) for one in fact.spec.fields}
    else:
        keys, fields = (), fact.fields
    texts = {name: _text(value) for name, value in fields.items()}
    told: dict[str, Any] = {"id": event.id, "recorded": event.recorded, "by": event.by, "kind": said.kind}
    told |= {"keys": keys, "fact": given(texts)}
    told |= {f"{SAID}{name}": _text(getattr(said, name)) for name in SAYS}
    told |= {f"{FACT}{name}": text or None for name, text in texts.items()}
    return tuple([told.get(name) for name in names])


def _text(value: Any) -> Any:  # noqa: ANN401  a value of any field
    """Texts and tuples as they are, all else by its canonical text."""
    return getattr(value, "text", value)
