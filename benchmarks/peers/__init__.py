"""Others that do the same work: an event store, and the plainest loop. Reviewed, and as fast as they honestly get."""
