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

_COLUMNS = "SELECT nummer, hash, regel, casus, voorwerp FROM logboek_regel"
_LEAVES = f"{_COLUMNS} WHERE nummer >= ? AND nummer < ? ORDER BY nummer"
_TILES = (
    "SELECT niveau, nummer, hash FROM logboek_tegel "
    "WHERE niveau = ? AND nummer >= ? AND nummer < ? ORDER BY nummer"
)
_ABOUT = "{columns} WHERE {about} AND nummer > ? ORDER BY nummer LIMIT {rows}"


class LogboekStore:
    """
    The logboek in *database*; it may be shared by threads.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._owner: int | None = None
        self._connection: sa.Connection | None = None  # kept, and with it what it prepared

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
                    connection = self._begin()
                    try:
                        yield LogboekTransaction(self._database, connection)
                        connection.commit()
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

    def _begin(self) -> sa.Connection:
        kept = self._connection
        if kept is not None:
            try:
                # A server that was restarted is noticed here, before anything was written.
                with self._database.ours():
                    return self._locked(kept)
            except DatabaseUnreachable:
                self._drop()
        connection = self._connection = self._database.connect(write=True)
        try:
            return self._locked(connection)
        except BaseException:
            self._drop()
            raise

    def _locked(self, connection: sa.Connection) -> sa.Connection:
        connection.begin()
        if not self._database.sqlite:
            driver(connection).execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        return connection

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            # What went wrong is on its way to the caller; a dead connection says it once more.
            with contextlib.suppress(Exception):
                connection.close()

    def _rows(self, query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        with self._database.ours(), self._database.connect() as connection:
            return list(run(connection, query, values).fetchall())
