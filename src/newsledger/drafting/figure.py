"""A figure as it stands in a sentence."""

from __future__ import annotations

import attrs

from newsledger.frozen import frozen
from newsledger.values.quantity import Quantity

NO_UNIT = "item"
"""The unit of what has none of its own."""


@frozen(kw_only=True)
class Figure:
    """A figure as it stands in a sentence, from `begin` to `end`.

    `quantity` is what it says, `words` how it is told, with hedge and unit. `noun` is what it counts,
    as told. Where it is told by another figure alone ("similar casualties") `quantity` is unknown and
    `like` is that figure. One that is `derived` says how figures compare ("more than doubled"): it is
    kept as told, and believed of no slot.
    """

    begin: int
    end: int
    words: str
    quantity: Quantity = attrs.field(repr=False)
    noun: str | None = None
    like: Figure | None = attrs.field(default=None, repr=False)
    derived: bool = False

    @property
    def unit(self) -> str:
        """The symbol of its unit; `item` where what it counts has none."""
        return self.quantity.unit or NO_UNIT

    @property
    def is_share(self) -> bool:
        """Whether it is a part of a whole."""
        return self.quantity.dimension == "share"

    @property
    def hedge(self) -> str | None:
        """The words that hedge it."""
        return None if self.like is not None else self.quantity.hedge
