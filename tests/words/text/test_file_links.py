"""Which files a text names."""

import pytest

from trichat.words.text.file_links import is_id, named_in

ONE, TWO = "0123456789abcdef" * 2, "f" * 32


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("hello", []),
        (f"https://x.org/files/{ONE}/a.png", [ONE]),
        (f"see https://x.org/chat/files/{ONE}.640x480/a.png, and http://y/files/{TWO}/b.pdf!", [ONE, TWO]),
        (f"/files/{ONE}/a.png /files/{ONE}/a.png", [ONE]),
        (f"/files/{ONE}0/a.png", []),
        (f"/files/{ONE.upper()}/a.png", []),
        ("/files/" * 1000, []),
        (f"<https://x.org/files/{ONE}>", [ONE]),
    ],
)
def test_a_text_names_files_by_their_addresses(text: str, named: list[str]) -> None:
    """On whatever server: it may have had another name."""
    assert named == named_in(text)


@pytest.mark.parametrize("text", ["", "..", ONE[:-1], ONE + "0", "*" * 32, ONE.upper(), f"{ONE}\n"])
def test_what_is_no_id(text: str) -> None:
    """Nothing else ever comes near a path on the disk."""
    assert is_id(ONE)
    assert not is_id(text)
