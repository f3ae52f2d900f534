"""The sample package of the guide in an environment of its own, made as a user makes one."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.bringing import bring
from tests.test_startup import ALWAYS, HELP, RUN, parts

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "tests" / "plugin"

STARTED = ("COV", "PYTEST", "PYTHON", "VIRTUAL_ENV")
"""Variables that lead back to the environment of the tests."""

NAME = re.compile(r"[\w.-]+")

RIVER = "river-level/elbe/dresden = 6 m"

BULLETIN = "RIVER BULLETIN 2026-08-21\nelbe dresden 5.98\nelbe torgau -\nrhine cologne 3.1o\n"
"""What the sample package's importer reads, with one line that was mistyped."""


def needed(package: str, seen: set[str]) -> Iterator[importlib.metadata.Distribution]:
    """What a package needs, and what that needs, as it is installed here."""
    for requirement in importlib.metadata.requires(package) or ():
        found = NAME.match(requirement)
        assert found is not None
        if "extra ==" in requirement or found[0] in seen:
            continue
        seen.add(found[0])
        try:
            distribution = importlib.metadata.distribution(found[0])
        except importlib.metadata.PackageNotFoundError:  # for another Python or system
            continue
        yield distribution
        yield from needed(found[0], seen)


def copy(distribution: importlib.metadata.Distribution, site: Path) -> None:
    """Puts the files of an installed package into another environment; no network is asked."""
    for file in distribution.files or ():
        if ".." not in file.parts and "__pycache__" not in file.parts:
            (site / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(str(file.locate()), site / file)


class Environment:
    """A fresh environment with newsledger in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
        self.bin = folder / ("Scripts" if os.name == "nt" else "bin")
        self.site = Path(self.python("-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip())

    def install(self, wheel: Path) -> None:
        """Installs a wheel by pip, asking no registry."""
        where = ["--python", str(self.bin / "python")]
        options = ["--quiet", "--no-index", "--no-deps", "--disable-pip-version-check"]
        subprocess.run([sys.executable, "-m", "pip", *where, "install", *options, str(wheel)], check=True)

    def run(self, program: str, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Runs a program of the environment, with nothing of ours around it."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(STARTED)}
        variables = kept | {"PYTHONUTF8": "1", "COLUMNS": "100", "NO_COLOR": "1"}
        command = [str(self.bin / program), *arguments]
        where = cwd or self.folder
        return subprocess.run(command, cwd=where, env=variables, capture_output=True, encoding="utf-8", check=False)

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs the Python of the environment."""
        return self.run("python", *arguments)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment into which the wheels of newsledger and of the sample package were installed."""
    wheels = tmp_path_factory.mktemp("wheels")
    made = Environment(tmp_path_factory.mktemp("environment"))
    for distribution in needed("newsledger", {"newsledger"}):
        copy(distribution, made.site)
    for tree in (ROOT, SAMPLE):
        build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels), str(tree)]
        done = subprocess.run(build, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    for wheel in sorted(wheels.glob("*.whl")):
        made.install(wheel)
    return made


@pytest.fixture
def here(environment: Environment, tmp_path: Path) -> Path:
    """A folder with a ledger that holds one claim of the plug-in's kind."""
    done = environment.run("newsledger", "init", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    words = ("add", RIVER, "--source", "desk", "--reported", "2026-08-20", "--yes")
    done = environment.run("newsledger", *words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


def test_nothing_leads_back_to_the_tree(environment: Environment) -> None:
    """Both packages are those that were installed."""
    code = "import newsledger, newsledger_weather as weather; print(newsledger.__file__); print(weather.__file__)"
    printed = environment.python("-c", code).stdout.splitlines()

    assert [Path(path).is_relative_to(environment.site) for path in printed] == [True, True]


def test_the_kind_is_replayed(environment: Environment, here: Path) -> None:
    """A claim of the plug-in's kind stands in the picture, in a section of its own."""
    done = environment.run("newsledger", "replay", "2026-08-20", cwd=here)

    assert "RIVER LEVEL" in done.stdout
    assert "6 m" in done.stdout
    assert (done.returncode, done.stderr) == (0, "")


def test_the_command_is_called(environment: Environment, here: Path) -> None:
    """The plug-in's command is listed, and answers through the plug-in's projection."""
    assert "rivers" in environment.run("newsledger", "--help", cwd=here).stdout
    assert "elbe, dresden: 6 m" in environment.run("newsledger", "rivers", "2026-08-20", cwd=here).stdout


def test_the_projection_is_called_from_python(environment: Environment, here: Path) -> None:
    """A picture gives the plug-in's projection by its class."""
    code = (
        "import newsledger as nl\nfrom newsledger_weather.projection import RiverLevels\n"
        f"print(*nl.open({str(here / 'events')!r}).replay('2026-08-20')[RiverLevels].levels)"
    )
    done = environment.python("-c", code)

    assert done.returncode == 0, done.stderr
    assert "dresden" in done.stdout


def test_the_check_is_run(environment: Environment, here: Path) -> None:
    """The plug-in's check finds what it looks for, and nothing in what is well."""
    assert environment.run("newsledger", "check", cwd=here).returncode == 0
    words = ("add", "river-level/rhine = 5 m", "--source", "desk", "--reported", "2026-08-20", "--yes")
    environment.run("newsledger", *words, cwd=here)
    done = environment.run("newsledger", "check", cwd=here)

    assert done.returncode == 1
    assert "rhine" in done.stdout


def test_the_importer_is_called(environment: Environment, here: Path) -> None:
    """The plug-in's importer reads its format, named or not, puts bad rows aside, and adds each event once."""
    (here / "bulletin.txt").write_text(BULLETIN)
    words = ("import", "bulletin.txt", "--append", "--reject-to", "mend.txt")
    done = environment.run("newsledger", *words, cwd=here)

    assert done.returncode == 1, done.stderr
    assert "3 rows of 1 file read as bulletin: 1 event added" in done.stdout
    (here / "mend.txt").write_text((here / "mend.txt").read_text().replace("3.1o", "3.10"))
    again = environment.run("newsledger", "import", "bulletin", "bulletin.txt", "mend.txt", "--dry-run", cwd=here)
    assert "1 event to add, 1 there already" in again.stdout
    assert environment.run("newsledger", "import", "bulletin", "mend.txt", cwd=here).returncode == 0
    rivers = environment.run("newsledger", "rivers", "2026-08-21", cwd=here).stdout
    assert "elbe, dresden: 5.98 m" in rivers
    assert "rhine, cologne: 3.10 m" in rivers


def test_ten_plug_ins_cost_nothing(environment: Environment, tmp_path: Path) -> None:
    """With ten more packages installed, help and a replay of other kinds load none of them, nor what looks for them."""
    environment.run("newsledger", "init", cwd=tmp_path)
    words = ("add", "control/kursk = russia", "--source", "desk", "--reported", "2026-08-20", "--yes")
    environment.run("newsledger", *words, cwd=tmp_path)
    for number in range(10):
        package = f"wet{number}"
        groups = {f"newsledger.{group}": {f"{package}-{group}": package} for group in ("kinds", "checks", "commands")}
        bring(environment.site, package, groups, {f"{package}.py": f'"""wet: help {number}."""\n'})

    for arguments in (("--help",), ("replay", "2026-08-20")):
        done = environment.run("python", "-c", RUN, *arguments, cwd=tmp_path)
        loaded = set(done.stderr.splitlines()[-1].split())
        strangers = {f"wet{number}" for number in range(10)} | {"newsledger_weather"}
        assert (done.returncode, "russia" in done.stdout or "wet9-commands" in done.stdout) == (0, True)
        assert (ALWAYS | strangers) & loaded == set()
        assert arguments != ("--help",) or parts(loaded, "newsledger") <= {name[11:] for name in HELP}
