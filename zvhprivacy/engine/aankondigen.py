"""
Announcing what somebody is going to bring in: an empty case, a person, an item of data.

Some facts have to be there before anything is provided: that the authority over the police agrees,
that the person consents, that somebody belongs to the circle. They are about one disclosure, person
or item, so there have to be rows for those. What is announced is such a row and nothing more: it
says nothing about anybody, and the act that brings the thing in fills it.
"""

from __future__ import annotations

from typing import NamedTuple

from zvhprivacy.engine.inbreng import in_circle
from zvhprivacy.engine.registration import enter
from zvhprivacy.engine.rooms import Rooms
from zvhprivacy.errors import WrongUse
from zvhprivacy.feiten.entering import may_announce
from zvhprivacy.logboek.line import Gebeurtenis
from zvhprivacy.model.about import About
from zvhprivacy.model.casus import Aard, Betrokkene, Casus, Gegeven, Over, Overgang, Register
from zvhprivacy.model.levensloop import SIGNAAL
from zvhprivacy.model.request import Request
from zvhprivacy.store import cases


class _Around(NamedTuple):
    casus: Casus
    betrokkenen: tuple[Betrokkene, ...]
    organisatie: str  # who will bring it in


class Aankondigen:
    """
    What is going to be brought in; `House.aankondigen` gives it.

    *about* of each call says by its `medewerker` who announces, for his own organisation or for
    *namens*, and by its `casus` in which case.
    """

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def casus(self, melding: Request, about: About) -> Casus:
        """
        Announce the case that *melding*, the report that is prepared, will be about.

        It is empty and in the phase `signaal`. The report itself is a decision: it brings the case
        to `aangemeld` with `Bijhouden.ga_naar`.

        Raises:
            MayNotWrite: it is not for this person to announce.
            TransitionRefused: under this kader no case begins so.
            WrongUse: *melding* is not in words of the policy.
        """
        rooms = self._rooms
        policy, now, day = rooms.desk.policy.usual, rooms.storage.klok(), rooms.desk.now().dag
        words, house = policy.law.begrippen, melding.convenant or policy.workspace.enige
        proces = words.processen.get(melding.proces)
        kader = melding.kader or (proces.kader[0] if proces and len(proces.kader) == 1 else None)
        known = house in policy.workspace.agreements and melding.doel in words.doelen
        if not known or house is None or proces is None or kader not in proces.kader:
            raise WrongUse(reden="een casus vraagt convenant, proces, kader en doel van het beleid")
        organisatie = melding.namens or melding.deelnemer
        casus = Casus(
            id=rooms.storage.new_id(),
            convenant=house,
            proces=melding.proces,
            kader=kader,
            doel=melding.doel,
            fase=SIGNAAL,
            fase_sinds=now,
            aangemeld_door=organisatie,
            eerste_verwerking=day,
            laatste_verwerking=day,
        )
        row = rooms.storage.new_id()
        first = Overgang(id=row, casus=casus.id, van=None, naar=SIGNAAL, op=now)
        enter(
            rooms,
            (casus, first),
            about._replace(casus=None),
            Gebeurtenis.VERZAMELEN,
            may=lambda desk, _: may_announce(organisatie, desk),
            change=lambda registers: cases.begin(registers, casus, first),
        )
        return casus

    def persoon(
        self,
        about: About,
        *,
        over: Over = Over.BETROKKENE,
        kring_van: str | None = None,
        namens: str | None = None,
    ) -> Betrokkene:
        """
        Announce a person: a pseudonym of nobody yet, for a consent to be about.

        `Bijhouden.neem_op` with him in `About.betrokkene` says later who he is.

        Raises:
            MayNotWrite: it is not for this person to announce.
            WrongUse: there is no such case, or nobody of whose circle he would be.
        """
        rooms, around = self._rooms, self._around(about, namens)
        in_circle(kring_van, around.betrokkenen)
        casus = around.casus
        persoon, row = rooms.storage.persons.enrol(), rooms.storage.new_id()
        line = Betrokkene(
            id=row,
            casus=casus.id,
            over=over,
            kring_van=kring_van,
            pseudoniem=rooms.content.pseudonym(persoon, casus.convenant, casus.proces),
            persoon=rooms.content.seal_who(row, casus.id, persoon),
        )
        self._add(line, about, around.organisatie)
        return line

    def gegeven(
        self,
        about: About,
        betrokkene: str,
        categorie: str,
        *,
        bronnen: tuple[str, ...] = (),
        namens: str | None = None,
    ) -> Gegeven:
        """
        Announce an item of *categorie* about *betrokkene*, for its sources to declare of it.

        *bronnen* are the organisations it comes from; by default who announces.
        `Bijhouden.leg_vast` with the item in `About.gegeven` says later what it holds.

        Raises:
            MayNotWrite: it is not for this person to announce.
            WrongUse: there is no such case, person or category, or it comes from others.
        """
        rooms, around = self._rooms, self._around(about, namens)
        sources = bronnen or (around.organisatie,)
        if all(each.id != betrokkene for each in around.betrokkenen):
            raise WrongUse(reden="een gegeven gaat over een betrokkene van deze casus")
        if categorie not in rooms.desk.policy.usual.law.begrippen.gegevens:
            raise WrongUse(reden="een gegeven is van een categorie van het beleid")
        if around.organisatie not in sources:
            raise WrongUse(reden="wie een gegeven aankondigt is er een bron van")
        day = rooms.desk.now().dag
        line = Gegeven(
            id=rooms.storage.new_id(),
            casus=around.casus.id,
            betrokkene=betrokkene,
            categorie=categorie,
            aard=Aard.FEIT,
            peildatum=day,
            bronnen=sources,
            verstrekt_op=day,
            eerste_verwerking=day,
            laatste_verwerking=day,
            inhoud=b"",
        )
        self._add(line, about, around.organisatie)
        return line

    def _around(self, about: About, namens: str | None) -> _Around:
        lines = self._rooms.facts.lines(about)
        if lines.dossier is None or lines.medewerker is None:
            raise WrongUse(reden="er is geen casus, of niemand, om iets aan te kondigen")
        organisatie = namens or lines.medewerker.organisatie
        return _Around(lines.dossier.casus, lines.dossier.betrokkenen, organisatie)

    def _add(self, line: Register, about: About, organisatie: str) -> None:
        enter(
            self._rooms,
            (line,),
            about,
            Gebeurtenis.VERZAMELEN,
            may=lambda desk, _: may_announce(organisatie, desk),
            change=lambda registers: registers.add(line),
        )
