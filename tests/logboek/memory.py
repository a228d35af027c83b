"""
A logboek in memory, with the same promises as one in a database, and with hands to tamper.
"""

from __future__ import annotations

import threading

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from typing import Any, TypeVar

from zvhprivacy.logboek import merkle
from zvhprivacy.model.stored import Checkpoint, Head, Leaf, Tile


T = TypeVar("T")


class Rows:
    """
    What is kept; a test may change it.
    """

    def __init__(self) -> None:
        self.leaves: dict[int, Leaf] = {}
        self.tiles: dict[tuple[int, int], Tile] = {}
        self.head = merkle.EMPTY
        self.checkpoints: list[Checkpoint] = []
        self.policies: dict[str, bytes] = {}
        self.data: dict[str, str] = {}  # what the case system keeps in the same database


class MemoryStore:
    """
    Keeps rows; *fails* is raised when it should make them durable.
    """

    def __init__(self, rows: Rows | None = None) -> None:
        self.rows = rows or Rows()
        self.flushes = 0
        self.fails: BaseException | None = None
        self.during: Callable[[], object] | None = None  # called in every flush
        self._lock = threading.Lock()

    @contextmanager
    def write(self) -> Iterator[MemoryTransaction]:
        """
        Become the only writer.
        """
        with self._lock:
            rows = Rows()
            rows.__dict__ = {name: _copy(value) for name, value in vars(self.rows).items()}
            yield MemoryTransaction(rows)
            if self.during is not None:
                self.during()
            if self.fails is not None:
                raise self.fails
            self.rows = rows
            self.flushes += 1

    def head(self) -> Head:
        """
        Give the head.
        """
        return self.rows.head

    def leaves(self, start: int, stop: int) -> Iterator[Leaf]:
        """
        Give entries.
        """
        rows = self.rows.leaves
        return iter([rows[number] for number in range(start, stop) if number in rows])

    def leaves_of(self, *, casus: str | None = None, voorwerp: str | None = None) -> Iterator[Leaf]:
        """
        Give entries about a case or a row.
        """
        for _, leaf in sorted(self.rows.leaves.items()):
            if casus in {None, leaf.casus} and voorwerp in {None, leaf.voorwerp}:
                yield leaf

    def tiles(self, niveau: int, start: int, stop: int) -> Sequence[Tile]:
        """
        Give tiles.
        """
        rows = self.rows.tiles
        return [rows[niveau, n] for n in range(start, stop) if (niveau, n) in rows]

    def checkpoints(self, *, last: int | None = None) -> Sequence[Checkpoint]:
        """
        Give checkpoints.
        """
        found = sorted(self.rows.checkpoints)
        return found if last is None else found[max(0, len(found) - last) :]

    def policies(self) -> Iterator[tuple[str, bytes]]:
        """
        Give policies.
        """
        return iter(sorted(self.rows.policies.items()))

    def copy(self) -> MemoryStore:
        """
        Give a copy that can be tampered with.
        """
        return MemoryStore(deepcopy(self.rows))


class MemoryTransaction:
    """
    The one writer.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def head(self) -> Head:
        """
        Give the head.
        """
        return self._rows.head

    def append(self, leaves: Sequence[Leaf], tiles: Sequence[Tile], head: Head) -> None:
        """
        Add entries, which must follow the ones that are there.
        """
        assert [leaf.nummer for leaf in leaves] == [*range(self._rows.head.size, head.size)]
        self._rows.leaves |= {leaf.nummer: leaf for leaf in leaves}
        self._rows.tiles |= {(tile.niveau, tile.nummer): tile for tile in tiles}
        self._rows.head = head

    def checkpoint(self, checkpoint: Checkpoint) -> None:
        """
        Keep a checkpoint.
        """
        self._rows.checkpoints.append(checkpoint)

    def policy(self, policy_hash: str, compiled: bytes) -> None:
        """
        Keep a policy.
        """
        self._rows.policies.setdefault(policy_hash, compiled)

    def prune(self, start: int, stop: int) -> int:
        """
        Forget lines.
        """
        leaves = self._rows.leaves
        old = [n for n in range(start, stop) if n in leaves and leaves[n].regel is not None]
        for number in old:
            leaves[number] = leaves[number]._replace(regel=None, casus=None, voorwerp=None)
        return len(old)

    def run(self, work: Callable[[Any], T]) -> T:
        """
        Run work on the data, undone alone when it raises.
        """
        before = dict(self._rows.data)
        try:
            return work(self._rows.data)
        except BaseException:
            self._rows.data.clear()
            self._rows.data.update(before)
            raise


def _copy(value: Any) -> Any:
    return value.copy() if isinstance(value, dict | list) else value
