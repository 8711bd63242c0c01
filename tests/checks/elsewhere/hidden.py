"""Python as trichat would see it on another system: `hide` makes it so for the rest of the process.

All others (trio, prompt_toolkit, pytest) must see the system that is really there, or nothing would run. So what a
module of trichat imports is not, say, `os`, but a view of it in which things are missing.

It shows that trichat uses nothing that Python lacks elsewhere, and that what it does instead works. That Windows does
what its documentation says, it cannot show.
"""

import builtins
import errno
import importlib
import os
import signal
import stat
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any

_UNIX_OS = """
    chown chroot confstr ctermid fchdir fchmod fchown fdatasync fork forkpty fstatvfs get_blocking getegid geteuid
    getgid getgrouplist getgroups getloadavg getpgid getpgrp getpriority getresgid getresuid getsid getuid initgroups
    killpg lchown lockf major makedev minor mkfifo mknod nice openpty pathconf posix_fadvise posix_fallocate posix_spawn
    pread preadv pwrite pwritev readv register_at_fork sched_yield sendfile set_blocking setegid seteuid setgid
    setgroups setpgid setpriority setregid setresgid setresuid setreuid setsid setuid statvfs sync sysconf tcgetpgrp
    tcsetpgrp ttyname uname wait wait3 wait4 waitid writev
    O_CLOEXEC O_DIRECTORY O_DSYNC O_NDELAY O_NOCTTY O_NOFOLLOW O_NONBLOCK O_SYNC WNOHANG
"""
_LINUX_OS = """
    copy_file_range eventfd fdatasync getrandom getxattr listxattr memfd_create pidfd_open pipe2 posix_fadvise
    posix_fallocate sched_getaffinity sched_setaffinity setxattr splice O_DIRECT O_PATH O_TMPFILE
"""
_UNIX_SOCKET = """
    AF_UNIX CMSG_LEN MSG_CMSG_CLOEXEC MSG_DONTWAIT MSG_EOR SCM_RIGHTS SO_PASSCRED SO_REUSEPORT recv_fds send_fds
"""
_LINUX_SOCKET = """
    AF_NETLINK AF_PACKET AF_VSOCK MSG_NOSIGNAL SOCK_CLOEXEC SOCK_NONBLOCK SO_PEERCRED TCP_KEEPIDLE TCP_USER_TIMEOUT
"""
_UNIX_MODULES = "crypt curses fcntl grp posix pty pwd readline resource spwd syslog termios tty"
_UNIX_TIME = frozenset(name for name in dir(time) if name.startswith(("CLOCK_", "clock_"))) | {"tzset"}
_LINUX_TIME = frozenset(("CLOCK_BOOTTIME", "CLOCK_TAI"))
_WINDOWS_SIGNALS = frozenset("SIGINT SIGTERM SIGABRT SIGFPE SIGILL SIGSEGV SIG_DFL SIG_IGN".split())  # noqa: SIM905
_UNIX_SIGNALS = frozenset(name for name in dir(signal) if name.startswith("SIG")) - _WINDOWS_SIGNALS

# By system: modules that are missing, and by module, names that are.
MODULES: Mapping[str, frozenset[str]] = {"win32": frozenset(_UNIX_MODULES.split()), "darwin": frozenset({"spwd"})}
MISSING: Mapping[str, Mapping[str, frozenset[str]]] = {
    "win32": {
        "os": frozenset((_UNIX_OS + _LINUX_OS).split()),
        "socket": frozenset((_UNIX_SOCKET + _LINUX_SOCKET).split()),
        "signal": _UNIX_SIGNALS,
        "time": _UNIX_TIME,
    },
    "darwin": {"os": frozenset(_LINUX_OS.split()), "socket": frozenset(_LINUX_SOCKET.split()), "time": _LINUX_TIME},
}


def _unless_socket(does: Callable[..., Any]) -> Callable[..., Any]:
    """Give what does the same, but not with sockets: on Windows they are no files."""

    def done(descriptor: int, what: object) -> Any:
        if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return does(descriptor, what)

    return done


# By system and module: what is there in another way.
_INSTEAD: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "win32": {
        "os": {"name": "nt", "read": _unless_socket(os.read), "write": _unless_socket(os.write)},
        "sys": {"platform": "win32"},
        "ctypes": {"FormatError": os.strerror},
    },
    "darwin": {"sys": {"platform": "darwin"}, "socket": {"TCP_KEEPALIVE": 4}},  # the number that Linux has for it
}


class View(ModuleType):
    """A module without some of its names, and with others in another way."""

    def __init__(self, name: str, system: str) -> None:
        super().__init__(name)
        self.__dict__.update(_INSTEAD[system].get(name, {}))
        self._missing = MISSING[system].get(name, frozenset())

    def __getattr__(self, name: str) -> Any:
        """Look into the module itself, each time: tests put other things there."""
        if name in self._missing:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r} there", name=name, obj=self)
        return getattr(importlib.import_module(self.__name__), name)


def hide(system: str) -> None:
    """Let trichat see that system from now on."""
    views = {name: View(name, system) for name in {*MISSING[system], *_INSTEAD[system]}}
    really = builtins.__import__

    def importing(
        name: str,
        globals: Mapping[str, object] | None = None,  # noqa: A002
        locals: Mapping[str, object] | None = None,  # noqa: A002
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        if not _is_ours(globals):
            return really(name, globals, locals, fromlist, level)
        if system == "win32" and name == "msvcrt":
            return _msvcrt()
        if name.partition(".")[0] in MODULES[system]:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        found = really(name, globals, locals, fromlist, level)
        if system == "win32":
            _change("trio", lambda trio: trio.lowlevel, "wait_readable", _refuse_files)
            _change("asyncio.unix_events", lambda asyncio: asyncio.SelectorEventLoop, "add_signal_handler", _refuse)
        return views.get(name, found)

    builtins.__import__ = importing


def _msvcrt() -> ModuleType:
    """Give what Windows locks files with. Only trichat may see it: others take its being there for Windows."""
    if sys.platform == "win32":
        raise AssertionError("there it is not made, but there")
    import fcntl  # noqa: PLC0415

    def locking(descriptor: int, _how: int, _bytes: int) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES)) from exc

    made = ModuleType("msvcrt")
    made.__dict__.update(LK_NBLCK=2, locking=locking)
    return made


def _is_ours(globals: Mapping[str, object] | None) -> bool:  # noqa: A002
    name = (globals or {}).get("__name__")
    return isinstance(name, str) and name.partition(".")[0] == "trichat"


_changed: set[str] = set()


def _change(module: str, where: Callable[[Any], Any], name: str, check: Callable[..., None]) -> None:
    """Have a function refuse something if trichat calls it, as soon as its module is there."""
    if module not in sys.modules or module in _changed:
        return
    _changed.add(module)
    owner = where(sys.modules[module])
    really = getattr(owner, name)

    def called(*args: Any) -> Any:
        if _is_ours(sys._getframe(1).f_globals):
            check(*args)
        return really(*args)

    setattr(owner, name, called)


def _refuse_files(file: Any) -> None:
    """Trio waits for sockets only, on Windows."""
    if not stat.S_ISSOCK(os.fstat(file if isinstance(file, int) else file.fileno()).st_mode):
        raise OSError(errno.ENOTSOCK, os.strerror(errno.ENOTSOCK))


def _refuse(*_args: object) -> None:
    """The loops of asyncio hand on no signals there."""
    raise NotImplementedError
