"""bulletin: the bulletin of a river service, with a level in metres on each line."""

from collections.abc import Iterator

from newsledger.errors import InvalidInput
from newsledger.event import say
from newsledger.importers import NOT, SURE, File, Options, Row, importer
from newsledger.problems import Problem
from newsledger.values.quantity import Quantity
from newsledger_weather.kind import RiverLevel

HEADING = "RIVER BULLETIN "


@importer("bulletin")
class Bulletin:
    """A heading with the day, then lines of `RIVER GAUGE LEVEL`; a level of `-` was not measured."""

    def identify(self, file: File) -> int:
        """Sure where the heading stands."""
        return SURE if file.head().startswith(HEADING.encode()) else NOT

    def read(self, file: File, options: Options) -> Iterator[Row]:
        """One level a line."""
        day = ""
        for number, line in file.lines():
            raw = line or b""  # there is none where the line was too long to be read
            text = raw.decode(errors="replace")
            if text.startswith(HEADING):
                day = text.removeprefix(HEADING)
                yield Row(number=number, raw=raw, heading=True)
            else:
                yield row(number, raw, text.split(), day, options)


def row(number: int, raw: bytes, words: list[str], day: str, options: Options) -> Row:
    """What a line says, or what is wrong with it."""
    if len(words) != 3:
        message = f"{len(words)} words, and RIVER GAUGE LEVEL is expected"
        return Row(number=number, raw=raw, problems=(Problem(code="bad-line", message=message),))
    river, gauge, level = words
    if level == "-":
        return Row(number=number, raw=raw)
    try:
        fact = RiverLevel(river, gauge, level=Quantity.read(f"{level} m"))
        said = say(fact, source=options.source or "river-service", reported=day, story=options.story)
    except InvalidInput as error:
        return Row(number=number, raw=raw, problems=error.problems)
    return Row(number=number, raw=raw, saids=(said,))
