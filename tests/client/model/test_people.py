"""What is known of people, and lists of them."""

from trichat.client.model.model import Room
from trichat.client.model.people import _MOST, People, WhoList, duration, extend_who, roles
from trichat.protocols.irc.wire.message import Message, parse


def known(*lines: str) -> People:
    """Learn from lines."""
    people = People()
    for line in lines:
        people.learn(parse(line))
    return people


def test_accounts() -> None:
    """Accounts are learnt from whatever says one; `*` means none."""
    assert known(":bob!b@h ACCOUNT bobby").get("Bob").account == "bobby"
    assert known(":bob!b@h ACCOUNT bobby", ":bob!b@h ACCOUNT *").get("bob").account == ""
    assert known(":bob!b@h JOIN #a bobby :Bob").get("bob").account == "bobby"
    assert known(":bob!b@h JOIN #a").get("bob").account == ""
    assert known("@account=bobby :bob!b@h PRIVMSG #a hi").get("bob").account == "bobby"


def test_being_away() -> None:
    """Somebody is away with the reason, until they are back, also when the server answers a message with it."""
    assert known(":bob!b@h AWAY :for lunch").get("bob").away == "for lunch"
    assert known(":bob!b@h AWAY :for lunch", ":bob!b@h AWAY").get("bob").away == ""
    assert known(":s 301 anna bob :for lunch").get("bob").away == "for lunch"


def test_a_new_name_is_the_same_person() -> None:
    """What is known of somebody goes with a new name, and is forgotten when they leave."""
    people = known(":bob!b@h ACCOUNT bobby", ":bob!b@h NICK rob", ":x!x@h NICK y")
    assert (people.get("rob").account, people.get("bob").account) == ("bobby", "")
    people.learn(parse(":rob!b@h QUIT"))
    assert people.get("rob").account == ""


def test_a_list_says_who_is_away_but_not_why() -> None:
    """A list that says who is away leaves the reason that was known."""
    people = known(":bob!b@h AWAY :for lunch")
    people.set_away("bob", away=True)
    people.set_away("carl", away=True)
    assert (people.get("bob").away, people.get("carl").away) == ("for lunch", "away")
    people.set_away("bob", away=False)
    assert people.get("bob").away == ""


def test_not_everybody_in_the_world_is_remembered() -> None:
    """Of too many people the oldest are forgotten first."""
    people = known(*(f":n{number}!b@h ACCOUNT a{number}" for number in range(_MOST + 1)))
    assert (people.get("n0").account, people.get(f"n{_MOST}").account) == ("", f"a{_MOST}")


def test_roles_are_as_the_server_has_them() -> None:
    """Roles and their order are as the server has them, the highest first."""
    assert roles({"PREFIX": "(qov)~@+"}) == {"q": "~", "o": "@", "v": "+"}
    assert roles({}) == {"o": "@", "v": "+"}


def test_modes_give_and_take_roles() -> None:
    """Modes give roles to those who are here, and take them; the highest sign is the one that is shown."""
    room = Room("#a")
    room.members = {"bob": "bob", "carl": "carl"}
    room.change_roles([("+", "v", "Bob"), ("+", "o", "bob"), ("+", "o", "nobody"), ("+", "m", "")], roles({}))
    assert (room.role("bob"), room.roles) == ("@", {"bob": "@+"})
    room.change_roles([("-", "o", "bob")], roles({}))
    assert room.role("BOB") == "+"
    room.rename("bob", "rob")
    assert (room.role("rob"), room.role("bob")) == ("+", "")
    room.remove("rob")
    assert room.roles == {}


# Lists of people.

SUPPORT = {"PREFIX": "(ov)@+", "WHOX": ""}


def listed(*lines: str, asked: str = "#a", people: People | None = None) -> list[str]:
    """Give what the answer comes to."""
    answer = WhoList()
    for line in lines:
        assert answer.add(parse(line))
    return answer.end(asked, people or People(), SUPPORT, in_room=False)


def test_who_is_asked_as_well_as_the_server_can() -> None:
    """WHO becomes WHOX where that is known; other commands stay as they are."""
    who, other = Message(command="WHO", params=("#a",)), Message(command="LIST")
    assert extend_who(who, SUPPORT).params == ("#a", "%tcuhnflar,77")
    assert extend_who(who, {}) is who
    assert extend_who(other, SUPPORT) is other


def test_a_room_is_listed_by_roles() -> None:
    """A list of a room tells of each who is away and why, silent for how long, account, and who it is."""
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
    """WHO without WHOX tells roles and who is away."""
    assert listed(":s 352 anna #a b host s bob G@ :0 Bob B", ":s 352 anna #a c host s carl H :0") == [
        "In #a: 2 people, 1 away",
        "@bob  away  b@host  (Bob B)",
        "carl  c@host",
    ]


def test_a_search_has_no_room() -> None:
    """A list by mask has no heading, and says if it is of nobody."""
    assert listed(":s 352 anna * b host s bob H :0 Bob B", asked="b*") == ["bob  b@host  (Bob B)"]
    assert listed(asked="b*") == ["Nobody fits b*."]
    assert listed() == ["Nobody is in #a."]


def test_answers_to_others_questions_are_none_of_ours() -> None:
    """A WHOX that was typed with /raw is not taken for ours, nor is a line that is too short."""
    answer = WhoList()
    assert not answer.add(parse(":s 354 anna 12 #a b host bob H 1 0 :Bob"))
    assert not answer.add(parse(":s 352 anna #a"))
    assert not answer.add(parse(":s 354 anna 77"))


def test_durations_have_one_unit() -> None:
    """A duration is told in the largest unit that it fills."""
    assert [duration(seconds) for seconds in (5, 60, 7_300, 200_000)] == ["5 s", "1 min", "2 h", "2 d"]
