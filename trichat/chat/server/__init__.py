"""Questions about the server and about people: VERSION, LUSERS, WHO, WHOIS and the like."""
