"""Lists of people."""

from trichat.client.model.people import People, WhoList, duration, extend_who
from trichat.protocols.irc.wire.message import Message, parse

SUPPORT = {"PREFIX": "(ov)@+", "WHOX": ""}


def listed(*lines: str, asked: str = "#a", people: People | None = None) -> list[str]:
    """Give what the answer comes to."""
    answer = WhoList()
    for line in lines:
        assert answer.add(parse(line))
    return answer.end(asked, people or People(), SUPPORT, in_room=False)


def test_who_is_asked_as_well_as_the_server_can() -> None:
    """WHOX where it is known; nothing else is touched."""
    who, other = Message(command="WHO", params=("#a",)), Message(command="LIST")
    assert extend_who(who, SUPPORT).params == ("#a", "%tcuhnflar,77")
    assert extend_who(who, {}) is who
    assert extend_who(other, SUPPORT) is other


def test_a_room_is_listed_by_roles() -> None:
    """Each with what is worth knowing: away and why, silent for how long, account, and who it is."""
    people = People()
    people.learn(parse(":carl!c@h AWAY :at lunch"))
    assert listed(
        ":s 354 anna 77 #a d host dora H 30 0 :Dora D",
        ":s 354 anna 77 #a c host carl G+ 7200 carlo :carl",
        ":s 354 anna 77 #a b host bob H@ 120 0 :Bob B",
        people=people,
    ) == [
        "In #a: 3 people, 1 away",
        "@bob   silent for 2 min  b@host  (Bob B)",
        "+carl  away (at lunch)  silent for 2 h  account carlo  c@host",
        "dora   d@host  (Dora D)",
    ]
    assert (people.get("carl").account, people.get("bob").account) == ("carlo", "")


def test_servers_of_another_age() -> None:
    """WHO alone tells roles and who is away."""
    assert listed(":s 352 anna #a b host s bob G@ :0 Bob B", ":s 352 anna #a c host s carl H :0") == [
        "In #a: 2 people, 1 away",
        "@bob  away  b@host  (Bob B)",
        "carl  c@host",
    ]


def test_a_search_has_no_room() -> None:
    """Nor a heading; and an answer of nobody says so."""
    assert listed(":s 352 anna * b host s bob H :0 Bob B", asked="b*") == ["bob  b@host  (Bob B)"]
    assert listed(asked="b*") == ["Nobody fits b*."]
    assert listed() == ["Nobody is in #a."]


def test_answers_to_others_questions_are_none_of_ours() -> None:
    """A WHOX that somebody typed with /raw, a line that is too short."""
    answer = WhoList()
    assert not answer.add(parse(":s 354 anna 12 #a b host bob H 1 0 :Bob"))
    assert not answer.add(parse(":s 352 anna #a"))
    assert not answer.add(parse(":s 354 anna 77"))


def test_durations_have_one_unit() -> None:
    """The largest."""
    assert [duration(seconds) for seconds in (5, 60, 7_300, 200_000)] == ["5 s", "1 min", "2 h", "2 d"]
