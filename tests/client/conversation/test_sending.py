"""What a typed text becomes."""

import pytest

from tests.client.conftest import Talk
from trichat.client.commands.dispatch import Measure, measure, split_commands

MULTILINE = "message-tags batch echo-message labeled-response draft/multiline=max-bytes=2000,max-lines=10"


@pytest.fixture
def multi(fresh: Talk) -> Talk:
    """Give a conversation on a server that takes several lines as one message."""
    fresh.enter(MULTILINE)
    fresh.sent()
    fresh.shown()
    return fresh


def said(talk: Talk) -> list[str]:
    """Give what has gone out, without tags."""
    return [line.partition(" ")[2] if line.startswith("@") else line for line in talk.sent()]


def test_what_is_pasted_is_no_command() -> None:
    """What is pasted is no command, unless there is nothing else in it."""
    assert split_commands("#!/bin/sh\n/usr/bin/true\n") == ["#!/bin/sh\n/usr/bin/true"]
    assert split_commands("/me waves\n/who\n\n") == ["/me waves", "/who"]
    assert split_commands("/me waves\n//not a command") == ["/me waves\n//not a command"]
    assert split_commands("") == split_commands("\n") == [""]
    assert split_commands("one\r\ntwo\x1b[2J ") == ["one\ntwo"]


def test_several_lines_are_one_message(multi: Talk) -> None:
    """Several lines are one message, sent as a batch and confirmed by its echo."""
    multi.type("one\n\ntwo")
    lines = said(multi)
    assert [line.split(" ")[0] for line in lines] == ["BATCH", "PRIVMSG", "PRIVMSG", "PRIVMSG", "BATCH"]
    (draft,) = multi.outbox
    multi.hear(
        f"@label={draft.label};msgid=9 :anna!a@h BATCH +1 draft/multiline #lobby",
        "@batch=1 :anna!a@h PRIVMSG #lobby one",
        "@batch=1 :anna!a@h PRIVMSG #lobby :",
        "@batch=1 :anna!a@h PRIVMSG #lobby two",
        ":s BATCH -1",
    )
    assert multi.shown() == ["anna: one\n\ntwo"]
    assert len(multi.outbox) == 0


def test_a_long_line_is_one_message(multi: Talk) -> None:
    """A long line is one message, and cut on the way only."""
    multi.type("word " * 200)
    assert {line.split(" ")[0] for line in said(multi)} == {"BATCH", "PRIVMSG"}
    assert len(multi.outbox) == 1


def test_without_the_capability_each_line_is_a_message(talk: Talk) -> None:
    """Without draft/multiline each line is a message; blank ones are none."""
    talk.type("one\n\ntwo")
    assert said(talk) == ["PRIVMSG #lobby one", "PRIVMSG #lobby two"]


def test_what_was_written_for_another_connection(multi: Talk) -> None:
    """A text of several lines goes out one by one where the next connection knows no batches."""
    multi.lost(1)
    multi.connected(1)
    multi.hear(
        ":s CAP * LS :message-tags batch draft/multiline=max-bytes=2000",
        ":s CAP * ACK :message-tags batch draft/multiline",
    )
    multi.type("one\ntwo")
    assert len(multi.outbox) == 1
    multi.hear(":s CAP * DEL :draft/multiline", ":s 001 anna :Hi")
    multi.sent()
    multi.hear(":anna!a@h JOIN #lobby")
    assert [line for line in multi.sent() if "PRIVMSG" in line] == ["PRIVMSG #lobby one", "PRIVMSG #lobby two"]


def test_what_somebody_does_is_one_line(multi: Talk) -> None:
    """/me is one line: CTCP knows no others."""
    multi.type("/me waves\nand smiles")
    assert said(multi) == ["PRIVMSG #lobby :\x01ACTION waves and smiles\x01"]


def test_what_enter_will_do(talk: Talk) -> None:
    """It is known before Enter how many messages go to whom, and how much more fits; none of what says nothing."""
    empty = measure(talk, "hi")
    assert (empty.messages, empty.target) == (1, "#lobby")
    assert measure(talk, "hi é").left == empty.left - 3
    assert measure(talk, "/msg bob hi").target == "bob"
    assert measure(talk, "/reply 1 hi").messages == 1
    assert measure(talk, "one\ntwo") == Measure(messages=2, target="#lobby", left=empty.left - 1)
    for nothing in ("", "/who", "/reply", "/nonsense", "/msg #a"):
        assert measure(talk, nothing) == Measure()
