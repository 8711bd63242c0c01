"""The numerics of the IRC door, one table: name, number, text, and where each is described."""

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

    def saying(self, text: str) -> "Numeric":
        """Give the same numeric with a text that says more."""
        return replace(self, text=text)


RPL_WELCOME = Numeric(number="001", text="Welcome to {network}, {nick}")
RPL_YOURHOST = Numeric(number="002", text="Your host is {server}, running trichat {version}")
RPL_CREATED = Numeric(number="003", text="This server was started {started}")
RPL_MYINFO = Numeric(number="004", text="")
RPL_ISUPPORT = Numeric(number="005", text="are supported by this server")
RPL_ENDOFSTATS = Numeric(number="219", text="End of STATS report")
RPL_UMODEIS = Numeric(number="221", text="")
RPL_STATSUPTIME = Numeric(number="242", text="Server Up {uptime}")
RPL_STATSOLINE = Numeric(number="243", text="", source=_DEFS)
RPL_LUSERCLIENT = Numeric(number="251", text="There are {visible} users and {invisible} invisible on 1 servers")
RPL_LUSEROP = Numeric(number="252", text="operators online")
RPL_LUSERUNKNOWN = Numeric(number="253", text="unknown connections")
RPL_LUSERCHANNELS = Numeric(number="254", text="channels formed")
RPL_LUSERME = Numeric(number="255", text="I have {people} clients and 0 servers")
RPL_ADMINME = Numeric(number="256", text="Administrative info")
RPL_ADMINLOC1 = Numeric(number="257", text="{line}")
RPL_ADMINLOC2 = Numeric(number="258", text="{line}")
RPL_ADMINEMAIL = Numeric(number="259", text="{line}")
RPL_LOCALUSERS = Numeric(number="265", text="Current local users {people}, max {most}")
RPL_GLOBALUSERS = Numeric(number="266", text="Current global users {people}, max {most}")
RPL_WHOISCERTFP = Numeric(number="276", text="has client certificate fingerprint {fingerprint}")
RPL_ACCEPTLIST = Numeric(number="281", text="", source="docs of hybrid, ACCEPT")
RPL_ENDOFACCEPT = Numeric(number="282", text="End of ACCEPT list", source="docs of hybrid, ACCEPT")
RPL_AWAY = Numeric(number="301", text="{text}")
RPL_USERHOST = Numeric(number="302", text="{people}")
RPL_ISON = Numeric(number="303", text="{nicks}")
RPL_UNAWAY = Numeric(number="305", text="You are no longer marked as being away")
RPL_NOWAWAY = Numeric(number="306", text="You have been marked as being away")
RPL_WHOISREGNICK = Numeric(number="307", text="has identified for this nick")
RPL_WHOISUSER = Numeric(number="311", text="{realname}")
RPL_WHOISSERVER = Numeric(number="312", text="{info}")
RPL_WHOISOPERATOR = Numeric(number="313", text="is an operator of this server")
RPL_WHOWASUSER = Numeric(number="314", text="{realname}")
RPL_ENDOFWHO = Numeric(number="315", text="End of WHO list")
RPL_WHOISIDLE = Numeric(number="317", text="seconds idle, signon time")
RPL_ENDOFWHOIS = Numeric(number="318", text="End of WHOIS list")
RPL_WHOISCHANNELS = Numeric(number="319", text="{rooms}")
RPL_LISTSTART = Numeric(number="321", text="Users  Name")
RPL_LIST = Numeric(number="322", text="{topic}")
RPL_LISTEND = Numeric(number="323", text="End of LIST")
RPL_CHANNELMODEIS = Numeric(number="324", text="")
RPL_CREATIONTIME = Numeric(number="329", text="")
RPL_WHOISACCOUNT = Numeric(number="330", text="is logged in as")
RPL_NOTOPIC = Numeric(number="331", text="No topic is set")
RPL_TOPIC = Numeric(number="332", text="{topic}")
RPL_TOPICWHOTIME = Numeric(number="333", text="")
RPL_WHOISBOT = Numeric(number="335", text="is a bot", source="ircv3.net/specs/extensions/bot-mode")
RPL_INVITELIST = Numeric(number="336", text="")
RPL_ENDOFINVITELIST = Numeric(number="337", text="End of /INVITE list")
RPL_WHOISACTUALLY = Numeric(number="338", text="is actually using host")
RPL_INVITING = Numeric(number="341", text="")
RPL_INVEXLIST = Numeric(number="346", text="")
RPL_INVEXLISTEND = Numeric(number="347", text="End of channel invite exception list")
RPL_EXCEPTLIST = Numeric(number="348", text="")
RPL_ENDOFEXCEPTLIST = Numeric(number="349", text="End of channel exception list")
RPL_VERSION = Numeric(number="351", text="self-hosted group chat")
RPL_WHOREPLY = Numeric(number="352", text="0 {realname}")
RPL_NAMREPLY = Numeric(number="353", text="{names}")
RPL_WHOSPCRPL = Numeric(number="354", text="", source="ircv3.net/specs/extensions/whox")
RPL_LINKS = Numeric(number="364", text="0 {info}")
RPL_ENDOFLINKS = Numeric(number="365", text="End of LINKS list")
RPL_ENDOFNAMES = Numeric(number="366", text="End of NAMES list")
RPL_BANLIST = Numeric(number="367", text="")
RPL_ENDOFBANLIST = Numeric(number="368", text="End of channel ban list")
RPL_ENDOFWHOWAS = Numeric(number="369", text="End of WHOWAS")
RPL_INFO = Numeric(number="371", text="{line}")
RPL_MOTD = Numeric(number="372", text="{line}")
RPL_ENDOFINFO = Numeric(number="374", text="End of INFO list")
RPL_MOTDSTART = Numeric(number="375", text="- {server} message of the day -")
RPL_ENDOFMOTD = Numeric(number="376", text="End of MOTD command")
RPL_WHOISHOST = Numeric(number="378", text="is connecting from {where}")
RPL_WHOISMODES = Numeric(number="379", text="is using modes +{modes}")
RPL_YOUREOPER = Numeric(number="381", text="You are now an IRC operator")
RPL_REHASHING = Numeric(number="382", text="Rehashing")
RPL_TIME = Numeric(number="391", text="{time}")
ERR_UNKNOWNERROR = Numeric(
    number="400", text="Message rejected: it holds the character NUL", more="{command}", about=False
)
ERR_NOSUCHNICK = Numeric(number="401", text="No such nick/channel")
ERR_NOSUCHSERVER = Numeric(number="402", text="No such server")
ERR_NOSUCHCHANNEL = Numeric(number="403", text="No such channel")
ERR_CANNOTSENDTOCHAN = Numeric(number="404", text="Cannot send to channel: join it first")
ERR_TOOMANYCHANNELS = Numeric(number="405", text="You have joined too many channels: at most {detail}")
ERR_WASNOSUCHNICK = Numeric(number="406", text="There was no such nickname")
ERR_TOOMANYTARGETS = Numeric(number="407", text="Too many targets: at most {detail}", source=_RFC)
ERR_INVALIDCAPCMD = Numeric(number="410", text="Invalid CAP command")
ERR_NORECIPIENT = Numeric(number="411", text="No recipient given ({command})", about=False)
ERR_NOTEXTTOSEND = Numeric(number="412", text="No text to send", about=False)
ERR_INPUTTOOLONG = Numeric(number="417", text="Input line was too long", about=False)
ERR_UNKNOWNCOMMAND = Numeric(number="421", text="Unknown command")
ERR_NOMOTD = Numeric(number="422", text="There is no message of the day")
ERR_NOADMININFO = Numeric(number="423", text="No administrative info available")
ERR_NONICKNAMEGIVEN = Numeric(number="431", text="No nickname given", about=False)
ERR_ERRONEUSNICKNAME = Numeric(number="432", text="A nickname cannot hold {detail}")
ERR_NICKNAMEINUSE = Numeric(number="433", text="Nickname is already in use")
ERR_BANONCHAN = Numeric(
    number="435", text="Cannot change nickname while banned or muted on channel", more="{detail}", source=_DEFS
)
ERR_USERNOTINCHANNEL = Numeric(number="441", text="They aren't on that channel", more="{detail}")
ERR_NOTONCHANNEL = Numeric(number="442", text="You're not on that channel")
ERR_USERONCHANNEL = Numeric(number="443", text="is already on channel", more="{detail}")
ERR_SUMMONDISABLED = Numeric(number="445", text="SUMMON has been disabled", about=False, source=_RFC)
ERR_USERSDISABLED = Numeric(number="446", text="USERS has been disabled", about=False, source=_RFC)
ERR_NOTREGISTERED = Numeric(number="451", text="You have not registered", about=False)
ERR_NEEDMOREPARAMS = Numeric(number="461", text="Not enough parameters")
ERR_ALREADYREGISTERED = Numeric(number="462", text="You may not reregister", about=False)
ERR_PASSWDMISMATCH = Numeric(number="464", text="Password incorrect", about=False)
ERR_YOUREBANNEDCREEP = Numeric(number="465", text="Only those who are logged in or listed come in: use SASL")
ERR_CHANNELISFULL = Numeric(number="471", text="Cannot join channel (+l): it is full")
ERR_UNKNOWNMODE = Numeric(number="472", text="is an unknown mode to me")
ERR_INVITEONLYCHAN = Numeric(number="473", text="Cannot join channel (+i): you must be invited")
ERR_BANNEDFROMCHAN = Numeric(number="474", text="Cannot join channel (+b): you are banned{detail}")
ERR_BADCHANNELKEY = Numeric(number="475", text="Cannot join channel (+k): a key is needed, and this is not it")
ERR_NEEDREGGEDNICK = Numeric(number="477", text="Cannot join channel (+R): you need to be logged in", source=_DEFS)
ERR_BANLISTFULL = Numeric(number="478", text="Channel list is full", more="{detail}", source=_RFC)
ERR_NOPRIVILEGES = Numeric(number="481", text="Permission Denied- You're not an IRC operator", about=False)
ERR_CHANOPRIVSNEEDED = Numeric(number="482", text="You're not channel operator")
ERR_UMODEUNKNOWNFLAG = Numeric(number="501", text="Unknown MODE flag", about=False)
ERR_USERSDONTMATCH = Numeric(number="502", text="Cant change mode for other users", about=False)
ERR_HELPNOTFOUND = Numeric(number="524", text="No help available on this topic")
ERR_CANTSENDTOUSER = Numeric(number="531", text="takes no CTCP", source=_DEFS)
RPL_WHOISSECURE = Numeric(number="671", text="is using a secure connection")
ERR_INVALIDMODEPARAM = Numeric(number="696", text="That mode has no such parameter", more="{detail} *")
RPL_HELPSTART = Numeric(number="704", text="{line}")
RPL_HELPTXT = Numeric(number="705", text="{line}")
RPL_ENDOFHELP = Numeric(number="706", text="End of HELP")
RPL_MONONLINE = Numeric(number="730", text="{names}", source=_MONITOR)
RPL_MONOFFLINE = Numeric(number="731", text="{names}", source=_MONITOR)
RPL_MONLIST = Numeric(number="732", text="{names}", source=_MONITOR)
RPL_ENDOFMONLIST = Numeric(number="733", text="End of MONITOR list", source=_MONITOR)
ERR_MONLISTFULL = Numeric(number="734", text="Monitor list is full", more="{detail}", source=_MONITOR)
RPL_WHOISKEYVALUE = Numeric(number="760", text="{value}", source=_METADATA)
RPL_KEYVALUE = Numeric(number="761", text="{value}", source=_METADATA)
RPL_KEYNOTSET = Numeric(number="766", text="key not set", source=_METADATA)
RPL_METADATASUBOK = Numeric(number="770", text="", source=_METADATA)
RPL_METADATAUNSUBOK = Numeric(number="771", text="", source=_METADATA)
RPL_METADATASUBS = Numeric(number="772", text="", source=_METADATA)
RPL_LOGGEDIN = Numeric(number="900", text="You are now logged in as {account}", source=_SASL)
RPL_LOGGEDOUT = Numeric(number="901", text="You are now logged out", source=_SASL)
RPL_SASLSUCCESS = Numeric(number="903", text="SASL authentication successful", source=_SASL)
ERR_SASLFAIL = Numeric(number="904", text="SASL authentication failed", about=False, source=_SASL)
ERR_SASLTOOLONG = Numeric(number="905", text="SASL message too long", about=False, source=_SASL)
ERR_SASLABORTED = Numeric(number="906", text="SASL authentication aborted", about=False, source=_SASL)
ERR_SASLALREADY = Numeric(
    number="907",
    text="You are here as {about} over other connections too: log out there first",
    about=False,
    source=_SASL,
)
RPL_SASLMECHS = Numeric(number="908", text="are available SASL mechanisms", source=_SASL)
