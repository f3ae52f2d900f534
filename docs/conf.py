"""How Sphinx builds these pages. The pages of the reference are made from the sources at each build."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DOCS = Path(__file__).parent
SRC = DOCS.parent / "src"

project = "newsledger"
author = "The newsledger authors"
copyright = f"2026, {author}"

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "newsledger"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_preserve_defaults = True

# Single backticks in docstrings mark code.
default_role = "code"

nitpicky = True
nitpick_ignore_regex = [
    # The pages build without a network, hence without the lists of names that other projects publish.
    (
        "py:.*",
        r"(abc|collections|contextlib|contextvars|datetime|enum|fractions|functools|io|os|pathlib|re|sqlite3|types|typing)\..*",
    ),
    ("py:.*", r"(attrs?|cattrs|click|hypothesis|pa|pendulum)\..*"),
    # Built-in names, and names that annotations give without their module.
    ("py:.*", r"[A-Za-z_]+"),
    # Type variables have no page.
    ("py:.*", r"newsledger\.(.*\.)?[A-Z]"),
    # Private names show in annotations and have no page.
    ("py:.*", r"newsledger\.(.*\.)?_.*"),
]

# A short name in an annotation that two modules carry is linked to either.
suppress_warnings = ["ref.python"]

SECTION = re.compile(r"(Raises|Returns|Args|Yields|Attributes):")
"""The headings of docstrings."""

PAGE = """# `{name}`

```{{eval-rst}}
.. automodule:: {name}
{option}```
"""
AT_HOME = "   :ignore-module-all:\n"
"""What a package below the first passes on from its modules is told at its home alone, for one thing has one place."""


def public_modules() -> list[str]:
    """The dotted names of all modules whose names have no leading underscore."""
    found = []
    for path in sorted(SRC.rglob("*.py")):
        parts = path.relative_to(SRC).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        if not any(part.startswith("_") for part in parts):
            found.append(".".join(parts))
    return found


def write_reference(app: Sphinx) -> None:
    """Writes one page for each public module, and takes away the pages of modules that are gone."""
    folder = Path(app.srcdir) / "reference" / "modules"
    folder.mkdir(exist_ok=True)
    pages = {folder / f"{name}.md": page_of(name) for name in public_modules()}
    for stale in set(folder.glob("*.md")) - set(pages):
        stale.unlink()
    for path, text in pages.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def page_of(name: str) -> str:
    """The page of one module."""
    return PAGE.format(name=name, option=AT_HOME if "." in name else "")


def read_as_plain_text(*arguments: object) -> None:
    """Makes reStructuredText of a docstring, which is plain text with backticks and indented examples."""
    lines = arguments[-1]
    assert isinstance(lines, list)  # noqa: S101  tells the type checker what Sphinx hands over
    lines[:] = to_rst(lines)


def to_rst(lines: list[str]) -> list[str]:
    """Escapes what only reStructuredText reads, sets indented blocks as code and sections as lists."""
    made: list[str] = []
    block = ""
    for before, line in zip(["", *lines], lines, strict=False):
        if line.strip() and not line.startswith("    "):
            block = "section" if SECTION.fullmatch(line) else ""
        elif line.strip() and not block and not before.strip() and made:
            made += ["::", ""]
            block = "code"
        made += converted(line, block)
    return made


def converted(line: str, block: str) -> list[str]:
    """A line as it stands in reStructuredText, inside a block of code, in a section or in neither."""
    if block == "code" or line.lstrip().startswith((">>>", "...")):
        return [line]
    if block == "section" and SECTION.fullmatch(line):
        return [f"**{line.removesuffix(':')}**", ""]
    if block == "section" and re.match(r" {4}\S", line):
        return [f"* {escaped(line.strip())}"]
    return [escaped(line)]


def escaped(line: str) -> str:
    """A line with `*`, `|` and trailing underscores made plain, backticks left as they are."""
    pieces = re.split(r"(`[^`]*`)", line)
    return "".join(piece if piece.startswith("`") else re.sub(r"([*|]|_(?!\w))", r"\\\1", piece) for piece in pieces)


def setup(app: Sphinx) -> None:
    """Called by Sphinx: says what is done when."""
    app.connect("builder-inited", write_reference)
    app.connect("autodoc-process-docstring", read_as_plain_text)
