"""What IRC clients are told of the server, and of what operators do."""

import pytest

from tests.protocols.irc.conftest import FACTS, lines
from trichat.protocols.irc.answers import write
from trichat.protocols.irc.wire.message import parse
from trichat.words import events as ev
from trichat.words.events import Event, Refused, Source
from trichat.words.reasons import Reason
from trichat.words.record import replace

OPERATOR = Source(nick="bob", username="b", host="h", account="Bob", bot=True)


def about(topic: str, admin: tuple[str, ...] = ()) -> Event:
    return ev.ServerShown(topic=topic, now=1_700_000_000_123, admin=admin)


def test_the_manners_of_the_server_as_a_batch() -> None:
    """ISUPPORT is a batch for those who know it, wherever it is told (draft/extended-isupport)."""
    known = frozenset({"batch", "draft/extended-isupport"})
    for event in (about("ISUPPORT"), about("VERSION"), ev.Welcome(nick="anna")):
        plain = [line for line in lines(event) if " 005 " in line]
        told = lines(event, "anna", known)
        first, *inside, last = [line for line in told if "BATCH" in line or " 005 " in line]
        assert (":irc.x BATCH +isupport draft/isupport", ":irc.x BATCH -isupport") == (first, last)
        assert ["@batch=isupport " + line for line in plain] == inside
        for name in known:
            assert lines(event) == lines(event, "anna", frozenset({name}))


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
            ev.StatsShown(letter="o", operators=(OPERATOR,)),
            [":irc.x 243 anna O bob!b@h * bob", ":irc.x 219 anna o :End of STATS report"],
        ),
        (ev.StatsShown(letter=""), [":irc.x 219 anna * :End of STATS report"]),
        (ev.OperatorMade(), [":irc.x 381 anna :You are now an IRC operator"]),
        (ev.Rehashed(), [":irc.x 382 anna settings :Rehashing"]),
        (
            ev.ClockTold(now=10**18, expected=0),
            [":irc.x NOTICE anna :The clock of this server says 1000000000000000 seconds after 1970, and is believed"],
        ),
        (ev.Killed(nick="bob"), [":irc.x NOTICE anna :bob is off the server."]),
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
    """Each answer about the server is these lines, as modern.ircdocs.horse has them."""
    assert expected == lines(event)


def test_version_and_isupport() -> None:
    """VERSION is followed by ISUPPORT, which can be asked for alone."""
    first, *rest = lines(about("VERSION"))
    assert ":irc.x 351 anna trichat-1.0 irc.x :self-hosted group chat" == first
    assert rest == lines(about("ISUPPORT"))
    assert {"005"} == {parse(line).command for line in rest}


def test_isupport_of_what_is_set() -> None:
    """An icon and that an account is needed are told where it is so; a long address takes a line of its own."""
    plain = [token for line in lines(about("ISUPPORT")) for token in parse(line).params[1:-1]]
    assert not [token for token in plain if token.startswith("draft/")]
    facts = replace(FACTS, icon="https://x.org/?" + "a=" * 30, account_required=True)
    found = write(about("ISUPPORT"), "anna", facts, frozenset())
    assert [*plain, "draft/ICON=https://x.org/?" + r"a\x3D" * 30, "draft/ACCOUNTREQUIRED"] == [
        token for line in found for token in parse(line).params[1:-1]
    ]
    assert max(len(line) for line in write(about("ISUPPORT"), "n" * 40, facts, frozenset())) <= 510


def test_who_needs_an_account() -> None:
    """Is told so by a standard reply, if their client knows such, or by a numeric."""
    refused = Refused(reason=Reason.NOT_ADMITTED, about="anna", command="NICK")
    (numeric,) = lines(refused, "*")
    (reply,) = lines(refused, "*", frozenset({"standard-replies"}))
    assert "465" == parse(numeric).command
    assert ("*", "ACCOUNT_REQUIRED", parse(numeric).params[-1]) == parse(reply).params


def test_info() -> None:
    """INFO is some lines, and an end."""
    *told, end = lines(about("INFO"))
    assert {"371"} == {parse(line).command for line in told}
    assert ":irc.x 374 anna :End of INFO list" == end
