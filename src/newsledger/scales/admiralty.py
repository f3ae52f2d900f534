"""admiralty: NATO's credibility of an information, 1 to 5."""

from newsledger import registry
from newsledger.scales import CONFIDENCE, GROUP, Band, Scale, from_rounded

SCALE = Scale(
    name="admiralty",
    title="Admiralty credibility",
    source='NATO, AJP-2.1; its numbers are those of OASIS, STIX Version 2.1, Appendix A, "Admiralty Credibility".',
    measures=CONFIDENCE,
    decided=(
        'Credibility 1 is "confirmed by other sources": it is said only of what stands confirmed, and 2 otherwise. '
        "6, the truth cannot be judged, is no number: nothing is said there. Rounded as in `stix`."
    ),
    bands=(
        Band(word="5", low=from_rounded(0), value=100_000, told="0 to 19", also=("improbable",)),
        Band(word="4", low=from_rounded(20), value=300_000, told="20 to 39", also=("doubtful",)),
        Band(word="3", low=from_rounded(40), value=500_000, told="40 to 59", also=("possibly true",)),
        Band(word="2", low=from_rounded(60), value=700_000, told="60 to 79", also=("probably true",)),
        Band(
            word="1", low=from_rounded(80), value=900_000, told="80 to 100", also=("confirmed by other sources",),
            confirmed=True,
        ),
    ),
    form="credibility {word}",
)  # fmt: skip

registry.register(GROUP, SCALE.name, SCALE)
