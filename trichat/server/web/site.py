"""What there is to be had by HTTP: the files of the page, read and packed once, and whether the server is well."""

import gzip
import hashlib
from collections.abc import Callable
from importlib.resources import files
from importlib.resources.abc import Traversable

from trichat.protocols.http.assets import Asset, serve, type_of
from trichat.protocols.http.messages import Answer, sentence
from trichat.protocols.http.routing import Asked, Route, Who

_INDEX = "/index.html"
_ALIASES = {"/": _INDEX, "/favicon.ico": "/icon.svg"}  # some browsers ask for that, whatever the page says
_PAGES = ("/", _INDEX)  # where IRC over WebSocket is too: a proxy needs one rule for both
_LEAST_GAIN = 64  # bytes: for less, nobody need unpack anything


def page_routes(folder: Traversable | None = None) -> list[Route]:
    """Give the routes of the page: each file of the folder under its name, and the index at `/` too."""
    folder = folder or files("trichat") / "page"
    found = _assets(folder, "/")
    found |= {alias: found[path] for alias, path in _ALIASES.items() if path in found}
    return [_route(path, asset) for path, asset in sorted(found.items())]


def _route(path: str, asset: Asset) -> Route:
    return Route(
        pattern=path,
        methods=("GET", "HEAD"),
        handler=lambda asked: serve(asset, asked.request),
        who=Who.ANYBODY,
        upgrades=path in _PAGES,
    )


def health_route(is_well: Callable[[], bool]) -> Route:
    """Give the route that tells a supervisor or a proxy whether what is said here is stored."""

    def answer(_: Asked) -> Answer:
        return sentence(200, "ok") if is_well() else sentence(503, "History cannot be written.")

    return Route(pattern="/healthz", methods=("GET", "HEAD"), handler=answer, who=Who.ANYBODY)


def _assets(folder: Traversable, path: str) -> dict[str, Asset]:
    """Read the files of a folder and of those in it, by their paths."""
    found: dict[str, Asset] = {}
    for entry in folder.iterdir():
        if entry.is_dir():
            found |= _assets(entry, f"{path}{entry.name}/")
        elif type_of(entry.name):
            found[f"{path}{entry.name}"] = _asset(entry)
    return found


def _asset(file: Traversable) -> Asset:
    data = file.read_bytes()
    packed = gzip.compress(data, 9, mtime=0)
    coded = {"": data, "gzip": packed} if len(packed) + _LEAST_GAIN < len(data) else {"": data}
    return Asset(type=type_of(file.name), tag=hashlib.sha256(data).hexdigest()[:16], coded=coded)
