"""Sockets, each by what the system reads and writes it with: its descriptor, or an object where that is no file."""

import errno
import os
import socket
import sys

import trio

if sys.platform != "win32":
    # A descriptor is the shortest way to a socket: no object is asked, and no time limit looked at.
    Handle = int
    read, write, close, pipe = os.read, os.write, os.close, os.pipe
    explain = os.strerror  # says what the number of an error means
    HAVE_PATHS = True  # whether a socket can stand in a folder, where the system says who may come in

    def path_socket() -> socket.socket:
        """Give a socket that can stand in a folder."""
        return socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)

    def handle(end: trio.socket.SocketType) -> Handle:
        """Give what reads and writes it without waiting. Its owner closes it."""
        return end.fileno()

else:
    import ctypes

    class Handle(socket.socket):
        """A socket that belongs to somebody else: whoever forgets this leaves it open."""

        def __del__(self) -> None:
            """Close nothing."""
            self.detach()

    read, write, close = socket.socket.recv, socket.socket.send, socket.socket.close
    explain = ctypes.FormatError  # os.strerror does not know the errors of sockets
    HAVE_PATHS = False  # Windows has such sockets, but Python and trio do not know them there

    def path_socket() -> socket.socket:
        """Raise OSError: there is none."""
        raise OSError(errno.EAFNOSUPPORT, "this system has no sockets with a path")

    def pipe() -> tuple[Handle, Handle]:
        """Give the ends of what is used as a pipe, one to read, one to write: trio cannot wait for a real one."""
        first, second = socket.socketpair()
        return Handle(fileno=first.detach()), Handle(fileno=second.detach())

    def handle(end: trio.socket.SocketType) -> Handle:
        """Give what reads and writes it without waiting. Its owner closes it."""
        made = Handle(end.family, end.type, end.proto, fileno=end.fileno())
        made.setblocking(False)
        return made


# By the name of an option, its value in seconds, or times. What other systems call TCP_KEEPIDLE is TCP_KEEPALIVE on
# macOS.
_KEEP_ALIVE = {"TCP_KEEPIDLE": 120, "TCP_KEEPALIVE": 120, "TCP_KEEPINTVL": 30, "TCP_KEEPCNT": 4}


def keep_alive(listener: trio.socket.SocketType) -> None:
    """Have the system find out when the other side of a connection has vanished without a word.

    On all systems that we know of, a connection inherits it from the socket that accepts it.
    """
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in _KEEP_ALIVE.items():
        if hasattr(socket, option):
            listener.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
