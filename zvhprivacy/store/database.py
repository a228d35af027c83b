"""
One of our two databases: connections, transactions, and only errors of our own.

The *hoofd* holds the cases, the registers and the logboek; the *kluis* holds the wrapped keys and
the persons, and has a back-up cycle of its own (docs/adr/0011-two-databases.md).
"""

from __future__ import annotations

import os

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa

from zvhprivacy.store.connect import PATIENCE_SECONDS, WRITE, engine_of
from zvhprivacy.store.errors import DatabaseUnreachable, ours


class Part(StrEnum):
    """
    Which of the two databases; each has its own tables, migrations and version table.
    """

    HOOFD = "hoofd"
    KLUIS = "kluis"


class Database:
    """
    A database that is ready for use: it carries the connections to it.

    It may be shared by threads, not by a process and its fork.
    """

    def __init__(self, part: Part, engine: sa.Engine, label: str) -> None:
        self.part = part
        self.engine = engine
        self.label = label
        self.sqlite = engine.dialect.name == "sqlite"
        self._driver: type[Exception] = engine.dialect.loaded_dbapi.Error
        self._process = os.getpid()

    def __repr__(self) -> str:
        return f"Database({self.part}, {self.engine.dialect.name})"

    def ours(self) -> AbstractContextManager[None]:
        """
        Turn the errors of SQLAlchemy and the driver into ours.
        """
        return ours(self.label, self._driver)

    def connect(self, *, write: bool = False) -> sa.Connection:
        """
        Give a connection; who takes it begins, ends and closes, inside `ours`.

        With *write* a transaction on SQLite takes the lock of the only writer at its beginning.

        Raises:
            DatabaseUnreachable: This process is a fork of the one that opened the database.
        """
        if os.getpid() != self._process:
            # Two processes on one connection mix their transactions, and SQLite loses its locks.
            raise DatabaseUnreachable(database=self.label, soort="fork")
        connection = self.engine.connect()
        return connection.execution_options(**{WRITE: True}) if write else connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """
        Lend a connection in a transaction that sees one moment on SQLite, and keeps nothing.
        """
        with self.ours(), self.connect() as connection:
            yield connection

    @contextmanager
    def write(self, *, alone: int | None = None) -> Iterator[sa.Connection]:
        """
        Lend a connection in a transaction that is durable when this returns, or undone as a whole.

        SQLite has one writer at a time; on PostgreSQL those who name the same lock *alone* wait
        for each other.
        """
        with self.ours(), self.connect(write=True) as connection, connection.begin():
            if alone is not None and not self.sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(alone)))
            yield connection

    def close(self) -> None:
        """
        Close the connections; those that are lent out when they come back.
        """
        self.engine.dispose()


def open_database(
    part: Part,
    target: str | Path,
    *,
    create: bool = True,
    patience: float = PATIENCE_SECONDS,
) -> Database:
    """
    Open the database *part* at *target*: a path for SQLite, or `postgresql+psycopg://…`.

    An empty one gets its tables; with *create* off that is an error, so that a misspelt name does
    not begin anew.
    *patience* is how many seconds to wait for a lock.

    Raises:
        StoreFailed: It cannot be used; `SchemaTooOld` and `SchemaTooNew` leave it as it was.
        WrongDatabase: *target* is not something we can use.
    """
    from zvhprivacy.store.schema import make_ready

    database = _connect(part, target, create=create, patience=patience)
    try:
        make_ready(database, create=create)
    except BaseException:
        database.close()
        raise
    return database


def migrate(part: Part, target: str | Path) -> None:
    """
    Bring the tables of the database *part* at *target* up to this version; first make a back-up.

    Raises:
        StoreFailed: It cannot be done; the tables are as they were.
        WrongDatabase: *target* is not something we can use.
    """
    from zvhprivacy.store.schema import upgrade

    database = _connect(part, target, create=False, patience=PATIENCE_SECONDS)
    try:
        upgrade(database)
    finally:
        database.close()


def kluis_beside(target: str | Path) -> str | Path:
    """
    Say where the kluis stands when only the *target* of the hoofd is known.

    For a file that is a second file beside it; for PostgreSQL it is the same database, which is
    the second choice: one back-up then holds both.
    """
    if isinstance(target, str) and "://" in target and not target.startswith("sqlite"):
        return target
    path = Path(str(target).removeprefix("sqlite:///"))
    return path.with_name(f"{path.stem}-kluis{path.suffix}")


def _connect(part: Part, target: str | Path, *, create: bool, patience: float) -> Database:
    engine, label = engine_of(target, create=create, patience=patience)
    return Database(part, engine, label)
