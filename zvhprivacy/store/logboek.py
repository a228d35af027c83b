"""
The logboek in a database: one writer over all processes, durable before it returns.

The hot paths talk to the driver itself, on a connection that is kept with what it prepared: what an
entry costs should be the flush.
"""

from __future__ import annotations

import contextlib
import threading

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from zvhprivacy.errors import StoreFailed, WrongUse
from zvhprivacy.model.stored import Checkpoint, Head, Leaf, Tile
from zvhprivacy.store.appending import BELEID, CHECKPOINT, HEAD, LogboekTransaction, as_head
from zvhprivacy.store.database import Database
from zvhprivacy.store.errors import DatabaseUnreachable
from zvhprivacy.store.raw import driver, run


LOCK = int.from_bytes(b"zvhlogbk")  # one writer at a time, on PostgreSQL
ROWS_AT_ONCE = 4_096  # a reader holds no transaction for longer than one page of rows
IDS_AT_ONCE = 500  # in one question; an old SQLite takes 999

_COLUMNS = "SELECT nummer, hash, regel, casus, voorwerp FROM logboek_regel"
_LEAVES = f"{_COLUMNS} WHERE nummer >= ? AND nummer < ? ORDER BY nummer"
_TILES = (
    "SELECT niveau, nummer, hash FROM logboek_tegel "
    "WHERE niveau = ? AND nummer >= ? AND nummer < ? ORDER BY nummer"
)
_ABOUT = "{columns} WHERE {about} AND nummer > ? ORDER BY nummer LIMIT {rows}"
# Beyond the head there is nothing, whatever stands there.
_LAST = (
    "{columns} WHERE nummer IN (SELECT max(nummer) FROM logboek_regel WHERE voorwerp IN ({ids}) "
    "AND nummer < (SELECT omvang FROM logboek_stand) GROUP BY voorwerp)"
)


class LogboekStore:
    """
    The logboek in *database*; it may be shared by threads.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._owner: int | None = None
        # Kept, and with it what it prepared: the connection, and that of the driver below it.
        self._kept: tuple[sa.Connection, Any] | None = None

    @contextmanager
    def write(self) -> Iterator[LogboekTransaction]:
        """
        Become the only writer; leaving makes everything durable before it returns.

        Whatever raises inside, nothing of it is kept.

        Raises:
            StoreFailed: It cannot be written, or this thread is writing already.
        """
        if self._owner == threading.get_ident():
            raise StoreFailed(database=self._database.label, soort="genest")
        with self._lock:
            self._owner = threading.get_ident()
            try:
                with self._database.ours():
                    connection, raw = self._begin()
                    try:
                        yield LogboekTransaction(self._database, connection, raw)
                        self._commit()
                    except BaseException:
                        self._drop()
                        raise
            finally:
                self._owner = None

    def head(self) -> Head:
        """
        Give how far the durable tree is.
        """
        return as_head(self._rows(HEAD, ()))

    def leaves(self, start: int, stop: int) -> Iterator[Leaf]:
        """
        Give the entries from *start* up to *stop*, in order, some thousands at a time.
        """
        for first in range(start, stop, ROWS_AT_ONCE):
            rows = self._rows(_LEAVES, (first, min(first + ROWS_AT_ONCE, stop)))
            yield from map(Leaf._make, rows)

    def leaves_of(self, *, casus: str | None = None, voorwerp: str | None = None) -> Iterator[Leaf]:
        """
        Give the entries about a case or a stored row, in order; about both when both are given.

        Raises:
            WrongUse: Neither is given.
        """
        about = {"casus": casus, "voorwerp": voorwerp}
        asked = {name: value for name, value in about.items() if value is not None}
        if not asked:
            raise WrongUse(reden="leaves_of: casus, voorwerp")
        query = _ABOUT.format(
            columns=_COLUMNS,
            about=" AND ".join(f"{name} = ?" for name in asked),
            rows=ROWS_AT_ONCE,
        )
        after = -1
        while rows := self._rows(query, (*asked.values(), after)):
            yield from map(Leaf._make, rows)
            after = rows[-1][0]

    def last_of(self, voorwerpen: Sequence[str]) -> dict[str, Leaf]:
        """
        Give the last entry about each of these stored rows; those without one are left out.
        """
        found: dict[str, Leaf] = {}
        for start in range(0, len(voorwerpen), IDS_AT_ONCE):
            some = tuple(voorwerpen[start : start + IDS_AT_ONCE])
            query = _LAST.format(columns=_COLUMNS, ids=", ".join("?" * len(some)))
            leaves = map(Leaf._make, self._rows(query, some))
            found |= {leaf.voorwerp: leaf for leaf in leaves if leaf.voorwerp}
        return found

    def tiles(self, niveau: int, start: int, stop: int) -> Sequence[Tile]:
        """
        Give the tiles of a level from *start* up to *stop*, in order.
        """
        return [Tile._make(row) for row in self._rows(_TILES, (niveau, start, stop))]

    def checkpoints(self, *, last: int | None = None) -> Sequence[Checkpoint]:
        """
        Give the checkpoints in order of size, or only the *last* ones.
        """
        columns = CHECKPOINT.c
        query = sa.select(columns.omvang, columns.tijd, columns.tekst)
        query = query.order_by(columns.omvang.desc(), columns.id.desc()).limit(last)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return [Checkpoint(*row) for row in reversed(rows)]

    def policies(self) -> Iterator[tuple[str, bytes]]:
        """
        Give the compiled policies with their hashes.
        """
        with self._database.read() as connection:
            query = sa.select(BELEID.c.hash).order_by(BELEID.c.hash)
            known = connection.execute(query).scalars().all()
        for each in known:
            content = sa.select(BELEID.c.inhoud).where(BELEID.c.hash == each)
            with self._database.read() as connection:
                compiled = connection.execute(content).scalar_one()
            yield each, compiled

    def close(self) -> None:
        """
        Give the kept connection back; the next write takes one again.
        """
        with self._lock:
            self._drop()

    def _begin(self) -> tuple[sa.Connection, Any]:
        kept = self._kept
        if kept is not None:
            try:
                # A server that was restarted is noticed here, before anything was written.
                with self._database.ours():
                    self._lock_out(kept[1])
                    return kept
            except DatabaseUnreachable:
                self._drop()
        connection = self._database.connect(write=True)
        self._kept = connection, driver(connection)
        try:
            self._lock_out(self._kept[1])
        except BaseException:
            self._drop()
            raise
        return self._kept

    def _lock_out(self, raw: Any) -> None:
        """
        Begin a transaction in which nobody else writes to the logboek.
        """
        # Below SQLAlchemy, which takes as long for a transaction as SQLite.
        if self._database.sqlite:
            raw.execute("BEGIN IMMEDIATE")
        else:
            raw.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))

    def _commit(self) -> None:
        if self._kept is not None:
            connection, raw = self._kept
            # SQLAlchemy knows of a transaction only when something was done with it.
            (connection if connection.in_transaction() else raw).commit()

    def _drop(self) -> None:
        kept, self._kept = self._kept, None
        if kept is not None:
            # What went wrong is on its way to the caller; a dead connection says it once more.
            with contextlib.suppress(Exception):
                kept[0].close()

    def _rows(self, query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        with self._database.ours(), self._database.connect() as connection:
            cursor = run(driver(connection), query, values, sqlite=self._database.sqlite)
            return list(cursor.fetchall())
