"""Packages that bring something, made on the spot: what an installer would have left in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def bring(
    site: Path,
    package: str,
    groups: Mapping[str, Mapping[str, str]],
    files: Mapping[str, str] | None = None,
    *,
    version: str = "1.0",
) -> None:
    """Installs a package into a folder: its entry points by group, and its modules by file name."""
    described = site / f"{package.replace('-', '_')}-{version}.dist-info"
    described.mkdir(parents=True)
    (described / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n")
    lines = [
        line for group, names in groups.items() for line in (f"[{group}]", *(f"{n} = {v}" for n, v in names.items()))
    ]
    (described / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name, source in (files or {}).items():
        (site / name).write_text(source, encoding="utf-8")
