"""Messages of several lines from an IRC client."""

import pytest

from trichat.protocols.irc.reader import IrcReader
from trichat.words.events import Kind, Refused
from trichat.words.reasons import Reason
from trichat.words.requests import InTurn, Labelled, Request, Say, Tag

CAPS = "batch message-tags labeled-response draft/multiline"
BEGIN = "BATCH +1 draft/multiline #a"


class Client:
    """A client that has come in."""

    def __init__(self, capabilities: str = CAPS) -> None:
        self.reader = IrcReader()
        self.send(f"CAP REQ :{capabilities}", "NICK anna", "USER a 0 * :Anna", "CAP END")

    def send(self, *lines: str) -> list[Request]:
        return self.reader.feed("".join(line + "\r\n" for line in lines).encode())


@pytest.fixture
def client() -> Client:
    return Client()


def refused(reason: Reason, about: str = "", detail: str = "") -> Request:
    return InTurn(event=Refused(reason=reason, about=about, detail=detail, command="BATCH"))


def test_a_batch_is_one_message(client: Client) -> None:
    """A batch asks for nothing before its end; its tags are those of its beginning, its cuts those of the client."""
    begin = "@+x=1 " + BEGIN
    assert [] == client.send(begin, "@batch=1 PRIVMSG #a :one", "@batch=1 PRIVMSG #A :", "@batch=1 PRIVMSG #a :two ")
    said = Say(target="#a", text="one\n\ntwo \rthree", tags=(("+x", "1"),))
    assert [said] == client.send("@batch=1;draft/multiline-concat PRIVMSG #a :three", "BATCH -1")


def test_notices_too(client: Client) -> None:
    """The lines of a batch are all PRIVMSG, or all NOTICE."""
    assert [Say(target="#a", text="x", kind=Kind.NOTICE)] == client.send(BEGIN, "@batch=1 NOTICE #a x", "BATCH -1")


def test_the_label_is_that_of_the_beginning(client: Client) -> None:
    """A batch is answered once, under the label of its beginning, when all has come."""
    said = Say(target="#a", text="x")
    lines = ("@label=7 " + BEGIN, "@batch=1;label=8 PRIVMSG #a x", "BATCH -1")
    assert [Labelled(label="7", requests=(said,))] == client.send(*lines)
    wrong = Labelled(label="7", requests=(refused(Reason.BATCH_TARGET, "#a", "#b"),))
    assert [wrong] == client.send(lines[0], "@batch=1 PRIVMSG #b x", "BATCH -1")


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        (["@batch=1 PRIVMSG #b x"], refused(Reason.BATCH_TARGET, "#a", "#b")),
        (["@batch=2 PRIVMSG #a x"], refused(Reason.BATCH_INVALID)),
        (["@batch=1 JOIN #a"], refused(Reason.BATCH_INVALID)),
        (["@batch=1 PRIVMSG"], refused(Reason.BATCH_INVALID)),
        (["@batch=1 PRIVMSG #a x", "@batch=1 NOTICE #a x"], refused(Reason.BATCH_INVALID)),
        (["@batch=1 PRIVMSG #a :\x01ACTION x\x01"], refused(Reason.BATCH_INVALID)),
        (["@batch=1;draft/multiline-concat PRIVMSG #a x"], refused(Reason.BATCH_INVALID)),
        (["@batch=1 PRIVMSG #a x", "@batch=1;draft/multiline-concat PRIVMSG #a :"], refused(Reason.BATCH_INVALID)),
        (["@batch=1 PRIVMSG #a x"] * 33, refused(Reason.BATCH_LINES, "32")),
        (["@batch=1 PRIVMSG #a " + "x" * 409] * 10, refused(Reason.BATCH_BYTES, "4096")),
        (["@batch=1 PRIVMSG #a :", "BATCH -1"], refused(Reason.BATCH_INVALID)),
        (["BATCH -1"], refused(Reason.BATCH_INVALID)),
        (["BATCH -2"], refused(Reason.BATCH_INVALID)),
        (["BATCH 1"], refused(Reason.BATCH_INVALID)),
        (["BATCH +2 draft/multiline #a"], refused(Reason.BATCH_INVALID)),
    ],
)
def test_a_batch_that_cannot_be_taken_is_refused_once(client: Client, lines: list[str], refusal: Request) -> None:
    """A batch is refused at the line that is wrong; the rest of it is ignored, and another may begin."""
    assert [refusal] == client.send(
        BEGIN, *lines, "@batch=1 PRIVMSG #a more", *(["BATCH -1"] * ("-1" not in lines[-1]))
    )[:1]
    assert [Say(target="#a", text="x")] == client.send(BEGIN, "@batch=1 PRIVMSG #a x", "BATCH -1")


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("BATCH +1 netsplit", refused(Reason.BATCH_TYPE, "1", "netsplit")),
        ("BATCH +a_b draft/multiline #a", refused(Reason.BATCH_REFERENCE, "a_b")),
        ("BATCH +1 draft/multiline", refused(Reason.BATCH_INVALID)),
    ],
)
def test_a_batch_that_does_not_begin(client: Client, line: str, refusal: Request) -> None:
    """The lines of a batch that is refused are ignored (client-batch: UNKNOWN_TYPE, INVALID_REFTAG)."""
    assert [refusal] == client.send(line)
    reference = line.split()[1][1:]
    assert [] == client.send(f"@batch={reference} PRIVMSG #a x", f"BATCH -{reference}")


def test_too_few_parameters(client: Client) -> None:
    """BATCH alone is 461, as with any command."""
    assert [refused(Reason.MISSING_ARGUMENTS, "BATCH")] == client.send("BATCH")


def test_other_commands_go_on_meanwhile(client: Client) -> None:
    """A batch that is open holds up nothing else."""
    assert [Tag(target="#a", tags=(("+typing", "active"),))] == client.send(BEGIN, "@+typing=active TAGMSG #a")


def test_who_has_not_asked_for_it_has_no_batches() -> None:
    """Without the capability BATCH is unknown, and a batch tag means nothing."""
    client = Client("batch message-tags")
    unknown = InTurn(event=Refused(reason=Reason.UNKNOWN_COMMAND, about="BATCH", command="BATCH"))
    assert [unknown, Say(target="#a", text="x")] == client.send(BEGIN, "@batch=1 PRIVMSG #a x")
