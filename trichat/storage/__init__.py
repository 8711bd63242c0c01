"""History: keeps events and records on disk or, for tests and `--no-history`, in memory."""
