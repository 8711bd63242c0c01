"""What IRC users ask of NickServ."""

import pytest

from trichat.protocols.irc.answers import ServerFacts, write
from trichat.protocols.irc.reader import IrcReader
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Refused, Source
from trichat.words.reasons import Reason
from trichat.words.requests import Request

NS = "NICKSERV"
FACTS = ServerFacts(server="irc.x", network="net", version="1", started="now", topic_bytes=300, most_rooms=100)
HELP = ask.InTurn(event=Refused(reason=Reason.SERVICE_COMMAND, command=NS))
FROM = ":NickServ!NickServ@irc.x NOTICE anna :"


@pytest.mark.parametrize(
    ("said", "request_"),
    [
        ("REGISTER tea", ask.Register(password="tea", command=NS)),
        ("register tea a@b.c", ask.Register(password="tea", email="a@b.c", command=NS)),
        ("IDENTIFY tea", ask.LogIn(password="tea", command=NS)),
        ("identify anna tea", ask.LogIn(name="anna", password="tea", command=NS)),
        ("LOGOUT", ask.LogOut(command=NS)),
        ("SET PASSWORD Tea", ask.ChangePassword(new="Tea", command=NS)),
        ("PASSWD old new new", ask.ChangePassword(old="old", new="new", command=NS)),
        ("SET MULTICLIENT OFF", ask.ShareName(several=False)),
        ("set multiclient on", ask.ShareName(several=True)),
        ("CERT", ask.Certificates(command=NS)),
        ("CERT LIST", ask.Certificates(command=NS)),
        ("CERT ADD ab", ask.Certificates(add=True, fingerprint="ab", command=NS)),
        ("cert del ab", ask.Certificates(remove=True, fingerprint="ab", command=NS)),
        *((said, HELP) for said in ("", "HELP", "REGISTER", "IDENTIFY", "SET", "SET X Y", "PASSWD x", "CERT X")),
    ],
)
@pytest.mark.parametrize("start", ["NS ", "NICKSERV :", "PRIVMSG NickServ :"])
def test_commands(start: str, said: str, request_: Request) -> None:
    """As on other networks, with a command of their own or as a message; what is none is explained."""
    if said or not start.startswith("PRIVMSG"):
        assert [request_] == IrcReader().feed(f"{start}{said}\r\n".encode())


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (ev.Registered(account="anna", command=NS), FROM + "The nickname anna is yours now"),
        (ev.Registered(account="anna"), ":irc.x REGISTER SUCCESS anna :The name is yours now"),
        (ev.PasswordChanged(account="anna"), FROM + "The password of anna is another one now"),
        (ev.CertificatesListed(fingerprints=("ab",)), FROM + "ab logs in to your account"),
        (ev.CertificatesListed(fingerprints=()), FROM + "No certificate logs in to your account"),
        (ev.NameShared(several=False), FROM + "Only one connection can be here under your name"),
        (Refused(reason=Reason.WRONG_PASSWORD, command=NS), FROM + "Password incorrect"),
        (
            Refused(reason=Reason.PASSWORD_TOO_SHORT, about="anna", detail="6", command=NS),
            FROM + "A password has at least 6 characters",
        ),
        (
            Refused(reason=Reason.PASSWORD_TOO_SHORT, about="anna", detail="6", command="REGISTER"),
            ":irc.x FAIL REGISTER WEAK_PASSWORD anna :A password has at least 6 characters",
        ),
        (ev.LoggedOut(mask="a!b@c"), ":irc.x 901 anna a!b@c :You are now logged out"),
        (ev.Challenged(data=b"x"), "AUTHENTICATE eA=="),
        (ev.MechanismsListed(mechanisms=("A", "B")), ":irc.x 908 anna A,B :are available SASL mechanisms"),
    ],
)
def test_answers(event: ev.Event, line: str) -> None:
    """In sentences from NickServ to whoever asked NickServ; else as the specifications have it."""
    assert [line] == write(event, "anna", FACTS, frozenset())


def test_a_room_one_is_in_already() -> None:
    """It is told as a JOIN, with the account for whoever wants it."""
    source = Source(nick="anna", username="a", host="h", account="ann")
    event = ev.AlreadyIn(joined=ev.Joined(id=1, source=source, place="#a", target="#A", realname="Anna"))
    assert [":anna!a@h JOIN #A"] == write(event, "anna", FACTS, frozenset())
    assert [":anna!a@h JOIN #A ann :Anna"] == write(event, "anna", FACTS, frozenset({"extended-join"}))


def test_logging_in() -> None:
    """900, and 903 at the end of SASL."""
    event = ev.LoggedIn(account="ann", mask="*!*@h")
    first = ":irc.x 900 * *!*@h ann :You are now logged in as ann"
    assert [first] == write(event, "*", FACTS, frozenset())
    sasl = ev.LoggedIn(account="ann", mask="*!*@h", sasl=True)
    assert ["900", "903"] == [line.split()[1] for line in write(sasl, "*", FACTS, frozenset())]
