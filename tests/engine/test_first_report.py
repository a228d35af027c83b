"""
A first report, prepared in the registers alone: what others must say first, is said first.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.bsn import bsn
from tests.engine.houses import COLLEGE, GGZ, OM, POLITIE, Huis
from tests.engine.intruder import deviations
from tests.engine.zaken import OWN, Bouw, Zaak, aangemeld
from zvhprivacy.engine.grant import Grant
from zvhprivacy.engine.registration import MayNotWrite
from zvhprivacy.errors import AccessDenied, WrongUse
from zvhprivacy.model.about import About
from zvhprivacy.model.casus import Betrokkene, Casus, Over
from zvhprivacy.model.registers import (
    Medewerker,
    Onderwerp,
    Toestemming,
    Verklaring,
    Verstrekking,
)
from zvhprivacy.model.request import Request
from zvhprivacy.vault.bsn import Bsn
from zvhprivacy.vault.person import BsnDiffers, PersonsAreOne


OWN_REPORT = OWN | {"aanmelding-gemotiveerd"}
REPORT = ("aanmeldmotivering", "identificatie-contact", "bsn")
OF = {"agent": POLITIE, "behandelaar": GGZ, "officier": OM, "regisseur": COLLEGE}


class Melding:
    """
    A report that is prepared by *naam*, and what others said of it.
    """

    def __init__(self, h: Huis, naam: str) -> None:
        self.h, self.naam = h, naam
        request = h.vraag(naam, "aanmelden", "aanmeldmotivering", fase="signaal")
        self.casus: Casus = h.huis.aankondigen.casus(request, h.van(naam))
        given = Verstrekking(
            id=h.uid(),
            casus=self.casus.id,
            handeling="aanmelden",
            van=OF[naam],
            gegevens=(),
            categorieen=REPORT,
            doel="complexe-casuistiek",
            voorbereid_op=h.klok(),
        )
        self.given = given.id
        h.add(given, naam, casus=self.casus.id)
        self.zegt(naam, "kwaliteit-getoetst")

    def zegt(self, naam: str, feit: str) -> None:
        """
        Let somebody declare something of this report.
        """
        line = Verklaring(
            id=self.h.uid(),
            feit=feit,
            over=Onderwerp.VERSTREKKING,
            onderwerp=self.given,
            organisatie=OF[naam],
            medewerker=self.h.mensen[naam],
            op=self.h.klok(),
        )
        self.h.add(line, naam, casus=self.casus.id, verstrekking=self.given)

    def persoon(self, **more: Any) -> Betrokkene:
        """
        Announce whom it is about.
        """
        about = self.h.van(self.naam, casus=self.casus.id)
        return self.h.huis.aankondigen.persoon(about, **more)

    def stemt_toe(self, betrokkene: Betrokkene) -> Toestemming:
        """
        Write down that he consents.
        """
        line = Toestemming(
            id=self.h.uid(),
            verstrekking=self.given,
            betrokkene=betrokkene.id,
            gegeven_op=self.h.klok(),
        )
        self.h.add(line, self.naam, casus=self.casus.id, verstrekking=self.given)
        return line

    def mag(self, gegevens: str = "aanmeldmotivering", **about: str | None) -> Grant:
        """
        Ask for it, in the phase that the case is in.
        """
        casus = self.h.stored(Casus, self.casus.id)
        request = self.h.vraag(self.naam, "aanmelden", gegevens, fase=casus.fase)
        seen = self.h.van(
            self.naam, **{"casus": self.casus.id, "verstrekking": self.given, **about}
        )
        return self.h.engine.require(request, about=seen, verklaard=OWN_REPORT)

    def gemeld(self, **about: str) -> Casus:
        """
        Report it.
        """
        return self.h.huis.bijhouden.ga_naar(self.mag(**about), "aangemeld")


@pytest.fixture
def h(zaak: Zaak) -> Huis:
    """
    A house with people in it.
    """
    return zaak.h


def test_the_politie_reports_after_the_authority_agreed(h: Huis) -> None:
    """
    The police prepares, the OM agrees (Wpg 20 lid 3), and from the registers alone the case is
    reported, with who it is about and why.
    """
    melding, bijhouden = Melding(h, "agent"), h.huis.bijhouden
    with pytest.raises(AccessDenied):
        melding.mag()
    melding.zegt("officier", "bevoegd-gezag-akkoord")
    casus = melding.gemeld()
    betrokkene = bijhouden.neem_op(melding.mag(), bsn=Bsn(bsn(30)))
    for gegevens in REPORT:
        bijhouden.leg_vast(
            melding.mag(gegevens), betrokkene.id, "Kanarie", peildatum=date(2026, 5, 1)
        )
    bijhouden.verstrek(melding.mag())

    assert ("aangemeld", POLITIE) == (casus.fase, casus.aangemeld_door)
    assert 3 == len(h.huis.facts.lines(h.van("agent", casus=casus.id)).gegevens)
    # The report is done: what was agreed on serves nothing more.
    with pytest.raises(AccessDenied):
        melding.mag()


def test_a_care_provider_reports_with_consent(h: Huis) -> None:
    """
    The person consents before anything about him is there (WGS 2.29 lid 2); then it is about him.
    """
    melding, bijhouden = Melding(h, "behandelaar"), h.huis.bijhouden
    wie = melding.persoon()
    with pytest.raises(AccessDenied):
        melding.mag(betrokkene=wie.id)
    melding.stemt_toe(wie)
    casus = melding.gemeld(betrokkene=wie.id)
    known = bijhouden.neem_op(melding.mag(betrokkene=wie.id), bsn=Bsn(bsn(30)))
    bijhouden.leg_vast(
        melding.mag(betrokkene=wie.id), wie.id, "Kanarie", peildatum=date(2026, 5, 1)
    )

    assert ("aangemeld", GGZ) == (casus.fase, casus.aangemeld_door)
    assert wie.id == known.id
    persoon = h.huis.storage.persons.find(Bsn(bsn(30)))
    assert persoon == h.huis.bijhouden._rooms.content.who(known).persoon


def test_somebody_of_the_circle_is_judged_before_he_is_there(zaak: Zaak) -> None:
    """
    That somebody belongs to the circle (BGS 2.19) is judged of an item that is only announced;
    then he and the item come in, and no other item does on that judgement.
    """
    h = zaak.h
    melding = aangemeld(h, 31)
    about = melding.over("officier")
    wie = h.huis.aankondigen.persoon(
        about, over=Over.DIRECTE_KRING, kring_van=melding.betrokkene.id
    )
    item = h.huis.aankondigen.gegeven(about, wie.id, "identificatie-contact")
    request = h.vraag(
        "officier",
        "aanmelden",
        "identificatie-contact",
        rol="casusdeelnemer",
        over="directe-kring",
        fase="aangemeld",
    )
    about = about._replace(gegeven=item.id)
    own_word = OWN_REPORT | {"kwaliteit-getoetst"}
    with pytest.raises(AccessDenied):
        h.engine.require(request, about=about, verklaard=own_word)
    melding.verklaring("officier", "gezinslid-of-direct-contact", Onderwerp.GEGEVEN, item.id)
    bijhouden = h.huis.bijhouden
    grant = h.engine.require(request, about=about, verklaard=own_word)
    known = bijhouden.neem_op(grant, bsn=Bsn(bsn(32)), over=Over.DIRECTE_KRING)
    other = h.huis.aankondigen.persoon(
        melding.over("officier"), over=Over.DIRECTE_KRING, kring_van=melding.betrokkene.id
    )
    with pytest.raises(WrongUse):
        bijhouden.leg_vast(grant, other.id, "Kanarie", peildatum=date(2026, 5, 1))
    stored = bijhouden.leg_vast(grant, wie.id, "Kanarie", peildatum=date(2026, 5, 1))

    assert (wie.id, item.id, 2) == (known.id, stored.id, stored.versie)
    with pytest.raises(AccessDenied):
        h.engine.require(request, about=about, verklaard=own_word)
    with pytest.raises(AccessDenied):
        bijhouden.leg_vast(grant, wie.id, "nog iets", peildatum=date(2026, 5, 1))


# ------------------------------------------------------------- nothing serves anything else


def test_what_was_said_of_one_report_begins_no_other_case(h: Huis) -> None:
    """
    A Grant for a report that was prepared begins no second case, and moves no other.
    """
    melding, other = Melding(h, "agent"), Melding(h, "agent")
    melding.zegt("officier", "bevoegd-gezag-akkoord")
    grant = melding.mag()

    with pytest.raises(WrongUse):
        h.huis.bijhouden.begin(grant)
    with pytest.raises(AccessDenied):
        other.mag()
    with pytest.raises(AccessDenied):
        other.mag(verstrekking=melding.given)


def test_consent_is_of_one_person(h: Huis) -> None:
    """
    Who consented is said who he is, once; on his consent nobody else comes in, nor data of another.
    """
    melding, bijhouden = Melding(h, "behandelaar"), h.huis.bijhouden
    wie, other = melding.persoon(), melding.persoon()
    melding.stemt_toe(wie)
    melding.gemeld(betrokkene=wie.id)
    grant = melding.mag(betrokkene=wie.id)
    bijhouden.neem_op(grant, bsn=Bsn(bsn(33)))

    with pytest.raises(BsnDiffers):
        bijhouden.neem_op(grant, bsn=Bsn(bsn(34)))
    with pytest.raises(WrongUse):
        bijhouden.leg_vast(grant, other.id, "Kanarie", peildatum=date(2026, 5, 1))
    for about in ({"betrokkene": other.id}, {}):
        with pytest.raises(AccessDenied):
            melding.mag(**about)


def test_nobody_is_named_who_is_not_in_the_case(h: Huis) -> None:
    """
    A Grant about somebody who is not in the case takes nobody up.
    """
    melding = Melding(h, "agent")
    melding.zegt("officier", "bevoegd-gezag-akkoord")
    melding.gemeld()
    there = h.huis.facts.lines(h.van("agent", casus=melding.casus.id)).dossier

    with pytest.raises(WrongUse):
        h.huis.bijhouden.neem_op(melding.mag(betrokkene=h.uid()), bsn=Bsn(bsn(33)))
    assert there is not None
    assert () == there.betrokkenen


def test_who_is_known_elsewhere_is_the_same_person(zaak: Zaak) -> None:
    """
    Whoever was announced and turns out to be somebody of another case, gets that person's
    pseudonym; who he was announced as is nobody any more, and his consent stays his.
    """
    h = zaak.h
    melding, persons = Melding(h, "behandelaar"), h.huis.storage.persons
    wie = melding.persoon()
    content = h.huis.bijhouden._rooms.content
    before = content.who(wie).persoon
    melding.stemt_toe(wie)
    melding.gemeld(betrokkene=wie.id)
    known = h.huis.bijhouden.neem_op(melding.mag(betrokkene=wie.id), bsn=Bsn(bsn(0)))

    assert zaak.betrokkene.pseudoniem == known.pseudoniem
    assert content.who(zaak.betrokkene) == content.who(known)
    assert not persons.shred(before)
    assert melding.mag(betrokkene=wie.id).decision
    assert [] == deviations(zaak)


def test_who_has_a_past_here_is_not_made_another(zaak: Zaak) -> None:
    """
    Once something is stored of somebody without a BSN, he does not become somebody else.
    """
    h = zaak.h
    melding = Melding(h, "behandelaar")
    wie = melding.persoon()
    melding.stemt_toe(wie)
    melding.gemeld(betrokkene=wie.id)
    grant = melding.mag(betrokkene=wie.id)
    h.huis.bijhouden.leg_vast(grant, wie.id, "Kanarie", peildatum=date(2026, 5, 1))

    with pytest.raises(PersonsAreOne):
        h.huis.bijhouden.neem_op(grant, bsn=Bsn(bsn(0)))
    assert wie == h.stored(Betrokkene, wie.id)


# ------------------------------------------------------------- what is announced is nothing yet


def test_before_the_report_nothing_comes_in(h: Huis) -> None:
    """
    A signal is about nobody (WGS 2.31 lid 1): who he is and why come after the report.
    """
    melding = Melding(h, "behandelaar")
    wie = melding.persoon()
    melding.stemt_toe(wie)
    grant = melding.mag(betrokkene=wie.id)

    with pytest.raises(WrongUse):
        h.huis.bijhouden.neem_op(grant, bsn=Bsn(bsn(33)))
    with pytest.raises(WrongUse):
        h.huis.bijhouden.leg_vast(grant, wie.id, "Kanarie", peildatum=date(2026, 5, 1))


def test_what_is_announced_is_not_there_for_others(huisje: Zaak) -> None:
    """
    An announced item is in no view and cannot be changed; renewing the key of the case leaves it.
    """
    h = huisje.h
    about = huisje.over("regisseur")
    item = h.huis.aankondigen.gegeven(about, huisje.betrokkene.id, "woonsituatie")
    h.huis.vernieuw_casussleutel(huisje.id)
    look = huisje.vraag("regisseur", "inzien", "woonsituatie")
    h.huis.aankondigen.gegeven(about, huisje.betrokkene.id, "financieel")
    parts = h.huis.casussen.zicht(look, about)
    seen = [each.gegeven.id for part in parts for each in part.gegevens]
    changes = huisje.vraag("regisseur", "wijzigen", "woonsituatie", rol="casusdeelnemer")
    of_it = about._replace(gegeven=item.id)

    assert huisje.gegevens["woonsituatie"].id in seen
    assert item.id not in seen
    assert all(part.gegevens for part in parts)  # that something is coming shows nowhere
    for request in (look, changes):
        with pytest.raises(AccessDenied):
            h.engine.require(request, about=of_it, verklaard=OWN)
    assert item == h.stored(type(item), item.id)
    assert [] == deviations(huisje)


def test_an_item_comes_from_whom_it_was_announced_of(huisje: Zaak) -> None:
    """
    Filling an item changes nothing about whom it is of, and it is filled by its own source.
    """
    h = huisje.h
    item = h.huis.aankondigen.gegeven(
        huisje.over("regisseur"), huisje.betrokkene.id, "woonsituatie"
    )
    more: dict[str, Any] = {"rol": "casusdeelnemer", "verklaard": OWN}
    grant = huisje.mag(
        "regisseur", "verstrekken", "woonsituatie", about={"gegeven": item.id}, **more
    )
    with pytest.raises(WrongUse):
        h.huis.bijhouden.leg_vast(
            grant, huisje.betrokkene.id, "Kanarie", peildatum=date(2026, 5, 1), bronnen=(OM,)
        )
    with pytest.raises(AccessDenied):
        huisje.mag("officier", "verstrekken", "woonsituatie", about={"gegeven": item.id}, **more)

    h.klok.goes(minutes=5)
    stored = h.huis.bijhouden.leg_vast(
        grant, huisje.betrokkene.id, "Kanarie", peildatum=date(2026, 5, 1)
    )
    assert (COLLEGE,) == stored.bronnen
    assert item.eerste_verwerking == stored.eerste_verwerking


class Host:
    """
    A case system that says that whatever is brought in is one's own.
    """

    def feiten(self, request: Request, about: About) -> frozenset[str]:
        """
        Say so, of whatever.
        """
        assert request
        assert about
        return OWN


def test_what_comes_from_several_is_not_one_s_own(bouw: Bouw, tmp_path: Path) -> None:
    """
    A Grant that rests on its being one's own does not fill an item of others too.
    """
    with bouw.kopie(tmp_path, feiten=Host()) as zaak:
        item = zaak.h.huis.aankondigen.gegeven(
            zaak.over("regisseur"), zaak.betrokkene.id, "woonsituatie", bronnen=(COLLEGE, OM)
        )
        grant = zaak.mag(
            "regisseur",
            "verstrekken",
            "woonsituatie",
            about={"gegeven": item.id},
            rol="casusdeelnemer",
        )
        with pytest.raises(WrongUse):
            zaak.h.huis.bijhouden.leg_vast(
                grant, zaak.betrokkene.id, "Kanarie", peildatum=date(2026, 5, 1)
            )


# ------------------------------------------------------------- who may announce


def test_who_is_no_deelnemer_announces_no_case(leeg: Huis) -> None:
    """
    An organisation that is not in the convenant reports nothing.
    """
    leeg.mensen_komen()
    for naam, rol in (("keeper", "functioneel-beheerder"), ("melder", "aanmelder")):
        leeg.mensen[naam] = leeg.uid()
        line = leeg.aanwijzing("agent")
        fields = {name: getattr(line, name) for name in Medewerker.model_fields}
        fields |= {"id": leeg.mensen[naam], "organisatie": "buitenstaander", "rollen": (rol,)}
        leeg.add(Medewerker(**fields), "beheer" if naam == "keeper" else "keeper")
    report = leeg.vraag("agent", "aanmelden", "aanmeldmotivering", fase="signaal")

    with pytest.raises(MayNotWrite):
        leeg.huis.aankondigen.casus(report._replace(deelnemer="buitenstaander"), leeg.van("melder"))


def test_nobody_announces_for_another(huisje: Zaak) -> None:
    """
    A case is announced by a deelnemer for itself; in a case by who reports it or takes part.
    """
    h, aankondigen = huisje.h, huisje.h.huis.aankondigen
    report = h.vraag("agent", "aanmelden", "aanmeldmotivering", fase="signaal")
    melding = Melding(h, "agent")
    for naam in ("officier", "fg", "beheer-politie"):
        with pytest.raises(MayNotWrite):
            aankondigen.casus(report, h.van(naam))
    with pytest.raises(MayNotWrite):
        aankondigen.casus(report._replace(namens=OM), h.van("agent"))
    for naam in ("officier", "ciso"):
        with pytest.raises(MayNotWrite):
            aankondigen.persoon(h.van(naam, casus=melding.casus.id))
    with pytest.raises(MayNotWrite):
        aankondigen.gegeven(huisje.over("agent"), huisje.betrokkene.id, "woonsituatie")
    with pytest.raises(MayNotWrite):
        aankondigen.gegeven(
            huisje.over("agent"), huisje.betrokkene.id, "woonsituatie", namens=COLLEGE
        )


def test_in_a_case_that_is_over_nothing_is_announced(huisje: Zaak) -> None:
    """
    A case that was closed gets no new persons or items.
    """
    rvdk = (COLLEGE, OM, "rvdk-oost-brabant")
    huisje.naar("afgesloten", "afsluiten", huisje.besluit("afsluiten", "afgesloten", rvdk))

    with pytest.raises(MayNotWrite):
        huisje.h.huis.aankondigen.persoon(huisje.over("regisseur"))


def test_what_is_announced_is_in_words_of_the_policy(huisje: Zaak) -> None:
    """
    Whatever is no word is refused, and not repeated: it may be about somebody.
    """
    h, aankondigen = huisje.h, huisje.h.huis.aankondigen
    report = h.vraag("agent", "aanmelden", "aanmeldmotivering", fase="signaal")
    wrong = [
        lambda: aankondigen.casus(report._replace(proces="jip-kanarie"), h.van("agent")),
        lambda: aankondigen.casus(report._replace(doel="jip-kanarie"), h.van("agent")),
        lambda: aankondigen.casus(report._replace(kader="jip-kanarie"), h.van("agent")),
        lambda: aankondigen.casus(report._replace(convenant="jip-kanarie"), h.van("agent")),
        lambda: aankondigen.gegeven(huisje.over("regisseur"), huisje.betrokkene.id, "jip-kanarie"),
        lambda: aankondigen.gegeven(huisje.over("regisseur"), h.uid(), "woonsituatie"),
        lambda: aankondigen.gegeven(
            huisje.over("regisseur"), huisje.betrokkene.id, "woonsituatie", bronnen=(OM,)
        ),
        lambda: aankondigen.persoon(h.van("regisseur", casus=h.uid())),
        lambda: aankondigen.persoon(
            huisje.over("regisseur"), over=Over.DIRECTE_KRING, kring_van=h.uid()
        ),
    ]
    for call in wrong:
        with pytest.raises(WrongUse) as refused:
            call()  # type: ignore[no-untyped-call]
        assert "kanarie" not in str(refused.value)


def test_everything_announced_is_in_the_logboek(zaak: Zaak) -> None:
    """
    Each row that is announced, filled or reported is as the logboek says.
    """
    melding = Melding(zaak.h, "behandelaar")
    wie = melding.persoon()
    zaak.h.huis.aankondigen.gegeven(
        zaak.h.van("behandelaar", casus=melding.casus.id), wie.id, "bsn"
    )
    melding.stemt_toe(wie)
    melding.gemeld(betrokkene=wie.id)

    assert [] == deviations(zaak)
