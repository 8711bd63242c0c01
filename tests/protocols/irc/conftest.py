"""What the IRC door is told of the server, and people to be told of."""

from trichat.protocols.irc.answers import ServerFacts, write
from trichat.words.events import Event, Source

FACTS = ServerFacts(
    server="irc.x", network="net", version="1.0", started="2023-11-14 22:13:20 UTC", topic_bytes=300, most_rooms=100
)
ANNA = Source(nick="anna", username="a", host="h")
BOB = Source(nick="bob", username="b", host="h")


def lines(event: Event, nick: str = "anna", enabled: frozenset[str] = frozenset()) -> list[str]:
    """Give what a client is told for an answer."""
    return write(event, nick, FACTS, enabled)
