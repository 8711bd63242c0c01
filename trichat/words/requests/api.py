"""Requests of programs over HTTP: each shows the token that lets it speak for an account."""

from trichat.words.events import Kind
from trichat.words.record import Hidden
from trichat.words.requests.base import Request


class ApiRequest(Request, kw_only=True):
    """The base of what can be asked without a visit. `token` is the hash of what was shown."""

    token: Hidden[str]
    room: str  # its name; empty: the first of those that the token names


class Post(ApiRequest, kw_only=True):
    """Say something in a room. `key` is what whoever says it calls it: if it comes twice, it is the same."""

    text: str
    key: str = ""
    kind: Kind = Kind.MESSAGE


class ReadRoom(ApiRequest, kw_only=True):
    """Read what was said in a room after an event; 0: the last."""

    after: int = 0
    limit: int = 100


class BeginUpload(ApiRequest, kw_only=True):
    """Be allowed to upload a file: with a token that was given over IRC, as it was shown, or a name and a password."""

    room: str = ""
    name: str = ""
    password: Hidden[str] = ""


class EndUpload(ApiRequest, kw_only=True):
    """Keep a file that lies on the disk under its id: `owner` is the key of an account, empty for guests."""

    token: Hidden[str] = ""
    room: str = ""
    id: str
    owner: str
    size: int  # bytes


class DropFiles(ApiRequest, kw_only=True):
    """Keep files no longer, by their ids."""

    token: Hidden[str] = ""
    room: str = ""
    ids: tuple[str, ...]
