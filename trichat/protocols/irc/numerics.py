"""The numerics of the IRC door: number, text, and where each is described."""

from trichat.words.record import record

MODERN = "modern.ircdocs.horse"


@record
class Numeric:
    """One row. `text` is the last parameter, filled in with what the answer knows; empty if there is none.

    `more` are parameters of a refusal behind what it is about, likewise filled in.
    """

    number: str
    text: str
    more: str = ""
    source: str = MODERN


RPL_WELCOME = Numeric(number="001", text="Welcome to {network}, {nick}")


RPL_YOURHOST = Numeric(number="002", text="Your host is {server}, running trichat {version}")


RPL_CREATED = Numeric(number="003", text="This server was started {started}")


RPL_MYINFO = Numeric(number="004", text="")


RPL_ISUPPORT = Numeric(number="005", text="are supported by this server")


RPL_ENDOFSTATS = Numeric(number="219", text="End of STATS report")


RPL_UMODEIS = Numeric(number="221", text="")


RPL_ACCEPTLIST = Numeric(number="281", text="", source="docs of hybrid, ACCEPT")


RPL_ENDOFACCEPT = Numeric(number="282", text="End of ACCEPT list", source="docs of hybrid, ACCEPT")


RPL_STATSUPTIME = Numeric(number="242", text="Server Up {uptime}")


RPL_STATSOLINE = Numeric(number="243", text="", source="defs.ircdocs.horse")


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


RPL_INVITELIST = Numeric(number="336", text="")


RPL_ENDOFINVITELIST = Numeric(number="337", text="End of /INVITE list")


RPL_INVITING = Numeric(number="341", text="")


RPL_INVEXLIST = Numeric(number="346", text="")


RPL_WHOISBOT = Numeric(number="335", text="is a bot", source="ircv3.net/specs/extensions/bot-mode")


RPL_WHOISACTUALLY = Numeric(number="338", text="is actually using host")


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


RPL_LOGGEDIN = Numeric(
    number="900", text="You are now logged in as {account}", source="ircv3.net/specs/extensions/sasl-3.1"
)


RPL_LOGGEDOUT = Numeric(number="901", text="You are now logged out", source="ircv3.net/specs/extensions/sasl-3.1")


RPL_SASLSUCCESS = Numeric(
    number="903", text="SASL authentication successful", source="ircv3.net/specs/extensions/sasl-3.1"
)


RPL_SASLMECHS = Numeric(
    number="908", text="are available SASL mechanisms", source="ircv3.net/specs/extensions/sasl-3.1"
)


RPL_WHOISHOST = Numeric(number="378", text="is connecting from {where}")


RPL_WHOISMODES = Numeric(number="379", text="is using modes +{modes}")


RPL_YOUREOPER = Numeric(number="381", text="You are now an IRC operator")


RPL_REHASHING = Numeric(number="382", text="Rehashing")


RPL_TIME = Numeric(number="391", text="{time}")


ERR_WASNOSUCHNICK = Numeric(number="406", text="There was no such nickname")


ERR_NOMOTD = Numeric(number="422", text="There is no message of the day")


ERR_NOADMININFO = Numeric(number="423", text="No administrative info available")


ERR_HELPNOTFOUND = Numeric(number="524", text="No help available on this topic")


RPL_WHOISSECURE = Numeric(number="671", text="is using a secure connection")


RPL_HELPSTART = Numeric(number="704", text="{line}")


RPL_HELPTXT = Numeric(number="705", text="{line}")


RPL_ENDOFHELP = Numeric(number="706", text="End of HELP")


RPL_MONONLINE = Numeric(number="730", text="{names}", source="ircv3.net/specs/extensions/monitor")


RPL_MONOFFLINE = Numeric(number="731", text="{names}", source="ircv3.net/specs/extensions/monitor")


RPL_MONLIST = Numeric(number="732", text="{names}", source="ircv3.net/specs/extensions/monitor")


RPL_ENDOFMONLIST = Numeric(number="733", text="End of MONITOR list", source="ircv3.net/specs/extensions/monitor")


RPL_WHOISKEYVALUE = Numeric(number="760", text="{value}", source="ircv3.net/specs/extensions/metadata")


RPL_KEYVALUE = Numeric(number="761", text="{value}", source="ircv3.net/specs/extensions/metadata")


RPL_KEYNOTSET = Numeric(number="766", text="key not set", source="ircv3.net/specs/extensions/metadata")


RPL_METADATASUBOK = Numeric(number="770", text="", source="ircv3.net/specs/extensions/metadata")


RPL_METADATAUNSUBOK = Numeric(number="771", text="", source="ircv3.net/specs/extensions/metadata")


RPL_METADATASUBS = Numeric(number="772", text="", source="ircv3.net/specs/extensions/metadata")
