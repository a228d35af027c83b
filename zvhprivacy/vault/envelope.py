"""
Sealed values: bound to the place they stand, so that they open there and nowhere else.
"""

from __future__ import annotations

import re

from collections.abc import Callable
from typing import NewType, TypeAlias

from cryptography.exceptions import InvalidTag

from zvhprivacy.errors import Exit, ZvhError
from zvhprivacy.vault.backend import KeyLost
from zvhprivacy.vault.key import NONCE_BYTES, NUMBER_BYTES, SEALED, Key, KeyDestroyed


# One place in the database, as the bytes a sealed value is bound to.
Where = NewType("Where", bytes)

PREFIX_BYTES = len(SEALED) + NUMBER_BYTES
HEAD_BYTES = PREFIX_BYTES + NONCE_BYTES
TAG_BYTES = 16
OVERHEAD_BYTES = HEAD_BYTES + TAG_BYTES

_LENGTHS = tuple(f"{number}:" for number in range(100))
_NUMBERS = {number: f"{number}" for number in range(100)}

# The AES-GCM decryption of nonce, ciphertext and associated data.
Decrypt: TypeAlias = Callable[[bytes, bytes, bytes], bytes]


class Tampered(ZvhError):
    """
    A sealed value is not what was sealed here: changed, cut off, moved, or an older one put back.
    """

    exit_code = Exit.KEYS
    code = "tampered"
    nl = "{plaats}: de verzegelde waarde is niet wat hier is opgeslagen; zij is veranderd"
    en = "{plaats}: the sealed value is not what was stored here; it was changed"

    def __init__(self, *, plaats: str) -> None:
        super().__init__(plaats=plaats)


class Place:
    """
    A column of a table in which sealed values stand.

    Called with a row it gives the `Where` of one value.
    Whoever can put back a whole row of yesterday, its version included, is not stopped by this:
    that is for the logboek to find.
    """

    __slots__ = ("_start",)

    def __init__(self, tabel: str, kolom: str) -> None:
        self._start = f"zvh1{len(tabel)}:{tabel}{len(kolom)}:{kolom}"

    def __call__(self, rij: str, casus: str, versie: int) -> Where:
        """
        Give the place of version *versie* of row *rij*; *casus* is empty outside a case.

        Each part is preceded by its length, so that no two places read the same.
        """
        # What calling Where() and writing numbers would take as well is a fifth of the sealing.
        try:
            row, case, number = _LENGTHS[len(rij)], _LENGTHS[len(casus)], _NUMBERS[versie]
        except LookupError:
            row, case, number = f"{len(rij)}:", f"{len(casus)}:", f"{versie}"
        where = f"{self._start}{row}{rij}{case}{casus}{number}"
        return where.encode()  # type: ignore[return-value]

    def __repr__(self) -> str:
        return f"Place({named(Where(self._start.encode()))})"


class Opener:
    """
    Opens sealed values with the keys as they were when it was made; make one per operation.

    `Keys.opener` makes it.
    A key that another process destroys meanwhile may still open values for it.
    """

    __slots__ = ("_by_number", "_decrypts")

    def __init__(self, by_number: Callable[[int], Key], decrypts: dict[bytes, Decrypt]) -> None:
        self._by_number = by_number
        self._decrypts = decrypts

    def open(self, sealed: bytes, where: Where) -> bytes:
        """
        Give what was sealed at *where*.

        Raises:
            Tampered: it is not what was sealed there.
            KeyDestroyed: its key was destroyed.
            KeyLost: its key is not in the kluis, or the root that wraps it is gone.
        """
        # The head is cut by number: adding the constants up takes longer than the lookup.
        decrypt = self._decrypts.get(sealed[:5]) or self._found(sealed, where)
        try:
            return decrypt(sealed[5:17], sealed[17:], where)
        except (InvalidTag, ValueError):  # the second for a nonce that was cut off
            raise Tampered(plaats=named(where)) from None

    def _found(self, sealed: bytes, where: Where) -> Decrypt:
        if len(sealed) < OVERHEAD_BYTES or sealed[: len(SEALED)] != SEALED:
            raise Tampered(plaats=named(where))
        number = key_number(sealed)
        try:
            key = self._by_number(number)
        except KeyDestroyed:
            raise KeyDestroyed(wat=named(where)) from None
        except KeyLost:
            raise KeyLost(wat=f"{named(where)}: sleutel {number}") from None
        if not key.soort.seals:
            raise Tampered(plaats=named(where))
        decrypt = self._decrypts[sealed[:PREFIX_BYTES]] = key.decrypt
        return decrypt


def key_number(sealed: bytes) -> int:
    """
    Tell the number of the key that *sealed* names; nothing proves yet that it is true.
    """
    return int.from_bytes(sealed[len(SEALED) : PREFIX_BYTES], "big")


def named(where: Where) -> str:
    """
    Say where that is, for a person: the table, the row and the column.
    """
    text = where.decode("utf-8", "surrogatepass").removeprefix("zvh1")
    parts = []
    while found := re.match(r"(\d+):", text):
        end = found.end() + int(found[1])
        parts.append(text[found.end() : end])
        text = text[end:]
    tabel, kolom, rij = [*parts, "", "", ""][:3]
    return f"{tabel}.{kolom} {rij}".rstrip()
