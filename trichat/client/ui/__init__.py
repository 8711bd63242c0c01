"""What the person sees: the screen, its toolbar, completion, attention; and the line-by-line view."""
