"""What can be found again."""

from trichat.client.display.item import Item, ItemKind
from trichat.client.model.notes import ADDRESSES, MENTIONS, Notes


def said(text: str, **more: object) -> Item:
    """Give what bob has said in #lobby."""
    fields = {"kind": ItemKind.SAID, "text": text, "at": 1, "nick": "bob", "place": "#lobby", **more}
    return Item(**fields)  # type: ignore[arg-type]


def test_mentions_are_kept() -> None:
    """The latest, and no others."""
    notes = Notes()
    for number in range(MENTIONS + 5):
        notes.add(said(f"anna {number}", mention=True))
        notes.add(said("hi"))
        notes.add(said("anna, long ago", mention=True, old=True))
    assert [item.text for item in notes.mentions] == [f"anna {number}" for number in range(5, MENTIONS + 5)]


def test_addresses_keep_their_numbers() -> None:
    """What one has read in a list is what is opened, though others have come meanwhile."""
    notes = Notes()
    for number in range(1, ADDRESSES + 6):
        notes.add(said(f"https://example.org/{number}"))
    assert [address.number for address in notes.addresses] == list(range(6, ADDRESSES + 6))
    address = notes.address(7)
    assert address is not None
    assert (address.url, address.nick, address.place) == ("https://example.org/7", "bob", "#lobby")
    assert notes.address(1) is None
    assert notes.address(0) == notes.addresses[-1]


def test_an_address_that_is_said_again_is_the_same() -> None:
    """History repeats itself."""
    notes = Notes()
    for _ in range(2):
        notes.add(said("https://example.org/a and https://example.org/b"))
    assert [address.number for address in notes.addresses] == [1, 2]


def test_nothing_is_noted_of_what_nobody_said() -> None:
    """Nor is there a latest then."""
    notes = Notes()
    notes.add(said("https://example.org/", kind=ItemKind.INFO))
    assert notes.address(0) is None


def test_an_address_is_clean() -> None:
    """It is shown, and opened."""
    notes = Notes()
    notes.add(said("https://exa\x1b[31mmple.org/\x02a"))
    assert [address.url for address in notes.addresses] == ["https://example.org/a"]


def test_addresses_are_numbered_where_they_are_said() -> None:
    """The same one has the same number."""
    notes = Notes()
    texts = ("http://a.b and http://c.d", "none", "http://c.d again http://c.d")
    assert [notes.add(said(text)).links for text in texts] == [(1, 2), (), (2,)]
