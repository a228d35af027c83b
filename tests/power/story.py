"""
What a program does with a database, how it goes on after a loss, and how one sees what was lost.
"""

from __future__ import annotations

import sqlite3

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

from tests.power.disk import Files, Told


Tell: TypeAlias = Callable[[str, str], None]
Step: TypeAlias = Callable[[], object]


class Outcome(NamedTuple):
    """
    How much was done to a story, how often what was left was opened, and what was wrong then.

    *points* are the places where it was killed, and its recovery.
    """

    losses: int = 0
    faults: int = 0
    points: int = 0
    kills: int = 0
    reopened: int = 0
    wrong: tuple[str, ...] = ()

    def __add__(self, other: object) -> Outcome:
        assert isinstance(other, Outcome)
        return Outcome(
            **{name: getattr(self, name) + getattr(other, name) for name in self._fields}
        )


class Story(Protocol):
    """
    A program that is cut off at any moment; the loss of power, a kill and an I/O error tell it.
    """

    @property
    def name(self) -> str:
        """
        What it is called.
        """

    @property
    def wal_pages(self) -> int:
        """
        After how many pages the write-ahead log goes to the database.
        """

    def start(self) -> Files:
        """
        Give the files it begins with.
        """

    @contextmanager
    def steps(self, folder: Path, tell: Tell) -> Iterator[Iterator[Step]]:
        """
        Open what is in *folder* and give what is done with it, one by one.

        A step tells what it was told itself.
        """

    def at_rest(self, files: Files, told: Sequence[Told]) -> Iterator[str]:
        """
        Say what is wrong with the bytes, before anything opens them.
        """

    def recover(self, folder: Path, told: Sequence[Told], tell: Tell, attempt: int) -> None:
        """
        Open what is left, look it over and go on with it, with the code that everybody uses.
        """

    def judge(self, folder: Path, told: Sequence[Told]) -> Iterator[str]:
        """
        Say what is wrong with what is left, without the code that is being judged.
        """


@contextmanager
def look(path: Path) -> Iterator[sqlite3.Connection]:
    """
    Lend a plain connection, which changes nothing.
    """
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        yield connection


def damage(connection: sqlite3.Connection) -> Iterator[str]:
    """
    Say what SQLite itself finds wrong.
    """
    found = connection.execute("PRAGMA integrity_check").fetchall()
    if found != [("ok",)]:
        yield "damaged file"
    if connection.execute("PRAGMA foreign_key_check").fetchall():
        yield "damaged reference"


def whats(told: Sequence[Told], soort: str) -> list[str]:
    """
    Give what was told of one kind.
    """
    return [each.what for each in told if each.soort == soort]
