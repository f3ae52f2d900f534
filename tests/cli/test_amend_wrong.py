"""What people get wrong when they take something back: told with its place and with what to write; nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.amending import done, fill, ident, one
from tests.cli.refusing import refused

AREA, BRIDGE, VALLEY, SAFE, SOURCE = "AREA", "BRIDGE", "VALLEY", "SAFE", "SOURCE"
LINES = {
    AREA: "indicator/flood/area = 900", BRIDGE: "control/Old Bridge", VALLEY: "territory-held/valley",
    SAFE: "state/Old Bridge", SOURCE: "source/agency", "STATEMENT": "statement/mayor",
    "RIGHT": "indicator/flood/area = 950",
}  # fmt: skip
"""Names for events of the small ledger, put into a row as the beginnings of their ids."""

GONE = "GONE"
"""An event whose words were redacted."""

RETRACTION, VOID, REDACTION = "RETRACTION", "VOID", "REDACTION"
"""What the small ledger was amended with before."""

EDITOR = ("--authority", "the editor")

ROWS: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
    # correct
    (("correct", AREA), ("Missing argument 'VALUE'",)),
    (("correct", "", "1 acre"), ("ID: no id is given", "timeline")),
    (("correct", "zzzz", "1 acre"), ("unknown-id", "'zzzz'", "| zzzz", "timeline")),
    (("correct", AREA, "800 acers"), ("unknown-unit", "column 5", "'acers'", "did you mean acres?")),
    (("correct", AREA, "800"), ("missing-unit", "'800' names no unit", "km2")),
    (("correct", AREA, ""), ("no-value", "a value was expected", "write ?")),
    (("correct", AREA, "800 acres @"), ("no-date", "column 11", "no date follows the @")),
    (("correct", AREA, "800 acres @ 2025-02-30"), ("no-such-day", "column 13", "write 2025-02-28")),
    (("correct", AREA, '800 acres "half'), ("unclosed-quote", "column 11", "close it")),
    (("correct", AREA, "900 acres"), ("same-value", "says just that", "newsledger retract")),
    (("correct", AREA, "reportedly 800 acres"), ("hearsay", "unnamed says:")),
    (("correct", AREA, "800 acres", "--source", "rivla"), ("unknown-source", "did you mean rival?", "--yes")),
    (("correct", AREA, "800 acres", "--source", "rival"), ("stranger", "| rival", "could: agency", "daily (who")),
    (("correct", AREA, "800 acres", "--source", "town"), ("party-speaks", "'town' is a party")),
    (("correct", AREA, "800 acres", "--reported", "2025-04-01"), ("before-target", "2025-05-01", "| 2025-04-01")),
    (("correct", AREA, "800 acres", "--reported", "2999"), ("future-report", "after today")),
    (("correct", AREA, "800 acres", "--reported", "soonish"), ("--reported", "soonish")),
    (("correct", AREA, "800 acres", "--words", " "), ("no-words", "--words", "leave it out")),
    (("correct", AREA, "800 acers", "--source", "rivla", "--reported", "2025-02-30"), ("acers", "rivla", "28 days")),
    (("correct", SOURCE, "grade C"), ("ours", "an entry of ours (source)", "newsledger void")),
    (("correct", RETRACTION, "1 acre"), ("no-claim", "is a retraction", "newsledger retract")),
    (("correct", GONE, "1 acre"), ("redacted", "by the editor", "nothing left")),
    # retract
    (("retract",), ("Missing argument 'ID'",)),
    (("retract", "zzzz"), ("unknown-id", "'zzzz'", "| zzzz")),
    (("retract", "  "), ("unknown-id", "no id is given")),
    (("retract", SOURCE), ("ours", "can retract it", "newsledger void")),
    (("retract", VOID), ("ours", "(void)", "newsledger void")),
    (("retract", GONE), ("redacted", "nothing left to amend")),
    (("retract", AREA, "--source", "rival"), ("stranger", "who could: agency (who said it)", "--yes")),
    (("retract", AREA, "--source", "agnecy"), ("unknown-source", "did you mean agency?")),
    (("retract", AREA, "--source", "town"), ("party-speaks", "no source")),
    (("retract", AREA, "--via", "dialy"), ("unknown-source", "--via", "did you mean daily?")),
    (("retract", AREA, "--via", "agency"), ("chain-twice", "names the same source twice")),
    (("retract", AREA, "--reported", "2025-04-30"), ("before-target", "2025-05-01")),
    (("retract", AREA, "--reported", "2025-05/.."), ("open-reported", "has no end")),
    (("retract", AREA, "--reported", "2025-02-30", "--source", "agnecy"), ("28 days", "agnecy")),
    (("retract", AREA, "--reason", "x" * 4001), ("too-long", "4000")),
    # void
    (("void",), ("Missing argument 'ID'",)),
    (("void", AREA), ("no-reason", "typing error")),
    (("void", AREA, "--reason", " "), ("no-reason",)),
    (("void", "zzzz", "--reason", "typo"), ("unknown-id", "| zzzz")),
    (("void", AREA, "--reason", "typo", "--replaced-by", "zzzz"), ("--replaced-by", "unknown-id", "| zzzz")),
    (("void", AREA, "--reason", "typo", "--replaced-by", AREA), ("same-entry", "is the entry itself")),
    (("void", AREA, "--reason", "typo", "--replaced-by", SOURCE), ("other-sort", "ours (source)", "is a report")),
    (("void", AREA, "--reason", "typo", "--replaced-by", GONE), ("--replaced-by", "gone", "--with")),
    (("void", BRIDGE, "--reason", "typo", "--replaced-by", SAFE), ("void-circle", " -> ", "the entry that is right")),
    (("void", AREA, "--reason", "typo", "--replaced-by", "RIGHT", "--with", "state/a/b"), ("two-repl", "keep one")),
    (("void", AREA, "--reason", "typo", "--with", "indicator/flood/area = 90"), ("missing-unit", "column 24")),
    (("void", AREA, "--reason", "typo", "--with", "indicatr/flood/area = 90 acres"), ("did you mean indicator?",)),
    (("void", AREA, "--reason", "typo", "--with", "alias/a = b"), ("other-sort", "alias is an entry of ours")),
    (("void", AREA, "--reason", "typo", "--with", "indicator/flood/area = 900 acres"), ("same-entry", "just that")),
    (("void", AREA, "--with", "hello", "--replaced-by", "zzzz"), ("no-reason", "two-repl", "no-claim", "unknown-id")),
    (("void", GONE, "--reason", "typo"), ("redacted", "nothing left")),
    # note
    (("note",), ("Missing argument 'ID|SLOT'",)),
    (("note", AREA), ("no-note", "a note says something", "--url")),
    (("note", AREA, "  "), ("no-note",)),
    (("note", "zzzz", "seen"), ("unknown-id", "| zzzz")),
    (("note", "", "seen"), ("no id is given",)),
    (("note", AREA, "seen", "--url", "example org"), ("no-address", "--url", "| example org", "https://")),
    (("note", AREA, "seen", "--archive", "kept at home"), ("no-address", "--archive", "words go in TEXT")),
    (("note", AREA, "x" * 4001), ("too-long", "4000")),
    (("note", "state/old bridgge/safe", "seen"), ("unknown-slot", "did you mean state/old bridge/safe?")),
    (("note", "state/zzzz", "seen"), ("unknown-slot", "state/zzzz")),
    (("note", "zzzz", "--url", "nowhere"), ("unknown-id", "no-address")),
    # alias
    (("alias", "dam"), ("Missing argument 'B'",)),
    (("alias", "", "dam"), ("no-name", "A: no name is given", "alias A B")),
    (("alias", " ", " "), ("A: no name", "B: no name")),
    (("alias", "dam", "DAM"), ("one-name", "capitals do not matter")),
    (("alias", "Old Bridgge", "dam"), ("new-name", "'Old Bridgge'", "did you mean old bridge?", "--yes")),
    (("alias", "dam", "Old Bridgge"), ("new-name", "'Old Bridgge'", "did you mean old bridge?")),
    (("alias", "Плотина", "dam"), ("new-name", "'Плотина'", "--yes")),
    (("alias", "qq", "zz"), ("'qq'", "'zz'")),
    (("alias", "unnamed", "mayor"), ("unnamed", "means nobody")),
    (("alias", "dam", "barrage", "--yes"), ("alias-circle", "dam -> barrage -> dam", "both mean one thing")),
    (("alias", "dam", "=", "Old Bridge"), ("unexpected extra argument",)),
    (("alias", "x" * 4001, "dam"), ("too-long", "4000")),
    # redact
    (("redact",), ("Missing argument 'ID'",)),
    (("redact", AREA), ("no-reason", "no-authority", "the editor")),
    (("redact", AREA, "--reason", "a name"), ("no-authority", "who decided it")),
    (("redact", AREA, *EDITOR), ("no-reason", "tells why")),
    (("redact", AREA, "--reason", " ", "--authority", " "), ("no-reason", "no-authority")),
    (("redact", "zzzz", "--reason", "a name", *EDITOR), ("unknown-id", "| zzzz")),
    (("redact", "", "--reason", "a name", *EDITOR), ("no id is given",)),
    (("redact", AREA, "--reason", "a name", *EDITOR), ("unconfirmed", "gone for good", "--yes", "--dry-run")),
    (("redact", REDACTION, "--reason", "a name", *EDITOR, "--yes"), ("the only trace", "newsledger void")),
    (("redact", AREA, "--reason", "x" * 4001, *EDITOR, "--yes"), ("too-long", "4000")),
    (("redact", "state/Old Bridge/safe", "--reason", "a name", *EDITOR), ("unknown-id", "state/Old Bridge/safe")),
    (("redact", "zzzz"), ("unknown-id", "no-reason", "no-authority")),
]


@pytest.fixture(scope="module")
def amended(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The small ledger with something retracted, voided and redacted, and the ids behind the names of a row."""
    from tests.cli.running import run

    folder = tmp_path_factory.mktemp("amended")
    run(folder, "init", str(folder), "--title", "Test")
    fill(folder)
    done(folder, "alias", "barrage", "dam", "--yes")
    statement = ident(folder, LINES["STATEMENT"])
    found = {name: ident(folder, line) for name, line in LINES.items() if name != "STATEMENT"}
    found[RETRACTION] = done(folder, "retract", found[VALLEY], "--reported", "2025-05-02")["added"][0]
    found[VOID] = done(folder, "void", found[SAFE], "--reason", "typo", "--replaced-by", found[BRIDGE])["added"][0]
    done(folder, "redact", statement, "--reason", "a name", *EDITOR, "--yes")
    found[GONE], found[REDACTION] = statement, one(folder, "redaction/").id
    return folder, found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(row[0])[:70])
def test_a_wrong_amendment(amended: tuple[Path, dict[str, str]], row: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    """It is refused with exit code 2, in words, and the ledger stays byte for byte."""
    folder, names = amended
    typed, fragments = row

    refused(folder, (tuple(names.get(word, word) for word in typed), 2, fragments))


@pytest.mark.parametrize("command", ["correct", "retract", "void", "note", "alias", "redact"])
def test_ten_rows_for_each_command(command: str) -> None:
    """The table holds at least ten mistakes for each command."""
    assert sum(row[0][0] == command for row in ROWS) >= 10
