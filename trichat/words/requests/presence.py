"""Saying something about oneself: away, real name, modes, who may write."""

from trichat.words.requests.base import Request

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
