"""The laws of stores: a store keeps a set of events, byte for byte, and says what is damaged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import attrs
from hypothesis import assume
from hypothesis import strategies as st

from newsledger import codec
from newsledger.errors import IntegrityBroken
from newsledger.event import Event, content_id
from newsledger.problems import ERROR
from newsledger.replay import State
from newsledger.stores import Appended, Reading, Store, sift
from newsledger.testing import strategies
from newsledger.testing.compare import picture_bytes
from newsledger.testing.holding import chosen, hold
from newsledger.testing.telling import Broken

Spoil = Callable[[Any, list[bytes]], Store]
"""Gives the same ledger with further lines in it that no store wrote."""

STRANGE = b'{"fact":{"kind":"not-yet-known","of":["a","b"],"so":{"x":"\xc3\xa9"}},"v":"1"}'
"""What a later release might say: a kind that nobody knows yet, with members of every shape."""

DAMAGED = (b'{"id":"7c13', b"<<<<<<< HEAD", b"17", b"\xff\xfe", b'{"v":"1"}')
"""Lines that give no event: half a line, a mark of git, a number, no UTF-8, no envelope."""


@attrs.frozen
class Bench:
    """One sort of store: how an empty one is made, how it is opened again, how it is spoilt."""

    factory: Callable[[], Any]
    again: Callable[[Any], Store] | None
    spoil: Spoil | None
    data: st.DataObject

    def events(self) -> list[Event]:
        """Events to be stored."""
        return self.data.draw(strategies.ledgers(max_events=6))

    def read(self, store: Any, events: list[Event]) -> Reading:  # noqa: ANN401  anything that is a store
        """What the store holds; reading raises nothing."""
        try:
            found: Reading = store.read()
        except Exception as error:  # noqa: BLE001  a store is somebody else's code
            raise Broken(events, "read() raises nothing", f"{type(error).__name__}: {error}") from None
        return found

    def append(self, store: Any, events: list[Event]) -> Appended:  # noqa: ANN401  as above
        """What the store says of an append that it has to take."""
        try:
            done: Appended = store.append(events)
        except Exception as error:  # noqa: BLE001  as above
            raise Broken(events, "append() takes sound events", f"{type(error).__name__}: {error}") from None
        return done


def members(events: Iterable[Event]) -> list[str]:
    """The members of a set of events with all their bytes, in the order of taking in."""
    ordered = sorted(events, key=lambda event: (event.recorded_at, event.id))
    return [codec.write(event).decode() for event in ordered]


def same(events: list[Event], expected: Iterable[Event], reading: Reading) -> None:
    """Raises where a store holds other events, in another order, or complains of sound ones."""
    found = [codec.write(event).decode() for event in reading.events]
    if members(expected) != found:
        raise Broken(events, members(expected), found)
    errors = [problem.message for problem in reading.problems if problem.severity == ERROR]
    if errors:
        raise Broken(events, "no error", "\n".join(errors))


def keeping(bench: Bench) -> None:
    """What was appended is read again, byte for byte, in the order of taking in."""
    events, store = bench.events(), bench.factory()
    same([], [], bench.read(store, []))
    expected = sift(events, ())
    done = bench.append(store, events)
    if (done.added, done.present) != expected:
        found = [len(done.added), len(done.present)]
        raise Broken(events, f"added, present: {[len(one) for one in expected]}", f"added, present: {found}")
    same(events, expected[0], bench.read(store, events))
    if bench.again is not None:
        same(events, expected[0], bench.read(bench.again(store), events))


def idempotence(bench: Bench) -> None:
    """What is appended twice is there once."""
    events, store = bench.events(), bench.factory()
    bench.append(store, events)
    again = bench.append(store, events)
    if again.added:
        raise Broken(events, "the second append adds nothing", f"it adds {len(again.added)}")
    same(events, sift(events, ())[0], bench.read(store, events))


def order(bench: Bench) -> None:
    """Whatever the order and the batches, the same set is read."""
    events = list(sift(bench.events(), ())[0])
    shuffled = bench.data.draw(st.permutations(events))
    at = bench.data.draw(st.integers(0, len(events)))
    store = bench.factory()
    for batch in (shuffled[at:], shuffled[:at]):
        bench.append(store, batch)
    same(events, events, bench.read(store, events))


def whole(bench: Bench) -> None:
    """A batch with an event that does not match its id is refused whole."""
    events, store = bench.events(), bench.factory()
    assume(events)
    half = len(events) // 2
    bench.append(store, events[:half])
    forged = attrs.evolve(events[-1], id=content_id(b"forged"))
    try:
        store.append([*events[half:], forged])
    except IntegrityBroken:
        same(events, sift(events[:half], ())[0], bench.read(store, events))
    else:
        raise Broken(events, "IntegrityBroken for a forged id", "it was taken")


def unknown(bench: Bench) -> None:
    """What is of an unknown kind is kept byte for byte."""
    events, store = bench.events(), bench.factory()
    head = f'{{"id":"{content_id(STRANGE)}","recorded":"2025-03-17T12:00:00Z","by":"ann","said":'.encode()
    strange = codec.read(head + STRANGE + b"}").event
    assert strange is not None
    bench.append(store, [*events, strange])
    reading = bench.read(store, events)
    found = [event.raw.decode() for event in reading.events if event.id == strange.id]
    if found != [STRANGE.decode()]:
        raise Broken([strange], [STRANGE.decode()], found)


def damage(bench: Bench) -> None:
    """Damaged lines are told with their places, and take nothing else down."""
    if bench.spoil is None:
        return
    events, store = bench.events(), bench.factory()
    bad = bench.data.draw(st.lists(st.sampled_from(DAMAGED), min_size=1, max_size=3, unique=True))
    bench.append(store, events)
    reading = bench.read(bench.spoil(store, bad), events)
    same(events, sift(events, ())[0], attrs.evolve(reading, problems=()))
    told = [problem for problem in reading.problems if problem.where.line is not None]
    if len(told) < len(bad):
        lines = [line.decode(errors="replace") for line in bad]
        raise Broken(events, {"damaged": lines}, {"told": [one.message for one in told]})


def equivalence(bench: Bench) -> None:
    """Its pictures are those of the plain fold in memory."""
    events, store = bench.events(), bench.factory()
    question = bench.data.draw(strategies.questions(events))
    bench.append(store, events)
    expected = State(sift(events, ())[0]).picture(question)
    found = State(bench.read(store, events).events).picture(question)
    if picture_bytes(expected) != picture_bytes(found):
        one, other = picture_bytes(expected).decode(), picture_bytes(found).decode()
        raise Broken(events, one, other, asked=question)


LAWS: dict[str, Callable[[Bench], None]] = {
    "keeping": keeping, "idempotence": idempotence, "order": order, "whole": whole, "unknown": unknown,
    "damage": damage, "equivalence": equivalence,
}  # fmt: skip
"""The laws of a store by name, in the order in which they are tried."""


def check_store(
    factory: Callable[[], Any],
    *,
    again: Callable[[Any], Store] | None = None,
    spoil: Spoil | None = None,
    laws: Iterable[str] | None = None,
) -> None:
    """Tries the laws of stores. Each call of `factory` gives a new, empty store.

    >>> from newsledger.stores.memory import MemoryStore
    >>> check_store(MemoryStore, spoil=lambda store, lines: MemoryStore([*store.lines(), *lines]))

    `again` opens the same ledger once more, as another process would. `spoil` gives the same
    ledger with lines in it that no store wrote; without it the law of damage is not tried.
    `laws` names some of `storing.LAWS` to try them alone.

    Raises:
        AssertionError: a law is broken; the message holds the smallest ledger found, as report sheets.
        ValueError: there is no law of a name given.
    """
    subject = getattr(factory, "__name__", type(factory).__name__)
    for name in chosen(laws, LAWS):
        law = LAWS[name]
        words = (law.__doc__ or "").strip().rstrip(".")
        test = lambda data, law=law: law(Bench(factory, again, spoil, data))  # noqa: E731  the law of this turn
        hold(subject, name, words[0].lower() + words[1:], test)
