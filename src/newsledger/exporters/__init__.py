"""Exporters: one file, one format that a ledger can be taken out as. Nothing else need be edited to add one.

An exporter writes bytes, and lists what its format cannot carry. All else is the same for all, and is
done before it is asked: the picture, the reports that count, the members of the ledger that lie in the cut.
The same ledger and the same question give the same bytes; no clock is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, TypeVar

from newsledger import registry
from newsledger.errors import InvalidInput
from newsledger.exporters._job import Job, prepare
from newsledger.exporters._places import Places, read_places
from newsledger.ledger import Ledger
from newsledger.problems import Problem, did_you_mean

GROUP = "exporter"

registry.add_finder(GROUP, *registry.by_file(__name__, list(__path__)))

ASPECTS = {
    "id": "the id of an event",
    "bytes": "the stored bytes, by which anybody can check the id",
    "recorded": "when it was taken in",
    "by": "who took it in",
    "takings-in": "that it was taken in more than once",
    "story": "the story that it belongs to",
    "slot": "what it is about: kind and keys",
    "value": "the value, as imprecise as it was told",
    "told": "the words that the value was read from",
    "stance": "whether it is asserted, denied, or met with silence",
    "occurred": "when it is said to hold or have happened",
    "reported": "when it was made public",
    "source": "who says it",
    "via": "who carried the words",
    "confidence": "the recorder's assessment of the report",
    "likelihood": "the source's own hedge",
    "quote": "the words quoted, and their language",
    "links": "where it was published, and where a copy is kept",
    "amendments": "who took it back or corrected it, and with what",
    "ours": "what we noted: sources and their grades, aliases, stakes, notes, voids",
    "unknown": "facts of kinds that are not known here",
    "redacted": "that words were taken out, and why",
    "settings": "title, zones and default grade of the ledger",
}
"""What a ledger holds, part by part: what an exporter may say that its format loses."""

OPTIONS = ("since", "places", "site", "raw")
"""What some formats take beside the question."""


class Exporter:
    """What a ledger can be taken out as, as each exporter's file declares it.

    `losses` says of each part of `ASPECTS` that the format cannot carry what becomes of it. `takes` are
    the `OPTIONS` that make sense for it. A format that is `whole` holds events as they stand, and cuts none
    unless a date is named. `binary` is what no terminal can show.
    """

    losses: ClassVar[Mapping[str, str]] = {}
    takes: ClassVar[frozenset[str]] = frozenset()
    whole: ClassVar[bool] = False
    binary: ClassVar[bool] = False

    def write(self, job: Job) -> Iterator[bytes]:
        """The bytes of the file, part by part. Raises `InvalidInput` where something is missing for it."""
        raise NotImplementedError


C = TypeVar("C", bound=Callable[[], Exporter])


def exporter(name: str) -> Callable[[C], C]:
    """Files a class as an exporter under a name: the format that the command line takes."""

    def declare(cls: C) -> C:
        registry.register(GROUP, name, cls())
        return cls

    return declare


def find(name: str) -> Exporter:
    """The exporter of a format, imported if need be.

    >>> type(find("jsonl")).__name__
    'Jsonl'

    Raises `InvalidInput` where there is none of that name.
    """
    found: Exporter | None = registry.find(GROUP, name)
    if found is None:
        message = f"there is no format {name[:60]!r} to export"
        raise InvalidInput([Problem(code="unknown-format", message=message, hint=did_you_mean(name[:60], names()))])
    return found


def names() -> list[str]:
    """The names of all formats, sorted.

    >>> "csv" in names()
    True
    """
    return registry.names(GROUP)


def export(ledger: Ledger, name: str, date: str | None = None, **how: Any) -> Iterator[bytes]:  # noqa: ANN401  see there
    """A ledger in another format, part by part: what is believed on a date, or the events themselves.

    >>> import newsledger as nl
    >>> ledger = nl.in_memory()
    >>> _ = ledger.append(nl.Control("sudzha", holder="russia"), source="desk", reported="2025-03-13")
    >>> print(b"".join(export(ledger, "csv", "2025-03-16")).decode().splitlines()[1].split(",")[1:6])
    ['control/sudzha', 'control', 'holder', 'asserts', 'russia']

    `how` is what `prepare` takes: `at`, `public`, `known`, `hindsight`, `story` and `zone` as `Ledger.replay` has
    them, and the `OPTIONS` of the format. Raises `InvalidInput` where there is no such format, or it does not take
    an option.
    """
    chosen = find(name)
    refuse_untaken(name, chosen, [option for option in OPTIONS if how.get(option)])
    return chosen.write(prepare(ledger, date, **how))


def refuse_untaken(name: str, chosen: Exporter, given: list[str]) -> None:
    """Raises `InvalidInput` where a format is given an option that means nothing to it."""
    wrong = [option for option in given if option not in chosen.takes]
    if not wrong:
        return
    takes = ", ".join(f"--{one}" for one in OPTIONS if one in chosen.takes) or "none of its own"
    hint = f"leave it out; options of {name}: {takes}"
    raise InvalidInput([Problem(code="not-taken", message=f"{name} takes no --{one}", hint=hint) for one in wrong])


__all__ = [
    "ASPECTS",
    "GROUP",
    "OPTIONS",
    "Exporter",
    "Job",
    "Places",
    "export",
    "exporter",
    "find",
    "names",
    "prepare",
    "read_places",
    "refuse_untaken",
]
