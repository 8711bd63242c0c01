"""IRC messages, from lines and to lines; and answers with a label."""

from typing import NotRequired, TypedDict

import parser_tests.data  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.errors import ProtocolError
from trichat.protocols.irc.wire.message import Message, format_message, label, parse


class Atoms(TypedDict):
    tags: NotRequired[dict[str, str]]
    source: NotRequired[str]
    verb: str
    params: NotRequired[list[str]]


class SplitVector(TypedDict):
    input: str
    atoms: Atoms


class JoinVector(TypedDict):
    desc: str
    atoms: Atoms
    matches: list[str]


SPLIT: list[SplitVector] = parser_tests.data.msg_split["tests"]
JOIN: list[JoinVector] = parser_tests.data.msg_join["tests"]


def message_of(atoms: Atoms) -> Message:
    return Message(
        command=atoms["verb"],
        params=tuple(atoms.get("params", [])),
        source=atoms.get("source", ""),
        tags=atoms.get("tags", {}),
    )


@pytest.mark.parametrize("vector", SPLIT, ids=lambda vector: vector["input"])
def test_shared_vectors_of_parsing(vector: SplitVector) -> None:
    """A line has in it what the vectors say that IRC parsers share."""
    expected = message_of(vector["atoms"])
    parsed = parse(vector["input"])
    assert expected.command.upper() == parsed.command
    assert (expected.params, expected.source, expected.tags) == (parsed.params, parsed.source, parsed.tags)


@pytest.mark.parametrize("vector", JOIN, ids=lambda vector: vector["desc"])
def test_shared_vectors_of_writing(vector: JoinVector) -> None:
    """A message is written in one of the ways of the vectors that IRC libraries share."""
    assert format_message(message_of(vector["atoms"])) in vector["matches"]


words = st.text(st.characters(exclude_characters=" ", exclude_categories=["Cs"]), min_size=1)
middles = words.filter(lambda word: not word.startswith(":"))
trailing = st.text(st.characters(exclude_categories=["Cs"]))
tag_names = st.from_regex(r"\+?([a-z.]+/)?[a-z0-9-]+", fullmatch=True)
messages = st.builds(
    Message,
    command=st.from_regex(r"[A-Z]+|[0-9]{3}", fullmatch=True),
    params=st.builds(
        lambda middle, last: (*middle, *last), st.lists(middles, max_size=4), st.lists(trailing, max_size=1)
    ),
    source=st.just("") | words,
    tags=st.dictionaries(tag_names, trailing, max_size=3),
)


@given(messages)
def test_what_was_written_can_be_read(message: Message) -> None:
    """Parsing a line gives the message that it was made of."""
    assert message == parse(format_message(message))


line_like = st.lists(st.sampled_from(["@", ":", " ", "  ", ";", "=", "\\", "a", "PING", "12", "é", "\t", "\0"])).map(
    "".join
)


@given(st.text() | line_like)
def test_any_text_parses_or_raises_one_error(line: str) -> None:
    """The parser is total; and what it read can be written and read again."""
    try:
        message = parse(line)
    except ProtocolError:
        return
    assert message.command.replace("_", "").isalnum()
    assert message.command == message.command.upper()
    assert message == parse(format_message(message))


@pytest.mark.parametrize(
    "line", ["", " ", ":", ":source", "@a=b", "@a=b :source", ":x :trailing", "PRÏVMSG x", "A-B c", "@", "é"]
)
def test_what_is_no_message(line: str) -> None:
    """A message has a command, of letters or of digits."""
    with pytest.raises(ProtocolError):
        parse(line)


@pytest.mark.parametrize(
    ("line", "params"),
    [
        ("PING", ()),
        ("PING :", ("",)),
        ("ping  a   b ", ("a", "b")),
        ("PING a :b c ", ("a", "b c ")),
        ("PING  :b", ("b",)),
        ("PING a:b :c :d", ("a:b", "c :d")),
        ("PING ::b", (":b",)),
        ("  PING a", ("a",)),
    ],
)
def test_parameters(line: str, params: tuple[str, ...]) -> None:
    """Parameters are separated by any number of spaces; the last one may hold everything."""
    assert params == parse(line).params
    assert "PING" == parse(line).command


@pytest.mark.parametrize(
    ("section", "tags"),
    [
        ("a=1;a=2", {"a": "2"}),
        ("a;b=", {"a": "", "b": ""}),
        (";;a=1;=2", {"a": "1"}),
        (r"a=\:\s\\\r\n\q\ ".rstrip(" "), {"a": "; \\\r\nq"}),
        ("+x/y=a=b", {"+x/y": "a=b"}),
    ],
)
def test_tags(section: str, tags: dict[str, str]) -> None:
    """Of two tags of a name the last counts; what has no name is none; values are unescaped."""
    assert tags == parse(f"@{section} PING").tags


@pytest.mark.parametrize("params", [("", "b"), ("a b", "c"), (":a", "b")])
def test_what_cannot_be_written(params: tuple[str, ...]) -> None:
    """Only the last parameter may be empty, hold a space or begin with a colon."""
    with pytest.raises(ProtocolError):
        format_message(Message(command="PING", params=params))


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
    """A label, which is a client's text in a tag, is escaped."""
    assert rb"@label=a\:\sb :s ACK" + b"\r\n" == label("a; b", b"", "s")
