"""The envelope of a fact: who said it, when, through whom; and the id over its stored bytes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

import attrs

from newsledger.digest import sha256
from newsledger.errors import InvalidInput
from newsledger.fact import SHOWN, Fact, Field, KindSpec, Time, Unknown, Value, clean, fold, named
from newsledger.frozen import frozen
from newsledger.problems import Problem, did_you_mean
from newsledger.values.confidence import Confidence
from newsledger.values.quantity import Quantity
from newsledger.values.when import EVER, NEVER, Micro, When, micros

FORMAT = "1"
"""The version of the line format, carried by each line, so that merged ledgers of different ages still read."""

ASSERTS = "asserts"
DENIES = "denies"
NO_COMMENT = "no-comment"
STANCES = (ASSERTS, DENIES, NO_COMMENT)

UNNAMED = "unnamed"
"""The source of hearsay: somebody whom the report does not name. Its origin is another for each report's outlet."""

REDACTED = "redacted"
"""Stands as the kind of an event whose words were taken out: what it said is not known any more."""

SHORT = 8
"""How many digits of an id are shown: enough to be unambiguous among some ten thousand events."""

ID_LENGTH = 32
"""Hex digits of an id: the first 128 bits of SHA-256."""


@frozen(kw_only=True)
class Said:
    """What an event says, without our envelope: the fact and how it was told.

    `field` is the value that a denial or a silence without a value is about. `told` keeps the
    words that a value was read from, by field name. `corrects` is the id of the report that
    this one replaces.
    """

    fact: Fact | Unknown
    story: str | None = None
    stance: str = ASSERTS
    occurred: When | None = None
    reported: When | None = None
    source: str | None = None
    via: tuple[str, ...] = ()
    confidence: Confidence | None = None
    field: str | None = None
    likelihood: str | None = None
    quote: str | None = None
    language: str | None = None
    told: tuple[tuple[str, str], ...] = ()
    url: str | None = None
    archive: str | None = None
    corrects: str | None = None
    version: str = FORMAT

    @property
    def kind(self) -> str:
        """The name of the fact's kind."""
        return self.fact.kind if isinstance(self.fact, Unknown) else self.fact.spec.name

    @property
    def ours(self) -> bool:
        """Whether it is about this ledger (a source, a void), hence never made public by anybody."""
        return isinstance(self.fact, Fact) and self.fact.spec.ours

    @property
    def chain(self) -> tuple[str, ...]:
        """Who said it, then who carried it: the origin first, the outlet last."""
        return () if self.source is None else (self.source, *self.via)

    def claims(self) -> list[tuple[Field, Value | None]]:
        """What is said of each value apart; a denial that names no value says it of one field, with `None`."""
        if isinstance(self.fact, Unknown):
            return []
        told: list[tuple[Field, Value | None]] = list(self.fact.told_values())
        spec = self.fact.spec
        if told or not spec.values or self.stance == ASSERTS:
            return told
        named = spec.field(self.field or spec.default[0])
        return [(named, None)] if named is not None else []

    def words(self, field: str) -> str | None:
        """The words that the value of a field was read from."""
        return dict(self.told).get(field)


@attrs.frozen(kw_only=True)
class Event:
    """One immutable record of the ledger: what was said, when we took it in, and who did.

    `raw` are the stored bytes of `said`, over which the id is a hash. They are written back
    as they are, whatever this program made of them. There are none where the words were redacted.
    """

    id: str
    recorded: str
    by: str
    said: Said = attrs.field(eq=False)
    raw: bytes = attrs.field(repr=False)
    taken_apart: Any = attrs.field(default=None, init=False, eq=False, repr=False)
    """What `newsledger.reports` made of it, kept for the next question; nothing that it does not say."""

    @property
    def recorded_at(self) -> Micro:
        """When this ledger took it in, in microseconds since 1970."""
        return recorded_micros(self.recorded)

    @property
    def redacted(self) -> bool:
        """Whether its words were taken out; its id, and when and by whom it was taken in, stay."""
        return not self.raw

    def without_words(self, *, story: str | None = None, **why: str | None) -> Event:
        """The same event with its words taken out. `why` is what the redaction tells: reason, authority.

        >>> event = Event(id="0" * 32, recorded="2025-03-16T12:00:00Z", by="desk", said=words_gone(), raw=b"{}")
        >>> event.without_words(reason="names a minor").redacted
        True
        """
        return attrs.evolve(self, said=words_gone(story=story, **why), raw=b"")


def words_gone(*, story: str | None = None, **why: str | None) -> Said:
    """What stands for the words of an event that was redacted: nothing but why, where that is known."""
    return Said(fact=Unknown(REDACTED, {name: told for name, told in sorted(why.items()) if told}), story=story)


@functools.lru_cache(maxsize=4096)
def recorded_micros(text: str) -> Micro:
    """An instant as it stands in a line, in microseconds since 1970. A batch shares one, hence the cache."""
    return micros(datetime.fromisoformat(text))


def short(identity: str) -> str:
    """The beginning of an id, enough to find it by.

    >>> short("44136fa355b3678a1146ad16f7e8649e")
    '44136fa3'
    """
    return identity[:SHORT]


def content_id(raw: bytes) -> str:
    """The id of stored bytes: the first 128 bits of their SHA-256, in hex.

    >>> content_id(b"{}")
    '44136fa355b3678a1146ad16f7e8649e'
    """
    return sha256(raw)[:ID_LENGTH]


def say(
    fact: Fact,
    *,
    source: str | None = None,
    via: Iterable[str] = (),
    occurred: When | str | None = None,
    reported: When | str | None = None,
    stance: str = ASSERTS,
    story: str | None = None,
    field: str | None = None,
    confidence: Confidence | str | None = None,
    likelihood: str | None = None,
    quote: str | None = None,
    language: str | None = None,
    told: dict[str, str] | None = None,
    url: str | None = None,
    archive: str | None = None,
    corrects: str | None = None,
) -> Said:
    """Puts a fact in its envelope. Without `occurred` it is the day of the words, but counted facts need one.

    >>> from newsledger.kinds.state import State
    >>> say(State("bridge", "open", term="yes"), source="desk", reported="2025-03-16").occurred
    When('2025-03-16')

    Raises `InvalidInput` with every problem found.
    """
    found: list[Problem] = []
    if isinstance(reported, str):
        reported = _gathered(found, "reported", When.read, reported)
    if isinstance(occurred, str):
        words, day = occurred, reported
        occurred = _gathered(found, "occurred", lambda told: When.read(told, said_on=day), words)
        told = _words_of_date(words, occurred) | (told or {})
    if isinstance(confidence, str):
        confidence = _gathered(found, "confidence", Confidence.parse, confidence)
    if found:
        raise InvalidInput(found)
    said = Said(
        fact=fact, story=_clean(story), stance=stance, reported=reported,
        occurred=occurred or _day_of_words(fact, field, reported),
        source=_clean(source), via=tuple(link for link in map(clean, via) if link), confidence=confidence,
        field=_clean(field), likelihood=_clean(likelihood), quote=_clean(quote), language=_clean(language),
        told=_told(_words_of(fact) | (told or {})), url=_clean(url), archive=_clean(archive), corrects=_clean(corrects),
    )  # fmt: skip
    found = problems(said)
    if found:
        raise InvalidInput(found)
    return said


T = TypeVar("T")


def _words_of_date(words: str, read: When | None) -> dict[str, str]:
    """The words of a date that were read against another, kept beside it as those of a figure are."""
    worded = read is not None and words.strip() != read.text
    return {"occurred": words} if worded else {}


def _gathered(found: list[Problem], name: str, read: Callable[[str], T], words: str) -> T | None:
    """The value of one argument; its problems are kept, so that those of the next are found as well."""
    try:
        return read(words)
    except InvalidInput as error:
        found += named(name, error).problems
        return None


def _clean(words: str | None) -> str | None:
    """Text as it is stored; what is empty is absent."""
    return None if words is None else clean(words) or None


def _told(words: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((clean(field), clean(told)) for field, told in words.items()))


def _words_of(fact: Fact) -> dict[str, str]:
    told = [(field.name, value.told) for field, value in fact.told_values() if isinstance(value, Quantity)]
    return {name: words for name, words in told if words is not None}


def _day_of_words(fact: Fact, field: str | None, reported: When | None) -> When | None:
    if fact.spec.ours or _times(fact, field) & {Time.COUNTED, Time.NEW}:
        return None
    return reported


def _times(fact: Fact, field: str | None) -> set[Time]:
    """How the values that are told are read in time; where none is told, the one that is meant."""
    spec = fact.spec
    named = spec.field(field or spec.default[0]) if spec.default else None
    fields = [field for field, _ in fact.told_values()] or [field for field in spec.values if field is named]
    return {spec.timing_of(fact, field).time for field in fields}


def problems(said: Said) -> list[Problem]:
    """What keeps a fact out of the ledger, all of it at once."""
    if isinstance(said.fact, Unknown):
        return []
    found = _problems_of_ours(said) if said.ours else _problems_of_report(said, said.fact)
    return found + _problems_of_keys(said.fact) + _problems_of_field(said, said.fact.spec)


def _problems_of_ours(said: Said) -> list[Problem]:
    told = {
        "source": said.source, "via": said.via, "reported": said.reported, "corrects": said.corrects,
        "stance": said.stance != ASSERTS,
    }  # fmt: skip
    given = [name for name, value in told.items() if value]
    if not given:
        return []
    message = f"{said.kind} is an entry of ours, which nobody reported or denied, and {', '.join(given)} was given"
    return [Problem(code="ours", message=message, hint=f"leave out {', '.join(given)}")]


def _problems_of_report(said: Said, fact: Fact) -> list[Problem]:
    """What is wrong with a report. Nearly all are right, hence words are made only for what is wrong."""
    told, reported = fact.told_values(), said.reported
    wrong = (
        said.source is None,
        reported is None,
        reported is not None and _open_ended(reported),
        reported is not None and said.occurred is None,
        said.stance not in STANCES,
        said.stance != ASSERTS and not fact.spec.deniable,
        said.stance == ASSERTS and not told and bool(fact.spec.values),
        bool(said.via) and len(set(map(fold, said.chain))) < len(said.chain),
    )
    return _told_wrong(said, fact, wrong) if any(wrong) else []


def _told_wrong(said: Said, fact: Fact, wrong: tuple[bool, ...]) -> list[Problem]:
    words = [
        ("no-source", "nobody is named who says it", "name a source"),
        ("no-date", "nobody says when it was made public", "give the date of the report"),
        ("open-reported", f"{said.reported} has no end: a report is made public at some time",
         "give a date or a span with both ends"),
        ("no-occurred", f"{said.kind} is counted over a time, and none is given",
         "say when it was counted: 2025-03-10, or 2022-02/2025-03-16"),
        ("unknown-stance", f"{said.stance!r} is no stance", f"one of {', '.join(STANCES)}"),
        ("undeniable", f"{said.kind} cannot be denied", "deny the fact that it speaks of, as a kind of its own"),
        ("no-value", f"{said.kind} is asserted without a value",
         f"give one of {', '.join(f.name for f in fact.spec.values)}"),
        ("chain-twice", "the chain names the same source twice",
         "name each link once: the speaker first, then who carried it"),
    ]  # fmt: skip
    return [
        Problem(code=code, message=message, hint=hint)
        for is_so, (code, message, hint) in zip(wrong, words, strict=True)
        if is_so
    ]


def _problems_of_field(said: Said, spec: KindSpec) -> list[Problem]:
    known = [value.name for value in spec.values]
    if said.field is None or said.field in known:
        return []
    message = f"{spec.name} has no value {said.field[:SHOWN]!r} that could be denied"
    return [Problem(code="unknown-field", message=message, hint=did_you_mean(said.field[:SHOWN], known))]


def _open_ended(reported: When) -> bool:
    low, high = reported.span()
    return low == EVER or high == NEVER


def _problems_of_keys(fact: Fact) -> list[Problem]:
    missing = [field for field in fact.spec.keys if field.required and not fold(getattr(fact, field.attribute) or "")]
    return [
        Problem(code="no-key", message=f"{fact.spec.name} needs its {field.name}: {field.doc}",
                hint="/".join([fact.spec.name, *(key.name for key in fact.spec.keys if key.required)]))
        for field in missing
    ]  # fmt: skip
