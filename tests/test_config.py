from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger import scales
from newsledger.config import Config, Story, parse, read
from newsledger.errors import InvalidInput, LedgerNotFound, LedgerUnusable
from newsledger.fact import fold
from newsledger.problems import Problem

TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\\#]=\n\r\t\x00\x7f\x85\u2028'))
ZONES = st.sampled_from(["UTC", "Europe/Kyiv", "America/New_York"])
NAMES = TEXTS.filter(bool) | st.sampled_from(["kursk", "front-line", "a b", "stories"])
STORIES = st.lists(
    st.builds(Story, name=NAMES, title=TEXTS, zone=st.none() | ZONES),
    max_size=4,
    unique_by=lambda story: fold(story.name),
).map(tuple)
CONFIGS = st.builds(
    Config, title=TEXTS, zone=ZONES, default_grade=st.sampled_from("ABCDEF"), scale=st.sampled_from(scales.names()),
    format=st.just("1"), stories=STORIES,
)  # fmt: skip

EXAMPLE = """\
# a ledger of the news
format = "1"
title = "Der Krieg # täglich"   # the title
zone = "Europe/Kyiv"
default-grade = "B"

[stories.kursk]
title = "Kursk"
[stories."the front"]   # quoted
zone = "UTC"
"""


def problems(text: str) -> list[tuple[str, str]]:
    """What is wrong with the text of settings: place and code."""
    with pytest.raises(InvalidInput) as caught:
        parse(text)
    return [(str(problem.where), problem.code) for problem in caught.value.problems]


def outcome(text: str) -> tuple[Config | None, tuple[Problem, ...]]:
    """What reading settings gives: the settings, or what is wrong with them."""
    try:
        return parse(text), ()
    except InvalidInput as error:
        return None, error.problems


class TestText:
    """Settings are written and read again."""

    @given(CONFIGS)
    def test_settings_read_back_as_they_were_written(self, config: Config) -> None:
        """Whatever titles and names hold, the text means the same to us and to any reader of TOML."""
        text = config.text()
        told = tomllib.loads(text)

        assert parse(text) == config
        assert parse(text.replace("\n", "\r\n")) == config
        assert told["title"] == config.title
        assert list(told.get("stories", {})) == [story.name for story in config.stories]

    def test_the_plain_form_is_read(self) -> None:
        """Comments, blank lines, quoted names and marks within texts are what TOML says they are."""
        assert parse(EXAMPLE) == Config(
            title="Der Krieg # täglich",
            zone="Europe/Kyiv",
            default_grade="B",
            stories=(Story(name="kursk", title="Kursk"), Story(name="the front", zone="UTC")),
        )

    @pytest.mark.parametrize(
        "text",
        [
            "title = 'News'\nstories.kursk.title = 'Kursk'",
            'title = """News"""\nstories = {kursk = {title = "Kursk"}}',
            '"title" = "N\\u0065ws"\n[stories]\n[stories.kursk]\ntitle = "Kursk"',
        ],
    )
    def test_any_other_toml_is_read(self, text: str) -> None:
        """A person may write any form that TOML allows."""
        assert parse(text) == Config(title="News", stories=(Story(name="kursk", title="Kursk"),))

    @given(st.lists(st.sampled_from(EXAMPLE.splitlines()), max_size=8))
    def test_the_plain_reader_agrees_with_toml(self, lines: list[str]) -> None:
        """Lines in any order and any number mean what TOML says, or are refused where TOML refuses them."""
        text = "\n".join(lines)
        try:
            told = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            told = None
        config, found = outcome(text)
        if config is None:
            assert told is None or {problem.code for problem in found} == {"unknown-key"}
        else:
            assert told is not None
            assert config.title == told.get("title", "")
            assert config.zone == told.get("zone", "UTC")
            assert {story.name for story in config.stories} == set(told.get("stories", {}))

    def test_nothing_said_is_the_default(self) -> None:
        """An empty file makes a ledger of UTC days whose ungraded sources are graded C."""
        assert parse("") == Config()
        assert (Config().zone, Config().default_grade) == ("UTC", "C")

    def test_the_plain_form_loads_no_toml_reader(self) -> None:
        """What newsledger writes is read without a module that costs as much as a picture."""
        code = (
            "import sys; from newsledger.config import Config, parse; before = set(sys.modules);"
            "parse(Config(title='x').text());"
            "sys.exit(bool({'tomllib', 'zoneinfo', 'difflib'} & (set(sys.modules) - before)))"
        )
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class TestProblems:
    """All that is wrong is told at once, each with its place."""

    def test_all_at_once(self) -> None:
        """Keys, zones, grades and stories are looked at together."""
        text = 'titel = "x"\nzone = "Europe/Kyif"\ndefault-grade = "G"\n'
        text += '[stories.a]\nzone = "Mars"\ngrade = "B"\n[stories.A]\n'

        assert problems(text) == [
            ("ledger.toml:1:1", "unknown-key"),
            ("ledger.toml:2:9", "unknown-zone"),
            ("ledger.toml:3:18", "unknown-grade"),
            ("ledger.toml:5:9", "unknown-zone"),
            ("ledger.toml:6:1", "unknown-key"),
            ("ledger.toml:7:10", "doubled-story"),
        ]

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("title = 3", [("ledger.toml:1:1", "wrong-type")]),
            ('\nzone = "UTC"\ndefault-grade = true', [("ledger.toml:3:1", "wrong-type")]),
            ("stories = 3", [("ledger.toml:1:1", "wrong-type")]),
            ('stories = "kursk"', [("ledger.toml:1:12", "wrong-type")]),
            ("[[stories]]\nname = 'a'", [("ledger.toml:1:3", "wrong-type")]),
            ("[stories]\nkursk = 2025-03-16", [("ledger.toml:2:1", "wrong-type")]),
            ('[stories.""]', [("ledger.toml:1:10", "no-name")]),
            ('format = "0"', [("ledger.toml:1:11", "unknown-format")]),
            ('format = "one"', [("ledger.toml:1:11", "unknown-format")]),
            ("[stories.kursk]\ntitel = 'x'", [("ledger.toml:2:1", "unknown-key")]),
            ("zone = 'Mars'", [("ledger.toml:1:1", "unknown-zone")]),
            ("title = x", [("ledger.toml:1:9", "no-toml")]),
            ('title = "a"\ntitle = "b"', [("ledger.toml:2:12", "no-toml")]),
            ("title = [", [("ledger.toml:1:10", "no-toml")]),
            ("x = [\n" + "[\n" * 5000, [("ledger.toml", "no-toml")]),
            ("x = " + "[" * 5000, [("ledger.toml:1", "long-line")]),
            ("title = " + "9" * 5000, [("ledger.toml:1", "long-line")]),
            ("title = " + "9" * 4000, [("ledger.toml:1:1", "wrong-type")]),
        ],
    )
    def test_each_problem_has_its_place(self, text: str, found: list[tuple[str, str]]) -> None:
        """The place is that of the value, or of the key where the reader of TOML knows no better."""
        assert problems(text) == found

    @pytest.mark.parametrize(
        ("text", "hint"),
        [
            ('default_grade = "B"', "did you mean default-grade?"),
            ('default-grade = "b"', "did you mean B?"),
            ('scale = "icd-203"', "did you mean icd203?"),
            ('zone = "Europe/Kiyv"', "did you mean Europe/Kyiv?"),
            ("title = 3", 'write title = "…"'),
            ('[stories.kursk]\nzon = "UTC"', "did you mean zone?"),
        ],
    )
    def test_the_hint_says_what_to_write(self, text: str, hint: str) -> None:
        """Each problem ends in what to write instead."""
        with pytest.raises(InvalidInput) as caught:
            parse(text)
        assert [problem.hint for problem in caught.value.problems] == [hint]

    @given(st.text())
    def test_any_text_is_settings_or_problems(self, text: str) -> None:
        """No text makes the reader fail in another way, nor steer a screen."""
        _, found = outcome(text)

        assert all(part.isprintable() for problem in found for part in str(problem).split("\n"))


class TestFormat:
    """A ledger of the future is refused whole."""

    @pytest.mark.parametrize("said", ['"2"', "2", '"10"', '"99999999999999999999"'])
    def test_a_newer_format_is_not_read(self, said: str) -> None:
        """Whatever else stands there: a newer program is needed."""
        with pytest.raises(LedgerUnusable, match="install a newer newsledger"):
            parse(f'format = {said}\nshards = "7"\nzone = "Mars"')


class TestFile:
    """The file itself may be missing or damaged."""

    def test_a_file_is_read(self, tmp_path: Path) -> None:
        """With or without the mark that some editors put in front."""
        for mark in ("", "\ufeff"):
            (tmp_path / "ledger.toml").write_text(mark + EXAMPLE, encoding="utf-8")
            assert read(tmp_path / "ledger.toml") == parse(EXAMPLE)

    def test_a_missing_file_is_no_ledger(self, tmp_path: Path) -> None:
        """What was looked for is named."""
        with pytest.raises(LedgerNotFound, match=r"there is no .*ledger\.toml"):
            read(tmp_path / "ledger.toml")

    def test_a_folder_cannot_be_read(self, tmp_path: Path) -> None:
        """What is there but cannot be read is said so."""
        with pytest.raises(LedgerUnusable, match="cannot be read"):
            read(tmp_path)

    def test_bytes_that_are_no_text_have_a_place(self, tmp_path: Path) -> None:
        """The place counts lines and characters."""
        path = tmp_path / "ledger.toml"
        path.write_bytes('zone = "UTC"\ntitle = "é'.encode() + b'\xff"\n')
        with pytest.raises(InvalidInput) as caught:
            read(path)
        (problem,) = caught.value.problems

        assert str(problem.where) == f"{path}:2:11"
        assert problem.code == "not-utf-8"


class TestStories:
    """A story has a zone of its own, or the ledger's."""

    def test_the_zone_of_a_story(self) -> None:
        """The story's zone comes first, then the ledger's; names are compared as all names are."""
        config = Config(zone="Europe/Kyiv", stories=(Story(name="Kursk", zone="UTC"), Story(name="front")))

        assert config.zone_of("KURSK") == "UTC"
        assert config.zone_of("front") == "Europe/Kyiv"
        assert config.zone_of("other") == "Europe/Kyiv"
        assert config.zone_of(None) == "Europe/Kyiv"
        assert config.story("kursk") == config.stories[0]
        assert config.story("other") is None
