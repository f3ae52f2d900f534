"""For whoever tests kinds, projections or stores: ledgers rich enough to hurt, and what to compare.

    @given(ledgers(kind="my-kind"), st.randoms())
    def test_order_does_not_matter(events, random):
        ...

It asks for the extra `testing`, which brings Hypothesis.
"""

from newsledger.testing.compare import (
    core,
    figures,
    picture_bytes,
    projected,
    same_beliefs,
    same_figures,
)
from newsledger.testing.remake import in_base_units, in_other_units, restamped, with_field_dropped, with_urls
from newsledger.testing.strategies import events, facts, ledgers, questions, report_kinds, saids

__all__ = [
    "core",
    "events",
    "facts",
    "figures",
    "in_base_units",
    "in_other_units",
    "ledgers",
    "picture_bytes",
    "projected",
    "questions",
    "report_kinds",
    "restamped",
    "saids",
    "same_beliefs",
    "same_figures",
    "with_field_dropped",
    "with_urls",
]
