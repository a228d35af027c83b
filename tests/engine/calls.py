"""
Every public call that shows, changes or leads back something, ready to be made once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.engine.bewaren import held, keeping, keeps
from tests.engine.houses import COLLEGE
from tests.engine.test_leading_back import ask, grant, known
from tests.engine.zaken import OWN, REPORTED, Zaak
from zvhprivacy.logboek.line import Logdoel
from zvhprivacy.logboek.reading import Query
from zvhprivacy.model.bewaartermijn import Grond
from zvhprivacy.model.casus import Toewijzing
from zvhprivacy.model.registers import Mandaat, Onderwerp, Verklaring
from zvhprivacy.vault.herleiden import Aanleiding


Call = Callable[[], Any]


def calls(zaak: Zaak) -> dict[str, Call]:
    """
    Prepare them all: what is given only has to be called.
    """
    h, huis, engine = zaak.h, zaak.h.huis, zaak.h.engine
    at = zaak.casus.fase
    look = zaak.vraag("regisseur", "inzien", "woonsituatie")
    here = zaak.over("regisseur")
    seen = zaak.mag("regisseur", "inzien", "woonsituatie")
    own: dict[str, Any] = {"verklaard": OWN, "rol": "casusdeelnemer"}
    item = zaak.gegevens["woonsituatie"]
    writing = zaak.mag("regisseur", "verstrekken", "woonsituatie", **own)
    changing = zaak.mag(
        "regisseur",
        "wijzigen",
        "woonsituatie",
        verklaard={"rechtmatig-verwerkt"},
        rol="casusdeelnemer",
    )
    moving = zaak.mag("regisseur", "vastleggen", "casusmetadata")
    report = h.vraag("officier", "aanmelden", "aanmeldmotivering", fase="signaal")
    beginning = engine.require(report, about=h.van("officier"), verklaard=REPORTED)
    reading = engine.require(
        h.vraag("fg", "logboek-inzien", "logregel", doel="rechtmatigheidstoezicht", fase=at),
        about=h.van("fg"),
        verklaard=["logdoel"],
    )
    approved, open_ = ask(zaak), ask(zaak)
    huis.herleiden.keur_goed(approved, h.van("toetser"))
    leading, alone = grant(zaak, goedkeuring=approved), grant(zaak, noodprocedure=True)
    huis.herleiden.herleid(grant(zaak, noodprocedure=True), known(zaak))
    [review] = huis.herleiden.te_beoordelen()
    pseudoniem = known(zaak)
    declared = zaak.verklaring("officier", "bijzonder-geval", Onderwerp.CASUS, zaak.id)
    assigned = h.stored(Toewijzing, zaak.toegewezen("griffier", "casusdeelnemer"))
    h.klok.goes(seconds=1)
    now = h.klok()
    fresh = Verklaring(
        **{n: getattr(declared, n) for n in Verklaring.model_fields} | {"id": h.uid(), "op": now}
    )
    keeps_terms = keeping(zaak)
    hold, reviewed = held(zaak), held(zaak)
    later = h.klok().date() + timedelta(days=90)
    coming = huis.aankondigen.gegeven(here, zaak.betrokkene.id, "woonsituatie")
    filling = zaak.mag(
        "regisseur", "verstrekken", "woonsituatie", about={"gegeven": coming.id}, **own
    )
    mandate = Mandaat(id=h.uid(), medewerker=h.mensen["fg"], namens=COLLEGE, van=now.date())
    return {
        "decide": lambda: engine.decide(look, about=here),
        "decide no": lambda: engine.decide(look, about=h.van("griffier", casus=zaak.id)),
        "require": lambda: engine.require(look, about=here),
        "open": lambda: huis.casussen.open(seen),
        "zicht": lambda: huis.casussen.zicht(look, here),
        "lijst": lambda: huis.casussen.lijst(look, h.van("regisseur")),
        "begin": lambda: huis.bijhouden.begin(beginning),
        "neem_op": lambda: huis.bijhouden.neem_op(writing),
        "leg_vast": lambda: huis.bijhouden.leg_vast(
            writing, zaak.betrokkene.id, "nieuw", peildatum=date(2026, 5, 1)
        ),
        "wijzig": lambda: huis.bijhouden.wijzig(changing, item.id, "anders"),
        "leg_vast aangekondigd": lambda: huis.bijhouden.leg_vast(
            filling, zaak.betrokkene.id, "nieuw", peildatum=date(2026, 5, 1)
        ),
        "kondig casus aan": lambda: huis.aankondigen.casus(report, h.van("officier")),
        "kondig persoon aan": lambda: huis.aankondigen.persoon(here),
        "kondig gegeven aan": lambda: huis.aankondigen.gegeven(
            here, zaak.betrokkene.id, "woonsituatie"
        ),
        "plaats": lambda: huis.opschorten.plaats(
            keeps_terms,
            grond=Grond.WETTELIJK_VOORSCHRIFT,
            kenmerk="Sv 552a",
            motivering="nodig",
            eigenaar=h.mensen["bewaarder"],
            herzien_voor=later,
        ),
        "motivering": lambda: huis.opschorten.motivering(keeps_terms, reviewed.id),
        "herzie": lambda: huis.opschorten.herzie(keeps_terms, reviewed.id, herzien_voor=later),
        "hef_op": lambda: huis.opschorten.hef_op(keeps_terms, hold.id),
        "openstaand": lambda: huis.opschorten.openstaand(keeps(zaak), h.van("bewaarder")),
        "ga_naar": lambda: huis.bijhouden.ga_naar(moving, "uitvoering"),
        "add": lambda: huis.registratie.add(fresh, zaak.over("officier")),
        "add mandaat": lambda: huis.registratie.add(mandate, h.van("beheer")),
        "mark": lambda: huis.registratie.mark(declared, zaak.over("officier"), ingetrokken_op=now),
        "end": lambda: huis.registratie.end(assigned, zaak.over("regisseur"), now.date()),
        "logboek_inzien": lambda: huis.logboek_inzien(
            reading, Query(), doel=Logdoel.RECHTMATIGHEID
        ),
        "vraag_aan": lambda: huis.herleiden.vraag_aan(
            pseudoniem, Aanleiding.INCIDENT, "rechtmatigheidstoezicht", h.van("fg")
        ),
        "keur_goed": lambda: huis.herleiden.keur_goed(open_, h.van("toetser")),
        "herleid": lambda: huis.herleiden.herleid(leading, pseudoniem),
        "herleid alleen": lambda: huis.herleiden.herleid(alone, pseudoniem),
        "beoordeel": lambda: huis.herleiden.beoordeel(review.id, h.van("toetser")),
    }


NAMES = (
    "decide",
    "decide no",
    "require",
    "open",
    "zicht",
    "lijst",
    "begin",
    "neem_op",
    "leg_vast",
    "wijzig",
    "leg_vast aangekondigd",
    "kondig casus aan",
    "kondig persoon aan",
    "kondig gegeven aan",
    "plaats",
    "motivering",
    "herzie",
    "hef_op",
    "openstaand",
    "ga_naar",
    "add",
    "add mandaat",
    "mark",
    "end",
    "logboek_inzien",
    "vraag_aan",
    "keur_goed",
    "herleid",
    "herleid alleen",
    "beoordeel",
)
