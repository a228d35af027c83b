"""
SQLite through another driver, for the code under test: SQLAlchemy takes what is installed here.

`on_disk` puts APSW in the place of Python's `sqlite3`, on the file system that records.
"""

from __future__ import annotations

import contextlib
import itertools
import sqlite3

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest import mock

import apsw

from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from tests.power import vfs
from tests.power.disk import Disk
from tests.power.ledger_file import watched


WAL_PAGES = 1_000  # the default of SQLite
PATIENCE_SECONDS = 1  # at most: one program works in these files, so who waits longer waits in vain
_CHANGING = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@contextmanager
def installed(connect: Callable[..., Any]) -> Iterator[None]:
    """
    Let SQLAlchemy open SQLite databases with *connect*.
    """
    names = vars(sqlite3.dbapi2) | {"connect": connect}

    def module() -> SimpleNamespace:  # SQLAlchemy looks at what kind of function it is
        return SimpleNamespace(**names)

    with mock.patch.object(SQLiteDialect_pysqlite, "import_dbapi", module):
        yield


@contextmanager
def on_disk(disk: Disk, *, wal_pages: int = WAL_PAGES) -> Iterator[None]:
    """
    Let SQLAlchemy open SQLite databases on *disk*, and the ledger of destruction write there.

    The write-ahead log goes to the database when it has *wal_pages*; with fewer than usual, what
    happens rarely happens often.
    """
    with vfs.mounted(disk) as name, contextlib.ExitStack() as stack:

        def connect(file: str, *, timeout: float = 5.0, **_: object) -> Connection:
            connection = Connection(file, name, timeout, wal_pages)
            stack.callback(connection.close)  # at the latest: the file system goes after it
            return connection

        with installed(connect), watched(disk.record):
            yield


class Connection:
    """
    A connection in the form of `sqlite3`, as far as the store and SQLAlchemy use it.

    It begins no transaction by itself.
    """

    def __init__(self, file: str, vfs_name: str, timeout: float, wal_pages: int) -> None:
        self._most = wal_pages
        self._pages = 0
        self.isolation_level: str | None = ""
        self._closed = False
        with _errors():
            self._apsw = apsw.Connection(file, vfs=vfs_name)
            self._apsw.set_busy_timeout(int(min(timeout, PATIENCE_SECONDS) * 1000))
            self._apsw.set_wal_hook(self._grown)

    @property
    def in_transaction(self) -> bool:
        """
        Tell whether a transaction was begun.
        """
        return not self._closed and self._apsw.in_transaction

    def cursor(self) -> Cursor:
        """
        Give a cursor.
        """
        return Cursor(self._apsw, self._empty_wal)

    def execute(self, query: str, values: Any = ()) -> Cursor:
        """
        Run one statement.
        """
        return self.cursor().execute(query, values)

    def executemany(self, query: str, rows: Iterable[Any]) -> Cursor:
        """
        Run one statement for each of *rows*.
        """
        return self.cursor().executemany(query, rows)

    def commit(self) -> None:
        """
        End the transaction.
        """
        if self.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        """
        Undo the transaction.
        """
        if self.in_transaction:
            self.execute("ROLLBACK")

    def _grown(self, _: apsw.Connection, __: str, pages: int) -> int:
        self._pages = pages
        return apsw.SQLITE_OK

    def _empty_wal(self) -> None:
        # SQLite does this by itself after a commit, and an error in it is not one of the commit.
        # But APSW would raise what our file system raised, although SQLite went on.
        if self._pages >= self._most:
            self._pages = 0
            with contextlib.suppress(apsw.Error):
                self._apsw.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)

    def create_function(self, name: str, count: int, function: Any, **options: bool) -> None:
        """
        Add a function to SQL.
        """
        self._apsw.create_scalar_function(name, function, count, **options)

    def close(self) -> None:
        """
        Close it; the last one that closes empties the write-ahead log.
        """
        self._closed = True
        with contextlib.suppress(apsw.Error):  # sqlite3 says nothing of it either
            self._apsw.close()


class Cursor:
    """
    What a statement gave; all rows are fetched at once.
    """

    def __init__(self, connection: apsw.Connection, after: Callable[[], None]) -> None:
        self._apsw = connection
        self._after = after
        self._rows: Iterator[tuple[Any, ...]] = iter(())
        self.description: Sequence[tuple[Any, ...]] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    def execute(self, query: str, values: Any = ()) -> Cursor:
        """
        Run one statement.
        """
        self._rows = iter(self._run(query, values))
        if query.lstrip()[:7].upper().startswith(_CHANGING):
            self.rowcount = self._apsw.changes()
            self.lastrowid = self._apsw.last_insert_rowid()
        return self

    def executemany(self, query: str, rows: Iterable[Any]) -> Cursor:
        """
        Run one statement for each of *rows*.
        """
        count = 0
        for values in rows:
            self._run(query, values)
            count += self._apsw.changes()
        self.rowcount = count
        return self

    def _run(self, query: str, values: Any) -> list[tuple[Any, ...]]:
        cursor = self._apsw.cursor()
        self.description = None

        def describe(running: apsw.Cursor, *_: object) -> bool:
            # A statement without rows is over before it can be asked what its columns are.
            columns = running.get_description()
            self.description = [(name, *[None] * 6) for name, _ in columns] or None
            return True

        cursor.exec_trace = describe
        with _errors():
            rows = list(cursor.execute(query, values))
        self._after()
        return rows

    def fetchone(self) -> tuple[Any, ...] | None:
        """
        Give the next row.
        """
        return next(self._rows, None)

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        """
        Give the next rows.
        """
        return list(itertools.islice(self._rows, size or self.arraysize))

    def fetchall(self) -> list[tuple[Any, ...]]:
        """
        Give the rows that are left.
        """
        return list(self._rows)

    def close(self) -> None:
        """
        Forget the rows.
        """
        self._rows = iter(())


@contextlib.contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except apsw.Error as problem:
        error = _of_sqlite3(problem)
    else:
        return
    raise error


def _of_sqlite3(problem: apsw.Error) -> sqlite3.Error:
    # Their types leave these two out.
    code, extended = getattr(problem, "result", 0), getattr(problem, "extendedresult", 0)
    kind = {
        apsw.SQLITE_CONSTRAINT: sqlite3.IntegrityError,
        apsw.SQLITE_CORRUPT: sqlite3.DatabaseError,
        apsw.SQLITE_NOTADB: sqlite3.DatabaseError,
        apsw.SQLITE_MISUSE: sqlite3.InterfaceError,
    }.get(code, sqlite3.OperationalError)
    error = kind(str(problem))
    error.sqlite_errorcode = extended
    names = apsw.mapping_extended_result_codes | apsw.mapping_result_codes
    error.sqlite_errorname = str(names.get(extended, names.get(code)))
    return error
