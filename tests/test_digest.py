"""Digests: the same whichever implementation gives them."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest

from newsledger import digest

COUNT = """
import sys
from newsledger.digest import sha256
for number in range({many}):
    sha256(b"x" * {size})
print("hashlib" in sys.modules)
"""


@pytest.mark.parametrize("size", [0, 1, 55, 56, 64, 400, digest.LARGE, digest.LARGE + 1])
def test_it_is_sha_256(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the length, the small implementation and OpenSSL agree with hashlib."""
    raw = bytes(number % 251 for number in range(size))
    monkeypatch.setattr(digest, "_sha256", digest.small())
    monkeypatch.setattr(digest, "_left", 2)

    first, second = digest.sha256(raw), digest.sha256(raw)
    assert {first, second} == {hashlib.sha256(raw).hexdigest()}
    assert digest._sha256 is hashlib.sha256


@pytest.mark.parametrize(
    ("many", "size", "loaded"), [(100, 400, False), (digest.FEW, 400, True), (1, digest.LARGE + 1, True)]
)
def test_openssl_is_loaded_where_it_pays(many: int, size: int, *, loaded: bool) -> None:
    """A few lines are hashed without OpenSSL; many lines, or a large file, are hashed with it."""
    code = COUNT.format(many=many, size=size)
    # whoever measures coverage in that process loads hashlib himself
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run([sys.executable, "-c", code], env=plain, capture_output=True, text=True, check=True)

    assert done.stdout == f"{loaded}\n"
