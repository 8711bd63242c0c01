"""How things look as text: items, lines, folding, themes, mentions, emoji. Pure."""
