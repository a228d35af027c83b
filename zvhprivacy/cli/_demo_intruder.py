"""
Somebody with the files of the database and without keys, who switches its guards off.
"""

from __future__ import annotations

import sqlite3

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple


_DAY, _REFUSED = b'"dag":"', b'"resultaat":"verboden"'  # as they stand in a line


class Seen(NamedTuple):
    """
    How often some bytes stand in some files, and how many files and bytes that were.
    """

    keer: int
    bestanden: int
    bytes: int


class Changed(NamedTuple):
    """
    Which line of the logboek was changed, and what stood and stands there.
    """

    nummer: int
    oud: str
    nieuw: str


def row(database: Path, table: str, key: str) -> dict[str, object]:
    """
    Read one row as it is stored.
    """
    with _opened(database) as connection:
        connection.row_factory = sqlite3.Row
        # The name of the table is ours; a placeholder cannot stand for one.
        query = f"SELECT * FROM {table} WHERE id = ?"  # noqa: S608
        return dict(connection.execute(query, (key,)).fetchone())


def seen(folder: Path, words: Iterable[str | bytes]) -> Seen:
    """
    Count how often *words* stand in the raw bytes of the files in *folder*.
    """
    files = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
    sought = [word.encode() if isinstance(word, str) else word for word in words]
    times = sum(content.count(word) for content in files for word in sought)
    return Seen(times, len(files), sum(map(len, files)))


def copied(database: Path, target: Path) -> Path:
    """
    Copy *database* whole, without its guards.
    """
    with _opened(database) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        guards = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in copy.execute(guards).fetchall():
            copy.execute(f"DROP TRIGGER {name}")
        copy.commit()
    return target


def change_byte(database: Path, casus: str) -> Changed | None:
    """
    Change one byte of the last refusal in the logboek about *casus*: its day becomes another.

    None when there is no refusal.
    """
    query = "SELECT nummer, regel FROM logboek_regel WHERE casus = ? ORDER BY nummer"
    change = "UPDATE logboek_regel SET regel = ? WHERE nummer = ?"
    with _opened(database, write=True) as connection:
        rows = connection.execute(query, (casus,)).fetchall()
        refusals = [each for each in rows if _REFUSED in each[1] and _DAY in each[1]]
        if not refusals:
            return None
        nummer, regel = refusals[-1]
        start = regel.index(_DAY) + len(_DAY)
        day = slice(start, start + len("2026-06-01"))
        changed = bytearray(regel)
        changed[day.stop - 1] ^= 3  # a 1 becomes a 2, and the other way about
        connection.execute(change, (bytes(changed), nummer))
        connection.commit()
    return Changed(nummer, regel[day].decode(), changed[day].decode())


def put_back(database: Path, old: dict[str, object]) -> None:
    """
    Put the row of a case back as it was.
    """
    query = f"INSERT OR REPLACE INTO casus VALUES ({', '.join('?' * len(old))})"  # noqa: S608
    with _opened(database, write=True) as connection:
        connection.execute(query, tuple(old.values()))
        connection.commit()


def _opened(database: Path, *, write: bool = False) -> closing[sqlite3.Connection]:
    address = f"{database.resolve().as_uri()}?mode={'rw' if write else 'ro'}"
    return closing(sqlite3.connect(address, uri=True))
