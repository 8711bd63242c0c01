"""What the mechanisms of SASL say."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.protocols import sasl
from trichat.protocols.sasl import NotUnderstood, Plain

ANNA = Plain(name="anna", password="tea time")


@pytest.mark.parametrize("data", [b"\0anna\0tea time", b"anna\0anna\0tea time"])
def test_plain(data: bytes) -> None:
    """RFC 4616: as whom to act may be left out."""
    assert ANNA == sasl.read_plain(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"anna",
        b"anna\0tea",
        b"\0\0tea",
        b"\0anna\0",
        b"boris\0anna\0tea",
        b"\0anna\0tea\0",
        b"\0anna\0t\0ea",
        b"\0anna\0\xff",
    ],
)
def test_what_plain_is_not(data: bytes) -> None:
    """An empty name or password, a NUL too many, another's authority, other than UTF-8."""
    with pytest.raises(NotUnderstood):
        sasl.read_plain(data)


def test_external() -> None:
    """A name, or nothing: the certificate says it all."""
    assert "" == sasl.read_external(b"")
    assert "anna" == sasl.read_external(b"anna")
    for data in (b"an\0na", b"\xff"):
        with pytest.raises(NotUnderstood):
            sasl.read_external(data)


@pytest.mark.parametrize("text", ["!!!", "abc", "ab c=", "абв", "YQ==YQ=="])
def test_what_is_not_base64(text: str) -> None:
    """Characters and lengths that base64 does not have."""
    with pytest.raises(NotUnderstood):
        sasl.decode(text)


def test_nobody_reads_passwords_in_a_log() -> None:
    """The text of a record that holds one leaves it out."""
    assert "tea" not in repr(ANNA)


@given(st.binary(max_size=40))
def test_any_bytes(data: bytes) -> None:
    """They are understood or not, and nothing else happens."""
    for read in (sasl.read_plain, sasl.read_external):
        with contextlib.suppress(NotUnderstood):
            read(data)
