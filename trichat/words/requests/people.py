"""Asking about people."""

from trichat.words.requests.base import Request


class Who(Request, kw_only=True):
    """Ask about people: in a room, or those whose name, user, host or real name fits a mask.

    `among`: only these are held against the mask, as letters of WHOX; `operators`: only those are meant.
    """

    mask: str = ""
    fields: str = ""  # WHOX: the letters after `%`
    token: str = ""
    among: str = ""
    operators: bool = False


class Whois(Request, kw_only=True):
    """Ask who somebody is; of this server, or of that on which somebody is (their name), if that is given."""

    name: str
    server: str = ""


class Whowas(Request, kw_only=True):
    """Ask who had a name; the last `count` of them, 0 for all."""

    name: str
    count: int = 0
    server: str = ""


class AreHere(Request, kw_only=True):
    """Ask which of these names are somebody's."""

    names: tuple[str, ...]


class UserHosts(Request, kw_only=True):
    """Ask from where these people are, in short."""

    names: tuple[str, ...]


OWN_MODES = "BRTiw"  # what people set for themselves
USER_MODES = OWN_MODES + "o"  # which is given by OPER, and can be laid down


class Away(Request, kw_only=True):
    """Be away, for this reason; without one, be back."""

    text: str = ""


class SetRealname(Request, kw_only=True):
    """Have another real name (ircv3.net/specs/extensions/setname)."""

    realname: str


class UserModes(Request, kw_only=True):
    """Ask for one's own modes, or change them: `change` is as in `MODE name +i`."""

    name: str
    change: str = ""


class Accept(Request, kw_only=True):
    """Let these people write to one though they are not logged in, or no longer (`remove`); none: ask who may."""

    names: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class Watch(Request, kw_only=True):
    """Be told when these people come and go."""

    names: tuple[str, ...]


class Unwatch(Request, kw_only=True):
    """Be told so no longer; without names, of nobody."""

    names: tuple[str, ...] | None


class Watched(Request, kw_only=True):
    """Ask for whom one watches, or (`status`) who of them is here."""

    status: bool = False


class GetMetadata(Request, kw_only=True):
    """Ask for what is told under these keys; None asks for all."""

    target: str
    keys: tuple[str, ...] | None = None


class SetMetadata(Request, kw_only=True):
    """Tell something under a key, or nothing any more (empty)."""

    target: str
    key: str
    value: str = ""


class ClearMetadata(Request, kw_only=True):
    """Tell nothing any more."""

    target: str


class SubscribeMetadata(Request, kw_only=True):
    """Want to know what is told under these keys, or no longer (`on`)."""

    keys: tuple[str, ...]
    on: bool = True


class ShowSubscriptions(Request, kw_only=True):
    """Ask for the keys that one wants to know about."""


class SyncMetadata(Request, kw_only=True):
    """Ask for all that one wants to know about a room and those in it, or about somebody."""

    target: str
