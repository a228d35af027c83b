"""
What is stored now in all registers, to lay beside the logboek.
"""

from __future__ import annotations

from collections.abc import Iterator

from zvhprivacy.engine.content import voorwerp
from zvhprivacy.logboek.line import Voorwerp
from zvhprivacy.logboek.needs import LogStore
from zvhprivacy.logboek.reconcile import RowDeviation, compare_rows
from zvhprivacy.store.database import Database
from zvhprivacy.store.every import every_row


def stored_rows(hoofd: Database) -> Iterator[Voorwerp]:
    """
    Say of every row of every register what is stored; needs no key.

    `reconcile.compare_rows` finds with it what was changed, removed or put back behind our back.
    A row that holds nothing that we would have written is given with an empty seal.
    """
    for row in every_row(hoofd):
        yield voorwerp(row.waarde) if row.waarde is not None else Voorwerp(row.rij, 0, "")


def deviating_rows(log: LogStore, hoofd: Database) -> list[RowDeviation]:
    """
    Name the rows that are not what the logboek says of them; it may be written to meanwhile.
    """
    found = compare_rows(log, stored_rows(hoofd))
    # A row that was written between the look at its line and at itself seems to deviate, but not
    # in the same way a second time.
    return found and sorted({*found} & {*compare_rows(log, stored_rows(hoofd))})
