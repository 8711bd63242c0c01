"""What the values of options may be: each is checked, with a sentence that says what would be right."""

import re
from typing import Any, Final

import click

from trichat.config.defaults import DEFAULT_NAME, HOST_NAME

_MOST_PORT: Final = 65535
_HOST_CHARACTERS = 253  # RFC 1035, 2.3.4, as text
_NAME_CHARACTERS = 40  # no server of ours has longer ones; others mostly have nine to thirty
_SHOWN = 60  # of what was wrong


class Text(click.ParamType):  # type: ignore[type-arg] # it has none in older versions
    """A text. `name` is what it is called in the help."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Give the value, or refuse it. A default may be what has been read already."""
        if not isinstance(value, str):
            return value
        try:
            value.encode()
        except UnicodeEncodeError:
            self.fail(f"{value[:_SHOWN]!r} is no text: it has to be in UTF-8.", param, ctx)
        try:
            return self.read(value)
        except ValueError as exc:
            self.fail(str(exc), param, ctx)

    def read(self, text: str) -> Any:
        """Give the value of a text. Raises ValueError: what would be right."""
        raise NotImplementedError


class Port(Text):
    """A number of a port, from `least` on."""

    name = "port"

    def __init__(self, least: int = 1) -> None:
        self._least = least

    def read(self, text: str) -> int:
        """Read it."""
        return read_port(text, self._least)


class Number(Text):
    """A whole number."""

    name = "number"

    def __init__(self, least: int, most: int) -> None:
        self._range = least, most

    def read(self, text: str) -> int:
        """Read it."""
        least, most = self._range
        found = _whole(text)
        if found is None or not least <= found <= most:
            raise ValueError(f"{text[:_SHOWN]!r} is not a whole number from {least} to {most}.")
        return found


class Host(Text):
    """An address, or a name of a machine."""

    name = "host"

    def read(self, text: str) -> str:
        """Read it; an address of IPv6 may stand in brackets."""
        return read_host(text)


class ServerName(Text):
    """A name that can stand at the beginning of an IRC message, as that of a host can."""

    name = "name"

    def read(self, text: str) -> str:
        """Read it."""
        if re.fullmatch(HOST_NAME, text) is None:
            raise ValueError(f"{text[:_SHOWN]!r} is not like the name of a host: try {DEFAULT_NAME}.")
        return text


class Word(Text):
    """A text without spaces, as the name of an account. `name` is what it is called in the help."""

    def __init__(self, name: str = "name", most: int = _NAME_CHARACTERS) -> None:
        self.name = name
        self._most = most

    def read(self, text: str) -> str:
        """Read it."""
        if not text or len(text) > self._most or any(char.isspace() or not char.isprintable() for char in text):
            raise ValueError(f"{text[:_SHOWN]!r} cannot be: it is one word of at most {self._most} characters.")
        return text


class Nick(Text):
    """A name in the chat."""

    name = "name"

    def read(self, text: str) -> str:
        """Read it."""
        from trichat.client.settings.names import nick  # noqa: PLC0415 (it imports tables of Unicode)

        return nick(text)


class Rooms(Text):
    """A room, or several with commas between them."""

    name = "room"

    def read(self, text: str) -> tuple[str, ...]:
        """Read them."""
        from trichat.client.settings.names import rooms  # noqa: PLC0415 (likewise)

        found = rooms(text)
        if not found:
            raise ValueError(f"{text!r} names no room: that is a word as in #lobby.")
        return found


def read_port(text: str, least: int = 1) -> int:
    """Read the number of a port. Raises ValueError: what would be right."""
    found = _whole(text)
    if found is None or not least <= found <= _MOST_PORT:
        raise ValueError(f"{text[:_SHOWN]!r} is not a port: that is a number from {least} to {_MOST_PORT}.")
    return found


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and re.fullmatch(r"-?[0-9]{1,9}", text) else None


def read_host(text: str) -> str:
    """Read an address, or a name of a machine. Raises ValueError: what would be right."""
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    if re.fullmatch(r"[^\s:]+:[0-9]+", bare):
        raise ValueError(f"{text[:_SHOWN]!r} has a port in it: give that with --port.")
    if not bare or len(bare) > _HOST_CHARACTERS or re.search(r"[\s/\[\]@#?\\\x00-\x1f\x7f]", bare):
        raise ValueError(f"{text[:_SHOWN]!r} is not a host: that is an address, or a name as in chat.example.org.")
    return bare
