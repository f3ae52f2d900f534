"""source: who speaks, for whom, and how reliable we judge them."""

from __future__ import annotations

import re
from fractions import Fraction

from newsledger.errors import InvalidInput
from newsledger.fact import Fact, Names, Role, Time, Timing, clean, fold, frozen, key, kind, names, term, text
from newsledger.problems import Place, Problem, did_you_mean
from newsledger.tuples import NamedTuple

OURS = Timing(Time.OURS)
GRADES = ("A", "B", "C", "D", "E", "F")
"""Admiralty reliability (AJP-2.1), from completely reliable to one that cannot be judged."""

MILLION = 1_000_000
SHOWN = 60
"""How much of a wrong text a message repeats, in characters."""

# texts, not compiled: few ledgers have echoes, and `re` keeps what it compiled
_ECHO = r"(?P<name>\S.*?)\s+(?P<share>[^\s\w]*[0-9]\S*)(?:\s+on\s+(?P<scope>\S.*))?"
_SHARE = r"[01]?(?:\.[0-9]{1,6})?"
_SCOPE = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:/[^/\s][^/]*)*"
_FORM = "write NAME SHARE, such as tass 0.4, or for some slots alone: tass 0.4 on indicator/*/departure"


class Echo(NamedTuple):
    """What a source repeats of another: whom, how much of it in millionths, and of which slots (`None`: of all).

    A scope is the beginning of a slot's name; `*` stands for any key.
    """

    name: str
    share: int
    scope: str | None = None


def echo(words: str) -> Echo:
    """Whom a source echoes, and by what share: `NAME SHARE`, or `NAME SHARE on SCOPE` for some slots alone.

    >>> echo("tass 0.4"), echo("Two Majors 0.25 on indicator/*/departure").scope
    (Echo(name='tass', share=400000, scope=None), 'indicator/*/departure')

    A share runs from 0 to 1 and has at most six decimals. Whether there is such a kind is not asked
    here: a picture must not depend on which packages are installed. `Source.problems` asks.

    Raises `InvalidInput` (`bad-echo`), placed in the words.
    """
    found = re.fullmatch(_ECHO, words.strip())
    if found is None:
        message = f"{words[:SHOWN]!r} does not tell whom it echoes, and by what share"
        raise _bad(message, _FORM, 1, len(words))
    begin = len(words) - len(words.lstrip()) + 1
    told, scope = found["share"], found["scope"]
    share = _share(told, begin + found.start("share"))
    if scope is not None and not re.fullmatch(_SCOPE, scope.casefold()):
        message = f"{scope[:SHOWN]!r} is no kind, and no beginning of a slot's name"
        hint = "write on KIND or on KIND/KEY, such as on indicator/*/departure, or leave it out"
        raise _bad(message, hint, begin + found.start("scope"), len(scope))
    return Echo(clean(found["name"]), share, scope and scope.casefold())


def echo_text(words: str) -> str:
    """An echo as it is stored.

    >>> echo_text("  tass   .40")
    'tass 0.4'

    Raises `InvalidInput` as `echo` does.
    """
    name, share, scope = echo(words)
    decimals = f"{share % MILLION:06}".rstrip("0")
    told = f"{share // MILLION}.{decimals}" if decimals else str(share // MILLION)
    return f"{name} {told}" + (f" on {scope}" if scope else "")


def _share(told: str, column: int) -> int:
    """A share in millionths."""
    found = re.fullmatch(_SHARE, told)
    if found is not None and Fraction(told) <= 1:
        return int(Fraction(told) * MILLION)
    percent = re.fullmatch(r"([0-9]{1,2})(?:\.0+)? ?%", told)
    hint = f"write 0.{int(percent[1]):02}" if percent else "write a share from 0 to 1, such as 0.4"
    if found is None and re.fullmatch(r"[01]?\.[0-9]{7,}", told):
        hint = "at most six decimals are kept"
    raise _bad(f"{told[:SHOWN]!r} is no share: one runs from 0 to 1", hint, column, len(told))


def _bad(message: str, hint: str, column: int, length: int) -> InvalidInput:
    where = Place(column=column, length=max(1, length))
    return InvalidInput([Problem(code="bad-echo", message=message, hint=hint, where=where)])


@kind("source", OURS, default=("name",))
@frozen
class Source(Fact):
    """Who a source is. Ours, hence never public; its grade counts from the event's `occurred` on.

    A source of category `party` is a name that keys use and no voice: it may say whom it opposes.

    >>> Source("ru-officials", name="Russian officials", side="russia", grade="D").grade
    'D'
    """

    source: str = key("the short name that claims use")
    name: str | None = text("the name to show", role=Role.ASIDE)
    category: str | None = text("party, outlet, person, body, record", role=Role.ASIDE)
    side: str | None = text("the party whose side it takes; mixed", role=Role.ASIDE)
    grade: str | None = term("standing reliability, A to F", *GRADES, role=Role.ASIDE)
    reason: str | None = text("why it is graded so", role=Role.ASIDE)
    speaks_for: str | None = text("the party whose word its own word is", role=Role.ASIDE)
    derived_from: str | None = text("the source that it draws on", role=Role.ASIDE)
    echoes: Names = names("sources it repeats in part, each with a share: tass 0.4", role=Role.ASIDE, each=echo_text)
    opposes: Names = names("the parties that this party opposes", role=Role.ASIDE)
    plural: str | None = term("yes: more than one person", "yes", role=Role.ASIDE)
    unnamed: str | None = term("yes: the report does not name it", "yes", role=Role.ASIDE)
    protected: str | None = term("yes: the short name is a pseudonym", "yes", role=Role.ASIDE)

    def echoed(self) -> list[Echo]:
        """Whom it echoes; what cannot be read is left out.

        >>> Source("ria", echoes="tass 0.4, nonsense").echoed()
        [Echo(name='tass', share=400000, scope=None)]
        """
        return list(read_echoes(self.echoes or ()))

    def problems(self) -> list[Problem]:
        """What keeps it from being entered: echoes that say nothing or twice, and a source that names itself."""
        return [*super().problems(), *self._named_itself(), *self._told_twice(), *self._no_kind()]

    def _named_itself(self) -> list[Problem]:
        """Whoever is a party speaks for itself, and says so; nothing else leads from a source to itself."""
        told = {
            "derived-from": [self.derived_from or ""], "opposes": [*(self.opposes or ())],
            "echoes": [one.name for one in self.echoed()],
        }  # fmt: skip
        own = [word for word, others in told.items() if fold(self.source) in map(fold, others)]
        message = f"{self.source} names itself: nobody draws on, echoes or opposes oneself"
        return [
            Problem(code="names-itself", message=f"{word}: {message}", hint=f"name another, or leave out {word}")
            for word in own
        ]

    def _told_twice(self) -> list[Problem]:
        told = [(fold(one.name), one.scope) for one in self.echoed()]
        twice = sorted({one for one in told if told.count(one) > 1}, key=str)
        return [
            Problem(code="echo-twice", message=f"echoes: {name} is given two shares", hint="keep one of them")
            for name, _ in twice
        ]

    def _no_kind(self) -> list[Problem]:
        told = [one for one in self.echoed() if one.scope or " on " in one.name]
        if not told:
            return []
        from newsledger import kinds  # which imports this module by its name

        known = [name for name in kinds.names() if (spec := kinds.spec(name)) is not None and not spec.ours]
        return [problem for one in told if (problem := _wrong_scope(one, known)) is not None]


def _wrong_scope(one: Echo, known: list[str]) -> Problem | None:
    """What is wrong with the kind that an echo is about, or with where it stands."""
    name, _, last = one.name.rpartition(" on ")
    kind_asked = one.scope and one.scope.partition("/")[0]
    if kind_asked is not None and kind_asked not in known:
        message = f"echoes: there is no kind {kind_asked!r} that a source could speak of"
        return Problem(code="unknown-kind", message=message, hint=did_you_mean(kind_asked, known))
    if one.scope is None and last in known:
        message = f"echoes: {one.name!r} has the kind before the share"
        return Problem(code="bad-echo", message=message, hint=f"write {name} SHARE on {last}")
    return None


def read_echoes(told: tuple[str, ...]) -> tuple[Echo, ...]:
    """The echoes that can be read out of those told; a stored line may hold others.

    >>> read_echoes(("tass 0.4", "nonsense"))
    (Echo(name='tass', share=400000, scope=None),)
    """
    return tuple(one for one in map(_readable, told) if one is not None)


def _readable(words: str) -> Echo | None:
    try:
        return echo(words)
    except InvalidInput:
        return None
