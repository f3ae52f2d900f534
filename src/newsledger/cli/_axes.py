"""The three times along which a picture may change: what `history` and `diff` ask one question after another of."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import click

from newsledger.cli._ask import in_option
from newsledger.cli._completing import stories
from newsledger.errors import InvalidInput
from newsledger.frozen import frozen
from newsledger.ledger import Ledger
from newsledger.live import Question
from newsledger.problems import Problem
from newsledger.values.when import When, check_zone

DATE, AT, PUBLIC, KNOWN = AXES = ("date", "at", "public", "known")

MOVED = {DATE: (AT, PUBLIC), AT: (AT,), PUBLIC: (PUBLIC,), KNOWN: (KNOWN,)}
"""The cuts that an axis moves; the others stand still."""

MEANS = {
    DATE: "what could be known each day, about that day",
    AT: "what changed in the world",
    PUBLIC: "what was said since",
    KNOWN: "what this ledger took in",
}

F = TypeVar("F", bound=Callable[..., Any])


@frozen(kw_only=True)
class Axis:
    """An axis with the cuts that stand still on it. `end` is the last date that is asked about."""

    name: str
    end: When
    zone: str
    story: str | None = None
    at: When | None = None
    public: When | None = None
    known: When | None = None

    def question(self, ledger: Ledger, when: When) -> Question:
        """The question at one point of the axis."""
        cuts: dict[str, When | None] = {"at": self.at, "public": self.public, "known": self.known}
        cuts |= dict.fromkeys(MOVED[self.name], when)
        if self.name == PUBLIC and self.at is None:
            cuts["at"] = self.end
        return ledger.question(
            at=cuts["at"], public=cuts["public"], known=cuts["known"], zone=self.zone, story=self.story
        )


def axis_options(command: F) -> F:
    """The options of a question that is asked along an axis."""
    options = [
        click.option("--axis", type=click.Choice(AXES), default=DATE, help="What moves: date (at and public), or one."),
        click.option("--at", metavar="DATE", help="The date that the pictures are of, where that stands still."),
        click.option("--public", metavar="DATE", help="Only what sources had said by then, where that stands still."),
        click.option("--known", metavar="DATE", help="Only what this ledger held by then, where that stands still."),
        click.option("--story", metavar="STORY", help="Only this story.", shell_complete=stories),
        click.option("--zone", metavar="ZONE", help="Whose days are meant, such as Europe/Kyiv."),
        click.option("--json", "as_json", is_flag=True, help="The answer as JSON."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def read_axis(
    ledger: Ledger, options: dict[str, Any], dates: dict[str, str | None], *, end: str
) -> tuple[Axis, dict[str, When]]:
    """The axis of the options, and the dates that a command takes beside it, read; `end` names the last of them.

    Raises `InvalidInput` with every problem, each with the option that it is of; `click.UsageError`
    where an option fixes what the axis moves.
    """
    axis = options["axis"]
    _refuse_moved(axis, options)
    zone, found = _zone(ledger, options)
    told = dates | {f"--{name}": options[name] for name in (AT, PUBLIC, KNOWN)}
    read = {name: _date(ledger, name, words, zone, found) for name, words in told.items() if words is not None}
    if found:
        raise InvalidInput(found)
    fixed = {name: read.pop(f"--{name}", None) for name in (AT, PUBLIC, KNOWN)}
    last = read.get(end) or ledger.today(zone)
    return Axis(name=axis, end=last, zone=zone, story=options["story"], **fixed), read


def _refuse_moved(axis: str, options: dict[str, Any]) -> None:
    for name in MOVED[axis]:
        if options[name] is not None:
            message = f"--{name} cannot be given: on the axis `{axis}` it is what moves"
            raise click.UsageError(message)


def _zone(ledger: Ledger, options: dict[str, Any]) -> tuple[str, list[Problem]]:
    """The zone of the question, and what is wrong with zone and story."""
    found: list[Problem] = []
    zone, story = options["zone"], options["story"]
    try:
        ledger.question(story=story)
    except InvalidInput as error:
        found += in_option("--story", story, error)
        story = None
    if zone is not None:
        try:
            check_zone(zone)
        except InvalidInput as error:
            found += in_option("--zone", zone, error)
            zone = None
    return zone or ledger.config.zone_of(story), found


def _date(ledger: Ledger, name: str, words: str, zone: str, found: list[Problem]) -> When:
    read = partial(ledger.question, words, zone=zone)
    try:
        return read().at
    except InvalidInput as error:
        found += in_option(name, words, error)
    return ledger.today(zone)
