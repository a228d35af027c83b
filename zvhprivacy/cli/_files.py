"""
Writing a file whole or not at all.
"""

from __future__ import annotations

import os
import tempfile

from contextlib import suppress
from pathlib import Path

from zvhprivacy.cli._errors import unwritable


def write_whole(path: Path, content: bytes) -> None:
    """
    Put *content* in *path*; whoever reads meanwhile sees the old contents or the new.

    Raises:
        UnwritableFile: the system does not let us.
    """
    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(path))
        Path(temporary).replace(path)
    except OSError as error:
        with suppress(OSError):
            Path(temporary).unlink() if temporary else None
        raise unwritable(path, error) from None


def _mode(path: Path) -> int:
    # As if it were written in place: keep what it had, or what a new file gets.
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
