"""A model of what the client knows, and what there is to show when it hears something."""

import pytest

from trichat.client.display.item import Item
from trichat.client.incoming.apply import apply
from trichat.client.model.model import Model
from trichat.protocols.irc.wire.message import parse


def hear(model: Model, *lines: str) -> list[Item]:
    """Give what there is to show for these lines."""
    return [item for line in lines for item in apply(model, parse(line), 1_000)]


def texts(items: list[Item]) -> list[str]:
    """Give the items as sentences."""
    return [f"{item.nick} {item.text}".strip() for item in items]


@pytest.fixture
def model() -> Model:
    """Give a model of anna in #lobby, with bob and carl."""
    model = Model()
    model.expect("#lobby")
    hear(model, ":irc.x 001 anna :Hi", ":anna!a@h JOIN #lobby")
    hear(model, ":irc.x 353 anna = #lobby :anna @bob +carl!c@host", ":irc.x 366 anna #lobby :End")
    return model
