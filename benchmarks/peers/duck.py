"""DuckDB: the projection as one query, over the lines themselves and over a Parquet file made of them."""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.peers.latest import Latest, shapes

QUERY = """
SELECT slot, source, max(row(reported, id, value)) FROM (
    SELECT id, kind, source, reported, CASE kind {slots} END AS slot, CASE kind {values} END AS value FROM {rows}
) WHERE slot IS NOT NULL AND value IS NOT NULL AND source IS NOT NULL GROUP BY slot, source
"""

ROWS = """
SELECT id, said->>'$.fact.kind' AS kind, said->>'$.source' AS source, said->>'$.reported' AS reported, {fields}
FROM read_json('{lines}', format = 'newline_delimited', columns = {{'id': 'VARCHAR', 'said': 'JSON'}})
"""


def by_lines(folder: Path) -> Latest:
    """The latest words out of all files of a ledger."""
    return _asked(f"({_rows(folder)})")


def by_parquet(file: Path) -> Latest:
    """The latest words out of a Parquet file with a column for each field that the query reads."""
    return _asked(f"read_parquet('{file}')")


def fill(folder: Path, file: Path) -> None:
    """Makes that file of a ledger."""
    duckdb.sql(f"COPY ({_rows(folder)}) TO '{file}' (FORMAT parquet)")


def _rows(folder: Path) -> str:
    names = sorted({name for keys, value in shapes().values() for name in (*keys, value)})
    fields = ", ".join(f'said->>\'$.fact."{name}"\' AS "f {name}"' for name in names)
    return ROWS.format(fields=fields, lines=folder / "**" / "*.jsonl")


def _asked(rows: str) -> Latest:
    slots = " ".join(f"WHEN '{kind}' THEN {_slot(keys)}" for kind, (keys, _) in shapes().items())
    values = " ".join(f"WHEN '{kind}' THEN {_column(value)}" for kind, (_, value) in shapes().items())
    found: Latest = {}
    for slot, source, word in duckdb.connect().execute(QUERY.format(slots=slots, values=values, rows=rows)).fetchall():
        told = tuple(word.values()) if isinstance(word, dict) else tuple(word)
        found.setdefault(slot, {})[source] = told
    return found


def _slot(keys: tuple[str, ...]) -> str:
    told = ", ".join(f"coalesce({_column(key)}, '')" for key in keys)
    return f"concat_ws('/', kind, {told})"


def _column(name: str) -> str:
    return f'"f {name}"'
