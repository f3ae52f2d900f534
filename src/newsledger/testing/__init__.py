"""For whoever tests kinds, projections or stores: the laws, ledgers rich enough to hurt, and what to compare.

    def test_my_projection_keeps_the_laws():
        check_projection(MyProjection)

`check_kind` and `check_store` do the same for kinds and stores. Laws of one's own draw from strategies:

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
from newsledger.testing.declaring import check_kind
from newsledger.testing.drawing import confidences, facts_of, quantities, sheets, whens
from newsledger.testing.projecting import check_projection
from newsledger.testing.remake import in_base_units, in_other_units, restamped, with_field_dropped, with_urls
from newsledger.testing.storing import check_store
from newsledger.testing.strategies import events, facts, ledgers, questions, report_kinds, saids

__all__ = [
    "check_kind",
    "check_projection",
    "check_store",
    "confidences",
    "core",
    "events",
    "facts",
    "facts_of",
    "figures",
    "in_base_units",
    "in_other_units",
    "ledgers",
    "picture_bytes",
    "projected",
    "quantities",
    "questions",
    "report_kinds",
    "restamped",
    "saids",
    "same_beliefs",
    "same_figures",
    "sheets",
    "whens",
    "with_field_dropped",
    "with_urls",
]
