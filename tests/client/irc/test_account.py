"""The account, over servers that have SASL, NickServ, or neither."""

from base64 import b64encode

import pytest

from trichat.client.commands.dispatch import handle_input
from trichat.client.conversation.conversation import Conversation
from trichat.client.display.item import Question
from trichat.client.irc.account import Account
from trichat.client.irc.sasl import Credentials
from trichat.client.settings.table import Settings
from trichat.protocols.irc.wire.message import parse
from trichat.words.record import replace

PLAIN = b64encode(b"\0anna\0secret").decode()
ANNA = Credentials(account="anna", password="secret", private=True)


class Talk(Conversation):
    """A conversation with somebody who logs in."""

    def __init__(self, who: Credentials | None, *, private: bool = True) -> None:
        super().__init__(Settings(nick="anna"), username="a", account=Account(who, private=private))
        self.nonce = "nonce"

    def hear(self, *lines: str) -> list[str]:
        for line in lines:
            self.receive(parse(line), 1)
        return self.sent()

    def type(self, text: str) -> list[str]:
        handle_input(self, text, 1)
        return self.sent()

    def sent(self) -> list[str]:
        lines, self.lines = self.lines, []
        return [line for line in lines if not line.startswith(("JOIN", "CAP LS", "NICK", "USER"))]

    def shown(self) -> list[str]:
        items, self.items = self.items, []
        return [item.text for item in items]


def connected(who: Credentials | None) -> Talk:
    talk = Talk(who)
    talk.connected(1)
    return talk


def online(who: Credentials | None, offer: str = "", *, private: bool = True) -> Talk:
    talk = Talk(who, private=private)
    talk.connected(1)
    talk.hear(f":s CAP * LS :{offer}", ":s 001 anna :Welcome")
    talk.shown()
    return talk


def test_sasl_comes_before_the_welcome() -> None:
    """The negotiation ends when SASL is over; the person is told once that they are logged in."""
    talk = connected(ANNA)
    assert [] == talk.sent()
    assert ["CAP REQ :batch sasl"] == talk.hear(":s CAP * LS :sasl=PLAIN batch")
    assert ["AUTHENTICATE PLAIN"] == talk.hear(":s CAP * ACK :batch sasl")
    assert [f"AUTHENTICATE {PLAIN}"] == talk.hear("AUTHENTICATE +")
    ends = talk.hear(":s 900 anna anna!a@h anna :You are now logged in as anna", ":s 903 anna :ok")
    assert ["CAP END"] == ends
    assert ("anna", ["You are logged in as anna."]) == (talk.account.name, talk.shown())


def test_a_wrong_password_lets_one_in_without_the_account() -> None:
    """A wrong password is said, and not tried again after the next reconnection."""
    talk = connected(ANNA)
    talk.hear(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl", "AUTHENTICATE +")
    assert ["CAP END"] == talk.hear(":s 904 anna :SASL authentication failed")
    assert ["Not logged in as anna: SASL authentication failed"] == talk.shown()
    talk.lost(1)
    talk.connected(1)
    assert ["CAP END"] == talk.hear(":s CAP * LS :sasl=PLAIN")


def test_where_no_way_fits_it_goes_on_without() -> None:
    """Where no way to log in fits, the client goes on without, and says why."""
    talk = connected(replace(ANNA, private=False))
    talk.hear(":s CAP * LS :sasl=PLAIN")
    assert ["CAP END"] == talk.hear(":s CAP * ACK :sasl")
    assert "the connection is not encrypted" in talk.shown()[0]


def test_who_does_not_log_in_does_not_ask_for_sasl() -> None:
    """Without a login the client does not ask for SASL."""
    assert ["CAP END"] == connected(None).hear(":s CAP * LS :sasl=PLAIN")


def test_a_server_password() -> None:
    """PASS is the first line of all."""
    talk = Talk(replace(ANNA, how="pass"))
    talk.connected(1)
    assert "PASS secret" == talk.lines[0]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (ANNA, ["PRIVMSG NickServ :IDENTIFY secret"]),
        (replace(ANNA, account="owner"), ["PRIVMSG NickServ :IDENTIFY owner secret"]),
        (replace(ANNA, private=False), []),
        (replace(ANNA, private=False, how="nickserv"), ["PRIVMSG NickServ :IDENTIFY secret"]),
        (replace(ANNA, how="plain"), []),
    ],
)
def test_nickserv_where_there_is_no_sasl(who: Credentials, expected: list[str]) -> None:
    """Without SASL the client logs in with NickServ; not where somebody may listen, unless it has been named."""
    talk = connected(who)
    assert expected == talk.hear(":s CAP * LS :", ":s 001 anna :Welcome")[1:]


def test_nickserv_though_there_is_sasl() -> None:
    """The client logs in with NickServ in spite of SASL if it has been named."""
    talk = connected(replace(ANNA, how="nickserv"))
    assert ["PRIVMSG NickServ :IDENTIFY secret"] == talk.hear(":s CAP * LS :sasl=PLAIN", ":s 001 anna :Welcome")[1:]


def test_a_password_that_nickserv_repeats() -> None:
    """A password that NickServ repeats is not shown; the address and the name are."""
    talk = online(None)
    talk.type("/register secret a@b.c")
    talk.hear(":anna!a@h PRIVMSG NickServ :REGISTER secret a@b.c")
    talk.hear(":NickServ!n@s NOTICE anna :anna now has a@b.c and the password secret, no secrets")
    talk.hear(":bob!n@s PRIVMSG anna :secret")
    assert ["REGISTER •••", "anna now has a@b.c and the password •••, no secrets", "secret"] == talk.shown()
    assert ["bob"] == [entry.name for entry in talk.windows.all if entry.private]


def test_login_asks_for_the_password() -> None:
    """/login asks for the password, which is not in the command; an empty answer is none."""
    talk = online(None, "sasl=PLAIN")
    assert [] == talk.type("/login")
    assert talk.question is not None
    assert "Password of anna: " == talk.question.text
    assert [] == talk.type("")
    assert talk.question is None
    talk.type("/login owner")
    assert talk.question is not None
    assert ["CAP REQ :sasl"] == talk.type("secret")
    assert ["AUTHENTICATE PLAIN"] == talk.hear(":s CAP anna ACK :sasl")
    talk.hear("AUTHENTICATE +", ":s 903 anna :ok")
    assert (replace(ANNA, account="owner"), []) == (talk.account.credentials, talk.shown())
    assert ["AUTHENTICATE PLAIN"] == talk.type("/login owner secret")
    talk.type("/login owner")
    assert ["You are logging in already."] == talk.shown()


def test_a_server_that_takes_sasl_back() -> None:
    """A server that offers SASL and refuses it leaves one without a login, and another can be tried."""
    talk = online(None, "sasl=PLAIN")
    assert ["CAP REQ :sasl"] == talk.type("/login anna secret")
    talk.hear(":s CAP anna NAK :sasl")
    assert ["Not logged in: the server does not let us try."] == talk.shown()
    assert ["CAP REQ :sasl"] == talk.type("/login anna secret")


def test_a_login_that_fails_is_not_remembered() -> None:
    """A login that fails is not remembered, nor by a later success of another."""
    talk = online(ANNA, "sasl=PLAIN")
    talk.type("/login owner wrong")
    talk.hear(":s CAP anna ACK :sasl", "AUTHENTICATE +", ":s 904 anna :failed")
    assert ["Not logged in as owner: failed"] == talk.shown()
    assert talk.account.credentials is None


def test_login_through_nickserv() -> None:
    """/login goes through NickServ where there is no SASL, and is shown without the password."""
    talk = online(None)
    sent = talk.type("/login anna secret")
    assert ["PRIVMSG NickServ :IDENTIFY secret"] == sent
    talk.hear(":anna!a@h PRIVMSG NickServ :IDENTIFY secret")
    assert ["IDENTIFY •••"] == talk.shown()


def test_login_before_there_is_a_connection() -> None:
    """/login without a connection is done when there is one."""
    talk = Talk(None)
    talk.type("/login anna secret")
    assert ["You will log in as anna."] == talk.shown()
    assert talk.account.credentials == ANNA


def test_registering_with_the_server() -> None:
    """An account that is registered with the server (IRCv3) is logged in to after a reconnection."""
    talk = online(None, "draft/account-registration")
    talk.type("/register")
    assert ["REGISTER * * secret"] == talk.type("secret")
    talk.hear(":s REGISTER SUCCESS anna :Account created")
    assert ["Account created"] == talk.shown()
    assert talk.account.credentials == ANNA
    assert ["REGISTER * a@b.c pw"] == talk.type("/register pw a@b.c")
    assert ["VERIFY anna 1234"] == talk.type("/verify 1234")


def test_registering_with_nickserv() -> None:
    """NickServ wants an address for an account."""
    talk = online(None)
    assert [] == talk.type("/register") + talk.type("secret")
    assert talk.question == Question(
        text="Your mail address, which NickServ wants to have: ", before="/register secret ", secret=False
    )
    assert ["PRIVMSG NickServ :REGISTER secret a@b.c"] == talk.type("a@b.c")
    assert ["PRIVMSG NickServ :REGISTER pw a@b.c"] == talk.type("/register pw a@b.c")
    assert ["PRIVMSG NickServ :VERIFY REGISTER 1234"] == talk.type("/verify 1234")


def test_another_password() -> None:
    """Another password is asked for in secret."""
    talk = online(None)
    talk.type("/password")
    assert ["PRIVMSG NickServ :SET PASSWORD new"] == talk.type("new")
    talk = online(None, "draft/account-registration")
    assert ["PRIVMSG NickServ :SET PASSWORD new"] == talk.type("/password new")
    talk = online(None, "sasl=PLAIN")
    talk.type("/password new")
    assert ["Only who has logged in can change the password: /login"] == talk.shown()


@pytest.mark.parametrize("command", ["/register pw a@b.c", "/login anna pw", "/password pw"])
def test_no_password_where_somebody_may_listen(command: str) -> None:
    """No password is sent where somebody may listen, unless the person has said so."""
    talk = online(None, private=False)
    assert [] == talk.type(command)
    assert "The connection is not encrypted, so your password would go out in the clear" in talk.shown()[0]


@pytest.mark.parametrize("command", ["/register pw", "/verify 1", "/password pw"])
def test_what_needs_a_connection(command: str) -> None:
    """Commands of accounts that are about now are refused without a connection."""
    talk = Talk(None)
    assert [] == talk.type(command)
    assert ["Not connected yet: please try again when you are."] == talk.shown()


def test_the_account_is_a_name_too() -> None:
    """Who names an account and no name is not asked for one."""
    assert "owner" == Conversation(Settings(account="owner"), username="a").wanted_nick


def test_an_account_needs_a_name() -> None:
    """An account needs a name, its own or that of the person."""
    talk = Talk(None)
    talk.wanted_nick = ""
    talk.type("/login")
    assert ["Choose a name first."] == talk.shown()


def test_login_with_what_is_known() -> None:
    """After a login that was not possible at first, nobody has to type again."""
    talk = online(ANNA, "sasl=PLAIN")
    assert ["CAP REQ :sasl"] == talk.type("/login")


@pytest.mark.parametrize("command", ["/register pw nobody", "/verify", "/verify 1 2", "/resend now"])
def test_wrong_arguments(command: str) -> None:
    """Wrong arguments are answered with the usage."""
    talk = online(None)
    talk.type(command)
    assert talk.shown()[0].startswith("Usage: /")


def test_logged_out() -> None:
    """It is known that the services have logged one out."""
    talk = online(None)
    talk.hear(":s 900 anna anna!a@h anna :in", ":s 901 anna anna!a@h :out")
    assert ("", ["You are logged in as anna.", "You are not logged in any more."]) == (talk.account.name, talk.shown())
