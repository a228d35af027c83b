"""
A program that writes to the logboek in all the ways there are, and says what it was told.
"""

from __future__ import annotations

import functools
import itertools
import os
import threading
import time

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tests.logboek import made
from tests.logboek.keys import TestSigner
from tests.power.story import Tell
from tests.store.values import PARENTS
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis
from zvhprivacy.logboek.writer import Writer
from zvhprivacy.store.database import Database, Part, open_database
from zvhprivacy.store.logboek import LogboekStore
from zvhprivacy.store.registers import Registers


FILE = "hoofd.db"
SIGNER = TestSigner()
CALLERS = 5  # of one group commit


class Program:
    """
    A writer on the database in *folder*; *tell* hears what it was told.
    """

    def __init__(
        self, folder: Path, tell: Tell, *, first: int = 1, kept: str | None = None
    ) -> None:
        self._folder = folder
        self._told = tell
        self._kept = kept
        self._numbers = itertools.count(first)
        self._klok = made.Klok()
        self._toeval = made.toeval() if first == 1 else os.urandom
        self.database: Database | None = None
        self.open()

    def open(self) -> None:
        """
        Open the database, as a program does when it starts.
        """
        self.database = open_database(Part.HOOFD, self._folder / FILE)
        self.store = LogboekStore(self.database)
        try:
            self.writer = Writer(
                self.store,
                SIGNER,
                klok=self._klok,
                toeval=self._toeval,
                bekend=self._kept,
                bewaar=self._keep,
            )
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """
        Close it; the last connection puts the write-ahead log into the database.
        """
        if self.database is not None:
            self.store.close()
            self.database.close()
            self.database = None

    def again(self) -> None:
        """
        Stop in good order, and start again.
        """
        self.close()
        self.open()

    def lines(self, count: int = 1, **changes: Any) -> list[AuditLine]:
        """
        Make the lines of one write, as the oracle knows them.
        """
        write = f"{next(self._numbers):08x}{count:04x}"
        changes = {"casus": None} | changes
        return [made.audit(operatie=f"{write}{each:04x}", **changes) for each in range(count)]

    def write(self, count: int = 1) -> None:
        """
        Write some lines.
        """
        self._write(self.lines(count))

    def batch(self, count: int) -> None:
        """
        Write a stream of lines, of which each transaction is told by itself.
        """
        lines = list(itertools.chain.from_iterable(self.lines() for _ in range(count)))
        operations = iter([line.operatie for line in lines])
        for written in self.writer.batch(lines):
            for number in written.nummers:
                self._told("regel", f"{number} {next(operations)}")

    def work(self) -> None:
        """
        Change data together with the line that tells of it.
        """
        casus = f"{next(self._numbers):032x}"
        self._write(self.lines(2, casus=casus), lambda connection: _add(connection, casus))

    def failing_work(self) -> None:
        """
        Change data and fail after it: the change is undone and another line tells so.
        """
        casus = f"{next(self._numbers):032x}"

        def work(connection: sa.Connection) -> None:
            _add(connection, casus)
            raise KeyError(casus)

        lines, instead = self.lines(casus=casus), self.lines()
        try:
            self.writer.write(lines, work, bij_fout=instead)
        except KeyError:
            # Which number the other line got is not told.
            self._told("ergens", instead[0].operatie)

    def group(self) -> None:
        """
        Let many threads write at the same time, which are made durable together.
        """
        everybody = threading.Event()

        def hold(_: sa.Connection) -> None:
            everybody.wait()  # in the first transaction, until the others stand waiting

        calls: list[Callable[[], None]] = [functools.partial(self._write, self.lines(), hold)]
        calls += [functools.partial(self._write, self.lines()) for _ in range(CALLERS - 1)]
        failed: list[BaseException] = []
        threads = [threading.Thread(target=_catching, args=(call, failed)) for call in calls]
        threads[0].start()
        group = self.writer._group
        while not group._leader and threads[0].is_alive():
            time.sleep(0.0001)
        for thread in threads[1:]:
            thread.start()
        while len(group._waiting) < CALLERS - 1 and threads[0].is_alive():
            time.sleep(0.0001)
        everybody.set()
        for thread in threads:
            thread.join()
        for error in failed:
            raise error

    def checkpoint(self) -> None:
        """
        Ask for a checkpoint.
        """
        self._told("checkpoint", self.writer.checkpoint().tekst)

    def policy(self) -> None:
        """
        Keep a policy.
        """
        self.writer.keep_policy(made.POLICY, made.COMPILED, actor="systeem:proef")
        self._told("beleid", made.POLICY)

    def prune(self, before: int) -> None:
        """
        Forget what the first lines say.
        """
        [line] = self.lines(
            gebeurtenis=Gebeurtenis.LOGBOEK_OPSCHONEN,
            tot=before,
            regel="logboek-vijf-jaar",
            grondslag="AVG 5 lid 1",
        )
        written = self.writer.prune(before, line)
        self._told("regel", f"{written.nummers[0]} {line.operatie}")
        self._told("gesnoeid", str(before))

    def empty_wal(self) -> None:
        """
        Put the write-ahead log into the database, as an administrator may at any moment.
        """
        assert self.database is not None
        with self.database.ours(), self.database.engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def _write(self, lines: Sequence[AuditLine], work: Any = None) -> None:
        written = self.writer.write(lines, work)
        for number, line in zip(written.nummers, lines, strict=True):
            self._told("regel", f"{number} {line.operatie}")

    def _keep(self, checkpoint: Any) -> None:
        self._kept = checkpoint.tekst
        self._told("bewaard", checkpoint.tekst)


def _add(connection: sa.Connection, casus: str) -> None:
    Registers(connection).add(PARENTS[0].model_copy(update={"id": casus}))


def _catching(call: Callable[[], None], failed: list[BaseException]) -> None:
    try:
        call()
    except BaseException as error:  # noqa: BLE001 - raised again in the thread of the story
        failed.append(error)
