"""What a person reads when something was refused: what was wrong and what would be right."""

from trichat.words.reasons import Reason

# {about} is what was wrong; {detail} depends on the reason.
SENTENCES: dict[Reason, str] = {
    Reason.NAME_EMPTY: "A name has at least one letter.",
    Reason.NAME_TOO_LONG: "That name is too long: at most {detail} bytes.",
    Reason.NAME_FIRST_CHARACTER: "A name does not begin with “{detail}”: try “{about}” without it.",
    Reason.NAME_CHARACTER: "A name cannot hold “{detail}”: try letters, digits, “-” and “_”.",
    Reason.NAME_UNPRINTABLE: "A name holds only characters that can be seen: try letters and digits.",
    Reason.NAME_TAKEN: "The name {about} is taken: try another.",
    Reason.NO_SUCH_NAME: "Nobody here is called {about}: /who shows who is here.",
    Reason.ROOM_NAME: (
        "{about} cannot be the name of a room: it begins with # and holds no space, comma, colon or wildcard."
    ),
    Reason.NO_SUCH_ROOM: "There is no room {about}: /rooms shows which there are.",
    Reason.NOT_IN_ROOM: "You are not in {about}: /join {about} first.",
    Reason.CANNOT_SEND: "You are not in {about}, so you cannot speak there: /join {about} first.",
    Reason.NO_ROOM: "You are in no room: /join #lobby, for example.",
    Reason.TOO_MANY_ROOMS: "You are in {detail} rooms, which is the most: /leave one first.",
    Reason.NOT_ENTERED: "Give your name first.",
    Reason.ALREADY_ENTERED: "You are in already.",
    Reason.UNKNOWN_COMMAND: "There is no command /{about}: /help shows the commands.",
    Reason.USAGE: "Usage: {detail}",
    Reason.MISSING_ARGUMENTS: "That command needs more: /help {about}",
    Reason.NO_RECIPIENT: "Say to whom: /msg NAME TEXT",
    Reason.NOTHING_TO_SEND: "There is nothing to send.",
    Reason.LINE_TOO_LONG: "That line has {about} bytes, {detail} is the most. It was not sent.",
    Reason.NOT_UTF8: "That line was not UTF-8 text, and was not sent. Set your terminal to UTF-8.",
    Reason.TOO_MANY_TARGETS: "That is too many at once: at most {detail}.",
    Reason.UNKNOWN_LANGUAGE: "There is no language {about}: try one of {detail}.",
    Reason.UNKNOWN_MODE: "There is no mode {about}.",
    Reason.UNKNOWN_USER_MODE: "There is no mode {about}.",
    Reason.NOT_YOURSELF: "You can change your own modes only.",
    Reason.MODE_FIXED: "The mode {detail} of {about} is always on.",
    Reason.CAPABILITY_COMMAND: "That is no CAP command: {about}.",
    Reason.HISTORY_ARGUMENTS: "History cannot be asked for like that: /help history",
    Reason.HISTORY_REFERENCE: "History cannot be asked for like that: /help history",
    Reason.HISTORY_TARGET: "You cannot read the history of {detail}: /join it first.",
    Reason.BATCH_INVALID: "That is no message of several lines.",
    Reason.BATCH_TYPE: "There is no batch of the type {detail}.",
    Reason.BATCH_REFERENCE: "{about} cannot be the reference of a batch.",
    Reason.BATCH_TARGET: "All lines of a message go to one target: {about}, not {detail}.",
    Reason.BATCH_BYTES: "That is too long for one message: at most {about} bytes.",
    Reason.BATCH_LINES: "Those are too many lines for one message: at most {about}.",
    Reason.NOT_STORED: "That could not be stored, so nobody has seen it. Try again in a moment.",
    Reason.HISTORY_FAILED: "History cannot be read just now. Try again in a moment.",
}

# The same where a nearer thing is known: {detail} is the nearest command.
DID_YOU_MEAN = "There is no command /{about}: did you mean /{detail}?"
