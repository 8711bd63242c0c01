"""The IRC door's protocol: IRCv3 as modern.ircdocs.horse and ircv3.net describe it."""
