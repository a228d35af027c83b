"""
The rows of the registers beside the logboek: what was changed, removed or added without a line.
"""

from __future__ import annotations

import json

from collections.abc import Callable, Mapping
from typing import Any

from zvhprivacy.audit.sources import House
from zvhprivacy.logboek.line import Gebeurtenis, Voorwerp
from zvhprivacy.model.audit import Looked, Onbekend, Tally
from zvhprivacy.model.casus import Register
from zvhprivacy.store.inspecting.beside import Beside, row_beside, rows_beside, rows_gone


Stored = Callable[[Register], Voorwerp]


def rows_without_line(huis: House) -> Looked:
    """
    Lay every row beside the last entry about it, whatever the period.

    A row is as it should be when it holds what that entry sealed. What entries tell of and is gone
    should have been destroyed, by itself or with its case.
    """
    if huis.voorwerp is None:
        return Looked(onbekend=Onbekend.ONVOLLEDIG)
    seen = Tally()
    for each in rows_beside(huis.connection):
        seen.look()
        why = _why(each, huis.voorwerp)
        if why and not huis.hoofd.sqlite:
            # SQLite shows one moment. Elsewhere a row that somebody writes between the look at it
            # and at its entry seems to deviate, but not a second time.
            why = _why(row_beside(huis.connection, each.register, each.rij), huis.voorwerp)
        if why:
            seen.deviates(each.register, each.rij, why)
    for gone in rows_gone(huis.connection):
        if not {_event(gone.regel), _event(gone.over_casus)} & _RIGHTLY:
            seen.look()
            seen.deviates("rij", gone.rij, "verdwenen")
    return seen.looked()


_RIGHTLY = {
    Gebeurtenis.VERNIETIGEN.value,
    Gebeurtenis.BELEID.value,  # it tells of a policy, which is no row of a register
}


def _why(row: Beside, stored: Stored) -> str:
    """
    Say in which way *row* deviates.
    """
    told = _line(row.regel).get("voorwerp")
    if told is None:
        return "zonder-regel"
    if row.waarde is None or told != stored(row.waarde)._asdict():
        return "anders-dan-gelogd"
    return ""


def _event(entry: bytes | None) -> str:
    event: str = _line(entry).get("gebeurtenis", "")
    return event


def _line(entry: bytes | None) -> Mapping[str, Any]:
    """
    Read an entry; of one that is damaged, which `verify` tells of, nothing.
    """
    try:
        found = json.loads(entry or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
