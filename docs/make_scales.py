"""Writes `reference/scales.md`: every scale as a table, with its source and what was decided.

The page is kept in the repository, so that a changed boundary shows where changes are read.
`tests/test_scales_page.py` holds it to the program.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from newsledger.scales import MILLION, Band, Scale, names, scale

PAGE = Path(__file__).parent / "reference" / "scales.md"

OPENING = """# Scales

How sure a picture is of a value is one number: the probability that the shown value holds, in millionths.
A scale puts it into words. `--scale NAME` chooses one for `replay`, `explain`, `contested`,
`history`, `plot` and `diff`; `scale = "NAME"` in [`ledger.toml`](files.md#ledgertoml) chooses one for a whole
ledger. Without either it is `words`. A party's own word, and whatever nobody judged, has no number and gets no word.

```python
>>> from newsledger.scales import names, scale
>>> names()
['words', 'admiralty', 'icd203', 'ipcc', 'kent', 'number', 'phia', 'stix']
>>> scale("words").word(720_000), scale("icd203").word(720_000), scale("stix").value("Med")
('moderate', 'likely', 500000)
>>> scale("words").phrase(720_000), scale("icd203").phrase(720_000)
('moderate confidence', 'likely (ICD 203)')
```

## What holds for all

- **Confidence and likelihood are two things.** A scale is of one sort or of the other, and no phrase holds
  both, as ICD 203 asks. What a source itself hedges ("possibly") is told as its words, apart from either.
- Each millionth has exactly one word, and words grow with the number. Where a source leaves a gap, or
  lets two bands share an end, the sentence below the table says how that was settled.
- A word stands for one number (the last column): that of its source, else the middle of its band. From
  a number to its word, to the word's number and back to a word, the band stays the same; the number does not.
- Tables of one name differ. STIX has a table of its own for the words of ICD 203, with other bounds:
  `icd203` here is the directive's.
- A scale of an answer is not the scale of an entry. `confidence: moderate` in a
  [sheet](sheets.md) is the recorder's weight for one report, by STIX's table; "moderate confidence"
  in an answer is what the ledger makes of all reports, by the table `words`.

With `--json` the number stands as it is, and `confidence_word` beside it where a scale was asked for; in
CSV and Markdown the word takes the place of the number.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([OPENING, *(section(scale(name)) for name in names())])


def section(one: Scale) -> str:
    """One scale: its table, where that is from, and what we decided."""
    lines = [f"## `{one.name}`", "", f"{one.title}. It tells {one.measures}: `{one.phrase(720_000)}`.", ""]
    if one.bands:
        lines += [
            "| word | also read | in the source | from | to | stands for |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
        lines += [row(band, after) for band, after in pairwise([*one.bands, None]) if band]
        lines += [""]
    return "\n".join([*lines, f"Source: {one.source}", "", f"Decided: {one.decided}", ""])


def row(band: Band, after: Band | None) -> str:
    """One band, both its ends included."""
    high = MILLION if after is None else after.low - 1
    only = " (only where confirmed)" if band.confirmed else ""
    cells = (band.word + only, ", ".join(band.also), band.told, decimal(band.low), decimal(high), decimal(band.value))
    return f"| {' | '.join(cells)} |"


def decimal(millionths: int) -> str:
    """Millionths as a decimal, as the scale `number` writes it."""
    return scale("number").word(millionths)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
