"""Where kinds, projections, stores and checks come from: ours by file name.

Importing this module makes all of them findable by name; each is imported when it is first
asked for.
"""

from __future__ import annotations

from newsledger import checks, kinds, projections, stores

GROUPS = {"kind": kinds, "projection": projections, "store": stores, "check": checks}
"""The packages in which one file is one member, by the name of their group."""
