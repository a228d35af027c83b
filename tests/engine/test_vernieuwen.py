"""
New keys for a case and for a domain: everything opens as before, joins stay, the logboek knows.
"""

from __future__ import annotations

import pytest

from tests.engine.intruder import deviations
from tests.engine.zaken import CONTENT, Zaak
from zvhprivacy.errors import ZvhError
from zvhprivacy.store.registers import Registers
from zvhprivacy.vault.envelope import key_number
from zvhprivacy.vault.key import KeyKind


class Cut(Exception):
    """
    Something cuts a rotation off.
    """


def _rows(zaak: Zaak) -> dict[str, bytes]:
    with zaak.h.huis.storage.hoofd.read() as connection:
        registers = Registers(connection)
        items = {row.id: row.inhoud for row in registers.gegevens(zaak.id)}
        dossier = registers.dossier(zaak.id)
    assert dossier is not None
    return items | {row.id: row.persoon for row in dossier.betrokkenen}


def _aliases(zaak: Zaak) -> dict[str, str]:
    with zaak.h.huis.storage.hoofd.read() as connection:
        dossier = Registers(connection).dossier(zaak.id)
    assert dossier is not None
    return {row.id: row.pseudoniem for row in dossier.betrokkenen}


def _readable(zaak: Zaak) -> list[str]:
    content = zaak.h.huis.casussen._rooms.content
    with zaak.h.huis.storage.hoofd.read() as connection:
        items = Registers(connection).gegevens(zaak.id)
    read = content.opener()
    return sorted(read(item) for item in items)


def test_a_case_gets_a_new_key(zaak: Zaak) -> None:
    """
    After it every row is sealed with the new key, opens as before, and is as its line says.
    """
    keys, before = zaak.h.huis.storage.keys, _readable(zaak)
    zaak.h.huis.vernieuw_casussleutel(zaak.id)
    newest = keys.active(KeyKind.CASUS, zaak.id).nummer

    assert {newest} == {key_number(sealed) for sealed in _rows(zaak).values()}
    assert before == _readable(zaak)
    assert set(before) <= set(CONTENT.values())
    assert [] == deviations(zaak)


def test_a_rotation_that_was_cut_off_goes_on(zaak: Zaak) -> None:
    """
    Cut off after its first rows and called again, it ends as if nothing had happened.
    """

    def cut(_: int) -> None:
        raise Cut

    with pytest.raises(Cut):
        zaak.h.huis.vernieuw_casussleutel(zaak.id, stap=cut)
    versions = len(zaak.h.huis.storage.keys.readable(KeyKind.CASUS, zaak.id))
    zaak.h.huis.vernieuw_casussleutel(zaak.id)

    assert versions == len(zaak.h.huis.storage.keys.readable(KeyKind.CASUS, zaak.id))
    assert [] == deviations(zaak)


def test_the_old_key_may_go_afterwards(zaak: Zaak) -> None:
    """
    With the old key destroyed everything still opens.
    """
    keys, before = zaak.h.huis.storage.keys, _readable(zaak)
    zaak.h.huis.vernieuw_casussleutel(zaak.id)
    for key in keys.readable(KeyKind.CASUS, zaak.id)[1:]:
        keys.destroy(key.nummer)

    assert before == _readable(zaak)


def test_a_domain_gets_new_pseudonyms(zaak: Zaak) -> None:
    """
    Everybody in the cases of the process gets his own new pseudonym, and stays the same person.
    """
    house, before = zaak.h.huis, _aliases(zaak)
    house.vernieuw_domeinsleutel("zvh-brabant-noordoost", "com")
    after = _aliases(zaak)

    assert before.keys() == after.keys()
    assert len(set(before.values())) == len(set(after.values()))
    assert set(before.values()).isdisjoint(after.values())
    assert {row: house.storage.persons.resolve(pseudonym) for row, pseudonym in before.items()} == {
        row: house.storage.persons.resolve(pseudonym) for row, pseudonym in after.items()
    }
    assert [] == deviations(zaak)


def test_a_case_that_was_never_there_gets_no_key(zaak: Zaak) -> None:
    """
    A misspelt case is refused.
    """
    with pytest.raises(ZvhError):
        zaak.h.huis.vernieuw_casussleutel("f" * 32)
