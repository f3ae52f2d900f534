"""What fuzzing begins with: sound examples of every format, and the words that its grammar is made of."""

# ruff: noqa: E501, ISC004, Q003  examples stand as people and programs write them

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from benchmarks.fuzz.targets import SHAPES
from newsledger import codec, kinds, scales
from newsledger.config import Config, Story
from newsledger.sealing import text as seals
from newsledger.stores.directory import DirectoryStore
from newsledger.values import units
from newsledger.values.vocabulary import VOCABULARY

ROOT = Path(__file__).parent.parent.parent
EVENTS = ROOT / "events"
FEW = 40
"""So many examples of one sort are enough to begin with."""

DATES = (
    "2025-03-16", "2024-08", "2024", "2024-21", "2024-08~", "2024?", "2025-03-16T18:40:00Z", "2022-02/2025-03-16",
    "2024-08/..", "2024-08/", "../2025-03", "/2025-03", "last friday", "3 weeks ago", "since August 2024", "-7d",
    "between 3 and 5 March 2025", "early 2024", "16 March 2025", "Sunday, 16 March 2025", "winter 2024", "2025-03-16T18:40+02:00",
    "from March to August 2024", "until yesterday", "about the summer of 2024", "3/4/2025", "mid-August", "this month",
)  # fmt: skip
FIGURES = (
    "110 km2", "~110 km2", "<=11000 person", ">100000 person", "<~0.2 share", "200..300 person", "200..250..300 person",
    ">260e9 USD", "unknown", "some person", "none", "1/3 share", "108.779500634112 km2 ±1.294994055168",
    "just 110 km² (42 sq mi)", "as many as 11,000", "more than $260 billion", "nearly a fifth", "dozens", "half a million people",
    "two thirds", "between 200 and 300 people", "1.5 bn euros", "20 %", "minus 5 °C", "twenty-five tanks", "5 ±12.5 ±5 km", "6.5 m",
)  # fmt: skip
CONFIDENCES = (
    "low",
    "moderate",
    "high",
    "70%",
    "70.5 %",
    "admiralty 3",
    "stix 70",
    "6",
    "1",
    "0.48",
    "very likely",
    "almost certain",
)
SHEETS = (
    "report: a\npublished: 2025-03-16\nstory: s\nzone: Europe/Kyiv\nconfidence: 70%\n\nsources\n  kyiv: Kyiv; side ukraine; grade B\n"
    "  b: B; derived from kyiv since 2024; speaks for kyiv\n\naliases\n  a = b\n\nstakes\n  state/bridge/open: kyiv; better-for kyiv yes\n\nours:\n"
    "  note/7c13b0e5d1f24c8a9e6b3d2f1a0c4e58 = 'see'\n\nkyiv says on 2025-03-11 via b possibly:\n"
    "  position/us ceasefire/ukraine = considering (\"willing\") @ 2025-03-10\n"
    "  casualties/x/killed = about 200 (\"some 200\"), number 300 [likely] @ last week\n\nb denies:\n  state/bridge/open\n"
    "\nkyiv gives no comment:\n  state/bridge/open\nunnamed says:\n  correct 7c13: forces/nk = 11,000\n  retract 7c13\n  void 7c13 replaced-by 8d\n",
)  # fmt: skip
TABLES = (
    "a,b,c,d\n2025-03-16,elbe,1,2\n2025-03-17,\"el\nbe\",3,4\n",
    '[{"a":"2025-03-16","b":"elbe","c":1,"d":2},{"a":"2025-03-17","b":{"x":1},"c":null,"d":3}]',
    '{"a":"2025-03-16","b":"elbe","c":1.5,"d":1e3}\n{"a":"2025-03-17","b":"x","c":"1","d":"2"}\n',
    "date;place;killed low;killed best;killed high\n16.03.2025;Sudzha;1;2;3\n",
    "date\tplace\tlow\thigh\n03/16/2025\tSudzha\t1.000\t2,000\n",
)  # fmt: skip
FORMS = (
    '{"fact":{"kind":"state","subject":"bridge","condition":"open","term":"yes"},"source":"a","reported":"2025-03-16"}\n'
    '{"fact":{"kind":"indicator","subject":"x","measure":"m","number":"5 items"},"reported":"yesterday","via":["a"],"told":{"number":"5"}}\n',
)  # fmt: skip


def _bytes(texts: tuple[str, ...]) -> list[bytes]:
    return [text.encode() for text in texts]


def _events() -> list[bytes]:
    """One line of every kind that the ledger of the clone holds, and some more."""
    events = DirectoryStore(EVENTS).read().events
    one_each = {event.said.kind: event for event in events}
    return [codec.write(event) for event in [*one_each.values(), *events[:: max(1, len(events) // FEW)]]]


def _saids() -> list[bytes]:
    return [line[line.index(b'"said":') + 7 : -1] for line in _events()]


def _claims() -> list[bytes]:
    found = []
    for path in sorted((ROOT / "docs" / "stories").glob("*.report")):
        found += [line.strip() for line in path.read_bytes().split(b"\n") if line.startswith(b"  ") and b"/" in line]
    return [bytes([number % 3]) + line for number, line in enumerate(found[:: max(1, len(found) // FEW)])]


def _sheets() -> list[bytes]:
    return [
        *_bytes(SHEETS),
        *(path.read_bytes()[:3000] for path in sorted((ROOT / "docs" / "stories").glob("*.report"))),
    ]


def _seals() -> list[bytes]:
    members = [(f"{number:032x}", "2025-03-16T20:00:00Z", name) for number, name in enumerate(["desk", 'a"b', "é"])]
    first = seals.write(members[:2], members[:2], after=[], sealed="2025-03-17T10:00:00Z", by="desk")
    after = [seals.read(first, "a").id]
    return [first, seals.write(members, members[2:], after=after, sealed="2025-03-18T10:00:00Z", by="desk")]


def _settings() -> list[bytes]:
    full = Config(
        title='a "b"', zone="Europe/Kyiv", scale="icd203", stories=(Story(name="x y", title="X", zone="UTC"),)
    )
    return [
        full.text().encode(),
        b"stories.a.title='x'\nformat=1\nzone='''a'''\n[a.b]\nc=2025-03-16\n",
        Config().text().encode(),
    ]


def _mappings() -> list[bytes]:
    small = [
        SHAPES,
        *(b'encoding = "%s"\n' % name.encode() + SHAPES for name in ("cp1251", "latin-1", "utf-16", "idna", "zip")),
    ]
    return [*small, *(path.read_bytes() for path in sorted((ROOT / "docs" / "mappings").glob("*.toml")))]


SEEDS: dict[str, Callable[[], list[bytes]]] = {
    "lines": _events, "said": _saids, "sheet": _sheets, "claim": _claims, "when": lambda: _bytes(DATES),
    "quantity": lambda: _bytes(FIGURES), "confidence": lambda: _bytes(CONFIDENCES), "seal": _seals, "settings": _settings,
    "mapping": _mappings, "table": lambda: _bytes(TABLES), "suggestion": lambda: _bytes(TABLES),
    "jsonl": lambda: [*_bytes(FORMS), *_events()[:6]],
}  # fmt: skip
"""Sound examples for each target."""


def words() -> list[str]:
    """The words of all grammars: kinds, their fields and terms, units, words for dates, marks."""
    found = {
        "says",
        "denies",
        "gives no comment",
        "via",
        "on",
        "possibly",
        "correct ",
        "retract ",
        "void ",
        "since",
        "±",
        "..",
        "\\u",
    }
    found |= {'","', '":"', '":{"', "]]", "[[", '"""', "\ufeff", "%Y", "%d", "only-if", "needs", "replace", "derive"}
    found |= {*VOCABULARY, *units.UNITS, *scales.names()}
    for name in kinds.names():
        spec = kinds.spec(name)
        found |= {f"{name}/"} | ({field.name for field in spec.fields} if spec is not None else set())
    return sorted(found)


def dictionary() -> str:
    """The words as libFuzzer takes them: one in quotes a line, with what is not plain as hex."""
    return "".join(f'"{_hexed(word)}"\n' for word in words())


def _hexed(word: str) -> str:
    return re.sub(rb'[^ -~]|["\\]', lambda found: b"\\x%02x" % found[0][0], word.encode()).decode()
