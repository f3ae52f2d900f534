"""How sure the recorder was of one report: what was written, its scale, and its number.

Four scales are taken, each as its own table. The numbers are those of STIX 2.1, Appendix A
(OASIS, normative), which also maps the credibility scale of NATO's AJP-2.1. Nothing is
rounded to another scale: what was written is what is stored.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NoReturn

import attrs

from newsledger.errors import InvalidInput
from newsledger.frozen import frozen
from newsledger.problems import Place, Problem

# STIX 2.1, Appendix A, "None / Low / Med / High"; our word for Med is moderate
WORDS: Mapping[str, int] = MappingProxyType({"low": 15, "moderate": 50, "high": 85})

# STIX 2.1, Appendix A, "Admiralty Credibility"; the scale itself is AJP-2.1's.
# 6 is "truth cannot be judged": STIX leaves the property out, and so no number stands here.
ADMIRALTY: Mapping[str, int | None] = MappingProxyType({"2": 70, "3": 50, "4": 30, "5": 10, "6": None})

_SYNONYMS = {"medium": "moderate", "med": "moderate"}
# texts, compiled when a confidence is first read: most ledgers tell none
_PERCENT = r"(100|[1-9]?[0-9])((?:\.[0-9]{1,6})?) ?%"
_ADMIRALTY = r"(?:admiralty )?([1-6])"
_STIX = r"stix (100|[1-9]?[0-9])"
_LONGEST = 40  # no form comes near it; it keeps messages short
_FORMS = "write low, moderate or high, a percentage (70%), a credibility (admiralty 3), or a STIX number (stix 70)"


@frozen(kw_only=True, repr=False)
class Confidence:
    """The recorder's assessment of one report, on the scale that it was written in.

    `value` lies between 0 and 1; it is `None`, and `judged` false, where the recorder said
    that the report cannot be judged (credibility 6).

    >>> Confidence.parse("moderate").value
    Fraction(1, 2)
    >>> Confidence.parse("6").judged
    False
    """

    text: str
    scale: str = attrs.field(eq=False)
    value: Fraction | None = attrs.field(eq=False)

    @property
    def judged(self) -> bool:
        """Whether the recorder gave an opinion at all."""
        return self.value is not None

    @classmethod
    def parse(cls, text: str) -> Confidence:
        """What was written, with its scale and number; case and blanks at the ends do not matter.

        >>> Confidence.parse("70 %"), Confidence.parse("3").scale
        (Confidence('70%'), 'admiralty')

        Raises `InvalidInput`: `computed-not-entered` for credibility 1, else `unreadable-confidence`.
        """
        return _parse(text)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Confidence({self.text!r})"


@functools.lru_cache(maxsize=1024)
def _parse(text: str) -> Confidence:
    plain = text.strip().casefold() if len(text) <= _LONGEST else ""
    word = _SYNONYMS.get(plain, plain)
    if word in WORDS:
        return Confidence(text=word, scale="words", value=Fraction(WORDS[word], 100))
    if found := re.fullmatch(_PERCENT, plain):
        return _percent(text, found[1] + found[2])
    if found := re.fullmatch(_ADMIRALTY, plain):
        return _admiralty(text, found[1])
    if found := re.fullmatch(_STIX, plain):
        return Confidence(text=plain, scale="stix", value=Fraction(int(found[1]), 100))
    return _refuse(text)


def _percent(text: str, number: str) -> Confidence:
    value = Fraction(number) / 100
    if value > 1:
        _refuse(text)
    return Confidence(text=f"{number}%", scale="percent", value=value)


def _admiralty(text: str, level: str) -> Confidence:
    if level not in ADMIRALTY:
        _refuse_computed(text)
    number = ADMIRALTY[level]
    value = None if number is None else Fraction(number, 100)
    return Confidence(text=f"admiralty {level}", scale="admiralty", value=value)


def _refuse_computed(text: str) -> NoReturn:
    raise InvalidInput(
        [
            Problem(
                code="computed-not-entered",
                message="credibility 1 (confirmed by other sources) is computed by newsledger, never entered",
                hint="write 2 for what is probably true, and enter the other sources' reports as well",
                where=Place(column=1, length=len(text)),
            )
        ]
    )


def _refuse(text: str) -> NoReturn:
    shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    raise InvalidInput(
        [
            Problem(
                code="unreadable-confidence",
                message=f"{shown!r} is no confidence; expected for example moderate or 70%",
                hint=_FORMS,
                where=Place(column=1, length=max(1, len(text))),
            )
        ]
    )
