"""The table of routes."""

import pytest

from trichat.protocols.http.messages import Answer, Request
from trichat.protocols.http.routing import Asked, Found, Route, Routes


def answer(_: Asked) -> Answer:
    return Answer(status=200)


TABLE = Routes(
    [
        Route(pattern="/", methods=("GET", "HEAD"), handler=answer),
        Route(pattern="/rooms/{room}/messages", methods=("POST",), handler=answer),
        Route(pattern="/rooms/lobby/{what}", methods=("GET",), handler=answer),
    ]
)


@pytest.mark.parametrize(
    ("method", "target", "pattern", "named"),
    [
        ("GET", "/", "/", {}),
        ("HEAD", "/?x=/y", "/", {}),
        ("POST", "/rooms/a%2Fb/messages", "/rooms/{room}/messages", {"room": "a%2Fb"}),
        ("GET", "/rooms/lobby/people", "/rooms/lobby/{what}", {"what": "people"}),
    ],
)
def test_a_route_is_found(method: str, target: str, pattern: str, named: dict[str, str]) -> None:
    """By the path alone; a name in a pattern is one part of it, as it was written."""
    found = TABLE.find(Request(method=method, target=target))
    assert isinstance(found, Found)
    assert (pattern, named) == (found.route.pattern, found.named)


@pytest.mark.parametrize(
    ("method", "target", "status", "allow"),
    [
        ("GET", "/nowhere", 404, None),
        ("GET", "//", 404, None),
        ("GET", "/rooms//messages", 404, None),
        ("GET", "/../etc/passwd", 404, None),
        ("POST", "/rooms/a/b/messages", 404, None),
        ("POST", "/", 405, "GET, HEAD"),
        ("TRACE", "/", 405, "GET, HEAD"),
        ("GET", "/rooms/a/messages", 405, "POST"),
    ],
)
def test_what_is_not_there(method: str, target: str, status: int, allow: str | None) -> None:
    """Another path is not there; another method is told which there are (RFC 9110, 15.5.6)."""
    found = TABLE.find(Request(method=method, target=target))
    assert isinstance(found, Answer)
    assert (status, allow) == (found.status, dict(found.headers).get("Allow"))
