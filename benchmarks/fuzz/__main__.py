"""`python -m benchmarks.fuzz FOLDER`: joins what a hunt left in FOLDER to the corpus that is kept."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.fuzz import keeping

if __name__ == "__main__":
    keeping.main(Path(sys.argv[1]))
