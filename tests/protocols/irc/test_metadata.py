"""METADATA in IRC."""

import pytest

from trichat.protocols.irc.answers import ServerFacts, write
from trichat.protocols.irc.capabilities import CAPABILITIES, METADATA
from trichat.protocols.irc.commands import TooFewParameters, requests
from trichat.protocols.irc.wire.message import parse
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event, Member, Refused, Source
from trichat.words.reasons import Reason
from trichat.words.requests import InTurn, Request

FACTS = ServerFacts(server="irc.x", network="net", version="1", started="now", topic_bytes=300, most_rooms=100)
BATCH = frozenset({"batch"})


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("METADATA * GET a b", ask.GetMetadata(target="*", keys=("a", "b"))),
        ("METADATA #a list", ask.GetMetadata(target="#a")),
        ("METADATA * SET a :b c", ask.SetMetadata(target="*", key="a", value="b c")),
        ("METADATA * SET a", ask.SetMetadata(target="*", key="a")),
        ("METADATA bob CLEAR", ask.ClearMetadata(target="bob")),
        ("METADATA * SUB a b", ask.SubscribeMetadata(keys=("a", "b"))),
        ("METADATA * UNSUB a", ask.SubscribeMetadata(keys=("a",), on=False)),
        ("METADATA * SUBS", ask.ShowSubscriptions()),
        ("METADATA #a SYNC", ask.SyncMetadata(target="#a")),
        ("METADATA * EAT", InTurn(event=Refused(reason=Reason.METADATA_COMMAND, about="EAT", command="METADATA"))),
    ],
)
def test_commands(line: str, expected: Request) -> None:
    """Each subcommand is a request."""
    assert [expected] == requests(parse(line))


@pytest.mark.parametrize("line", ["METADATA", "METADATA *", "METADATA * GET", "METADATA * SET", "METADATA * SUB"])
def test_too_few_parameters(line: str) -> None:
    """Is told as such."""
    with pytest.raises(TooFewParameters):
        requests(parse(line))


ENTRIES = (("anna", "url", "x y"), ("anna", "color", ""))
LINES = [":irc.x 761 anna anna url * :x y", ":irc.x 766 anna anna color :key not set"]


@pytest.mark.parametrize(
    ("event", "enabled", "expected"),
    [
        (ev.MetadataShown(target="anna", entries=ENTRIES), BATCH, LINES),
        (ev.MetadataShown(target="anna", entries=ENTRIES, batch=True), frozenset(), LINES),
        (
            ev.MetadataShown(target="anna", entries=ENTRIES, batch=True),
            BATCH,
            [
                ":irc.x BATCH +metadata metadata anna",
                *[f"@batch=metadata {line}" for line in LINES],
                ":irc.x BATCH -metadata",
            ],
        ),
        (ev.SubscriptionsShown(keys=("a", "b"), change=True), BATCH, [":irc.x 770 anna a b"]),
        (ev.SubscriptionsShown(keys=("a", "b"), change=False), BATCH, [":irc.x 771 anna a b"]),
        (ev.SubscriptionsShown(keys=("a", "b")), BATCH, [":irc.x 772 anna a b"]),
        (ev.SubscriptionsShown(keys=()), BATCH, []),
        (
            Refused(reason=Reason.METADATA_DENIED, about="#a", detail="url", command="METADATA"),
            BATCH,
            [":irc.x FAIL METADATA KEY_NO_PERMISSION #a url :That is not for you to read or set"],
        ),
    ],
)
def test_answers(event: Event, enabled: frozenset[str], expected: list[str]) -> None:
    """The lines, in a batch where they belong together and the client knows batches."""
    assert expected == write(event, "anna", FACTS, enabled)


def test_many_keys_take_several_lines() -> None:
    """Of at most 15 parameters."""
    keys = tuple(f"k{number}" for number in range(30))
    found = [parse(line) for line in write(ev.SubscriptionsShown(keys=keys), "anna", FACTS, BATCH)]
    assert max(len(message.params) for message in found) <= 15
    assert keys == tuple(key for message in found for key in message.params[1:])


def test_whois_tells_those_who_know_metadata() -> None:
    """With RPL_WHOISKEYVALUE."""
    person = Member(source=Source(nick="bob", username="b", host="h"))
    event = ev.PersonShown(person=person, rooms=(), metadata=(("display-name", "Bob B."),))
    assert ":irc.x 760 anna bob display-name * :Bob B." in write(event, "anna", FACTS, frozenset({METADATA}))
    assert [] == [line for line in write(event, "anna", FACTS, BATCH) if " 760 " in line]


def test_the_limits_are_told() -> None:
    """As they are."""
    from trichat.chat.people import metadata  # noqa: PLC0415 (the door does not know the hub, but what it says is true)

    (row,) = [row for row in CAPABILITIES if row.name == METADATA]
    limits = dict(token.split("=") for token in row.value.split(",") if "=" in token)
    assert {
        "max-subs": str(metadata.SUBSCRIPTIONS_MOST),
        "max-keys": str(metadata.KEYS_MOST),
        "max-value-bytes": str(metadata.VALUE_BYTES),
    } == limits
