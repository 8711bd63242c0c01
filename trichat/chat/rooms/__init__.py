"""Rooms: joining and leaving, modes, renaming, lists, and how long history keeps what is said."""
