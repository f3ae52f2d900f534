# The public names with their types: `__init__.py` imports each when it is first used.

from typing import Final

from newsledger.arriving import Arrival as Arrival
from newsledger.arriving import Arrived as Arrived
from newsledger.belief import Belief as Belief
from newsledger.belief import Standing as Standing
from newsledger.chronicle import OnDay as OnDay
from newsledger.difference import Diff as Diff
from newsledger.difference import diff as diff
from newsledger.errors import IntegrityBroken as IntegrityBroken
from newsledger.errors import InvalidInput as InvalidInput
from newsledger.errors import LedgerLocked as LedgerLocked
from newsledger.errors import LedgerMoved as LedgerMoved
from newsledger.errors import LedgerNotFound as LedgerNotFound
from newsledger.errors import LedgerUnusable as LedgerUnusable
from newsledger.errors import NewsledgerError as NewsledgerError
from newsledger.errors import NotInLedger as NotInLedger
from newsledger.event import Event as Event
from newsledger.event import Said as Said
from newsledger.event import say as say
from newsledger.explanation import Explanation as Explanation
from newsledger.explanation import explain as explain
from newsledger.kinds.alias import Alias as Alias
from newsledger.kinds.casualties import Casualties as Casualties
from newsledger.kinds.control import Control as Control
from newsledger.kinds.expectation import Expectation as Expectation
from newsledger.kinds.forces import Forces as Forces
from newsledger.kinds.incident import Incident as Incident
from newsledger.kinds.indicator import Indicator as Indicator
from newsledger.kinds.note import Note as Note
from newsledger.kinds.position import Position as Position
from newsledger.kinds.proposal import Proposal as Proposal
from newsledger.kinds.redaction import Redaction as Redaction
from newsledger.kinds.retraction import Retraction as Retraction
from newsledger.kinds.source import Source as Source
from newsledger.kinds.stake import Stake as Stake
from newsledger.kinds.state import State as State
from newsledger.kinds.statement import Statement as Statement
from newsledger.kinds.support import Support as Support
from newsledger.kinds.term import Term as Term
from newsledger.kinds.territory_held import TerritoryHeld as TerritoryHeld
from newsledger.kinds.void import Void as Void
from newsledger.ledger import Ledger as Ledger
from newsledger.ledger import in_memory as in_memory
from newsledger.ledger import open_ledger as open  # noqa: A004  nl.open reads like the builtin
from newsledger.live import Question as Question
from newsledger.problems import Problem as Problem
from newsledger.projections.beliefs import Beliefs as Beliefs
from newsledger.projections.casualties import Casualties as CasualtyCounts
from newsledger.projections.ceasefire import Ceasefire as Ceasefire
from newsledger.projections.contested import Contested as Contested
from newsledger.projections.expected import Expected as Expected
from newsledger.projections.territory import Territory as Territory
from newsledger.projections.timeline import Timeline as Timeline
from newsledger.replay import Picture as Picture
from newsledger.sheet import read_sheet as read_sheet
from newsledger.sheet import write_sheet as write_sheet
from newsledger.values.confidence import Confidence as Confidence
from newsledger.values.quantity import Quantity as Quantity
from newsledger.values.when import When as When

__version__: Final[str]
__all__ = [
    "Alias",
    "Arrival",
    "Arrived",
    "Belief",
    "Beliefs",
    "Casualties",
    "CasualtyCounts",
    "Ceasefire",
    "Confidence",
    "Contested",
    "Control",
    "Diff",
    "Event",
    "Expectation",
    "Expected",
    "Explanation",
    "Forces",
    "Incident",
    "Indicator",
    "IntegrityBroken",
    "InvalidInput",
    "Ledger",
    "LedgerLocked",
    "LedgerMoved",
    "LedgerNotFound",
    "LedgerUnusable",
    "NewsledgerError",
    "NotInLedger",
    "Note",
    "OnDay",
    "Picture",
    "Position",
    "Problem",
    "Proposal",
    "Quantity",
    "Question",
    "Redaction",
    "Retraction",
    "Said",
    "Source",
    "Stake",
    "Standing",
    "State",
    "Statement",
    "Support",
    "Term",
    "Territory",
    "TerritoryHeld",
    "Timeline",
    "Void",
    "When",
    "diff",
    "explain",
    "in_memory",
    "open",
    "read_sheet",
    "say",
    "write_sheet",
]
