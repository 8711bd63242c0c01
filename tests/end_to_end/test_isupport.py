"""RPL_ISUPPORT is true: each token that a client is told is proved here. A new token needs a proof."""

from collections.abc import Callable

import pytest

from trichat.chat.core.outcome import Answered, Outcome, Told
from trichat.chat.core.people import Session
from trichat.chat.core.rules import Rules
from trichat.chat.hub import Hub
from trichat.protocols.irc.answers import ServerFacts
from trichat.protocols.irc.dialect import IrcDialects
from trichat.protocols.irc.reader import IrcReader
from trichat.protocols.irc.wire.message import Message, parse
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.record import replace

RULES = Rules(most_rooms=12, server="irc.x")
FACTS = ServerFacts(
    server="irc.x",
    network="net",
    version="1",
    started="now",
    topic_bytes=RULES.topic_bytes,
    most_rooms=RULES.most_rooms,
    away_bytes=RULES.away_bytes,
    realname_bytes=RULES.realname_bytes,
    most_monitored=RULES.most_monitored,
)


class Net:
    """The hub and its IRC door, without sockets."""

    def __init__(self) -> None:
        self.hub = Hub(RULES)
        self.dialects = IrcDialects(FACTS)
        self.clients: dict[Session, Client] = {}

    def client(self, nick: str, *rooms: str) -> "Client":
        """Let a client in."""
        client = Client(self)
        client.send(f"NICK {nick}", "USER u 0 * :Real Name", *(f"JOIN {room}" for room in rooms))
        return client

    def run(self, session: Session, requests: list[ask.Request]) -> None:
        for outcome in self.hub.run([(session, requests)], 1_700_000_000_000):
            self._tell(outcome)

    def _tell(self, outcome: Outcome) -> None:
        if isinstance(outcome, Answered):
            client = self.clients[outcome.session]
            client.pages += [outcome.event] if isinstance(outcome.event, ev.Page) else []
            client.hear(client.dialect.answer(outcome.event, outcome.nick))
        elif isinstance(outcome, Told):
            for session in dict.fromkeys((*outcome.audience, *([outcome.source] if outcome.source else []))):
                client = self.clients[session]
                told = client.dialect.echo if session is outcome.source else client.dialect.show
                client.hear(told(outcome.event))


class Client:
    """One client, and what it was told."""

    def __init__(self, net: Net) -> None:
        self.net = net
        self.reader = IrcReader()
        self.session = Session("localhost")
        self.dialect = net.dialects.get()
        self.heard: list[Message] = []
        self.pages: list[ev.Page] = []
        net.clients[self.session] = self
        net.run(self.session, [ask.Arrive()])

    def hear(self, data: bytes) -> None:
        self.heard += [parse(line) for line in data.decode().split("\r\n") if line]

    def send(self, *lines: str | bytes) -> list[Message]:
        """Send lines; give what came back."""
        self.heard.clear()
        for line in lines:
            data = line if isinstance(line, bytes) else line.encode()
            self.net.run(self.session, self.reader.feed(data + b"\r\n"))
        return list(self.heard)

    def told(self, *lines: str) -> list[str]:
        """Send lines; give the commands and numerics that came back."""
        return [message.command for message in self.send(*lines)]


def tokens() -> dict[str, str]:
    """Give the tokens that a client is told."""
    client = Net().client("anna")
    words = [word for message in client.heard if message.command == "005" for word in message.params[1:-1]]
    return dict(word.partition("=")[::2] for word in words)


TOKENS = tokens()
Proof = Callable[[Net, str], None]


def _awaylen(net: Net, value: str) -> None:
    net.client("anna").send("AWAY :" + "x" * (int(value) + 1))
    (shown,) = [message for message in net.client("bob").send("WHOIS anna") if message.command == "301"]
    assert int(value) == len(shown.params[2])


def _bot(net: Net, value: str) -> None:
    anna = net.client("anna")
    anna.send(f"MODE anna +{value}")
    assert value in anna.send("WHO anna")[0].params[6]
    assert "335" in anna.told("WHOIS anna")


def _casemapping(net: Net, value: str) -> None:
    assert "ascii" == value
    net.client("[a]")
    assert ["433"] == net.client("bob").told("NICK [A]")
    assert ["NICK"] == net.client("carl").told("NICK {a}")


def _chanlimit(net: Net, value: str) -> None:
    sign, _, most = value.partition(":")
    anna = net.client("anna", *(f"{sign}{number}" for number in range(int(most))))
    assert ["405"] == anna.told(f"JOIN {sign}more")


def _chanmodes(net: Net, value: str) -> None:
    lists, keys, values, flags = value.split(",")
    anna = net.client("anna", "#a")
    for letter in lists:
        assert ["MODE"] == anna.told(f"MODE #a +{letter} x!*@*")
        assert 2 == len(anna.told(f"MODE #a {letter}"))
    for letter in keys:
        assert ["MODE"] == anna.told(f"MODE #a +{letter} key")
    for letter in values:
        assert ["MODE"] == anna.told(f"MODE #a +{letter} 5{'d' * (letter == 'H')}")
        assert ["MODE"] == anna.told(f"MODE #a -{letter}")
    for letter in flags.replace("n", ""):
        assert ["MODE"] == anna.told(f"MODE #a +{letter}")
    assert ["472"] == anna.told("MODE #a +Z")


def _channellen(net: Net, value: str) -> None:
    anna = net.client("anna")
    assert "JOIN" in anna.told("JOIN #" + "r" * (int(value) - 1))
    assert "JOIN" not in anna.told("JOIN #" + "r" * int(value))


def _chantypes(net: Net, value: str) -> None:
    anna = net.client("anna")
    assert ["#"] == list(value)
    assert "JOIN" in anna.told("JOIN #a")
    assert "JOIN" not in anna.told("JOIN &a")


def _chathistory(net: Net, value: str) -> None:
    anna = net.client("anna", "#a")
    anna.pages.clear()
    anna.send(f"CHATHISTORY LATEST #a * {int(value) + 1}")
    assert all(page.limit <= int(value) for page in anna.pages)
    anna.send(f"CHATHISTORY LATEST #a * {value}")
    assert int(value) == anna.pages[-1].limit


def _elist(net: Net, value: str) -> None:
    anna = net.client("anna", "#a", "#b")
    finds = {"U": ">0", "M": "#a*", "N": "!#b*", "C": "C<1", "T": "T<1"}
    misses = {"U": ">5", "M": "#x*", "N": "!#*", "C": "C>5", "T": "T>0"}
    for letter in value:
        assert "322" not in anna.told(f"LIST {misses[letter]}"), letter
    anna.send("TOPIC #a :hi")
    for letter in value:
        assert "322" in anna.told(f"LIST {finds[letter]}"), letter


def _excepts(net: Net, value: str) -> None:
    anna, bob = net.client("anna", "#a"), net.client("bob")
    anna.send("MODE #a +b bob!*@*")
    assert ["474"] == bob.told("JOIN #a")
    anna.send(f"MODE #a +{value} bob!*@*")
    assert "JOIN" in bob.told("JOIN #a")


def _invex(net: Net, value: str) -> None:
    anna, bob = net.client("anna", "#a"), net.client("bob")
    anna.send("MODE #a +i")
    assert ["473"] == bob.told("JOIN #a")
    anna.send(f"MODE #a +{value} bob!*@*")
    assert "JOIN" in bob.told("JOIN #a")


def _extban(net: Net, value: str) -> None:
    prefix, _, letters = value.partition(",")
    assert ("", {"a", "m"}) == (prefix, set(letters))
    anna, bob = net.client("anna", "#a"), net.client("bob", "#a")
    anna.send("MODE #a +b m:bob!*@*")
    assert ["404"] == bob.told("PRIVMSG #a :hi")
    _accountextban(net, "a")


def _accountextban(net: Net, value: str) -> None:
    anna, carl = net.client("dora", "#c"), net.client("carl")
    assert carl.session.user is not None
    carl.session.user.source = replace(carl.session.user.source, account="acc")
    anna.send(f"MODE #c +b {value}:acc")
    assert ["474"] == carl.told("JOIN #c")


def _hostlen(net: Net, value: str) -> None:
    anna, bob = net.client("anna"), net.client("bob")
    assert anna.session.user is not None
    anna.session.user.modes = frozenset("o")
    anna.send("CHGHOST bob " + "h" * int(value))
    assert "h" * int(value) == bob.send("WHO bob")[0].params[3]
    assert ["FAIL"] == anna.told("CHGHOST bob " + "i" * (int(value) + 1))


def _userlen(net: Net, value: str) -> None:
    client = Client(net)
    client.send("NICK anna", f"USER {'u' * (int(value) + 1)} 0 * :x")
    assert "u" * int(value) == client.send("WHO anna")[0].params[2]


def _safelist(net: Net, _value: str) -> None:
    """As many rooms as there are, in one answer, and the client is still there."""
    for number in range(50):
        net.client(f"n{number}", *(f"#{number}-{room}" for room in range(RULES.most_rooms)))
    anna = net.client("anna")
    told = anna.told("LIST")
    assert 50 * RULES.most_rooms == told.count("322")
    assert ["PONG"] == anna.told("PING x")


def _kicklen(net: Net, value: str) -> None:
    anna, _bob = net.client("anna", "#a"), net.client("bob", "#a")
    (kicked,) = anna.send("KICK #a bob :" + "x" * (int(value) + 1))
    assert int(value) == len(kicked.params[2])


def _keylen(net: Net, value: str) -> None:
    anna = net.client("anna", "#a")
    assert ["MODE"] == anna.told("MODE #a +k " + "k" * int(value))
    told = anna.send("MODE #a +k " + "l" * (int(value) + 1))
    longer = [message.params[2] for message in told if message.command == "MODE"]
    assert all(len(key) <= int(value) for key in longer)


def _maxlist(net: Net, value: str) -> None:
    letters, _, most = value.partition(":")
    anna = net.client("anna", "#a")
    for number in range(int(most)):
        letter = letters[number % len(letters)]
        assert ["MODE"] == anna.told(f"MODE #a +{letter} n{number}!*@*")
    assert ["478"] == anna.told(f"MODE #a +{letters[0]} more!*@*")


def _modes(net: Net, value: str) -> None:
    anna = net.client("anna", "#a")
    masks = " ".join(f"n{number}!*@*" for number in range(int(value) + 1))
    told = anna.send(f"MODE #a +{'b' * (int(value) + 1)} {masks}")
    assert int(value) == sum(len(message.params) - 2 for message in told if message.command == "MODE")


def _monitor(net: Net, value: str) -> None:
    anna = net.client("anna")
    for number in range(int(value)):
        assert ["731"] == anna.told(f"MONITOR + n{number}")
    assert ["734"] == anna.told("MONITOR + more")


def _msgreftypes(net: Net, value: str) -> None:
    anna = net.client("anna", "#a")
    samples = {"msgid": "18bcfe5680000000", "timestamp": "2023-11-14T22:13:20.000Z"}
    for kind in value.split(","):
        assert [] == anna.told(f"CHATHISTORY BEFORE #a {kind}={samples[kind]} 5")
    assert ["FAIL"] == anna.told("CHATHISTORY BEFORE #a number=5 5")


def _network(net: Net, value: str) -> None:
    (welcome,) = [message for message in net.client("anna").heard if message.command == "001"]
    assert value in welcome.params[1]


def _namelen(net: Net, value: str) -> None:
    anna = net.client("anna")
    assert [] == anna.told("SETNAME :" + "x" * int(value))
    assert ["FAIL"] == anna.told("SETNAME :" + "x" * (int(value) + 1))


def _nicklen(net: Net, value: str) -> None:
    anna = net.client("anna")
    assert ["NICK"] == anna.told("NICK " + "n" * int(value))
    assert ["432"] == anna.told("NICK " + "m" * (int(value) + 1))


def _prefix(net: Net, value: str) -> None:
    letters, _, signs = value.removeprefix("(").partition(")")
    anna, _bob = net.client("anna", "#a"), net.client("bob", "#a")
    for letter, sign in zip(letters, signs, strict=True):
        anna.send(f"MODE #a +{letter} bob")
        assert f"{sign}bob" in anna.send("NAMES #a")[0].params[3].split()
        anna.send(f"MODE #a -{letter} bob")


def _statusmsg(net: Net, value: str) -> None:
    anna, bob, carl = net.client("anna", "#a"), net.client("bob", "#a"), net.client("carl", "#a")
    anna.send("MODE #a +v bob")
    for sign, hearers in (("@", []), ("+", [bob])):
        assert sign in value
        bob.heard.clear()
        carl.heard.clear()
        anna.send(f"PRIVMSG {sign}#a :hi")
        assert hearers == [client for client in (bob, carl) if client.heard]


def _targmax(net: Net, value: str) -> None:
    """One target more than allowed is refused (407), as many as allowed are not."""
    tails = {"PRIVMSG": " :hi", "NOTICE": " :hi", "TAGMSG": ""}
    anna = net.client("anna", "#a")
    anna.send("CAP REQ message-tags")
    for limit in value.split(","):
        command, _, most = limit.partition(":")
        sign = "#" if command in ("JOIN", "PART", "NAMES") else "n"
        start = "@+x=y TAGMSG " if command == "TAGMSG" else "KICK #a " if command == "KICK" else command + " "
        for more in (0, 1):
            targets = ",".join(f"{sign}{number}" for number in range(int(most) + more))
            assert bool(more) is ("407" in anna.told(start + targets + tails.get(command, ""))), limit


def _topiclen(net: Net, value: str) -> None:
    (changed,) = net.client("anna", "#a").send("TOPIC #a :" + "x" * (int(value) + 1))
    assert int(value) == len(changed.params[1])


def _utf8only(net: Net, _value: str) -> None:
    (refused,) = net.client("anna", "#a").send(b"PRIVMSG #a :\xff")
    assert ("FAIL", "INVALID_UTF8") == (refused.command, refused.params[1])


def _whox(net: Net, _value: str) -> None:
    assert ["354", "315"] == net.client("anna").told("WHO anna %n")


PROOFS: dict[str, Proof] = {
    "ACCOUNTEXTBAN": _accountextban,
    "AWAYLEN": _awaylen,
    "BOT": _bot,
    "CASEMAPPING": _casemapping,
    "CHANLIMIT": _chanlimit,
    "CHANMODES": _chanmodes,
    "CHANNELLEN": _channellen,
    "CHANTYPES": _chantypes,
    "CHATHISTORY": _chathistory,
    "ELIST": _elist,
    "EXCEPTS": _excepts,
    "EXTBAN": _extban,
    "HOSTLEN": _hostlen,
    "INVEX": _invex,
    "KEYLEN": _keylen,
    "KICKLEN": _kicklen,
    "MAXLIST": _maxlist,
    "MODES": _modes,
    "MONITOR": _monitor,
    "MSGREFTYPES": _msgreftypes,
    "NAMELEN": _namelen,
    "NETWORK": _network,
    "NICKLEN": _nicklen,
    "PREFIX": _prefix,
    "SAFELIST": _safelist,
    "STATUSMSG": _statusmsg,
    "TARGMAX": _targmax,
    "TOPICLEN": _topiclen,
    "USERLEN": _userlen,
    "UTF8ONLY": _utf8only,
    "WHOX": _whox,
}


@pytest.mark.parametrize("token", sorted(TOKENS))
def test_each_token_is_true(token: str) -> None:
    """What a token of RPL_ISUPPORT says can be seen from outside. A new token needs a proof in PROOFS."""
    PROOFS[token](Net(), TOKENS[token])


def test_there_is_no_proof_of_what_is_not_told() -> None:
    """Each proof is of a token that is told."""
    assert set(TOKENS) == set(PROOFS)
