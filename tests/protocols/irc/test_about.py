"""What IRC clients are told of the server, of people at length, and of operators."""

import pytest

from trichat.protocols.irc.answers import ServerFacts, write
from trichat.protocols.irc.answers.help import TOPICS
from trichat.protocols.irc.answers.people import flags
from trichat.protocols.irc.commands import BUILDERS
from trichat.protocols.irc.reader import OWN_COMMANDS
from trichat.protocols.irc.wire.message import parse
from trichat.words import events as ev
from trichat.words.events import Event, Member, PastMember, Refused, Source
from trichat.words.reasons import Reason

FACTS = ServerFacts(server="irc.x", network="net", version="1", started="now", topic_bytes=300, most_rooms=100)
BOB = Source(nick="bob", username="b", host="h", account="Bob", bot=True)
CARL = Source(nick="carl", username="c", host="h", account="x")


def test_the_manners_of_the_server_as_a_batch() -> None:
    """For those who know it, wherever they are told (draft/extended-isupport)."""
    known = frozenset({"batch", "draft/extended-isupport"})
    for event in (about("ISUPPORT"), about("VERSION"), ev.Welcome(nick="anna")):
        plain = [line for line in lines(event) if " 005 " in line]
        told = write(event, "anna", FACTS, known)
        first, *inside, last = [line for line in told if "BATCH" in line or " 005 " in line]
        assert (":irc.x BATCH +isupport draft/isupport", ":irc.x BATCH -isupport") == (first, last)
        assert ["@batch=isupport " + line for line in plain] == inside
        for name in known:
            assert lines(event) == write(event, "anna", FACTS, frozenset({name}))


def lines(event: Event) -> list[str]:
    return write(event, "anna", FACTS, frozenset())


def about(topic: str, admin: tuple[str, ...] = ()) -> Event:
    return ev.ServerShown(topic=topic, now=1_700_000_000_123, admin=admin)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (about("TIME"), [":irc.x 391 anna irc.x 1700000000 :Tuesday November 14 2023 -- 22:13:20 UTC"]),
        (about("ADMIN"), [":irc.x 423 anna irc.x :No administrative info available"]),
        (
            about("ADMIN", ("Anna", "a@b.c")),
            [
                ":irc.x 256 anna irc.x :Administrative info",
                ":irc.x 257 anna :Anna",
                ":irc.x 258 anna :a@b.c",
                ":irc.x 259 anna :",
            ],
        ),
        (about("LINKS"), [":irc.x 364 anna irc.x irc.x :0 a trichat server", ":irc.x 365 anna * :End of LINKS list"]),
        (
            ev.StatsShown(letter="u", uptime=90_061),
            [":irc.x 242 anna :Server Up 1 days 1:01:01", ":irc.x 219 anna u :End of STATS report"],
        ),
        (
            ev.StatsShown(letter="o", operators=(BOB,)),
            [":irc.x 243 anna O bob!b@h * bob", ":irc.x 219 anna o :End of STATS report"],
        ),
        (ev.StatsShown(letter=""), [":irc.x 219 anna * :End of STATS report"]),
        (ev.OperatorMade(), [":irc.x 381 anna :You are now an IRC operator"]),
        (ev.Rehashed(), [":irc.x 382 anna settings :Rehashing"]),
        (ev.Killed(nick="bob"), [":irc.x NOTICE anna :bob is off the server."]),
        (ev.HelpShown(command="xyzzy"), [":irc.x 524 anna xyzzy :No help available on this topic"]),
        (
            ev.HelpShown(command="away"),
            [
                ":irc.x 704 anna AWAY :AWAY [reason]",
                ":irc.x 705 anna AWAY :Says that you are away; without a reason, that you are back.",
                ":irc.x 706 anna AWAY :End of HELP",
            ],
        ),
        (ev.HereShown(nicks=("a", "b")), [":irc.x 303 anna :a b"]),
        (
            ev.UserHostsShown(people=(Member(source=BOB, away="x"), Member(source=CARL, operator=True))),
            [":irc.x 302 anna :bob=-b@h carl*=+c@h"],
        ),
        (
            ev.PastShown(name="bob", people=(PastMember(source=BOB, realname="Bob B.", until=1_700_000_000_123),)),
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
        (
            Refused(reason=Reason.NO_SUCH_SERVER, about="x.y", command="WHOIS"),
            [":irc.x 402 anna x.y :No such server"],
        ),
        (
            Refused(reason=Reason.FOR_OPERATORS, command="KILL"),
            [":irc.x 481 anna :Permission Denied- You're not an IRC operator"],
        ),
        (
            Refused(reason=Reason.SETTINGS, about="no TOML", command="REHASH"),
            [":irc.x FAIL REHASH SETTINGS :The settings are as before, because they cannot be read: no TOML"],
        ),
    ],
)
def test_answers(event: Event, expected: list[str]) -> None:
    """The lines, as modern.ircdocs.horse has them."""
    assert expected == lines(event)


def test_whois_in_full() -> None:
    """All that can be told of somebody (modern.ircdocs.horse, "WHOIS message")."""
    person = Member(source=BOB, realname="B", since=5_000, idle=61_999, away="lunch", operator=True)
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


def test_version_and_isupport() -> None:
    """VERSION ends with the limits and formats, ISUPPORT is those."""
    first, *rest = lines(about("VERSION"))
    assert ":irc.x 351 anna trichat-1 irc.x :self-hosted group chat" == first
    assert rest == lines(about("ISUPPORT"))
    assert {"005"} == {parse(line).command for line in rest}


def test_info() -> None:
    """Some lines, and an end."""
    *told, end = lines(about("INFO"))
    assert {"371"} == {parse(line).command for line in told}
    assert ":irc.x 374 anna :End of INFO list" == end


def test_every_command_has_help() -> None:
    """A new command needs a row in protocols/irc/answers/help.py, unless it is written as at a prompt."""
    assert set(BUILDERS) | set(OWN_COMMANDS) <= set(TOPICS)
    for command, (usage, text) in TOPICS.items():
        assert usage.split()[0] == command
        assert text.endswith(".")


def test_help_on_everything_names_every_command() -> None:
    """In lines that fit."""
    told = [parse(line) for line in lines(ev.HelpShown(command=""))]
    assert ["704", "706"] == [told[0].command, told[-1].command]
    names = [name for message in told[1:-1] for name in message.params[2].split()]
    assert list(TOPICS) == names
    assert told == [parse(line) for line in lines(ev.HelpShown(command="Index"))]


def test_flags() -> None:
    """Here or gone, operator, roles, bot (modern.ircdocs.horse, "RPL_WHOREPLY")."""
    assert "H" == flags(Member(source=CARL), every=False)
    assert "G*@B" == flags(Member(source=BOB, away="x", operator=True, roles="ov"), every=False)
    assert "G*@+B" == flags(Member(source=BOB, away="x", operator=True, roles="ov"), every=True)
