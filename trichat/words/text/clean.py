"""Makes untrusted text safe to show, and cuts it at a byte limit without breaking a character."""

import re
import unicodedata

# ECMA-48 escape sequences: CSI … final byte; OSC, DCS, SOS, PM and APC up to their terminator; any other
# ESC sequence. Their 8-bit (C1) forms too: a terminal may obey them even in UTF-8.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]P_^X]|[\x9d\x90\x9f\x9e\x98])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
_BREAKS = frozenset("\n\r\t\v\f\x85\u2028\u2029")
_JOINERS = frozenset("\u200c\u200d")  # ZWNJ and ZWJ: Persian, Indic scripts and emoji need them
_INVISIBLE = frozenset("\u3164\u115f\u1160\uffa0\u2800\u034f\u00ad\u17b4\u17b5")
# Not assigned yet, and meant never to be seen (Unicode, Default_Ignorable_Code_Point).
_INVISIBLE_UNASSIGNED = (range(0x2065, 0x2066), range(0xFFF0, 0xFFF9), range(0xE0000, 0xE1000))
REASON_BYTES = 300  # of a reason for leaving, putting somebody out and so on: ISUPPORT KICKLEN
_MARKS = 4  # combining marks on one letter; no living script needs more, "zalgo" text does

# The formatting characters of IRC (modern.ircdocs.horse/formatting): bold, italic, underline,
# strikethrough, monospace, colour, hex colour, reverse, reset.
_FORMATTING = frozenset("\x02\x1d\x1f\x1e\x11\x03\x04\x16\x0f")
_CARRY_MARKS = _FORMATTING | _JOINERS  # a mark behind one of these still sits on the letter before it
_FORMAT_CODES = re.compile(
    r"\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?|\x04(?:[0-9a-fA-F]{6}(?:,[0-9a-fA-F]{6})?)?|[\x02\x1d\x1f\x1e\x11\x16\x0f]"
)


# A joiner with nothing behind it to join would join what a terminal shows next: of another message, or the prompt.
# Between words it means something after a virama only: old spellings of Malayalam end words with one.
_JOINERS_LIST = "\u200c\u200d"
_VIRAMAS = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"
_SPACES = "\\s\x02\x1d\x1f\x1e\x11\x03\x04\x16\x0f"
_DANGLING = re.compile(f"[{_JOINERS_LIST}](?=[{_JOINERS_LIST}])|(?<![{_VIRAMAS}])[{_JOINERS_LIST}](?=[{_SPACES}])")
_MARKS_AT_END = "".join(map(chr, (*range(0x300, 0x370), *range(0xFE00, 0xFE10))))
_TAIL = f" \u00a0\u3000\u202f\x02\x1d\x1f\x1e\x11\x03\x04\x16\x0f{_JOINERS_LIST}{_MARKS_AT_END}" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_JOINED = (b"\xe2\x80\x8c", b"\xe2\x80\x8d", b"\xef\xb8\x8f")  # both joiners, and what makes a sign an emoji

# Whole blocks of letters in which there is nothing to take out: Latin, Greek, Cyrillic, kana, Han and Hangul, with
# the punctuation that goes with them. Most text is made of these alone, and need not be looked at letter by letter.
_ORDINARY = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u02af\u0384-\u0482\u048a-\u0530\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
    "\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]*"
)


_SEEN = re.compile("[!-~\u00a1-\u00ac\u00ae-\u02af\u0400-\u0482]")


def clean(text: str) -> str:
    """Give one line of `text` that no terminal obeys; what is harmless stays as it was written.

    Escape sequences, bidirectional controls, invisible characters and private-use characters go;
    line breaks become spaces; other controls become U+FFFD. The formatting characters of IRC stay,
    because IRC clients show them: a plain door takes them out with `strip_formatting`.
    """
    return text if plainly_clean(text) else _clean(_ESCAPES.sub("", text))


def plainly_clean(text: str) -> bool:
    """Tell whether at a first look there is nothing in a line that `clean` could take out."""
    return (text.isascii() and text.isprintable()) or _ORDINARY.fullmatch(text) is not None


def _clean(text: str) -> str:
    out: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        if category in ("Mn", "Me"):
            marks += 1
            if marks > _MARKS:
                continue
        safe = _safe(char, category)
        if category not in ("Mn", "Me") and safe and safe not in _CARRY_MARKS:
            marks = 0
        out.append(safe)
    return _without_dangling("".join(out))


def _without_dangling(text: str) -> str:
    """Take out the joiners that join nothing: between words, and at the end, whatever marks stand behind them there."""
    if _JOINERS.isdisjoint(text):
        return text
    text = _DANGLING.sub("", text)
    end = len(text.rstrip(_TAIL))
    return text[:end] + text[end:].replace("\u200c", "").replace("\u200d", "")


def _safe(char: str, category: str) -> str:
    if char in _BREAKS:
        return " "
    if char in _INVISIBLE or (category == "Cf" and char not in _JOINERS) or _is_ignorable(char, category):
        return ""
    if char in _FORMATTING:
        return char
    if category in ("Cc", "Cs", "Co") or (category == "Cn" and _is_noncharacter(char)):
        return "\ufffd"
    return char


def _is_ignorable(char: str, category: str) -> bool:
    return category == "Cn" and any(ord(char) in codes for codes in _INVISIBLE_UNASSIGNED)


def _is_noncharacter(char: str) -> bool:
    """Tell whether it is U+FFFE or the like. Other unassigned characters may be newer than this Python."""
    code = ord(char)
    return (code & 0xFFFE) == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def strip_formatting(text: str) -> str:
    """Give `text` without IRC formatting characters, for a screen that would show them as rubbish."""
    return text if text.isprintable() else _FORMAT_CODES.sub("", text)


def blank(text: str) -> bool:
    """Tell whether there is nothing to see in a text that is clean, whatever there is in it.

    Spaces, joiners and formatting are nothing; nor are marks with no letter to sit on, or what stands for a control.
    """
    if text.isprintable() and _SEEN.search(text):  # as most
        return False
    return not any(map(_is_seen, strip_formatting(text)))


def _is_seen(char: str) -> bool:
    return unicodedata.category(char)[0] not in "CMZ" and char != "\ufffd"


def split_bytes(text: str, limit: int) -> list[str]:
    """Cut `text` into pieces of at most `limit` bytes of UTF-8, at a space where one is near.

    A character is never cut. Joined with the spaces that were cut at, the pieces are the text.
    `limit` is at least 4, the longest a character can be.
    """
    pieces: list[str] = []
    data = text.encode()
    while len(data) > limit:
        end = limit
        while data[end] & 0xC0 == 0x80:  # in the middle of a character
            end -= 1
        space = data.rfind(b" ", end * 2 // 3, end + 1)
        end = _apart(data, end)
        cut, rest = (space, space + 1) if space > 0 else (end, end)
        pieces.append(data[:cut].decode())
        data = data[rest:]
    pieces.append(data.decode())
    return pieces


def _apart(data: bytes, end: int) -> int:
    """Give the last place before `end` where nothing that is joined is cut in two; `end` if there is none."""
    cut = end
    while cut > 0 and (data[cut : cut + 3] in _JOINED or data[cut - 3 : cut] in _JOINED[:2]):
        cut -= 1
        while cut > 0 and data[cut] & 0xC0 == 0x80:
            cut -= 1
    return cut or end


def truncate(text: str, limit: int) -> str:
    """Give the longest beginning of `text` that fits in `limit` bytes of UTF-8, and cuts nothing in two.

    That is no character, and none of what is joined to one sign, unless the sign is longer.
    """
    if len(text) * 4 <= limit:
        return text
    data = text.encode()
    whole = data[:limit].decode(errors="ignore")
    if len(data) <= limit or whole.isascii():
        return whole
    return data[: _apart(data, len(whole.encode()))].decode()


def clean_reason(text: str, most: int = REASON_BYTES) -> str:
    """Give a reason as it is shown: cleaned, and cut to `most` bytes; empty if there would be nothing to see."""
    reason = truncate(clean(text), most)
    return "" if blank(reason) else reason
