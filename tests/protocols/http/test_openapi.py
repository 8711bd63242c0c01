"""The description of what there is for programs."""

import json
import re

from trichat.protocols.http import api, openapi
from trichat.protocols.http.messages import Answer, Request
from trichat.protocols.http.routing import Asked, Route
from trichat.words.names.identity import LAST_ID, to_text

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
    hook = paths["/hooks/{token}"]["post"]
    assert {"application/json", "application/x-www-form-urlencoded", "text/plain"} == set(
        hook["requestBody"]["content"]
    )
    assert ({"201", "401", "default"}, {"200", "default"}) == (set(room["post"]["responses"]), set(hook["responses"]))


def test_what_it_allows_is_taken() -> None:
    """Ids and numbers are described as they are read."""
    schemas = {
        each["name"]: each["schema"]
        for each in openapi.description(ROUTES, "9")["paths"]["/rooms/{room}"]["get"]["parameters"]
    }
    for given in (to_text(1), to_text(LAST_ID)):
        assert re.fullmatch(schemas["after"]["pattern"], given)
    asked = f"/?limit={schemas['limit']['maximum']}&wait={schemas['wait']['maximum']}"
    assert (500, 60.0) == ((read := api.read(Request(method="GET", target=asked), "a", ""))[0].limit, read[1])


def test_it_is_a_route_itself() -> None:
    """It is JSON, and the same for anybody."""
    route = openapi.route(ROUTES, "9")
    answer = route.handler(Asked(request=Request(method="GET", target=openapi.PATH)))
    assert isinstance(answer, Answer)
    assert "3.1.0" == json.loads(answer.body)["openapi"]
