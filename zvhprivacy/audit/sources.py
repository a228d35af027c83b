"""
What an audit looks at: read-only, and as it was at one moment.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from zvhprivacy.bewaren.ledger import Ledger
from zvhprivacy.dpia.read import Register
from zvhprivacy.logboek.line import Voorwerp
from zvhprivacy.logboek.needs import LogStore
from zvhprivacy.logboek.note import Verifier
from zvhprivacy.model.audit import Found
from zvhprivacy.model.audit_answers import Vorige
from zvhprivacy.model.casus import Register as Row
from zvhprivacy.model.stored import StoredApproval
from zvhprivacy.model.workspace import Law, Workspace
from zvhprivacy.policy.snapshot import Snapshot
from zvhprivacy.store.database import Database
from zvhprivacy.vault.keystate import KeyInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """
    The databases of a house.

    *connection* sees all cases, in one transaction that only reads. Of the logboek the first
    *regels* entries count. *actoren* gives who acts in the logboek, by the person in the vault;
    *herleid* the approved requests to re-identify, *sleutels* what is known of the keys.
    *bekend* are numbers that identify and stand in the vault, for a search that names none.
    *voorwerp* says what is stored of a row, as entries of the logboek do.
    """

    hoofd: Database
    connection: Any
    log: LogStore
    regels: int
    verifiers: Sequence[Verifier]
    ledger: Ledger
    actoren: Callable[[Collection[str]], Mapping[str, str]]
    bekend: Callable[[], Collection[str]]
    herleidingen: Sequence[StoredApproval]
    sleutels: Sequence[KeyInfo]
    kluis_apart: bool
    voorwerp: Callable[[Row], Voorwerp] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """
    What checks look at, at the moment *op*, for the days from *vanaf* until *tot*, not included.

    Without a *huis* only the files of the workspace can be looked at. *vorige* is what the previous
    audit left open, when there was one.
    """

    root: Path
    op: datetime
    vanaf: date
    tot: date
    workspace: Workspace
    law: Law
    policy: Snapshot
    glass_broken: Snapshot
    dpias: Register | None
    huis: House | None = None
    vorige: Vorige | None = None


Check = Callable[[Sources], "Found | Watch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """
    A check that has to see lines of the logboek: all do, in one pass over the entries.

    *see* gets the number of each audit line in the period, in order, and its fields by the names of
    `AuditLine`, words as text; of the *gebeurtenissen* named, or of all. With *before* it also gets
    the lines of before the period. *raw* gets the bytes of every entry that was not pruned, of data
    lines and of before the period too. *end* gives what was found.
    """

    see: Callable[[int, Mapping[str, Any]], object]
    end: Callable[[], Found]
    gebeurtenissen: frozenset[str] | None = None
    before: bool = False
    raw: Callable[[int, bytes], object] | None = None
