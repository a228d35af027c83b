"""
A process that carries out what was approved, and waits at a point until it is told to go on.

Importing it reads the policy, so that a server that forks workers has it read once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from tests.engine.houses import Clock, huis, opened, shipped
from zvhprivacy.bewaren import carrying
from zvhprivacy.bewaren.batch import Batch
from zvhprivacy.engine import core
from zvhprivacy.errors import ZvhError


PATIENCE_SECONDS = 120  # of a test, for what a worker says
shipped()


class Point(StrEnum):
    """
    Where a worker waits.
    """

    NERGENS = "nergens"
    TUSSEN = "tussen twee stappen"
    VOOR_DE_KLUIS = "in een transactie, voor de sleutels weg zijn"
    NA_DE_KLUIS = "in een transactie, nadat de sleutels weg zijn"


class Place(NamedTuple):
    """
    Where a house stands.
    """

    folder: Path
    target: str
    kluis: str
    register: Path


class Said(NamedTuple):
    """
    What a worker said at its end: how many cases it destroyed, or what kept it from that.
    """

    zaken: int = 0
    fout: str = ""
    zin: str = ""


class Worker:
    """
    A worker that carries out in *place* at the time *nu*, one line at a time.
    """

    def __init__(self, place: Place, nu: datetime, at: Point = Point.NERGENS) -> None:
        self._talk, theirs = multiprocessing.Pipe()
        context: Any = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
        self._process = context.Process(target=_work, args=(place, nu, at, theirs))
        self._process.start()
        theirs.close()

    def waits(self) -> None:
        """
        Return when it is at its point.
        """
        assert "wacht" == self._hears()

    def goes_on(self) -> None:
        """
        Let it go on from there.
        """
        self._talk.send("verder")

    def says(self) -> Said:
        """
        Give what it says at its end.
        """
        said = self._hears()
        self._process.join()
        assert isinstance(said, Said)
        return said

    def send(self, number: signal.Signals) -> None:
        """
        Send it a signal.
        """
        os.kill(self._process.pid, number)

    def kill(self) -> None:
        """
        Kill it.
        """
        self.send(signal.SIGKILL)
        self._process.join()

    def _hears(self) -> object:
        assert self._talk.poll(PATIENCE_SECONDS), "a worker says nothing"
        return self._talk.recv()


@contextmanager
def _waiting(at: Point, talk: Connection) -> Iterator[Callable[[Point], None]]:
    """
    Put the points where they belong; each waits once.
    """
    passed = set[Point]()
    destroy = Batch._destroy

    def wait(point: Point) -> None:
        if point is at and point not in passed:
            passed.add(point)
            talk.send("wacht")
            talk.recv()

    def pointed(self: Batch, *args: Any) -> Any:
        wait(Point.VOOR_DE_KLUIS)
        mark = destroy(self, *args)
        wait(Point.NA_DE_KLUIS)
        return mark

    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(Batch, "_destroy", pointed))
        stack.enter_context(mock.patch.object(carrying, "BATCH", 1))
        stack.enter_context(mock.patch.object(core, "Policy", return_value=shipped()))
        yield wait


def _work(place: Place, nu: datetime, at: Point, talk: Connection) -> None:
    with (
        _waiting(at, talk) as wait,
        huis(
            place.folder,
            place.target,
            sleutels=opened(place.folder / "sleutels" / "sleutels.json"),
            kluis=place.kluis,
            vernietigingsregister=place.register,
            klok=Clock(nu),
        ) as h,
    ):
        try:
            report = h.engine.bewaren.run(
                houder=f"werker {os.getpid()}", stap=lambda _: wait(Point.TUSSEN)
            )
        except ZvhError as error:
            talk.send(Said(fout=error.code, zin=str(error)))
        else:
            talk.send(Said(zaken=sum(each.zaken for each in report.plannen)))
