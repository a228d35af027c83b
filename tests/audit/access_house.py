"""
A house in order to look at, and what somebody does to it past the engine.
"""

from __future__ import annotations

import sqlite3

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.engine import houses
from tests.engine.houses import Huis
from tests.engine.zaken import Bouw, Zaak, bouw
from zvhprivacy.audit.checks import CHECKS
from zvhprivacy.audit.sources import House, Sources, Watch
from zvhprivacy.audit.watch import watch
from zvhprivacy.engine import core, desk
from zvhprivacy.engine.content import voorwerp
from zvhprivacy.engine.lines import Operation
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis, Resultaat
from zvhprivacy.model.about import About
from zvhprivacy.model.audit import Found, Looked
from zvhprivacy.store.rls import see_all
from zvhprivacy.vault.domain import LOGBOEK_ACTOREN
from zvhprivacy.vault.person import PersonId


VANAF, TOT = date(2026, 1, 1), date(2027, 1, 1)
ORIGIN = "werkplek-7"


def built(folder: Path, target: str | None = None) -> Bouw:
    """
    Build a house where every question says where it comes from.
    """
    with pytest.MonkeyPatch.context() as patch:
        _as_in_order(patch)
        return bouw(folder, target)


@contextmanager
def opened(build: Bouw, folder: Path) -> Iterator[Zaak]:
    """
    Open a copy of it; in the folder where it was built, the house itself.
    """
    with pytest.MonkeyPatch.context() as patch:
        _as_in_order(patch)
        here = folder == build.folder
        with build.open(folder, build.target) if here else build.kopie(folder) as zaak:
            yield zaak


@contextmanager
def empty(folder: Path) -> Iterator[Huis]:
    """
    Open a house where nobody works.
    """
    with pytest.MonkeyPatch.context() as patch:
        _as_in_order(patch)
        with houses.huis(folder) as h:
            yield h


@dataclass(slots=True)
class Looking:
    """
    A house that checks look at; *options* are fields of `House` that are not as they are.
    """

    h: Huis
    vanaf: date = VANAF
    tot: date = TOT
    options: dict[str, Any] = field(default_factory=dict)

    def found(self, name: str) -> Found:
        """
        Carry out the check with this name.
        """
        with self._sources() as bron:
            found = CHECKS[name](bron)
            if isinstance(found, Watch):
                assert bron.huis is not None
                watch(bron.huis, [found], bron.vanaf, bron.tot)
                found = found.end()
            return found

    def werking(self, name: str) -> Looked:
        """
        Give what the check found of how it works.
        """
        found = self.found(name).werking
        assert found is not None
        return found

    def bestaan(self, name: str) -> Looked:
        """
        Give what the check found of what is there.
        """
        found = self.found(name).bestaan
        assert found is not None
        return found

    @contextmanager
    def _sources(self) -> Iterator[Sources]:
        storage = self.h.huis.storage
        with storage.hoofd.read() as connection:
            see_all(connection)
            fields: dict[str, Any] = {
                "hoofd": storage.hoofd,
                "connection": connection,
                "log": storage.log,
                "regels": storage.log.head().size,
                "verifiers": storage.verifiers(),
                "ledger": storage.ledger,
                "actoren": lambda people: {each: actor(self.h, each) for each in people},
                "bekend": tuple,
                "herleidingen": storage.vault.approvals(),
                "sleutels": storage.keys.list(),
                "kluis_apart": True,
                "voorwerp": voorwerp,
            }
            yield without_house(
                op=self.h.klok(),
                vanaf=self.vanaf,
                tot=self.tot,
                huis=House(**fields | self.options),
            )


def without_house(**fields: Any) -> Sources:
    """
    Give the files alone, unless *fields* say more.
    """
    policy = houses.shipped()
    base: dict[str, Any] = {
        "root": houses.WORKSPACE,
        "op": houses.BEGIN,
        "vanaf": VANAF,
        "tot": TOT,
        "workspace": policy.usual.workspace,
        "law": policy.usual.law,
        "policy": policy.usual,
        "glass_broken": policy.glass_broken,
        "dpias": None,
    }
    return Sources(**base | fields)


def actor(h: Huis, persoon: str) -> str:
    """
    Give who acts in the logboek.
    """
    return h.huis.storage.persons.pseudonym(PersonId(persoon), LOGBOEK_ACTOREN)


def writes(h: Huis, naam: str | None, **fields: Any) -> int:
    """
    Write a line as if somebody did something that the engine did not see; give its number.
    """
    organisatie, rollen = houses.PEOPLE.get(naam or "", (None, (None,)))
    operation = Operation.new(h.huis.storage.toeval)
    base: dict[str, Any] = {
        "gebeurtenis": Gebeurtenis.RAADPLEGEN,
        "actor": actor(h, h.personen[naam]) if naam else "onbekend",
        "resultaat": Resultaat.GELUKT,
        "trace": operation.trace,
        "operatie": operation.span,
        "deelnemer": organisatie,
        "rol": rollen[0],
        "handeling": "inzien",
        "gegevens": "woonsituatie",
        "doel": "complexe-casuistiek",
        "dag": h.klok().date().isoformat(),
        "object": "woonsituatie",
        "oorsprong": ORIGIN,
    }
    return h.huis.storage.writer.write([AuditLine(**base | fields)]).nummers[0]


@contextmanager
def past_the_engine(folder: Path) -> Iterator[sqlite3.Connection]:
    """
    Write in the file of the database, with its guards off.
    """
    raw = sqlite3.connect(folder / "db" / "huis.sqlite")
    try:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        triggers = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            raw.execute(f"DROP TRIGGER {name}")
        yield raw
        raw.commit()
    finally:
        raw.close()


def _as_in_order(patch: pytest.MonkeyPatch) -> None:
    def policy(werkmap: Path) -> desk.Policy:
        return houses.shipped() if werkmap == houses.WORKSPACE else desk.Policy(werkmap)

    def van(self: Huis, naam: str, **about: str | None) -> About:
        return About(medewerker=self.mensen.get(naam), oorsprong=ORIGIN, **about)

    patch.setattr(core, "Policy", policy)
    patch.setattr(Huis, "van", van)
