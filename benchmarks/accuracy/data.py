"""The data: what web sites said of flights, and what editors wrote of cities, with answers that somebody knows.

None of it is part of the project. It is looked for beside the clone, and what is absent is left out.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

from benchmarks.accuracy.claims import Item, Key, Value, item

DAYS = ("20111208", "20111214", "20111222")
AIRLINES = frozenset({"aa", "ua", "CO"})
"""Their own sites gave the answers; without them the others have to find out."""

MINUTES = 10
"""Two times that differ by no more are one answer."""

PERCENT = 1
"""A population is right within so many parts of a hundred."""

ATTRIBUTION = (
    "Flights: lunadong fusion data, X. Li, X. L. Dong, K. Lyons, W. Meng and D. Srivastava, PVLDB 6(2), 2012.",
    "Population: J. Pasternack and D. Roth, COLING 2010.",
)


@attrs.frozen(kw_only=True)
class DataSet:
    """Items, and the answers for some of them; `right` tells whether a value is an item's answer."""

    name: str
    items: tuple[Item, ...]
    truth: dict[Key, Value]
    right: Callable[[Key, Value], bool]

    def known(self) -> list[Item]:
        """The items whose answer is known, in order."""
        return [one for one in self.items if one.key in self.truth]


def flights(folder: Path, *, without: frozenset[str] = frozenset()) -> Iterator[DataSet]:
    """A data set for each day that is there; `without` names sources to leave out."""
    for day in DAYS:
        claims, truth = (folder / "flight" / f"{what}-{day}.csv.gz" for what in ("claims", "truth"))
        if claims.exists() and truth.exists():
            yield flight_day(day, claims, truth, without=without)


def flight_day(day: str, claims: Path, truth: Path, *, without: frozenset[str] = frozenset()) -> DataSet:
    """One day of flights: the times and gates that sites told, and the airlines' answers."""
    said: dict[Key, list[tuple[str, Value]]] = {}
    for row in _rows(claims):
        if row["source"] not in without:
            key = (row["flight"], row["attribute"])
            said.setdefault(key, []).append((row["source"], _time_or_gate(key, row["value"])))
    answers = {(row["flight"], row["attribute"]): row for row in _rows(truth)}
    known = {key: _time_or_gate(key, row["value"]) for key, row in answers.items()}
    return DataSet(
        name=f"{day[:4]}-{day[4:6]}-{day[6:]}", items=tuple(item(key, said[key], same_time) for key in sorted(said)),
        truth=known, right=lambda key, value: value == known[key] or same_time(value, known[key]),
    )  # fmt: skip


def _time_or_gate(key: Key, text: str) -> Value:
    return text if key[1].endswith("gate") else int(text)


def same_time(one: Value, other: Value) -> bool:
    """Whether two values are times that are told as one."""
    return isinstance(one, int) and isinstance(other, int) and abs(one - other) <= MINUTES


def population(folder: Path) -> DataSet | None:
    """Cities by year, only those whose answer is contested counted; `None` where the data are absent."""
    claims, truth = (folder / "population" / f"{what}.csv.gz" for what in ("claims", "truth"))
    if not claims.exists() or not truth.exists():
        return None
    said: dict[Key, list[tuple[str, Value]]] = {}
    for row in _rows(claims):
        key = (row["ObjectID"], row["PropertyID"])
        said.setdefault(key, []).append((editor(row["SourceID"]), int(row["PropertyValue"])))
    items = tuple(item(key, said[key]) for key in sorted(said))
    contested = {one.key for one in items if len(one.values) > 1}
    answers = {(row["ObjectID"], row["PropertyID"]): int(row["PropertyValue"]) for row in _rows(truth)}
    known: dict[Key, Value] = {key: value for key, value in answers.items() if key in contested}
    return DataSet(name="population", items=items, truth=known, right=lambda key, value: same_number(value, known[key]))


def same_number(one: Value, truth: Value) -> bool:
    """Whether a number is right but for one part of a hundred."""
    return isinstance(one, int) and isinstance(truth, int) and 100 * abs(one - truth) <= PERCENT * truth


def editor(told: str) -> str:
    """A name for an editor: the number of the account, or the address of one without.

    >>> editor("1513217: Mohammedfairouz"), editor("0 (68.162.248.83)")
    ('editor 1513217', 'editor 68.162.248.83')
    """
    account, address = re.match(r"(\d+)", told), re.search(r"\(([^)]*)\)\s*$", told)
    if account is not None and int(account[1]):
        return f"editor {account[1]}"
    return f"editor {address[1]}" if address else f"editor {told}"


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
