"""What the rest talks about: names, text, requests, events, commands."""
