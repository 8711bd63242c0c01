"""What differs between operating systems, each with what takes its place where it is missing. Nothing else asks."""
