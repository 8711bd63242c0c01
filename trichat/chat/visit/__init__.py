"""One visit: coming in, names, several connections of one person, leaving."""
