"""The settings of a running server, read again."""

from trichat.chat.operators import SettingsRead
from trichat.config.settings import ServerSettings
from trichat.errors import SettingsError
from trichat.server.rereading import settings_again


def test_what_counts_at_once() -> None:
    """The message of the day, the operators, and who runs the server."""
    settings = ServerSettings(motd=("hi",), operators={"anna": "secret"}, admin=("Anna",))
    expected = SettingsRead(motd=("hi",), operators=(("anna", "secret"),), admin=("Anna",))
    assert expected == settings_again(lambda: settings)


def test_what_is_wrong_is_told() -> None:
    """In a sentence, instead of settings."""

    def reread() -> ServerSettings:
        raise SettingsError("trichat.toml is not TOML.")

    assert SettingsRead(problem="trichat.toml is not TOML.") == settings_again(reread)
