"""
Make the database forget what was removed from it, as far as an engine can.
"""

from __future__ import annotations

import re

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from zvhprivacy.errors import StoreFailed
from zvhprivacy.store.database import Database
from zvhprivacy.store.errors import TracesLeft


def scrub(database: Database, tables: Sequence[str]) -> None:
    """
    Leave nothing in the files of *database* of the rows that were removed from *tables*.

    SQLite overwrites a row that is removed (`secure_delete`), but not the copies that stay behind
    where a page was split; so the file is written anew, and the log beside it emptied.
    PostgreSQL writes the tables anew, without dead rows; its own write-ahead log keeps what it
    was told until it is used again, and no program can change that.

    Raises:
        TracesLeft: Another connection still may need the old rows, or we may not do this.
    """
    try:
        with database.ours(), database.connect() as connection:
            left = _sqlite(connection) if database.sqlite else _postgresql(connection, tables)
    except StoreFailed as error:
        left = error.code
    if left:
        # After the except, so that the error does not carry another one along.
        raise TracesLeft(database=database.label, soort=left)


def _sqlite(connection: sa.Connection) -> str:
    raw: Any = connection.connection.driver_connection
    raw.execute("VACUUM")
    busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        return "wal_checkpoint"
    # That the log is empty is durable with its next flush: without one, a loss of power brings
    # back what was in it. This changes nothing, and flushes.
    raw.execute("PRAGMA user_version = 0")
    return ""


def _postgresql(connection: sa.Connection, tables: Sequence[str]) -> str:
    # VACUUM runs outside a transaction.
    connection = connection.execution_options(isolation_level="AUTOCOMMIT")
    raw: Any = connection.connection.driver_connection
    quote = connection.dialect.identifier_preparer.quote
    said: list[str] = []

    def hear(notice: Any) -> None:
        said.append(notice.message_detail or "")

    for table in tables:
        said.clear()
        before = _file(connection, table)
        raw.add_notice_handler(hear)
        try:
            connection.exec_driver_sql(f"VACUUM (FULL, VERBOSE) {quote(table)}")
        finally:
            raw.remove_notice_handler(hear)
        # Without the right to do it there is only a warning, and the table stays as it was.
        if _file(connection, table) == before:
            return f"VACUUM FULL {table}"
        # A transaction that began earlier may still see the rows; then they were copied along.
        # PostgreSQL says how many at the beginning of a line, in any language.
        counts = [int(number) for text in said for number in re.findall(r"^\d+", text)]
        if not counts or any(counts):
            return f"VACUUM FULL {table}, oudere transactie"
    return ""


def _file(connection: sa.Connection, table: str) -> int:
    query = sa.select(sa.func.pg_relation_filenode(sa.cast(table, sa.dialects.postgresql.REGCLASS)))
    return int(connection.execute(query).scalar_one())
