"""The latest words as of any dates: by pandas over a frame in memory, and by DuckDB over Parquet, both made once.

A word counts if it is of the story, public by `public`, held by `known`, and speaks as of an instant before `at` ends.
What was taken back is not minded: that is the part that neither of the two can be asked for in one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.peers.latest import Latest, shapes, tell
from newsledger import Question
from newsledger.event import Event
from newsledger.fact import Fact
from newsledger.values.quantity import Quantity
from newsledger.values.when import NEVER

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Answer = Callable[[Question], Latest]

KEYS = ["slot", "source"]
FILE = "words.parquet"

QUERY = """
SELECT slot, source, max(row(reported, id, value)) FROM read_parquet('{file}')
WHERE story = ? AND told <= ? AND recorded < ? AND low < ? GROUP BY slot, source
"""


class Word(NamedTuple):
    """A report as a row: its word, and the instants by which it is cut, in microseconds."""

    story: str
    slot: str
    source: str
    reported: str
    id: str
    value: str
    low: int
    told: int
    recorded: int


def words(events: Iterable[Event]) -> Iterator[Word]:
    """The rows of reports that tell a value; what tells none, or no date, is none."""
    fields = {kind: field for kind, (_, field) in shapes().items()}
    for event in events:
        said = event.said
        field = fields.get(said.kind)
        if field is None or said.source is None or said.reported is None or said.occurred is None:
            continue
        value = getattr(said.fact, field, None)
        if value is not None and isinstance(said.fact, Fact):
            yield Word(
                said.story or "", "/".join((said.kind, *said.fact.keys())), said.source, said.reported.text, event.id,
                value.text if isinstance(value, Quantity) else value,
                said.occurred.span()[0], said.reported.span()[1], event.recorded_at,
            )  # fmt: skip


def cuts(question: Question) -> tuple[int, int, int]:
    """Where `public`, `known` and `at` end, in microseconds."""
    public, known, at = (question.end(when) for when in (question.public, question.known, question.at))
    return NEVER if public is None else public, NEVER if known is None else known, NEVER if at is None else at


def of_events(events: Iterable[Event], question: Question) -> Latest:
    """The plain fold over a story's own events."""
    public, known, at = cuts(question)
    found: Latest = {}
    for word in words(events):
        if word.told <= public and word.recorded < known and word.low < at and word.story == question.story:
            tell(found, word.slot, word.source, (word.reported, word.id, word.value))
    return found


# --- pandas and DuckDB ------------------------------------------------------------------------------


def table(events: Iterable[Event]) -> pa.Table:
    """All words as one table, each story's together."""
    import pyarrow as pa

    rows = list(words(events))
    columns = dict(zip(Word._fields, zip(*rows, strict=True), strict=True))
    return pa.table({name: pa.array(column) for name, column in columns.items()}).sort_by(
        [("story", "ascending"), ("reported", "ascending"), ("id", "ascending")]
    )


def frame(rows: pa.Table) -> pd.DataFrame:
    """The table as a frame whose names are numbered; of each story the latest words stand last."""
    found = rows.to_pandas()
    return found.astype(dict.fromkeys(("story", *KEYS), "category"))


def by_frame(whole: pd.DataFrame) -> Answer:
    """Asks a frame of the whole ledger."""

    def answer(question: Question) -> Latest:
        return _latest(whole[whole["story"] == question.story], question)

    return answer


def by_story(whole: pd.DataFrame) -> Answer:
    """Asks frames of single stories, taken out of the whole beforehand."""
    stories = {story: part.copy() for story, part in whole.groupby("story", observed=True)}
    return lambda question: _latest(stories[question.story], question)


def _latest(part: pd.DataFrame, question: Question) -> Latest:
    public, known, at = cuts(question)
    inside = part[(part["told"] <= public) & (part["recorded"] < known) & (part["low"] < at)]
    last = inside.drop_duplicates(KEYS, keep="last")
    found: Latest = {}
    for slot, source, *word in zip(*(last[name] for name in (*KEYS, "reported", "id", "value")), strict=True):
        found.setdefault(slot, {})[source] = (word[0], word[1], word[2])
    return found


def by_parquet(rows: pa.Table, folder: Path) -> Answer:
    """Asks a Parquet file through a connection that is kept."""
    import duckdb

    connection = duckdb.connect()
    connection.register("rows", rows)
    file = folder / FILE
    connection.execute(f"COPY rows TO '{file}' (FORMAT parquet)")
    connection.unregister("rows")
    query = QUERY.format(file=file)

    def answer(question: Question) -> Latest:
        found: Latest = {}
        for slot, source, word in connection.execute(query, [question.story, *cuts(question)]).fetchall():
            told: Any = tuple(word.values()) if isinstance(word, dict) else tuple(word)
            found.setdefault(slot, {})[source] = told
        return found

    return answer
