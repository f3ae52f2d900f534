"""What a kind of fact is made of: keys, values, and how each value is read in time.

A kind is one attrs class in one file. It declares its keys (what it is about) and its
values (what is said of it); from that alone follow slots, claim lines, beliefs, forms and
documentation.

    @kind("control", Timing(Time.HOLDS, moves=Moves.YES, window=3, half_life=14))
    @frozen
    class Control(Fact):
        place: str = key("the place that is held")
        holder: str | None = text("who holds it; contested or unknown where nobody does")
"""

from newsledger.fact.declaring import NAMED, Fact, KindSpec, Unknown, date, key, kind, names, quantity, ref, term, text
from newsledger.fact.fields import (
    MAX_TEXT,
    SHOWN,
    Field,
    Moves,
    Role,
    Time,
    Timing,
    Type,
    Value,
    as_term,
    clean,
    fold,
    named,
)
from newsledger.fact.typed import Date, Figure, Names, frozen

__all__ = [
    "MAX_TEXT",
    "NAMED",
    "SHOWN",
    "Date",
    "Fact",
    "Field",
    "Figure",
    "KindSpec",
    "Moves",
    "Names",
    "Role",
    "Time",
    "Timing",
    "Type",
    "Unknown",
    "Value",
    "as_term",
    "clean",
    "date",
    "fold",
    "frozen",
    "key",
    "kind",
    "named",
    "names",
    "quantity",
    "ref",
    "term",
    "text",
]
