"""The modules of the page that know no document: tested by node alone, in the *.test.mjs beside this."""

import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

HERE = Path(__file__).parent


def test_the_modules_without_a_document_do_what_they_say(node: list[str], tmp_path: Path) -> None:
    """Lines, logging in, pages of history, the outbox and the words are as their own tests say."""
    # As in the sources, though the page may be that of a wheel, far from its tests.
    (tmp_path / "trichat").mkdir()
    (tmp_path / "trichat" / "page").symlink_to(str(files("trichat") / "page"))
    shutil.copytree(HERE, tmp_path / "tests" / "page", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    tests = sorted(str(path) for path in (tmp_path / "tests" / "page").glob("*.test.mjs"))
    done = subprocess.run([*node, "--test", *tests], capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout + done.stderr
