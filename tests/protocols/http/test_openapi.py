"""The description of what there is for programs."""

import json

from trichat.protocols.http import openapi
from trichat.protocols.http.messages import Answer, Request
from trichat.protocols.http.routing import Asked, Route

ROUTES = [
    Route(pattern="/", methods=("GET",), handler=lambda _: Answer(status=200)),
    Route(
        pattern="/rooms/{room}",
        methods=("GET", "POST"),
        handler=lambda _: Answer(status=200),
        about={"GET": "Read.", "POST": "Say."},
    ),
    Route(pattern="/hooks/{token}", methods=("POST",), handler=lambda _: Answer(status=200), about={"POST": "Say."}),
]


def test_routes_for_programs_are_described() -> None:
    """Each with what is in its path, how one shows a token, and what it takes; others are not."""
    paths = openapi.description(ROUTES, "9")["paths"]
    assert ["/rooms/{room}", "/hooks/{token}"] == list(paths)
    room = paths["/rooms/{room}"]
    assert (["room"], {"parameters", "get", "post"}) == ([each["name"] for each in room["parameters"]], set(room))
    assert [{"token": []}] == room["get"]["security"]
    assert "security" not in paths["/hooks/{token}"]["post"]
    assert {"application/json", "text/plain"} == set(room["post"]["requestBody"]["content"])


def test_it_is_a_route_itself() -> None:
    """It is JSON, and the same for anybody."""
    route = openapi.route(ROUTES, "9")
    answer = route.handler(Asked(request=Request(method="GET", target=openapi.PATH)))
    assert isinstance(answer, Answer)
    assert "3.1.0" == json.loads(answer.body)["openapi"]
