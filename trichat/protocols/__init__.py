"""Turns bytes into requests and events into bytes; no input, no output, no clock."""
