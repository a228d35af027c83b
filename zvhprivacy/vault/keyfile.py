"""
A file with a secret in it: read only where nobody else can, written whole or not at all.
"""

from __future__ import annotations

import os
import stat
import tempfile

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from zvhprivacy.errors import Exit, WrongUse, ZvhError
from zvhprivacy.vault.backend import KeyFileUnsafe, KeyLost


LARGEST = 1 << 20  # bytes; a thousand versions take 200 kB


class Stamp(NamedTuple):
    """
    What changes when somebody puts another file in its place.
    """

    device: int
    inode: int
    size: int
    changed: int


class KeyFileUnusable(ZvhError):
    """
    The system does not let us read or write the key file; it is as it was.
    """

    exit_code = Exit.KEYS
    code = "key-file-unusable"
    nl = (
        "het sleutelbestand `{bestand}` kan niet worden gelezen of geschreven ({soort}); kijk of "
        "de map bestaat, of u daar mag schrijven en of de schijf vol is"
    )
    en = (
        "the key file `{bestand}` cannot be read or written ({soort}); check that the folder "
        "exists, that you may write there, and that the disk is not full"
    )

    def __init__(self, *, bestand: object, error: OSError) -> None:
        # An empty number would say nothing, and the text of the system may name another path.
        soort = os.strerror(error.errno) if error.errno else type(error).__name__
        super().__init__(bestand=bestand, soort=soort)


class KeyFileExists(WrongUse):
    """
    There is a key file already; it is never overwritten, for what it wraps would be lost.
    """

    code = "key-file-exists"
    nl = "`{bestand}` bestaat al en wordt niet overschreven; kies een andere plaats"
    en = "`{bestand}` exists and is not overwritten; choose another place"

    def __init__(self, *, bestand: object) -> None:
        super().__init__(bestand=bestand)


def stamp(path: Path) -> Stamp:
    """
    Tell which file stands at *path* now.

    Raises:
        KeyLost: there is none.
        KeyFileUnusable: the system does not say.
    """
    return _stamp(_status(path))


def read(path: Path) -> tuple[bytes, Stamp]:
    """
    Read a secret, after the opened file itself has shown that nobody else can.

    Raises:
        KeyLost: there is none.
        KeyFileUnsafe: it is not a plain file of ours that only we may read and write.
        KeyFileUnusable: the system does not let us.
    """
    _judge(path, _status(path))
    # What came in its place since then is no link that is followed and no pipe that is waited for,
    # and is judged once more.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            status = os.fstat(file.fileno())
            _judge(path, status)
            return file.read(LARGEST + 1), _stamp(status)
    except OSError as error:
        raise KeyFileUnusable(bestand=path, error=error) from None


def refuse_inside(path: Path, folders: Iterable[Path]) -> None:
    """
    Refuse a *path* in or under one of *folders*: a back-up of those would hold the key too.

    Raises:
        KeyFileUnsafe: it is.
    """
    real = path.parent.resolve() / path.name
    for folder in folders:
        if real.is_relative_to(folder.resolve()):
            raise KeyFileUnsafe(
                bestand=path,
                reden_nl=f"het staat in `{folder}`, bij wat het beschermt; zet het elders",
                reden_en=f"it is in `{folder}`, beside what it protects; put it elsewhere",
            )


def write(path: Path, content: bytes, *, new: bool = False) -> None:
    """
    Put *content* in *path* for us only, durable before this returns.

    After a crash at any moment the old file is there or the new one, whole.
    A *new* one takes the place of nothing.

    Raises:
        KeyFileExists: it is to be *new*, and there is one.
        KeyFileUnusable: the system does not let us.
    """
    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # 0600
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if new:
            os.link(temporary, path)  # unlike a rename this fails when there is one
            Path(temporary).unlink()
        else:
            Path(temporary).replace(path)
        with _folder(path) as descriptor:
            os.fsync(descriptor)
    except FileExistsError:
        _remove(temporary)
        raise KeyFileExists(bestand=path) from None
    except OSError as error:
        _remove(temporary)
        raise KeyFileUnusable(bestand=path, error=error) from None
    except BaseException:
        _remove(temporary)
        raise


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """
    Be the only process that changes *path*; others wait.

    Raises:
        KeyFileUnusable: the system cannot promise that.
    """
    try:
        import fcntl
    except ImportError:  # Windows: two rotations at once could lose a version, so there is none
        raise KeyFileUnusable(bestand=path, error=OSError()) from None
    with _folder(path) as descriptor:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError as error:
            raise KeyFileUnusable(bestand=path, error=error) from None
        yield  # Closing the folder lets go.


@contextmanager
def _folder(path: Path) -> Iterator[int]:
    try:
        descriptor = os.open(path.parent, os.O_RDONLY)
    except OSError as error:
        raise KeyFileUnusable(bestand=path, error=error) from None
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _status(path: Path) -> os.stat_result:
    try:
        return path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        raise KeyLost(wat=f"het sleutelbestand `{path}`") from None
    except (OSError, ValueError) as error:  # the second for a name with a zero byte in it
        given = error if isinstance(error, OSError) else OSError()
        raise KeyFileUnusable(bestand=path, error=given) from None


def _judge(path: Path, status: os.stat_result) -> None:
    wrong = None
    if stat.S_ISLNK(status.st_mode):
        wrong = "het is een verwijzing; noem het bestand zelf", "it is a link; name the file itself"
    elif not stat.S_ISREG(status.st_mode):
        wrong = "het is geen gewoon bestand", "it is no plain file"
    elif hasattr(os, "geteuid") and status.st_uid != os.geteuid():
        wrong = (
            "het is van een andere gebruiker dan die dit programma draait",
            "it belongs to another user than the one who runs this program",
        )
    elif os.name == "posix" and status.st_mode & 0o077:
        wrong = (
            f"anderen kunnen erbij; geef `chmod 600 {path}`",
            f"others can reach it; give `chmod 600 {path}`",
        )
    elif status.st_size > LARGEST:
        wrong = "het is veel te groot", "it is far too large"
    if wrong is not None:
        raise KeyFileUnsafe(bestand=path, reden_nl=wrong[0], reden_en=wrong[1])


def _stamp(status: os.stat_result) -> Stamp:
    return Stamp(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def _remove(temporary: str) -> None:
    with suppress(OSError):
        Path(temporary).unlink() if temporary else None
