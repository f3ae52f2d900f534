"""Plug-ins: what other packages bring is used, and what is broken in them stops nothing."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.bringing import bring

from newsledger import kinds, registry
from newsledger.errors import InvalidInput
from newsledger.fact import Fact, Time, Timing, key, kind
from newsledger.plugins import package_of

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "tests" / "plugin"
GUIDE = ROOT / "docs" / "guide" / "plugins.md"

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

KIND = '''import attrs
from newsledger.fact import Fact, Time, Timing, key, kind, text

@kind("{name}", Timing(Time.HOLDS))
@attrs.frozen
class Storm(Fact):
    """A storm."""

    place: str = key("where")
    name: str | None = text("how it is called")
'''

BROKEN = {
    "missing": ("kind", "import no_such_module", "cannot be imported: ModuleNotFoundError: No module named"),
    "raises": ("kind", KIND.format(name="raises") + "raise RuntimeError('no licence')", "RuntimeError: no licence"),
    "leaves": ("check", "raise SystemExit(3)", "cannot be imported: SystemExit: 3"),
    "no-kind": ("kind", "x = 1", "there is no kind called no-kind in it"),
    "other": ("kind", KIND.format(name="another"), "there is no kind called other in it"),
    "no-command": ("command", "command = print", "there is no command called no-command in it"),
    "no-view": ("projection", "x = 1", "there is no projection called no-view in it"),
    "control": ("kind", KIND.format(name="control"), "newsledger has one of this name, which always wins"),
    "takes": ("kind", KIND.format(name="control"), "control is a kind of newsledger itself"),
    "no-reader": ("importer", "x = 1", "there is no importer called no-reader in it"),
    "no-writer": ("exporter", "x = 1", "there is no exporter called no-writer in it"),
    "csv": ("exporter", "x = 1", "newsledger has one of this name, which always wins"),
    "jsonl": ("importer", "x = 1", "newsledger has one of this name, which always wins"),
    "replay": ("command", "import click\ncommand = click.Command('replay')", "newsledger has one of this name"),
}
"""Plug-ins that cannot be used: the group, the module, and what is told."""


def bring_broken(site: Path, *names: str) -> None:
    """Installs broken plug-ins, each in a package of its own."""
    for name in names:
        group, source, _ = BROKEN[name]
        module = f"broken_{name.replace('-', '_')}"
        bring(site, module, {f"newsledger.{group}s": {name: module}}, {f"{module}.py": source})


def newsledger(folder: Path, site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the command line with one more folder of packages, in a process of its own."""
    variables = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(site), *filter(None, sys.path)]),
        "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "100", "NO_COLOR": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "newsledger", *arguments]
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the sample package was installed, by pip and without a network."""
    folder = tmp_path_factory.mktemp("site")
    options = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "install", *options, "--target", str(folder), str(SAMPLE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with an empty ledger."""
    folder = tmp_path / "here"
    folder.mkdir()
    newsledger(folder, tmp_path, "init")
    return folder


def fences(language: str) -> list[str]:
    """The blocks of the guide in one language."""
    return [block for told, block in FENCE.findall(GUIDE.read_text(encoding="utf-8")) if told == language]


def sessions() -> Iterator[tuple[list[str], str]]:
    """Each command of the guide with what it prints."""
    for block in fences("shell"):
        for session in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = session.partition("\n")
            yield shlex.split(command)[1:], printed


# --- the guide and its package ----------------------------------------------------------------


def test_the_guide_shows_the_files_that_are_tested() -> None:
    """Each file of the sample package but the empty one stands in the guide as it is."""
    files = [path for path in SAMPLE.rglob("*") if path.suffix in (".py", ".toml") and path.name != "__init__.py"]
    shown = [*fences("py"), *fences("toml")]

    assert len(files) == 7
    assert [path.name for path in files if path.read_text(encoding="utf-8") not in shown] == []


def test_the_guide_works(here: Path, site: Path) -> None:
    """Each command of the guide prints what the guide says, in a ledger of its own with the package installed."""
    ran = list(sessions())
    (bulletin,) = [block for block in fences("text") if block.startswith("RIVER")]
    (here / "bulletin.txt").write_text(bulletin, encoding="utf-8")
    for arguments, printed in ran:
        done = newsledger(here, site, *arguments)
        assert done.returncode in ((1, 2) if arguments[0] == "import" else (0, 1)), done.stderr
        told = {"add": done.stdout + done.stderr, "import": done.stderr + done.stdout}
        got = told.get(arguments[0], done.stdout)
        assert doctest.OutputChecker().check_output(printed, got, doctest.ELLIPSIS), got
    assert len(ran) > 8
    assert (here / "mend.txt").read_text() == "RIVER BULLETIN 2026-08-21\nrhine cologne 3.1o\n"


def test_the_projection_of_the_guide(here: Path, site: Path) -> None:
    """The lines of Python in the guide print the belief."""
    newsledger(
        here, site, "add", "river-level/elbe/dresden = 6 m", "--source", "desk", "--reported", "2026-08-20", "--yes"
    )
    (code,) = [block for block in fences("py") if "nl.open" in block]
    variables = os.environ | {"PYTHONPATH": os.pathsep.join([str(site), *filter(None, sys.path)])}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=here, env=variables, capture_output=True, text=True, check=True
    )

    assert done.stdout == "6 m, reported\n"


def test_events_outlive_their_kind(here: Path, site: Path, tmp_path: Path) -> None:
    """Without the package its events are unknown and kept byte for byte; with it they count again."""
    newsledger(here, site, "add", "river-level/rhine = 5 m", "--source", "desk", "--reported", "2026-08-20", "--yes")
    (path,) = here.rglob("*-desk-*.jsonl")
    before = path.read_bytes()

    without = newsledger(here, tmp_path, "check")
    assert "unknown-kind" in without.stdout
    newsledger(here, tmp_path, "pack")
    assert before in b"".join(one.read_bytes() for one in here.rglob("*.jsonl"))
    assert "rhine, no gauge: 5 m" in newsledger(here, site, "rivers", "2026-08-20").stdout


def test_doctor_names_what_is_there(here: Path, site: Path) -> None:
    """Doctor lists each package with what it brings."""
    done = newsledger(here, site, "doctor")

    told = " ".join(done.stdout.split())
    assert "newsledger-weather 0.1.0: check gauge-named, command rivers, exporter bulletin, importer bulletin, " in told
    assert done.returncode == 0


def test_help_of_a_plug_in_and_a_near_miss(here: Path, site: Path) -> None:
    """A command of another package has its own help, and is offered for a mistyped one."""
    assert "Show each river" in newsledger(here, site, "rivers", "--help").stdout
    assert "Did you mean rivers?" in newsledger(here, site, "rivrs").stderr


# --- broken ones ------------------------------------------------------------------------------


def test_broken_plug_ins_take_nothing_down(here: Path, tmp_path: Path) -> None:
    """With every broken plug-in installed, a ledger is written, read and checked as without."""
    bring_broken(tmp_path, *BROKEN)
    claim = "control/kursk = russia"
    added = newsledger(here, tmp_path, "add", claim, "--source", "desk", "--reported", "2026-08-20", "--yes")

    assert added.returncode == 0, added.stderr
    picture = newsledger(here, tmp_path, "replay", "2026-08-20")
    assert (picture.returncode, picture.stderr) == (0, "")
    assert "russia" in picture.stdout
    checked = newsledger(here, tmp_path, "check")
    assert checked.stdout == "nothing found in 1 sound event\n"
    assert checked.stderr.count("check leaves") == 1
    assert newsledger(here, tmp_path, "--help").returncode == 0


@pytest.mark.parametrize("name", BROKEN)
def test_doctor_names_what_is_broken(here: Path, tmp_path: Path, name: str) -> None:
    """Doctor tells each broken plug-in with its package and the reason, as something to mend."""
    bring_broken(tmp_path, name)
    done = newsledger(here, tmp_path, "doctor")

    told = " ".join(done.stdout.split())
    assert done.returncode == 1
    assert f"{BROKEN[name][0]} {name} (broken_{name.replace('-', '_')}) is left out" in told
    assert BROKEN[name][2] in told
    assert "pip uninstall broken-" in told


@pytest.mark.parametrize("name", ["missing", "raises", "no-kind", "other", "control", "takes"])
def test_a_broken_kind_is_told_once(here: Path, tmp_path: Path, name: str) -> None:
    """Listing the kinds names a broken one on stderr once, leaves it out, and shows ours as ever."""
    bring_broken(tmp_path, name)
    done = newsledger(here, tmp_path, "kinds")

    assert done.returncode == 0
    assert done.stderr.count(f"kind {name} of broken-") == 1
    assert BROKEN[name][2] in done.stderr
    assert f"{len(kinds.names())} kinds." in done.stdout
    assert "A storm." not in done.stdout


def test_a_broken_command_is_told(here: Path, tmp_path: Path) -> None:
    """Calling a broken command says why it is not there, and does not offer it."""
    bring_broken(tmp_path, "no-command")
    done = newsledger(here, tmp_path, "no-command")

    assert done.returncode == 2
    assert "the command no-command of broken-no-command 1.0" in done.stderr
    assert "Did you mean no-command" not in done.stderr


def test_our_command_wins(here: Path, tmp_path: Path) -> None:
    """A command of another package under a name of ours is never run, nor listed."""
    bring_broken(tmp_path, "replay")

    assert "of other packages" not in newsledger(here, tmp_path, "--help").stdout
    assert "Show the picture" in newsledger(here, tmp_path, "replay", "--help").stdout


def test_a_fault_of_a_command_is_its_own(here: Path, tmp_path: Path) -> None:
    """A command of another package that fails names that package."""
    source = "import click\n@click.command()\ndef command() -> None:\n    raise RuntimeError('too wet')\n"
    bring(tmp_path, "wet", {"newsledger.commands": {"wet": "wet"}}, {"wet.py": source})
    done = newsledger(here, tmp_path, "wet")

    assert done.returncode == 70
    assert "wet 1.0: a fault of this plug-in: RuntimeError: too wet" in done.stderr


def test_a_check_that_fails_is_a_finding(here: Path, tmp_path: Path) -> None:
    """A check of another package that fails is told among the findings, and the others are run."""
    source = "from newsledger.checks import check\n@check('wet')\ndef wet(inspected): raise RuntimeError('too wet')\n"
    bring(tmp_path, "wet", {"newsledger.checks": {"wet": "wet"}}, {"wet.py": source})
    done = newsledger(here, tmp_path, "check")

    assert done.returncode == 1
    assert "warning[broken-plugin]: the check wet of wet 1.0 failed: RuntimeError: too wet" in done.stdout


IMPORTER = """from newsledger.importers import importer
@importer('wet')
class Wet:
    def identify(self, file):
        {identify}
    def read(self, file, options):
        {read}
"""


def test_an_importer_that_cannot_identify_is_passed_over(here: Path, tmp_path: Path) -> None:
    """An importer of another package that fails at a look is told once, and ours reads the file."""
    source = IMPORTER.format(identify="raise RuntimeError('too wet')", read="return []")
    bring(tmp_path, "wet", {"newsledger.importers": {"wet": "wet"}}, {"wet.py": source})
    form = '{"fact":{"kind":"control","place":"sudzha","holder":"russia"},"source":"desk","reported":"2025-03-16"}\n'
    (here / "a.jsonl").write_text(form)
    done = newsledger(here, tmp_path, "import", "a.jsonl", "--append")

    assert (done.returncode, "1 event added" in done.stdout) == (0, True), done.stderr
    assert done.stderr.count("importer wet of wet 1.0 (wet) is left out: RuntimeError: too wet") == 1


@pytest.mark.parametrize(
    ("read", "told"),
    [
        ("raise RuntimeError('too wet')", "RuntimeError: too wet"),
        ("return ['a row']", "str stands where a row is expected"),
        ("return 7", "TypeError"),
    ],
)
def test_an_importer_that_fails_adds_nothing(here: Path, tmp_path: Path, read: str, told: str) -> None:
    """An importer of another package that fails while reading is named, and the ledger is untouched."""
    source = IMPORTER.format(identify="return 99", read=read)
    bring(tmp_path, "wet", {"newsledger.importers": {"wet": "wet"}}, {"wet.py": source})
    (here / "a.txt").write_text("rain\n")
    done = newsledger(here, tmp_path, "import", "wet", "a.txt", "--append")

    assert done.returncode == 2
    assert "error[broken-plugin]: the importer wet of wet 1.0 failed" in done.stderr
    assert told in done.stderr
    assert list(here.rglob("*.jsonl")) == []


EXPORTER = """from newsledger.exporters import Exporter, exporter
@exporter('wet')
class Wet(Exporter):
    def write(self, job):
        {write}
"""


@pytest.mark.parametrize(
    ("write", "told"),
    [
        ("raise RuntimeError('too wet')", "RuntimeError: too wet"),
        ("yield b'half'; raise RuntimeError('too wet')", "RuntimeError: too wet"),
        ("return ['text']", "str stands where bytes are expected"),
        ("return 7", "TypeError"),
    ],
)
def test_an_exporter_that_fails_writes_nothing(here: Path, tmp_path: Path, write: str, told: str) -> None:
    """An exporter of another package that fails is named, and neither a file nor a pipe gets half of it."""
    bring(tmp_path, "wet", {"newsledger.exporters": {"wet": "wet"}}, {"wet.py": EXPORTER.format(write=write)})
    for to in ((), ("--to", "wet.txt")):
        done = newsledger(here, tmp_path, "export", "wet", *to)
        assert (done.returncode, done.stdout) == (2, "")
        assert "error[broken-plugin]: the exporter wet of wet 1.0 failed" in done.stderr
        assert told in done.stderr
    assert [path.name for path in here.iterdir() if "wet" in path.name] == []


def test_two_packages_with_one_name(here: Path, tmp_path: Path) -> None:
    """The first is used, the second is told."""
    for package in ("alpha", "beta"):
        source = KIND.format(name="storm").replace("A storm.", f"A storm of {package}.")
        bring(tmp_path, package, {"newsledger.kinds": {"storm": package}}, {f"{package}.py": source})
    done = newsledger(here, tmp_path, "kinds")

    assert "A storm of alpha. (alpha 1.0)" in done.stdout
    assert "alpha 1.0 brings one of this name, and comes first" in done.stderr


# --- names ------------------------------------------------------------------------------------


def test_nobody_takes_a_name_of_ours() -> None:
    """Declaring a kind under a name of ours is refused, and ours stays."""
    with pytest.raises(InvalidInput) as refused:

        @kind("control", Timing(Time.HOLDS))
        class Mine(Fact):
            """A kind of somebody else."""

            place: str = key("where")

    assert refused.value.problems[0].code == "taken-name"
    assert registry.find("kind", "control").__module__ == "newsledger.kinds.control"
    assert package_of("kind", "control") is None
