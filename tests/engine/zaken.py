"""
A case in a house, brought from report to casusoverleg by the real calls; and copies of the whole.

Its content is invented; whatever may never come out where it does not belong carries a canary.
"""

from __future__ import annotations

import itertools
import shutil

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.bsn import bsn
from tests.engine.houses import COLLEGE, OM, PEOPLE, POLITIE, RVDK, VOTERS, Clock, Huis, huis
from zvhprivacy.engine.grant import Grant
from zvhprivacy.model.about import About
from zvhprivacy.model.casus import Betrokkene, Casus, Deelname, Gegeven, Toewijzing
from zvhprivacy.model.registers import (
    Besluit,
    Criteria,
    Onderwerp,
    Stem,
    Verklaring,
    Verstrekking,
)
from zvhprivacy.model.request import Request
from zvhprivacy.vault.bsn import Bsn


LID_1 = (COLLEGE, OM, RVDK)  # of the deelnemers that take part in the case

REPORTED = frozenset(
    {"eigen-gegevens", "rechtmatig-verwerkt", "kwaliteit-getoetst", "aanmelding-gemotiveerd"}
)
OWN = frozenset({"eigen-gegevens", "rechtmatig-verwerkt"})

CANARY = "Kanarie"
NAME = "Jip Kanarievogel"
ANOTHER_NAME = "Janneke Kanariepiet"
CONTENT = {
    "aanmeldmotivering": f"{NAME} zorgt bij {CANARY}straat 7 voor overlast.",
    "identificatie-contact": f"{NAME}, {CANARY}straat 7",
    "bsn": "burgerservicenummer: zie het kluisje van de kanarie",
    "woonsituatie": f"{NAME} woont in bij {ANOTHER_NAME} met een Kanarieschuld.",
    "relaties": f"{ANOTHER_NAME} is de zus met de KANARIEgele jas.",
}


@dataclass(slots=True)
class Zaak:
    """
    A case in a house, and what is in it by category.
    """

    h: Huis
    casus: Casus
    betrokkene: Betrokkene
    gegevens: dict[str, Gegeven] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """
        The id of the case.
        """
        return self.casus.id

    def over(self, naam: str, **more: str | None) -> About:
        """
        Say who asks, in this case.
        """
        return self.h.van(naam, casus=self.id, **more)

    def besluit(self, waarover: str, naar: str, stemmers: Iterable[str] = (COLLEGE, OM)) -> str:
        """
        Let the regisseur write down what was decided.
        """
        line = Besluit(
            id=self.h.uid(),
            casus=self.id,
            waarover=waarover,
            naar=naar,
            stemmen=tuple(
                Stem(organisatie=each, medewerker=self.h.mensen[VOTERS[each]], voor=True)
                for each in stemmers
            ),
            motivering=b"verzegeld",
            op=self.h.klok(),
        )
        self.h.add(line, "regisseur", casus=self.id)
        return line.id

    def toegewezen(self, naam: str, rol: str) -> str:
        """
        Let the regisseur assign somebody.
        """
        line = Toewijzing(
            id=self.h.uid(),
            casus=self.id,
            medewerker=self.h.mensen[naam],
            rol=rol,
            van=self.h.klok().date(),
        )
        self.h.add(line, "regisseur", casus=self.id)
        return line.id

    def criteria(self) -> str:
        """
        Let the regisseur write down that the criteria are met.
        """
        line = Criteria(
            id=self.h.uid(),
            casus=self.id,
            meervoudige_problematiek=True,
            leefgebieden_criminogeen=True,
            overlast_criminaliteit_onveilig=True,
            meerdere_domeinen_nodig=True,
            motivering=b"verzegeld",
            door=(COLLEGE, OM),
            op=self.h.klok(),
        )
        self.h.add(line, "regisseur", casus=self.id)
        return line.id

    def doet_mee(self, organisatie: str, stemmers: Iterable[str] = (COLLEGE, OM)) -> str:
        """
        Let an organisation take part, by a decision.
        """
        line = Deelname(
            id=self.h.uid(),
            casus=self.id,
            organisatie=organisatie,
            besluit=self.besluit("betrekken", organisatie, stemmers),
            van=self.h.klok().date(),
        )
        self.h.add(line, "regisseur", casus=self.id)
        return line.id

    def naar(
        self, fase: str, handeling: str, besluit: str | None = None, gegevens: str = "casusmetadata"
    ) -> Casus:
        """
        Let the case go on.
        """
        request = self.h.vraag("regisseur", handeling, gegevens, fase=self.casus.fase)
        grant = self.h.engine.require(request, about=self.over("regisseur", besluit=besluit))
        self.casus = self.h.huis.bijhouden.ga_naar(grant, fase)
        return self.casus

    def vraag(self, naam: str, handeling: str, gegevens: str, **more: Any) -> Request:
        """
        Make a request in the phase that the case is in.
        """
        return self.h.vraag(naam, handeling, gegevens, **{"fase": self.casus.fase, **more})

    def mag(
        self,
        naam: str,
        handeling: str,
        gegevens: str,
        *,
        verklaard: Iterable[str] = (),
        about: dict[str, str | None] | None = None,
        **more: Any,
    ) -> Grant:
        """
        Get a Grant.
        """
        return self.h.engine.require(
            self.vraag(naam, handeling, gegevens, **more),
            about=self.over(naam, **(about or {})),
            verklaard=verklaard,
        )

    def brengt_in(
        self, naam: str, gegevens: str, handeling: str = "verstrekken", **more: Any
    ) -> Gegeven:
        """
        Let somebody bring in an item of his own.
        """
        grant = self.mag(naam, handeling, gegevens, verklaard=OWN, **more)
        item = self.h.huis.bijhouden.leg_vast(
            grant, self.betrokkene.id, CONTENT[gegevens], peildatum=date(2026, 5, 1)
        )
        self.gegevens[gegevens] = item
        return item

    def verklaring(
        self, naam: str, feit: str, over: Onderwerp, onderwerp: str, **about: str | None
    ) -> Verklaring:
        """
        Let somebody declare something for his own organisation.
        """
        line = Verklaring(
            id=self.h.uid(),
            feit=feit,
            over=over,
            onderwerp=onderwerp,
            organisatie=PEOPLE[naam][0],
            medewerker=self.h.mensen[naam],
            op=self.h.klok(),
        )
        self.h.add(line, naam, **{"casus": self.id, **about})
        return line

    def verstrekking(self, **more: Any) -> Verstrekking:
        """
        Let the regisseur prepare the disclosure of the woonsituatie to the politie.
        """
        base: dict[str, Any] = {
            "id": self.h.uid(),
            "casus": self.id,
            "handeling": "resultaat-verstrekken",
            "van": COLLEGE,
            "aan": POLITIE,
            "gegevens": (self.gegevens["woonsituatie"].id,),
            "categorieen": ("woonsituatie",),
            "doel": "complexe-casuistiek",
            "voorbereid_op": self.h.klok(),
        }
        line = Verstrekking(**base | more)
        self.h.add(line, "regisseur", casus=self.id)
        return line


def aangemeld(h: Huis, nummer: int = 0) -> Zaak:
    """
    Let the officier report somebody: the case is there, with who he is and why.
    """
    request = h.vraag("officier", "aanmelden", "aanmeldmotivering", fase="signaal")
    grant = h.engine.require(request, about=h.van("officier"), verklaard=REPORTED)
    casus = h.huis.bijhouden.begin(grant)
    request, about = request._replace(fase="aangemeld"), h.van("officier", casus=casus.id)
    grant = h.engine.require(request, about=about, verklaard=REPORTED)
    betrokkene = h.huis.bijhouden.neem_op(grant, bsn=Bsn(bsn(nummer)))
    zaak = Zaak(h, casus, betrokkene)
    for gegevens in ("aanmeldmotivering", "identificatie-contact", "bsn"):
        grant = h.engine.require(
            request._replace(gegevens=gegevens), about=about, verklaard=REPORTED
        )
        zaak.gegevens[gegevens] = h.huis.bijhouden.leg_vast(
            grant, betrokkene.id, CONTENT[gegevens], peildatum=date(2026, 5, 1)
        )
    return zaak


def in_behandeling(h: Huis, nummer: int = 0) -> Zaak:
    """
    Let the deelnemers of lid 1 judge the report, and take the case up.
    """
    zaak = aangemeld(h, nummer)
    zaak.toegewezen("regisseur", "procesregisseur")
    zaak.toegewezen("officier", "aanmelder")
    zaak.naar("triage", "vastleggen")
    zaak.naar(
        "in-behandeling",
        "beoordelen",
        zaak.besluit("beoordelen", "in-behandeling"),
        "aanmeldmotivering",
    )
    zaak.criteria()
    return zaak


def casusoverleg(h: Huis, nummer: int = 0) -> Zaak:
    """
    Let organisations take part, and bring the case to the casusoverleg with things in it.
    """
    zaak = in_behandeling(h, nummer)
    zaak.doet_mee(COLLEGE)
    zaak.doet_mee(OM)
    zaak.doet_mee(RVDK)
    zaak.naar("casusoverleg", "betrekken", zaak.besluit("betrekken", "casusoverleg", LID_1))
    for naam in ("regisseur", "officier", "raadsonderzoeker"):
        zaak.toegewezen(naam, "casusdeelnemer")
    zaak.brengt_in("regisseur", "woonsituatie", rol="casusdeelnemer")
    zaak.brengt_in("officier", "relaties", rol="casusdeelnemer")
    return zaak


@dataclass(frozen=True, slots=True)
class Bouw:
    """
    A house with a case that was built and closed: open it as often as needed, each time a copy.
    """

    folder: Path
    target: str | None
    zaak: Zaak

    @contextmanager
    def kopie(self, folder: Path, target: str | None = None, **options: Any) -> Iterator[Zaak]:
        """
        Copy it to *folder*, and open it there; its database is at *target* already if there is one.
        """
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        with self.open(folder, target, **options) as zaak:
            yield zaak

    @contextmanager
    def open(self, folder: Path, target: str | None = None, **options: Any) -> Iterator[Zaak]:
        """
        Open what stands in *folder* and at *target*, as the case was when it was built.
        """
        was = self.zaak.h
        options.setdefault("klok", Clock(was.klok.nu + timedelta(minutes=1)))
        with huis(folder, target, **options) as h:
            h.mensen, h.personen = dict(was.mensen), dict(was.personen)
            h.nummers = itertools.count(10_000)
            yield replace(self.zaak, h=h, gegevens=dict(self.zaak.gegevens))


def bouw(folder: Path, target: str | None = None) -> Bouw:
    """
    Build a house with people and a case in the casusoverleg.
    """
    with huis(folder, target) as h:
        h.mensen_komen()
        return Bouw(folder, target, casusoverleg(h))
