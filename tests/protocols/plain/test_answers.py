"""Answers to one person."""

import re

import pytest

from trichat.protocols.plain.answers import write
from trichat.server.locale import load
from trichat.words import events as ev
from trichat.words.commands import COMMANDS, SUBJECTS
from trichat.words.events import Event, Member, RoomLine, Source, Who
from trichat.words.modes import ListEntry
from trichat.words.reasons import Reason

ANNA = Source(nick="anna", username="a", host="h", account="Anna")
BOT = Source(nick="beep", username="b", host="h", account="anna", bot=True)
LANGUAGES = load()
BOB = Source(nick="bob", username="b", host="h")


def lines(event: Event, code: str = "en") -> list[str]:
    return write(event, LANGUAGES[code])


def refused(reason: Reason, about: str = "", detail: str = "") -> Event:
    return ev.Refused(reason=reason, about=about, detail=detail)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (ev.Welcome(nick="anna"), ["Welcome, anna! Type to talk; /help shows the commands."]),
        (ev.Became(before=BOB, nick="anna", left=("#b",)), ["You are now called anna."]),
        (ev.Resumed(nick="anna"), ["You go on as anna."]),
        (
            ev.TokenShown(token="abc"),
            [
                "To go on with this visit over another connection, type there: /resume abc",
                "Whoever has that is you: show it to nobody.",
            ],
        ),
        (refused(Reason.NAME_TAKEN, "anna"), ["The name anna is taken: try another."]),
        (refused(Reason.UNKNOWN_COMMAND, "xy"), ["There is no command /xy: /help shows the commands."]),
        (refused(Reason.UNKNOWN_COMMAND, "nik", "nick"), ["There is no command /nik: did you mean /nick?"]),
        (ev.MembersListed(room="#a", members=(ANNA, BOB)), ["In #a: anna, bob"]),
        (ev.MembersListed(room="#a", members=(ANNA,), entered=True), ["You are in #a: anna"]),
        (ev.PeopleFound(mask="x*", people=()), ["Nobody here fits x*: /who shows who is here."]),
        (
            ev.PeopleFound(mask="xy", people=()),
            ["Nobody is called xy: /who shows who is here, /rooms which rooms there are."],
        ),
        (refused(Reason.USAGE, "nick", "/nick NAME"), ["Usage: /nick NAME  Take another name."]),
        (
            refused(Reason.MODE_ARGUMENT, "#a", "m"),
            ["moderated is on or off: /set moderated on, or /set moderated off."],
        ),
        (
            ev.PeopleFound(mask="*", people=(Member(source=ANNA, room="#a"), Member(source=BOB, realname="Bob B."))),
            ["anna!a@h, in #a", "bob!b@h, Bob B."],
        ),
        (
            ev.PersonShown(
                person=Member(source=ANNA, realname="\x02Anna", idle=59_999), rooms=(("#a", ""), ("#b", "ov"))
            ),
            ["anna!a@h, Anna, in #a, @#b"],
        ),
        (ev.PersonShown(person=Member(source=ANNA, idle=60_000), rooms=()), ["anna!a@h, silent for 1 minute"]),
        (ev.PersonShown(person=Member(source=ANNA, idle=150_000), rooms=()), ["anna!a@h, silent for 2 minutes"]),
        (ev.RoomsListed(rooms=()), ["There are no rooms yet."]),
        (
            ev.RoomsListed(
                rooms=(RoomLine(name="#a", members=1, topic=""), RoomLine(name="#b", members=2, topic="\x02t"))
            ),
            ["#a (1 person)", "#b (2 people) t"],
        ),
        (ev.TopicShown(room="#a", text=""), ["#a has no topic."]),
        (ev.TopicShown(room="#a", text="\x02t", by="bob", at=1), ["Topic of #a: t (set by bob)"]),
        (ev.MotdShown(lines=("a", "b")), ["a", "b"]),
        (ev.MotdShown(lines=()), []),
        (ev.MotdShown(lines=(), asked=True), ["There is no message of the day."]),
        (ev.HelpShown(command="nick"), ["/nick NAME  Take another name."]),
        (ev.HelpShown(command="part"), ["/leave [ROOM]  Leave a room, this one if none is named.", "Also: /part"]),
        (ev.HelpShown(command="nik"), ["There is no command /nik: did you mean /nick?"]),
        (ev.LanguageSet(code="en"), ["From now on you are spoken to in English."]),
        (ev.Farewell(reason=""), ["Goodbye!"]),
        (ev.Farewell(reason="bored"), ["Goodbye: bored"]),
        (ev.Farewell(reason="\x02bored\x0f"), ["Goodbye: bored"]),
        (refused(Reason.NO_SUCH_NAME, "\x0304x"), ["Nobody here is called x: /who shows who is here."]),
        (ev.AwayNoted(text=""), ["You are back."]),
        (ev.AwayNoted(text="\x02lunch"), ["You are away: lunch. /away says that you are back."]),
        (ev.AwayShown(nick="anna", text="lunch"), ["anna is away: lunch"]),
        (
            ev.MembersListed(
                room="#a",
                members=(ANNA, BOT, ANNA),
                roles=("o", "", ""),
                states=(("\x02x", 0), ("y", 120_000), ("", 9)),
            ),
            ["In #a: @anna (away: x), beep (away: y, silent for 2 minutes), anna"],
        ),
        (ev.OperatorMade(), ["You are an operator of this server now."]),
        (ev.Rehashed(), ["The settings were read again."]),
        (
            ev.ClockTold(now=5000, expected=0),
            ["The clock of this server says 1970-01-01 00:00:05 UTC, and is believed."],
        ),
        (
            ev.ClockTold(now=5000, expected=1000),
            [
                "The clock of this server says 1970-01-01 00:00:05 UTC, but should say about 1970-01-01 00:00:01 UTC.",
                "Nothing is deleted for its age until that is put right. If it is right as it is: /clock right",
            ],
        ),
        (ev.Killed(nick="bob"), ["bob is off the server."]),
        (ev.PeopleFound(mask="*", people=(Member(source=ANNA, away="\x02lunch"),)), ["anna!a@h, away: lunch"]),
        (
            ev.PersonShown(person=Member(source=BOT, operator=True), rooms=()),
            ["beep!b@h, logged in as anna, a program, operator of the server"],
        ),
        (ev.Counted(people=1, most=1, connections=1, rooms=1), []),
        (ev.LineEndsSet(crlf=True), []),
    ],
)
def test_answers(event: Event, expected: list[str]) -> None:
    """Answers are in English, without IRC formatting; an account is told where it is not as the name."""
    assert expected == lines(event)


GUEST = (Who.ANYBODY, Who.NAMED, Who.GUEST, Who.NEWCOMER)


def test_help_names_every_command_by_subject() -> None:
    """Help names all commands that one may use, by subject, on one screen; and says a word on what is no command."""
    first, *rows, last = lines(ev.HelpShown(command=""))
    assert "/help and one of the words on the left says what these commands do:" == first
    assert "Anything else is said to the room; //text says /text." == last
    assert [command.name for command in COMMANDS] == re.findall(r"/(\w+)", " ".join(rows))
    assert [*SUBJECTS] == [row.split()[0] for row in rows if not row.startswith(" ")]


@pytest.mark.parametrize("code", ["en", "ru"])
@pytest.mark.parametrize("subject", ["", *SUBJECTS, *[command.name for command in COMMANDS]])
def test_help_fits_on_a_screen(code: str, subject: str) -> None:
    """No answer has more than 24 lines, or one of more than 80 columns, in any language."""
    told = lines(ev.HelpShown(command=subject), code)
    assert 0 < len(told) <= 24
    assert max(map(len, told)) <= 80


@pytest.mark.parametrize(("code", "subject"), [("en", "rooms"), ("ru", "Комнаты"), ("ru", "rooms")])
def test_help_on_a_subject(code: str, subject: str) -> None:
    """Help on a subject, in the words of the language too, says in a line what each of its commands does."""
    *rows, _more = lines(ev.HelpShown(command=subject), code)
    assert ["/join", "/leave", "/rooms", "/topic", "/rename"] == [row.split()[0] for row in rows]
    if code == "en":
        assert "/leave   Leave a room, this one if none is named." in rows


def test_help_is_on_what_one_may_do() -> None:
    """A guest is shown no command of ops and operators, nor of those who are logged in; who names one is told of it."""
    shown = " ".join(lines(ev.HelpShown(command="", who=GUEST)))
    assert [] == [name for name in ("/kill", "/sethost", "operators", "/kick", "/logout") if name in shown]
    assert "/login" in shown
    assert "/login" not in " ".join(lines(ev.HelpShown(command="accounts", who=(Who.ANYBODY, Who.ACCOUNT))))
    assert ["Only operators of the server can do that: /oper NAME PASSWORD"] == lines(
        ev.HelpShown(command="operators", who=GUEST)
    )
    assert ["/kill NAME [reason]  Disconnect somebody from the server. For operators."] == lines(
        ev.HelpShown(command="kill", who=GUEST)
    )


ENTRIES = (
    ListEntry(letter="b", mask="bob!*@*", by="anna", at=0),
    ListEntry(letter="b", mask="m:a:carl", by="anna", at=0, until=90_000, reason="\x02noise"),
    ListEntry(letter="b", mask="*!*@10.0.0.0/8", by="dora", at=0, until=5),
)


def test_lists_of_a_room() -> None:
    """A list of bans tells who, by whom, for how long and why; that there is nobody is said too."""
    assert [
        "Banned or muted in #a:",
        "bob, banned by anna, for good",
        "account:carl, muted by anna, for another 1m, noise",
        "10.0.0.0/8, banned by dora, for another 1s",
    ] == lines(ev.ListShown(room="#a", letter="b", entries=ENTRIES, now=30_000 - 1))
    guests = (ListEntry(letter="I", mask="bob!*@*", by="anna", at=0),)
    assert ["Let into #a without an invitation:", "bob, by anna"] == lines(
        ev.ListShown(room="#a", letter="I", entries=guests)
    )
    assert ["Nobody is excepted from bans in #a."] == lines(ev.ListShown(room="#a", letter="e", entries=()))


def test_settings_of_a_room() -> None:
    """A setting is told by its word, with what it is now and what it is for."""
    title, *rows = lines(ev.ModesShown(room="#a", created=0, modes=(("l", "5"), ("n", ""), ("W", "90"))))
    assert "Settings of #a:" == title
    found = {line.split()[0]: line.split()[1] for line in rows}
    assert ("5", "on", "1m30s", "off", "off", "on") == tuple(
        found[word] for word in ("limit", "inside-only", "slow", "key", "moderated", "history")
    )


def test_invitations_and_renames() -> None:
    """Invitations and renames are sentences."""
    assert ["bob is invited into #a."] == lines(ev.InviteSent(nick="bob", room="#a"))
    assert ["You are invited nowhere."] == lines(ev.InvitesListed(rooms=()))
    assert ["You are invited into #a, #b."] == lines(ev.InvitesListed(rooms=("#a", "#b")))
    event = ev.RoomRenamed(
        source=ANNA, me=BOB, old="#a", new="#b", reason="typo", topic=ev.TopicShown(room="#b", text=""),
        members=ev.MembersListed(room="#b", members=()), realname="",
    )  # fmt: skip
    assert ["anna renamed #a: it is #b now. (typo)"] == lines(event)


UNTIL = 1_777_629_600_000  # 2026-05-01 10:00


@pytest.mark.parametrize(
    ("mask", "seconds", "line"),
    [
        ("bob!*@*", 0, "bob is banned from #a for good."),
        ("a:bob", 300, "account:bob is banned from #a for 5m, until 2026-05-01 10:00:00 UTC."),
        ("m:*!*@10.0.0.0/8", 0, "10.0.0.0/8 is muted in #a for good."),
        ("m:bob!*@*", 300, "bob is muted in #a for 5m, until 2026-05-01 10:00:00 UTC."),
    ],
)
def test_whoever_bans_is_told_for_how_long(mask: str, seconds: int, line: str) -> None:
    """The answer to a ban or a mute says whom it fits, and until when; or that it is for good."""
    assert [line] == lines(ev.BanTold(room="#a", mask=mask, seconds=seconds, until=UNTIL if seconds else 0))


def test_sentences_and_reports() -> None:
    """A ban tells by whom, for how long and why; a report, whether anybody is here to read it."""
    assert ["anna has muted you in #a. It ends in 10m, at 2026-05-01 10:00:00 UTC. The reason: noise"] == lines(
        ev.Sentenced(room="#a", by="anna", mute=True, reason="\x02noise", seconds=600, until=UNTIL)
    )
    assert ["anna has banned you from #a. That is for good."] == lines(ev.Sentenced(room="#a", by="anna", mute=False))
    assert ["You ignore nobody."] == lines(ev.IgnoresShown(names=()))
    assert ["You ignore bob, carl."] == lines(ev.IgnoresShown(names=("bob", "carl")))
    assert ["You hear nothing more of bob, until you say /unignore bob."] == lines(
        ev.IgnoresShown(names=("bob",), name="bob")
    )
    assert ["You hear bob again."] == lines(ev.IgnoresShown(names=(), name="bob", on=False))
    assert ["Those who run the server know now about bob."] == lines(ev.Reported(about="bob", operators=1))
    assert lines(ev.Reported(about="bob", operators=0))[0].endswith("in the log: none of them is here.")
    assert ["anna reports bob: spam"] == lines(ev.ReportMade(by=ANNA, about="bob", text="spam"))
