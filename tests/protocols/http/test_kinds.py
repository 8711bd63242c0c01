"""What a file is, by what is in it."""

import pytest

from trichat.protocols.http.kinds import ending_by_head, is_markup, may_be_text, size_of

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0"
GIF = b"GIF89a\x80\x02\xe0\x01"
SEGMENT = b"\xff\xe0\0\x10JFIF" + bytes(10)
JPG = b"\xff\xd8" + SEGMENT + b"\xff\xc2\0\x11\x08\x01\xe0\x02\x80"
LOSSY = b"RIFF0000WEBPVP8 0000" + bytes(6) + b"\x80\x02\xe0\x01"
LOSSLESS = b"RIFF0000WEBPVP8L0000/" + ((479 << 14) | 639).to_bytes(4, "little")
EXTENDED = b"RIFF0000WEBPVP8X0000" + bytes(4) + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")
AVIF = b"\0\0\0\x20ftypavif" + bytes(99) + b"ispe\0\0\0\0\0\0\x02\x80\0\0\x01\xe0"


@pytest.mark.parametrize(
    ("head", "ending"),
    [(PNG, "png"), (GIF, "gif"), (JPG, "jpg"), (LOSSY, "webp"), (LOSSLESS, "webp"), (EXTENDED, "webp"), (AVIF, "avif")],
)
def test_pictures_are_known_and_measured(head: bytes, ending: str) -> None:
    """By their first bytes; the size stands there too."""
    assert ending == ending_by_head(head)
    assert (640, 480) == size_of(ending, head)


@pytest.mark.parametrize(
    ("head", "ending"),
    [
        (b"\0\0\0\x18ftypisom", "mp4"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\1\x42\x82\x84webm", "webm"),
        (b"OggS\0", "ogg"),
        (b"ID3\x03", "mp3"),
        (b"\xff\xfb\x90", "mp3"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\1\x42\x82\x88matroska", ""),
        (b"%PDF-1.7", ""),
        (b"<svg", ""),
        (b"", ""),
        (b"PK\3\4", ""),
        (b" \x89PNG\r\n\x1a\n", ""),
    ],
)
def test_other_kinds(head: bytes, ending: str) -> None:
    """Sound and films; of all else nothing is known."""
    assert ending == ending_by_head(head)
    assert size_of(ending, head) is None


@pytest.mark.parametrize(
    ("ending", "head"),
    [(ending, whole[:cut]) for ending, whole in (("png", PNG), ("jpg", JPG), ("gif", GIF)) for cut in (0, 3, 9, -1)]
    + [
        ("png", PNG[:16] + bytes(8)),
        ("png", PNG[:16] + b"\xff" * 8),
        ("jpg", b"\xff\xd8" + b"\xff\xe0\0\0" * 999),
        ("webp", b"RIFF0000WEBPVP8X"),
        ("webp", b"RIFF0000WEBPVP8 "),
        ("avif", AVIF[:-3]),
    ],
)
def test_nonsense_has_no_size(ending: str, head: bytes) -> None:
    """Whatever is cut off, or too large, or none."""
    assert size_of(ending, head) is None


@pytest.mark.parametrize(
    ("text", "markup"),
    [("<!doctype html>", True), ("\ufeff\r\n\t <svg>", True), ("<?xml", True), ("a < b", False), ("", False)],
)
def test_markup_is_no_text(text: str, markup: bool) -> None:
    """What begins as HTML, XML or SVG does is nothing that is shown."""
    assert markup == is_markup(text)


@pytest.mark.parametrize(
    ("text", "fits"), [("tabs\tand\r\nlines\f\x1b[1m", True), ("nul\0", False), ("bell\7", False), ("\x7f", False)]
)
def test_text_has_no_control_characters(text: str, fits: bool) -> None:
    """But for those that a terminal's output has."""
    assert fits == may_be_text(text)
