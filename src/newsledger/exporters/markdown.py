"""markdown: the picture as a page of tables, for notes, wikis and pull requests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from newsledger.belief import Belief
from newsledger.event import short
from newsledger.exporters import Exporter, Job, exporter
from newsledger.exporters._words import about, asked, claim, day, legal, shown, speaks, stands, who
from newsledger.projections.contested import Contested
from newsledger.replay import Picture

MARKUP = re.compile(r"([\\`*_\[\]<>|#&~])")
"""What Markdown would obey, raw HTML, links and pictures included."""

HEADS = ("what", "value", "of when", "standing", "who says it", "events")

MOST_IDS = 5
"""So many ids of a belief are named."""


@exporter("markdown")
class Markdown(Exporter):
    """A section for each kind of fact, then what is contested and what lies ahead. Nothing told is taken for markup."""

    losses: ClassVar = {
        "id": "their beginnings, of a belief the first few",
        "bytes": "left out: a page shows beliefs, not events",
        "recorded": "left out",
        "by": "left out",
        "takings-in": "left out",
        "story": "only the one asked about",
        "value": "as people read it, and only the one that is shown",
        "reported": "left out",
        "via": "left out",
        "confidence": "only as it tells in how a belief stands",
        "likelihood": "left out",
        "quote": "left out",
        "links": "left out",
        "amendments": "only what came of them",
        "ours": "only what came of them",
        "unknown": "left out",
        "redacted": "left out",
        "settings": "only the title",
    }

    def write(self, job: Job) -> Iterator[bytes]:
        """The page, section by section."""
        picture = job.picture
        yield f"# {marked(job.title)}\n\n({marked(asked(picture))}; {picture.events} reports)\n".encode()
        for kind in dict.fromkeys(belief.slot.kind for belief in picture.beliefs):
            beliefs = [belief for belief in picture.beliefs if belief.slot.kind == kind]
            yield _section(kind.replace("-", " ").capitalize(), HEADS, [_row(picture, one) for one in beliefs])
        contested = [(str(one.contest), *_row(picture, one.belief)) for one in picture[Contested]]
        yield _section("Contested", ("how", *HEADS), contested)
        expected = [
            (claim(voice.event.said), day(voice.event.said.occurred), speaks(picture, voice.event.said),
             short(voice.event.id))
            for voice in picture.expected
        ]  # fmt: skip
        yield _section("Expected", ("what", "when", "who", "event"), expected)


def _row(picture: Picture, belief: Belief) -> tuple[str, ...]:
    words = f' "{belief.told[0]}"' if belief.told else ""
    told = list(dict.fromkeys(voice.event.id for voice in belief.voices))
    more = f" and {len(told) - MOST_IDS} more" if len(told) > MOST_IDS else ""
    return (
        about(picture, belief), shown(belief.value) + words, day(belief.occurred),
        "; ".join([stands(belief), *belief.flags]), who(picture, belief),
        " ".join(map(short, told[:MOST_IDS])) + more,
    )  # fmt: skip


def _section(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    if not rows:
        return b""
    return f"\n## {marked(title)}\n\n{table(heads, rows)}".encode()


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""A table of Markdown, in which no cell can start markup of its own.

    >>> print(table(["slot"], [["a|b"]]), end="")
    | slot |
    | --- |
    | a\|b |
    """
    lines = [" | ".join(heads), " | ".join("---" for _ in heads), *(" | ".join(map(marked, row)) for row in rows)]
    return "".join(f"| {line} |\n" for line in lines)


def marked(text: str) -> str:
    r"""Text on one line that Markdown shows as it is.

    >>> marked("see <b>*this*</b>")
    'see \\<b\\>\\*this\\*\\</b\\>'
    """
    return MARKUP.sub(r"\\\1", " ".join(legal(text).split()))
