"""The words that dates are told in: names, numbers and the patterns that find them.

English, in any case. `newsledger.values.words` says what they mean.
"""

from __future__ import annotations

import re

from newsledger.values.misdated import MONTHS

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COUNTS = (
    "a",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
"""A word's place is its number, but for `a`, which is one."""

UNITS = {"d": "days", "w": "weeks", "m": "months", "y": "years"}
SEASON_NAMES = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23}
"""Winter is left out: it lies in two years, and people do not say which they mean."""

LEAP_GAP = 8
"""Years: the longest that passes between two 29 Februaries (1896 to 1904)."""

EXAMPLES = "yesterday, on Friday, last week, 3 days ago, -7d, in August 2024, 16 March 2025, since August 2024"
VOCABULARY = (
    *MONTHS,
    *WEEKDAYS,
    *(
        "today",
        "yesterday",
        "tomorrow",
        "last",
        "this",
        "next",
        "week",
        "month",
        "year",
        "days",
        "weeks",
        "months",
    ),
    *(
        "years",
        "ago",
        "since",
        "until",
        "between",
        "about",
        "around",
        "early",
        "late",
        "spring",
        "summer",
        "autumn",
    ),
    *("in", "on", "from", "to", "and", "some", "time", "during"),
)

YEAR = r"(?P<year>[0-9]{4})"
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?"
    r"|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\.?"
)
DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
THIRD = r"(?P<third>early|mid|late)"
COUNT = rf"(?P<count>[0-9]{{1,5}}|an|{'|'.join(COUNTS)})"


def pattern(text: str) -> re.Pattern[str]:
    """A pattern of words, whatever their case.

    >>> bool(pattern(WEEKDAY).fullmatch("FRIDAY"))
    True
    """
    return re.compile(text, re.IGNORECASE | re.ASCII)


def index(word: str, names: tuple[str, ...]) -> int:
    """Which of the names begins as a word does; three letters tell months and weekdays apart.

    >>> index("fri", WEEKDAYS)
    4
    """
    return [name[:3].lower() for name in names].index(word[:3].lower())
