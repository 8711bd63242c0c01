"""The connection to the server: the link, TLS, trusted certificates, credentials."""
