"""What Tab says where nothing is drawn."""

import pytest

from trichat.client.ui.completion import Candidate, complete_line


def of(*texts: str) -> list[Candidate]:
    """Give candidates of which nothing else is known."""
    return [Candidate(text=text) for text in texts]


@pytest.mark.parametrize(
    ("before", "found", "text", "told"),
    [
        ("hi an", of("anna "), "hi anna ", []),
        ("an", of("anna: "), "anna: ", []),
        ("hi x", [], "hi x", []),
        ("b", of("bob ", "bea "), "b", ["— bob", "— bea"]),
        ("/w", of("/who ", "/whois "), "/who", ["— /who", "— /whois"]),
        ("C", of("carl ", "Cara "), "C", ["— carl", "— Cara"]),
        ("/reply ", [Candidate(text="7 ", meta="bob: hi"), Candidate(text="12 ")], "/reply ", ["— 7  bob: hi", "— 12"]),
        ("x", [Candidate(text="x\x1b[2J ")], "x ", []),
        (":t", [Candidate(text="🎉", shown="🎉 :tada:"), Candidate(text="🌮")], ":t", ["— 🎉 :tada:", "— 🌮"]),
    ],
)
def test_a_line_with_its_word_finished(before: str, found: list[Candidate], text: str, told: list[str]) -> None:
    """As far as it is clear; what is not is told, clean as all that comes from others."""
    assert (text, told) == complete_line(before, found)


def test_many_are_named_in_one_line() -> None:
    """Nobody listens to all of them."""
    text, told = complete_line("n", of(*(f"n{number} " for number in range(100, 160))))
    assert ("n1", 1) == (text, len(told))
    assert told[0].startswith("— n100  n101  ")
    assert told[0].endswith("  n149 and 10 more")
