"""
What a plan of destruction takes, beside reading the same columns with the bare driver.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import subprocess
import sys

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import process_time
from typing import NamedTuple

from bench.retention_house import House
from zvhprivacy.store.connect import SQLITE_SETTINGS


TURNS = 3

_CASE = (
    "c.id, c.convenant, c.proces, c.kader, c.fase, c.fase_sinds, c.eerste_verwerking, "
    "c.laatste_verwerking"
)
_FROM = "FROM casus c JOIN gegeven g ON g.casus = c.id ORDER BY c.id"
# A row for each item: with what decides in most cases, all of it in an index, or with all that the
# calculus is given.
DECIDING = f"SELECT {_CASE}, g.categorie, g.eerste_verwerking, g.laatste_verwerking {_FROM}"
ALL = (
    f"SELECT {_CASE}, g.id, g.categorie, g.eerste_verwerking, g.laatste_verwerking, g.bronnen "
    f"{_FROM}"
)


class Planned(NamedTuple):
    """
    Seconds of the processor for a plan and for the bare reading of the columns that decide.

    *every* is for reading all columns, once. *peak* are the megabytes of a process that did nothing
    but plan, *before* what it had when the house was open.
    """

    items: int
    lines: int
    plan: float
    deciding: float
    every: float
    peak: float | None
    before: float | None


def measure(house: House) -> Planned:
    """
    Measure in a process of its own.
    """
    code = "import sys; from bench.retention_plan import worker; worker(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", code, house.folder], check=True, stdout=subprocess.PIPE, text=True
    )
    return Planned(*json.loads(done.stdout))


def worker(folder: str) -> None:
    """
    Plan and read by turns, and print what it took.
    """
    house = House(Path(folder))
    with house.open() as engine, closing(sqlite3.connect(house.hoofd)) as raw:
        for name, value in SQLITE_SETTINGS.items():
            raw.execute(f"PRAGMA {name} = {value}")
        before = memory("VmRSS")
        lines = len(engine.bewaren.plan().regels)
        peak = memory("VmHWM")

        def read(query: str) -> int:
            return sum(1 for _ in raw.execute(query))

        times = [
            (_seconds(lambda: read(DECIDING)), _seconds(engine.bewaren.plan)) for _ in range(TURNS)
        ]
        items, every = read(DECIDING), _seconds(lambda: read(ALL))
    deciding, plan = (statistics.median(column) for column in zip(*times, strict=True))
    print(json.dumps(Planned(items, lines, plan, deciding, every, peak, before)))


def memory(name: str) -> float | None:
    """
    Give the megabytes that this process has now (`VmRSS`) or had at most (`VmHWM`).

    The high-water mark of getrusage also counts that of the parent.
    """
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((float(line.split()[1]) / 1024 for line in lines if line.startswith(name)), None)


def _seconds(call: Callable[[], object]) -> float:
    start = process_time()
    call()
    return process_time() - start
