"""Every example of the pages and of the docstrings is a test.

In pages, fenced `python` blocks run in order and share their names; a `console` block runs
each `$ newsledger …` line, and what stands below it must be what it prints, with `...` for
whatever may differ. Other `$` lines and other fences are only read. In docstrings, `>>>` runs.
Examples run in a fresh folder that holds a copy of `events/`: none can spoil the ledger.
"""

from __future__ import annotations

import contextlib
import doctest
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sybil import Example, Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser
from sybil.sybil import SybilCollection
from sybil.typing import Parser

ROOT = Path(__file__).parent
PROGRAM = "newsledger"
OPTIONS = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
SCREEN = {"NO_COLOR": "1", "COLUMNS": "100"}
"""What an example may count on: no colours, and lines of one length."""


def set_up(namespace: dict[str, Any]) -> None:
    """Goes to a fresh folder with a copy of the ledger; `tear_down` comes back."""
    stack = namespace["_stack"] = contextlib.ExitStack()
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    if (ROOT / "events").is_dir():
        shutil.copytree(ROOT / "events", folder / "events")
    stack.enter_context(contextlib.chdir(folder))


def tear_down(namespace: dict[str, Any]) -> None:
    """Undoes `set_up`."""
    namespace["_stack"].close()


def sessions(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block, with what is printed below it."""
    command: str | None = None
    printed: list[str] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            if command is not None:
                yield command, "\n".join(printed).strip("\n")
            command, printed = line.removeprefix("$ "), []
        elif command is not None and command.endswith("\\"):
            command = command.removesuffix("\\") + line.strip()
        else:
            printed.append(line.rstrip())
    if command is not None:
        yield command, "\n".join(printed).strip("\n")


def run_console(example: Example) -> str | None:
    """Runs the `newsledger` lines of a console block; gives the first difference, or `None`."""
    for command, expected in sessions(str(example.parsed)):
        name, *arguments = shlex.split(command, comments=True)
        difference = run_command(arguments, expected) if name == PROGRAM else None
        if difference:
            return f"$ {command}\n{difference}"
    return None


def run_command(arguments: list[str], expected: str) -> str | None:
    """Runs one command in this process. A page may show all that is printed, or stdout alone."""
    from click.testing import CliRunner

    from newsledger.cli import main

    result = CliRunner().invoke(main, arguments, prog_name=PROGRAM, env=SCREEN)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    if not expected:
        return f"exit code {result.exit_code}:\n{result.output}" if result.exit_code else None
    if any(same(expected, printed) for printed in (result.stdout, result.output)):
        return None
    return f"expected:\n{expected}\n\nprinted:\n{result.output}"


def same(expected: str, printed: str) -> bool:
    """Whether two outputs are one, but for blanks at the ends of lines and for `...`."""
    lines = "\n".join(line.rstrip() for line in printed.splitlines()).strip("\n")
    return doctest.OutputChecker().check_output(f"{expected}\n", f"{lines}\n", OPTIONS)


collect_ignore = ["docs/_build", "docs/reference/modules"]

# A pattern knows no `**` before Python 3.13: each folder has a Sybil of its own instead.
page_parsers: list[Parser] = [
    SkipParser(),
    PythonCodeBlockParser(doctest_optionflags=OPTIONS),
    CodeBlockParser(language="console", evaluator=run_console),
]
readme = Sybil(page_parsers, name="readme", filenames=["README.md"], setup=set_up, teardown=tear_down)
pages = Sybil(page_parsers, name="pages", path="docs", pattern="*.md", setup=set_up, teardown=tear_down)
docstrings = Sybil(
    [DocTestParser(optionflags=OPTIONS)],
    name="docstrings",
    path="src",
    pattern="*.py",
    document_types={".py": PythonDocStringDocument},
    setup=set_up,
    teardown=tear_down,
)

pytest_collect_file = SybilCollection([readme, pages, docstrings]).pytest()
