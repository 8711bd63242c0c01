"""Whom a mask fits."""

import pytest

from trichat.chat.core import masks
from trichat.words.events import Source
from trichat.words.reasons import Reason


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
        ("A:anna", "a:anna"),
        ("account:anna", "a:anna"),
        ("M:~A:anna", "m:a:anna"),
        ("127.0.0.*", "*!*@127.0.0.0/24"),
        ("bob!*@10.*.*.*", "bob!*@10.0.0.0/8"),
        ("m:192.168.*", "m:*!*@192.168.0.0/16"),
        ("2001:db8:*", "*!*@2001:db8::/32"),
        ("::1", "*!*@::1"),
        (":1", "*!*@::1"),
        ("[::1]", "*!*@::1"),
        ("[2001:db8::]/32", "*!*@2001:db8::/32"),
        ("fe80::1%eth0", "*!*@fe80::1"),
        ("::ffff:10.1.2.0/120", "*!*@10.1.2.0/24"),
        ("*!*@1234*", "*!*@1234*"),
    ],
)
def test_masks_are_completed(text: str, mask: str) -> None:
    """However much of a mask is given, the rest is filled in, a network is written as one; and a whole mask stays."""
    assert mask == masks.normal_mask(text)
    assert mask == masks.normal_mask(mask)


@pytest.mark.parametrize(
    "text",
    [
        *("", "a:", "m:", "m:m:x", "m:a:", "two words", ":x", "#room", "b:b", "x!y!z@h", "a@b@c", "~q:bob", "$a"),
        *("~bob", "*!~bob@*", "a:x!y@z", "x" * 41, "?" * 41, f"*!{'x' * 17}@*", f"*!*@{'x' * 64}", "*!*@bob's"),
    ],
)
def test_masks_that_fit_nobody(text: str) -> None:
    """A mask that nobody who comes in could fit is refused: it would be confirmed, and do nothing."""
    with pytest.raises(masks.MaskNotAllowed) as caught:
        masks.normal_mask(text)
    assert Reason.MASK is caught.value.reason


@pytest.mark.parametrize(
    "text", ["127.0.0.2/33", "300.1.1.1", "1.2.3", "10.?.1.1", "127.0.0.1:80", "2001:db8::*", "::/129"]
)
@pytest.mark.parametrize("form", ["{}", "*!*@{}", "m:bob!*@{}"])
def test_addresses_that_are_none(text: str, form: str) -> None:
    """What looks like an address and is none is refused, wherever it stands."""
    with pytest.raises(masks.MaskNotAllowed) as caught:
        masks.normal_mask(form.format(text))
    assert Reason.MASK_ADDRESS is caught.value.reason


def test_long_masks() -> None:
    """A mask that is too long is refused, for cut it would mean something else."""
    assert masks.normal_mask("*" * masks.MASK_BYTES)
    with pytest.raises(masks.MaskNotAllowed) as caught:
        masks.normal_mask("*" * masks.MASK_BYTES + "x")
    assert (Reason.MASK_TOO_LONG, str(masks.MASK_BYTES)) == (caught.value.reason, caught.value.detail)


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
