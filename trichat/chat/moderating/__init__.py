"""Moderating a room: bans and mutes, kicks and invitations, reports."""
