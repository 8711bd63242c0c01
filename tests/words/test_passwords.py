"""What can be a password."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scramp import utils

from trichat.words.passwords import (
    MOST_FORMS,
    PASSWORD_BYTES,
    PasswordNotAllowed,
    check_new,
    forms,
    gives_away,
    is_email,
    prepare,
    saslprep,
)
from trichat.words.reasons import Reason


def test_the_same_password_from_another_keyboard() -> None:
    """A password is one, composed or not, with whatever space (RFC 8265, OpaqueString)."""
    assert "\u00e9t\u00e9 tea" == prepare("e\u0301te\u0301\u00a0tea")


def test_case_and_spaces_count() -> None:
    """Case and spaces of a password count: nothing is taken from it."""
    assert (" TeaTime ",) == check_new(" TeaTime ")


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
    """What can be no password is refused when it is chosen; at a login it is a wrong one."""
    with pytest.raises(PasswordNotAllowed) as caught:
        check_new(password)
    assert reason is caught.value.reason


def test_the_longest() -> None:
    """Passwords of 600 bytes are taken; at a login more are not even looked at."""
    assert ("x" * PASSWORD_BYTES,) == check_new("x" * PASSWORD_BYTES)
    assert "" == prepare("x" * (PASSWORD_BYTES + 1))


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("tea time", ("tea time",)),
        ("чай-чай", ("чай-чай",)),
        ("m²-key-long", ("m²-key-long", "m2-key-long")),
        ("ｍｙ\u3000ｋｅｙ", ("ｍｙ ｋｅｙ", "my key", "ｍｙ\u3000ｋｅｙ")),
        ("e\u0301te\u0301", ("\u00e9t\u00e9", "e\u0301te\u0301")),
        ("²e\u0301\u00a0", ("²\u00e9 ", "2\u00e9 ", "²\u00e9\u00a0", "²e\u0301\u00a0")),
        ("\u1806" * 6, ("\u1806" * 6,)),  # SASLprep makes it the empty password, which nobody shall get in with
        ("tea\0time", ()),
    ],
)
def test_the_forms_of_a_password(password: str, expected: tuple[str, ...]) -> None:
    """The forms of a password are as it is compared, as SCRAM prepares it, and as it is typed, each once."""
    assert expected == forms(password)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("I\u00adX", "IX"), ("user", "user"), ("USER", "USER"), ("\u00aa", "a"), ("\u2168", "IX"), ("a\u00a0b", "a b")],
)
def test_the_examples_of_saslprep(text: str, expected: str) -> None:
    """SASLprep makes of the examples of RFC 4013, section 3, what stands there."""
    assert expected == saslprep(text)


def test_characters_after_unicode_3_2_stay_as_they_are() -> None:
    """SASLprep leaves characters after Unicode 3.2 (RFC 4013, section 2.5), which NFKC changes today."""
    assert "\U0001f130" == saslprep("\U0001f130")


@given(st.text())
def test_saslprep_is_what_others_make_of_it(text: str) -> None:
    """Where an implementation by others refuses a text, ours does not."""
    try:
        expected = utils.saslprep(text)
    except utils.ScramException:
        return
    assert expected == saslprep(text)


@given(st.text())
def test_all_forms_are_one_password(text: str) -> None:
    """All forms of a password are the same compared or proved; they are few, and none is empty."""
    found = forms(text)
    assert len(found) <= MOST_FORMS
    assert all(found)
    assert {prepare(text)} == {found[0]} if found else not prepare(text)
    assert all(prepare(form) == found[0] or form == saslprep(text) for form in found)


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
    """An address is something, an @, and something."""
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
    """A space before the slash, which makes a line for all of a command with a password, is noticed."""
    assert gives_away(text)


@pytest.mark.parametrize("text", ["/login anna tea", " /login", " login anna tea", " /who", " /msg anna hi", "", " "])
def test_what_may_be_said(text: str) -> None:
    """Who has typed a slash at the beginning and still says it means it; other commands are no secrets."""
    assert not gives_away(text)
