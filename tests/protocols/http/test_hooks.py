"""What services send to an address that they were given, as they do send it."""

import json
from typing import Any
from urllib.parse import quote_plus

import pytest

from trichat.protocols.http import api, hooks
from trichat.protocols.http.messages import Refused, Request

JSON, FORM, TEXT = "application/json", "application/x-www-form-urlencoded", "text/plain"


def said(body: bytes, kind: str) -> str:
    request = Request(method="POST", target="/", headers=(("content-type", kind),) if kind else ())
    return hooks.post(request, body, "hash").text


def refused(body: bytes, kind: str) -> int:
    with pytest.raises(Refused) as caught:
        said(body, kind)
    return caught.value.answer.status


# What is sent by services, shortened in nothing but its texts.

COMPARE = "https://gitlab.example/a/b/compare/1...2"
ALERTMANAGER = {
    "channel": "#alerts",
    "username": "Alertmanager",
    "icon_emoji": ":bell:",
    "attachments": [
        {
            "title": "[FIRING:1] HighLoad (api node-1 critical)",
            "title_link": "http://alert.example:9093/#/alerts?receiver=chat",
            "text": "Load of node-1 &gt; 8",
            "fallback": "[FIRING:1] HighLoad | http://alert.example:9093/#/alerts?receiver=chat",
            "callback_id": "",
            "footer": "",
            "fields": [{"title": "Severity", "value": "critical", "short": True}],
            "color": "danger",
            "mrkdwn_in": ["fallback", "pretext", "text"],
        }
    ],
}
GRAFANA = {
    "channel": "#alerts",
    "username": "Grafana",
    "icon_url": "https://grafana.com/static/assets/img/fav32.png",
    "attachments": [
        {
            "color": "#D63232",
            "title": "[FIRING:1] DiskFull (prod)",
            "fallback": "[FIRING:1] DiskFull (prod)",
            "fields": None,
            "footer": "Grafana v11.2.0",
            "ts": 1733000000,
            "text": "**Firing**\n\nValue: A=97\nLabels:\n - alertname = DiskFull\n",
            "title_link": "http://grafana.example/alerting/list",
        }
    ],
    "text": "",
}
GITLAB = {
    "channel": "builds",
    "username": "GitLab",
    "icon_url": "https://gitlab.example/logo.png",
    "text": "Anna pushed to <https://gitlab.example/a/b/commits/main|main> of <https://gitlab.example/a/b|A / b>"
    f" (<{COMPARE}|Compare>)",
    "attachments": [
        {"text": "<https://gitlab.example/a/b/-/commit/2|24c2bf1d>: Mend &lt;b&gt; - Anna", "color": "#345"}
    ],
}
GITLAB_PIPELINE = {
    "attachments": [
        {
            "fallback": "<https://gitlab.example/a/b|A / b>: <https://gitlab.example/a/b/-/pipelines/7|#7> passed",
            "color": "good",
            "author_name": "Anna (anna)",
            "title": "Pipeline #7 has passed in 00:42",
            "title_link": "https://gitlab.example/a/b/-/pipelines/7",
            "fields": [
                {"title": "Branch", "value": "<https://gitlab.example/a/b/commits/main|main>", "short": True},
                {"title": "Commit", "value": "<https://gitlab.example/a/b/-/commit/2|Mend it>", "short": True},
            ],
            "footer": "A / b",
            "ts": 1733000000,
        }
    ]
}
GITHUB = {
    "text": "[a/b:main] 1 new commit by Anna:",
    "attachments": [
        {"fallback": "", "text": "<https://github.com/a/b/commit/2|`24c2bf1`> Mend it - Anna", "mrkdwn_in": ["text"]}
    ],
}
BLOCKS = {
    "blocks": [
        {"type": "header", "text": {"type": "plain_text", "text": "Deployed"}},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Where:* prod"}]},
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "by <@U024BE7LH>"}]},
    ]
}


@pytest.mark.parametrize(
    ("payload", "lines"),
    [
        (
            ALERTMANAGER,
            [
                "[FIRING:1] HighLoad (api node-1 critical) (http://alert.example:9093/#/alerts?receiver=chat)",
                "Load of node-1 > 8",
                "Severity: critical",
            ],
        ),
        (
            GRAFANA,
            [
                "[FIRING:1] DiskFull (prod) (http://grafana.example/alerting/list)",
                "**Firing**",
                "Value: A=97",
                "Labels:",
                " - alertname = DiskFull",
            ],
        ),
        (
            GITLAB,
            [
                f"Anna pushed to main (https://gitlab.example/a/b/commits/main) of A / b (https://gitlab.example/a/b) (Compare ({COMPARE}))",
                "24c2bf1d (https://gitlab.example/a/b/-/commit/2): Mend <b> - Anna",
            ],
        ),
        (
            GITLAB_PIPELINE,
            [
                "Pipeline #7 has passed in 00:42 (https://gitlab.example/a/b/-/pipelines/7)",
                "Branch: main (https://gitlab.example/a/b/commits/main)",
                "Commit: Mend it (https://gitlab.example/a/b/-/commit/2)",
            ],
        ),
        (
            GITHUB,
            ["[a/b:main] 1 new commit by Anna:", "`24c2bf1` (https://github.com/a/b/commit/2) Mend it - Anna"],
        ),
        (BLOCKS, ["Deployed", "*Where:* prod", "by @U024BE7LH"]),
        ({"attachments": [{"fallback": "only that", "text": ""}]}, ["only that"]),
        ({"text": "the same", "attachments": [{"text": "the same"}]}, ["the same"]),
    ],
)
def test_what_services_send(payload: dict[str, Any], lines: list[str]) -> None:
    """All that they say is said, once, and can be read; as JSON, and as a form, which is how GitLab sends it."""
    body = json.dumps(payload)
    assert lines == said(body.encode(), JSON).split("\n")
    assert lines == said(f"payload={quote_plus(body)}".encode(), FORM).split("\n")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (TEXT, b"hello"),
        ("", b"hello"),
        (JSON, b'{"text": "hello", "username": "x", "icon_emoji": ":x:", "channel": null}'),
        ("application/json; charset=utf-8", b'{"text": "hello"}'),
        (FORM, b"text=hello"),
        (FORM, b'payload={"text":"hello"}'),
        (FORM, b'{"text": "hello"}'),
        ("", b'{"text": "hello"}'),
    ],
)
def test_how_it_may_come(kind: str, body: bytes) -> None:
    """Text, JSON or a form; JSON also from curl -d, which calls it a form."""
    assert "hello" == said(body, kind)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<https://x.example/a|label>", "label (https://x.example/a)"),
        ("<https://x.example/a>", "https://x.example/a"),
        ("<https://x.example|x.example>", "https://x.example"),
        ("<https://x.example?a=1&amp;b=2|q>", "q (https://x.example?a=1&b=2)"),
        ("<mailto:a@x.example|a@x.example>", "a@x.example"),
        ("<!here> <!channel> <!subteam^S1|@ops>", "@here @channel @ops"),
        ("<@U1> <@U1|anna> <#C1|builds>", "@U1 @anna #builds"),
        ("1 < 2 > 0 <b> &lt;@U1&gt; &amp;lt;", "1 < 2 > 0 <b> <@U1> &lt;"),
    ],
)
def test_the_markup_of_slack_can_be_read(written: str, shown: str) -> None:
    """What is no markup stays as it is."""
    assert shown == hooks.readable(written)


def test_what_is_too_long_is_cut() -> None:
    """A service would not send it shorter: the beginning is said, and that there is more."""
    for text in ("x\n" * 99, "ы" * 9000, "ы\n" * 31 + "x" * 5000):
        cut = said(text.encode(), TEXT)
        assert cut.endswith(" …")
        assert len(cut.encode()) <= api.TEXT_BYTES
        assert cut.count("\n") < api.TEXT_LINES


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (JSON, b"[]", 400),
        (JSON, b"nothing", 400),
        (JSON, b"{}", 400),
        (JSON, b'{"text": null, "attachments": "x", "blocks": [7]}', 400),
        (JSON, b"[" * 30_000 + b"]" * 30_000, 400),
        (FORM, b"payload=7", 400),
        (FORM, b"payload=%ff", 400),
        (FORM, b"&".join([b"a=1"] * 1000), 400),
        (TEXT, b"\xff", 400),
        ("image/png", b"x", 415),
    ],
)
def test_what_says_nothing(kind: str, body: bytes, status: int) -> None:
    """It is refused with a sentence that says what would be right."""
    assert status == refused(body, kind)


def test_the_answer_is_that_of_slack() -> None:
    """To the byte: some services compare it."""
    assert (200, b"ok") == (hooks.OK.status, hooks.OK.body)
