"""What the mechanisms of SASL say."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.protocols import sasl
from trichat.protocols.sasl import NotUnderstood, Plain

ANNA = Plain(name="anna", password="tea time")


@pytest.mark.parametrize("text", ["\0anna\0tea time", "anna\0anna\0tea time"])
def test_plain(text: str) -> None:
    """A message of PLAIN may leave out as whom to act (RFC 4616)."""
    assert ANNA == sasl.read_plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "anna",
        "anna\0tea",
        "\0\0tea",
        "\0anna\0",
        "boris\0anna\0tea",
        "\0anna\0tea\0",
        "\0anna\0t\0ea",
    ],
)
def test_what_plain_is_not(text: str) -> None:
    """An empty name or password, a NUL too many, and another's authority are no PLAIN."""
    with pytest.raises(NotUnderstood):
        sasl.read_plain(text)


def test_external() -> None:
    """A message of EXTERNAL is a name, or nothing: the certificate says it all."""
    assert "" == sasl.read_external("")
    assert "anna" == sasl.read_external("anna")
    with pytest.raises(NotUnderstood):
        sasl.read_external("an\0na")


@pytest.mark.parametrize("data", ["!!!", "abc", "ab c=", "абв", "YQ==YQ==", "AGFubmEA/w=="])
def test_what_cannot_be_decoded(data: str) -> None:
    """Characters and lengths that base64 does not have, and bytes that are not UTF-8, are refused."""
    with pytest.raises(NotUnderstood):
        sasl.decode(data)


def test_nobody_reads_passwords_in_a_log() -> None:
    """The text of a record that holds a password leaves it out."""
    assert "tea" not in repr(ANNA)


@given(st.text(max_size=40))
def test_any_text(text: str) -> None:
    """Any text is understood or not, and nothing else happens."""
    for read in (sasl.read_plain, sasl.read_external, sasl.decode):
        with contextlib.suppress(NotUnderstood):
            read(text)
