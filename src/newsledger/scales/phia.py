"""phia: the probability yardstick of British intelligence assessment."""

from newsledger import registry
from newsledger.scales import GROUP, LIKELIHOOD, Band, Scale

SCALE = Scale(
    name="phia",
    title="PHIA probability yardstick",
    source="Professional Head of Intelligence Assessment (United Kingdom), Probability Yardstick, 2018.",
    measures=LIKELIHOOD,
    decided=(
        "The yardstick leaves gaps between its bands on purpose, for an analyst to avoid. A computed number may fall "
        "into one: each gap is parted in its middle, and the middle goes to the upper band."
    ),
    bands=(
        Band(word="remote chance", low=0, value=25_000, told="0 to 5 %"),
        Band(word="highly unlikely", low=75_000, value=150_000, told="10 to 20 %"),
        Band(word="unlikely", low=225_000, value=300_000, told="25 to 35 %"),
        Band(word="realistic possibility", low=375_000, value=450_000, told="40 to below 50 %"),
        Band(word="likely", low=525_000, value=650_000, told="55 to 75 %", also=("probable",)),
        Band(word="highly likely", low=775_000, value=850_000, told="80 to 90 %"),
        Band(word="almost certain", low=925_000, value=975_000, told="95 to 100 %"),
    ),
    form="{word} (PHIA)",
)

registry.register(GROUP, SCALE.name, SCALE)
