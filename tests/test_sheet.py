from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies_saids import saids

from newsledger.codec import encode
from newsledger.errors import InvalidInput, NotInLedger
from newsledger.event import Said, say
from newsledger.fact import Unknown
from newsledger.kinds.alias import Alias
from newsledger.kinds.control import Control
from newsledger.kinds.source import Source
from newsledger.kinds.stake import Stake
from newsledger.kinds.state import State
from newsledger.problems import Problem
from newsledger.sheet import Sheet, read_sheet, write_sheet
from newsledger.values.when import When

MOCK_UP = Path(__file__).parent.parent.parent / "shared" / "design" / "mockups" / "kursk.report"
TODAY = When.parse("2025-03-20")
ID = "0123456789abcdef" * 2

SHEET = """\
# a report of one day
report: daily
published: 2025-03-16
story: kursk
zone: Europe/Kyiv
url: https://example.org/a:b
confidence: moderate

sources
  daily: The Daily; outlet; grade B
  putin: Vladimir Putin; speaks-for russia
  russia: party; opposes ukraine

the report says:
  control/sudzha = russia
"""


def sheet(text: str, **options: object) -> Sheet:
    """A sheet that was read on 20 March 2025."""
    return read_sheet(text, **{"file": "a.report", "today": TODAY, **options})  # type: ignore[arg-type]  # options of any kind


def said(claims: str, **options: object) -> list[Said]:
    """What is said under further heads of the sheet, our own entries left out."""
    return [one for one in sheet(f"{SHEET}\n{claims}\n", **options).saids if not one.ours][1:]


def problems(text: str, **options: object) -> list[Problem]:
    """All problems of a sheet."""
    with pytest.raises(InvalidInput) as caught:
        sheet(text, **options)
    return list(caught.value.problems)


# --- headers and sections -----------------------------------------------------------------------


def test_headers_go_into_every_report() -> None:
    """Report, date, story, address and confidence of the sheet are those of each claim in it."""
    read = sheet(SHEET)
    one = read.saids[-1]

    assert (read.report, read.story, read.zone) == ("daily", "kursk", "Europe/Kyiv")
    assert (one.source, one.via, one.story, one.url) == ("daily", (), "kursk", "https://example.org/a:b")
    assert (one.reported, one.occurred) == (When.parse("2025-03-16"), When.parse("2025-03-16"))
    assert str(one.confidence) == "moderate"


def test_our_own_entries_come_from_nobody() -> None:
    """Sources are ours: without story and date of report, so that two sheets make one event of one introduction."""
    ours = [one for one in sheet(SHEET).saids if one.ours]

    assert [one.fact for one in ours] == [
        Source("daily", name="The Daily", category="outlet", grade="B"),
        Source("putin", name="Vladimir Putin", speaks_for="russia"),
        Source("russia", category="party", opposes=("ukraine",)),
    ]
    assert {(one.source, one.reported, one.story, one.url) for one in ours} == {(None, None, None, None)}


def test_lines_tell_where_each_claim_stands() -> None:
    """There is a line number for each claim, counted from one, remarks and blank lines included."""
    read = sheet(f"{SHEET}\r\n\nputin, unnamed say:\r\n\tcontrol/sudzha = russia\r\n")

    assert read.lines == (10, 11, 12, 15, 19, 19)


@pytest.mark.parametrize(
    ("line", "fact", "since"),
    [
        ("x: A Name", Source("x", name="A Name"), None),
        ("x: party; opposes a, b", Source("x", category="party", opposes=("a", "b")), None),
        (
            "x: Some; plural, unnamed; side mixed",
            Source("x", name="Some", plural="yes", unnamed="yes", side="mixed"),
            None,
        ),
        ("x: protected; grade d since 2024-08", Source("x", protected="yes", grade="D"), "2024-08"),
        (
            "x: N; body; derived from y; speaks for z",
            Source("x", name="N", category="body", derived_from="y", speaks_for="z"),
            None,
        ),
        (
            "x: N; grade C; one plain error (the office)",
            Source("x", name="N", grade="C", reason="one plain error (the office)"),
            None,
        ),
        ("x: N; erred; twice", Source("x", name="N", reason="erred; twice"), None),
        ("x: N; (of two); x", Source("x", name="N", reason="(of two); x"), None),
        ('x: "record"; reason "so, so"', Source("x", name="record", reason="so, so"), None),
        ("x: N; reason graded by hand", Source("x", name="N", reason="graded by hand"), None),
        (
            "x: N; echoes reuters 0.4; category blog",
            Source("x", name="N", echoes=("reuters 0.4",), category="blog"),
            None,
        ),
        ('x: "record"', Source("x", name="record"), None),
        (r"x: A\; B", Source("x", name="A; B"), None),
        ("x:", Source("x"), None),
    ],
)
def test_a_source_is_introduced_in_one_line(line: str, fact: Source, since: str | None) -> None:
    """Known attributes go to their fields, the first part is the name, and other words are the grade's reason."""
    one = sheet(f"{SHEET}\nsources:\n  {line}\n").saids[3]

    assert (one.fact, one.occurred) == (fact, since and When.parse(since))


def test_aliases_stakes_and_other_entries_of_ours() -> None:
    """Each has a section, and `ours` takes the claim line of any."""
    text = f"""{SHEET}
aliases
  Курск = kursk
stakes
  state/bridge/destroyed: russia, ukraine; better-for russia yes
  territory-held/kursk/ukraine.area: north-korea
ours:
  void {ID} "typing error"
  alias sumy oblast = sumy
  note/{ID} = read it again, url https://example.org
"""
    facts = [one.fact for one in sheet(text).saids[3:-1]]

    assert facts[:3] == [
        Alias("Курск", meaning="kursk"),
        Stake("state/bridge/destroyed", parties=("russia", "ukraine"), better_for="russia yes"),
        Stake("territory-held/kursk/ukraine.area", parties=("north-korea",)),
    ]
    assert [repr(fact).split("(")[0] for fact in facts[3:]] == ["Void", "Alias", "Note"]


# --- voices -----------------------------------------------------------------------------------


def test_the_chain_ends_with_the_report() -> None:
    """Whoever is quoted comes first, then who carried it, then the report, which is not its own carrier."""
    chains = [
        one.chain
        for one in said("""
putin says via unnamed:
  control/a = russia
the report says via putin:
  control/a = russia
daily says:
  control/a = russia
putin says via daily:
  control/a = russia
""")
    ]

    assert chains == [("putin", "unnamed", "daily"), ("daily", "putin"), ("daily",), ("putin", "daily")]


def test_each_source_of_a_voice_says_it() -> None:
    """Two sources in one head are two events of one claim."""
    both = said("putin, unnamed say:\n  control/a = russia")

    assert [(one.source, one.fact) for one in both] == [
        ("putin", Control("a", holder="russia")),
        ("unnamed", Control("a", holder="russia")),
    ]


@pytest.mark.parametrize(
    ("head", "stance", "reported", "likelihood"),
    [
        ("putin says:", "asserts", "2025-03-16", None),
        ("putin denies on 2025-03-10/2025-03-15:", "denies", "2025-03-10/2025-03-15", None),
        ("putin gives no comment on yesterday:", "no-comment", "2025-03-15", None),
        ("putin Says on 2025-03-15T18:40:00Z via unnamed probably:", "asserts", "2025-03-15T18:40:00Z", "probably"),
        ("putin deny possibly:", "denies", "2025-03-16", "possibly"),
        ("putin says via unnamed on 2025-03-11 :", "asserts", "2025-03-11", None),
    ],
)
def test_a_voice_gives_stance_day_and_doubt(head: str, stance: str, reported: str, likelihood: str | None) -> None:
    """What stands behind the verb holds for each claim below it."""
    (one,) = said(f"{head}\n  state/bridge/open = no")

    assert (one.stance, one.reported, one.likelihood) == (stance, When.parse(reported), likelihood)
    assert one.occurred == one.reported


def test_a_claim_speaks_for_itself_before_its_voice_does() -> None:
    """A likelihood in the line stands before that of the head, and words for dates mean the day of the words."""
    (one,) = said("putin says on 2025-03-10 likely:\n  forces/kursk = possibly some @ yesterday")

    assert (one.likelihood, one.occurred) == ("possibly", When.parse("2025-03-09"))


def test_amendments_stand_in_a_voice() -> None:
    """Whoever takes back or corrects does so under their own voice; ids may be short where they can be looked up."""
    retracted, corrected = said(
        'putin says:\n  retract 01 "wrong"\n  correct 01: control/a = ukraine', resolve=lambda _: ID
    )

    assert (retracted.kind, retracted.source, retracted.fact) == ("retraction", "putin", retracted.fact)
    assert (corrected.corrects, corrected.kind) == (ID, "control")


def test_an_id_that_is_not_there_is_a_problem_of_its_line() -> None:
    """What the look-up raises is told with file, line and column."""

    def resolve(prefix: str) -> str:
        message = f"no id begins with {prefix}"
        raise NotInLedger(message)

    (problem,) = problems(f"{SHEET}\nputin says:\n  retract 01\n", resolve=resolve)

    assert str(problem.where) == "a.report:18:11"


def test_known_sources_need_no_introduction() -> None:
    """Sources that the ledger knows may speak, in any case of letters."""
    assert [one.source for one in said("Reuters says:\n  control/a = russia", known_sources=["reuters"])] == ["Reuters"]


# --- mistakes -----------------------------------------------------------------------------------

HEADS = "report: daily\npublished: 2025-03-16\n"
WRONG = [
    ("published: 2025-03-16", "missing-header", 1, 1, "report: the-daily"),
    ("report: daily", "missing-header", 1, 1, "published: 2025-03-16"),
    ("report: daily\npublished: 2025-02-30", "no-such-day", 2, 12, "2025-02-28"),
    ("report: daily\npublished: 2025-03-21", "future-report", 2, 12, "check the year"),
    ("report: daily\npublished: 2025-03/..", "open-reported", 2, 12, "both ends"),
    ("report:\npublished: 2025-03-16", "empty-header", 1, 8, "report: …"),
    (HEADS + "report: weekly", "header-twice", 3, 1, "line 1"),
    (HEADS + "storyy: kursk", "unknown-header", 3, 1, "did you mean story?"),
    (HEADS + "zone: Europe/Kyif", "unknown-zone", 3, 7, "Europe/Kyiv"),
    (HEADS + "confidence: 1", "computed-not-entered", 3, 13, "write 2"),
    (HEADS + "control/a = russia", "claim-outside-voice", 3, 1, "the report says:"),
    (HEADS + "  control/a = russia", "claim-outside-voice", 3, 3, "the report says:"),
    (HEADS + "daily says\n  control/a = russia", "no-colon", 3, 11, "daily says:"),
    (HEADS + "daily says: control/a = russia", "claim-in-voice", 3, 13, "below"),
    (HEADS + "daily saiys:\n  control/a = russia", "unreadable-line", 3, 1, "daily say"),
    (HEADS + "some free words", "unreadable-line", 3, 1, "SOURCE says:"),
    (HEADS + "daily says loudly:", "voice-tail", 3, 12, "on DATE"),
    (HEADS + "daily says on :", "voice-tail", 3, 12, "on DATE"),
    (HEADS + "putin says:", "unknown-source", 3, 1, "sources: putin"),
    (HEADS + "unnamed, dialy say:", "unknown-source", 3, 10, "did you mean daily?"),
    (HEADS + "daily says via reuter:", "unknown-source", 3, 16, "introduce it"),
    (HEADS + "daily, say:", "no-source", 3, 7, "A, B say:"),
    (HEADS + "daily says via daily:", "chain-twice", 3, 1, "once"),
    (HEADS + "daily says on 2025-03-17:", "said-later", 3, 15, "two dates"),
    (HEADS + "daily says on 30 February:", "no-such-day", 3, 15, ""),
    (HEADS + "sources\n  ru: party\nru says:", "party-speaks", 5, 1, "speaks-for ru"),
    (HEADS + "sources\n  x: X; grade G", "unknown-grade", 4, 15, "F: cannot be judged"),
    (HEADS + "sources\n  x: X; grade C since 2025-02-30", "no-such-day", 4, 23, "2025-02-28"),
    (HEADS + "sources\n  x: X; speeks-for russia", "unknown-attribute", 4, 9, "did you mean speaks-for?"),
    (HEADS + "sources\n  x: X; plurl", "unknown-attribute", 4, 9, "did you mean plural?"),
    (HEADS + "sources\n  x: X; side a; side b", "attribute-twice", 4, 17, "keep one"),
    (HEADS + "sources\n  just words", "no-colon", 4, 3, "ID: Name"),
    (HEADS + "aliases\n  kursk", "no-alias", 4, 3, "NAME = MEANING"),
    (HEADS + "stakes\n  control/a", "no-colon", 4, 3, "SLOT: russia"),
    (HEADS + "stakes\n  controlx/a: russia", "unknown-kind", 4, 3, "did you mean control?"),
    (HEADS + "stakes\n  control/a: russia; worse", "unknown-attribute", 4, 22, "better-for"),
    (HEADS + "stakes\n  control/a:", "no-party", 4, 13, "SLOT: russia"),
    (HEADS + "ours:\n  void 0123", "bad-id", 4, 8, "32 hex digits"),
    (HEADS + f"story: {'x' * 5000}", "too-long", 3, 8, "keep the words"),
    (HEADS + f"sources\n  {'x' * 5000}: X", "too-long", 4, 3, "keep the words"),
    (HEADS + f"{'x' * 5000} says:\n", "too-long", 3, 1, "keep the words"),
    (HEADS + "daily says via daily:\n  control/a = russia", "chain-twice", 3, 1, "once"),
    (HEADS + "ours:\n  control/a = russia", "not-ours", 4, 3, "the report says:"),
    (HEADS + "the report says:\n  alias/a = b", "ours-in-voice", 4, 3, "ours:"),
    (HEADS + "the report says:\n  teritory-held/a/b = 5 km2", "unknown-kind", 4, 3, "did you mean territory-held?"),
    (HEADS + "the report says:\n  territory-held/a/b = 5 km3", "unknown-unit", 4, 26, "did you mean km"),
    (HEADS + "the report says:\n  territory-held/a/b = 110", "missing-unit", 4, 24, "km2"),
    (HEADS + "the report says:\n\tcontrol/a = x @", "no-date", 4, 16, "2025-03-16"),
    (HEADS + 'the report says:\n  state/a/b = "x', "unclosed-quote", 4, 15, "close it"),
    (HEADS + "the report says:\n  they came", "no-claim", 4, 3, "known: "),
    (HEADS + "the report says:\n  casualties/russia/killed = 5", "no-occurred", 4, 31, "@ 2022-02"),
    (HEADS + "the report denies:\n  statement/a/b = c", "undeniable", 4, 3, "another kind"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "line", "column", "hint"), WRONG)
def test_each_mistake_has_its_place_and_a_hint(text: str, code: str, line: int, column: int, hint: str) -> None:
    """A wrong sheet says what is wrong, in which line and column, and what to write instead."""
    (problem,) = problems(text)

    assert (problem.code, problem.where.line, problem.where.column) == (code, line, column), problem
    assert problem.where.file == "a.report"
    assert problem.where.text == text.split("\n")[line - 1]
    assert hint in (problem.hint or "")


def test_every_mistake_is_told_at_once_in_order() -> None:
    """Headers, sections, heads and claims are all checked, whatever is wrong above them."""
    text = """\
published: 2025-13
zone: Nowhere
sources
  x: X; grade G
y says:
  controlx/a = x
  control/a = x @ 2025-02-30
nobody saiys:
  control/b
"""

    found = [(problem.where.line, problem.code) for problem in problems(text)]

    assert found == [
        (1, "missing-header"), (1, "no-such-month"), (2, "unknown-zone"), (4, "unknown-grade"),
        (5, "unknown-source"), (6, "unknown-kind"), (7, "no-such-day"), (8, "unreadable-line"), (9, "no-value"),
    ]  # fmt: skip


PIECES = st.sampled_from([
    "report: daily", "published: 2025-03-16", "zone:", "sources", "aliases", "stakes", "ours:", "the report says:",
    "daily", " says", " denies", " on ", " via ", ":", "\n", "\n  ", "control/a", "state/a/b", ".term", " = ", "yes",
    "retract 01", "correct 01:", "void", "alias a = b", "possibly ", "[possibly]", '"', "“", "\\", "(", ")", ",", ", ",
    ";", "grade C", "since 2024", " @ ", "2024-08", "5 km2", "?", "#", "/", "\x00", "\x02", "\u2028", "é",
])  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=30).map("".join))
def test_no_text_brings_the_reader_down(text: str) -> None:
    """Whatever a file holds, it is read or refused with problems that each have a place in it."""
    lines = text.split("\n")
    try:
        read_sheet(text, today=TODAY)
    except InvalidInput as error:
        for problem in error.problems:
            line, column = problem.where.line or 0, problem.where.column or 0
            assert 1 <= line <= len(lines)
            assert 1 <= column <= len(lines[line - 1]) + 1, problem


def test_the_mark_stands_under_what_is_meant() -> None:
    """A problem prints its line with carets under the very characters."""
    (problem,) = problems(HEADS + "the report says:\n\tterritory-held/a/b = 5 km3, pockets 2\n")

    assert str(problem).splitlines()[1:3] == [
        "  4 | \tterritory-held/a/b = 5 km3, pockets 2",
        "    | \t                       ^^^",
    ]


def test_a_sheet_has_a_largest_size() -> None:
    """A file that is no sheet is refused before it is read."""
    assert [problem.code for problem in problems("#" * 1_000_001)] == ["too-large"]


def test_a_remark_hides_a_line_and_a_mark_at_the_start_of_the_file_is_no_text() -> None:
    """Whatever stands behind a # at the start of a line is not read, nor is a byte order mark."""
    assert sheet(f"\ufeff{HEADS}  # says what?\n").saids == ()


# --- the mock-up ---------------------------------------------------------------------------------


def mock_up() -> str:
    """The sheet that the design shows."""
    if not MOCK_UP.is_file():
        pytest.skip("the design's mock-up is not part of the project")
    return MOCK_UP.read_text(encoding="utf-8")


def test_the_mock_up_has_only_the_problems_that_the_model_demands() -> None:
    """`in exchange` is no stage of support, for the stages are a closed list; all else of it is read."""
    found = [(problem.code, problem.where.text) for problem in problems(mock_up())]

    assert found == [
        ("unknown-term", "  support/russia/north-korea/economic aid = in exchange"),
        ("unknown-term", "  support/russia/north-korea/technology = in exchange"),
    ]


def test_the_mock_up_mended_comes_back_from_its_events() -> None:
    """All of the first story's events make a sheet that says the same."""
    read = sheet(mock_up().replace("= in exchange", "= ongoing"))
    again = sheet(write_sheet(read.saids, zone=read.zone))

    assert len(read.saids) == 85
    assert {encode(one) for one in again.saids} == {encode(one) for one in read.saids}


# --- there and back --------------------------------------------------------------------------------


@st.composite
def reports(draw: st.DrawFn) -> list[Said]:
    """The events of one report: its own words, those that it carries, and entries of ours."""
    own = st.one_of(
        saids(source="daily"), saids(source="a, b says", via=("x: y", "daily")), saids(source="unnamed", via=("daily",))
    )
    return draw(st.lists(own, min_size=1, max_size=6))


@given(reports())
def test_a_sheet_is_written_and_read_back(events: list[Said]) -> None:
    """The sheet of a report's events gives the same events: every kind, stance, date and all words."""
    text = write_sheet(events, report="daily", published=When.parse("2025-03-31"))
    sources = {link for one in events for link in one.chain}
    back = read_sheet(text, known_sources=sources)

    assert {encode(one) for one in back.saids} == {encode(one) for one in events}


def test_a_sheet_is_written_as_people_write_it() -> None:
    """Headers first, then our own entries, then one head for all that a voice says."""
    text = """\
report: daily
published: 2025-03-16
zone: Europe/Kyiv
story: kursk
confidence: 70%

sources
  daily: The Daily; outlet; grade B since 2024; one plain error (a place)
  russia: party; opposes georgia, ukraine

aliases
  Курск = kursk

ours:
  stake/control\\/sudzha = russia, parties ukraine

the report says:
  control/sudzha = russia
  state/bridge/open = no, by no means @ 2025-03

unnamed denies on 2025-03-15 via daily wire:
  state/bridge/open
"""
    read = read_sheet(text, known_sources=["daily wire"])

    assert write_sheet(read.saids, zone=read.zone) == text.replace("= russia, parties", "= russia, parties")


def test_events_of_two_reports_are_no_sheet() -> None:
    """What differs in outlet, story or what a sheet cannot say is refused, never dropped."""
    one = say(Control("a", holder="x"), source="daily", reported="2025-03-16")
    others = [
        say(Control("b", holder="x"), source="weekly", reported="2025-03-16"),
        say(Control("b", holder="x"), source="daily", reported="2025-03-16", story="kursk"),
        say(Control("b", holder="x"), source="daily", reported="2025-03-16", quote="so it is"),
    ]

    for other in others:
        with pytest.raises(InvalidInput) as caught:
            write_sheet([one, other])
        assert [problem.code for problem in caught.value.problems] == ["no-sheet"]


def test_entries_of_ours_alone_need_a_report() -> None:
    """Nothing tells whose report it is where nobody speaks, so the caller says it."""
    alias = say(Alias("Курск", meaning="kursk"))

    with pytest.raises(InvalidInput):
        write_sheet([alias])
    assert sheet(write_sheet([alias], report="daily", published=When.parse("2025-03-16"))).saids == (alias,)


def test_what_is_of_no_known_kind_is_in_no_sheet() -> None:
    """An event of a kind that nobody here knows is refused in words, with the kind that it is of."""
    strange = Said(fact=Unknown("tide-table", {"level": "1 m"}), source="daily", reported=When.parse("2025-03-16"))

    for told in (
        [strange],
        [strange, say(State("bridge", "open", term="yes"), source="daily", reported="2025-03-16")],
    ):
        with pytest.raises(InvalidInput, match="tide-table") as refusal:
            write_sheet(told)
        assert [problem.code for problem in refusal.value.problems] == ["no-sheet"]


@pytest.mark.parametrize(
    ("head", "advice"),
    [
        ("the mayor said:", "write the mayor says:"),
        ("daily quotes the mayor:", "write the mayor says via daily:"),
        ("the mayor denied:", "write the mayor denies:"),
    ],
)
def test_other_verbs_are_answered_with_the_voice_they_mean(head: str, advice: str) -> None:
    """Whoever writes as people talk is told how a sheet has it."""
    (problem,) = problems(f"{SHEET}\n{head}\n  state/bridge/open\n")

    assert (problem.code, problem.hint) == ("unreadable-line", advice)


def test_a_source_with_a_wrong_grade_is_introduced_all_the_same() -> None:
    """One mistake is told once: its voice is not unknown as well."""
    text = SHEET.replace("speaks-for russia", "grade Z") + "\nputin says:\n  state/bridge/open\n"

    assert [problem.code for problem in problems(text)] == ["unknown-grade"]
