"""ipcc: the likelihood words of the Intergovernmental Panel on Climate Change."""

from newsledger import registry
from newsledger.scales import GROUP, LIKELIHOOD, Band, Scale

SCALE = Scale(
    name="ipcc",
    title="IPCC likelihood",
    source=(
        "Mastrandrea et al. 2010, Guidance Note for Lead Authors of the IPCC Fifth Assessment Report on Consistent "
        "Treatment of Uncertainties, with its additional terms."
    ),
    measures=LIKELIHOOD,
    decided=(
        "The ranges lie within each other and hold their ends: the narrowest that holds the number is said. So at "
        '10 % it is very unlikely, at 66 % about as likely as not. "More likely than not" (over 50 %) is wider than '
        "whatever else holds the number, hence never said."
    ),
    bands=(
        Band(word="exceptionally unlikely", low=0, value=5_000, told="0 to 1 %"),
        Band(word="extremely unlikely", low=10_001, value=30_000, told="0 to 5 %"),
        Band(word="very unlikely", low=50_001, value=75_000, told="0 to 10 %"),
        Band(word="unlikely", low=100_001, value=215_000, told="0 to 33 %"),
        Band(word="about as likely as not", low=330_000, value=495_000, told="33 to 66 %"),
        Band(word="likely", low=660_001, value=780_000, told="66 to 100 %"),
        Band(word="very likely", low=900_000, value=925_000, told="90 to 100 %"),
        Band(word="extremely likely", low=950_000, value=970_000, told="95 to 100 %"),
        Band(word="virtually certain", low=990_000, value=995_000, told="99 to 100 %"),
    ),
    form="{word} (IPCC)",
)

registry.register(GROUP, SCALE.name, SCALE)
