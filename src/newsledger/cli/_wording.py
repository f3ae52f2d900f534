"""Beliefs in words: what a line of a picture says of a slot, a value, a date, those who say it."""

from __future__ import annotations

import re

from newsledger.belief import Belief, Role, Standing, Voice, value_text
from newsledger.event import Said, short
from newsledger.fact import Fact, Value
from newsledger.replay import Entry, Picture
from newsledger.values.quantity import Quantity
from newsledger.values.shown import date, figure
from newsledger.values.when import When

PLAIN_HEDGES = frozenset({"over", "about", "up to", "under", "at least", "some", "none", "no", "exactly", ""})
"""Hedges that the figure itself is written with; any other is quoted beside it."""

MOST_NAMES = 3

WHOLE_ID = r"\b[0-9a-f]{32}\b"


def value(told: Value | None, words: str | None = None, *, is_term: bool = False) -> str:
    """A value as people read it, with the source's own hedge in quotes."""
    if told is None:
        return "no value"
    if not isinstance(told, Quantity):
        text = value_text(told)
        shown = text.replace("-", " ") if is_term else text
        return f'{shown} "{words}"' if words and _plain(words) not in (_plain(text), "yes") else shown
    shown = figure(told)
    quoted = quote(told, words)
    return f'{shown} "{quoted}"' if quoted else shown


def _plain(words: str) -> str:
    return words.casefold().replace("-", " ")


def quote(told: Quantity, words: str | None) -> str:
    """The part of the words as told that the figure does not say: a hedge, or the whole where no figure was told."""
    if not words or words.casefold() in PLAIN_HEDGES:
        return ""
    if told.is_unknown:
        return "" if words.strip() in ("?", "unknown", "unclear") else words
    from newsledger.values.hedges import hedge_of  # a ledger without such words needs no grammar of them

    hedge = hedge_of(words, unit=told.unit) or ""
    return "" if hedge.casefold() in PLAIN_HEDGES else hedge


def believed(belief: Belief) -> str:
    """The value of a belief as people read it."""
    is_term = bool(belief.first.field.terms)
    return value(belief.value, belief.told[0] if belief.told else None, is_term=is_term)


def claim_line(said: Said) -> str:
    """The claim line of an event, with the ids in it as short as they are shown elsewhere."""
    from newsledger.claimline import write_claim  # a picture needs no claim lines

    return re.sub(WHOLE_ID, lambda found: short(found.group()), write_claim(said))


def taken_out(entry: Entry) -> str:
    """What stands before a report that counts no more: taken back by its source, or entered wrongly by us."""
    if entry.voided:
        return "VOIDED, entered wrongly  "
    return "TAKEN BACK  " if entry.withdrawn else ""


def day(when: When | None) -> str:
    """A date as people read it."""
    return date(when)


def party(picture: Picture, name: str) -> str:
    """A party, region or group: the name that was introduced, else its own with capitals."""
    label = picture.directory.entry(name).shown
    if label:
        return label
    if name != name.lower():
        return name
    return " ".join(word[:1].upper() + word[1:] for word in name.replace("-", " ").split())


def subject(name: str) -> str:
    """A thing spoken of: as told, with a capital."""
    return name[:1].upper() + name[1:]


def keys(belief: Belief) -> tuple[str, ...]:
    """The keys of a belief as they were told."""
    fact = belief.first.event.said.fact
    return fact.keys() if isinstance(fact, Fact) else belief.slot.keys


def listed(names: list[str], most: int = MOST_NAMES) -> str:
    """Names in a row, each once; of very many the first few."""
    unique = list(dict.fromkeys(names))
    more = f" and {len(unique) - most} more" if len(unique) > most else ""
    return ", ".join(unique[:most]) + more


def speakers(picture: Picture, voices: list[Voice]) -> str:
    """Those who speak, by the names to show."""
    return listed([speaker(picture, voice) for voice in voices])


def speaker(picture: Picture, voice: Voice) -> str:
    """Who speaks; whoever is unnamed is told with the outlet that carried it."""
    said = voice.event.said
    name = picture.label(said.source or "")
    return f"{name}, in {picture.label(said.via[0])}" if said.source == "unnamed" and said.via else name


def who(picture: Picture, belief: Belief) -> str:
    """Who says it, and how the belief stands."""
    supporting = belief.of(Role.SHOWN, Role.AGREES)
    names = speakers(picture, supporting)
    by_standing = {
        Standing.CLAIMED: f"claimed by {_sides(picture, supporting)}: {names}",
        Standing.BOTH_SIDES: f"both sides: {names}",
        Standing.OWN_WORD: names,
        Standing.REPORTED: f"reported: {names}",
        Standing.CORROBORATED: f"corroborated: {names}",
        Standing.CONFIRMED: f"confirmed: {names}",
        Standing.DISPUTED: f"disputed: {against(picture, belief)}",
        Standing.DENIED: f"denied by {speakers(picture, belief.of(Role.DENIES))}",
        Standing.UNVERIFIED: f"unverified: {names}" if supporting else "nobody says so",
    }
    told = _of_the_figure(picture, belief) if belief.figure else by_standing[belief.standing]
    reserve = reserves(picture, belief)
    return told + (f"; {reserve}" if reserve else "")


def _of_the_figure(picture: Picture, belief: Belief) -> str:
    """How a number stands that others only bound: who tells it, and what the others say. They confirm no number."""
    shown = belief.of(Role.SHOWN)
    sides = f" by {_sides(picture, shown)}" if belief.figure is Standing.CLAIMED else ""
    others = [f"{value(voice.value, voice.told)} says {speaker(picture, voice)}" for voice in belief.of(Role.AGREES)]
    return "; ".join([f"figure {belief.figure}{sides}: {speakers(picture, shown)}", *dict.fromkeys(others)])


def _sides(picture: Picture, voices: list[Voice]) -> str:
    return listed([party(picture, voice.side) for voice in voices if voice.side])


def against(picture: Picture, belief: Belief) -> str:
    """Who says it and who does not."""
    says = f"says {speakers(picture, belief.of(Role.SHOWN, Role.AGREES))}"
    denials = belief.of(Role.DENIES)
    denies = [f"denied by {speakers(picture, denials)}"] if denials else []
    rivals = [f"{_quoted(voice)} says {speaker(picture, voice)}" for voice in belief.of(Role.DIFFERS)]
    return "; ".join([says, *denies, *dict.fromkeys(rivals)])


def _quoted(voice: Voice) -> str:
    told = value(voice.value, voice.told)
    return told if isinstance(voice.value, Quantity) else f'"{told}"'


def _how_vague(occurred: When | None) -> str:
    """Why a belief is a maybe: how far its date is known."""
    vague = occurred is not None and not occurred.is_interval and occurred.precision in ("year", "month", "season")
    return f"date known to the {occurred.precision} only" if vague and occurred else "exact day not told"


def reserves(picture: Picture, belief: Belief) -> str:
    """The flags of a belief in words; of a figure that corrects another also which."""
    words = {
        "stale": f"stale, {belief.age} days old",
        "maybe": _how_vague(belief.occurred),
        "partly retracted": _taken_back(picture, belief) if "partly retracted" in belief.flags else "",
        "told later": "told later",
    }
    return "; ".join(words[flag] for flag in belief.flags if flag in words)


def _taken_back(picture: Picture, belief: Belief) -> str:
    """What was corrected into the value that is shown; else only that something was taken back."""
    by = {voice.event.id for voice in belief.of(Role.SHOWN) if voice.event.said.corrects}
    about = "/".join((belief.slot.kind, *belief.slot.keys)).rstrip("/")
    corrected = [
        value(told, entry.event.said.words(field.name))
        for entry in (picture.listing.of_slot(about) if by else ()) if by.intersection(entry.taken_out_by)
        for field, told in entry.event.said.claims() if field.name == belief.slot.field
    ]  # fmt: skip
    return f"corrected from {listed(corrected)}" if corrected else "part of what was said was taken back"
