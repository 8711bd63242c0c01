"""The settings of a running server, read again."""

from trichat.chat.core.rules import Rules
from trichat.chat.operators.operators import SettingsRead
from trichat.config.limits import Limits
from trichat.config.settings import ServerSettings
from trichat.errors import SettingsError
from trichat.server.admin.rehash import rules_of, settings_again
from trichat.server.connection.addresses import Origins
from trichat.server.connection.proxies import Trusted


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
    rules = settings_again(lambda: settings, Trusted(ServerSettings())).rules
    assert (("hi",), (("anna", "secret"),), False) == (rules.motd, rules.operators, rules.guests)
    assert (frozenset({"boris"}), False, 7) == (rules.listed, rules.may_register, rules.wrong_passwords)


def test_whom_to_believe_counts_at_once() -> None:
    """A proxy that is named now is believed from now on; if the settings cannot be read, nothing changes."""
    trusted = Trusted(ServerSettings(exempt=()))

    def broken() -> ServerSettings:
        raise SettingsError("trichat.toml is not TOML.")

    settings_again(lambda: ServerSettings(proxies=("10.0.0.5",), webirc={"web": "secret"}, exempt=("::1",)), trusted)
    settings_again(broken, trusted)
    assert (True, False, True) == (trusted.is_proxy("10.0.0.5"), trusted.is_proxy("10.0.0.6"), trusted.is_exempt("::1"))
    assert ("secret", "") == (trusted.secret("web"), trusted.secret("other"))


def test_which_pages_may_connect_counts_at_once() -> None:
    """A page that is named now may connect from now on, and its host is a name of ours; one that is not, no longer."""
    origins = Origins({"chat.local"}, {"https://old.example"})
    settings = ServerSettings(web_origins=("https://new.example",))
    settings_again(lambda: settings, Trusted(ServerSettings()), None, origins)
    assert [True, False] == [origins.allow(f"https://{name}.example", "chat.local") for name in ("new", "old")]
    named = ("new.example", "old.example", "chat.local", "localhost")
    assert [True, False, True, True] == [origins.are_ours(name) for name in named]


def test_settings_and_rules_are_the_same_by_default() -> None:
    """The defaults of the settings are those of the rules."""
    assert Rules() == rules_of(ServerSettings())


def test_what_is_wrong_is_told() -> None:
    """What is wrong with the settings is told in a sentence."""

    def reread() -> ServerSettings:
        raise SettingsError("trichat.toml is not TOML.")

    assert SettingsRead(problem="trichat.toml is not TOML.") == settings_again(reread, Trusted(ServerSettings()))
