"""River levels for newsledger: a kind, a projection, a check and a command."""
