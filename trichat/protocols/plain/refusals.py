"""Refusals as sentences: what was wrong, and what would be right."""

from collections.abc import Callable

from trichat.words import modes
from trichat.words.reasons import Reason

# {about} is what was wrong; {detail} depends on the reason.
SENTENCES: dict[Reason, str] = {
    Reason.NAME_EMPTY: "A name has at least one letter.",
    Reason.NAME_TOO_LONG: "That name is too long: at most {detail} bytes.",
    Reason.NAME_FIRST_CHARACTER: "A name does not begin with “{detail}”: try “{about}” without it.",
    Reason.NAME_CHARACTER: "A name cannot hold “{detail}”: try letters, digits, “-” and “_”.",
    Reason.NAME_UNPRINTABLE: "A name holds only characters that can be seen: try letters and digits.",
    Reason.NAME_TAKEN: "The name {about} is taken: try another.",
    Reason.NAME_KEPT: "You cannot take another name while you are banned or muted in {detail}: /leave {detail} first.",
    Reason.NAME_REGISTERED: "The name {about} is registered: /login {about} if it is yours, or try another.",
    Reason.NAME_LIKE_ANOTHER: "The name {about} looks like somebody else's: try another.",
    Reason.NAME_IS_PASSWORD: "You have just typed that as a password, so it does not become your name: try another.",
    Reason.SERVICE_COMMAND: "Names are registered with /register, and logged in to with /login.",
    Reason.NAME_RESERVED: "The name {about} is kept for the server: try another.",
    Reason.ACCOUNT_NAME: "{about} cannot be registered: it is no name that a person can have.",
    Reason.ACCOUNT_THERE: "There is an account {about} already.",
    Reason.NO_SUCH_ACCOUNT: "There is no account {about}.",
    Reason.NO_SUCH_TOKEN: "There is no such token.",
    Reason.TOKEN_ROOM: "The token is for other rooms than {about}.",
    Reason.NO_FILES: "This server takes no files, because it keeps no history.",
    Reason.FILES_NEED_ACCOUNT: "Files are uploaded by those who are logged in: /login NAME, or /register.",
    Reason.UPLOAD_TOKEN: "A token is good for one upload, within a minute: ask for another.",
    Reason.OWN_FILES_FULL: "Your files have {detail}, which is the most: take back messages with some of them.",
    Reason.ALL_FILES_FULL: "There is no room for more files on this server.",
    Reason.ADMIN_ONLY: "That is for those who run this server, at its command line.",
    Reason.ACCOUNT_EXISTS: "The name {about} is somebody else's: take another with /nick first.",
    Reason.ACCOUNT_LIKE_ANOTHER: "{about} cannot be registered: it looks like somebody else's name.",
    Reason.ACCOUNT_NEEDS_NAME: "Give your name first.",
    Reason.NO_REGISTRATION: "Names are registered by those who run this server: ask them.",
    Reason.REGISTER_LATER: "Give your name first.",
    Reason.ALREADY_LOGGED_IN: "You are logged in as {about}: /logout first.",
    Reason.NOT_LOGGED_IN: "You are not logged in: /login NAME",
    Reason.SERVER_PASSWORD: "That is not the password of this server.",
    Reason.WRONG_PASSWORD: "That name and that password do not belong together.",
    Reason.WRONG_AGAIN: "That was the third wrong password, so you are asked no more: what you type now is none.",
    Reason.RESUME_FAILED: "No visit goes on with that: it has ended, or that is not its token.",
    Reason.RESUME_BY_LOGIN: "You are logged in as {about}: to go on over another connection, log in there.",
    Reason.BUSY: "Too many passwords from your address are being checked: try again in a moment.",
    Reason.SASL_BUSY: "Too many passwords from your address are being checked: try again in a moment.",
    Reason.ACCOUNTS_LATER: "Too many accounts were made from your address: try again in {detail}.",
    Reason.ACCOUNTS_FULL: "There are as many accounts here as there may be: ask those who run this server.",
    Reason.SHUT_OUT: "Too many wrong passwords came from your address: try again in {detail}.",
    Reason.SASL_SHUT_OUT: "Too many wrong passwords came from your address: try again in {detail}.",
    Reason.PASSWORD_TOO_SHORT: "That password is too short: at least {detail} characters.",
    Reason.PASSWORD_TOO_LONG: "That password is too long: at most {detail} bytes.",
    Reason.PASSWORD_CHARACTER: "A password holds only characters that can be seen.",
    Reason.PASSWORDS_DIFFER: "These were two different passwords. Nothing was changed.",
    Reason.PASSWORD_SAID: "That looks like a password, so it was not sent to anybody.",
    Reason.EMAIL: "That is no address of e-mail: /register PASSWORD anna@example.org",
    Reason.NO_CERTIFICATE: "This connection shows no certificate: give the fingerprint of yours, SHA-256 in hex.",
    Reason.NO_SUCH_CERTIFICATE: "{about} is no fingerprint, or none of yours: 64 hexadecimal digits are one.",
    Reason.CERTIFICATE_KNOWN: "That certificate logs in to an account already.",
    Reason.TOO_MANY_CERTIFICATES: "You have {detail} certificates, which is the most: /cert remove one first.",
    Reason.VERIFY: "There is nothing to verify.",
    Reason.SASL_FAILED: "The login failed.",
    Reason.SASL_ALREADY: "You are here as {about} over other connections too: /logout first.",
    Reason.SASL_ABORTED: "The login was given up.",
    Reason.SASL_TOO_LONG: "The login failed: too long.",
    Reason.NO_SUCH_NAME: "Nobody here is called {about}: /who shows who is here.",
    Reason.REALNAME: "A real name has at least one letter, and at most {detail} bytes.",
    Reason.ACCOUNT_NEEDED_TO_WRITE: "{about} takes messages of people with an account only: /login NAME, or /register.",
    Reason.TAKES_NO_CTCP: "{about} does not take that kind of message.",
    Reason.FOR_OPERATORS: "Only operators of the server can do that: /oper NAME PASSWORD",
    Reason.METADATA_COMMAND: "That is no METADATA command: {about}.",
    Reason.METADATA_TARGET: "There is nobody and no room called {about}.",
    Reason.METADATA_KEY: "{about} is no key: letters, digits and _ . / - can be in one.",
    Reason.METADATA_NAME: "That is or looks like somebody else's name, or is kept for the server: try another.",
    Reason.METADATA_VALUE: "That is too long for {about}, or there is nothing to see in it.",
    Reason.METADATA_DENIED: "That is not for you to read or set.",
    Reason.METADATA_LIMIT: "{about} has too many keys already.",
    Reason.METADATA_SUBSCRIPTIONS: "Those are too many keys to want to know about.",
    Reason.HOST: "A host holds letters, digits and . : / _ -, a username letters, digits and . _ -.",
    Reason.NO_SUCH_SERVER: "There is no server {about}.",
    Reason.SETTINGS: "The settings are as before, because they cannot be read: {about}",
    Reason.DISABLED: "Not here: this server has no links to others, and is stopped where it runs.",
    Reason.STARTTLS: "There is no STARTTLS here: TLS begins with the first byte of a connection.",
    Reason.SUMMON: "Nobody can be called from here.",
    Reason.USERS: "Nobody is told who works on the machine of this server.",
    Reason.IGNORES_FULL: "You ignore {detail} people, which is the most: /unignore one of them first.",
    Reason.IGNORES_SELF: "You cannot ignore yourself: /ignore NAME is for somebody else.",
    Reason.NOT_IGNORED: "You do not ignore {about}: /ignore shows whom you do.",
    Reason.WATCHING_TOO_MANY: "That is too many to watch for: at most {about}.",
    Reason.MONITOR_COMMAND: "That is no MONITOR command: {about}.",
    Reason.ROOM_NAME: (
        "{about} cannot be the name of a room: it begins with #, has at most 64 bytes and holds no space, comma, "
        "colon or wildcard."
    ),
    Reason.NO_SUCH_ROOM: "There is no room {about}: /rooms shows which there are.",
    Reason.NOT_IN_ROOM: "You are not in {about}: /join {about} first.",
    Reason.CANNOT_SEND: "You are not in {about}, so you cannot speak there: /join {about} first.",
    Reason.NO_ROOM: "You are in no room: /join #lobby, for example.",
    Reason.TOO_MANY_ROOMS: "You are in {detail} rooms, which is the most: /leave one first.",
    Reason.ROOM_FULL: "{about} is full: try again when somebody has left, or ask somebody there to invite you.",
    Reason.INVITE_ONLY: "Only those who are invited come into {about}: ask somebody there to invite you.",
    Reason.BANNED: "You are banned from {about}{detail}.",
    Reason.WRONG_KEY: "{about} has a key, and that is not it: /join {about} KEY",
    Reason.NEED_ACCOUNT: "Only those who are logged in come into {about}: /login NAME, or /register.",
    Reason.NOT_OP: "Only ops do that in {about}: /who {about} shows them with a @.",
    Reason.FOUNDER_STAYS: "{detail} is the founder of {about}: that is not for you to do.",
    Reason.NOT_THERE: "{about} is not in {detail}: /who {detail} shows who is.",
    Reason.ALREADY_THERE: "{about} is in {detail} already.",
    Reason.MUTED: "You are muted in {about}{detail}. It was not sent.",
    Reason.MODERATED: "Only those with a voice speak in {about}: ask an op for one. It was not sent.",
    Reason.SPEAK_ACCOUNT: "Only those who are logged in speak in {about}: /login NAME, or /register. It was not sent.",
    Reason.NO_CTCP: "Programs do not ask each other questions in {about}. It was not sent.",
    Reason.SLOW: "{about} is slow: wait {detail} more seconds. It was not sent.",
    Reason.MODE_ARGUMENT: "{setting} is on or off: /set {setting} on, or /set {setting} off.",  # or see `_VALUES`
    Reason.NO_SUCH_SETTING: "There is no setting {about}: there are {detail}. /set shows what each is for.",
    Reason.AS_IT_WAS: "That was so already: nothing has changed.",
    Reason.MASK: (
        "{about} fits nobody: write a name, account:NAME, an address like 10.0.0.7, a network like 10.0.0.0/8, or a "
        "mask like bob*."
    ),
    Reason.MASK_ADDRESS: (
        "{about} fits no address: write one like 10.0.0.7 or 2001:db8::7, or a network like 10.0.0.0/8 or "
        "2001:db8::/32."
    ),
    Reason.MASK_TOO_LONG: "That mask is too long: at most {detail} bytes.",
    Reason.LENGTH: (
        "{about} is no length of time: write 10m, 2h, 3d or 1w, ten years at most. For good: leave it out, or write "
        "forever before a reason that begins with a number."
    ),
    Reason.NOT_BANNED: "{about} is not on the list: /bans {detail} shows who is.",
    Reason.LEFT_TOO_MANY: (
        "{about} is not here, and you have left as many messages today as may wait: try again in {detail}. "
        "It was not sent."
    ),
    Reason.REPORTS_LATER: "You have reported much already: try again in {detail}.",
    Reason.NOT_ADMITTED: "Only those with an account come in here: /login NAME if you have one.",
    Reason.LIST_FULL: "The lists of {about} are full: /bans {about} shows the bans, /unban takes one off.",
    Reason.ROOM_NAME_TAKEN: "There is a room {detail} already: choose another name.",
    Reason.ROOM_LIKE_ANOTHER: "{about} looks like the name of another room: write that, or choose another name.",
    Reason.ROOM_NAME_LIKE: "{detail} looks like the name of another room: choose another name.",
    Reason.ROOM_NOT_RENAMED: "{about} cannot be called {detail}.",
    Reason.NOT_ENTERED: "Give your name first.",
    Reason.ALREADY_ENTERED: "You are in already.",
    Reason.UNKNOWN_COMMAND: "There is no command /{about}: /help shows the commands.",
    Reason.USAGE: "Usage: {detail}",
    Reason.MISSING_ARGUMENTS: "That command needs more: /help {about}",
    Reason.NO_RECIPIENT: "Say to whom: /msg NAME TEXT",
    Reason.NOTHING_TO_SEND: "There is nothing to send.",
    Reason.LINE_TOO_LONG: "That line has {about} bytes, {detail} is the most. It was not sent.",
    Reason.NOT_UTF8: "That line was not UTF-8 text, and was not sent. Set your terminal to UTF-8.",
    Reason.TAGS_TOO_LONG: "The tags are too long: at most {detail} bytes. It was not sent.",
    Reason.NUL: "That line held the character NUL, and was not sent.",
    Reason.TOO_MANY_TARGETS: "That is too many at once: at most {detail}.",
    Reason.UNKNOWN_LANGUAGE: "There is no language {about}: try one of {detail}.",
    Reason.UNKNOWN_MODE: "There is no mode {about}: /set shows the settings, which are words.",
    Reason.UNKNOWN_USER_MODE: "There is no mode {about}.",
    Reason.NOT_YOURSELF: "You can change your own modes only.",
    Reason.CAPABILITY_COMMAND: "That is no CAP command: {about}.",
    Reason.HISTORY_ARGUMENTS: "History cannot be asked for like that: /help history",
    Reason.MARK_MISSING: "Say where you have read.",
    Reason.MARK_TIME: "{about} is no time.",
    Reason.MARK_TARGET: "{about} is nobody and no room.",
    Reason.MOMENT: "{about} is no time: try 10:00, 2026-05-01, yesterday or 2h.",
    Reason.SEARCH_NOTHING: "Say what to look for: /help search",
    Reason.SEARCH_ARGUMENTS: "That cannot be looked for: /help search",
    Reason.SEARCH_FAILED: "Nothing can be searched just now. Try again in a moment.",
    Reason.NO_SUCH_MESSAGE: "There is no message {detail} here: /history shows messages with their names.",
    Reason.REDACT_TARGET: "You cannot take back what is said in {about}: /join it first.",
    Reason.REDACT_MESSAGE: "There is no message {detail} here: /history shows messages with their names.",
    Reason.REDACT_FORBIDDEN: "The message {detail} is not yours: only its author or an op can take it back.",
    Reason.NOBODY_WROTE: "Nobody has written to you in private yet: /msg NAME TEXT begins.",
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

# What each setting may be, or what a letter needs, where it is not only on or off.
_LIST = "That is a list: /ban and /unban change the bans, /mode +e NAME the exceptions, /mode +I NAME the guests."
_ROLE = "Say who is meant: /op NAME, or /voice NAME."
VALUES: dict[str, str] = {
    "k": "A key is one word of at most 32 bytes, without a comma or colon: /set key sesame, or /set key off.",
    "l": "A limit is a number of people: /set limit 50, or /set limit off.",
    "W": "One waits for a length of time, a day at most: /set slow 10s, or /set slow off.",
    "H": "History is kept for a length of time, for good or not at all: /set history 30d, or on, or off.",
    **dict.fromkeys("beI", _LIST),
    **dict.fromkeys("ov", _ROLE),
}


def write(reason: Reason, about: str, detail: str, gettext: Callable[[str], str] = str) -> str:
    """Write why something was refused, in the language of `gettext`."""
    text = SENTENCES[reason]
    if reason is Reason.UNKNOWN_COMMAND and detail:
        text = DID_YOU_MEAN
    setting = modes.setting(detail) if reason is Reason.MODE_ARGUMENT else None
    if reason is Reason.MODE_ARGUMENT:
        text = VALUES.get(detail, text)
    return gettext(text).format(about=about, detail=detail, setting=setting.word if setting else detail)
