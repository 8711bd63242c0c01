"""HTTP/1.1 (RFC 9110, 9112), strictly: requests in, answers out, and a table of what there is. Pure."""
