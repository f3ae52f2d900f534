"""Report sheets: one report, every fact in it, one line a claim, with an exact place in every error.

report: the-daily
published: 2025-03-16

kyiv says on 2025-03-11:
  position/us 30-day ceasefire/ukraine = considering ("willing to consider")
"""

from newsledger.sheet.reading import Sheet, read_sheet
from newsledger.sheet.writing import write_sheet

__all__ = ["Sheet", "read_sheet", "write_sheet"]
