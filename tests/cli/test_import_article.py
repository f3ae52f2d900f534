"""import article: a page or a text becomes a draft sheet, and nothing counts before a person adds it."""

from __future__ import annotations

import gzip
import shutil
import sys
from pathlib import Path

import pytest
from tests.bringing import bring
from tests.cli.running import ROOT, fingerprint, lines, run

from newsledger.importers import File, Options, article
from newsledger.importers._pages import is_page, read_page

TEXT = """\
Bridge closed
PORT HALE, Mar 16 2025

Kyiv said on Friday that as many as 12,000 North Korean troops are fighting beside Russian forces.
About 300 people fled, the mayor said.
"""

PAGE = """\
<!DOCTYPE html><html><head><meta charset="utf-8"><title>Ferry strike</title>
<meta property="og:site_name" content="Harbour Gazette"><meta name="date" content="2025-03-15">
<script>alert(document.cookie)</script></head>
<body><nav>Home | News | 12 comments</nav><article><h1>Ferry strike</h1>
<p>About 300 workers walked out on Friday, the union said. It was the third day of the dispute in the port.</p>
<p>The company declined to comment on the strike, which has stopped as many as 40 ships since the beginning.</p>
</article><footer>© 2025 Harbour Gazette. Call 555-0134.</footer></body></html>
"""


@pytest.fixture
def kursk(tmp_path: Path) -> Path:
    """A folder with the ledger of the first story, an article as text, and one as a page."""
    shutil.copytree(ROOT / "events", tmp_path / "events")
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "page.html").write_text(PAGE)
    return tmp_path


@pytest.fixture
def drafting(kursk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder as the one where somebody works."""
    monkeypatch.chdir(kursk)
    return kursk


def test_a_text_becomes_a_draft_that_can_be_added(kursk: Path) -> None:
    """What fits a slot is a claim, told with who says it and when; the draft is added as it is."""
    sheet = kursk / "a.report"
    result = run(kursk, "import", "article", str(kursk / "a.txt"), "--story", "kursk", "--to", str(sheet))
    added = run(kursk, "add", str(sheet), "--json")

    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 claim that fits a slot, 1 suggestion to look at" in result.stderr
    assert "kyiv says on 2025-03-14:\n" in sheet.read_text()
    assert added.exit_code == 0
    assert b"12000 person" in lines(kursk)[-1] or any(b"<=12000 person" in line for line in lines(kursk))


def test_making_a_draft_changes_no_byte_of_the_ledger(kursk: Path) -> None:
    """An import of an article appends nothing, whether it goes to stdout or into a file."""
    before = fingerprint(kursk / "events")
    run(kursk, "import", "article", str(kursk / "a.txt"), "--to", str(kursk / "b.report"))
    run(kursk, "import", "article", str(kursk / "page.html"))

    assert fingerprint(kursk / "events") == before


def test_a_page_tells_its_title_date_and_site(kursk: Path) -> None:
    """Text, title, date and site come out of the page; scripts, menus and footers do not."""
    result = run(kursk, "import", str(kursk / "page.html"))

    assert result.exit_code == 0
    assert "report: harbour-gazette\npublished: 2025-03-15\n" in result.stdout
    assert "# union says:" in result.stdout
    assert "# company gives no comment:" in result.stdout
    assert not {"alert", "555-0134", "12 comments"} & set(result.stdout.split())


def test_a_draft_of_any_article_is_read_without_a_mistake(kursk: Path) -> None:
    """`add --dry-run` takes the draft of each article of the tests as it is."""
    for path in sorted((ROOT / "tests" / "data" / "articles").glob("*.txt")):
        sheet = kursk / f"{path.stem}.report"
        assert run(kursk, "import", "article", str(path), "--story", "kursk", "--to", str(sheet)).exit_code == 0
        added = run(kursk, "add", str(sheet), "--dry-run")

        assert (added.exit_code, "error" in added.stderr) == (0, False)


def test_options_go_before_what_the_page_tells(kursk: Path) -> None:
    """The date and the source that somebody gives stand in the draft; words for dates are read against that date."""
    result = run(
        kursk, "import", "article", str(kursk / "page.html"), "--reported", "2025-03-20", "--source", "gazette"
    )

    assert "report: gazette\npublished: 2025-03-20\n" in result.stdout
    assert "“Friday” = 2025-03-14" in result.stdout


def test_a_packed_page_is_unpacked(kursk: Path) -> None:
    """A page packed with gzip is read as it is."""
    (kursk / "page.html.gz").write_bytes(gzip.compress(PAGE.encode()))

    assert "harbour-gazette" in run(kursk, "import", "article", str(kursk / "page.html.gz")).stdout


@pytest.mark.parametrize(
    ("name", "content", "options", "told"),
    [
        ("a.txt", "A bridge fell on Friday.", [], ("no-date", "--reported")),
        ("a.txt", " \n\n", ["--reported", "2025-03-16"], ("no-text", "copy the article")),
        ("a.txt", b"A caf\xe9 burned.", [], ("not-utf-8", "UTF-8")),
        ("a.txt", b"\xff\xfeA\x00", [], ("not-utf-8", "UTF-8")),
        ("a.txt", b"A\x00B", [], ("not-text", "file FILE")),
        ("a.txt", "%PDF-1.7", [], ("no-table", "copy")),
        ("a.txt", "x" * 400_001, ["--reported", "2025-03-16"], ("too-large", "article alone")),
        ("a.txt", "Rain.", ["--reported", "2999-01-01"], ("future-report", "made public")),
        ("a.txt", "Rain.", ["--reported", "2025-02-30"], ("no-such-day", "28")),
        ("a.txt", "Rain.", ["--reported", "2025-03-16", "--extractor", "rulez"], ("unknown-extractor", "rules")),
        ("a.txt", "Rain.", ["--reported", "2025-03-16", "--to", "no/such/folder/a.report"], ("no-draft", "folder")),
        ("a.txt", "Rain.", ["--reported", "2025-03-16", "--to", "a.txt"], ("file-exists", "another")),
        ("a.html", b"<html><meta charset=utf-8><body><p>caf\xe9</p></body></html>", [], ("not-utf-8", "UTF-8")),
        ("a.html", b"<html><meta charset=no-such><body><p>x</p></body></html>", [], ("not-utf-8", "UTF-8")),
        ("a.html", b"<html><body>\x00</body></html>", [], ("not-text", "file FILE")),
        ("a.html", "<html><body></body></html>", ["--reported", "2025-03-16"], ("no-text", "text file")),
        ("gone.txt", None, [], ("unreadable-file", "spelt")),
    ],
)
def test_what_cannot_be_drafted_is_refused(
    drafting: Path, name: str, content: str | bytes | None, options: list[str], told: tuple[str, str]
) -> None:
    """Each mistake has its code and says what to do; no file is written and the ledger is as it was."""
    if content is not None:
        Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    before = fingerprint(drafting)
    result = run(drafting, "import", "article", name, *options)
    code, hint = told

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"error[{code}]" in result.stderr
    assert hint in result.stderr
    assert "Traceback" not in result.stderr
    assert fingerprint(drafting) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["article", "a.txt", "--append"], "--append is for rows"),
        (["article", "a.txt", "--dry-run"], "--dry-run is for rows"),
        (["article", "a.txt", "--reject-to", "bad"], "--reject-to is for rows"),
        (["article", "a.txt", "--map", "m.toml"], "--map is for rows"),
        (["article", "a.txt", "--json"], "--json is for rows"),
        (["article", "a.txt", "page.html"], "by itself"),
        (["jsonl", "a.txt", "--to", "x.report"], "are for articles and feeds"),
        (["jsonl", "a.txt", "--extractor", "rules"], "are for articles and feeds"),
        (["feed", "a.txt"], "name a folder"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    kursk: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    """Options for rows are refused for drafts, and the other way round."""
    monkeypatch.chdir(kursk)
    result = run(kursk, "import", *arguments)

    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())


def test_without_trafilatura_a_page_asks_for_it(kursk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library that reads pages is asked for by name; texts need none."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    page = run(kursk, "import", "article", str(kursk / "page.html"))

    assert page.exit_code == 2
    assert "error[missing-extra]" in page.stderr
    assert "newsledger[article]" in page.stderr
    assert run(kursk, "import", "article", str(kursk / "a.txt")).exit_code == 0


def test_no_network_is_asked(kursk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that names pictures, styles and scripts of other places is read without asking them."""
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    (kursk / "page.html").write_text(
        PAGE.replace("<nav>", "<img src=https://e.org/a.png><iframe src=https://e.org></iframe><nav>")
    )

    assert run(kursk, "import", "article", str(kursk / "page.html")).exit_code == 0


def test_another_package_brings_an_extractor(kursk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A function that is named by an entry point reads the article instead of our rules."""
    source = """\
from newsledger.drafting.extractors import extractor
from newsledger.drafting.found import Finding, Teller


@extractor("parrot-words")
def read(article, known):
    yield Finding(line=1, sentence="a parrot says so", tellers=(Teller(name="parrot", known=False),), stance="denies")


@extractor("parrot-dead")
def fail(article, known):
    raise ValueError("it is no more")
"""
    names = {name: f"parrot_words:{what}" for name, what in (("parrot-words", "read"), ("parrot-dead", "fail"))}
    bring(tmp_path / "site", "parrot-words", {"newsledger.extractors": names}, {"parrot_words.py": source})
    monkeypatch.syspath_prepend(tmp_path / "site")
    good = run(kursk, "import", "article", str(kursk / "a.txt"), "--extractor", "parrot-words")
    bad = run(kursk, "import", "article", str(kursk / "a.txt"), "--extractor", "parrot-dead")

    assert "# parrot denies:\n# line 1: “a parrot says so”" in good.stdout
    assert bad.exit_code == 2
    assert "parrot-words 1.0 failed: ValueError: it is no more" in " ".join(bad.stderr.split())


def test_an_importer_of_drafts_gives_no_rows(kursk: Path) -> None:
    """Whoever asks it for rows is told that an article has to be looked at first."""
    with pytest.raises(Exception, match="draft-only"):
        article.ArticleImporter().read(File(kursk / "a.txt"), Options())


def test_pages_are_known_by_their_beginning() -> None:
    """What begins as HTML is a page; text with a sign of less is none."""
    assert is_page(b"\xef\xbb\xbf<!doctype html>")
    assert not is_page(b"< 5 people came")
    assert read_page(PAGE.encode(), "p.html").site == "Harbour Gazette"
