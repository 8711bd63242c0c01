"""Talking: messages, replies and reactions, messages for absent people, history."""
