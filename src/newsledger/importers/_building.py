"""Rows to claims, fast: a mapping is compiled once for a file, and what comes again and again is read once.

Most rows of a table are alike, and nothing is wrong with them. Those are built here, with each text
read once and kept. Whatever is unusual is left to the form, which reads it with care and tells every
problem. A law says that both give the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any, TypeVar

import attrs

from newsledger.errors import InvalidInput
from newsledger.event import ASSERTS, Said
from newsledger.fact import Fact, Field, Time, Type, clean, fold
from newsledger.importers import Options, _figures
from newsledger.importers._mapping import COLUMN, Claim, Figure, Shape, Template, figure, form_of, read_date
from newsledger.problems import Problem
from newsledger.values.confidence import Confidence
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

Cells = Mapping[str, str]
Fill = Callable[[Cells], str | None]

KEPT = 1 << 14
"""So many texts of one column are kept with what they mean; then it begins anew, so that memory stays flat."""

KEPT_DATES = 1 << 10
"""So many dates of one column: each takes a kilobyte, and rows of one time mostly follow each other."""

SHORT = 200
"""Words of a figure are no longer."""

ONE_COLUMN = 3
"""A template of one column is a text, a name and a text."""

T = TypeVar("T")


class UnusualError(Exception):
    """Raised where a row has to be read with care."""


# --- templates --------------------------------------------------------------------------------


def filler(template: Template) -> Fill:
    """A template, compiled: gives what `fill` gives.

    >>> filler("2022-02-24/{date}")({"date": "2025-03-16"})
    '2022-02-24/2025-03-16'
    """
    parts = COLUMN.split(template)  # texts and names take turns
    names = parts[1::2]
    if not names:
        return lambda _: template
    if len(names) == 1:
        before, name, after = parts
        if not before and not after:
            return lambda cells: cells.get(name) or None
        return lambda cells: f"{before}{told}{after}" if (told := cells.get(name)) else None

    def joined(cells: Cells) -> str | None:
        told = [cells.get(name, "") for name in names]
        if not any(told):
            return None
        return parts[0] + "".join(cell + text for cell, text in zip(told, parts[2::2], strict=True))

    return joined


def kept(read: Callable[[str], T], most: int = KEPT) -> Callable[[str], T]:
    """A reader that keeps what it read; what cannot be read at a glance is unusual."""
    memory: dict[str, T] = {}

    def recalled(text: str) -> T:
        found = memory.get(text)
        if found is None:
            if len(memory) >= most:
                memory.clear()
            try:
                found = memory[text] = read(text)
            except InvalidInput:
                raise UnusualError from None
        return found

    return recalled


def of_column(name: str, read: Callable[[str], T]) -> Callable[[Cells], T | None]:
    """What a cell of one column means, kept as by `kept`; `None` where it is empty.

    >>> of_column("votes", int)({"votes": "27"}), of_column("votes", int)({})
    (27, None)
    """
    memory: dict[str, T] = {}

    def recalled(cells: Cells) -> T | None:
        cell = cells.get(name)
        if not cell:
            return None
        found = memory.get(cell)
        if found is None:
            if len(memory) >= KEPT:
                memory.clear()
            try:
                found = memory[cell] = read(cell)
            except InvalidInput:
                raise UnusualError from None
        return found

    return recalled


# --- cells ------------------------------------------------------------------------------------


class Cleaner:
    """Reads the cells that a mapping names: dates in ISO, words replaced, columns derived, what tells nothing empty.

    Cells of other columns are left out.
    """

    def __init__(self, shape: Shape, *others: str) -> None:
        self._shape = shape
        self._names = tuple(dict.fromkeys([*shape.used(), *others]))
        self._take = _taker(self._names)
        self._empty = shape.empty
        self._simple = not (shape.dates or shape.replace or shape.derive)
        self._dates = {name: self._reader(formats) for name, formats in shape.dates.items()}
        self._derived = [
            (name, filler(template), shape.replace.get(name, {})) for name, template in shape.derive.items()
        ]

    def _reader(self, formats: tuple[str, ...]) -> Callable[[str], str]:
        return kept(lambda cell: read_date(cell, formats, self._shape.zone))

    def __call__(self, cells: Cells, wrong: list[tuple[str, Problem]]) -> dict[str, str]:
        """The cells as they are meant; those that cannot be read are told in `wrong`, and empty."""
        try:
            taken = self._take(cells)
        except KeyError:  # objects of JSON need not have every column
            taken = tuple([cells.get(name, "") for name in self._names])
        if self._empty.isdisjoint(taken):
            read = dict(zip(self._names, taken, strict=True))
        else:
            read = {name: cell for name, cell in zip(self._names, taken, strict=True) if cell not in self._empty}
        return read if self._simple else self._meant(cells, read, wrong)

    def _meant(self, cells: Cells, read: dict[str, str], wrong: list[tuple[str, Problem]]) -> dict[str, str]:
        """The cells with their dates in ISO, words replaced, and columns derived."""
        for name, reader in self._dates.items():
            if name in read:
                read[name] = self._date(name, read[name], reader, wrong)
        for name, meant in self._shape.replace.items():
            if name in cells:
                told = read.get(name, "")
                read[name] = meant.get(told, told)
        for name, fill, meant in self._derived:
            told = fill(read) or ""
            read[name] = meant.get(told, told)
        return read

    def _date(self, name: str, cell: str, reader: Callable[[str], str], wrong: list[tuple[str, Problem]]) -> str:
        try:
            return reader(cell)
        except UnusualError:
            pass
        try:
            return read_date(cell, self._shape.dates[name], self._shape.zone)
        except InvalidInput as error:
            wrong += [(name, problem) for problem in error.problems]
            return ""


def _taker(names: tuple[str, ...]) -> Callable[[Cells], tuple[str, ...]]:
    """Takes the cells of some columns; raises `KeyError` where there is no such column."""
    if len(names) > 1:
        take: Callable[[Cells], tuple[str, ...]] = itemgetter(*names)
        return take
    return lambda cells: tuple([cells[name] for name in names])


# --- claims -----------------------------------------------------------------------------------


def builder(claim: Claim, options: Options) -> Callable[[Cells], Said | None]:
    """What makes one claim of a row's cells; `None` where the claim is not made of such a row.

    Raises `InvalidInput` as a form does, with every fault.
    """
    careful = _careful(claim, options)
    if claim.spec.ours or "field" in claim.envelope:
        return careful
    swift = Swift(claim, options)

    def build(cells: Cells) -> Said | None:
        if not swift.applies(cells):
            return None
        try:
            return swift.said(cells)
        except UnusualError:
            return careful(cells)

    return build


def _careful(claim: Claim, options: Options) -> Callable[[Cells], Said | None]:
    """Reads a row by way of its form."""
    from newsledger.forms import from_form

    def build(cells: Cells) -> Said | None:
        form = form_of(claim, cells)
        if form is None:
            return None
        # entries of ours carry no story, so that each introduction is one event whatever told it
        defaults = {} if claim.spec.ours else {"story": options.story, "source": options.source}
        form |= {name: given for name, given in defaults.items() if given is not None and not form.get(name)}
        return from_form(form, today=options.today, zone=options.zone)

    return build


class Swift:
    """Makes claims of rows with which nothing is wrong, and finds all others unusual."""

    def __init__(self, claim: Claim, options: Options) -> None:
        self._only_if = [(name, frozenset(meant)) for name, meant in claim.only_if.items()]
        self._needs = claim.needs
        self._spec = claim.spec
        self._facts = _Facts(claim)
        told = dict(claim.envelope)
        via = told.pop("via", ())
        self._via = [filler(one) for one in ((via,) if isinstance(via, str) else via)]
        self._chains: dict[tuple[str, ...], bool] = {}
        self._texts = [
            (name, filler(str(told[name])) if name in told else None, default_of(name, options), ENVELOPE[name])
            for name in ENVELOPE
            if name in told or default_of(name, options)
        ]

    def applies(self, cells: Cells) -> bool:
        """Whether the claim is made of such a row."""
        for name, meant in self._only_if:
            if cells.get(name, "") not in meant:
                return False
        return all(cells.get(name) for name in self._needs)

    def said(self, cells: Cells) -> Said:
        """What the row says.

        Raises:
            UnusualError: it has to be read with care.
        """
        values: dict[str, Any] = {}
        for name, fill, default, read in self._texts:
            text = (fill(cells) if fill is not None else None) or default
            if text:
                values[name] = read(text)
        fact, told = self._facts(cells)
        if "occurred" not in values:
            values["occurred"] = self._day(fact, values.get("field"), values.get("reported"))
        if None in (values.get("source"), values.get("reported"), values["occurred"]):
            raise UnusualError
        if self._via:
            values["via"] = self._links(cells, values["source"])
        return Said(fact=fact, told=told, **values)

    def _day(self, fact: Fact, field: str | None, reported: When | None) -> When | None:
        """The day of the words, which stands for that of the fact where it is not counted over a span."""
        spec = fact.spec
        counted = any(spec.timing_of(fact, one).time in (Time.COUNTED, Time.NEW) for one, _ in fact.told_values())
        if counted or field is not None:
            raise UnusualError
        return reported

    def _links(self, cells: Cells, source: str) -> tuple[str, ...]:
        links = tuple(told for fill in self._via if (text := fill(cells)) and (told := _text(text)))
        chain = (source, *links)
        sound = self._chains.get(chain)
        if sound is None:
            if len(self._chains) >= KEPT:
                self._chains.clear()
            sound = self._chains[chain] = len(set(map(fold, chain))) == len(chain)
        if not sound:
            raise UnusualError
        return links


class _Facts:
    """Makes the fact of a row, with the words that its figures were read from."""

    def __init__(self, claim: Claim) -> None:
        spec = self._spec = claim.spec
        fields = [(field, claim.fact[field.name]) for field in spec.fields if field.name in claim.fact]
        self._makers = [(field.attribute, field.required, _maker(field, told)) for field, told in fields]
        self._absent = {field.attribute: _absent(spec.cls, field) for field in spec.fields}
        told = {field.name for field, _ in fields}
        self._lacking = any(field.required and field.name not in told for field in spec.keys)
        self._figures = [
            (field.name, field.attribute) for field in spec.values if field.name in told and field.type is Type.QUANTITY
        ]
        self._values = [field.attribute for field in spec.values if field.name in told]
        self._simple = not hasattr(spec.cls, "__attrs_post_init__") and not any(
            one.validator for one in attrs.fields(spec.cls)
        )

    def __call__(self, cells: Cells) -> tuple[Fact, tuple[tuple[str, str], ...]]:
        values: dict[str, Any] = self._absent.copy()
        for attribute, required, make in self._makers:
            value = make(cells)
            if value is not None:
                values[attribute] = value
            elif required:
                raise UnusualError
        told = [(name, words) for name, one in self._figures if (words := _told(values[one])) is not None]
        if self._lacking or not any(values[one] is not None for one in self._values):
            raise UnusualError
        return self._made(values), tuple(sorted(told))

    def _made(self, values: dict[str, Any]) -> Fact:
        if not self._simple:
            return self._spec.cls(**values)
        # every value was read already: to hand it to the class would read it again
        fact = object.__new__(self._spec.cls)
        for attribute, value in values.items():
            SET(fact, attribute, value)
        return fact


SET = object.__setattr__
"""What fills in a frozen record; looked up once."""


def _told(figure: Quantity | None) -> str | None:
    """The words that a figure was read from, as they are stored."""
    words = None if figure is None else figure.told
    if words is None or (words.isascii() and " ".join(words.split()) == words and len(words) <= SHORT):
        return words
    return clean(words)


def _absent(cls: type[Fact], field: Field) -> object:
    """What stands in a fact where a field is not told."""
    declared = getattr(attrs.fields(cls), field.attribute).default
    return "" if declared is attrs.NOTHING or declared == "" else declared


def _maker(field: Field, told: Template | Figure) -> Callable[[Cells], Any]:
    """What makes the value of one field out of a row's cells; `None` where they tell none."""
    plainly = reader(field)
    parts = COLUMN.split(told) if isinstance(told, str) else []
    if len(parts) == ONE_COLUMN:
        return of_column(parts[1], lambda cell: plainly(f"{parts[0]}{cell}{parts[2]}"))
    read = kept(plainly)
    if not isinstance(told, str):
        return lambda cells: None if (text := _bounded(field, told, cells)) is None else read(text)
    fill = filler(told)
    return lambda cells: None if (text := fill(cells)) is None else read(text)


def _bounded(field: Field, told: Figure, cells: Cells) -> str | None:
    try:
        return figure(f"fact.{field.name}", told, cells)
    except InvalidInput:
        raise UnusualError from None


def reader(field: Field) -> Callable[[str], Any]:
    """Reads a text as the form and the kind would; what is empty then is unusual."""

    def read(text: str) -> Any:  # noqa: ANN401  whatever the field holds
        if field.type is Type.WHEN:
            return When.parse(text.strip())
        if field.type is Type.QUANTITY and _figures.PLAIN.fullmatch(text):
            return field.read(_figures.read(text, field.unit))
        try:
            value = field.parse(text)
        except InvalidInput:
            value = field.read(text)
        value = field.read(value)
        if not value:
            raise UnusualError
        return value

    return read


# --- the envelope -----------------------------------------------------------------------------


def _text_of(text: str) -> str:
    told = clean(text)
    if not told:
        raise UnusualError
    return told


def _reported(text: str) -> When:
    when = When(text.strip())  # `parse` would keep tens of thousands of them
    if when.earliest is None or when.latest is None:
        raise UnusualError
    return when


def _asserts(text: str) -> str:
    if text != ASSERTS:
        raise UnusualError
    return text


_text = kept(_text_of)

ENVELOPE: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("story", "source", "likelihood", "quote", "language", "url", "archive"), _text),
    "reported": kept(_reported, KEPT_DATES), "occurred": kept(lambda text: When(text.strip()), KEPT_DATES),
    "confidence": kept(Confidence.parse), "stance": kept(_asserts),
}  # fmt: skip
"""How each text beside the fact is read, but for `via` and `field`."""


def default_of(name: str, options: Options) -> str | None:
    """What stands in for what a row does not tell."""
    return getattr(options, name) if name in {"story", "source"} else None
