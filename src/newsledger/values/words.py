"""People's words for dates ("on Friday", "since August 2024") become a canonical text.

The one place that uses pendulum, and only for sums on the calendar: `pendulum.parse` reads
the clock on "now" and makes a day of a month, so it is never called. Words are resolved
against the day that they were said on; no clock is read. Each rule below is a pattern and
a function; a form that is not told as precisely as it looks gets a `~`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import attrs

from newsledger.errors import InvalidInput
from newsledger.frozen import frozen
from newsledger.problems import Place, Problem, nearest
from newsledger.values.dates import SEASONS, days_in, read_ends
from newsledger.values.misdated import MONTHS, shown
from newsledger.values.vocabulary import (
    COUNT,
    COUNTS,
    DAY,
    EXAMPLES,
    LEAP_GAP,
    MONTH,
    SEASON_NAMES,
    THIRD,
    UNITS,
    VOCABULARY,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    index,
    pattern,
)

if TYPE_CHECKING:
    from pendulum import Date


@frozen(kw_only=True)
class Saying:
    """Words and the day that they were said on, if that is known."""

    words: str
    day: dt.date | None
    open_ended: bool = False

    def today(self) -> Date:
        """The day that the words were said on, as pendulum counts days."""
        if self.day is None:
            what = "the report's date has no latest day" if self.open_ended else "the report's date is not given"
            hint = "give the day of the report, or write the date itself, such as 2025-03-16"
            raise self.wrong("report-date-needed", f"this depends on the day it was said, and {what}", hint)
        import pendulum

        return pendulum.date(self.day.year, self.day.month, self.day.day)

    def wrong(self, code: str, what: str, hint: str) -> InvalidInput:
        """The error that says what is wrong with the words."""
        place = Place(column=1, length=max(1, len(self.words)))
        return InvalidInput([Problem(code=code, message=f"{shown(self.words)}: {what}", hint=hint, where=place)])


Rule: TypeAlias = tuple[re.Pattern[str], Callable[[re.Match[str], Saying], str]]


def read_words(words: str, *, day: dt.date | None, open_ended: bool = False) -> str:
    """Words for a date become its canonical text, resolved against the day that they were said on.

    `open_ended` says why there is no day, for the message alone.

    >>> read_words("last week", day=dt.date(2025, 3, 16))
    '2025-03-10/2025-03-15'
    >>> read_words("about August 2024", day=None)
    '2024-08~'

    Raises:
        InvalidInput: the words are not known, name no date of the calendar, or need a day that is not given.
    """
    plain = re.sub(r"\s+", " ", words).strip()
    try:
        text = _resolve(plain, Saying(words=plain, day=day, open_ended=open_ended))
        read_ends(text)
    except InvalidInput as wrong:
        place = Place(column=1 + len(words) - len(words.lstrip()), length=max(1, len(words.strip())))
        raise InvalidInput(attrs.evolve(problem, where=place) for problem in wrong.problems) from None
    return text


def _resolve(words: str, said: Saying) -> str:
    for shape, rule in RULES:
        match = shape.fullmatch(words)
        if match:
            return rule(match, said)
    if re.search(r"[a-z]{2}", words, re.IGNORECASE):
        raise _unknown(words, said)
    read_ends(words)  # a date within the words: `since 2024-08`
    return words


def _unknown(words: str, said: Saying) -> InvalidInput:
    known = {word.casefold() for word in VOCABULARY}
    for word in re.findall(r"[^\W\d_]{3,}", words):
        near = None if word.casefold() in known else nearest(word, VOCABULARY)
        if near:
            return said.wrong("unreadable-date", f"{word!r} is no word for a date", f"did you mean {near}?")
    clock = "; no clock is read, so write today or the day" if words.casefold() == "now" else ""
    return said.wrong("unreadable-date", "these words are no date", f"write 2025-03-16, 2024-08, or {EXAMPLES}{clock}")


def _near_day(match: re.Match[str], said: Saying) -> str:
    """`today`, `yesterday`, `tomorrow`."""
    shift = {"yesterday": -1, "today": 0, "tomorrow": 1}[match[0].lower()]
    return said.today().add(days=shift).isoformat()


def _weekday(match: re.Match[str], said: Saying) -> str:
    """`Friday`: the latest by the day of the words, that day included; `last Friday`: strictly before it."""
    import pendulum

    today, wanted = said.today(), index(match["weekday"], WEEKDAYS)
    if today.weekday() == wanted and not match["last"]:
        return today.isoformat()
    return today.previous(pendulum.WeekDay(wanted)).isoformat()


def _period(match: re.Match[str], said: Saying) -> str:
    """`last week`, `this month`, `next year`."""
    today, shift = said.today(), {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
    unit = match["unit"].lower()
    if unit == "week":
        return _week(today, shift)
    if unit == "month":
        return _told(lambda: today.start_of("month").add(months=shift), said)[:7]
    return _told(lambda: today.start_of("year").add(years=shift), said)[:4]


def _week(today: Date, shift: int) -> str:
    """A week is Monday to Sunday; said on a Sunday, "last week" is the six days before it."""
    monday = today.subtract(days=today.weekday())
    if shift == -1 and today.weekday() == WEEKDAYS.index("Sunday"):
        return f"{monday.isoformat()}/{today.subtract(days=1).isoformat()}"
    monday = monday.add(weeks=shift)
    return f"{monday.isoformat()}/{monday.add(days=6).isoformat()}"


def _ago(match: re.Match[str], said: Saying) -> str:
    """`3 days ago` is a day; `3 weeks ago` is about a day, `3 months ago` about a month, and so for years."""
    told = match["count"].lower()
    count = int(told) if told.isdigit() else max(1, COUNTS.index("a" if told == "an" else told))
    today, unit = said.today(), f"{match['unit'].lower()}s"
    text = _told(lambda: today.subtract(**{unit: count}), said)
    return {"days": text, "weeks": f"{text}~", "months": f"{text[:7]}~", "years": f"{text[:4]}~"}[unit]


def _offset(match: re.Match[str], said: Saying) -> str:
    """`-7d`, `-2w`, `-3m`, `-1y`: that very day, as the command line asks for it."""
    today, count = said.today(), int(match["count"])
    return _told(lambda: today.add(**{UNITS[match["unit"].lower()]: count}), said)


def _told(count: Callable[[], dt.date], said: Saying) -> str:
    try:
        return count().isoformat()
    except (ValueError, OverflowError):
        hint = "years run from 0001 to 9999"
        raise said.wrong("year-out-of-range", "this lies outside the calendar", hint) from None


def _month(match: re.Match[str], said: Saying) -> str:
    """`August 2024`; without a year, the latest August that had begun by the day of the words.

    `mid-August` is about it: a span would say that something was counted, or held, all through.
    """
    month = index(match["month"], MONTHS) + 1
    year = _year_of(match, month, said)
    return f"{year:04}-{month:02}" + ("~" if match["third"] else "")


def _year_third(match: re.Match[str], _said: Saying) -> str:
    """`early 2024`: about some time in it. A span would say that it was counted, or held, all through those months."""
    return f"{match['year']}~"


def _season(match: re.Match[str], said: Saying) -> str:
    """`spring 2024`; without a year, the latest spring that had begun by the day of the words."""
    name = match["season"].lower()
    if name == "winter":
        year = int(match["year"] or 2024)
        hint = f"write {year:04}-12/{year + 1:04}-02, or the month, or {year:04}-24 for its December alone"
        raise said.wrong("ambiguous-date", "a winter lies in two years", hint)
    season = SEASON_NAMES[name]
    return f"{_year_of(match, SEASONS[season][0], said):04}-{season}"


def _year_of(match: re.Match[str], month: int, said: Saying) -> int:
    if match["year"]:
        return int(match["year"])
    today = said.today()
    return today.year - (month > today.month)


def _day(match: re.Match[str], said: Saying) -> str:
    """`16 March 2025`, `Mar 16`: without a year, the latest such day by the day of the words."""
    month, day = index(match["month"], MONTHS) + 1, int(match["day"])
    year = int(match["year"]) if match["year"] else _latest_year(month, day, said)
    text = f"{year:04}-{month:02}-{day:02}"
    read_ends(text)
    told, is_ = match["weekday"], WEEKDAYS[dt.date(year, month, day).weekday()]
    if told and WEEKDAYS[index(told, WEEKDAYS)] != is_:
        what = f"{day} {MONTHS[month - 1]} {year} is a {is_}"
        raise said.wrong("weekday-differs", what, "check the two, and write the day that is meant")
    return text


def _latest_year(month: int, day: int, said: Saying) -> int:
    today = said.today()
    for year in range(today.year, max(0, today.year - LEAP_GAP - 1), -1):
        if day <= days_in(year, month) and (year, month, day) <= (today.year, today.month, today.day):
            return year
    return today.year  # no year has it, as the reader of the text will say


def _between(match: re.Match[str], said: Saying) -> str:
    """`from A to B`, `between A and B`: A may leave out what B tells."""
    if _SPAN.fullmatch(match["last"]):
        raise _unknown(match[0], said)
    last = _side(_resolve(match["last"], said), -1, said)
    return f"{_side(_first(match['first'], last, said), 0, said)}/{last}"


def _first(words: str, last: str, said: Saying) -> str:
    """The start of a span: "from March to August 2024" means the latest March by that August."""
    bare = re.fullmatch(DAY, words)
    end = read_ends(last)[1]
    if bare and re.match("[0-9]{4}-[0-9]{2}-", last):
        return f"{last[:8]}{int(bare['day']):02}"
    if end is not None and not _RELATIVE.search(words):
        said = attrs.evolve(said, day=dt.date.fromordinal(end.last))
    return _resolve(words, said)


def _side(text: str, side: int, said: Saying) -> str:
    """A single date as it is; of an interval the outer end, which is then about."""
    if "/" not in text:
        return text
    halves = text.split("/")
    if not {"", ".."}.isdisjoint(halves):  # since until March
        raise _unknown(said.words, said)
    return _mark(halves[side])


def _mark(text: str) -> str:
    return text if "T" in text or text[-1] in "~?%" else f"{text}~"


def _since(match: re.Match[str], said: Saying) -> str:
    return f"{_side(_resolve(match['inner'], said), 0, said)}/.."


def _until(match: re.Match[str], said: Saying) -> str:
    return f"../{_side(_resolve(match['inner'], said), -1, said)}"


def _about(match: re.Match[str], said: Saying) -> str:
    text = _resolve(match["inner"], said)
    return "/".join(half if half in {"", ".."} else _mark(half) for half in text.split("/"))


def _same(match: re.Match[str], said: Saying) -> str:
    """`in 2024`, `on 2025-03-16`, `some time in August`: the little words say nothing more."""
    return _resolve(match["inner"], said)


_RELATIVE = pattern(r"\b(?:today|yesterday|tomorrow|ago|last|this|next)\b|^[+-]")
_SPAN = pattern(r"(?:from )?(?P<first>.+?) (?:to|until|till|through) (?P<last>.+)")

RULES: tuple[Rule, ...] = (
    (pattern("today|yesterday|tomorrow"), _near_day),
    (pattern(rf"(?:on )?(?P<last>last )?{WEEKDAY}"), _weekday),
    (pattern("(?P<which>last|this|next) (?P<unit>week|month|year)"), _period),
    (pattern(rf"{COUNT} (?P<unit>day|week|month|year)s? ago"), _ago),
    (pattern("(?P<count>[+-][0-9]{1,5}) ?(?P<unit>[dwmy])"), _offset),
    (pattern(rf"(?:in )?(?:{THIRD}[ -])?{MONTH}(?:,? {YEAR})?"), _month),
    (pattern(rf"(?:in )?{THIRD}[ -]{YEAR}"), _year_third),
    (
        pattern(rf"(?:in )?(?:the )?(?P<season>spring|summer|autumn|fall|winter)(?: of)?(?: {YEAR})?"),
        _season,
    ),
    (pattern(rf"(?:on )?(?:{WEEKDAY},? )?(?:the )?{DAY}(?: of)? {MONTH}(?:,? {YEAR})?"), _day),
    (pattern(rf"(?:on )?(?:{WEEKDAY},? )?{MONTH} {DAY}(?:,? {YEAR})?"), _day),
    (pattern("between (?P<first>.+?) and (?P<last>.+)"), _between),
    (pattern(r"(?P<first>[0-9]{1,2}) ?[–-] ?(?P<last>[0-9]{1,2} [a-z].*)"), _between),
    (pattern("(?:until|till|up to) (?P<inner>.+)"), _until),
    (_SPAN, _between),
    (pattern("(?:since|from) (?P<inner>.+)"), _since),
    (pattern(r"(?:some ?time )?(?:about|around|circa|ca?\.?|roughly|approximately) (?P<inner>.+)"), _about),
    (pattern("(?:some ?time )?(?:in|on|during) (?P<inner>.+)"), _same),
)
