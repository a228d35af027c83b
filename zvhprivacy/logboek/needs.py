"""
What the logboek needs stored; the store fulfils it, and neither knows the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

from zvhprivacy.model.stored import Checkpoint, Head, Leaf, Tile


T = TypeVar("T")


class LogTransaction(Protocol):
    """
    The only writer at this moment, over all threads and processes.
    """

    def head(self) -> Head:
        """
        Give how far the tree is, as this transaction sees it.
        """

    def append(self, leaves: Sequence[Leaf], tiles: Sequence[Tile], head: Head) -> None:
        """
        Add entries with the tiles they complete, and move the head.
        """

    def checkpoint(self, checkpoint: Checkpoint) -> None:
        """
        Keep a signed checkpoint.
        """

    def policy(self, policy_hash: str, compiled: bytes) -> None:
        """
        Keep the compiled policy that entries name by its hash; the same one again is nothing.
        """

    def prune(self, start: int, stop: int) -> int:
        """
        Forget the *regel* of entries from *start* up to *stop*, keep their hashes; say how many.
        """

    def run(self, work: Callable[[Any], T]) -> T:
        """
        Run *work* with the store's connection inside this transaction, undone alone if it raises.

        So a change of data and the entry that tells of it become durable together.
        """


class LogStore(Protocol):
    """
    A database with one logboek in it.
    """

    def write(self) -> AbstractContextManager[LogTransaction]:
        """
        Become the only writer; leaving makes everything durable before it returns.
        """

    def head(self) -> Head:
        """
        Give how far the durable tree is.
        """

    def leaves(self, start: int, stop: int) -> Iterator[Leaf]:
        """
        Give the entries from *start* up to *stop*, in order.
        """

    def leaves_of(self, *, casus: str | None = None, voorwerp: str | None = None) -> Iterator[Leaf]:
        """
        Give the entries about a case or a stored row, in order.
        """

    def tiles(self, niveau: int, start: int, stop: int) -> Sequence[Tile]:
        """
        Give the tiles of a level from *start* up to *stop*, in order.
        """

    def checkpoints(self, *, last: int | None = None) -> Sequence[Checkpoint]:
        """
        Give the checkpoints in order of size, or only the *last* ones.
        """

    def policies(self) -> Iterator[tuple[str, bytes]]:
        """
        Give the compiled policies with their hashes.
        """
