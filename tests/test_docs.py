"""The pages name everything that there is, and lead nowhere that is not."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from tests.pages import ROOT, sheets

import newsledger
from newsledger import kinds
from newsledger.claimline import read_claim
from newsledger.cli import ORDER, Commands, main
from newsledger.fact import fold
from newsledger.sheet.introductions import CATEGORIES, FLAGS, KEYED
from newsledger.sheet.lines import HEADERS, SECTIONS, VERBS
from newsledger.values.when import When

DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
SCHEME = re.compile(r"[a-z]+:")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CLAIMS = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)

REFUSERS = {"typed", "wrong", "after", "_fail", "_problem", "_refused", "refused", "_refuse"}
"""Functions whose first text is the code of a problem."""

CODE = re.compile(r"[a-z]+(-[a-z]+)*")
SPEAKS_CODE = {"code", "finding"}


def pages() -> list[Path]:
    """The pages that people wrote; those of the modules are made from docstrings."""
    made = (DOCS / "_build", REFERENCE / "modules")
    written = [path for path in DOCS.rglob("*.md") if not any(path.is_relative_to(folder) for folder in made)]
    return [ROOT / "README.md", *sorted(written)]


@cache
def text_of(name: str) -> str:
    """The text of a page of the reference."""
    return (REFERENCE / f"{name}.md").read_text(encoding="utf-8")


def anchors(path: Path) -> set[str]:
    """The places within a page that a link may name."""
    prose = FENCE.sub("", path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-") for title in HEADING.findall(prose)}


def dead_links(path: Path) -> list[str]:
    """The relative links of a page that lead nowhere."""
    prose = FENCE.sub("", path.read_text(encoding="utf-8"))
    dead = []
    for link in LINK.findall(prose):
        name, _, anchor = link.partition("#")
        there = path.parent / name if name else path
        gone = not there.exists() or (anchor and anchor not in anchors(there))
        if gone and not SCHEME.match(link):
            dead.append(link)
    return dead


def codes(source: str) -> set[str]:
    """The codes of problems that a module tells."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            named = [word.value for word in node.keywords if word.arg in SPEAKS_CODE]
            first = node.args[:1] if name in REFUSERS or name == "Finding" else []
            values = [one.value for one in (*named, *first) if isinstance(one, ast.Constant)]
            found.update(value for value in values if isinstance(value, str) and CODE.fullmatch(value))
    return found


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_link_leads_nowhere(path: Path) -> None:
    """Each relative link of a page leads to a file, and to a heading in it where it names one."""
    assert dead_links(path) == []


def test_a_dead_link_is_seen(tmp_path: Path) -> None:
    """A link to no file, or to no heading, is found; one within an example is not."""
    page = tmp_path / "page.md"
    page.write_text("# Here\n[a](no.md) [b](#here) [c](#there) [d](https://e.org)\n```text\n[e](no.md)\n```\n")

    assert dead_links(page) == ["no.md", "#there"]


def test_every_command_is_documented() -> None:
    """The page of the commands names each, as one types it."""
    assert isinstance(main, Commands)
    names = {*ORDER, *main.list_commands(main.make_context("newsledger", ["--help"], resilient_parsing=True))}

    assert {name for name in names if f"| `newsledger {name}" not in text_of("commands")} == set()


def test_every_option_of_a_question_is_documented() -> None:
    """The page of the commands names each option that the questions share."""
    context = main.make_context("newsledger", ["--help"], resilient_parsing=True)
    replay = main.get_command(context, "replay")
    assert replay is not None
    options = {name for option in replay.params for name in option.opts if name.startswith("--")} - {"--all"}

    assert {name for name in options if f"`{name}" not in text_of("commands")} == set()


@pytest.mark.parametrize("name", kinds.names())
def test_every_kind_is_documented(name: str) -> None:
    """The page of the kinds has a section for each, with every field and every closed term."""
    spec = kinds.spec(name)
    assert spec is not None
    section = re.search(rf"^## {name}$(.*?)(?=^## |\Z)", text_of("kinds"), re.MULTILINE | re.DOTALL)
    assert section is not None
    words = {field.name for field in spec.fields} | {term for field in spec.fields for term in field.terms if term}

    assert {word for word in words if f"`{word}`" not in section[1]} == set()


def test_every_example_of_a_kind_can_be_read() -> None:
    """The claims that the page of the kinds shows are claims, and are about the kind that they stand under."""
    for section in re.split(r"^## ", text_of("kinds"), flags=re.MULTILINE)[1:]:
        name = section.partition("\n")[0]
        lines = [line for block in CLAIMS.findall(section) for line in block.splitlines()]
        read = [read_claim(line, reported=When.parse("2026-08-20")) for line in lines]

        assert {claim.fact.spec.name for claim in read} <= {name}
        assert lines or kinds.spec(name) is None


def test_every_public_name_is_documented() -> None:
    """The page of the library names all of `newsledger.__all__`, and the page of no other name is needed."""
    assert {name for name in newsledger.__all__ if f"`{name}`" not in text_of("library")} == set()


def test_every_code_is_documented() -> None:
    """The page of the messages lists each code that the sources tell, those of checks included."""
    sources = (ROOT / "src").rglob("*.py")
    told = {code for path in sources for code in codes(path.read_text(encoding="utf-8"))}

    assert len(told) > len(HEADERS)
    assert {code for code in told if f"`{code}`" not in text_of("messages")} == set()


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ('Problem(code="bad-date", message="x")', "bad-date"),
        ('span.wrong("no-colon", message)', "no-colon"),
        ('Finding("dangling", one, "it is not here")', "dangling"),
    ],
)
def test_codes_are_read_out_of_the_sources(source: str, code: str) -> None:
    """A code is seen however it is told; other texts are none."""
    assert codes(source) == {code}


def test_every_word_of_a_sheet_is_documented() -> None:
    """The page of the sheets names each header, section, verb, category and attribute."""
    words = {*HEADERS, *SECTIONS, *VERBS, *CATEGORIES, *FLAGS, *KEYED} - {"name", "category", "since"}

    assert {word for word in words if f"`{word}" not in text_of("sheets")} == set()


def test_every_sheet_of_a_page_has_its_own_name() -> None:
    """Two sheets of one page cannot overwrite each other."""
    for path in pages():
        text = path.read_text(encoding="utf-8")
        named = re.findall(r"^```text\n# ([\w-]+\.report)$", text, re.MULTILINE)

        assert sorted(named) == sorted(sheets(path.relative_to(ROOT).as_posix()))


def test_the_glossary_is_in_order() -> None:
    """Words stand in the order of the alphabet, and none twice."""
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")
    words = re.findall(r"^(.+)\n: ", glossary, re.MULTILINE)

    assert words == sorted(set(words), key=fold)
    assert {"occurred", "reported", "recorded", "origin", "void"} <= set(words)
