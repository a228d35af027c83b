"""
Several processes, one kluis in a real database: one human is still one person.
"""

from __future__ import annotations

import os
import subprocess
import sys

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.bsn import bsns
from tests.vault.people import NOW, ZORG, Kluis
from zvhprivacy.store.database import Part, open_database
from zvhprivacy.store.kluis import KluisStore
from zvhprivacy.vault.approval import Approvals
from zvhprivacy.vault.domain import LOGBOEK_ACTOREN
from zvhprivacy.vault.herleiden import Aanleiding, Vraag
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.rotation import destroy_old_keys, rotate_domain, rotate_persons


PEOPLE = 24
PROCESSES = 3
WORK = """
import os, sys
from pathlib import Path
from tests.bsn import bsns
from tests.vault.test_persons_processes import PEOPLE, opened
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.rotation import rotate_persons

number = int(sys.argv[2])
people = bsns(PEOPLE)
with opened(Path(sys.argv[1])) as kluis:
    for at, bsn in enumerate(people[number * 7:] + people[:number * 7]):
        print(bsn.reveal(), kluis.persons.enrol(bsn))
        if number == 0 and at % 10 == 5:
            rotate_persons(kluis.keys, kluis.store, KeyKind.OPZOEKEN, kluis.persons.renewed)
"""


@contextmanager
def opened(path: Path) -> Iterator[Kluis]:
    """
    Open the kluis at *path*, with random bytes of this process.
    """
    database = open_database(Part.KLUIS, path)
    try:
        yield Kluis(store=KluisStore(database, os.urandom), seed=os.urandom(8).hex())
    finally:
        database.close()


def test_processes_enrol_the_same_people(tmp_path: Path) -> None:
    """
    However many processes enrol the same people while one of them makes new lookup keys, everybody
    is there once and every process was told the same.
    """
    path = tmp_path / "kluis.db"
    with opened(path):
        pass  # it is there when they start
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WORK, path, str(number)], stdout=subprocess.PIPE, text=True
        )
        for number in range(PROCESSES)
    ]
    told = [set(process.communicate()[0].splitlines()) for process in running]

    assert [0] * PROCESSES == [process.returncode for process in running]
    assert all(each == told[0] for each in told)
    with opened(path) as kluis:
        assert PEOPLE == len(told[0]) == len(kluis.store.persons("", 1_000))
        assert told[0] == {f"{bsn.reveal()} {kluis.persons.find(bsn)}" for bsn in bsns(PEOPLE)}


@pytest.fixture
def kluis(tmp_path: Path) -> Iterator[Kluis]:
    """
    An empty one, in a database.
    """
    with opened(tmp_path / "kluis.db") as kluis:
        yield kluis


def test_everything_rotates(kluis: Kluis) -> None:
    """
    After new lookup and kluis keys, with the old ones destroyed, everybody has his pseudonym and an
    open review can be done; a new tijdvak maps every old pseudonym to the one it became.
    """
    ids = kluis.persons.enrol_all(bsns(PEOPLE))
    before = kluis.persons.pseudonyms(ids, ZORG)
    one, other = (kluis.persons.pseudonym(ids[each], LOGBOEK_ACTOREN) for each in bsns(2))
    approvals = Approvals(
        kluis.keys,
        kluis.store,
        kluis.persons,
        klok=lambda: NOW,
        toeval=os.urandom,
        geldig=timedelta(hours=8),
        per_dag=1,
    )
    about = next(iter(before.values()))
    used = approvals.break_glass(
        Vraag(pseudoniem=about, aanleiding=Aanleiding.NOODPROCEDURE, vrager=one, doel="toezicht")
    )
    moved: dict[str, str] = {}
    for soort in (KeyKind.OPZOEKEN, KeyKind.KLUIS):
        rotate_persons(kluis.keys, kluis.store, soort, kluis.persons.renewed)
    assert 1 == destroy_old_keys(kluis.keys, kluis.store, KeyKind.OPZOEKEN)
    assert 0 == destroy_old_keys(kluis.keys, kluis.store, KeyKind.KLUIS)
    approvals.renew()
    assert 1 == destroy_old_keys(kluis.keys, kluis.store, KeyKind.KLUIS)
    assert approvals.review(used.id, door=other)
    assert before == kluis.persons.pseudonyms(ids, ZORG)

    rotate_domain(
        kluis.keys,
        kluis.store,
        ZORG.naam,
        lambda van: kluis.persons.epoch_map(ZORG, van=van),
        moved.update,
    )

    assert moved == {
        before[bsn]: pseudonym for bsn, pseudonym in kluis.persons.pseudonyms(ids, ZORG).items()
    }
