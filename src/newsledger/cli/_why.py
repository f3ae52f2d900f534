"""An explanation as text: who says it with what weight, how it adds up, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from newsledger.belief import TABLE, Belief, Role, Standing, Voice
from newsledger.cli._ask import header
from newsledger.cli._out import many, one_line, paragraph, say
from newsledger.cli._overview import label
from newsledger.cli._scale import sureness
from newsledger.cli._wording import believed, claim_line, day, listed, party, reserves, speaker, value
from newsledger.event import Event, short
from newsledger.explanation import Explanation
from newsledger.fact import Fact
from newsledger.projections.territory import percent_change
from newsledger.reckoning import one_origin, short_number, sum_in_words, weight_in_words
from newsledger.replay import Entry

STANDING_IN_WORDS = {
    Standing.OWN_WORD: "the party's own word about itself.",
    Standing.DISPUTED: "some say so, others say otherwise.",
    Standing.DENIED: "denied, and nobody on record says it.",
    Standing.BOTH_SIDES: "opposing sides agree on it.",
    Standing.CONFIRMED: "independent sources agree, one of them without a stake.",
    Standing.CORROBORATED: "more than one origin says so.",
    Standing.CLAIMED: "one side says so, nobody else does.",
    Standing.REPORTED: "one origin says so, which has no declared stake in it.",
    Standing.UNVERIFIED: "nobody whose word counts says so.",
}
"""What each standing means, in a sentence."""

HOW_SO = (
    "the grades are yours (newsledger sources), outlets that only carry a word are not weighed;"
    " docs/concepts/belief.md works such a sum by hand, docs/reference/weights.md has the numbers"
)
"""Where to read what an explanation takes for granted."""

SUPPORT = (Role.SHOWN, Role.AGREES)

Part = tuple[str, list[str]]
"""A title, and lines beneath it; what goes with the line before it begins with blanks."""


def show(why: Explanation, scale: str, columns: int) -> None:
    """An explanation on the terminal."""
    belief, picture = why.belief, why.picture
    _wrapped([f"{belief.slot.name} {header(picture)}"], columns, bold=True)
    say()
    _wrapped(_head(why, scale), columns)
    for title, lines in _parts(why):
        if lines:
            say()
            _wrapped([title], columns, bold=True)
            _wrapped([f"  {line}" for line in lines], columns)
    say()
    _wrapped(_end(why), columns)
    # Whole, however narrow the screen: it is there to be copied.
    say(f"AGAIN        {why.command}")


def _wrapped(lines: list[str], columns: int, *, bold: bool = False) -> None:
    for line in lines:
        text = line.lstrip()
        for row in paragraph(text, columns=columns, indent=line[: len(line) - len(text)]):
            say(row, bold=bold)


def _head(why: Explanation, scale: str) -> list[str]:
    belief = why.belief
    told = reserves(why.picture, belief)
    figure = f" That is of there being any; the figure itself is only {belief.figure}." if belief.figure else ""
    reserve = f" {told[:1].upper()}{told[1:]}." if told else ""
    return [
        f"{label(why.picture, belief)}: {believed(belief)}.",
        f"{str(belief.standing).upper()}: {STANDING_IN_WORDS[belief.standing]}{figure}{reserve}",
        f"HOW SURE: {_how_sure(belief, scale)}",
    ]


def _how_sure(belief: Belief, scale: str) -> str:
    """How sure the value is, and on whose word it rests."""
    if belief.standing is Standing.OWN_WORD:
        return "no number for a party's own word: it is so because the party says so."
    if belief.confidence is None:
        return "no number: nobody whose word weighs anything speaks of it."
    number = "" if scale == "number" else f" ({short_number(belief.confidence)})"
    sure = f"{sureness(belief, scale)}{number}"
    if belief.value is None:
        return f"{sure} that it is so; nobody on record asserts it."
    supporting = [voice for voice in belief.of(*SUPPORT) if voice.weighing.counted]
    gains = all(voice.weighing.interest == TABLE.in_favour and voice.has_stake for voice in supporting)
    whose = ", of the side that gains by it" if gains and len({voice.side for voice in supporting}) == 1 else ""
    any_of_them = " that there are any, whatever the figure" if belief.figure else ""
    return f"{sure}{any_of_them}, resting on {_witnesses(belief.witnesses)}{whose}."


def _witnesses(count: int) -> str:
    return f"{count} witness{'' if count == 1 else 'es'}"


# --- the parts --------------------------------------------------------------------------------------


def _parts(why: Explanation) -> list[Part]:
    belief = why.belief
    return [
        ("WHO SAYS IT", _numbered(why, belief.of(*SUPPORT)) or ["nobody on record"]),
        ("WHO SAYS OTHERWISE", _numbered(why, belief.of(Role.DIFFERS))),
        ("WHO DENIES IT", _numbered(why, belief.of(Role.DENIES)) or ["nobody"]),
        ("WHO WAS NOT HEARD", [*_silent(why), *_parties_not_heard(why)]),
        ("EARLIER", [*_plain(why, belief.of(Role.EARLIER)), *_change(why)]),
        ("NOT COUNTED", _plain(why, belief.of(Role.APART))),
        (f"HOW IT ADDS UP (weights table {TABLE.version})", sum_in_words(belief)),
        ("WHAT DECIDES: without any one of these, value, standing or evidence would differ", _decisive(why)),
        ("TAKEN OUT", [_gone(why, entry) for entry in why.taken_out] or ["nothing corrected, retracted or voided"]),
    ]


def _numbered(why: Explanation, voices: list[Voice]) -> list[str]:
    """Those who speak, each origin under one number; whoever counts with it stands beneath."""
    counted = [voice for voice in voices if voice.weighing.counted]
    lines: list[str] = []
    half_life = why.belief.timing.half_life
    for number, first in enumerate(counted, 1):
        lines += [f"{number}  {_who(why, first)}", *_beneath(why, first, weight_in_words(first, half_life))]
        for other in voices:
            if other is not first and other.origin == first.origin:
                lines += [f"-  {_who(why, other)}", *_beneath(why, other, _together(why, other, first, number))]
    alone = [voice for voice in voices if voice.origin not in {one.origin for one in counted}]
    return [*lines, *(line for voice in alone for line in _entry(why, voice))]


def _entry(why: Explanation, voice: Voice) -> list[str]:
    return [f"-  {_who(why, voice)}", *_beneath(why, voice, weight_in_words(voice, why.belief.timing.half_life))]


def _together(why: Explanation, voice: Voice, first: Voice, number: int) -> str:
    alone = f"; alone it would be {short_number(voice.weighing.weight)}" if voice.weighs else ""
    return f"counted with {number}: {one_origin(why.picture, voice, first)}{alone}"


def _who(why: Explanation, voice: Voice) -> str:
    """Who speaks, for whom, and what."""
    side = (
        f"side {party(why.picture, voice.side)}{'' if voice.has_stake else ', no stake here'}, " if voice.side else ""
    )
    grade = f"grade {voice.grade}" + ("" if voice.graded else " by default")
    told = value(voice.value, voice.told) if voice.value is not None else ""
    words = f' (told as "{voice.told}")' if voice.told and voice.told not in told else ""
    said = f": {told}{words}" if told else ""
    return f"{speaker(why.picture, voice)} ({side}{grade}){said}"


def _beneath(why: Explanation, voice: Voice, weight: str) -> list[str]:
    return [f"   {_dated(why, voice)}", f"   {weight}"]


def _dated(why: Explanation, voice: Voice) -> str:
    said = voice.event.said
    through = f"through {listed([why.picture.label(link) for link in said.via])}, " if said.via else ""
    own = f', "{said.likelihood}" in its own words' if said.likelihood else ""
    about = "" if said.occurred == said.reported else f", about: {day(said.occurred)}"
    return f"{through}reported {day(said.reported)}{about}{own}  {short(voice.event.id)}"


def _plain(why: Explanation, voices: list[Voice]) -> list[str]:
    return [f"{_who(why, voice)}; {_dated(why, voice)}" for voice in voices]


def _silent(why: Explanation) -> Iterator[str]:
    for voice in why.belief.of(Role.SILENT):
        yield f"{speaker(why.picture, voice)} would not say; {_dated(why, voice)}"


def _parties_not_heard(why: Explanation) -> Iterator[str]:
    """The parties that the slot is about and that have no word in it."""
    heard = {voice.side for voice in why.belief.voices}
    for key in why.belief.slot.keys:
        if why.picture.directory.entry(key).category == "party" and key not in heard:
            yield f"{party(why.picture, key)} itself gives no word"


def _change(why: Explanation) -> list[str]:
    was = why.belief.was
    change = percent_change(was.value, why.belief.value) if was else None
    return [f"change {change}, computed from the newest earlier figure of the same origin"] if change else []


def _gone(why: Explanation, entry: Entry) -> str:
    by = " ".join(short(one) for one in entry.taken_out_by) or "void"
    return f"{why.picture.label(entry.source)}: {claim_line(entry.event.said)}, by {by}  {short(entry.event.id)}"


def _decisive(why: Explanation) -> list[str]:
    """What decides, each with what it is: a report, or an entry of ours about who speaks."""
    found = [event for one in why.decisive if why.picture.state and (event := why.picture.state.get(one))]
    return [f"{short(event.id)}  {one_line(_what_it_is(why, event))}" for event in found]


def _what_it_is(why: Explanation, event: Event) -> str:
    if event.said.source:
        return f"what {why.picture.label(event.said.source)} says"
    fact = event.said.fact
    keys = fact.keys() if isinstance(fact, Fact) else ()
    return f"our entry: {event.said.kind} {', '.join(filter(None, keys))}"


def _end(why: Explanation) -> list[str]:
    return [
        f"NEWEST WORD  {many(why.belief.age, 'day')} old at the date asked",
        f"RESTS ON     {' '.join(short(one) for one in why.ids)}",
        f"HOW SO       {HOW_SO}",
    ]
