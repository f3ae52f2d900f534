"""sources: who speaks, how we grade them, and what they have on record."""

from __future__ import annotations

from typing import Any

import click

from newsledger.cli._ask import asked, cut_options, finish, header, in_option, opened, why_empty
from newsledger.cli._completing import sources
from newsledger.cli._formats import (
    JSON,
    REPORT,
    TABLE,
    Cells,
    cell,
    format_option,
    report_cells,
    wanted,
    write,
)
from newsledger.cli._out import hint, many, one_line, paragraph, say, say_json, table, width
from newsledger.cli._wording import claim_line, day, listed, party, taken_out
from newsledger.errors import InvalidInput, NotInLedger
from newsledger.event import short
from newsledger.fact import fold
from newsledger.ledger import Ledger
from newsledger.problems import did_you_mean
from newsledger.projections.timeline import Timeline
from newsledger.replay import Entry, Picture
from newsledger.track import Graded, Outcome, Record, grades, introductions, records
from newsledger.values.when import EVER, When
from newsledger.values.zones import moment_of

FIELDS = (
    "source", "name", "category", "side", "speaks_for", "derived_from", "grade", "graded", "graded_since", "claims",
    "carried", "denied", "corrections", "retractions", "newest", "borne_out", "contradicted", "open", "nobody_else",
    "outlets", "reports_carried", "drawn_on_by", "plural", "unnamed", "protected", "echoes",
)  # fmt: skip
"""The columns of the other forms."""

HEAD = ("SOURCE", "GRADE", "SIDE", "CLAIMS", "BORNE OUT", "DENIED", "TAKEN BACK", "NEWEST WORD")

MOST_CHOICES = 20

FLAGS = {
    "plural": "more than one person", "unnamed": "not named by the reports",
    "protected": "protected, the short name is a pseudonym",
}  # fmt: skip
"""What may be marked of a source, in words."""

NO_DATE = {"unreadable-date", "empty-date", "date-too-long"}
"""Codes of words that were not meant as a date."""


@click.command()
@click.argument("identity", metavar="[ID]", required=False, shell_complete=sources)
@click.argument("date", required=False)
@cut_options
@format_option
@click.pass_context
def command(ctx: click.Context, /, identity: str | None, **options: Any) -> None:
    """List who speaks: grade, side, claims, and how many of them were denied or taken back by DATE.

    With ID, any unambiguous part of a source's name, all of that one: how it was introduced and
    graded, and each of its claims. BORNE OUT counts, of the claims that independent others judged on
    the same date or later, those that agree with what these others say. DENIED counts claims that
    stand in the picture and that another origin denies. TAKEN BACK counts what falls on the source:
    its own corrections and retractions, and an outlet's of what it misquoted. Who carried its words
    and who draws on it stands with ID, and in the other forms.

    \b
    newsledger sources
    newsledger sources 2025-03-16
    newsledger sources kyiv 2025-03-16
    newsledger sources --public 2025-03-12 --format csv
    """
    form = wanted(options["form"], as_json=options["as_json"])
    ledger = opened(ctx)
    picture = asked(ledger, options)
    found = records(ledger.state(), picture)
    if identity is not None and not _fitting(found, identity):
        date = _as_date(ledger, identity, options)
        if date is not None and options.get("date") is not None:
            message = f"{identity!r} is no source here, and {options['date']!r} is the date already"
            raise NotInLedger(f"{message}: write newsledger sources {date}, or name a source before the date")
        if date is not None:
            hint(one_line(f"{identity!r} is no source here; it is taken as the date, {date}"))
            identity, picture = None, asked(ledger, {**options, "date": identity})
            found = records(ledger.state(), picture)
    if identity is None:
        _answer_all(form, picture, found, why_empty(ledger, picture))
    else:
        _answer_one(form, ledger, picture, _chosen(found, identity))
    finish(ctx, ledger)


def _as_date(ledger: Ledger, words: str, options: dict[str, Any]) -> When | None:
    """The date that words mean where a source was looked for; digits that are no date are refused as one."""
    try:
        return ledger.question(words, zone=options["zone"], story=options["story"]).at
    except InvalidInput as error:
        meant = words[:1].isdigit() and all(problem.code not in NO_DATE for problem in error.problems)
        if meant:
            raise InvalidInput(in_option("DATE", words, error)) from None
        return None


def _fitting(found: list[Record], identity: str) -> list[Record]:
    """The sources whose name is this, else those in whose name it stands."""
    wanted_name = fold(identity)
    exact = [one for one in found if wanted_name in (one.name, fold(one.label))][:1]
    return exact or [one for one in found if wanted_name in one.name or wanted_name in fold(one.label)]


def _chosen(found: list[Record], identity: str) -> Record:
    fitting = _fitting(found, identity)
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        choices = did_you_mean(identity, [one.name for one in found]) or "there is none yet"
        message = f"no source here is called {identity!r}; {choices}"
        raise NotInLedger(message)
    choices = "\n".join(f"  {one.name}  {one.label}" for one in fitting[:MOST_CHOICES])
    message = f"{identity!r} fits {len(fitting)} sources; name one:\n{choices}"
    raise NotInLedger(message)


# --- all of them ------------------------------------------------------------------------------


def _answer_all(form: str, picture: Picture, found: list[Record], empty: str | None) -> None:
    head = f"Sources {header(picture)}"
    if form == JSON:
        from newsledger.as_json import question_json

        say_json(
            {**question_json(picture, "newsledger/sources/1"), "sources": [_as_json(one, picture) for one in found]}
        )
    elif form != TABLE:
        write(form, FIELDS, [_as_json(one, picture) for one in found], _cells, head)
    else:
        _show_all(picture, found, head, empty)


def _show_all(picture: Picture, found: list[Record], head: str, empty: str | None) -> None:
    columns = width()
    for line in paragraph(head, columns=columns):
        say(line, bold=True)
    if not found:
        say(empty or "Nobody speaks here yet.")
        return
    ordered = sorted(found, key=lambda one: (-one.claims, one.name))
    for line in table([HEAD, *(_row(one, picture) for one in ordered)], columns=columns):
        say(line)
    for line in paragraph(f"{many(len(found), 'source')}. One whole: newsledger sources ID", columns=columns):
        say(line)


def _row(one: Record, picture: Picture) -> tuple[str, ...]:
    entry = one.entry
    side = party(picture, entry.side) if entry.side else ""
    spokesman = f"speaks for {party(picture, entry.speaks_for)}" if entry.speaks_for else ""
    heard = day(one.newest) if one.newest else ""
    return (
        one.label, _grade(one, picture), spokesman or side, _count(one.claims), _borne_out(one), _count(one.denied),
        _taken_back(one), heard,
    )  # fmt: skip


def _count(count: int) -> str:
    return str(count or "")


def _borne_out(one: Record) -> str:
    return f"{one.outcomes[Outcome.BORNE_OUT]} of {one.judged}" if one.judged else ""


def _taken_back(one: Record) -> str:
    told = {"corrected": one.corrections, "retracted": one.retractions}
    return ", ".join(f"{count} {word}" for word, count in told.items() if count)


def _grade(one: Record, picture: Picture) -> str:
    if not one.graded:
        return f"{one.grade} by default"
    since = _since(one, picture)
    return f"{one.grade} since {day(since)}" if since else one.grade


def _since(one: Record, picture: Picture) -> Any:
    """The day from which the grade in force counts, where a day was told."""
    end = picture.question.end(picture.question.public or picture.question.at)
    told = [since for since, letter in one.entry.grades if letter == one.grade and (end is None or since < end)]
    if not told or told[-1] == EVER:
        return None
    moment = moment_of(told[-1])
    if picture.question.zone != "UTC":
        from zoneinfo import ZoneInfo

        moment = moment.astimezone(ZoneInfo(picture.question.zone))
    return When.parse(moment.date().isoformat())


def _as_json(one: Record, picture: Picture) -> dict[str, Any]:
    told = one.told
    since = _since(one, picture) if one.graded else None
    return {
        "source": one.name, "name": one.entry.shown, "category": one.entry.category, "side": one.entry.side,
        "speaks_for": one.entry.speaks_for, "derived_from": one.entry.derived_from, "grade": one.grade,
        "graded": one.graded, "graded_since": since and since.text, "claims": one.claims, "carried": one.carried,
        "denied": one.denied, "corrections": one.corrections, "retractions": one.retractions,
        "newest": one.newest and one.newest.text, "borne_out": one.outcomes[Outcome.BORNE_OUT],
        "contradicted": one.outcomes[Outcome.CONTRADICTED], "open": one.outcomes[Outcome.OPEN],
        "nobody_else": one.outcomes[Outcome.ALONE], "outlets": list(one.reach.outlets),
        "reports_carried": one.reach.reports, "drawn_on_by": list(one.reach.drawn_on_by),
        **{flag: flag in told for flag in FLAGS}, "echoes": list(told.get("echoes", ())),
    }  # fmt: skip


def _cells(record: dict[str, Any]) -> Cells:
    return {name: cell(record.get(name)) for name in FIELDS}


# --- one of them ------------------------------------------------------------------------------


def _answer_one(form: str, ledger: Ledger, picture: Picture, one: Record) -> None:
    chosen = Timeline(tuple(entry for entry in picture[Timeline] if picture.names.of(entry.source) == one.name))
    head = f"{one.label} {header(picture)}"
    if form == JSON:
        say_json(_whole_json(ledger, picture, one, chosen))
    elif form != TABLE:
        write(form, REPORT, chosen.as_json(), report_cells, head)
    else:
        _show_one(ledger, picture, one, chosen, head)


def _whole_json(ledger: Ledger, picture: Picture, one: Record, chosen: Timeline) -> dict[str, Any]:
    from newsledger.as_json import question_json
    from newsledger.codec import as_stored

    alive = ledger.state().live(picture.question)
    told = introductions(ledger.state(), alive, one.name)
    graded = [_grade_json(given) for given in grades(ledger.state(), alive, one.name)]
    return {
        **question_json(picture, "newsledger/source/1"), **_as_json(one, picture),
        "grades": graded, "introduced": [{"id": event.id, "said": as_stored(event.said)} for event in told],
        "reports": chosen.as_json(),
    }  # fmt: skip


def _grade_json(given: Graded) -> dict[str, Any]:
    return {
        "grade": given.grade, "since": given.since and given.since.text, "reason": given.reason,
        "recorded": given.event.recorded, "by": given.event.by, "id": given.event.id,
    }  # fmt: skip


def _show_one(ledger: Ledger, picture: Picture, one: Record, chosen: Timeline, head: str) -> None:
    columns = width()
    for line in paragraph(head, columns=columns):
        say(line, bold=True)
    parts = [
        ("", _about(one, picture)),
        ("HOW WE GRADED IT", _graded(ledger, picture, one)),
        ("HOW WE INTRODUCED IT", _introduced(ledger, picture, one)),
        ("WHAT IT SAID", [_said(entry) for entry in chosen]),
    ]
    for title, rows in parts:
        if title and rows:
            say()
            say(title, bold=True)
        for line in table(rows, columns=columns):
            say(line)


def _about(one: Record, picture: Picture) -> list[tuple[str, ...]]:
    entry = one.entry
    opposes = ", ".join(sorted(entry.opposes))
    rows = [
        ("short name", one.name),
        ("category", entry.category or ""),
        ("side", party(picture, entry.side) if entry.side else ""),
        ("speaks for", party(picture, entry.speaks_for) if entry.speaks_for else ""),
        ("draws on", picture.label(entry.derived_from) if entry.derived_from else ""),
        ("echoes", ", ".join(one.told.get("echoes", ()))),
        ("opposes", opposes),
        ("marked", "; ".join(FLAGS[flag] for flag in FLAGS if flag in one.told)),
        ("grade", _grade(one, picture)),
        ("on record", _counts(one)),
        ("borne out", _outcomes(one)),
        ("carried by", _reach(one, picture)),
        ("drawn on by", ", ".join(picture.label(name) for name in one.reach.drawn_on_by)),
        ("newest word", day(one.newest) if one.newest else "none"),
    ]
    return [row for row in rows if row[1]]


def _counts(one: Record) -> str:
    told = [many(one.claims, "claim")]
    told += [f"{many(one.carried, 'report')} of others' words"] if one.carried else []
    told += [f"{one.denied} denied by others"] if one.denied else []
    told += [many(one.corrections, "correction")] if one.corrections else []
    told += [many(one.retractions, "retraction")] if one.retractions else []
    return ", ".join(told)


def _outcomes(one: Record) -> str:
    """What became of its claims: "12 of 15 later borne out; nobody else spoke of 4; 2 open"."""
    alone, unsettled = one.outcomes[Outcome.ALONE], one.outcomes[Outcome.OPEN]
    told = [f"{one.outcomes[Outcome.BORNE_OUT]} of {one.judged} later borne out"] if one.judged else []
    told += [f"nobody else spoke of {alone}"] if alone else []
    told += [f"{unsettled} open"] if unsettled else []
    return "; ".join(told)


def _reach(one: Record, picture: Picture) -> str:
    labels = [picture.label(name) for name in one.reach.outlets]
    return f"{listed(labels)}, in {many(one.reach.reports, 'report')}" if labels else ""


def _graded(ledger: Ledger, picture: Picture, one: Record) -> list[tuple[str, ...]]:
    """Each grade from its day on, why, and who gave it when."""
    given = grades(ledger.state(), ledger.state().live(picture.question), one.name)
    return [
        (
            f"from {day(grade.since)}" if grade.since else "from the first",
            f"grade {grade.grade}" + (f", because {grade.reason}" if grade.reason else ", no reason told"),
            f"recorded {grade.event.recorded[:10]} by {grade.event.by}", short(grade.event.id),
        )
        for grade in given
    ]  # fmt: skip


def _introduced(ledger: Ledger, picture: Picture, one: Record) -> list[tuple[str, ...]]:
    """Each entry about it, with what it tells beside a grade."""
    alive = ledger.state().live(picture.question)
    rows: list[tuple[str, ...]] = []
    for event in introductions(ledger.state(), alive, one.name):
        since = f"from {day(event.said.occurred)}" if event.said.occurred else "from the first"
        line = claim_line(event.said).partition(" = ")[2] or "nothing but its name"
        rows.append((since, line, f"recorded {event.recorded[:10]} by {event.by}", short(event.id)))
    return rows


def _said(entry: Entry) -> tuple[str, ...]:
    said = entry.event.said
    mark = taken_out(entry)
    stance = {"denies": "denies: ", "no-comment": "no comment: "}.get(said.stance, "")
    return (day(said.reported), f"{mark}{stance}{claim_line(said)}", short(entry.event.id))
