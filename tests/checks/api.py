"""Has schemathesis ask a server all that its description of the API allows, and much that it does not.

`nox -s api` installs it. Two of its checks are left out: which texts can be seen, and so be said, no schema says; and a
hook passes over what services add, whatever it is.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.checks.bench import servers

_LEFT_OUT = "positive_data_acceptance,negative_data_rejection"
_EXAMPLES = "25"  # of each kind of request
_KNOWN = """\
[parameters]
"path.room" = "lobby"
"path.token" = "{token}"
"query.wait" = 0
"""


def main(more: list[str]) -> int:
    """Start a server on a new history, and let it be asked; 0 if all was right."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _trichat(folder, "add", "ci", given="a password of the check")
        token = _trichat(folder, "token", "ci", "#lobby").strip()
        known = folder / "schemathesis.toml"
        known.write_text(_KNOWN.format(token=token), encoding="utf-8")
        with servers.running(servers.trichat(), folder) as server:
            place = f"http://{server.host}:{server.port}/api/openapi.json"
            options = ["-c", "all", "--exclude-checks", _LEFT_OUT, "-n", _EXAMPLES, "--continue-on-failure"]
            shown = ["-H", f"Authorization: Bearer {token}", "--request-timeout", "10"]
            command = ["st", "--config-file", str(known), "run", place, *options, *shown, *more]
            return subprocess.run(command, check=False, cwd=folder).returncode


def _trichat(folder: Path, *words: str, given: str = "") -> str:
    command = [sys.executable, "-m", "trichat", "account", *words, "--history", str(folder / "history.db")]
    return subprocess.run(
        command, input=f"{given}\n", stdout=subprocess.PIPE, text=True, check=True, cwd=servers.ROOT
    ).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
