"""What the client learns from each message that a server sends, and the items to show of it. Pure."""
