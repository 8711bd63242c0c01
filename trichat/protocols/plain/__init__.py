"""The plain door's protocol: what netcat, telnet and a twenty-line socket script speak."""
