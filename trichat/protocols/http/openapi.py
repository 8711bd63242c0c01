"""The description of what there is for programs (OpenAPI 3.1), made from the table of routes."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from trichat.protocols.http.api import PAGE_MOST, WAIT_MOST
from trichat.protocols.http.assets import Asset, serve
from trichat.protocols.http.routing import Route, Who
from trichat.words.events import KEY_BYTES

PATH = "/api/openapi.json"
_NAMED = re.compile(r"\{(\w+)\}")
_SAID = {
    "type": "object",
    "required": ["text"],
    "properties": {
        "text": {"type": "string", "minLength": 1, "description": "Up to 4096 bytes and 32 lines."},
        "kind": {"enum": ["message", "notice", "action"]},
    },
}
_HOOK = {
    "type": "object",
    "description": "A message as the incoming webhooks of Slack take it: at least one of these says something.",
    "minProperties": 1,
    "properties": {
        "text": {"type": "string"},
        **{name: {"type": "array", "items": {"type": "object"}} for name in ("attachments", "blocks")},
    },
}
_STRING = {"type": "string"}
_TEXT = {"type": "string", "minLength": 1}
_ID = {"type": "string", "pattern": "^[0-7][0-9a-f]{15}$"}
_QUERY: dict[str, dict[str, Any]] = {
    "after": _ID,
    "limit": {"type": "integer", "minimum": 0, "maximum": PAGE_MOST},
    "wait": {"type": "integer", "minimum": 0, "maximum": int(WAIT_MOST)},
}
_LINES = "application/x-ndjson"


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
    named = [_parameter(name, "path", _STRING, required=True) for name in _NAMED.findall(each.pattern)]
    return {"parameters": named, **{method.lower(): _method(each, method, text) for method, text in each.about.items()}}


def _parameter(name: str, where: str, schema: Mapping[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": where, "required": required, "schema": schema}


def _method(each: Route, method: str, text: str) -> dict[str, Any]:
    made: dict[str, Any] = {"summary": text}
    why_not = _answer("Why not: a sentence, or a line of JSON with error and text.", "text/plain", _LINES)
    if "{token}" in each.pattern:
        form = {"type": "object", "properties": {"payload": _STRING, "text": _STRING}, "minProperties": 1}
        made["requestBody"] = _body(
            {"application/json": _HOOK, "application/x-www-form-urlencoded": form, "text/plain": _TEXT}
        )
        made["responses"] = {"200": _answer("ok: the message is stored.", "text/plain")}
    elif method == "POST":
        made["requestBody"] = _body({"application/json": _SAID, "text/plain": _TEXT})
        made["parameters"] = [_parameter("Idempotency-Key", "header", {"type": "string", "maxLength": KEY_BYTES})]
        made["responses"] = {"201": _answer("The message, as a line of JSON: it is stored.", _LINES)}
    else:
        made["parameters"] = [_parameter(name, "query", schema) for name, schema in _QUERY.items()]
        made["parameters"].append(_parameter("Last-Event-ID", "header", _ID))
        made["responses"] = {"200": _answer("Messages, a line of JSON or an event each.", _LINES, "text/event-stream")}
    if "{token}" not in each.pattern:
        made["security"] = [{"token": []}]
        made["responses"]["401"] = why_not
    made["responses"]["default"] = why_not
    return made


def _body(schemas: Mapping[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {kind: {"schema": schema} for kind, schema in schemas.items()}}


def _answer(text: str, *kinds: str) -> dict[str, Any]:
    return {"description": text, "content": {kind: {"schema": _STRING} for kind in kinds}}
