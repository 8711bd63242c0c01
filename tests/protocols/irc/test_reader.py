"""Bytes from an IRC client."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.protocols.irc.capabilities import CAPABILITIES, Capability
from trichat.protocols.irc.reader import IrcReader
from trichat.protocols.lines import Pause
from trichat.words import requests as ask
from trichat.words.events import CapabilitiesAnswered, Refused
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.requests import Enter, InTurn, Labelled, Rename, Request, Say

NAMES = tuple(row.name for row in CAPABILITIES)
RATIFIED = tuple(name for name in NAMES if "/" not in name)
OFFERED = tuple(f"{row.name}={row.value}" if row.value else row.name for row in CAPABILITIES)  # since version 302
ENTER = Enter(name="anna", username="a", realname="Anna A.")
REGISTRATION = ("NICK anna", "USER a 0 * :Anna A.")


class Client:
    """The bytes of one client, and what they ask for."""

    def __init__(self) -> None:
        self.reader = IrcReader()

    def send(self, *lines: str) -> list[Request]:
        return self.reader.feed("".join(line + "\r\n" for line in lines).encode())


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def entered(client: Client) -> Client:
    assert [ENTER] == client.send(*REGISTRATION)
    return client


def refused(reason: Reason, about: str = "", command: str = "*") -> Request:
    return InTurn(event=Refused(reason=reason, about=about, command=command))


def answered(subcommand: str, *names: str, enabled: tuple[str, ...] = (), version: int = 301) -> Request:
    event = CapabilitiesAnswered(subcommand=subcommand, capabilities=names, enabled=frozenset(enabled), version=version)
    return InTurn(event=event)


# Registration


@pytest.mark.parametrize(
    "lines", [REGISTRATION, REGISTRATION[::-1], ("PONG x", *REGISTRATION), ("", "  ", *REGISTRATION)]
)
def test_registration(client: Client, lines: tuple[str, ...]) -> None:
    """NICK and USER come in any order; the last of them asks to come in."""
    assert [ENTER] == [request for request in client.send(*lines) if request != ask.Alive()]


def test_the_last_nick_counts(client: Client) -> None:
    """The last NICK before USER counts."""
    assert [ENTER] == client.send("NICK bob", *REGISTRATION)


def test_registration_waits_for_the_end_of_negotiation(client: Client) -> None:
    """Registration waits from the first CAP LS or REQ until CAP END."""
    assert [answered("LS", *OFFERED, version=302)] == client.send("CAP LS 302", *REGISTRATION)
    assert [answered("ACK", "batch", enabled=("batch",), version=302)] == client.send("CAP REQ batch")
    assert [ENTER] == client.send("CAP END")
    assert [] == client.send("CAP END")


def test_a_request_of_capabilities_suspends_registration_too(client: Client) -> None:
    """CAP REQ suspends registration: a client may know what it wants without asking what there is."""
    assert [answered("ACK", "batch", enabled=("batch",))] == client.send("CAP REQ :batch", *REGISTRATION)
    assert [ENTER] == client.send("CAP END")


def test_a_list_of_capabilities_suspends_nothing(client: Client) -> None:
    """CAP LIST does not begin a negotiation."""
    assert [answered("LIST"), ENTER] == client.send("CAP LIST", *REGISTRATION)


def test_negotiation_after_registration_suspends_nothing(entered: Client) -> None:
    """A nick may be changed before CAP END."""
    assert [answered("LS", *RATIFIED), Rename(name="ann")] == entered.send("CAP LS", "NICK ann")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("NICK", refused(Reason.NAME_EMPTY, command="NICK")),
        ("NICK :", refused(Reason.NAME_EMPTY, command="NICK")),
        ("USER a 0 *", refused(Reason.MISSING_ARGUMENTS, "USER", "USER")),
        ("USER a 0 * :", refused(Reason.MISSING_ARGUMENTS, "USER", "USER")),
        ("USER : 0 * :a", refused(Reason.MISSING_ARGUMENTS, "USER", "USER")),
        ("CAP", refused(Reason.MISSING_ARGUMENTS, "CAP", "CAP")),
        ("CAP XYZ", refused(Reason.CAPABILITY_COMMAND, "XYZ", "CAP")),
        ("JOIN", refused(Reason.MISSING_ARGUMENTS, "JOIN", "JOIN")),
        ("XYZ", refused(Reason.UNKNOWN_COMMAND, "XYZ", "XYZ")),
        ("PRIVMSG #a :a\0b", refused(Reason.NUL, command="PRIVMSG")),
    ],
)
def test_refusals(client: Client, line: str, answer: Request) -> None:
    """What is wrong by itself is refused before the hub, in its turn."""
    assert [answer] == client.send(line)


def test_user_after_registration(entered: Client) -> None:
    """USER after registration is 462: who somebody is stays."""
    assert [refused(Reason.ALREADY_ENTERED, command="USER")] == entered.send("USER x 0 * :X")


def test_nick_after_registration(entered: Client) -> None:
    """NICK after registration asks for another name, also if the first was not granted."""
    assert [Rename(name="ann")] == entered.send("NICK ann")
    assert [refused(Reason.NAME_EMPTY, command="NICK")] == entered.send("NICK :")


# Capabilities


def test_capabilities_in_force(client: Client) -> None:
    """REQ adds and takes away, all or nothing; each answer says what is in force from there on."""
    both = ("batch", "server-time")
    assert [answered("ACK", *both, enabled=both)] == client.send("CAP REQ :batch server-time")
    assert [answered("NAK", "echo-message", "x", enabled=both)] == client.send("CAP REQ :echo-message x")
    assert [answered("LIST", *both, enabled=both)] == client.send("CAP LIST")
    assert [answered("ACK", "-batch", enabled=("server-time",))] == client.send("CAP req -batch")
    assert [answered("NAK", "-x", enabled=("server-time",))] == client.send("CAP REQ -x")
    assert [answered("ACK", enabled=("server-time",))] == client.send("CAP REQ :")


def test_values_are_for_version_302(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Values are for version 302, as an older client takes them for a part of the name."""
    rows = (Capability(name="sasl", adds="", value="PLAIN"), Capability(name="batch", adds=""))
    monkeypatch.setattr("trichat.protocols.irc.capabilities.CAPABILITIES", rows)
    assert [answered("LS", "sasl", "batch")] == client.send("CAP LS")
    assert [answered("LS", "sasl", "batch")] == client.send("CAP LS x")
    assert [answered("LS", "sasl=PLAIN", "batch", version=302)] == client.send("CAP LS 302")
    assert [answered("LS", "sasl=PLAIN", "batch", version=302)] == client.send("CAP LS 301")
    assert [answered("LS", "sasl=PLAIN", "batch", version=307)] == client.send("CAP LS 307")


# Tags and labels


def test_a_policy_is_told_and_cannot_be_asked_for() -> None:
    """STS is told to those who read values, and cannot be turned on."""
    reader = IrcReader(sts="port=6697")
    assert [answered("LS", *RATIFIED)] == reader.feed(b"CAP LS\r\n")
    assert [answered("LS", *OFFERED, "sts=port=6697", version=302)] == reader.feed(b"CAP LS 302\r\n")
    assert [answered("NAK", "sts", version=302)] == reader.feed(b"CAP REQ sts\r\n")


def test_the_manners_of_the_server_can_be_asked_for_early(client: Client) -> None:
    """ISUPPORT is told whenever draft/extended-isupport is turned on, not when it is turned off."""
    name = "draft/extended-isupport"
    told = ask.AboutServer(topic=ask.ServerTopic.ISUPPORT)
    for _ in range(2):
        assert [answered("ACK", name, enabled=(name,)), told] == client.send(f"CAP REQ {name}")
    assert [answered("ACK", "-" + name)] == client.send(f"CAP REQ -{name}")
    assert [answered("ACK", name, "-" + name)] == client.send(f"CAP REQ :{name} -{name}")


def test_tags_are_ignored_unless_asked_for(entered: Client) -> None:
    """A client that sends tags without message-tags is spoken to without."""
    line = "@+a=1 PRIVMSG #a hi"
    assert [Say(target="#a", text="hi")] == entered.send(line)
    entered.send("CAP REQ message-tags")
    assert [Say(target="#a", text="hi", tags=(("+a", "1"),))] == entered.send(line)


def test_labels(entered: Client) -> None:
    """What was asked under a label is answered under it: many requests as one, and none at all too."""
    entered.send("CAP REQ :labeled-response batch")
    a, b = ask.Join(room="#a"), ask.Join(room="#b")
    assert [Labelled(label="x y", requests=(a, b))] == entered.send(r"@label=x\sy JOIN #a,#b")
    assert [Labelled(label="1", requests=(ask.Alive(),))] == entered.send("@label=1 PONG x")
    refusal = refused(Reason.MISSING_ARGUMENTS, "JOIN", "JOIN")
    assert [Labelled(label="1", requests=(refusal,))] == entered.send("@label=1 JOIN")


@pytest.mark.parametrize("capabilities", ["labeled-response", "batch", ""])
def test_labels_need_two_capabilities(entered: Client, capabilities: str) -> None:
    """An answer of several lines is a batch, so without batch there are no labels."""
    entered.send(f"CAP REQ :{capabilities}")
    assert [ask.Motd()] == entered.send("@label=1 MOTD")


def test_a_label_has_a_bound(entered: Client) -> None:
    """A label has at most 64 bytes; a longer one is no label."""
    entered.send("CAP REQ :labeled-response batch")
    assert [Labelled(label="я" * 32, requests=(ask.Motd(),))] == entered.send(f"@label={'я' * 32} MOTD")
    assert [ask.Motd()] == entered.send(f"@label={'я' * 32}x MOTD")


# Lines


def test_what_is_not_utf8(entered: Client) -> None:
    """What is not UTF-8 is refused, with the command that was not obeyed, and with its label."""
    refusal = refused(Reason.NOT_UTF8, command="PRIVMSG")
    assert [refusal] == entered.reader.feed(b"PRIVMSG #a :caf\xe9\r\n")
    entered.send("CAP REQ :labeled-response batch")
    assert [Labelled(label="1", requests=(refusal,))] == entered.reader.feed(b"@label=1 PRIVMSG #a :caf\xe9\r\n")
    assert [refused(Reason.NOT_UTF8)] == entered.reader.feed(b"\xe9\r\n")


@pytest.mark.parametrize("bad", [b"caf\xe9", b"caf\0"])
def test_what_is_said_only_once_is_done_anyway(client: Client, bad: bytes) -> None:
    """A client has gone with its QUIT, leaves with its PART, and gives its USER once, whatever they are written in."""
    text = bad.decode(errors="replace").replace("\0", "\ufffd")
    assert [] == client.send("NICK anna")
    expected = ask.Enter(name="anna", username=text, realname=text)
    assert [expected] == client.reader.feed(b"USER %b 0 * :%b\r\n" % (bad, bad))
    assert [ask.Leave(room="#a", reason=text)] == client.reader.feed(b"PART #a :%b\r\n" % bad)
    assert [ask.Alive()] == client.reader.feed(b"PONG :%b\r\n" % bad)
    assert [ask.Quit(reason=text)] == client.reader.feed(b"QUIT :%b\r\n" % bad)


def test_what_cannot_be_read_and_is_needed_is_refused(entered: Client) -> None:
    """Which room is to be left has to be readable."""
    assert [refused(Reason.NOT_UTF8, command="PART")] == entered.reader.feed(b"PART #caf\xe9 :bye\r\n")


def test_webirc_comes_first(client: Client) -> None:
    """Whoever was taken for the gateway that speaks for them cannot come in."""
    assert [ask.Quit(reason="WEBIRC comes before all else")] == client.send("CAP LIST", "WEBIRC a b c 192.0.2.7")[1:]


def test_webirc_within_a_visit(entered: Client) -> None:
    """Nobody becomes somebody else who is in."""
    assert [refused(Reason.ALREADY_ENTERED, command="WEBIRC")] == entered.send("WEBIRC a b c 192.0.2.7")


def test_starttls(client: Client) -> None:
    """There is none, and that is said; what comes after it is obeyed in plain text."""
    assert [refused(Reason.STARTTLS, command="STARTTLS")] == client.send("STARTTLS")
    assert [ask.Enter(name="anna", username="a", realname="A")] == client.send("NICK anna", "USER a 0 * A")


@pytest.mark.parametrize("line", ["", "   ", ":anna", "@a=b", "@a=b :anna"])
def test_what_is_no_message_is_ignored(entered: Client, line: str) -> None:
    """What is no message is ignored: there is nothing that an answer could name."""
    assert [] == entered.send(line)


@pytest.mark.parametrize("line", ["/join #a", ":anna /join #a", "@a=b  /join"])
def test_what_is_no_command_is_named(entered: Client, line: str) -> None:
    """A word that is no command is named in the refusal, for whoever types to the server as to a client."""
    assert [refused(Reason.UNKNOWN_COMMAND, "/join")] == entered.send(line)


BODY = "PRIVMSG #a :"
FULL = "x" * (512 - len("\r\n") - len(BODY))
TAGS = "@+a=" + "y" * (4096 - len("@+a= "))


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (BODY + FULL, FULL),
        (BODY + FULL + "x", ""),
        (f"{TAGS} {BODY}{FULL}", FULL),
        (f"{TAGS}y {BODY}hi", ""),
        (f"@+a {BODY}{FULL}x", ""),
        (BODY + FULL + "x" * 5000, ""),
    ],
    ids=["full", "body", "full with tags", "tags", "body with tags", "everything"],
)
def test_long_lines(entered: Client, line: str, text: str) -> None:
    """A line has 512 bytes with its end, and 4096 of tags with `@` and space; a longer one is refused (417)."""
    assert [Say(target="#a", text=text) if text else refused(Reason.LINE_TOO_LONG)] == entered.send(line)


@pytest.mark.parametrize("end", ["\r\n", ""], ids=["with an end", "without one"])
def test_a_line_without_measure_ends_the_visit(entered: Client, end: str) -> None:
    """A line without an end ends the visit; what came before it is obeyed, what comes after it is not."""
    endless = ask.Quit(reason="A line of more than 16384 bytes")
    assert [refused(Reason.LINE_TOO_LONG)] == entered.send("x" * 16384)
    assert [ask.Motd(), endless] == entered.reader.feed(b"MOTD\r\n" + b"x" * 16385 + end.encode())
    assert [] == entered.reader.feed(b"x" * 20000)
    assert [] == entered.send("", "MOTD")


def test_pauses_and_ends_mean_nothing(client: Client) -> None:
    """A pause ends no line, and half a message at the end is not obeyed."""
    assert [] == client.reader.feed(b"QUI")
    assert Pause.NONE is client.reader.waits_for
    assert [] == client.reader.pause()
    assert [] == client.reader.end()
    assert [ask.Motd()] == client.reader.feed(b"\nMOTD\n")[1:]


REQ = "CAP REQ :message-tags batch labeled-response"
LONG = ("x" * 600, "@" + "t" * 4200, "y" * 17000)
commands = st.sampled_from(
    [*REGISTRATION, *LONG, "CAP LS 302", REQ, "CAP REQ -batch", "CAP END", "@label=1 PING x", "@+a=b PRIVMSG #a :hi"]
)
streams = st.lists(commands.map(lambda line: line.encode() + b"\r\n") | st.binary(max_size=8), max_size=8)


@given(streams, st.lists(st.integers(0, 200), max_size=6))
def test_any_split_gives_the_same_requests(stream: list[bytes], cuts: list[int]) -> None:
    """Whatever the bytes are, they make requests and nothing else; and wherever they are cut, the same ones."""
    whole = b"".join(stream)
    expected = IrcReader().feed(whole)
    assert [] == [request for request in expected if not isinstance(request, Request)]
    reader, got = IrcReader(), []
    places = sorted({min(cut, len(whole)) for cut in cuts})
    for start, end in zip([0, *places], [*places, len(whole)], strict=True):
        got += reader.feed(whole[start:end])
    assert expected == got


# Going on with a visit


@pytest.mark.parametrize("lines", [("RESUME abc", *REGISTRATION), (*REGISTRATION[:1], "RESUME abc", *REGISTRATION[1:])])
def test_a_token_before_registration(client: Client, lines: tuple[str, ...]) -> None:
    """Is tried first; the name is for the case that it is of no use."""
    assert [ask.Resume(token="abc"), replace(ENTER, unless_in=True)] == client.send(*lines)
    assert [Rename(name="bob")] == client.send("NICK bob")


def test_a_token_waits_for_the_end_of_negotiation(client: Client) -> None:
    """So what comes of it is told in the capabilities that are asked for; with a name or without."""
    client.send("CAP LS 302", "RESUME abc")
    assert [ask.ExpectTokens(on=True)] == client.send("CAP REQ trichat/resume")[1:]
    assert [ask.Resume(token="abc")] == client.send("CAP END")
    assert [replace(ENTER, unless_in=True)] == client.send(*REGISTRATION)


def test_a_token_after_registration(entered: Client) -> None:
    """Is tried at once; without one, one's own is asked for."""
    assert [ask.Resume(token="abc")] == entered.send("RESUME abc")
    assert [ask.Resume()] == entered.send("RESUME")


def test_wanting_tokens_no_longer(entered: Client) -> None:
    """As any capability."""
    entered.send("CAP REQ trichat/resume")
    assert [ask.ExpectTokens(on=False)] == entered.send("CAP REQ -trichat/resume")[1:]
    assert [] == entered.send("CAP REQ batch")[1:]
