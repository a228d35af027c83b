"""
Kill a process with SIGKILL at every point of a story, again while it recovers, and judge.

The points are found, not listed: before and after everything that the driver of the database is
asked, and everything that the parts of the logboek and the kluis call of each other. A kill takes
no bytes that were handed to the operating system; what it takes is the rest of the program.
"""

from __future__ import annotations

import functools
import os
import re
import signal
import sqlite3
import threading

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, assert_never
from unittest import mock

from tests.power.disk import Sync, Told, Truncate, Write, read_files, write_files
from tests.power.driver import installed
from tests.power.harness import judged, scratch
from tests.power.ledger_file import watched
from tests.power.story import Outcome, Story
from zvhprivacy.bewaren.batch import Batch
from zvhprivacy.bewaren.carrying import Carrying
from zvhprivacy.bewaren.ending import Ending
from zvhprivacy.bewaren.ledger import Ledger
from zvhprivacy.bewaren.turn import Turn
from zvhprivacy.logboek.checkpoints import Checkpoints
from zvhprivacy.logboek.commit import GroupCommit, Ticket
from zvhprivacy.logboek.writer import Writer
from zvhprivacy.store.appending import LogboekTransaction
from zvhprivacy.store.database import Database
from zvhprivacy.store.doelen import Targets
from zvhprivacy.store.kluis import KluisStore
from zvhprivacy.store.lease import Leases
from zvhprivacy.store.logboek import LogboekStore
from zvhprivacy.store.plannen import Plannen
from zvhprivacy.store.together import Together


# Their functions are points too, also those that are added later.
PARTS: tuple[type, ...] = (
    Batch,
    Carrying,
    Checkpoints,
    Database,
    Ending,
    GroupCommit,
    KluisStore,
    Leases,
    Ledger,
    LogboekStore,
    LogboekTransaction,
    Plannen,
    Targets,
    Ticket,
    Together,
    Turn,
    Writer,
)
# Of the driver: the points that decide what is in the files.
CONNECTION = ("execute", "executemany", "commit", "rollback", "close", "cursor")
CURSOR = ("execute", "executemany", "fetchone", "fetchall")
WORDS = 40  # characters of a statement
# What leaves something behind, by the names of points; between two of these all kills are the same.
LASTING = re.compile(
    r"after (Connection\.commit|\S+ (COMMIT|VACUUM|PRAGMA wal_checkpoint)|telling)"
    r"|before (Write|Sync) of"
)
KILLED = -signal.SIGKILL


class Points:
    """
    Write down the points that are passed by their names, and stop being at number *last*.
    """

    def __init__(self, last: int | None = None) -> None:
        self.passed: list[str] = []
        self._last = last
        self._lock = threading.Lock()

    def __call__(self, name: str) -> None:
        """
        Pass one.
        """
        with self._lock:
            if len(self.passed) == self._last:
                os.kill(os.getpid(), signal.SIGKILL)
            self.passed.append(name)

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """
        Put a point before and after *function*; that of a statement goes by its first words.
        """

        @functools.wraps(function)
        def pointed(*args: Any, **kwargs: Any) -> Any:
            statement = args[1][:WORDS] if len(args) > 1 and isinstance(args[1], str) else ""
            name = f"{function.__qualname__} {statement}"
            self(f"before {name}")
            result = function(*args, **kwargs)
            self(f"after {name}")
            return result

        return pointed

    def each(self, shift: int) -> list[int]:
        """
        Give for each name the number of one time that it was passed; *shift* chooses which.
        """
        times: dict[str, list[int]] = {}
        for number, name in enumerate(self.passed):
            times.setdefault(name, []).append(number)
        return sorted(
            numbers[(7 * order + shift) % len(numbers)]
            for order, numbers in enumerate(times.values())
        )

    def lasting(self) -> list[int]:
        """
        Give every time that something was done that a kill does not undo.
        """
        return [number for number, name in enumerate(self.passed) if LASTING.match(name)]


@contextmanager
def _pointed(points: Points) -> Iterator[None]:
    wrap = points.around
    cursor = type("Cursor", (sqlite3.Cursor,), _methods(sqlite3.Cursor, CURSOR, wrap))
    methods = _methods(sqlite3.Connection, CONNECTION, wrap)
    methods["cursor"] = wrap(lambda self: sqlite3.Connection.cursor(self, cursor))
    connection = type("Connection", (sqlite3.Connection,), methods)

    def at_the_ledger(operation: Write | Truncate | Sync) -> None:
        points(f"before {type(operation).__name__} of {operation.file}")

    with ExitStack() as stack:
        stack.enter_context(watched(at_the_ledger))
        stack.enter_context(installed(functools.partial(sqlite3.connect, factory=connection)))
        for part in PARTS:
            names = [name for name, each in vars(part).items() if callable(each)]
            for name in names:
                if not name.startswith("__"):
                    patched = wrap(getattr(part, name))
                    stack.enter_context(mock.patch.object(part, name, patched))
        yield


def _methods(
    kind: type, names: tuple[str, ...], wrap: Callable[[Any], Any]
) -> dict[str, Callable[..., Any]]:
    return {name: wrap(getattr(kind, name)) for name in names}


class _Telling:
    """
    Write down what a process was told, so that it stays known when the process is killed.
    """

    def __init__(self, path: Path, points: Points) -> None:
        self._file = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        self._points = points

    def __call__(self, soort: str, what: str) -> None:
        self._points(f"before telling {soort}")
        os.write(self._file, f"{soort}\0{what}\1".encode())
        self._points(f"after telling {soort}")


def _told(path: Path) -> list[Told]:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return [Told(*each.split("\0")) for each in text.split("\1") if each]


def _forked(work: Callable[[], None]) -> int:
    """
    Do *work* in a process of its own; give how it ended.
    """
    child = os.fork()
    if not child:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)  # whatever happened: the rest of the program is for the parent
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _play(story: Story, folder: Path, acks: Path, points: Points) -> None:
    with _pointed(points), story.steps(folder, _Telling(acks, points)) as steps:
        for step in steps:
            step()


def _recover(story: Story, folder: Path, acks: Path, points: Points) -> None:
    with _pointed(points):
        story.recover(folder, _told(acks), _Telling(acks, points), 1)


class _Found(NamedTuple):
    """
    The points of a story and of its recovery, and after which one that has the most to do.
    """

    points: Points
    again: Points
    hardest: int


def _points_of(story: Story) -> _Found:
    """
    Find the points of *story* and of its recovery, by passing all of them.
    """
    points, from_the_end, from_the_start = Points(), Points(), Points()
    with scratch() as folder:
        files, acks = folder / "files", folder / "acks"
        write_files(files, story.start())
        _play(story, files, acks, points)
        _recover(story, files, acks, from_the_end)
    with scratch() as folder:
        files, acks = folder / "files", folder / "acks"
        write_files(files, story.start())
        _recover(story, files, acks, from_the_start)
    if len(from_the_start.passed) > len(from_the_end.passed):
        return _Found(points, from_the_start, 0)
    return _Found(points, from_the_end, len(points.passed) - 1)


class Which(StrEnum):
    """
    Where to kill: at each point once, after all that lasts, or at each point every time.
    """

    EACH = "each"
    LASTING = "lasting"
    EVERY_TIME = "every-time"


def _chosen(points: Points, which: Which, shift: int) -> list[int]:
    match which:
        case Which.EACH:
            return points.each(shift)
        case Which.LASTING:
            return points.lasting()
        case Which.EVERY_TIME:
            return list(range(len(points.passed)))
    assert_never(which)


def kill(
    story: Story, *, shift: int = 0, which: Which = Which.EACH, share: int = 1
) -> Iterator[Outcome]:
    """
    Kill *story* at every point, and its recovery at every point of that.

    A point that is passed more than once has its turn once, at a time that *shift* chooses, unless
    *which* says otherwise. Each kill of the story is followed by one of the recovery. Of the points
    only one in *share* has its turn, others with another *shift*.
    """
    points, of_recovery, hardest = _points_of(story)
    first = _chosen(points, which, shift)
    again = _chosen(of_recovery, Which.EACH if which is Which.EVERY_TIME else which, shift)
    first, again = first[shift % share :: share], again[shift % share :: share]
    if not hardest:
        again.reverse()  # what was cut off early has the longest recovery
    yield Outcome(points=len(first) + len(again))
    missed = []
    for number in range(max(len(first), len(again))):
        pair = first[number % len(first)], again[(number + shift) % len(again)]
        outcome = _killed(story, *pair)
        yield outcome
        if outcome.kills < len(pair):
            missed.append(pair[1])
    # With little to recover from, a recovery may end before its point; from there it does not.
    for each in missed:
        yield _killed(story, hardest, each)


def _killed(story: Story, at: int, again: int) -> Outcome:
    with scratch() as folder:
        files, acks = folder / "files", folder / "acks"
        write_files(files, story.start())
        first = _forked(lambda: _play(story, files, acks, Points(at)))
        wrong = list(story.at_rest(read_files(files), _told(acks)))
        second = _forked(lambda: _recover(story, files, acks, Points(again)))
        wrong += [] if first == KILLED and second in {0, KILLED} else [f"ends {first}, {second}"]
        wrong += judged(story, files, _told(acks), 2)
        return Outcome(
            kills=(first == KILLED) + (second == KILLED),
            reopened=2,
            wrong=tuple(f"{each} (points {at} and {again})" for each in wrong),
        )
