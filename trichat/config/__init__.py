"""The settings of the server: what can be set, and how it is read from a file and from the command line."""
