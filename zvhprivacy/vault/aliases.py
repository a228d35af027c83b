"""
Pseudonyms of records: what a report calls a row of a register that it must not name.
"""

from __future__ import annotations

from collections.abc import Callable

from zvhprivacy.vault.domain import Domain, code_of
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.keys import Keys
from zvhprivacy.vault.needs import VaultStore
from zvhprivacy.vault.pseudonym import VALUE_BYTES, Parts, Pseudoniem, write


_LABEL = b"zvhprivacy rij\x00"  # no secret of a person is ever taken for the id of a row


def aliases(keys: Keys, store: VaultStore, domain: Domain) -> Callable[[str, str], Pseudoniem]:
    """
    Give what makes the pseudonym in *domain* of a record: its kind, and its id.

    The same record always has the same one, as long as the key of the domain is not renewed. Who
    has the key finds the record again by making the pseudonyms of all; nobody else can.
    """
    key, code = keys.active(KeyKind.DOMEIN, domain.naam), code_of(store, domain)

    def alias(soort: str, kenmerk: str) -> Pseudoniem:
        value = key.mac(_LABEL + f"{soort}\x00{kenmerk}".encode())[:VALUE_BYTES]
        return write(Parts(code, key.versie, value))

    return alias
