"""Words that had to go: taken out of a line, whose id, time and hand stay; and held to what was declared.

Words go only after a redaction says so. What is between the two is told: words that are gone
though nothing was declared, and words that were declared to be gone and are still there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from newsledger import codec
from newsledger.errors import InvalidInput
from newsledger.event import ID_LENGTH, Event, short
from newsledger.live import redacted_by, redactions
from newsledger.problems import WARNING, Place, Problem

WORDS_MISSING = "words-missing"
"""The code of a line whose words are gone and that no redaction names: the ledger was tampered with."""

WORDS_REMAIN = "words-remain"
"""The code of a line whose words a redaction names and that still holds them, as after a merge."""

ID_FIRST = b'{"id":"'
"""How every line begins that a newsledger wrote: enough to see that it is another event's."""


def check_declared(identities: Collection[str], events: Iterable[Event]) -> None:
    """Holds that words go only where a redaction among the events says so.

    >>> check_declared(["7c13b0e5d1f24c8a9e6b3d2f1a0c4e58"], [])
    Traceback (most recent call last):
    newsledger.errors.InvalidInput: error[undeclared]: no redaction names 7c13b0e5d1f24c8a9e6b3d2f1a0c4e58

    Raises:
        InvalidInput: an event is not named by any redaction that stands.
    """
    missing = sorted(set(identities) - redactions(events).keys())
    if missing:
        hint = "append the redaction first: newsledger redact ID --reason … --authority …"
        raise InvalidInput(
            [Problem(code="undeclared", message=f"no redaction names {one}", hint=hint) for one in missing]
        )


def without_words(line: bytes, identities: Collection[str]) -> bytes:
    """The line without its words, if it is a sound line of one of the events; any other line as it is.

    >>> without_words(b"no line at all", ["7c13b0e5d1f24c8a9e6b3d2f1a0c4e58"])
    b'no line at all'
    """
    if line.startswith(ID_FIRST) and line[len(ID_FIRST) :][:ID_LENGTH].decode(errors="replace") not in identities:
        return line
    event = codec.read(line).event
    if event is None or event.redacted or event.id not in identities:
        return line
    return codec.write(event.without_words())


def about_words(events: Sequence[Event], places: Mapping[str, Place]) -> Iterator[Problem]:
    """Words that are gone though no redaction says so, and words that are there though one does.

    A redaction that was voided still tells where words went, but asks for no more to go.
    """
    declared = {redacted_by(event) for event in events}
    standing = redactions(events) if len(declared) > 1 else {}
    for event in events:
        if event.redacted and event.id not in declared:
            where = places.get(event.id, Place())
            message = f"the words of {short(event.id)} are missing, and no redaction names it: nobody said why"
            hint = f"restore the line from git; if they had to go, declare it: newsledger redact {short(event.id)}"
            yield Problem(code=WORDS_MISSING, message=message, hint=hint, where=where)
        elif event.id in standing and not event.redacted:
            where = places.get(event.id, Place())
            message = f"a redaction says that the words of {short(event.id)} had to go, and they still stand here"
            hint = f"take them out: newsledger redact {short(event.id)}"
            yield Problem(code=WORDS_REMAIN, severity=WARNING, message=message, hint=hint, where=where)
