"""What the server needs while it runs is imported before it listens."""

import subprocess
import sys
from pathlib import Path

_PROGRAM = '''
import sys
import trio
from trichat.config.settings import ServerSettings
from trichat.server.serve import serve

REGISTER = "/register\\nsesame seed x\\nsesame seed x\\n"
PLAIN = "ольга\\n/lang ru\\nпривет\\n/search привет\\n/history\\n/rooms\\n/help\\n/nonsense\\n/mute анна 1h\\n"
IRC = """CAP REQ :message-tags echo-message batch labeled-response draft/message-redaction sasl
CAP END
NICK анна
USER u 0 * :Ännä
JOIN #комната
PRIVMSG #комната :e\\u0301 привет
@label=x PRIVMSG #комната :hi
SEARCH text=hi
CHATHISTORY LATEST #комната * 10
MODE #комната +b *!*@10.0.0.0/8
LIST
WHO #комната
WHOIS анна
METADATA * SET a :b
TIME
REGISTER * * :sesame seed
AUTHENTICATE SCRAM-SHA-256
AUTHENTICATE biwsbj11c2VyLHI9ck9wck5HZndFYmVSV2diTkVrcU8=
OPER anna sesame
"""
WEB = """GET / HTTP/1.1
Host: localhost
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
Sec-WebSocket-Version: 13

"""
PROXY = "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\\n"
PAGE = "GET / HTTP/1.1\\nHost: localhost\\nAccept-Encoding: gzip\\n\\n"


async def visit(port, text, person=False):
    async with await trio.open_tcp_stream("127.0.0.1", port) as stream:
        if person:
            await stream.receive_some()
        await stream.send_all(text.replace("\\n", "\\r\\n").encode())
        with trio.move_on_after(1):
            while await stream.receive_some():
                pass


async def main():
    stop = trio.Event()
    async with trio.open_nursery() as nursery:
        settings = ServerSettings(hosts=("127.0.0.1",), port=0, history=__import__("pathlib").Path(sys.argv[1]))
        [listener] = await nursery.start(serve, settings, stop)
        port = listener.address[1]
        before = set(sys.modules)
        async with trio.open_nursery() as visits:
            for text in (IRC, WEB, PAGE, PROXY, "\\x16\\x03\\x01\\n", "WEBIRC a b c 1.2.3.4\\n"):
                visits.start_soon(visit, port, text)
            visits.start_soon(visit, port, PLAIN + REGISTER, True)
        try:
            raise ZeroDivisionError
        except ZeroDivisionError:
            __import__("logging").exception("a bug")
        stop.set()
    print(*sorted(set(sys.modules) - before))

trio.run(main)
'''


def test_nothing_is_imported_after_listening(tmp_path: Path) -> None:
    """A server in a process of its own imports nothing while people do all kinds of things: no file can be missing."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(tmp_path / "history.db")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert 0 == done.returncode, done.stderr
    assert [] == done.stdout.split()
