"""Starts our server for the conformance suite, and tells it what that can do, so that no skip hides an absence.

The suite imports this module by name (`--controller`); `python -m tests.checks.irctest` does the rest.
"""

import collections
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from irctest import patma
from irctest.basecontrollers import BaseServerController, DirectoryBasedController, TestCaseControllerConfig
from irctest.specifications import Capabilities, OptionalBehaviors

# What we do not do, each with its reason; all else that the suite knows of, we do.
_NOT_OURS = {
    Capabilities.STS,  # told only where there is a certificate, and the settings want it
}
_NOT_OUR_BEHAVIOURS = {
    OptionalBehaviors.NON_UTF8_MESSAGE,  # excludes UTF8ONLY, which we have
}

_SETTINGS = """
[server]
name = "My.Little.Server"
description = "test server"
hosts = ["{host}"]
port = {port}
password = "{password}"
invisible = {invisible}

[accounts]
before_connect = {before_connect}
email_required = {email_required}

[history]
file = "history.db"

[operators]
operuser = "operpassword"

[limits]
knock_seconds = 5 # some of its clients are silent for a while: they are not to be taken for people
"""


class TrichatController(BaseServerController, DirectoryBasedController):
    """A fresh server for each test, on 127.0.0.1, with all its files in a folder of its own."""

    software_name = "trichat"
    supported_sasl_mechanisms = {"PLAIN", "SCRAM-SHA-256", "EXTERNAL"}  # noqa: RUF012 (as the suite has it)
    supports_sts = False
    port_open = False
    extban_mute_char = "m"
    capabilities = frozenset(Capabilities) - _NOT_OURS
    optional_behaviors = frozenset(OptionalBehaviors) - _NOT_OUR_BEHAVIOURS
    isupport = {  # noqa: RUF012
        "BOT": patma.ANYSTR,
        "CASEMAPPING": "ascii",
        "ELIST": patma.ANYSTR,
        "EXCEPTS": patma.ANYOPTSTR,
        "INVEX": patma.ANYOPTSTR,
        "MONITOR": patma.ANYSTR,
        "MSGREFTYPES": patma.ANYSTR,
        "PREFIX": patma.ANYSTR,
        "STATUSMSG": patma.ANYSTR,
        "TARGMAX": patma.ANYSTR,
        "UTF8ONLY": None,
        "WHOX": None,
    }

    def get_hostname_and_port(self) -> tuple[str, int]:
        """Give a free port of the loopback; the same again for a websocket, because all doors are on one port."""
        if self._own_ports:
            (_, port), *_ = self._own_ports
        else:
            _, port = super().get_hostname_and_port()
        return "127.0.0.1", port

    def run(
        self,
        hostname: str,
        port: int,
        *,
        password: str | None,
        ssl: bool,  # noqa: ARG002
        run_services: bool,  # noqa: ARG002
        faketime: str | None,
        websocket_hostname: str | None,  # noqa: ARG002
        websocket_port: int | None,  # noqa: ARG002
    ) -> None:
        """Start a server. For accounts and for websockets nothing is needed: it has them."""
        self.create_config()
        self.hostname, self.port, self._password = hostname, port, password or ""
        self._faketime = faketime if faketime and shutil.which("faketime") else None
        self.faketime_enabled = self._faketime is not None
        self._start()

    def _start(self) -> None:
        command = [sys.executable, "-m", "trichat", "serve", "--config", str(self._settings())]
        environment = dict(os.environ)
        if self._faketime:
            command = ["faketime", "-f", self._faketime, *command]
            environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"  # or every deadline of the server passes too early
        self.proc = self.execute(command, stdout=subprocess.PIPE, env=environment)

    def _settings(self) -> Path:
        """Write the settings that the tests take for granted."""
        assert self.directory is not None
        path = Path(self.directory) / "trichat.toml"
        path.touch(mode=0o600)  # it has a password in it
        text = _SETTINGS.format(
            host=self.hostname,
            port=self.port,
            password=self._password,
            invisible=str("i" in _wanted_of_ergo(self.test_config)["accounts"]["default-user-modes"]).lower(),
            before_connect=str(self.test_config.account_registration_before_connect).lower(),
            email_required=str(self.test_config.account_registration_requires_email).lower(),
        )
        path.write_text(text, encoding="utf-8")
        return path

    def wait_for_port(self) -> None:
        """Wait until the server says that it listens: a connection to try it would be counted by LUSERS."""
        if not self.port_open:
            assert self.proc is not None
            assert self.proc.stdout is not None
            if not self.proc.stdout.readline():
                self.check_is_alive()
            self.port_open = True

    def wait_for_services(self) -> None:
        """Nothing: the server itself keeps the accounts."""

    def restart(self) -> None:
        """Stop the server and start it anew on the same files."""
        self.kill_proc()
        self.port_open = False
        self._start()
        self.wait_for_port()

    def registerUser(  # noqa: N802 (as the suite calls it)
        self,
        case: Any,  # noqa: ARG002
        username: str,
        password: str | None = None,
    ) -> None:
        """Make an account while the server runs."""
        self.wait_for_port()
        command = [sys.executable, "-m", "trichat", "account", "add", username, "--config", str(self._settings())]
        done = subprocess.run(command, input=password, text=True, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr


def _wanted_of_ergo(test_config: TestCaseControllerConfig) -> Any:
    """Give what a test sets for Ergo, of which some is a setting of ours too. What it does not set is empty."""

    def empty() -> Any:
        return collections.defaultdict(empty)

    wanted = empty()
    if test_config.ergo_config is not None:
        test_config.ergo_config(wanted)
    return wanted


def get_irctest_controller_class() -> type[TrichatController]:
    """Give the suite what it asks a controller module for."""
    return TrichatController
