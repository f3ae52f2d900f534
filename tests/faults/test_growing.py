"""Inputs that grow: what a parser takes may not grow with the square of what it is given."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from benchmarks.fuzz.targets import attempt

Grow = Callable[[int], str]

SMALL, LARGE = 8_000, 64_000
"""Characters. What grows as its input takes eight times as long for the second; with its square, sixty-four times."""

MORE = 24
"""So many times the CPU time of the small input the large one may take, in the same run."""

LEAST = 0.05
"""CPU seconds that count as the time of a small input which takes less: so little tells nothing."""

HEAD = "report: a\npublished: 2025-03-16\n"
SAYS = f"{HEAD}\nthe report says:\n  "
STATE = (
    '"fact":{"kind":"state","subject":"a","condition":"b","term":"yes"},"reported":"2025-03-16","source":"a","v":"1"'
)


def several(piece: str) -> Grow:
    """The same again and again."""
    return lambda size: piece * (size // len(piece))


def numbered(piece: str, joint: str = "") -> Grow:
    """The same with a number in it, which rises."""
    return lambda size: joint.join(piece.replace("#", str(number)) for number in range(size // (len(piece) + 4)))


def within(before: str, inner: Grow, after: str = "") -> Grow:
    """What grows in the middle of something."""
    return lambda size: before + inner(size) + after


# ruff: noqa: E501  a case stands on a line
GROWING: list[tuple[str, str, Grow]] = [
    ("said", "fields that nobody knows", within("{", numbered('"f#":"x"', ","), f",{STATE}}}")),
    ("said", "words for no field", within('{"told":{', numbered('"f#":"x"', ","), f"}},{STATE}}}")),
    ("said", "a long chain", within('{"via":[', numbered('"f#"', ","), f"],{STATE}}}")),
    ("said", "nested", within('{"fact":', several("["))),
    ("said", "a date of digits", within('{"occurred":"', several("2"), '","v":"1"}')),
    ("lines", "nothing that is a line", several("x\n")),
    ("lines", "empty lines", within("", several("\n"), "x")),
    ("lines", "marks of a conflict", several("<<<<<<<\n=======\n>>>>>>>\n")),
    ("lines", "members", within("{", numbered('"a#":"x"', ","), "}")),
    ("claim", "quotation marks", within("\0state/a/b = ", several('"a" '))),
    ("claim", "open brackets", within("\0state/a/b = ", several("("))),
    ("claim", "backslashes", within("\0state/a/b = ", several("\\"))),
    ("claim", "commas", within("\0state/a/b = ", several("a, "))),
    ("claim", "slashes", within("\0", several("/"))),
    ("claim", "blanks", within("\0state/a/b = x", several(" "), "y")),
    ("sheet", "blanks in what is no head", within("a", several(" "), "b")),
    ("sheet", "heads that say nothing", several("someone said what\n")),
    ("sheet", "a row of sources", within(f"{HEAD}sources\n", numbered("  s#: N; derived-from s#0\n"))),
    ("sheet", "a chain of sources", lambda size: f"{HEAD}sources\n" + "".join(
        f"  s{number}: N; derived-from s{number + 1}\n" for number in range(size // 32))),
    ("sheet", "sources in a circle", lambda size: f"{HEAD}sources\n" + "".join(
        f"  s{number}: N; derived-from s{number * 7 % 50}\n" for number in range(size // 32))),
    ("sheet", "claims that are none", within(SAYS, several("stat/a/b = x\n  "))),
    ("sheet", "voices that nobody knows", within(SAYS, numbered("state/a/b\nn# says:\n  "))),
    ("when", "words for about", several("about ")),
    ("when", "blanks", within("in", several(" "), "2024")),
    ("quantity", "digits", several("9")),
    ("quantity", "blanks", within("5", several(" "), "km2")),
    ("confidence", "digits", several("7")),
    ("seal", "seals before it", within(
        f"newsledger-seal 1\nroot {'0' * 64}\ncount 1\nsealed 2025-03-17T10:00:00Z\nby \"a\"\n", several(f"after {'0' * 32}\n"))),
    ("settings", "settings that nobody knows", numbered('k# = "x"\n')),
    ("settings", "stories", numbered("[stories.s#]\n")),
    ("settings", "stories in another form", numbered("[stories.s#]\ntitle='x'\n")),
    ("settings", "zones that are none", numbered('[stories.s#]\nzone = "x#"\n')),
    ("settings", "a key of many parts", within("a", several(".a"), " = 1")),
    ("settings", "digits", within("a = ", several("9"))),
    ("settings", "nested", within("a = ", several("["))),
    ("mapping", "a key of many parts", within("a", several(".a"), " = 1")),
    ("mapping", "digits", within("a = ", several("9"))),
    ("mapping", "nested", within("a = ", several("["))),
    ("mapping", "fields that nobody knows", within('[[claim]]\n[claim.fact]\nkind = "state"\n', numbered('k# = "x"\n'))),
    ("table", "a quote that stays open", within('a,b,c,d\n"', several("x\n"))),
    ("table", "quotes that stay open", within("a,b,c,d\n", several('"x""\n'))),
    ("table", "columns", within("", numbered("c#", ","), "\n1")),
    ("table", "rows that are bad", within("a,b,c,d\n", several("1,2,3,4\n"))),
    ("table", "objects that say nothing", within("[", several("{},"), "{}]")),
    ("suggestion", "columns", lambda size: ",".join(f"c{number}" for number in range(size // 8)) + "\n" + "1," * (size // 8)),
    ("jsonl", "digits", within('{"fact":{"kind":"state"},"a":', several("9"), "}")),
    ("jsonl", "forms that are none", several('{"fact":1}\n')),
]  # fmt: skip


@pytest.mark.parametrize(("target", "what", "grow"), GROWING, ids=[f"{target}: {what}" for target, what, _ in GROWING])
def test_time_does_not_grow_with_the_square(target: str, what: str, grow: Grow) -> None:
    """64,000 characters take no more than three times as long as they should, by the time that 8,000 take."""
    attempt(target, grow(100).encode())  # what is imported late is imported now
    small, large = (taken(target, grow(size).encode()) for size in (SMALL, LARGE))

    assert large < MORE * max(small, LEAST), f"{what}: {small:.2f} s, then {large:.2f} s"


def taken(target: str, data: bytes) -> float:
    """The CPU seconds that an input takes, which is read or refused without any other error than ours."""
    begun = time.process_time()
    fault = attempt(target, data)
    seconds = time.process_time() - begun

    assert fault is None
    return seconds
