"""Events as lines for a person's terminal."""

import gettext
from datetime import timedelta, timezone
from pathlib import Path

import pytest

import trichat
from trichat.protocols.plain.answers import Language
from trichat.protocols.plain.dialect import PlainDialect, PlainDialects
from trichat.words import events as ev
from trichat.words import modes
from trichat.words.commands import parse
from trichat.words.events import Happened, Kind, Source
from trichat.words.names.identity import first_id, short, time_of, to_text
from trichat.words.record import replace
from trichat.words.requests import History

ANNA = Source(nick="anna", username="plain", host="localhost")
ID = first_id(1_700_000_000_000)  # 22:13:20 UTC
NAME = short(ID)


def _languages() -> dict[str, Language]:
    path = Path(trichat.__path__[0]) / "locale" / "ru" / "LC_MESSAGES" / "trichat.mo"
    with path.open("rb") as file:
        return {"en": gettext.NullTranslations(), "ru": gettext.GNUTranslations(file)}


FAMILY = PlainDialects(_languages())
ENGLISH, RUSSIAN = FAMILY.get("en"), FAMILY.get("ru")


def said(text: str, kind: Kind = Kind.MESSAGE, target: str = "#lobby") -> ev.Said:
    return ev.Said(id=ID, source=ANNA, place=target, target=target, kind=kind, text=text)


def joined(room: str = "#lobby") -> ev.Joined:
    return ev.Joined(id=ID, source=ANNA, place=room, target=room, realname="Anna A.")


def left(room: str) -> ev.Left:
    return ev.Left(id=ID, source=ANNA, place=room, target=room, reason="bored")


def topic(text: str, room: str = "#lobby") -> ev.TopicChanged:
    return ev.TopicChanged(id=ID, source=ANNA, place=room, target=room, text=text)


RENAMED = ev.Renamed(id=ID, source=ANNA, nick="ann", places=())
DEPARTED = ev.Departed(id=ID, source=ANNA, reason="bored", places=())
TAGGED = ev.Tagged(id=ID, source=ANNA, place="#lobby", target="#lobby", tags=(("+typing", "active"),))


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (said("hi"), "anna: hi\n"),
        (said("waves", Kind.ACTION), "* anna waves\n"),
        (said("beep", Kind.NOTICE), "-anna- beep\n"),
        (said("VERSION", Kind.CTCP), ""),
        (said("VERSION x", Kind.CTCP_REPLY), ""),
        (said("hi", target="#a"), "[#a] anna: hi\n"),
        (said("hi", target="bob"), "(private) anna: hi\n"),
        (said("waves", Kind.ACTION, target="bob"), "(private) * anna waves\n"),
        (said("\x02bold\x0f \x034red"), "anna: bold red\n"),
        (joined(), "anna is now in the chat!\n"),
        (joined("#a"), "[#a] anna is now in the chat!\n"),
        (left("#lobby"), "anna has left #lobby.\n"),
        (left("#a"), "anna has left #a.\n"),
        (topic("of \x02the\x02 day"), "anna set the topic: of the day\n"),
        (topic("x", "#a"), "[#a] anna set the topic: x\n"),
        (topic(""), "anna took the topic away.\n"),
        (RENAMED, "anna is now called ann.\n"),
        (DEPARTED, "anna has left the chat.\n"),
        (TAGGED, ""),
    ],
)
def test_what_others_do(event: Happened, line: str) -> None:
    """What others do is one line each, in English, or none where a person has nothing to see."""
    assert line == ENGLISH.show(event).decode()


def test_the_three_russian_sentences() -> None:
    """The three Russian sentences are to the letter, with the line ends of whoever reads them."""
    assert "Укажите имя: " == RUSSIAN.answer(ev.AskName(), "").decode()
    assert "anna теперь в чате!\n" == RUSSIAN.show(joined()).decode()
    assert "anna покинул чат.\r\n" == FAMILY.get("ru", crlf=True).show(DEPARTED).decode()


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (said("hi"), ""),
        (joined(), ""),
        (TAGGED, ""),
        (RENAMED, "You are now called ann.\n"),
        (left("#a"), "You have left #a.\n"),
        (topic("x"), "anna set the topic: x\n"),
    ],
)
def test_what_they_did_themselves(event: Happened, line: str) -> None:
    """What a person's screen shows already is not shown again; the rest of what they do is confirmed."""
    assert line == ENGLISH.echo(event).decode()


HOW = f"/history 20 before {to_text(ID)} shows what came before.\n"
HOW_IN_RUSSIAN = RUSSIAN.skipped(5, ID).decode().partition(": ")[2]


def page(*, on_join: bool = False, limit: int = 5, later: int = 0) -> ev.Page:
    now = time_of(ID) + later
    return ev.Page(place="#lobby", target="#lobby", after=0, before=ID, limit=limit, now=now, on_join=on_join)


def test_a_page_of_history() -> None:
    """A page is the lines that there were, with the time of each in the zone of the server."""
    east = PlainDialects(_languages(), timezone(timedelta(hours=3))).get("en")
    events = [joined(), TAGGED, said("hi")]
    assert f"[22:13] anna is now in the chat!\n[22:13 {NAME}] anna: hi\n".encode() == ENGLISH.page(page(), events)
    assert f"[01:13 {NAME}] anna: hi\n".encode() == east.page(page(), [said("hi")])


def test_a_page_of_another_day() -> None:
    """A page tells its day, unless that is today where the server is."""
    hour = 3_600_000  # milliseconds
    assert f"[22:13 {NAME}] anna: hi\n".encode() == ENGLISH.page(page(later=hour), [said("hi")])
    assert f"[2023-11-14 22:13 {NAME}] anna: hi\n".encode() == ENGLISH.page(page(later=2 * hour), [said("hi")])


def test_a_full_page_of_history() -> None:
    """How to read on stands above a full page, but not if nobody asked."""
    full = ENGLISH.page(page(limit=1), [said("hi")]).decode()
    assert HOW + f"[22:13 {NAME}] anna: hi\n" == full
    assert b"[22:13] anna: hi\n" == ENGLISH.page(page(limit=1, on_join=True), [said("hi")])
    assert isinstance(parse(HOW.partition(" shows")[0]), History)


def test_an_empty_page_of_history() -> None:
    """Whoever asked is told that a page is empty; whoever just came in has not asked."""
    assert b"Nothing was said here before.\n" == ENGLISH.page(page(), [])
    assert b"" == ENGLISH.page(page(on_join=True), [TAGGED])


@pytest.mark.parametrize(
    ("dialect", "count", "line"),
    [
        (ENGLISH, 1, f"1 message was skipped: {HOW}"),
        (ENGLISH, 2, f"2 messages were skipped: {HOW}"),
        (RUSSIAN, 5, f"Пропущено 5 сообщений: {HOW_IN_RUSSIAN}"),
    ],
)
def test_skipped(dialect: PlainDialect, count: int, line: str) -> None:
    """A slow reader is told how much, and how to read it."""
    assert line == dialect.skipped(count, ID).decode()


def test_answers_become_lines() -> None:
    """A prompt has no line end, an answer has one on each line, what has no words gives nothing."""
    assert b"Enter your name: " == ENGLISH.answer(ev.AskName(), "")
    assert b"a\r\nb\r\n" == FAMILY.get("en", crlf=True).answer(ev.MotdShown(lines=("a", "b")), "anna")
    assert b"" == ENGLISH.answer(ev.UserModesShown(modes="i"), "anna")
    assert b"a\n" == ENGLISH.label("x", b"a\n")


def test_another_language_is_announced_in_it() -> None:
    """Another language is announced in it, and holds from there on, with the same line ends."""
    chosen = ev.LanguageSet(code="ru")
    assert "Теперь с вами говорят по-русски.\n" == ENGLISH.answer(chosen, "anna").decode()
    assert RUSSIAN is ENGLISH.after(chosen)
    assert FAMILY.get("ru", crlf=True) is FAMILY.get("en", crlf=True).after(chosen)


def test_line_ends_change() -> None:
    """Line ends change and the language stays; other answers change nothing."""
    assert FAMILY.get("ru", crlf=True) is RUSSIAN.after(ev.LineEndsSet(crlf=True))
    assert RUSSIAN is FAMILY.get("ru", crlf=True).after(ev.LineEndsSet(crlf=False))
    assert RUSSIAN is RUSSIAN.after(ev.Welcome(nick="anna"))


def test_history_is_shown_on_joining() -> None:
    """History is shown on joining; only who asks is shown all that happened."""
    assert ENGLISH.replays
    assert not ENGLISH.playback


def test_each_line_says_whose_it_is() -> None:
    """Each line of a text says whose it is, so that nobody puts words into another's mouth."""
    crlf = FAMILY.get("en", crlf=True)
    assert crlf.show(said("one\n\nboris: two \rthree")) == b"anna: one\r\nanna: boris: two three\r\n"
    hint = page(limit=5)
    shown = ENGLISH.page(hint, [said("one\ntwo")]).decode().splitlines()
    assert [line.partition("] ")[2] for line in shown] == ["anna: one", "anna: two"]


def changed(*words: str, target: str = "#lobby", returning: bool = False) -> str:
    event = ev.ModesChanged(
        id=1, source=ANNA, place=target, target=target, changes=modes.read(words), returning=returning
    )
    return ENGLISH.show(event).decode()


def test_changes_of_a_room() -> None:
    """A change of a room is a sentence; roles that come back with their owner are no news."""
    assert "anna made bob an op.\nanna turned moderated off.\n" == changed("+o-m", "bob")
    assert "[#a] anna muted bob.\n[#a] anna banned account:carl.\n" == changed(
        "+bb", "m:bob!*@*", "a:carl", target="#a"
    )
    assert "anna set slow to 1m30s.\nanna set limit to 5.\n" == changed("+Wl", "90", "5")
    assert "anna turned key on.\nanna turned z off.\n" == changed("+k-z", "sesame")
    assert "" == changed("+o", "anna", returning=True)


@pytest.mark.parametrize(
    ("words", "told"),
    [(["+H", "off"], "turned history off"), (["-H"], "turned history on"), (["+H", "30d"], "set history to 30d")],
)
def test_history_is_on_without_the_mode(words: list[str], told: str) -> None:
    """The setting history is on where its mode is off."""
    assert f"anna {told}.\n" == changed(*words)


def test_who_is_put_out_and_who_is_invited() -> None:
    """A kick is told with the reason; whoever is invited is told how to get in."""
    kicked = ev.Kicked(id=1, source=ANNA, place="#a", target="#a", nick="bob", reason="\x02noise")
    assert b"[#a] anna put bob out: noise\n" == ENGLISH.show(kicked) == ENGLISH.echo(kicked)
    assert b"[#a] anna put bob out.\n" == ENGLISH.show(replace(kicked, reason=""))
    invited = ev.Invited(id=1, source=ANNA, nick="bob", room="#a")
    assert b"anna invites you into #a: /join #a\n" == ENGLISH.show(invited)
    assert b"anna has invited bob into #a.\n" == ENGLISH.show(replace(invited, overheard=True))


def test_what_is_said_to_some_of_a_room() -> None:
    """What is said to some of a room says to whom."""
    said = ev.Said(id=1, source=ANNA, place="#a", target="@#a", kind=Kind.MESSAGE, text="hi")
    assert b"[@#a] anna: hi\n" == ENGLISH.show(said)


REPLY = ("+draft/reply", to_text(ID))
REACT, UNREACT = ("+draft/react", "\x02👍"), ("+draft/unreact", "\x02👍")


def tagged(*tags: tuple[str, str], target: str = "#lobby", answers: str = "") -> ev.Tagged:
    return ev.Tagged(id=ID, source=ANNA, place=target, target=target, tags=tags, answers=answers)


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (replace(said("yes"), tags=(REPLY,), answers="boris"), "anna (@boris): yes\n"),
        (replace(said("yes"), tags=(REPLY,)), f"anna (@{NAME}): yes\n"),
        (replace(said("yes"), tags=(("+reply", "other"),)), "anna: yes\n"),
        (tagged(REACT, REPLY, answers="boris"), "anna reacts to boris: 👍\n"),
        (tagged(UNREACT, REPLY, answers="boris"), "anna takes back a reaction to boris: 👍\n"),
        (tagged(REACT, UNREACT, REPLY, answers="boris"), ""),
        (tagged(REACT, REPLY, target="boris"), f"(private) anna reacts to {NAME}: 👍\n"),
        (tagged(REACT), ""),
        (tagged(REPLY), ""),
    ],
)
def test_answers_and_reactions_say_whose_words_they_are_to(event: Happened, line: str) -> None:
    """An answer or reaction names whose words it is to, or their short name in a page of history."""
    assert line == ENGLISH.show(event).decode()


def test_what_was_found() -> None:
    """What was found is shown with times and names; that nothing was found is said."""
    wanted = ev.SearchPage(rooms=(), identity="", phrases=(), nick="", after=0, before=9, limit=9, now=time_of(ID))
    assert f"[22:13 {NAME}] [#a] anna: hi\n".encode() == ENGLISH.found(wanted, [said("hi", target="#a")])
    assert b"Nothing was found.\n" == ENGLISH.found(wanted, [])


@pytest.mark.parametrize(
    ("author", "reason", "line"),
    [
        ("anna", "", "anna has taken a message back.\n"),
        ("", "typo", "anna has taken a message back. (typo)\n"),
        ("boris", "\x02spam", "anna has taken a message of boris back. (spam)\n"),
    ],
)
def test_what_was_taken_back(author: str, reason: str, line: str) -> None:
    """What was taken back is told by whom, and whose it was."""
    event = ev.Redacted(id=ID, source=ANNA, place="#lobby", target="#lobby", redacted=1, author=author, reason=reason)
    assert line == ENGLISH.show(event).decode() == ENGLISH.echo(event).decode()
    assert f"(private) {line}" == ENGLISH.show(replace(event, target="boris")).decode()


@pytest.mark.parametrize(
    ("event", "prompt"),
    [
        (ev.AskPassword(about="anna"), b"The password of anna: "),
        (ev.AskPassword(), b"A new password: "),
        (ev.AskPassword(again=True), b"The same again: "),
        (ev.AskPassword(of_server=True), b"The password of this server: "),
    ],
)
def test_a_password_is_not_shown_by_telnet(event: ev.Event, prompt: bytes) -> None:
    """Telnet is told not to echo a password (RFC 857: IAC WILL ECHO, then WONT); netcat is not."""
    family = PlainDialects({"en": gettext.NullTranslations()})
    assert prompt == family.get("en").answer(event, "")
    assert b"" == family.get("en").answer(ev.PasswordTaken(), "")
    assert prompt + b"\xff\xfb\x01" == family.get("en", crlf=True).answer(event, "")
    assert b"\xff\xfc\x01\r\n" == family.get("en", crlf=True).answer(ev.PasswordTaken(), "")


def test_what_operators_say_to_all() -> None:
    """What operators say to all is told as such."""
    assert b"anna to all: hi\n" == ENGLISH.show(ev.WallopsSaid(id=1, source=ANNA, text="\x02hi"))
