"""
A small house with an approved plan of destruction, of which the waiting time is over.
"""

from __future__ import annotations

import functools
import sqlite3
import tempfile

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from unittest import mock

from tests.bewaren.huis import DUE, FRESH, KANARIE, Bewaarhuis, Zaak, bewaarhuis
from tests.engine.houses import HUIS, Clock, Huis, huis, keyfile, opened, shipped
from tests.power.bewaren_oracle import HOOFD, Opzet
from tests.power.disk import read_files
from zvhprivacy.bewaren import carrying
from zvhprivacy.engine import core, house
from zvhprivacy.model.bewaartermijn import Begin
from zvhprivacy.model.bewaren import Afscherming, Vernietigingsgrond, Waarom
from zvhprivacy.model.casus import Betrokkene, Over
from zvhprivacy.model.registers import Medewerker
from zvhprivacy.policy.archive import archived
from zvhprivacy.store.registers import Registers
from zvhprivacy.vault.person import PersonId


KEYS = "sleutels.json"
GUARDS = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'bewaarplan_regel'"
SWAP = "UPDATE bewaarplan_regel SET casus = ? WHERE casus = ?"
LINES = 2  # of the plan in one transaction
TWO_ITEMS = (("woonsituatie", DUE), ("relaties", DUE))
_archived = functools.cache(archived)


@contextmanager
def sooner() -> Iterator[None]:
    """
    Read the policy once for all houses of this process, and let a batch be small.
    """
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(core, "Policy", return_value=shipped()))
        stack.enter_context(mock.patch.object(house, "archived", _archived))
        stack.enter_context(mock.patch.object(carrying, "BATCH", LINES))
        yield


@contextmanager
def moved_into(folder: Path, nu: datetime) -> Iterator[Huis]:
    """
    Open the house of which the files stand in *folder*.
    """
    (folder / KEYS).chmod(0o600)  # others can read what a loss left
    keys = opened(folder / KEYS)
    with sooner(), huis(folder, str(folder / HOOFD), sleutels=keys, klok=Clock(nu)) as h:
        yield h


class Ready:
    """
    The house when the destruction may begin: what was set up in it, and *nu*.
    """

    def __init__(self) -> None:
        with tempfile.TemporaryDirectory(prefix="zvh-stroom-") as name:
            folder = Path(name)
            with (
                sooner(),
                bewaarhuis(folder, str(folder / HOOFD), sleutels=keyfile(folder)) as b,
            ):
                opzet = self._builds(b)
                self.nu, self.een = b.h.klok.nu, b.een
            self.opzet: Opzet = replace(opzet, files=read_files(folder))
            self._changes(folder)
            self.changed: Opzet = replace(
                self.opzet, files=read_files(folder), zaken=frozenset(), gegevens={}
            )

    def _builds(self, b: Bewaarhuis) -> Opzet:
        een = b.zaak(nummers=[1, 2])
        twee = b.zaak(nummers=[2, 3], gegevens=TWO_ITEMS)
        deel = b.zaak(FRESH, nummers=[5], gegevens=[("woonsituatie", FRESH), ("relaties", FRESH)])
        item = deel.gegevens[0]
        self._no_longer_needed(b, deel, item)
        drie = b.zaak(nummers=[4])
        staf = b.zaak(nummers=[10])
        collega = self._works_here(b, staf)
        gehouden = b.zaak(nummers=[6])
        blijft = b.zaak(FRESH, nummers=[3, 4])
        eerder = b.zaak(nummers=[7])
        b.opgeschort(eerder)
        laat = b.zaak(nummers=[8])
        plan = b.goedgekeurd()
        b.opgeschort(gehouden)
        nieuw = b.zaak(nummers=[9])
        whole = (een, twee, drie, staf, laat)
        planned = {(each.id, None) for each in (*whole, gehouden)} | {(deel.id, item)}
        assert planned == {(line.casus, line.gegeven) for line in b.regels(plan)}
        self.blijven = (deel, gehouden, blijft, eerder, nieuw)
        self.laat = laat
        everywhere = defaultdict(set)
        for each in (*whole, *self.blijven):
            for person in each.personen:
                everywhere[person].add(each.id)
        return Opzet(
            files={},
            zaken=frozenset(each.id for each in whole),
            gegevens={item: deel.id},
            opgeschort=1,
            laat=laat.id,
            in_zaken={person: frozenset(where) for person, where in everywhere.items()},
            staf=frozenset({collega}),
            aliassen={each.id: self._aliases(b, each) for each in whole},
            over={item: self._aliases(b, deel)},
        )

    def texts(self, *, without: Collection[str]) -> dict[str, list[str]]:
        """
        Say what stands in each case that stays, *without* some items.
        """
        return {
            zaak.id: sorted(
                f"{KANARIE} in {categorie} van {zaak.id}"
                for item, categorie in zip(
                    zaak.gegevens, ("woonsituatie", "relaties"), strict=False
                )
                if item not in without
            )
            for zaak in self.blijven
        }

    def _changes(self, folder: Path) -> None:
        """
        Let somebody with the database put a case that is due in the place of one approved.
        """
        with closing(sqlite3.connect(folder / HOOFD)) as connection, connection:
            for (guard,) in connection.execute(GUARDS).fetchall():
                connection.execute(f"DROP TRIGGER {guard}")
            connection.execute(SWAP, (self.blijven[-1].id, self.laat.id))

    @staticmethod
    def _no_longer_needed(b: Bewaarhuis, zaak: Zaak, item: str) -> None:
        now = b.h.klok()
        ground = Vernietigingsgrond(
            id=b.uid(),
            casus=zaak.id,
            gegeven=item,
            grond=Begin.NIET_MEER_NODIG,
            medewerker=b.een.medewerker or "",
            op=now,
        )
        shield = Afscherming(
            id=b.uid(), casus=zaak.id, gegeven=item, waarom=Waarom.VERVALLEN, op=now
        )
        b.schrijf([ground, shield], zaak.id)

    @staticmethod
    def _works_here(b: Bewaarhuis, zaak: Zaak) -> str:
        """
        Let somebody who works there be in a case too.
        """
        storage, content = b.rooms.storage, b.rooms.content
        with storage.hoofd.read() as connection:
            line = Registers(connection).one(Medewerker, b.twee.medewerker or "")
        assert isinstance(line, Medewerker)
        row, persoon = b.uid(), PersonId(line.persoon)
        person = Betrokkene(
            id=row,
            casus=zaak.id,
            over=Over.BETROKKENE,
            pseudoniem=content.pseudonym(persoon, HUIS, "com"),
            persoon=content.seal_who(row, zaak.id, persoon),
        )
        b.schrijf([person], zaak.id)
        zaak.betrokkenen.append(row)
        zaak.personen.append(line.persoon)
        return line.persoon

    @staticmethod
    def _aliases(b: Bewaarhuis, zaak: Zaak) -> frozenset[str]:
        with b.rooms.storage.hoofd.read() as connection:
            people = Registers(connection).all_of(Betrokkene, casus=zaak.id)
        return frozenset(b.rooms.content.aliases(people))


@functools.cache
def ready() -> Ready:
    """
    Build it, once for each process.
    """
    return Ready()
