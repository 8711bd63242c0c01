"""Searching: what is asked of the server, and how its answer is shown."""

import pytest

from tests.client.conftest import Talk
from trichat.client.display.item import ItemKind

ALL = "message-tags server-time batch echo-message labeled-response draft/chathistory=100 soju.im/search"
BARE = "server-time batch soju.im/search"


def inside(talk: Talk, capabilities: str) -> Talk:
    """Let it come in."""
    talk.enter(capabilities)
    talk.sent()
    talk.shown()
    return talk


@pytest.fixture
def able(fresh: Talk) -> Talk:
    """Give a conversation in #lobby, on a server that searches."""
    return inside(fresh, ALL)


@pytest.fixture
def bare(fresh: Talk) -> Talk:
    """Give one on a server that searches, but knows no labels."""
    return inside(fresh, BARE)


def label(talk: Talk) -> str:
    """Give the label of the only search that was sent, with its sign."""
    (line,) = talk.sent()
    tag, _, rest = line.partition(" ")
    assert tag.startswith("@label=search-")
    assert rest.startswith("SEARCH ")
    return tag


def answer(talk: Talk, tag: str, *lines: str) -> None:
    """Let the server answer with a batch."""
    batched = [line.replace("@", "@batch=f;", 1) for line in lines]
    talk.hear(f"{tag} :irc.x BATCH +f soju.im/search".strip(), *batched, ":irc.x BATCH -f")


@pytest.mark.parametrize(
    ("typed", "attributes"),
    [
        ("/search Tea bags", r"text=tea\sbags;limit=20"),
        ('/find "tea bags" dist-upg*', r'text="tea\sbags"\sdist-upg*;limit=20'),
        ("/search from:Bob in:lobby", "from=Bob;in=#lobby;limit=20"),
        ("/search in:elsewhere x", "text=x;in=elsewhere;limit=20"),
        ("/search x before:2026-05-01T10:00Z", "text=x;before=2026-05-01T09:59:59.999Z;limit=20"),
        ("/search x after:2026-05-01T10:00Z", "text=x;after=2026-05-01T10:00:00.000Z;limit=20"),
    ],
)
def test_what_is_typed_is_asked(able: Talk, typed: str, attributes: str) -> None:
    """A search is sent in the syntax of the plain door, with a label; a room that is open needs no sign."""
    able.type(typed)
    (line,) = able.sent()
    assert attributes == line.partition(" SEARCH ")[2]
    assert line.startswith("@label=search-")


def test_without_labels_none_is_sent(bare: Talk) -> None:
    """Without labels the order of the answers says which is which."""
    bare.type("/search tea")
    bare.type("/search bags")
    assert ["SEARCH text=tea;limit=20", "SEARCH text=bags;limit=20"] == bare.sent()
    answer(bare, "", "@time=2026-05-01T10:00:00.000Z :bob!b@h PRIVMSG #lobby :tea")
    bare.hear(":irc.x FAIL SEARCH INTERNAL_ERROR :try again")
    assert ["1 message found for tea:", "bob: tea", "The search has failed: try again"] == bare.shown()
    assert {} == bare.searches


def test_what_was_found_is_one_block(able: Talk) -> None:
    """What was found is one block, oldest first, each with its place and number; none of it is news."""
    able.type("/search tea")
    able.hear("@msgid=0;time=2026-05-01T10:00:09.000Z :bob!b@h PRIVMSG #lobby :live")
    answer(
        able,
        label(able),
        "@time=2026-05-01T10:00:02.000Z;msgid=2 :carl!c@h PRIVMSG #dev :\x01ACTION drinks tea\x01",
        "@time=2026-05-01T10:00:01.000Z;msgid=1 :bob!b@h PRIVMSG anna :tea, anna?",
        "@time=2026-05-01T10:00:03.000Z;msgid=3 :anna!a@h PRIVMSG bob :tea http://a.b/",
        "@time=2026-05-01T10:00:03.000Z :irc.x TAGMSG #dev",
    )
    places = [(item.place, item.nick, item.kind, item.elsewhere, item.old, item.news) for item in able.items[2:]]
    assert [
        ("bob", "bob", ItemKind.SAID, True, True, False),
        ("#dev", "carl", ItemKind.ACTION, True, True, False),
        ("bob", "anna", ItemKind.SAID, True, True, False),
    ] == places
    assert [(2, ()), (3, ()), (4, (1,))] == [
        (item.number, item.links) for item in sorted(able.items[2:], key=lambda item: item.number)
    ]
    assert ["bob: live", "3 messages found for tea:"] == able.shown()[:2]
    able.type("/react +1")
    assert "+draft/reply=0" in able.sent()[0]
    able.type("/reply 3 well?")
    assert "PRIVMSG bob well?" == able.sent()[0].partition(" ")[2]


def test_nothing_found_is_said(able: Talk) -> None:
    """An empty batch, or an ACK, says that nothing was found."""
    able.type("/search tea from:bob")
    answer(able, label(able))
    able.type('/search "green tea"')
    able.hear(f"{label(able)} :irc.x ACK")
    assert ["Nothing was found for tea from:bob.", 'Nothing was found for "green tea".'] == able.shown()


@pytest.mark.parametrize(
    ("typed", "head"),
    [
        ("/search tea", "The last 20 messages found for tea (before: finds earlier ones):"),
        ("/search tea after:2d", "The first 20 messages found for tea after:2d (a later after: finds more):"),
    ],
)
def test_there_may_be_more(able: Talk, typed: str, head: str) -> None:
    """It is said that there may be more, and how to get at it."""
    able.type(typed)
    answer(able, label(able), *["@time=2026-05-01T10:00:00.000Z :bob!b@h PRIVMSG #lobby :tea"] * 20)
    assert head == able.shown()[0]


def test_an_answer_to_nothing(able: Talk) -> None:
    """What /raw has searched for is shown too."""
    answer(able, "@label=mine", "@time=2026-05-01T10:00:00.000Z :bob!b@h PRIVMSG #lobby :tea")
    assert ["1 message found:", "bob: tea"] == able.shown()


def test_refusals_are_sentences(able: Talk) -> None:
    """A refusal is known by its label or by what it names; it does not touch a page that is under way."""
    able.type("/history")
    able.sent()
    able.type("/search x in:#secret")
    able.hear(f"{label(able)} :irc.x FAIL CHATHISTORY INVALID_TARGET SEARCH #secret :Could not be retrieved")
    able.type("/search x in:zoe")
    able.hear(f"{label(able)} :irc.x FAIL CHATHISTORY INVALID_TARGET SEARCH zoe :Could not be retrieved")
    able.type("/search x")
    able.hear(f"{label(able)} :irc.x 421 anna SEARCH :Unknown command")
    assert [
        "You are not in #secret, and can only search in rooms that you are in.",
        "Nobody is called zoe just now. Without in: your private conversations are searched too.",
        "The search has failed: Unknown command",
    ] == able.shown()
    able.hear(":irc.x BATCH +r chathistory #lobby", "@batch=r :bob!b@h PRIVMSG #lobby :old", ":irc.x BATCH -r")
    assert ["bob: old"] == able.shown()


def test_other_answers_are_not_taken_for_ours(able: Talk) -> None:
    """Other answers are not taken for those of a search that is under way."""
    able.type("/search x")
    able.hear("@label=1 :irc.x 401 anna nobody :No such nick", ":irc.x 421 anna SEARCH :Unknown command")
    assert ["nobody: No such nick", "SEARCH: Unknown command"] == able.shown()
    assert 1 == len(able.searches)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("/search", "Usage: /search WORDS"),
        ("/search ???", "Usage: /search WORDS"),
        ("/search x after:noon", "noon is no time: try 10:00, 2026-05-01, yesterday or 2h."),
        (f"/search {'x' * 600}", "That is too much to look for at once: fewer words, please."),
    ],
)
def test_what_cannot_be_looked_for(able: Talk, typed: str, shown: str) -> None:
    """One sentence says that something cannot be looked for, and nothing is sent."""
    able.type(typed)
    assert [shown] == able.shown()
    assert [] == able.sent()


def test_a_lost_connection_ends_it(able: Talk) -> None:
    """When the connection is lost it is said which search got no answer, so that it can be typed again."""
    able.type("/search tea in:#lobby")
    able.lost(1_000)
    assert ["There was no answer before the connection was lost: /search tea in:#lobby"] == able.shown()
    assert {} == able.searches


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("/search tea", ["bob: green tea", "carl: Tea!"]),
        ('/search "green tea"', ["bob: green tea"]),
        ("/search tea from:CARL", ["carl: Tea!"]),
        ("/search te from:carl", []),
        ("/search tea in:lobby", ["bob: green tea"]),
        ("/search tea after:2026-05-01T10:00:01Z", ["carl: Tea!"]),
        ("/search tea before:2026-05-01T10:00:01Z", ["bob: green tea"]),
        ("/search coffee", []),
    ],
)
def test_a_server_that_cannot_search(fresh: Talk, typed: str, found: list[str]) -> None:
    """Where the server cannot search, the last messages are looked through, which is said."""
    talk = inside(fresh, "message-tags server-time batch")
    talk.hear(
        ":anna!a@host JOIN #dev",
        "@time=2026-05-01T10:00:01.000Z;msgid=2 :carl!c@h PRIVMSG #dev :Tea!",
        "@time=2026-05-01T10:00:00.000Z :bob!b@h PRIVMSG #lobby :green tea",
    )
    talk.shown()
    talk.type(typed)
    head, *rest = talk.shown()
    assert found == rest
    words = "these fit" if found else "no message that was shown here lately fits"
    assert head.startswith("This server cannot search")
    assert words in head
    assert [] == talk.sent()


def test_offline_the_same(able: Talk) -> None:
    """Offline the last messages are looked through, for another reason."""
    able.hear("@msgid=1 :bob!b@h PRIVMSG #lobby :green tea")
    able.lost(1_000)
    able.shown()
    able.type("/search tea")
    assert [
        "Not connected. Of the last messages that were shown here, these fit tea:",
        "bob: green tea",
    ] == able.shown()


def test_what_was_taken_back_is_not_found(fresh: Talk) -> None:
    """What was taken back is not found, nor twice what was shown twice; without an id each is its own."""
    talk = inside(fresh, "message-tags server-time batch draft/message-redaction")
    once = "@msgid={} :bob!b@h PRIVMSG #lobby :tea {}"
    talk.hear(once.format(1, "one"), once.format(2, "two"), once.format(2, "two"))
    talk.hear(*[":bob!b@h PRIVMSG #lobby :tea"] * 2, ":bob!b@h REDACT #lobby 1")
    talk.shown()
    talk.type("/search tea")
    assert ["bob: tea two", "bob: tea", "bob: tea"] == talk.shown()[1:]
