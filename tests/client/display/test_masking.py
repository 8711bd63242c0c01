"""Passwords are found in what is typed and shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from trichat.client.display import masking


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("/login anna pass word", "/login •••• •••• ••••"),
        ("/register pw a@b.c", "/register •• •••••"),
        ("/PASSWORD  new", "/PASSWORD  •••"),
        ("/raw PASS secret", "/raw PASS ••••••"),
        ("/oper admin secret", "/oper ••••• ••••••"),
        ("/msg NickServ identify secret", "/msg NickServ identify ••••••"),
        ("/msg NickServ IDENTIFY anna secret", "/msg NickServ IDENTIFY •••• ••••••"),
        ("/msg Q@CServe.quakenet.org AUTH a b", "/msg Q@CServe.quakenet.org AUTH • •"),
        ("/query nickserv set password x", "/query nickserv set password •"),
        ("/msg NickServ help", "/msg NickServ help"),
        ("/msg bob identify yourself", "/msg bob identify yourself"),
        ("identify secret", "identify secret"),
        ("/login", "/login"),
        ("/loginx y", "/loginx y"),
    ],
)
def test_what_is_typed(line: str, shown: str) -> None:
    """From where a password may begin, nothing of what is typed can be read."""
    assert shown == masking.mask_line(line)


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("NickServ", "IDENTIFY anna secret", "IDENTIFY •••"),
        ("nickserv", "set password secret", "set password •••"),
        ("Q", "AUTH a b", "AUTH •••"),
        ("NickServ", "HELP", "HELP"),
        ("bob", "identify yourself", "identify yourself"),
        ("NickServ", "identify", "identify"),
    ],
)
def test_what_was_said_to_a_service(name: str, text: str, shown: str) -> None:
    """A password that was said to a service is neither shown nor logged, not even how long it is."""
    assert shown == masking.mask_message(name, text)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("NickServ", "REGISTER secret a@b.c", ["secret"]),
        ("NickServ", "IDENTIFY anna secret", ["anna", "secret"]),
        ("NickServ", "HELP", []),
        ("bob", "identify yourself", []),
    ],
)
def test_which_words_may_be_a_password(name: str, text: str, words: list[str]) -> None:
    """Every word behind such a command may be a password, but for addresses."""
    assert words == masking.secrets(name, text)


def test_an_answer_without_the_password() -> None:
    """The password is taken out of an answer as a whole word, whatever signs are in it."""
    assert "with •••, not ••• or a-b or a.bc" == masking.mask_words("with a.b, not a.b or a-b or a.bc", ["a.b", "x"])


@given(some.text(alphabet="/loginregstrmv NickServ pw", max_size=40))
def test_a_hidden_line_is_as_long(line: str) -> None:
    """A hidden line is as long as it was, so that the cursor stays where it is."""
    assert len(line) == len(masking.mask_line(line))
