"""stix: none, low, medium, high, as STIX 2.1 numbers them."""

from newsledger import registry
from newsledger.scales import CONFIDENCE, GROUP, Band, Scale, from_rounded

SCALE = Scale(
    name="stix",
    title="STIX 2.1: None, Low, Med, High",
    source='OASIS, STIX Version 2.1, Appendix A, "None / Low / Med / High" (normative).',
    measures=CONFIDENCE,
    decided="The table is in whole per cent: a number is rounded to the nearest first, halves upward.",
    bands=(
        Band(word="None", low=from_rounded(0), value=0, told="0"),
        Band(word="Low", low=from_rounded(1), value=150_000, told="1 to 29"),
        Band(word="Med", low=from_rounded(30), value=500_000, told="30 to 69", also=("Medium",)),
        Band(word="High", low=from_rounded(70), value=850_000, told="70 to 100"),
    ),
    form="STIX confidence {word}",
)

registry.register(GROUP, SCALE.name, SCALE)
