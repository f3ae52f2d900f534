"""The way back from a figure to its events: who says it, who denies it, who was not heard, what was taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsledger.belief import Belief, Role, Voice, value_text
from newsledger.errors import NotInLedger
from newsledger.event import short
from newsledger.fact import Value, fold
from newsledger.frozen import frozen
from newsledger.problems import nearest
from newsledger.replay import Entry, Picture, State
from newsledger.values.quantity import Quantity


@frozen(kw_only=True)
class Explanation:
    """One belief with everything that it rests on.

    `taken_out` are reports of the slot that were corrected, retracted or voided; `command`
    reproduces the explanation.
    """

    belief: Belief
    picture: Picture
    taken_out: tuple[Entry, ...]
    command: str

    def voices(self, *roles: Role) -> list[Voice]:
        """Those who speak in these roles."""
        return self.belief.of(*roles)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all events that the belief rests on, grades and aliases included."""
        return self.belief.because

    def again(self, ids: Iterable[str]) -> Belief | None:
        """What would be believed of this slot by these events alone; `None` where it would be nothing."""
        kept = set(ids)
        state = self.picture.state or State()
        folded = State(event for one in kept if (event := state.get(one)) is not None)
        beliefs = folded.picture(self.picture.question).beliefs
        return next((one for one in beliefs if one.slot.order == self.belief.slot.order), None)

    @property
    def decisive(self) -> tuple[str, ...]:
        """The ids without any one of which value, standing or evidence would be another."""
        return tuple(
            one for one in self.ids
            if _essence(self.again(other for other in self.ids if other != one)) != _essence(self.belief)
        )  # fmt: skip

    def __str__(self) -> str:
        lines = [f"{self.belief.slot.name}: {self.belief}"]
        for title, roles in SECTIONS:
            lines += (
                [title, *(f"  {told(self.picture, voice)}" for voice in self.voices(*roles))]
                if self.voices(*roles)
                else []
            )
        lines += (
            ["taken out", *(f"  {short(entry.event.id)}  {entry.slot}" for entry in self.taken_out)]
            if self.taken_out
            else []
        )
        return "\n".join([*lines, f"rests on {' '.join(short(one) for one in self.ids)}", f"again: {self.command}"])


def _essence(belief: Belief | None) -> object:
    """What a decisive event changes: the unit or the spelling that a value is told in is none of it."""
    return belief and (_amount(belief.value), belief.standing, belief.weight)


def _amount(value: Value | None) -> object:
    if isinstance(value, Quantity):
        return value.amount_key
    return None if value is None else fold(value_text(value))


SECTIONS = (
    ("who says it", (Role.SHOWN, Role.AGREES)),
    ("who says otherwise", (Role.DIFFERS,)),
    ("who denies it", (Role.DENIES,)),
    ("who would not say", (Role.SILENT,)),
    ("earlier", (Role.EARLIER,)),
    ("not counted", (Role.APART,)),
)
"""What an explanation lists, in this order."""

MOST_CHOICES = 20
"""So many slots are listed where several are meant: a screen holds about twice that."""


def told(picture: Picture, voice: Voice) -> str:
    """One voice as a line: who, through whom, what, when, and the id."""
    from newsledger.claimline import write_claim  # a picture needs no claim lines

    said = voice.event.said
    through = f" through {', '.join(picture.label(link) for link in said.via)}" if said.via else ""
    name = picture.label(voice.source)
    return f"{short(voice.event.id)}  {name}{through}: {write_claim(said)}  (reported {said.reported})"


def find_slot(picture: Picture, asked: str) -> Belief:
    """The belief that a slot, or any unambiguous part of its name, means.

    Raises `NotInLedger` with the choices where several fit, and the nearest where none does.
    """
    wanted = fold(asked).replace(" / ", "/")
    names = [belief.slot.name for belief in picture.beliefs]
    exact = [belief for belief in picture.beliefs if wanted in (belief.slot.name, belief.slot.name.rpartition(".")[0])]
    found = exact or [belief for belief in picture.beliefs if wanted in belief.slot.name]
    if not found:
        raise NotInLedger(no_such_slot(asked, names))
    if len(found) > 1 and not exact:
        message = f"{asked!r} fits {len(found)} slots; name one:\n{_some(belief.slot.name for belief in found)}"
        raise NotInLedger(message)
    return found[0]


def no_such_slot(asked: str, names: Iterable[str]) -> str:
    """What is said of a part of a slot's name that no slot has: the nearest word that some do have, and a few of them.

    >>> print(no_such_slot("kurks", ["control/sudzha", "territory-held/kursk/ukraine"]))
    no slot here is or contains 'kurks'; did you mean kursk? It is in
      territory-held/kursk/ukraine
    """
    known = sorted(set(names))
    said = f"no slot here is or contains {asked!r}"
    if not known:
        return f"{said}: the picture is empty"
    near = nearest(asked, [*known, *(part for name in known for part in re.split("[/.]", name)), *_words(known)])
    if near is None or fold(near) == fold(asked):
        lists = f"`newsledger timeline --slot '{asked}'` lists what was ever said of it, expectations too"
        return f"{said} on the date asked; {lists}"
    fitting = [name for name in known if near in name]
    return f"{said}; did you mean {near}? It is in\n{_some(fitting)}"


def _words(names: list[str]) -> list[str]:
    return [word for name in names for word in re.split("[^\\w-]+", name) if len(word) > 1]


def _some(names: Iterable[str]) -> str:
    """Names one below the other; of very many the first few."""
    listed = list(names)
    more = len(listed) - MOST_CHOICES
    lines = [f"  {' '.join(name.split())}" for name in listed[:MOST_CHOICES]]
    return "\n".join([*lines, f"  … and {more} more"] if more > 0 else lines)


def explain(picture: Picture, slot: str) -> Explanation:
    """Why a picture holds what it holds about a slot: `print(nl.explain(picture, "territory-held/kursk/ukraine"))`.

    Any unambiguous part of the slot's name will do. Raises `NotInLedger` where none fits, or several.
    """
    belief = find_slot(picture, slot)
    key = belief.slot.name.removesuffix("" if belief.slot.only else f".{belief.slot.field}")
    out = tuple(entry for entry in picture.listing.of_slot(key) if (entry.taken_out_by or entry.withdrawn))
    return Explanation(belief=belief, picture=picture, taken_out=out, command=command(picture, belief.slot.name))


def command(picture: Picture, slot: str) -> str:
    """The command that prints this explanation again: slot, cuts, story and zone as they were resolved."""
    import shlex  # few answers end with a command

    question = picture.question
    told = {
        "at": question.at.text, "public": question.public and question.public.text,
        "known": question.known and question.known.text, "story": question.story, "zone": question.zone,
    }  # fmt: skip
    options = [part for name, value in told.items() if value for part in (f"--{name}", value)]
    return shlex.join(["newsledger", "explain", slot, *options])
