"""What a figure counts: the unit or the noun that follows it, adjectives aside."""

from __future__ import annotations

import re

from newsledger.drafting.patterns import words
from newsledger.frozen import frozen
from newsledger.values import units
from newsledger.values.units import Unit

MOST_WORDS = 5
"""So many words may stand between a figure and what it counts: "two small, connected pockets"."""

STOPS = words(
    "a an the this that these those its his her their our my your of in on at by for from to with without"
    " within into onto"
    " over under above below across along around near between among against during before after since until till as"
    " than and or but nor so yet if when while where which who whom whose what how because though although is are was"
    " were be been being has have had do does did will would can could may might must shall should not no also too then"
    " now here there per each every all both either neither only just still again ago out off up down"
    " away late early he she it they we i you him them"
    " us said says say told according including about more less fewer most least"
)
"""Words that no noun phrase goes on with."""

VERBED = re.compile(r"[a-z]+(?:ed|ing)$")
"""What mostly is a verb or a participle: a noun before it is the head."""

WORD = re.compile(r"\s*(,?)\s*(°[CF]|%|[^\W\d_][^\W_]*[²2]?(?:['’./-][^\W_]+)*\.?)")
_PER_CENT = re.compile(r"per cent\b", re.IGNORECASE)
LEADING = words("more other others additional further new")
"""What may stand before the noun that is counted, and is none itself."""

SINGULAR = re.compile(r"(?:ss|us|is|ews)$")
ITEM = units.UNITS["item"]
PERSON = units.UNITS["person"]

PEOPLE = words(
    "firefighter patient student teacher official officer worker employee member evacuee migrant visitor passenger"
    " protester demonstrator driver doctor nurse volunteer rescuer hiker camper survivor victim fatality"
    " inmate detainee"
    " candidate customer guest hostage militant rebel arrest hospitalisation hospitalization detention"
    " conscript recruit"
    " reservist medic traveller traveler staff personnel crew supporter adult infant baby pupil parent farmer tourist"
    " player fan reader listener viewer user sailor pilot marine guard policeman police relative neighbour neighbor"
    " colleague delegate lawmaker senator injury miner climber swimmer runner rioter looter settler"
    " villager ranger trooper"
    " paratrooper mercenary diver engineer banker trader shopper buyer homeowner tenant commuter cyclist"
    " pedestrian motorist"
    " activist journalist scientist artist extremist terrorist worshipper pilgrim mourner spectator"
    " attendee trainee retiree"
    " nominee applicant participant contestant immigrant suspect defendant witness juror judge lawyer"
    " prosecutor attorney"
    " deputy councillor councilor minister mayor governor diplomat envoy monitor observer inspector"
    " peacekeeper commander"
    " insurgent jihadist gunman gunmen policemen paramedic surgeon midwife carer orphan toddler newborn"
    " teenager youth boy"
    " girl brother sister son daughter mother father owner manager executive director shareholder"
    " investor subscriber donor"
    " fisherman fishermen herder trucker seafarer crewman crewmen staffer aide guest scholar priest monk"
    " nun scout officer"
)
"""Words for people that the table of units does not hold; told as people all the same."""


@frozen(kw_only=True)
class Noun:
    """What is counted: the unit, the noun as told, and its place; `hyphen` is whether it is joined to the figure."""

    unit: Unit
    words: str
    begin: int
    end: int
    hyphen: bool = False
    known: bool = True


def noun_after(text: str, at: int) -> Noun | None:
    """The unit or noun that a figure before this place counts.

    >>> noun_after("two small, connected pockets of land", 3).words
    'pockets'
    >>> noun_after("11,000 North Korean troops", 6).unit.symbol
    'person'
    """
    if text[at : at + 1] == "-":
        return _hyphened(text, at)
    phrase: list[re.Match[str]] = []
    here = at
    while len(phrase) < MOST_WORDS and (found := WORD.match(text, here)):
        plain = found[2].casefold().rstrip(".")
        if plain in LEADING and not phrase:
            here = found.end()
            continue
        if (plain in STOPS and not _PER_CENT.match(text, found.start(2))) or (found[1] and not phrase):
            break
        if found[1] and not _goes_on(text, found):
            break
        phrase.append(found)
        if noun := _unit_at(text, phrase):
            return noun
        here = found.end()
        if found[2].endswith(".") and plain + "." != found[2].casefold():
            break
    return _head(phrase)


def _goes_on(text: str, found: re.Match[str]) -> bool:
    """Whether what stands behind a comma still belongs to the phrase: another adjective, then a unit."""
    two = [found, WORD.match(text, found.end())]
    return any(one is not None and _lookup(one[2]) is not None for one in two)


def _unit_at(text: str, phrase: list[re.Match[str]]) -> Noun | None:
    """The unit that the last words tell: two words before one."""
    last = phrase[-1]
    follows = WORD.match(text, last.end())
    if follows and not follows[1]:
        pair = f"{last[2]} {follows[2]}"
        unit = units.known(pair.rstrip("."))
        if unit is not None:
            return _noun(unit, text, last.start(2), follows.end(2))
    unit = _lookup(last[2])
    if last[2].casefold() in {"percentage", "percent"} and follows and follows[2].casefold().startswith("point"):
        return _noun(units.UNITS["%"], text, last.start(2), follows.end(2))
    if unit is None:
        return None
    return _noun(unit, text, last.start(2), last.end(2))


def _noun(unit: Unit, text: str, begin: int, end: int) -> Noun:
    told = text[begin:end].rstrip(".") or text[begin:end]
    return Noun(unit=unit, words=told, begin=begin, end=begin + len(told))


def _lookup(word: str) -> Unit | None:
    """The unit of one word; a currency by its code alone where the word is no ordinary one."""
    plain = word.rstrip(".").casefold()
    if plain in {"won", "rand", "real", "d", "h", "m", "t", "b"} and word not in {"m", "t"}:
        return None
    unit = units.known(word.rstrip("."))
    return unit or (PERSON if is_people(plain) else None)


def is_people(word: str) -> bool:
    """Whether a word means people."""
    return word in PEOPLE or word.removesuffix("s") in PEOPLE or (word.endswith("ies") and f"{word[:-3]}y" in PEOPLE)


def _hyphened(text: str, at: int) -> Noun | None:
    """`30-day`, `seven-month-long`, `50-acre`: a unit that is joined to the figure."""
    found = re.compile(r"-([^\W\d_]+)").match(text, at)
    unit = units.known(found[1]) if found else None
    if found is None or unit is None or unit.dimension.startswith("count:"):
        return None
    return Noun(unit=unit, words=found[1], begin=found.start(1), end=found.end(1), hyphen=True)


def _head(phrase: list[re.Match[str]]) -> Noun | None:
    """The noun of a phrase without a known unit: its first plural, else its first word."""
    if not phrase:
        return None
    plural = [one for one in phrase if one[2].rstrip(".").endswith("s") and not SINGULAR.search(one[2].rstrip("."))]
    head = plural[0] if plural else phrase[0]
    told = head[2].rstrip(".")
    if not plural and VERBED.search(told):
        return None
    return Noun(unit=ITEM, words=told, begin=head.start(2), end=head.start(2) + len(told), known=False)
