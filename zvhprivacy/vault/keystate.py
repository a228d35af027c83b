"""
What may be told about a key, and what it may still do.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from zvhprivacy.model.stored import StoredKey


class KeyState(StrEnum):
    """
    What a key may still do.
    """

    ACTIEF = "actief"  # writes and reads; of each kind and name there is at most one
    LEZEN = "lezen"  # only reads and verifies
    VERNIETIGD = "vernietigd"  # nothing, for nobody


class KeyInfo(NamedTuple):
    """
    What may be told about a key.
    """

    nummer: int
    soort: str
    naam: str
    versie: int
    staat: str
    sinds: datetime
    wortel: int  # version of the root it is wrapped under; 0 when it was destroyed
    publiek: bytes  # of a signing key


def info_of(row: StoredKey, *, wortel: int) -> KeyInfo:
    """
    Tell about the key of *row*, which is wrapped under version *wortel* of the root.
    """
    return KeyInfo(
        nummer=row.nummer,
        soort=row.soort,
        naam=row.naam,
        versie=row.versie,
        staat=row.staat,
        sinds=row.sinds,
        wortel=wortel,
        publiek=row.publiek,
    )
