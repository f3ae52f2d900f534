"""gdelt: the event and mention tables of GDELT 2 (codebook V2.0, 2015): tab-separated, without a heading.

GDELT codes news by machine, and codes one incident as many events. So an event is what one outlet reported, by way
of GDELT, and a mention is one report more of the same incident by another outlet. What GDELT counts
(NumMentions) is no number of witnesses, and is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from urllib.parse import urlsplit

from newsledger.errors import InvalidInput
from newsledger.event import Said
from newsledger.event import say as put
from newsledger.importers import LIKELY, NOT, File, Options, Row, importer
from newsledger.importers._coded import told
from newsledger.importers._files import text_of, too_long
from newsledger.kinds.incident import Incident
from newsledger.problems import Place, Problem
from newsledger.values.when import When

EVENTS, MENTIONS = 61, 16
"""How many columns the two tables have."""

VIA = "gdelt"

ID, DAY, ACTOR, TARGET, ROOT, PLACE, ADDED, URL = 0, 1, 6, 16, 28, 52, 59, 60
"""Columns of events: GLOBALEVENTID, SQLDATE, Actor1Name, Actor2Name, EventRootCode, ActionGeo_FullName, DATEADDED,
SOURCEURL."""

SEEN, TYPE, OUTLET, DOCUMENT, SURE_OF_IT = 2, 3, 4, 5, 11
"""Columns of mentions: MentionTimeDate, MentionType, MentionSourceName, MentionIdentifier, Confidence."""

WEB = "1"
"""MentionType: the document stands on the web, and MentionIdentifier is its address."""

CAMEO = {
    "01": "make public statement", "02": "appeal", "03": "express intent to cooperate", "04": "consult",
    "05": "engage in diplomatic cooperation", "06": "engage in material cooperation", "07": "provide aid",
    "08": "yield", "09": "investigate", "10": "demand", "11": "disapprove", "12": "reject", "13": "threaten",
    "14": "protest", "15": "exhibit force posture", "16": "reduce relations", "17": "coerce", "18": "assault",
    "19": "fight", "20": "use unconventional mass violence",
}  # fmt: skip
"""Root codes of CAMEO 1.1b3, the code book of event types that GDELT uses."""


@importer("gdelt")
class Gdelt:
    """Each event is what the outlet at its address reported; each mention is that of one outlet more.

    >>> Gdelt.__name__
    'Gdelt'
    """

    def identify(self, file: File) -> int:
        """Likely, where the first line has the columns of one of the tables and begins with an id."""
        cells = file.head().partition(b"\n")[0].split(b"\t")
        return LIKELY if len(cells) in (EVENTS, MENTIONS) and cells[0].isdigit() else NOT

    def read(self, file: File, options: Options) -> Iterator[Row]:
        """Each line, as what an outlet says."""
        for number, line in file.lines():
            if line is None:
                yield Row(number=number, raw=b"", problems=(too_long(file.path, number),))
            elif line.strip():
                yield told(number, line, partial(_said, line, file.path, number, options))


def _said(line: bytes, file: str, number: int, options: Options) -> Iterable[Said]:
    text = text_of(line, file, number)
    if isinstance(text, Problem):
        raise InvalidInput([text])
    cells = [cell.strip() for cell in text.split("\t")]
    if len(cells) not in (EVENTS, MENTIONS):
        message = f"{len(cells)} columns, and a table of GDELT 2 has {EVENTS} (events) or {MENTIONS} (mentions)"
        hint = "see whether the line broke off; files of GDELT 1 have fewer columns, and are not read"
        raise InvalidInput([Problem(code="cell-count", message=message, hint=hint, where=Place(line=number))])
    return _event(cells, options) if len(cells) == EVENTS else _mention(cells, options)


def _event(cells: Sequence[str], options: Options) -> Iterator[Said]:
    url = cells[URL]
    code = cells[ROOT]
    if code not in CAMEO:
        raise _wrong(ROOT, "EventRootCode", f"{code[:20]!r} is no root code of CAMEO", "see the code book: 01 to 20")
    fact = Incident(
        _name(cells), type=CAMEO[code], actor=cells[ACTOR].title() or None, target=cells[TARGET].title() or None,
        place=cells[PLACE] or None, phase="reported",
    )  # fmt: skip
    yield put(
        fact, source=_outlet(url) or "unnamed", via=[VIA], occurred=_day(cells[DAY], DAY, "SQLDATE"),
        reported=_moment(cells[ADDED], ADDED, "DATEADDED"), url=url if _outlet(url) else None, story=options.story,
    )  # fmt: skip


def _mention(cells: Sequence[str], options: Options) -> Iterator[Said]:
    """A mention tells that the incident was reported, by whom, and how sure the machine is of it."""
    reported = _moment(cells[SEEN], SEEN, "MentionTimeDate")
    share = cells[SURE_OF_IT]
    if not share.isdecimal() or not 0 <= int(share) <= 100:  # noqa: PLR2004  per cent
        raise _wrong(SURE_OF_IT, "Confidence", f"{share[:20]!r} is no percentage", "see whether the columns have moved")
    yield put(
        Incident(_name(cells), phase="reported"), source=cells[OUTLET] or "unnamed", via=[VIA],
        occurred=When.parse(f"/{reported.text[:10]}"), reported=reported, confidence=f"{share}%", story=options.story,
        url=cells[DOCUMENT] if cells[TYPE] == WEB and _outlet(cells[DOCUMENT]) else None,
    )  # fmt: skip


def _name(cells: Sequence[str]) -> str:
    if not cells[ID].isdecimal():
        raise _wrong(ID, "GLOBALEVENTID", f"{cells[ID][:20]!r} is no id", "see whether the columns have moved")
    return f"gdelt {cells[ID]}"


def _outlet(url: str) -> str:
    """The site of an address, which is the best name of an outlet that GDELT has."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _day(text: str, at: int, name: str) -> When:
    return _date(f"{text[:4]}-{text[4:6]}-{text[6:8]}", text, at, name)


def _moment(text: str, at: int, name: str) -> When:
    day, time = f"{text[:4]}-{text[4:6]}-{text[6:8]}", f"{text[8:10]}:{text[10:12]}:{text[12:14]}"
    return _date(f"{day}T{time}Z", text, at, name)


def _date(form: str, text: str, at: int, name: str) -> When:
    try:
        return When.parse(form)
    except InvalidInput:
        hint = "GDELT writes YYYYMMDD, and YYYYMMDDHHMMSS of UTC"
        raise _wrong(at, name, f"{text[:20]!r} is no date", hint) from None


def _wrong(at: int, name: str, message: str, hint: str) -> InvalidInput:
    return InvalidInput([Problem(code="bad-cell", message=f"{name}: {message}", hint=hint, where=Place(column=at + 1))])
