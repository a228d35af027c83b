"""
The file of the ledger of destruction, with everything that is done to it seen before it happens.

What is written goes in two halves, so that a line can be cut off in the middle.
"""

from __future__ import annotations

import os

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Self
from unittest import mock

from tests.power.disk import Sync, Truncate, Write
from zvhprivacy.bewaren import ledger


Seen = Callable[[Write | Truncate | Sync], None]


@contextmanager
def watched(see: Seen) -> Iterator[None]:
    """
    Let *see* know of each operation; when it raises, the operation does not happen.
    """
    with mock.patch.object(ledger, "os", Os(see)):
        yield


class Os:
    """
    The module `os` as the ledger uses it.
    """

    def __init__(self, see: Seen) -> None:
        self._see = see
        self._names: dict[int, str] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def open(self, path: Path, *flags: int) -> int:
        """
        Open a file or a folder.
        """
        descriptor = os.open(path, *flags)
        self._names.pop(descriptor, None)
        if flags[0] & os.O_CREAT:  # and no folder, which is opened to be synced
            self._names[descriptor] = path.name
        return descriptor

    def fdopen(self, descriptor: int, mode: str) -> _File:
        """
        Give a file object for what was opened.
        """
        return _File(self._names[descriptor], os.fdopen(descriptor, mode), self._see)

    def fsync(self, descriptor: int) -> None:
        """
        Make what was written durable; that it is so, is decided elsewhere.
        """
        if descriptor in self._names:
            self._see(Sync(self._names[descriptor]))


class _File:
    """
    A file that keeps what is written to itself until it is flushed, as files do.
    """

    def __init__(self, name: str, file: IO[bytes], see: Seen) -> None:
        self._name = name
        self._file = file
        self._see = see
        self._waiting = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.flush()
        finally:
            self._file.close()

    def fileno(self) -> int:
        return self._file.fileno()

    def seek(self, offset: int) -> None:
        self.flush()
        self._file.seek(offset)

    def truncate(self, size: int) -> None:
        self.flush()
        self._see(Truncate(self._name, size))
        self._file.truncate(size)

    def write(self, data: bytes) -> None:
        self._waiting += data

    def flush(self) -> None:
        data, self._waiting = self._waiting, b""
        middle = len(data) // 2
        for half in (data[:middle], data[middle:]):
            if half:
                self._see(Write(self._name, self._file.tell(), half))
                self._file.write(half)
                self._file.flush()
