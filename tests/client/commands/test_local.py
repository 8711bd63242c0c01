"""Going from room to room, and finding what was noted."""

import pytest

from tests.client.conftest import Talk
from trichat.client.settings.table import SETTINGS, Value


@pytest.fixture
def two(talk: Talk) -> Talk:
    """Give a conversation in #lobby that is in #dev as well, with bob in both."""
    talk.hear(":anna!a@host JOIN #dev", ":bob!b@h JOIN #dev", ":bob!b@h JOIN #lobby")
    talk.page("#dev")
    talk.type("/switch 1")
    talk.sent()
    talk.shown()
    return talk


def test_what_is_said_elsewhere_is_shown_when_one_comes(two: Talk) -> None:
    """What is said in another room is shown when one goes there, and what is said then at once."""
    two.hear(":bob!b@h PRIVMSG #dev :one")
    assert two.shown() == []
    two.type("/switch dev")
    assert two.shown() == ["You are in #dev.", "new in #dev", "bob: one"]
    two.hear(":bob!b@h PRIVMSG #dev :two", ":bob!b@h PRIVMSG #lobby :three")
    assert two.shown() == ["bob: two"]


def test_what_is_typed_goes_where_one_is(two: Talk) -> None:
    """What is typed goes to where one is at that time."""
    for text in ("one", "/switch 2", "two", "/query bob", "three"):
        two.type(text)
    assert [line.split(" ", 1)[1] for line in two.sent()] == [
        "PRIVMSG #lobby one",
        "PRIVMSG #dev two",
        "PRIVMSG bob three",
    ]


@pytest.mark.parametrize(
    ("typed", "active"),
    [
        ("/switch #dev", "#dev"),
        ("/switch 2", "#dev"),
        ("/switch bob", "bob"),
        ("/switch @eve", "eve"),
        ("/query eve", "eve"),
        ("/join dev", "#dev"),
    ],
)
def test_the_ways_to_go(two: Talk, typed: str, active: str) -> None:
    """One goes to a room, to somebody who is here, and to anybody by the sign or by /query."""
    two.type(typed)
    assert two.model.active == active


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("/switch 7", "There is no room 7."),
        ("/switch #x", "You are not in #x: /join #x"),
        ("/switch eve", "There is no room or person eve here. Try /join #eve, or /query eve"),
        ("/query #x", "A private conversation is with one person, for example /query bob."),
        ("/switch @", "A private conversation is with one person, for example /query bob."),
        ("/switch", "Nothing is new in other rooms."),
    ],
)
def test_mistakes_are_explained(two: Talk, typed: str, shown: str) -> None:
    """A mistake is explained, and one stays where one is."""
    two.type(typed)
    assert (two.shown(), two.model.active) == ([shown], "#lobby")


def test_a_name_that_cannot_be_written_is_refused(two: Talk) -> None:
    """A name that cannot be written is refused at once, rather than with the first message."""
    two.type("/query :bob")
    assert (len(two.shown()), two.model.active, len(two.windows.all)) == (1, "#lobby", 2)


def test_switch_alone_goes_where_something_is_new(two: Talk) -> None:
    """/switch alone goes where something is new, first to those who call."""
    two.hear(":bob!b@h PRIVMSG #dev :one", ":eve!e@h PRIVMSG anna :psst")
    two.type("/switch")
    assert two.model.active == "eve"
    two.type("/switch")
    assert two.model.active == "#dev"


def test_msg_opens_a_conversation_without_going_there(two: Talk) -> None:
    """/msg opens a conversation as soon as it has been said, and one stays where one is."""
    two.type("/msg eve hi")
    two.hear(":anna!a@host PRIVMSG eve :hi")
    assert [entry.name for entry in two.windows.all] == ["#lobby", "#dev", "eve"]
    assert two.model.active == "#lobby"


def test_leaving_a_private_conversation_closes_it(two: Talk) -> None:
    """Leaving a private conversation closes it, and sends nothing."""
    two.type("/query bob")
    two.shown()
    two.type("/leave")
    assert two.shown() == ["You have ended the conversation with bob. You are in #lobby now."]
    assert (two.sent(), two.model.active, len(two.windows.all)) == ([], "#lobby", 2)


def test_leaving_a_room_shows_what_is_new_in_the_next(two: Talk) -> None:
    """Who leaves a room comes into the next, and is shown what is new there."""
    two.hear(":bob!b@h PRIVMSG #dev :one", ":anna!a@host PART #lobby")
    assert two.shown() == ["You have left #lobby. You are in #dev now.", "new in #dev", "bob: one"]


def test_joining_a_room_moves_there(two: Talk) -> None:
    """Who joins a room is in it; what follows in the room one came from is kept."""
    two.hear(":anna!a@host JOIN #new")
    two.page("#new")
    two.hear(":bob!b@h PRIVMSG #lobby :one")
    assert two.shown() == ["You are in #new."]
    assert two.windows.all[0].unread == 1


def test_what_was_missed_in_another_room_is_news_there(two: Talk) -> None:
    """What was missed in another room is news there, but for what is from before one came."""
    two.hear("@msgid=1 :bob!b@h PRIVMSG #dev :one")
    two.lost(1)
    two.connected(1)
    two.hear(":x CAP * LS :batch draft/chathistory", ":x CAP * ACK :batch draft/chathistory", ":x 001 anna :Hi")
    two.hear(":anna!a@host JOIN #dev")
    two.page("#dev", "@msgid=2 :bob!b@h PRIVMSG #dev :anna, two")
    two.page("#dev")
    entry = two.windows.all[1]
    assert (entry.unread, entry.highlights) == (2, 1)
    assert [item.alert for item in two.items if item.place == "#dev"] == [True]


def test_history_makes_no_sound(two: Talk) -> None:
    """A mention in history makes no sound: it was said long ago."""
    two.hear(":anna!a@host JOIN #new")
    two.page("#new", "@msgid=2 :bob!b@h PRIVMSG #new :anna!")
    (item,) = [item for item in two.items if item.nick == "bob"]
    assert (item.old, item.alert, item.mention) == (True, False, True)
    assert len(two.shown()) == 2
    two.type("/mentions")
    assert two.shown() == ["Nobody has said your name yet."]


def test_mentions_are_listed_with_their_rooms(two: Talk) -> None:
    """Mentions are listed with their rooms, each as it was said, and not counted again."""
    two.hear(":bob!b@h PRIVMSG #dev :anna, one", ":bob!b@h PRIVMSG #lobby :ANNA two", ":bob!b@h PRIVMSG anna :anna?")
    two.shown()
    two.type("/mentions")
    assert [(item.place, item.text, item.elsewhere, item.alert) for item in two.items] == [
        ("#dev", "anna, one", True, False),
        ("#lobby", "ANNA two", True, False),
        ("bob", "anna?", True, False),
    ]


def test_addresses_are_listed_and_opened(two: Talk) -> None:
    """/open opens the latest address, or one by number, and says which."""
    two.type("/urls\n/open\n/open 3")
    assert two.shown() == [
        "Nobody has named a web address yet.",
        "Nobody has named a web address yet.",
        "There is no web address 3: /urls shows them.",
    ]
    two.hear(":bob!b@h PRIVMSG #lobby :https://a.example", ":bob!b@h PRIVMSG #dev :(https://b.example)")
    two.shown()
    two.type("/urls")
    assert two.shown() == ["1  https://a.example  (bob, #lobby)", "2  https://b.example  (bob, #dev)"]
    two.type("/open\n/open 1")
    assert two.shown() == ["Opening https://b.example", "Opening https://a.example"]
    assert two.urls_to_open == ["https://b.example", "https://a.example"]


def test_a_possible_gap_names_its_room(two: Talk) -> None:
    """A possible gap names its room, as one may be looking at another."""
    two.hear("@msgid=5 :bob!b@h PRIVMSG #dev :five")
    two.lost(1)
    two.connected(1)
    two.hear(":x CAP * LS :batch draft/chathistory", ":x CAP * ACK :batch draft/chathistory", ":x 001 anna :Hi")
    two.hear(":anna!a@host JOIN #dev")
    two.hear(*[":irc.x FAIL CHATHISTORY INVALID_MSGREFTYPE AFTER #dev :No"] * 2)
    two.page("#dev", "@msgid=90 :bob!b@h PRIVMSG #dev :ninety")
    item = two.items[-1]
    assert (item.text, item.place, item.elsewhere) == ("There may be more that was said before this.", "#dev", True)


def test_all_are_listed(talk: Talk) -> None:
    """/set lists all settings with their values, and says which are not as by default."""
    talk.type("/set timestamps %H")
    talk.shown()
    talk.type("/set")
    shown = talk.shown()
    assert all(any(line.startswith(f"  {row.name} = ") for line in shown) for row in SETTINGS)
    assert '  timestamps = "%H"  (changed)' in shown
    assert '  theme = "auto"' in shown


def test_one_is_explained(talk: Talk) -> None:
    """/set NAME says what a setting is, what it is for, and what it can be."""
    talk.type("/set logs_by")
    assert [
        'logs_by = "day"',
        'A file for each room, or for each room and day. It can be day or room; if not set: "day".',
    ] == talk.shown()


@pytest.mark.parametrize(
    ("typed", "told", "saved"),
    [
        ("/set bell off", "bell is false now.", {"bell": False}),
        ("/set bell = off", "bell is false now.", {"bell": False}),
        ("/set port 7", "port is 7 from the next start on.", {"port": 7}),
        ("/set linear on", "linear is true from the next start on.", {"linear": True}),
        ("/set login plain", 'login is "plain" now.', {"login": "plain"}),
        ("/set highlight a, b c", 'highlight is ["a", "b c"] now.', {"highlight": ("a", "b c")}),
        ("/set nick -", 'nick is "" from the next start on.', {"nick": ""}),
    ],
)
def test_one_is_changed(talk: Talk, typed: str, told: str, saved: dict[str, Value]) -> None:
    """A changed setting holds at once where it can, and is saved."""
    talk.type(typed)
    assert ([told], saved) == (talk.shown(), talk.settings_to_save)
    assert all(getattr(talk.settings, name) == value for name, value in saved.items())


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/set theme pink", 'theme cannot be "pink": it is auto, dark, light, contrast or plain.'),
        ("/set them dark", "There is no setting them. Did you mean theme?"),
        ("/set keys x", "keys is a table of the file: it is changed there."),
        ("/set keys -", "keys is a table of the file: it is changed there."),
        ("/set password x", "A password is not kept among the settings: name a password_command or a password_file."),
    ],
)
def test_what_is_wrong_changes_nothing(talk: Talk, typed: str, told: str) -> None:
    """A wrong value changes nothing, and a sentence says what would be right."""
    before = talk.settings
    talk.type(typed)
    assert ([told], {}, before) == (talk.shown(), talk.settings_to_save, talk.settings)


def test_what_is_logged(talk: Talk) -> None:
    """What is shown is logged from when that is wanted, and nothing that is old."""
    talk.hear("@msgid=1 :bob!b@h PRIVMSG #lobby :one")
    talk.type("/set logs on")
    talk.hear("@msgid=2 :bob!b@h PRIVMSG #lobby :two")
    assert ["two"] == [item.text for item in talk.items_to_log if item.spoken]
