"""Signs of several characters in the line that is typed."""

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.layout import BufferControl
from prompt_toolkit.layout.processors import TransformationInput
from prompt_toolkit.utils import get_cwidth

from trichat.client.terminal.graphemes import SignProcessor, Signs, length_after, length_before

FAMILY, FLAG, HEART = "👩‍👩‍👧", "🇩🇪", "❤️"


def test_a_sign_is_drawn_as_wide_as_it_is() -> None:
    """A sign has a stand-in as wide as prompt_toolkit should count it; what is counted rightly has none."""
    signs = Signs()
    text = f"a{FAMILY}é日{FLAG}{HEART}"
    drawn = signs.substitute(text)
    assert (get_cwidth(drawn), len(drawn)) == (1 + 2 + 1 + 2 + 2 + 2, 6)
    assert signs.substitute(text) == drawn
    assert [signs.substitute(plain) for plain in ("abc", "日本", "e\u0301", "👍")] == [
        "abc",
        "日本",
        "e\u0301",
        "👍",
    ]


def test_it_is_written_where_its_stand_in_was() -> None:
    """Whatever width the terminal gives a sign, what follows stands in its place."""
    signs, written = Signs(), list[str]()
    signs.write(signs.substitute(f"a{FAMILY}b"), written.append, lambda text: written.append("raw " + repr(text)))
    assert written == ["a", "raw " + repr(f"\x1b7{FAMILY}\x1b8\x1b[2C"), "b"]
    written.clear()
    signs.write("plain", written.append, written.append)
    signs.write("日", written.append, written.append)
    assert written == ["plain", "日"]


def test_the_cursor_knows_where_it_is() -> None:
    """A place in the text is found in what is drawn, and back; within a sign it is on the sign."""
    fragments = [("", f"a{FAMILY}"), ("", "bé")]
    given = TransformationInput(BufferControl(Buffer()), Buffer().document, 0, lambda at: at, list(fragments), 80, 24)
    made = SignProcessor(Signs()).apply_transformation(given)
    assert len(made.fragments) == 4
    places = [made.source_to_display(at) for at in range(len(f"a{FAMILY}bé") + 1)]
    assert places == [0, 1, 1, 1, 1, 1, 2, 3, 4]
    assert [made.display_to_source(at) for at in range(6)] == [0, 1, 6, 7, 8, 8]
    assert made.source_to_display(99) == 4


def test_moving_by_signs() -> None:
    """The cursor moves over whole signs, in both directions."""
    text = f"a{FAMILY}b"
    assert [length_before(text, at) for at in (0, 1, 6, 7)] == [0, 1, 5, 1]
    assert [length_after(text, at) for at in (0, 1, 6, 7)] == [1, 5, 1, 0]
