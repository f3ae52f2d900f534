"""The fold: a set of events and a question give a picture. Pure; reads no clock, no disk, no environment.

- `state`: a grow-only set of events, which answers questions
- `hearing`: who says what of each slot about the date asked
- `folding`: from the events of a question to what is believed of each slot
- `picture`: what is believed, and what of it is put together only when somebody asks
- `listing`: the reports that a picture rests on, one by one
"""

from newsledger.replay.folding import Whole, picture_of
from newsledger.replay.hearing import slot_of
from newsledger.replay.listing import Entry
from newsledger.replay.picture import Picture, Projection
from newsledger.replay.state import ANY_DAY, FEW, State, hash_of

__all__ = [
    "ANY_DAY",
    "FEW",
    "Entry",
    "Picture",
    "Projection",
    "State",
    "Whole",
    "hash_of",
    "picture_of",
    "slot_of",
]
