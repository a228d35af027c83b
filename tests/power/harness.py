"""
Let a story lose power at every operation, again while it recovers, and judge what is left.
"""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import tempfile

from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.power.disk import Disk, Loss, Told, losses, operations, read_files, write_files
from tests.power.driver import on_disk
from tests.power.story import Outcome, Story


# Where the files stand: what is durable is decided here, so they need no disk.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 -- in a new folder


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """
    Lend a folder.
    """
    with tempfile.TemporaryDirectory(prefix="zvh-stroom-", dir=MEMORY) as name:
        yield Path(name)


def played(story: Story, folder: Path) -> Disk:
    """
    Play *story* from the beginning to the end, on a disk in *folder*.
    """
    disk = Disk(folder, story.start())
    with (
        on_disk(disk, wal_pages=story.wal_pages),
        story.steps(folder, disk.tell) as steps,
    ):
        for step in steps:
            step()
    return disk


def lose(story: Story, seed: int, *, every: int = 1) -> Outcome:
    """
    Lose power once at *every* so many operations of *story*; *seed* decides what is left.

    After one half of the losses the power goes again during recovery.
    """
    with scratch() as folder:
        disk = played(story, folder)
    outcome = Outcome()
    for loss in losses(
        disk, lambda at: [chance_of(story.name, seed, at)] if (at + seed) % every == 0 else []
    ):
        chance = chance_of(story.name, seed, loss.at, "daarna")
        again = chance.random() < 0.5
        outcome += _lost_again(story, loss, chance) if again else recovered(story, loss, attempt=1)
    return outcome


def traces(story: Story, seed: int) -> Outcome:
    """
    Lose power once at every operation of *story*, and only look at the bytes that are left.
    """
    with scratch() as folder:
        disk = played(story, folder)
    outcome = Outcome()
    for loss in losses(disk, lambda at: [chance_of(story.name, seed, at)]):
        found = tuple(named(loss, each) for each in story.at_rest(loss.files, loss.told))
        outcome += Outcome(losses=1, wrong=found)
    return outcome


def _lost_again(story: Story, loss: Loss, chance: random.Random) -> Outcome:
    """
    Recover after *loss* on a disk that loses power too, and look at what is left then.
    """
    rest = tuple(named(loss, each) for each in story.at_rest(loss.files, loss.told))
    once = Outcome(losses=1, reopened=1, wrong=rest)
    with scratch() as folder:
        disk = Disk(folder, loss.files)
        with on_disk(disk, wal_pages=story.wal_pages):
            try:
                story.recover(folder, loss.told, disk.tell, 1)
            except Exception as error:  # noqa: BLE001 - whatever it is, it must not happen
                return once + Outcome(wrong=(named(loss, f"recovery: {type(error).__name__}"),))
    at = chance.randrange(operations(disk))
    [again] = losses(disk, lambda each: [chance] if each == at else [])
    told = (*loss.told, *again.told)
    return once + recovered(story, again._replace(told=told), attempt=2)


def recovered(story: Story, loss: Loss, *, attempt: int) -> Outcome:
    """
    Recover after *loss* as everybody does, with Python's SQLite on real files, and judge.
    """
    with scratch() as folder:
        write_files(folder, loss.files)
        found = judged(story, folder, loss.told, attempt)
        return Outcome(losses=1, reopened=1, wrong=tuple(named(loss, each) for each in found))


def judged(story: Story, folder: Path, told: Sequence[Told], attempt: int) -> Iterator[str]:
    """
    Recover from what is in *folder*, and say what is wrong before, during and after it.
    """
    yield from story.at_rest(read_files(folder), told)
    try:
        story.recover(folder, told, lambda *_: None, attempt)
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not happen
        yield f"recovery: {type(error).__name__}"
    try:
        yield from story.judge(folder, told)
    except sqlite3.DatabaseError as error:
        yield f"unreadable: {error.sqlite_errorname}"


def named(loss: Loss, what: str) -> str:
    """
    Say *what* is wrong, and when the power went.
    """
    return f"{what} (operation {loss.at}, {loss.during})"


def chance_of(*seed: object) -> random.Random:
    """
    Give the same chances for the same *seed*.
    """
    return random.Random(repr(seed))  # noqa: S311 -- what is lost, not what is secret
