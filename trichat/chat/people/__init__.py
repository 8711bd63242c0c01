"""People: away and user modes, monitor lists, read markers, metadata, ignoring."""
