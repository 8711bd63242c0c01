"""`python -m trichat`."""

from trichat.cli import main

main(prog_name="trichat")
