"""
Rows of cases as they have to be, for the checks of cases and items; and lines for those to see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.audit.rijen import OP, Rijen, rijen
from tests.engine.houses import COLLEGE, GGZ, HUIS, OM, POLITIE
from zvhprivacy.audit.checks import CHECKS
from zvhprivacy.audit.sources import Sources, Watch
from zvhprivacy.model.audit import Antwoord, Found, Looked, Reference
from zvhprivacy.model.casus import Betrokkene, Deelname, Over, Overgang
from zvhprivacy.model.registers import (
    Besluit,
    Criteria,
    Onderwerp,
    Publicatie,
    Stem,
    Toestemming,
    Verklaring,
)
from zvhprivacy.store.database import Database, Part, open_database
from zvhprivacy.store.tables.bewaarplan import BewaarplanRegelRow, BewaarplanRow


LATER = OP - timedelta(days=60)  # in the period; the cases begin on its day
DAG = LATER.date()
LID_1 = (COLLEGE, OM)
Line = dict[str, Any]


class Zaken(Rijen):
    """
    Cases in a house of rows.
    """

    def besluit(
        self,
        casus: str,
        waarover: str,
        naar: str | None,
        stemmers: Iterable[str] = LID_1,
        op: datetime = LATER,
        *,
        voor: bool = True,
    ) -> str:
        """
        Write what was decided.
        """
        line = Besluit(
            id=self.uid(),
            casus=casus,
            waarover=waarover,
            naar=naar,
            stemmen=tuple(
                Stem(organisatie=each, medewerker=self.medewerker, voor=voor) for each in stemmers
            ),
            motivering=b"verzegeld",
            op=op,
        )
        self.add(line)
        return line.id

    def criteria(self, casus: str, op: datetime = LATER, *, met: bool = True, **more: Any) -> None:
        """
        Write how the four criteria were judged.
        """
        base: dict[str, Any] = {
            "id": self.uid(),
            "casus": casus,
            "meervoudige_problematiek": True,
            "leefgebieden_criminogeen": True,
            "overlast_criminaliteit_onveilig": True,
            "meerdere_domeinen_nodig": met,
            "motivering": b"verzegeld",
            "door": LID_1,
            "op": op,
        }
        self.add(Criteria(**base | more))

    def ging(self, casus: str, naar: str, op: datetime = LATER, besluit: str | None = None) -> None:
        """
        Write that a case went to a phase.
        """
        self.add(
            Overgang(id=self.uid(), casus=casus, van="triage", naar=naar, op=op, besluit=besluit)
        )

    def behandeld(
        self,
        *,
        besluit: Mapping[str, Any] | None = None,
        criteria: Mapping[str, Any] | None = None,
        op: datetime = LATER,
        **more: Any,
    ) -> str:
        """
        Write a case that was taken up as it has to be, but for what is given otherwise.
        """
        casus = self.casus(deelnemers=False, **{"fase": "casusoverleg", **more})
        given = {"waarover": "beoordelen", "naar": "in-behandeling", "op": op, **(besluit or {})}
        if given.pop("is_er", True):
            decided = self.besluit(casus, **given)
            self.ging(casus, "in-behandeling", op, decided)
        else:
            self.ging(casus, "in-behandeling", op)
        judged = {"op": op, **(criteria or {})}
        if judged.pop("is_er", True):
            self.criteria(casus, **judged)
        return casus

    def doet_mee(
        self, casus: str, organisatie: str = GGZ, besluit: str | None = None, **more: Any
    ) -> str:
        """
        Write that an organisation takes part.
        """
        base: dict[str, Any] = {
            "id": self.uid(),
            "casus": casus,
            "organisatie": organisatie,
            "besluit": besluit,
            "van": DAG,
        }
        line = Deelname(**base | more)
        self.add(line)
        return line.id

    def kring(self, casus: str, kring_van: str) -> str:
        """
        Write somebody of a circle.
        """
        line = Betrokkene(
            id=self.uid(),
            casus=casus,
            over=Over.DIRECTE_KRING,
            kring_van=kring_van,
            pseudoniem="zvh1_k",
            persoon=b"verzegeld",
        )
        self.add(line)
        return line.id

    def verklaard(self, feit: str, casus: str, organisatie: str, **more: Any) -> None:
        """
        Write what was said of a case.
        """
        base: dict[str, Any] = {
            "id": self.uid(),
            "feit": feit,
            "over": Onderwerp.CASUS,
            "onderwerp": casus,
            "organisatie": organisatie,
            "medewerker": self.medewerker,
            "op": LATER,
        }
        self.add(Verklaring(**base | more))

    def openbaar(self, wat: str, convenant: str) -> None:
        """
        Write that something is public.
        """
        self.add(
            Publicatie(
                id=self.uid(), wat=wat, convenant=convenant, waar="site", van=date(2025, 6, 1)
            )
        )

    def ingebracht(self, gegeven: str, casus: str, van: str, grondslag: str = "") -> str:
        """
        Write the disclosure by which an item came in.
        """
        return self.gegeven_aan(casus, "verstrekken", None, [gegeven], van=van, grondslag=grondslag)

    def stemde_toe(self, verstrekking: str, casus: str, op: datetime, **more: Any) -> None:
        """
        Write that the betrokkene consented.
        """
        self.add(
            Toestemming(
                id=self.uid(),
                verstrekking=verstrekking,
                betrokkene=f"b{casus[1:]}",
                gegeven_op=op,
                **more,
            )
        )

    def destroyed(self, fase: str, *moments: datetime | None) -> None:
        """
        Write a plan that destroyed a case in this phase at each of *moments*, or passed it over.
        """
        plan = self.uid()
        self.registers.connection.execute(
            sa.insert(BewaarplanRow),
            {
                "id": plan,
                "hash": "h",
                "op": DAG,
                "horizon": DAG,
                "beleid": "b",
                "opgesteld_door": self.medewerker,
                "opgesteld_op": LATER,
                "state": "opgesteld",
            },
        )
        lines = [
            {
                "plan": plan,
                "nummer": nummer,
                "soort": "casus",
                "convenant": HUIS,
                "proces": "com",
                "kader": "wgs",
                "fase": fase,
                "aantallen": "[]",
                "actie": "vernietigen",
                "regel": "WGS-REJECT",
                "artikel": "BGS 1.16 lid 1 b",
                "plek": "x:1",
                "reden": "afgewezen",
                "state": "overgeslagen" if op is None else "klaar",
                "uitkomst": "gewijzigd" if op is None else "vernietigd",
                "gedaan_op": op or LATER,
                "zaak": 1,
            }
            for nummer, op in enumerate(moments)
        ]
        self.registers.connection.execute(sa.insert(BewaarplanRegelRow), lines)

    def found(self, name: str, *lines: Line) -> Found:
        """
        Carry out the check with this name, and show it these lines of the logboek.
        """
        return looked(self.bron, name, *lines)


@contextmanager
def a_hoofd(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """
    Make a database on the engine that *request* names.
    """
    if request.param == "postgresql":
        target = request.getfixturevalue("postgres_server").new_database(kept=True)
    else:
        target = str(tmp_path_factory.mktemp("hoofd") / "huis.db")
    database = open_database(Part.HOOFD, target)
    yield database
    database.close()


@contextmanager
def zaken(hoofd: Database, folder: Path) -> Iterator[Zaken]:
    """
    Lend an empty house in *hoofd*, of which nothing is kept.
    """
    with rijen(hoofd, folder) as made:
        yield Zaken(made.registers, made.bron, made.nummers, made.medewerker)


def looked(bron: Sources, name: str, *lines: Line) -> Found:
    """
    Carry out a check; a line gets its place as number.
    """
    found = CHECKS[name](bron)
    if not isinstance(found, Watch):
        return found
    for nummer, each in enumerate(lines):
        if found.gebeurtenissen is None or each["gebeurtenis"] in found.gebeurtenissen:
            found.see(nummer, each)
    return found.end()


def besloten(casus: str | None = None, **more: Any) -> Line:
    """
    Give the line of an allowed answer.
    """
    return _line("besluit", "toegestaan", casus, more)


def gedaan(gebeurtenis: str, casus: str, **more: Any) -> Line:
    """
    Give the line of something that was done.
    """
    return _line(gebeurtenis, "gelukt", casus, more)


def _line(gebeurtenis: str, resultaat: str, casus: str | None, more: Line) -> Line:
    base: Line = {
        "gebeurtenis": gebeurtenis,
        "resultaat": resultaat,
        "trace": "t",
        "tijd": (LATER + timedelta(days=1)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "dag": DAG.isoformat(),
        "handeling": "inzien",
        "gegevens": "woonsituatie",
        "over": "betrokkene",
        "doel": "complexe-casuistiek",
        "proces": "com",
        "kader": "wgs",
        "fase": "casusoverleg",
        "rol": "casusdeelnemer",
        "deelnemer": POLITIE,
    }
    if casus is not None:
        base["casus"] = casus
    return base | more


def good(found: Looked | None) -> int:
    """
    Give how many were looked at, when nothing deviated.
    """
    assert found is not None
    assert found.antwoord is Antwoord.GEEN_AFWIJKING
    return found.onderzocht


def wrong(found: Looked | None, *references: tuple[str, str]) -> dict[str, int]:
    """
    Give the reasons, when exactly these deviated.
    """
    assert found is not None
    assert found.afwijkend == len(references)
    assert found.verwijzingen == tuple(Reference(*each) for each in references)
    return dict(found.tellingen)
