"""import feed: each entry of a feed is drafted once, into a folder."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from tests.cli.running import ROOT, fingerprint, run

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Daily Post</title>
<item><title>Fire grows</title><guid>1</guid><link>https://e.org/1</link>
<pubDate>Sat, 15 Mar 2025 22:30:00 GMT</pubDate>
<description><![CDATA[<p>It grew to about 900 acres on Friday.</p><script>alert(1)</script>]]></description></item>
<item><title>Second</title><guid>2</guid><pubDate>Sun, 16 Mar 2025 09:30:00 GMT</pubDate>
<description>As many as 12,000 North Korean troops fight beside Russian forces, Kyiv said.</description></item>
</channel></rss>
"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom Post</title><updated>2025-03-16T10:00:00Z</updated>
<entry><title>Third</title><id>urn:3</id><link href="https://e.org/3"/><updated>2025-03-16T10:00:00Z</updated>
<content type="html">&lt;p&gt;Two bridges fell, and 12 people were hurt.&lt;/p&gt;</content></entry></feed>
"""

JSON = json.dumps({
    "version": "https://jsonfeed.org/version/1.1", "title": "JSON Post",
    "items": [
        {"id": "4", "url": "https://e.org/4", "title": "Fourth", "content_html": "<p>Some 640 people fled.</p>",
         "date_published": "2025-03-16T23:30:00+02:00"},
    ],
})  # fmt: skip


@pytest.fixture
def kursk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the ledger of the first story."""
    shutil.copytree(ROOT / "events", tmp_path / "events")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def drafts(folder: Path) -> list[str]:
    """The drafts in the inbox."""
    return sorted(path.name for path in (folder / "inbox").glob("*.report"))


@pytest.mark.parametrize(
    ("text", "names", "words"),
    [
        (RSS, ["2025-03-16-fire-grows.report", "2025-03-16-second.report"], "report: daily-post"),
        (ATOM, ["2025-03-16-third.report"], "url: https://e.org/3"),
        (JSON, ["2025-03-16-fourth.report"], "Some 640 people"),
    ],
)
def test_each_entry_becomes_a_draft(kursk: Path, text: str, names: list[str], words: str) -> None:
    """RSS, Atom and JSON Feed are read; a draft is called by its day in the ledger's zone and its title."""
    Path("news").write_text(text)
    result = run(kursk, "import", "news", "--to", "inbox", "--story", "kursk")

    assert (result.exit_code, result.stdout.splitlines(), drafts(kursk)) == (0, names, names)
    assert words in "".join(path.read_text() for path in Path("inbox").glob("*.report"))
    assert all(run(kursk, "add", f"inbox/{name}", "--dry-run").exit_code == 0 for name in names)


def test_an_entry_is_drafted_once(kursk: Path) -> None:
    """The same feed again drafts nothing, also where a draft was added and taken away; a new entry is drafted."""
    Path("news").write_text(RSS)
    run(kursk, "import", "feed", "news", "--to", "inbox")
    for path in Path("inbox").glob("*.report"):
        path.unlink()
    again = run(kursk, "import", "feed", "news", "--to", "inbox")
    Path("news").write_text(RSS.replace("<guid>2<", "<guid>5<"))
    grown = run(kursk, "import", "feed", "news", "--to", "inbox")

    assert (again.stdout, "0 new drafts" in again.stderr) == ("", True)
    assert grown.stdout == "2025-03-16-second.report\n"


def test_what_the_ledger_holds_is_not_drafted(kursk: Path) -> None:
    """An entry whose address an event of the ledger names was taken in already."""
    claim = "state/bridge/open = no"
    run(kursk, "add", claim, "--source", "kyiv", "--reported", "2025-03-16", "--url", "https://e.org/1", "--yes")
    Path("news").write_text(RSS)

    assert run(kursk, "import", "feed", "news", "--to", "inbox").stdout == "2025-03-16-second.report\n"


def test_two_entries_of_one_name_are_two_drafts(kursk: Path) -> None:
    """No draft overwrites another."""
    Path("news").write_text(RSS.replace("Second", "Fire grows"))
    run(kursk, "import", "feed", "news", "--to", "inbox")

    assert drafts(kursk) == ["2025-03-16-fire-grows-2.report", "2025-03-16-fire-grows.report"]


def test_scripts_are_words_that_nobody_reads(kursk: Path) -> None:
    """What a browser would run is left out of the text, and the ledger is as it was."""
    before = fingerprint(kursk / "events")
    Path("news").write_text(RSS)
    run(kursk, "import", "feed", "news", "--to", "inbox")

    assert "alert" not in "".join(path.read_text() for path in Path("inbox").glob("*.report"))
    assert fingerprint(kursk / "events") == before


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss version="2.0"><channel/></rss>'
)
OUTSIDE = BOMB.replace('<!ENTITY a "aaaa">', '<!ENTITY a SYSTEM "file:///etc/passwd">')


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (BOMB, "declares-entities"),
        (OUTSIDE, "declares-entities"),
        (RSS.replace("<rss", "<!DOCTYPE rss [ <!ELEMENT rss ANY> ]><rss"), "declares-entities"),
        (RSS[:-40], "damaged-file"),
        (RSS.replace("Fire grows", "Caf\xe9 burns").encode("latin-1"), "not-utf-8"),
        (RSS.replace("UTF-8", "no-such"), "not-utf-8"),
        (RSS.encode("utf-16"), "not-utf-8"),
        ("<html><body>no feed</body></html>", "no-feed"),
        ('{"version": "1", "items": []}', "no-feed"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": ', "no-json"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": ["\xff"]}', "not-utf-8"),
        ("[" * 5 + "]" * 5, "no-feed"),
        ('{"a":' * 100_000, "too-deep"),
        ('<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>', "no-text"),
        (RSS.replace("pubDate", "nodate"), "no-date"),
        (b"PK\x03\x04", "no-table"),
    ],
)
def test_what_is_no_sound_feed_is_refused(kursk: Path, content: str | bytes, code: str) -> None:
    """A bomb, a broken file, another encoding, another format: each has its message, and no draft is written."""
    Path("news").write_bytes(content if isinstance(content, bytes) else content.encode())
    result = run(kursk, "import", "feed", "news", "--to", "inbox")

    assert (result.exit_code, Path("inbox").exists()) == (2, False)
    assert f"error[{code}]" in result.stderr


def test_a_date_for_entries_without_one(kursk: Path) -> None:
    """`--reported` stands in for the date of every entry."""
    Path("news").write_text(RSS.replace("pubDate", "nodate"))
    run(kursk, "import", "feed", "news", "--to", "inbox", "--reported", "2025-03-10")

    assert drafts(kursk) == ["2025-03-10-fire-grows.report", "2025-03-10-second.report"]


def test_without_feedparser_a_feed_asks_for_it(kursk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """RSS and Atom need the library, JSON Feed does not."""
    monkeypatch.setitem(sys.modules, "feedparser", None)
    Path("news").write_text(RSS)
    Path("news.json").write_text(JSON)

    assert "error[missing-extra]" in run(kursk, "import", "feed", "news", "--to", "inbox").stderr
    assert run(kursk, "import", "feed", "news.json", "--to", "inbox").exit_code == 0


def test_no_network_is_asked(kursk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed with addresses in it, also where its text begins with one, is read from the file alone."""
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    Path("news").write_text(RSS)

    assert run(kursk, "import", "feed", "news", "--to", "inbox").exit_code == 0


def test_an_inbox_that_cannot_be_used_is_told(kursk: Path) -> None:
    """A file where a folder is needed, and a list of what was drafted that is no text, are mistakes with a message."""
    Path("news").write_text(RSS)
    Path("inbox").write_text("")
    Path("other").mkdir()
    Path("other/.seen").write_bytes(b"\xff")

    assert "error[" in run(kursk, "import", "feed", "news", "--to", "inbox").stderr
    assert "error[unreadable-file]" in run(kursk, "import", "feed", "news", "--to", "other").stderr
