"""
Let an operation on a file fail, and see that the caller hears of it and can go on afterwards.
"""

from __future__ import annotations

from enum import StrEnum

import apsw

from tests.power.disk import Disk, Operation, Write, losses, operations
from tests.power.driver import on_disk
from tests.power.harness import chance_of, played, recovered, scratch
from tests.power.story import Outcome, Step, Story
from zvhprivacy.errors import ZvhError
from zvhprivacy.store.errors import DiskFull


class Fault(StrEnum):
    """
    What goes wrong: there is no room until somebody makes it, or the disk fails once.
    """

    FULL = "full"
    IOERR = "ioerr"


class Failing:
    """
    Raise a fault at operation *at* of those that it is given.
    """

    def __init__(self, fault: Fault, at: int) -> None:
        self.failures = 0
        self._fault = fault
        self._left = at
        self._full = False

    def __call__(self, operation: Operation) -> None:
        """
        Let *operation* happen, or not.
        """
        self._left -= 1
        now = self._left == -1
        if self._fault is Fault.IOERR and now:
            self.failures += 1
            raise apsw.exception_for(apsw.SQLITE_IOERR)
        self._full = self._full or now
        if self._full and isinstance(operation, Write):
            self.failures += 1
            raise apsw.exception_for(apsw.SQLITE_FULL)

    def make_room(self) -> bool:
        """
        From now on nothing fails; say whether there was no room.
        """
        full, self._full = self._full, False
        return full


def fail(
    story: Story, fault: Fault, *, every: int = 1, seed: int = 0, stop: bool = False
) -> Outcome:
    """
    Let *fault* happen once at *every* so many operations of *story*, and judge each time.

    With *stop* the first finding is enough: what hangs on to a lock makes all that follows wait.

    A step that is refused is done again when there is room, and must then succeed. The power goes
    at the end, or somewhere between the fault and the end.
    """
    with scratch() as folder:
        count = operations(played(story, folder)) - 1
    outcome = Outcome()
    for at in range(seed % every, count, every):
        outcome += _failed(story, Failing(fault, at), at)
        if stop and outcome.wrong:
            break
    return outcome


def _failed(story: Story, failing: Failing, at: int) -> Outcome:
    outcome = Outcome(faults=1)
    with scratch() as folder:
        disk = Disk(folder, story.start())
        with on_disk(disk, wal_pages=story.wal_pages):
            disk.fault = failing
            outcome += _play(story, disk, failing)
            disk.fault = lambda _: None
    chance = chance_of(story.name, at)
    last = operations(disk) - 1
    moment = chance.choice([last, chance.randint(min(at, last), last)])
    [loss] = losses(disk, lambda each: [chance] if each == moment else [])
    return outcome + recovered(story, loss, attempt=1)


def _play(story: Story, disk: Disk, failing: Failing) -> Outcome:
    wrong: list[str] = []
    try:
        with story.steps(disk.folder, disk.tell) as steps:
            for step in steps:
                wrong += _done(step, failing)
    except ZvhError:
        # It did not even open, and said so.
        failing.make_room()
    except Exception as error:  # noqa: BLE001 - only errors of our own may come out
        wrong.append(f"leaked {type(error).__name__}")
    return Outcome(wrong=tuple(wrong))


def _done(step: Step, failing: Failing) -> list[str]:
    before = failing.failures
    try:
        step()
    except ZvhError as error:
        full = failing.make_room()
        if failing.failures == before:
            return [f"refused without a fault: {error.code}"]
        if full and DiskFull.code not in f"{error.code} {error.values}":
            return [f"a full disk is told as {error.code}"]
    else:
        return []
    try:
        step()
    except ZvhError as error:
        return [f"unusable afterwards: {error.code}"]
    return []
