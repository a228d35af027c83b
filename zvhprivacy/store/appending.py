"""
What the one writer of the logboek may do in his transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from zvhprivacy.errors import StoreFailed
from zvhprivacy.model.stored import Checkpoint, Head, Leaf, Tile
from zvhprivacy.store.database import Database
from zvhprivacy.store.raw import run, run_many
from zvhprivacy.store.tables.logboek import HASH_BYTES, LogboekBeleid, LogboekCheckpoint


T = TypeVar("T")
COPY_FROM = 64  # rows; from here COPY is faster than INSERT on PostgreSQL

CHECKPOINT = LogboekCheckpoint.metadata.tables["logboek_checkpoint"]
BELEID = LogboekBeleid.metadata.tables["logboek_beleid"]

# The order of the columns is that of Leaf and Tile.
HEAD = "SELECT omvang, toppen FROM logboek_stand WHERE id = 1"
_FIRST = "INSERT INTO logboek_stand (id, omvang, toppen) VALUES (1, ?, ?)"
_MOVE = "UPDATE logboek_stand SET omvang = ?, toppen = ? WHERE id = 1 AND omvang = ?"
_LEAF = "INSERT INTO logboek_regel (nummer, hash, regel, casus, voorwerp) VALUES (?, ?, ?, ?, ?)"
_TILE = "INSERT INTO logboek_tegel (niveau, nummer, hash) VALUES (?, ?, ?)"
_COPY = "COPY logboek_regel (nummer, hash, regel, casus, voorwerp) FROM STDIN"
_PRUNE = (
    "UPDATE logboek_regel SET regel = NULL, casus = NULL, voorwerp = NULL "
    "WHERE nummer >= ? AND nummer < ? AND regel IS NOT NULL"
)


class LogboekTransaction:
    """
    The one writer, while `LogboekStore.write` lasts.
    """

    def __init__(self, database: Database, connection: sa.Connection, raw: Any) -> None:
        self._database = database
        self._connection = connection
        self._raw = raw  # of the driver; its errors become ours where the transaction ends

    def head(self) -> Head:
        """
        Give how far the tree is, as this transaction sees it.
        """
        return as_head(self._do(HEAD, ()).fetchall())

    def append(self, leaves: Sequence[Leaf], tiles: Sequence[Tile], head: Head) -> None:
        """
        Add entries with the tiles they complete, and move the head.

        Raises:
            StoreFailed: They do not follow the entries that are there.
        """
        if not leaves:
            return
        first = leaves[0].nummer
        toppen = b"".join(head.peaks)
        moved = (
            self._do(_MOVE, (head.size, toppen, first))
            if first
            else self._do(_FIRST, (head.size, toppen))
        )
        numbers = [leaf.nummer for leaf in leaves]
        if moved.rowcount != 1 or numbers != list(range(first, head.size)):
            raise StoreFailed(database=self._database.label, soort="logboek_stand")
        self._add(leaves)
        if tiles:
            run_many(self._raw, _TILE, tiles, sqlite=self._database.sqlite)

    def checkpoint(self, checkpoint: Checkpoint) -> None:
        """
        Keep a signed checkpoint.
        """
        values = {"omvang": checkpoint.size, "tijd": checkpoint.tijd, "tekst": checkpoint.tekst}
        with self._database.ours():
            self._connection.execute(sa.insert(CHECKPOINT).values(values))

    def policy(self, policy_hash: str, compiled: bytes) -> None:
        """
        Keep the compiled policy that entries name by its hash; the same one again is nothing.
        """
        known = sa.select(BELEID.c.hash).where(BELEID.c.hash == policy_hash)
        with self._database.ours():
            if self._connection.execute(known).first() is None:
                row = {"hash": policy_hash, "inhoud": compiled}
                self._connection.execute(sa.insert(BELEID).values(row))

    def prune(self, start: int, stop: int) -> int:
        """
        Forget what entries from *start* up to *stop* say, keep their hashes; say how many.

        The bytes are gone from the files with the next `scrub` of the table.
        """
        return int(self._do(_PRUNE, (start, stop)).rowcount)

    def run(self, work: Callable[[sa.Connection], T]) -> T:
        """
        Run *work* with the connection inside this transaction, undone alone if it raises.

        *work* must not begin, commit or roll back by itself.
        """
        with self._database.ours(), self._connection.begin_nested():
            return work(self._connection)

    def _do(self, query: str, values: tuple[object, ...]) -> Any:
        return run(self._raw, query, values, sqlite=self._database.sqlite)

    def _add(self, leaves: Sequence[Leaf]) -> None:
        if self._database.sqlite or len(leaves) < COPY_FROM:
            run_many(self._raw, _LEAF, leaves, sqlite=self._database.sqlite)
            return
        with self._raw.cursor().copy(_COPY) as copy:
            for leaf in leaves:
                copy.write_row(leaf)


def as_head(rows: Sequence[tuple[Any, ...]]) -> Head:
    """
    Read what `HEAD` gave.
    """
    if not rows:
        return Head(0, ())
    size, toppen = rows[0]
    starts = range(0, len(toppen), HASH_BYTES)
    return Head(size, tuple(bytes(toppen[start : start + HASH_BYTES]) for start in starts))
