"""The settings of the server: what their file sets, what is refused and how, and the file to begin with."""

import re
import tomllib
from pathlib import Path

import pytest

from trichat.config.commented import commented
from trichat.config.limits import Limits
from trichat.config.listening import Listen, Speaks
from trichat.config.settings import ROWS, ServerSettings, control_path, default_history, load
from trichat.errors import SettingsError
from trichat.settings.table import Row
from trichat.settings.values import allowed, fits

HASH = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g"

EXEMPT = 'as in exempt = ["127.0.0.0/8", "::1"]'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "trichat.toml"


def refusal(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load(path, {})
    return str(caught.value)


def test_without_a_file_all_is_as_it_ever_was() -> None:
    """Without a file nothing has to be set; history is in the data folder."""
    assert ServerSettings(history=default_history()) == load(None, {})


def test_a_file_can_set_everything(path: Path) -> None:
    """Each section has its settings; a path begins in the folder of the file, and the motd is read from its own."""
    (path.parent / "motd.txt").write_text("Привет\nBe kind\x1b[2J\n", encoding="utf-8")
    path.write_text(
        '[server]\nname = "chat.example"\nnetwork = "Example"\nhosts = ["::1", "127.0.0.1"]\nport = 7000\n'
        'language = "ru"\nmotd = "motd.txt"\n[history]\nfile = "h/history.db"\n'
        f'[operators]\nanna = "{HASH}"\n[limits]\nburst_lines = 7\nlines_per_second = 0\nping_seconds = 30\n',
        encoding="utf-8",
    )
    expected = ServerSettings(
        name="chat.example",
        network="Example",
        hosts=("::1", "127.0.0.1"),
        port=7000,
        language="ru",
        motd=("Привет", "Be kind"),
        history=path.parent / "h" / "history.db",
        operators={"anna": HASH},
        limits=Limits(burst_lines=7, lines_per_second=0.0, ping_seconds=30.0),
    )
    assert expected == load(path, {})


def test_the_command_line_wins(path: Path) -> None:
    """What the command line gives is not looked up in the file; what it does not is."""
    path.write_text('[server]\nname = "file.example"\nport = 7000\n')
    settings = load(path, {"port": 7001})
    assert ("file.example", 7001) == (settings.name, settings.port)


def test_history_can_be_kept_in_memory(path: Path) -> None:
    """An empty path means no file; no line at all means the one in the data folder."""
    path.write_text('[history]\nfile = ""\n[server]\nmotd = ""\n')
    assert load(path, {}).history is None
    assert () == load(path, {}).motd


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[sevrer]\n", "There is no section [sevrer]. Did you mean server?"),
        (
            "[xyz]\n",
            (
                "There is no section [xyz]. "
                "There are: accounts, files, history, limits, listen, log, operators, server, tls, web, webirc."
            ),
        ),
        ("port = 1\n", "port belongs in a section: write [server] in the line before it."),
        ("server = 1\n", "server is a section: write [server] in a line of its own."),
        ("[server]\nprot = 1\n", "There is no setting [server] prot. Did you mean port?"),
        ("[limits]\nburst = 1\n", "There is no setting [limits] burst. Did you mean burst_lines?"),
        (
            '[server]\nexempt = ["10.0.0.0/8", "my house"]',
            f'[server] exempt cannot be ["10.0.0.0/8", "my house"]: it is addresses and networks, {EXEMPT}',
        ),
        (
            "[server]\nport = 70000\n",
            "[server] port cannot be 70000: it is a whole number from 0 to 65535, as in port = 8080",
        ),
        (
            '[server]\nport = "80"\n',
            '[server] port cannot be "80": it is a whole number from 0 to 65535, as in port = 8080',
        ),
        (
            "[server]\nport = true\n",
            "[server] port cannot be true: it is a whole number from 0 to 65535, as in port = 8080",
        ),
        (
            "[server]\nport = 1.5\n",
            "[server] port cannot be 1.5: it is a whole number from 0 to 65535, as in port = 8080",
        ),
        (
            '[server]\nname = "my server"\n',
            '[server] name cannot be "my server": it is like the name of a host, as in name = "trichat.local"',
        ),
        (
            "[server]\nname = 1\n",
            '[server] name cannot be 1: it is like the name of a host, as in name = "trichat.local"',
        ),
        (
            '[server]\npassword = "a:secret"\n',
            '[server] password cannot be what it is: it is a text without a colon, as in password = ""',
        ),
        (
            '[operators]\nroot = { password = "secret" }\n',
            '[operators] cannot be what it is: it is a text for each name, as in anna = "$argon2id$v=19$…"',
        ),
        ('[server]\nnetwork = "a b"\n', '[server] network cannot be "a b": it is one word, as in network = "trichat"'),
        ('[server]\nlanguage = "de"\n', '[server] language cannot be "de": it is en or ru, as in language = "en"'),
        (
            '[server]\nhosts = "::1"\n',
            '[server] hosts cannot be "::1": it is a list of texts, as in hosts = ["localhost"]',
        ),
        (
            "[server]\nmotd = 1\n",
            '[server] motd cannot be 1: it is the path of a file, as in motd = "/etc/trichat/motd.txt"',
        ),
        (
            "[history]\nfile = false\n",
            '[history] file cannot be false: it is the path of a file, as in file = "/var/lib/trichat/history.db"',
        ),
        (
            "[operators]\nanna = 7\n",
            '[operators] cannot be what it is: it is a text for each name, as in anna = "$argon2id$v=19$…"',
        ),
        *[
            (
                f"[listen]\n{line}\n",
                (
                    f"[listen] cannot be {{ {line} }}: it is any, tls or plain for each address with a port, "
                    'as in "0.0.0.0:6697" = "tls"'
                ),
            )
            for line in ('"0.0.0.0:6697" = "ssl"', '":6697" = "tls"', '"0.0.0.0:70000" = "tls"', '"::1:6697" = "tls"')
        ],
        ("[limits]\nbatch = 0\n", "[limits] batch cannot be 0: it is a whole number, 1 or more, as in batch = 2000"),
        (
            "[limits]\nping_seconds = inf\n",
            "[limits] ping_seconds cannot be inf: it is a number, 0.01 or more, as in ping_seconds = 120.0",
        ),
    ],
    ids=lambda value: value.replace("\n", " ") if value.startswith(("[", "server =")) else "",
)
def test_what_is_wrong_is_told_in_one_sentence(path: Path, text: str, sentence: str) -> None:
    """A wrong setting is told with the file, its name, what was given, and what would be right."""
    assert f"{path}: {sentence}" == refusal(path, text)


def test_the_control_socket_is_beside_the_history(tmp_path: Path) -> None:
    """Whatever is named as a history has a place for it, also what can be none: that is told when it is opened."""
    places = [control_path(ServerSettings(history=Path(text))) for text in ("a/h.db", "/", ".")]
    assert [Path("a/h.db.control"), Path("/.control"), Path(".control")] == places
    assert control_path(ServerSettings()) is None


def test_a_file_that_is_no_settings_is_told(path: Path) -> None:
    """A file that is not there, not TOML, or not text is told, each with its sentence."""
    with pytest.raises(SettingsError, match=r"There is no file .*trichat serve --write-config --config "):
        load(path, {})
    assert refusal(path, "[server\n").startswith(f"{path} is not TOML at line 1, column 8: ")
    path.write_bytes(b"\xff")
    with pytest.raises(SettingsError, match="cannot be read: line 1 is not UTF-8"):
        load(path, {})
    assert "missing.txt cannot be read: no such file or directory." in refusal(path, '[server]\nmotd = "missing.txt"\n')


def test_a_key_belongs_to_a_certificate(path: Path) -> None:
    """A key alone would leave the port without TLS, and its owner with a wrong belief."""
    path.write_text('[tls]\nkey = "key.pem"\n')
    with pytest.raises(
        SettingsError, match=r"key.pem is the key of which certificate\? Give that with --tls-cert too."
    ):
        load(path, {})
    settings = load(path, {"tls_certificate": path})
    assert (path, path.parent / "key.pem") == (settings.tls_certificate, settings.tls_key)


def test_a_promise_of_tls_needs_a_certificate(path: Path) -> None:
    """Without one, the clients that were told could not come back."""
    path.write_text("[tls]\nsts_days = 0\nsts_port = 6697\n")
    with pytest.raises(SettingsError, match=r"sts_days sends everybody to TLS, which needs a certificate: --tls-cert"):
        load(path, {})
    settings = load(path, {"tls_certificate": path})
    assert (0, 6697) == (settings.sts_days, settings.sts_port)
    assert load(None, {}).sts_days is None


def test_where_to_listen(path: Path) -> None:
    """At one port of all hosts; at another of them, for TLS; and at places of their own, with what is spoken there."""
    path.write_text(
        '[server]\nhosts = ["localhost", "::1"]\nport = 7000\n[tls]\ncertificate = "c.pem"\nport = 6697\n'
        '[listen]\n"0.0.0.0:443" = "tls"\n"[::]:6667" = "plain"\n"chat.example:0" = "any"\n'
    )
    assert load(path, {}).listens == [
        Listen(hosts=("localhost", "::1"), port=7000, speaks=Speaks.ANY),
        Listen(hosts=("localhost", "::1"), port=6697, speaks=Speaks.TLS),
        Listen(hosts=("0.0.0.0",), port=443, speaks=Speaks.TLS),  # noqa: S104
        Listen(hosts=("::",), port=6667, speaks=Speaks.PLAIN),
        Listen(hosts=("chat.example",), port=0, speaks=Speaks.ANY),
    ]
    path.write_text('[server]\nhosts = []\n[listen]\n"::1" = "any"\n'.replace('"::1"', '"[::1]:7000"'))
    assert [Listen(hosts=("::1",), port=7000)] == load(path, {}).listens


def test_somewhere_there_is_to_be_listened(path: Path) -> None:
    """Without any place, nobody could come."""
    sentence = 'There is nowhere to listen: set [server] hosts, or [listen], as in "0.0.0.0:6697" = "tls"'
    assert sentence == refusal(path, "[server]\nhosts = []\n")


@pytest.mark.parametrize("text", ["[tls]\nport = 6697\n", '[listen]\n"localhost:6697" = "tls"\n'])
def test_a_port_for_tls_needs_a_certificate(path: Path, text: str) -> None:
    """Without one nobody could be answered there."""
    assert refusal(path, text) == "A port for TLS needs a certificate: --tls-cert FILE"
    assert load(path, {"tls_certificate": path}).listens[1].port == 6697


@pytest.mark.posix
def test_the_password_of_a_gateway_is_not_for_others(path: Path) -> None:
    """It is kept as those of operators are."""
    path.touch(mode=0o644)
    path.chmod(0o644)
    assert "[webirc] web is a password that others can read" in refusal(path, '[webirc]\nweb = "secret"\n')
    path.write_text(f'[server]\nproxies = ["127.0.0.1"]\n[webirc]\nweb = "{HASH}"\n')
    assert (("127.0.0.1",), {"web": HASH}) == (load(path, {}).proxies, load(path, {}).webirc)
    assert HASH not in repr(load(path, {}))


@pytest.mark.posix
def test_a_password_is_not_for_others(path: Path) -> None:
    """A password that others can read keeps the server from starting; a hash may be read by all."""
    path.touch(mode=0o644)
    path.chmod(0o644)
    sentence = refusal(path, '[operators]\nanna = "secret"\n')
    assert "[operators] anna is a password that others can read" in sentence
    assert "secret" not in sentence
    assert f"chmod 600 {path}" in sentence
    path.chmod(0o600)
    assert {"anna": "secret"} == load(path, {}).operators
    path.chmod(0o644)
    path.write_text(f'[operators]\nanna = "{HASH}"\n')
    assert {"anna": HASH} == load(path, {}).operators


def test_the_file_to_begin_with_sets_nothing_and_knows_everything(path: Path) -> None:
    """In the file to begin with every setting has its default; without the # that holds anyway."""
    path.write_text(commented(), encoding="utf-8")
    assert load(None, {}) == load(path, {})
    lines = commented().splitlines()
    for row in ROWS:
        if row.key != "*" and not row.about.unless:
            found = [tomllib.loads(line.removeprefix("# ")) for line in lines if line.startswith(f"# {row.key} = ")]
            default = list(row.default) if isinstance(row.default, tuple) else row.default
            assert {row.key: default} in found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.field)
def test_every_setting_says_what_it_is_for(row: Row) -> None:
    """A setting says in whole sentences what it is for, a number what it counts; examples are right."""
    assert re.fullmatch(r"[A-Z].*[.]", row.about.help)
    assert row.section
    assert allowed(row)
    assert row.about.example is None or fits(row, row.about.example)
    if row.section == "limits":
        assert row.about.unit
        assert row.about.least <= row.default <= row.about.most
