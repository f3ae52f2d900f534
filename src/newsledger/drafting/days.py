"""The dates of a sentence: words such as "on Friday" or "in August 2024", resolved against the day of the report."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import attrs

from newsledger.drafting.patterns import any_of
from newsledger.drafting.stretches import stretches
from newsledger.errors import InvalidInput
from newsledger.frozen import frozen
from newsledger.values.when import When

_WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    "|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\.?)"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = "[0-3]?[0-9](?:st|nd|rd|th)?"
_YEAR = "(?:1[5-9]|20)[0-9]{2}"
_COUNT = "(?:[0-9]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_UNIT = "(?:day|week|month|year)"
_THIRD = "(?:[Ee]arly|[Mm]id|[Ll]ate)"
_OF_DAY = "(?:early |late )?(?:morning|afternoon|evening|night)"


def _behind(words: str) -> str:
    """What stands right behind one of some words."""
    return "|".join(rf"(?<=\b{word} )" for word in words.split())


_SINGLE = (
    rf"(?:{_WEEKDAY},? )?{_MONTH} {_DAY}(?!\d|[,.]\d{{3}}(?!\d))(?:,? {_YEAR})?",
    rf"(?:{_WEEKDAY},? )?(?:the )?{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?(?![\w])",
    r"[12][0-9]{3}-[01][0-9]-[0-3][0-9](?!\d)",
    rf"(?:{_THIRD}[ -])?{_MONTH}(?:,| of)? {_YEAR}(?!\d)",
)
_MONTHS_ALONE = (
    rf"{_THIRD}[ -]{_MONTH}(?![\w])",
    rf"(?:[Ll]ast|[Tt]his|[Nn]ext) (?:{_MONTHS})\b",
    rf"(?:{_behind('in since by until of from on than with against after before during through to')}){_MONTH}(?![\w])",
)
_SEASON = (rf"(?:the )?(?:spring|summer|autumn|fall) of {_YEAR}", rf"(?:spring|summer|autumn) {_YEAR}")
_RELATIVE = (
    r"(?:(?P<sooner>[Ee]arlier|[Ll]ater) )?(?P<which>[Ll]ast|[Tt]his|[Nn]ext) (?:week(?!end)|month|year)\b",
    rf"(?:[Ll]ast |[Tt]his |[Nn]ext )?{_WEEKDAY}(?: {_OF_DAY})?",
    r"\b(?:[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Oo]vernight)\b",
    r"\b(?:the )?(?:1[5-9]|20)[0-9]0s\b",
    rf"\b{_COUNT} {_UNIT}s? ago\b",
)
_BEFORE_YEAR = "In in Since since of By by Until until during Before before After after from Early early Late late"
_YEARS = (
    rf"(?:{_behind(_BEFORE_YEAR)})(?:mid-)?{_YEAR}"
    r"(?![\w%]|[,.][0-9]| [a-z]+s\b (?:were|are|had|have))"
)
_PATTERN = any_of(*_SINGLE, *_MONTHS_ALONE[:2], *_SEASON, *_RELATIVE, _MONTHS_ALONE[2], _YEARS)
_NEAR = any_of(
    r"\bthe (?:day|night) (?P<before>before|after)\b",
    r"\b(?:the )?(?:previous|(?P<next>following)) day\b",
    r"\bthe (?:previous (?P<last>week|month|year)\b|(?P<ago>week|month|year) before\b)",
    rf"\b(?P<count>{_COUNT}) (?P<unit>day|week|month|year)s? (?P<way>earlier|later|before(?= *(?:[,.;:)]|$)))\b",
    r"\b(?:that (?:same )?|the same )day\b",
)
_CLOCK = re.compile(
    r"(?<![\d.:,])(?:[01]?\d|2[0-3])(?:[:.][0-5]\d(?: ?[ap]\.?m\.?(?!\w))|:[0-5]\d(?![\d:])|(?: ?[ap]\.m\.| ?[ap]m\b))"
    r"(?: (?:local time|GMT|UTC|CES?T|[ECMP][SD]?T|BST|JST|IST|SAST)\b)?"
)
_HABIT = re.compile(
    r"\b(?:daily|every|each|weekdays|opening hours|open from|usually|always|between \d)\b", re.IGNORECASE
)
_SPAN = re.compile(r"\s*(?:to|through|until|and|-|–)\s*(?:the )?")
_LEAD = re.compile(
    r"\b(since|until|till|through|by|between|from|before|after|about|around|early|mid|late|end of)[ -](?:the )?$",
    re.IGNORECASE,
)
_WILL = any_of(
    r"\b(?:will|won.t|would|shall|is|are|was|were) (?:be )?(?:expected|due|scheduled|set|planned|to)\b",
    r"\bexpect(?:s|ed)? [^.;]+? to [a-z]",
    r"\b(?:will|would|next)\b|\b(?:must|should|could|may|might|shall|can) [a-z]",
    r"\b(?:expire|open|begin|start|end|close|meet|resume|vote|convene|reopen|return|arrive)s?"
    r" (?:on|in|from)\b|\b(?:plan|hope|expect|aim|intend)s? to\b|\b(?:scheduled|due|planned) (?:for|on|to|from)\b",
    r"\b(?:takes?|comes?|go(?:es)?) (?:effect|into (?:force|effect))\b|\b(?:reopen|resume|begin|start|return)s? $",
    flags=re.IGNORECASE,
)
_REACH = 80
"""So many characters before a date are looked at for what is yet to come."""

YEAR, SOON, RECENT = 366, 366 - 75, 45
"""Days: what was so long ago comes again within eleven weeks."""

_SAID = re.compile(
    r"\b(?:said|says|told|stated|announced|warned|reported|wrote|added|confirmed)(?: \S+){0,3} (?:on )?$"
)
_DONE = re.compile(
    r"(?<!\bbe )(?<!\bto )\b(?!expected|scheduled|planned|slated|anticipated|projected|needed|intended|timed|delayed"
    r"|postponed|booked)[a-z]+(?:ed|ung|oke|ook|aid|ent) (?:[a-z]+ly )?(?:in|on|since|during) $"
    r"|\bsince $|\b(?:telling|saying|warning|announcing)(?: \S+){0,4} (?:in|on) $"
)
"""A verb in the past right before a date: "predicted in December"."""

_DAY_OF_WEEK = re.compile(rf"({_WEEKDAY}),? (?=\S* ?(?:{_MONTH})|the )")
_DECADE = re.compile(r"(?:the )?([12][0-9]{2})0s")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = ("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@frozen(kw_only=True)
class Day:
    """A date as it stands in a sentence: where, in which words, what it means, and the word that leads it."""

    begin: int
    end: int
    words: str
    when: When
    lead: str = ""

    @property
    def occurred(self) -> When:
        """The time that is meant: from then on where the words say "since"."""
        if self.lead == "since" and not self.when.is_interval:
            return When.parse(f"{self.when.text}/..")
        return self.when


def days(
    words: str, published: When, zone: str = "UTC", before: When | None = None, named: When | None = None
) -> list[Day]:
    """The dates of a sentence; `before` is the date that was named last, which "a day earlier" looks back to.

    `named` is the last day that the article named, on which a time without a date is: "at 10:52 p.m."

    >>> found = days("On Friday it rained, as in August 2024.", When.parse("2025-03-16"))
    >>> [(day.words, day.when.text) for day in found]
    [('Friday', '2025-03-14'), ('August 2024', '2024-08')]
    """
    found: list[Day] = []
    for one in _candidates(words, published, zone):
        if not found or one.begin >= found[-1].end:
            found.append(one)
    joined = _spans(words, found)
    near = [*joined, *_near(words, joined, before or published)]
    return sorted(near or _clock(words, named or published), key=lambda day: day.begin)


def _candidates(words: str, published: When, zone: str) -> Iterator[Day]:
    """Every date that might be meant, the earliest first, of several at one place the longest."""

    def ahead(begin: int) -> bool:
        return _is_ahead(_lead(words, begin), words[:begin], words)

    def read(told: str, begin: int) -> When | None:
        return _meant(told, published, zone, "", ahead=ahead(begin))

    spans = [
        Day(begin=one.begin, end=one.end, words=words[one.begin : one.end], when=one.when)
        for one in stretches(words, read, published.last_day(zone), ahead)
    ]
    singles = [_single(found, words, published, zone) for found in _PATTERN.finditer(words)]
    yield from sorted(filter(None, [*spans, *singles]), key=lambda day: (day.begin, -day.end))


def _lead(words: str, begin: int) -> str:
    """The word that leads a date: "since", "until", "early"."""
    found = _LEAD.search(words, 0, begin)
    return found[1].lower() if found else ""


def _single(found: re.Match[str], words: str, published: When, zone: str) -> Day | None:
    begin, told = found.start(), found[0]
    about = _lead(words, begin)
    ahead = _is_ahead(about, words[:begin], words)
    when = _meant(told, published, zone, found["which"] or "", ahead=ahead)
    if when is None:
        return None
    if about in {"early", "late", "mid", "about", "around"} and when.text[-1] != "~" and "/" not in when.text:
        when = When.parse(f"{when.text}~")
    return Day(begin=begin, end=found.end(), words=told, when=when, lead=about)


def _is_ahead(about: str, before: str, words: str) -> bool:
    """Whether what is told of a date is yet to come."""
    if about in {"until", "till", "through"} or (about == "by" and not re.search(r"\bhad\b", words)):
        return True
    return _WILL.search(before[-_REACH:]) is not None and not (_SAID.search(before) or _DONE.search(before))


def _meant(told: str, published: When, zone: str, which: str, *, ahead: bool) -> When | None:
    """What a date means: a weekday of which something is said that is yet to come lies ahead."""
    plain = re.sub(rf" {_OF_DAY}$", "", re.sub(r"^(?:Earlier|Later|earlier|later) ", "", told)).replace(
        "onight", "oday"
    )
    name = plain.split()[-1].lower()
    if name in _DAYS and plain.lower() in {name, f"next {name}", f"this {name}"}:
        return _weekday(_DAYS.index(name), published, zone, ahead=ahead or plain.lower().startswith("next"))
    if plain.lower() == "overnight":
        return _night(published, zone)
    if decade := _DECADE.fullmatch(plain):
        return When.parse(f"{decade[1]}0/{decade[1]}9")
    if re.fullmatch(r"(?:[Ll]ast|[Tt]his|[Nn]ext) [A-Z][a-z]+", plain) and name not in _DAYS:
        plain = plain.split()[1]
    if day := _DAY_OF_WEEK.match(plain):
        return _on_weekday(plain[day.end() :].replace(" of ", " "), _DAYS.index(day[1].lower()), published, zone)
    when = _read(plain.replace(" of ", " ") if plain[-1:].isdigit() else plain, published, zone)
    if (
        when is not None
        and not (which or re.search(_YEAR, plain))
        and ((ahead and not _is_recent(when, published)) or _is_soon(when, published))
    ):
        when = _next_year(when, published)
    if which.lower() == "this" and when is not None and when.is_interval:
        return _so_far(when, published, zone) if "arlier" in told else when
    return when


def _on_weekday(plain: str, weekday: int, published: When, zone: str) -> When | None:
    """`Monday, June 23`: of the years around the report the one in which that day is a Monday."""
    when = _read(plain, published, zone)
    day = None if when is None or re.search(_YEAR, plain) else when.first_day(zone)
    if when is None or day is None:
        return when
    others = [_read(f"{plain} {day.year + shift}", published, zone) for shift in (0, 1, -1)]
    fits = [one for one in others if one and (first := one.first_day(zone)) and first.weekday() == weekday]
    return fits[0] if fits else when


def _night(published: When, zone: str) -> When | None:
    """`Overnight`: from the day before to the day of the report."""
    day = published.last_day(zone)
    return None if day is None else When.parse(f"{day - dt.timedelta(days=1)}/{day}")


def _next_year(when: When, published: When) -> When:
    """A day or month of which something is yet to come, told without a year: the next one, not the last."""
    told = re.fullmatch(r"([0-9]{4})(-[0-9]{2}(?:-[0-9]{2})?~?)", when.text)
    if told is None or when.key >= published.key:
        return when
    try:
        return When.parse(f"{int(told[1]) + 1}{told[2]}")
    except InvalidInput:
        return when


def _is_recent(when: When, published: When) -> bool:
    """Whether a day without a year has passed just now: of next year's people would say so."""
    told, today = when.last_day(), published.last_day()
    return told is not None and today is not None and 0 <= (today - told).days <= RECENT


def _is_soon(when: When, published: When) -> bool:
    """Whether a day without a year is much nearer next time than it was last time: "on 22 April", told on the 16th."""
    told, today = when.first_day(), published.last_day()
    return told is not None and today is not None and SOON <= (today - told).days <= YEAR


def _so_far(when: When, published: When, zone: str) -> When:
    """`Earlier this week`: the part of it that has passed."""
    first, last = when.first_day(zone), published.last_day(zone)
    return When.parse(f"{first}/{last}") if first and last and first < last else when


def _weekday(number: int, published: When, zone: str, *, ahead: bool) -> When | None:
    day = published.last_day(zone)
    if day is None:
        return None
    shift = (number - day.weekday()) % 7 or 7 if ahead else -((day.weekday() - number) % 7)
    return When.parse((day + dt.timedelta(days=shift)).isoformat())


def _read(words: str, published: When, zone: str) -> When | None:
    try:
        return When.read(re.sub(r"(?<=[A-Za-z])\.", "", words), said_on=published, zone=zone)
    except InvalidInput:
        return None


def _spans(words: str, found: list[Day]) -> list[Day]:
    """Dates that are both ends of a span are one: "between Monday and Friday"."""
    joined: list[Day] = []
    for day in found:
        last = joined[-1] if joined else None
        between = _SPAN.fullmatch(words, last.end, day.begin) if last else None
        spans = between is not None and ("and" not in between[0] or (last is not None and last.lead == "between"))
        if last and spans and not last.when.is_interval and not day.when.is_interval and last.when.text < day.when.text:
            when = When.parse(f"{last.when.text}/{day.when.text}")
            joined[-1] = attrs.evolve(last, end=day.end, words=words[last.begin : day.end], when=when, lead="")
        else:
            joined.append(day)
    return joined


def _clock(words: str, day: When) -> Iterator[Day]:
    """`At 10:52 p.m.`: on the day that was named last."""
    if _HABIT.search(words) or day.is_interval:
        return
    for match in _CLOCK.finditer(words):
        yield Day(begin=match.start(), end=match.end(), words=match[0], when=day)


def _near(words: str, found: list[Day], before: When) -> Iterator[Day]:
    """`A day earlier`, `the following day`: counted from the date that was named last."""
    for match in _NEAR.finditer(words):
        if any(day.begin < match.end() and match.start() < day.end for day in found):
            continue
        told = [day.when for day in found if day.end <= match.start()]
        when = _shifted(match, told[-1] if told else before)
        if when is not None:
            yield Day(begin=match.start(), end=match.end(), words=match[0], when=when)


def _shifted(match: re.Match[str], base: When) -> When | None:
    day = base.last_day()
    if day is None:
        return None
    if past := match["last"] or match["ago"]:
        return _read(f"1 {past} ago", When.parse(day.isoformat()), "UTC")
    if match["count"] is None and not (match["before"] or match["next"] or "previous" in match[0]):
        return When.parse(day.isoformat())
    if match["count"] is None:
        later = match["before"] == "after" or match["next"]
        return When.parse((day + dt.timedelta(days=1 if later else -1)).isoformat())
    told = match["count"].lower()
    count = int(told) if told.isdigit() else max(1, _NUMBERS.index("a" if told == "an" else told))
    if match["way"] != "later":
        return _read(f"{count} {match['unit']}s ago", When.parse(day.isoformat()), "UTC")
    span = {"day": 1, "week": 7}.get(match["unit"])
    return When.parse((day + dt.timedelta(days=count * span)).isoformat()) if span else None
