"""
Rows of an invented house for the checks of an audit, written at once and kept by nobody.
"""

from __future__ import annotations

import itertools

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.engine.houses import COLLEGE, HUIS, OM, WORKSPACE, shipped
from zvhprivacy.audit.sources import Check, House, Sources
from zvhprivacy.model.audit import Antwoord, Found, Looked, Onbekend
from zvhprivacy.model.casus import (
    Aard,
    Betrokkene,
    Casus,
    Deelname,
    Gegeven,
    Over,
    Overgang,
    Register,
    Voorwaarde,
)
from zvhprivacy.model.registers import (
    Bezwaar,
    Instemming,
    Medewerker,
    Onderwerp,
    Oordeel,
    RacAdvies,
    Verklaring,
    Verstrekking,
)
from zvhprivacy.store.database import Database, Part, open_database
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rls import see_all


ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
OP = datetime(2026, 6, 1, 12, tzinfo=UTC)
VANAF, TOT = date(2025, 6, 1), date(2026, 6, 1)
BEFORE, GIVEN, AFTER = (datetime(2026, 3, day, 12, tzinfo=UTC) for day in (1, 10, 20))
LONG_AGO = datetime(2025, 5, 1, 12, tzinfo=UTC)  # before the period
DOEL = "complexe-casuistiek"


def without_house() -> Sources:
    """
    Give the files of the shipped workspace, and no database.
    """
    policy = shipped()
    law = policy.usual.workspace.law
    assert law is not None
    return Sources(
        root=WORKSPACE,
        op=OP,
        vanaf=VANAF,
        tot=TOT,
        workspace=policy.usual.workspace,
        law=law,
        policy=policy.usual,
        glass_broken=policy.usual,
        dpias=None,
    )


@dataclass(slots=True)
class Rijen:
    """
    A house of which rows are written as a test wants them, with one designated person.
    """

    registers: Registers
    bron: Sources
    nummers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    medewerker: str = ""

    def uid(self) -> str:
        """
        Give an id that nothing has yet.
        """
        return f"{next(self.nummers):032x}"

    def add(self, *rows: Register) -> None:
        """
        Keep them for this test.
        """
        for row in rows:
            self.registers.add(row)

    def casus(
        self, eerste: date = date(2026, 1, 1), *, deelnemers: bool = True, **more: Any
    ) -> str:
        """
        Write a case of college and OM with one betrokkene.
        """
        base: dict[str, Any] = {
            "id": self.uid(),
            "convenant": HUIS,
            "proces": "com",
            "kader": "wgs",
            "doel": DOEL,
            "fase": "casusoverleg",
            "fase_sinds": datetime(eerste.year, eerste.month, eerste.day, 12, tzinfo=UTC),
            "aangemeld_door": COLLEGE,
            "eerste_verwerking": eerste,
            "laatste_verwerking": eerste,
        }
        case = Casus(**base | more)
        over = Betrokkene(
            id=f"b{case.id[1:]}",
            casus=case.id,
            over=Over.BETROKKENE,
            pseudoniem="zvh1_a",
            persoon=b"verzegeld",
        )
        step = Overgang(id=self.uid(), casus=case.id, van=None, naar=case.fase, op=case.fase_sinds)
        self.add(case, over, step)
        for organisatie in (COLLEGE, OM) if deelnemers else ():
            self.add(Deelname(id=self.uid(), casus=case.id, organisatie=organisatie, van=eerste))
        return case.id

    def gegeven(
        self,
        casus: str,
        categorie: str = "woonsituatie",
        bronnen: tuple[str, ...] = (COLLEGE,),
        op: date = date(2026, 1, 1),
        *voorwaarden: Voorwaarde,
        **more: Any,
    ) -> str:
        """
        Write an item about the betrokkene of a case.
        """
        base: dict[str, Any] = {
            "id": self.uid(),
            "casus": casus,
            "betrokkene": f"b{casus[1:]}",
            "categorie": categorie,
            "aard": Aard.FEIT,
            "peildatum": op,
            "bronnen": bronnen,
            "verstrekt_op": op,
            "eerste_verwerking": op,
            "laatste_verwerking": op,
            "voorwaarden": voorwaarden,
            "inhoud": b"verzegeld",
        }
        item = Gegeven(**base | more)
        self.add(item)
        return item.id

    def gegeven_aan(
        self,
        casus: str,
        handeling: str,
        aan: str | None,
        gegevens: Iterable[str] = (),
        op: datetime | None = GIVEN,
        **more: Any,
    ) -> str:
        """
        Write a disclosure by the college.
        """
        base: dict[str, Any] = {
            "id": self.uid(),
            "casus": casus,
            "handeling": handeling,
            "van": COLLEGE,
            "aan": aan,
            "gegevens": tuple(gegevens),
            "categorieen": ("woonsituatie",),
            "doel": DOEL,
            "voorbereid_op": LONG_AGO,
            "gedaan_op": op,
        }
        line = Verstrekking(**base | more)
        self.add(line)
        return line.id

    def antwoord(
        self,
        verstrekking: str,
        *organisaties: str,
        op: datetime = BEFORE,
        bezwaar: bool = False,
        zwaarwegend: bool = False,
    ) -> None:
        """
        Let organisations say whether they object.
        """
        for each in organisaties:
            self.add(
                Bezwaar(
                    id=self.uid(),
                    verstrekking=verstrekking,
                    organisatie=each,
                    bezwaar=bezwaar,
                    zwaarwegend=zwaarwegend,
                    op=op,
                )
            )

    def stemt_in(self, verstrekking: str, *organisaties: str, op: datetime = BEFORE) -> None:
        """
        Let sources agree.
        """
        for each in organisaties:
            line = Instemming(id=self.uid(), verstrekking=verstrekking, organisatie=each, op=op)
            self.add(line)

    def getoetst(
        self, verstrekking: str, oordeel: Oordeel = Oordeel.RECHTMATIG, op: datetime = BEFORE
    ) -> None:
        """
        Let the RAC advise.
        """
        self.add(
            RacAdvies(
                id=self.uid(), verstrekking=verstrekking, kenmerk="RAC-1", oordeel=oordeel, op=op
            )
        )

    def zegt(
        self,
        feit: str,
        over: Onderwerp,
        onderwerp: str,
        organisatie: str = COLLEGE,
        op: datetime = BEFORE,
    ) -> None:
        """
        Let an organisation declare something.
        """
        self.add(
            Verklaring(
                id=self.uid(),
                feit=feit,
                over=over,
                onderwerp=onderwerp,
                organisatie=organisatie,
                medewerker=self.medewerker,
                op=op,
            )
        )


@contextmanager
def a_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[Database]:
    """
    Lend a hoofd of the kind that *request* asks for, to be shared by tests that leave nothing.
    """
    target = str(folder / "hoofd.db")
    if request.param == "postgresql":
        target = request.getfixturevalue("postgres_server").new_database(kept=True)
    database = open_database(Part.HOOFD, target)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def rijen(hoofd: Database, folder: Path) -> Iterator[Rijen]:
    """
    Lend an empty house in *hoofd*, of which nothing is kept.
    """
    with hoofd.read() as connection:
        see_all(connection)
        huis = House(
            hoofd=hoofd,
            connection=connection,
            log=None,  # type: ignore[arg-type] # lines are shown by the test itself
            regels=0,
            verifiers=(),
            ledger=None,  # type: ignore[arg-type]
            actoren=lambda _: {},
            bekend=tuple,
            herleidingen=(),
            sleutels=(),
            kluis_apart=True,
        )
        found = Rijen(Registers(connection), replace(without_house(), huis=huis, root=folder))
        found.medewerker = found.uid()
        found.add(
            Medewerker(
                id=found.medewerker,
                persoon="a" * 28,
                organisatie=COLLEGE,
                rollen=("procesregisseur",),
                van=date(2020, 1, 1),
            )
        )
        yield found


def asked(checks: Mapping[str, Check], name: str, bron: Sources) -> Found:
    """
    Carry out a check that sees no lines.
    """
    found = checks[name](bron)
    assert isinstance(found, Found)
    return found


def deviates(looked: Looked | None, *kenmerken: str, of: int, why: str) -> None:
    """
    See that exactly these deviate, *of* so many, for this reason.
    """
    assert looked is not None
    assert Antwoord.AFWIJKING is looked.antwoord
    assert (of, len(kenmerken)) == (looked.onderzocht, looked.afwijkend)
    assert set(kenmerken) == {each.kenmerk for each in looked.verwijzingen}
    assert (why, len(kenmerken)) in looked.tellingen


def fine(looked: Looked | None, of: int) -> None:
    """
    See that *of* so many none deviates.
    """
    assert looked is not None
    assert (of, 0, Antwoord.GEEN_AFWIJKING) == (
        looked.onderzocht,
        looked.afwijkend,
        looked.antwoord,
    )


def nothing(looked: Looked | None, reden: Onbekend = Onbekend.GEEN_GEVALLEN) -> None:
    """
    See that nothing can be established, for this reason.
    """
    assert looked is not None
    assert (Antwoord.NIET_VAST_TE_STELLEN, reden) == (looked.antwoord, looked.reden)
