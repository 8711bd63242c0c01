"""Operators of the server, and those who administer it from the command line."""
