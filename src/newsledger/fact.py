"""What a kind of fact is made of: keys, values, and how each value is read in time.

A kind is one attrs class in one file. It declares its keys (what it is about) and its
values (what is said of it); from that alone follow slots, claim lines, beliefs, forms and
documentation.

    @kind("control", Timing(Time.HOLDS, moves=Moves.YES, window=3, half_life=14))
    @attrs.frozen
    class Control(Fact):
        place: str = key("the place that is held")
        holder: str | None = text("who holds it; contested or unknown where nobody does")
"""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, TypeVar

import attrs

from newsledger import registry
from newsledger.errors import InvalidInput
from newsledger.problems import Place, Problem, did_you_mean
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

Value = Quantity | When | str | tuple[str, ...]
"""What a value field may hold."""

MAX_TEXT = 4000
"""The longest text of one field, in characters: a claim is a sentence or two, not an article."""


SHOWN = 60
"""How much of a wrong text a message repeats, in characters."""


class Time(enum.StrEnum):
    """How a value is read in time."""

    HAPPENED = "happened"  # some time within
    MEASURED = "measured"  # at a moment, carried forward
    HOLDS = "holds"  # all through
    COUNTED = "counted"  # a total over a span, as of its end, carried forward
    NEW = "new"  # over a span and of that span alone
    SAID = "said"  # on the day of the words, until the speaker replaces it
    EXPECTED = "expected"  # may lie ahead
    OURS = "ours"  # about this ledger


class Moves(enum.StrEnum):
    """Whether a later figure makes an older one history (a front line) or disputes it (a toll)."""

    YES = "yes"
    NO = "no"
    IF_SPAN = "if-span"  # a total over a span runs on; a total of one date is an incident's and fixed


@attrs.frozen
class Timing:
    """How the values of a kind are read in time.

    `window` and `half_life` are days. `window` is how far behind the newest report an older
    one may lie and still contradict it; `half_life` is how fast it goes stale.
    """

    time: Time
    moves: Moves = Moves.NO
    window: int | None = None
    half_life: int | None = None


class Role(enum.StrEnum):
    """What a field is for."""

    KEY = "key"
    VALUE = "value"
    ASIDE = "aside"  # says something about the fact, is never believed apart


class Type(enum.StrEnum):
    """What a field holds."""

    TEXT = "text"
    TERM = "term"
    QUANTITY = "quantity"
    WHEN = "when"
    NAMES = "names"
    REF = "ref"


TAKES = {Type.QUANTITY: "a figure", Type.WHEN: "a date"}
"""What a field of a type wants, in words; any other wants text."""


@attrs.frozen(kw_only=True)
class Field:
    """One field of a kind, as it was declared."""

    name: str  # as stored and typed: in-return-for
    attribute: str  # as in Python: in_return_for
    role: Role
    type: Type
    doc: str
    terms: tuple[str, ...] = ()
    dimension: str | None = None
    unit: str | None = None
    timing: Timing | None = None
    required: bool = False

    def parse(self, stored: object) -> Value:
        """The value of canonical stored text.

        Raises `InvalidInput` where it is not canonical; nothing is guessed.
        """
        if self.type is Type.NAMES:
            return self._stored_names(stored)
        if not isinstance(stored, str):
            raise self._wrong(f"{self.name} is no text", "write it as text")
        if self.type is Type.QUANTITY:
            return self._checked(Quantity.parse(stored))
        if self.type is Type.WHEN:
            return When.parse(stored)
        return self._term(stored) if self.terms else stored

    def read(self, words: object) -> Value:
        """The value of what people type, or of a value as it is.

        Raises `InvalidInput` where it cannot be read.
        """
        if self.type is Type.NAMES:
            return self._names(words)
        if isinstance(words, str):
            return self._worded(words)
        if isinstance(words, Quantity) and self.type is Type.QUANTITY:
            return self._checked(words)
        if isinstance(words, When) and self.type is Type.WHEN:
            return words
        message = f"{self.name} takes {TAKES.get(self.type, 'text')}, not {type(words).__name__}"
        raise self._wrong(message, f'write {self.attribute}="…"')

    def stored(self, value: Value) -> str | list[str]:
        """The canonical text of a value, as it is stored."""
        if isinstance(value, tuple):
            return list(value)
        return value if isinstance(value, str) else value.text

    def _worded(self, words: str) -> Value:
        if self.type is Type.QUANTITY:
            return self._checked(Quantity.read(words, unit=self.unit))
        if self.type is Type.WHEN:
            return When.read(words)
        return self._term(clean(words)) if self.terms else clean(words)

    def _stored_names(self, stored: object) -> tuple[str, ...]:
        if not isinstance(stored, list) or not all(isinstance(name, str) for name in stored):
            raise self._wrong(f"{self.name} is no list of names", "write it as a list of texts")
        return tuple(stored)

    def _names(self, words: object) -> tuple[str, ...]:
        if isinstance(words, str):
            words = words.split(",")
        told = list(words) if isinstance(words, Iterable) else [words]
        names = {clean(word) for word in told if isinstance(word, str)}
        if not all(isinstance(word, str) for word in told):
            raise self._wrong(f"{self.name} takes names", f'write {self.attribute}=["…"]')
        return tuple(sorted(names - {""}))

    def _term(self, words: str) -> str:
        if words in self.terms:
            return words
        folded = "-".join(words.casefold().split())
        for term in self.terms:
            if "-".join(term.casefold().split()) == folded:
                return term
        known = [term for term in self.terms if term]
        message = f"{words[:SHOWN]!r} is no {self.name} that is known"
        raise self._wrong(message, did_you_mean(folded[:SHOWN], known), code="unknown-term", length=len(words))

    def _checked(self, value: Quantity) -> Quantity:
        if self.dimension and value.dimension not in (None, self.dimension):
            message = f"{self.name} is measured in units of {self.dimension}, and {value} is {value.dimension}"
            raise self._wrong(message, f"write it with a unit such as {self.unit or 'km2'}", code="other-dimension")
        return value

    def _wrong(self, message: str, hint: str | None, *, code: str = "bad-value", length: int = 1) -> InvalidInput:
        return InvalidInput([Problem(code=code, message=message, hint=hint, where=Place(column=1, length=length))])


def clean(words: str) -> str:
    """Text as it is stored: NFC, no white space at the ends, none doubled within a line.

    >>> clean("  the   Kursk region ")
    'the Kursk region'
    """
    text = unicodedata.normalize("NFC", " ".join(words.split()))
    if len(text) > MAX_TEXT:
        message = f"a text of {len(text)} characters, and at most {MAX_TEXT} are kept"
        hint = "keep the words that matter, link the rest"
        raise InvalidInput([Problem(code="too-long", message=message, hint=hint)])
    return text


def fold(name: str) -> str:
    """A name as it is compared: NFC and casefolded.

    >>> fold("KURSK") == fold("Kursk")
    True
    """
    if name.isascii():
        return name.casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


@attrs.frozen(kw_only=True)
class KindSpec:
    """All that is declared about a kind."""

    name: str
    cls: type[Fact]
    timing: Timing | Callable[[Fact], Timing]
    keys: tuple[Field, ...]
    values: tuple[Field, ...]
    asides: tuple[Field, ...]
    default: tuple[str, ...]  # the fields that a claim line without a field name may mean, in order
    own_word: Callable[[Fact], str | None] | None
    better_for: tuple[str, str] | None  # (key, "more" or "fewer")
    deniable: bool
    ours: bool
    doc: str
    by_attribute: dict[str, Field]
    by_name: dict[str, Field]

    @property
    def fields(self) -> tuple[Field, ...]:
        """Keys, values and asides, in this order."""
        return self.keys + self.values + self.asides

    def field(self, name: str) -> Field | None:
        """The field of this name, or `None`."""
        return self.by_name.get(name)

    def timing_of(self, fact: Fact, field: Field) -> Timing:
        """How one value of one fact is read in time."""
        if field.timing is not None:
            return field.timing
        return self.timing(fact) if callable(self.timing) else self.timing


@attrs.frozen
class Fact:
    """The typed payload of an event: what is said to be so. Each kind is a subclass."""

    spec: ClassVar[KindSpec]

    @classmethod
    def upgrade(cls, stored: dict[str, Any]) -> dict[str, Any]:
        """Turns fields stored by an older release into today's. Runs after the id is checked.

        A kind that changes overrides it; the stored bytes stay as they are.
        """
        return stored

    def keys(self) -> tuple[str, ...]:
        """The key texts in order, empty where not given."""
        return tuple(getattr(self, field.attribute) or "" for field in self.spec.keys)

    def told_values(self) -> list[tuple[Field, Value]]:
        """The value fields that this fact gives, with their values."""
        pairs = [(field, getattr(self, field.attribute)) for field in self.spec.values]
        return [(field, value) for field, value in pairs if value is not None]


@attrs.frozen
class Unknown:
    """A fact of a kind that this program does not know: kept, shown as unknown, written back as it was."""

    kind: str
    fields: dict[str, Any]


F = TypeVar("F", bound=type[Fact])


def kind(
    name: str,
    timing: Timing | Callable[[Any], Timing],
    *,
    default: tuple[str, ...] = (),
    own_word: Callable[[Any], str | None] | None = None,
    better_for: tuple[str, str] | None = None,
    deniable: bool = True,
) -> Callable[[F], F]:
    """Declares a class of facts under a name. `default` names the fields that a bare value may mean."""

    def declare(cls: F) -> F:
        fields = [_field(attribute) for attribute in attrs.fields(cls)]
        roles = {role: tuple(field for field in fields if field.role is role) for role in Role}
        values = roles[Role.VALUE]
        cls.spec = KindSpec(
            name=name, cls=cls, timing=timing, keys=roles[Role.KEY], values=values, asides=roles[Role.ASIDE],
            default=default or tuple(field.name for field in values[:1]), own_word=own_word, better_for=better_for,
            deniable=deniable, ours=isinstance(timing, Timing) and timing.time is Time.OURS,
            doc=(cls.__doc__ or "").strip(),
            by_attribute={field.attribute: field for field in fields}, by_name={field.name: field for field in fields},
        )  # fmt: skip
        registry.register("kind", name, cls)
        return cls

    return declare


def _field(attribute: attrs.Attribute[Any]) -> Field:
    described = attribute.metadata.get("newsledger")
    if not isinstance(described, Field):
        message = f"the field {attribute.name} of a kind is declared as a plain field"
        hint = "declare it by key, quantity, text, term, date, names or ref of newsledger.fact"
        raise InvalidInput([Problem(code="bad-kind", message=message, hint=hint)])
    return attrs.evolve(described, name=attribute.name.replace("_", "-"), attribute=attribute.name)


def _convert(value: Any, fact: Any, attribute: attrs.Attribute[Any]) -> Any:  # noqa: ANN401  attrs' own shape
    """The value of a field; what is empty is absent, so that a fact and its stored form say the same."""
    spec: KindSpec = fact.spec
    field = spec.by_attribute[attribute.name]
    absent = "" if field.role is Role.KEY else None
    try:
        return absent if value is None else field.read(value) or absent
    except InvalidInput as error:
        raise named(f"{spec.name}.{field.name}", error) from None


def named(name: str, error: InvalidInput) -> InvalidInput:
    """The same problems, each saying which field it is about.

    >>> refused = InvalidInput([Problem(code="bad-date", message="30 February does not exist")])
    >>> print(named("occurred", refused))
    error[bad-date]: occurred: 30 February does not exist
    """
    return InvalidInput(attrs.evolve(one, message=f"{name}: {one.message}") for one in error.problems)


def _declared(field: Field, **options: Any) -> Any:  # noqa: ANN401  a field specifier stands for any type
    converter = attrs.Converter(_convert, takes_self=True, takes_field=True)
    return attrs.field(converter=converter, metadata={"newsledger": field}, **options)


def key(doc: str, *, terms: tuple[str, ...] = (), required: bool = True, default: str = "") -> Any:  # noqa: ANN401
    """A key: what the fact is about. Keys are compared in NFC and casefolded."""
    field = Field(
        name="", attribute="", role=Role.KEY, type=Type.TERM if terms else Type.TEXT, doc=doc,
        terms=(*terms, "") if terms and not required else terms, required=required,
    )  # fmt: skip
    return _declared(field, **({} if required else {"default": default}))


def _value(field_type: Type, doc: str, *, role: Role = Role.VALUE, **options: Any) -> Any:  # noqa: ANN401
    field = Field(name="", attribute="", role=role, type=field_type, doc=doc, **options)
    return _declared(field, default=None, kw_only=True)


def quantity(doc: str, dimension: str | None = None, *, unit: str | None = None, timing: Timing | None = None) -> Any:  # noqa: ANN401
    """A value that is an imprecise figure. `unit` is meant where the words name none."""
    return _value(Type.QUANTITY, doc, dimension=dimension, unit=unit, timing=timing)


def text(doc: str, *, role: Role = Role.VALUE, timing: Timing | None = None) -> Any:  # noqa: ANN401
    """A value in words."""
    return _value(Type.TEXT, doc, role=role, timing=timing)


def term(doc: str, *terms: str, role: Role = Role.VALUE, timing: Timing | None = None) -> Any:  # noqa: ANN401
    """A value out of a closed list of terms."""
    return _value(Type.TERM, doc, terms=terms, role=role, timing=timing)


def date(doc: str, *, role: Role = Role.VALUE) -> Any:  # noqa: ANN401
    """A value that is itself an imprecise date."""
    return _value(Type.WHEN, doc, role=role)


def names(doc: str, *, role: Role = Role.VALUE) -> Any:  # noqa: ANN401
    """A value that is one or more names."""
    return _value(Type.NAMES, doc, role=role)


def ref(doc: str, *, role: Role = Role.ASIDE) -> Any:  # noqa: ANN401
    """The id of another event."""
    return _value(Type.REF, doc, role=role)
