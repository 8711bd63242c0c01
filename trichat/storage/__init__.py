"""History: what was shown stays, on disk or, for tests and `--no-history`, in memory."""
