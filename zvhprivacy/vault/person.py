"""
The stored record of one person: what is sealed in it, and the tag by which a BSN finds it.
"""

from __future__ import annotations

import hmac

from collections.abc import Iterable
from typing import NamedTuple, NewType

from zvhprivacy.errors import Exit, ZvhError
from zvhprivacy.model.stored import StoredPerson
from zvhprivacy.vault.bsn import DIGITS, Bsn
from zvhprivacy.vault.envelope import Place, Tampered, key_number, named
from zvhprivacy.vault.key import Key, KeyKind
from zvhprivacy.vault.keys import Keys


PersonId = NewType("PersonId", str)

SECRET_BYTES = 32  # 256 bits from the source of randomness; nobody can count through them
TAG_BYTES = 16
_LABEL = b"zvh/lookup/v1\0BSN\0"
_NO_BSN = b"0" * DIGITS  # no BSN is all zeros, and the record is as long as any other
_PLACE = Place("persoon", "verzegeld")
_FORM = 1  # of what is sealed: secret ‖ BSN


class PersonUnknown(ZvhError):
    """
    The kluis has no such person, or has him no longer.
    """

    exit_code = Exit.USAGE
    code = "person-unknown"
    nl = "deze persoon staat niet (meer) in de kluis; meld hem aan of kijk de verwijzing na"
    en = "this person is not in the vault (any more); enrol him or check the reference"


class BsnDiffers(ZvhError):
    """
    The person has another BSN than the caller thinks; nothing was changed.
    """

    exit_code = Exit.USAGE
    code = "bsn-differs"
    nl = (
        "deze persoon heeft een ander BSN dan gedacht; er is niets veranderd, kijk eerst wie het is"
    )
    en = "this person has another BSN than thought; nothing was changed, check who it is"


class PersonsAreOne(ZvhError):
    """
    A BSN that is given to one person is that of another: *een* and *ander* are the same human.

    Nothing was changed; which of the two stays is for a human to decide.
    """

    exit_code = Exit.USAGE
    code = "persons-are-one"
    nl = "een ander in de kluis heeft dit BSN al: dit zijn twee inschrijvingen van één mens"
    en = "another one in the vault has this BSN: these are two enrolments of one human"

    def __init__(self, *, een: PersonId, ander: PersonId) -> None:
        self.een = een
        self.ander = ander
        super().__init__()


class Record(NamedTuple):
    """
    What only the kluis knows about a person: the secret of his pseudonyms, and his BSN if any.

    No name: that is case data.
    """

    secret: bytes
    bsn: Bsn | None

    def __repr__(self) -> str:
        return "Record(...)"


class Records:
    """
    Opens and seals records with the keys as they are at this moment; make one per operation.
    """

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._opener = keys.opener()
        self._lookups = {key.nummer: key for key in keys.readable(KeyKind.OPZOEKEN)}
        self._tags: Key | None = None
        self._seals: Key | None = None

    def tags(self, bsns: Iterable[Bsn]) -> dict[bytes, Bsn]:
        """
        Give all tags under which each of *bsns* may be stored.
        """
        bsns = tuple(bsns)
        texts = [_LABEL + bsn.reveal().encode() for bsn in bsns]
        return {
            tag[:TAG_BYTES]: bsn
            for key in self._lookups.values()
            for tag, bsn in zip(key.macs(texts), bsns, strict=True)
        }

    def seal(self, person_id: str, record: Record) -> StoredPerson:
        """
        Make the row of a person, tagged and sealed with the keys that write.
        """
        digits = _NO_BSN if record.bsn is None else record.bsn.reveal().encode()
        where = _PLACE(person_id, "", _FORM)
        return StoredPerson(
            id=person_id,
            verzegeld=self._sealing().seal(record.secret + digits, where),
            tag=None if record.bsn is None else _tag(self._tagging(), record.bsn),
            tagsleutel=0 if record.bsn is None else self._tagging().nummer,
        )

    def open(self, row: StoredPerson) -> Record:
        """
        Open a row, and check that its tag is that of the BSN in it.

        Raises:
            Tampered: the row was changed, or put together from several.
            KeyDestroyed: one of its keys was destroyed.
        """
        where = _PLACE(row.id, "", _FORM)
        plain = self._opener.open(row.verzegeld, where)
        digits = plain[SECRET_BYTES:]
        bsn = None if digits == _NO_BSN else Bsn(digits.decode())
        # A row with the tag of somebody else would give one person the pseudonyms of the other.
        if not self._is_tagged(row, bsn):
            raise Tampered(plaats=named(where))
        return Record(plain[:SECRET_BYTES], bsn)

    def is_old(self, row: StoredPerson) -> bool:
        """
        Say whether *row* was tagged or sealed with another key than the one that writes now.
        """
        tagged = row.tag is not None and row.tagsleutel != self._tagging().nummer
        return tagged or key_number(row.verzegeld) != self._sealing().nummer

    # Reading makes no keys; writing makes the first.

    def _tagging(self) -> Key:
        if self._tags is None:
            self._tags = self._keys.active(KeyKind.OPZOEKEN)
        return self._tags

    def _sealing(self) -> Key:
        if self._seals is None or self._seals.worn:
            self._seals = self._keys.active(KeyKind.KLUIS)
        return self._seals

    def _is_tagged(self, row: StoredPerson, bsn: Bsn | None) -> bool:
        if bsn is None or row.tag is None:
            return bsn is None and row.tag is None
        key = self._lookups.get(row.tagsleutel) or self._keys.by_number(row.tagsleutel)
        return key.soort is KeyKind.OPZOEKEN and hmac.compare_digest(row.tag, _tag(key, bsn))


def _tag(key: Key, bsn: Bsn) -> bytes:
    return key.mac(_LABEL + bsn.reveal().encode())[:TAG_BYTES]
