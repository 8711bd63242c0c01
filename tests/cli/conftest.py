"""Commands without a server and a client: what they would be run with."""

import pytest

from trichat.client import app
from trichat.client.settings.table import Settings
from trichat.config.settings import ServerSettings
from trichat.server import command


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No settings of whoever runs the tests."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))


@pytest.fixture
def chatted(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """Give the settings that clients were run with; none is really run."""
    found: list[Settings] = []

    def run(options: app.Options) -> int:
        found.append(options.settings)
        return 0

    monkeypatch.setattr(app, "run", run)
    return found


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[ServerSettings]:
    """Give the settings that servers were run with; none is really run."""
    found: list[ServerSettings] = []

    def run(settings: ServerSettings, _reread: object) -> int:
        found.append(settings)
        return 0

    monkeypatch.setattr(command, "run", run)
    return found
