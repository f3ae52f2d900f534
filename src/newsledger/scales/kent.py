"""kent: Sherman Kent's words of estimative probability."""

from newsledger import registry
from newsledger.scales import GROUP, LIKELIHOOD, MILLION, Band, Scale

SCALE = Scale(
    name="kent",
    title="Sherman Kent",
    source="Sherman Kent, Words of Estimative Probability, Studies in Intelligence 8 (4), 1964.",
    measures=LIKELIHOOD,
    decided=(
        "Neighbouring bands share their ends, or leave a gap: the end goes to the upper band, and a gap is parted in "
        "its middle. Impossible and certain, which Kent sets outside of what is possible, are said of exactly 0 and "
        "exactly 1 alone."
    ),
    bands=(
        Band(word="impossible", low=0, value=0, told="0 %", also=("impossibility",)),
        Band(word="almost certainly not", low=1, value=70_000, told="7 %, give or take about 5 %"),
        Band(word="probably not", low=160_000, value=300_000, told="30 %, give or take about 10 %"),
        Band(word="chances about even", low=400_000, value=500_000, told="50 %, give or take about 10 %"),
        Band(word="probable", low=615_000, value=750_000, told="75 %, give or take about 12 %"),
        Band(word="almost certain", low=870_000, value=930_000, told="93 %, give or take about 6 %"),
        Band(word="certain", low=MILLION, value=MILLION, told="100 %", also=("certainty",)),
    ),
    form="{word} (Kent)",
)

registry.register(GROUP, SCALE.name, SCALE)
