"""Figures that are told without a number: none, an ordinal, a multiple, or "as many" as another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsledger.drafting.figure import Figure
from newsledger.drafting.hedging import hedged_from
from newsledger.drafting.nouns import is_people
from newsledger.drafting.patterns import either
from newsledger.errors import InvalidInput
from newsledger.values import units
from newsledger.values.quantity import Quantity

_BETWEEN = either("new further other confirmed reported known serious immediate more additional")
_NONE = re.compile(rf"\b(?:no|zero|not a single)\s+(?:(?:{_BETWEEN})\s+)*(?P<noun>[a-z]+)", re.IGNORECASE)
_ALLOWED = either("allowed expected supposed surprised required needed interested involved prepared convinced")
_NOBODY = re.compile(
    r"\b(?:no one|nobody|no-one)\b(?=.{0,20}\b(?:killed|injured|hurt|died|dead|missing|wounded)\b"
    rf"| (?:else )?(?:is|was|were|has been|had been|have been) (?!{_ALLOWED})(?:being )?(?:turned"
    rf"|[a-z]+ed|found|left|sent|held|shot)\b)",
    re.IGNORECASE,
)
_NO_THINGS = re.compile(
    r"\b[Nn]o (?:(?!longer|more\b)[a-z]+ )?(?P<noun>[a-z]{3,}s)(?= (?:were|have been"
    r"|had been) (?:[a-z]+ly )?(?:[a-z]+ed|found|hit|lost|made|seen|shut|held)\b)"
)
"""Things of which none befell what the verb says: "no flights were cancelled"."""

_IDLE = frozenset(
    {
        "details",
        "plans",
        "changes",
        "signs",
        "reasons",
        "terms",
        "conditions",
        "names",
        "figures",
        "numbers",
        "decisions",
        "steps",
        "words",
        "others",
        "efforts",
        "results",
        "promises",
    }
)
_NONE_OF = frozenset({"person", "case", "home", "building"})
"""Units of which "no" is a figure: "no man" and "no time" are none."""

_HARM = either("injury injuries death deaths casualties fatalities fatality victims")

_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_COUNTED = either("person body victim death fatality patient case casualty worker firefighter man woman child soldier")
_ORDINAL = re.compile(rf"\b(?:a )?(?P<ordinal>{'|'.join(_ORDINALS)}) (?P<noun>{_COUNTED})\b", re.IGNORECASE)
_BEFELL = re.compile(
    rf"\b(?:{either('dead died killed found confirmed injured missing infected reported hurt arrested')})\b"
)

_VERBS = either("doubl(?:es?|ed|ing) tripl(?:es?|ed|ing) trebled? quadrupl(?:es?|ed|ing) halved halves halving")
_TIMES = either(r"two three four five six seven eight nine ten \d+(?:\.\d+)?")
_THAN = (
    r"as|more|higher|larger|bigger|greater|the|what|its|that(?! (?:morning|afternoon|evening|night"
    r"|day|week|month|year))"
)
MULTIPLE = re.compile(
    rf"\b(?:(?P<verb>{_VERBS})\b(?!-)|by half\b|(?P<twice>twice) (?:as|the|that|its|their|what)\b"
    rf"|(?P<times>{_TIMES})(?: times (?:{_THAN})\b|[- ]?fold\b))",
    re.IGNORECASE,
)
"""How a figure compares with another: "more than doubled"."""

_FACTORS = {"doubl": "2", "tripl": "3", "trebl": "3", "quadr": "4", "halve": "1/2", "halvi": "1/2", "twice": "2"}

_LIKE = re.compile(
    r"\b(?:a )?(?:similar|comparable|the same)(?: number| amount| share| level| toll)?(?: of)?"
    rf" (?P<noun>{either('casualties losses deaths cases share toll numbers? votes injuries figures?')})\b",
    re.IGNORECASE,
)


def nones(words: str) -> Iterator[Figure]:
    """`No deaths`, `nobody was hurt`: a figure, and it is none.

    >>> [one.quantity.text for one in nones("No deaths were reported, and no evidence.")]
    ['none person']
    """
    for match in _NONE.finditer(words):
        noun = match["noun"].casefold()
        unit = units.UNITS["person"] if re.fullmatch(_HARM, noun) else units.known(noun)
        if unit is not None and unit.symbol in _NONE_OF and noun not in {"man", "people"}:
            yield _figure(match, Quantity.parse(f"none {unit.symbol}"), match["noun"])
    for match in _NO_THINGS.finditer(words):
        if (
            units.known(match["noun"]) is None
            and match["noun"].casefold() not in _IDLE
            and not re.fullmatch(_HARM, match["noun"])
        ):
            yield _figure(
                match, Quantity.parse(f"none {'person' if is_people(match['noun']) else 'item'}"), match["noun"]
            )
    for match in _NOBODY.finditer(words):
        yield _figure(match, Quantity.parse("none person"), "people")


def ordinals(words: str) -> Iterator[Figure]:
    """`A third person has died`: then there are three.

    >>> [one.quantity.text for one in ordinals("A third person has died.")]
    ['3 person']
    """
    for match in _ORDINAL.finditer(words) if _BEFELL.search(words) else ():
        number = _ORDINALS.index(match["ordinal"].casefold()) + 2
        unit = "case" if match["noun"].casefold() == "case" else "person"
        yield _figure(match, Quantity.parse(f"{number} {unit}"), match["noun"])


def multiples(words: str) -> Iterator[Figure]:
    """`More than doubled`, `three times as many`: how two figures compare.

    >>> [(one.words, one.quantity.text) for one in multiples("The fire more than doubled.")]
    [('more than doubled', '>2 item')]
    """
    for match in MULTIPLE.finditer(words):
        told = (match["verb"] or match["twice"] or match["times"] or "halved").casefold()
        factor = _FACTORS.get(told[:5], told)
        begin = hedged_from(words, match.start())
        try:
            quantity = Quantity.read(
                f"{words[begin : match.start()]}{factor}", unit="share" if factor == "1/2" else "item"
            )
        except InvalidInput:
            continue
        text = words[begin : match.end()]
        yield Figure(begin=begin, end=match.end(), words=text, quantity=quantity, noun="times", derived=True)


def like(words: str, found: list[Figure], before: list[Figure]) -> Iterator[Figure]:
    """Figures that are told by another alone: "similar casualties"."""
    for match in _LIKE.finditer(words):
        earlier = [one for one in found if one.end <= match.start()] or before
        other = next((one for one in reversed(earlier) if one.like is None and not one.derived), None)
        if other is not None:
            unknown = Quantity.parse(f"unknown {other.unit}")
            yield Figure(
                begin=match.start(), end=match.end(), words=match[0], quantity=unknown, noun=match["noun"], like=other
            )


def _figure(match: re.Match[str], quantity: Quantity, noun: str) -> Figure:
    return Figure(begin=match.start(), end=match.end(), words=match[0], quantity=quantity, noun=noun)
