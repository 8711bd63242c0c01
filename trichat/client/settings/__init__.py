"""The settings of the client: the table, the file, the keys."""
