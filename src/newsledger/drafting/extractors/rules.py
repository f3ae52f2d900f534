"""rules: what patterns and the ledger's own names find in an article. No model, no network, always the same answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from newsledger.drafting.days import Day, days
from newsledger.drafting.extractors import RULES, extractor
from newsledger.drafting.figure import Figure
from newsledger.drafting.figures import figures
from newsledger.drafting.fitting import fitting, outcome_of, teller_of
from newsledger.drafting.found import Finding, Teller
from newsledger.drafting.known import Known
from newsledger.drafting.money import Money, money_of
from newsledger.drafting.otherwise import like
from newsledger.drafting.text import LONGEST, Article, Sentence
from newsledger.drafting.voices import Voice, is_pronoun, said_on, voices
from newsledger.event import ASSERTS
from newsledger.fact import Time
from newsledger.values.when import When


@attrs.define(kw_only=True)
class _Reading:
    """How far the reading of an article is: what later sentences may look back to."""

    article: Article
    known: Known
    published: When
    money: Money
    tellers: list[Teller] = attrs.field(factory=list)
    figures: list[Figure] = attrs.field(factory=list)
    day: When | None = None
    named: When | None = None
    last: str = ""
    before: list[str] = attrs.field(factory=list)


DAY = re.compile(r"\d{4}-\d\d-\d\d~?")
"""A day, and no longer time."""

NEAR = 6
"""So many sentences before one, and the title, are looked at for what it is about."""


@extractor(RULES)
def rules(article: Article, known: Known) -> Iterator[Finding]:
    """Every figure, date, denial and silence of an article, in the order of the text; nothing without its date."""
    published = article.published
    if published is None:
        return
    reading = _Reading(article=article, known=known, published=published, money=money_of(article.text[:LONGEST]))
    for sentence in article.sentences():
        if sentence.first:
            reading.day, reading.figures, reading.last = None, [], ""
        yield from _sentence(sentence, reading)
        reading.last = sentence.words
        reading.before = [*reading.before, sentence.words][-NEAR:]


def _sentence(sentence: Sentence, reading: _Reading) -> Iterator[Finding]:
    words = sentence.words
    found_days = days(words, reading.published, reading.article.zone, before=reading.day, named=reading.named)
    found = figures(words, [(day.begin, day.end) for day in found_days], reading.figures, reading.money, reading.last)
    found += like(words, found, reading.figures)
    told = [(voice, _tellers(voice, reading)) for voice in voices(words)]
    used: set[int] = set()
    context = _Context(sentence=sentence, figures=found, days=found_days, told=told)
    for figure in found:
        yield _figure(figure, context, reading, used)
    for voice, tellers in told:
        if voice.stance != ASSERTS:
            yield Finding(line=sentence.line, sentence=words, tellers=tellers, stance=voice.stance)
    for day in found_days:
        if day.begin not in used:
            yield Finding(line=sentence.line, sentence=words, day=day)
    reading.figures = [one for one in found if not one.derived] or reading.figures
    reading.day = found_days[-1].when if found_days else reading.day
    whole = [day.when.text.rstrip("~") for day in found_days if DAY.fullmatch(day.when.text)]
    reading.named = When.parse(whole[-1]) if whole else reading.named


def _tellers(voice: Voice, reading: _Reading) -> tuple[Teller, ...]:
    tellers = tuple(_teller(name, reading) for name in voice.names)
    reading.tellers += [teller for teller in tellers if teller.name]
    return tuple(dict.fromkeys(tellers))


def _teller(name: str, reading: _Reading) -> Teller:
    if is_pronoun(name):
        return reading.tellers[-1] if reading.tellers else Teller()
    return teller_of(name, reading.known, reading.tellers)


@attrs.frozen(kw_only=True)
class _Context:
    """What one sentence holds: its figures, its dates, and who speaks in it."""

    sentence: Sentence
    figures: list[Figure]
    days: list[Day]
    told: list[tuple[Voice, tuple[Teller, ...]]]


def _figure(figure: Figure, context: _Context, reading: _Reading, used: set[int]) -> Finding:
    words, found_days = context.sentence.words, context.days
    speaking = [pair for pair in context.told if pair[0].stance == ASSERTS]
    voice, tellers = speaking[0] if speaking else (None, (Teller(),))
    spoken = said_on(voice, found_days, words) if voice else None
    day = _day_of(figure, context.figures, [one for one in found_days if one is not spoken], words)
    around = " ".join(filter(None, [reading.article.title, reading.known.story, *reading.before]))
    fits, candidates = fitting(figure, words, around, reading.known)
    # whose own word it is, no pattern can tell
    own_word = fits is not None and fits.fact.spec.timing_of(fits.fact, fits.field).time is Time.SAID
    slot = None if own_word else fits
    candidates = (fits.name,) if fits is not None and own_word else candidates
    on = spoken.when if spoken is not None and spoken.when.key < reading.published.key else None
    used.update(one.begin for one in (day, spoken if on is not None else None) if one is not None)
    return Finding(
        line=context.sentence.line, sentence=words, tellers=tellers, figure=figure, slot=slot, others=candidates,
        day=day, said_on=on, outcome=outcome_of(words, figure),
    )  # fmt: skip


def _day_of(figure: Figure, others: list[Figure], found_days: list[Day], words: str) -> Day | None:
    """The date of a figure: the nearest behind it before another figure, else one before all figures."""
    after = min((one.begin for one in others if one.begin >= figure.end), default=len(words) + 1)
    behind = [day for day in found_days if figure.end <= day.begin < after and ";" not in words[figure.end : day.begin]]
    if behind:
        return behind[0]
    first = min(one.begin for one in others)
    opening = [day for day in found_days if day.end <= first]
    return opening[-1] if opening and figure.begin == first else None
