"""How far each source may be trusted, and who repeats whom: learned from the claims alone, proposed and never applied.

Claims that several sources make about one thing are compared. Who agrees with what is probably so earns a
grade; who agrees with another on what is probably wrong repeats it. What comes of it are `source` events that
a person may append: no picture looks at what is learned here.
"""

from newsledger.calibrating.claims import Claim, claims_of, scope_of
from newsledger.calibrating.known import Known, known_sources
from newsledger.calibrating.learning import ROUNDS, Learned, Record, Step, Tie, learn
from newsledger.calibrating.proposing import Proposal, propose, unjudged

__all__ = [
    "ROUNDS",
    "Claim",
    "Known",
    "Learned",
    "Proposal",
    "Record",
    "Step",
    "Tie",
    "claims_of",
    "known_sources",
    "learn",
    "propose",
    "scope_of",
    "unjudged",
]
