"""History for trio tasks: an archive in a thread of its own, and its upkeep."""
