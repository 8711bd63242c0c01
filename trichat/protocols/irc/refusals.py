"""Why something was refused, in IRC: the numeric or the standard reply for each reason."""

from trichat.protocols.irc.numerics import Numeric
from trichat.words.names import ROOM_BYTES
from trichat.words.reasons import Reason

NICKSERV = "NICKSERV"  # the command of what was asked of NickServ, which is answered in sentences

# For each reason the numeric and its text. In the text, {about} and {detail} are those of `Refused`.
REFUSALS: dict[Reason, Numeric] = {
    Reason.NAME_EMPTY: Numeric(number="431", text="No nickname given"),
    Reason.NAME_TOO_LONG: Numeric(number="432", text="That nickname is too long: at most {detail} bytes"),
    Reason.NAME_FIRST_CHARACTER: Numeric(number="432", text="A nickname does not begin with {detail}"),
    Reason.NAME_CHARACTER: Numeric(number="432", text="A nickname cannot hold {detail}"),
    Reason.NAME_UNPRINTABLE: Numeric(number="432", text="A nickname holds only characters that can be seen"),
    Reason.NAME_KEPT: Numeric(
        number="435", more="{detail}", text="Cannot change nickname while banned or muted on channel"
    ),
    Reason.NAME_TAKEN: Numeric(number="433", text="Nickname is already in use"),
    Reason.NAME_REGISTERED: Numeric(
        number="433", text="That nickname is registered: log in to it with SASL, or choose another"
    ),
    Reason.NAME_LIKE_ANOTHER: Numeric(number="433", text="That nickname looks like somebody else's"),
    Reason.NAME_RESERVED: Numeric(number="432", text="That nickname is kept for the server"),
    Reason.SERVER_PASSWORD: Numeric(number="464", text="This server has a password: send it with PASS, or log in"),
    Reason.WRONG_PASSWORD: Numeric(number="464", text="Password incorrect"),
    Reason.SHUT_OUT: Numeric(
        number="464", text="Too many wrong passwords came from your address: try again in {detail}"
    ),
    Reason.PASSWORD_SAID: Numeric(number="404", text="That looks like a password, so it was not sent to anybody"),
    Reason.SASL_FAILED: Numeric(
        number="904", text="SASL authentication failed", source="ircv3.net/specs/extensions/sasl-3.1"
    ),
    Reason.SASL_TOO_LONG: Numeric(
        number="905", text="SASL message too long", source="ircv3.net/specs/extensions/sasl-3.1"
    ),
    Reason.SASL_SHUT_OUT: Numeric(
        number="904",
        text="Too many wrong passwords came from your address: try again in {detail}",
        source="ircv3.net/specs/extensions/sasl-3.1",
    ),
    Reason.SASL_ABORTED: Numeric(
        number="906", text="SASL authentication aborted", source="ircv3.net/specs/extensions/sasl-3.1"
    ),
    Reason.SASL_ALREADY: Numeric(
        number="907",
        text="You are here as {about} over other connections too: log out there first",
        source="ircv3.net/specs/extensions/sasl-3.1",
    ),
    Reason.NO_SUCH_NAME: Numeric(number="401", text="No such nick/channel"),
    Reason.ACCOUNT_NEEDED_TO_WRITE: Numeric(number="477", text="You must log in to write to this person"),
    Reason.TAKES_NO_CTCP: Numeric(number="531", text="takes no CTCP"),
    Reason.FOR_OPERATORS: Numeric(number="481", text="Permission Denied- You're not an IRC operator"),
    Reason.NO_SUCH_SERVER: Numeric(number="402", text="No such server"),
    Reason.SUMMON: Numeric(number="445", text="SUMMON has been disabled"),
    Reason.USERS: Numeric(number="446", text="USERS has been disabled"),
    Reason.WATCHING_TOO_MANY: Numeric(
        number="734", more="{detail}", text="Monitor list is full", source="ircv3.net/specs/extensions/monitor"
    ),
    Reason.ROOM_NAME: Numeric(
        number="403",
        text=f"A channel name is # and up to {ROOM_BYTES - 1} bytes with no space, comma, colon or wildcard",
    ),
    Reason.NO_SUCH_ROOM: Numeric(number="403", text="No such channel"),
    Reason.NOT_IN_ROOM: Numeric(number="442", text="You're not on that channel"),
    Reason.CANNOT_SEND: Numeric(number="404", text="Cannot send to channel: join it first"),
    Reason.NO_ROOM: Numeric(number="403", text="No such channel"),
    Reason.TOO_MANY_ROOMS: Numeric(number="405", text="You have joined too many channels: at most {detail}"),
    Reason.ROOM_FULL: Numeric(number="471", text="Cannot join channel (+l): it is full"),
    Reason.INVITE_ONLY: Numeric(number="473", text="Cannot join channel (+i): you must be invited"),
    Reason.BANNED: Numeric(number="474", text="Cannot join channel (+b): you are banned{detail}"),
    Reason.WRONG_KEY: Numeric(number="475", text="Cannot join channel (+k): a key is needed, and this is not it"),
    Reason.NEED_ACCOUNT: Numeric(number="477", text="Cannot join channel (+R): you need to be logged in"),
    Reason.NOT_OP: Numeric(number="482", text="You're not channel operator"),
    Reason.FOUNDER_STAYS: Numeric(number="482", text="{detail} is the founder of this channel"),
    Reason.NOT_THERE: Numeric(number="441", more="{detail}", text="They aren't on that channel"),
    Reason.ALREADY_THERE: Numeric(number="443", more="{detail}", text="is already on channel"),
    Reason.MUTED: Numeric(number="404", text="Cannot send to channel (+b): you are banned or muted{detail}"),
    Reason.MODERATED: Numeric(number="404", text="Cannot send to channel (+m): you have no voice"),
    Reason.SPEAK_ACCOUNT: Numeric(number="404", text="Cannot send to channel (+M): you need to be logged in"),
    Reason.NO_CTCP: Numeric(number="404", text="Cannot send to channel (+C): no CTCP here"),
    Reason.SLOW: Numeric(number="404", text="Cannot send to channel (+W): wait {detail} more seconds"),
    Reason.MODE_ARGUMENT: Numeric(number="696", more="{detail} *", text="That mode has no such parameter"),
    Reason.NO_SUCH_TARGET: Numeric(number="401", text="That is no name, account, mask or address"),
    Reason.NOT_BANNED: Numeric(number="401", text="is not on the list of {detail}"),
    Reason.NOT_ADMITTED: Numeric(number="465", text="Only those who are logged in or listed come in: use SASL"),
    Reason.LIST_FULL: Numeric(number="478", more="{detail}", text="Channel list is full"),
    Reason.NOT_ENTERED: Numeric(number="451", text="You have not registered"),
    Reason.ALREADY_ENTERED: Numeric(number="462", text="You may not reregister"),
    Reason.UNKNOWN_COMMAND: Numeric(number="421", text="Unknown command"),
    Reason.USAGE: Numeric(number="461", text="Usage: {detail}"),
    Reason.MISSING_ARGUMENTS: Numeric(number="461", text="Not enough parameters"),
    Reason.NO_RECIPIENT: Numeric(number="411", text="No recipient given ({command})"),
    Reason.NOTHING_TO_SEND: Numeric(number="412", text="No text to send"),
    Reason.NUL: Numeric(number="400", more="{command}", text="Message rejected: it holds the character NUL"),
    Reason.LINE_TOO_LONG: Numeric(number="417", text="Input line was too long"),
    Reason.TOO_MANY_TARGETS: Numeric(number="407", text="Too many targets: at most {detail}"),
    Reason.CAPABILITY_COMMAND: Numeric(number="410", text="Invalid CAP command"),
    Reason.UNKNOWN_MODE: Numeric(number="472", text="is an unknown mode to me"),
    Reason.UNKNOWN_USER_MODE: Numeric(number="501", text="Unknown MODE flag"),
    Reason.NOT_YOURSELF: Numeric(number="502", text="Cant change mode for other users"),
    Reason.UNKNOWN_LANGUAGE: Numeric(number="421", text="Unknown command"),
}


# Standard replies (ircv3.net/specs/extensions/standard-replies) where no numeric exists: code and text.
FAILURES: dict[Reason, tuple[str, str]] = {
    # ircv3.net/specs/extensions/account-registration
    Reason.ACCOUNT_NAME: ("BAD_ACCOUNT_NAME", "An account is called as a person can be"),
    Reason.ACCOUNT_THERE: ("ACCOUNT_EXISTS", "There is an account of that name"),
    Reason.NO_SUCH_ACCOUNT: ("ACCOUNT_UNKNOWN", "There is no account of that name"),
    Reason.ADMIN_ONLY: ("ADMIN_ONLY", "That is for those who run the server, at its command line"),
    Reason.ACCOUNT_EXISTS: ("ACCOUNT_EXISTS", "That name is somebody else's"),
    Reason.ACCOUNT_NEEDS_NAME: ("NEED_NICK", "Give a nickname first, or the name of the account"),
    Reason.NO_REGISTRATION: ("TEMPORARILY_UNAVAILABLE", "Accounts are made by the operators of this server"),
    Reason.REGISTER_LATER: ("COMPLETE_CONNECTION_REQUIRED", "Accounts are made after connecting"),
    Reason.ALREADY_LOGGED_IN: ("ALREADY_AUTHENTICATED", "You are logged in to another account"),
    Reason.NOT_LOGGED_IN: ("ACCOUNT_REQUIRED", "You are not logged in"),
    Reason.PASSWORD_TOO_SHORT: ("WEAK_PASSWORD", "A password has at least {detail} characters"),
    Reason.PASSWORD_TOO_LONG: ("UNACCEPTABLE_PASSWORD", "A password has at most {detail} bytes"),
    Reason.PASSWORD_CHARACTER: ("UNACCEPTABLE_PASSWORD", "A password has no control characters"),
    Reason.PASSWORDS_DIFFER: ("UNACCEPTABLE_PASSWORD", "The two passwords are not the same"),
    Reason.EMAIL: ("INVALID_EMAIL", "An address of e-mail is needed, like anna@example.org"),
    Reason.NO_CERTIFICATE: ("NO_CERTIFICATE", "Connect with TLS and a certificate, or give its fingerprint"),
    Reason.NO_SUCH_CERTIFICATE: (
        "INVALID_FINGERPRINT",
        "A fingerprint is SHA-256 in hex, and one of yours to remove it",
    ),
    Reason.CERTIFICATE_KNOWN: ("FINGERPRINT_EXISTS", "That certificate logs in to an account already"),
    Reason.TOO_MANY_CERTIFICATES: ("TOO_MANY_FINGERPRINTS", "At most {detail} certificates: remove one first"),
    Reason.SERVICE_COMMAND: (
        "UNKNOWN_COMMAND",
        "Say REGISTER password, IDENTIFY [name] password, LOGOUT, SET PASSWORD new, CERT LIST, CERT ADD or CERT DEL",
    ),
    Reason.VERIFY: ("INVALID_CODE", "There is nothing to verify here"),
    Reason.METADATA_COMMAND: ("INVALID_SUBCOMMAND", "METADATA knows GET LIST SET CLEAR SUB UNSUB SUBS SYNC"),
    Reason.METADATA_TARGET: ("INVALID_TARGET", "There is nobody and no channel of that name"),
    Reason.METADATA_KEY: ("KEY_INVALID", "A key has letters, digits and _ . / - in it"),
    Reason.METADATA_VALUE: ("INVALID_VALUE", "The value is too long"),
    Reason.METADATA_DENIED: ("KEY_NO_PERMISSION", "That is not for you to read or set"),
    Reason.METADATA_LIMIT: ("LIMIT_REACHED", "There are too many keys"),
    Reason.METADATA_SUBSCRIPTIONS: ("TOO_MANY_SUBS", "These are too many subscriptions"),
    Reason.HOST: ("INVALID_HOST", "A host holds letters, digits and . : / _ -, a username letters, digits and . _ -"),
    Reason.SETTINGS: ("SETTINGS", "The settings are as before, because they cannot be read: {about}"),
    Reason.DISABLED: ("DISABLED", "Not here: this server has no links to others, and is stopped where it runs"),
    Reason.REALNAME: ("INVALID_REALNAME", "A real name has at least one letter, and at most {detail} bytes"),
    Reason.MONITOR_COMMAND: ("INVALID_SUBCOMMAND", "MONITOR has the subcommands + - C L S"),
    Reason.NOT_UTF8: ("INVALID_UTF8", "Message rejected: this server takes UTF-8 only"),
    Reason.HISTORY_ARGUMENTS: ("INVALID_PARAMS", "Subcommand, target, msgid= or timestamp= and a limit are needed"),
    Reason.MARK_MISSING: ("NEED_MORE_PARAMS", "Missing parameters"),
    Reason.MARK_TIME: ("INVALID_PARAMS", "timestamp=YYYY-MM-DDThh:mm:ss.sssZ is needed"),
    Reason.MOMENT: ("INVALID_PARAMS", "That is no time"),
    Reason.SEARCH_NOTHING: ("INVALID_PARAMS", "text=, from=, in=, after= or before= is needed"),
    Reason.SEARCH_ARGUMENTS: ("INVALID_PARAMS", "Invalid parameters"),
    Reason.SEARCH_FAILED: ("INTERNAL_ERROR", "The search could not be run: try again"),
    Reason.NO_SUCH_MESSAGE: ("UNKNOWN_MSGID", "This message does not exist or is too old"),
    Reason.REDACT_TARGET: ("INVALID_TARGET", "You cannot delete messages from there"),
    Reason.REDACT_MESSAGE: ("UNKNOWN_MSGID", "This message does not exist or is too old"),
    Reason.REDACT_FORBIDDEN: ("REDACT_FORBIDDEN", "You are not authorised to delete this message"),
    Reason.NOBODY_WROTE: ("NO_RECIPIENT", "Nobody has written to you yet"),
    Reason.HISTORY_REFERENCE: ("INVALID_MSGREFTYPE", "Messages are referred to with msgid= or timestamp="),
    Reason.HISTORY_TARGET: ("INVALID_TARGET", "Messages could not be retrieved"),
    Reason.HISTORY_FAILED: ("MESSAGE_ERROR", "Messages could not be retrieved: try again"),
    Reason.BATCH_INVALID: ("MULTILINE_INVALID", "A batch holds PRIVMSG or NOTICE lines to its target, one at a time"),
    Reason.BATCH_TYPE: ("UNKNOWN_TYPE", "Batches of this type are not known here"),
    Reason.BATCH_REFERENCE: ("INVALID_REFTAG", "A reference is made of letters, digits and -"),
    Reason.BATCH_TARGET: ("MULTILINE_INVALID_TARGET", "All lines of a message go to the target of its batch"),
    Reason.BATCH_BYTES: ("MULTILINE_MAX_BYTES", "That is too long for one message"),
    Reason.BATCH_LINES: ("MULTILINE_MAX_LINES", "Those are too many lines for one message"),
    Reason.ROOM_NAME_TAKEN: ("CHANNEL_NAME_IN_USE", "There is a channel of that name already"),
    Reason.ROOM_NOT_RENAMED: ("CANNOT_RENAME", "This channel cannot be called so"),
    Reason.NOT_STORED: ("NOT_STORED", "The message could not be stored, so nobody has seen it: try again"),
}
