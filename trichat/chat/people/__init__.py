"""People: presence, monitor lists, read markers, metadata, WHO, and whom somebody ignores."""
