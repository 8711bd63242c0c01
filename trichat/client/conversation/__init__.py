"""One conversation with a server: what is under way, sending, catching up, searching. Pure."""
