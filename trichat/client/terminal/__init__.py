"""The terminal: prompt_toolkit, the input line and its keys, suspending and resizing."""
