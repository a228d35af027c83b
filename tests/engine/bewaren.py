"""
What the tests of keeping and of holds do: hold, restrict, shield, close and renew a case.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.engine.houses import COLLEGE, OM, RVDK
from tests.engine.zaken import LID_1, Zaak
from zvhprivacy.engine.content import voorwerp
from zvhprivacy.engine.grant import Grant
from zvhprivacy.engine.lines import Operation
from zvhprivacy.engine.logjournaal import within
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis, Resultaat
from zvhprivacy.model.bewaartermijn import Grond
from zvhprivacy.model.bewaren import Afscherming, Opschorting, Waarom
from zvhprivacy.model.casus import Casus, Register
from zvhprivacy.model.registers import (
    Aanleiding,
    Instemming,
    Onderwerp,
    Verstrekking,
)
from zvhprivacy.model.request import Request
from zvhprivacy.store.registers import Registers


VRAAG = "rechten-betrokkene"
WAAROM = "Er loopt een zaak bij de rechtbank."


def keeping(zaak: Zaak, naam: str = "bewaarder") -> Grant:
    """
    Get a Grant of who keeps the terms.
    """
    return zaak.h.engine.require(keeps(zaak, naam), about=zaak.over(naam))


def keeps(zaak: Zaak, naam: str = "bewaarder") -> Request:
    """
    Make the request of who keeps the terms.
    """
    return zaak.vraag(naam, "beheren", "casusmetadata", doel="bewaren-en-vernietigen")


def held(zaak: Zaak, **more: Any) -> Opschorting:
    """
    Place a hold on the case.
    """
    base: dict[str, Any] = {
        "grond": Grond.RECHTSVORDERING,
        "kenmerk": "rolnummer 2026-17",
        "motivering": WAAROM,
        "eigenaar": zaak.h.mensen["bewaarder"],
        "herzien_voor": zaak.h.klok().date() + timedelta(days=90),
    }
    return zaak.h.huis.opschorten.plaats(keeping(zaak), **base | more)


def deciding(zaak: Zaak, gegevens: str = "woonsituatie", **about: str | None) -> Grant:
    """
    Get a Grant of the contactpunt that decides on a request of the betrokkene.
    """
    h, now = zaak.h, zaak.h.klok()
    reden = Aanleiding(
        id=h.uid(), soort="verzoek", casus=zaak.id, op=now, tot=now + timedelta(days=30)
    )
    h.add(reden, "contact", casus=zaak.id)
    given = Verstrekking(
        id=h.uid(),
        casus=zaak.id,
        handeling="rechten-besluiten",
        van=COLLEGE,
        gegevens=tuple(item.id for item in zaak.gegevens.values() if item.categorie == gegevens),
        categorieen=(gegevens,),
        doel=VRAAG,
        voorbereid_op=h.klok(),
    )
    h.add(given, "contact", casus=zaak.id)
    zaak.verklaring(
        "contact",
        "overleg-met-betrokken-deelnemers",
        Onderwerp.VERSTREKKING,
        given.id,
        verstrekking=given.id,
    )
    request = zaak.vraag("contact", "rechten-besluiten", gegevens, doel=VRAAG)
    seen = zaak.over("contact", verstrekking=given.id, aanleiding=reden.id, **about)
    return h.engine.require(request, about=seen)


def restricted(zaak: Zaak, **more: Any) -> Opschorting:
    """
    Restrict the case at the request of the betrokkene (AVG 18).
    """
    base: dict[str, Any] = {
        "grond": Grond.BEPERKING,
        "kenmerk": "verzoek 12",
        "motivering": WAAROM,
        "eigenaar": zaak.h.mensen["contact"],
        "herzien_voor": zaak.h.klok().date() + timedelta(days=30),
    }
    return zaak.h.huis.opschorten.plaats(deciding(zaak), **base | more)


def stored(zaak: Zaak, line: Register, *, lifted: bool = False) -> None:
    """
    Store a line as a job of the house does, with its line in the logboek; or lift a shield.
    """
    storage = zaak.h.huis.storage
    operation = Operation.new(storage.toeval)
    told = AuditLine(
        gebeurtenis=Gebeurtenis.WIJZIGEN if lifted else Gebeurtenis.VERZAMELEN,
        actor="systeem",
        resultaat=Resultaat.GELUKT,
        trace=operation.trace,
        operatie=operation.span,
        object=type(line).__name__.lower(),
        casus=zaak.id,
        voorwerp=voorwerp(line),
    )

    def work(connection: Any) -> None:
        registers = Registers(connection)
        if isinstance(line, Afscherming) and line.opgeheven_op is not None:
            registers.mark(Afscherming, line.id, opgeheven_op=line.opgeheven_op)
        else:
            registers.add(line)

    storage.writer.write([told], within(zaak.id, work))


def shield(
    zaak: Zaak, gegeven: str | None = None, waarom: Waarom = Waarom.AFGESLOTEN
) -> Afscherming:
    """
    Shield the case, or one item of it.
    """
    line = Afscherming(
        id=zaak.h.uid(), casus=zaak.id, gegeven=gegeven, waarom=waarom, op=zaak.h.klok()
    )
    stored(zaak, line)
    return line


def closed(zaak: Zaak) -> Casus:
    """
    Close the case.
    """
    return zaak.naar("afgesloten", "afsluiten", zaak.besluit("afsluiten", "afgesloten", LID_1))


def renewing(
    zaak: Zaak, *, wie: tuple[str, ...] = ("regisseur", "officier", "raadsonderzoeker")
) -> Grant:
    """
    Get a Grant to renew the case, for the item of the college, after everybody in *wie* agreed.
    """
    h = zaak.h
    item = zaak.gegevens["woonsituatie"]
    for naam in ("regisseur", "officier", "raadsonderzoeker"):
        zaak.verklaring(naam, "bijzonder-geval", Onderwerp.CASUS, zaak.id)
    given = Verstrekking(
        id=h.uid(),
        casus=zaak.id,
        handeling="hernieuwen",
        van=COLLEGE,
        gegevens=(item.id,),
        categorieen=("woonsituatie",),
        doel="bewaren-en-vernietigen",
        voorbereid_op=h.klok(),
    )
    h.add(given, "regisseur", casus=zaak.id)
    of = {"regisseur": COLLEGE, "officier": OM, "raadsonderzoeker": RVDK}
    for naam in wie:
        agreed = Instemming(id=h.uid(), verstrekking=given.id, organisatie=of[naam], op=h.klok())
        h.add(agreed, naam, casus=zaak.id, verstrekking=given.id)
    zaak.verklaring(
        "regisseur",
        "noodzaak-gemotiveerd",
        Onderwerp.VERSTREKKING,
        given.id,
        verstrekking=given.id,
    )
    besluit = zaak.besluit("hernieuwen", "hernieuwd", LID_1)
    request = zaak.vraag("regisseur", "hernieuwen", "woonsituatie", doel="bewaren-en-vernietigen")
    about = zaak.over("regisseur", verstrekking=given.id, besluit=besluit)
    return h.engine.require(request, about=about)


def last_day(zaak: Zaak) -> date:
    """
    Give the day on which everything in the case has to be gone, five years after it began.
    """
    first = zaak.casus.eerste_verwerking
    return first.replace(year=first.year + 5)
