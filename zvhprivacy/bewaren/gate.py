"""
What was destroyed stays so: nothing opens while a back-up that was put back brought it back.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC
from typing import TYPE_CHECKING

from zvhprivacy.bewaren.intent import LEDGER, seen
from zvhprivacy.bewaren.ledger import DeadKey, Destroyed, Ledger, Mark
from zvhprivacy.errors import Exit, ZvhError
from zvhprivacy.model.stored import StoredKey
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.needs import VaultStore


if TYPE_CHECKING:
    from zvhprivacy.store.database import Database


class NotReplayed(ZvhError):
    """
    Something that the ledger calls destroyed is there again.
    """

    exit_code = Exit.KEYS
    code = "not-replayed"
    nl = (
        "een reservekopie bracht terug wat al was vernietigd (regel {regel} van het "
        "vernietigingsregister); speel dat eerst na met `zvhprivacy bewaren replay`"
    )
    en = (
        "a back-up brought back what was destroyed already (line {regel} of the ledger of "
        "destruction); replay that first with `zvhprivacy bewaren replay`"
    )


class LedgerShort(ZvhError):
    """
    The ledger is not the one that the kluis saw, or an older copy of it.
    """

    exit_code = Exit.KEYS
    code = "ledger-short"
    nl = (
        "het vernietigingsregister {bestand} is er niet, of mist regels: de kluis zag er {gezien}. "
        "Zet het nieuwste exemplaar terug; is dat verloren, maak het dan aan uit de kluis met "
        "`zvhprivacy bewaren replay`"
    )
    en = (
        "the ledger of destruction {bestand} is not there, or lacks lines: the kluis saw {gezien}. "
        "Put the newest copy back; if that is lost, make it from the kluis with "
        "`zvhprivacy bewaren replay`"
    )


def check(ledger: Ledger, vault: VaultStore) -> None:
    """
    See that nothing is there that *ledger* calls destroyed, before anything opens.

    Only lines that this kluis did not see yet are held against it: it remembers how far the ledger
    was in the same place as its keys, so an older kluis remembers less. Copies of both of the same
    age, put back together with an older ledger, are not told from the truth.

    Raises:
        NotReplayed: something is.
        LedgerShort: lines are missing that the kluis saw.
        LedgerDamaged: a line is not what was written.
    """
    before = seen(vault)
    if not ledger.has(before):
        raise LedgerShort(bestand=ledger.path, gezien=before.aantal)
    mark: Mark = before
    for mark, line in ledger.entries(before):
        if sum(living(vault, line).values()):
            raise NotReplayed(regel=mark.aantal)
    if mark != before:
        vault.set_progress(LEDGER, str(mark))


def living(vault: VaultStore, line: Destroyed) -> Counter[str]:
    """
    Count the keys and the persons that are there of what *line* calls destroyed.
    """
    keys = [row for row in vault.keys_named(KeyKind.CASUS, line.casussen) if row.verpakt]
    numbers = [each.nummer for each in line.sleutels]
    named = {dead_key(row) for row in vault.keys_numbered(numbers) if row.verpakt}
    persons = vault.persons_by_ids(line.personen)
    return Counter(sleutels=len(keys) + len(named & set(line.sleutels)), personen=len(persons))


def remains(hoofd: Database, vault: VaultStore, line: Destroyed) -> Counter[str]:
    """
    Count the rows, keys and persons that are there of what *line* calls destroyed.
    """
    from zvhprivacy.store.purge import left_of
    from zvhprivacy.store.rls import see_all

    with hoofd.read() as connection:
        see_all(connection)
        rows = left_of(connection, line.casussen, line.gegevens)
    return Counter(rows) + living(vault, line)


def dead_key(row: StoredKey) -> DeadKey:
    """
    Say which key it is, so that another one that gets its number is told from it.
    """
    return DeadKey(row.nummer, row.naam, row.sinds.astimezone(UTC).isoformat())
