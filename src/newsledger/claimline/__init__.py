"""Claim lines: one claim in one line, as people write it and as newsledger prints it.

    SLOT[.FIELD] [= VALUE {, FIELD VALUE}] ["words as told"] [@ WHEN]

The same line stands in a report sheet, on the command line, in `git show` and in messages.
"""

from newsledger.claimline.reading import Claim, read_claim
from newsledger.claimline.slots import SlotText, read_slot
from newsledger.claimline.writing import write_claim

__all__ = ["Claim", "SlotText", "read_claim", "read_slot", "write_claim"]
