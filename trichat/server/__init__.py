"""Where waiting happens: trio tasks, sockets and threads around the hub."""
