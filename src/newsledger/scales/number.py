"""number: the probability itself, to six decimals for programs and two for people."""

from __future__ import annotations

import re

import attrs

from newsledger import registry
from newsledger.scales import CONFIDENCE, GROUP, MILLION, Scale, check

DECIMAL = re.compile(r"0\.[0-9]{1,6}|1\.0{1,6}|[01]")
DIGITS = 6
HUNDREDTH = MILLION // 100


@attrs.frozen(kw_only=True)
class Number(Scale):
    """The scale without bands: each millionth is its own word.

    >>> SCALE.word(480_000), SCALE.value("0.48")
    ('0.480000', 480000)
    """

    def word(self, millionths: int, standing: str | None = None) -> str:
        """The number as a decimal of six places."""
        del standing
        check(millionths)
        return f"{millionths // MILLION}.{millionths % MILLION:06d}"

    def shown(self, millionths: int, standing: str | None = None) -> str:
        """The number to two places: nobody is as sure as six of them say."""
        del standing
        check(millionths)
        hundredths = (millionths + HUNDREDTH // 2) // HUNDREDTH
        return f"{hundredths // 100}.{hundredths % 100:02d}"

    def value(self, word: str) -> int:
        """The number that a decimal of up to six places stands for.

        Raises `InvalidInput` (`unknown-word`) for any other.
        """
        if not DECIMAL.fullmatch(word.strip()):
            raise self._unknown(word, ["0.480000"])
        whole, _, rest = word.strip().partition(".")
        return int(whole) * MILLION + int(rest.ljust(DIGITS, "0"))


SCALE = Number(
    name="number",
    title="The number",
    source="Ours: the number that the other scales put into words.",
    measures=CONFIDENCE,
    decided="Nothing: no millionth is rounded.",
    bands=(),
    form="confidence {word}",
)

registry.register(GROUP, SCALE.name, SCALE)
