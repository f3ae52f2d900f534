"""Values as sources give them: imprecise dates, imprecise figures, confidence as told."""
