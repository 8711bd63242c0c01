"""HTTP over one connection: the page and what else is at a path, and IRC over WebSocket."""
