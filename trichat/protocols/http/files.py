"""Uploaded files over HTTP: their names and addresses, what is said with them, and which part is asked for. Pure."""

import base64
import binascii
import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import quote, unquote

from trichat.protocols.http.kinds import KINDS, OTHER
from trichat.protocols.http.messages import Answer, Refused, Request, sentence
from trichat.words.record import Hidden, Record
from trichat.words.text.clean import truncate
from trichat.words.text.file_links import is_id

PATH = "/files"
_NAME_BYTES = 100  # of a name, with its ending: an address fits in one line of IRC, with a text beside it
_UNFIT = frozenset('"<>|:*?')  # Windows has them in no name
_ENDING = re.compile(r"[A-Za-z0-9]{1,10}")
# Whatever it may be taken for, nothing in it runs, loads or asks anything; and it is shown on no page but ours. It
# never changes under its address, so nobody asks for it twice; only who has the address may keep it.
_SAFE = (
    ("Content-Security-Policy", "sandbox; default-src 'none'"),
    ("Cache-Control", "private, immutable, max-age=31536000"),
    ("Accept-Ranges", "bytes"),
)
_RANGE = re.compile(r"bytes[ \t]*=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.ASCII | re.IGNORECASE)
_FILENAME = re.compile(r'(?:^|;)\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^";\s]+))', re.IGNORECASE)
_FILENAME_CODED = re.compile(r"(?:^|;)\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)", re.IGNORECASE)


class Credentials(Record, kw_only=True):
    """What an upload shows: a token, or the name of an account and its password."""

    token: Hidden[str] = ""
    name: str = ""
    password: Hidden[str] = ""


def credentials(request: Request) -> Credentials:
    """Read what a request shows (RFC 7617, RFC 6750). Raises Refused."""
    scheme, _, rest = request.one("authorization").partition(" ")
    if scheme.lower() == "bearer" and rest.strip():
        return Credentials(token=rest.strip())
    if scheme.lower() == "basic":
        try:
            name, colon, password = base64.b64decode(rest.strip(), validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            name = colon = password = ""
        if colon and name and password:
            return Credentials(name=name, password=password)
    raise unauthorized(request, "Files are uploaded with the name and password of an account, or with a token.")


def unauthorized(request: Request, text: str) -> Refused:
    """Refuse whoever shows nothing, or what is good for nothing: with the scheme that they use, or else with both.

    A browser that is told of Basic asks people for a password in a window of its own: our page shows tokens.
    """
    bearer = request.one("authorization").lower().startswith("bearer")
    basic = 'Basic realm="trichat", charset="UTF-8"'
    refused = Refused(401, text)
    schemes = ["Bearer"] if bearer else [basic, "Bearer"]
    refused.answer = sentence(401, text, *[("WWW-Authenticate", scheme) for scheme in schemes], close=True)
    return refused


def said_name(request: Request) -> str:
    """Give what the sender calls the file (RFC 6266, 4.3); empty if it has no name."""
    told = request.one("content-disposition")
    coded = _FILENAME_CODED.search(told)
    if coded:
        return unquote(coded[1], errors="replace")
    plain = _FILENAME.search(told)
    if plain is None:
        return ""
    name = re.sub(r"\\(.)", r"\1", plain[1]) if plain[1] is not None else plain[2]
    try:  # headers come as Latin-1, and many programs put UTF-8 into them
        return name.encode("latin-1").decode()
    except UnicodeError:
        return name


def clean_name(said: str, ending: str) -> str:
    """Give a name that is one, for a file of this kind: without paths, what cannot be seen, and what turns it round.

    It ends as its kind does. What is not shown keeps the ending that it has, unless that is one of what is shown.
    """
    name = unicodedata.normalize("NFC", said.replace("\\", "/").rpartition("/")[2])
    seen = [letter for letter in name if unicodedata.category(letter)[0] != "C" and letter not in _UNFIT]
    name = " ".join("".join(seen).split()).strip(" .")
    stem, dot, last = name.rpartition(".")
    same = last.lower() == ending or (ending == "jpg" and last.lower() == "jpeg")
    kept = ending == OTHER and last.lower() not in KINDS and _ENDING.fullmatch(last)
    if dot and (same or kept):
        name, last = stem, ending if same else last.lower()
    else:
        last = ending
    return f"{truncate(name, _NAME_BYTES - len(last) - 1).strip(' .') or 'file'}.{last}"


def address(base: str, file_id: str, name: str, size: int, pixels: tuple[int, int] | None = None) -> str:
    """Give the address of a file. Behind its id stand its pixels, if it is a picture, or else its bytes.

    So whoever shows a message knows how much room a picture takes, or what there is to fetch, without asking anybody.
    """
    return f"{base}/{file_id}.{f'{pixels[0]}x{pixels[1]}' if pixels else size}/{quote(name)}"


def stored_as(file: str, name: str) -> str:
    """Give the name on the disk of a file that is asked for by these parts of a path; empty if there is none such."""
    file_id, _, _ = file.partition(".")
    ending = unquote(name).rpartition(".")[2]
    return f"{file_id}.{ending if ending in KINDS else OTHER}" if is_id(file_id) else ""


def head(file: str, name: str, length: int, request: Request) -> Answer:
    """Answer with a file of so many bytes, or a part of it, or with the word that it is as it was.

    The bytes are to be read from `start` of the answer on, and are none for 304, 416 and the like.
    """
    tag = f'"{file[:32]}"'
    kind = KINDS[file.rpartition(".")[2]]
    shown = "inline" if kind.shown else "attachment"
    headers = (*_SAFE, ("ETag", tag))
    if _is_among(tag, request.one("if-none-match")):
        return Answer(status=304, headers=headers)
    disposition = f"{shown}; filename*=UTF-8''{quote(unquote(name, errors='replace'), safe='')}"
    told = (*headers, ("Content-Type", kind.type), ("Content-Disposition", disposition))
    asked = request.all("range")
    if request.method == "GET" and len(asked) == 1 and request.one("if-range") in ("", tag):
        part = _part(asked[0], length)
        if part is None:
            return sentence(416, f"The file has {length} bytes.", ("Content-Range", f"bytes */{length}"))
        if part:
            start, stop = part
            where = ("Content-Range", f"bytes {start}-{stop - 1}/{length}")
            return Answer(status=206, headers=(*told, where), start=start, length=stop - start)
    return Answer(status=200, headers=told, length=length)


def _is_among(tag: str, given: str) -> bool:
    """Tell whether If-None-Match (RFC 9110, 13.1.2) has this tag."""
    return given.strip() == "*" or tag in re.findall(r'"[^"]*"', given)


def _part(asked: str, length: int) -> Sequence[int] | None:
    """Give from where to where a Range goes (RFC 9110, 14.2); nothing: all is meant; None: there is no such part.

    Several at once are a way to have much sent for little, and nobody needs them: all is sent instead.
    """
    found = _RANGE.fullmatch(asked.strip())
    if found is None or (not found[1] and not found[2]):
        return ()
    if not found[1]:
        start, stop = max(0, length - int(found[2])), length
    else:
        start, stop = int(found[1]), min(length, int(found[2]) + 1 if found[2] else length)
        if found[2] and int(found[2]) < start:
            return ()
    return (start, stop) if start < stop else None
