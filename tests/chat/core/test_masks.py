"""Whom a mask fits."""

import pytest

from trichat.chat.core import masks
from trichat.words.events import Source


def fits(mask: str, address: str = "", account: str = "") -> bool:
    source = Source(nick="Боб", username="bob", host="4f.hidden", account=account)
    return masks.fits(mask, source, [address])


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
    """However much of a mask is given, the rest is filled in; what is no mask is empty, and a whole one stays."""
    assert mask == masks.normal_mask(text)
    assert mask == masks.normal_mask(mask)


@pytest.mark.parametrize(
    ("mask", "fitting"),
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
def test_masks_fit(mask: str, fitting: bool) -> None:
    """A mask fits by what others see, or by the address that they do not see; case does not count."""
    assert fitting is fits(mask, "10.1.2.3")


def test_addresses_in_ipv6() -> None:
    """An IPv4 address written in IPv6 is the same address; what is no address fits nothing."""
    assert fits("*!*@10.0.0.0/8", "::ffff:10.1.2.3")
    assert fits("*!*@fe80::/10", "fe80::1%eth0")
    assert not fits("*!*@10.0.0.0/8", "")


def test_accounts_fit() -> None:
    """A mask of accounts fits those who are logged in only, whatever their name is."""
    assert fits("a:БОБ", account="боб")
    assert fits("a:*", account="anna")
    assert not fits("a:боб")


def test_sameness() -> None:
    """Two masks that differ in case are the same mask."""
    assert masks.same("BOB!*@*", "bob!*@*")
    assert not masks.same("bob!*@*", "bob!*@x")
