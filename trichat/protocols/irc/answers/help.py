"""The help on each command of the IRC door: how it is written, and what it does."""

from collections.abc import Iterable

from trichat.protocols.irc.commands import BUILDERS, accounts, people, rooms, talking
from trichat.words import commands
from trichat.words.events import Who

INDEX = "index"  # the subject of the help on everything
# Parameters in brackets can be left out; `,…` means that several can be given with commas.
_OWN: dict[str, tuple[str, str]] = {
    "ACCEPT": ("ACCEPT [name,…]", "Lets people without an account write to you (user mode R); -name ends that."),
    "ADMIN": ("ADMIN", "Shows who runs this server."),
    "AUTHENTICATE": ("AUTHENTICATE <mechanism or data>", "Logs in to an account with SASL."),
    "AWAY": ("AWAY [reason]", "Says that you are away; without a reason, that you are back."),
    "BATCH": ("BATCH +<reference> <type> [target]", "Begins a message of several lines; BATCH -<reference> ends it."),
    "CAP": ("CAP <LS|LIST|REQ|END> [names]", "Negotiates capabilities."),
    "CHATHISTORY": ("CHATHISTORY <subcommand> <target> <reference> <limit>", "Shows again what was said."),
    "CHGHOST": ("CHGHOST <name> [username] <host>", "Lets somebody be seen under another host. For operators."),
    "CONNECT": ("CONNECT", "Links servers. This one has no links."),
    "DIE": ("DIE", "Stops the server; here that is done on its machine."),
    "HELP": ("HELP [subject or command]", "Shows the commands, or what one of them does."),
    "HELPOP": ("HELPOP [subject or command]", "Does the same as HELP."),
    "INFO": ("INFO", "Shows what this server is."),
    "INVITE": ("INVITE <name> <channel>", "Invites somebody to a channel."),
    "ISON": ("ISON <name> …", "Shows which of these people are here."),
    "ISUPPORT": ("ISUPPORT", "Shows the limits and formats of the server once more."),
    "JOIN": ("JOIN <channel,…> [key,…]", "Goes into channels; a channel that there is not is made."),
    "KICK": ("KICK <channel> <name,…> [reason]", "Puts people out of a channel. For its operators."),
    "KILL": ("KILL <name> [reason]", "Puts somebody off the server. For operators."),
    "LINKS": ("LINKS", "Shows the servers of the network. There is one."),
    "LIST": ("LIST [channel,… or conditions]", "Shows which channels there are."),
    "LUSERS": ("LUSERS", "Shows how many people and channels there are."),
    "MARKREAD": ("MARKREAD <target> [timestamp]", "Shows or sets up to where you have read."),
    "METADATA": ("METADATA <target> <subcommand> [parameters]", "Shows or sets what people and channels tell of them."),
    "MODE": ("MODE <channel or name> [changes] [parameters]", "Shows or changes the modes of a channel, or yours."),
    "MONITOR": ("MONITOR <+|-|C|L|S> [name,…]", "Tells you when people come and go."),
    "MOTD": ("MOTD", "Shows the message of the day."),
    "NAMES": ("NAMES [channel,…]", "Shows who is in a channel."),
    "NICK": ("NICK <name>", "Gives you another name."),
    "NICKSERV": ("NICKSERV <command>", "Does what a message to NickServ does: accounts and logging in."),
    "NOTICE": ("NOTICE <target,…> <text>", "Says something that is not answered by programs."),
    "NS": ("NS <command>", "Does the same as NICKSERV."),
    "OPER": ("OPER <name> <password>", "Makes you an operator of the server."),
    "PART": ("PART <channel,…> [reason]", "Leaves channels."),
    "PASS": ("PASS <password>", "Comes before NICK and USER, for servers or accounts with a password."),
    "PING": ("PING <token>", "Asks for a PONG, which comes when all that you asked before is done."),
    "PONG": ("PONG <token>", "Answers a PING."),
    "PRIVMSG": ("PRIVMSG <target,…> <text>", "Says something to people or channels."),
    "QUIT": ("QUIT [reason]", "Leaves the server."),
    "REDACT": ("REDACT <target> <msgid> [reason]", "Takes a message back."),
    "REGISTER": ("REGISTER <account> <email or *> <password>", "Makes an account."),
    "RENAME": ("RENAME <channel> <new name> [reason]", "Gives a channel another name. For its operators."),
    "CLOCK": ("CLOCK [RIGHT]", "Shows what the clock of the server says; RIGHT says that it is right. For operators."),
    "REHASH": ("REHASH", "Has the settings of the server read again. For operators."),
    "RESUME": ("RESUME [token]", "Goes on with the visit of a token; without one, shows the token of this visit."),
    "RESTART": ("RESTART", "Starts the server anew; here that is done on its machine."),
    "SEARCH": ("SEARCH <attributes>", "Looks for messages: in=#channel;text=word, and the like."),
    "SETNAME": ("SETNAME <real name>", "Gives you another real name."),
    "SQUIT": ("SQUIT", "Unlinks servers. This one has no links."),
    "STARTTLS": ("STARTTLS", "Goes on with TLS. Not here: it begins with the connection."),
    "STATS": ("STATS <letter>", "Shows numbers: u since when the server runs, o its operators."),
    "SUMMON": ("SUMMON", "Calls somebody to the chat. Not here."),
    "TAGMSG": ("TAGMSG <target,…>", "Sends tags without a text."),
    "TIME": ("TIME", "Shows the time of the server."),
    "TOPIC": ("TOPIC <channel> [text]", "Shows or sets the topic of a channel."),
    "TRACE": ("TRACE", "Shows the way to another server. This one has no links."),
    "UPLOAD": ("UPLOAD", "Gives a token with which one file can be uploaded over HTTP."),
    "USER": ("USER <username> 0 * <real name>", "Comes in, together with NICK."),
    "USERHOST": ("USERHOST <name> …", "Shows from where people are."),
    "USERS": ("USERS", "Shows who works on the server's machine. Not here."),
    "VERIFY": ("VERIFY <account> <code>", "Ends the making of an account."),
    "VERSION": ("VERSION", "Shows which program this server runs."),
    "WALLOPS": ("WALLOPS <text>", "Says something to all with the user mode w. For operators."),
    "WEBIRC": ("WEBIRC <password> <gateway> <host> <address>", "Says for whom a gateway speaks, before all else."),
    "WHO": ("WHO <channel, name or mask,…> [o] [%fields]", "Shows who is there."),
    "WHOIS": ("WHOIS [server] <name,…>", "Shows who somebody is."),
    "WHOWAS": ("WHOWAS <name,…> [count]", "Shows who had a name."),
}


def _as_typed() -> dict[str, tuple[str, str]]:
    """Give the help on those commands that are written here as at a prompt."""
    rows = {row.name.upper(): row for row in commands.COMMANDS}
    return {name: (name + row.usage[1 + len(name) :], row.help) for name, row in rows.items() if name in BUILDERS}


TOPICS = dict(sorted({**_as_typed(), **_OWN}.items()))


# By the words that HELP knows as the plain door does; no answer is longer than a screen.
SUBJECTS: dict[str, tuple[str, ...]] = {
    "VISIT": ("CAP", "NICK", "USER", "PASS", "AUTHENTICATE", "WEBIRC", "RESUME", "PING", "PONG", "QUIT"),
    "ACCOUNTS": ("REGISTER", *accounts.BUILDERS),
    "PEOPLE": tuple(people.BUILDERS),
    "MESSAGES": (*talking.BUILDERS, "BATCH"),
    "ROOMS": tuple(rooms.BUILDERS),
    "MODERATION": ("BAN", "UNBAN", "MUTE", "UNMUTE", "REPORT", "IGNORE", "UNIGNORE"),
    "SERVER": ("ADMIN", "HELP", "HELPOP", "INFO", "ISUPPORT", "LINKS", "LUSERS", "MOTD", "STATS", "TIME", "VERSION"),
    "OPERATORS": ("OPER", "KILL", "WALLOPS", "CHGHOST", "REHASH", "CLOCK"),
}
_FOR = {
    **dict.fromkeys(SUBJECTS["OPERATORS"], Who.OPERATOR),
    **dict.fromkeys(("KICK", "RENAME", "BAN", "UNBAN", "MUTE", "UNMUTE"), Who.OP),
}


def may_use(subject: str, who: Iterable[Who]) -> list[str]:
    """Give the commands of a subject that somebody may use who is all of these."""
    return [name for name in SUBJECTS[subject] if _FOR.get(name, Who.ANYBODY) in who]
