"""Events as IRC messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocols.irc.conftest import ANNA, FACTS
from trichat.protocols.irc.dialect import IrcDialect, IrcDialects
from trichat.protocols.irc.privmsg import MessageFormat
from trichat.protocols.irc.wire.message import parse
from trichat.words import events as ev
from trichat.words import modes
from trichat.words.events import Happened, Kind, Source, Tags
from trichat.words.names.identity import first_id, time_of, to_text
from trichat.words.record import replace

FAMILY = IrcDialects(FACTS)
ID = first_id(1_700_000_000_007) + 3
MSGID = f"msgid={to_text(ID)}"
TIME = "time=2023-11-14T22:13:20.007Z"
TOKEN = "x"


def dialect(capabilities: str = "") -> IrcDialect:
    return FAMILY.get(frozenset(capabilities.split()))


def lines(data: bytes) -> list[str]:
    """Every line has its end."""
    *whole, rest = data.decode().split("\r\n")
    assert not rest
    return whole


def said(text: str, kind: Kind = Kind.MESSAGE, target: str = "#a", source: Source = ANNA, tags: Tags = ()) -> ev.Said:
    return ev.Said(id=ID, source=source, place=target, target=target, kind=kind, text=text, tags=tags)


def joined() -> ev.Joined:
    return ev.Joined(id=ID, source=ANNA, place="#a", target="#a", realname="Anna A.")


def left(reason: str) -> ev.Left:
    return ev.Left(id=ID, source=ANNA, place="#a", target="#a", reason=reason)


def topic(text: str) -> ev.TopicChanged:
    return ev.TopicChanged(id=ID, source=ANNA, place="#a", target="#a", text=text)


RENAMED = ev.Renamed(id=ID, source=ANNA, nick="ann", places=())
DEPARTED = ev.Departed(id=ID, source=ANNA, reason="see you", places=())
TAGGED = ev.Tagged(id=ID, source=ANNA, place="#a", target="#a", tags=(("+typing", "active"),))


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (said("hi there"), ":anna!a@h PRIVMSG #a :hi there"),
        (said(":)", target="bob"), ":anna!a@h PRIVMSG bob ::)"),
        (said("\x02hi"), ":anna!a@h PRIVMSG #a :\x02hi"),
        (said("hi", Kind.NOTICE), ":anna!a@h NOTICE #a :hi"),
        (said("waves", Kind.ACTION), ":anna!a@h PRIVMSG #a :\x01ACTION waves\x01"),
        (said("VERSION", Kind.CTCP), ":anna!a@h PRIVMSG #a :\x01VERSION\x01"),
        (said("VERSION x", Kind.CTCP_REPLY), ":anna!a@h NOTICE #a :\x01VERSION x\x01"),
        (joined(), ":anna!a@h JOIN #a"),
        (left("bored"), ":anna!a@h PART #a :bored"),
        (left(""), ":anna!a@h PART #a"),
        (topic("of the day"), ":anna!a@h TOPIC #a :of the day"),
        (topic(""), ":anna!a@h TOPIC #a :"),
        (RENAMED, ":anna!a@h NICK ann"),
        (DEPARTED, ":anna!a@h QUIT :see you"),
    ],
)
def test_a_client_without_capabilities(event: Happened, line: str) -> None:
    """A client without capabilities is told what RFC 1459 has and nothing more."""
    assert [line] == lines(dialect().show(event))


def test_tags_alone_are_not_for_everybody() -> None:
    """TAGMSG goes to those who asked for message-tags."""
    assert b"" == dialect("server-time").show(TAGGED)
    assert [f"@{MSGID};+typing=active :anna!a@h TAGMSG #a"] == lines(dialect("message-tags").show(TAGGED))


def test_the_real_name_of_whoever_joins() -> None:
    """With extended-join a JOIN has the account, `*` for none, and the real name."""
    assert [":anna!a@h JOIN #a * :Anna A."] == lines(dialect("extended-join").show(joined()))


@pytest.mark.parametrize(
    ("capabilities", "tags"),
    [
        ("", ""),
        ("server-time", f"@{TIME} "),
        ("message-tags", f"@{MSGID};+draft/reply=a\\sb;+x "),
        ("message-tags server-time", f"@{TIME};{MSGID};+draft/reply=a\\sb;+x "),
        ("batch echo-message", ""),
    ],
)
def test_tags(capabilities: str, tags: str) -> None:
    """A line has time, id and the sender's own tags, as far as they were asked for."""
    event = said("hi", tags=(("+draft/reply", "a b"), ("+x", "")))
    assert [f"{tags}:anna!a@h PRIVMSG #a :hi"] == lines(dialect(capabilities).show(event))


@pytest.mark.parametrize(
    ("event", "number"), [(said("hi"), 1), (TAGGED, 1), (joined(), 0), (RENAMED, 0), (topic("x"), 0)]
)
def test_echo(event: Happened, number: int) -> None:
    """What one said comes back only with echo-message; what one did always comes back."""
    echoing, silent = dialect("echo-message message-tags"), dialect("message-tags")
    assert echoing.show(event) == echoing.echo(event)
    assert ("" if number else silent.show(event).decode()) == silent.echo(event).decode()


LONG = "".join(f"word{number:04} " for number in range(100)).strip()


def test_several_lines_are_a_batch_for_who_knows_such() -> None:
    """A message of several lines is a batch with id, time and tags, its lines cut as by its author."""
    event = said("one\n\ntwo \rthree", tags=(("+x", ""),))
    shown = lines(dialect("message-tags server-time batch draft/multiline").show(event))
    ref = to_text(event.id)
    assert shown == [
        f"@{TIME};{MSGID};+x :anna!a@h BATCH +{ref} draft/multiline #a",
        f"@batch={ref} :anna!a@h PRIVMSG #a :one",
        f"@batch={ref} :anna!a@h PRIVMSG #a :",
        f"@batch={ref} :anna!a@h PRIVMSG #a :two ",
        f"@batch={ref};draft/multiline-concat :anna!a@h PRIVMSG #a :three",
        f":irc.x BATCH -{ref}",
    ]


def test_several_lines_for_all_others() -> None:
    """Without draft/multiline empty lines of a message are left out, and the id is on the first only."""
    shown = lines(dialect("message-tags server-time").show(said("\none\n\ntwo \rthree")))
    assert shown == [
        f"@{TIME};{MSGID} :anna!a@h PRIVMSG #a :one",
        f"@{TIME} :anna!a@h PRIVMSG #a :two ",
        f"@{TIME} :anna!a@h PRIVMSG #a :three",
    ]


def test_a_long_text_is_one_message_for_who_knows_batches() -> None:
    """With draft/multiline the pieces of a long text, joined, are the text, to the last space."""
    first, *others, _ = lines(dialect("message-tags batch draft/multiline").show(said(LONG)))
    assert "BATCH +" in first
    assert LONG == "".join(parse(line).params[1] for line in others)
    assert [True] * (len(others) - 1) == ["draft/multiline-concat" in parse(line).tags for line in others[1:]]
    assert [] == [line for line in others if len(line.partition(" ")[2].encode()) > 510]


def test_several_lines_in_a_page_are_a_batch_in_a_batch() -> None:
    """A message of several lines in a page is a batch within its batch."""
    page = ev.Page(place="#a", target="#a", after=0, before=9, limit=5, now=0)
    event = said("one\ntwo")
    shown = lines(dialect("message-tags server-time batch draft/multiline").page(page, [event]))
    assert shown[1].startswith(f"@batch=history;{TIME};{MSGID} :anna!a@h BATCH +")
    assert shown[2].startswith(f"@batch={to_text(event.id)} :anna!a@h PRIVMSG")


def test_a_long_text_takes_several_lines() -> None:
    """A long text is cut at spaces; all lines have time and tags, only the first has the id."""
    event = said(LONG, tags=(("+x", "a;time=0"),))
    first, *others = lines(dialect("message-tags server-time").show(event))
    assert first.startswith(f"@{TIME};{MSGID};+x=a\\:time=0 :anna!a@h PRIVMSG #a :word0000 ")
    assert others
    assert all(line.startswith(f"@{TIME};+x=a\\:time=0 :anna!a@h PRIVMSG #a :word") for line in others)
    assert LONG == " ".join(parse(line).params[1] for line in [first, *others])


def test_the_further_lines_of_a_client_that_wants_no_time() -> None:
    """Further lines have no tags for a client that wants no time."""
    first, second, *_ = lines(dialect("message-tags").show(said(LONG)))
    assert first.startswith(f"@{MSGID} :")
    assert second.startswith(":anna!a@h PRIVMSG ")
    assert all(line.startswith(":") for line in lines(dialect().show(said(LONG))))


def test_the_further_lines_in_a_batch() -> None:
    """Further lines of a text in a batch are in the batch too."""
    page = dialect("message-tags batch server-time").page(PAGE, [said(LONG)])
    assert {"history"} == {parse(line).tags["batch"] for line in lines(page)[1:-1]}
    assert all(line.startswith("@batch=history;time=") for line in lines(page)[1:-1])


@pytest.mark.parametrize("kind", Kind)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=4000))
def test_lines_hold_512_bytes_at_most(kind: Kind, text: str) -> None:
    """A line has at most 512 bytes without tags; nothing is lost but the spaces cut at; none is empty."""
    longest = Source(nick="n" * 40, username="u" * 16, host="h" * 63)
    told = lines(dialect("message-tags").show(said(text, kind, target="#" + "r" * 63, source=longest)))
    plain = [line.partition(" ")[2] if line.startswith("@") else line for line in told]
    assert max(len(line.encode()) for line in plain) <= 510
    assert 1 == sum("msgid=" in line.partition(" ")[0] for line in told)
    frame = "ACTION " if kind is Kind.ACTION else ""
    shown = [parse(line).params[1].strip("\x01").removeprefix(frame) for line in told]
    assert "".join(text.split()) == "".join("".join(shown).split())
    assert "" not in shown or text.isspace()


def test_no_empty_line_behind_a_text_that_ends_with_spaces() -> None:
    """A space at the very place of the cut is not a line of its own."""
    room = len(":anna!a@h PRIVMSG #a :")
    told = lines(dialect().show(said("x" * (510 - room) + " ")))
    assert [":anna!a@h PRIVMSG #a :" + "x" * (510 - room)] == told


@pytest.mark.parametrize(
    "event",
    [
        ev.TopicChanged(id=ID, source=ANNA, place="", target="#" + "r" * 63, text="t" * 300),
        ev.Joined(id=ID, source=ANNA, place="", target="#" + "r" * 63, realname="я" * 75),
        ev.Left(id=ID, source=ANNA, place="", target="#" + "r" * 63, reason="r" * 300),
        ev.Departed(id=ID, source=ANNA, reason="r" * 300, places=()),
    ],
)
def test_the_longest_events_are_whole(event: Happened) -> None:
    """What the hub lets through fits in a line, whoever did it."""
    longest = Source(nick="n" * 40, username="u" * 16, host="h" * 63)
    (line,) = lines(dialect("extended-join").show(replace(event, source=longest)))
    assert len(line.encode()) <= 510


PAGE = ev.Page(place="#a", target="#A", after=0, before=ID + 1, limit=5, now=0)
ON_JOIN = ev.Page(place="#a", target="#A", after=0, before=ID + 1, limit=5, now=0, on_join=True)


def test_history_in_a_batch() -> None:
    """Each line of a page belongs to its batch; an empty page is an empty batch."""
    asked = dialect("batch server-time message-tags draft/chathistory")
    assert [
        ":irc.x BATCH +history chathistory #A",
        f"@batch=history;{TIME};{MSGID} :anna!a@h JOIN #a",
        f"@batch=history;{TIME};{MSGID} :anna!a@h PRIVMSG #a :hi",
        ":irc.x BATCH -history",
    ] == lines(asked.page(PAGE, [joined(), said("hi")]))
    assert [":irc.x BATCH +history chathistory #A", ":irc.x BATCH -history"] == lines(asked.page(PAGE, []))


def test_the_end_of_history() -> None:
    """A page behind which there is no other says so, to those who know tags; not one that nobody asked for."""
    tagged = dialect("batch message-tags")
    complete = replace(PAGE, complete=True)
    end = "@draft/chathistory-end :irc.x BATCH +history chathistory #A"
    assert end == lines(tagged.page(complete, [said("hi")]))[0]
    assert end.removeprefix("@draft/chathistory-end ") == lines(dialect("batch").page(complete, []))[0]
    assert end.removeprefix("@draft/chathistory-end ") == lines(tagged.page(PAGE, []))[0]
    labelled = tagged.label("1", tagged.page(complete, []))
    assert "@label=1;draft/chathistory-end :irc.x BATCH +history chathistory #A" == lines(labelled)[0]


def test_history_without_a_batch() -> None:
    """Without batches a page is lines with the times at which they were said."""
    assert [f"@{TIME} :anna!a@h PRIVMSG #a :hi"] == lines(dialect("server-time").page(PAGE, [said("hi")]))
    assert b"" == dialect("server-time").page(PAGE, [])


def test_no_history_on_joining() -> None:
    """A client that could ask for history is told nothing if there is none on joining."""
    assert b"" == dialect("batch server-time").page(ON_JOIN, [])
    assert 3 == len(lines(dialect("batch server-time").page(ON_JOIN, [said("hi")])))


def test_history_for_clients_that_show_their_own_times() -> None:
    """What nobody asked for comes as messages with their times, or without server-time as notices that say it."""
    page = ev.Page(place="#a", target="#A", after=0, before=ID + 1, limit=5, now=time_of(ID), on_join=True)
    quoted = [":irc.x NOTICE #A :[22:13] <anna> hi", ":irc.x NOTICE #A :[22:13] * anna waves"]
    events = [said("hi"), said("waves", kind=Kind.ACTION)]
    for plain in ("", "message-tags", "batch"):
        assert quoted == lines(dialect(plain).page(page, events))
    shown = [f"@{TIME} :anna!a@h PRIVMSG #a :hi", f"@{TIME} :anna!a@h PRIVMSG #a :\x01ACTION waves\x01"]
    assert shown == lines(dialect("server-time").page(page, events))
    in_batch = lines(dialect("server-time batch").page(page, events[:1]))
    assert f"@batch=history;{TIME} :anna!a@h PRIVMSG #a :hi" == in_batch[1]
    tagged = lines(dialect("server-time message-tags").page(page, events[:1]))
    assert [f"@{TIME};{MSGID} :anna!a@h PRIVMSG #a :hi"] == tagged


def test_how_much_more_was_missed() -> None:
    """What is over the limit is counted, and it is said how to read it: before the messages, where they are."""
    page = replace(ON_JOIN, missed=True, more=10, after=1)
    more = ":irc.x NOTICE #A :You missed 10 more messages here. To read what came before: CHATHISTORY BEFORE #A "
    for capabilities in ("", "server-time", "server-time batch message-tags"):
        assert f"{more}{MSGID} 10" == lines(dialect(capabilities).page(page, [said("hi")]))[0]
    single = lines(dialect().page(replace(page, more=1), [said("hi")]))[0]
    assert "You missed 1 more message here." in single


@pytest.mark.parametrize(
    ("capabilities", "replays", "playback"),
    [
        ("", False, False),
        ("server-time", True, False),
        ("server-time draft/chathistory", False, False),
        ("draft/chathistory", False, False),
        ("server-time draft/chathistory draft/event-playback", False, True),
    ],
)
def test_who_is_shown_history_on_joining(capabilities: str, replays: bool, playback: bool) -> None:
    """History on joining is shown to who would see when it was said, and cannot ask."""
    assert replays is dialect(capabilities).replays
    assert playback is dialect(capabilities).playback


def test_skipped() -> None:
    """Who was too slow is told how much was skipped, a program by a warning, a person by a notice."""
    text = "3 messages were skipped, because this connection read too slowly; they are in the history before "
    assert [f":irc.x NOTICE * :{text}{MSGID}"] == lines(dialect().skipped(3, ID))
    assert [f":irc.x WARN * SKIPPED 3 :{text}{MSGID}"] == lines(dialect("standard-replies").skipped(3, ID))


def test_answers() -> None:
    """An answer is addressed to the nick of that moment; to `*` as long as there is none."""
    assert [":irc.x 221 anna +i"] == lines(dialect().answer(ev.UserModesShown(modes="i"), "anna"))
    assert [":irc.x 221 * +i"] == lines(dialect().answer(ev.UserModesShown(modes="i"), ""))
    assert b"" == dialect().answer(ev.AskName(), "")


def test_labels() -> None:
    """A labelled answer is in the name of the server."""
    assert [r"@label=1 :irc.x ACK"] == lines(dialect().label("1", b""))


def test_capabilities_change_the_dialect() -> None:
    """Capabilities are in force behind the answer that grants them; the same set is the same dialect."""
    granted = frozenset({"batch", "server-time"})
    event = ev.CapabilitiesAnswered(subcommand="ACK", capabilities=(), enabled=granted)
    assert dialect("server-time batch") is dialect().after(event)
    assert dialect("batch server-time") is dialect("server-time batch").after(event)
    assert dialect("batch") is dialect("batch").after(ev.Pong(token=TOKEN))


@pytest.mark.parametrize(
    ("now", "time"),
    [(0, "1970-01-01T00:00:00.000Z"), (1_699_999_999_999, "2023-11-14T22:13:19.999Z"), (1, "1970-01-01T00:00:00.001Z")],
)
def test_times(now: int, time: str) -> None:
    """Times are in UTC, with milliseconds, of the event and not of now."""
    event = ev.Departed(id=first_id(now), source=ANNA, reason="", places=())
    assert [f"@time={time} :anna!a@h QUIT :"] == lines(dialect("server-time").show(event))


def test_changes_of_a_room() -> None:
    """Changes of a room are MODE, KICK and INVITE; others' invitations are for those who want to know."""
    changes = modes.read(["+o-k", "bob", "*"])
    assert [":anna!a@h MODE #a +o-k bob *"] == lines(
        dialect().show(ev.ModesChanged(id=1, source=ANNA, place="#a", target="#a", changes=changes))
    )
    server = ev.Source(nick="irc.x", username="", host="")
    assert [":irc.x MODE #a +o-k bob *"] == lines(
        dialect().show(ev.ModesChanged(id=1, source=server, place="#a", target="#a", changes=changes))
    )
    kicked = ev.Kicked(id=1, source=ANNA, place="#a", target="#a", nick="bob", reason="")
    assert [":anna!a@h KICK #a bob :anna"] == lines(dialect().show(kicked))
    invited = ev.Invited(id=1, source=ANNA, nick="bob", room="#a")
    assert [":anna!a@h INVITE bob #a"] == lines(dialect().show(invited))
    overheard = ev.Invited(id=1, source=ANNA, nick="bob", room="#a", overheard=True)
    assert [] == lines(dialect().show(overheard))
    assert [":anna!a@h INVITE bob #a"] == lines(dialect("invite-notify").show(overheard))


def test_what_was_found_is_a_batch() -> None:
    """What was found is a batch of its own kind (soju.im/search); without batches the bare lines."""
    page = ev.SearchPage(rooms=(), identity="", phrases=(), nick="", after=0, before=9, limit=9, now=0)
    shown = lines(dialect("batch soju.im/search").found(page, [said("hi")]))
    assert [":irc.x BATCH +history soju.im/search", "@batch=history :anna!a@h PRIVMSG #a :hi"] == shown[:2]
    assert [":anna!a@h PRIVMSG #a :hi"] == lines(dialect().found(page, [said("hi")]))


def test_what_was_taken_back() -> None:
    """What was taken back is told to those only who know it (draft/message-redaction)."""
    event = ev.Redacted(id=1, source=ANNA, place="#a", target="#a", redacted=7, reason="my typo")
    knows = dialect("draft/message-redaction")
    assert [f":anna!a@h REDACT #a {to_text(7)} :my typo"] == lines(knows.show(event))
    assert [f":anna!a@h REDACT #a {to_text(7)}"] == lines(knows.echo(replace(event, reason="")))
    assert b"" == dialect("message-tags").show(event)


def test_what_was_said_is_written_once_for_those_who_see_it_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Capabilities that make no difference to a message share its bytes; those that do do not."""
    family = IrcDialects(FACTS)
    written: list[MessageFormat] = []
    write = MessageFormat.write

    def counting(self: MessageFormat, event: ev.Said, batch: str = "") -> bytes:
        written.append(self)
        return write(self, event, batch)

    monkeypatch.setattr(MessageFormat, "write", counting)
    sets = ("", "extended-join", "account-tag", "server-time", "server-time account-tag", "message-tags")
    dialects = [family.get(frozenset(names.split())) for names in sets]
    for source, times in ((ANNA, 3), (replace(ANNA, account="anna"), 5)):
        event = said("tea", source=source)
        written.clear()
        lines = [dialect.show(event) for dialect in dialects]
        assert times == len(written)
        assert lines == [IrcDialects(FACTS).get(dialect.enabled).show(event) for dialect in dialects]


def test_kin_show_all_of_some_events_the_same() -> None:
    """Dialects share events only if something was said; account-tag differs if anybody has an account."""
    family = IrcDialects(FACTS)
    bare, joining, accounts = (family.get(frozenset(names.split())) for names in ("", "extended-join", "account-tag"))
    known = said("tea", source=replace(ANNA, account="anna"))
    come = ev.Joined(id=2, source=ANNA, place="#a", target="#a", realname="Anna")
    assert (
        bare.shared_encoding([said("tea")])
        is joining.shared_encoding([said("tea")])
        is accounts.shared_encoding([said("tea")])
    )
    assert (
        bare.shared_encoding([known])
        is joining.shared_encoding([known])
        is not accounts.shared_encoding([said("tea"), known])
    )
    assert (bare, joining) == (bare.shared_encoding([known, come]), joining.shared_encoding([known, come]))


@pytest.mark.parametrize(
    ("event", "capability", "line"),
    [
        (ev.AwayChanged(id=ID, source=ANNA, text="to lunch"), "away-notify", ":anna!a@h AWAY :to lunch"),
        (ev.AwayChanged(id=ID, source=ANNA, text=""), "away-notify", ":anna!a@h AWAY"),
        (ev.RealnameChanged(id=ID, source=ANNA, realname="A A"), "setname", ":anna!a@h SETNAME :A A"),
        (ev.HostChanged(id=ID, source=ANNA, username="b", host="c"), "chghost", ":anna!a@h CHGHOST b c"),
    ],
)
def test_news_of_people(event: ev.PersonChanged, capability: str, line: str) -> None:
    """News of people goes to who asked for it; of those in no common room, to who asked for that as well."""
    plain, asked = FAMILY.get(), FAMILY.get(frozenset({capability}))
    both = FAMILY.get(frozenset({capability, "extended-monitor"}))
    assert [b"", line.encode() + b"\r\n"] == [plain.show(event), asked.show(event)]
    event = replace(event, watched=True)
    assert [b"", line.encode() + b"\r\n"] == [asked.show(event), both.show(event)]


def test_the_account_and_the_bot_are_told_in_tags() -> None:
    """Account and bot are tags of every line of a message, for those who asked (account-tag, bot-mode)."""
    source = Source(nick="anna", username="a", host="h", account="Anna", bot=True)
    event: Happened = ev.Said(id=ID, source=source, place="#a", target="#a", kind=ev.Kind.MESSAGE, text="x" * 600)
    first, second = FAMILY.get(frozenset({"account-tag", "message-tags"})).show(event).splitlines()
    assert first.startswith(f"@account=Anna;bot;msgid={to_text(ID)} :anna".encode())
    assert second.startswith(b"@account=Anna;bot :anna")
    assert FAMILY.get(frozenset({"account-tag"})).show(event).startswith(b"@account=Anna :anna")
    assert FAMILY.get().show(event).startswith(b":anna")


def test_trying_all_sets_of_capabilities_costs_nothing() -> None:
    """Of dialects only so many are remembered: there are more sets of capabilities than fit into memory."""
    family = IrcDialects(FACTS)
    in_use = family.get()
    for number in range(2000):
        family.get(frozenset({str(number)}))
    assert len(family._made) == 1000
    assert in_use.after(ev.CapabilitiesAnswered(subcommand="ACK", capabilities=(), enabled=frozenset())) is in_use
