"""
What destroying keys takes, some hundreds at once beside one by one; durable both ways.
"""

from __future__ import annotations

import statistics

from collections.abc import Collection
from dataclasses import dataclass
from time import perf_counter

from bench.retention_house import House
from zvhprivacy.bewaren.carrying import BATCH
from zvhprivacy.vault.key import KeyKind


TURNS = 5
SINGLE = 20  # keys one by one in each turn
FORGOTTEN = 3  # keys of which the file is made to forget at once
TIMES = 20.0


@dataclass(frozen=True, slots=True)
class Shredded:
    """
    Seconds for a key: in a batch, by itself, and by itself with the file written anew each time.
    """

    batch: float
    single: float
    forgotten: float


def measure(house: House) -> Shredded:
    """
    Destroy keys of *house*, which is spoiled by it.
    """
    with house.open() as engine:
        storage = engine.huis.storage

        def seconds(numbers: Collection[int], *, forget: bool = False) -> float:
            start = perf_counter()
            assert storage.keys.destroy_all(numbers, forget=forget) == len(numbers)
            return (perf_counter() - start) / len(numbers)

        keys = [key.nummer for key in storage.keys.list() if key.soort == KeyKind.CASUS]
        batch = min(BATCH, (len(keys) - FORGOTTEN) // (2 * TURNS))
        numbers = iter(keys)
        single, together = [], []
        for _ in range(TURNS):
            single += [seconds([next(numbers)]) for _ in range(min(SINGLE, batch))]
            together.append(seconds([next(numbers) for _ in range(batch)]))
        forgotten = [seconds([next(numbers)], forget=True) for _ in range(FORGOTTEN)]
    return Shredded(*map(statistics.median, (together, single, forgotten)))
