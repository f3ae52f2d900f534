"""The values of a form: what people type for a text, a date, a stance, a list of names."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any, TypeVar

from newsledger.errors import InvalidInput
from newsledger.event import STANCES
from newsledger.fact import SHOWN, Field, Type, Value
from newsledger.frozen import frozen
from newsledger.problems import Problem, did_you_mean
from newsledger.values.when import When

T = TypeVar("T")


@frozen(kw_only=True)
class Setting:
    """What the words of one form are read against."""

    today: When | None
    said_on: When | None
    zone: str
    keep_unknown: bool


SETTING: ContextVar[Setting] = ContextVar("setting")
"""The setting of the form that is being read: what generated functions call takes no further arguments."""


def reader(field: Field) -> Callable[[Any, Any], Value | None]:
    """Reads one field: canonical text as the codec would, any other as people mean it."""

    def read(value: object, _: object) -> Value | None:
        if value is None:
            return None
        if field.type is Type.WHEN:
            return date(value)
        try:
            return field.parse(value)
        except InvalidInput:
            return field.read(value)

    return read


def text(value: object) -> str:
    """A text, and nothing that only looks like one: a number would lose its digits."""
    if not isinstance(value, str):
        raise refused("bad-form", f"text is expected, not {type(value).__name__}", "write it as text")
    return value


def date(value: object) -> When | None:
    """A date, its words read against the setting."""
    setting = SETTING.get()
    return date_of(value, setting.said_on, setting.zone)


def date_of_report(value: object) -> When | None:
    """The date of the report itself, its words read against today."""
    setting = SETTING.get()
    return date_of(value, setting.today, setting.zone)


def date_of(value: object, said_on: When | None, zone: str) -> When | None:
    """A date, its words read against the day that they were said on."""
    return as_is_or(When, functools.partial(When.read, said_on=said_on, zone=zone), value)


def as_is_or(cls: type[T], read: Callable[[str], T], value: object) -> T | None:
    """A value that is one already, or what is read from its text."""
    return value if value is None or isinstance(value, cls) else read(text(value))


def stance(value: object) -> str:
    """A stance, however it is spelled: `No comment`."""
    folded = "-".join(text(value).casefold().split())
    if folded in STANCES:
        return folded
    raise refused("unknown-stance", f"{folded[:SHOWN]!r} is no stance", did_you_mean(folded[:SHOWN], STANCES))


def links(value: object) -> tuple[str, ...]:
    """Who carried the words: names in order, or one name."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple):
        return tuple(text(link) for link in value)
    raise refused("bad-form", f"a list of names is expected, not {type(value).__name__}", 'write ["reuters"]')


def told(value: object) -> tuple[tuple[str, str], ...]:
    """The words that values were read from, by field."""
    if not isinstance(value, Mapping):
        raise refused("bad-form", f"words by field are expected, not {type(value).__name__}", 'write {"area": "…"}')
    return tuple(sorted((text(field), text(words)) for field, words in value.items()))


def plain(value: object) -> Any:  # noqa: ANN401  any JSON of texts
    """What a line can hold of a kind that nobody knows: texts, lists and objects of them."""
    if isinstance(value, Mapping):
        return {text(name): plain(one) for name, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list | tuple) else text(value)


def refused(code: str, message: str, hint: str | None) -> InvalidInput:
    """One problem, ready to be raised."""
    return InvalidInput([Problem(code=code, message=message, hint=hint)])
