"""Runs the conformance suite on this tree: `python -m tests.checks.irctest CHECKOUT [LIST or TEST …]`."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.checks.irctest.plugin import FOLDER, read_ids

ROOT = Path(__file__).parents[3]
_SECONDS = 240  # for one test: without libfaketime, two of them sleep for three minutes


def main() -> int:
    """Give the exit status of pytest: 0 if all has passed or was skipped."""
    parser = argparse.ArgumentParser(prog="python -m tests.checks.irctest", description=__doc__)
    parser.add_argument("checkout", type=Path, help="where irctest is checked out")
    parser.add_argument(
        "what", nargs="*", help="files with lists of test ids, modules, or tests; default: the whole suite"
    )
    parser.add_argument("-k", dest="words", default="", help="only tests whose names match, as pytest has it")
    parser.add_argument("-n", dest="workers", default="0", help="how many tests at once")
    parser.add_argument("--why", action="store_true", help="show why a test failed, and all that was sent")
    parser.add_argument("--seconds", type=int, default=_SECONDS, help="for one test")
    parser.add_argument("--folder", type=Path, help="for what the servers under test write; default: a temporary one")
    options = parser.parse_intermixed_args()
    if not (options.checkout / FOLDER).is_dir():
        parser.error(f"{options.checkout} is no checkout of irctest: it has no {FOLDER}.")
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        return _run(options, Path(folder).resolve())


def _run(options: argparse.Namespace, folder: Path) -> int:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--controller",
        "tests.checks.irctest.controller",
        "-p",
        "tests.checks.irctest.plugin",
    ]
    command += [
        "-c",
        "pytest.ini",
        "--rootdir",
        ".",
        "-p",
        "no:cacheprovider",
        "-q",
        "--timeout",
        str(options.seconds),
        "-k",
        options.words,
    ]
    command += ["--disable-warnings"]  # of the suite's own code
    command += ["-n", options.workers] if options.workers != "0" else []
    command += ["--tb=short", "-rN"] if options.why else ["--tb=no", "-rN"]
    command += _chosen(options.what, folder)
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",  # nothing is written into the checkout
        "TMPDIR": str(folder),  # where the suite remembers the ports in use: no other run may share it
    }
    return subprocess.run(command, cwd=options.checkout, env=environment, check=False).returncode


def _chosen(what: list[str], folder: Path) -> list[str]:
    """Give the arguments for pytest that run what was asked for."""
    lists = [Path(name) for name in what if name.endswith(".txt")]
    tests = [name.removeprefix(FOLDER) for name in what if not name.endswith(".txt")]
    if lists:
        ids = [*dict.fromkeys(name for path in lists for name in read_ids(path)), *tests]
        wanted = folder / "wanted.txt"
        wanted.write_text("\n".join(ids) + "\n", encoding="utf-8")
        return ["--wanted", str(wanted), *sorted({FOLDER + name.partition("::")[0] for name in ids})]
    return [FOLDER + name for name in tests] or [FOLDER]


if __name__ == "__main__":
    sys.exit(main())
