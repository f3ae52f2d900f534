"""claimreview: what is claimed and how it stands, in the words of schema.org."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from newsledger.belief import Belief, Role, Standing, Voice
from newsledger.exporters import Exporter, Job, exporter
from newsledger.exporters._words import about, dumped, made_id, shown, stands, told, web, who
from newsledger.kinds.statement import Statement
from newsledger.replay import Picture

PERSON = "person"
"""The category of a source that is one human being; any other is an organisation to schema.org."""


@exporter("claimreview")
class ClaimReview(Exporter):
    """A review for each claim about the world: what is claimed, by whom, and how it stands. It is no verdict."""

    takes: ClassVar = frozenset({"site"})
    losses: ClassVar = {
        "id": "left out",
        "bytes": "left out: it shows beliefs, not events",
        "recorded": "left out",
        "by": "left out",
        "takings-in": "left out",
        "story": "left out",
        "value": "as people read it, and only the one that is shown",
        "told": "left out",
        "stance": "denials only in how the claim stands",
        "occurred": "left out",
        "reported": "only the first day of those who say it",
        "via": "left out",
        "confidence": "only as it tells in how a claim stands: a standing is no grade, hence no rating in numbers",
        "likelihood": "left out",
        "quote": "left out",
        "links": "only where it was published, if a browser may open it",
        "amendments": "only what came of them",
        "ours": "only what came of them",
        "unknown": "left out",
        "redacted": "left out",
        "settings": "only the title",
    }

    def write(self, job: Job) -> Iterator[bytes]:
        """A graph of reviews. A party's own word about itself and mere statements are no claims to review."""
        reviews = [_review(belief, job) for belief in job.picture.beliefs if _is_reviewed(belief)]
        yield dumped({"@context": "https://schema.org", "@graph": reviews})


def _is_reviewed(belief: Belief) -> bool:
    return belief.standing is not Standing.OWN_WORD and belief.slot.kind != Statement.spec.name


def _review(belief: Belief, job: Job) -> dict[str, Any]:
    picture = job.picture
    identity = made_id("review", *belief.slot.order, picture.question.at.text)
    day = picture.question.at.last_day(job.zone)
    says = belief.of(Role.SHOWN, Role.AGREES)
    return told({
        "@type": "ClaimReview", "@id": f"urn:uuid:{identity}", "url": f"{job.site}#{identity}" if job.site else None,
        "datePublished": None if day is None else day.isoformat(),
        "author": {"@type": "Organization", "name": job.title},
        "claimReviewed": f"{about(picture, belief)}: {shown(belief.value)}" if says else about(picture, belief),
        "itemReviewed": _claim(picture, says, job.zone),
        "reviewRating": {
            "@type": "Rating", "alternateName": stands(belief), "ratingExplanation": who(picture, belief),
        },
    })  # fmt: skip


def _claim(picture: Picture, says: list[Voice], zone: str) -> dict[str, Any]:
    """The claim: who makes it, since when, and where it appeared."""
    days = [day for voice in says if voice.event.said.reported and (day := voice.event.said.reported.first_day(zone))]
    urls = list(dict.fromkeys(url for voice in says if (url := web(voice.event.said.url)) is not None))
    sources = list(dict.fromkeys(voice.source for voice in says))
    return told({
        "@type": "Claim", "author": [_speaker(picture, source) for source in sources],
        "datePublished": min(days).isoformat() if days else None,
        "appearance": [{"@type": "CreativeWork", "url": url} for url in urls],
    })  # fmt: skip


def _speaker(picture: Picture, source: str) -> dict[str, Any]:
    category = picture.directory.entry(source).category
    return {"@type": "Person" if category == PERSON else "Organization", "name": picture.label(source)}
