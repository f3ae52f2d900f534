"""From what several origins say of one slot to one belief: who yields, what weighs, what is shown, how it stands.

- `weights`: every number, in one table
- `parts`: what a belief is made of
- `amounts`, `agreement`: whether two values can both be true
- `words`: what one report says, as the sums need it
- `yielding`: which words still speak
- `weighing`: what each of them weighs
- `evidence`: what they weigh together, which value has the most of it, how sure that makes us
- `standing`: how that is told in one word
- `believing`: all of it, in order
"""

from newsledger.belief.agreement import meet, same
from newsledger.belief.believing import believe, believe_voices
from newsledger.belief.parts import (
    Belief,
    Evidence,
    Role,
    Slot,
    Standing,
    Voice,
    Weighing,
    slot_name,
    value_text,
)
from newsledger.belief.weights import TABLE

__all__ = [
    "TABLE",
    "Belief",
    "Evidence",
    "Role",
    "Slot",
    "Standing",
    "Voice",
    "Weighing",
    "believe",
    "believe_voices",
    "meet",
    "same",
    "slot_name",
    "value_text",
]
