"""Where decisions are made: a state machine of people and rooms. Pure: no clock, no randomness, no input or output."""
