"""The numerics of the IRC door: number, text, and where each is described."""

from trichat.words.reasons import Reason
from trichat.words.record import record

MODERN = "modern.ircdocs.horse"


@record
class Numeric:
    """One row. `text` is the last parameter, filled in with what the answer knows; empty if there is none."""

    number: str
    text: str
    source: str = MODERN


RPL_WELCOME = Numeric(number="001", text="Welcome to {network}, {nick}")
RPL_YOURHOST = Numeric(number="002", text="Your host is {server}, running trichat {version}")
RPL_CREATED = Numeric(number="003", text="This server was started {started}")
RPL_MYINFO = Numeric(number="004", text="")
RPL_ISUPPORT = Numeric(number="005", text="are supported by this server")
RPL_UMODEIS = Numeric(number="221", text="")
RPL_LUSERCLIENT = Numeric(number="251", text="There are {visible} users and {invisible} invisible on 1 servers")
RPL_LUSEROP = Numeric(number="252", text="operators online")
RPL_LUSERUNKNOWN = Numeric(number="253", text="unknown connections")
RPL_LUSERCHANNELS = Numeric(number="254", text="channels formed")
RPL_LUSERME = Numeric(number="255", text="I have {people} clients and 0 servers")
RPL_LOCALUSERS = Numeric(number="265", text="Current local users {people}, max {most}")
RPL_GLOBALUSERS = Numeric(number="266", text="Current global users {people}, max {most}")
RPL_WHOISUSER = Numeric(number="311", text="{realname}")
RPL_WHOISSERVER = Numeric(number="312", text="{network}")
RPL_ENDOFWHO = Numeric(number="315", text="End of WHO list")
RPL_WHOISIDLE = Numeric(number="317", text="seconds idle, signon time")
RPL_ENDOFWHOIS = Numeric(number="318", text="End of WHOIS list")
RPL_WHOISCHANNELS = Numeric(number="319", text="{rooms}")
RPL_LISTSTART = Numeric(number="321", text="Users  Name")
RPL_LIST = Numeric(number="322", text="{topic}")
RPL_LISTEND = Numeric(number="323", text="End of LIST")
RPL_CHANNELMODEIS = Numeric(number="324", text="")
RPL_CREATIONTIME = Numeric(number="329", text="")
RPL_NOTOPIC = Numeric(number="331", text="No topic is set")
RPL_TOPIC = Numeric(number="332", text="{topic}")
RPL_TOPICWHOTIME = Numeric(number="333", text="")
RPL_INVEXLISTEND = Numeric(number="347", text="End of channel invite exception list")
RPL_ENDOFEXCEPTLIST = Numeric(number="349", text="End of channel exception list")
RPL_WHOREPLY = Numeric(number="352", text="0 {realname}")
RPL_NAMREPLY = Numeric(number="353", text="{names}")
RPL_WHOSPCRPL = Numeric(number="354", text="", source="ircv3.net/specs/extensions/whox")
RPL_ENDOFNAMES = Numeric(number="366", text="End of NAMES list")
RPL_ENDOFBANLIST = Numeric(number="368", text="End of channel ban list")
RPL_MOTD = Numeric(number="372", text="{line}")
RPL_MOTDSTART = Numeric(number="375", text="- {server} message of the day -")
RPL_ENDOFMOTD = Numeric(number="376", text="End of MOTD command")
ERR_NOMOTD = Numeric(number="422", text="There is no message of the day")

# For each reason the numeric and its text. In the text, {about} and {detail} are those of `Refused`.
REFUSALS: dict[Reason, Numeric] = {
    Reason.NAME_EMPTY: Numeric(number="431", text="No nickname given"),
    Reason.NAME_TOO_LONG: Numeric(number="432", text="That nickname is too long: at most {detail} bytes"),
    Reason.NAME_FIRST_CHARACTER: Numeric(number="432", text="A nickname does not begin with {detail}"),
    Reason.NAME_CHARACTER: Numeric(number="432", text="A nickname cannot hold {detail}"),
    Reason.NAME_UNPRINTABLE: Numeric(number="432", text="A nickname holds only characters that can be seen"),
    Reason.NAME_TAKEN: Numeric(number="433", text="Nickname is already in use"),
    Reason.NO_SUCH_NAME: Numeric(number="401", text="No such nick/channel"),
    Reason.ROOM_NAME: Numeric(
        number="403", text="A channel name begins with # and holds no space, comma, colon or wildcard"
    ),
    Reason.NO_SUCH_ROOM: Numeric(number="403", text="No such channel"),
    Reason.NOT_IN_ROOM: Numeric(number="442", text="You're not on that channel"),
    Reason.CANNOT_SEND: Numeric(number="404", text="Cannot send to channel: join it first"),
    Reason.NO_ROOM: Numeric(number="403", text="No such channel"),
    Reason.TOO_MANY_ROOMS: Numeric(number="405", text="You have joined too many channels: at most {detail}"),
    Reason.NOT_ENTERED: Numeric(number="451", text="You have not registered"),
    Reason.ALREADY_ENTERED: Numeric(number="462", text="You may not reregister"),
    Reason.UNKNOWN_COMMAND: Numeric(number="421", text="Unknown command"),
    Reason.USAGE: Numeric(number="461", text="Usage: {detail}"),
    Reason.MISSING_ARGUMENTS: Numeric(number="461", text="Not enough parameters"),
    Reason.NO_RECIPIENT: Numeric(number="411", text="No recipient given ({command})"),
    Reason.NOTHING_TO_SEND: Numeric(number="412", text="No text to send"),
    Reason.LINE_TOO_LONG: Numeric(number="417", text="Input line was too long"),
    Reason.TOO_MANY_TARGETS: Numeric(number="407", text="Too many targets: at most {detail}"),
    Reason.CAPABILITY_COMMAND: Numeric(number="410", text="Invalid CAP command"),
    Reason.UNKNOWN_MODE: Numeric(number="472", text="is an unknown mode to me"),
    Reason.UNKNOWN_USER_MODE: Numeric(number="501", text="Unknown MODE flag"),
    Reason.NOT_YOURSELF: Numeric(number="502", text="Cant change mode for other users"),
    Reason.MODE_FIXED: Numeric(number="482", text="The mode {detail} is always on; nobody can change it"),
    Reason.UNKNOWN_LANGUAGE: Numeric(number="421", text="Unknown command"),
}

# Standard replies (ircv3.net/specs/extensions/standard-replies) where no numeric exists: code and text.
FAILURES: dict[Reason, tuple[str, str]] = {
    Reason.NOT_UTF8: ("INVALID_UTF8", "Message rejected: this server takes UTF-8 only"),
    Reason.HISTORY_ARGUMENTS: ("INVALID_PARAMS", "Subcommand, target, msgid= or timestamp= and a limit are needed"),
    Reason.HISTORY_TARGET: ("INVALID_TARGET", "Messages could not be retrieved"),
    Reason.HISTORY_FAILED: ("MESSAGE_ERROR", "Messages could not be retrieved: try again"),
    Reason.NOT_STORED: ("NOT_STORED", "The message could not be stored, so nobody has seen it: try again"),
}
