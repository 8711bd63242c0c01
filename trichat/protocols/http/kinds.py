"""What a file is: by its first bytes (magic numbers), never by what somebody says; and how large a picture is. Pure."""

import re
from collections.abc import Callable

from trichat.words.record import Record

HEAD_BYTES = 64 * 1024  # of the beginning of a file, which are looked at
TEXT = "txt"
OTHER = "bin"


class FileKind(Record, kw_only=True):
    """A kind of file: its type as it is told, and whether a browser shows it, or else only saves it."""

    type: str
    shown: bool = True


# By the ending that the name of such a file has, on the disk and in its address. Nothing that is shown can run
# anything: pictures, sound, films, and text that is told to be plain.
KINDS = {
    "png": FileKind(type="image/png"),
    "jpg": FileKind(type="image/jpeg"),
    "gif": FileKind(type="image/gif"),
    "webp": FileKind(type="image/webp"),
    "avif": FileKind(type="image/avif"),
    "mp4": FileKind(type="video/mp4"),
    "webm": FileKind(type="video/webm"),
    "ogg": FileKind(type="audio/ogg"),
    "mp3": FileKind(type="audio/mpeg"),
    TEXT: FileKind(type="text/plain; charset=utf-8"),
    OTHER: FileKind(type="application/octet-stream", shown=False),
}
# mimesniff.spec.whatwg.org, 6: the first bytes of each, where `.` is any byte.
_MAGIC = {
    "png": rb"\x89PNG\r\n\x1a\n",
    "jpg": rb"\xff\xd8\xff",
    "gif": rb"GIF8[79]a",
    "webp": rb"RIFF....WEBPVP8",
    "avif": rb"....ftypavi[fs]",
    "mp4": rb"....ftyp(?:isom|iso[2-9]|mp4[12]|avc1|M4[AV] |mmp4|dash)",
    "webm": rb"\x1a\x45\xdf\xa3.{,64}?\x42\x82.{1,8}?webm",
    "ogg": rb"OggS\0",
    "mp3": rb"ID3[\x02-\x04]|\xff[\xe3\xf3\xfb\xe2\xf2\xfa]",
}
_SIGNS = {ending: re.compile(sign, re.DOTALL) for ending, sign in _MAGIC.items()}
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")  # control characters that text has no use for


def ending_by_head(head: bytes) -> str:
    """Give the kind of a file that begins so, by its ending; empty if it may be text, or is something else."""
    return next((ending for ending, sign in _SIGNS.items() if sign.match(head)), "")


def may_be_text(part: str) -> bool:
    """Tell whether a part of a file, in UTF-8, is one of a text."""
    return _NO_TEXT.search(part) is None


def is_markup(start: str) -> bool:
    """Tell whether a text that begins so is one of a language that browsers run, such as HTML or SVG."""
    return start.lstrip("\ufeff \t\r\n\f").startswith("<")


def size_of(ending: str, head: bytes) -> tuple[int, int] | None:
    """Give the width and height of a picture in pixels; None if its beginning does not tell, or tells nonsense."""
    measure = _MEASURES.get(ending)
    found = measure(head) if measure else None
    return found if found and min(found) > 0 and max(found) <= _MOST_PIXELS else None


_MOST_PIXELS = 65_535


def _numbers(sign: bytes, order: str, start: int) -> Callable[[bytes], tuple[int, int] | None]:
    """Make what reads two numbers of as many bytes as `sign` has, which stand there one behind the other."""
    size = len(sign)

    def read(head: bytes) -> tuple[int, int] | None:
        first, second = head[start : start + size], head[start + size : start + 2 * size]
        if len(second) < size:
            return None
        return int.from_bytes(first, order), int.from_bytes(second, order)  # type: ignore[arg-type]

    return read


_png = _numbers(b"4444", "big", 16)
_gif = _numbers(b"22", "little", 6)
_vp8 = _numbers(b"22", "little", 26)
_vp8x = _numbers(b"333", "little", 24)
_14_BITS = 0x3FFF


def _webp(head: bytes) -> tuple[int, int] | None:
    """Read the size of one of the three forms of WebP (developers.google.com/speed/webp/docs/riff_container)."""
    form = head[12:16]
    if form == b"VP8 ":
        found = _vp8(head)
        return (found[0] & _14_BITS, found[1] & _14_BITS) if found else None
    if form == b"VP8X":
        found = _vp8x(head)
        return (found[0] + 1, found[1] + 1) if found else None
    bits = int.from_bytes(head[21:25], "little")
    return (bits & _14_BITS) + 1, (bits >> 14 & _14_BITS) + 1


_FRAME = re.compile(rb"[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]")  # ITU T.81, B.1.1.3: a start of frame


def _jpg(head: bytes) -> tuple[int, int] | None:
    """Go from segment to segment up to the start of the frame (ITU T.81, B.2.2)."""
    at = 2
    while head[at : at + 1] == b"\xff" and at + 9 <= len(head):
        if _FRAME.match(head, at + 1):
            return int.from_bytes(head[at + 7 : at + 9]), int.from_bytes(head[at + 5 : at + 7])
        at += 2 + max(2, int.from_bytes(head[at + 2 : at + 4]))
    return None


def _avif(head: bytes) -> tuple[int, int] | None:
    """Read the first box that tells a size (ISO 23008-12, 6.5.3)."""
    at = head.find(b"ispe")
    return _numbers(b"4444", "big", at + 8)(head) if at > 0 else None


_MEASURES: dict[str, Callable[[bytes], tuple[int, int] | None]] = {
    "png": _png,
    "gif": _gif,
    "webp": _webp,
    "jpg": _jpg,
    "avif": _avif,
}
