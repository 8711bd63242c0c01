"""Refusals in IRC: the numeric or the standard reply for each reason."""

from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.numerics import Numeric
from trichat.words.names.names import ROOM_BYTES
from trichat.words.reasons import Reason

NICKSERV = "NICKSERV"  # the command of what was asked of NickServ, which is answered in sentences
_BUSY = "Too many passwords from your address are being checked: try again in a moment"

# For each reason the numeric: that which says it all, or one with a text that says more. In the text, {about} and
# {detail} are those of `Refused`.
REFUSALS: dict[Reason, Numeric] = {
    **{row.reason: row for row in vars(num).values() if isinstance(row, Numeric) and row.reason},
    Reason.NAME_TOO_LONG: num.ERR_ERRONEUSNICKNAME.saying("That nickname is too long: at most {detail} bytes"),
    Reason.NAME_FIRST_CHARACTER: num.ERR_ERRONEUSNICKNAME.saying("A nickname does not begin with {detail}"),
    Reason.NAME_UNPRINTABLE: num.ERR_ERRONEUSNICKNAME.saying("A nickname holds only characters that can be seen"),
    Reason.NAME_REGISTERED: num.ERR_NICKNAMEINUSE.saying(
        "That nickname is registered: log in to it with SASL, or choose another"
    ),
    Reason.NAME_LIKE_ANOTHER: num.ERR_NICKNAMEINUSE.saying("That nickname looks like somebody else's"),
    Reason.NAME_IS_PASSWORD: num.ERR_ERRONEUSNICKNAME.saying("You have just given that as a password"),
    Reason.NAME_RESERVED: num.ERR_ERRONEUSNICKNAME.saying("That nickname is kept for the server"),
    Reason.SERVER_PASSWORD: num.ERR_PASSWDMISMATCH.saying("This server has a password: send it with PASS, or log in"),
    Reason.WRONG_AGAIN: num.ERR_PASSWDMISMATCH,
    Reason.SHUT_OUT: num.ERR_PASSWDMISMATCH.saying(
        "Too many wrong passwords came from your address: try again in {detail}"
    ),
    Reason.PASSWORD_SAID: num.ERR_CANNOTSENDTOCHAN.saying("That looks like a password, so it was not sent to anybody"),
    Reason.SASL_SHUT_OUT: num.ERR_SASLFAIL.saying(
        "Too many wrong passwords came from your address: try again in {detail}"
    ),
    Reason.SASL_BUSY: num.ERR_SASLFAIL.saying(_BUSY),
    Reason.ACCOUNT_NEEDED_TO_WRITE: num.ERR_NEEDREGGEDNICK.saying("You must log in to write to this person"),
    Reason.ROOM_NAME: num.ERR_NOSUCHCHANNEL.saying(
        f"A channel name is # and up to {ROOM_BYTES - 1} bytes with no space, comma, colon or wildcard"
    ),
    Reason.ROOM_LIKE_ANOTHER: num.ERR_NOSUCHCHANNEL.saying("That name looks like that of another channel"),
    Reason.NO_SUCH_ROOM: num.ERR_NOSUCHCHANNEL,
    Reason.NOT_IN_ROOM: num.ERR_NOTONCHANNEL,
    Reason.CANNOT_SEND: num.ERR_CANNOTSENDTOCHAN,
    Reason.NO_ROOM: num.ERR_NOSUCHCHANNEL,
    Reason.FOUNDER_STAYS: num.ERR_CHANOPRIVSNEEDED.saying("{detail} is the founder of this channel"),
    Reason.MUTED: num.ERR_CANNOTSENDTOCHAN.saying("Cannot send to channel (+b): you are banned or muted{detail}"),
    Reason.MODERATED: num.ERR_CANNOTSENDTOCHAN.saying("Cannot send to channel (+m): you have no voice"),
    Reason.SPEAK_ACCOUNT: num.ERR_CANNOTSENDTOCHAN.saying("Cannot send to channel (+M): you need to be logged in"),
    Reason.NO_CTCP: num.ERR_CANNOTSENDTOCHAN.saying("Cannot send to channel (+C): no CTCP here"),
    Reason.SLOW: num.ERR_CANNOTSENDTOCHAN.saying("Cannot send to channel (+W): wait {detail} more seconds"),
    Reason.TAGS_TOO_LONG: num.ERR_INPUTTOOLONG.saying("Client-only tags have at most {detail} bytes"),
    Reason.NOT_BANNED: num.ERR_NOSUCHNICK.saying("is not on the list of {detail}"),
    Reason.USAGE: num.ERR_NEEDMOREPARAMS.saying("Usage: {detail}"),
    Reason.UNKNOWN_LANGUAGE: num.ERR_UNKNOWNCOMMAND,
}


# Standard replies (ircv3.net/specs/extensions/standard-replies) where no numeric exists: code and text.
FAILURES: dict[Reason, tuple[str, str]] = {
    Reason.RESUME_FAILED: ("INVALID_TOKEN", "No visit goes on with that: it has ended, or that is not its token"),
    Reason.RESUME_BY_LOGIN: ("ACCOUNT", "You are logged in as {about}: log in over the other connection"),
    # ircv3.net/specs/extensions/account-registration
    Reason.ACCOUNT_NAME: ("BAD_ACCOUNT_NAME", "An account is called as a person can be"),
    Reason.ACCOUNT_THERE: ("ACCOUNT_EXISTS", "There is an account of that name"),
    Reason.NO_SUCH_TOKEN: ("ACCOUNT_UNKNOWN", "There is no such token"),
    Reason.TOKEN_ROOM: ("NEED_ACCESS", "The token is for other rooms"),
    Reason.NO_FILES: ("DISABLED", "This server takes no files, because it keeps no history"),
    Reason.FILES_NEED_ACCOUNT: ("ACCOUNT_REQUIRED", "Files are uploaded by those who are logged in"),
    Reason.UPLOAD_TOKEN: ("INVALID_TOKEN", "A token is good for one upload, within a minute: ask for another"),
    Reason.OWN_FILES_FULL: ("LIMIT_REACHED", "Your files have {detail}, which is the most: take some of them back"),
    Reason.ALL_FILES_FULL: ("LIMIT_REACHED", "There is no room for more files on this server"),
    Reason.NO_SUCH_ACCOUNT: ("ACCOUNT_UNKNOWN", "There is no account of that name"),
    Reason.ADMIN_ONLY: ("ADMIN_ONLY", "That is for those who run the server, at its command line"),
    Reason.ACCOUNT_EXISTS: ("ACCOUNT_EXISTS", "That name is somebody else's"),
    Reason.ACCOUNT_LIKE_ANOTHER: ("BAD_ACCOUNT_NAME", "That name looks like somebody else's"),
    Reason.ACCOUNT_NEEDS_NAME: ("NEED_NICK", "Give a nickname first, or the name of the account"),
    Reason.NO_REGISTRATION: ("TEMPORARILY_UNAVAILABLE", "Accounts are made by the operators of this server"),
    Reason.ACCOUNTS_LATER: (
        "TEMPORARILY_UNAVAILABLE",
        "Too many accounts were made from your address: try again in {detail}",
    ),
    Reason.BUSY: ("TEMPORARILY_UNAVAILABLE", _BUSY),
    Reason.ACCOUNTS_FULL: ("TEMPORARILY_UNAVAILABLE", "There are as many accounts here as there may be"),
    Reason.REPORTS_LATER: ("RATE_LIMITED", "You have reported much already: try again in {detail}"),
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
    Reason.METADATA_NAME: (
        "INVALID_VALUE",
        "That is the name of somebody else, or looks like it, or is kept for the server",
    ),
    Reason.METADATA_VALUE: ("INVALID_VALUE", "The value is too long, or there is nothing to see in it"),
    Reason.METADATA_DENIED: ("KEY_NO_PERMISSION", "That is not for you to read or set"),
    Reason.METADATA_LIMIT: ("LIMIT_REACHED", "There are too many keys"),
    Reason.METADATA_SUBSCRIPTIONS: ("TOO_MANY_SUBS", "These are too many subscriptions"),
    Reason.MASK: (
        "INVALID_MASK",
        "That fits nobody: a name, nick!user@host with * and ?, a:account, an address or a network like 10.0.0.0/8 may",
    ),
    Reason.MASK_ADDRESS: (
        "INVALID_MASK",
        "That fits no address: one is like 10.0.0.7 or 2001:db8::7, a network like 10.0.0.0/8 or 2001:db8::/32",
    ),
    Reason.MASK_TOO_LONG: ("INVALID_MASK", "That mask is too long: at most {detail} bytes"),
    Reason.LENGTH: (
        "INVALID_LENGTH",
        "That is no length of time: 10m, 2h, 3d or 1w is one; forever stands before a reason that begins with a number",
    ),
    Reason.NO_SUCH_SETTING: ("INVALID_SETTING", "There is no such setting"),
    Reason.AS_IT_WAS: ("UNCHANGED", "That was so already"),
    Reason.IGNORES_FULL: ("LIMIT_REACHED", "You ignore {detail} people, which is the most"),
    Reason.IGNORES_SELF: ("INVALID_TARGET", "You cannot ignore yourself"),
    Reason.NOT_IGNORED: ("INVALID_TARGET", "You do not ignore them"),
    Reason.HOST: ("INVALID_HOST", "A host holds letters, digits and . : / _ -, a username letters, digits and . _ -"),
    Reason.SETTINGS: ("SETTINGS", "The settings are as before, because they cannot be read: {about}"),
    Reason.DISABLED: ("DISABLED", "Not here: this server has no links to others, and is stopped where it runs"),
    Reason.REALNAME: ("INVALID_REALNAME", "A real name has at least one letter, and at most {detail} bytes"),
    Reason.MONITOR_COMMAND: ("INVALID_SUBCOMMAND", "MONITOR has the subcommands + - C L S"),
    Reason.NOT_UTF8: ("INVALID_UTF8", "Message rejected: this server takes UTF-8 only"),
    Reason.HISTORY_ARGUMENTS: ("INVALID_PARAMS", "Subcommand, target, msgid= or timestamp= and a limit are needed"),
    Reason.MARK_MISSING: ("NEED_MORE_PARAMS", "Missing parameters"),
    Reason.MARK_TIME: ("INVALID_PARAMS", "timestamp=YYYY-MM-DDThh:mm:ss.sssZ is needed"),
    Reason.MARK_TARGET: ("INVALID_PARAMS", "That is nobody and no channel"),
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
    Reason.ROOM_NAME_LIKE: ("CANNOT_RENAME", "That name looks like that of another channel"),
    Reason.ROOM_NOT_RENAMED: ("CANNOT_RENAME", "This channel cannot be called so"),
    Reason.NOT_STORED: ("NOT_STORED", "The message could not be stored, so nobody has seen it: try again"),
}
# What the draft before calls otherwise.
METADATA_2_CODES = {
    Reason.METADATA_COMMAND: "SUBCOMMAND_INVALID",
    Reason.METADATA_NAME: "VALUE_INVALID",
    Reason.METADATA_VALUE: "VALUE_INVALID",
}
