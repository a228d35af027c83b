"""
Writing a file whole or not at all.
"""

from __future__ import annotations

import os
import tempfile

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from zvhprivacy.cli._errors import unwritable


def write_whole(path: Path, content: bytes) -> None:
    """
    Put *content* in *path*; whoever reads meanwhile sees the old contents or the new.

    Raises:
        UnwritableFile: the system does not let us.
    """
    write_all({path: content})


def write_all(files: Mapping[Path, bytes]) -> None:
    """
    Put in each path its contents: when there is no room for one of them, in none.

    A pipe or a device is written to and stays what it is; it may have got a part.

    Raises:
        UnwritableFile: the system does not let us.
    """
    ready: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            if path.exists() and not (path.is_file() or path.is_dir()):
                path.write_bytes(content)
                continue
            descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
            ready[path] = Path(temporary)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            ready[path].chmod(_mode(path))
        for path, written in ready.items():
            written.replace(path)
    except OSError as error:
        for written in ready.values():
            with suppress(OSError):
                written.unlink()
        raise unwritable(path, error) from None


def _mode(path: Path) -> int:
    # As if it were written in place: keep what it had, or what a new file gets.
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
