"""expected: what is expected, apart from what happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsledger.belief import Voice, slot_name, value_text
from newsledger.frozen import frozen
from newsledger.live import fold_slot
from newsledger.projections import projection
from newsledger.replay import Picture


@frozen(kw_only=True)
class Outlook:
    """One thing that is expected, and everybody who says so."""

    slot: str
    kind: str
    keys: tuple[str, ...]
    voices: tuple[Voice, ...]

    @property
    def origins(self) -> tuple[str, ...]:
        """Whose word it is in the end: a president and his officials are one."""
        return tuple(sorted({voice.origin for voice in self.voices}))


@projection("expected")
@frozen
class Expected:
    """All that is expected."""

    outlooks: tuple[Outlook, ...]

    @classmethod
    def project(cls, picture: Picture) -> Expected:
        """What is expected in a picture."""
        found: dict[tuple[str, ...], list[Voice]] = {}
        for voice in picture.expected:
            found.setdefault(fold_slot(voice.event.said, picture.names), []).append(voice)
        return cls(
            tuple(
                Outlook(slot=slot_name(kind, keys), kind=kind, keys=tuple(keys), voices=tuple(voices))
                for (kind, *keys), voices in sorted(found.items())
            )
        )

    def __iter__(self) -> Iterator[Outlook]:
        return iter(self.outlooks)

    def as_json(self) -> list[dict[str, Any]]:
        """What is expected, as JSON."""
        return [
            {
                "slot": outlook.slot,
                "origins": list(outlook.origins),
                "said": [_said(voice) for voice in outlook.voices],
            }
            for outlook in self.outlooks
        ]


def _said(voice: Voice) -> dict[str, Any]:
    return {
        "source": voice.source, "stance": voice.stance,
        "value": None if voice.value is None else value_text(voice.value), "id": voice.event.id,
    }  # fmt: skip
