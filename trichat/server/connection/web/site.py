"""The files of the page, read and packed once, when the server starts."""

import gzip
import hashlib
from functools import partial
from importlib.resources import files
from importlib.resources.abc import Traversable

from trichat.protocols.http.assets import Asset, serve, type_of
from trichat.protocols.http.messages import Answer
from trichat.protocols.http.routing import Asked, Route, Who

_INDEX = "index.html"
_LEAST_GAIN = 64  # bytes: for less, nobody need unpack anything


def page_routes(folder: Traversable | None = None) -> list[Route]:
    """Give the routes of the page: each file of the folder under its name, and the index at `/` too."""
    folder = folder or files("trichat") / "page"
    found = {
        f"/{file.name}": _asset(file)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if type_of(file.name)
    }
    if f"/{_INDEX}" in found:
        found = {"/": found[f"/{_INDEX}"], **found}
    return [
        Route(pattern=path, methods=("GET", "HEAD"), handler=partial(_serve, asset), who=Who.ANYBODY)
        for path, asset in found.items()
    ]


def _serve(asset: Asset, asked: Asked) -> Answer:
    return serve(asset, asked.request)


def _asset(file: Traversable) -> Asset:
    data = file.read_bytes()
    packed = gzip.compress(data, 9, mtime=0)
    coded = {"": data, "gzip": packed} if len(packed) + _LEAST_GAIN < len(data) else {"": data}
    return Asset(type=type_of(file.name), tag=hashlib.sha256(data).hexdigest()[:16], coded=coded)
