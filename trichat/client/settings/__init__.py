"""The settings of the client: the table, its values, the file, the keys."""
