"""The ledger that all benchmarks of speed run on: made up, seeded, the same bytes every time.

24 months of several stories at once, told by 200 sources. What is drawn is drawn from skewed distributions:
few stories, regions and sources make most of the news. There are as many slots at every size
from 10,000 events on, each with 3 to 10 origins; a smaller ledger has a slot for each five events.
"""

from __future__ import annotations

from benchmarks.workload.ledger import lines, write_ledger
from benchmarks.workload.stream import Block, blocks, events

__all__ = ["Block", "blocks", "events", "lines", "write_ledger"]
