"""One connection: its nursery, outbox, throttle, TLS, WebSocket, and where it comes from."""
