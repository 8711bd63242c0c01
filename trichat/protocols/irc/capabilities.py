"""The capabilities that the IRC door offers, one row each (IRCv3 capability negotiation)."""

from trichat.protocols.sasl import MECHANISMS
from trichat.words.record import Record


class Capability(Record, kw_only=True):
    """One row: its name, its value in `CAP LS 302`, and what a client gets that asks for it."""

    name: str
    adds: str
    value: str = ""


MULTILINE_BYTES = 4096  # of one message: what one line at the plain door may have
MULTILINE_LINES = 32

MESSAGE_TAGS = "message-tags"
SERVER_TIME = "server-time"
ECHO_MESSAGE = "echo-message"
BATCH = "batch"
MULTI_PREFIX = "multi-prefix"
LABELED_RESPONSE = "labeled-response"
STANDARD_REPLIES = "standard-replies"
CAP_NOTIFY = "cap-notify"
EXTENDED_JOIN = "extended-join"
USERHOST_IN_NAMES = "userhost-in-names"
INVITE_NOTIFY = "invite-notify"
CHANNEL_RENAME = "draft/channel-rename"
NO_IMPLICIT_NAMES = "draft/no-implicit-names"
SASL = "sasl"
ACCOUNT_NOTIFY = "account-notify"
ACCOUNT_REGISTRATION = "draft/account-registration"
AWAY_NOTIFY = "away-notify"
ACCOUNT_TAG = "account-tag"
SETNAME = "setname"
CHGHOST = "chghost"
EXTENDED_MONITOR = "extended-monitor"
METADATA = "draft/metadata-3"
PRE_AWAY = "draft/pre-away"
CHATHISTORY = "draft/chathistory"
EVENT_PLAYBACK = "draft/event-playback"
MULTILINE = "draft/multiline"
REDACTION = "draft/message-redaction"
SEARCH = "soju.im/search"
READ_MARKER = "draft/read-marker"
EXTENDED_ISUPPORT = "draft/extended-isupport"
STS = "sts"  # has no row: nobody can ask for it, and what it says depends on the connection

CAPABILITIES: tuple[Capability, ...] = (
    Capability(name=MESSAGE_TAGS, adds="ids of messages, and tags from client to client"),
    Capability(name=SERVER_TIME, adds="the time at which each thing happened"),
    Capability(name=ECHO_MESSAGE, adds="one's own messages come back when they are stored"),
    Capability(name=BATCH, adds="what belongs together comes marked as such"),
    Capability(name=MULTI_PREFIX, adds="all of a member's prefixes, not only the highest"),
    Capability(name=LABELED_RESPONSE, adds="answers carry the label of their question"),
    Capability(name=STANDARD_REPLIES, adds="errors that a program can tell apart (FAIL, WARN, NOTE)"),
    Capability(name=CAP_NOTIFY, adds="news of capabilities that come and go"),
    Capability(name=EXTENDED_JOIN, adds="the account and real name of whoever joins"),
    Capability(name=USERHOST_IN_NAMES, adds="full masks in the list of members"),
    Capability(name=INVITE_NOTIFY, adds="ops hear whom others invite"),
    Capability(name=CHANNEL_RENAME, adds="a room that gets another name stays the same room"),
    Capability(name=NO_IMPLICIT_NAMES, adds="no list of members on joining, unless it is asked for"),
    Capability(name=SASL, adds="logging in to an account while connecting, and later", value=",".join(MECHANISMS)),
    Capability(name=ACCOUNT_NOTIFY, adds="news of people who log in and out"),
    Capability(name=ACCOUNT_TAG, adds="the account of whoever did something"),
    Capability(
        name=ACCOUNT_REGISTRATION, adds="REGISTER, to make an account", value="before-connect,custom-account-name"
    ),
    Capability(name=AWAY_NOTIFY, adds="news of who in one's rooms is away or back"),
    Capability(name=SETNAME, adds="SETNAME, and news of other people's real names"),
    Capability(name=CHGHOST, adds="news of other people's usernames and hosts"),
    Capability(name=EXTENDED_MONITOR, adds="the same news of those whom one watches for with MONITOR"),
    Capability(name=PRE_AWAY, adds="AWAY before coming in, so that nobody takes one for being back"),
    Capability(
        name=METADATA,
        adds="what people and channels tell of themselves: METADATA",
        value="before-connect,max-subs=50,max-keys=20,max-value-bytes=300",
    ),
    Capability(name=CHATHISTORY, adds="CHATHISTORY, to read what was said before"),
    Capability(name=EVENT_PLAYBACK, adds="history with joins, parts and the like"),
    Capability(
        name=MULTILINE,
        adds="messages of several lines",
        value=f"max-bytes={MULTILINE_BYTES},max-lines={MULTILINE_LINES}",
    ),
    Capability(name=READ_MARKER, adds="how far one has read, on all of one's devices"),
    Capability(name=SEARCH, adds="SEARCH, to find what was said"),
    Capability(name=EXTENDED_ISUPPORT, adds="the limits and formats of the server before coming in, as a batch"),
    Capability(name=REDACTION, adds="REDACT: take back a message, and hear of it when others do"),
)

NAMES = frozenset(capability.name for capability in CAPABILITIES)


def sts_policy(seconds: int, port: int, *, secure: bool) -> str:
    """Give the value of `sts` (ircv3.net/specs/extensions/sts): where to come with TLS, and for how long to do so."""
    return f"duration={seconds}" if secure else f"port={port}"
