"""Each message that a server sends, and the function that learns from it."""

import pytest

from tests.client.incoming.conftest import hear, texts
from trichat.client.model.model import Model


def test_limits_of_the_server_are_kept(model: Model) -> None:
    """The limits in RPL_ISUPPORT are kept, with and without values."""
    hear(model, ":s 005 anna CHATHISTORY=50 SAFELIST NETWORK=x :are supported")
    assert model.support == {"CHATHISTORY": "50", "SAFELIST": "", "NETWORK": "x"}


def test_finding_nobody_is_an_answer(model: Model) -> None:
    """A WHO without results says so, and would otherwise show nothing at all."""
    assert texts(hear(model, ":s 315 anna x* :End")) == ["Nobody fits x*."]
    found = (":s 352 anna #lobby u host irc.x bob H@ :0 Bob B", ":s 315 anna bob :End")
    assert texts(hear(model, *found)) == ["@bob  u@host  (Bob B)"]


@pytest.mark.parametrize("command", ["JOIN", "PART", "KICK", "QUIT", "NICK", "TOPIC", "PRIVMSG", "353", "366", "005"])
def test_nothing_that_is_missing_breaks_it(model: Model, command: str) -> None:
    """A message without any of its parameters is survived."""
    for source in (":bob!b@h", ":anna!a@h", ":", ""):
        hear(model, f"{source} {command}".strip())
