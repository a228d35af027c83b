"""
The file system of SQLite, through APSW, that writes down on a `Disk` what happens to its files.

The files are real ones in the folder of the disk, which other connections see as usual.
"""

from __future__ import annotations

import itertools

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from tests.power.disk import Delete, Disk, Sync, Truncate, Write


# What lasts; the rest (temporary files, the journal of a statement) dies with the process anyway.
_LASTING = apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL
_NUMBERS = itertools.count()


@contextmanager
def mounted(disk: Disk) -> Iterator[str]:
    """
    Give the name of a file system that records on *disk*.
    """
    vfs = _Recording(f"zvh-disk-{next(_NUMBERS)}", disk)
    try:
        yield vfs.name
    finally:
        vfs.unregister()


class _Recording(apsw.VFS):
    def __init__(self, name: str, disk: Disk) -> None:
        self.name = name
        self._disk = disk
        super().__init__(name, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if path is None or not flags[0] & _LASTING:
            return apsw.VFSFile("", name, flags)
        return _File(self._disk, Path(path).name, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        self._disk.record(Delete(Path(filename).name))
        super().xDelete(filename, syncdir)


class _File(apsw.VFSFile):
    def __init__(
        self, disk: Disk, short: str, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> None:
        self._disk = disk
        self._short = short
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._disk.record(Write(self._short, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        self._disk.record(Truncate(self._short, newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802
        # The file is real but need not be flushed: what counts as lost is decided by the disk.
        self._disk.record(Sync(self._short))
