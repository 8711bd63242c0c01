"""Emoji by name."""

import pytest
from wcwidth import wcswidth

from trichat.client.display import emoji


def test_names() -> None:
    """An emoji has the names that people say and that Unicode says, in capitals or not."""
    assert [emoji.find(name) for name in ("+1", "tada", "Snow_Leopard", "otter", "nonsense")] == [
        "👍",
        "🎉",
        "",
        "🦦",
        "",
    ]


def test_every_emoji_is_drawn_as_a_picture() -> None:
    """Every emoji is two columns wide, also those that are letters to some terminals."""
    assert {2} == {wcswidth(found) for _, found in emoji.names_beginning("", most=10_000)}


def test_beginnings() -> None:
    """Names that begin so come first, short ones in front; then those with such a word; and not endlessly many."""
    names = [name for name, _ in emoji.names_beginning("heart")]
    assert names[:2] == ["heart", "heart_eyes"]
    assert names.index("heart_eyes") < names.index("blue_heart")
    assert len(emoji.names_beginning("s", most=7)) == 7
    assert emoji.names_beginning("qqq") == []


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ("well done :tada:", (6, "🎉")),
        (":+1:", (4, "👍")),
        ("at 10:30:", (0, "")),
        ("std::key:", (0, "")),
        ("a:key:", (0, "")),
        (":nonsense:", (0, "")),
        ("tada", (0, "")),
    ],
)
def test_the_second_colon_ends_a_name(before: str, found: tuple[int, str]) -> None:
    """The second colon ends the name of an emoji, but not that of a time or in a program."""
    assert emoji.name_at_end(before) == found
