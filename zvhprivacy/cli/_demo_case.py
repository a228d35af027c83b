"""
The case of the demo, from aanmelding to afsluiting, through the calls that a case system has.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Self

from zvhprivacy.cli._demo_house import PLAYERS, VOTERS, Cast
from zvhprivacy.engine import Grant
from zvhprivacy.model.casus import Betrokkene, Casus, Deelname, Gegeven, Register, Toewijzing
from zvhprivacy.model.registers import Besluit, Criteria, Stem, Toestemming, Verstrekking
from zvhprivacy.policy.decision import Decision
from zvhprivacy.vault.bsn import Bsn


class Client(NamedTuple):
    """
    Whom a case is about; nobody has such a number: those that begin with 9999 are for tests.
    """

    bsn: str
    naam: str

    @property
    def inhoud(self) -> Mapping[str, str]:
        """
        Give what is said about this client, by category.
        """
        who = self.naam
        return {
            "aanmeldmotivering": f"{who} zwerft rond, en er zijn veel meldingen van overlast.",
            "identificatie-contact": f"{who}, zonder vaste woonplaats",
            "gezondheid": f"{who} neemt geen medicijnen meer in.",
        }


NOOR = Client("999990019", "Noor Verzonnen")
SAM = Client("999990020", "Sam Bedacht")
BSN, NAAM, INHOUD = NOOR.bsn, NOOR.naam, NOOR.inhoud

_DOEL = "complexe-casuistiek"
_OWN = ("eigen-gegevens", "rechtmatig-verwerkt")
_REPORTED = (*_OWN, "kwaliteit-getoetst", "aanmelding-gemotiveerd")
_PEILDATUM = date(2026, 5, 20)


@dataclass
class Case:
    """
    A case that the *cast* works on: each method is one step, and gives the decision that let it.

    What is refused raises, and leaves the case as it was.
    """

    cast: Cast
    client: Client
    casus: Casus
    betrokkene: Betrokkene = field(init=False)
    gegevens: list[Gegeven] = field(default_factory=list)

    @classmethod
    def report(cls, cast: Cast, client: Client = NOOR) -> tuple[Self, Decision]:
        """
        Let the melder report *client*, with who it is and why.
        """
        request = cast.request(
            "melder", "aanmelden", "aanmeldmotivering", fase="signaal", doel=_DOEL
        )
        grant = cast.engine.require(request, about=cast.about("melder"), verklaard=_REPORTED)
        case = cls(cast, client, cast.huis.bijhouden.begin(grant))
        grant = case._grant("melder", "aanmelden", "aanmeldmotivering", _REPORTED)
        case.betrokkene = cast.huis.bijhouden.neem_op(grant, bsn=Bsn(client.bsn))
        for gegevens in ("aanmeldmotivering", "identificatie-contact"):
            case._store(case._grant("melder", "aanmelden", gegevens, _REPORTED))
        return case, grant.decision

    def triage(self) -> Decision:
        """
        Let the regisseur take the report up.
        """
        self._assign("regisseur")
        return self._go("triage", "vastleggen")

    def take_up(self) -> Decision:
        """
        Let the organs of lid 1 judge the report and the criteria together.
        """
        decided = self._decide("beoordelen", "in-behandeling")
        decision = self._go("in-behandeling", "beoordelen", decided, "aanmeldmotivering")
        judged = Criteria(
            id=self.cast.new(),
            casus=self.casus.id,
            meervoudige_problematiek=True,
            leefgebieden_criminogeen=True,
            overlast_criminaliteit_onveilig=True,
            meerdere_domeinen_nodig=True,
            motivering=b"-",
            door=self.cast.voters,
            op=self.cast.klok(),
        )
        self._write(judged, "regisseur")
        return decision

    def consult(self) -> Decision:
        """
        Let both organs and the ggz take part, each by a decision, and the casusoverleg begin.
        """
        for organisatie in self.cast.organisaties.values():
            part = Deelname(
                id=self.cast.new(),
                casus=self.casus.id,
                organisatie=organisatie,
                besluit=self._decide("betrekken", organisatie),
                van=self.casus.eerste_verwerking,
            )
            self._write(part, "regisseur")
        self._assign("behandelaar")
        return self._go("casusoverleg", "betrekken", self._decide("betrekken", "casusoverleg"))

    def bring_in(self, verstrekking: str | None = None) -> tuple[Decision, Gegeven]:
        """
        Let the behandelaar bring in something about the health of his client.
        """
        about = {"betrokkene": self.betrokkene.id, "verstrekking": verstrekking}
        grant = self._grant("behandelaar", "verstrekken", "gezondheid", _OWN, **about)
        return grant.decision, self._store(grant)

    def consent(self) -> str:
        """
        Let the behandelaar write down that his client consents to a disclosure; give its id.
        """
        given = Verstrekking(
            id=self.cast.new(),
            casus=self.casus.id,
            handeling="verstrekken",
            van=self.cast.organisaties["ggz"],
            gegevens=(),
            categorieen=("gezondheid",),
            doel=_DOEL,
            voorbereid_op=self.cast.klok(),
        )
        self._write(given, "behandelaar")
        said = Toestemming(
            id=self.cast.new(),
            verstrekking=given.id,
            betrokkene=self.betrokkene.id,
            gegeven_op=self.cast.klok(),
        )
        self._write(said, "behandelaar", verstrekking=given.id)
        return given.id

    def carry_out(self) -> Decision:
        """
        Let the case go on to the uitvoering.
        """
        return self._go("uitvoering", "vastleggen")

    def finish(self) -> Decision:
        """
        Let the organs of lid 1 decide together that it is closed.
        """
        return self._go("afgesloten", "afsluiten", self._decide("afsluiten", "afgesloten"))

    def look(self) -> Decision:
        """
        Let the regisseur open what was brought in about health.
        """
        grant = self._grant("regisseur", "inzien", "gezondheid")
        self.cast.huis.casussen.open(grant)
        return grant.decision

    def _grant(
        self,
        naam: str,
        handeling: str,
        gegevens: str,
        verklaard: Collection[str] = (),
        **about: str | None,
    ) -> Grant:
        request = self.cast.request(naam, handeling, gegevens, fase=self.casus.fase, doel=_DOEL)
        who = self.cast.about(naam, casus=self.casus.id, **about)
        return self.cast.engine.require(request, about=who, verklaard=verklaard)

    def _store(self, grant: Grant) -> Gegeven:
        said = self.client.inhoud[grant.request.gegevens]
        item = self.cast.huis.bijhouden.leg_vast(
            grant, self.betrokkene.id, said, peildatum=_PEILDATUM
        )
        self.gegevens.append(item)
        return item

    def _go(
        self, fase: str, handeling: str, besluit: str | None = None, gegevens: str = "casusmetadata"
    ) -> Decision:
        grant = self._grant("regisseur", handeling, gegevens, besluit=besluit)
        self.casus = self.cast.huis.bijhouden.ga_naar(grant, fase)
        return grant.decision

    def _decide(self, waarover: str, naar: str) -> str:
        decided = Besluit(
            id=self.cast.new(),
            casus=self.casus.id,
            waarover=waarover,
            naar=naar,
            stemmen=tuple(
                Stem(
                    organisatie=self.cast.organisaties[PLAYERS[naam].soort],
                    medewerker=self.cast.medewerkers[naam],
                    voor=True,
                )
                for naam in VOTERS
            ),
            motivering=b"-",
            op=self.cast.klok(),
        )
        self._write(decided, "regisseur")
        return decided.id

    def _assign(self, naam: str) -> None:
        line = Toewijzing(
            id=self.cast.new(),
            casus=self.casus.id,
            medewerker=self.cast.medewerkers[naam],
            rol=PLAYERS[naam].rol,
            van=self.casus.eerste_verwerking,
        )
        self._write(line, "regisseur")

    def _write(self, line: Register, naam: str, **about: str) -> None:
        self.cast.write(line, naam, casus=self.casus.id, **about)
