"""
When a checkpoint is signed, and that none is signed over another history.
"""

from __future__ import annotations

import contextlib

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from zvhprivacy.logboek import merkle, note
from zvhprivacy.logboek.errors import LogFailed, LogRolledBack, kind_of
from zvhprivacy.logboek.needs import LogStore
from zvhprivacy.logboek.note import Signer, Statement
from zvhprivacy.logboek.proof import continues
from zvhprivacy.model.stored import Checkpoint, Head


INTERVAL = timedelta(seconds=1)  # signed at most this often, unless one is asked for


class Checkpoints:
    """
    The checkpoints that a writer signs with *signer*, one thread at a time.

    *bewaar* keeps each of them elsewhere.
    """

    def __init__(
        self, store: LogStore, signer: Signer, bewaar: Callable[[Checkpoint], object] | None
    ) -> None:
        self._store = store
        self._signer = signer
        self._bewaar = bewaar
        self._owed: Checkpoint | None = None  # durable, but not kept elsewhere yet
        self._last: Checkpoint | None = None
        self._proven = False

    def newest(self) -> Checkpoint:
        """
        Give the last one.

        Raises:
            LogFailed: it is not kept elsewhere.
        """
        if self._last is None or self._owed is not None:
            raise LogFailed(soort="bewaar")
        return self._last

    def must_continue(self, seen: Statement) -> None:
        """
        Refuse a logboek that is not the continuation of *seen*.

        Raises:
            LogRolledBack: it is not.
        """
        head = self._store.head()
        if not (merkle.is_head(head) and continues(self._store, head, seen)):
            raise LogRolledBack(aantal=head.size, gezien=seen.size)

    def catch_up(self, head: Head) -> None:
        """
        See what other processes signed.

        Raises:
            LogRolledBack: the tree does not continue the last checkpoint beside it.
        """
        for checkpoint in self._store.checkpoints(last=1):
            self._last = checkpoint
        signed = self._last
        if signed is None or (signed.size <= head.size and self._proven):
            return
        # A log must not sign what does not continue what it signed (c2sp.org/tlog-checkpoint).
        # Proven once per process, because that reads two tiles of every level.
        if not continues(self._store, head, note.read_checkpoint(signed.tekst)[0]):
            raise LogRolledBack(aantal=head.size, gezien=signed.size)
        self._proven = True

    def due(self, head: Head, clock: datetime, *, asked: bool) -> Checkpoint | None:
        """
        Sign a checkpoint over *head* when it is time for one, or when one is *asked* for.
        """
        last = self._last
        if last is not None and last.size == head.size:
            return None
        # A clock that was set back must not stop the checkpoints until it has caught up.
        if not asked and last and timedelta() <= clock - last.tijd.astimezone(UTC) < INTERVAL:
            return None
        statement = Statement(self._signer.name, head.size, merkle.root(head))
        return Checkpoint(head.size, clock, note.sign(statement, self._signer))

    def committed(self, checkpoint: Checkpoint) -> None:
        """
        Go on from *checkpoint*, which is durable now, and keep it elsewhere.
        """
        self._last = checkpoint
        self._owed = checkpoint if self._bewaar else None
        # What was written is durable; that this failed is told to the next who wants to write.
        with contextlib.suppress(LogFailed):
            self.keep_owed()

    def keep_owed(self) -> None:
        """
        Keep elsewhere what is not kept there yet.

        Raises:
            LogFailed: that cannot be done.
        """
        if self._owed is None or self._bewaar is None:
            return
        try:
            self._bewaar(self._owed)
        except Exception as error:  # noqa: BLE001 - whatever kept us from keeping it
            raise LogFailed(soort=kind_of(error)) from None
        self._owed = None
