"""Scales: how sure a picture is, in words. One file is one scale.

A belief's confidence is the probability that its shown value holds, in integer millionths. A
scale turns it into a word, and a word back into a number of its band. Some scales say how sure
one is (*confidence*: low, moderate, high), others how probable a thing is (*likelihood*: likely,
very likely). No phrase holds both, as ICD 203 asks; a source's own hedge is told apart from either.
"""

from __future__ import annotations

from itertools import pairwise

import attrs

from newsledger import registry
from newsledger.errors import InvalidInput
from newsledger.frozen import frozen
from newsledger.problems import Place, Problem, did_you_mean

GROUP = "scale"

DEFAULT = "words"
"""The scale where nobody asks for another."""

MILLION = 1_000_000
PER_CENT = 10_000
"""Millionths in one per cent."""

CONFIDENCE, LIKELIHOOD = "confidence", "likelihood"

CONFIRMED = "confirmed"
"""The standing that a band may ask for; the text of `newsledger.belief.Standing.CONFIRMED`."""

finder, lister = registry.by_file(__name__, list(__path__))
registry.add_finder(GROUP, finder, lister)


@frozen(kw_only=True)
class Band:
    """One word of a scale: from which millionth on it is said, and the number that it stands for.

    `told` is the range as the source of the scale gives it; `also` are its other words for the
    same band. A `confirmed` band is only said of what stands so.
    """

    word: str
    low: int
    value: int
    told: str
    also: tuple[str, ...] = ()
    confirmed: bool = False


@frozen(kw_only=True)
class Scale:
    """A scale as a table. `source` says where the table is from, `decided` what we had to settle.

    >>> words = scale("words")
    >>> words.word(480_000), words.word(850_000), words.phrase(850_000)
    ('low', 'high', 'high confidence')
    >>> scale("icd203").word(480_000), scale("icd203").value("likely")
    ('roughly even chance', 675000)
    """

    name: str
    title: str
    source: str
    measures: str
    decided: str
    bands: tuple[Band, ...] = attrs.field()
    form: str = "{word}"  # how a word stands alone in an answer

    @bands.validator
    def _are_in_order(self, _: attrs.Attribute[tuple[Band, ...]], bands: tuple[Band, ...]) -> None:
        """Every millionth has a band, and only one: the bands begin at nothing and rise."""
        if bands and (bands[0].low != 0 or any(one.low >= next_.low for one, next_ in pairwise(bands))):
            raise ValueError(f"the bands of {self.name} do not rise from 0")

    def word(self, millionths: int, standing: str | None = None) -> str:
        """The word for a number of millionths; `standing` is how the belief stands, where that is known.

        Raises `ValueError` outside of 0 to 1,000,000.
        """
        return self._band(millionths, standing).word

    def phrase(self, millionths: int, standing: str | None = None) -> str:
        """The word as it stands alone in an answer, so that nobody takes a confidence for a likelihood."""
        return self.form.format(word=self.shown(millionths, standing))

    def shown(self, millionths: int, standing: str | None = None) -> str:
        """The word as people read it. Programs are given that of `word`, which may be more exact."""
        return self.word(millionths, standing)

    def value(self, word: str) -> int:
        """The number that a word stands for, in millionths: that of the source, else the middle of its band.

        Case does not matter. Raises `InvalidInput` (`unknown-word`) with the nearest words of the scale.
        """
        wanted = " ".join(word.split()).casefold()
        for band in self.bands:
            if wanted in (one.casefold() for one in (band.word, *band.also)):
                return band.value
        raise self._unknown(word, [one for band in self.bands for one in (band.word, *band.also)])

    def _unknown(self, word: str, known: list[str]) -> InvalidInput:
        shown = _short(word)
        where = Place(column=1, length=max(1, len(shown)))
        message = f"{shown!r} is no word of the scale {self.name}"
        return InvalidInput(
            [Problem(code="unknown-word", message=message, hint=did_you_mean(shown, known), where=where)]
        )

    def _band(self, millionths: int, standing: str | None) -> Band:
        check(millionths)
        allowed = (band for band in self.bands if standing == CONFIRMED or not band.confirmed)
        return [band for band in allowed if band.low <= millionths][-1]


def check(millionths: int) -> None:
    """Holds that a number is a probability in millionths; raises `ValueError` where it is none."""
    if not 0 <= millionths <= MILLION:
        raise ValueError(f"{millionths} is no probability: expected 0 to {MILLION}, in millionths")


def from_rounded(per_cent: int) -> int:
    """The first millionth that rounds to so many per cent, halves upward: for tables in whole per cent.

    >>> from_rounded(30), from_rounded(0)
    (295000, 0)
    """
    return max(0, per_cent * PER_CENT - PER_CENT // 2)


def whole_per_cent(millionths: int) -> int:
    """A number of millionths in whole per cent, halves upward: what STIX stores as `confidence`.

    >>> whole_per_cent(294_999), whole_per_cent(295_000)
    (29, 30)
    """
    check(millionths)
    return (millionths + PER_CENT // 2) // PER_CENT


def names() -> list[str]:
    """The names of all scales, the default first.

    >>> names()
    ['words', 'admiralty', 'icd203', 'ipcc', 'kent', 'number', 'phia', 'stix']
    """
    return sorted(registry.names(GROUP), key=lambda name: (name != DEFAULT, name))


def scale(name: str) -> Scale:
    """The scale of a name; case does not matter.

    >>> scale("icd23")
    Traceback (most recent call last):
    newsledger.errors.InvalidInput: column 1: error[unknown-scale]: there is no scale 'icd23'

    Raises `InvalidInput` with the names that are near, else with all of them.
    """
    wanted = name.strip().casefold()
    found = registry.find(GROUP, wanted) if wanted in names() else None
    if isinstance(found, Scale):
        return found
    shown = _short(name)
    problem = Problem(
        code="unknown-scale", message=f"there is no scale {shown!r}", hint=did_you_mean(shown, names()),
        where=Place(column=1, length=max(1, len(shown))),
    )  # fmt: skip
    raise InvalidInput([problem])


LONGEST = 40
"""So many characters of what was typed are shown again."""


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
