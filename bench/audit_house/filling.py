"""
Putting many lines and rows in the databases of the invented house at once.
"""

from __future__ import annotations

import sqlite3

from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench.audit_house.copying import Entry
from zvhprivacy.logboek import merkle
from zvhprivacy.model.casus import Register
from zvhprivacy.model.stored import Leaf
from zvhprivacy.store.database import Part
from zvhprivacy.store.logboek import LogboekStore
from zvhprivacy.store.rows import TABLES, to_row
from zvhprivacy.store.tables import metadata_of


def append(log: LogboekStore, entries: Iterable[Entry]) -> None:
    """
    Add *entries* to the tree as the writer does, each with the time that it has.
    """
    with log.write() as tx:
        head = tx.head()
        leaves = [
            Leaf(number, merkle.leaf_hash(each.regel), each.regel, each.casus, each.voorwerp)
            for number, each in enumerate(entries, head.size)
        ]
        if leaves:
            new, tiles = merkle.append(head, [leaf.hash for leaf in leaves])
            tx.append(leaves, tiles, new)


def put(hoofd: Path, rows: Iterable[tuple[str, Register]]) -> None:
    """
    Store each row, of the case that is told, over what was stored of it before.
    """
    tables: dict[type[Register], dict[str, Mapping[str, Any]]] = {}
    for casus, row in rows:
        kept = {"casus": casus} | to_row(row)
        tables.setdefault(type(row), {})[kept["id"]] = kept
    with closing(sqlite3.connect(hoofd, timeout=30)) as raw:
        # Rows come in the order of the logboek, and all at once.
        raw.executescript("PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF")
        for kind, each in tables.items():
            columns = metadata_of(Part.HOOFD).tables[TABLES[kind]].columns.keys()
            marks = ", ".join("?" * len(columns))
            renewed = ", ".join(f"{name} = excluded.{name}" for name in columns)
            statement = (
                f"INSERT INTO {TABLES[kind]} ({', '.join(columns)}) VALUES ({marks}) "  # noqa: S608
                f"ON CONFLICT (id) DO UPDATE SET {renewed}"
            )
            raw.executemany(
                statement, ([_kept(row.get(name)) for name in columns] for row in each.values())
            )
        raw.commit()


def _kept(held: Any) -> Any:
    if isinstance(held, datetime):
        return held.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(held, date):
        return held.isoformat()
    return str(held) if isinstance(held, str) else held
