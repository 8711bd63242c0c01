"""What IRC clients are told of people: who they are, whether they are there, and their metadata."""

import pytest

from tests.protocols.irc.conftest import ANNA, BOB, lines
from trichat.protocols.irc.answers.people import flags, whox_line
from trichat.protocols.irc.capabilities import METADATA
from trichat.protocols.irc.wire.message import parse
from trichat.words import events as ev
from trichat.words.events import Event, Member, PastMember, PeopleFound, Refused, Source
from trichat.words.reasons import Reason

BATCH = frozenset({"batch"})
BOT = Source(nick="bob", username="b", host="h", account="Bob", bot=True)
CARL = Source(nick="carl", username="c", host="h", account="x")
PERSON = Member(source=ANNA, realname="Anna A.", room="#a", idle=61_000)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (ev.AwayNoted(text="x"), [":irc.x 306 anna :You have been marked as being away"]),
        (ev.AwayNoted(text=""), [":irc.x 305 anna :You are no longer marked as being away"]),
        (ev.AwayShown(nick="bob", text="to lunch"), [":irc.x 301 anna bob :to lunch"]),
        (ev.AcceptsShown(nicks=()), [":irc.x 282 anna :End of ACCEPT list"]),
        (
            ev.AcceptsShown(nicks=("bob", "carl")),
            [":irc.x 281 anna bob carl", ":irc.x 282 anna :End of ACCEPT list"],
        ),
        (ev.Watched(online=(ANNA,), offline=("b", "c")), [":irc.x 730 anna :anna!a@h", ":irc.x 731 anna :b,c"]),
        (ev.WatchList(names=()), [":irc.x 733 anna :End of MONITOR list"]),
        (ev.WatchList(names=("b", "c")), [":irc.x 732 anna :b,c", ":irc.x 733 anna :End of MONITOR list"]),
        (
            Refused(reason=Reason.WATCHING_TOO_MANY, about="2", detail="c,d", command="MONITOR"),
            [":irc.x 734 anna 2 c,d :Monitor list is full"],
        ),
        (
            Refused(reason=Reason.REALNAME, detail="150", command="SETNAME"),
            [":irc.x FAIL SETNAME INVALID_REALNAME :A real name has at least one letter, and at most 150 bytes"],
        ),
        (ev.HereShown(nicks=("a", "b")), [":irc.x 303 anna :a b"]),
        (
            ev.UserHostsShown(people=(Member(source=BOT, away="x"), Member(source=CARL, operator=True))),
            [":irc.x 302 anna :bob=-b@h carl*=+c@h"],
        ),
        (
            ev.PastShown(name="bob", people=(PastMember(source=BOT, realname="Bob B.", until=1_700_000_000_123),)),
            [
                ":irc.x 314 anna bob b h * :Bob B.",
                ":irc.x 312 anna bob irc.x :Tue Nov 14 22:13:20 2023 UTC",
                ":irc.x 369 anna bob :End of WHOWAS",
            ],
        ),
        (
            ev.PastShown(name="x", people=()),
            [":irc.x 406 anna x :There was no such nickname", ":irc.x 369 anna x :End of WHOWAS"],
        ),
    ],
)
def test_answers(event: Event, expected: list[str]) -> None:
    """Each answer about people is these lines, as modern.ircdocs.horse and IRCv3 have them."""
    assert expected == lines(event)


def test_many_names_take_several_lines() -> None:
    """Many names take several lines of at most 510 bytes, with no name lost."""
    names = tuple(f"name-number-{number}" for number in range(100))
    *listed, _end = [parse(line) for line in lines(ev.WatchList(names=names))]
    assert len(listed) > 1
    assert names == tuple(name for message in listed for name in message.params[1].split(","))


def test_whois_in_full() -> None:
    """WHOIS tells all that can be told of somebody (modern.ircdocs.horse, "WHOIS message")."""
    person = Member(source=BOT, realname="B", since=5_000, idle=61_999, away="lunch", operator=True)
    private = ev.Private(modes="io", address="::1", fingerprint="ab")
    assert [
        ":irc.x 311 anna bob b h * :B",
        ":irc.x 379 anna bob :is using modes +io",
        ":irc.x 378 anna bob :is connecting from b@h 0::1",
        ":irc.x 338 anna bob b@h 0::1 :is actually using host",
        ":irc.x 276 anna bob :has client certificate fingerprint ab",
        ":irc.x 319 anna bob :@#a",
        ":irc.x 312 anna bob irc.x :a trichat server",
        ":irc.x 301 anna bob :lunch",
        ":irc.x 313 anna bob :is an operator of this server",
        ":irc.x 307 anna bob :has identified for this nick",
        ":irc.x 330 anna bob Bob :is logged in as",
        ":irc.x 335 anna bob :is a bot",
        ":irc.x 671 anna bob :is using a secure connection",
        ":irc.x 317 anna bob 61 5 :seconds idle, signon time",
        ":irc.x 318 anna bob :End of WHOIS list",
    ] == lines(ev.PersonShown(person=person, rooms=(("#a", "o"),), secure=True, private=private))
    other = lines(ev.PersonShown(person=Member(source=CARL), rooms=(), private=ev.Private(modes="")))
    assert [] == [line for line in other if line.split()[1] in ("307", "378", "338", "276", "335", "671")]


def test_flags() -> None:
    """The flags of WHO are here or gone, operator, roles, and bot (modern.ircdocs.horse, "RPL_WHOREPLY")."""
    assert "H" == flags(Member(source=CARL), every=False)
    assert "G*@B" == flags(Member(source=BOT, away="x", operator=True, roles="ov"), every=False)
    assert "G*@+B" == flags(Member(source=BOT, away="x", operator=True, roles="ov"), every=True)


# WHOX.


@pytest.mark.parametrize(
    ("fields", "token", "line"),
    [
        ("tcuihsnfdlaor", "42", "42 #a a 255.255.255.255 h s anna H 0 61 0 n/a :Anna A."),
        ("roaldfnshiuct", "42", "42 #a a 255.255.255.255 h s anna H 0 61 0 n/a :Anna A."),
        ("nt", "", "0 anna"),
        ("nn?", "7", "anna"),
        ("?", "", ""),
    ],
)
def test_fields_of_whox(fields: str, token: str, line: str) -> None:
    """The fields of WHOX that were asked for are in the order of the specification; unknown ones are left out."""
    asked = PeopleFound(mask="#a", people=(PERSON,), fields=fields, token=token)
    assert line == " ".join(whox_line(PERSON, asked, "s"))


def test_somebody_found_in_no_room() -> None:
    """A `*` stands for the room of somebody found in none."""
    bob = Member(source=BOB)
    assert ["*", "bob"] == whox_line(bob, PeopleFound(mask="*", people=(bob,), fields="cn"), "s")


# Metadata.

ENTRIES = (("anna", "url", "x y"), ("anna", "color", ""))
NEWS = [":irc.x METADATA anna url * :x y", ":irc.x METADATA anna color *"]
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
        (ev.MetadataShown(target="anna", entries=ENTRIES, news=True), frozenset({"draft/metadata-2"}), NEWS),
        (ev.MetadataShown(target="anna", entries=ENTRIES), frozenset({"draft/metadata-2"}), LINES),
        (
            ev.MetadataShown(target="anna", entries=ENTRIES, news=True),
            frozenset({"draft/metadata-2", "draft/metadata-3"}),
            LINES,
        ),
        (
            ev.MetadataShown(target="anna", entries=(), batch=True, news=True),
            BATCH | {"draft/metadata-2"},
            [":irc.x BATCH +metadata metadata anna", ":irc.x BATCH -metadata"],
        ),
        (ev.MetadataShown(target="anna", entries=(), batch=True, news=True), BATCH | {"draft/metadata-3"}, []),
        (
            ev.MetadataShown(target="anna", entries=ENTRIES[1:], own=True, unset=True),
            frozenset({"draft/metadata-2"}),
            [":irc.x FAIL METADATA KEY_NOT_SET anna color :key not set"],
        ),
        (ev.MetadataShown(target="anna", entries=ENTRIES[1:], own=True, unset=True), BATCH, LINES[1:]),
        (
            Refused(reason=Reason.METADATA_VALUE, about="url", command="METADATA"),
            frozenset({"draft/metadata-2"}),
            [":irc.x FAIL METADATA VALUE_INVALID url :The value is too long, or there is nothing to see in it"],
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
def test_metadata(event: Event, enabled: frozenset[str], expected: list[str]) -> None:
    """Metadata is told in a batch where lines belong together and the client knows batches."""
    assert expected == lines(event, "anna", enabled)


def test_many_keys_take_several_lines() -> None:
    """Many keys take several lines of at most 15 parameters."""
    keys = tuple(f"k{number}" for number in range(30))
    found = [parse(line) for line in lines(ev.SubscriptionsShown(keys=keys), "anna", BATCH)]
    assert max(len(message.params) for message in found) <= 15
    assert keys == tuple(key for message in found for key in message.params[1:])


def test_whois_tells_those_who_know_metadata() -> None:
    """WHOIS tells metadata, with RPL_WHOISKEYVALUE, to those who know it."""
    person = Member(source=BOB)
    event = ev.PersonShown(person=person, rooms=(), metadata=(("display-name", "Bob B."),))
    assert ":irc.x 760 anna bob display-name * :Bob B." in lines(event, "anna", frozenset({METADATA}))
    assert [] == [line for line in lines(event, "anna", BATCH) if " 760 " in line]
