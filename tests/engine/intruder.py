"""
Somebody with the file of the database and without keys, who knows how to switch guards off.
"""
# ruff: noqa: S608 -- the names of tables and columns are those of the file

from __future__ import annotations

import sqlite3

from pathlib import Path
from typing import Any

from tests.engine.zaken import Zaak
from zvhprivacy.engine.rows import stored_rows
from zvhprivacy.logboek.reconcile import RowDeviation, compare_rows


class Intruder:
    """
    Reads and writes the rows of a file of SQLite.
    """

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA ignore_check_constraints = ON")
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in self.connection.execute(query).fetchall():
            self.connection.execute(f"DROP TRIGGER {name}")

    def columns(self, table: str) -> list[str]:
        """
        Name the columns of *table*.
        """
        return [row[1] for row in self.connection.execute(f"PRAGMA table_info({table})")]

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """
        Give all rows of *table*.
        """
        return self.connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()

    def get(self, table: str, key: str, column: str) -> Any:
        """
        Give one field.
        """
        query = f"SELECT {column} FROM {table} WHERE id = ?"
        return self.connection.execute(query, (key,)).fetchone()[0]

    def set(self, table: str, key: str, **values: object) -> None:
        """
        Change fields of a row.
        """
        changes = ", ".join(f"{name} = ?" for name in values)
        query = f"UPDATE {table} SET {changes} WHERE id = ?"
        self.connection.execute(query, (*values.values(), key))

    def remove(self, table: str, key: str) -> None:
        """
        Remove a row.
        """
        self.connection.execute(f"DELETE FROM {table} WHERE id = ?", (key,))

    def add(self, table: str, row: tuple[Any, ...]) -> None:
        """
        Add a row.
        """
        marks = ", ".join("?" for _ in row)
        self.connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)


def deviations(zaak: Zaak) -> list[RowDeviation]:
    """
    Lay what is stored beside the logboek.
    """
    storage = zaak.h.huis.storage
    return compare_rows(storage.log, stored_rows(storage.hoofd))
