"""Sockets, as far as systems differ in them."""

import os
import sys

import pytest
import trio

from trichat.system import sockets


@pytest.mark.posix
async def test_where_sockets_are_files_nothing_stands_between() -> None:
    """All that is said goes this way: a descriptor, and the calls of the system themselves."""
    if sys.platform == "win32":
        return
    assert (os.read, os.write, os.close, os.pipe) == (sockets.read, sockets.write, sockets.close, sockets.pipe)
    with trio.socket.socket() as end:
        assert end.fileno() == sockets.handle(end)


async def test_a_handle_reads_and_writes_and_leaves_its_socket_open() -> None:
    """It belongs to whoever made the socket; who has nothing to read does not wait."""
    one, other = trio.socket.socketpair()
    with one, other:
        handle = sockets.handle(one)
        with pytest.raises(BlockingIOError):
            sockets.read(handle, 10)
        assert 5 == sockets.write(handle, b"hello")
        assert b"hello" == await other.recv(10)
        del handle
        assert 5 == await one.send(b"again")


def test_a_pipe_ends_when_nobody_can_write_any_more() -> None:
    """What takes the place of a pipe does as well."""
    read, write = sockets.pipe()
    sockets.write(write, b".")
    sockets.close(write)
    assert [b".", b""] == [sockets.read(read, 1), sockets.read(read, 1)]
    sockets.close(read)
