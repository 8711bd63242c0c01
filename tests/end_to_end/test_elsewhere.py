"""Server and client where they find no more of the system than there is of it on Windows, or on macOS."""

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trio

from tests.conftest import PATIENCE
from tests.end_to_end.conftest import environment

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Program, Run

SYSTEMS = ["win32", "darwin"]


def trichat(system: str, *arguments: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
    """Run a command to its end."""
    command = [sys.executable, "-m", "trichat", *arguments]
    return subprocess.run(
        command, input=typed, env=environment(system), capture_output=True, encoding="utf-8", timeout=60, check=False
    )


class Chat:
    """`trichat chat --linear`, between two pipes."""

    def __init__(self, process: trio.Process) -> None:
        self.process = process
        self.shown = ""

    async def type(self, text: str) -> None:
        assert self.process.stdin is not None
        await self.process.stdin.send_all(text.encode())

    async def until(self, text: str) -> None:
        assert self.process.stdout is not None
        with trio.fail_after(PATIENCE):
            while text not in self.shown:
                data = await self.process.stdout.receive_some()
                assert data, f"{text!r} did not come, but {self.shown!r}"
                self.shown += data.decode()


async def chat(system: str, program: "Program", *arguments: str) -> Chat:
    command = [sys.executable, "-m", "trichat", "chat", "--linear", "--host", "127.0.0.1", "--port", str(program.port)]
    process = await trio.lowlevel.open_process(
        [*command, *arguments], env=environment(system), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    return Chat(process)


@pytest.mark.parametrize("system", SYSTEMS)
async def test_all_talk_and_are_remembered(run: "Run", tmp_path: Path, system: str) -> None:
    """At the plain door, at the IRC door, with the client at either; what was said is there after a restart."""
    history = str(tmp_path / "history.db")
    program = await run("--history", history, "--log-level", "warning", elsewhere=system)
    anna = await (await program.connect()).enter("anna")
    boris = await (await program.connect()).join("boris", "echo-message")
    carla = await chat(system, program, "--nick", "carla")
    await anna.until("carla")
    dora = await chat(system, program, "--plain")
    await dora.type("dora\n")
    await anna.until("dora")
    await anna.write("from anna\n")
    await boris.until(":from anna")
    await boris.send("PRIVMSG #lobby :from boris")
    await boris.until("from boris")
    await carla.type("from carla\n")
    await anna.until("carla: from carla\n")
    await dora.type("from dora\n")
    await boris.until(":from dora")
    for client in (carla, dora):
        await client.until("anna: from anna")
        await client.until("boris: from boris")
        await client.type("/quit\n")
        assert await client.process.wait() == 0
    await anna.close()
    await boris.close()
    program.process.terminate()
    assert await program.ended() == 0
    assert program.errors == ""
    again = await (await (await run("--history", history, elsewhere=system)).connect()).enter("egon")
    await again.write("/history 50\n")
    texts = ["anna: from anna", "boris: from boris", "carla: from carla", "dora: from dora"]
    assert texts == [line.partition("] ")[2] for line in await again.lines("dora: from dora")]
    await again.close()


@pytest.mark.parametrize("system", SYSTEMS)
async def test_one_server_for_one_history(run: "Run", tmp_path: Path, system: str) -> None:
    """Whoever comes second is told so; a server that was killed holds nothing up."""
    history = str(tmp_path / "history.db")
    first = await run("--history", history, elsewhere=system)
    second = await run("--history", history, listens=False, elsewhere=system)
    assert await second.ended() == 1
    assert "is in use by another trichat server" in second.errors
    first.kill()
    await first.ended()
    await run("--history", history, elsewhere=system)


async def test_who_cannot_ask_a_running_server_is_told_so(run: "Run", tmp_path: Path) -> None:
    """In one sentence; when it has stopped, what is to be done is done in the history."""
    where = ("--history", str(tmp_path / "history.db"))
    program = await run(*where, elsewhere="win32")
    told = await trio.to_thread.run_sync(lambda: trichat("win32", "account", "list", *where))
    expected = f"A server that runs cannot be asked on this system: stop the server that has {where[1]}, and try again."
    assert (1, f"trichat: {expected}\n") == (told.returncode, told.stderr)
    told = await trio.to_thread.run_sync(lambda: trichat("win32", "admin", "rehash", *where))
    expected = "A server that runs cannot be asked on this system: it reads its settings when it starts."
    assert (1, f"trichat: {expected}\n") == (told.returncode, told.stderr)
    program.process.terminate()
    await program.ended()
    told = trichat("win32", "account", "add", "anna", *where, typed="a long password\n")
    assert (0, "There is an account anna now.\n") == (told.returncode, told.stdout)


async def test_a_place_for_the_control_socket_where_there_is_none(run: "Run", tmp_path: Path) -> None:
    """Whoever has set one learns that it does nothing; the server runs."""
    settings = tmp_path / "serve.toml"
    settings.write_text(f"[server]\ncontrol = {str(tmp_path / 'c')!r}\n", encoding="utf-8")
    program = await run("--no-history", "--config", str(settings), elsewhere="win32")
    program.process.terminate()
    await program.ended()
    assert "[server] control does nothing on this system" in program.errors
    assert not (tmp_path / "c").exists()


def test_files_are_kept_from_others_by_other_means_than_modes(tmp_path: Path) -> None:
    """Where a mode says nothing, nobody is told to change it."""
    settings = tmp_path / "serve.toml"
    settings.write_text('[server]\npassword = "open sesame"\n', encoding="utf-8")
    settings.chmod(0o666)
    asked = ("account", "list", "--config", str(settings), "--history", str(tmp_path / "h.db"))
    assert "chmod 600" in trichat("darwin", *asked).stderr
    assert "There is no history" in trichat("win32", *asked).stderr
