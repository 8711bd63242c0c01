"""Text: cleaned, cut, of several lines, searched."""
