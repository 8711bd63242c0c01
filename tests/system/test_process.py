"""The process: open files, signals, the arguments of a command."""

import asyncio
import signal
import sys
from collections.abc import Callable

import pytest
import trio

from trichat.system import process

if sys.platform != "win32":
    import resource

    def test_as_many_files_as_the_system_takes(monkeypatch: pytest.MonkeyPatch) -> None:
        """Some say that there is no limit, and refuse to be without one; whatever they say, the server starts."""
        asked: list[tuple[int, int]] = []
        most = [resource.RLIM_INFINITY]

        def set_limit(_what: int, limits: tuple[int, int]) -> None:
            asked.append(limits)
            if limits[0] in most:
                raise ValueError("current limit exceeds maximum limit")

        monkeypatch.setattr(resource, "getrlimit", lambda _what: (256, resource.RLIM_INFINITY))
        monkeypatch.setattr(resource, "setrlimit", set_limit)
        process.allow_many_files()
        assert [(resource.RLIM_INFINITY, resource.RLIM_INFINITY), (10_240, resource.RLIM_INFINITY)] == asked
        most.append(10_240)
        process.allow_many_files()
        assert 4 == len(asked)

    def test_how_many_files_may_be_open(monkeypatch: pytest.MonkeyPatch) -> None:
        """It is the limit in force that counts; no limit is none."""
        monkeypatch.setattr(resource, "getrlimit", lambda _what: (256, resource.RLIM_INFINITY))
        assert 256 == process.most_files()
        monkeypatch.setattr(resource, "getrlimit", lambda _what: (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert process.most_files() is None

    test_how_many_files_may_be_open = pytest.mark.posix(test_how_many_files_may_be_open)
    test_as_many_files_as_the_system_takes = pytest.mark.posix(test_as_many_files_as_the_system_takes)


class Deaf(asyncio.SelectorEventLoop):
    """A loop like those of Windows, to which no signal is handed."""

    def add_signal_handler(self, *_args: object) -> None:
        raise NotImplementedError


@pytest.mark.parametrize("make", [Deaf, asyncio.new_event_loop])
def test_asyncio_hears_signals(make: Callable[[], asyncio.AbstractEventLoop]) -> None:
    """In a turn of its own, also where its loops do not know of them; afterwards all is as before."""
    before = signal.getsignal(signal.SIGTERM)
    heard: list[int] = []

    async def main() -> None:
        came = asyncio.Event()

        def hear(number: int) -> None:
            heard.append(number)
            came.set()

        with process.heard_by_asyncio(asyncio.get_running_loop(), (signal.SIGTERM,), hear):
            signal.raise_signal(signal.SIGTERM)
            assert [] == heard
            await asyncio.wait_for(came.wait(), 20)

    with asyncio.Runner(loop_factory=make) as runner:
        runner.run(main())
    assert [signal.SIGTERM] == heard
    assert before == signal.getsignal(signal.SIGTERM)


async def test_trio_hears_signals() -> None:
    """Likewise; where there is none of the kind, there is none to be heard."""
    before = signal.getsignal(signal.SIGTERM)
    came = trio.Event()
    with process.heard_by_trio((signal.SIGTERM,), came.set), process.heard_by_trio((), came.set):
        signal.raise_signal(signal.SIGTERM)
        with trio.fail_after(20):
            await came.wait()
    assert before == signal.getsignal(signal.SIGTERM)


@pytest.mark.posix
def test_a_command_is_split_as_a_shell_would() -> None:
    """Where programs take a list of arguments."""
    assert ["pass", "show", "chat anna"] == process.arguments("pass show 'chat anna'")


def test_a_command_stays_whole_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its paths have backslashes, and each program splits its line as it likes."""
    monkeypatch.setattr(process.os, "name", "nt")  # type: ignore[attr-defined]
    assert r"C:\bin\pass.exe show" == process.arguments(r"C:\bin\pass.exe show")
