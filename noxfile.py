"""The checks. `nox` runs all that must pass; `nox -l` lists them; `nox -s tests -- -k outbox` runs a few tests."""

import os
import shutil
import sys
from pathlib import Path

import nox

nox.options.default_venv_backend = "uv|venv"
nox.options.error_on_missing_interpreters = False  # a missing Python is skipped; `pythons` says so at the end
nox.options.sessions = ["lint", "types", "docs", "cover", "tests", "browser", "wheel", "pythons"]

# What the conformance suite needs. pytest 9.0.0 cannot collect it (pytest issue 13895).
IRCTEST = ("pytest>=8.2,!=9.0.0", "pytest-timeout", "pytest-xdist", "ecdsa", "filelock", "websockets>=14")

PYTHONS = ("3.11", "3.12", "3.13")  # those that pyproject.toml promises
HERE = f"{sys.version_info.major}.{sys.version_info.minor}"  # that of nox, on which `cover` runs the tests
outcomes: dict[str, str] = {}  # of the tests in this run, by Python

# For the page, where npm is: what checks its types, and what finds in it what is in somebody's way.
TYPESCRIPT = "typescript@5"
AXE = "axe-core@4"

EVERY_CORE = ("-n", "auto", "--dist", "worksteal")  # on two cores the tests take half as long

SOURCES = ("trichat", "tests", "docs", "noxfile.py")


@nox.session(python=[version for version in PYTHONS if version != HERE])
def tests(session: nox.Session) -> None:
    """Run the tests on other Pythons; `cover` runs them on the one that nox has."""
    outcomes[str(session.python)] = "not passed"
    session.install("-e", ".[test]")
    session.run("pytest", *EVERY_CORE, *session.posargs)
    outcomes[str(session.python)] = "passed"


@nox.session
def cover(session: nox.Session) -> None:
    """Run the tests and see which branches they take; then those that touch the system, as on other systems."""
    outcomes[HERE] = "not passed"
    session.install("-e", ".[test]")
    session.run("coverage", "erase")
    session.run("coverage", "run", "-m", "pytest", *EVERY_CORE, *session.posargs)
    outcomes[HERE] = "passed"
    session.run("coverage", "combine")
    session.run("coverage", "report")
    if not session.posargs:
        _as_elsewhere(session)  # half a minute: an environment of their own would take longer to make than to use


# What asks trichat/system for something, by system. Decisions and bytes are the same everywhere; macOS lacks little.
SYSTEM_TESTS = {
    "win32": (
        "tests/system/test_files.py", "tests/system/test_process.py", "tests/system/test_sockets.py",
        "tests/system/test_terminal.py",
        "tests/config/test_settings.py", "tests/server/admin", "tests/server/connection/test_arrival.py",
        "tests/server/connection/test_connection.py", "tests/server/connection/test_outbox.py",
        "tests/server/connection/test_tls.py", "tests/server/history", "tests/server/test_clock.py",
        "tests/server/test_command.py", "tests/server/test_listeners.py", "tests/server/test_locale.py",
        "tests/server/test_serve.py", "tests/server/web",
        "tests/storage/test_sqlite.py", "tests/storage/test_tidying.py",
        "tests/client/background", "tests/client/net", "tests/client/settings", "tests/client/terminal/test_guest.py",
        "tests/client/terminal/test_tty.py", "tests/client/ui/test_linear.py", "tests/test_cli.py",
    ),
    "darwin": (
        "tests/system", "tests/server/admin", "tests/server/history", "tests/server/test_clock.py",
        "tests/server/test_listeners.py", "tests/storage/test_sqlite.py", "tests/storage/test_tidying.py",
    ),
}  # fmt: skip


def _as_elsewhere(session: nox.Session, *tests: str) -> None:
    """Run tests with what Python does not have on Windows, then on macOS, hidden from trichat."""
    path = str(Path("tests/checks/elsewhere").resolve())
    for system, touching in SYSTEM_TESTS.items():
        session.run("pytest", *EVERY_CORE, *(tests or touching), env={"TRICHAT_ELSEWHERE": system, "PYTHONPATH": path})


@nox.session(python=False)
def pythons(session: nox.Session) -> None:
    """Say on which Pythons the tests were run, and on which they were not, and why. Never fails."""
    for version in PYTHONS:
        missed = "not run" if _runs(session, version) else f"not run: no python{version} was found"
        session.log(f"The tests on Python {version}: {outcomes.get(version, missed)}")


def _runs(session: nox.Session, version: str) -> bool:
    """Tell whether there is this Python. Its name is not enough: pyenv has one for each that it could run."""
    program = shutil.which(f"python{version}")
    said = program and session.run(program, "-V", external=True, silent=True, log=False, success_codes=range(256))
    return str(said).startswith(f"Python {version}.")


@nox.session
def elsewhere(session: nox.Session) -> None:
    """Run tests as `cover` does at its end: `nox -s elsewhere -- tests` runs all, twice. Runs when asked."""
    session.install("-e", ".[test]")
    _as_elsewhere(session, *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and format."""
    session.install(".[lint]")
    session.run("ruff", "check", *SOURCES)
    session.run("ruff", "format", "--check", *SOURCES)


@nox.session
def types(session: nox.Session) -> None:
    """Check types, as they are on each system: what one does not have is a mistake in what is not in trichat/system."""
    session.install("-e", ".[test,types]", "nox")
    for system in ("linux", "darwin", "win32"):  # a cache holds what was found for one of them
        session.run("mypy", "--platform", system, "--cache-dir", f".mypy_cache/{system}")
    installed = _npm(session, TYPESCRIPT)
    if installed is not None:  # the page's types stand in its comments
        session.run(str(installed / ".bin" / "tsc"), "-p", "tests/page/tsconfig.json", external=True)


@nox.session
def browser(session: nox.Session) -> None:
    """Use the page in a real browser. What there is no browser, node or npm for is skipped, and says so."""
    session.install("-e", ".[test]", "playwright>=1.49")
    installed = _npm(session, AXE)
    session.env.pop("TMPDIR", None)  # as in `wheel`
    environment = {"TRICHAT_AXE": str(installed / "axe-core" / "axe.min.js")} if installed else {}
    session.run("pytest", "tests/page", *session.posargs, env=environment)


def _npm(session: nox.Session, package: str) -> Path | None:
    """Install a package for this session alone; give where it is, or None where there is no npm."""
    if shutil.which("npm") is None:
        session.log(f"There is no npm, so {package} is not run")
        return None
    folder = Path(session.create_tmp()) / "npm"
    quietly = ("--silent", "--no-audit", "--no-fund")
    session.run("npm", "install", *quietly, "--prefix", str(folder), package, external=True)
    return folder / "node_modules"


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation."""
    session.install("-e", ".[docs]")
    session.run("sphinx-build", "-W", "-q", "-b", "html", "docs", "docs/_build/html")


@nox.session
def bench(session: nox.Session) -> None:
    """Compare the speed with that of other servers: `nox -s bench -- --help`. Takes minutes, so it runs when asked."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "tests.checks.bench", "--folder", session.create_tmp(), *session.posargs)


@nox.session
def flame(session: nox.Session) -> None:
    """Draw in which functions the server's time goes under load, in docs/pictures. Runs when asked."""
    session.install("-e", ".", "py-spy")
    session.run("python", "-m", "tests.checks.bench.flame", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Let visitors who make no sense come and go: `nox -s fuzz -- --seconds 60 --seed 2`. Runs when asked."""
    session.install("-e", ".")
    session.run("python", "-m", "tests.checks.fuzz", *session.posargs)


@nox.session
def api(session: nox.Session) -> None:
    """Ask a server by HTTP all that its OpenAPI allows, and more: `nox -s api -- -n 100`. Runs when asked."""
    session.install("-e", ".", "schemathesis>=4")
    session.run("python", "-m", "tests.checks.api", *session.posargs)


@nox.session
def soak(session: nox.Session) -> None:
    """Put full load on a server for ten minutes and watch its memory: `nox -s soak -- --minutes 2`. Runs when asked."""
    session.install("-e", ".")
    session.run("python", "-m", "tests.checks.soak", *session.posargs)


@nox.session
def irctest(session: nox.Session) -> None:
    """Hold the IRC door to the public conformance suite: `IRCTEST_DIR=CHECKOUT nox -s irctest -- LIST`.

    The suite is not ours and not here, so this runs when asked. See CONTRIBUTING.md.
    """
    checkout = os.environ.get("IRCTEST_DIR")
    if not checkout:
        session.error("Say in IRCTEST_DIR where https://github.com/progval/irctest is checked out.")
    session.install("-e", ".", *IRCTEST)
    session.run("python", "-m", "tests.checks.irctest", "--folder", session.create_tmp(), checkout, *session.posargs)


@nox.session
def clients(session: nox.Session) -> None:
    """Come in with real clients: irssi, WeeChat and catgirl where they are on the machine, and bots on four libraries.

    And go with ours to ngIRCd, and to InspIRCd, alone and with the services Atheme. Each takes some seconds, so this
    runs when asked. What is not on the machine is skipped, and named at the end; so is the library bottom where there
    is no Python 3.12.
    """
    session.install("-e", ".[test]", "irc", "pydle[sasl]", "miniirc")
    python = _python_for_bottom(session)
    session.env.pop("TMPDIR", None)  # as in `wheel`
    environment = {"TRICHAT_BOTTOM_PYTHON": python} if python else {}
    command = ("pytest", "tests/checks/clients", "-o", "python_files=check_*.py", "-rs", *session.posargs)
    session.run(*command, env=environment)


def _python_for_bottom(session: nox.Session) -> str | None:
    """Give a Python that has `bottom`, which needs 3.12: any on the PATH, or one of pyenv's; None if there is none."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found = [shutil.which(f"python3.{minor}") for minor in range(12, 20)]
    found += [str(path) for path in sorted(pyenv.glob("versions/3.*/bin/python"))]
    fits = "import sys, venv, ensurepip; print(sys.version_info >= (3, 12))"
    for python in [each for each in found if each]:
        if session.run(python, "-c", fits, external=True, silent=True, success_codes=range(256)) == "True\n":
            folder = Path(session.create_tmp()) / "bottom"
            session.run(python, "-m", "venv", "--clear", str(folder), external=True)
            session.run(str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "bottom>=3", external=True)
            return str(folder / "bin" / "python")
    return None


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the wheel, and test what is in it where the sources cannot be seen."""
    session.install("build")
    dist = Path(session.create_tmp()) / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    session.run("python", "-m", "build", "--outdir", str(dist))
    (built,) = dist.glob("*.whl")
    session.install(f"{built}[test]", "--force-reinstall")
    away = Path(session.create_tmp()) / "away"
    shutil.rmtree(away, ignore_errors=True)
    away.mkdir()
    for name in ("tests", "docs", ".ci"):
        shutil.copytree(name, away / name, ignore=shutil.ignore_patterns("_build", "__pycache__"))
    for name in ("pyproject.toml", "README.md", "README.ru.md", "CHANGELOG.md", "CONTRIBUTING.md", "noxfile.py"):
        shutil.copy(name, away)
    session.chdir(away)
    session.env.pop("TMPDIR", None)  # create_tmp has set it: a path so long that the name of no socket fits behind it
    session.run("pytest", *EVERY_CORE, *session.posargs)


@nox.session
def keys(session: nox.Session) -> None:
    """See how soon the client is there, and a key is seen while messages flood in. Runs when asked."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "tests.checks.bench.keys", *session.posargs)
