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

CAPABILITIES: list[Capability] = []  # in the order in which they are listed


def _offered(name: str, adds: str, value: str = "") -> str:
    """Add a row, and give its name."""
    CAPABILITIES.append(Capability(name=name, adds=adds, value=value))
    return name


MESSAGE_TAGS = _offered("message-tags", "ids of messages, and tags from client to client")
SERVER_TIME = _offered("server-time", "the time at which each thing happened")
ECHO_MESSAGE = _offered("echo-message", "one's own messages come back when they are stored")
BATCH = _offered("batch", "what belongs together comes marked as such")
MULTI_PREFIX = _offered("multi-prefix", "all of a member's prefixes, not only the highest")
LABELED_RESPONSE = _offered("labeled-response", "answers carry the label of their question")
STANDARD_REPLIES = _offered("standard-replies", "errors that a program can tell apart (FAIL, WARN, NOTE)")
CAP_NOTIFY = _offered("cap-notify", "news of capabilities that come and go")
EXTENDED_JOIN = _offered("extended-join", "the account and real name of whoever joins")
USERHOST_IN_NAMES = _offered("userhost-in-names", "full masks in the list of members")
INVITE_NOTIFY = _offered("invite-notify", "ops hear whom others invite")
CHANNEL_RENAME = _offered("draft/channel-rename", "a room that gets another name stays the same room")
NO_IMPLICIT_NAMES = _offered("no-implicit-names", "no list of members on joining, unless it is asked for")
NO_IMPLICIT_NAMES_DRAFT = _offered("draft/no-implicit-names", "the same, for clients from before it was ratified")
SASL = _offered("sasl", "logging in to an account while connecting, and later", ",".join(MECHANISMS))
ACCOUNT_NOTIFY = _offered("account-notify", "news of people who log in and out")
ACCOUNT_TAG = _offered("account-tag", "the account of whoever did something")
ACCOUNT_REGISTRATION = _offered(
    "draft/account-registration", "REGISTER, to make an account", "before-connect,custom-account-name"
)
AWAY_NOTIFY = _offered("away-notify", "news of who in one's rooms is away or back")
SETNAME = _offered("setname", "SETNAME, and news of other people's real names")
CHGHOST = _offered("chghost", "news of other people's usernames and hosts")
EXTENDED_MONITOR = _offered("extended-monitor", "the same news of those whom one watches for with MONITOR")
PRE_AWAY = _offered("draft/pre-away", "AWAY before coming in, so that nobody takes one for being back")
METADATA = _offered(
    "draft/metadata-3",
    "what people and channels tell of themselves: METADATA",
    "before-connect,max-subs=50,max-keys=20,max-value-bytes=300",
)
METADATA_2 = _offered(
    "draft/metadata-2", "the same as the draft before says it: news are METADATA messages", CAPABILITIES[-1].value
)
CHATHISTORY = _offered("draft/chathistory", "CHATHISTORY, to read what was said before")
EVENT_PLAYBACK = _offered("draft/event-playback", "history with joins, parts and the like")
MULTILINE = _offered(
    "draft/multiline", "messages of several lines", f"max-bytes={MULTILINE_BYTES},max-lines={MULTILINE_LINES}"
)
READ_MARKER = _offered("draft/read-marker", "how far one has read, on all of one's devices")
SEARCH = _offered("soju.im/search", "SEARCH, to find what was said")
EXTENDED_ISUPPORT = _offered(
    "draft/extended-isupport", "the limits and formats of the server before coming in, as a batch"
)
# Our own: what IRCv3 had as draft/resume-0.5 it has given up.
RESUME = _offered("trichat/resume", "the token with which RESUME goes on with this visit over another connection")
KEY = _offered("trichat/key", "what comes twice with the same tag `+trichat/key` within an hour is said once")
REDACTION = _offered("draft/message-redaction", "REDACT: take back a message, and hear of it when others do")
STS = "sts"  # has no row: nobody can ask for it, and what it says depends on the connection

NAMES = frozenset(capability.name for capability in CAPABILITIES)


def tells_as_draft_2(enabled: frozenset[str]) -> bool:
    """Tell whether metadata is told as the draft before has it: a client that asks for both knows the newer one."""
    return METADATA_2 in enabled and METADATA not in enabled


def sts_policy(seconds: int, port: int, *, secure: bool) -> str:
    """Give the value of `sts` (ircv3.net/specs/extensions/sts): where to come with TLS, and for how long to do so."""
    return f"duration={seconds}" if secure else f"port={port}"
