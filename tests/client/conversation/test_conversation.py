"""One conversation across connections."""

import pytest

from tests.client.conftest import CAPABILITIES, Talk
from trichat.client.conversation.state import State
from trichat.client.display.item import ItemKind
from trichat.client.model.windows import Position
from trichat.client.settings.table import Settings
from trichat.protocols.irc.wire.message import parse
from trichat.words.events import KEY

EVERYTHING = "server-time batch echo-message labeled-response draft/chathistory"


def label(line: str) -> str:
    """Give the label that a line was sent with."""
    return parse(line).tags["label"]


def reconnect(talk: Talk, *, nick: str = "anna", capabilities: str = EVERYTHING) -> list[str]:
    """Lose the connection and stand in the room again, its history not seen yet; give what was sent for that."""
    talk.lost(1_000)
    talk.connected(1_000)
    talk.hear(f":irc.x CAP * LS :{capabilities}", f":irc.x CAP * ACK :{capabilities}", f":irc.x 001 {nick} :Hi")
    talk.hear(f":{nick}!a@host JOIN #lobby")
    return talk.sent()


def test_coming_in_joins_the_room_and_asks_for_its_history(fresh: Talk) -> None:
    """Capabilities, name, room and history are asked for in the order that a server expects."""
    fresh.enter()
    assert fresh.sent() == [
        "CAP LS 302",
        "NICK anna",
        "USER a 0 * a",
        "CAP REQ :message-tags server-time batch echo-message labeled-response draft/chathistory",
        "CAP END",
        "JOIN #lobby",
        "CHATHISTORY LATEST #lobby * 50",
    ]
    assert fresh.state is State.ONLINE


def test_the_server_s_limit_of_a_page_is_kept(talk: Talk) -> None:
    """The limit of a page in RPL_ISUPPORT is kept from the first page on."""
    talk.hear(":irc.x 005 anna CHATHISTORY=20 :are supported", ":anna!a@host JOIN #two")
    assert talk.sent() == ["CHATHISTORY LATEST #two * 20"]


def test_a_lost_visit_is_gone_on_with(fresh: Talk) -> None:
    """With the token that the server gave for it, which nobody is shown; one that is of no use is not shown again."""
    capabilities = f"{EVERYTHING} trichat/resume"
    fresh.enter(capabilities)
    fresh.shown()
    fresh.hear(":irc.x NOTE RESUME TOKEN abc :Go on with it")
    assert "RESUME abc" in reconnect(fresh, capabilities=capabilities)
    fresh.hear(":irc.x NOTE RESUME TOKEN abc :Go on with it")
    fresh.hear(":irc.x NOTE RESUME RESUMED anna :You go on with your visit")
    assert [] == [text for text in fresh.shown() if "abc" in text or "visit" in text]
    fresh.hear(":irc.x NOTE RESUME TOKEN abc :Go on with it")  # for the person has asked for it
    assert 1 == len(fresh.shown())
    assert "RESUME abc" in reconnect(fresh, capabilities=capabilities)
    fresh.lost(1_000)
    fresh.connected(1_000)
    fresh.hear(":irc.x FAIL RESUME INVALID_TOKEN :It has ended")
    assert [] == [text for text in fresh.shown() if "abc" in text or "visit" in text or "ended" in text]
    assert [] == [line for line in reconnect(fresh, capabilities=capabilities) if line.startswith("RESUME")]
    fresh.shown()
    fresh.hear(":irc.x FAIL RESUME INVALID_TOKEN :It has ended")  # of one that the person has given
    assert ["It has ended"] == fresh.shown()


def test_a_ping_is_answered(talk: Talk) -> None:
    """A PING is answered with the same words; otherwise the server hangs up."""
    talk.hear("PING :some words")
    assert talk.sent() == ["PONG :some words"]


def test_history_comes_before_what_is_live(fresh: Talk) -> None:
    """History is shown before what came live meanwhile, and nothing twice."""
    fresh.connected(1)
    fresh.hear(":x CAP * LS :batch draft/chathistory", ":x CAP * ACK :batch draft/chathistory", ":x 001 anna :Hi")
    fresh.hear(":anna!a@h JOIN #lobby", "@msgid=3 :bob!b@h PRIVMSG #lobby :three")
    fresh.shown()
    old = [f"@msgid={number} :bob!b@h PRIVMSG #lobby :{word}" for number, word in enumerate(["one", "two", "three"], 1)]
    fresh.page("#lobby", *old)
    assert fresh.shown() == ["bob: one", "bob: two", "bob: three"]


def test_a_room_that_cannot_be_addressed_is_not_asked_about(talk: Talk) -> None:
    """The client goes on when a broken server lets it into a room that cannot be addressed."""
    talk.hear(":anna!a@host JOIN :two words")
    assert (talk.sent(), talk.shown()) == ([], [])


def test_a_server_without_history_is_fine(fresh: Talk) -> None:
    """On a server without history what is live is shown at once."""
    fresh.enter(capabilities="multi-prefix")
    assert fresh.sent()[-1] == "JOIN #lobby"
    fresh.shown()
    fresh.hear(":bob!b@h PRIVMSG #lobby :hi")
    assert fresh.shown() == ["bob: hi"]


# Saying something.


def test_what_one_says_is_shown_when_the_server_shows_it(talk: Talk) -> None:
    """What one says is shown when it is stored: not before the echo, and then once."""
    talk.type("hi")
    (line,) = talk.sent()
    assert line == f"@label={label(line)} PRIVMSG #lobby hi"
    assert (talk.shown(), len(talk.outbox)) == ([], 1)
    talk.hear(f"@label={label(line)};msgid=7 :anna!a@host PRIVMSG #lobby :hi")
    assert (talk.shown(), len(talk.outbox)) == (["anna: hi"], 0)


def test_without_labels_the_echo_is_known_by_its_text(fresh: Talk) -> None:
    """Where the server knows no labels an echo is known by its text."""
    fresh.enter(capabilities="echo-message")
    fresh.sent()
    fresh.type("hi")
    assert fresh.sent() == ["PRIVMSG #lobby hi"]
    fresh.hear(":anna!a@host PRIVMSG #lobby :hi")
    assert len(fresh.outbox) == 0


def test_without_an_echo_it_is_shown_at_once(fresh: Talk) -> None:
    """Where there is no echo, what one says is shown at once."""
    fresh.enter(capabilities="multi-prefix")
    fresh.sent()
    fresh.shown()
    fresh.type("/me waves")
    waves, ping = fresh.sent()
    assert waves == "PRIVMSG #lobby :\x01ACTION waves\x01"
    assert (fresh.shown(), len(fresh.outbox)) == (["anna: waves"], 1)
    fresh.hear(f":irc.x PONG irc.x {ping.split()[1]}")
    assert (fresh.shown(), len(fresh.outbox)) == ([], 0)


def test_without_an_echo_a_pong_says_what_has_arrived(fresh: Talk) -> None:
    """Without echoes a PONG confirms what was said before its PING; what came after waits for the next."""
    fresh.enter(capabilities="multi-prefix")
    fresh.sent()
    fresh.type("one")
    *_, first = fresh.sent()
    fresh.type("two")
    assert fresh.sent() == ["PRIVMSG #lobby two"]
    fresh.hear(f":irc.x PONG irc.x {first.split()[1]}")
    (second,) = fresh.sent()
    assert [draft.text for draft in fresh.outbox] == ["two"]
    fresh.hear(":irc.x PONG irc.x another", f":irc.x PONG irc.x {second.split()[1]}")
    assert (len(fresh.outbox), fresh.sent()) == (0, [])


def test_without_an_echo_what_was_lost_is_said(fresh: Talk) -> None:
    """What was said on a connection that breaks before the PONG is told to be in doubt."""
    fresh.enter(capabilities="multi-prefix")
    fresh.type("mine")
    reconnect(fresh, capabilities="multi-prefix")
    assert fresh.shown()[-1] == "Perhaps this did not arrive at #lobby: mine (/resend sends it again)"
    fresh.sent()
    fresh.type("/resend")
    assert fresh.sent()[0] == "PRIVMSG #lobby mine"
    assert fresh.shown() == ["1 sent again.", "anna: mine"]


def test_without_an_echo_history_may_know(fresh: Talk) -> None:
    """What history has is confirmed without an echo, and not shown twice."""
    fresh.enter(capabilities="batch draft/chathistory")
    fresh.type("mine")
    reconnect(fresh, capabilities="batch draft/chathistory")
    fresh.shown()
    fresh.page("#lobby", "@msgid=6 :anna!a@h PRIVMSG #lobby :mine")
    assert (fresh.shown(), len(fresh.outbox)) == ([], 0)


@pytest.mark.parametrize("code", ["404 anna #lobby", "FAIL PRIVMSG NO"])
def test_what_the_server_refuses_is_said_and_not_sent_again(talk: Talk, code: str) -> None:
    """The text of what the server refuses is shown, to be copied, and not sent again."""
    talk.type("hi")
    talk.hear(f"@label={label(talk.sent()[0])} :irc.x {code} :Cannot send")
    assert talk.shown()[-1] == "Not sent to #lobby: hi"
    assert len(talk.outbox) == 0


def test_an_error_about_something_else_refuses_nothing(talk: Talk) -> None:
    """An error without the label of a message does not refuse it."""
    talk.type("hi")
    talk.sent()
    talk.hear(":irc.x 401 anna #lobby :No such nick")
    assert len(talk.outbox) == 1


def test_without_labels_the_target_tells_what_is_refused(fresh: Talk) -> None:
    """Without labels an error refuses the message whose target it names."""
    fresh.enter(capabilities="echo-message")
    fresh.type("/msg nobody psst")
    fresh.hear(":irc.x 401 anna nobody :No such nick")
    assert fresh.shown()[-2:] == ["nobody: No such nick", "Not sent to nobody: psst"]


# Losing the connection.


def test_what_is_typed_offline_waits_and_goes_out_in_order(talk: Talk) -> None:
    """What is typed offline goes out once, in order, and not before the room has been caught up with."""
    talk.lost(1)
    talk.type("one")
    talk.type("two")
    assert (talk.sent(), talk.outbox.waiting) == ([], 2)
    assert reconnect(talk)[-1] == "CHATHISTORY LATEST #lobby * 50"
    talk.page("#lobby")
    assert [line.split()[-1] for line in talk.sent()] == ["one", "two"]


def test_what_was_missed_is_asked_for_after_the_last_message(talk: Talk) -> None:
    """What was missed is asked for after the last message, and shown before what came live meanwhile."""
    talk.hear("@msgid=5 :bob!b@h PRIVMSG #lobby :five")
    assert reconnect(talk)[-2:] == ["JOIN #lobby", "CHATHISTORY AFTER #lobby msgid=5 100"]
    talk.shown()
    talk.hear("@msgid=8 :bob!b@h PRIVMSG #lobby :eight")
    talk.page("#lobby", "@msgid=6 :bob!b@h PRIVMSG #lobby :six", "@msgid=7 :bob!b@h PRIVMSG #lobby :seven")
    assert talk.shown() == ["bob: six", "bob: seven"]
    assert talk.sent() == ["CHATHISTORY AFTER #lobby msgid=7 100"]
    talk.page("#lobby", "@msgid=8 :bob!b@h PRIVMSG #lobby :eight")
    assert talk.shown() == ["bob: eight"]


def test_nothing_of_an_old_connection_is_waited_for(talk: Talk) -> None:
    """Neither a page of an old connection nor the rest of one is waited for."""
    reconnect(talk)
    talk.hear(":irc.x BATCH +ref chathistory #lobby")
    reconnect(talk, capabilities="echo-message")
    talk.shown()
    talk.hear("@batch=ref;msgid=9 :bob!b@h PRIVMSG #lobby :hi")
    assert talk.shown() == ["bob: hi"]


def test_what_arrived_though_it_was_not_confirmed_is_not_sent_again(talk: Talk) -> None:
    """What history has though it was not confirmed is shown, and not sent again."""
    talk.hear("@msgid=5 :bob!b@h PRIVMSG #lobby :five")
    talk.type("mine")
    talk.type("/me waves")
    reconnect(talk)
    talk.shown()
    talk.page("#lobby", "@msgid=6 :anna!a@h PRIVMSG #lobby :mine")
    talk.page("#lobby", "@msgid=7 :anna!a@h PRIVMSG #lobby :\x01ACTION waves\x01")
    talk.page("#lobby")
    assert (talk.shown(), len(talk.outbox)) == (["anna: mine", "anna: waves"], 0)
    assert all("PRIVMSG" not in line for line in talk.sent())


def test_what_did_not_arrive_is_sent_again(talk: Talk) -> None:
    """What did not arrive is sent before what was typed later, each of two same texts as often as it is missing."""
    for text in ("same", "same", "other"):
        talk.type(text)
    talk.sent()
    talk.lost(1)
    talk.type("later")
    reconnect(talk)
    talk.page("#lobby", "@msgid=6 :anna!a@h PRIVMSG #lobby :same")
    assert [line.split()[-1] for line in talk.sent()] == ["same", "other", "later"]


def test_somebody_else_s_same_words_are_not_mine(talk: Talk) -> None:
    """The same words of somebody else, or one's own of earlier days, do not confirm a message."""
    talk.hear("@msgid=5 :anna!a@h PRIVMSG #lobby :ok")
    talk.type("ok")
    talk.sent()
    reconnect(talk)
    talk.page("#lobby", "@msgid=5 :anna!a@h PRIVMSG #lobby :ok", "@msgid=6 :bob!b@h PRIVMSG #lobby :ok")
    talk.page("#lobby")
    assert talk.sent()[-1].endswith("PRIVMSG #lobby ok")


def test_my_words_are_found_under_the_name_i_had(talk: Talk) -> None:
    """One's words are found in history under the name that one had, though it is another now."""
    talk.type("mine")
    reconnect(talk, nick="anna_")
    talk.page("#lobby", "@msgid=6 :anna!a@h PRIVMSG #lobby :mine")
    assert len(talk.outbox) == 0


def test_my_private_words_are_found_under_the_name_i_had(talk: Talk) -> None:
    """One's private words under an old name are not taken for somebody else's."""
    talk.type("/msg bob psst")
    reconnect(talk, nick="anna_")
    talk.sent()
    talk.page("bob", "@msgid=6 :anna!a@h PRIVMSG bob :psst")
    assert (len(talk.outbox), talk.sent()) == (0, [])
    assert [(item.place, item.mine) for item in talk.items if item.private] == [("bob", True)]


@pytest.mark.parametrize("arrived", [True, False])
def test_a_private_message_in_doubt_is_looked_up_too(talk: Talk, arrived: bool) -> None:
    """A private message in doubt is looked up, and nothing but it is shown of the old conversation."""
    talk.type("/msg bob psst")
    talk.sent()
    sent = reconnect(talk)
    assert "CHATHISTORY LATEST bob * 50" in sent
    talk.page("#lobby")
    talk.shown()
    lost = ["@msgid=6 :anna!a@h PRIVMSG bob :psst"] if arrived else []
    talk.page("bob", "@msgid=2 :bob!b@h PRIVMSG anna :long ago", *lost)
    assert talk.shown() == ["anna: psst"] * arrived
    assert [line.split(" ", 1)[1] for line in talk.sent()] == ["PRIVMSG bob psst"] * (not arrived)


def test_what_was_said_to_me_alone_while_i_was_away(talk: Talk) -> None:
    """Private words of meanwhile are shown as what has just come, and open a conversation."""
    talk.hear("@time=2020-01-01T00:00:01.000Z;msgid=1 :bob!b@h PRIVMSG #lobby :hi")
    sent = reconnect(talk)
    assert "CHATHISTORY TARGETS timestamp=2020-01-01T00:00:01.000Z timestamp=1970-01-02T00:00:01.000Z 50" in sent
    talk.page("#lobby")
    talk.shown()
    talk.hear(
        ":irc.x BATCH +t draft/chathistory-targets",
        "@batch=t :irc.x CHATHISTORY TARGETS carl 2020-01-01T00:00:05.000Z",
        "@batch=t :irc.x CHATHISTORY TARGETS #lobby 2020-01-01T00:00:05.000Z",
        ":irc.x BATCH -t",
    )
    assert talk.sent() == ["CHATHISTORY AFTER carl timestamp=2020-01-01T00:00:00.999Z 100"]
    talk.page("carl", "@time=2020-01-01T00:00:05.000Z;msgid=7 :carl!c@h PRIVMSG anna :psst")
    assert talk.shown() == ["carl: psst"]
    assert talk.sent() == ["CHATHISTORY AFTER carl msgid=7 100"]
    assert [entry.highlights for entry in talk.windows.all if entry.name == "carl"] == [1]


def test_a_server_that_cannot_say_with_whom_there_was_talk(talk: Talk) -> None:
    """Where a server knows no CHATHISTORY TARGETS nothing else suffers from it."""
    talk.hear("@time=2020-01-01T00:00:01.000Z;msgid=1 :bob!b@h PRIVMSG #lobby :hi")
    reconnect(talk)
    talk.shown()
    talk.hear(":irc.x FAIL CHATHISTORY INVALID_PARAMS TARGETS :No such thing")
    assert (talk.shown(), talk.history.is_held("#lobby")) == ([], True)


def test_open_conversations_are_caught_up_with(talk: Talk) -> None:
    """Open conversations are caught up with as rooms are."""
    talk.hear("@msgid=3 :bob!b@h PRIVMSG anna :psst")
    assert "CHATHISTORY AFTER bob msgid=3 100" in reconnect(talk)


def test_what_everybody_is_told_who_connects_is_no_news(fresh: Talk) -> None:
    """What servers tell everybody who connects, such as looking for host names, is not shown."""
    fresh.connected(1)
    fresh.hear(":irc.x NOTICE * :*** Looking up your hostname...", ":irc.x NOTICE * :Hello")
    assert fresh.shown() == ["irc.x: Hello"]


def test_if_nothing_can_be_known_the_person_decides(talk: Talk) -> None:
    """Without history a message in doubt is not sent again, but said to be in doubt."""
    talk.type("mine")
    talk.sent()
    reconnect(talk, capabilities="echo-message")
    assert talk.shown()[-1] == "Perhaps this did not arrive at #lobby: mine (/resend sends it again)"
    assert (talk.sent(), talk.outbox.waiting, talk.outbox.doubtful) == ([], 0, 1)


KEYED = "message-tags echo-message labeled-response trichat/key"


def test_what_has_a_key_is_sent_again(fresh: Talk) -> None:
    """Where a server says once what comes twice, nothing is in doubt: it is sent again by the same key."""
    fresh.enter(KEYED)
    fresh.sent()
    fresh.type("mine")
    (sent,) = fresh.sent()
    key = parse(sent).tags[KEY]
    again = next(line for line in reconnect(fresh, capabilities=KEYED) if "PRIVMSG" in line)
    assert (key, parse(sent).params) == (parse(again).tags[KEY], parse(again).params)
    assert label(sent) != label(again)
    fresh.shown()
    fresh.hear(f"@label={label(again)};msgid=5;{KEY}={key} :anna!a@h PRIVMSG #lobby :mine")
    assert (fresh.shown(), len(fresh.outbox)) == (["anna: mine"], 0)
    fresh.type("mine")
    (other,) = fresh.sent()
    assert key != parse(other).tags[KEY]


def test_a_key_is_forgotten(fresh: Talk) -> None:
    """After an hour, or by another name, the server would say it twice: then the person decides."""
    for later, nick in ((3_600_000, "anna"), (0, "anna_")):
        fresh.enter(KEYED)
        fresh.type("mine")
        for draft in fresh.outbox:
            draft.keyed_at -= later
            draft.nick = nick
        again = reconnect(fresh, capabilities=KEYED)
        assert not [line for line in again if "PRIVMSG" in line]
        assert 1 == fresh.outbox.doubtful
        fresh.outbox.pop_all_for("#lobby")


def test_what_is_in_doubt_is_sent_again_on_request(talk: Talk) -> None:
    """/resend sends what is in doubt once, in order, and nothing else."""
    talk.type("one\ntwo")
    reconnect(talk, capabilities="echo-message")
    talk.sent()
    talk.type("/resend")
    assert talk.sent() == ["PRIVMSG #lobby one", "PRIVMSG #lobby two"]
    talk.hear(":anna!a@h PRIVMSG #lobby :one", ":anna!a@h PRIVMSG #lobby :two")
    talk.shown()
    talk.type("/resend")
    assert (talk.sent(), talk.shown()) == ([], ["Everything you said has arrived, as far as is known."])


def test_what_is_in_doubt_may_be_confirmed_after_all(talk: Talk) -> None:
    """What is confirmed after all is not in doubt any more."""
    talk.type("mine")
    sent = talk.sent()[0]
    for _ in range(3):
        talk.tick(2_000)
    assert talk.shown() == ["Perhaps this did not arrive at #lobby: mine (/resend sends it again)"]
    assert talk.outbox.doubtful == 1
    talk.hear(f"@label={label(sent)};msgid=5 :anna!a@h PRIVMSG #lobby :mine")
    assert (talk.shown(), len(talk.outbox)) == (["anna: mine"], 0)


def test_where_history_is_missing_a_mark_says_so(talk: Talk) -> None:
    """A mark says that history is missing where something had been seen before, and only there."""
    talk.hear("@msgid=5 :bob!b@h PRIVMSG #lobby :hi")
    reconnect(talk, capabilities="echo-message")
    mark = "what was said while you were away may be missing here: this server keeps no history"
    assert talk.shown().count(mark) == 1
    talk.hear(":anna!a@h JOIN #new")
    assert mark not in talk.shown()


def test_if_history_fails_the_person_decides(talk: Talk) -> None:
    """If history fails messages are said to be in doubt, and what is live is shown again."""
    talk.type("mine")
    reconnect(talk)
    talk.hear(":irc.x FAIL CHATHISTORY MESSAGE_ERROR LATEST #lobby :Broken", "@msgid=9 :bob!b@h PRIVMSG #lobby :hi")
    assert talk.shown()[-2:] == ["Perhaps this did not arrive at #lobby: mine (/resend sends it again)", "bob: hi"]


def test_a_possible_gap_is_said(talk: Talk) -> None:
    """A possible gap is said when the server forgot where we were and gives only the latest."""
    talk.hear("@msgid=5 :bob!b@h PRIVMSG #lobby :five")
    reconnect(talk)
    talk.shown()
    talk.hear(*[":irc.x FAIL CHATHISTORY INVALID_MSGREFTYPE AFTER #lobby :No"] * 2)
    talk.page("#lobby", "@msgid=90 :bob!b@h PRIVMSG #lobby :ninety")
    assert talk.shown() == ["There may be more that was said before this.", "bob: ninety"]


def test_all_rooms_are_joined_again_and_the_active_one_stays(talk: Talk) -> None:
    """After a loss all rooms are joined again, with their keys, and the active one stays."""
    talk.type("/join #two key")
    talk.hear(":anna!a@host JOIN #two")
    talk.page("#two")
    talk.type("/join #lobby")
    sent = reconnect(talk)
    assert [line for line in sent if line.startswith("JOIN")] == ["JOIN #lobby", "JOIN #two key"]
    talk.hear(":anna!a@host JOIN #two")
    assert talk.model.active == "#lobby"


def test_a_room_that_is_closed_now_gives_its_messages_back(talk: Talk) -> None:
    """The text of messages to a room that is closed now is shown, and not lost."""
    talk.lost(1)
    talk.type("to the room")
    talk.connected(1)
    talk.hear(":x CAP * LS :", ":x 001 anna :Hi", ":x 473 anna #lobby :Invite only")
    assert talk.shown()[-1] == "Not sent to #lobby: to the room"
    assert len(talk.outbox) == 0


def test_leaving_a_room_while_its_page_is_on_the_way(talk: Talk) -> None:
    """A page of a room that was left and joined again is shown, and nothing is held back for ever."""
    talk.hear(":anna!a@host JOIN #two", ":anna!a@host PART #two", ":anna!a@host JOIN #two")
    talk.page("#two")
    talk.shown()
    talk.hear("@msgid=3 :bob!b@h PRIVMSG #two :hi")
    assert talk.shown() == ["bob: hi"]


def test_a_page_that_never_comes_is_given_up_in_time(talk: Talk) -> None:
    """What is live is not held back for ever by a page that never comes."""
    reconnect(talk)
    talk.shown()
    talk.hear("@msgid=9 :bob!b@h PRIVMSG #lobby :hi")
    for _ in range(3):
        assert talk.shown() == []
        talk.tick(1_000)
    assert talk.shown() == ["bob: hi"]


# Names.


def test_a_taken_name_is_replaced_visibly(fresh: Talk) -> None:
    """The first time a taken name is replaced by another, visibly; it is not changed later."""
    fresh.connected(1)
    fresh.hear(":irc.x 433 * anna :In use")
    assert (fresh.shown(), fresh.sent()[-1]) == (["The name anna is taken: trying anna_."], "NICK anna_")
    fresh.hear(":irc.x 001 anna_ :Hi")
    fresh.sent()
    fresh.tick(2)
    assert fresh.sent() == []


def test_who_logs_in_takes_the_name_of_the_account(fresh: Talk) -> None:
    """Who logs in takes the name that was taken before; one that was chosen is kept."""
    fresh.connected(1)
    fresh.hear(":irc.x 433 * anna :In use", ":irc.x 001 anna_ :Hi")
    fresh.sent()
    fresh.hear(":irc.x 900 anna_ anna_!a@h anna :You are now logged in as anna")
    assert fresh.sent() == ["NICK anna"]
    fresh.hear(":anna_!a@h NICK bea")
    fresh.hear(":irc.x 900 bea bea!a@h anna :You are now logged in as anna")
    assert fresh.sent() == []


def test_after_a_loss_the_old_name_is_asked_for_again(talk: Talk) -> None:
    """After a loss the old name is asked for from time to time, silently while it is taken."""
    reconnect(talk, nick="anna_")
    talk.shown()
    for _ in range(2):
        talk.tick(2)
        assert talk.sent() == ["NICK anna"]
        talk.hear(":irc.x 433 anna_ anna :In use")
    assert talk.shown() == []
    talk.tick(2)
    talk.hear(":anna_!a@host NICK anna")
    assert talk.shown() == ["You are anna now."]
    talk.sent()
    talk.tick(2)
    assert talk.sent() == []


@pytest.mark.parametrize("line", [":anna!a@h QUIT :Ping timeout", ":anna!a@h NICK annabel"])
def test_the_old_name_is_taken_as_soon_as_it_is_free(talk: Talk, line: str) -> None:
    """The old name, which our own ghost usually holds, is taken as soon as it is free."""
    reconnect(talk, nick="anna_")
    talk.hear(line)
    assert talk.sent() == ["NICK anna"]


def test_a_chosen_name_is_the_one_to_have(talk: Talk) -> None:
    """After /nick the next connection asks for the new name."""
    talk.hear(":anna!a@host NICK bea")
    assert "NICK bea" in reconnect(talk, nick="bea")


def test_a_taken_name_that_was_asked_for_by_hand_is_said(talk: Talk) -> None:
    """That a name is taken which the person asked for is said; only our own attempts are silent."""
    talk.hear(":irc.x 433 anna bob :In use")
    assert talk.shown() == ["The name bob is taken."]


# Going.


def test_the_goodbye_of_the_server_is_not_shown_to_who_leaves(talk: Talk) -> None:
    """The ERROR with which a server answers QUIT is not shown."""
    talk.type("/quit")
    talk.hear("ERROR :Quit")
    assert talk.shown() == []


def test_an_error_out_of_the_blue_is_shown(talk: Talk) -> None:
    """An ERROR that nobody asked for is shown: it says why the connection ends."""
    talk.hear("ERROR :Closing link: flooding")
    assert talk.shown() == ["flooding"]


def test_errors_look_like_errors(talk: Talk) -> None:
    """What the client complains about is an item of the kind ERROR."""
    talk.type("/nonsense")
    (item,) = talk.items
    assert item.kind is ItemKind.ERROR


def test_what_was_said_in_private_since_the_client_last_ran(fresh: Talk) -> None:
    """Private words from when the client did not run are asked for once, and are news; nothing comes twice."""
    fresh.read_position.saved = {"anna": Position(at=5_000, ids=("6",))}
    fresh.enter(EVERYTHING)
    assert (
        "CHATHISTORY TARGETS timestamp=1970-01-01T00:00:05.000Z timestamp=1970-01-02T00:00:01.000Z 50" in fresh.sent()
    )
    fresh.shown()
    fresh.hear(":irc.x CHATHISTORY TARGETS bob 1970-01-01T00:00:09.000Z")
    assert ["CHATHISTORY AFTER bob timestamp=1970-01-01T00:00:04.999Z 100"] == fresh.sent()
    missed = "@msgid=7;time=1970-01-01T00:00:09.000Z :bob!b@h PRIVMSG anna :are you there?"
    fresh.page("bob", "@msgid=6;time=1970-01-01T00:00:05.000Z :bob!b@h PRIVMSG anna :known", missed)
    fresh.page("bob")
    fresh.page("bob", missed)
    assert ["bob: are you there?"] == fresh.shown()
    entry = fresh.windows.get("bob")
    assert entry is not None
    assert (1, 1) == (entry.unread, entry.highlights)


def test_how_far_one_has_read(fresh: Talk) -> None:
    """One has read to the last that was heard, and no further while something missed is still to come."""
    private = ":bob!b@h PRIVMSG anna :psst"
    fresh.read_position.saved = {"anna": Position(at=5_000)}
    fresh.enter(EVERYTHING)
    fresh.hear(f"@msgid=a;time=1970-01-01T00:00:09.000Z {private}")
    assert (Position(), 9_000) == (fresh.read_position.current, fresh.read_position.last_private.at)
    fresh.hear(":irc.x CHATHISTORY TARGETS carl 1970-01-01T00:00:08.000Z", ":irc.x PONG irc.x trichat-talks")
    assert Position() == fresh.read_position.current
    fresh.page("carl")
    assert Position(at=9_000, ids=("a",)) == fresh.read_position.current
    fresh.hear(f"@msgid=b;time=1970-01-01T00:00:09.000Z {private}")
    assert Position(at=9_000, ids=("a", "b")) == fresh.read_position.current
    fresh.hear("@msgid=c;time=1970-01-01T00:00:10.000Z :bob!b@h PRIVMSG #lobby :hi")
    assert (Position(at=10_000), 9_000) == (fresh.read_position.current, fresh.read_position.last_private.at)
    fresh.lost(11_000)
    assert (Position(at=10_000), Position(at=10_000)) == (
        fresh.read_position.current,
        fresh.read_position.at_disconnect,
    )


def test_the_first_time_nothing_is_asked_for(fresh: Talk) -> None:
    """With a name of which nothing is known old conversations are not asked for: another may have had it."""
    fresh.read_position.saved = {"bob": Position(at=5_000)}
    fresh.enter(EVERYTHING)
    assert not any("TARGETS" in line for line in fresh.sent())


def test_what_the_server_has_shown_by_itself_is_not_asked_for(fresh: Talk) -> None:
    """A conversation that the server has shown by itself is not asked for, but for what is later."""
    fresh.read_position.saved = {"anna": Position(at=5_000)}
    fresh.enter(EVERYTHING)
    fresh.page("bob", "@msgid=7;time=1970-01-01T00:00:09.000Z :bob!b@h PRIVMSG anna :are you there?")
    fresh.shown()
    fresh.sent()
    fresh.hear(":irc.x CHATHISTORY TARGETS bob 1970-01-01T00:00:09.000Z")
    assert [] == fresh.sent()
    fresh.hear(":irc.x CHATHISTORY TARGETS bob 1970-01-01T00:00:09.001Z")
    assert ["CHATHISTORY AFTER bob msgid=7 100"] == fresh.sent()


def test_a_slow_answer_is_asked_for_again(talk: Talk) -> None:
    """A slow PONG is followed by another PING at once, so that the lag stays true; a quick one is not."""
    talk.tick(10_000)
    talk.receive(parse(":irc.x PONG irc.x trichat-lag"), 12_500)
    assert (2.5, ["PING trichat-lag"]) == (talk.lag, talk.lines[-1:])
    talk.lines.clear()
    talk.receive(parse(":irc.x PONG irc.x trichat-lag"), 12_600)
    assert (0.1, []) == (talk.lag, talk.lines)


def test_an_empty_page_that_was_asked_for(talk: Talk) -> None:
    """That history has nothing of what was asked for is said."""
    talk.type("/history")
    talk.page("#lobby")
    assert ["History has nothing of that."] == talk.shown()


# Rooms and people that take other names, and what follows them.

RENAMING = f"{CAPABILITIES} draft/channel-rename draft/message-redaction"


@pytest.fixture
def chat(fresh: Talk) -> Talk:
    """Stand in #lobby, where bob has said something, and have #dev and a talk with bob open."""
    fresh.enter(RENAMING)
    fresh.hear(":anna!a@host JOIN #dev")
    fresh.page("#dev")
    fresh.type("/switch lobby")
    fresh.hear("@msgid=m1;time=2026-01-01T00:00:01.000Z :bob!b@h PRIVMSG #lobby :hi", ":bob!b@h PRIVMSG anna :psst")
    fresh.sent()
    fresh.shown()
    return fresh


def test_a_room_that_is_looked_at(chat: Talk) -> None:
    """A renamed room stays the same: its number, members, where one is, what was said; nothing is shown twice."""
    chat.hear(":irc.x 353 anna = #lobby :anna bob", ":irc.x 366 anna #lobby :End")
    chat.shown()
    chat.hear(":bob!b@h RENAME #Lobby #hall :a typo")
    assert ["bob: has renamed #Lobby: it is #hall now (a typo)"] == chat.shown()
    assert ["#hall", "#dev", "bob"] == [entry.name for entry in chat.windows.all]
    assert ("#hall", ["#hall", "#dev"]) == (chat.model.active, [room.name for room in chat.model.rooms.values()])
    assert {"anna", "bob"} <= set(chat.model.rooms["#hall"].members)
    chat.type("/reply 1 hello")
    assert ["PRIVMSG #hall hello"] == [line.partition(" ")[2] for line in chat.sent()]
    chat.lost(2_000)
    chat.connected(3_000)
    chat.hear(f":irc.x CAP * ACK :{RENAMING}".replace("=100", ""), ":irc.x 001 anna :Hi", ":anna!a@h JOIN #hall")
    assert any(line.startswith("CHATHISTORY AFTER #hall msgid=m1 ") for line in chat.sent())


def test_a_room_elsewhere(chat: Talk) -> None:
    """The new name of another room is told when one comes there; what waits for it goes to the new name."""
    chat.state = State.OFFLINE
    chat.type("/msg #dev later")
    chat.state = State.ONLINE
    chat.shown()
    chat.hear(":bob!b@h RENAME #dev #work :")
    assert [] == chat.shown()
    assert ["PRIVMSG #work later"] == [line.partition(" ")[2] for line in chat.sent()]
    chat.type("/switch 2")
    assert "bob: has renamed #dev: it is #work now" in chat.shown()


def test_a_room_with_a_key() -> None:
    """The key of a room opens it under its new name too."""
    chat = Talk(Settings(nick="anna", rooms=("#lobby", "#dev sesame")), username="a")
    chat.enter(RENAMING)
    chat.hear(":anna!a@host JOIN #dev", ":bob!b@h RENAME #dev #work :")
    assert {"#lobby": "", "#work": "sesame"} == chat.keys


@pytest.mark.parametrize(
    "line", ["RENAME #nowhere #x :", "RENAME #lobby", "RENAME #lobby bob :", "RENAME #lobby :#a b"]
)
def test_renames_that_say_nothing(chat: Talk, line: str) -> None:
    """A rename of a room in which one is not, or to what is none, changes nothing."""
    chat.hear(f":irc.x {line}")
    assert ([], "#lobby") == (chat.shown(), chat.model.active)
    assert ["#lobby", "#dev", "bob"] == [entry.name for entry in chat.windows.all]


def test_only_the_case_changes(chat: Talk) -> None:
    """A room that changes its case is the same room, as it is written now."""
    chat.hear(":bob!b@h RENAME #lobby #LOBBY :")
    assert ["bob: has renamed #lobby: it is #LOBBY now"] == chat.shown()
    assert ["#LOBBY", "#dev", "bob"] == [entry.name for entry in chat.windows.all]


def test_somebody_with_whom_one_talks(chat: Talk) -> None:
    """A conversation goes on under somebody's new name, and what they said can be answered."""
    chat.type("/switch bob")
    chat.hear("@msgid=m2 :bob!b@h PRIVMSG anna :well?", ":bob!b@h NICK ben")
    chat.type("/reply bob yes")
    assert ["PRIVMSG ben yes"] == [line.partition(" ")[2] for line in chat.sent()]


def test_renaming_a_room(chat: Talk) -> None:
    """/rename renames the room that one looks at, unless another is named."""
    chat.type("/rename hall")
    chat.type("/rename dev work")
    assert ["RENAME #lobby #hall", "RENAME #dev #work"] == chat.sent()
    chat.type("/rename a b c")
    assert ["Usage: /rename [ROOM] NEW"] == chat.shown()
