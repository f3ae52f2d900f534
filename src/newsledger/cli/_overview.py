"""The picture on one screen: what a journalist on deadline wants first, at the top."""

from __future__ import annotations

from collections.abc import Iterator

from newsledger import registry
from newsledger.belief import Belief, Role, Standing, Voice
from newsledger.cli import _out
from newsledger.cli._scale import word
from newsledger.cli._wording import (
    against,
    believed,
    day,
    keys,
    listed,
    party,
    reserves,
    speaker,
    speakers,
    subject,
    value,
    who,
)
from newsledger.fact import Fact
from newsledger.projections.casualties import Casualties
from newsledger.projections.ceasefire import Ceasefire, Negotiation, TermSaid
from newsledger.projections.contested import Contest, Contested
from newsledger.projections.expected import Expected, Outlook
from newsledger.projections.territory import Holding, Territory, percent_change
from newsledger.replay import Picture
from newsledger.values.when import When

Row = tuple[str, str, str, str, Belief | None]
"""What it is about, what is believed, of when, who says so; and the belief that this is about."""

Section = tuple[str, list[Row]]

WIDE = 110
SPAN_WIDTH = 24
"""On a wide screen a whole span fits: `Feb 2022 to 16 Mar 2025`."""
DATE_WIDTH = 17
"""How wide a date may be before it is wrapped: as long as `some time in 2024`."""

SURE_WIDTH = 11
"""How wide the column of confidence may be before it is wrapped."""

MOST = 8
"""Rows of a section that are not the top of the picture, unless all are asked for."""


def sections(picture: Picture, *, everything: bool) -> Iterator[Section]:
    """The sections of a picture in the order of their weight; empty ones are left out."""
    most = len(picture.beliefs) if everything else MOST
    parts = [
        ("TERRITORY", list(_territory(picture))),
        *_negotiations(picture),
        ("CONTESTED OR UNANSWERED", list(_contested(picture))),
        ("PEOPLE", list(_people(picture))),
        ("SUPPORT", list(_support(picture))),
        ("FIGURES", _most(list(_plain(picture, "indicator")), most)),
        ("CONDITIONS", _most(list(_plain(picture, "state", "control")), most)),
        *_of_other_packages(picture, most),
        ("EXPECTED", list(_expected(picture))),
        ("OFFERS AND APPEALS", [_term_row(picture, term) for term in picture[Ceasefire].appeals]),
        ("INCIDENTS", _most(list(_incidents(picture)), most)),
        ("STATEMENTS", list(_plain(picture, "statement")) if everything else []),
    ]
    yield from ((title, rows) for title, rows in parts if rows)


def _most(rows: list[Row], most: int) -> list[Row]:
    more = len(rows) - most
    last: Row = (f"and {more} more", "", "", "`--all` shows them", None)
    return rows if more <= 0 else [*rows[:most], last]


# --- territory ------------------------------------------------------------------------------


def _territory(picture: Picture) -> Iterator[Row]:
    for region in picture[Territory].regions.values():
        for holding in region.holdings.values():
            yield from _holding(picture, region.name, holding)


def _holding(picture: Picture, region: str, holding: Holding) -> Iterator[Row]:
    label = f"{party(picture, holding.holder)} in {party(picture, region)}"
    for belief in holding.beliefs.values():
        mark = "* " if _is_contested(picture, belief) else ""
        yield (mark + label, believed(belief), day(belief.occurred), who(picture, belief), belief)
        label = ""
        if belief.was is not None:
            yield _was(picture, belief)


def _was(picture: Picture, belief: Belief) -> Row:
    was = belief.was
    assert was is not None  # noqa: S101  only called where there is one
    change = percent_change(was.value, belief.value)
    told = change.replace("-", "down ").replace("+", "up ") if change else ""
    computed = f"{told} (computed)" if told else ""
    return (
        "",
        f"was {value(was.value, was.told)}",
        day(was.event.said.occurred),
        computed or f"said {speaker(picture, was)}",
        None,
    )


def _is_contested(picture: Picture, belief: Belief) -> bool:
    return any(dispute.belief.slot == belief.slot for dispute in picture[Contested])


# --- negotiations ---------------------------------------------------------------------------


def _negotiations(picture: Picture) -> Iterator[Section]:
    for negotiation in picture[Ceasefire]:
        force = "" if negotiation.in_force else ", NOT IN FORCE"
        status = "IN FORCE" if negotiation.in_force else negotiation.status
        name = keys(next(iter(negotiation.beliefs.values())))[0]
        yield (f"CEASEFIRE  {name}: {status}{force}", list(_negotiation(picture, negotiation)))


def _negotiation(picture: Picture, negotiation: Negotiation) -> Iterator[Row]:
    if negotiation.proposer:
        proposal = next(iter(negotiation.beliefs.values()))
        what = " ".join(
            filter(
                None,
                [
                    negotiation.duration or "",
                    "to " + listed([party(picture, one) for one in negotiation.addressees])
                    if negotiation.addressees
                    else "",
                ],
            )
        )
        yield (
            party(picture, negotiation.proposer),
            "proposes",
            day(proposal.occurred),
            f"{what} ({who(picture, proposal)})",
            proposal,
        )
    for stand in negotiation.stands:
        own = "" if stand.own else "not its own word: "
        told = f'"{stand.belief.told[0]}", ' if '"' in believed(stand.belief) else ""
        yield (
            party(picture, stand.party),
            stand.position.replace("-", " "),
            day(stand.belief.occurred),
            f"{own}{told}{speakers(picture, stand.belief.of(Role.SHOWN))}",
            stand.belief,
        )
    for term in negotiation.terms:
        yield _term_row(picture, term)
    many = len(negotiation.violations)
    yield (
        "violations",
        "none reported" if not many else f"{many} reported",
        "",
        listed([subject(keys(one)[0]) for one in negotiation.violations]),
        None,
    )


def _term_row(picture: Picture, term: TermSaid) -> Row:
    text = term.text or keys(term.belief)[2]
    told = f' "{term.belief.told[0]}"' if term.belief.told else ""
    return (
        party(picture, term.party),
        f"{term.stance}{told}",
        day(term.belief.occurred),
        f"{text} ({_about(picture, term)})",
        term.belief,
    )


def _about(picture: Picture, term: TermSaid) -> str:
    return f"{keys(term.belief)[0]}; {speakers(picture, term.belief.of(Role.SHOWN))}"


# --- contested ------------------------------------------------------------------------------


def _contested(picture: Picture) -> Iterator[Row]:
    for dispute in picture[Contested]:
        belief = dispute.belief
        name = "* " + label(picture, belief)
        if dispute.contest is Contest.ONLY_DENIED:
            yield (
                name,
                "denied",
                day(_newest_denial(belief)),
                f"by {speakers(picture, belief.of(Role.DENIES))}; nobody on record says it",
                belief,
            )
        elif dispute.contest is Contest.UNANSWERED:
            silent = f"no comment from {speakers(picture, belief.of(Role.SILENT))}"
            yield (name, believed(belief), day(belief.occurred), f"{_says(picture, belief)}; {silent}", belief)
        else:
            yield (name, believed(belief), day(belief.occurred), against(picture, belief), belief)


def _newest_denial(belief: Belief) -> When | None:
    return belief.of(Role.DENIES)[0].event.said.occurred


def _says(picture: Picture, belief: Belief) -> str:
    """Who says how much: everybody who differs from the shown figure with a figure of his own."""
    shown = f"says {speakers(picture, belief.of(Role.SHOWN))}"
    others = [
        f"{_likely(voice)}{value(voice.value, voice.told)} says {speaker(picture, voice)}"
        for voice in belief.of(Role.AGREES)
    ]
    return "; ".join([shown, *others]) if belief.value is not None else "nobody says"


def _likely(voice: Voice) -> str:
    likelihood = voice.event.said.likelihood
    return f'"{likelihood}" ' if likelihood else ""


def label(picture: Picture, belief: Belief) -> str:
    """What a belief is about, in words, from the keys as told."""
    told = keys(belief)
    kind = belief.slot.kind
    if kind == "state":
        return f"{subject(told[0])}: {told[1]}"
    if kind == "forces":
        known = picture.directory.entry(picture.names.of(told[0])).category == "party"
        force = f"{party(picture, told[0])} troops" if known else subject(told[0])
        return f"{force} {told[1]}".rstrip()
    if kind == "casualties":
        return _toll_label(picture, told)
    if kind == "territory-held":
        return f"{party(picture, told[1])} in {party(picture, told[0])}"
    if kind == "support":
        field = ", in return for" if belief.slot.field == "in-return-for" else ""
        return f"{party(picture, told[0])} to {party(picture, told[1])}: {told[2]}{field}"
    parts = [subject(told[0]), *told[1:]]
    field = "" if belief.slot.only or belief.slot.field in ("number", "phase", "rank") else f" ({belief.slot.field})"
    return ", ".join(part for part in parts if part) + field


def _toll_label(picture: Picture, told: tuple[str, ...]) -> str:
    group, outcome, population, count, of, *_ = [*told, "", "", "", ""]
    new = "newly " if count == "new" else ""
    people = f"{party(picture, group)} {population}".strip()
    return f"{people} {new}{outcome}" + (f", {of}" if of else "")


# --- people, support, figures ----------------------------------------------------------------


def _people(picture: Picture) -> Iterator[Row]:
    for toll in picture[Casualties]:
        yield _row(picture, toll.belief)
    for belief in picture.beliefs:
        if belief.slot.kind == "forces":
            yield _row(picture, belief)


def _support(picture: Picture) -> Iterator[Row]:
    """Support by giver and receiver: how far it has come first, then how much, then for what."""
    fields = ("stage", "amount", "in-return-for")
    found = [belief for belief in picture.beliefs if belief.slot.kind == "support"]
    for belief in sorted(found, key=lambda one: (one.slot.keys, fields.index(one.slot.field))):
        yield _row(picture, belief)


def _plain(picture: Picture, *kinds: str) -> Iterator[Row]:
    for belief in picture.beliefs:
        if belief.slot.kind in kinds and not (belief.slot.kind == "state" and _is_contested(picture, belief)):
            yield _row(picture, belief)
            if belief.was is not None and belief.slot.kind == "indicator":
                yield _was(picture, belief)


def _of_other_packages(picture: Picture, most: int) -> Iterator[Section]:
    """A section for each kind that is not ours, under its name."""
    own = set(registry.own_names("kind"))
    for kind in sorted({belief.slot.kind for belief in picture.beliefs} - own):
        yield (kind.replace("-", " ").upper(), _most(list(_plain(picture, kind)), most))


def _row(picture: Picture, belief: Belief) -> Row:
    mark = "* " if _is_contested(picture, belief) else ""
    if belief.standing is Standing.DISPUTED or mark:
        return (
            mark + label(picture, belief),
            believed(belief),
            day(belief.occurred),
            "see contested" + (f"; {reserves(picture, belief)}" if reserves(picture, belief) else ""),
            belief,
        )
    return (label(picture, belief), believed(belief), day(belief.occurred), who(picture, belief), belief)


# --- expected, incidents ----------------------------------------------------------------------


def _expected(picture: Picture) -> Iterator[Row]:
    for outlook in picture[Expected]:
        told = "; ".join(_outlooks(picture, outlook))
        yield (_outlook_label(outlook), *_when_expected(picture, outlook), told, None)


def _when_expected(picture: Picture, outlook: Outlook) -> tuple[str, str]:
    """For when it is expected, each date once, and whether all of them have passed on the date asked."""
    question = picture.question
    at, dates = question.end(question.at), [voice.event.said.occurred for voice in outlook.voices]
    told = [when for when in dates if when is not None]
    passed = bool(told) and all(at is not None and when.span(question.zone)[1] < at for when in told)
    return ("date has passed" if passed else "", listed([day(when).replace("since ", "from ", 1) for when in told]))


def _outlook_label(outlook: Outlook) -> str:
    fact = outlook.voices[0].event.said.fact
    told = fact.keys() if isinstance(fact, Fact) else outlook.keys
    where, *what = [part for part in told if part]
    return f"{subject(what[0])}, {where}" if what else subject(where)


def _outlooks(picture: Picture, outlook: Outlook) -> Iterator[str]:
    """Each origin once: a president and his officials are one voice."""
    for origin in outlook.origins:
        voices = [voice for voice in outlook.voices if voice.origin == origin]
        one_voice = " (one voice)" if len({voice.source for voice in voices}) > 1 else ""
        yield f'"{value(voices[0].value)}" {speakers(picture, voices)}{one_voice}'


def _incidents(picture: Picture) -> Iterator[Row]:
    """Incidents, the newest first."""
    found = [
        belief
        for belief in picture.beliefs
        if belief.slot.kind == "incident" and belief.slot.field in ("phase", "type")
    ]
    found.sort(key=lambda belief: belief.slot.order)
    found.sort(key=lambda belief: belief.occurred.key if belief.occurred else (0, 0, ""), reverse=True)
    for belief in found:
        yield _row(picture, belief)


def left_over(picture: Picture) -> dict[str, int]:
    """How many beliefs of each kind the picture does not show unless all are asked for."""
    hidden: dict[str, int] = {}
    for belief in picture.beliefs:
        if belief.slot.kind == "statement":
            hidden[belief.slot.kind] = hidden.get(belief.slot.kind, 0) + 1
    return hidden


def lines(picture: Picture, columns: int, *, everything: bool, scale: str | None = None) -> Iterator[tuple[str, bool]]:
    """The lines of a picture, each with whether it is a heading; with a scale, a column tells how sure each is."""
    parts = [(title, [_shown(row, scale) for row in rows]) for title, rows in sections(picture, everything=everything)]
    widths = None
    if columns >= _out.NARROW:
        widths = _widths([row for _, rows in parts for row in rows], columns - 2)
    for title, rows in parts:
        yield "", False
        yield from ((line, True) for line in _out.paragraph(title, columns=columns))
        yield from ((line, False) for line in _out.table(rows, columns=columns, widths=widths))


def _shown(row: Row, scale: str | None) -> tuple[str, ...]:
    """The columns of a row. How sure stands before who says so, which may be long."""
    *told, who_says, belief = row
    return (*told, who_says) if scale is None else (*told, word(belief, scale), who_says)


def _widths(rows: list[tuple[str, ...]], columns: int) -> list[int]:
    """One set of widths for the whole picture, so that its columns stand under one another.

    Shares of the width by what stands there: a label, a figure, a date, how sure, and who says so.
    """
    number = len(rows[0]) if rows else 4
    spare = columns - (number - 1) * len(_out.GAP)
    date_width = DATE_WIDTH if columns < WIDE else SPAN_WIDTH
    natural = [max((_out.cells(row[at]) for row in rows), default=0) for at in range(number)]
    most = (spare * 28 // 100, spare * 22 // 100, date_width, SURE_WIDTH)[: number - 1]
    widths = [min(wide, limit) for wide, limit in zip(natural, most, strict=False)]
    widths.append(min(natural[-1], spare - sum(widths)))
    return widths
