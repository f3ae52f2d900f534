"""Findings as other programs read them: SARIF 2.1.0 for code scanning, workflow commands for GitHub."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from newsledger.problems import ERROR, Problem

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
"""The schema of SARIF 2.1.0 (OASIS, 2020)."""

LEVELS = {ERROR: "error"}


def sarif(problems: Iterable[Problem], *, folder: str, version: str) -> dict[str, Any]:
    """Findings as a SARIF log of one run. `folder` is the ledger's, from the root of the repository.

    Places are lines and columns counted from one, as in a `Problem`; columns are characters (`unicodeCodePoints`).

    >>> sarif([], folder="events", version="1.0")["version"]
    '2.1.0'
    """
    found = list(problems)
    rules = [{"id": code} for code in sorted({problem.code for problem in found})]
    driver = {"name": "newsledger", "version": version, "rules": rules}
    results = [_result(problem, folder) for problem in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SARIF, "version": "2.1.0", "runs": [run]}


def _result(problem: Problem, folder: str) -> dict[str, Any]:
    hint = f"\n{problem.hint}" if problem.hint else ""
    result: dict[str, Any] = {
        "ruleId": problem.code, "level": LEVELS.get(problem.severity, "warning"),
        "message": {"text": problem.message + hint},
    }  # fmt: skip
    if problem.where.file is not None:
        location = {"artifactLocation": {"uri": _uri(_path(folder, problem.where.file))}, **_region(problem)}
        result["locations"] = [{"physicalLocation": location}]
    return result


def _region(problem: Problem) -> dict[str, Any]:
    where = problem.where
    if where.line is None:
        return {}
    columns = {} if where.column is None else {"startColumn": where.column, "endColumn": where.column + where.length}
    return {"region": {"startLine": where.line, **columns}}


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path)


def _path(folder: str, file: str) -> str:
    return file if folder in ("", ".") else f"{folder}/{file}"


def github(problem: Problem, *, folder: str) -> str:
    """A finding as a workflow command, which GitHub shows beside the line that it is about.

    >>> print(github(Problem(code="stale", message="100 % old"), folder="events"))
    ::error title=newsledger stale::100 %25 old
    """
    where = problem.where
    told = {
        "file": None if where.file is None else _path(folder, where.file), "line": where.line, "col": where.column,
        "title": f"newsledger {problem.code}",
    }  # fmt: skip
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in told.items() if value is not None)
    hint = f"\n{problem.hint}" if problem.hint else ""
    return f"::{LEVELS.get(problem.severity, 'warning')} {properties}::{_data(problem.message + hint)}"


def _data(text: str) -> str:
    """Text as GitHub's runner reads it (its `toolkit`, `command.ts`)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
