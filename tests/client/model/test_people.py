"""What is known of people."""

from trichat.client.model.model import Room
from trichat.client.model.people import _MOST, People, roles
from trichat.protocols.irc.wire.message import parse


def known(*lines: str) -> People:
    """Learn from lines."""
    people = People()
    for line in lines:
        people.learn(parse(line))
    return people


def test_accounts() -> None:
    """From whatever says one; `*` means none."""
    assert known(":bob!b@h ACCOUNT bobby").get("Bob").account == "bobby"
    assert known(":bob!b@h ACCOUNT bobby", ":bob!b@h ACCOUNT *").get("bob").account == ""
    assert known(":bob!b@h JOIN #a bobby :Bob").get("bob").account == "bobby"
    assert known(":bob!b@h JOIN #a").get("bob").account == ""
    assert known("@account=bobby :bob!b@h PRIVMSG #a hi").get("bob").account == "bobby"


def test_being_away() -> None:
    """With the reason, until they are back; also when the server answers it to a message."""
    assert known(":bob!b@h AWAY :for lunch").get("bob").away == "for lunch"
    assert known(":bob!b@h AWAY :for lunch", ":bob!b@h AWAY").get("bob").away == ""
    assert known(":s 301 anna bob :for lunch").get("bob").away == "for lunch"


def test_a_new_name_is_the_same_person() -> None:
    """And who has left is forgotten."""
    people = known(":bob!b@h ACCOUNT bobby", ":bob!b@h NICK rob", ":x!x@h NICK y")
    assert (people.get("rob").account, people.get("bob").account) == ("bobby", "")
    people.learn(parse(":rob!b@h QUIT"))
    assert people.get("rob").account == ""


def test_a_list_says_who_is_away_but_not_why() -> None:
    """What was known of the reason stays."""
    people = known(":bob!b@h AWAY :for lunch")
    people.set_away("bob", away=True)
    people.set_away("carl", away=True)
    assert (people.get("bob").away, people.get("carl").away) == ("for lunch", "away")
    people.set_away("bob", away=False)
    assert people.get("bob").away == ""


def test_not_everybody_in_the_world_is_remembered() -> None:
    """The oldest go first."""
    people = known(*(f":n{number}!b@h ACCOUNT a{number}" for number in range(_MOST + 1)))
    assert (people.get("n0").account, people.get(f"n{_MOST}").account) == ("", f"a{_MOST}")


def test_roles_are_as_the_server_has_them() -> None:
    """The highest first."""
    assert roles({"PREFIX": "(qov)~@+"}) == {"q": "~", "o": "@", "v": "+"}
    assert roles({}) == {"o": "@", "v": "+"}


def test_modes_give_and_take_roles() -> None:
    """Of those who are here; the highest sign is the one that is shown."""
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
