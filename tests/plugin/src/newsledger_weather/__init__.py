"""River levels for newsledger: a kind, a projection, a check, an importer and a command."""
