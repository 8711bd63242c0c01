"""What IRC users ask of NickServ."""

import pytest

from trichat.protocols.irc.reader import IrcReader
from trichat.words import requests as ask
from trichat.words.events import Refused
from trichat.words.reasons import Reason
from trichat.words.requests import Request

NS = "NICKSERV"
HELP = ask.InTurn(event=Refused(reason=Reason.SERVICE_COMMAND, command=NS))


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
    """NickServ is asked by a command or by a message, as on other networks; what is no command of it is explained."""
    if said or not start.startswith("PRIVMSG"):
        assert [request_] == IrcReader().feed(f"{start}{said}\r\n".encode())
