"""Chores for the disk and the browser, done beside the conversation."""
