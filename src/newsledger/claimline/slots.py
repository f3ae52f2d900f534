"""Slots as they are written: `territory-held/kursk/ukraine.area`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger import kinds
from newsledger.belief import slot_name
from newsledger.claimline.spans import Span, quoted
from newsledger.errors import InvalidInput
from newsledger.fact import Field, KindSpec, Role
from newsledger.frozen import frozen
from newsledger.problems import Problem, did_you_mean, nearest

OPEN_STATE = "state"
"""The open kind that takes yes for an answer (its own docstring says so); all others need to say their value."""

_SLASH = re.compile("/")
_FIELD = re.compile(r"\.([A-Za-z][A-Za-z-]*)$")
_BOUND = re.compile(r"(?<![<>≤≥~])[<>≤≥~]+$")
_NO_EQUALS = re.compile(r"\s*(:)(?=\s|$)|\s+(yes|no)$", re.IGNORECASE)
"""What stands where `=` was meant, in the last key of a line that has none."""

_YES_NO = re.compile(r"(yes|no)$", re.IGNORECASE)
_IN_KEYS = re.compile(r'([\\/="“@\[])')


@frozen(kw_only=True)
class SlotText:
    """A slot as somebody wrote it: what its kind declares, its keys by name, and a value field if one was named."""

    spec: KindSpec
    keys: dict[str, str]
    field: str | None = None

    @property
    def name(self) -> str:
        """The slot as pictures name it, with the field only where one was named."""
        return slot_name(self.spec.name, self.keys.values()) + (f".{self.field}" if self.field else "")


def usage(spec: KindSpec) -> str:
    """How a slot of a kind is written, what may be left out in square brackets.

    >>> usage(kinds.spec("forces"))
    'forces/FORCE[/WHERE]'
    """
    keys = [f"/{key.name.upper()}" if key.required else f"[/{key.name.upper()}]" for key in spec.keys]
    return spec.name + "".join(keys)


def read_slot(text: str) -> SlotText:
    r"""The slot that a text names. Keys are separated by `/`; write `\/` for a slash within a name.

    >>> slot = read_slot("territory-held/kursk/ukraine.area")
    >>> slot.keys, slot.field
    ({'region': 'kursk', 'holder': 'ukraine'}, 'area')

    Raises `InvalidInput` with every problem found, each with its column in the text.
    """
    found: list[Problem] = []
    slot = slot_of(Span.of(text), found)
    if slot is None or found:
        raise InvalidInput(found)
    return slot


def slot_of(span: Span, found: list[Problem]) -> SlotText | None:
    """The slot that stands in a part of a line; what is wrong with it goes to `found`."""
    first, *rest = span.split(_SLASH)
    spec = kinds.spec(first.plain().casefold())
    if spec is None:
        found.append(_no_kind(span, first, alone=not rest))
        return None
    if bound := span.search(_BOUND):
        hint = f"write the bound before the figure: = {bound[0]}500"
        found.append(span.to(bound.start()).wrong("bound-outside", "a bound stands before the sign =", hint))
    if len(rest) > len(spec.keys):
        extra = span.to(rest[len(spec.keys)].start)
        keys = f"{len(spec.keys)} key{'' if len(spec.keys) == 1 else 's'}"
        message = f"{spec.name} has {keys}, and {len(rest)} were found"
        hint = f"write {usage(spec)}, and \\/ for a slash within a name"
        found.append(extra.wrong("too-many-keys", message, hint))
        return None
    field, rest = _field(spec, rest, found)
    return SlotText(spec=spec, keys=_keys(spec, span, rest, found), field=field)


def _no_kind(span: Span, first: Span, *, alone: bool) -> Problem:
    hint = did_you_mean(first.plain(), kinds.names())
    if alone:
        message = "this is no claim; expected KIND/KEY… = VALUE"
        return span.wrong("no-claim", message, f"{hint}; or put # before a remark" if hint else None)
    return first.wrong("unknown-kind", f"{first.plain()!r} is no kind of fact that is known", hint)


def _field(spec: KindSpec, parts: list[Span], found: list[Problem]) -> tuple[str | None, list[Span]]:
    """The field named behind the last key, and the parts without it. A dot within a name is no mark."""
    dot = parts[-1].search(_FIELD) if parts else None
    if dot is None:
        return None, parts
    named = _field_like(spec, dot[1])
    if named is None:
        return None, parts
    last = parts[-1]
    if named.name != dot[1].casefold():
        message = f"{spec.name} has no value {dot[1]!r}"
        hint = f"did you mean {named.name}? write \\. for a point within a name"
        found.append(last.to(dot.start(1)).wrong("unknown-field", message, hint))
    return named.name, [*parts[:-1], last.to(last.start, dot.start())]


def _field_like(spec: KindSpec, word: str) -> Field | None:
    """The value or aside that a word behind a point means, or is meant to mean."""
    known = {field.name: field for field in spec.fields if field.role is not Role.KEY}
    name = word.casefold() if word.casefold() in known else nearest(word, known)
    return None if name is None else known[name]


def _keys(spec: KindSpec, span: Span, parts: list[Span], found: list[Problem]) -> dict[str, str]:
    keys = {}
    for key, part in zip(spec.keys, parts, strict=False):
        try:
            keys[key.name] = str(key.read(part.plain()))
        except InvalidInput as error:
            found += part.placed(error)
            keys[key.name] = ""
    for key in spec.keys[len(parts) :]:
        keys[key.name] = ""
    missing = [key for key in spec.keys if key.required and not keys[key.name] and not found]
    if missing:
        what = ", ".join(f"{key.name} ({key.doc})" for key in missing)
        found.append(span.after("no-key", f"{spec.name} needs its {what}", f"write {usage(spec)}"))
    return keys


def write_slot(spec: KindSpec, keys: Sequence[str], field: str | None = None) -> str:
    r"""A slot as `read_slot` reads it.

    >>> print(write_slot(kinds.spec("state"), ["the 9/11 report", "published"]))
    state/the 9\/11 report/published
    """
    parts = [_IN_KEYS.sub(r"\\\1", key) for key in keys]
    while parts and not parts[-1]:
        parts.pop()
    text = "/".join([spec.name, *parts])
    if field is not None:
        return f"{text}.{field}"
    if (dot := _FIELD.search(text)) and _field_like(spec, dot[1]):
        text = f"{text[: dot.start()]}\\{text[dot.start() :]}"
    if bound := _BOUND.search(text):
        return text[: bound.start()] + "".join(f"\\{mark}" for mark in bound[0])
    return text


def without_equals(span: Span, words: str | None = None) -> Problem | None:
    """What is wrong with a slot that is no slot alone: a colon, or a blank, stands where `=` was meant.

    `words` are those that stood in quotation marks behind it.
    """
    _, *rest = span.split(_SLASH)
    found = rest[-1].search(_NO_EQUALS) if rest else None
    if found is None:
        return None
    slot, behind = span.to(span.start, found.start()), span.to(found.end(1) if found[1] else found.start())
    value = " ".join(filter(None, (behind.raw, words and quoted(words)))) or "…"
    if found[1]:
        advice = "" if behind.match(_YES_NO) else "; write \\: for a colon within a name"
        colon = span.to(*found.span(1))
        advice = f"write {slot.raw} = {value}{advice}"
        return colon.wrong("colon-for-equals", "a colon stands where = was meant", advice)
    return behind.wrong("colon-for-equals", f"no = stands before {behind.raw!r}", f"write {slot.raw} = {value}")


def plainly(slot: str) -> str:
    r"""A slot that stands alone, in whose last key nothing is read as `=`.

    >>> print(plainly("state/the report: part two/read"), plainly("state/motion/called: off"))
    state/the report: part two/read state/motion/called\: off
    """
    while True:
        last = Span.of(slot).split(_SLASH)[-1]
        found = last.search(_NO_EQUALS)
        if found is None:
            return slot
        at = found.start(1) if found[1] else found.start(2) - 1
        slot = f"{slot[:at]}\\{slot[at:]}"


def is_answered(spec: KindSpec) -> bool:
    """Whether the keys of a kind put a question that may be answered by yes or no, so that no value means yes."""
    return spec.name == OPEN_STATE
