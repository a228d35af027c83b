"""
The whole life of a case, by the real calls.
"""

from __future__ import annotations

import itertools

from dataclasses import dataclass
from datetime import timedelta

from bench.audit_house.acting import (
    INHOUD,
    SEALED,
)
from bench.audit_house.giving import Giving
from bench.audit_house.people import (
    COLLEGE,
    VOTERS,
)
from zvhprivacy.engine.grant import Grant
from zvhprivacy.model.bewaartermijn import Grond
from zvhprivacy.model.registers import (
    Aanleiding,
    Correctie,
    Onderwerp,
    Verstrekking,
    Weigering,
)


@dataclass
class Life(Giving):
    """
    A case from its report to its end.
    """

    def carry_out(self) -> None:
        """
        Let the case go on to the uitvoering.
        """
        self.go("uitvoering", "vastleggen")

    def close(self) -> None:
        """
        Let the deelnemers close the case; it is shielded at once.
        """
        self.go("afgesloten", "afsluiten", self.decide("afsluiten", "afgesloten"))
        self.staff.huis.bewaren.scherm_af()

    def hand_over(self) -> None:
        """
        Let the case go to the overleg over radicalisering.
        """
        self.go("overgedragen", "overdragen", self.decide("overdragen", "overgedragen"))
        self.staff.huis.bewaren.scherm_af()

    def refuse_to_give(self, naam: str, categorie: str) -> None:
        """
        Let somebody not provide, with a reason.
        """
        line = Weigering(
            id=self.staff.uid(),
            casus=self.casus.id,
            organisatie=self.staff.player(self._who(naam)).organisatie,
            categorie=categorie,
            reden=SEALED,
            op=self.staff.klok(),
        )
        self.write(line, naam)

    def correct(self, naam: str, gegevens: str) -> None:
        """
        Let an item prove wrong, its source hear it, and the item be mended.
        """
        s, item, who = self.staff, self.gegevens[gegevens], self._who(naam)
        about = s.about(who, casus=self.casus.id)
        line = Correctie(
            id=s.uid(),
            gegeven=item.id,
            gemeld_door=s.player(who).organisatie,
            gemeld_op=s.klok(),
        )
        self.write(line, naam)
        self.declare(naam, "onjuist-of-onrechtmatig", item.id, Onderwerp.GEGEVEN)
        s.huis.registratie.mark(line, about, bron_geinformeerd_op=s.klok())
        grant = self.may(
            naam, "corrigeren", gegevens, about={"gegeven": item.id}, rol="casusdeelnemer"
        )
        self.gegevens[gegevens] = s.huis.bijhouden.wijzig(grant, item.id, INHOUD)
        told = s.read(Correctie, line.id)
        s.huis.registratie.mark(told, about, afgehandeld_op=s.klok())

    def list_up(self) -> None:
        """
        Put the case on the list of prioritised cases, by its public criteria.
        """
        for naam in VOTERS.values():
            self.declare(naam, "lijstcriteria-voldaan", self.casus.id, Onderwerp.CASUS)
        besluit = self.decide("lijst-plaatsen", "geprioriteerde-lijst")
        self.may(
            "regisseur",
            "lijst-plaatsen",
            "casusmetadata",
            doel="geprioriteerde-lijst",
            about={"besluit": besluit},
        )

    def audit_closed(self) -> None:
        """
        Let the FG test the closed case.
        """
        reason = Aanleiding(
            id=self.staff.uid(),
            soort="steekproef",
            casus=self.casus.id,
            op=self.staff.klok(),
            tot=self.staff.klok() + timedelta(days=30),
        )
        self.write(reason, "fg")
        grant = self.may(
            "fg", "rechtmatigheid-toetsen", "casusmetadata", doel="rechtmatigheidstoezicht"
        )
        self.staff.huis.casussen.open(grant)

    def _keeping(self) -> Grant:
        return self.may("bewaarder", "beheren", "casusmetadata", doel="bewaren-en-vernietigen")

    def hold(self) -> str:
        """
        Let a claim at law suspend the destruction, to be reviewed within six months.
        """
        placed = self.staff.huis.opschorten.plaats(
            self._keeping(),
            grond=Grond.RECHTSVORDERING,
            kenmerk="zaak 2026-17",
            motivering=INHOUD,
            eigenaar=self._id("bewaarder"),
            herzien_voor=self.staff.klok().date() + timedelta(days=170),
        )
        return placed.id

    def review(self, hold: str) -> None:
        """
        Let the hold go on for a while.
        """
        self.staff.huis.opschorten.herzie(
            self._keeping(), hold, herzien_voor=self.staff.klok().date() + timedelta(days=170)
        )

    def release(self, hold: str) -> None:
        """
        Let the hold end.
        """
        self.staff.huis.opschorten.hef_op(self._keeping(), hold)

    def renew(self) -> None:
        """
        Make the case available again, by order of the deelnemers and with who gave agreeing.
        """
        for naam in ("regisseur", "officier", "agent", "raadsonderzoeker"):
            self.declare(naam, "bijzonder-geval", self.casus.id, Onderwerp.CASUS)
        given = Verstrekking(
            id=self.staff.uid(),
            casus=self.casus.id,
            handeling="hernieuwen",
            van=COLLEGE,
            gegevens=(self.gegevens["woonsituatie"].id,),
            categorieen=("woonsituatie",),
            doel="bewaren-en-vernietigen",
            grondslag="WGS 1.8 lid 7",
            voorbereid_op=self.staff.klok(),
        )
        self.write(given, "regisseur")
        self.agree(given.id, COLLEGE)
        self.declare("regisseur", "noodzaak-gemotiveerd", given.id)
        grant = self.may(
            "regisseur",
            "hernieuwen",
            "woonsituatie",
            doel="bewaren-en-vernietigen",
            about={"verstrekking": given.id, "besluit": self.decide("hernieuwen", "hernieuwd")},
        )
        self.casus = self.staff.huis.bijhouden.ga_naar(grant, "hernieuwd", motivering=INHOUD)

    def looks(self, *days: int) -> None:
        """
        Let people look, on days on which nothing else happens, again and again.
        """
        kinds = itertools.cycle(
            [
                ("regisseur", "woonsituatie", {}),
                ("agent", "woonsituatie", {"rol": "casusdeelnemer"}),
                ("raadsonderzoeker", "identificatie-contact", {"rol": "casusdeelnemer"}),
                ("regisseur", "aanmeldmotivering", {}),
            ]
        )
        for day, (naam, gegevens, more) in zip(days, kinds, strict=False):
            with self.on(day, again=True):
                self.look(naam, gegevens, **more)
