"""One visit: the password of the server, coming in, names, several connections of one user, leaving."""
