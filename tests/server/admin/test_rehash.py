"""The settings of a running server, read again."""

from trichat.chat.core.rules import Rules
from trichat.chat.operators.operators import SettingsRead
from trichat.config.limits import Limits
from trichat.config.settings import ServerSettings
from trichat.errors import SettingsError
from trichat.server.admin.rehash import rules_of, settings_again


def test_what_counts_at_once() -> None:
    """Rules are what the settings say; names that need no account count in any case."""
    settings = ServerSettings(
        motd=("hi",),
        operators={"anna": "secret"},
        guests=False,
        listed=("Boris",),
        registration=False,
        limits=Limits(wrong_passwords=7),
    )
    rules = settings_again(lambda: settings).rules
    assert (("hi",), (("anna", "secret"),), False) == (rules.motd, rules.operators, rules.guests)
    assert (frozenset({"boris"}), False, 7) == (rules.listed, rules.may_register, rules.wrong_passwords)


def test_settings_and_rules_are_the_same_by_default() -> None:
    """The defaults of the settings are those of the rules."""
    assert Rules() == rules_of(ServerSettings())


def test_what_is_wrong_is_told() -> None:
    """What is wrong with the settings is told in a sentence."""

    def reread() -> ServerSettings:
        raise SettingsError("trichat.toml is not TOML.")

    assert SettingsRead(problem="trichat.toml is not TOML.") == settings_again(reread)
