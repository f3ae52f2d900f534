"""River levels for newsledger: a kind, a projection, a check, an importer, an exporter and a command."""
