"""
What people do with a case by the real calls: ask, report, decide, go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bench.audit_house.people import (
    COLLEGE,
    GGZ,
    OM,
    POLITIE,
    RVDK,
    TEAM,
    VOTERS,
    Staff,
)
from tests.bsn import bsn
from zvhprivacy.engine.grant import Grant
from zvhprivacy.errors import AccessDenied
from zvhprivacy.model.casus import (
    Beperking,
    Betrokkene,
    Casus,
    Deelname,
    Gegeven,
    Over,
    Toewijzing,
    Voorwaarde,
)
from zvhprivacy.model.registers import (
    Besluit,
    Criteria,
    Onderwerp,
    Stem,
    Verklaring,
)
from zvhprivacy.vault.bsn import Bsn


DAY0 = date(2025, 7, 2)
REPORTED = frozenset(
    {"eigen-gegevens", "rechtmatig-verwerkt", "kwaliteit-getoetst", "aanmelding-gemotiveerd"}
)
OWN = frozenset({"eigen-gegevens", "rechtmatig-verwerkt"})
INHOUD = "verzonnen"
SEALED = b"verzegeld"
ALL_LID_1 = (COLLEGE, OM, POLITIE, RVDK)
MEMBERS = (*ALL_LID_1, GGZ)

NOT_TO_GGZ = Voorwaarde(beperking=Beperking.NIET_AAN, waarden=(GGZ,))

Told = Callable[[int, bool], object]  # a day, and whether it can happen again and again


@dataclass
class Acting:
    """
    One case that the first team of *staff* works on, and what is in it by category.

    *told* hears that something was done: on which day of the case, and whether it is a look that
    may be repeated up to the next thing that is done.
    """

    staff: Staff
    told: Told
    nummer: int
    casus: Casus = field(init=False)
    betrokkene: Betrokkene = field(init=False)
    gegevens: dict[str, Gegeven] = field(default_factory=dict)

    @contextmanager
    def on(self, day: int, hour: int = 10, *, again: bool = False) -> Iterator[None]:
        """
        Do something on the *day*-th day of the case.
        """
        self.staff.klok.to(DAY0 + timedelta(days=day), hour)
        yield
        self.told(day, again)

    def may(
        self,
        naam: str,
        handeling: str,
        gegevens: str,
        *,
        verklaard: Iterable[str] = (),
        about: dict[str, str | None] | None = None,
        nood: bool = False,
        **more: Any,
    ) -> Grant:
        """
        Get a Grant in this case, for somebody of the team or of the staff.
        """
        who = self._who(naam)
        request = self.staff.request(who, handeling, gegevens, **{"fase": self.casus.fase, **more})
        seen = self.staff.about(who, casus=self.casus.id, **(about or {}))
        return self.staff.engine.require(
            request, about=seen, verklaard=verklaard, noodprocedure=nood
        )

    def refused(self, naam: str, handeling: str, gegevens: str, **more: Any) -> None:
        """
        Let somebody ask what he may not have.
        """
        try:
            self.may(naam, handeling, gegevens, **more)
        except AccessDenied:
            return
        raise AssertionError(handeling)

    def look(self, naam: str, gegevens: str, **more: Any) -> None:
        """
        Let somebody look at one category of the case.
        """
        self.staff.huis.casussen.open(self.may(naam, "inzien", gegevens, **more))

    def write(self, line: Any, naam: str, **about: str | None) -> Any:
        """
        Let somebody write a line in a register of this case.
        """
        self.staff.add(line, self._who(naam), casus=self.casus.id, **about)
        return line

    def _who(self, naam: str) -> str:
        return f"{naam}@0" if naam in TEAM else naam

    def _id(self, naam: str) -> str:
        return self.staff.mensen[self._who(naam)]

    def report(self, *, kring: bool = False) -> None:
        """
        Let the officier report somebody, with who he is and why.
        """
        s, who = self.staff, self._who("officier")
        grant = s.engine.require(
            s.request(who, "aanmelden", "aanmeldmotivering", fase="signaal"),
            about=s.about(who),
            verklaard=REPORTED,
        )
        self.casus = s.huis.bijhouden.begin(grant)
        grant = self.may("officier", "aanmelden", "aanmeldmotivering", verklaard=REPORTED)
        self.betrokkene = s.huis.bijhouden.neem_op(grant, bsn=Bsn(bsn(self.nummer)))
        for gegevens in ("aanmeldmotivering", "identificatie-contact", "bsn"):
            self._store(self.may("officier", "aanmelden", gegevens, verklaard=REPORTED))
        if kring:
            self._circle()

    def _circle(self) -> None:
        s = self.staff
        about = s.about(self._who("officier"), casus=self.casus.id)
        coming = s.huis.aankondigen.persoon(
            about, over=Over.DIRECTE_KRING, kring_van=self.betrokkene.id
        )
        item = s.huis.aankondigen.gegeven(about, coming.id, "identificatie-contact")
        self.declare("officier", "gezinslid-of-direct-contact", item.id, Onderwerp.GEGEVEN)
        grant = self.may(
            "officier",
            "aanmelden",
            "identificatie-contact",
            over="directe-kring",
            verklaard=REPORTED,
            about={"gegeven": item.id},
        )
        s.huis.bijhouden.leg_vast(grant, coming.id, INHOUD, peildatum=DAY0)

    def _store(self, grant: Grant, *voorwaarden: Voorwaarde) -> Gegeven:
        item = self.staff.huis.bijhouden.leg_vast(
            grant, self.betrokkene.id, INHOUD, peildatum=DAY0, voorwaarden=voorwaarden
        )
        self.gegevens[item.categorie] = item
        return item

    def assign(self, naam: str, rol: str) -> None:
        """
        Let the regisseur assign somebody.
        """
        line = Toewijzing(
            id=self.staff.uid(),
            casus=self.casus.id,
            medewerker=self._id(naam),
            rol=rol,
            van=self.staff.klok().date(),
        )
        self.write(line, "regisseur")

    def decide(self, waarover: str, naar: str, stemmers: Iterable[str] = ALL_LID_1) -> str:
        """
        Let the regisseur write down what was decided.
        """
        line = Besluit(
            id=self.staff.uid(),
            casus=self.casus.id,
            waarover=waarover,
            naar=naar,
            stemmen=tuple(
                Stem(organisatie=each, medewerker=self._id(VOTERS[each]), voor=True)
                for each in stemmers
            ),
            motivering=SEALED,
            op=self.staff.klok(),
        )
        self.write(line, "regisseur")
        return line.id

    def go(
        self, fase: str, handeling: str, besluit: str | None = None, gegevens: str = "casusmetadata"
    ) -> None:
        """
        Let the case go on.
        """
        grant = self.may("regisseur", handeling, gegevens, about={"besluit": besluit})
        self.casus = self.staff.huis.bijhouden.ga_naar(grant, fase)

    def triage(self) -> None:
        """
        Let the regisseur take the report up.
        """
        self.assign("regisseur", "procesregisseur")
        self.assign("officier", "aanmelder")
        self.go("triage", "vastleggen")

    def reject(self) -> None:
        """
        Let the deelnemers decide that it is no case; it is shielded at once.
        """
        besluit = self.decide("beoordelen", "afgewezen")
        self.go("afgewezen", "beoordelen", besluit, "aanmeldmotivering")
        self.staff.huis.bewaren.scherm_af()

    def take_up(self) -> None:
        """
        Let the deelnemers judge the four criteria, and take the case up.
        """
        besluit = self.decide("beoordelen", "in-behandeling")
        criteria = Criteria(
            id=self.staff.uid(),
            casus=self.casus.id,
            meervoudige_problematiek=True,
            leefgebieden_criminogeen=True,
            overlast_criminaliteit_onveilig=True,
            meerdere_domeinen_nodig=True,
            motivering=SEALED,
            door=ALL_LID_1,
            op=self.staff.klok(),
        )
        self.write(criteria, "regisseur")
        self.go("in-behandeling", "beoordelen", besluit, "aanmeldmotivering")

    def consult(self, members: Iterable[str] = MEMBERS) -> None:
        """
        Let organisations take part, each by a decision, and the casusoverleg begin.
        """
        names = {COLLEGE: "regisseur", OM: "officier", POLITIE: "agent", RVDK: "raadsonderzoeker"}
        for each in members:
            line = Deelname(
                id=self.staff.uid(),
                casus=self.casus.id,
                organisatie=each,
                besluit=self.decide("betrekken", each),
                van=self.staff.klok().date(),
            )
            self.write(line, "regisseur")
        self.go("casusoverleg", "betrekken", self.decide("betrekken", "casusoverleg"))
        for each in members:
            self.assign(names.get(each, "behandelaar"), "casusdeelnemer")

    def declare(
        self, naam: str, feit: str, onderwerp: str, over: Onderwerp = Onderwerp.VERSTREKKING
    ) -> None:
        """
        Let somebody declare something for his own organisation.
        """
        line = Verklaring(
            id=self.staff.uid(),
            feit=feit,
            over=over,
            onderwerp=onderwerp,
            organisatie=self.staff.player(self._who(naam)).organisatie,
            medewerker=self._id(naam),
            op=self.staff.klok(),
        )
        given = onderwerp if over is Onderwerp.VERSTREKKING else None
        self.write(line, naam, verstrekking=given)
