"""Whom a mask fits."""

import pytest

from trichat.chat import bans
from trichat.chat.people import Session, User
from trichat.words.events import Source


def user(address: str = "", account: str = "") -> User:
    source = Source(nick="Боб", username="bob", host="4f.hidden", account=account)
    made = User(key="боб", source=source, realname="", identity="~1", since=0)
    made.sessions.append(Session("4f.hidden", address=address))
    return made


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("bob", "bob!*@*"),
        ("bob!x", "bob!x@*"),
        ("x@host", "*!x@host"),
        ("bob!x@host", "bob!x@host"),
        ("@", "*!*@*"),
        ("4f.hidden", "*!*@4f.hidden"),
        ("10.0.0.7", "*!*@10.0.0.7"),
        ("10.0.0.0/8", "*!*@10.0.0.0/8"),
        ("2001:db8::/32", "*!*@2001:db8::/32"),
        ("a:anna", "a:anna"),
        ("$a:anna", "a:anna"),
        ("~a:anna", "a:anna"),
        ("m:bob", "m:bob!*@*"),
        ("m:a:anna", "m:a:anna"),
        ("~m:~a:anna", "m:a:anna"),
        ("x\x1b[1my", "xy!*@*"),
        *[(nothing, "") for nothing in ("", "a:", "m:", "m:m:x", "m:a:", "two words", ":x")],
    ],
)
def test_masks_are_completed(text: str, mask: str) -> None:
    """However much of it is given; what is none is empty; and what is complete stays as it is."""
    assert mask == bans.normal_mask(text)
    assert mask == bans.normal_mask(mask)


@pytest.mark.parametrize(
    ("mask", "fits"),
    [
        ("БОБ!*@*", True),
        ("anna!*@*", False),
        ("*!bob@*", True),
        ("*!*@*.HIDDEN", True),
        ("*!*@10.1.2.3", True),
        ("*!*@10.0.0.0/8", True),
        ("анна!*@10.0.0.0/8", False),
        ("*!*@11.0.0.0/8", False),
        ("*!*@2001:db8::/32", False),
        ("a:*", False),
    ],
)
def test_masks_fit(mask: str, fits: bool) -> None:
    """By what others see, or by the address that they do not see; case does not count."""
    assert fits is bans.fits(mask, user("10.1.2.3"))


def test_addresses_in_ipv6() -> None:
    """Those of IPv4 in IPv6 are the same as in IPv4; what is no address fits nothing."""
    assert bans.fits("*!*@10.0.0.0/8", user("::ffff:10.1.2.3"))
    assert bans.fits("*!*@fe80::/10", user("fe80::1%eth0"))
    assert not bans.fits("*!*@10.0.0.0/8", user(""))


def test_accounts_fit() -> None:
    """Only those who are logged in have one, whatever their name is."""
    assert bans.fits("a:БОБ", user(account="боб"))
    assert bans.fits("a:*", user(account="anna"))
    assert not bans.fits("a:боб", user())


def test_sameness() -> None:
    """Case does not count."""
    assert bans.same("BOB!*@*", "bob!*@*")
    assert not bans.same("bob!*@*", "bob!*@x")
