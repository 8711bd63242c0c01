"""What IRC users are told of accounts, by NickServ where they have asked it."""

import pytest

from tests.protocols.irc.conftest import lines
from trichat.words import events as ev
from trichat.words.events import Refused
from trichat.words.reasons import Reason

NS = "NICKSERV"
FROM = ":NickServ!NickServ@irc.x NOTICE anna :"


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
    """Who asked NickServ is answered in its sentences; others as the specifications have it."""
    assert [line] == lines(event)


def test_logging_in() -> None:
    """A login is told by 900, and by 903 at the end of SASL."""
    event = ev.LoggedIn(account="ann", mask="*!*@h")
    first = ":irc.x 900 * *!*@h ann :You are now logged in as ann"
    assert [first] == lines(event, "*")
    sasl = ev.LoggedIn(account="ann", mask="*!*@h", sasl=True)
    assert ["900", "903"] == [line.split()[1] for line in lines(sasl, "*")]
