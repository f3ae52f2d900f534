"""From an article to a draft report sheet."""
