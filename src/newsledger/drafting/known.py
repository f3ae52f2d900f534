"""What a ledger knows that an article may speak of: who speaks, and which slots hold figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from newsledger.event import Event, Said
from newsledger.fact import Fact, Field, KindSpec, Role, Type, fold
from newsledger.frozen import frozen
from newsledger.live import Question
from newsledger.names import Names
from newsledger.replay import State
from newsledger.sources import Sources
from newsledger.values import units
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

PARTY = "party"
SHORTEST = 3
"""Shorter words say nothing by themselves."""

STEM = 4
"""Two forms of a word begin with as many letters alike, three in four of the shorter's at least; no more differ."""

EMPTY_WORDS = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "from",
        "that",
        "this",
        "any",
        "all",
        "who",
        "was",
        "are",
        "his",
        "her",
        "its",
        "their",
        "has",
        "have",
        "had",
        "not",
        "per",
    ]
)
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[’'][^\W_]+)?")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+")


@frozen(kw_only=True)
class Slot:
    """A slot that holds a figure: a fact that told one, the field, and what it was told in."""

    name: str
    fact: Fact
    field: Field
    dimension: str | None
    noun: str | None
    begins: str | None
    keys: tuple[tuple[str, bool, frozenset[str]], ...]


@frozen(kw_only=True)
class Speaker:
    """A source that the ledger knows, and the words by which a text may name it: of its name, of its short name."""

    name: str
    words: tuple[frozenset[str], ...]
    speaks_for: str | None = None


@frozen(kw_only=True)
class Known:
    """All that a ledger knows of names. A new ledger knows nothing, and everything is then suggested."""

    slots: tuple[Slot, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    parties: tuple[Speaker, ...] = ()
    story: str | None = None

    @classmethod
    def of(cls, state: State, today: When, *, story: str | None = None) -> Known:
        """What the events of a ledger tell, or of one story of it; sources are known whatever the story."""
        alive = state.live(Question(at=today))
        told = [event for event in alive.reports if story is None or fold(event.said.story or "") == fold(story)]
        spoken = {link for event in alive.reports for link in event.said.chain}
        introduced = alive.sources.introduced()
        parties = frozenset(name for name in introduced if alive.sources.entry(name).category == PARTY)
        spelt = _spellings(state, alive.names)
        speakers = [
            _speaker(name, alive.sources)
            for name in sorted({*spoken, *introduced})
            if alive.names.of(name) not in parties
        ]
        labels = {name: alive.sources.label(name) for name in parties}

        def spellings(key: str) -> str:
            name = alive.names.of(key)
            return " ".join([key, labels.get(name, ""), *spelt.get(name, ())])

        slots = tuple(_slots(told, spellings))
        named = tuple(_speaker(name, alive.sources) for name in sorted(parties))
        return cls(slots=slots, speakers=tuple(speakers), parties=named, story=story)


def _speaker(name: str, sources: Sources) -> Speaker:
    names = {tokens(text.replace("-", " ")) for text in (sources.label(name), name)} - {frozenset()}
    ways = tuple(sorted(names, key=sorted))
    return Speaker(name=name, words=ways, speaks_for=sources.entry(name).speaks_for)


def _spellings(state: State, names: Names) -> dict[str, set[str]]:
    """Each name that stands for others, with the others."""
    found: dict[str, set[str]] = {}
    for event in state.events():
        if event.said.kind == "alias" and isinstance(event.said.fact, Fact):
            name = event.said.fact.keys()[0]
            found.setdefault(names.of(name), set()).add(name)
    return found


def _slots(told: Iterable[Event], spelt: Callable[[str], str]) -> Iterable[Slot]:
    """The slots of figures, each once, as it was last told."""
    found: dict[tuple[str, ...], Slot] = {}
    for event in told:
        said = event.said
        for field, value in said.claims():
            if (
                isinstance(said.fact, Fact)
                and field.type is Type.QUANTITY
                and field.role is Role.VALUE
                and isinstance(value, Quantity)
            ):
                slot = _slot(said, said.fact, field, value, spelt)
                found.setdefault((slot.name.casefold(), field.name), slot)
    return found.values()


def _slot(said: Said, fact: Fact, field: Field, value: Quantity, spelt: Callable[[str], str]) -> Slot:
    spec: KindSpec = fact.spec
    keys = tuple(
        (key, bool(one.required), tokens(spelt(key))) for one, key in zip(spec.keys, fact.keys(), strict=False) if key
    )
    told = said.words(field.name)
    return Slot(
        name="/".join((spec.name, *fact.keys())).rstrip("/"), fact=fact, field=field,
        dimension=field.dimension or value.dimension,
        noun=_noun(told) if value.unit == "item" else None, begins=_begins(said.occurred), keys=keys,
    )  # fmt: skip


def _begins(occurred: When | None) -> str | None:
    """Where what is counted began."""
    return occurred.start.text if occurred is not None and occurred.is_interval and occurred.start else None


def _noun(told: str | None) -> str | None:
    words = re.findall(r"[^\W\d_]+", told or "")
    return words[-1].casefold() if words and units.known(words[-1]) is None else None


def tokens(text: str) -> frozenset[str]:
    """The words of a text that mean something, in small letters: `U.S.` is `us`.

    >>> sorted(tokens("the U.S. intelligence"))
    ['intelligence', 'us']
    """
    found = set()
    for word in _TOKEN.findall(text.replace("’", "'")):
        plain = word.removesuffix("'s")
        dotted = _DOTTED.fullmatch(plain) is not None
        plain = fold(plain.replace(".", "") if dotted else plain)
        if dotted or (len(plain) >= SHORTEST and plain not in EMPTY_WORDS):
            found.add(plain)
    return frozenset(found)


def meets(word: str, others: Iterable[str]) -> bool:
    """Whether a word, or another form of it, is among others.

    >>> meets("ukraine", {"ukrainian"}), meets("russia", {"rush"}), meets("household", {"households"})
    (True, False, True)
    """
    return any(_alike(word, other) for other in others)


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if long in {f"{short}s", f"{short}es"}:
        return True
    common = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return common >= STEM and 4 * common >= 3 * len(short) and len(long) - common <= STEM
