"""
A disk that loses power: what was synced stays, of the rest each sector may or may not.

It is a recording. A program runs once and everything it does to its files is written down, in
order, together with what it was told is durable; from that follows what is left of the files when
the power goes at any of those moments, as often as wanted.
"""

from __future__ import annotations

import random
import threading

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias


SECTOR = 512  # bytes that a disk writes as a whole
GARBAGE = 1 / 8  # of the sectors that are lost: something else than what was there before


class Write(NamedTuple):
    """
    Bytes that were handed to the operating system.
    """

    file: str
    offset: int
    data: bytes


class Truncate(NamedTuple):
    """
    A file that got another size.
    """

    file: str
    size: int


class Sync(NamedTuple):
    """
    A file of which everything so far must be on the disk before the program goes on.
    """

    file: str


class Dropped(NamedTuple):
    """
    A file of which a sync failed: what was not on the disk yet may never get there.

    A kernel takes it for written and does not try again, while programs still read it.
    """

    file: str


class Delete(NamedTuple):
    """
    A file that is gone.
    """

    file: str


class Told(NamedTuple):
    """
    Something that the program was told, and may act on from now on.
    """

    soort: str
    what: str


Operation: TypeAlias = Write | Truncate | Sync | Delete
Event: TypeAlias = Operation | Dropped | Told
Files: TypeAlias = Mapping[str, bytes]


class Disk:
    """
    The *files* in a folder as they were, synced, and what happened to them since.

    *fault* may raise instead of letting an operation happen.
    """

    def __init__(self, folder: Path, files: Files) -> None:
        self.folder = folder
        self.files = dict(files)
        self.events: list[Event] = []
        self.fault: Callable[[Operation], None] = lambda _: None
        self._lock = threading.Lock()
        write_files(folder, files)

    def record(self, event: Event) -> None:
        """
        Write down what happens; raises what *fault* raises, and then it did not happen.
        """
        with self._lock:
            if isinstance(event, Write | Truncate | Sync | Delete):
                self._let(event)
            self.events.append(event)

    def _let(self, operation: Operation) -> None:
        try:
            self.fault(operation)
        except BaseException:
            if isinstance(operation, Sync):
                self.events.append(Dropped(operation.file))
            raise

    def tell(self, soort: str, what: str) -> None:
        """
        Write down what the program was told.
        """
        self.record(Told(soort, what))


class Loss(NamedTuple):
    """
    The files after a loss of power, and what the program had been told before it.

    *at* counts the operations, *during* is the kind of the one that did not finish.
    """

    at: int
    during: str
    files: dict[str, bytes]
    told: tuple[Told, ...]


def operations(disk: Disk) -> int:
    """
    Say at how many moments *disk* can lose power: during every operation, and after the last.
    """
    return sum(not isinstance(event, Told | Dropped) for event in disk.events) + 1


def losses(disk: Disk, choose: Callable[[int], list[random.Random]]) -> Iterator[Loss]:
    """
    Give what is left after a loss at each operation, once for each of the chances it is given.
    """
    platter, told, at = _Platter(disk.files), list[Told](), 0
    for event in disk.events:
        if isinstance(event, Told):
            told.append(event)
            continue
        if isinstance(event, Dropped):
            platter.drop(event, random.Random(at))  # noqa: S311 -- what is lost, not what is secret
            continue
        # An operation that writes may have done part of it, one that syncs or deletes nothing.
        if isinstance(event, Write | Truncate):
            platter.apply(event)
        for chance in choose(at):
            yield Loss(at, type(event).__name__, platter.left(chance), tuple(told))
        if isinstance(event, Sync | Delete):
            platter.apply(event)
        at += 1
    for chance in choose(at):
        yield Loss(at, "rest", platter.left(chance), tuple(told))


class _Platter:
    """
    The bytes that are on the disk for certain, and the changes that may be there.
    """

    def __init__(self, files: Files) -> None:
        self._certain = {name: bytearray(content) for name, content in files.items()}
        self._loose: dict[str, list[Write | Truncate]] = {}

    def apply(self, event: Operation) -> None:
        """
        Let *event* happen.
        """
        match event:
            case Write() | Truncate():
                self._loose.setdefault(event.file, []).append(event)
            case Sync():
                content = self._certain.setdefault(event.file, bytearray())
                for change in self._loose.pop(event.file, []):
                    _change(content, change)
            case Delete():
                self._certain.pop(event.file, None)
                self._loose.pop(event.file, None)

    def drop(self, event: Dropped, chance: random.Random) -> None:
        """
        Keep some of what was not synced for certain, and nothing of the rest ever.
        """
        content = self._certain.setdefault(event.file, bytearray())
        for change in self._loose.pop(event.file, []):
            for part in _sectors(change):
                if chance.random() < 0.5:
                    _change(content, part)

    def left(self, chance: random.Random) -> dict[str, bytes]:
        """
        Give the files after a loss of power.

        Of every change that was not synced each sector is kept with a probability of one half,
        by itself; so changes are torn, and later ones may be there without earlier ones.
        """
        files = {name: bytes(content) for name, content in self._certain.items()}
        for name, changes in self._loose.items():
            content = bytearray(files.get(name, b""))
            for change in changes:
                for part in _sectors(change):
                    if chance.random() < 0.5:
                        _change(content, part)
                    elif isinstance(part, Write) and chance.random() < GARBAGE:
                        _change(content, part._replace(data=chance.randbytes(len(part.data))))
            files[name] = bytes(content)
        return files


def _sectors(change: Write | Truncate) -> Iterator[Write | Truncate]:
    if isinstance(change, Truncate):
        yield change
        return
    start = 0
    while start < len(change.data):
        stop = start + SECTOR - (change.offset + start) % SECTOR
        yield Write(change.file, change.offset + start, change.data[start:stop])
        start = stop


def _change(content: bytearray, change: Write | Truncate) -> None:
    size = change.size if isinstance(change, Truncate) else change.offset
    if len(content) < size:
        content.extend(bytes(size - len(content)))
    if isinstance(change, Truncate):
        del content[size:]
    else:
        content[size : size + len(change.data)] = change.data


def read_files(folder: Path) -> dict[str, bytes]:
    """
    Give the files of a folder, without those that mean nothing after a loss of power.
    """
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if not path.name.endswith("-shm")
    }


def write_files(folder: Path, files: Files) -> None:
    """
    Let *folder* have these *files* and no others.
    """
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        if path.name not in files:
            path.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
