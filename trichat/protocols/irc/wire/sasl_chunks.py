"""Puts together and cuts the pieces in which AUTHENTICATE carries SASL (IRCv3 sasl-3.1)."""

import base64

from trichat.errors import ProtocolError

PIECE = 400  # characters of base64: a piece of this size is followed by another one
MOST_PIECES = 4  # room for a name, another name and a password of 600 bytes, each encoded


class Pieces:
    """Puts the parameters of AUTHENTICATE together. Holds 1600 characters at most, whatever is sent."""

    __slots__ = ("_parts", "_too_many")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._too_many = False  # that was told; what goes on is not the beginning of something else

    def take(self, piece: str) -> str | None:
        """Take a parameter; give the whole text once it is complete, which may be empty, else None.

        Raises PieceTooLong, TooManyPieces; what came before is forgotten then, and so is what goes on behind it.
        """
        whole = len(piece) == PIECE
        if whole and self._too_many:
            return None
        if len(piece) > PIECE or (len(self._parts) >= MOST_PIECES and piece != "+"):
            self.clear()
            self._too_many = whole
            raise PieceTooLong if len(piece) > PIECE else TooManyPieces
        if piece != "+":
            self._parts.append(piece)
        if whole:
            return None
        text = "".join(self._parts)
        self.clear()
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
