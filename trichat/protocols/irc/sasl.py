"""AUTHENTICATE in pieces: what a client sends is put together, what the server sends is cut (IRCv3 sasl-3.1)."""

import base64

from trichat.errors import ProtocolError

PIECE = 400  # characters of base64: a piece of this size is followed by another one
MOST_PIECES = 4  # room for a name, another name and a password of 600 bytes, each encoded


class Pieces:
    """Puts the parameters of AUTHENTICATE together. Holds 1600 characters at most, whatever is sent."""

    __slots__ = ("_parts", "_too_many")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._too_many = False

    def take(self, piece: str) -> str | None:
        """Take a parameter; give the whole text once it is complete, which may be empty, else None.

        Raises PieceTooLong at once, and TooManyPieces with the last piece; what came before is forgotten then.
        """
        if len(piece) > PIECE:
            self.clear()
            raise PieceTooLong
        if piece != "+" and len(self._parts) == MOST_PIECES:
            self._too_many = True
        elif piece != "+":
            self._parts.append(piece)
        if len(piece) == PIECE:
            return None
        text, too_many = "".join(self._parts), self._too_many
        self.clear()
        if too_many:
            raise TooManyPieces
        return text

    def clear(self) -> None:
        """Forget what has come so far."""
        self._parts.clear()
        self._too_many = False


class PieceTooLong(ProtocolError):
    """One parameter of AUTHENTICATE is longer than a piece may be (905)."""


class TooManyPieces(ProtocolError):
    """What was sent is longer than the answer to any mechanism can be (904)."""


def cut(data: bytes) -> list[str]:
    """Give the parameters of the AUTHENTICATE messages that carry `data`."""
    text = base64.b64encode(data).decode()
    pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
    if not pieces or len(pieces[-1]) == PIECE:
        pieces.append("+")
    return pieces
