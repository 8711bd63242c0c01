"""What there is to be had: the page, and whether the server is well."""

import gzip
from pathlib import Path

import pytest

from trichat.protocols.http.messages import Answer, Request
from trichat.protocols.http.routing import Asked, Found, Routes, Who
from trichat.server.web.site import health_route, page_routes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with a page in it, and what does not belong to it."""
    for name, text in {"index.html": "<p>" * 100, "app.js": "x", "icon.svg": "<svg/>", "notes.md": "secret"}.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "below.js").mkdir()
    return tmp_path


def got(routes: Routes, path: str, **headers: str) -> Answer:
    request = Request(method="GET", target=path, headers=tuple((k.replace("_", "-"), v) for k, v in headers.items()))
    found = routes.find(request)
    if isinstance(found, Answer):
        return found
    answer = found.route.handler(Asked(request=request))
    assert isinstance(answer, Answer)
    return answer


def test_a_folder_becomes_routes(folder: Path) -> None:
    """Each file with a type is at its name, the index at / as well, the icon where browsers look; nothing else is."""
    routes = Routes(page_routes(folder))
    assert {"/", "/index.html", "/app.js", "/icon.svg", "/favicon.ico"} == {route.pattern for route in routes.all}
    assert got(routes, "/").body == got(routes, "/index.html").body == b"<p>" * 100
    assert b"x" == got(routes, "/app.js").body
    assert 404 == got(routes, "/notes.md").status


def test_folders_in_it_are_had_under_their_paths(folder: Path) -> None:
    """The modules of a page are in folders, as they are in the sources."""
    (folder / "view" / "talk").mkdir(parents=True)
    (folder / "view" / "talk" / "rows.js").write_text("rows")
    (folder / "view" / "notes.md").write_text("secret")
    routes = Routes(page_routes(folder))
    assert b"rows" == got(routes, "/view/talk/rows.js").body
    assert [404, 404] == [got(routes, path).status for path in ("/view/notes.md", "/view/talk")]


def test_what_gets_shorter_is_packed(folder: Path) -> None:
    """It is the same for whoever unpacks it; and the same at each start, so that tags hold."""
    packed, again = (got(Routes(page_routes(folder)), "/", accept_encoding="gzip") for _ in range(2))
    assert b"<p>" * 100 == gzip.decompress(packed.body)
    assert packed == again


def test_irc_is_where_the_page_is(folder: Path) -> None:
    """A proxy needs one rule for both; nowhere else a WebSocket begins."""
    assert {"/", "/index.html"} == {route.pattern for route in page_routes(folder) if route.upgrades}


def test_the_page_is_for_anybody(folder: Path) -> None:
    """Whatever they call this server."""
    assert {Who.ANYBODY} == {route.who for route in page_routes(folder)}


def test_the_page_of_this_server_is_complete() -> None:
    """What a browser asks for by itself is there, with its type; searching machines are asked to stay away."""
    routes = Routes(page_routes())
    types = {
        "/": "text/html; charset=utf-8",
        "/favicon.ico": "image/svg+xml",
        "/app.webmanifest": "application/manifest+json",
        "/robots.txt": "text/plain; charset=utf-8",
    }
    assert types == {path: dict(got(routes, path).headers)["Content-Type"] for path in types}
    assert b"Disallow: /\n" in got(routes, "/robots.txt").body


def test_whether_the_server_is_well() -> None:
    """200 while what is said is stored, 503 while it is not."""
    well = True
    routes = Routes([health_route(lambda: well)])
    assert isinstance(routes.find(Request(method="HEAD", target="/healthz")), Found)
    assert (200, b"ok\n") == (got(routes, "/healthz").status, got(routes, "/healthz").body)
    well = False
    assert 503 == got(routes, "/healthz").status
