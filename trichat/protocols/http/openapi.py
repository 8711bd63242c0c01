"""The description of what there is for programs (OpenAPI 3.1), made from the table of routes."""

import hashlib
import re
from collections.abc import Sequence
from typing import Any

import msgspec

from trichat.protocols.http.assets import Asset, serve
from trichat.protocols.http.routing import Route, Who

PATH = "/api/openapi.json"
_NAMED = re.compile(r"\{(\w+)\}")
_MESSAGE = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string"}, "kind": {"enum": ["message", "notice", "action"]}},
}


def route(routes: Sequence[Route], version: str) -> Route:
    """Give the route of the description of others."""
    data = msgspec.json.encode(description(routes, version))
    asset = Asset(type="application/json", tag=hashlib.sha256(data).hexdigest()[:16], coded={"": data})
    return Route(
        pattern=PATH, methods=("GET", "HEAD"), handler=lambda asked: serve(asset, asked.request), who=Who.ANYBODY
    )


def description(routes: Sequence[Route], version: str) -> dict[str, Any]:
    """Describe the routes that are for programs."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "trichat", "version": version},
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "paths": {each.pattern: _path(each) for each in routes if each.about},
    }


def _path(each: Route) -> dict[str, Any]:
    named = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _NAMED.findall(each.pattern)
    ]
    return {"parameters": named, **{method.lower(): _method(each, method, text) for method, text in each.about.items()}}


def _method(each: Route, method: str, text: str) -> dict[str, Any]:
    made: dict[str, Any] = {"summary": text}
    if "{token}" not in each.pattern:
        made["security"] = [{"token": []}]
    if method == "POST":
        content = {"application/json": {"schema": _MESSAGE}, "text/plain": {"schema": {"type": "string"}}}
        made["requestBody"] = {"required": True, "content": content}
        made["responses"] = {"201": {"description": "The message, as a line of JSON: it is stored."}}
    else:
        names = {"after": "string", "limit": "integer", "wait": "integer"}
        made["parameters"] = [{"name": name, "in": "query", "schema": {"type": kind}} for name, kind in names.items()]
        made["responses"] = {"200": {"description": "Messages, a line of JSON each."}}
    made["responses"]["default"] = {"description": "Why not: error and text."}
    return made
