"""Runs a law as a Hypothesis test within a test, and tells the smallest example that breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st

from newsledger.testing.telling import Broken, told

Law = Callable[[st.DataObject], None]
"""Draws what it needs and raises `Broken` where the law does not hold."""

PHASES = (Phase.generate, Phase.shrink)
"""Nothing is kept between runs, and no lines of the examined code are traced."""


def hold(subject: str, law: str, claim: str, test: Law) -> None:
    """Tries a law on as many examples as the profile of Hypothesis in force asks for.

    Raises:
        AssertionError: it does not hold; the message is the smallest example found.
    """
    smallest: list[Broken] = []

    @settings(
        deadline=None, database=None, phases=PHASES, report_multiple_bugs=False, verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.data())
    def tried(data: st.DataObject) -> None:
        try:
            test(data)
        except Broken as broken:
            smallest[:] = [min([*smallest, broken], key=lambda one: one.size)]
            raise

    try:
        tried()
    except Exception:
        # what keeps state between calls may pass when it is tried again: it was broken all the same
        if not smallest:
            raise
    if smallest:
        raise AssertionError(told(subject, law, claim, smallest[0]))


def chosen(laws: Iterable[str] | None, known: Mapping[str, object]) -> list[str]:
    """The names of the laws to try, all where none is named.

    >>> chosen(["cut"], {"order": 1, "cut": 2})
    ['cut']

    Raises:
        ValueError: there is no law of that name.
    """
    named = list(known) if laws is None else list(laws)
    strange = [name for name in named if name not in known]
    if strange:
        message = f"there is no law {strange[0]!r} here; known are {', '.join(known)}"
        raise ValueError(message)
    return named
