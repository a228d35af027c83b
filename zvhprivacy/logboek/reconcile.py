"""
Whether what happened and what was written down are the same.

`verify` shows that the logboek is as it was written. Here it is laid beside what was granted, and
beside the rows that are stored now.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from zvhprivacy.logboek import canonical
from zvhprivacy.logboek.errors import UnreadableLine
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis, Line, Resultaat, Voorwerp
from zvhprivacy.logboek.needs import LogStore
from zvhprivacy.logboek.reading import Entry


_DONE = frozenset({Resultaat.TOEGESTAAN, Resultaat.GELUKT})


class Reference(NamedTuple):
    """
    What a Grant holds of its line.
    """

    nummer: int
    trace: str
    operatie: str


class Reconciled(NamedTuple):
    """
    Grants of which the line is not there, and allowing lines that no Grant points at.
    """

    zonder_regel: tuple[Reference, ...]
    zonder_grant: tuple[Reference, ...]

    def __bool__(self) -> bool:
        return not (self.zonder_regel or self.zonder_grant)


class RowKind(StrEnum):
    """
    How a stored row can differ from the last line about it.
    """

    ANDERS = "anders"  # an older version was put back, or it was changed behind our back
    ZONDER_REGEL = "zonder-regel"
    VERDWENEN = "verdwenen"


class RowDeviation(NamedTuple):
    """
    A stored row that is not as line *nummer* says; -1 when there is no line.
    """

    soort: RowKind
    rij: str
    nummer: int


def reconcile(grants: Iterable[Reference], entries: Iterable[Entry]) -> Reconciled:
    """
    Lay *grants* beside the *entries* of the same period.
    """
    allowed = {
        Reference(number, line.trace, line.operatie)
        for number, line in entries
        if isinstance(line, AuditLine) and line.resultaat is Resultaat.TOEGESTAAN
    }
    given = set(grants)
    return Reconciled(tuple(sorted(given - allowed)), tuple(sorted(allowed - given)))


def compare_rows(store: LogStore, rows: Iterable[Voorwerp]) -> list[RowDeviation]:
    """
    Compare all *rows* as they are stored now with the last line about each.

    An older version that was put back is found, and a row that came or went without a line. Of
    rows whose lines were all pruned it says `zonder-regel`.
    The line that a case was destroyed is about all of its rows.
    """
    last: dict[str, tuple[Voorwerp, int]] = {}
    of_case: dict[str, set[str]] = {}
    for number, line in _written(store):
        if line.voorwerp is None or line.gebeurtenis is Gebeurtenis.BELEID:
            continue
        rij = line.voorwerp.rij
        if line.gebeurtenis is Gebeurtenis.VERNIETIGEN:
            for each in of_case.pop(rij, set()) | {rij}:
                last.pop(each, None)
        else:
            last[rij] = (line.voorwerp, number)
            if line.casus is not None:
                of_case.setdefault(line.casus, set()).add(rij)
    found = []
    for row in rows:
        known, number = last.pop(row.rij, (None, -1))
        if known is None:
            found.append(RowDeviation(RowKind.ZONDER_REGEL, row.rij, number))
        elif known != row:
            found.append(RowDeviation(RowKind.ANDERS, row.rij, number))
    gone = [RowDeviation(RowKind.VERDWENEN, rij, number) for rij, (_, number) in last.items()]
    return sorted(found + gone)


def _written(store: LogStore) -> Iterable[tuple[int, AuditLine]]:
    for leaf in store.leaves(0, store.head().size):
        if leaf.voorwerp is None and b'"voorwerp"' not in (leaf.regel or b""):
            continue
        try:
            line: Line = canonical.read(leaf.regel or b"")
        except UnreadableLine:
            continue  # what was damaged is told by `verify`
        if isinstance(line, AuditLine) and line.resultaat in _DONE:
            yield leaf.nummer, line
