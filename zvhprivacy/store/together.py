"""
Calls of one thread that belong together: one transaction, alone, and forgetting at its end.
"""

from __future__ import annotations

import threading

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from zvhprivacy.store.database import Database
from zvhprivacy.store.scrub import scrub


class Together:
    """
    The transaction that a thread has open on *database*, if any.

    *lock* is what writers on PostgreSQL wait for.
    """

    def __init__(self, database: Database, lock: int) -> None:
        self._database = database
        self._lock = lock
        self._mine = threading.local()

    @contextmanager
    def write(self, *, forget: sa.Table | None = None) -> Iterator[sa.Connection]:
        """
        Lend the connection of the open transaction, or of a new one that ends here.

        Inside an open one, what raises is undone alone, so that who expects it can go on.
        When the outermost ends, nothing may be left of what was removed from the tables *forget*.

        Raises:
            TracesLeft: Everything was kept, but something of what was removed is still there.
        """
        connection = self._open()
        if connection is not None:
            if forget is not None:
                self._mine.forget.add(forget.name)
            with self._database.ours(), connection.begin_nested():
                yield connection
            return
        self._mine.forget = {forget.name} if forget is not None else set()
        with self._database.write(alone=self._lock) as connection:
            self._mine.connection = connection
            try:
                yield connection
            finally:
                self._mine.connection = None
        if self._mine.forget:
            scrub(self._database, sorted(self._mine.forget))

    def rows(self, query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        """
        Give what *query* finds, as the open transaction sees it.
        """
        connection = self._open()
        if connection is not None:
            with self._database.ours():
                return connection.execute(query).all()
        with self._database.read() as connection:
            return connection.execute(query).all()

    def _open(self) -> sa.Connection | None:
        found: sa.Connection | None = getattr(self._mine, "connection", None)
        return found
