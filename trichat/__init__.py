"""A group chat server and its terminal client: one core, several doors on one port."""

__version__ = "0.1.0"
