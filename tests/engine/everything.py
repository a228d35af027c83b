"""
One line of every register, written in a case by the person who may.
"""

from __future__ import annotations

from datetime import timedelta

from tests.engine.bewaren import held, keeping, shield, stored
from tests.engine.houses import COLLEGE, GGZ, HUIS, LONG_AGO, OM, POLITIE
from tests.engine.zaken import Zaak
from zvhprivacy.model.bewaartermijn import Begin, Geval
from zvhprivacy.model.bewaren import Hernieuwing, Vernietigingsgrond, Waarom
from zvhprivacy.model.casus import Toewijzing
from zvhprivacy.model.registers import (
    Aanleiding,
    Bezwaar,
    Correctie,
    Instemming,
    Medewerker,
    Onderwerp,
    Oordeel,
    Publicatie,
    RacAdvies,
    Terugkoppeling,
    Toestemming,
    Verstrekking,
    Weigering,
)


def everything(zaak: Zaak) -> Verstrekking:
    """
    Write them all, and fill in, end and replace some; give the disclosure they hang on.
    """
    h, now = zaak.h, zaak.h.klok
    given = zaak.verstrekking()
    about = {"casus": zaak.id, "verstrekking": given.id}
    consent = Toestemming(
        id=h.uid(), verstrekking=given.id, betrokkene=zaak.betrokkene.id, gegeven_op=now()
    )
    h.add(consent, "regisseur", **about)
    h.huis.registratie.mark(consent, h.van("regisseur", **about), ingetrokken_op=now())
    h.add(
        Instemming(id=h.uid(), verstrekking=given.id, organisatie=OM, op=now()), "officier", **about
    )
    h.add(
        Bezwaar(id=h.uid(), verstrekking=given.id, organisatie=OM, bezwaar=False, op=now()),
        "officier",
        **about,
    )
    h.add(
        RacAdvies(
            id=h.uid(),
            verstrekking=given.id,
            kenmerk="2026-1",
            oordeel=Oordeel.RECHTMATIG,
            op=now(),
        ),
        "adviseur",
        **about,
    )
    h.add(
        Terugkoppeling(
            id=h.uid(),
            verstrekking=given.id,
            organisatie=POLITIE,
            bruikbaar=True,
            toelichting=b"verzegeld",
            op=now(),
        ),
        "agent",
        **about,
    )
    zaak.verklaring("regisseur", "verenigbare-taak", Onderwerp.VERSTREKKING, given.id, **about)
    item = zaak.gegevens["relaties"].id
    zaak.verklaring("officier", "geen-beroepsgeheim", Onderwerp.GEGEVEN, item)
    h.add(
        Correctie(id=h.uid(), gegeven=item, gemeld_door=OM, gemeld_op=now()),
        "officier",
        casus=zaak.id,
    )
    h.add(
        Weigering(
            id=h.uid(),
            casus=zaak.id,
            organisatie=GGZ,
            categorie="gezondheid",
            reden=b"verzegeld",
            op=now(),
        ),
        "behandelaar",
        casus=zaak.id,
    )
    h.add(
        Aanleiding(
            id=h.uid(), soort="klacht", casus=zaak.id, op=now(), tot=now() + timedelta(days=30)
        ),
        "fg",
        casus=zaak.id,
    )
    h.add(
        Publicatie(
            id=h.uid(), wat="contactpunt", convenant=HUIS, waar="huis.invalid", van=LONG_AGO
        ),
        "regisseur",
    )
    _retention(zaak, given)
    assigned = h.stored(Toewijzing, zaak.toegewezen("officier", "casusdeelnemer"))
    h.huis.registratie.end(assigned, h.van("regisseur", casus=zaak.id), now().date())
    agent = h.stored(Medewerker, h.mensen["agent"])
    changed = {name: getattr(agent, name) for name in Medewerker.model_fields}
    h.huis.registratie.replace(
        Medewerker(**changed | {"geheimhouding": LONG_AGO, "versie": 2}), h.van("beheer-politie")
    )
    assert agent.organisatie == POLITIE
    assert given.van == COLLEGE
    return given


def _retention(zaak: Zaak, given: Verstrekking) -> None:
    """
    Write what decides how long the case stays: twice, one of each ended or taken back.
    """
    h, item = zaak.h, zaak.gegevens["bsn"].id
    held(zaak, gegeven=item)
    h.huis.opschorten.hef_op(keeping(zaak), held(zaak).id)
    for gegeven in (item, None):
        ground = Vernietigingsgrond(
            id=h.uid(),
            casus=zaak.id,
            gegeven=gegeven,
            grond=Begin.NIET_MEER_NODIG,
            medewerker=h.mensen["regisseur"],
            op=h.klok(),
        )
        h.add(ground, "regisseur", casus=zaak.id)
    h.huis.registratie.mark(ground, zaak.over("regisseur"), ingetrokken_op=h.klok())
    shield(zaak, item)
    shield(zaak, zaak.gegevens["relaties"].id, Waarom.ONBEKEND)
    besluit = zaak.besluit("hernieuwen", "hernieuwd")
    for number in (1, 2):
        line = Hernieuwing(
            id=h.uid(),
            casus=zaak.id,
            geval=Geval.A,
            besluit=besluit,
            verstrekking=given.id,
            instemmingen=(OM,) if number == 1 else (COLLEGE, OM),
            motivering=b"verzegeld",
            volgnummer=number,
            van=LONG_AGO.replace(year=LONG_AGO.year + number),
            tot=LONG_AGO.replace(year=LONG_AGO.year + number + 1),
        )
        stored(zaak, line)
