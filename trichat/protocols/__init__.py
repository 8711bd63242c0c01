"""Bytes become requests, events become bytes. Pure: no input, no output, no clock."""
