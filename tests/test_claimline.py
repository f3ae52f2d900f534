from __future__ import annotations

import pytest
from hypothesis import example, given
from tests.strategies_saids import saids, words

from newsledger import kinds
from newsledger.claimline import Claim, read_claim, read_slot, write_claim
from newsledger.claimline.slots import write_slot
from newsledger.claimline.spans import Span, escape_all, mask_of, quoted
from newsledger.errors import InvalidInput, NotInLedger
from newsledger.event import ASSERTS, DENIES, NO_COMMENT, Said, say
from newsledger.fact import Unknown
from newsledger.kinds.state import State
from newsledger.problems import Place, Problem
from newsledger.values.when import When

REPORTED = When.parse("2025-03-16")
ID = "0123456789abcdef" * 2


def claim(text: str, stance: str = ASSERTS) -> Claim:
    """The claim of a line in a report of 16 March 2025."""
    return read_claim(text, stance=stance, reported=REPORTED)


def first_problem(text: str, stance: str = ASSERTS) -> Problem:
    """The only problem of a line."""
    with pytest.raises(InvalidInput) as caught:
        claim(text, stance)
    assert len(caught.value.problems) == 1, caught.value
    return caught.value.problems[0]


# --- what a line says ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("territory-held/kursk/ukraine = just 110 km2 (42 sq mi)", {"area": "110 km2"}),
        ("territory-held/kursk/ukraine = 1,368 km2, pockets 2", {"area": "1368 km2", "pockets": "2 pocket"}),
        ("territory-held/kursk/ukraine = nearly a fifth", {"share": "<~0.2 share"}),
        ("territory-held/kursk/ukraine.pockets = 2", {"pockets": "2 pocket"}),
        ("territory-held/kursk/ukraine.Area = ?", {"area": "unknown"}),
        ("forces/north-korea = ?", {"number": "unknown person"}),
        ("forces/north-korea = <=11000 person", {"number": "<=11000 person"}),
        ("indicator/bread/price = 30 UAH", {"number": "30 UAH"}),
        ("indicator/bread/price = record", {"rank": "record"}),
        ("indicator/bread/price = 10th in the world", {"rank": "10th in the world"}),
        ("support/west/ukraine = agreed", {"stage": "agreed"}),
        ("support/west/ukraine = $5 @ 2024", {"amount": "5 USD"}),
        ("state/bridge/open", {"term": "yes"}),
        ("state/bridge/open = no", {"term": "no"}),
        ("state/bridge/open = ?", {"term": "unknown"}),
        ("state/bridge/open = no, never", {"term": "no"}),
        ("incident/raid = no, never", {"phase": "no, never"}),
        ("incident/raid = started, surprise", {"phase": "started, surprise"}),
        ("incident/raid = started, place sudzha, actor russia, quickly",
         {"phase": "started", "place": "sudzha", "actor": "russia, quickly"}),
        (r"incident/raid = started\, place unclear", {"phase": "started, place unclear"}),
        ("incident/raid = begun (early, place unclear)", {"phase": "begun (early, place unclear)"}),
        ('incident/raid = "We, place and all"', {"phase": "We, place and all"}),
        ("proposal/truce = 30 days, to ukraine, to russia", {"duration": "30 day", "to": ["russia", "ukraine"]}),
        ("proposal/truce = ceasefire, to ukraine, russia", {"type": "ceasefire", "to": ["russia", "ukraine"]}),
        ("proposal/truce = 30 days, starts yesterday", {"duration": "30 day", "starts": "2025-03-15"}),
        ("position/truce/russia = Accepted in principle", {"position": "accepted-in-principle"}),
        ("term/truce/russia/nato = urges both sides", {"stance": "urges"}),
        ("source/putin = V. Putin, side russia, grade d", {"name": "V. Putin", "side": "russia", "grade": "D"}),
        (f'retract {ID} "wrong figure"', {"reason": "wrong figure"}),
        (f"retract {ID} wrong figure", {"reason": "wrong figure"}),
        (f'void {ID} "typing error" replaced-by {ID[::-1]}', {"reason": "typing error", "replaced-by": ID[::-1]}),
    ],
)  # fmt: skip
def test_values_go_to_the_fields_that_can_take_them(text: str, values: dict[str, object]) -> None:
    """Named fields take their own words, a bare value goes to the first default field that can read it."""
    fact = claim(text).fact
    read = {field.name: getattr(fact, field.attribute) for field in fact.spec.fields if field not in fact.spec.keys}
    stored = {
        name: fact.spec.by_attribute[name.replace("-", "_")].stored(value) for name, value in read.items() if value
    }

    assert stored == values


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("territory-held/kursk/ukraine = 110 km2", {}),
        ("territory-held/kursk/ukraine = just 110 km²", {"area": "just 110 km²"}),
        ('territory-held/kursk/ukraine = just 110 km² "a mere 110"', {"area": "a mere 110"}),
        ('territory-held/kursk/ukraine.pockets = 2 "small, connected"', {"pockets": "small, connected"}),
        ('territory-held/kursk/ukraine = 110 km2 "few", pockets 2 "small"', {"area": "few", "pockets": "small"}),
        ('position/truce/ukraine = considering ("willing to consider")', {"position": "willing to consider"}),
        ("position/truce/ukraine = considering “willing”", {"position": "willing"}),
        ("term/truce/russia/nato = demands, also of others", {"stance": "demands, also of others"}),
        ("forces/north-korea = 500, mostly conscripts", {"number": "500, mostly conscripts"}),
        ("forces/north-korea = ?", {}),
        ('forces/north-korea = ? "similar"', {"number": "similar"}),
        ("state/bridge/open = yes, acknowledged", {"term": "yes, acknowledged"}),
        ('state/bridge/open "wide open"', {"term": "wide open"}),
        ('statement/putin/war = "decisive"', {"text": "decisive"}),
        ("state/bridge/open = no @ since August 2024", {"occurred": "since August 2024"}),
        ('state/bridge/open = no @ 2024-08/.. "since August 2024"', {"occurred": "since August 2024"}),
        ("state/bridge/open = no @ 2024-08/..", {}),
    ],
)  # fmt: skip
def test_words_are_kept_beside_what_they_were_read_as(text: str, told: dict[str, str]) -> None:
    """Quoted words win; words that differ from the canonical value are kept, those that do not are not."""
    assert claim(text).told == told


@pytest.mark.parametrize(
    ("text", "likelihood"),
    [
        ("forces/north-korea = possibly some", "possibly"),
        ("support/iran/russia = Probably ongoing", "probably"),
        ("state/bridge/open = likely yes", "likely"),
        ("state/bridge/open [perhaps] @ 2024", "perhaps"),
        ("state/bridge/open = no [likelihood in all likelihood]", "in all likelihood"),
        ("statement/putin/war = possibly decisive", None),
        ("state/bridge/colour = grey [sic]", None),
    ],
)
def test_doubt_is_told_apart_from_the_value(text: str, likelihood: str | None) -> None:
    """A hedge before a figure, a term, a yes or a no is the report's likelihood; in open words it is a word."""
    assert claim(text).likelihood == likelihood


@pytest.mark.parametrize(
    ("text", "occurred"),
    [
        ("state/bridge/open = no", "2025-03-16"),
        ("state/bridge/open = no @ yesterday", "2025-03-15"),
        ("state/bridge/open = no @2024-08", "2024-08"),
        ("casualties/russia/killed = 5 @ 2024", "2024"),
        ("support/west/ukraine = agreed", "2025-03-16"),
        ("source/putin = Vladimir Putin", None),
        ("source/putin = Vladimir Putin @ 2024", "2024"),
        (f"retract {ID}", "2025-03-16"),
        (f"retract {ID} @ 2025-03-15", "2025-03-15"),
    ],
)
def test_without_a_date_it_is_the_day_of_the_words(text: str, occurred: str | None) -> None:
    """Only what is ours has no date of its own accord, and what is counted needs one."""
    assert claim(text).occurred == (occurred and When.parse(occurred))


@pytest.mark.parametrize("stance", [DENIES, NO_COMMENT])
def test_what_is_denied_needs_no_value(stance: str) -> None:
    """A denial or a silence may name no value; then it is about the field that it names, if any."""
    whole = claim("territory-held/kursk/ukraine", stance)
    part = claim("territory-held/kursk/ukraine.share", stance)

    assert (whole.fact.told_values(), whole.field, whole.stance) == ([], None, stance)
    assert (part.fact.told_values(), part.field) == ([], "share")


def test_a_denial_of_support_is_about_its_stage_and_needs_no_date() -> None:
    """Amounts are counted and stages hold: only a line that speaks of the amount needs a date."""
    assert claim("support/iran/russia", DENIES).occurred == REPORTED
    assert first_problem("support/iran/russia.amount", DENIES).code == "no-occurred"


def test_a_correction_names_what_it_replaces() -> None:
    """`correct ID:` before a claim gives the id; the beginning of one is enough where ids can be looked up."""
    whole = claim(f"correct {ID}: state/bridge/open = no")
    found = read_claim("correct 0123: state/bridge/open = no", reported=REPORTED, resolve=lambda _: ID)

    assert whole.corrects == found.corrects == ID
    assert whole.fact == State("bridge", "open", term="no")


def test_every_id_of_a_line_is_looked_up() -> None:
    """The targets of amendments are, whether written with a verb or as a slot, and so are references."""
    lines = (
        "retract 01",
        "retraction/01",
        "void 01 replaced-by 01",
        "redaction/01 = names a minor",
        "expectation/a/b = may, settled-by 01",
    )
    asked: list[str] = []

    def resolve(prefix: str) -> str:
        asked.append(prefix)
        return ID

    for line in lines:
        read_claim(line, reported=REPORTED, resolve=resolve)

    assert asked == ["01"] * 6


def test_an_id_that_nobody_knows_is_placed() -> None:
    """What the look-up raises becomes a problem at the id."""

    def resolve(prefix: str) -> str:
        message = f"no id begins with {prefix}"
        raise NotInLedger(message)

    with pytest.raises(InvalidInput) as caught:
        read_claim("retract ffff", reported=REPORTED, resolve=resolve)

    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("unknown-id", "no id begins with ffff")
    assert problem.where == Place(column=9, length=4)


# --- what is wrong with a line ----------------------------------------------------------------

WRONG = [
    ("teritory-held/kursk/ukraine = 5 km2", "unknown-kind", 1, 13, "did you mean territory-held?"),
    ("the Russians are coming", "no-claim", 1, 23, "known: "),
    ("territory-held/kursk = 5 km2", "no-key", 21, 1, "territory-held/REGION/HOLDER"),
    ("control/a/b/c = x", "too-many-keys", 11, 3, "control/PLACE"),
    ("territory-held/kursk/ukraine.aera = 5 km2", "unknown-field", 30, 4, "did you mean area?"),
    ("casualties/russia/killed//totl = 5 @ 2024", "unknown-term", 27, 4, "did you mean total?"),
    ("territory-held/kursk/ukraine = 5 km3", "unknown-unit", 34, 3, "did you mean km"),
    ("territory-held/kursk/ukraine = 110", "missing-unit", 32, 3, "km2"),
    ("territory-held/kursk/ukraine = 300..200 km2", "low-above-high", 32, 12, ""),
    ("territory-held/kursk/ukraine = 5 people", "other-dimension", 32, 1, "unit"),
    ("indicator/bread/price = 42", "missing-unit", 25, 2, ""),
    ("indicator/bread/price = 42 kmm2", "unknown-unit", 28, 4, "did you mean"),
    ("forces/north-korea <= 11000", "bound-outside", 20, 1, "= <500"),
    ("forces/north-korea = reportedly 500", "hearsay", 22, 10, "unnamed says:"),
    ("support/a/b = in exchange", "unknown-term", 15, 11, "known: agreed, delivered, ended"),
    ("support/a/b = agreedd", "unknown-term", 15, 7, "did you mean agreed?"),
    ("support/a/b = $5 bilion @ 2024", "unknown-unit", 18, 6, "billion"),
    ("position/truce/russia = accepted in part", "unknown-term", 25, 16, "accepted-in-principle"),
    ("term/truce/russia/nato = demands nothing", "unknown-term", 26, 15, "did you mean demands?"),
    ("state/bridge/open = no @ 2025-02-30", "no-such-day", 26, 10, "2025-02-28"),
    ("state/bridge/open = no @ last Fryday", "unreadable-date", 26, 11, "did you mean Friday?"),
    ("state/bridge/open = no @", "no-date", 24, 1, "@ 2025-03-16"),
    ('state/bridge/open = no @ 2024 "wide open"', "quote-after-date", 31, 11, "before the @"),
    ("state/bridge/open @ 2024 = no", "date-first", 26, 4, "SLOT = VALUE @ WHEN"),
    ("casualties/russia/killed = 5", "no-occurred", 29, 1, "@ 2022-02/2025-03-16"),
    ("control/sudzha", "no-value", 15, 1, "control/PLACE = "),
    ("control/sudzha =", "no-value", 17, 1, "?"),
    ('state/bridge/open = "no', "unclosed-quote", 21, 1, r"\""),
    ("territory-held/a/b = 5 km2, area 6 km2", "field-twice", 34, 5, "keep one"),
    ("retract", "bad-id", 8, 1, "retract ID"),
    ("retract 0123", "bad-id", 9, 4, "32 hex digits"),
    ("void 0123 replaced-by", "bad-id", 6, 4, "32 hex digits"),
    ("state/Selma/overloaded: no", "colon-for-equals", 23, 1, "write state/Selma/overloaded = no"),
    ("state/Selma/overloaded : no @ 2024", "colon-for-equals", 24, 1, "write state/Selma/overloaded = no"),
    ("state/Selma/called: the Lady", "colon-for-equals", 19, 1, r"write \: for a colon within a name"),
    ('state/Selma/overloaded: "hardly"', "colon-for-equals", 23, 1, 'write state/Selma/overloaded = "hardly"'),
    ("state/Selma/overloaded no", "colon-for-equals", 24, 2, "write state/Selma/overloaded = no"),
    ("forces/north-korea: 500", "colon-for-equals", 19, 1, "write forces/north-korea = 500"),
    ("  control/sudzha = russia @ 2025-13", "no-such-month", 29, 7, "month"),
]


@pytest.mark.parametrize(("text", "code", "column", "length", "hint"), WRONG)
def test_each_mistake_has_its_place_and_a_hint(text: str, code: str, column: int, length: int, hint: str) -> None:
    """A wrong line says what is wrong, exactly where, and what to write instead."""
    problem = first_problem(text)

    assert (problem.code, problem.where.column, problem.where.length) == (code, column, length), problem
    assert hint in (problem.hint or "")


def test_words_are_not_denied() -> None:
    """A statement cannot be denied, only what it speaks of."""
    assert first_problem("statement/putin/war = decisive", DENIES).code == "undeniable"


def test_all_mistakes_of_a_line_are_told_at_once() -> None:
    """Slot, value and date are each checked, whatever is wrong with the others."""
    with pytest.raises(InvalidInput) as caught:
        claim("territory-held/a/b.aera = 5 km3, pockets wide @ 2025-02-30")

    assert [problem.code for problem in caught.value.problems] == [
        "unknown-field", "unknown-unit", "unreadable-figure", "no-such-day",
    ]  # fmt: skip


def test_columns_hold_behind_escaped_characters() -> None:
    """A backslash takes up a column in the line and none in the value that is read."""
    problem = first_problem(r"forces/a\/b = 5 \(x\) km3")

    assert (problem.code, problem.where.column) == ("unknown-unit", 17)


def test_a_line_and_a_text_have_a_longest_length() -> None:
    """What is far too long to be a claim is refused before it is read, and so is a text that is no sentence or two."""
    assert first_problem("state/bridge/" + "x" * 20_000).code == "long-line"
    assert first_problem("state/bridge/open = " + "x" * 5_000).code == "too-long"


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        (r"state/Selma/called\: the Lady", "called: the Lady"),
        (r"state/motion/voted\ no", "voted no"),
        ("state/Selma/sails at 10:30", "sails at 10:30"),
        ("state/Selma/no", "no"),
    ],
)
def test_a_colon_within_a_name_is_written_plainly(text: str, condition: str) -> None:
    """A backslash keeps a colon, or the last word, in the name; a colon within a word is no mistake."""
    told = claim(text, DENIES)
    said = Said(fact=told.fact, source="desk", reported=REPORTED, stance=DENIES, occurred=told.occurred)

    assert told.fact.keys() == (text.split("/")[1], condition)
    assert Claim.of(said) == claim(write_claim(said), DENIES)


# --- slots -----------------------------------------------------------------------------------


def test_a_slot_is_kind_keys_and_perhaps_a_field() -> None:
    """The kind's declaration comes with the keys, so that whoever asked need not look it up."""
    slot = read_slot("Casualties/russia/killed//total.number")

    assert slot.spec is kinds.spec("casualties")
    assert slot.keys == {
        "group": "russia",
        "outcome": "killed",
        "population": "",
        "count": "total",
        "of": "",
        "definition": "",
    }
    assert slot.name == "casualties/russia/killed//total.number"


@pytest.mark.parametrize(
    ("text", "keys", "field"),
    [
        ("incident/u.s. strike", ["u.s. strike"], None),
        ("incident/reuters.com", ["reuters.com"], None),
        (r"incident/strike\.phase", ["strike.phase"], None),
        ("incident/strike.phase", ["strike"], "phase"),
        (r"incident/the 9\/11 report", ["the 9/11 report"], None),
    ],
)
def test_a_point_is_a_mark_only_before_a_field(text: str, keys: list[str], field: str | None) -> None:
    """Points within names need no backslash unless what follows is, or almost is, a field of the kind."""
    slot = read_slot(text)

    assert (list(slot.keys.values()), slot.field) == (keys, field)


@given(words(), words())
def test_any_name_can_be_a_key(subject: str, condition: str) -> None:
    """A slot that is written is read back, whatever marks its names hold."""
    spec = kinds.spec("state")
    assert spec is not None

    assert read_slot(write_slot(spec, [subject, condition])).keys == {"subject": subject, "condition": condition}


# --- there and back ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", kinds.names())
def test_every_kind_is_written_and_read_back(name: str) -> None:
    """The claim line of an event makes the same claim, for every kind, stance, date and all words."""

    @given(saids(name))
    def there_and_back(said: Said) -> None:
        line = write_claim(said)
        back = read_claim(line, stance=said.stance, reported=said.reported)

        assert back == Claim.of(said), line
        assert "\n" not in line

    there_and_back()


@given(words())
@example("a \\")
def test_escaped_and_quoted_text_comes_back(text: str) -> None:
    """Both ways to make a text plain leave it as it was, and no mark in it is seen."""
    assert Span.of(escape_all(text)).plain() == text
    assert Span.of(quoted(text)).to(1, len(quoted(text)) - 1).plain() == text
    assert len(mask_of(text)) == len(text)


@pytest.mark.parametrize(
    "line",
    [
        "territory-held/kursk/ukraine = just 110 km2 (42 sq mi)",
        "territory-held/kursk/ukraine = 1,368 km2 (528 sq mi) @ 2024",
        'casualties/ukraine/killed or wounded/military/total/war = ? "similar" @ 2022-02/2025-03-16',
        "forces/north-korea/beside russian forces = possibly some",
        "statement/unnamed-report/geopolitics = Russia moves closer to China, North Korea and Iran @ 2022-02/..",
        "term/any ceasefire/ukraine/cede land = rejects, repeatedly",
        f'void {ID} "typing error" replaced-by {ID[::-1]}',
        f"correct {ID}: control/sudzha = russia",
    ],
)
def test_a_line_is_written_as_people_write_it(line: str) -> None:
    """What people type comes back letter for letter: their words stand in place wherever they say it all."""
    told = claim(line)
    said = Said(
        fact=told.fact, occurred=told.occurred, reported=REPORTED, told=tuple(told.told.items()),
        likelihood=told.likelihood, corrects=told.corrects,
    )  # fmt: skip

    assert write_claim(said) == line


def test_an_unknown_kind_is_shown_and_makes_no_claim() -> None:
    """What a newer release wrote can be shown, but nobody can say what it claims."""
    said = Said(fact=Unknown("tide", {"harbour": "odesa"}), source="desk", reported=REPORTED)

    assert write_claim(said) == 'tide {"harbour":"odesa"}'
    with pytest.raises(TypeError, match="tide is not known"):
        Claim.of(said)


def test_a_claim_can_be_put_in_an_envelope() -> None:
    """What `read_claim` gives is what `say` takes, so that the line and the event agree."""
    told = claim('state/bridge/open = no "shut" @ 2024')
    said = say(told.fact, source="desk", reported=REPORTED, occurred=told.occurred, told=told.told)

    assert Claim.of(said) == told
