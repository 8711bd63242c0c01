"""Coming in, with every kind of server."""

from trichat.client.irc.registration import Registration
from trichat.client.irc.sasl import Credentials, Login
from trichat.protocols.irc.wire.message import parse


def answers(registration: Registration, *lines: str) -> list[str]:
    """Give what the client says to these lines."""
    return [answer for line in lines for answer in registration.receive(parse(line))]


def test_the_client_speaks_first() -> None:
    """The client speaks first: whoever says nothing is taken for a person by our server."""
    assert Registration("anna", "a").start() == ["CAP LS 302", "NICK anna", "USER a 0 * a"]


def test_without_a_name_it_speaks_too() -> None:
    """The client tells the server that it speaks IRC while the person still thinks about a name."""
    registration = Registration("", "a")
    assert registration.start() == ["CAP LS 302"]
    assert registration.introduce("anna") == ["NICK anna", "USER a 0 * a"]
    assert registration.introduce("bea") == ["NICK bea"]


def test_only_what_is_offered_and_known_is_asked_for() -> None:
    """Known capabilities are asked for after the whole list, whatever their values; the end comes after the answer."""
    registration = Registration("anna", "a")
    asked = answers(registration, ":s CAP * LS * :sasl=PLAIN batch server-time", ":s CAP * LS :draft/chathistory=50 x")
    assert asked == ["CAP REQ :server-time batch draft/chathistory"]
    assert answers(registration, ":s CAP anna ACK :server-time batch draft/chathistory ") == ["CAP END"]
    assert registration.enabled == {"server-time", "batch", "draft/chathistory"}


def test_a_token_is_shown_to_whom_it_may_concern() -> None:
    """A server that knows such tokens, once the capabilities are in force; no other, nor by whoever logs in."""
    ours, theirs = ":s CAP * ACK :trichat/resume batch", ":s CAP * ACK :batch"
    registration = Registration("anna", "a", token="abc")
    assert answers(registration, ours) == ["RESUME abc", "CAP END"]
    answers(registration, ":s 001 anna :Hi")
    assert answers(registration, ours) == []
    assert answers(Registration("anna", "a", token="abc"), theirs) == ["CAP END"]
    assert answers(Registration("anna", "a"), ours) == ["CAP END"]
    login = Login(Credentials(account="anna", password="x", private=True), "nonce")
    assert answers(Registration("anna", "a", login=login, token="abc"), ours) == ["CAP END"]


def test_a_server_that_offers_nothing_is_fine() -> None:
    """Where nothing is offered negotiation ends at once, and nothing is in force."""
    registration = Registration("anna", "a")
    assert answers(registration, ":s CAP * LS :") == ["CAP END"]
    assert registration.enabled == set()


def test_a_server_without_cap_is_fine() -> None:
    """An old server says "unknown command" to CAP, and lets the client in."""
    registration = Registration("anna", "a")
    assert answers(registration, ":s 421 * CAP :Unknown command", ":s 001 anna :Hi") == []
    assert registration.welcome


def test_a_refusal_ends_the_negotiation() -> None:
    """A NAK ends the negotiation."""
    registration = Registration("anna", "a")
    answers(registration, ":s CAP * LS :batch")
    assert answers(registration, ":s CAP * NAK :batch") == ["CAP END"]
    assert registration.enabled == set()


def test_capabilities_come_and_go_later() -> None:
    """What is new later (cap-notify) is asked for without another CAP END; what is gone is not used."""
    registration = Registration("anna", "a")
    answers(registration, ":s CAP * LS :batch", ":s CAP * ACK :batch", ":s 001 anna :Hi")
    assert answers(registration, ":s CAP anna NEW :echo-message sasl", ":s CAP anna ACK :echo-message") == [
        "CAP REQ :echo-message"
    ]
    answers(registration, ":s CAP anna DEL :batch")
    assert registration.enabled == {"echo-message"}


def test_other_names_are_tried_when_one_is_taken() -> None:
    """For a taken name one with an underscore is tried first, then ones with numbers."""
    registration = Registration("anna", "a")
    taken = ":s 433 * anna :Nickname is already in use"
    assert answers(registration, taken, taken, taken) == ["NICK anna_", "NICK anna2", "NICK anna3"]


def test_an_impossible_name_is_given_up() -> None:
    """A name that cannot be is given up: only the person can find a better one."""
    registration = Registration("12", "a")
    assert answers(registration, ":s 432 * 12 :Erroneous nickname") == []
    assert registration.nick == ""


def test_after_the_welcome_names_are_no_longer_its_business() -> None:
    """A /nick that fails after the welcome does not send the client looking for other names."""
    registration = Registration("anna", "a")
    assert answers(registration, ":s 001 anna :Hi", ":s 433 anna bob :Nickname is already in use") == []
    assert registration.nick == "anna"


def test_a_name_of_ours_that_is_too_long_is_made_shorter() -> None:
    """A name that we made up and that is too long is made shorter: some servers take nine characters."""
    registration = Registration("annabelle", "a")
    taken, too_long = ":s 433 * annabelle :In use", ":s 432 * annabelle_ :Too long"
    assert ["NICK annabelle_", "NICK annabell2"] == answers(registration, taken, too_long)
    assert ["NICK annabell3"] == answers(registration, taken)


def test_a_name_that_no_server_takes_is_given_up_in_the_end() -> None:
    """A name that is refused however short it is made is given up."""
    registration = Registration("ab", "a")
    refused = ":s 432 * x :No"
    assert ["NICK ab_", "NICK a2"] == answers(registration, ":s 433 * ab :In use", refused, refused)
    assert registration.nick == ""


def test_a_server_without_sasl_in_the_end() -> None:
    """A server that refuses SASL is asked for the other capabilities."""
    registration = Registration("anna", "a", login=Login(Credentials(account="anna"), "nonce"))
    assert ["CAP REQ :batch"] == answers(registration, ":s CAP * LS :batch")
    assert ["CAP END"] == answers(registration, ":s CAP * ACK :batch")
    assert ["CAP END"] == answers(registration, ":s CAP * ACK :sasl")[-1:]


def test_the_name_that_whois_shows() -> None:
    """The real name is as it is set; else the login name."""
    assert "USER a 0 * :Anna A." == Registration("anna", "a", "Anna A.").start()[-1]
