"""
How we connect to SQLite and PostgreSQL, and the settings that must hold on every connection.
"""

from __future__ import annotations

import logging
import os
import sqlite3

from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sqlalchemy import event

from zvhprivacy.store.errors import (
    DatabaseMissing,
    DatabaseUnreachable,
    ReadOnly,
    UnsafeDatabase,
    WrongDatabase,
)
from zvhprivacy.store.raw import driver


PATIENCE_SECONDS = 30.0  # for a lock that another process holds
SILENCE_SECONDS = 60  # a frozen program that holds the lock of the logboek stops everybody

WRITE = "zvh_write"  # the option of a connection that is going to write

# What each connection must say when asked; a build or a file system may refuse in silence.
SQLITE_SETTINGS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: with NORMAL a power loss takes acknowledged commits
    "fullfsync": 1,  # what fsync means on macOS; elsewhere it does nothing
    "checkpoint_fullfsync": 1,
    "foreign_keys": 1,
    "secure_delete": 1,  # what is removed is overwritten
    "trusted_schema": 0,
    # Pages; what is removed by the thousand is else written to the file once per thousand pages.
    "wal_autocheckpoint": 8_192,
    "cache_size": -16_384,  # KiB; with the usual 2 MiB a list of cases reads its pages again
    "recursive_triggers": 1,  # else INSERT OR REPLACE removes a guarded row unseen
}
POSTGRESQL_SETTINGS = {
    "synchronous_commit": {"on", "remote_apply"},
    "fsync": {"on"},
    "full_page_writes": {"on"},
}


def engine_of(
    target: str | Path, *, create: bool = True, patience: float = PATIENCE_SECONDS
) -> tuple[sa.Engine, str]:
    """
    Make an engine for *target* and the name to call it by, which holds no password.

    A path is a SQLite file, made with mode 0600 where there is none, unless *create* is off.
    Nothing connects yet.

    Raises:
        WrongDatabase: *target* is not something we can use.
        DatabaseMissing: The file is not there and *create* is off.
        DatabaseUnreachable: The file cannot be made.
    """
    url = _url(target)
    if url.get_backend_name() == "sqlite":
        path = Path(url.database or "")
        _make_file(path, create=create)
        engine = sa.create_engine(
            url,
            hide_parameters=True,
            connect_args={"timeout": patience},
            pool_size=8,
            poolclass=_Pool,
        )
        label = str(path)
        event.listen(engine, "connect", _checked(_set_sqlite, label))
        event.listen(engine, "begin", _begin_sqlite)
        return engine, label
    engine = _postgresql_engine(url, patience)
    label = f"{url.host or url.query.get('host') or 'localhost'}/{url.database or ''}"
    event.listen(engine, "connect", _checked(_check_postgresql, label))
    return engine, label


def _url(target: str | Path) -> sa.URL:
    if isinstance(target, Path) or "://" not in target:
        if not str(target) or str(target) == ":memory:":
            raise WrongDatabase(reden="geen pad")
        return sa.URL.create("sqlite", database=str(target))
    try:
        url = sa.make_url(target)
    except (sa.exc.ArgumentError, ValueError):
        # The message would quote the address, and that may hold a password.
        raise WrongDatabase(reden="onleesbaar adres") from None
    match url.drivername:
        case "sqlite" if url.database and url.database != ":memory:" and not url.query:
            return url
        case "postgresql" | "postgres" | "postgresql+psycopg":
            return url.set(drivername="postgresql+psycopg")
        case _:
            raise WrongDatabase(reden=url.drivername)


def _make_file(path: Path, *, create: bool) -> None:
    if path.exists():
        return
    if not create:
        raise DatabaseMissing(database=str(path), soort="bestand")
    try:
        # SQLite gives the files beside it (-wal, -shm) the mode of this one.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except PermissionError as error:
        raise ReadOnly(database=str(path), soort=type(error).__name__) from None
    except OSError as error:
        raise DatabaseUnreachable(database=str(path), soort=type(error).__name__) from None


class _Pool(sa.QueuePool):
    """
    A pool that logs what went wrong with a connection without the error: that may quote a row.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.logger = _WithoutErrors(self.logger)  # type: ignore[assignment]


class _WithoutErrors(logging.LoggerAdapter[Any]):
    def process(self, msg: Any, kwargs: Any) -> tuple[Any, Any]:
        return msg, {name: value for name, value in kwargs.items() if name != "exc_info"}


def _checked(check: Callable[[Any, str], None], label: str) -> Callable[[Any, object], None]:
    def listener(raw: Any, _: object) -> None:
        try:
            check(raw, label)
        except BaseException:
            raw.close()  # nobody else knows of it yet
            raise

    return listener


def _set_sqlite(raw: sqlite3.Connection, label: str) -> None:
    # Without this the driver begins transactions by itself, and too late for a lock.
    raw.isolation_level = None
    for name, value in SQLITE_SETTINGS.items():
        raw.execute(f"PRAGMA {name} = {value}")  # names and values are the constants above
    found = {name: raw.execute(f"PRAGMA {name}").fetchone()[0] for name in SQLITE_SETTINGS}
    for name, value in SQLITE_SETTINGS.items():
        if found[name] != value:
            raise UnsafeDatabase(database=label, soort=f"{name}={found[name]}")


def _begin_sqlite(connection: sa.Connection) -> None:
    # A writer takes the lock at once: a reader that turns writer may fail without waiting.
    write = connection.get_execution_options().get(WRITE, False)
    # Below SQLAlchemy, where it takes a tenth of the time; the logboek began by itself.
    raw = driver(connection)
    if not raw.in_transaction:
        raw.execute("BEGIN IMMEDIATE" if write else "BEGIN")


def _postgresql_engine(url: sa.URL, patience: float) -> sa.Engine:
    settings = {
        "synchronous_commit": "on",
        "timezone": "UTC",
        "lock_timeout": f"{int(patience * 1000)}ms",
        "idle_in_transaction_session_timeout": f"{SILENCE_SECONDS}s",
    }
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    arguments: dict[str, Any] = {
        "options": options,
        "application_name": "zvhprivacy",
        "connect_timeout": 10,
        "keepalives_idle": 30,
    }
    try:
        return sa.create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=8,
            poolclass=_Pool,
            connect_args=arguments,
        )
    except ImportError:
        raise WrongDatabase(reden="pip install 'zvhprivacy[postgres]'") from None


def _check_postgresql(raw: Any, label: str) -> None:
    for name, allowed in POSTGRESQL_SETTINGS.items():
        found = raw.execute(f"SHOW {name}").fetchone()[0]
        if found not in allowed:
            raise UnsafeDatabase(database=label, soort=f"{name}={found}")
    raw.commit()
