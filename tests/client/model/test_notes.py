"""What can be found again."""

from trichat.client.display.item import Item, ItemKind
from trichat.client.model.notes import ADDRESSES, MENTIONS, Notes


def said(text: str, **more: object) -> Item:
    """Give what bob has said in #lobby."""
    fields = {"kind": ItemKind.SAID, "text": text, "at": 1, "nick": "bob", "place": "#lobby", **more}
    return Item(**fields)  # type: ignore[arg-type]


def test_mentions_are_kept() -> None:
    """The latest, and no others."""
    noted = Notes()
    for number in range(MENTIONS + 5):
        noted.take(said(f"anna {number}", mention=True))
        noted.take(said("hi"))
        noted.take(said("anna, long ago", mention=True, old=True))
    assert [item.text for item in noted.mentions] == [f"anna {number}" for number in range(5, MENTIONS + 5)]


def test_addresses_keep_their_numbers() -> None:
    """What one has read in a list is what is opened, though others have come meanwhile."""
    noted = Notes()
    for number in range(1, ADDRESSES + 6):
        noted.take(said(f"https://example.org/{number}"))
    assert [address.number for address in noted.addresses] == list(range(6, ADDRESSES + 6))
    address = noted.address(7)
    assert address is not None
    assert (address.url, address.nick, address.place) == ("https://example.org/7", "bob", "#lobby")
    assert noted.address(1) is None
    assert noted.address(0) == noted.addresses[-1]


def test_an_address_that_is_said_again_is_the_same() -> None:
    """History repeats itself."""
    noted = Notes()
    for _ in range(2):
        noted.take(said("https://example.org/a and https://example.org/b"))
    assert [address.number for address in noted.addresses] == [1, 2]


def test_nothing_is_noted_of_what_nobody_said() -> None:
    """Nor is there a latest then."""
    noted = Notes()
    noted.take(said("https://example.org/", kind=ItemKind.INFO))
    assert noted.address(0) is None


def test_an_address_is_clean() -> None:
    """It is shown, and opened."""
    noted = Notes()
    noted.take(said("https://exa\x1b[31mmple.org/\x02a"))
    assert [address.url for address in noted.addresses] == ["https://example.org/a"]


def test_addresses_are_numbered_where_they_are_said() -> None:
    """The same one has the same number."""
    noted = Notes()
    texts = ("http://a.b and http://c.d", "none", "http://c.d again http://c.d")
    assert [noted.take(said(text)).links for text in texts] == [(1, 2), (), (2,)]
