"""
What somebody with nearly everything in hand cannot do with pseudonyms.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools

from collections.abc import Callable

import pytest

from tests.bsn import bsns
from tests.vault.attacker import Loot, guessed, joined, loot
from tests.vault.memory import MemoryStore
from tests.vault.people import POLITIE, ZORG, Kluis
from zvhprivacy.model.stored import StoredPerson
from zvhprivacy.vault.bsn import Bsn
from zvhprivacy.vault.domain import CASUS, LOGBOEK_ACTOREN, LOGBOEK_BETROKKENEN, Domain
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.person import PersonId, Record, Records
from zvhprivacy.vault.persons import Persons
from zvhprivacy.vault.pseudonym import parse


COUNT = 40
Weak = Callable[[bytes, bytes, bytes], bytes]  # of a key, a secret and the name of a domain
LABEL = b"zvh/pseud/v1\0"


def _enrolled(kluis: Kluis) -> list[PersonId]:
    return list(kluis.persons.enrol_all(bsns(COUNT)).values())


def _values(kluis: Kluis, ids: list[PersonId]) -> tuple[list[bytes], list[bytes]]:
    """
    Give the bits of everybody's pseudonym in two domains, in the same order.
    """
    made = ([kluis.persons.pseudonym(each, domain) for each in ids] for domain in (ZORG, POLITIE))
    zorg, politie = ([parse(text).waarde for text in texts] for texts in made)
    return zorg, politie


def _right(pairs: dict[bytes, bytes], one: list[bytes], other: list[bytes]) -> int:
    return len(pairs.items() & set(zip(one, other, strict=True)))


@pytest.mark.parametrize("missing", [ZORG, POLITIE, None])
def test_without_the_key_of_a_domain_nothing_joins(missing: Domain | None) -> None:
    """
    Who has the kluis and every key but that of one domain cannot join it with another; with all
    keys he joins everybody.
    """
    kluis = Kluis()
    zorg, politie = _values(kluis, _enrolled(kluis))
    key = kluis.keys.active(KeyKind.DOMEIN, missing.naam).nummer if missing else None

    found = joined(loot(kluis, without=key), zorg, politie)

    assert found == ({} if missing else dict(zip(zorg, politie, strict=True)))


def test_the_order_of_pseudonyms_says_nothing() -> None:
    """
    Laying two domains side by side in their own order pairs no more than chance does.
    """
    kluis = Kluis()
    zorg, politie = _values(kluis, _enrolled(kluis))

    assert _right(guessed(zorg, politie), zorg, politie) <= 5  # one is expected


WEAK: dict[str, Weak] = {
    "one key for all": lambda key, secret, _: hmac.digest(key, LABEL + secret, "sha256"),
    "no key": lambda _, secret, naam: hashlib.sha256(naam + secret).digest(),
    "the secret as key": lambda _, secret, naam: hmac.digest(secret, naam, "sha256"),
    "a constant per domain": lambda _, secret, naam: bytes(
        a ^ b for a, b in zip(secret, hashlib.sha256(naam).digest(), strict=True)
    ),
}


@pytest.mark.parametrize("weak", WEAK)
def test_the_attack_breaks_weak_constructions(weak: str) -> None:
    """
    The attacker joins the domains of a construction with a hole in it.
    """
    kluis = Kluis()
    ids = _enrolled(kluis)
    own = loot(kluis)
    secrets = [own.persons[each][4] for each in ids]
    own.words = [ZORG.naam.encode(), POLITIE.naam.encode()]
    zorg, politie = (
        [WEAK[weak](own.keys[1], secret, naam)[:16] for secret in secrets] for naam in own.words
    )

    assert COUNT == _right(joined(own, zorg, politie), zorg, politie)


def _all_bytes(kluis: Kluis) -> bytes:
    """
    Give everything that stands in the store, one after the other.
    """
    assert isinstance(kluis.store, MemoryStore)
    tables = [value for value in vars(kluis.store).values() if isinstance(value, dict)]
    cells = itertools.chain.from_iterable(
        cell if isinstance(cell, tuple) else (cell,)
        for table in tables
        for cell in (*table.keys(), *table.values())
    )
    return b"|".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in cells)


def _finds(own: Loot, known: list[bytes], stored: bytes, wanted: set[bytes]) -> bool:
    """
    Try what is known, what is stored of anybody, and every 32 bytes in a row of what is stored.
    """
    data = [*known, *itertools.chain.from_iterable(own.persons.values())]
    derived = [hmac.digest(key, each, "sha256") for key in own.keys.values() for each in known]
    windows = [stored[at : at + 32] for at in range(len(stored))]
    plain = Loot(keys=own.keys, persons={})
    return not (
        wanted.isdisjoint(own.made([*data, *derived])) and wanted.isdisjoint(plain.made(windows))
    )


@pytest.mark.parametrize("shredded", [True, False])
def test_after_shredding_nobody_makes_the_pseudonym_again(*, shredded: bool) -> None:
    """
    With all keys, the BSN, the reference to the person and all that is stored, nobody makes a
    pseudonym of a shredded person again, in no domain; of one who is not shredded, he does.
    """
    kluis = Kluis()
    bsn, *others = bsns(5)
    person = kluis.persons.enrol(bsn)
    kluis.persons.enrol_all(others)
    domains = (ZORG, POLITIE, CASUS, LOGBOEK_ACTOREN, LOGBOEK_BETROKKENEN)
    texts = [kluis.persons.pseudonym(person, domain) for domain in domains]
    known = [
        bsn.reveal().encode(),
        person.encode(),
        b"zvh/lookup/v1\0BSN\0" + bsn.reveal().encode(),
    ]
    assert kluis.persons.shred(person) if shredded else True

    own = loot(kluis, also=known)
    wanted = {parse(text).waarde for text in texts}

    assert shredded is not _finds(own, known, _all_bytes(kluis), wanted)


def test_a_secret_made_of_the_bsn_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Were the secret of a person made of his BSN, shredding would be for nothing, and seen to be.
    """
    kluis = Kluis()
    bsn = bsns(1)[0]

    def weak(_: Persons, records: Records, number: Bsn | None) -> StoredPerson:
        key = kluis.keys.active(KeyKind.OPZOEKEN)
        secret = key.mac(b"zvh/lookup/v1\0BSN\0" + bsn.reveal().encode())
        return records.seal("weak", Record(secret, number))

    monkeypatch.setattr(Persons, "_new", weak)
    person = kluis.persons.enrol(bsn)
    wanted = {parse(kluis.persons.pseudonym(person, ZORG)).waarde}
    kluis.persons.shred(person)
    known = [b"zvh/lookup/v1\0BSN\0" + bsn.reveal().encode()]

    assert _finds(loot(kluis, also=known), known, _all_bytes(kluis), wanted)


def test_what_is_stored_shows_no_bsn() -> None:
    """
    No BSN stands anywhere in the store, as text or as a number.
    """
    kluis = Kluis()
    _enrolled(kluis)
    stored = _all_bytes(kluis)

    for bsn in bsns(COUNT):
        number = int(bsn.reveal())
        assert bsn.reveal().encode() not in stored
        assert not any(number.to_bytes(4, order) in stored for order in ("big", "little"))
