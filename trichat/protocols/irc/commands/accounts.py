"""IRC commands about accounts, and NickServ; those that a connection keeps something of are in reader.py."""

from collections.abc import Callable

from trichat.protocols.irc.commands.base import Builder, filled, refuse, take
from trichat.protocols.irc.refusals import NICKSERV
from trichat.protocols.irc.wire.message import Message
from trichat.words import requests as ask
from trichat.words.events import Refused
from trichat.words.reasons import Reason
from trichat.words.requests import InTurn, Request


def _verify(message: Message) -> list[Request]:
    """Accounts are made at once, so there is never a code that would be the right one."""
    account, _ = take(message, 2)
    return [refuse(message, Reason.VERIFY, account)]


def nickserv(text: str) -> list[Request]:
    """Give the requests that a message to NickServ makes."""
    command, _, rest = text.strip().partition(" ")
    build = _COMMANDS.get(command.upper())
    request = build(rest.split()) if build else None
    return [request or InTurn(event=Refused(reason=Reason.SERVICE_COMMAND, command=NICKSERV))]


def _register(words: list[str]) -> Request | None:
    if not words:
        return None
    return ask.Register(password=words[0], email=words[1] if len(words) > 1 else "", command=NICKSERV)


def _identify(words: list[str]) -> Request | None:
    if not words:
        return None
    return ask.LogIn(name=words[0] if len(words) > 1 else "", password=words[-1], command=NICKSERV)


def _set(words: list[str]) -> Request | None:
    match [word.upper() for word in words]:
        case ["PASSWORD", _]:
            return ask.ChangePassword(new=words[1], command=NICKSERV)
        case ["MULTICLIENT", "ON" | "TRUE" | "OFF" | "FALSE" as value]:
            return ask.ShareName(several=value in ("ON", "TRUE"))
    return None


def _passwd(words: list[str]) -> Request | None:
    return ask.ChangePassword(old=words[0], new=words[1], command=NICKSERV) if len(words) > 1 else None


def _cert(words: list[str]) -> Request | None:
    what, fingerprint = (*words, "", "")[:2]
    adds, removes = what.upper() == "ADD", what.upper() in ("DEL", "REMOVE")
    if not adds and not removes and what.upper() not in ("", "LIST"):
        return None
    return ask.Certificates(add=adds, remove=removes, fingerprint=fingerprint, command=NICKSERV)


_COMMANDS: dict[str, Callable[[list[str]], Request | None]] = {
    "REGISTER": _register,
    "IDENTIFY": _identify,
    "LOGIN": _identify,
    "ID": _identify,
    "LOGOUT": lambda _: ask.LogOut(command=NICKSERV),
    "SET": _set,
    "PASSWD": _passwd,
    "CERT": _cert,
}


def _command(message: Message) -> list[Request]:
    return nickserv(" ".join(message.params))


def is_nickserv(target: str) -> bool:
    """Tell whether what is said to `target` is for NickServ."""
    return target.lower() == "nickserv"


BUILDERS: dict[str, Builder] = {
    "UPLOAD": filled(ask.AskUpload),
    "VERIFY": _verify,
    "NS": _command,
    "NICKSERV": _command,
}
