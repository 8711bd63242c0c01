"""Tables of settings, for the server and the client: what each is for, what it may be, and the file they stand in."""
