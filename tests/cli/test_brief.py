"""brief: what an editor wants each morning, as text, Markdown, one HTML page and JSON."""

from __future__ import annotations

import html.parser
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cli.running import answer, run
from tests.exporters.exporting import job

from newsledger.cli import _brief_forms as forms
from newsledger.cli._briefing import Brief, brief
from newsledger.event import Event
from newsledger.ledger import open_ledger
from newsledger.live import Question
from newsledger.testing import ledgers
from newsledger.values.quantity import Quantity
from newsledger.values.when import When

KURSK = ("brief", "2025-03-16", "--story", "kursk", "--since", "2025-03-10")
RIDGE = ("brief", "2026-08-18", "--story", "ridge-fire", "--since", "2026-08-16")
TITLES = ["What changed", "Contested", "Corrected and taken back", "Gone stale", "Ahead", "Taken in late"]


def section(told: dict[str, Any], title: str) -> list[dict[str, Any]]:
    """The lines of a section of the JSON."""
    found: list[dict[str, Any]] = next(one["lines"] for one in told["sections"] if one["title"] == title)
    return found


def test_the_first_story_is_briefed(here: Path) -> None:
    """What changed, what is contested and what lies ahead, each line with its sources and events."""
    told = answer(here, *KURSK)

    assert (told["schema"], told["since"], told["story"]) == ("newsledger/brief/1", "2025-03-10", "kursk")
    assert told["counts"] == "63 new reports of 19 sources"
    assert [one["title"] for one in told["sections"]] == TITLES
    changed = [line["text"] for line in section(told, "What changed")]
    assert changed[0] == "us 30-day ceasefire: parted, not in force"
    assert 'Ukraine in Kursk: 110 km² "just"' in changed
    contested = section(told, "Contested")
    assert any("said and denied" in line["text"] and "denied by Kyiv" in line["who"] for line in contested)
    assert any("offensive" in line["text"] for line in section(told, "Ahead"))


def test_every_line_leads_to_its_events(here: Path) -> None:
    """Each line names events that the ledger holds; each has somebody who says so."""
    ids = {event.id for event in open_ledger(here / "events").events()}
    for words in (KURSK, RIDGE):
        lines = [line for one in answer(here, *words)["sections"] for line in one["lines"]]
        assert lines
        assert all(line["events"] and set(line["events"]) <= ids for line in lines)
        assert all(line["who"] for line in lines)


def test_what_was_taken_back_is_told(here: Path) -> None:
    """Who corrected what into what, who retracted what, and why."""
    lines = section(answer(here, *RIDGE), "Corrected and taken back")

    assert [line["mark"] for line in lines] == ["retracted", "corrected"]
    assert lines[0]["text"].startswith("Valley Courier takes back state/Ridge fire/arson suspected = yes")
    assert "nobody in the investigation had said so" in lines[0]["who"]
    assert lines[1]["text"].endswith("now 1")
    assert "= 3" in lines[1]["text"]


def test_what_was_voided_is_told(here: Path) -> None:
    """What we took out in the period is told with our reason; on the day before it is not."""
    ledger = open_ledger(here / "events", clock=lambda: datetime(2026, 8, 18, 12, tzinfo=UTC))
    target = next(one for one in ledger.events() if one.said.kind == "indicator" and one.said.story == "ridge-fire")
    from newsledger.kinds.void import Void

    ledger.append(Void(target.id, reason="typed wrongly"))
    lines = section(answer(here, *RIDGE), "Corrected and taken back")

    assert [line["mark"] for line in lines] == ["retracted", "corrected", "void"]
    assert "typed wrongly" in lines[2]["who"]
    earlier = answer(here, "brief", "2026-08-17", "--story", "ridge-fire", "--since", "2026-08-16")
    assert section(earlier, "Corrected and taken back") == []


def test_what_has_gone_stale_is_told_once(here: Path) -> None:
    """A belief that became stale within the period is told, and in the next period no more."""
    first = section(answer(here, "brief", "2025-05-20", "--story", "kursk", "--since", "2025-03-20"), "Gone stale")
    later = section(answer(here, "brief", "2025-05-21", "--story", "kursk", "--since", "2025-05-20"), "Gone stale")

    assert any("Ukraine in Kursk: 110 km²" in line["text"] and "days old" in line["text"] for line in first)
    assert not {line["text"].partition(":")[0] for line in first} & {line["text"].partition(":")[0] for line in later}


def test_what_was_taken_in_late_is_told(here: Path) -> None:
    """A report of before the period that was entered in it changed no earlier brief, hence this one tells it."""
    ledger = open_ledger(here / "events", clock=lambda: datetime(2026, 8, 18, 12, tzinfo=UTC))
    from newsledger.kinds.indicator import Indicator

    late = Indicator("Ridge fire", "area burned", number=Quantity.read("900 acres"))
    ledger.append(late, source="county-sheriff", reported="2026-08-13", story="ridge-fire")
    lines = section(answer(here, *RIDGE), "Taken in late")

    assert [line["mark"] for line in lines] == ["late"]
    assert "900 acre" in lines[0]["text"]
    assert (
        section(answer(here, "brief", "2026-08-20", "--story", "ridge-fire", "--since", "2026-08-18"), "Taken in late")
        == []
    )


def test_an_empty_period_says_so(here: Path) -> None:
    """Where nothing happened, each section says that, in every form, and the exit code is 0."""
    quiet = ("brief", "2024-06-02", "--story", "kursk")
    text = run(here, *quiet)

    assert text.exit_code == 0
    assert "No new report." in text.stdout
    for words in (
        "Nothing changed.",
        "Nothing is contested.",
        "Nobody took anything back.",
        "Nothing has gone stale.",
        "Nothing is expected.",
    ):
        assert words in text.stdout
        assert words in run(here, *quiet, "--format", "markdown").stdout
        assert words in run(here, *quiet, "--format", "html").stdout
    assert all(one["lines"] == [] for one in answer(here, *quiet)["sections"])


def test_without_since_it_is_the_day_before(here: Path) -> None:
    """A brief is of one day unless somebody says since when."""
    assert answer(here, "brief", "2025-03-14", "--story", "kursk")["since"] == "2025-03-13"


class Page(html.parser.HTMLParser):
    """Collects tags and what stands between them; refuses what is not closed."""

    VOID = ("meta", "br")

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens."""
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """A tag closes: the last that was opened."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text."""
        self.text.append(data)


def read(page: str) -> Page:
    """A page, parsed; every tag is closed."""
    parser = Page()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser


LOADS = {"script", "img", "iframe", "link", "object", "embed", "video", "audio", "base", "form"}


def test_the_page_needs_nothing_else(here: Path) -> None:
    """One page: no script, nothing loaded, one language, one main, headings in order, sections named by theirs."""
    page = run(here, *KURSK, "--format", "html").stdout
    parsed = read(page)
    values = dict(parsed.attributes)

    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert set(parsed.tags) & LOADS == set()
    assert "default-src 'none'" in page
    assert not any(name.startswith("on") or name == "src" for name, _ in parsed.attributes)
    assert "@media print" in page
    assert (parsed.tags.count("h1"), parsed.tags.count("main")) == (1, 1)
    assert [tag for tag in parsed.tags if re.fullmatch("h[1-6]", tag)] == ["h1", *["h2"] * len(TITLES)]
    assert {value for name, value in parsed.attributes if name == "aria-labelledby"} <= {
        value for name, value in parsed.attributes if name == "id"
    }
    assert values["lang"] == "en"


def attack() -> Brief:
    """The brief of a ledger whose every word is an attack."""
    from newsledger.ledger import in_memory

    ledger = in_memory(clock=lambda: datetime(2025, 3, 16, tzinfo=UTC))
    from newsledger.kinds.state import State

    bad = "<script>alert(1)</script> [x](javascript:alert(1)) `\u202e"
    for url in ("javascript:alert(1)", 'https://e.org/"onclick="x', "https://e.org/ok"):
        ledger.append(State(f"{bad} {url[-3:]}", bad, term="yes"), source=bad, reported="2025-03-16", url=url)
    return brief(
        job(ledger.events(), Question(at=When.parse("2025-03-16")), title=bad, since=When.parse("2025-03-15")), bad
    )


def test_nothing_told_becomes_markup() -> None:
    """Tags, links that run and marks of Markdown in what was told are shown as they are."""
    page, text = forms.page(attack()), forms.markdown(attack())
    parsed = read(page)

    assert set(parsed.tags) & LOADS == set()
    assert [value for name, value in parsed.attributes if name == "href"] == ["https://e.org/ok"]
    assert "\u202e" not in page + text
    assert not re.search(r"(?<!\\)<script|(?<!\\)\]\(", text)


@settings(max_examples=25)
@given(events=ledgers(), at=st.sampled_from(["2025-03-12", "2025-03-16", "2025-06-01"]))
def test_every_ledger_can_be_briefed(events: list[Event], at: str) -> None:
    """No ledger is too odd, and the same one gives the same brief in whatever order it was read."""
    asked = Question(at=When.parse(at), public=When.parse(at))
    since = When.parse("2025-03-05")
    made, again = (brief(job(told, asked, since=since), "") for told in (events, events[::-1]))

    assert forms.as_json(made) == forms.as_json(again)
    assert forms.page(made) == forms.page(again)
    read(forms.page(made))
    known = {event.id for event in events}
    assert all(event.id in known for one in made.sections for line in one.lines for event in line.events)


def test_forms_go_into_files(here: Path) -> None:
    """The form follows the file's name, unless one is named; a file that is there stays."""
    for name, begins in (("b.html", "<!DOCTYPE"), ("b.md", "# The battle"), ("b.txt", "The battle")):
        assert run(here, *KURSK, "--to", str(here / name)).exit_code == 0
        assert (here / name).read_text().startswith(begins)
    refused = run(here, *KURSK, "--to", str(here / "b.md"))
    assert (refused.exit_code, "there is a file" in refused.stderr) == (2, True)
    assert run(here, *KURSK, "--to", str(here / "b.md"), "--format", "html", "--force").exit_code == 0
    assert (here / "b.md").read_text().startswith("<!DOCTYPE")


@pytest.mark.parametrize("columns", [40, 80, 160])
def test_it_fits_the_terminal(here: Path, columns: int) -> None:
    """No line is wider than the terminal."""
    lines = run(here, *KURSK, columns=columns).stdout.splitlines()

    assert max(map(len, lines)) <= columns


def test_json_tells_what_the_page_tells(here: Path) -> None:
    """Each line of the JSON stands on the page, word for word."""
    told = answer(here, *RIDGE)
    page = "".join(read(run(here, *RIDGE, "--format", "html").stdout).text)

    for line in (line for one in told["sections"] for line in one["lines"]):
        assert line["text"] in page
        assert line["who"] in page
    assert json.dumps(told)
