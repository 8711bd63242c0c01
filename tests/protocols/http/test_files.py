"""Names, addresses and headers of uploaded files."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.protocols.http import files
from trichat.protocols.http.messages import Refused, Request
from trichat.words.text.file_links import named_in

ID = "0123456789abcdef" * 2


def post(**headers: str) -> Request:
    told = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Request(method="POST", target="/files", headers=told)


@pytest.mark.parametrize(
    ("said", "ending", "name"),
    [
        ("sea.png", "png", "sea.png"),
        ("SEA.PNG", "png", "SEA.png"),
        ("sea.jpeg", "jpg", "sea.jpg"),
        ("sea.exe", "png", "sea.exe.png"),
        ("paper.PDF", "bin", "paper.pdf"),
        ("evil.png", "bin", "evil.png.bin"),
        ("..", "png", "file.png"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("C:\\Users\\anna\\sea.png", "png", "sea.png"),
        ("sea\0\r\n\x1b[31m.png", "png", "sea[31m.png"),
        ("photo\u202egnp.exe", "bin", "photognp.exe"),
        ("\u200b\u2066", "png", "file.png"),
        (".htaccess", "txt", "htaccess.txt"),
        ("", "bin", "file.bin"),
        ("a" * 4000, "png", "a" * 96 + ".png"),
        ("море.png", "png", "море.png"),
        ("x." + "y" * 4000, "bin", "x." + "y" * 94 + ".bin"),
    ],
)
def test_names_are_names(said: str, ending: str, name: str) -> None:
    """Without paths, what cannot be seen, or turns the rest round; they end as what the file is."""
    assert name == files.clean_name(said, ending)


@given(st.text(), st.sampled_from(["png", "txt", "bin"]))
def test_any_name_leads_back_to_its_file(said: str, ending: str) -> None:
    """What is made of it is in the address, which a message can hold, and is found again."""
    address = files.address("https://x.org/files", ID, files.clean_name(said, ending), 5, (3, 4))
    assert address.isascii()
    assert " " not in address
    assert [ID] == named_in(address)
    _, _, _, _, file, name = address.split("/")
    assert f"{ID}.{ending}" == files.stored_as(file, name)


@pytest.mark.parametrize("file", ["", "..", ID[:-1], f"{ID}%00", "*", f"%2e%2e%2f{ID}"])
def test_nothing_else_is_looked_for(file: str) -> None:
    """Only an id is a part of a path on the disk."""
    assert "" == files.stored_as(file, "x.png")
    assert f"{ID}.bin" == files.stored_as(ID, "..%2f..%2fpasswd")


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("attachment; filename=sea.png", "sea.png"),
        ('inline; filename="the \\"sea\\".png"', 'the "sea".png'),
        ("attachment; filename=\"x\"; filename*=UTF-8''%D0%BC%D0%BE%D1%80%D0%B5.png", "море.png"),
        ('attachment; filename="море.png"'.encode().decode("latin-1"), "море.png"),
        ("attachment; filename*=UTF-8''%ff", "\ufffd"),
        ("attachment", ""),
        ("", ""),
    ],
)
def test_the_name_that_is_told(told: str, name: str) -> None:
    """In all the ways in which programs tell it."""
    assert name == files.said_name(post(content_disposition=told))


def test_what_is_shown_is_read() -> None:
    """A token, or a name and a password, which may have colons in it."""
    basic = base64.b64encode(b"anna:ses:ame").decode()
    assert files.Credentials(name="anna", password="ses:ame") == files.credentials(post(authorization=f"basic {basic}"))
    assert files.Credentials(token="x") == files.credentials(post(authorization="Bearer x"))
    for wrong in ("", "Basic", "Basic =", f"Basic {base64.b64encode(b':').decode()}", "Bearer ", "Negotiate x"):
        with pytest.raises(Refused) as refused:
            files.credentials(post(authorization=wrong))
        assert 401 == refused.value.answer.status


@pytest.mark.parametrize(
    ("headers", "status", "start", "length"),
    [
        ({}, 200, 0, 10),
        ({"range": "bytes=2-5"}, 206, 2, 4),
        ({"range": "Bytes = -3"}, 206, 7, 3),
        ({"range": "bytes=-99"}, 206, 0, 10),
        ({"range": "bytes=-0"}, 416, 0, 0),
        ({"range": "bytes=10-"}, 416, 0, 0),
        ({"range": "bytes=1-2,4-5"}, 200, 0, 10),
        ({"range": "bytes=-"}, 200, 0, 10),
        ({"range": "bytes=5-2"}, 200, 0, 10),
        ({"range": "bytes=" + "9" * 99 + "-"}, 200, 0, 10),
        ({"range": "bytes=2-5", "if_range": f'"{ID}"'}, 206, 2, 4),
        ({"range": "bytes=2-5", "if_range": f'W/"{ID}"'}, 200, 0, 10),
        ({"if_none_match": f'"x", W/"{ID}"'}, 304, 0, 0),
        ({"if_none_match": "*"}, 304, 0, 0),
        ({"if_none_match": '"x"'}, 200, 0, 10),
    ],
)
def test_which_part_is_given(headers: dict[str, str], status: int, start: int, length: int) -> None:
    """RFC 9110, 13 and 14."""
    told = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    answer = files.head(f"{ID}.png", "a.png", 10, Request(method="GET", target="/", headers=told))
    assert (status, start, length) == (answer.status, answer.start, answer.length)


def test_what_stands_behind_a_name_is_no_header() -> None:
    """Whatever name somebody writes into an address."""
    answer = files.head(f"{ID}.bin", "a%0d%0aSet-Cookie:%20x%22.pdf", 1, Request(method="GET", target="/"))
    told = dict(answer.headers)["Content-Disposition"]
    assert "attachment; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x%22.pdf" == told
