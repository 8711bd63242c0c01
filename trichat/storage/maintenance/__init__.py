"""Maintenance of the history file from the command line: check, backup, repair, export, import."""
