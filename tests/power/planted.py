"""
Mistakes that a person could make in the store; the harness must find each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest import mock

import sqlalchemy as sa

from zvhprivacy.model.stored import Head, Leaf, Tile
from zvhprivacy.store import scrub
from zvhprivacy.store.appending import LogboekTransaction
from zvhprivacy.store.connect import SQLITE_SETTINGS
from zvhprivacy.store.logboek import LogboekStore


def less_synchronous() -> AbstractContextManager[object]:
    """
    `synchronous=NORMAL`, which is advised everywhere for a write-ahead log and much faster.
    """
    return mock.patch.dict(SQLITE_SETTINGS, synchronous=1)


@contextmanager
def told_too_soon() -> Iterator[None]:
    """
    A write returns before its flush: the commit is left to the next write, to do two at once.
    """

    @contextmanager
    def write(self: LogboekStore) -> Iterator[LogboekTransaction]:
        with self._lock, self._database.ours():
            self._commit()
            yield LogboekTransaction(self._database, *self._begin())

    def close(self: LogboekStore) -> None:
        self._commit()
        self._drop()

    with mock.patch.multiple(LogboekStore, write=write, close=close):
        yield


@contextmanager
def head_apart() -> Iterator[None]:
    """
    The head of the tree moves in a transaction of its own, after that of the leaves.
    """
    append = LogboekTransaction.append

    def apart(
        self: LogboekTransaction, leaves: Sequence[Leaf], tiles: Sequence[Tile], head: Head
    ) -> None:
        def later(leaves: Sequence[Leaf]) -> None:
            del leaves

        if not leaves:
            return
        self._add(leaves)
        _commit(self)
        with mock.patch.object(self, "_add", later):
            append(self, leaves, tiles, head)

    with mock.patch.object(LogboekTransaction, "append", apart):
        yield


@contextmanager
def work_apart() -> Iterator[None]:
    """
    The change of the data is committed by itself, before the line that tells of it.
    """
    run = LogboekTransaction.run

    def apart(self: LogboekTransaction, work: Callable[[Any], Any]) -> Any:
        result = run(self, work)
        _commit(self)
        return result

    with mock.patch.object(LogboekTransaction, "run", apart):
        yield


def log_not_flushed() -> AbstractContextManager[object]:
    """
    After a removal the write-ahead log is made empty, but not made so durably.
    """

    def forget(connection: sa.Connection) -> str:
        raw: Any = connection.connection.driver_connection
        raw.execute("VACUUM")
        busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return "wal_checkpoint" if busy else ""

    return mock.patch.object(scrub, "_sqlite", forget)


def _commit(transaction: LogboekTransaction) -> None:
    raw: Any = transaction._connection.connection.driver_connection
    raw.execute("COMMIT")
    raw.execute("BEGIN IMMEDIATE")


BUGS: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "synchronous=NORMAL": less_synchronous,
    "told-too-soon": told_too_soon,
    "head-apart": head_apart,
    "work-apart": work_apart,
}
