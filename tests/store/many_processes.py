"""
Ten processes append to one logboek while some are killed and the server is stopped at once.

Afterwards every entry that was acknowledged is there exactly once, each process's entries are in
its order, and the tree is valid.

    python -m tests.store.many_processes --rounds N [--engine sqlite|postgresql] [--seed N]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import sys
import tempfile
import time

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests import postgres
from tests.logboek import made
from tests.logboek.keys import TestSigner
from zvhprivacy.errors import ZvhError
from zvhprivacy.logboek.verify import verify
from zvhprivacy.store.database import Part, open_database
from zvhprivacy.store.logboek import LogboekStore


PROCESSES = 10
PATIENCE_SECONDS = 30.0


class Outcome(NamedTuple):
    """
    What happened in a round, and what was wrong afterwards.
    """

    engine: str
    acknowledged: int
    entries: int
    killed: int
    stopped: int
    lost: int
    doubled: int
    disordered: int
    deviations: int

    @property
    def fine(self) -> bool:
        """
        Tell whether nothing is wrong, and something happened at all.
        """
        wrong = self.lost or self.doubled or self.disordered or self.deviations
        return not wrong and self.acknowledged >= PROCESSES and self.killed > 0


# ------------------------------------------------------------------------ one process


def append_for_ever(target: str, name: str, acks: Path, *, early: bool) -> None:
    """
    Append entries with numbers of our own, and write down each that was acknowledged.

    With *early* it is written down too soon: a bug that the check must find.
    """
    parent, stop = os.getppid(), False

    def finish(*_: object) -> None:
        nonlocal stop
        stop = True

    signal.signal(signal.SIGTERM, finish)
    file = os.open(acks, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    number, writer = 0, None
    while not stop and os.getppid() == parent:
        number += 1
        operation = f"{name}{number:08x}"
        if early:
            os.write(file, f"{operation}\n".encode())
        try:
            if writer is None:
                database = open_database(Part.HOOFD, target, patience=PATIENCE_SECONDS)
                writer = made.writer(LogboekStore(database), klok=made.Klok(), toeval=os.urandom)
            writer.write([made.audit(operatie=operation)])
        except ZvhError:
            # The server is away; whether this one was kept nobody knows, so it is not repeated.
            time.sleep(0.02)
            continue
        if not early:
            os.write(file, f"{operation}\n".encode())


def fork(work: Callable[[], None]) -> int:
    """
    Run *work* in a process of its own, and give its number.
    """
    child = os.fork()
    if child:
        return child
    try:
        work()
    finally:
        os._exit(0)  # whatever happened: the rest of the program is for the parent


# ------------------------------------------------------------------------- all of them


def a_round(
    target: str,
    folder: Path,
    chance: random.Random,
    *,
    seconds: float,
    early: bool = False,
    server: postgres.Server | None = None,
) -> Outcome:
    """
    Let them append for some *seconds* while things go wrong, and look at what is left.
    """
    names = (f"{number:08x}" for number in range(1, 1_000_000))

    def begin() -> int:
        name = next(names)
        return fork(lambda: append_for_ever(target, name, folder / name, early=early))

    open_database(Part.HOOFD, target).close()
    running = [begin() for _ in range(PROCESSES)]
    killed = stopped = 0
    until = time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            time.sleep(chance.uniform(0.02, 0.15))
            if server is not None and chance.random() < 0.1:
                server.stop(immediate=True)
                server.start()
                stopped += 1
                continue
            unlucky = chance.randrange(len(running))
            os.kill(running[unlucky], signal.SIGKILL)
            os.waitpid(running[unlucky], 0)
            killed += 1
            running[unlucky] = begin()
    finally:
        for process in running:
            os.kill(process, signal.SIGTERM)
        for process in running:
            os.waitpid(process, 0)
    return judge(target, folder, killed=killed, stopped=stopped)


def judge(target: str, folder: Path, *, killed: int, stopped: int) -> Outcome:
    """
    Compare what was acknowledged with what is there.
    """
    acknowledged = [line for file in sorted(folder.iterdir()) for line in file.read_text().split()]
    database = open_database(Part.HOOFD, target, create=False)
    store = LogboekStore(database)
    made.writer(store, toeval=os.urandom).checkpoint()
    kept = [
        str(json.loads(leaf.regel or b"{}")["operatie"])
        for leaf in store.leaves(0, store.head().size)
    ]
    report = verify(store, [TestSigner().verifier])
    store.close()
    database.close()
    found = set(kept)
    # An operation is the name of its process and a number that counts up.
    per_process: dict[str, str] = {}
    disordered = 0
    for operation in kept:
        disordered += operation <= per_process.get(operation[:8], "")
        per_process[operation[:8]] = operation
    return Outcome(
        engine="sqlite" if "://" not in target else "postgresql",
        acknowledged=len(acknowledged),
        entries=len(kept),
        killed=killed,
        stopped=stopped,
        lost=sum(operation not in found for operation in acknowledged),
        doubled=len(kept) - len(found),
        disordered=disordered,
        deviations=len(report.afwijkingen),
    )


def rounds(
    engine: str, count: int, *, seconds: float, seed: int, early: bool = False
) -> Iterator[Outcome]:
    """
    Give the outcomes of *count* rounds, each on a new database.
    """
    chance = random.Random(seed)  # noqa: S311 -- when things go wrong, not what is secret
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(postgres.server()) if engine == "postgresql" else None
        for _ in range(count):
            with tempfile.TemporaryDirectory(prefix="zvh-processen-") as name:
                acks = Path(name) / "acks"
                acks.mkdir()
                target = server.new_database() if server else str(Path(name) / "hoofd.db")
                yield a_round(target, acks, chance, seconds=seconds, early=early, server=server)
            if server is not None:
                server.take_back()


def main(arguments: list[str]) -> int:
    """
    Run the rounds that *arguments* ask for, and tell of each on a line of JSON.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--early-ack", action="store_true", help="plant a bug")
    asked = parser.parse_args(arguments)
    fine = True
    for engine in asked.engine or ["sqlite", "postgresql"]:
        every: Any = rounds(
            engine, asked.rounds, seconds=asked.seconds, seed=asked.seed, early=asked.early_ack
        )
        for outcome in every:
            fine = fine and outcome.fine
            sys.stdout.write(json.dumps(outcome._asdict() | {"fine": outcome.fine}) + "\n")
            sys.stdout.flush()
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
