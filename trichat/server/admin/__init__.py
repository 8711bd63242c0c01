"""The control socket and its client, the same without a server, and REHASH."""
