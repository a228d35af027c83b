"""
An invented house with as many cases as wanted, in files of SQLite, made once and copied.
"""

from __future__ import annotations

import os
import shutil
import sqlite3

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from bench.retention_cases import (
    HUIS,
    NOW,
    ORGANISATIES,
    PROCESSEN,
    Case,
    People,
    cases,
    rows,
    uid,
)
from tests.bsn import bsn
from zvhprivacy.engine import Engine
from zvhprivacy.engine.content import Content
from zvhprivacy.engine.storage import Storage
from zvhprivacy.model.about import About
from zvhprivacy.model.registers import Medewerker
from zvhprivacy.model.stored import StoredKey
from zvhprivacy.store.database import Part
from zvhprivacy.store.tables import metadata_of
from zvhprivacy.vault.backend import KeyBackend
from zvhprivacy.vault.bsn import Bsn
from zvhprivacy.vault.domain import LOGBOEK_BETROKKENEN
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.keyring import create_keyring, open_keyring
from zvhprivacy.vault.keys import _aad
from zvhprivacy.vault.keystate import KeyState


WORKSPACE = Path(__file__).resolve().parents[1]
BSNS_AT_ONCE = 20_000
ROWS_SHOWN = 200_000  # rows between two signs of life
WORKERS = 60
SPARE_KEYS = 100  # numbers left free for those of domains
BEHEER = "1" * 32
BEHEERDERS = ("2" * 32, "3" * 32)
ROL = "bewaarbeheerder"
# For making only: nothing that is measured runs with these. A test checks what they leave out.
_FAST = (
    "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; "
    "PRAGMA ignore_check_constraints=ON; PRAGMA secure_delete=OFF; "
    "PRAGMA cache_size=-1000000"
)

Toon = Callable[[str], object]  # is told how far it is


@dataclass(frozen=True, slots=True)
class House:
    """
    The files of a house in *folder*.
    """

    folder: Path

    @property
    def hoofd(self) -> Path:
        """
        The database of the cases.
        """
        return self.folder / "huis.sqlite"

    @property
    def kluis(self) -> Path:
        """
        The database of keys and persons.
        """
        return self.folder / "huis-kluis.sqlite"

    def sleutels(self) -> KeyBackend:
        """
        Open its key file; the first time it is made.
        """
        path = self.folder / "sleutels.json"
        if path.exists():
            return open_keyring(path, wachtwoord=None, klok=lambda: NOW, toeval=os.urandom)
        return create_keyring(
            path, wachtwoord=None, zonder_wachtwoord=True, klok=lambda: NOW, toeval=os.urandom
        )

    def open(self, klok: Callable[[], datetime] = lambda: NOW) -> Engine:
        """
        Open it, with the policy of this repository.
        """
        return Engine.open(
            WORKSPACE,
            sleutels=self.sleutels(),
            database=self.hoofd,
            niet_ondertekend=True,
            klok=klok,
        )

    def copy(self, folder: Path) -> House:
        """
        Copy it to *folder*, in the place of what was there.
        """
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return House(folder)


def fill(folder: Path, wanted: int, toon: Toon = lambda _: None) -> House:
    """
    Make a house with *wanted* cases in *folder*, or give the one that was made there before.
    """
    house, done = House(folder), folder / "klaar"
    if done.exists() and done.read_text(encoding="ascii") == str(wanted):
        return house
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    chance = Random(wanted)
    with house.open() as engine:
        _appoint(engine)
        storage = engine.huis.storage
        first_key = max(key.nummer for key in storage.keys.list()) + SPARE_KEYS
        made, persons = cases(chance, wanted, first_key=first_key)
        people = _people(storage, persons + WORKERS, chance, toon)
        keys = [_key(case, storage.keys.backend) for case in made]
    with closing(sqlite3.connect(house.kluis)) as kluis:
        _put(kluis, Part.KLUIS, "kluis_sleutel", keys, toon)
    with closing(sqlite3.connect(house.hoofd)) as hoofd:
        _put(hoofd, Part.HOOFD, "medewerker", _workers(people), toon)
        for table, each in rows(chance, made, people):
            _put(hoofd, Part.HOOFD, table, each, toon)
    done.write_text(str(wanted), encoding="ascii")
    return house


def _appoint(engine: Engine) -> None:
    """
    Let two people be designated as bewaarbeheerder, by the one who keeps the registers.
    """
    for row, rol in ((BEHEER, "functioneel-beheerder"), *((each, ROL) for each in BEHEERDERS)):
        line = Medewerker(
            id=row,
            persoon=engine.huis.storage.persons.enrol(),
            organisatie=ORGANISATIES[0],
            rollen=(rol,),
            vog_of_screening=date(2015, 1, 1),
            commerciele_taak=False,
            van=date(2015, 1, 1),
        )
        engine.huis.registratie.add(line, About(medewerker=BEHEER))


def _people(storage: Storage, wanted: int, chance: Random, toon: Toon) -> People:
    domains = {proces: Content.domain(HUIS, proces) for proces, *_ in PROCESSEN}
    found: dict[str, list[str]] = {name: [] for name in domains}
    persons: list[str] = []
    log: list[str] = []
    for start in range(0, wanted, BSNS_AT_ONCE):
        toon(f"persons  {start:>12,} of {wanted:,}")
        bsns = [Bsn(bsn(number)) for number in range(start, min(start + BSNS_AT_ONCE, wanted))]
        ids = storage.persons.enrol_all(bsns)
        persons += (ids[each] for each in bsns)
        aliases = storage.persons.pseudonyms(bsns, LOGBOEK_BETROKKENEN)
        log += (aliases[each] for each in bsns)
        for name, domain in domains.items():
            aliases = storage.persons.pseudonyms(bsns, domain)
            found[name] += (aliases[each] for each in bsns)
    return People(persons, log, found, [uid(chance) for _ in range(WORKERS)])


def _key(case: Case, backend: KeyBackend) -> Mapping[str, Any]:
    row = StoredKey(case.key, KeyKind.CASUS, case.id, 1, KeyState.ACTIEF, b"", NOW)
    since = NOW.astimezone(UTC).isoformat(timespec="microseconds")
    return row._asdict() | {"verpakt": backend.wrap(case.material, _aad(row)), "sinds": since}


def _workers(people: People) -> Iterator[Mapping[str, Any]]:
    # The last persons are in no case.
    for row, person in zip(people.workers, reversed(people.persons), strict=False):
        yield {
            "id": row,
            "persoon": person,
            "organisatie": ORGANISATIES[0],
            "rollen": '["casusdeelnemer"]',
            "opleidingen": "[]",
            "versie": 1,
            "van": "2015-01-01",
        }


def _put(
    raw: sqlite3.Connection, part: Part, table: str, made: Iterable[Mapping[str, Any]], toon: Toon
) -> None:
    names = metadata_of(part).tables[table].columns.keys()
    marks = ", ".join("?" * len(names))
    # Names of our own tables and columns.
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
    each = iter(made)
    raw.executescript(_FAST)
    done = 0
    while some := list(islice(each, ROWS_SHOWN)):
        raw.executemany(statement, ([row.get(name) for name in names] for row in some))
        done += len(some)
        toon(f"{table:<18} {done:>12,}")
    raw.commit()
