"""Rows to stored bytes, without a detour: most rows of a table differ in a figure and a date, and are sound.

What an event stores is a text, of which a mapping fixes all but a few places. Those are filled in here: each
cell is read once and kept as it is stored, a bare figure needs no reading. Whatever is unusual is left to
slower ways, and a law says that all of them give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

import attrs

from newsledger import codec
from newsledger.event import FORMAT, Event, Said, content_id
from newsledger.fact import Fact, Field, KindSpec, Time, Timing, Type, clean, fold
from newsledger.importers import Options, _figures
from newsledger.importers._building import (
    ENVELOPE,
    KEPT_DATES,
    Cells,
    UnusualError,
    builder,
    default_of,
    filler,
    kept,
    of_column,
    reader,
)
from newsledger.importers._likeness import fields_of, figure_as_compared, rest_of, rest_of_said, sum_of
from newsledger.importers._mapping import COLUMN, Claim
from newsledger.importers._spool import LATER
from newsledger.values.quantity import Quantity

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BEFORE_ALL = "1970-01-01T00:00:00Z"
"""Stand for the time of taking in, which is in no id."""

LONG = 1 << 16
"""What takes more bytes is read with care: it may be too long for a line."""

KIND = "kind"

FIRST = ("archive", "confidence")
"""What stands before `corrects` in stored bytes; all else of the envelope stands behind it, sorted."""

BEHIND = ("language", "likelihood", "occurred", "quote", "reported", "source", "story")

Fill = Callable[[Cells], str | None]


class Telling(NamedTuple):
    """What a row tells: its event but for what it corrects. `said` is whole, or has no more than a store asks for.

    `fields` is the fact as it is compared with what other versions tell, `rest` a sum over all else that is.
    """

    said: Said
    head: str
    tail: str
    fields: str
    rest: int

    def event(self, corrects: str | None = None) -> Event:
        """The event, which may correct another."""
        if not self.tail:
            said = attrs.evolve(self.said, corrects=corrects) if corrects else self.said
            return codec.stamp(said, recorded=EPOCH, by="")
        raw = (f'{self.head}"corrects":"{corrects}",{self.tail}' if corrects else self.head + self.tail).encode()
        return Event(id=content_id(raw), recorded=BEFORE_ALL, by="", said=self.said, raw=raw)

    def sum(self) -> int:
        """A number that two claims share only where they say the same."""
        return sum_of(self.fields, self.rest)


def teller(claim: Claim, options: Options) -> Callable[[Cells], Telling | None]:
    """What tells one claim of a row's cells; `None` where the claim is not made of such a row.

    Raises `InvalidInput` with everything that is wrong with the row.
    """
    build = builder(claim, options)
    dated = "occurred" in claim.envelope

    def tell(cells: Cells) -> Telling | None:
        said = build(cells)
        return None if said is None else Telling(said, "", "", fields_of(said), rest_of_said(said, dated=dated))

    straight = Straight.of(claim, options)
    if straight is None:
        return tell

    def told(cells: Cells) -> Telling | None:
        if straight.conditional and not straight.applies(cells):
            return None
        try:
            return straight(cells)
        except UnusualError:
            return tell(cells)

    return told


class Straight:
    """Fills in stored bytes of rows with which nothing is wrong, and finds all others unusual."""

    def __init__(self, claim: Claim, options: Options) -> None:
        self._only_if = [(name, frozenset(meant)) for name, meant in claim.only_if.items()]
        self._needs = claim.needs
        self.conditional = bool(claim.only_if or claim.needs)
        self._fact = _Fact(claim)
        self._told = claim.envelope
        names = [
            name for name in (*FIRST, *BEHIND, "url", "stance") if name in claim.envelope or default_of(name, options)
        ]
        via = claim.envelope.get("via", ())
        self._names = [(name, default_of(name, options)) for name in names]
        self._fills = [_filler(claim, name) for name in names]
        self._fills += [filler(one) for one in ((via,) if isinstance(via, str) else via)]
        self._columns = tuple(dict.fromkeys(column for name in (*names, "via") for column in claim.columns(name)))
        self._around: dict[tuple[str | None, ...], _Around] = {}

    @classmethod
    def of(cls, claim: Claim, options: Options) -> Straight | None:
        """One for a claim, where its rows can be told so at all."""
        spec = claim.spec
        given = {name for name, told in claim.fact.items() if isinstance(told, str)}
        lacking = any(field.required and field.name not in given for field in spec.keys)
        simple = given == set(claim.fact) and "field" not in claim.envelope and not spec.ours
        plain = spec.cls.problems is Fact.problems and not any(field.each for field in spec.fields)
        dated = "occurred" in claim.envelope or _said_on_its_day(spec, given)
        try:
            return cls(claim, options) if simple and plain and dated and not lacking else None
        except UnusualError:  # what the mapping itself tells has to be read with care
            return None

    def applies(self, cells: Cells) -> bool:
        """Whether the claim is made of such a row."""
        for name, meant in self._only_if:
            if cells.get(name, "") not in meant:
                return False
        return all(cells.get(name) for name in self._needs)

    def __call__(self, cells: Cells) -> Telling:
        """What the row tells.

        Raises:
            UnusualError: it has to be read with care.
        """
        shared = tuple(map(cells.get, self._columns))
        around = self._around.get(shared)
        if around is None:
            if len(self._around) >= KEPT_DATES:
                self._around.clear()
            around = self._around[shared] = self._envelope(tuple([fill(cells) for fill in self._fills]))
        fact, fields, words = self._fact(cells)
        told = f',"told":{{{words}}}' if words else ""
        tail = f'"fact":{{{fact}}}{around.behind}{told}{around.last}'
        if len(tail) > LONG or not tail.isascii():
            _check(tail)
        return Telling(around.said, around.head, tail, fields, around.rest)

    def _envelope(self, texts: tuple[str | None, ...]) -> _Around:
        """What stands around the fact, for these texts of the envelope. Rows of one version mostly share it."""
        stored: dict[str, str] = {}
        values: dict[str, Any] = {}
        for (name, default), text in zip(self._names, texts, strict=False):
            if text or default:
                stored[name], values[name] = _stored(name, text or default or "")
        if "reported" not in values or "source" not in values or ("occurred" in self._told) > ("occurred" in values):
            raise UnusualError
        if "occurred" not in values:
            stored["occurred"], values["occurred"] = stored["reported"], values["reported"]
        via = _chain([values["source"], *filter(None, texts[len(self._names) :])])
        links = f',"via":{json.dumps(via, ensure_ascii=False, separators=(",", ":"))}' if via else ""
        url = f',"url":{stored["url"]}' if "url" in stored else ""
        told = {name: values[name] for name in ("source", "reported", "occurred", "story") if name in values}
        occurred = values["occurred"] if "occurred" in self._told else None
        around = _Around(
            head="{" + "".join([f'"{name}":{stored[name]},' for name in FIRST if name in stored]),
            behind="".join([f',"{name}":{stored[name]}' for name in BEHIND if name in stored]),
            last=f'{url},"v":"{FORMAT}"{links}}}',
            said=Said(fact=LATER, via=via, **told),
            rest=rest_of(occurred, stored.get("likelihood"), stored.get("confidence")),
        )
        _check(around.head + around.behind + around.last)
        return around


class _Fact:
    """Makes the stored fact of a row: what the mapping itself tells is stored once, the rest is made of cells."""

    def __init__(self, claim: Claim) -> None:
        spec = claim.spec
        values = {field.name for field in spec.values}
        self._parts: list[str] = []
        self._words: list[str] = []
        self._likes: dict[int, str] = {}
        self._makers: list[tuple[int, bool, bool, Callable[[Cells], Made | None]]] = []
        self._valued = False
        for at, name in enumerate(sorted([*claim.fact, KIND])):
            made: Made | None = (f'"{KIND}":"{spec.name}"',) * 2 + ("",)
            if name != KIND:
                field, template = spec.by_name[name], str(claim.fact[name])
                if COLUMN.search(template):
                    self._makers.append((at, field.required, name in values, _maker(field, template)))
                    made = None
                else:
                    made = kept(_storing(field))(template)
                    self._valued = self._valued or name in values
            text, like, told = made or ("", "", "")
            self._parts.append(text)
            self._words.append(told)
            self._likes |= {at: like} if like != text else {}
        self._said = ",".join(filter(None, self._words))

    def __call__(self, cells: Cells) -> tuple[str, str, str]:
        """The stored fact, what of it is compared with other versions, and the words of its figures.

        Raises:
            UnusualError: it has to be read with care.
        """
        parts = self._parts.copy()
        likes: dict[int, str] = self._likes
        words: list[str] | None = None
        valued = self._valued
        for at, required, is_value, make in self._makers:
            made = make(cells)
            if made is None:
                if required:
                    raise UnusualError
                continue
            parts[at], like, told = made
            valued = valued or is_value
            if like is not parts[at]:
                likes = {**likes, at: like}
            if told:
                words = words or self._words.copy()
                words[at] = told
        if not valued:
            raise UnusualError
        fact = _listed(parts)
        said = self._said if words is None else _listed(words)
        return fact, _listed([likes.get(at, part) for at, part in enumerate(parts)]) if likes else fact, said


def _listed(parts: list[str]) -> str:
    """Members of an object, but for those that are not told."""
    return ",".join(filter(None, parts))


class _Around(NamedTuple):
    """What stands around a fact in stored bytes, as much of what is said as a store asks for, and what is compared."""

    head: str
    behind: str
    last: str
    said: Said
    rest: int


def _chain(told: list[str]) -> tuple[str, ...]:
    """Who carried the words, without the one who said them."""
    chain = [link for name in told if (link := clean(name))]
    if len(set(map(fold, chain))) < len(chain):
        raise UnusualError
    return tuple(chain[1:])


def _check(text: str) -> None:
    """Finds unusual what may be too long for a line, or no text."""
    if len(text) > LONG:
        raise UnusualError
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise UnusualError from None


def _said_on_its_day(spec: KindSpec, given: set[str]) -> bool:
    """Whether what is told without a time is of the day of the words, whatever the row tells."""
    timings = [field.timing or spec.timing for field in spec.values if field.name in given]
    counted = (Time.COUNTED, Time.NEW)
    return all(isinstance(timing, Timing) and timing.time not in counted for timing in timings)


def _filler(claim: Claim, name: str) -> Fill:
    template = claim.envelope.get(name)
    return filler(template) if isinstance(template, str) else lambda _: None


# --- values as they are stored ----------------------------------------------------------------

Made = tuple[str, str, str]
"""A member as it is stored, as it is compared, and the words that it was read from."""


def _maker(field: Field, template: str) -> Callable[[Cells], Made | None]:
    """What makes a member of a row's cells; `None` where they tell none."""
    store = _storing(field)
    before, name, after, *more = COLUMN.split(template)  # texts and names take turns
    if more:
        fill, several = filler(template), kept(store)
        return lambda cells: None if (text := fill(cells)) is None else several(text)
    recalled = of_column(name, lambda cell: store(f"{before}{cell}{after}"))
    figure = field.type is Type.QUANTITY and not before
    unit = _figures.unit_of(after, field.unit, field.dimension) if figure else None
    return recalled if unit is None else _of_figures(field, name, after, unit, recalled)


def _of_figures(
    field: Field, name: str, after: str, unit: str, otherwise: Callable[[Cells], Made | None]
) -> Callable[[Cells], Made | None]:
    """Stores whole numbers as they come, most of which come once; all others are read, and kept."""
    begins, ends = f'"{field.name}":"', f' {unit}"'
    told = None if after == f" {unit}" else f'{after}"'

    def made(cells: Cells) -> Made | None:
        cell = cells.get(name)
        if not cell or not _figures.is_whole(cell):
            return otherwise(cells)
        text = f"{begins}{cell}{ends}"
        return text, text, "" if told is None else f"{begins}{cell}{told}"

    return made


def _storing(field: Field) -> Callable[[str], Made]:
    """What stores the text of a field."""
    read = reader(field)
    figure = field.type is Type.QUANTITY

    def store(text: str) -> Made:
        stored, like, words = (_bare(field, text) if figure else None) or _with_care(field, read(text))
        member = f'"{field.name}":'
        part = member + stored
        return part, part if like == stored else member + like, words and member + words

    return store


def _bare(field: Field, text: str) -> Made | None:
    """A bare figure in a unit that fits the field."""
    canonical = _figures.text_of(text, field.unit, field.dimension)
    if canonical is None or not text.isascii():
        return None
    quoted = f'"{canonical}"'
    compared = quoted if "." not in canonical else figure_as_compared(Quantity.parse(canonical))
    return quoted, compared, "" if text == canonical else f'"{text}"'


def _with_care(field: Field, value: Any) -> Made:  # noqa: ANN401  whatever the field holds
    stored = codec.dumps(field.stored(value))
    if not isinstance(value, Quantity):
        return stored, stored, ""
    words = "" if value.told is None else codec.dumps(clean(value.told))
    return stored, figure_as_compared(value), words


def _stored(name: str, text: str) -> tuple[str, Any]:
    """A text of the envelope as it is stored, in JSON, and as it is read."""
    value = ENVELOPE[name](text)
    return codec.dumps(value.text if hasattr(value, "text") else value), value
