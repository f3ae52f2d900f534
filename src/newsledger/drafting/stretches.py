"""Dates that one pattern alone does not tell: pairs of days, months and years, parts of a year, weekends."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from newsledger.drafting.patterns import either
from newsledger.errors import InvalidInput
from newsledger.values.when import When

MONTHS = either("January February March April May June July August September October November December")
_MONTH = rf"(?:{MONTHS}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d{2}"
_JOIN = r"(?P<join> ?[-–] ?| (?:to|through|until|till|and|or) (?:the )?)"

_DAYS_MONTH = re.compile(
    rf"(?<![\d.,/-])(?P<one>{_DAY}){_JOIN}(?P<two>{_DAY}) (?:of )?(?P<month>{_MONTH})(?:,? (?P<year>{_YEAR}))?(?!\w)"
)
_MONTH_DAYS = re.compile(
    rf"\b(?P<month>{_MONTH}) (?P<one>{_DAY}){_JOIN}(?P<two>{_DAY})(?!\d|[,.]\d|%| [a-z]+s\b)(?:,? (?P<year>{_YEAR}))?"
)
_TWO_MONTHS = re.compile(
    rf"\b(?P<one>{_MONTH})(?: (?P<first>{_YEAR}))?(?: ?[-–] ?| (?:to|through|until|till|and) )"
    rf"(?P<two>{_MONTH})(?: (?P<last>{_YEAR}))?(?![\w]| \d)"
)
_TWO_YEARS = re.compile(
    rf"\b(?:(?P<lead>[Bb]etween|[Ff]rom|[Ii]n|[Ss]ince|of|[Dd]uring) )?"
    rf"(?P<one>{_YEAR}){_JOIN}(?P<two>{_YEAR}|\d\d)(?![\w%]|[,.]\d)"
)
_PART = re.compile(
    rf"\b(?:the )?(?P<nth>first|second|third|fourth|last|final) (?P<part>half|quarter)(?: of|,)? (?P<year>{_YEAR})\b"
)
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_LENGTH = {"half": 6, "quarter": 3}
_WEEKEND = re.compile(r"\b(?:(?P<which>last|this|next|past|previous) |the |at )weekend\b", re.IGNORECASE)
_SEASON = re.compile(r"\b(?P<which>last|this) (?P<season>spring|summer|autumn)\b", re.IGNORECASE)
_MONTH_OF = re.compile(rf"\b(?P<month>{MONTHS})(?: of)? (?P<which>last|this|next) year\b")
_NEAR_DAY = re.compile(
    r"\b(?:(?:the )?day before yesterday|(?:the )?day after tomorrow|last night|this (?:morning|afternoon|evening)"
    r"|a fortnight ago)\b",
    re.IGNORECASE,
)
_SHIFTS = {"before": -2, "after": 2, "last": -1, "this": 0, "fortnight": -14}
_OF_YEAR = re.compile(
    rf"\b(?:[Tt]he|[Ii]ts|[Tt]heir|[Aa]) (?P<year>{_YEAR})(?= [a-z]{{4,}}\b| [A-Z]\w+ (?:report|study"
    rf"|survey|census|audit|inquiry|law|act|ruling|poll)\b)(?! [a-z]*[a-hj-rtv-z]s\b)"
)
_SATURDAY, _SUMMER = 5, {"spring": (21, 3), "summer": (22, 6), "autumn": (23, 9)}


class Stretch(NamedTuple):
    """From where to where a date stands in a sentence, and what it means."""

    begin: int
    end: int
    when: When


Reader = Callable[[str, int], When | None]
"""Reads a day, month or year that stands at a place."""


Ahead = Callable[[int], bool]
"""Whether what is told of a date at a place is yet to come."""


def stretches(words: str, read: Reader, today: dt.date | None, ahead: Ahead = lambda _: False) -> Iterator[Stretch]:
    """The dates of a sentence that are told in pairs or as a part of something.

    >>> found = stretches("on 3 and 4 June 2024", lambda told, at: When.read(told), None)
    >>> [one.when.text for one in found]
    ['2024-06-03', '2024-06-04']
    """
    yield from _pairs(words, read)
    yield from _years(words)
    for part in _PART.finditer(words):
        yield from _part(part)
    if today is not None:
        yield from _from_today(words, today, ahead)


def _pairs(words: str, read: Reader) -> Iterator[Stretch]:
    """`3 to 5 June`, `June 3 and 4`, `from January to March`."""
    for pattern in (_DAYS_MONTH, _MONTH_DAYS):
        for found in pattern.finditer(words):
            year = f" {found['year']}" if found["year"] else ""
            ends = [read(f"{found[name]} {found['month']}{year}", found.start()) for name in ("one", "two")]
            yield from _pair(found, *ends, apart=found["join"].split()[:1] in (["and"], ["or"]))
    for found in _TWO_MONTHS.finditer(words):
        last = read(f"{found['two']} {found['last']}" if found["last"] else found["two"], found.start())
        told = found["first"] or (last.text[:4] if last else "")
        first = read(f"{found['one']} {told}", found.start()) if told else None
        if first and last and not found["first"] and first.text > last.text and told.isdigit():
            first = read(f"{found['one']} {int(told) - 1}", found.start())  # "from November to January"
        yield from _pair(found, first, last, apart=" and " in found[0] and "between" not in words[: found.start()])


def _pair(found: re.Match[str], first: When | None, last: When | None, *, apart: bool) -> Iterator[Stretch]:
    """Two dates, the first before the last: a span, or two apart."""
    if first is None or last is None or first.text >= last.text or first.is_interval or last.is_interval:
        return
    if apart:
        yield Stretch(found.start(), found.end("one"), first)
        yield Stretch(found.start("two"), found.end(), last)
    elif when := _parsed(f"{first.text}/{last.text}"):
        yield Stretch(found.start(), found.end(), when)


def _years(words: str) -> Iterator[Stretch]:
    """`From 2015 to 2019`, `in 2023 and 2024`, `the 2023-24 season`; and `the 2011 flood`."""
    for found in _TWO_YEARS.finditer(words):
        last = found["two"] if len(found["two"]) == len(found["one"]) else found["one"][:2] + found["two"]
        join, lead = found["join"].strip(), found["lead"] or ""
        told = bool(lead) or join in {"-", "–"}
        apart = join in {"and", "or"} and lead.casefold() != "between"
        if told and found["one"] < last:
            pair = _pair(found, When.parse(found["one"]), When.parse(last), apart=apart)
            yield from (one._replace(begin=max(one.begin, found.start("one"))) for one in pair)
    for found in _OF_YEAR.finditer(words):
        yield Stretch(found.start("year"), found.end("year"), When.parse(found["year"]))


def _part(found: re.Match[str]) -> Iterator[Stretch]:
    """`The first half of 2024`, as its months."""
    length = _LENGTH[found["part"]]
    parts = 12 // length
    nth = _NTH.get(found["nth"], parts)
    if nth <= parts:
        begin = length * (nth - 1) + 1
        year = found["year"]
        when = When.parse(f"{year}-{begin:02}/{year}-{begin + length - 1:02}")
        yield Stretch(found.start(), found.end(), when)


def _from_today(words: str, today: dt.date, ahead: Ahead) -> Iterator[Stretch]:
    """What counts from the day of the report: `last night`, `the weekend`, `last summer`, `in May last year`."""
    for found in _NEAR_DAY.finditer(words):
        shift = next(days for word, days in _SHIFTS.items() if word in found[0].casefold())
        about = "~" if "fortnight" in found[0].casefold() else ""
        yield Stretch(found.start(), found.end(), When.parse(f"{today + dt.timedelta(days=shift)}{about}"))
    for found in _WEEKEND.finditer(words):
        which = (found["which"] or "").casefold() or ("next" if ahead(found.start()) else "")
        saturday = _saturday(today, which)
        when = When.parse(f"{saturday}/{saturday + dt.timedelta(days=1)}")
        yield Stretch(found.start(), found.end(), when)
    for found in _SEASON.finditer(words):
        code, begins = _SUMMER[found["season"].casefold()]
        passed = found["which"].casefold() == "this" or today.month >= begins + 3
        yield Stretch(found.start(), found.end(), When.parse(f"{today.year - (not passed)}-{code}"))
    for found in _MONTH_OF.finditer(words):
        year = today.year + {"last": -1, "this": 0, "next": 1}[found["which"]]
        month = MONTHS.split("|").index(found["month"]) + 1
        yield Stretch(found.start(), found.end(), When.parse(f"{year}-{month:02}"))


def _saturday(today: dt.date, which: str) -> dt.date:
    """The Saturday of the weekend that is meant: the one that has begun last, or the next."""
    past = (today.weekday() - _SATURDAY) % 7
    ahead = which == "next" or (which == "this" and today.weekday() < _SATURDAY)
    earlier = which in {"last", "previous"} and today.weekday() >= _SATURDAY
    return today + dt.timedelta(days=7 * (ahead - earlier) - past)


def _parsed(text: str) -> When | None:
    try:
        return When.parse(text)
    except InvalidInput:
        return None
