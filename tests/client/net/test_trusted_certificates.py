"""Certificates that are trusted on first use."""

import re
from pathlib import Path

import pytest

from trichat.client.net.connector import Pins, default_path, fingerprint
from trichat.errors import StartError


@pytest.fixture
def pins(tmp_path: Path) -> Pins:
    return Pins(tmp_path / "folder" / "trusted")


def test_the_first_certificate_is_trusted_from_then_on(pins: Pins) -> None:
    """By every later client; a server is a host and a port, however the host is written."""
    assert pins.check("chat.example", 6697, b"one")
    assert not pins.check("Chat.Example", 6697, b"one")
    assert pins.check("chat.example", 6698, b"two")
    assert not Pins(pins.path).check("chat.example", 6698, b"two")
    assert 0o600 == pins.path.stat().st_mode & 0o777
    assert 3 == len(pins.path.read_text().splitlines())


def test_another_certificate_is_refused(pins: Pins) -> None:
    """Both are shown, and what to do if all is well."""
    pins.check("chat.example", 6697, b"one")
    with pytest.raises(StartError) as caught:
        pins.check("chat.example", 6697, b"two")
    sentence = str(caught.value)
    assert sentence.startswith("chat.example port 6697 shows another certificate than the one you trusted")
    assert f"Before: {fingerprint(b'one')}" in sentence
    assert f"Now: {fingerprint(b'two')}" in sentence
    assert sentence.endswith(f"out of {pins.path}")
    assert not pins.check("chat.example", 6697, b"one")


def test_a_fingerprint_is_as_openssl_writes_it() -> None:
    """So that people can compare."""
    assert re.fullmatch("([0-9A-F]{2}:){31}[0-9A-F]{2}", fingerprint(b""))
    assert fingerprint(b"").startswith("E3:B0:C4:42")


def test_others_cannot_read_a_file_that_they_could(pins: Pins) -> None:
    """Adding to it takes their permission away; lines that are none are passed over."""
    pins.path.parent.mkdir()
    pins.path.write_text("# mine\n\nchat.example 6697\n")
    pins.path.chmod(0o644)
    assert pins.check("chat.example", 6697, b"one")
    assert 0o600 == pins.path.stat().st_mode & 0o777
    assert pins.path.read_text().startswith("# mine\n")


def test_a_file_that_cannot_be_used_trusts_nobody(pins: Pins, tmp_path: Path) -> None:
    """Rather no connection than one that anybody can listen to."""
    (tmp_path / "folder").write_text("in the way")
    with pytest.raises(StartError, match=r"cannot be kept in .*: (not a directory|file exists)\."):
        pins.check("chat.example", 6697, b"one")
    (tmp_path / "bytes").write_bytes(b"\xff")
    with pytest.raises(StartError, match=r"cannot be kept in .*: it is not text\."):
        Pins(tmp_path / "bytes").check("chat.example", 6697, b"one")


def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In the folder for data."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert tmp_path / "trichat" / "trusted-servers" == default_path()
