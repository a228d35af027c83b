"""
The rows that the vault and the logboek ask the store to keep: plain values, no meaning of tables.

Everything secret in them is sealed before it comes here.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class StoredKey(NamedTuple):
    """
    A key, wrapped under the key-encryption key.

    *nummer* stands in every value sealed with it (4 bytes), *soort* is one of `KeyKind`, *naam*
    what it is for (a domain, a case; empty where there is one), *versie* counts from 1.
    *staat*: `actief` seals and opens, `lezen` only opens, `vernietigd` has an empty *verpakt*.
    *publiek* is the public half of a signing key.
    """

    nummer: int
    soort: str
    naam: str
    versie: int
    staat: str
    verpakt: bytes
    sinds: datetime
    publiek: bytes = b""


class StoredPerson(NamedTuple):
    """
    A person in the vault: *tags* of the BSN per lookup key, and a sealed record with the secret.
    """

    id: str
    verzegeld: bytes
    tag: bytes | None = None  # none for a person without a BSN
    tagsleutel: int = 0  # the number of the lookup key that made the tag


class StoredApproval(NamedTuple):
    """
    A request to re-identify and its four-eyes approval.

    *vraag* is what is asked, sealed together with all other fields: none changes unnoticed.
    """

    id: str
    vraag: bytes
    vrager: str  # pseudonym of the person who asks
    gevraagd_op: datetime
    verloopt_op: datetime
    goedgekeurd_door: str | None = None
    goedgekeurd_op: datetime | None = None
    gebruikt_op: datetime | None = None
    noodprocedure: bool = False
    beoordelen_voor: datetime | None = None  # break-glass: when the review is due
    beoordeeld_door: str | None = None


class Leaf(NamedTuple):
    """
    One entry of the logboek; *regel* is its canonical JSON, none once it was pruned.

    *casus* and *voorwerp* repeat two fields of it, so that entries can be found: the case, and
    the stored row that a write changed.
    """

    nummer: int  # counts from 0
    hash: bytes  # RFC 6962 leaf hash of *regel*
    regel: bytes | None
    casus: str | None = None
    voorwerp: str | None = None


class Tile(NamedTuple):
    """
    The hash over 256 complete entries of the level below: RFC 6962 subtrees of height 8, 16, ….
    """

    niveau: int  # 1 is over 256 leaves
    nummer: int
    hash: bytes


class Head(NamedTuple):
    """
    How far the tree is: its size, and the roots of its complete subtrees, the largest first.
    """

    size: int
    peaks: tuple[bytes, ...]


class Checkpoint(NamedTuple):
    """
    A signed statement about the tree: a C2SP signed note.
    """

    size: int
    tijd: datetime
    tekst: str
