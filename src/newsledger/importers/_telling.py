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
    KEPT,
    Cells,
    UnusualError,
    builder,
    default_of,
    filler,
    kept,
    reader,
)
from newsledger.importers._likeness import Likeness, figure_as_compared, likeness
from newsledger.importers._mapping import COLUMN, Claim
from newsledger.importers._spool import LATER
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BEFORE_ALL = "1970-01-01T00:00:00Z"
"""Stand for the time of taking in, which is in no id."""

LONG = 1 << 16
"""What takes more bytes is read with care: it may be too long for a line."""

FIRST = ("archive", "confidence")
"""What stands before `corrects` in stored bytes; all else of the envelope stands behind it, sorted."""

BEHIND = ("language", "likelihood", "occurred", "quote", "reported", "source", "story")

Fill = Callable[[Cells], str | None]


class Telling(NamedTuple):
    """What a row tells: its event but for what it corrects. `said` is whole, or has no more than a store asks for."""

    said: Said
    head: str
    tail: str
    told: Likeness

    def event(self, corrects: str | None = None) -> Event:
        """The event, which may correct another."""
        if not self.tail:
            said = attrs.evolve(self.said, corrects=corrects) if corrects else self.said
            return codec.stamp(said, recorded=EPOCH, by="")
        raw = (f'{self.head}"corrects":"{corrects}",{self.tail}' if corrects else self.head + self.tail).encode()
        return Event(id=content_id(raw), recorded=BEFORE_ALL, by="", said=self.said, raw=raw)


def teller(claim: Claim, options: Options) -> Callable[[Cells], Telling | None]:
    """What tells one claim of a row's cells; `None` where the claim is not made of such a row.

    Raises `InvalidInput` with everything that is wrong with the row.
    """
    build = builder(claim, options)

    def tell(cells: Cells) -> Telling | None:
        said = build(cells)
        return None if said is None else Telling(said, "", "", likeness(said))

    straight = Straight.of(claim, options)
    if straight is None:
        return tell

    def told(cells: Cells) -> Telling | None:
        if not straight.applies(cells):
            return None
        try:
            return straight(cells)
        except UnusualError:
            return tell(cells)

    return told


class Straight:
    """Fills in stored bytes of rows with which nothing is wrong, and finds all others unusual."""

    def __init__(self, claim: Claim, options: Options) -> None:
        spec = claim.spec
        self._only_if = [(name, frozenset(meant)) for name, meant in claim.only_if.items()]
        self._needs = claim.needs
        told = {name: claim.fact[name] for name in claim.fact if isinstance(claim.fact[name], str)}
        self._fields = [
            (name, spec.by_name[name].required, _maker(spec.by_name[name], str(told[name]))) for name in sorted(told)
        ]
        self._kind = spec.name
        self._values = {field.name for field in spec.values}
        self._told = claim.envelope
        names = [
            name for name in (*FIRST, *BEHIND, "url", "stance") if name in claim.envelope or default_of(name, options)
        ]
        via = claim.envelope.get("via", ())
        self._names = [(name, default_of(name, options)) for name in names]
        self._fills = [_filler(claim, name) for name in names]
        self._fills += [filler(one) for one in ((via,) if isinstance(via, str) else via)]
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
        return cls(claim, options) if simple and plain and dated and not lacking else None

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
        texts = tuple([fill(cells) for fill in self._fills])
        around = self._around.get(texts)
        if around is None:
            if len(self._around) >= KEPT:
                self._around.clear()
            around = self._around[texts] = self._envelope(texts)
        fact, compared, words = self._fact(cells)
        told = f',"told":{{{words}}}' if words else ""
        tail = f'"fact":{fact}{around.behind}{told}{around.last}'
        if not tail.isascii():
            _check(tail)
        return Telling(around.said, around.head, tail, Likeness(self._kind, tuple(compared), *around.compared))

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
        around = _Around(
            head="{" + "".join([f'"{name}":{stored[name]},' for name in FIRST if name in stored]),
            behind="".join([f',"{name}":{stored[name]}' for name in BEHIND if name in stored]),
            last=f'{url},"v":"{FORMAT}"{links}}}',
            said=Said(fact=LATER, via=via, **told),
            compared=(
                values["occurred"] if "occurred" in self._told else None,
                stored.get("likelihood"),
                stored.get("confidence"),
            ),
        )
        _check(around.head + around.behind + around.last)
        return around

    def _fact(self, cells: Cells) -> tuple[str, list[tuple[str, str]], str]:
        """The stored fact, what of it is compared with other versions, and the words of its figures."""
        parts: list[str] = []
        compared: list[tuple[str, str]] = []
        words = ""
        valued = kind = False
        for name, required, make in self._fields:
            if not kind and name > "kind":
                parts.append(f'"kind":"{self._kind}"')
                kind = True
            made = make(cells)
            if made is None:
                if required:
                    raise UnusualError
                continue
            text, like, told = made
            parts.append(f'"{name}":{text}')
            compared.append((name, like))
            valued = valued or name in self._values
            if told:
                words += f'{"," if words else ""}"{name}":{told}'
        if not valued:
            raise UnusualError
        if not kind:
            parts.append(f'"kind":"{self._kind}"')
        return f"{{{','.join(parts)}}}", compared, words


class _Around(NamedTuple):
    """What stands around a fact in stored bytes, as much of what is said as a store asks for, and what is compared."""

    head: str
    behind: str
    last: str
    said: Said
    compared: tuple[When | None, str | None, str | None]


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
"""A value as it is stored, as it is compared, and the words that it was read from."""


def _maker(field: Field, template: str) -> Callable[[Cells], Made | None]:
    read = reader(field)
    figure = field.type is Type.QUANTITY

    def store(text: str) -> Made:
        made = _bare(field, text) if figure else None
        return made or _with_care(field, read(text))

    parts = COLUMN.split(template)
    if len(parts) == 1:
        constant = kept(store)
        return lambda _: constant(template)
    if len(parts) > 3:  # noqa: PLR2004  texts and names take turns: one name stands between two texts
        fill, several = filler(template), kept(store)
        return lambda cells: None if (text := fill(cells)) is None else several(text)
    return _of_column(parts[1], kept(lambda cell: store(f"{parts[0]}{cell}{parts[2]}")))


def _of_column(name: str, store: Callable[[str], Made]) -> Callable[[Cells], Made | None]:
    return lambda cells: store(cell) if (cell := cells.get(name)) else None


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
