"""icd203: the likelihood words of the United States' intelligence community."""

from newsledger import registry
from newsledger.scales import GROUP, LIKELIHOOD, Band, Scale

SCALE = Scale(
    name="icd203",
    title="ICD 203",
    source="Office of the Director of National Intelligence, Intelligence Community Directive 203, Analytic Standards.",
    measures=LIKELIHOOD,
    decided=(
        "Neighbouring bands share their ends: the end belongs to the upper band. Below 1 % and above 99 % the "
        "directive has no word; the outermost words are said there too. Only the first of its two rows of words is "
        "written, since rows are not to be mixed; both are read."
    ),
    bands=(
        Band(word="almost no chance", low=0, value=30_000, told="1 to 5 %", also=("remote",)),
        Band(word="very unlikely", low=50_000, value=125_000, told="5 to 20 %", also=("highly improbable",)),
        Band(word="unlikely", low=200_000, value=325_000, told="20 to 45 %", also=("improbable", "improbably")),
        Band(word="roughly even chance", low=450_000, value=500_000, told="45 to 55 %", also=("roughly even odds",)),
        Band(word="likely", low=550_000, value=675_000, told="55 to 80 %", also=("probable", "probably")),
        Band(word="very likely", low=800_000, value=875_000, told="80 to 95 %", also=("highly probable",)),
        Band(
            word="almost certain", low=950_000, value=970_000, told="95 to 99 %",
            also=("almost certainly", "nearly certain"),
        ),
    ),
    form="{word} (ICD 203)",
)  # fmt: skip

registry.register(GROUP, SCALE.name, SCALE)
