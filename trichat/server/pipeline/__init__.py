"""The pipeline: pump, delivery, fetches from history, rollback of what could not be stored."""
