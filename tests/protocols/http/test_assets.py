"""Files of the page: types, codings, and whether they have changed."""

import pytest

from trichat.protocols.http.assets import Asset, serve, type_of
from trichat.protocols.http.messages import Answer, Request

ASSET = Asset(type="text/css", tag="abc", coded={"": b"much longer", "gzip": b"short"})


def asked(asset: Asset = ASSET, **headers: str) -> tuple[Answer, dict[str, str]]:
    given = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    answer = serve(asset, Request(method="GET", target="/", headers=given))
    return answer, dict(answer.headers)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("deflate, GZIP;q=0.5, br", "gzip"),
        ("gzip;q=1.0", "gzip"),
        ("gzip;q=0", ""),
        ("gzip; q=0.000", ""),
        ("gzip ; Q = 0", ""),
        ("br", ""),
        ("gzipped", ""),
    ],
)
def test_the_coding_is_one_that_is_taken(accepted: str, coding: str) -> None:
    """What the other side takes, and nothing that it refuses by a weight of zero (RFC 9110, 12.5.3)."""
    answer, headers = asked(accept_encoding=accepted)
    assert (200, ASSET.coded[coding], coding) == (answer.status, answer.body, headers.get("Content-Encoding", ""))
    assert ("Accept-Encoding", "no-cache", "text/css") == (
        headers["Vary"],
        headers["Cache-Control"],
        headers["Content-Type"],
    )


def test_the_shorter_coding_is_taken() -> None:
    """What does not get shorter is sent as it is."""
    asset = Asset(type="image/png", tag="abc", coded={"": b"x"})
    assert b"x" == asked(asset, accept_encoding="gzip")[0].body


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ('"abc"', 304),
        ('W/"abc"', 304),
        ('"x", "abc"', 304),
        ("*", 304),
        ('"abc-gzip"', 200),
        ('"x"', 200),
        ("abc", 200),
        ('"xabc"', 200),
        ("", 200),
    ],
)
def test_what_has_not_changed_is_not_sent(given: str, status: int) -> None:
    """A tag is compared as a whole; each coding has its own (RFC 9110, 8.8.3)."""
    answer, headers = asked(if_none_match=given)
    assert (status, '"abc"') == (answer.status, headers["ETag"])
    assert bool(answer.body) is (status == 200)


def test_each_coding_has_its_own_tag() -> None:
    """The bytes are others."""
    tag = asked(accept_encoding="gzip")[1]["ETag"]
    assert '"abc-gzip"' == tag
    assert 304 == asked(accept_encoding="gzip", if_none_match=tag)[0].status


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("app.js", "text/javascript; charset=utf-8"),
        ("app.webmanifest", "application/manifest+json"),
        ("icon.svg", "image/svg+xml"),
        ("README", ""),
        ("x.py", ""),
    ],
)
def test_types(name: str, kind: str) -> None:
    """A browser runs a module and takes a manifest only with the right type; what has none is not served."""
    assert kind == type_of(name)
