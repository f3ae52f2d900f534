"""sources: who speaks, how they are graded, what they have on record."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.cli.refusing import Row, name_of, refused
from tests.cli.running import answer, run

WRONG: list[Row] = [
    (("sources", "kyif"), 2, ("'kyif'", "did you mean kyiv?")),
    (("sources", "nobody-at-all"), 2, ("no source here is called 'nobody-at-all'", "known: county-sheriff")),
    (("sources", "off"), 2, ("'off' fits 3 sources; name one", "ru-mil-officials  Russian military officials")),
    (("sources", "russia"), 2, ("'russia' fits 3 sources", "ru-maps")),
    (("sources", "2025-02-30"), 2, ("DATE", "has 28 days", "write 2025-02-28")),
    (("sources", "2025-13-01"), 2, ("DATE", "2025-13-01")),
    (("sources", "2025-03-16", "2025-03-17"), 2, ("'2025-03-16' is no source here", "name a source before the date")),
    (("sources", "frida"), 2, ("no source here is called 'frida'",)),
    (("sources", "12 apples"), 2, ("no source here is called '12 apples'",)),
    (("sources", "kyiv", "2025-02-30"), 2, ("DATE", "has 28 days", "write 2025-02-28")),
    (("sources", "kyiv", "2025", "2026"), 2, ("unexpected extra argument",)),
    (("sources", "--known", "nonsense"), 2, ("--known: nonsense", "no date")),
    (("sources", "--public", "2025-13", "--at", "foo"), 2, ("--at: foo", "--public: 2025-13")),
    (("sources", "--story", "kurks"), 2, ("'kurks'", "did you mean kursk?")),
    (("sources", "--zone", "UCT+3"), 2, ("--zone", "no time zone")),
    (("sources", "--json", "--format", "csv"), 2, ("--json and --format csv",)),
    (("sources", "--grade", "A"), 2, ("--grade",)),
]


@pytest.mark.parametrize("row", WRONG, ids=name_of)
def test_a_wrong_question(here: Path, row: Row) -> None:
    """What cannot be asked is answered with why, and with what to write instead."""
    refused(here, row)


def record(folder: Path, name: str, *arguments: str) -> dict[str, Any]:
    """What a source has on record."""
    found: list[dict[str, Any]] = answer(folder, "sources", *arguments)["sources"]
    return next(one for one in found if one["source"] == name)


def counts(one: dict[str, Any]) -> tuple[int, ...]:
    """Claims, denied, corrections, retractions."""
    return (one["claims"], one["denied"], one["corrections"], one["retractions"])


def test_what_each_has_on_record(here: Path) -> None:
    """Claims, denials met, corrections and retractions are those of the stories."""
    assert counts(record(here, "county-sheriff")) == (5, 0, 1, 0)
    assert counts(record(here, "valley-courier")) == (1, 0, 0, 1)
    assert counts(record(here, "pinecrest-residents")) == (1, 1, 0, 0)
    assert record(here, "putin")["denied"] == 1
    assert record(here, "unnamed-report")["carried"] > 30


def test_parties_have_no_record(here: Path) -> None:
    """A party is a name that keys use: it speaks by others."""
    names = {one["source"] for one in answer(here, "sources")["sources"]}

    assert "russia" not in names
    assert "moscow" in names


def test_a_story_lists_those_who_spoke_in_it(here: Path) -> None:
    """With `--story` nobody of another story is listed."""
    names = {one["source"] for one in answer(here, "sources", "--story", "ridge-fire")["sources"]}

    assert "fire-chief" in names
    assert "kyiv" not in names


def test_the_record_on_an_earlier_day(here: Path) -> None:
    """What was taken back later was not yet taken back then."""
    assert counts(record(here, "valley-courier", "--public", "2026-08-17")) == (1, 0, 0, 0)
    assert record(here, "county-sheriff", "--public", "2026-08-17")["newest"] == "2026-08-16"


def test_a_grade_is_dated(here: Path) -> None:
    """A grade shows the day from which it counts; before it the first one does."""
    for grade, day in (("B", "2025-01-01"), ("D", "2025-04-01")):
        assert run(here, "add", f"source/gazette = The Gazette, grade {grade} @ {day}").exit_code == 0
    typed = ("state/bridge/open", "--source", "gazette", "--reported", "2025-02-01")
    assert run(here, "add", *typed, "--story", "kursk").exit_code == 0

    earlier, now = record(here, "gazette", "--public", "2025-03-16"), record(here, "gazette")

    assert (earlier["grade"], earlier["graded_since"]) == ("B", "2025-01-01")
    assert (now["grade"], now["graded_since"]) == ("D", "2025-04-01")
    assert re.search(r"The Gazette\s+D since 1 Apr 2025", run(here, "sources", columns=160).stdout)


def test_an_unknown_speaker_has_the_default_grade(here: Path) -> None:
    """Whoever was never introduced is listed, and marked as graded by default."""
    typed = ("state/bridge/open", "--source", "passer-by", "--reported", "2025-03-16", "--yes")
    assert run(here, "add", *typed).exit_code == 0

    assert re.search(r"passer-by\s+C by default", run(here, "sources", columns=160).stdout)
    assert record(here, "passer-by")["graded"] is False


def test_an_outlet_answers_for_what_it_misquoted(new: Path) -> None:
    """A retraction by the outlet alone counts against the outlet, not against the speaker."""
    add = ("add", "state/bridge/open", "--source", "mayor", "--via", "gazette", "--reported", "2025-03-16", "--yes")
    identity = json.loads(run(new, *add, "--json").stdout)["added"][0]
    typed = ("add", f'retract {identity} "misheard"', "--source", "gazette", "--reported", "2025-03-17")
    assert run(new, *typed).exit_code == 0

    assert counts(record(new, "gazette"))[2:] == (0, 1)
    assert counts(record(new, "mayor"))[2:] == (0, 0)


def test_one_source_whole(here: Path) -> None:
    """With an ID the answer holds how it was introduced, why it was graded so, and all that it said."""
    out = run(here, "sources", "valley", columns=160).stdout

    assert out.startswith("Valley Courier (at ")
    assert "grade B, because names its sources and corrects itself" in out
    assert "TAKEN BACK" in out
    whole = answer(here, "sources", "county-sheriff")
    assert (whole["schema"], len(whole["introduced"]), len(whole["reports"])) == ("newsledger/source/1", 1, 5)


def test_nobody_yet(new: Path) -> None:
    """A new ledger says so, and is no error."""
    result = run(new, "sources")

    assert result.exit_code == 0
    assert "no report yet" in result.stdout


def test_a_date_where_a_source_may_stand(here: Path) -> None:
    """A date alone is taken as the date, and the answer says so; a source of that name comes first."""
    result = run(here, "sources", "2025-03-16")

    assert result.exit_code == 0
    assert "Sources (at 2025-03-16" in result.stdout
    assert "'2025-03-16' is no source here; it is taken as the date, 2025-03-16" in result.stderr
    assert run(here, "add", "source/2025 = The Year, grade C").exit_code == 0
    assert run(here, "sources", "2025").stdout.startswith("The Year (at ")


def test_what_others_bore_out(here: Path) -> None:
    """The list and the page of one source tell how many of its claims others bore out, and who carried its words."""
    one = record(here, "western-intel")
    page = run(here, "sources", "western-intel", columns=160).stdout

    assert (one["borne_out"], one["contradicted"], one["nobody_else"], one["open"]) == (1, 0, 2, 0)
    assert "1 of 1 later borne out; nobody else spoke of 2" in page
    assert re.search(r"Western intelligence\s+C\s+3\s+1 of 1", run(here, "sources", columns=160).stdout)
    assert (one["outlets"], one["reports_carried"]) == (["unnamed-report"], 1)
    assert "carried by   the report, in 1 report" in page
    assert (one["plural"], one["unnamed"], one["protected"]) == (True, True, False)
    assert "marked       more than one person; not named by the reports" in page


def test_who_draws_on_it(here: Path) -> None:
    """Who was declared to draw on a source or to echo it stands on its page, and what it echoes itself."""
    assert run(here, "add", "source/gazette = Gazette, echoes ru-war-bloggers 0.40, protected yes").exit_code == 0
    whole = answer(here, "sources", "ru-mil-officials")
    page = run(here, "sources", "gazette").stdout

    assert whole["drawn_on_by"] == ["gazette", "ru-war-bloggers"]
    assert "echoes       ru-war-bloggers 0.4" in page
    assert "protected, the short name is a pseudonym" in page


def test_every_grade_it_was_given(here: Path) -> None:
    """Each grade stands with its day, its reason and who recorded it, the newest last."""
    for claim in ("grade B @ 2025-01-01", "grade D, reason caught out @ 2025-04-01", "category outlet"):
        assert run(here, "add", f"source/gazette = The Gazette, {claim}", "--by", "ann").exit_code == 0
    whole = answer(here, "sources", "gazette")["grades"]
    page = run(here, "sources", "gazette", columns=160).stdout

    assert [(one["grade"], one["since"], one["reason"], one["by"]) for one in whole] == [
        ("B", "2025-01-01", None, "ann"), ("D", "2025-04-01", "caught out", "ann"),
    ]  # fmt: skip
    assert re.search(r"from 1 Jan 2025\s+grade B, no reason told\s+recorded .* by ann", page)
    assert re.search(r"from 1 Apr 2025\s+grade D, because caught out", page)
    assert "category outlet" in page.partition("HOW WE INTRODUCED IT")[2]
