"""
Who may write which line in the registers, by the real calls.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.engine.houses import COLLEGE, GGZ, LONG_AGO, OM, POLITIE, RVDK, Huis
from tests.engine.intruder import deviations
from tests.engine.test_grants import lines
from tests.engine.zaken import Zaak, casusoverleg
from zvhprivacy.engine.registration import MayNotWrite
from zvhprivacy.errors import ZvhError
from zvhprivacy.logboek.line import Resultaat
from zvhprivacy.model.casus import Deelname, Register, Toewijzing
from zvhprivacy.model.registers import (
    Aanleiding,
    Besluit,
    Bezwaar,
    Correctie,
    Criteria,
    Instemming,
    Mandaat,
    Medewerker,
    Onderwerp,
    Oordeel,
    RacAdvies,
    Stem,
    Toestemming,
    Verklaring,
    Verstrekking,
)
from zvhprivacy.store.changing import Conflict


# ------------------------------------------------------------- the first people


def _person(h: Huis, naam: str, **more: Any) -> Medewerker:
    line = h.aanwijzing(naam)
    return Medewerker(**{name: getattr(line, name) for name in Medewerker.model_fields} | more)


def test_the_first_of_all_writes_himself_down(leeg: Huis) -> None:
    """
    Somebody has to be the first; after him nobody comes in like that.
    """
    leeg.add(leeg.aanwijzing("beheer"), "beheer")

    with pytest.raises(MayNotWrite):
        leeg.add(leeg.aanwijzing("beheer-om"), "beheer-om")


def test_the_first_of_all_keeps_the_registers(leeg: Huis) -> None:
    """
    A house does not begin with somebody who can let nobody else in.
    """
    with pytest.raises(MayNotWrite):
        leeg.add(leeg.aanwijzing("regisseur"), "regisseur")


def test_the_first_of_an_organisation_only_keeps_its_registers(leeg: Huis) -> None:
    """
    Another organisation lets in who keeps the registers of a new one, and nobody else of it.
    """
    leeg.add(leeg.aanwijzing("beheer"), "beheer")

    with pytest.raises(MayNotWrite):
        leeg.add(leeg.aanwijzing("agent"), "beheer")
    both = _person(leeg, "agent", rollen=("functioneel-beheerder", "casusdeelnemer"))
    with pytest.raises(MayNotWrite):
        leeg.add(both, "beheer")

    leeg.add(leeg.aanwijzing("beheer-politie"), "beheer")
    second = _person(leeg, "agent", rollen=("functioneel-beheerder",))
    with pytest.raises(MayNotWrite):
        leeg.add(second, "beheer")
    leeg.add(leeg.aanwijzing("agent"), "beheer-politie")


def test_nobody_designates_himself(leeg: Huis) -> None:
    """
    Who keeps the registers gives himself no role, under no account.
    """
    leeg.add(leeg.aanwijzing("beheer"), "beheer")
    me = leeg.stored(Medewerker, leeg.mensen["beheer"])
    fields = {name: getattr(me, name) for name in Medewerker.model_fields}
    wider = Medewerker(**fields | {"rollen": ("procesregisseur",), "versie": 2})
    second = Medewerker(**fields | {"id": leeg.uid(), "rollen": ("procesregisseur",)})

    with pytest.raises(MayNotWrite):
        leeg.huis.registratie.replace(wider, leeg.van("beheer"))
    with pytest.raises(MayNotWrite):
        leeg.add(second, "beheer")


# ------------------------------------------------------------- lines that are refused


def _besluit(zaak: Zaak, **more: Any) -> Besluit:
    base: dict[str, Any] = {
        "id": zaak.h.uid(),
        "casus": zaak.id,
        "waarover": "betrekken",
        "naar": GGZ,
        "stemmen": (
            Stem(organisatie=COLLEGE, medewerker=zaak.h.mensen["regisseur"], voor=True),
            Stem(organisatie=OM, medewerker=zaak.h.mensen["officier"], voor=True),
        ),
        "motivering": b"verzegeld",
        "op": zaak.h.klok(),
    }
    return Besluit(**base | more)


def _deelname(zaak: Zaak, besluit: str | None, **more: Any) -> Deelname:
    base: dict[str, Any] = {
        "id": zaak.h.uid(),
        "casus": zaak.id,
        "organisatie": GGZ,
        "besluit": besluit,
        "van": zaak.h.klok().date(),
    }
    return Deelname(**base | more)


def _toewijzing(zaak: Zaak, naam: str, rol: str) -> Toewijzing:
    return Toewijzing(
        id=zaak.h.uid(),
        casus=zaak.id,
        medewerker=zaak.h.mensen[naam],
        rol=rol,
        van=zaak.h.klok().date(),
    )


def _criteria(zaak: Zaak, **more: Any) -> Criteria:
    base: dict[str, Any] = {
        "id": zaak.h.uid(),
        "casus": zaak.id,
        "meervoudige_problematiek": True,
        "leefgebieden_criminogeen": True,
        "overlast_criminaliteit_onveilig": True,
        "meerdere_domeinen_nodig": True,
        "motivering": b"verzegeld",
        "door": (COLLEGE, OM),
        "op": zaak.h.klok(),
    }
    return Criteria(**base | more)


def _verklaring(zaak: Zaak, naam: str, organisatie: str, **more: Any) -> Verklaring:
    base: dict[str, Any] = {
        "id": zaak.h.uid(),
        "feit": "bijzonder-geval",
        "over": Onderwerp.CASUS,
        "onderwerp": zaak.id,
        "organisatie": organisatie,
        "medewerker": zaak.h.mensen[naam],
        "op": zaak.h.klok(),
    }
    return Verklaring(**base | more)


def _later(zaak: Zaak) -> dict[str, Any]:
    return {"op": zaak.h.klok() + timedelta(days=1)}


LID_1 = (COLLEGE, OM, RVDK)
Made = Callable[[Zaak], Register]

# What somebody tries, and who.
REFUSED: dict[str, tuple[str, Made]] = {
    "a decision by who is not on the case": ("fg", _besluit),
    "a decision by who only takes part": ("officier", _besluit),
    "a vote without mandate": (
        "regisseur",
        lambda z: _besluit(
            z, stemmen=(Stem(organisatie=OM, medewerker=z.h.mensen["griffier"], voor=True),)
        ),
    ),
    "a vote for another organ": (
        "regisseur",
        lambda z: _besluit(
            z, stemmen=(Stem(organisatie=OM, medewerker=z.h.mensen["agent"], voor=True),)
        ),
    ),
    "an organ that votes twice": (
        "regisseur",
        lambda z: _besluit(
            z, stemmen=2 * (Stem(organisatie=OM, medewerker=z.h.mensen["officier"], voor=True),)
        ),
    ),
    "a decision of tomorrow": ("regisseur", lambda z: _besluit(z, **_later(z))),
    "a decision that was used": ("regisseur", lambda z: _besluit(z, gebruikt_op=z.h.klok())),
    "who takes part without decision": ("regisseur", lambda z: _deelname(z, None)),
    "who takes part by a decision that is not there": (
        "regisseur",
        lambda z: _deelname(z, "f" * 32),
    ),
    "who takes part by a decision about another": (
        "regisseur",
        lambda z: _deelname(z, z.besluit("betrekken", POLITIE, LID_1)),
    ),
    "who takes part by a decision about something else": (
        "regisseur",
        lambda z: _deelname(z, z.besluit("afsluiten", GGZ, LID_1)),
    ),
    "who takes part by a decision of too few": (
        "regisseur",
        lambda z: _deelname(z, z.besluit("betrekken", GGZ, (COLLEGE,))),
    ),
    "who takes part without all that are involved": (
        "regisseur",
        lambda z: _deelname(z, z.besluit("betrekken", GGZ, (COLLEGE, OM))),
    ),
    "who takes part as a third party by a decision to involve": (
        "regisseur",
        lambda z: _deelname(z, z.besluit("betrekken", GGZ, LID_1), als_derde=True),
    ),
    "a stranger that takes part": (
        "regisseur",
        lambda z: _deelname(z, z.besluit("betrekken", "elders", LID_1), organisatie="elders"),
    ),
    "who takes part, by somebody else": (
        "officier",
        lambda z: _deelname(z, z.besluit("betrekken", GGZ, LID_1)),
    ),
    "an assignment of oneself": (
        "griffier",
        lambda z: _toewijzing(z, "griffier", "casusdeelnemer"),
    ),
    "an assignment in a role one has not": (
        "regisseur",
        lambda z: _toewijzing(z, "agent", "procesregisseur"),
    ),
    "criteria by who is not on the case": ("fg", _criteria),
    "criteria by who did not vote": ("regisseur", lambda z: _criteria(z, door=(COLLEGE, POLITIE))),
    "criteria of tomorrow": ("regisseur", lambda z: _criteria(z, **_later(z))),
    "a mandate for oneself": (
        "beheer",
        lambda z: Mandaat(
            id=z.h.uid(), medewerker=z.h.mensen["beheer"], namens=COLLEGE, van=LONG_AGO
        ),
    ),
    "a mandate of another organ": (
        "beheer",
        lambda z: Mandaat(id=z.h.uid(), medewerker=z.h.mensen["agent"], namens=OM, van=LONG_AGO),
    ),
    "a mandate for nobody": (
        "beheer",
        lambda z: Mandaat(id=z.h.uid(), medewerker="f" * 32, namens=COLLEGE, van=LONG_AGO),
    ),
    "a declaration for another organisation": (
        "regisseur",
        lambda z: _verklaring(z, "regisseur", OM),
    ),
    "a declaration in the name of another": ("griffier", lambda z: _verklaring(z, "officier", OM)),
    "a declaration by who only maintains": ("beheer-om", lambda z: _verklaring(z, "beheer-om", OM)),
    "a declaration by who only tests": ("ciso", lambda z: _verklaring(z, "ciso", POLITIE)),
    "a declaration about something elsewhere": (
        "officier",
        lambda z: _verklaring(z, "officier", OM, onderwerp=casusoverleg(z.h, 2).id),
    ),
    "a declaration of tomorrow": (
        "officier",
        lambda z: _verklaring(z, "officier", OM, **_later(z)),
    ),
    "a reason to test by who works on it": (
        "regisseur",
        lambda z: Aanleiding(
            id=z.h.uid(),
            soort="klacht",
            casus=z.id,
            op=z.h.klok(),
            tot=z.h.klok() + timedelta(days=1),
        ),
    ),
    "a correction in the name of another": (
        "agent",
        lambda z: Correctie(
            id=z.h.uid(), gegeven=z.gegevens["relaties"].id, gemeld_door=OM, gemeld_op=z.h.klok()
        ),
    ),
    "a disclosure in the name of another": (
        "officier",
        lambda z: Verstrekking(
            id=z.h.uid(),
            casus=z.id,
            handeling="resultaat-verstrekken",
            van=COLLEGE,
            gegevens=(),
            categorieen=("relaties",),
            doel="complexe-casuistiek",
            voorbereid_op=z.h.klok(),
        ),
    ),
    "a disclosure of items of another category": (
        "regisseur",
        lambda z: Verstrekking(
            id=z.h.uid(),
            casus=z.id,
            handeling="resultaat-verstrekken",
            van=COLLEGE,
            gegevens=(z.gegevens["relaties"].id,),
            categorieen=("woonsituatie",),
            doel="complexe-casuistiek",
            voorbereid_op=z.h.klok(),
        ),
    ),
    "a case": ("regisseur", lambda z: z.casus),
    "an item": ("regisseur", lambda z: z.gegevens["relaties"]),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_for_somebody_to_say_is_refused(huisje: Zaak, what: str) -> None:
    """
    The register does not take it, nothing of it is stored, and that it was tried is written down.
    """
    naam, make = REFUSED[what]
    line = make(huisje)
    huisje.h.klok.goes(seconds=5)

    with pytest.raises(MayNotWrite):
        huisje.h.huis.registratie.add(line, huisje.over(naam))
    assert Resultaat.MISLUKT == lines(huisje)[0].resultaat
    assert [] == deviations(huisje)


def _about_a_disclosure(zaak: Zaak, given: str) -> dict[str, tuple[str, Register]]:
    now, uid = zaak.h.klok(), zaak.h.uid
    return {
        "consent by who wants to have": (
            "agent",
            Toestemming(
                id=uid(), verstrekking=given, betrokkene=zaak.betrokkene.id, gegeven_op=now
            ),
        ),
        "agreement for another": (
            "regisseur",
            Instemming(id=uid(), verstrekking=given, organisatie=OM, op=now),
        ),
        "an answer for another": (
            "regisseur",
            Bezwaar(id=uid(), verstrekking=given, organisatie=OM, bezwaar=False, op=now),
        ),
        "an advice by who is not of the commission": (
            "fg",
            RacAdvies(
                id=uid(), verstrekking=given, kenmerk="1", oordeel=Oordeel.RECHTMATIG, op=now
            ),
        ),
    }


@pytest.mark.parametrize("what", range(4))
def test_nobody_speaks_for_another_about_a_disclosure(huisje: Zaak, what: int) -> None:
    """
    Consent, agreement, objection and advice are each written by who the law says.
    """
    given = huisje.verstrekking().id
    naam, line = list(_about_a_disclosure(huisje, given).values())[what]

    with pytest.raises(MayNotWrite):
        huisje.h.huis.registratie.add(line, huisje.over(naam, verstrekking=given))


def test_who_may_write_for_one_disclosure_may_not_for_another(huisje: Zaak) -> None:
    """
    The disclosure at hand is the one that the line is about, in the case that is at hand.
    """
    mine, theirs = huisje.verstrekking().id, casusoverleg(huisje.h, 1)
    theirs_given = theirs.verstrekking().id
    consent = Toestemming(
        id=huisje.h.uid(),
        verstrekking=theirs_given,
        betrokkene=theirs.betrokkene.id,
        gegeven_op=huisje.h.klok(),
    )
    for about in (
        huisje.over("regisseur", verstrekking=mine),
        huisje.over("regisseur", verstrekking=theirs_given),
    ):
        with pytest.raises(MayNotWrite):
            huisje.h.huis.registratie.add(consent, about)


# ------------------------------------------------------------- changing what is there


def test_nobody_says_of_what_is_there_that_it_is_his(zaak: Zaak) -> None:
    """
    Whoever takes back the agreement of another by saying that the line is his own, is refused.
    """
    h = zaak.h
    given = zaak.verstrekking().id
    about = {"casus": zaak.id, "verstrekking": given}
    theirs = Instemming(id=h.uid(), verstrekking=given, organisatie=OM, op=h.klok())
    h.add(theirs, "officier", **about)
    mine = Instemming(id=theirs.id, verstrekking=given, organisatie=COLLEGE, op=theirs.op)

    with pytest.raises(Conflict):
        h.huis.registratie.mark(mine, h.van("regisseur", **about), ingetrokken_op=h.klok())
    with pytest.raises(MayNotWrite):
        h.huis.registratie.mark(theirs, h.van("regisseur", **about), ingetrokken_op=h.klok())
    assert theirs == h.stored(Instemming, theirs.id)


def test_that_something_was_done_is_for_who_does_it(huisje: Zaak) -> None:
    """
    A decision and a disclosure are not marked as used by hand.
    """
    h, given = huisje.h, huisje.verstrekking()
    decided = h.stored(Besluit, huisje.besluit("afsluiten", "afgesloten", LID_1))
    about = h.van("regisseur", casus=huisje.id, verstrekking=given.id)

    with pytest.raises(MayNotWrite):
        h.huis.registratie.mark(given, about, gedaan_op=h.klok())
    with pytest.raises(MayNotWrite):
        h.huis.registratie.mark(decided, about, gebruikt_op=h.klok())


def test_who_is_designated_no_more_writes_nothing(huisje: Zaak) -> None:
    """
    From the day on which somebody's designation ends, his lines are refused.
    """
    h = huisje.h
    line = h.stored(Medewerker, h.mensen["officier"])
    h.huis.registratie.end(line, h.van("beheer-om"), h.klok().date())

    with pytest.raises(MayNotWrite):
        h.add(_verklaring(huisje, "officier", OM), "officier", casus=huisje.id)


def test_one_decision_lets_in_one_organisation(huisje: Zaak) -> None:
    """
    The same decision a second time lets in nobody, also after the first one left.
    """
    h = huisje.h
    decided = huisje.besluit("betrekken", GGZ, LID_1)
    first = _deelname(huisje, decided)
    h.add(first, "regisseur", casus=huisje.id)
    h.huis.registratie.end(first, h.van("regisseur", casus=huisje.id), h.klok().date())

    with pytest.raises(MayNotWrite):
        h.add(_deelname(huisje, decided), "regisseur", casus=huisje.id)


def test_what_the_store_refuses_is_written_down_too(huisje: Zaak) -> None:
    """
    A line that does not fit is not stored, and that it was tried is in the logboek.
    """
    line = huisje.verklaring("officier", "bijzonder-geval", Onderwerp.CASUS, huisje.id)

    with pytest.raises(ZvhError):
        huisje.h.add(line, "officier", casus=huisje.id)
    assert (Resultaat.MISLUKT, None) == (lines(huisje)[0].resultaat, lines(huisje)[0].voorwerp)
