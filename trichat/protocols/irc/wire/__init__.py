"""IRC as bytes: one message, tags, times, labels, SASL in pieces."""
