"""The laws of projections: a projection is a pure function of a picture, and a picture one of set and question."""

from __future__ import annotations

import functools
import itertools
import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
from hypothesis import assume
from hypothesis import strategies as st

from newsledger.as_json import picture_json
from newsledger.codec import stamp
from newsledger.event import Event, say
from newsledger.kinds.alias import Alias
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.void import Void
from newsledger.live import Question, cut, fold_slot, target_of
from newsledger.replay import Picture, State
from newsledger.testing import strategies
from newsledger.testing.compare import projected
from newsledger.testing.holding import chosen, hold
from newsledger.testing.remake import restamped, with_urls
from newsledger.testing.telling import Broken
from newsledger.testing.watching import watched
from newsledger.values.when import When

LATER = datetime(2031, 1, 1, tzinfo=UTC)
"""After everything that a generated ledger holds was taken in."""

NUMBERS = itertools.count()

PARTS = 3
"""Into how many parts the law of merging splits a ledger."""

Ledgers = st.SearchStrategy[list[Event]]


@attrs.frozen
class Trial:
    """One projection, and where its examples come from."""

    cls: Any
    ledgers: Ledgers
    data: st.DataObject

    def ledger(self) -> tuple[list[Event], Question]:
        """A ledger and a question about it."""
        events = self.data.draw(self.ledgers)
        return events, self.data.draw(strategies.questions(events))

    def of(self, state: State, question: Question) -> object:
        """What the projection makes of a state."""
        return self.see(state.picture(question), state.events())

    def see(self, picture: Picture, events: Iterable[Event]) -> object:
        """The projection of a picture as it can be compared and shown: its JSON, or else its `repr`."""
        try:
            return plain(self.cls.project(picture))
        except Exception as error:  # noqa: BLE001  a projection is somebody else's code
            found = f"it raised {type(error).__name__}: {error}"
            raise Broken(events, "a projection", found, asked=picture.question) from None


def plain(made: Any) -> object:  # noqa: ANN401  a projection gives whatever it is for
    """What a projection made, as it can be compared."""
    if hasattr(made, "as_json"):
        return json.loads(json.dumps(made.as_json(), ensure_ascii=False))
    return repr(made)


def same(events: Iterable[Event], question: Question, expected: object, found: object) -> None:
    """Raises where two projections differ, the order of keys in JSON included."""
    if json.dumps(expected) != json.dumps(found):
        raise Broken(events, expected, found, asked=question)


# --- the laws -----------------------------------------------------------------------------------


def determinism(trial: Trial) -> None:
    """The same question gives the same answer, however often it is asked."""
    events, question = trial.ledger()
    expected = trial.of(State(events), question)
    for _ in range(2):
        same(events, question, expected, trial.of(State(events), question))


def purity(trial: Trial) -> None:
    """Nothing is read but the picture, and nothing of it is changed."""
    events, question = trial.ledger()
    picture = State(events).picture(question)
    before = json.dumps([picture_json(picture), projected(picture)])
    trial.see(picture, events)  # once beforehand, so that what is imported late is there
    with watched() as seen:
        trial.see(picture, events)
    if seen:
        raise Broken(events, "it reads the picture alone", f"it reads {seen[0]}", asked=question)
    same(events, question, json.loads(before), [picture_json(picture), projected(picture)])


def permutation(trial: Trial) -> None:
    """The order in which events came changes nothing."""
    events, question = trial.ledger()
    shuffled = trial.data.draw(st.permutations(events))
    same(events, question, trial.of(State(events), question), trial.of(State(shuffled), question))


def idempotence(trial: Trial) -> None:
    """What is appended twice is there once."""
    events, question = trial.ledger()
    expected = trial.of(State(events), question)
    twice = State([*events, *events, *restamped(events, recorded=LATER, by="zoe")])
    same(events, question, expected, trial.of(twice, question))


def catch_up(trial: Trial) -> None:
    """Asked in between and then caught up, it answers as if it had seen everything at once."""
    events, asked = trial.ledger()
    prefix = events[: trial.data.draw(st.integers(0, len(events)))]
    one, other = (trial.of(State(prefix), unasked(asked)) for _ in range(2))
    if one != other:
        return  # it repeats the question, so that no two questions can be compared
    question, state = unasked(asked), State(prefix)
    trial.of(state, question)
    state.add(events)
    restored = State.restore(State(events).snapshot())
    same(events, question, trial.of(restored, unasked(asked)), trial.of(state, question))


def unasked(question: Question) -> Question:
    """The same question with `known` so far ahead that it cuts nothing, as nobody asked it before."""
    day = date(2100, 1, 1) + timedelta(days=next(NUMBERS))
    return attrs.evolve(question, known=When.parse(day.isoformat()))


def cutting(trial: Trial) -> None:
    """Nothing that becomes public or known after the cut changes it."""
    events, question = trial.ledger()
    inside = State(cut(State(events).events(), question))
    same(events, question, trial.of(inside, question), trial.of(State(events), question))


def time(trial: Trial) -> None:
    """When we took something in, and who did, changes nothing."""
    events, question = trial.ledger()
    question = attrs.evolve(question, known=None)
    others = restamped(events, recorded=LATER, by="zoe")
    same(events, question, trial.of(State(events), question), trial.of(State(others), question))


def ids(trial: Trial) -> None:
    """Ids decide nothing but the order in which things are shown."""
    events, question = trial.ledger()
    question = attrs.evolve(question, known=None)
    others = with_urls(events)
    names = {new.id: old.id for new, old in zip(others, events, strict=True)}
    expected = unordered(trial.of(State(events), question), {})
    same(events, question, expected, unordered(trial.of(State(others), question), names))


def unordered(told: object, names: dict[str, str]) -> object:
    """What was told without its order and without addresses, each id by its other name.

    >>> unordered([{"id": "f" * 32, "url": "https://example.org/"}, "a"], {"f" * 32: "g"})
    ['a', {'id': 'g'}]
    """
    if isinstance(told, dict):
        return {key: unordered(value, names) for key, value in told.items() if key != "url"}
    if isinstance(told, list):
        return sorted((unordered(one, names) for one in told), key=json.dumps)
    return re.sub("[0-9a-f]{32}", lambda id_: names.get(id_[0], id_[0]), told) if isinstance(told, str) else told


def void(trial: Trial) -> None:
    """What we entered wrongly and voided is as if it had never been entered."""
    events, question = trial.ledger()
    question = Question(at=question.at, zone=question.zone)
    plain_ones = [event for event in events if event.said.claims() and target_of(event.said) is None]
    assume(plain_ones)
    wrong = trial.data.draw(st.sampled_from(plain_ones))
    entered = stamp(attrs.evolve(wrong.said, source="passer-by", via=()), recorded=LATER, by="zoe")
    voided = stamp(say(Void(entered.id, reason="entered wrongly")), recorded=LATER, by="zoe")
    every = [*events, entered, voided]
    same(every, question, trial.of(State(events), question), trial.of(State(every), question))


def merge(trial: Trial) -> None:
    """The merge of the projections of parts is the projection of the whole."""
    if not hasattr(trial.cls, "merge"):
        return
    drawn, question = trial.ledger()
    # an alias or a correction ties slots together, which parts hold apart: only states merge then
    events = [event for event in drawn if not event.said.corrects and not isinstance(event.said.fact, Alias)]
    names = State(events).live(question).names
    parts: list[list[Event]] = [[] for _ in range(PARTS)]
    for event in events:
        shared = event.said.ours or isinstance(event.said.fact, Retraction)
        at = sum(map(ord, "/".join(fold_slot(event.said, names)))) % PARTS
        for part in parts if shared else parts[at : at + 1]:
            part.append(event)
    made = [trial.cls.project(State(part).picture(question)) for part in parts]
    expected = trial.of(State(events), question)
    for some in (made, made[::-1]):
        same(events, question, expected, plain(functools.reduce(lambda one, other: one.merge(other), some)))


LAWS: dict[str, Callable[[Trial], None]] = {
    "determinism": determinism, "purity": purity, "permutation": permutation, "idempotence": idempotence,
    "catch-up": catch_up, "cut": cutting, "time": time, "ids": ids, "void": void, "merge": merge,
}  # fmt: skip
"""The laws that concern a projection, by name, in the order in which they are tried."""


def check_projection(
    cls: Any,  # noqa: ANN401  any class with project(picture)
    *,
    ledgers: Ledgers | None = None,
    laws: Iterable[str] | None = None,
    history: bool = False,
) -> None:
    """Tries the laws of projections on a class with a classmethod `project(picture)`.

    >>> from newsledger.projections.contested import Contested
    >>> check_projection(Contested, laws=["cut"])

    `ledgers` is where examples come from, by default ledgers of all kinds. `laws` names some of
    `projecting.LAWS` to try them alone. `history` says that the projection shows what was taken
    back as well, so that the law `void` does not concern it.

    Raises:
        AssertionError: a law is broken; the message holds the smallest ledger found, as report sheets.
        ValueError: there is no law of a name given.
    """
    source = strategies.ledgers(max_events=8) if ledgers is None else ledgers
    for name in chosen(laws, LAWS):
        law = LAWS[name]
        if not (history and law is void):
            claim = (law.__doc__ or "").strip().rstrip(".")
            hold(cls.__name__, name, claim[0].lower() + claim[1:], lambda data, law=law: law(Trial(cls, source, data)))  # type: ignore[misc]  # a default binds the law of this turn
