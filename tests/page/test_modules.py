"""The modules of the page that know no document: tested by node alone, in the *.test.mjs beside this."""

import subprocess
from pathlib import Path

HERE = Path(__file__).parent


def test_the_modules_without_a_document_do_what_they_say(node: list[str]) -> None:
    """Lines, logging in, pages of history, the outbox and the words are as their own tests say."""
    tests = sorted(str(path) for path in HERE.glob("*.test.mjs"))
    done = subprocess.run([*node, "--test", *tests], capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout + done.stderr
