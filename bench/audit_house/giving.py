"""
What is brought into a case and given out of it, by the real calls.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bench.audit_house.acting import (
    MEMBERS,
    NOT_TO_GGZ,
    OWN,
    SEALED,
    Acting,
)
from bench.audit_house.people import (
    COLLEGE,
    DERDE,
    ELDERS,
    GGZ,
    OM,
    VOTERS,
)
from zvhprivacy.model.casus import (
    Deelname,
)
from zvhprivacy.model.registers import (
    Bezwaar,
    Instemming,
    Onderwerp,
    Oordeel,
    RacAdvies,
    Terugkoppeling,
    Toestemming,
    Verstrekking,
)


@dataclass
class Giving(Acting):
    """
    A case that data come into and go out of.
    """

    def bring(self, naam: str, gegevens: str) -> None:
        """
        Let somebody bring in an item of his own.
        """
        grant = self.may(naam, "verstrekken", gegevens, verklaard=OWN, rol="casusdeelnemer")
        self._store(grant, NOT_TO_GGZ)

    def _bring_announced(self, naam: str, gegevens: str, before: Callable[[str], object]) -> None:
        s = self.staff
        about = s.about(self._who(naam), casus=self.casus.id)
        coming = s.huis.aankondigen.gegeven(about, self.betrokkene.id, gegevens)
        given = Verstrekking(
            id=s.uid(),
            casus=self.casus.id,
            handeling="verstrekken",
            van=s.player(self._who(naam)).organisatie,
            gegevens=(coming.id,),
            categorieen=(gegevens,),
            doel="complexe-casuistiek",
            grondslag="Wpg 20 lid 3" if gegevens.startswith("politie") else "WGS 1.5 lid 1",
            voorbereid_op=s.klok(),
        )
        self.write(given, naam)
        before(given.id)
        self._store(
            self.may(
                naam,
                "verstrekken",
                gegevens,
                verklaard=OWN,
                about={"gegeven": coming.id, "verstrekking": given.id},
            ),
            NOT_TO_GGZ,
        )

    def bring_police(self) -> None:
        """
        Let the agent bring in police data, after the officier agreed for the authority.
        """
        self._bring_announced(
            "agent",
            "politiegegevens-8-13",
            lambda given: self.declare("officier", "bevoegd-gezag-akkoord", given),
        )

    def bring_health(self) -> None:
        """
        Let the behandelaar bring in something about health, after the betrokkene consented.
        """

        def consent(given: str) -> None:
            line = Toestemming(
                id=self.staff.uid(),
                verstrekking=given,
                betrokkene=self.betrokkene.id,
                gegeven_op=self.staff.klok(),
            )
            self.write(line, "behandelaar", verstrekking=given)

        self._bring_announced("behandelaar", "gezondheid", consent)

    def prepare(self, handeling: str, aan: str | None, gegevens: tuple[str, ...]) -> str:
        """
        Let the regisseur prepare to give items of these categories.
        """
        line = Verstrekking(
            id=self.staff.uid(),
            casus=self.casus.id,
            handeling=handeling,
            van=COLLEGE,
            aan=aan,
            gegevens=tuple(self.gegevens[each].id for each in gegevens),
            categorieen=gegevens or ("casusmetadata",),
            doel="complexe-casuistiek",
            grondslag="WGS 1.7 lid 1",
            voorbereid_op=self.staff.klok(),
        )
        self.write(line, "regisseur")
        return line.id

    def answer(self, given: str, *organisaties: str) -> None:
        """
        Let organisations say that they do not object.
        """
        names = {**VOTERS, GGZ: "behandelaar"}
        for each in organisaties:
            line = Bezwaar(
                id=self.staff.uid(),
                verstrekking=given,
                organisatie=each,
                bezwaar=False,
                op=self.staff.klok(),
            )
            self.write(line, names[each], verstrekking=given)

    def agree(self, given: str, *organisaties: str) -> None:
        """
        Let sources agree to a disclosure.
        """
        names = {**VOTERS, GGZ: "behandelaar"}
        for each in organisaties:
            line = Instemming(
                id=self.staff.uid(), verstrekking=given, organisatie=each, op=self.staff.klok()
            )
            self.write(line, names[each], verstrekking=given)

    def give(self, given: str, handeling: str, aan: str, gegevens: str) -> None:
        """
        Do the disclosure.
        """
        grant = self.may(
            "regisseur",
            handeling,
            gegevens,
            aan=aan,
            verklaard=(),
            about={"verstrekking": given},
        )
        self.staff.huis.bijhouden.verstrek(grant)

    def result(self, aan: str, gegevens: str, bron: str) -> str:
        """
        Give a result, after its source was asked.
        """
        given = self.prepare("resultaat-verstrekken", aan, (gegevens,))
        self.answer(given, bron)
        for feit in ("verenigbare-taak", "noodzaak-gemotiveerd", "kwaliteit-getoetst"):
            self.declare("regisseur", feit, given)
        self.give(given, "resultaat-verstrekken", aan, gegevens)
        return given

    def feed_back(self, given: str, naam: str) -> None:
        """
        Let somebody say what a result was good for.
        """
        line = Terugkoppeling(
            id=self.staff.uid(),
            verstrekking=given,
            organisatie=self.staff.player(self._who(naam)).organisatie,
            bruikbaar=True,
            toelichting=SEALED,
            op=self.staff.klok(),
        )
        self.write(line, naam, verstrekking=given)

    def to_third(self) -> str:
        """
        Give a result to the corporatie, after the test of lawfulness and with nobody objecting.
        """
        given = self.prepare("derde-verstrekken", DERDE, ("woonsituatie",))
        self.answer(given, *MEMBERS)
        advice = RacAdvies(
            id=self.staff.uid(),
            verstrekking=given,
            kenmerk="voorbeeld-1",
            oordeel=Oordeel.RECHTMATIG,
            op=self.staff.klok(),
        )
        self.write(advice, "adviseur", verstrekking=given)
        self.agree(given, COLLEGE)
        for feit in ("grondslag-derde", "verenigbare-taak", "noodzaak-gemotiveerd"):
            self.declare("regisseur", feit, given)
        self.declare("regisseur", "kwaliteit-getoetst", given)
        self.give(given, "derde-verstrekken", DERDE, "woonsituatie")
        return given

    def third_joins(self) -> None:
        """
        Let the corporatie take part for once, after it signed for secrecy.
        """
        line = Deelname(
            id=self.staff.uid(),
            casus=self.casus.id,
            organisatie=DERDE,
            besluit=self.decide("derde-toelaten", DERDE),
            als_derde=True,
            deskundig_en_taak=True,
            geheimhouding_op=self.staff.klok().date(),
            van=self.staff.klok().date(),
            tot=self.staff.klok().date() + timedelta(days=14),
        )
        self.write(line, "regisseur")

    def ask_elsewhere(self) -> None:
        """
        Ask another house whether the betrokkene is known there.
        """
        given = self.prepare("bekendheid-toetsen", ELDERS, ("identificatie-contact",))
        self.give(given, "bekendheid-toetsen", ELDERS, "identificatie-contact")

    def to_elsewhere(self) -> None:
        """
        Give the other house what it needs, since facts and circumstances ask it.
        """
        given = self.prepare("zvh-verstrekken", ELDERS, ("identificatie-contact",))
        self.declare("regisseur", "noodzaak-uit-feiten", given)
        item = self.gegevens["identificatie-contact"].id
        self.declare("officier", "geen-beroepsgeheim", item, Onderwerp.GEGEVEN)
        self.agree(given, OM)
        self.give(given, "zvh-verstrekken", ELDERS, "identificatie-contact")
