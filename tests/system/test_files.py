"""Files, as far as systems differ in them."""

import errno
import io
import sys
from pathlib import Path

import pytest

from trichat import cli
from trichat.system.files import others_may, show_any_text, tell


@pytest.mark.posix
def test_who_may_do_what(tmp_path: Path) -> None:
    """Asked by the bits of a mode; a file that is not there raises an error as ever."""
    file = tmp_path / "file"
    file.touch()
    for mode, anything, write in ((0o600, False, False), (0o640, True, False), (0o622, True, True)):
        file.chmod(mode)
        assert (anything, write) == (others_may(file, 0o077), others_may(file, 0o022))
    with pytest.raises(FileNotFoundError):
        others_may(tmp_path / "none", 0o077)


class Full(io.StringIO):
    """A stream on a disk that is full."""

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_nobody_may_be_there_to_be_told() -> None:
    """What nobody reads, or can be written no more, stops nothing."""
    heard = io.StringIO()
    for stream in (heard, None, Full()):
        tell(stream, "hello\n")
    assert "hello\n" == heard.getvalue()


def test_any_text_can_be_shown() -> None:
    """Whatever encoding the day has, and whatever the stream is."""
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding="ascii")
    for each in (stream, io.StringIO(), None):
        show_any_text(each)
    stream.write("Аня")
    stream.flush()
    assert rb"\u0410\u043d\u044f" == written.getvalue()


def test_every_command_can_show_any_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They name files and people, in any script; the code page of the day on Windows knows one."""
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="cp1252", write_through=True))
    with pytest.raises(SystemExit) as ended:
        cli.main(["serve", "--write-config", "--config", str(tmp_path / "Аня.toml")])
    assert 0 == ended.value.code
    assert rb"\u0410\u043d\u044f.toml has every setting now" in written.getvalue()
