"""Mapping files: which column of a table is what, in TOML; and a row of cells as the forms that it fills in."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import attrs

from newsledger import bounded, kinds
from newsledger.errors import InvalidInput
from newsledger.fact import KindSpec, Type
from newsledger.frozen import frozen
from newsledger.importers import _figures
from newsledger.importers._files import refused
from newsledger.problems import Place, Problem, did_you_mean
from newsledger.values.quantity import Quantity
from newsledger.values.when import instant
from newsledger.values.zones import UTC as UTC_ZONE
from newsledger.values.zones import check_zone

KEYS = ("zone", "encoding", "delimiter", "empty", "dates", "replace", "derive", "claim", "vintage")
VINTAGE = ("key", "published", "op", "on_missing", "name", "skip", "vanishing")
IGNORE, CLOSE, RETRACT = "ignore", "close", "retract"
PUBLISHED = "vintage.published"
"""A column that every row of a version has beside its own: when the version was published."""

ON_MISSING = (IGNORE, CLOSE, RETRACT)
ENVELOPE = (
    "story", "stance", "occurred", "reported", "source", "via", "confidence", "field", "likelihood", "quote",
    "language", "url", "archive",
)  # fmt: skip
CLAIM = (*ENVELOPE, "fact", "if", "needs")
FIGURE = ("low", "best", "high", "unit")

EMPTY = ("", "NA", "N/A", "NaN", "nan", "null", "None")
"""Cells that tell nothing, where the mapping names none: what programs write for a missing value."""

ASCII = bytes(range(1, 128))
UNFIT = '\r\n"'
"""What ends a line or quotes a cell, and so parts none."""

SOME_TIME = datetime(2025, 3, 16, 18, 40, 30, tzinfo=UTC)

LONGEST, LARGEST = 1 << 12, 1 << 18
"""Bytes of a line of a mapping, and of all of it: the TOML reader takes time that grows with the square of a line."""

COLUMN = re.compile(r"\{([^{}]*)\}")
TIME_OF_DAY = re.compile("%[HIMSfpXcT]")
NUMBER = re.compile(r"-?[0-9][0-9./e]*")

Template = str
Figure = Mapping[str, str]


@frozen(kw_only=True)
class Claim:
    """One thing that each row says: its kind, templates for its fields and its envelope, and when it says it at all."""

    spec: KindSpec
    fact: Mapping[str, Template | Figure]
    envelope: Mapping[str, Template | tuple[Template, ...]]
    only_if: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...]

    def columns(self, path: str) -> list[str]:
        """The columns that a field is made of, by its path in the form: `fact.number`, `occurred`."""
        name = path.removeprefix("fact.")
        told = self.fact.get(name) if path.startswith("fact.") else self.envelope.get(name)
        return _columns(told)

    def used(self) -> Iterator[str]:
        """Every column that it names."""
        for told in (*self.fact.values(), *self.envelope.values()):
            yield from _columns(told)
        yield from self.only_if
        yield from self.needs


@frozen(kw_only=True)
class Vintage:
    """How a published file's versions are compared: what makes a row the same row, and what a missing one means.

    `published` and `op` are templates, for a table of changes; `name` is how the names of snapshots tell their time.
    """

    key: tuple[str, ...]
    on_missing: str
    published: Template | None = None
    op: Template | None = None
    name: str | None = None
    skip: tuple[str, ...] = ()
    vanishing: bool = False

    def used(self) -> Iterator[str]:
        """Every column that it names."""
        yield from self.key
        yield from _columns(self.published or "")
        yield from _columns(self.op or "")


@frozen(kw_only=True)
class Shape:
    """How a table becomes events: how its cells are read, and what each row says."""

    file: str
    zone: str = UTC_ZONE
    encoding: str = "utf-8"
    delimiter: str | None = None
    empty: frozenset[str] = frozenset(EMPTY)
    dates: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    replace: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)
    derive: Mapping[str, Template] = attrs.field(factory=dict)
    claims: tuple[Claim, ...] = ()
    vintage: Vintage | None = None

    def used(self) -> list[str]:
        """Every column that the table has to have, in the order in which the mapping names them."""
        named = [*self.dates, *(one for told in self.derive.values() for one in _columns(told))]
        named += [one for claim in self.claims for one in claim.used()]
        named += self.vintage.used() if self.vintage is not None else ()
        return [one for one in dict.fromkeys(named) if one not in self.derive and one != PUBLISHED]

    def aside(self) -> set[str]:
        """The columns that only say when a version was published, and what it changed: no part of what a row says."""
        vintage = self.vintage
        named = [] if vintage is None else [*_columns(vintage.published or ""), *_columns(vintage.op or "")]
        said = {one for claim in self.claims for one in claim.used()}
        return set(named) - said


def fill(template: Template, cells: Mapping[str, str]) -> str | None:
    """A template with its columns filled in; `None` where it names columns and all of them are empty.

    >>> fill("2022-02-24/{date}", {"date": "2025-03-16"}), fill("{a} {b}", {"a": "", "b": ""}), fill("kursk", {})
    ('2022-02-24/2025-03-16', None, 'kursk')
    """
    named = COLUMN.findall(template)
    if named and not any(cells.get(name) for name in named):
        return None
    # a function, so that what stands in a cell is never read as part of the template
    return COLUMN.sub(lambda found: cells.get(found[1], ""), template)


def form_of(claim: Claim, cells: Mapping[str, str]) -> dict[str, Any] | None:
    """The form that a row fills in; `None` where the claim is not made of such a row.

    Raises `InvalidInput` where bounds cannot be one figure; the message begins with the path of the field.
    """
    if any(cells.get(name, "") not in meant for name, meant in claim.only_if.items()):
        return None
    if any(not cells.get(name) for name in claim.needs):
        return None
    fact: dict[str, Any] = {"kind": claim.spec.name}
    for name, told in claim.fact.items():
        value = fill(told, cells) if isinstance(told, str) else figure(f"fact.{name}", told, cells)
        fact |= {name: value} if value is not None else {}
    form: dict[str, Any] = {"fact": fact}
    for name, template in claim.envelope.items():
        listed = [template] if isinstance(template, str) else template
        links = [one for each in listed if (one := fill(each, cells))]
        filled = links if isinstance(template, tuple) else links[0] if links else None
        form |= {name: filled} if filled else {}
    return form


# --- figures ----------------------------------------------------------------------------------


def figure(path: str, told: Figure, cells: Mapping[str, str]) -> str | None:
    """The canonical text of a figure of which columns tell the best value, the bounds, or both.

    >>> figure("number", {"low": "{low}", "high": "{high}", "unit": "person"}, {"low": "15,000", "high": ""})
    '>=15000 person'

    Raises `InvalidInput` where a cell is no number, or the numbers are no figure.
    """
    unit = told.get("unit")
    words = {name: fill(told[name], cells) for name in FIGURE[:3] if name in told}
    given = {name: text for name, text in words.items() if text}
    if not given:
        return None
    if list(given) == ["best"]:
        return _read(path, given["best"], unit).text
    numbers = {name: _bare(path, text, unit) for name, text in given.items()}
    symbol = next(iter(numbers.values()))[1]
    low, best, high = (numbers[name][0] if name in numbers else None for name in FIGURE[:3])
    if low is None or high is None:
        if best is not None:
            message = "a best value with one bound alone, which no figure can tell"
            raise _wrong(path, "half-bounded", message, "give both bounds, or the best value alone")
        return f">={low} {symbol}" if high is None else f"<={high} {symbol}"
    text = "..".join(dict.fromkeys(one for one in (low, best, high) if one is not None))
    return _parsed(path, f"{text} {symbol}")


def _read(path: str, words: str, unit: str | None) -> Quantity:
    try:
        return _figures.read(words, unit)
    except InvalidInput as error:
        raise InvalidInput([attrs.evolve(one, message=f"{path}: {one.message}") for one in error.problems]) from None


def _bare(path: str, words: str, unit: str | None) -> tuple[str, str]:
    """The number of a cell and its unit, which must be nothing but that."""
    number, _, symbol = _read(path, words, unit).text.partition(" ")
    if not NUMBER.fullmatch(number) or ".." in number or not symbol or " " in symbol:
        message = f"{words[:60]!r} is more than a number, and a bound is one"
        raise _wrong(path, "no-bound", message, "write a bare number, such as 15000")
    return number, symbol


def _parsed(path: str, text: str) -> str:
    try:
        return Quantity.parse(text).text
    except InvalidInput as error:
        raise InvalidInput([attrs.evolve(one, message=f"{path}: {one.message}") for one in error.problems]) from None


def _wrong(path: str, code: str, message: str, hint: str) -> InvalidInput:
    return InvalidInput([Problem(code=code, message=f"{path}: {message}", hint=hint)])


# --- dates ------------------------------------------------------------------------------------


def read_date(cell: str, formats: tuple[str, ...], zone: str) -> str:
    """A date in ISO as precise as its form, an instant in UTC.

    >>> read_date("16/03/2025", ("%d/%m/%Y",), "UTC")
    '2025-03-16'

    Raises `InvalidInput` where it fits no form.
    """
    for form in formats:
        try:
            return _iso(datetime.strptime(cell, form), form, zone)  # noqa: DTZ007  the zone is set behind it
        except ValueError:
            continue
    message = f"{cell[:60]!r} is not written as {' or '.join(formats)}"
    raise InvalidInput(
        [Problem(code="bad-date", message=message, hint="mend the cell, or name another form under [dates]")]
    )


def _iso(read: datetime, form: str, zone: str) -> str:
    if not TIME_OF_DAY.search(form):
        precise = "%Y-%m-%d" if re.search("%[djDxF]", form) else "%Y-%m" if re.search("%[mbB]", form) else "%Y"
        return read.strftime(precise).zfill(len("2025") if precise == "%Y" else 0)
    if read.tzinfo is None:
        from zoneinfo import ZoneInfo

        read = read.replace(tzinfo=UTC if zone == UTC_ZONE else ZoneInfo(zone))
    return instant(read.astimezone(UTC)).text


# --- reading a mapping ------------------------------------------------------------------------


def load(path: str) -> Shape:
    """The mapping of a file.

    Raises `InvalidInput` with every problem found.
    """
    loaded = _loaded(path)
    reader = _Reader(path)
    shape = reader.shape(loaded)
    if reader.found:
        raise InvalidInput(reader.found)
    return shape


def _is_form(form: str) -> bool:
    """Whether a form of a date reads what it writes: `strptime` knows fewer parts than `strftime`, and each once."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a day without a year is the form's own affair
        try:
            datetime.strptime(SOME_TIME.strftime(form), form)  # noqa: DTZ007  whether it can be read is all that is asked
        except (ValueError, re.error):
            return False
    return True


def _is_encoding(name: str) -> bool:
    """Whether a name is that of an encoding in which lines end as they do in ASCII, and that reads text."""
    try:
        return ASCII.decode(name, errors="replace") == ASCII.decode()
    except (LookupError, ValueError):  # unknown, a coder of something else, or one that takes a line as a whole
        return False


def _loaded(path: str) -> dict[str, Any]:
    """The tables of a mapping; no more of it is held, and none of its lines read, than a mapping may have."""
    import tomllib

    try:
        raw = bounded.of_short_lines(path, LONGEST)
        if isinstance(raw, int):
            raise refused(path, "long-line", f"a line of more than {LONGEST} bytes", "break it in several", raw)
        if len(raw) > LARGEST:
            raise refused(path, "too-large", f"more than {LARGEST} bytes, and no mapping is as long", "see what it is")
        return tomllib.loads(raw.decode("utf-8-sig"))
    except OSError:
        raise refused(path, "unreadable-file", "the mapping cannot be read", "see how its name is spelt") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else None
        raise refused(path, "no-toml", "from here on the mapping is no TOML", "see the guide", line) from None
    except RecursionError:
        raise refused(path, "no-toml", "it is nested deeper than any mapping", "see the guide") from None


class _Reader:
    """Reads a mapping, and keeps everything that is wrong with it."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[Problem] = []

    def wrong(self, code: str, message: str, hint: str | None) -> None:
        self.found.append(Problem(code=code, message=message, hint=hint, where=Place(file=self.path)))

    def shape(self, loaded: dict[str, Any]) -> Shape:
        self.known(loaded, KEYS, "a mapping")
        zone = self.text(loaded, "zone") or UTC_ZONE
        try:
            check_zone(zone)
        except InvalidInput as error:
            self.found += [attrs.evolve(one, where=Place(file=self.path)) for one in error.problems]
        encoding = self.text(loaded, "encoding") or "utf-8"
        if not _is_encoding(encoding):
            self.wrong("bad-mapping", f"encoding: {encoding[:60]!r} is not known", "such as utf-8, cp1251, latin-1")
        delimiter = self.text(loaded, "delimiter")
        if delimiter is not None and (len(delimiter) != 1 or delimiter in UNFIT):
            self.wrong(
                "bad-mapping",
                f"delimiter: {delimiter[:60]!r} is not one character that can part cells",
                r'such as ";" or "\t"',
            )
            delimiter = None
        claims = loaded.get("claim")
        if not isinstance(claims, list) or not claims or not all(isinstance(one, dict) for one in claims):
            self.wrong("bad-mapping", "it makes no claim of a row", "begin one with [[claim]]; the guide shows how")
            claims = []
        return Shape(
            file=self.path, zone=zone, encoding=encoding, delimiter=delimiter,
            empty=frozenset(self.texts("empty", loaded["empty"])) | {""} if "empty" in loaded else frozenset(EMPTY),
            dates={name: self.forms(f"dates.{name}", told) for name, told in self.table(loaded, "dates").items()},
            replace={
                name: self.texts_by_name(f"replace.{name}", meant)
                for name, meant in self.table(loaded, "replace").items()
            },
            derive=self.texts_by_name("derive", self.table(loaded, "derive")),
            vintage=self.vintage(self.table(loaded, "vintage")) if "vintage" in loaded else None,
            claims=tuple(filter(None, (self.claim(f"claim {at}", one) for at, one in enumerate(claims, 1)))),
        )  # fmt: skip

    def vintage(self, loaded: dict[str, Any]) -> Vintage:
        self.known(loaded, VINTAGE, "[vintage]")
        key = self.texts("vintage.key", loaded.get("key", []))
        if not key:
            hint = 'write key = ["date", "region"]'
            self.wrong("bad-mapping", "[vintage] does not say which columns make a row the same row", hint)
        missing = loaded.get("on_missing")
        if missing not in ON_MISSING:
            message = "[vintage] does not say what it means that a row is missing from a later version"
            hint = (
                f"write on_missing = one of {', '.join(ON_MISSING)}: nothing, that it ended, or that it is taken back"
            )
            self.wrong("bad-mapping", message, hint)
        vanishing = loaded.get("vanishing", False)
        if not isinstance(vanishing, bool):
            self.wrong("wrong-type", "vintage.vanishing: true or false is expected", "write it without quotes")
        texts = {name: self.plain(f"vintage.{name}", loaded[name]) for name in VINTAGE[1:5] if name in loaded}
        texts["on_missing"] = texts.get("on_missing", IGNORE)
        skip = self.texts("vintage.skip", loaded.get("skip", []))
        return Vintage(key=key, skip=skip, vanishing=vanishing is True, **texts)

    def claim(self, path: str, loaded: dict[str, Any]) -> Claim | None:
        self.known(loaded, CLAIM, path)
        fact = loaded.get("fact")
        kind = fact.get("kind") if isinstance(fact, dict) else None
        if not isinstance(fact, dict) or not isinstance(kind, str):
            self.wrong("bad-mapping", f"{path} has no fact with its kind", 'write [claim.fact] and kind = "…" under it')
            return None
        spec = kinds.spec(kind)
        if spec is None:
            self.wrong(
                "unknown-kind", f"{path}: no kind {kind[:60]!r} is known", did_you_mean(kind[:60], kinds.names())
            )
            return None
        self.known(fact, ("kind", *spec.by_name), f"{path}, {kind}", code="unknown-field")
        for key in spec.keys:
            if key.required and key.name not in fact:
                self.wrong("no-key", f"{path}: {kind} needs its {key.name}: {key.doc}", f'{key.name} = "{{column}}"')
        envelope = {name: self.template(f"{path}, {name}", loaded[name]) for name in ENVELOPE if name in loaded}
        conditions = self.table(loaded, "if", path)
        return Claim(
            spec=spec,
            fact={name: self.field(f"{path}, fact.{name}", spec, name, told)
                  for name, told in fact.items() if name in spec.by_name},
            envelope=envelope,
            only_if={name: self.texts(f"{path}, if.{name}", told) for name, told in conditions.items()},
            needs=self.texts(f"{path}, needs", loaded.get("needs", [])),
        )  # fmt: skip

    def field(self, path: str, spec: KindSpec, name: str, told: object) -> Template | Figure:
        if isinstance(told, dict):
            if spec.by_name[name].type is not Type.QUANTITY:
                self.wrong("wrong-type", f"{path}: only a figure has bounds", "write a text, such as '{column}'")
            self.known(told, FIGURE, path)
            bounds = self.texts_by_name(path, told)
            if not set(bounds) - {"unit"}:
                self.wrong("bad-mapping", f"{path} has neither low, best nor high", "name a column of one of them")
            return {"unit": spec.by_name[name].unit or ""} | bounds if spec.by_name[name].unit else bounds
        return self.plain(path, told)

    # --- what stands in a place ---

    def known(self, loaded: Mapping[str, object], names: Iterable[str], path: str, code: str = "unknown-key") -> None:
        allowed = list(names)
        for name in loaded:
            if name not in allowed:
                self.wrong(code, f"{path} has no {name[:60]!r}", did_you_mean(name[:60], allowed))

    def text(self, loaded: Mapping[str, object], name: str) -> str | None:
        return self.plain(name, loaded[name]) if name in loaded else None

    def plain(self, path: str, told: object) -> str:
        if isinstance(told, str):
            return told
        self.wrong("wrong-type", f"{path}: a text is expected", "put it in quotes")
        return ""

    def template(self, path: str, told: object) -> Template | tuple[Template, ...]:
        return self.texts(path, told) if isinstance(told, list) else self.plain(path, told)

    def table(self, loaded: Mapping[str, object], name: str, path: str = "a mapping") -> dict[str, Any]:
        told = loaded.get(name, {})
        if isinstance(told, dict):
            return told
        self.wrong("wrong-type", f"{path}: {name} is a table", f"write [{name}], and pairs under it")
        return {}

    def texts(self, path: str, told: object) -> tuple[str, ...]:
        listed = told if isinstance(told, list) else [told]
        return tuple(self.plain(path, one) for one in listed)

    def forms(self, path: str, told: object) -> tuple[str, ...]:
        """The forms of a date, each of which can be read."""
        every = self.texts(path, told)
        for form in every:
            if not _is_form(form):
                hint = "such as %Y-%m-%d or %d.%m.%Y, each part once"
                self.wrong("bad-mapping", f"{path}: {form[:60]!r} is no form of a date", hint)
        return every

    def texts_by_name(self, path: str, told: object) -> dict[str, str]:
        if not isinstance(told, dict):
            self.wrong("wrong-type", f"{path} is a table", "write pairs of texts under it")
            return {}
        return {name: self.plain(f"{path}.{name}", one) for name, one in told.items()}


def _columns(told: object) -> list[str]:
    """The columns that a template, a list of them or a figure names."""
    if isinstance(told, str):
        return COLUMN.findall(told)
    if isinstance(told, Mapping):
        return [name for key in FIGURE for name in COLUMN.findall(told.get(key, ""))]
    return [name for one in told for name in COLUMN.findall(one)] if isinstance(told, tuple) else []
