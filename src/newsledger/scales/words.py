"""words: low, moderate, high confidence."""

from newsledger import registry
from newsledger.scales import CONFIDENCE, GROUP, Band, Scale

SCALE = Scale(
    name="words",
    title="Low, moderate, high",
    source="Ours. The words are those of the confidence levels of ICD 203, which gives them no numbers.",
    measures=CONFIDENCE,
    decided="Moderate begins at 60 %, where the value is surely rather so than not; high at 85 %.",
    bands=(
        Band(word="low", low=0, value=300_000, told="below 60 %"),
        Band(word="moderate", low=600_000, value=725_000, told="60 to 85 %", also=("medium", "med")),
        Band(word="high", low=850_000, value=925_000, told="from 85 %"),
    ),
    form="{word} confidence",
)

registry.register(GROUP, SCALE.name, SCALE)
