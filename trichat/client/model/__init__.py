"""What the client knows: rooms, people, history, what was sent, how far one has read. Pure."""
