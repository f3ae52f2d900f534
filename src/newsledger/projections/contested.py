"""contested: who says, who denies, who is silent."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Any

from newsledger.belief import Belief, Role, Standing, Voice, value_text
from newsledger.frozen import frozen
from newsledger.projections import projection
from newsledger.replay import Picture


class Contest(enum.StrEnum):
    """How something is contested, the sharpest first."""

    DENIED = "said and denied"
    ONLY_DENIED = "denied, nobody on record says it"
    RIVALS = "two answers that cannot both be true"
    UNANSWERED = "said, and not answered"


@frozen(kw_only=True)
class Dispute:
    """One belief that somebody contests or would not answer."""

    contest: Contest
    belief: Belief

    def voices(self, *roles: Role) -> list[Voice]:
        """Those who speak in these roles."""
        return self.belief.of(*roles)


@projection("contested")
@frozen
class Contested:
    """All that is contested or unanswered."""

    disputes: tuple[Dispute, ...]

    @classmethod
    def project(cls, picture: Picture) -> Contested:
        """What is contested in a picture, the sharpest first."""
        found = [(contest, belief) for belief in picture.beliefs if (contest := _contest(belief))]
        found.sort(key=lambda one: (list(Contest).index(one[0]), one[1].slot.order))
        return cls(tuple(Dispute(contest=contest, belief=belief) for contest, belief in found))

    def __iter__(self) -> Iterator[Dispute]:
        return iter(self.disputes)

    def __len__(self) -> int:
        return len(self.disputes)

    def by_contest(self) -> dict[Contest, list[Dispute]]:
        """The disputes by how they are contested."""
        return {contest: found for contest in Contest if (found := [one for one in self if one.contest is contest])}

    def as_json(self) -> list[dict[str, Any]]:
        """What is contested, as JSON."""
        return [
            {
                "name": dispute.belief.slot.name, "contest": str(dispute.contest),
                "standing": str(dispute.belief.standing),
                "voices": [_voice(voice) for voice in _speaking(dispute.belief)],
            }
            for dispute in self.disputes
        ]  # fmt: skip


def _speaking(belief: Belief) -> list[Voice]:
    return belief.of(Role.SHOWN, Role.AGREES, Role.DIFFERS, Role.DENIES, Role.SILENT)


def _contest(belief: Belief) -> Contest | None:
    if belief.standing is Standing.DENIED:
        return Contest.ONLY_DENIED
    if belief.standing is Standing.DISPUTED:
        return Contest.DENIED if belief.of(Role.DENIES) else Contest.RIVALS
    return Contest.UNANSWERED if belief.of(Role.SILENT) and belief.value is not None else None


def _voice(voice: Voice) -> dict[str, Any]:
    return {
        "source": voice.source, "side": voice.side, "stance": voice.stance, "role": str(voice.role),
        "value": None if voice.value is None else value_text(voice.value), "told": voice.told, "id": voice.event.id,
    }  # fmt: skip
