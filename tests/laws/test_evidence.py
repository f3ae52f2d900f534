"""Laws 10 to 13 and 16: what a further word may do to a number, and what it may not; what a number rests on."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsledger import kinds
from newsledger.belief import Belief, Role
from newsledger.event import ASSERTS, DENIES, Event, say
from newsledger.explanation import explain
from newsledger.fact import Fact
from newsledger.kinds.source import Source
from newsledger.kinds.stake import Stake
from newsledger.kinds.state import State as Condition
from newsledger.live import Question
from newsledger.replay import State
from newsledger.testing import check_kind, ledgers, pools, questions, report_kinds
from newsledger.testing.compare import amount
from newsledger.testing.holding import hold
from newsledger.testing.weighing import LAWS, concerns, numbers, stamped
from newsledger.values.when import When

# --- 10, 11, 13: echo, monotony, nothing from nothing -----------------------------------------------


@pytest.mark.parametrize("law", LAWS)
def test_what_a_further_word_may_do(law: str) -> None:
    """In ledgers that mix all kinds: an echo, one who agrees, one who denies, silence, a source graded F."""
    hold("a belief", law, LAWS[law].__doc__ or "", lambda data: LAWS[law](None, data))


EACH = [(cls, law) for name in report_kinds() if (cls := kinds.find(name)) for law in LAWS if concerns(law, cls.spec)]


@pytest.mark.parametrize(("cls", "law"), EACH, ids=[f"{cls.spec.name}-{law}" for cls, law in EACH])
def test_what_a_further_word_may_do_in_each_kind(cls: type[Fact], law: str) -> None:
    """In ledgers of that kind alone, in which more of them speak of one slot."""
    check_kind(cls, laws=[law])


# --- 12: symmetry ---------------------------------------------------------------------------------

OTHER = {"yes": "no", "no": "yes"}
SPEAKERS = ("desk", "kyiv", "general", "moscow", "institute", "map", "blogger")


@attrs.frozen
class Answer:
    """A word on whether the bridge is destroyed."""

    stance: str
    told: str
    source: str
    occurred: str
    confidence: str | None

    def event(self) -> Event:
        """The word as it is taken in."""
        said = say(
            Condition("bridge", "destroyed", term=self.told), source=self.source, stance=self.stance,
            occurred=self.occurred, reported="2025-03-20", confidence=self.confidence,
        )  # fmt: skip
        return stamped(said)

    def negated(self, *, by_stance: bool) -> Answer:
        """The contrary: denied where it was asserted, or the other answer."""
        if by_stance:
            return attrs.evolve(self, stance=DENIES if self.stance == ASSERTS else ASSERTS)
        return attrs.evolve(self, told=OTHER[self.told])


answers = st.lists(
    st.builds(
        Answer,
        st.sampled_from((ASSERTS, DENIES)),
        st.sampled_from(("yes", "no")),
        st.sampled_from(SPEAKERS),
        st.sampled_from(("2025-03-16", "2025-03-10", "2025-03", "2024-08/..", "2025-03-05/2025-03-12")),
        st.sampled_from(pools.CONFIDENCES),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


def cast(gains: str | None) -> list[Event]:
    """Who the speakers are, who echoes whom, and what is better for Russia."""
    told = [stamped(say(fact, occurred=since)) for fact, since in pools.cast()]
    told.append(stamped(say(Source("map", echoes=("desk 0.4",)))))
    stake = Stake("state/bridge/destroyed", parties=("russia",), better_for=gains and f"russia {gains}")
    return [*told, stamped(say(stake))]


def for_yes(events: list[Event]) -> tuple[int, int]:
    """What speaks for yes, and what against it."""
    found = State(events).picture(Question(at=When.parse("2025-03-20"))).beliefs
    if not found:
        return 0, 0
    (belief,) = found
    told, asked = belief.weight, "yes" if belief.value is None else belief.value
    if belief.value is None and all(voice.value == "no" for voice in belief.of(Role.DENIES)):
        asked = "no"
    return (told.supports, told.against) if asked == "yes" else (told.against, told.supports)


@given(answers, st.sampled_from((None, "yes", "no")), st.booleans())
def test_negating_every_claim_swaps_belief_and_disbelief(
    told: list[Answer],
    gains: str | None,
    by_stance: bool,  # noqa: FBT001  drawn, as all arguments are
) -> None:
    """To say no weighs as much as to deny yes; whom it favours turns round with it."""
    plain = [one.event() for one in told]
    negated = [one.negated(by_stance=by_stance).event() for one in told]

    yes, no = for_yes([*cast(gains), *plain])

    assert for_yes([*cast(gains and OTHER[gains]), *negated]) == (no, yes)


# --- 16: explanation --------------------------------------------------------------------------------


@given(ledgers(), st.data())
def test_what_explain_lists_gives_the_same_belief(events: list[Event], data: st.DataObject) -> None:
    """Re-folding only those events gives the same figure, and each that decides changes it when it is left out."""
    question = data.draw(questions(events))
    picture = State(events).picture(question)
    assume(picture.beliefs)
    belief = data.draw(st.sampled_from(picture.beliefs))
    found = [one for one in picture.beliefs if one.slot.name == belief.slot.name]
    assume(found == [belief])
    why = explain(picture, belief.slot.name)

    assert numbers(why.again(why.ids)) == numbers(belief)
    for one in why.decisive:
        left = why.again(other for other in why.ids if other != one)
        assert left is None or essence(left) != essence(belief)


def essence(belief: Belief) -> object:
    """Value, standing and evidence."""
    return (amount(belief.value), belief.standing, belief.weight)
