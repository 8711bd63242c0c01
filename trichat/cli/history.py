"""`trichat history`: checking, saving, repairing and moving what a server keeps."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from trichat.cli.common import FILE, examples, fail, option, show_any_path, where
from trichat.errors import StartError, TrichatError
from trichat.system import process


@click.group(epilog=examples("trichat history check", "trichat history backup backup.db"))
@click.pass_context
def history(context: click.Context) -> None:
    """Check, back up, repair, export and import what is kept. The server runs or not."""
    show_any_path()
    for number in process.LEAVING:  # as Ctrl-C does: no file that is half made is left
        context.call_on_close(process.on_signal(number, lambda number: sys.exit(128 + number)))


@history.command(
    "check",
    epilog=examples("trichat history check", "trichat history check --history backup.db"),
)
@where
def check(**chosen: Path | None) -> None:
    """Look at all of a history, and say what is damaged. The server can go on running."""
    from trichat.storage.maintenance import check as checking  # noqa: PLC0415
    from trichat.storage.opening import command, real  # noqa: PLC0415
    from trichat.words.text.clean import clean  # noqa: PLC0415

    path = real(_path(**chosen))
    try:
        report = checking.check(path)
    except TrichatError as exc:
        fail(exc)
    if not report.faults:
        click.echo(f"The history {path} is whole: {report.contents}.")
        return
    click.echo(f"The history {path} is damaged:", err=True)
    for fault in report.faults:
        click.echo(f"  {clean(fault)}", err=True)
    click.echo(f"This saves what can be read, and keeps the damaged file: {command('repair', path)}", err=True)
    sys.exit(1)


@history.command(
    "backup",
    epilog=examples("trichat history backup backup.db", 'trichat history backup "backup-$(date +%F).db"'),
)
@click.argument("file", type=FILE)
@where
def backup(file: Path, **chosen: Path | None) -> None:
    """Copy the history into FILE, and check the copy. The server can go on running.

    It is a history itself: a server can be started with it. Only you can read it, and no file is overwritten.
    """
    from trichat.storage.maintenance.backup import backup as copy  # noqa: PLC0415

    path = _path(**chosen)
    try:
        report = copy(path, file)
    except TrichatError as exc:
        fail(exc)
    click.echo(f"{file} is a copy of the history, and whole: {report.contents}.")


@history.command(
    "repair",
    epilog=examples("trichat history repair", "trichat history repair saved.db --history damaged.db"),
)
@click.argument("file", type=FILE, required=False)
@where
def repair(file: Path | None, **chosen: Path | None) -> None:
    """Save what can be read of a damaged history. The server has to be stopped first.

    It says what could not be saved, and the damaged file is kept. Without FILE, what was saved takes its place, and it
    gets another name; with FILE, it stays where it is.
    """
    from trichat.storage.maintenance.repair import repair as mend  # noqa: PLC0415

    path = _path(**chosen)
    try:
        repaired = mend(path, file)
    except TrichatError as exc:
        fail(exc)
    if repaired is None:
        click.echo(f"Nothing is wrong with the history {path}. It is left as it is.")
        return
    for line in repaired.lines(file or path):
        click.echo(line)


@history.command(
    "export",
    epilog=examples("trichat history export all.jsonl", "trichat history export --format text | less"),
)
@click.argument("file", type=FILE, required=False)
@option(
    "--format",
    type=click.Choice(["json", "text"]),
    default="json",
    show_default=True,
    help="Lines of JSON hold all there is, for import and other programs; text is what was said and done, to read.",
)
@where
def export(file: Path | None, format: str, **chosen: Path | None) -> None:  # noqa: A002
    """Write all of a history as lines. The server can go on running.

    They go into FILE, which only you can read, or to standard output. Private messages are among them, and in JSON also
    accounts, with hashes of their passwords: keep them from others.
    """
    from trichat.storage.maintenance import transfer  # noqa: PLC0415

    path = _path(**chosen)
    try:
        if file is None or file == Path("-"):
            _print(transfer.exported(path, format))
        else:
            transfer.export(path, file, format)
    except TrichatError as exc:
        fail(exc)
    secret = "private messages" + (" and hashes of passwords" if format == "json" else "")
    click.echo(f"There are {secret} in it: keep it from others.", err=True)


@history.command(
    "import",
    epilog=examples(
        "trichat history import all.jsonl --history new.db", "trichat history import --history new.db < all.jsonl"
    ),
)
@click.argument("file", type=click.File("rb"), default="-")
@where
def import_(file: Any, **chosen: Path | None) -> None:
    """Make a history of the JSON that export has written.

    It is in FILE, or on standard input. There must be no history yet, or an empty one, and no server that has it.
    """
    from trichat.storage.maintenance import transfer  # noqa: PLC0415

    path = _path(**chosen)
    name = "Standard input" if file is sys.stdin.buffer else file.name
    try:
        report = transfer.import_(file, name, path)
    except TrichatError as exc:
        fail(exc)
    click.echo(f"The history {path} has all of it now: {report.contents}.")


def _print(lines: Iterable[bytes]) -> None:
    """Write to standard output."""
    sys.stdout.buffer.writelines(lines)
    sys.stdout.flush()


def _path(config: Path | None, history: Path | None) -> Path:
    """Give the file that is meant."""
    from trichat.config import settings  # noqa: PLC0415 (`--help` needs no settings)

    try:
        path = settings.load(config, {"history": history} if history else {}).history
        if path is None:
            raise StartError("The settings say that no history is kept: name a file with --history.")
    except TrichatError as exc:
        fail(exc)
    return path
