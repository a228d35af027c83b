"""
What destruction takes: an approved plan carried out by the engine, beside peers on the same cases.
"""

from __future__ import annotations

import gc

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter, process_time
from typing import NamedTuple

from bench.retention_cases import NOW
from bench.retention_house import BEHEERDERS, House
from bench.retention_peers import orm, orm_by_batch, statements
from zvhprivacy.bewaren.carrying import BATCH
from zvhprivacy.engine import Engine
from zvhprivacy.model.about import About
from zvhprivacy.store.database import Database, Part, open_database


Peer = Callable[[Database, Sequence[str], int], None]
PEERS: Mapping[str, Peer] = {
    "ORM, case by case": orm,
    "ORM, loaded per batch": orm_by_batch,
    "bare statements": statements,
}
ORM, STATEMENTS = "ORM, case by case", "bare statements"


class Took(NamedTuple):
    """
    Seconds by the clock, and of the processor.
    """

    clock: float
    processor: float

    @classmethod
    def now(cls) -> Took:
        """
        Give what both say now.
        """
        return cls(perf_counter(), process_time())

    def since(self, start: Took, count: int = 1) -> Took:
        """
        Give what it took from *start*, for each of *count*.
        """
        return Took(*((end - begin) / count for begin, end in zip(start, self, strict=True)))


class Ran(NamedTuple):
    """
    What a case took: in the batches, and at the end, when both files are written anew.
    """

    cases: int
    batches: Took
    ending: Took


@dataclass(slots=True)
class Clock:
    """
    A clock that stands still until it is moved.
    """

    nu: datetime = NOW

    def __call__(self) -> datetime:
        """
        Give the time.
        """
        return self.nu


def ours(house: House) -> Ran:
    """
    Carry out the plan of *house*, made and approved by two people, when its time has come.
    """
    clock = Clock()
    with house.open(clock) as engine:
        cases = len(approved(engine))
        clock.nu += timedelta(days=8)
        with _by_itself():
            last = start = Took.now()

            def step(_: int) -> None:
                nonlocal last
                last = Took.now()

            report = engine.bewaren.run(stap=step)
            ended = Took.now()
    assert sum(each.zaken for each in report.plannen) == cases, report
    return Ran(cases, last.since(start, cases), ended.since(last, cases))


def approved(engine: Engine) -> list[str]:
    """
    Let a plan be made and approved; give its cases.
    """
    planner, approver = (About(medewerker=each) for each in BEHEERDERS)
    made = engine.bewaren.stel_op(planner)
    assert made is not None
    plan, found = made
    engine.bewaren.keur_goed(plan.id, plan.hash, approver)
    return [str(line.casus) for line in found.regels]


def peer(house: House, name: str, cases: Sequence[str]) -> Took:
    """
    Let a peer delete *cases* in *house*, and give what each took.
    """
    with closing(open_database(Part.HOOFD, house.hoofd)) as hoofd, _by_itself():
        start = Took.now()
        PEERS[name](hoofd, cases, BATCH)
        return Took.now().since(start, len(cases))


@contextmanager
def _by_itself() -> Iterator[None]:
    """
    Let nobody inside look for garbage among what was there before.
    """
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
