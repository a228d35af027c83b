"""
How fast lines become durable, beside what the disk and the hash allow in the same run.

`python -m bench.logboek [--dir DIR]`
"""

from __future__ import annotations

import argparse
import itertools
import os
import sqlite3
import statistics
import tempfile

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import event

from zvhprivacy.logboek.line import AuditLine, DataLine, Gebeurtenis, Line, Resultaat, Subject
from zvhprivacy.logboek.note import Verifier
from zvhprivacy.logboek.verify import verify
from zvhprivacy.logboek.writer import Writer
from zvhprivacy.policy.collecting import collecting_later
from zvhprivacy.store.database import Part, open_database
from zvhprivacy.store.logboek import LogboekStore


CALLERS = 64
BULK = 50_000
GOALS = {"one by one": 0.6, "64 callers": 25, "batch": 0.5, "verify": 0.1}


class Key:
    """
    A signing key of this run.
    """

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()
        self.name = "zvh.example/bench"
        self.public = self._key.public_key().public_bytes_raw()
        self.sign = self._key.sign


KEY = Key()
COUNT = itertools.count()


def decision() -> list[Line]:
    """
    Make the two lines of one decision, as large as they get in practice.
    """
    number = next(COUNT)
    trace, span = f"{number:032x}", f"{number:016x}"
    audit = AuditLine(
        gebeurtenis=Gebeurtenis.RAADPLEGEN,
        actor=f"zvh1_log_1_{number:026x}",
        resultaat=Resultaat.TOEGESTAAN,
        trace=trace,
        operatie=span,
        deelnemer="gemeente-a",
        rol="procesregisseur",
        handeling="inzien",
        gegevens="woonsituatie",
        over="betrokkene",
        doel="complexe-casuistiek",
        proces="com",
        fase="casusoverleg",
        kader="wgs",
        convenant="zvh-bno",
        dag="2026-11-22",
        feiten=(
            "persoon-aangewezen=register",
            "vog-of-screening=register",
            "deelnemer-in-casus=register",
            "persoon-in-casus=register",
            "criteria-vastgesteld=register",
        ),
        regel="inzien-eigen-casus",
        artikel="WGS 2.31 lid 5",
        verplichtingen=("motiveren",),
        status="ondertekend",
        object="gegeven",
        casus=trace,
        oorsprong="casussysteem/10.0.0.1",
    )
    subject = Subject(f"zvh1_log_1_{number:026x}", "pseudoniem", "zvh-bno/com/zorg@2025-03-01")
    return [
        audit,
        DataLine(
            attributes=subject,
            name="inzien",
            trace_id=trace,
            span_id=span,
            start_time="2026-11-22T04:12:00.123Z",
        ),
    ]


def flush_rate(path: Path, seconds: float) -> float:
    """
    Count how many one-row commits at synchronous=FULL fit in a second.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS t (a BLOB)")
    times = []
    stop = perf_counter() + seconds
    while perf_counter() < stop:
        start = perf_counter()
        connection.execute("INSERT INTO t VALUES (?)", (b"x" * 256,))
        times.append(perf_counter() - start)
    connection.close()
    return 1 / statistics.median(times)


def writer_on(store: LogboekStore) -> Writer:
    """
    Open a logboek for writing.
    """
    return Writer(store, KEY, klok=lambda: datetime.now(UTC), toeval=os.urandom)


def one_by_one(store: LogboekStore, seconds: float) -> float:
    """
    Count the decisions a second of one caller.
    """
    ours, times = writer_on(store), []
    stop = perf_counter() + seconds
    while perf_counter() < stop:
        start = perf_counter()
        ours.write(decision())
        times.append(perf_counter() - start)
    return 1 / statistics.median(times)


class Counting:
    """
    A store that counts its flushes.
    """

    def __init__(self, store: LogboekStore) -> None:
        self._store = store
        self.flushes = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def write(self) -> object:
        """
        Begin a transaction, which ends in a flush.
        """
        self.flushes += 1
        return self._store.write()


def crowd(store: LogboekStore, seconds: float, callers: int) -> tuple[float, float]:
    """
    Count entries per flush, and entries a second, of many callers at once.
    """
    counting = Counting(store)
    ours = writer_on(counting)  # type: ignore[arg-type]
    stop = perf_counter() + seconds

    def calls() -> int:
        written = 0
        while perf_counter() < stop:
            written += len(ours.write(decision()).nummers)
        return written

    with ThreadPoolExecutor(callers) as pool:
        done = sum(each.result() for each in [pool.submit(calls) for _ in range(callers)])
    return done / counting.flushes, done / seconds


def bulk(store: LogboekStore, lines: list[Line]) -> float:
    """
    Write many lines, and give the seconds.
    """
    start = perf_counter()
    for _ in writer_on(store).batch(lines):
        pass
    return perf_counter() - start


def without_sync(folder: Path) -> LogboekStore:
    """
    Open a store that does not wait for the disk: the limit for a bulk.
    """
    database = open_database(Part.HOOFD, folder / "off.db")
    with database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        raw.execute("PRAGMA synchronous=OFF")  # type: ignore[union-attr]
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    return LogboekStore(database)


def run(folder: Path, seconds: float) -> dict[str, float]:
    """
    Measure everything once, and give the ratios.
    """
    store = LogboekStore(open_database(Part.HOOFD, folder / "log.db"))
    # In turn, because a disk has moods.
    rounds = [
        (flush_rate(folder / "flush.db", seconds), one_by_one(store, seconds)) for _ in range(3)
    ]
    flushes, singles = (statistics.median(column) for column in zip(*rounds, strict=True))
    per_flush, rate = crowd(store, seconds, CALLERS)
    lines = [line for _ in range(BULK // 2) for line in decision()]
    off, full = bulk(without_sync(folder), lines), bulk(store, lines)
    entries = [leaf.regel or b"" for leaf in store.leaves(0, store.head().size)]
    start = perf_counter()
    for entry in entries:
        sha256(entry).digest()
    hashing = perf_counter() - start
    start = perf_counter()
    with collecting_later():  # as `zvhprivacy logboek verify` does
        report = verify(store, [Verifier(name=KEY.name, public=KEY.public)])
    verifying = perf_counter() - start
    assert report, report.afwijkingen
    print(f"flush                 {flushes:10,.0f} /s")
    print(f"decision, one caller  {singles:10,.0f} /s")
    print(f"{CALLERS} callers            {rate:10,.0f} entries/s")
    print(f"bulk                  {BULK / full:10,.0f} entries/s")
    print(f"bulk, no sync         {BULK / off:10,.0f} entries/s")
    print(f"verify                {len(entries) / verifying:10,.0f} entries/s")
    print(f"SHA-256 of the lines  {len(entries) / hashing:10,.0f} entries/s")
    return {
        "one by one": singles / flushes,
        "64 callers": per_flush,
        "batch": off / full,
        "verify": hashing / verifying,
    }


def main() -> None:
    """
    Measure and print.
    """
    parser = argparse.ArgumentParser(prog="python -m bench.logboek", description=__doc__)
    parser.add_argument("--dir", type=Path, help="on the disk to measure")
    parser.add_argument("--seconds", type=float, default=2.0, help="per measurement")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.dir) as folder:
        ratios = run(Path(folder), given.seconds)
    for name, ratio in ratios.items():
        print(f"{name:20}  {ratio:10.2f}   (wanted {GOALS[name]})")


if __name__ == "__main__":
    main()
