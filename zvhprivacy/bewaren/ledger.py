"""
The ledger of destruction: outside every back-up, so that what was destroyed stays so.

Each line tells of one batch: which cases, items, keys and persons went. It holds the hash of the
line before it, so that nothing is taken out or changed in the middle; that the end was cut off or
changed is seen by who remembers how far it was (the kluis, see `gate`). It names cases and persons
by ids without meaning: who has it and nothing else learns how many there were, and when.
"""

from __future__ import annotations

import errno
import json
import os

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from zvhprivacy.errors import Exit, ZvhError


VERSION = 1
START = "0" * 64  # what stands for the line before the first
_FLAGS = os.O_CREAT | os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class LedgerDamaged(ZvhError):
    """
    A line of the ledger is not what was written.
    """

    exit_code = Exit.KEYS
    code = "ledger-damaged"
    nl = (
        "regel {regel} van het vernietigingsregister {bestand} is niet wat er is geschreven; "
        "zet een ongeschonden exemplaar terug"
    )
    en = (
        "line {regel} of the ledger of destruction {bestand} is not what was written; "
        "put an undamaged copy back"
    )


class LedgerFailed(ZvhError):
    """
    The ledger cannot be read or written, so nothing is destroyed.
    """

    exit_code = Exit.KEYS
    code = "ledger-failed"
    nl = (
        "het vernietigingsregister {bestand} is niet te lezen of te schrijven ({soort}); "
        "controleer de map, de rechten en de ruimte"
    )
    en = (
        "the ledger of destruction {bestand} cannot be read or written ({soort}); "
        "check the folder, the rights and the room"
    )


class DeadKey(NamedTuple):
    """
    A key of a case that stays; *sinds* tells it from one that gets the same number later.

    A kluis that was put back gives the numbers since then out again.
    """

    nummer: int
    casus: str
    sinds: str


class Destroyed(NamedTuple):
    """
    What one batch destroyed: whole *casussen* with all their keys, *gegevens* of cases that stay.

    *log* is how many lines the logboek had before the first that tells of it.
    """

    plan: str
    tijd: str
    log: int
    casussen: tuple[str, ...] = ()
    gegevens: tuple[str, ...] = ()
    sleutels: tuple[DeadKey, ...] = ()
    personen: tuple[str, ...] = ()


class Mark(NamedTuple):
    """
    How far a ledger is: so many lines, of which the last has this hash.
    """

    aantal: int = 0
    hash: str = START

    @classmethod
    def parse(cls, text: str | None) -> Mark:
        """
        Read what `str` wrote; nothing is the beginning.
        """
        if text is None:
            return cls()
        aantal, _, hash_ = text.partition(":")
        return cls(int(aantal), hash_)

    def __str__(self) -> str:
        return f"{self.aantal}:{self.hash}"


BEGIN = Mark()


class Ledger:
    """
    The ledger in the file *path*, which is made with its first line.

    Whoever appends must be the only one, which the lease of a run sees to. A line that was cut off
    while it was written counts as not written, and the next one takes its place.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._mark = BEGIN
        self._end = 0  # bytes of whole lines up to that mark

    def __repr__(self) -> str:
        return f"Ledger({str(self.path)!r})"

    def mark(self) -> Mark:
        """
        Say how far it is; every line is checked once.

        Raises:
            LedgerDamaged: a line is not what was written.
            LedgerFailed: it cannot be read.
        """
        if self._size() < self._end:
            self._mark, self._end = BEGIN, 0  # somebody put a shorter one there
        for mark, end, _ in self._lines(self._mark, self._end):
            self._mark, self._end = mark, end
        return self._mark

    def entries(self, after: Mark = BEGIN) -> Iterator[tuple[Mark, Destroyed]]:
        """
        Go through the lines after *after*, each with how far it is then.

        Raises:
            LedgerDamaged: a line is not what was written, or *after* is no place in this ledger.
            LedgerFailed: it cannot be read.
        """
        passed = after == BEGIN
        for mark, _, line in self._lines(BEGIN, 0):
            if passed:
                yield mark, line
            passed = passed or mark == after
        if not passed:
            raise LedgerDamaged(bestand=self.path, regel=after.aantal)

    def has(self, mark: Mark) -> bool:
        """
        Say whether this ledger once was at *mark*.
        """
        return mark == BEGIN or any(mark == each for each, _, _ in self._lines(BEGIN, 0))

    def append(self, line: Destroyed) -> Mark:
        """
        Add *line*, and return when it is durable.

        Raises:
            LedgerDamaged: a line before it is not what was written.
            LedgerFailed: it cannot be written; what there is of it counts as not written.
        """
        before = self.mark()
        text = _written(line, before)
        try:
            self._add(text + b"\n")
        except OSError as error:
            raise self._failed(error) from None
        return self.mark()

    def ready(self) -> None:
        """
        See that it can be written, before anything is destroyed that it has to tell of.

        Raises:
            LedgerDamaged: a line is not what was written.
            LedgerFailed: it cannot be written.
        """
        self.mark()
        try:
            self._add(b"")
        except OSError as error:
            raise self._failed(error) from None

    def _add(self, text: bytes) -> None:
        new = not self.path.exists()
        if new:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(self.path, _FLAGS, 0o600), "r+b") as file:
            file.truncate(self._end)
            file.seek(self._end)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if new:
            _flush_folder(self.path.parent)

    def _lines(self, mark: Mark, start: int) -> Iterator[tuple[Mark, int, Destroyed]]:
        """
        Go through the whole lines from byte *start* on, where *mark* is.
        """
        try:
            with self.path.open("rb") as file:
                file.seek(start)
                for text in file:
                    line = _read(text[:-1], mark) if text.endswith(b"\n") else None
                    if line is None:
                        # A loss of power leaves part of the last line, or rubbish, in which lines
                        # may end; a whole line that does not follow was put there.
                        if _is_json(text) or any(map(_is_json, file)):
                            raise LedgerDamaged(bestand=self.path, regel=mark.aantal + 1)
                        return
                    start += len(text)
                    mark = Mark(mark.aantal + 1, sha256(text[:-1]).hexdigest())
                    yield mark, start, line
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._failed(error) from None

    def _size(self) -> int:
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise self._failed(error) from None

    def _failed(self, error: OSError) -> LedgerFailed:
        kind = errno.errorcode.get(error.errno or 0, type(error).__name__)
        return LedgerFailed(bestand=self.path, soort=kind)


def _written(line: Destroyed, before: Mark) -> bytes:
    fields = {"versie": VERSION, "nummer": before.aantal + 1, "vorige": before.hash}
    return json.dumps(fields | line._asdict(), separators=(",", ":"), sort_keys=True).encode()


def _read(text: bytes, before: Mark) -> Destroyed | None:
    """
    Read *text*, which must be exactly what is written after *before*.
    """
    try:
        found: dict[str, Any] = json.loads(text)
        values = {name: found[name] for name in Destroyed._fields}
        for name in ("casussen", "gegevens", "personen"):
            values[name] = tuple(values[name])
        values["sleutels"] = tuple(DeadKey(*each) for each in values["sleutels"])
        line = Destroyed(**values)
        return line if _written(line, before) == text else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _is_json(text: bytes) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":  # elsewhere a folder cannot be opened to flush it
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
