"""
Values to test with: one case, the organisations and people around it, and all that is known of it.

Everything in it is made up. `known` gives it as the facts see it, `rows` as a store would keep it;
neither stores anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

from zvhprivacy import feiten
from zvhprivacy.feiten import Known
from zvhprivacy.model.about import About
from zvhprivacy.model.casus import (
    Aard,
    Betrokkene,
    Casus,
    Deelname,
    Dossier,
    Gegeven,
    Over,
    Overgang,
    Register,
    Toewijzing,
)
from zvhprivacy.model.registers import (
    Aanleiding,
    Besluit,
    Bezwaar,
    Criteria,
    Instemming,
    Mandaat,
    Medewerker,
    Onderwerp,
    Oordeel,
    Publicatie,
    RacAdvies,
    Stem,
    Toestemming,
    Verklaring,
    Verstrekking,
)
from zvhprivacy.model.request import Request


NU = datetime(2026, 6, 15, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
DAY = NU.date()
ONE_DAY, ONE_MOMENT = timedelta(days=1), timedelta(microseconds=1)
BEFORE = NU - timedelta(days=30)
BEGIN = DAY - timedelta(days=400)  # people were designated, organisations joined

# The fields of a `Known`, to be changed before one is made of it.
World = dict[str, Any]


def uid(number: int) -> str:
    """
    Give the *number*-th id.
    """
    return f"{number:032x}"


CASUS, ANDERE_CASUS = uid(1), uid(2)
PERSOON, KRING, ANDER = uid(11), uid(12), uid(13)  # whom the case holds data about
REGISSEUR, COLLEGA = uid(21), uid(22)
GEGEVEN, ANDER_GEGEVEN = uid(31), uid(32)
VERSTREKKING, ANDERE_VERSTREKKING = uid(41), uid(42)
BESLUIT, ANDER_BESLUIT = uid(51), uid(52)
AANLEIDING, ANDERE_AANLEIDING = uid(61), uid(62)

# Of each organisation its kind, and its lid under the WGS.
SOORTEN = {
    "college": ("college", "lid-1"),
    "politie": ("politie", "lid-1"),
    "om": ("om", "lid-1"),
    "burgemeester": ("burgemeester", "lid-1"),
    "burgemeester-elders": ("burgemeester", "lid-1"),
    "ggz": ("ggz", "lid-2"),
    "wonen": ("woningcorporatie", "derde"),
}
ONTVANGERS = {"huis-elders": ("ander-zvh", "ander-zvh")}
BETROKKEN = ("college", "politie", "ggz")
BRONNEN = ("college", "ggz")

REQUEST = Request(
    deelnemer="college",
    rol="procesregisseur",
    handeling="verband-verstrekken",
    gegevens="gezondheid",
    over="betrokkene",
    doel="complexe-casuistiek",
    proces="com",
    fase="casusoverleg",
    kader="wgs",
    aan="huis-elders",
    convenant="huis",
)
ABOUT = About(
    medewerker=REGISSEUR,
    casus=CASUS,
    verstrekking=VERSTREKKING,
    besluit=BESLUIT,
    aanleiding=AANLEIDING,
)


def members(kader: str = "wgs") -> dict[str, Any]:
    """
    Give the fields of `Members`: who takes part, and the names each goes by under *kader*.
    """
    everybody = {**SOORTEN, **ONTVANGERS}
    return {
        "soorten": {name: soort for name, (soort, _) in SOORTEN.items()},
        "namen": {
            name: frozenset({name, soort, lid} if kader == "wgs" else {name, soort})
            for name, (soort, lid) in everybody.items()
        },
        "contactpunt": "college",
    }


def deelname(organisatie: str, **changes: Any) -> Deelname:
    """
    Give the part of *organisatie* in the case; its id follows from its name.
    """
    number = 100 + list(SOORTEN).index(organisatie)
    fields = {"id": uid(number), "casus": CASUS, "organisatie": organisatie, "van": BEGIN}
    return Deelname(**{**fields, "besluit": uid(999), **changes})


def verklaring(
    feit: str, over: Onderwerp, onderwerp: str, organisatie: str, **changes: Any
) -> Verklaring:
    """
    Give a declaration of *organisatie* that still stands.
    """
    fields = {
        "id": uid(crc32(f"{feit} {onderwerp} {organisatie}".encode()) + 10**6),
        "feit": feit,
        "over": over,
        "onderwerp": onderwerp,
        "organisatie": organisatie,
        "medewerker": COLLEGA,
        "op": BEFORE,
    }
    return Verklaring(**{**fields, **changes})


def gegeven(**changes: Any) -> Gegeven:
    """
    Give the item: a text of two sources.
    """
    fields = {
        "id": GEGEVEN,
        "casus": CASUS,
        "betrokkene": PERSOON,
        "categorie": "gezondheid",
        "aard": Aard.FEIT,
        "peildatum": BEGIN,
        "bronnen": BRONNEN,
        "verstrekt_op": BEGIN,
        "eerste_verwerking": BEGIN,
        "laatste_verwerking": BEGIN,
        "inhoud": b"sealed",
    }
    return Gegeven(**{**fields, **changes})


def casus(**changes: Any) -> Casus:
    """
    Give the case.
    """
    fields = {
        "id": CASUS,
        "convenant": "huis",
        "proces": "com",
        "kader": "wgs",
        "doel": "complexe-casuistiek",
        "fase": "casusoverleg",
        "fase_sinds": BEFORE,
        "aangemeld_door": "college",
        "eerste_verwerking": BEGIN,
        "laatste_verwerking": BEGIN,
    }
    return Casus(**{**fields, **changes})


def world() -> World:
    """
    Give all that is known for a request in which nothing stands in the way of its disclosure.
    """
    return {
        "request": REQUEST,
        "about": ABOUT,
        "op": DAY,
        "nu": NU,
        "members": members(),
        "dossier": Dossier(
            casus=casus(),
            betrokkenen=(
                Betrokkene(
                    id=PERSOON,
                    casus=CASUS,
                    over=Over.BETROKKENE,
                    pseudoniem="een",
                    persoon=b"sealed",
                ),
                Betrokkene(
                    id=KRING,
                    casus=CASUS,
                    over=Over.DIRECTE_KRING,
                    kring_van=PERSOON,
                    pseudoniem="twee",
                    persoon=b"sealed",
                ),
            ),
            deelnames=tuple(map(deelname, BETROKKEN)),
            toewijzingen=(
                Toewijzing(
                    id=uid(201),
                    casus=CASUS,
                    medewerker=REGISSEUR,
                    rol="procesregisseur",
                    van=BEGIN,
                ),
            ),
        ),
        "medewerker": Medewerker(
            id=REGISSEUR,
            persoon="m" * 28,
            organisatie="college",
            rollen=("procesregisseur",),
            van=BEGIN,
            vog_of_screening=BEGIN,
            opleidingen=tuple((part, BEGIN) for part in "abcdef"),
            geheimhouding=BEGIN,
            commerciele_taak=False,
        ),
        "mandaten": (Mandaat(id=uid(202), medewerker=REGISSEUR, namens="om", van=BEGIN),),
        "gegevens": (gegeven(),),
        "verstrekking": Verstrekking(
            id=VERSTREKKING,
            casus=CASUS,
            handeling=REQUEST.handeling,
            van="college",
            aan=REQUEST.aan,
            gegevens=(GEGEVEN,),
            categorieen=("gezondheid",),
            doel=REQUEST.doel,
            voorbereid_op=BEFORE,
        ),
        "toestemmingen": (
            Toestemming(
                id=uid(203), verstrekking=VERSTREKKING, betrokkene=PERSOON, gegeven_op=BEFORE
            ),
        ),
        "instemmingen": tuple(
            Instemming(
                id=uid(210 + number), verstrekking=VERSTREKKING, organisatie=source, op=BEFORE
            )
            for number, source in enumerate(BRONNEN)
        ),
        "bezwaren": tuple(
            Bezwaar(
                id=uid(220 + number),
                verstrekking=VERSTREKKING,
                organisatie=asked,
                bezwaar=False,
                op=BEFORE,
            )
            for number, asked in enumerate(BETROKKEN)
        ),
        "adviezen": (
            RacAdvies(
                id=uid(204),
                verstrekking=VERSTREKKING,
                kenmerk="RAC-1",
                oordeel=Oordeel.RECHTMATIG,
                op=BEFORE,
            ),
        ),
        "besluit": besluit(REQUEST.handeling, "college", "politie"),
        "criteria": (
            Criteria(
                id=uid(205),
                casus=CASUS,
                meervoudige_problematiek=True,
                leefgebieden_criminogeen=True,
                overlast_criminaliteit_onveilig=True,
                meerdere_domeinen_nodig=True,
                motivering=b"sealed",
                door=("college", "politie"),
                op=BEFORE,
            ),
        ),
        "verklaringen": (),
        "aanleiding": Aanleiding(
            id=AANLEIDING, soort="toets", casus=CASUS, op=BEFORE, tot=NU + ONE_DAY
        ),
        "publicaties": (
            Publicatie(id=uid(206), wat="lijstcriteria", convenant="huis", waar="site", van=BEGIN),
        ),
        "overgangen": (
            Overgang(id=uid(207), casus=CASUS, van=None, naar="aangemeld", op=NU - 300 * ONE_DAY),
        ),
        "correcties": (),
    }


def besluit(waarover: str, *organisaties: str, **changes: Any) -> Besluit:
    """
    Give a decision that *organisaties* took together and that was not used yet.
    """
    fields = {
        "id": BESLUIT,
        "casus": CASUS,
        "waarover": waarover,
        "stemmen": tuple(
            Stem(organisatie=each, medewerker=COLLEGA, voor=True) for each in organisaties
        ),
        "motivering": b"sealed",
        "op": BEFORE,
    }
    return Besluit(**{**fields, **changes})


def known(given: World, *, package: Any = feiten) -> Known:
    """
    Make what the facts are derived from, with the classes of *package*.
    """
    made: Known = package.Known(**{**given, "members": package.Members(**given["members"])})
    return made


def facts(given: World, *, package: Any = feiten) -> frozenset[str]:
    """
    Give the facts that hold.
    """
    return frozenset(held.feit for held in package.facts_of(known(given, package=package)))


def rows(given: World) -> Iterator[Register]:
    """
    Go through the lines of the registers, in an order in which a store can keep them.
    """
    dossier: Dossier = given["dossier"]
    yield given["medewerker"]
    yield from (*given["publicaties"], *given["mandaten"], dossier.casus, *given["overgangen"])
    yield from (*dossier.betrokkenen, *dossier.deelnames, *dossier.toewijzingen)
    yield from (*given["gegevens"], given["besluit"], *given["criteria"], given["aanleiding"])
    yield given["verstrekking"]
    for name in ("toestemmingen", "instemmingen", "bezwaren", "adviezen", "verklaringen"):
        yield from given[name]
    yield from given["correcties"]


def bare(given: World) -> World:
    """
    Give the world without any line in any register.
    """
    asked = {name: given[name] for name in ("request", "about", "op", "nu", "members")}
    return {**asked, "overgangen": (), "correcties": ()}
