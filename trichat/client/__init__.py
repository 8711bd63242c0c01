"""The terminal client: a pure conversation in IRC, a link that carries it, a terminal that shows it."""
