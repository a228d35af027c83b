"""
A house with people who keep the terms and with as many cases as a test wants, all invented.

The cases are written at once, each row with its line in the logboek, as the real calls would.
"""

from __future__ import annotations

import itertools
import shutil

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from tests.bsn import bsn
from tests.engine.houses import COLLEGE, HUIS, LONG_AGO, Clock, Huis, huis
from zvhprivacy.engine.bewaren import Bewaren
from zvhprivacy.engine.content import GEGEVEN, OPSCHORTING, voorwerp
from zvhprivacy.engine.lines import Operation
from zvhprivacy.engine.rooms import Rooms
from zvhprivacy.engine.rows import deviating_rows
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis, Logdoel, Resultaat
from zvhprivacy.logboek.reading import Query, lees
from zvhprivacy.logboek.reconcile import RowDeviation
from zvhprivacy.model.about import About
from zvhprivacy.model.bewaarplan import Plan, PlanLine
from zvhprivacy.model.bewaartermijn import Grond
from zvhprivacy.model.bewaren import Opschorting
from zvhprivacy.model.casus import (
    Aard,
    Betrokkene,
    Casus,
    Gegeven,
    Over,
    Overgang,
    Register,
)
from zvhprivacy.model.registers import Medewerker
from zvhprivacy.store.every import every_row
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rls import see_all
from zvhprivacy.vault.bsn import Bsn


# The day on which every test begins; a case first processed five years before has to go then.
BEGIN = datetime(2026, 6, 1, 10, tzinfo=Clock().nu.tzinfo)
DUE = date(2021, 6, 10)  # of which the term ends within the horizon of a plan made on that day
FRESH = date(2025, 1, 1)
KANARIE = "Kanarie"
REGISTER = "vernietigingsregister.jsonl"


@dataclass(slots=True)
class Zaak:
    """
    A case with what is in it, by id.
    """

    id: str
    betrokkenen: list[str] = field(default_factory=list)
    personen: list[str] = field(default_factory=list)
    gegevens: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Bewaarhuis:
    """
    A house *h* with three who keep the terms: *een* and *twee*, and *een* under a second account.
    """

    h: Huis
    een: About = field(default_factory=About)
    twee: About = field(default_factory=About)
    dubbel: About = field(default_factory=About)
    nummers: Iterator[int] = field(default_factory=lambda: itertools.count(1_000_000))

    @property
    def rooms(self) -> Rooms:
        """
        What the calls work on.
        """
        return self.h.huis._rooms

    @property
    def bewaren(self) -> Bewaren:
        """
        The room under test.
        """
        return self.h.engine.bewaren

    def uid(self) -> str:
        """
        Give an id that nothing has yet.
        """
        return f"{next(self.nummers):032x}"

    def komen(self) -> None:
        """
        Let them be designated.
        """
        self.h.mensen["beheer"] = self.uid()
        keeper = self._aangewezen(self.h.mensen["beheer"], ("functioneel-beheerder",), None)
        ids = [self.uid() for _ in range(3)]
        person = self._aangewezen(ids[0], ("bewaarbeheerder",), None)
        self._aangewezen(ids[1], ("bewaarbeheerder",), None)
        self._aangewezen(ids[2], ("bewaarbeheerder",), person)
        self.een, self.twee, self.dubbel = (About(medewerker=each) for each in ids)
        assert keeper != person

    def _aangewezen(self, row: str, rollen: tuple[str, ...], persoon: str | None) -> str:
        persoon = persoon or self.rooms.storage.persons.enrol()
        line = Medewerker(
            id=row,
            persoon=persoon,
            organisatie=COLLEGE,
            rollen=rollen,
            vog_of_screening=LONG_AGO,
            commerciele_taak=False,
            van=LONG_AGO,
        )
        self.h.add(line, "beheer")
        return persoon

    def zaak(
        self,
        eerste: date = DUE,
        *,
        fase: str = "in-behandeling",
        gegevens: Sequence[tuple[str, date]] | None = None,
        nummers: Iterable[int] = (),
        convenant: str = HUIS,
        sinds: datetime | None = None,
    ) -> Zaak:
        """
        Write a case; *nummers* are those of the people in it, of whom each has a BSN.
        """
        storage, content = self.rooms.storage, self.rooms.content
        here = Zaak(self.uid())
        since = sinds or datetime.combine(eerste, time(12), BEGIN.tzinfo)
        items = [("woonsituatie", eerste)] if gegevens is None else gegevens
        last = max([eerste, *(day for _, day in items)])
        rows: list[Register] = [
            Casus(
                id=here.id,
                convenant=convenant,
                proces="com",
                kader="wgs",
                doel="complexe-casuistiek",
                fase=fase,
                fase_sinds=since,
                aangemeld_door=COLLEGE,
                eerste_verwerking=eerste,
                laatste_verwerking=last,
            ),
            Overgang(id=self.uid(), casus=here.id, van=None, naar=fase, op=since),
        ]
        for number in nummers or [next(self.nummers) % 1_000_000]:
            persoon, row = storage.persons.enrol(Bsn(bsn(number))), self.uid()
            here.betrokkenen.append(row)
            here.personen.append(persoon)
            rows.append(
                Betrokkene(
                    id=row,
                    casus=here.id,
                    over=Over.BETROKKENE,
                    pseudoniem=content.pseudonym(persoon, convenant, "com"),
                    persoon=content.seal_who(row, here.id, persoon),
                )
            )
        for categorie, day in items:
            row = self.uid()
            here.gegevens.append(row)
            text = f"{KANARIE} in {categorie} van {here.id}"
            rows.append(
                Gegeven(
                    id=row,
                    casus=here.id,
                    betrokkene=here.betrokkenen[0],
                    categorie=categorie,
                    aard=Aard.FEIT,
                    peildatum=day,
                    bronnen=(COLLEGE,),
                    verstrekt_op=day,
                    eerste_verwerking=day,
                    laatste_verwerking=day,
                    inhoud=content.seal(GEGEVEN, row, here.id, 1, text),
                )
            )
        self.schrijf(rows, here.id)
        return here

    def opgeschort(
        self,
        zaak: Zaak,
        gegeven: str | None = None,
        grond: Grond = Grond.RECHTSVORDERING,
        herzien_voor: date = date(2026, 9, 1),
        motivering: bytes | None = None,
    ) -> Opschorting:
        """
        Place a hold; its *motivering* is sealed with the key of the case, unless it was before.
        """
        row = self.uid()
        sealing = self.rooms.content.seal
        sealed = motivering or sealing(OPSCHORTING, row, zaak.id, 1, "er loopt een claim")
        hold = Opschorting(
            id=row,
            casus=zaak.id,
            gegeven=gegeven,
            grond=grond,
            kenmerk="BW 3:310",
            motivering=sealed,
            eigenaar=self.een.medewerker or "",
            op=self.h.klok(),
            herzien_voor=herzien_voor,
        )
        self.schrijf([hold], zaak.id)
        return hold

    def schrijf(self, rows: Sequence[Register], casus: str) -> None:
        """
        Store rows of a case, each with its line.
        """
        storage = self.rooms.storage
        operation = Operation.new(storage.toeval)
        lines = [
            AuditLine(
                gebeurtenis=Gebeurtenis.VERZAMELEN,
                actor="systeem",
                resultaat=Resultaat.GELUKT,
                trace=operation.trace,
                operatie=operation.span,
                object=type(row).__name__.lower(),
                casus=casus,
                voorwerp=voorwerp(row),
            )
            for row in rows
        ]

        def work(connection: Any) -> None:
            see_all(connection)
            registers = Registers(connection)
            for row in rows:
                registers.add(row)

        storage.writer.write(lines, work)

    def goedgekeurd(self) -> Plan:
        """
        Make a plan, let another approve it, and wait.
        """
        made = self.bewaren.stel_op(self.een)
        assert made is not None
        plan = self.bewaren.keur_goed(made[0].id, made[0].hash, self.twee)
        self.h.klok.goes(days=7)
        return plan

    def regels(self, plan: Plan) -> tuple[PlanLine, ...]:
        """
        Give the lines of a plan.
        """
        return self.bewaren.regels(plan.id)

    def er_zijn(self, kind: type[Any]) -> set[str]:
        """
        Give the ids of all rows of a register.
        """
        return {row.rij for row in every_row(self.rooms.storage.hoofd) if type(row.waarde) is kind}

    def afwijkingen(self) -> list[RowDeviation]:
        """
        Lay what is stored beside the logboek.
        """
        return deviating_rows(self.rooms.storage.log, self.rooms.storage.hoofd)

    def verteld(self, gebeurtenis: Gebeurtenis) -> list[AuditLine]:
        """
        Give the lines of the logboek about one kind of event.
        """
        found = lees(self.rooms.storage.log, Query(), doel=Logdoel.INTERNE_CONTROLE)
        lines = (entry.line for entry in found)
        return [x for x in lines if isinstance(x, AuditLine) and x.gebeurtenis is gebeurtenis]


@contextmanager
def bewaarhuis(folder: Path, target: str | None = None, **options: Any) -> Iterator[Bewaarhuis]:
    """
    Open a house in *folder* with people who keep the terms.
    """
    options.setdefault("klok", Clock(BEGIN))
    with heropend(folder, target, **options) as b:
        b.komen()
        yield b


@contextmanager
def heropend(
    folder: Path, target: str | None = None, was: Bewaarhuis | None = None, **options: Any
) -> Iterator[Bewaarhuis]:
    """
    Open what stands in *folder* and at *target*, with the people of before.
    """
    if was is not None:
        options.setdefault("klok", was.h.klok)
    options.setdefault("vernietigingsregister", folder / "register" / REGISTER)
    with huis(folder, target, **options) as h:
        if was is None:
            yield Bewaarhuis(h)
        else:
            h.mensen = dict(was.h.mensen)
            yield replace(was, h=h)


@dataclass(frozen=True, slots=True)
class Bouw:
    """
    A house with people and nothing else, closed; to be copied.
    """

    folder: Path
    target: str | None
    was: Bewaarhuis

    def kopie(self, folder: Path, target: str | None = None) -> AbstractContextManager[Bewaarhuis]:
        """
        Copy it to *folder*, and open it there; its database is at *target* already if there is one.
        """
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        was = replace(self.was, nummers=itertools.count(2_000_000))
        return heropend(folder, target, was, klok=Clock(self.was.h.klok.nu))


def bouw(folder: Path, target: str | None = None) -> Bouw:
    """
    Build it.
    """
    with bewaarhuis(folder, target) as b:
        return Bouw(folder, target, b)
