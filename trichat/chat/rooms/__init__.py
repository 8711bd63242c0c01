"""Rooms: joining and leaving, topics, modes, renaming, lists."""
