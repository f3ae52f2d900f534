"""Generated reports of every kind, with names and words that are full of marks."""

from __future__ import annotations

from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from newsledger import kinds
from newsledger.claimline.reading import AMENDMENTS
from newsledger.claimline.values import LIKELIHOODS
from newsledger.event import ASSERTS, STANCES, Said, say
from newsledger.fact import Fact, Field, KindSpec, Role, Time, Type, clean
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

DAYS = ("2025-03-16", "2025-03-10/2025-03-15", "2025-03", "2025-03-16T18:40:00+02:00")
DATES = (
    "2024-08",
    "2024",
    "2024-08/..",
    "2022-02/2025-03-16",
    "2025-03-16",
    "../2025-03",
    "2024-21~",
    "2025-03-01T04:00Z",
)
PHRASES = (
    "yes", "no", "no, never", "Yes, of course", "possibly yes", "probably", "?", "unknown", "started, surprise",
    "ended, place unclear", 'called it "decisive"', '("so")', "a @ b", "@noon", "= 5", "x (a, b", "and so on,",
    "back [sic]", "late [possibly]", "U.S. officials", "kyiv.area", "on via says:", "# no remark", "a;b: c",
    "back\\slash\\", "“curly” words", "the 9/11 report", "alias x", "retract", "correct it: yes", "Курск",
    "grade A", "<=5", "most <", "reason, to x",
)  # fmt: skip
"""Texts that look like marks, verbs, dates or values."""

MARKS = st.text("ab .,;:/\\=@\"“”()[]<>~?#'-é", min_size=1, max_size=12)
FIGURES = {
    "area": ("just 110 km2 (42 sq mi)", "1,368 km2", "~5 ha", "?"),
    "share": ("nearly a fifth", "20 %", "half"),
    "person": ("as many as 11,000", "500", "200..300 person", "some", "none", "?", "11.000 person ±5", "dozens"),
    "pocket": ("2 pockets", "?"),
    None: ("30 days", "more than $260 billion", "~110 km2 ±3", "?"),
}
IDS = st.text("0123456789abcdef", min_size=32, max_size=32)


def words() -> st.SearchStrategy[str]:
    """Text as it is stored: phrases that look like something else, and strings of marks."""
    return st.one_of(st.sampled_from(PHRASES), MARKS).map(clean).filter(bool)


def whens() -> st.SearchStrategy[When]:
    """Dates of several forms."""
    return st.sampled_from(DATES).map(When.parse)


def values(field: Field) -> st.SearchStrategy[Any]:
    """Values of one field."""
    if field.type is Type.QUANTITY:
        of_unit = field.unit or (field.dimension if field.dimension in FIGURES else None)
        read = st.sampled_from(FIGURES[of_unit]).map(lambda told: Quantity.read(told, unit=field.unit))
        return st.one_of(read, read.map(lambda figure: Quantity.parse(figure.text)))
    return {
        Type.TERM: st.sampled_from([term for term in field.terms if term] or ["yes"]),
        Type.WHEN: whens(),
        Type.NAMES: st.lists(_shares() if field.each else words(), min_size=1, max_size=3, unique=True),
        Type.REF: IDS,
    }.get(field.type, words())


def _shares() -> st.SearchStrategy[str]:
    """Sources that are echoed, each with a share: the one list whose items have a form."""
    return st.builds("{} {}".format, words(), st.sampled_from(["0.4", "1", "0", "0.000001"]))


def keys(spec: KindSpec) -> st.SearchStrategy[dict[str, str]]:
    """Keys of a kind; those that may be empty are at times."""
    one = {}
    for key in spec.keys:
        told = IDS if spec.name in AMENDMENTS else st.sampled_from(key.terms) if key.terms else words()
        one[key.attribute] = told if key.required else st.one_of(st.just(""), told)
    return st.fixed_dictionaries(one)


@st.composite
def facts(draw: st.DrawFn, name: str | None = None, *, bare: bool = False) -> Fact:
    """A fact of a kind, or of any; `bare` gives it no value."""
    spec = kinds.spec(name or draw(st.sampled_from(kinds.names())))
    assert spec is not None
    given: dict[str, Any] = {}
    rest = [field for field in spec.fields if field.role is not Role.KEY]
    if not bare and rest:
        first = [draw(st.sampled_from(spec.values))] if spec.values else []  # what is asserted needs a value
        more = draw(st.lists(st.sampled_from(rest), min_size=1, max_size=3, unique=True))
        chosen = list(dict.fromkeys([*first, *more]))
        given = {field.attribute: draw(values(field)) for field in chosen}
    fact = spec.cls(**draw(keys(spec)), **given)
    assume(not fact.problems())
    return fact


@st.composite
def saids(draw: st.DrawFn, name: str | None = None, *, source: str = "desk", via: tuple[str, ...] = ()) -> Said:
    """What a source says, or what we enter: any kind, stance, date and words that a claim line can hold."""
    spec = kinds.spec(name or draw(st.sampled_from(kinds.names())))
    assert spec is not None
    stance = draw(st.sampled_from(STANCES)) if spec.deniable and not spec.ours else ASSERTS
    bare = stance != ASSERTS and draw(st.booleans())
    fact = draw(facts(spec.name, bare=bare))
    said_of = [field.name for field, _ in fact.told_values()] or [*spec.default[:1]]
    field = draw(st.sampled_from([None, *(field.name for field in spec.values)])) if bare else None
    told_of = [field] if field else said_of
    told = draw(st.dictionaries(st.sampled_from(told_of), words(), max_size=1)) if spec.values else {}
    occurred = draw(whens()) if spec.ours or _needs_a_date(fact) or draw(st.booleans()) else None
    if occurred is not None and draw(st.booleans()):
        told["occurred"] = draw(st.sampled_from(["since August 2024", "2024", "some time in March 2025"]))
    speaks: dict[str, Any] = {} if spec.ours else {
        "source": source, "via": via, "reported": When.parse(draw(st.sampled_from(DAYS))),
        "stance": stance, "field": field, "corrects": draw(st.one_of(st.none(), IDS)),
    }  # fmt: skip
    likelihood = draw(st.one_of(st.none(), st.sampled_from([*LIKELIHOODS, "in all likelihood", "so they [say]"])))
    return say(fact, occurred=occurred, told=told, likelihood=likelihood, **speaks)


def _needs_a_date(fact: Fact) -> bool:
    """Whether `say` would refuse it undated: something that it speaks of is counted."""
    spec = fact.spec
    told = [one for one, _ in fact.told_values()] or list(spec.values)
    return any(spec.timing_of(fact, one).time in {Time.COUNTED, Time.NEW} for one in told)
