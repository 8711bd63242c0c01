"""Changes of modes, as sentences."""

import pytest

from tests.client.incoming.conftest import hear, texts
from trichat.client.incoming.modes import parse_changes, sentence
from trichat.client.model.model import Model

SUPPORT = {"PREFIX": "(qaohv)~&@%+", "CHANMODES": "beI,k,lfW,Cimnpst"}
SILENCING = {"PREFIX": "(ov)@+", "CHANMODES": "bq,k,l,imnpst"}


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        ("+o bob", "has made bob an operator"),
        ("-o bob", "has made bob an operator no longer"),
        ("+v bob", "has given bob a voice"),
        ("-v bob", "has taken the voice of bob away"),
        ("+q bob", "has made bob an owner"),
        ("+b *!*@spam.example", "has banned *!*@spam.example"),
        ("+W 5", "has set slow 5"),
        ("-W", "has taken slow away"),
        ("+C", "has set no-ctcp"),
        ("+b m:bob!*@*", "has muted bob!*@*"),
        ("-b m:bob!*@*", "lets bob!*@* speak again"),
        ("-b *!*@spam.example", "has lifted the ban on *!*@spam.example"),
        ("+k secret", "has set a key: joining needs secret"),
        ("-k secret", "has taken the key away"),
        ("+l 5", "lets in at most 5 people"),
        ("-l", "has taken the limit of people away"),
        ("+im", "lets in only those who are invited; lets only those with a voice speak"),
        ("-t+ov bob carl", "lets everybody set the topic; has made bob an operator; has given carl a voice"),
        ("+f 5:3", "has set the mode +f 5:3"),
        ("+Z", "has set the mode +Z"),
        ("+b", "has set the mode +b"),
        ("", "has changed nothing"),
    ],
)
def test_each_change_is_a_sentence(mode: str, told: str) -> None:
    """Arguments of modes go to the letters that take one; what nobody knows is shown as it is."""
    assert sentence(parse_changes(mode.split(), SUPPORT), SUPPORT) == told


def test_the_server_says_what_letters_mean() -> None:
    """Where q is no role, it silences somebody; a server that says nothing has what RFC 2811 has."""
    assert sentence(parse_changes(["+q", "bob!*@*"], SILENCING), SILENCING) == "has silenced bob!*@*"
    assert sentence(parse_changes(["+ob", "bob", "*!*@x"], {}), {}) == "has made bob an operator; has banned *!*@x"


def test_modes(model: Model) -> None:
    """Modes change roles, and are told as a sentence where they happen."""
    hear(model, ":s 353 anna = #lobby :@bob anna", ":s 366 anna #lobby :")
    (item,) = hear(model, ":bob!b@h MODE #lobby +o anna")
    assert (item.place, item.nick, item.text) == ("#lobby", "bob", "has made anna an operator")
    assert model.rooms["#lobby"].role("anna") == "@"
    assert [item.text for item in hear(model, ":anna MODE anna :+i")] == ["Your modes: +i"]
    assert [item.text for item in hear(model, ":s MODE #elsewhere +m")] == ["lets only those with a voice speak"]


@pytest.mark.parametrize(
    ("modes", "told"),
    [
        ("+nt", "Settings of #a: inside-only, topic-ops (+nt)"),
        ("+nWl 10s 20", "Settings of #a: inside-only, slow 10s, limit 20 (+nWl)"),
        ("+x", "Settings of #a: +x (+x)"),
        ("+", "Settings of #a: none (+)"),
    ],
)
def test_the_settings_of_a_room(model: Model, modes: str, told: str) -> None:
    """The settings of a room are told by the words that change them, and by their letters."""
    hear(model, ":s 005 anna CHANMODES=bIe,k,lWH,imnst :are")
    assert [told] == texts(hear(model, f":s 324 anna #a {modes}"))
