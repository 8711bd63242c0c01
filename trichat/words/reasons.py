"""`Reason`: why something was refused. Each dialect has its own words, or its own numeric, for each."""

from enum import Enum, auto


class Reason(Enum):
    """What was wrong with a request. `Refused` says with what; a dialect says what would be right."""

    # names
    NAME_EMPTY = auto()
    NAME_TOO_LONG = auto()
    NAME_FIRST_CHARACTER = auto()
    NAME_CHARACTER = auto()
    NAME_UNPRINTABLE = auto()
    NAME_TAKEN = auto()
    NAME_KEPT = auto()
    NO_SUCH_NAME = auto()
    # rooms
    ROOM_NAME = auto()
    NO_SUCH_ROOM = auto()
    NOT_IN_ROOM = auto()
    CANNOT_SEND = auto()
    NO_ROOM = auto()
    TOO_MANY_ROOMS = auto()
    ROOM_FULL = auto()
    INVITE_ONLY = auto()
    BANNED = auto()
    WRONG_KEY = auto()
    NEED_ACCOUNT = auto()
    NOT_OP = auto()
    FOUNDER_STAYS = auto()
    NOT_THERE = auto()
    ALREADY_THERE = auto()
    MUTED = auto()
    MODERATED = auto()
    SPEAK_ACCOUNT = auto()
    NO_CTCP = auto()
    SLOW = auto()
    MODE_ARGUMENT = auto()
    LIST_FULL = auto()
    # what was typed or sent
    NOT_ENTERED = auto()
    ALREADY_ENTERED = auto()
    UNKNOWN_COMMAND = auto()
    USAGE = auto()
    MISSING_ARGUMENTS = auto()
    NO_RECIPIENT = auto()
    NOTHING_TO_SEND = auto()
    LINE_TOO_LONG = auto()
    NOT_UTF8 = auto()
    TOO_MANY_TARGETS = auto()
    UNKNOWN_LANGUAGE = auto()
    UNKNOWN_MODE = auto()
    UNKNOWN_USER_MODE = auto()
    NOT_YOURSELF = auto()
    # capabilities and batches of the IRC door
    CAPABILITY_COMMAND = auto()
    HISTORY_ARGUMENTS = auto()
    HISTORY_TARGET = auto()
    HISTORY_REFERENCE = auto()
    BATCH_INVALID = auto()
    BATCH_TYPE = auto()
    BATCH_REFERENCE = auto()
    BATCH_TARGET = auto()
    BATCH_BYTES = auto()
    BATCH_LINES = auto()
    # the server
    NOT_STORED = auto()
    HISTORY_FAILED = auto()
