"""The fields of a kind: what they hold, and how each reads what it is given."""

from __future__ import annotations

import enum
import functools
import unicodedata
from collections.abc import Callable, Iterable

import attrs

from newsledger.errors import InvalidInput
from newsledger.frozen import frozen
from newsledger.problems import Place, Problem, did_you_mean
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

Value = Quantity | When | str | tuple[str, ...]
"""What a value field may hold."""

MAX_TEXT = 4000
"""The longest text of one field, in characters: a claim is a sentence or two, not an article."""

SHORT = 64
"""Texts of so many characters are mostly names and terms, which come again and again: what became of them is kept."""

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


@frozen
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


@frozen(kw_only=True)
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
    each: Callable[[str], str] | None = None  # of a list: gives an item's canonical text, or raises `InvalidInput`

    def called(self, attribute: str) -> Field:
        """The same field under the name of an attribute. Each field of each kind passes here at every start."""
        return Field(
            name=attribute.replace("_", "-"), attribute=attribute, role=self.role, type=self.type, doc=self.doc,
            terms=self.terms, dimension=self.dimension, unit=self.unit, timing=self.timing, required=self.required,
            each=self.each,
        )  # fmt: skip

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
        if isinstance(value, str):
            return value
        return list(value) if isinstance(value, tuple) else value.text

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
        names = {self._item(clean(word)) for word in told if isinstance(word, str)}
        if not all(isinstance(word, str) for word in told):
            raise self._wrong(f"{self.name} takes names", f'write {self.attribute}=["…"]')
        return tuple(sorted(names - {""}))

    def _item(self, word: str) -> str:
        """An item as it is stored. One that cannot be read stays, so that every line that is stored can be read."""
        if self.each is None or not word:
            return word
        try:
            return self.each(word)
        except InvalidInput:
            return word

    def _term(self, words: str) -> str:
        if words in self.terms:
            return words
        folded = as_term(words)
        for term in self.terms:
            if as_term(term) == folded:
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


def as_term(words: str) -> str:
    """A term as it is compared: whatever the case, a blank is as good as a hyphen.

    >>> as_term("Accepted in principle")
    'accepted-in-principle'
    """
    return "-".join(words.casefold().split())


def clean(words: str) -> str:
    """Text as it is stored: NFC, no white space at the ends, none doubled within a line.

    >>> clean("  the   Kursk region ")
    'the Kursk region'
    """
    return clean_name(words) if len(words) <= SHORT else _clean(words)


def _clean(words: str) -> str:
    text = unicodedata.normalize("NFC", " ".join(words.split()))
    if len(text) > MAX_TEXT:
        message = f"a text of {len(text)} characters, and at most {MAX_TEXT} are kept"
        hint = "keep the words that matter, link the rest"
        raise InvalidInput([Problem(code="too-long", message=message, hint=hint)])
    return text


clean_name = functools.lru_cache(maxsize=4096)(_clean)


def fold(name: str) -> str:
    """A name as it is compared: NFC and casefolded.

    >>> fold("KURSK") == fold("Kursk")
    True
    """
    if name.isascii():
        return name.casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def named(name: str, error: InvalidInput) -> InvalidInput:
    """The same problems, each saying which field it is about.

    >>> refused = InvalidInput([Problem(code="bad-date", message="30 February does not exist")])
    >>> print(named("occurred", refused))
    error[bad-date]: occurred: 30 February does not exist
    """
    return InvalidInput(attrs.evolve(one, message=f"{name}: {one.message}") for one in error.problems)
