"""AUTHENTICATE in pieces."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.protocols.irc.reader import IrcReader
from trichat.protocols.irc.wire.sasl_chunks import MOST_PIECES, PIECE, Pieces, PieceTooLong, TooManyPieces, cut
from trichat.words import requests as ask
from trichat.words.events import Refused
from trichat.words.reasons import Reason
from trichat.words.requests import Request


@given(st.binary(max_size=MOST_PIECES * 300 - 1))
def test_what_is_cut_is_put_together_again(data: bytes) -> None:
    """Data is cut into pieces of 400, then a shorter one, `+` if nothing is left (IRCv3 sasl-3.1)."""
    *first, last = cut(data)
    assert {PIECE} >= {len(piece) for piece in first}
    assert len(last) < PIECE
    pieces = Pieces()
    assert {None} >= {pieces.take(piece) for piece in first}
    assert base64.b64encode(data).decode() == pieces.take(last)


@given(st.lists(st.text(st.sampled_from("+*aA/="), max_size=3) | st.just("x" * PIECE) | st.just("x" * (PIECE + 1))))
def test_pieces_are_bounded(sent: list[str]) -> None:
    """What is held and given is never longer than the answer to any mechanism, whatever is sent."""
    pieces = Pieces()
    for piece in sent:
        try:
            text = pieces.take(piece)
        except (PieceTooLong, TooManyPieces):
            continue
        assert len(text or "") <= MOST_PIECES * PIECE


def test_a_full_answer_ends_with_a_plus() -> None:
    """The most data that there can be ends with a plus, and is not too much."""
    pieces = Pieces()
    for _ in range(MOST_PIECES):
        assert None is pieces.take("x" * PIECE)
    assert "x" * PIECE * MOST_PIECES == pieces.take("+")


def test_too_much() -> None:
    """Too long a piece, or too many, is refused; what came before is forgotten, so another try begins anew."""
    pieces = Pieces()
    pieces.take("x" * PIECE)
    with pytest.raises(PieceTooLong):
        pieces.take("x" * (PIECE + 1))
    assert "PLAIN" == pieces.take("PLAIN")
    for _ in range(MOST_PIECES):
        pieces.take("x" * PIECE)
    with pytest.raises(TooManyPieces):
        pieces.take("x")
    assert "PLAIN" == pieces.take("PLAIN")


def sent(*lines: str) -> list[Request]:
    return IrcReader().feed("".join(line + "\r\n" for line in lines).encode())


def test_what_the_hub_gets() -> None:
    """The hub gets whole answers, `*` as the end of it all, and what was too long."""
    full = "x" * PIECE
    assert [ask.Authenticate(text="PLAIN")] == sent("AUTHENTICATE PLAIN")
    assert [ask.Authenticate(text="")] == sent("AUTHENTICATE +")
    assert [ask.Authenticate(text=full + "yy")] == sent(f"AUTHENTICATE {full}", "AUTHENTICATE yy")
    assert [ask.StopAuthenticating(), ask.Authenticate(text="yy")] == sent(
        f"AUTHENTICATE {full}", "AUTHENTICATE *", "AUTHENTICATE yy"
    )
    assert [ask.StopAuthenticating(reason=Reason.SASL_TOO_LONG)] == sent(f"AUTHENTICATE {full}x")
    failed, again = ask.StopAuthenticating(reason=Reason.SASL_FAILED), ask.Authenticate(text="PLAIN")
    assert [failed, again] == sent(*[f"AUTHENTICATE {full}"] * 9, "AUTHENTICATE PLAIN")  # told once
    assert [failed, again] == sent(*[f"AUTHENTICATE {full}"] * 4, "AUTHENTICATE yy", "AUTHENTICATE PLAIN")
    missing = Refused(reason=Reason.MISSING_ARGUMENTS, about="AUTHENTICATE", command="AUTHENTICATE")
    assert [ask.InTurn(event=missing)] == sent("AUTHENTICATE")


def test_who_logs_in_before_they_are_in() -> None:
    """It is said for the answer, as far as it is known; who is in already is known."""
    assert [ask.Authenticate(text="PLAIN")] == sent("AUTHENTICATE PLAIN")
    anna = ask.Introduce(name="anna")
    assert [anna, ask.Authenticate(text="PLAIN")] == sent("NICK anna", "AUTHENTICATE PLAIN")
    whole = ask.Introduce(name="anna", username="a")
    asked = sent("CAP LS", "NICK anna", "USER a 0 * A", "AUTHENTICATE PLAIN")
    assert [whole, ask.Authenticate(text="PLAIN")] == asked[1:]
    assert [ask.Authenticate(text="PLAIN")] == sent("NICK anna", "USER a 0 * A", "AUTHENTICATE PLAIN")[1:]


def test_pass() -> None:
    """`PASS name:password` logs in just before one comes in; any other PASS is the password of the server."""
    enter = ask.Enter(name="anna", username="a", realname="A")
    lines = ("NICK anna", "USER a 0 * A")
    logs_in = ask.LogIn(name="ann", password="tea:time", command="PASS")
    assert [ask.Introduce(name="anna", username="a"), logs_in, enter] == sent("PASS ann:tea:time", *lines)
    assert [ask.Admit(password="tea"), enter] == sent("PASS tea", *lines)
    assert [ask.Admit(password=":"), enter] == sent("PASS ::", *lines)
    assert [enter] == sent("PASS :", *lines)
    late = ask.InTurn(event=Refused(reason=Reason.ALREADY_ENTERED, command="PASS"))
    assert [enter, late] == sent(*lines, "PASS a:b")


def test_register() -> None:
    """REGISTER of `*` is of one's own name, or the one asked for, with no address (draft/account-registration)."""
    nameless = ask.Register(password="tea", email="a@b.c")
    assert [nameless] == sent("REGISTER * a@b.c tea")
    anna = ask.Introduce(name="anna")
    assert [anna, ask.Register(name="anna", password="tea")] == sent("NICK anna", "REGISTER * * tea")
    assert [anna, ask.Register(name="ann", password="tea time")] == sent("NICK anna", "REGISTER ann * :tea time")
    assert nameless == sent("NICK anna", "USER a 0 * A", "REGISTER * a@b.c tea")[-1]
    assert [ask.InTurn(event=Refused(reason=Reason.VERIFY, about="anna", command="VERIFY"))] == sent("VERIFY anna 1")
