"""Files that never change while the server runs, ready to be sent: in each coding, each with its tag."""

import re

from trichat.protocols.http.messages import Answer, Request
from trichat.words.record import Record

_TYPES = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "ico": "image/vnd.microsoft.icon",
    "webmanifest": "application/manifest+json",
    "json": "application/json",
}
_TAG = re.compile(r'(?:W/)?("[^"]*")')
_NOTHING = re.compile(r"0(?:\.0{0,3})?")


class Asset(Record, kw_only=True):
    """A file: its type, its tag, and its bytes by coding; the empty one is the file as it is."""

    type: str
    tag: str
    coded: dict[str, bytes]


def type_of(name: str) -> str:
    """Give the type of a file by its name; empty if it is none that is served."""
    return _TYPES.get(name.rpartition(".")[2], "")


def serve(asset: Asset, request: Request) -> Answer:
    """Answer a GET or HEAD with a file, or with the word that it is as it was (RFC 9110, 13.1.2).

    It may be kept, but is asked for each time: a new version of the server is there at once, under readable names.
    """
    coding = _choose(asset, request.one("accept-encoding"))
    tag = f'"{asset.tag}{"-" + coding if coding else ""}"'
    headers = (("ETag", tag), ("Vary", "Accept-Encoding"), ("Cache-Control", "no-cache"))
    given = request.one("if-none-match")
    if given.strip() == "*" or tag in _TAG.findall(given):
        return Answer(status=304, headers=headers)
    coded = (("Content-Encoding", coding),) if coding else ()
    return Answer(status=200, headers=(("Content-Type", asset.type), *headers, *coded), body=asset.coded[coding])


def _choose(asset: Asset, accepted: str) -> str:
    """Give the shortest coding that the other side takes (RFC 9110, 12.5.3); the empty one is always taken."""
    weights = [part.partition(";") for part in accepted.lower().split(",")]
    taken = {name.strip() for name, _, weight in weights if not _NOTHING.fullmatch(weight.partition("=")[2].strip())}
    return min((name for name in asset.coded if not name or name in taken), key=lambda name: len(asset.coded[name]))
