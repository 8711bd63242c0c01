"""What the person types: the table of commands, and what each does. Pure."""
