"""What the command line and the running server say to each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.errors import ProtocolError
from trichat.protocols import control
from trichat.protocols.control import Told
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Refused
from trichat.words.reasons import Reason

TEXT = st.text(st.characters(codec="utf-8"))
REQUESTS = st.one_of(
    st.builds(ask.AddAccount, name=TEXT, password=TEXT, email=TEXT),
    st.builds(ask.Appoint, name=TEXT, operator=st.booleans()),
    st.just(ask.ListAccounts()),
)


@given(REQUESTS)
def test_requests_arrive_as_they_are(request_: ask.AdminRequest) -> None:
    """A request is one line and arrives as it is, whatever is in it."""
    line = control.write_request(request_)
    assert 1 == line.count(b"\n")
    assert request_ == control.read_request(line)


def test_the_longest_request_fits() -> None:
    """The longest request, a password of 600 bytes that are all escaped, fits."""
    request = ask.AddAccount(name="x" * 40, password="\x01" * 600, email="x" * 254)
    assert len(control.write_request(request)) <= control.LINE_BYTES


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"[]",
        b'{"ask":"Say","about":{}}',
        b'{"ask":"Appoint","about":{"name":1}}',
        b'{"ask":"Appoint"}',
        b"\xff",
        b'{"ask":"AddAccount","about":{"name":"x"}}',
    ],
)
def test_what_is_no_request(line: bytes) -> None:
    """Only what those who run the server can ask is a request, with all that it needs."""
    with pytest.raises(ProtocolError, match=r"^That is no request"):
        control.read_request(line)


def test_answers() -> None:
    """An answer is sentences, and whether it was done; several answers to one request are one."""
    dialect = control.ControlDialect()
    added = dialect.answer(ev.AccountAdded(account="anna"), "")
    refused = dialect.answer(Refused(reason=Reason.NO_SUCH_ACCOUNT, about="boris"), "")
    facts = {"account": "anna"}
    assert Told(done=True, lines=("There is an account anna now.",), facts=facts) == control.read_told(added)
    both = ("There is an account anna now.", "There is no account boris.")
    facts["reason"] = "no_such_account"
    assert Told(done=False, lines=both, facts=facts) == control.read_told(added + refused)
    assert b"" == dialect.answer(ev.Farewell(reason="bye"), "")


def test_what_is_no_answer() -> None:
    """What another version of the server may say is no answer."""
    with pytest.raises(ProtocolError, match="does not understand"):
        control.read_told(b"hello\n")
