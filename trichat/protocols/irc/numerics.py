"""The numerics of the IRC door, one table: name, number, text, and where each is described."""

from trichat.words.reasons import Reason
from trichat.words.record import Record, replace

MODERN = "modern.ircdocs.horse"
_DEFS = "defs.ircdocs.horse"
_METADATA = "ircv3.net/specs/extensions/metadata"
_MONITOR = "ircv3.net/specs/extensions/monitor"
_RFC = "RFC 2812, 5"
_SASL = "ircv3.net/specs/extensions/sasl-3.1"


class Numeric(Record, kw_only=True):
    """One row. `text` is the last parameter, filled in with what the answer knows; empty if there is none.

    A refusal names what it is `about`, or does not; `more` are its parameters behind that, likewise filled in.
    """

    number: str
    text: str
    more: str = ""
    about: bool = True
    source: str = MODERN
    reason: Reason | None = None  # for which it is the refusal, if that says all

    def saying(self, text: str) -> "Numeric":
        """Give the same numeric with a text that says more."""
        return replace(self, text=text)


def _row(
    number: str, text: str, reason: Reason | None = None, *, more: str = "", about: bool = True, source: str = MODERN
) -> Numeric:
    return Numeric(number=number, text=text, reason=reason, more=more, about=about, source=source)


RPL_WELCOME = _row("001", "Welcome to {network}, {nick}")
RPL_YOURHOST = _row("002", "Your host is {server}, running trichat {version}")
RPL_CREATED = _row("003", "This server was started {started}")
RPL_MYINFO = _row("004", "")
RPL_ISUPPORT = _row("005", "are supported by this server")
RPL_ENDOFSTATS = _row("219", "End of STATS report")
RPL_UMODEIS = _row("221", "")
RPL_STATSUPTIME = _row("242", "Server Up {uptime}")
RPL_STATSOLINE = _row("243", "", source=_DEFS)
RPL_LUSERCLIENT = _row("251", "There are {visible} users and {invisible} invisible on 1 servers")
RPL_LUSEROP = _row("252", "operators online")
RPL_LUSERUNKNOWN = _row("253", "unknown connections")
RPL_LUSERCHANNELS = _row("254", "channels formed")
RPL_LUSERME = _row("255", "I have {people} clients and 0 servers")
RPL_ADMINME = _row("256", "Administrative info")
RPL_ADMINLOC1 = _row("257", "{line}")
RPL_ADMINLOC2 = _row("258", "{line}")
RPL_ADMINEMAIL = _row("259", "{line}")
RPL_LOCALUSERS = _row("265", "Current local users {people}, max {most}")
RPL_GLOBALUSERS = _row("266", "Current global users {people}, max {most}")
RPL_WHOISCERTFP = _row("276", "has client certificate fingerprint {fingerprint}")
RPL_ACCEPTLIST = _row("281", "", source="docs of hybrid, ACCEPT")
RPL_ENDOFACCEPT = _row("282", "End of ACCEPT list", source="docs of hybrid, ACCEPT")
RPL_AWAY = _row("301", "{text}")
RPL_USERHOST = _row("302", "{people}")
RPL_ISON = _row("303", "{nicks}")
RPL_UNAWAY = _row("305", "You are no longer marked as being away")
RPL_NOWAWAY = _row("306", "You have been marked as being away")
RPL_WHOISREGNICK = _row("307", "has identified for this nick")
RPL_WHOISUSER = _row("311", "{realname}")
RPL_WHOISSERVER = _row("312", "{info}")
RPL_WHOISOPERATOR = _row("313", "is an operator of this server")
RPL_WHOWASUSER = _row("314", "{realname}")
RPL_ENDOFWHO = _row("315", "End of WHO list")
RPL_WHOISIDLE = _row("317", "seconds idle, signon time")
RPL_ENDOFWHOIS = _row("318", "End of WHOIS list")
RPL_WHOISCHANNELS = _row("319", "{rooms}")
RPL_LISTSTART = _row("321", "Users  Name")
RPL_LIST = _row("322", "{topic}")
RPL_LISTEND = _row("323", "End of LIST")
RPL_CHANNELMODEIS = _row("324", "")
RPL_CREATIONTIME = _row("329", "")
RPL_WHOISACCOUNT = _row("330", "is logged in as")
RPL_NOTOPIC = _row("331", "No topic is set")
RPL_TOPIC = _row("332", "{topic}")
RPL_TOPICWHOTIME = _row("333", "")
RPL_WHOISBOT = _row("335", "is a bot", source="ircv3.net/specs/extensions/bot-mode")
RPL_INVITELIST = _row("336", "")
RPL_ENDOFINVITELIST = _row("337", "End of /INVITE list")
RPL_WHOISACTUALLY = _row("338", "is actually using host")
RPL_INVITING = _row("341", "")
RPL_INVEXLIST = _row("346", "")
RPL_INVEXLISTEND = _row("347", "End of channel invite exception list")
RPL_EXCEPTLIST = _row("348", "")
RPL_ENDOFEXCEPTLIST = _row("349", "End of channel exception list")
RPL_VERSION = _row("351", "self-hosted group chat")
RPL_WHOREPLY = _row("352", "0 {realname}")
RPL_NAMREPLY = _row("353", "{names}")
RPL_WHOSPCRPL = _row("354", "", source="ircv3.net/specs/extensions/whox")
RPL_LINKS = _row("364", "0 {info}")
RPL_ENDOFLINKS = _row("365", "End of LINKS list")
RPL_ENDOFNAMES = _row("366", "End of NAMES list")
RPL_BANLIST = _row("367", "")
RPL_ENDOFBANLIST = _row("368", "End of channel ban list")
RPL_ENDOFWHOWAS = _row("369", "End of WHOWAS")
RPL_INFO = _row("371", "{line}")
RPL_MOTD = _row("372", "{line}")
RPL_ENDOFINFO = _row("374", "End of INFO list")
RPL_MOTDSTART = _row("375", "- {server} message of the day -")
RPL_ENDOFMOTD = _row("376", "End of MOTD command")
RPL_WHOISHOST = _row("378", "is connecting from {where}")
RPL_WHOISMODES = _row("379", "is using modes +{modes}")
RPL_YOUREOPER = _row("381", "You are now an IRC operator")
RPL_REHASHING = _row("382", "Rehashing")
RPL_TIME = _row("391", "{time}")
ERR_UNKNOWNERROR = _row(
    "400", "Message rejected: it holds the character NUL", Reason.NUL, more="{command}", about=False
)
ERR_NOSUCHNICK = _row("401", "No such nick/channel", Reason.NO_SUCH_NAME)
ERR_NOSUCHSERVER = _row("402", "No such server", Reason.NO_SUCH_SERVER)
ERR_NOSUCHCHANNEL = _row("403", "No such channel", Reason.NO_SUCH_ROOM)
ERR_CANNOTSENDTOCHAN = _row("404", "Cannot send to channel: join it first", Reason.CANNOT_SEND)
ERR_TOOMANYCHANNELS = _row("405", "You have joined too many channels: at most {detail}", Reason.TOO_MANY_ROOMS)
ERR_WASNOSUCHNICK = _row("406", "There was no such nickname")
ERR_TOOMANYTARGETS = _row("407", "Too many targets: at most {detail}", Reason.TOO_MANY_TARGETS, source=_RFC)
ERR_INVALIDCAPCMD = _row("410", "Invalid CAP command", Reason.CAPABILITY_COMMAND)
ERR_NORECIPIENT = _row("411", "No recipient given ({command})", Reason.NO_RECIPIENT, about=False)
ERR_NOTEXTTOSEND = _row("412", "No text to send", Reason.NOTHING_TO_SEND, about=False)
ERR_INPUTTOOLONG = _row("417", "Input line was too long", Reason.LINE_TOO_LONG, about=False)
ERR_UNKNOWNCOMMAND = _row("421", "Unknown command", Reason.UNKNOWN_COMMAND)
ERR_NOMOTD = _row("422", "There is no message of the day")
ERR_NOADMININFO = _row("423", "No administrative info available")
ERR_NONICKNAMEGIVEN = _row("431", "No nickname given", Reason.NAME_EMPTY, about=False)
ERR_ERRONEUSNICKNAME = _row("432", "A nickname cannot hold “{detail}”", Reason.NAME_CHARACTER)
ERR_NICKNAMEINUSE = _row("433", "Nickname is already in use", Reason.NAME_TAKEN)
ERR_BANONCHAN = _row(
    "435", "Cannot change nickname while banned or muted on channel", Reason.NAME_KEPT, more="{detail}", source=_DEFS
)
ERR_TARGETTOOFAST = _row(
    "439",
    "is not here, and too much of yours waits for people who are not: try again in {detail}",
    Reason.LEFT_TOO_MANY,
    source=_DEFS,
)
ERR_USERNOTINCHANNEL = _row("441", "They aren't on that channel", Reason.NOT_THERE, more="{detail}")
ERR_NOTONCHANNEL = _row("442", "You're not on that channel", Reason.NOT_IN_ROOM)
ERR_USERONCHANNEL = _row("443", "is already on channel", Reason.ALREADY_THERE, more="{detail}")
ERR_SUMMONDISABLED = _row("445", "SUMMON has been disabled", Reason.SUMMON, about=False, source=_RFC)
ERR_USERSDISABLED = _row("446", "USERS has been disabled", Reason.USERS, about=False, source=_RFC)
ERR_NOTREGISTERED = _row("451", "You have not registered", Reason.NOT_ENTERED, about=False)
ERR_NEEDMOREPARAMS = _row("461", "Not enough parameters", Reason.MISSING_ARGUMENTS)
ERR_ALREADYREGISTERED = _row("462", "You may not reregister", Reason.ALREADY_ENTERED, about=False)
ERR_PASSWDMISMATCH = _row("464", "Password incorrect", Reason.WRONG_PASSWORD, about=False)
ERR_YOUREBANNEDCREEP = _row("465", "Only those who are logged in or listed come in: use SASL", Reason.NOT_ADMITTED)
ERR_CHANNELISFULL = _row("471", "Cannot join channel (+l): it is full", Reason.ROOM_FULL)
ERR_UNKNOWNMODE = _row("472", "is an unknown mode to me", Reason.UNKNOWN_MODE)
ERR_INVITEONLYCHAN = _row("473", "Cannot join channel (+i): you must be invited", Reason.INVITE_ONLY)
ERR_BANNEDFROMCHAN = _row("474", "Cannot join channel (+b): you are banned{detail}", Reason.BANNED)
ERR_BADCHANNELKEY = _row("475", "Cannot join channel (+k): a key is needed, and this is not it", Reason.WRONG_KEY)
ERR_NEEDREGGEDNICK = _row(
    "477", "Cannot join channel (+R): you need to be logged in", Reason.NEED_ACCOUNT, source=_DEFS
)
ERR_BANLISTFULL = _row("478", "Channel list is full", Reason.LIST_FULL, more="{detail}", source=_RFC)
ERR_NOPRIVILEGES = _row("481", "Permission Denied- You're not an IRC operator", Reason.FOR_OPERATORS, about=False)
ERR_CHANOPRIVSNEEDED = _row("482", "You're not channel operator", Reason.NOT_OP)
ERR_UMODEUNKNOWNFLAG = _row("501", "Unknown MODE flag", Reason.UNKNOWN_USER_MODE, about=False)
ERR_USERSDONTMATCH = _row("502", "Cant change mode for other users", Reason.NOT_YOURSELF, about=False)
ERR_HELPNOTFOUND = _row("524", "No help available on this topic")
ERR_CANTSENDTOUSER = _row("531", "takes no CTCP", Reason.TAKES_NO_CTCP, source=_DEFS)
RPL_WHOISSECURE = _row("671", "is using a secure connection")
ERR_STARTTLS = _row(
    "691",
    "There is no STARTTLS here: TLS begins with the first byte of a connection",
    Reason.STARTTLS,
    about=False,
    source="ircv3.net/specs/deprecated/tls",
)
ERR_INVALIDMODEPARAM = _row("696", "That mode has no such parameter", Reason.MODE_ARGUMENT, more="{detail} *")
RPL_HELPSTART = _row("704", "{line}")
RPL_HELPTXT = _row("705", "{line}")
RPL_ENDOFHELP = _row("706", "End of HELP")
RPL_MONONLINE = _row("730", "{names}", source=_MONITOR)
RPL_MONOFFLINE = _row("731", "{names}", source=_MONITOR)
RPL_MONLIST = _row("732", "{names}", source=_MONITOR)
RPL_ENDOFMONLIST = _row("733", "End of MONITOR list", source=_MONITOR)
ERR_MONLISTFULL = _row("734", "Monitor list is full", Reason.WATCHING_TOO_MANY, more="{detail}", source=_MONITOR)
RPL_WHOISKEYVALUE = _row("760", "{value}", source=_METADATA)
RPL_KEYVALUE = _row("761", "{value}", source=_METADATA)
RPL_KEYNOTSET = _row("766", "key not set", source=_METADATA)
RPL_METADATASUBOK = _row("770", "", source=_METADATA)
RPL_METADATAUNSUBOK = _row("771", "", source=_METADATA)
RPL_METADATASUBS = _row("772", "", source=_METADATA)
RPL_LOGGEDIN = _row("900", "You are now logged in as {account}", source=_SASL)
RPL_LOGGEDOUT = _row("901", "You are now logged out", source=_SASL)
RPL_SASLSUCCESS = _row("903", "SASL authentication successful", source=_SASL)
ERR_SASLFAIL = _row("904", "SASL authentication failed", Reason.SASL_FAILED, about=False, source=_SASL)
ERR_SASLTOOLONG = _row("905", "SASL message too long", Reason.SASL_TOO_LONG, about=False, source=_SASL)
ERR_SASLABORTED = _row("906", "SASL authentication aborted", Reason.SASL_ABORTED, about=False, source=_SASL)
ERR_SASLALREADY = _row(
    "907",
    "You are here as {about} over other connections too: log out there first",
    Reason.SASL_ALREADY,
    about=False,
    source=_SASL,
)
RPL_SASLMECHS = _row("908", "are available SASL mechanisms", source=_SASL)
