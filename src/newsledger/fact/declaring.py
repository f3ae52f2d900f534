"""How a kind is declared: one attrs class, whose fields say what they are for."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, ClassVar, TypeAlias, TypeVar

import attrs

from newsledger import registry
from newsledger.errors import InvalidInput
from newsledger.fact.fields import Field, Role, Time, Timing, Type, Value, named
from newsledger.frozen import frozen
from newsledger.problems import Problem

NAMED = "named"
"""What is better for whom a value names, such as the holder of a place: to be named."""

Specifier: TypeAlias = Any
"""What a field specifier gives: it stands where a value of the field's own type is declared."""


@frozen(kw_only=True)
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
    better_for: tuple[str, str] | None  # (key, "more" or "fewer"), or (value, "named")
    deniable: bool
    ours: bool
    doc: str
    keys_of: Callable[[Any], tuple[str, ...]]
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


@frozen
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
        return self.spec.keys_of(self)

    def slot_keys(self) -> tuple[str, ...]:
        """The keys as they make a slot. A kind in which two spellings mean one thing overrides it."""
        return self.keys()

    def problems(self) -> list[Problem]:
        """What keeps this fact from being entered: items of a list that cannot be read, and what a kind adds.

        Sheets, claim lines and `Ledger.append` refuse it; a line that is stored is read all the same,
        and `check` finds it.
        """
        found: list[Problem] = []
        for field in self.spec.fields:
            for item in (getattr(self, field.attribute) or ()) if field.each else ():
                found += _problems_of(field, item)
        return found

    def told_values(self) -> list[tuple[Field, Value]]:
        """The value fields that this fact gives, with their values."""
        pairs = [(field, getattr(self, field.attribute)) for field in self.spec.values]
        return [(field, value) for field, value in pairs if value is not None]


def _problems_of(field: Field, item: str) -> tuple[Problem, ...]:
    try:
        if field.each is not None:
            field.each(item)
    except InvalidInput as error:
        return named(field.name, error).problems
    return ()


@frozen
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
            keys_of=_getter([field.attribute for field in roles[Role.KEY]]),
            by_attribute={field.attribute: field for field in fields}, by_name={field.name: field for field in fields},
        )  # fmt: skip
        registry.register("kind", name, cls)
        return cls

    return declare


def _getter(attributes: list[str]) -> Callable[[Any], tuple[str, ...]]:
    """What gives the keys of a fact: asked several times for every event of a replay, hence no loop of ours."""
    get: Callable[[Any], Any] = attrgetter(*attributes) if attributes else lambda _: ()
    single = len(attributes) == 1

    def keys(fact: Any) -> tuple[str, ...]:  # noqa: ANN401  any kind
        told = (get(fact),) if single else get(fact)
        return tuple([one or "" for one in told]) if None in told else told

    return keys


def _field(attribute: attrs.Attribute[Any]) -> Field:
    described = attribute.metadata.get("newsledger")
    if not isinstance(described, Field):
        message = f"the field {attribute.name} of a kind is declared as a plain field"
        hint = "declare it by key, quantity, text, term, date, names or ref of newsledger.fact"
        raise InvalidInput([Problem(code="bad-kind", message=message, hint=hint)])
    return described.called(attribute.name)


def _convert(value: Any, fact: Any, attribute: attrs.Attribute[Any]) -> Any:  # noqa: ANN401  attrs' own shape
    """The value of a field; what is empty is absent, so that a fact and its stored form say the same."""
    spec: KindSpec = fact.spec
    field = spec.by_attribute[attribute.name]
    absent = "" if field.role is Role.KEY else None
    try:
        return absent if value is None else field.read(value) or absent
    except InvalidInput as error:
        raise named(f"{spec.name}.{field.name}", error) from None


CONVERTER = attrs.Converter(_convert, takes_self=True, takes_field=True)
"""One for all: attrs looks at the signature of each converter that it is handed."""


def _declared(field: Field, **options: Any) -> Specifier:  # noqa: ANN401  options of attrs.field
    return attrs.field(converter=CONVERTER, metadata={"newsledger": field}, **options)


def key(doc: str, *, terms: tuple[str, ...] = (), required: bool = True, default: str = "") -> Specifier:
    """A key: what the fact is about. Keys are compared in NFC and casefolded."""
    field = Field(
        name="", attribute="", role=Role.KEY, type=Type.TERM if terms else Type.TEXT, doc=doc,
        terms=(*terms, "") if terms and not required else terms, required=required,
    )  # fmt: skip
    return _declared(field, **({} if required else {"default": default}))


def _value(field_type: Type, doc: str, *, role: Role = Role.VALUE, **options: Any) -> Specifier:  # noqa: ANN401  fields of Field
    field = Field(name="", attribute="", role=role, type=field_type, doc=doc, **options)
    return _declared(field, default=None, kw_only=True)


def quantity(
    doc: str, dimension: str | None = None, *, unit: str | None = None, timing: Timing | None = None
) -> Specifier:
    """A value that is an imprecise figure. `unit` is meant where the words name none."""
    return _value(Type.QUANTITY, doc, dimension=dimension, unit=unit, timing=timing)


def text(doc: str, *, role: Role = Role.VALUE, timing: Timing | None = None) -> Specifier:
    """A value in words."""
    return _value(Type.TEXT, doc, role=role, timing=timing)


def term(doc: str, *terms: str, role: Role = Role.VALUE, timing: Timing | None = None) -> Specifier:
    """A value out of a closed list of terms."""
    return _value(Type.TERM, doc, terms=terms, role=role, timing=timing)


def date(doc: str, *, role: Role = Role.VALUE) -> Specifier:
    """A value that is itself an imprecise date."""
    return _value(Type.WHEN, doc, role=role)


def names(doc: str, *, role: Role = Role.VALUE, each: Callable[[str], str] | None = None) -> Specifier:
    """A value that is one or more names. `each` gives the canonical text of one, or raises `InvalidInput`."""
    return _value(Type.NAMES, doc, role=role, each=each)


def ref(doc: str, *, role: Role = Role.ASIDE) -> Specifier:
    """The id of another event."""
    return _value(Type.REF, doc, role=role)
