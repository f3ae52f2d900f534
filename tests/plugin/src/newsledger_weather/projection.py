"""river-levels: the rivers of a picture, each gauge with its level."""

from __future__ import annotations

import attrs

from newsledger.belief import Belief
from newsledger.projections import projection
from newsledger.replay import Picture


@projection("river-levels")
@attrs.frozen
class RiverLevels:
    """What is believed of each river and gauge: `picture[RiverLevels].levels["elbe", "dresden"]`."""

    levels: dict[tuple[str, str], Belief]

    @classmethod
    def project(cls, picture: Picture) -> RiverLevels:
        """The levels of a picture."""
        told = [belief for belief in picture.beliefs if belief.slot.kind == "river-level"]
        return cls({(belief.slot.keys[0], belief.slot.keys[1]): belief for belief in told})
