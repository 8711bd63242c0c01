"""What services send to an address that they were given: the incoming webhooks of Slack and Mattermost. Pure.

Slack's reference is at docs.slack.dev/messaging/sending-messages-using-incoming-webhooks, that of attachments at
docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import msgspec

from trichat.protocols.http import api
from trichat.protocols.http.messages import Answer, Refused, Request
from trichat.words import requests as ask
from trichat.words.text.clean import truncate

BODY_BYTES = 64 * 1024  # of a request: an alert for a whole cluster; of that, as much is said as a message may have
# Not a byte more: Alertmanager and Grafana take everything else for a refusal, and send the same again.
OK = Answer(
    status=200, headers=(("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")), body=b"ok"
)
_WHAT = 'This takes {"text": "hello"} as JSON, the same as payload=… of a form, or text/plain.'
_FORM = "application/x-www-form-urlencoded"
_ENDLESS = " …"
# docs.slack.dev/messaging/formatting-message-text: what stands for a link, a person, a room, or all who are here.
_MARKED = re.compile(r"<(https?://|mailto:|tel:|[@#!])([^<>|\s]+)(?:\|([^<>]*))?>")
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def post(request: Request, body: bytes, token: str) -> ask.Post:
    """Read what is to be said in the first room of a token. Raises Refused."""
    kind = request.one("content-type").partition(";")[0].strip().lower()
    try:
        text = body.decode()
        if kind == _FORM and not text.lstrip().startswith("{"):  # curl -d says that this is a form, whatever it is
            form = parse_qs(text, errors="strict", max_num_fields=100)
            said = _said_as_json(form["payload"][0]) if "payload" in form else form.get("text", [""])[0]
        elif kind in ("text/plain", "") and not (not kind and text.lstrip().startswith("{")):
            said = text
        elif kind in ("application/json", "text/json", _FORM, ""):
            said = _said_as_json(text)
        else:
            raise Refused(415, _WHAT)
    except (msgspec.MsgspecError, ValueError, RecursionError) as exc:  # no JSON; no UTF-8 or form; too deep
        raise Refused(400, _WHAT) from exc
    return api.to_say(request, "", _fitting(said), token)


def _said_as_json(text: str) -> str:
    """Give what a message in JSON says. Raises Refused, msgspec.MsgspecError, RecursionError."""
    payload = msgspec.json.decode(text)
    if not isinstance(payload, dict):
        raise Refused(400, _WHAT)
    parts = [readable(_text(payload, "text"))]
    for attachment in _list(payload, "attachments"):
        parts += _attached(attachment)
    if not any(parts):
        parts += _blocks(payload)
    if not any(parts):
        raise Refused(400, f"There is nothing to say in this. {_WHAT}")
    return "\n".join(dict.fromkeys(part for part in parts if part))  # services often say in two fields the same


def _attached(attachment: dict[str, Any]) -> list[str]:
    """Give what an attachment says: its fallback only if that is all."""
    title, link = readable(_text(attachment, "title")), _text(attachment, "title_link")
    parts = [
        readable(_text(attachment, "pretext")),
        f"{title} ({link})" if title and link and link not in title else title,
        readable(_text(attachment, "text")),
    ]
    for each in _list(attachment, "fields"):
        named = (readable(_text(each, "title")), readable(_text(each, "value")))
        parts.append(": ".join(part for part in named if part))
    parts += _blocks(attachment)
    return parts if any(parts) else [readable(_text(attachment, "fallback"))]


def _blocks(message: dict[str, Any]) -> Iterator[str]:
    """Give the texts of blocks (docs.slack.dev/reference/block-kit/blocks), as far as they are headers and the like."""
    for block in _list(message, "blocks"):
        text = block.get("text")
        for each in (text, *_list(block, "fields"), *_list(block, "elements")):
            if isinstance(each, dict):
                yield readable(_text(each, "text"))


def readable(text: str) -> str:
    """Give a text without the markup of Slack that only Slack can show: links, names, and what is escaped."""
    text = _MARKED.sub(_plain, text)
    for written, meant in _ESCAPED:
        text = text.replace(written, meant)
    return text.strip()


def _plain(found: "re.Match[str]") -> str:
    start, rest, label = found[1], found[2], (found[3] or "").strip()
    if start in ("mailto:", "tel:"):
        return label or rest
    if start in ("@", "#", "!"):
        sign = "@" if start == "!" else start
        return f"{sign}{label.removeprefix(sign) or rest.partition('^')[0]}"
    link = start + rest
    return f"{label} ({link})" if label.rstrip("/") not in ("", link.rstrip("/"), rest.rstrip("/")) else link


def _fitting(text: str) -> str:
    """Give as much of a text as a message may have: no service would send it again, but shorter."""
    lines = [line for line in text.splitlines() if line.strip()]
    said = "\n".join(lines[: api.TEXT_LINES])
    if len(lines) > api.TEXT_LINES or len(said.encode(errors="surrogatepass")) > api.TEXT_BYTES:
        return truncate(said, api.TEXT_BYTES - len(_ENDLESS.encode())) + _ENDLESS
    return said


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else str(value) if isinstance(value, (int, float)) else ""


def _list(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = found.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
