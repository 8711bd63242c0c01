"""What can be a password."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.words.passwords import PASSWORD_BYTES, PasswordNotAllowed, check_new, gives_away, is_email, prepare
from trichat.words.reasons import Reason


def test_the_same_password_from_another_keyboard() -> None:
    """Composed or not, with whatever space: it is one password (RFC 8265, OpaqueString)."""
    assert "\u00e9t\u00e9 tea" == check_new("e\u0301te\u0301\u00a0tea")


def test_case_and_spaces_count() -> None:
    """Nothing is taken from a password."""
    assert " TeaTime " == check_new(" TeaTime ")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", Reason.PASSWORD_TOO_SHORT),
        ("12345", Reason.PASSWORD_TOO_SHORT),
        ("x" * (PASSWORD_BYTES + 1), Reason.PASSWORD_TOO_LONG),
        ("я" * (PASSWORD_BYTES // 2 + 1), Reason.PASSWORD_TOO_LONG),
        ("tea\0time", Reason.PASSWORD_CHARACTER),
        ("tea\ntime", Reason.PASSWORD_CHARACTER),
        ("tea \ud800 time", Reason.PASSWORD_CHARACTER),
    ],
)
def test_what_can_be_none(password: str, reason: Reason) -> None:
    """Refused when it is chosen; at a login it is a wrong one."""
    with pytest.raises(PasswordNotAllowed) as caught:
        check_new(password)
    assert reason is caught.value.reason


def test_the_longest() -> None:
    """600 bytes are taken, wherever they are asked for; at a login more are not even looked at."""
    assert "x" * PASSWORD_BYTES == check_new("x" * PASSWORD_BYTES) == prepare("x" * PASSWORD_BYTES)
    assert "" == prepare("x" * (PASSWORD_BYTES + 1))


@given(st.text())
def test_preparing_is_total(password: str) -> None:
    """Any text is a password or none; and a password that has been prepared stays as it is."""
    prepared = prepare(password)
    assert prepared == prepare(prepared)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a@b.c", True),
        ("анна@пример.рф", True),
        ("a@", False),
        ("@b", False),
        ("a b@c", False),
        ("a@b@c", False),
        ("a@b\x07", False),
        ("x" * 65 + "@b", False),
        ("", False),
    ],
)
def test_addresses(text: str, expected: bool) -> None:
    """Something, an @, something."""
    assert expected is is_email(text)


@pytest.mark.parametrize(
    "text",
    [
        " /login anna tea",
        "  /login tea",
        "\t/register tea a@b.c",
        " / login x",
        " /PASSWORD a b",
        " /identify tea",
        " /msg NickServ identify tea",
        " /quote PASS tea",
        " /oper anna tea",
        " /ns identify tea",
    ],
)
def test_passwords_that_were_about_to_be_said(text: str) -> None:
    """A space before the slash makes a command a line for all to read."""
    assert gives_away(text)


@pytest.mark.parametrize("text", ["/login anna tea", " /login", " login anna tea", " /who", " /msg anna hi", "", " "])
def test_what_may_be_said(text: str) -> None:
    """Whoever has typed a slash at the beginning and still says it, means it; other commands are no secrets."""
    assert not gives_away(text)
