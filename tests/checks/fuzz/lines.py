"""Makes lines that nobody would send: real commands with anything behind them, and rubbish."""

from random import Random

from trichat.protocols.irc.commands import BUILDERS
from trichat.protocols.proxy import SIGNATURE
from trichat.words.commands import COMMANDS

NICKS = ("anna", "boris", "Bo^Dick", "[V13]Axel", "анна", "a" * 41, "*", "#a", "server.name")
ROOMS = ("#lobby", "#a", "#b", "#комната", "#secret", "#", "@#a", "#" + "x" * 80)
_IRC = sorted({*BUILDERS, "CAP", "NICK", "USER", "PASS", "AUTHENTICATE", "BATCH", "REGISTER", "VERIFY", "WEBIRC"})
_SHORT = "* 0 -1 99999999999999999999 +i -o +bbb +k +l +b-e+I LS 302 REQ END ACK + = AAAA 10m 2d 1h on off"
_LONG = """
LATEST BEFORE AFTER AROUND BETWEEN TARGETS SET GET CLEAR SUB LIST PLAIN SCRAM-SHA-256 EXTERNAL draft/multiline sasl
msgid=0123456789abcdef timestamp=2026-01-01T00:00:00.000Z timestamp=nonsense %tcuhnfdlaor,7 $a:anna m:anna!*@* *!*@*
"""
_WORDS = (
    *_SHORT.split(),
    *_LONG.split(),
    *("message-tags batch labeled-response echo-message server-time", "127.0.0.1/8", "🙂", "é" * 300, "x" * 600),
    *("\x02bold\x03" + "4red", "\u202eevil", "a\0b"),
)
_TAGS = (
    "@label=7", "@+typing=active", "@+draft/reply=0123456789abcdef", "@+draft/react=🙂", "@batch=1", "@a=\\", "@;;=",
    "@" + "x" * 5000, "@label=" + "l" * 70, "@batch=1;draft/multiline-concat",
)  # fmt: skip


_STARTS = (
    b"", b"\x16\x03\x01", b"GET / HTTP/1.1\r\n", b"POST ", b"\xff\xfd", b"\xff\xfa", b"NICK ", b"\0",
    b"PROXY TCP4 ", b"PROXY UNKNOWN\r\n", SIGNATURE, SIGNATURE + b"\x21\x11\0\x0c", b"WEBIRC a b c ", b"STARTTLS\r\n",
)  # fmt: skip


def irc(random: Random) -> bytes:
    """Give a line of IRC, more or less."""
    words = [random.choice(_IRC)]
    if random.random() < 0.1:
        words[0] = words[0].lower()
    count = random.choice((0, 1, 1, 2, 2, 3, 4, 16))
    words += [random.choice(random.choice((NICKS, ROOMS, ROOMS, _WORDS, _WORDS))) for _ in range(count)]
    if random.random() < 0.5:
        words.append(":" + random.choice(_WORDS) + " " + random.choice(_WORDS))
    if random.random() < 0.2:
        words.insert(0, random.choice(_TAGS))
    return _spoilt(" ".join(words).encode(), random) + random.choice((b"\r\n", b"\r\n", b"\n", b"\r", b"\r\0"))


def plain(random: Random) -> bytes:
    """Give a line that somebody at a prompt could have typed."""
    command = random.choice(COMMANDS)
    name = random.choice((command.name, *command.aliases))
    words = [random.choice(random.choice((NICKS, ROOMS, _WORDS))) for _ in range(random.choice((0, 1, 2, 3)))]
    line = " ".join([random.choice(("", "/", "//", "/", "/")) + name, *words])
    return _spoilt(line.encode(), random) + random.choice((b"\n", b"\n", b"\r\n", b""))


def rubbish(random: Random) -> bytes:
    """Give bytes without sense, some of which begin like a protocol."""
    start = random.choice(_STARTS)
    return start + random.randbytes(random.choice((1, 10, 100, 5000)))


def _spoilt(line: bytes, random: Random) -> bytes:
    """Now and then put a byte into a line that does not belong there."""
    if random.random() < 0.9:
        return line
    place = random.randrange(len(line) + 1)
    return line[:place] + random.choice((b"\xff", b"\0", b"\xc3", b"\r", b"\x1b[2J", b"\x9b")) + line[place:]
