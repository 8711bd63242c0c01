"""Labelled answers."""

import pytest

from trichat.protocols.irc.wire.message import label


@pytest.mark.parametrize(
    ("lines", "labelled"),
    [
        ([], ["@label=1 :s ACK"]),
        ([":s PONG s :x"], ["@label=1 :s PONG s :x"]),
        (["@time=t :s PONG s :x"], ["@label=1;time=t :s PONG s :x"]),
        (
            [":s 375 a :-", "@time=t :s 376 a :End"],
            [
                "@label=1 :s BATCH +answer labeled-response",
                "@batch=answer :s 375 a :-",
                "@batch=answer;time=t :s 376 a :End",
                ":s BATCH -answer",
            ],
        ),
        (
            [":s BATCH +history chathistory #a", "@batch=history;time=t :a!a@h PRIVMSG #a :x", ":s BATCH -history"],
            [
                "@label=1 :s BATCH +history chathistory #a",
                "@batch=history;time=t :a!a@h PRIVMSG #a :x",
                ":s BATCH -history",
            ],
        ),
        (
            [":s BATCH +history chathistory #a", ":s BATCH -history"],
            ["@label=1 :s BATCH +history chathistory #a", ":s BATCH -history"],
        ),
        (
            [
                ":a!a@h JOIN #a",
                ":s BATCH +history chathistory #a",
                "@batch=history :a!a@h PRIVMSG #a :x",
                ":s BATCH -history",
            ],
            [
                "@label=1 :s BATCH +answer labeled-response",
                "@batch=answer :a!a@h JOIN #a",
                "@batch=answer :s BATCH +history chathistory #a",
                "@batch=history :a!a@h PRIVMSG #a :x",
                "@batch=answer :s BATCH -history",
                ":s BATCH -answer",
            ],
        ),
    ],
    ids=["none", "one", "one with tags", "more", "a batch", "an empty batch", "a batch and more"],
)
def test_label(lines: list[str], labelled: list[str]) -> None:
    """No line becomes an ACK; one line or one batch is tagged; other lines become a batch, and batches nest."""
    data = "".join(line + "\r\n" for line in lines).encode()
    assert labelled == label("1", data, "s").decode().removesuffix("\r\n").split("\r\n")


def test_a_label_is_escaped() -> None:
    """It is a client's text in a tag."""
    assert rb"@label=a\:\sb :s ACK" + b"\r\n" == label("a; b", b"", "s")
