"""Questions about the server itself, and answers that are given at their place in the order."""
