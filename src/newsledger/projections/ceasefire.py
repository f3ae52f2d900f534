"""ceasefire: where a proposal stands, derived from what each party says of itself.

A proposal's status is never asserted. It follows from the proposal and the positions of the
parties; whoever says for another that "we have a deal" is shown as saying so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsledger.asof import DAY
from newsledger.belief import Belief, Role, Voice, value_text
from newsledger.event import Said
from newsledger.frozen import frozen
from newsledger.kinds.term import Term
from newsledger.names import Names
from newsledger.projections import projection
from newsledger.replay import Picture
from newsledger.values.quantity import Quantity
from newsledger.values.when import Micro, When

ANY = "any "
"""What the name of a proposal begins with that stands for each: any ceasefire."""

TYPES = ("ceasefire", "truce", "cessation of hostilities", "armistice")
"""What counts as a ceasefire; a proposal of no told type counts too."""


@frozen(kw_only=True)
class Stand:
    """Where one party stands: its own word, or what others say of it."""

    party: str
    position: str
    own: bool
    since: Micro
    belief: Belief


@frozen(kw_only=True)
class TermSaid:
    """One demand, offer or refusal, with its party."""

    proposal: str
    party: str
    term: str
    stance: str
    text: str | None
    belief: Belief


@frozen(kw_only=True)
class Negotiation:
    """One proposal: who proposes what to whom, where each stands, and what follows from it."""

    name: str
    status: str
    proposer: str | None
    addressees: tuple[str, ...]
    duration: str | None
    proposed: str | None
    stands: tuple[Stand, ...]
    terms: tuple[TermSaid, ...]
    violations: tuple[Belief, ...]
    beliefs: dict[str, Belief]

    @property
    def in_force(self) -> bool:
        """Whether it is in force on the date asked."""
        return self.status == "in force"

    def as_json(self) -> dict[str, Any]:
        """The negotiation as JSON."""
        return {
            "status": self.status, "in_force": self.in_force, "duration": self.duration, "proposer": self.proposer,
            "to": list(self.addressees), "positions": {stand.party: stand.position for stand in self.stands},
            "terms": [
                {"party": term.party, "stance": term.stance, "text": term.text or term.term, "proposal": term.proposal}
                for term in self.terms
            ],
            "violations": [belief.slot.name for belief in self.violations],
        }  # fmt: skip


@projection("ceasefire")
@frozen
class Ceasefire:
    """All proposals of a ceasefire, and the terms, offers and appeals that belong to none."""

    proposals: dict[str, Negotiation]
    appeals: tuple[TermSaid, ...]

    @classmethod
    def project(cls, picture: Picture) -> Ceasefire:
        """The negotiations of a picture."""
        told = _by_proposal(picture, "proposal")
        named = {name: beliefs for name, beliefs in told.items() if _is_ceasefire(beliefs)}
        terms = [
            _term(belief) for belief in picture.beliefs if belief.slot.kind == "term" and belief.slot.field == "stance"
        ]
        found = {name: _negotiation(name, beliefs, told, terms, picture) for name, beliefs in named.items()}
        appeals = tuple(term for term in terms if term.proposal not in named and not term.proposal.startswith(ANY))
        return cls(found, appeals)

    def __getitem__(self, proposal: str) -> Negotiation:
        return self.proposals[proposal.casefold()]

    def __iter__(self) -> Iterator[Negotiation]:
        return iter(self.proposals.values())

    def as_json(self) -> dict[str, Any]:
        """The negotiations as JSON, by proposal."""
        return {name: negotiation.as_json() for name, negotiation in self.proposals.items()}


def _by_proposal(picture: Picture, kind: str) -> dict[str, dict[str, Belief]]:
    found: dict[str, dict[str, Belief]] = {}
    for belief in picture.beliefs:
        if belief.slot.kind == kind:
            found.setdefault(belief.slot.keys[0], {})[belief.slot.field] = belief
    return found


def _is_ceasefire(beliefs: dict[str, Belief]) -> bool:
    told = _told(beliefs, "type")
    return told is None or told.casefold() in TYPES


def _told(beliefs: dict[str, Belief], field: str) -> str | None:
    belief = beliefs.get(field)
    return None if belief is None or belief.value is None else value_text(belief.value)


def _term(belief: Belief) -> TermSaid:
    proposal, party, term = belief.slot.keys
    shown = next((voice.event.said for voice in belief.of(Role.SHOWN)), None)
    return TermSaid(
        proposal=proposal, party=party, term=term, stance=_stance(belief), text=_in_words(shown), belief=belief
    )


def _in_words(said: Said | None) -> str | None:
    """A term as it was told: its name, then what is said of it, then its figure."""
    if said is None or not isinstance(said.fact, Term):
        return None
    more = [said.fact.text, said.fact.number and said.fact.number.text]
    told = ", ".join(part for part in more if part)
    return f"{said.fact.term}: {told}" if told else said.fact.term


def _stance(belief: Belief) -> str:
    return "" if belief.value is None else value_text(belief.value)


def _negotiation(
    name: str,
    beliefs: dict[str, Belief],
    told: dict[str, dict[str, Belief]],
    terms: list[TermSaid],
    picture: Picture,
) -> Negotiation:
    names = picture.names
    proposer = _proposer(beliefs, names)
    stands = tuple(_stands(picture, name))
    addressees = _addressees(beliefs, stands, proposer, names)
    status = _Status(name, beliefs, told, proposer, addressees, picture)
    return Negotiation(
        name=name, status=status.told(stands), proposer=proposer, addressees=addressees, duration=_duration(beliefs),
        proposed=_proposed(beliefs), stands=stands,
        terms=tuple(term for term in terms if term.proposal == name or term.proposal.startswith(ANY)),
        violations=tuple(_violations(picture, name)), beliefs=beliefs,
    )  # fmt: skip


def _proposer(beliefs: dict[str, Belief], names: Names) -> str | None:
    """The proposer as told; else the party whose own word the proposal is."""
    told = _told(beliefs, "proposer")
    if told is not None:
        return names.of(told)
    origins = sorted({voice.origin for belief in beliefs.values() for voice in belief.of(Role.SHOWN)})
    return origins[0] if len(origins) == 1 else None


def _addressees(
    beliefs: dict[str, Belief], stands: tuple[Stand, ...], proposer: str | None, names: Names
) -> tuple[str, ...]:
    told = beliefs.get("to")
    if told is not None and isinstance(told.value, tuple):
        return tuple(sorted(names.of(party) for party in told.value))
    return tuple(sorted({stand.party for stand in stands} - {proposer}))


def _duration(beliefs: dict[str, Belief]) -> str | None:
    told = beliefs.get("duration")
    if told is None or not isinstance(told.value, Quantity):
        return None
    return told.told[0] if told.told else told.value.text


def _proposed(beliefs: dict[str, Belief]) -> str | None:
    days = [belief.occurred.text for belief in beliefs.values() if belief.occurred is not None]
    return min(days, default=None)


def _stands(picture: Picture, proposal: str) -> Iterator[Stand]:
    for belief in picture.beliefs:
        if belief.slot.kind == "position" and belief.slot.keys[0] == proposal and belief.value is not None:
            shown = belief.of(Role.SHOWN)
            yield Stand(
                party=belief.slot.keys[1], position=value_text(belief.value), belief=belief,
                own=any(voice.own_word for voice in shown), since=min(voice.as_of.earliest for voice in shown),
            )  # fmt: skip


def _violations(picture: Picture, proposal: str) -> Iterator[Belief]:
    for belief in picture.beliefs:
        told = belief.slot.kind == "incident" and belief.slot.field == "violates" and belief.value is not None
        if told and picture.names.of(_stance(belief)) == proposal:
            yield belief


class _Status:
    """The first that fits, in the order of the model."""

    def __init__(  # noqa: PLR0917  the parts of one proposal
        self, name: str, beliefs: dict[str, Belief], told: dict[str, dict[str, Belief]], proposer: str | None,
        addressees: tuple[str, ...], picture: Picture,
    ) -> None:  # fmt: skip
        self._name, self._beliefs, self._told = name, beliefs, told
        self._proposer, self._addressees, self._names = proposer, addressees, picture.names
        self._zone = picture.question.zone
        self._at = picture.question.at.span(self._zone)[1]

    def told(self, stands: tuple[Stand, ...]) -> str:
        """The status by what each party says of itself; where others say more for it, that is named as theirs."""
        own = self._of({stand.party: stand for stand in stands if stand.own})
        others = self._of({stand.party: stand for stand in stands})
        if others in ("agreed", "in force") and own not in ("agreed", "in force"):
            says = sorted({voice.source for stand in stands if not stand.own for voice in stand.belief.of(Role.SHOWN)})
            return f"{others}, says {' and '.join(says)}"
        return own

    def _of(self, stands: dict[str, Stand]) -> str:
        positions = {party: stand.position for party, stand in stands.items()}
        once = {party for party, stand in stands.items() if _ever_accepted(stand)}
        was_agreed = bool(self._addressees) and all(
            positions.get(party) == "accepted" or party in once for party in self._addressees
        )
        starts = self._starts(stands)
        was_in_force = was_agreed and starts < self._at
        tests = [
            ("superseded", self._is_replaced()),
            ("expired", was_in_force and self._runs_out(starts) < self._at),
            ("collapsed", was_agreed and "withdrawn" in positions.values()),
            ("suspended", was_in_force and "suspended" in positions.values()),
            ("in force", self._agreed(positions) and starts < self._at),
            ("agreed", self._agreed(positions)),
            ("rejected", self._rejected(positions)),
            ("lapsed", self._deadline() < self._at),
            ("parted", len(positions) > 1 and len(set(positions.values())) > 1),
        ]
        return next((status for status, fits in tests if fits), "proposed")

    def _is_replaced(self) -> bool:
        return any(
            self._names.of(_told(beliefs, "replaces") or "") == self._name
            for name, beliefs in self._told.items() if name != self._name
        )  # fmt: skip

    def _agreed(self, positions: dict[str, str]) -> bool:
        accepted = bool(self._addressees) and all(positions.get(party) == "accepted" for party in self._addressees)
        return accepted and positions.get(self._proposer or "") != "withdrawn"

    def _rejected(self, positions: dict[str, str]) -> bool:
        refused = bool(self._addressees) and all(positions.get(party) == "rejected" for party in self._addressees)
        return refused or positions.get(self._proposer or "") == "withdrawn"

    def _starts(self, stands: dict[str, Stand]) -> Micro:
        told = self._beliefs.get("starts")
        if told is not None and isinstance(told.value, When):
            return told.value.span(self._zone)[0]
        days = [_accepted_since(stand) for party, stand in stands.items() if party in self._addressees]
        return max(days, default=self._at)

    def _runs_out(self, starts: Micro) -> Micro:
        told = self._beliefs.get("duration")
        if told is None or not isinstance(told.value, Quantity) or told.value.dimension != "time":
            return self._at
        days = told.value.base.best
        return self._at if days is None else starts + int(days * DAY)

    def _deadline(self) -> Micro:
        told = self._beliefs.get("deadline")
        return told.value.span(self._zone)[1] if told is not None and isinstance(told.value, When) else self._at


def _acceptances(stand: Stand) -> list[Voice]:
    return [voice for voice in stand.belief.voices if voice.value == "accepted" and voice.own_word == stand.own]


def _ever_accepted(stand: Stand) -> bool:
    return bool(_acceptances(stand))


def _accepted_since(stand: Stand) -> Micro:
    return min((voice.as_of.earliest for voice in _acceptances(stand)), default=stand.since)
