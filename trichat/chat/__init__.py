"""The decisions: a state machine of people and rooms, with no clock, no randomness, no input and no output."""
