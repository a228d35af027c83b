"""
A CSV file with BSNs becomes one with pseudonyms, row by row, or is not there at all.
"""

from __future__ import annotations

import contextlib
import csv
import os

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from zvhprivacy.errors import Exit, WrongUse, ZvhError
from zvhprivacy.vault.bulk import ROWS_AT_ONCE, Counts, Kolommen, Translation


class CsvFailed(ZvhError):
    """
    A file cannot be read or written; no output was left behind.
    """

    exit_code = Exit.USAGE
    code = "csv-failed"
    nl = "{bestand}: {nl}"
    en = "{bestand}: {en}"

    def __init__(self, *, bestand: object, nl: str, en: str) -> None:
        super().__init__(bestand=bestand, nl=nl, en=en)


def pseudonymise_csv(
    bron: Path,
    doel: Path,
    translation: Translation,
    kolommen: Kolommen,
    *,
    scheiding: str = ",",
    voortgang: Callable[[int], None] = lambda _rijen: None,
) -> Counts:
    """
    Write *bron* to *doel*, a new file that only its owner reads, with pseudonyms for its BSNs.

    Both are UTF-8 with a first line of names. Values of other columns go through as they are: a
    program that takes a text for a formula does so before and after. *voortgang* hears after every
    piece how many rows are done. The file appears when it is whole.

    Raises:
        CsvFailed: one of the files cannot be read or written.
        ColumnsWrong: the columns asked for are not those of the file.
        RowInvalid: a row holds no BSN, and that is a reason to stop.
    """
    if doel.exists():
        raise WrongUse(reden=f"{doel} bestaat al; geef een nieuwe naam op of haal het weg")
    try:
        with (
            bron.open(encoding="utf-8-sig", newline="") as lines,
            _new_file(doel) as half,
            open(half, "w", encoding="utf-8", newline="") as out,  # noqa: PTH123 - a descriptor
        ):
            reader = csv.reader(lines, delimiter=scheiding, strict=True)
            writer = csv.writer(out, delimiter=scheiding)
            for rows in _translated(reader, translation, kolommen, bron):
                writer.writerows(rows)
                voortgang(translation.counts.rijen)
            out.flush()
            os.fsync(out.fileno())
    except UnicodeDecodeError:
        raise _unreadable(bron, translation, "geen UTF-8", "no UTF-8") from None
    except csv.Error:
        raise _unreadable(bron, translation, "geen CSV", "no CSV") from None
    except OSError as error:
        where = error.filename or doel
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        raise CsvFailed(bestand=where, nl=reason, en=reason) from None
    return translation.counts


def _translated(
    reader: Iterator[list[str]], translation: Translation, kolommen: Kolommen, bron: Path
) -> Iterator[list[list[str]]]:
    names = next(reader, [])
    chosen = kolommen.chosen(names)
    bsn = names.index(kolommen.bsn)
    yield [[kolommen.pseudoniem if at == bsn else names[at] for at in chosen]]
    empty = [""] * len(names)
    while rows := [row or empty.copy() for row in islice(reader, ROWS_AT_ONCE)]:
        for at, row in enumerate(rows, translation.counts.rijen + 1):
            if len(row) != len(names):
                raise CsvFailed(
                    bestand=bron,
                    nl=f"rij {at} heeft niet zo veel velden als de eerste regel; maak die gelijk",
                    en=f"row {at} has not as many fields as the first line; make them equal",
                )
        made = translation.translate([row[bsn] for row in rows])
        for row, pseudonym in zip(rows, made, strict=True):
            row[bsn] = pseudonym or ""
        yield [[row[at] for at in chosen] for row in rows]


def _unreadable(bron: Path, translation: Translation, nl: str, en: str) -> CsvFailed:
    at = translation.counts.rijen
    return CsvFailed(
        bestand=bron,
        nl=f"na rij {at} staat {nl}; sla het bestand op als CSV in UTF-8",
        en=f"after row {at} it is {en}; save the file as CSV in UTF-8",
    )


@contextlib.contextmanager
def _new_file(path: Path) -> Iterator[int]:
    """
    Give the descriptor of a file that becomes *path* when all went well, and else is gone.
    """
    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        yield descriptor
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
