"""accuracy: how often beliefs are right, and how well they know it, on data whose truth somebody knows.

Every method sees the claims alone. Answers are compared with those of airlines and of the census.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from benchmarks.accuracy import metrics, ours
from benchmarks.accuracy.accu import accu
from benchmarks.accuracy.claims import Method
from benchmarks.accuracy.crh import crh
from benchmarks.accuracy.data import AIRLINES, ATTRIBUTION, DataSet, flights, population
from benchmarks.accuracy.metrics import Score, estimate, short
from benchmarks.accuracy.plot import plot
from benchmarks.accuracy.truthfinder import truthfinder
from benchmarks.accuracy.vote import vote
from benchmarks.frame.options import Options
from benchmarks.frame.telling import Bar, Report, Table

VOTE = "plain vote"
PEERS: Mapping[str, Method] = {VOTE: vote, "CRH": crh, "TruthFinder": truthfinder, "Accu": accu}
PLOT = "calibration.svg"

Scores = Mapping[str, Mapping[str, list[Score]]]
"""Checked answers by method, then by data set."""

BARS = (
    ("flights, accuracy, mean of the days", 0.93, 0.91, metrics.accuracy, False),
    ("flights, Brier score", 0.055, 0.075, metrics.brier, True),
    ("flights, expected calibration error", 0.045, 0.045, metrics.calibration_error, True),
)
"""A figure, its bar with the three airlines and without them, and whether the bar is the most that it may be."""

POPULATION = "population, error above 1 % on contested answers"
BAR_POPULATION = 0.15

NO_CALIBRATION = "calibration, which this newsledger does not have: sources stay ungraded"
INTERVALS = (
    "In brackets: where 95 % of 1,000 resamples of the items lie. The days share sources and routes, "
    "hence the true uncertainty is larger."
)
OUR_PEERS = "The peers are written here, from their papers (see `benchmarks/accuracy`); none of their programs was run."


@attrs.frozen(kw_only=True)
class Part:
    """The data sets of one question: all flights, those without airlines, populations."""

    name: str
    sets: tuple[DataSet, ...]
    scores: Scores

    def groups(self, method: str) -> list[list[Score]]:
        """The checked answers of a method, a group for each data set."""
        return list(self.scores[method].values())


def run(options: Options) -> Report:
    """Runs every method on every data set that is there."""
    folder = options.data / "truth" if (options.data / "truth").is_dir() else options.data
    methods = {**PEERS, **engines()}
    asked = [(name, tuple(sets)) for name, sets in questions(folder) if sets]
    parts = [Part(name=name, sets=sets, scores=checked(sets, methods)) for name, sets in asked]
    us = list(engines())[-1]
    left_out = [] if ours.can_calibrate() else [NO_CALIBRATION]
    if not parts:
        left_out = [f"everything: the data are absent (looked for in a folder called {folder.name}; see --data)"]
    return Report(
        title="How right beliefs are", about=about(), bars=tuple(bar for part in parts for bar in bars(part, us)),
        tables=tuple(table for part in parts for table in tables(part)), notes=notes(parts), left_out=tuple(left_out),
        pictures={PLOT: calibration_plot(parts[0])} if parts else {},
    )  # fmt: skip


def engines() -> dict[str, Method]:
    """Newsledger as it is; and, where it can calibrate, with what it proposes."""
    found: dict[str, Method] = {"newsledger, sources ungraded": lambda items: ours.resolve(items, calibrate=False)}
    if ours.can_calibrate():
        found["newsledger, calibrated"] = lambda items: ours.resolve(items, calibrate=True)
    return found


def questions(folder: Path) -> Iterator[tuple[str, list[DataSet]]]:
    """What is asked, each with its data sets."""
    yield "flights", list(flights(folder))
    yield "flights without the airlines", list(flights(folder, without=AIRLINES))
    cities = population(folder)
    yield "population", [cities] if cities else []


def checked(sets: Sequence[DataSet], methods: Mapping[str, Method]) -> Scores:
    """The answers of each method to each data set, checked."""
    return {
        name: {data.name: metrics.scores(data, method(data.items)) for data in sets} for name, method in methods.items()
    }


def bars(part: Part, us: str) -> list[Bar]:
    """What newsledger reaches on one question, against the bars."""
    groups = part.groups(us)
    if part.name == "population":
        figure = rounded(metrics.mean(groups, metrics.error))
        return [Bar(name=POPULATION, figure=figure, bar=BAR_POPULATION, most=True)]
    without = "without" in part.name
    found = [
        Bar(name=f"{name}{', without airlines' if without else ''}", figure=rounded(metrics.mean(groups, figure)),
            bar=(bar, bar_without)[without], most=most)
        for name, bar, bar_without, figure, most in BARS
    ]  # fmt: skip
    for day, scores in part.scores[us].items():
        plain = rounded(metrics.accuracy(part.scores[VOTE][day])) or 0.0
        name = f"{part.name}, {day}: accuracy against the plain vote"
        found.append(Bar(name=name, figure=rounded(metrics.accuracy(scores)), bar=plain))
    return found


def rounded(figure: float | None) -> float | None:
    """Four digits: more are noise."""
    return None if figure is None else round(figure, 4)


def tables(part: Part) -> Iterator[Table]:
    """Per method the figures with their intervals; per method what its answers say of themselves."""
    if part.name == "population":
        errors = tuple((name, str(estimate(part.groups(name), metrics.error))) for name in part.scores)
        yield Table(title=f"{titled(part)}:", heads=("method", "error above 1 %"), rows=errors)
        return
    days = list(next(iter(part.scores.values())))
    figures: tuple[Callable[..., float | None], ...] = (metrics.accuracy, metrics.brier, metrics.calibration_error)
    rows = tuple(
        (name, *(told(metrics.accuracy(part.scores[name][day])) for day in days),
         *(str(estimate(part.groups(name), figure)) for figure in figures))
        for name in part.scores
    )  # fmt: skip
    heads = ("method", *days, "mean accuracy", "mean Brier score", "mean calibration error")
    yield Table(title=f"{titled(part)}:", heads=heads, rows=rows)
    yield calibration_table(part)


def titled(part: Part) -> str:
    """The name of a question with how many answers were checked."""
    sizes = [str(len(scores)) for scores in next(iter(part.scores.values())).values()]
    return f"{part.name[0].upper()}{part.name[1:]}, {' + '.join(sizes)} answers checked"


def told(figure: float | None) -> str:
    """A figure in a cell."""
    return "–" if figure is None else short(figure)


def pooled(part: Part, method: str) -> list[Score]:
    """All checked answers of a method."""
    return [score for group in part.groups(method) for score in group]


def calibration_table(part: Part) -> Table:
    """What the plot shows, in figures: by what answers say of themselves, how often they are right."""
    rows = tuple(
        (name, f"{one.number}", short(one.said), short(one.right))
        for name in part.scores
        for one in metrics.bins(pooled(part, name))
    )
    title = f"What answers say of themselves, {part.name}, all days together, ten equal bins:"
    return Table(title=title, heads=("method", "answers", "probability shown", "share right"), rows=rows)


def calibration_plot(part: Part) -> str:
    """The same as a picture."""
    series = {name: metrics.bins(pooled(part, name)) for name in part.scores}
    return plot({name: found for name, found in series.items() if found})


def about() -> str:
    """What is measured, and how."""
    return (
        "Every claim is a report; what is believed is compared with the answer of the airline or the census. "
        "A time is right within 10 minutes, a gate if it is the same, a population within 1 %. "
        "No method sees an answer. A tie counts by the share of its values that is right."
    )


def notes(parts: Sequence[Part]) -> tuple[str, ...]:
    """What the figures rest on."""
    if not parts:
        return ()
    ties = [tie_note(data) for part in parts for data in part.sets if part.name == "population"]
    return (INTERVALS, OUR_PEERS, *ties, *ATTRIBUTION)


def tie_note(data: DataSet) -> str:
    """How much a rule for ties decides where few speak."""
    answers = {key: answer.values for key, answer in vote(data.items).items() if key in data.truth}
    tied = sum(1 for values in answers.values() if len(values) > 1)
    least, most = (
        short(sum(not data.right(key, values[at]) for key, values in answers.items()) / len(answers)) for at in (0, -1)
    )
    return (
        f"In {tied} of {len(answers)} contested populations the vote is a tie. Whoever takes the smallest of the tied "
        f"figures errs in {least} of all, whoever takes the largest in {most}: a rule for ties is luck."
    )
