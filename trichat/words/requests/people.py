"""Requests about people: WHO and WHOIS, being away, user modes, monitor lists, metadata."""

from trichat.words.requests.base import Request

OWN_MODES = "BRTiw"  # user modes that people set for themselves
USER_MODES = OWN_MODES + "o"  # which is given by OPER, and can be laid down


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
    """Ask which of these names somebody has (ISON)."""

    names: tuple[str, ...]


class UserHosts(Request, kw_only=True):
    """Ask for the hosts of these people (USERHOST)."""

    names: tuple[str, ...]


class Away(Request, kw_only=True):
    """Set being away, for this reason; without one, be back."""

    text: str = ""


class SetRealname(Request, kw_only=True):
    """Change one's real name (ircv3.net/specs/extensions/setname)."""

    realname: str


class UserModes(Request, kw_only=True):
    """Ask for one's own modes, or change them: `change` is as in `MODE name +i`."""

    name: str
    change: str = ""


class Accept(Request, kw_only=True):
    """Add people to the accept list, or `remove` them: they may write though not logged in. None: show the list."""

    names: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class Monitor(Request, kw_only=True):
    """Add names to the monitor list: be told when these people come and go."""

    names: tuple[str, ...]


class Unmonitor(Request, kw_only=True):
    """Take names off the monitor list; None: all of them."""

    names: tuple[str, ...] | None


class ShowMonitored(Request, kw_only=True):
    """Show the monitor list, or (`status`) who on it is here."""

    status: bool = False


class GetMetadata(Request, kw_only=True):
    """Ask for the metadata under these keys; None asks for all."""

    target: str
    keys: tuple[str, ...] | None = None


class SetMetadata(Request, kw_only=True):
    """Set a key of metadata, or take it away (empty)."""

    target: str
    key: str
    value: str = ""


class ClearMetadata(Request, kw_only=True):
    """Take all metadata away."""

    target: str


class SubscribeMetadata(Request, kw_only=True):
    """Subscribe to keys of metadata, or no longer (not `on`)."""

    keys: tuple[str, ...]
    on: bool = True


class ShowSubscriptions(Request, kw_only=True):
    """Ask for the keys that one has subscribed to."""


class SyncMetadata(Request, kw_only=True):
    """Ask for the keys that one has subscribed to, of a room and those in it, or of somebody."""

    target: str
