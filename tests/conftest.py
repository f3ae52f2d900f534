"""How hard the property tests try: `pytest --hypothesis-profile NAME` chooses.

`dev` is for work at a desk; `ci` draws the same examples every time, so that a red run is
red again; `thorough` is for the night before a release.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

COMMON = settings(
    derandomize=False,  # else hypothesis takes it over from its own profile where `CI` is set
    deadline=None,  # a busy machine is no bug
    suppress_health_check=[HealthCheck.too_slow],  # a ledger that is rich enough to hurt takes long to draw
)

settings.register_profile("dev", COMMON, max_examples=50)
settings.register_profile("ci", COMMON, max_examples=60, derandomize=True, print_blob=True)
settings.register_profile("thorough", COMMON, max_examples=1000)

# The plug-in of hypothesis loads a profile named on the command line after this, so that one wins.
settings.load_profile("ci" if os.environ.get("CI") else "dev")
