"""
Every fact of the vocabulary, and how the registers say that it holds.

A fact that is not here, or that the registers do not show, does not hold. What the host alone
knows comes from its own `FeitenBron`; what somebody may say of his own act, he declares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from zvhprivacy.feiten import conditions, disclosure, items, joint, occasion, persons
from zvhprivacy.feiten.known import Known
from zvhprivacy.feiten.scope import scoped


class Held(NamedTuple):
    """
    A fact that holds, and the register that shows it.
    """

    feit: str
    herkomst: str


Shows = Callable[[Known], bool]

# About a person, or an organisation in a case.
PERSON: Mapping[str, Shows] = {
    "persoon-aangewezen": persons.persoon_aangewezen,
    "vog-of-screening": persons.vog_of_screening,
    "opleiding-gevolgd": persons.opleiding_gevolgd,
    "geen-commerciele-taak": persons.geen_commerciele_taak,
    "mandaat-verleend": persons.mandaat_verleend,
    "persoon-in-casus": persons.persoon_in_casus,
    "deelnemer-in-casus": persons.deelnemer_in_casus,
    "gemeente-van-verblijf": persons.gemeente_van_verblijf,
    "geheimhouding-getekend": persons.geheimhouding_getekend,
    "derde-toegelaten": persons.derde_toegelaten,
    "derde-deskundig-en-taak": persons.derde_deskundig_en_taak,
}

CASE: Mapping[str, Shows] = {
    "besluit-lid-1": joint.besluit_lid_1,
    "criteria-vastgesteld": joint.criteria_vastgesteld,
    "aanmelding-gemotiveerd": joint.aanmelding_gemotiveerd,
    "lijstcriteria-openbaar": joint.lijstcriteria_openbaar,
    "lijstcriteria-voldaan": joint.lijstcriteria_voldaan,
    "bijzonder-geval": joint.bijzonder_geval,
    "opdracht-deelnemers": joint.opdracht_deelnemers,
    "betrokkenen-elkaars-kring": joint.betrokkenen_elkaars_kring,
    "afhankelijkheid-problemen": joint.afhankelijkheid_problemen,
    "eensluidend-oordeel": joint.eensluidend_oordeel,
}

ITEM: Mapping[str, Shows] = {
    "eigen-gegevens": items.eigen_gegevens,
    "gezinslid-of-direct-contact": items.gezinslid_of_direct_contact,
    "onjuist-of-onrechtmatig": items.onjuist_of_onrechtmatig,
    "wissing-toegewezen": items.wissing_toegewezen,
    **{
        feit: partial(items.every_source_says, feit)
        for feit in (
            "rechtmatig-verwerkt",
            "geen-beroepsgeheim",
            "identificatie-onvermijdelijk",
            "aanvulling-op-strafrechtelijk",
            "uitzondering-avg-9",
            "uitzondering-avg-10",
            "gegevens-anoniem",
        )
    },
}

# Only while there is a disclosure at hand that the request is the act of.
DISCLOSURE: Mapping[str, Shows] = {
    "uitdrukkelijke-toestemming": disclosure.uitdrukkelijke_toestemming,
    "instemming-bron": disclosure.instemming_bron,
    "geen-bezwaar-bron": disclosure.geen_bezwaar_bron,
    "geen-bezwaar-deelnemers": disclosure.geen_bezwaar_deelnemers,
    "rac-getoetst": disclosure.rac_getoetst,
    "bekend-bij-ontvanger": disclosure.bekend_bij_ontvanger,
    "bevoegd-gezag-akkoord": disclosure.bevoegd_gezag_akkoord,
    "voorwaarden-bron-nageleefd": conditions.voorwaarden_bron_nageleefd,
    **{
        feit: partial(disclosure.provider_says, feit)
        for feit in (
            "kwaliteit-getoetst",
            "wettelijke-plicht-of-bevoegdheid",
            "goed-hulpverlenerschap",
            "grondslag-derde",
            "ontvanger-mag-verwerken",
            "verenigbare-taak",
            "noodzaak-gemotiveerd",
            "noodzaak-uit-feiten",
            "betrokkenheid-of-afstemming",
        )
    },
    **{
        feit: partial(disclosure.contactpunt_says, feit)
        for feit in ("overleg-met-betrokken-deelnemers", "besluit-overgenomen")
    },
}

# About the act itself, without a disclosure.
ACT: Mapping[str, Shows] = {"toetsaanleiding": occasion.toetsaanleiding}

# What nobody but the engine knows: that a second person approved, that there is a DPIA; and what
# the terms and holds of a case say.
ELSEWHERE = frozenset(
    {"vier-ogen", "dpia-vastgesteld", "bewaartermijn-verstreken", "geen-blokkade"}
)

# What a caller may say of his own act; it is written down as said by him. The vocabulary lets
# whoever does the act say these, and they lift no secrecy and no ban on special data.
OWN_WORD = frozenset(
    {
        "aanmelding-gemotiveerd",
        "eigen-gegevens",
        "rechtmatig-verwerkt",
        "kwaliteit-getoetst",
        "noodzaak-gemotiveerd",
        "logdoel",
    }
)

# What only the registers may say.
DERIVED = (
    frozenset(PERSON) | frozenset(CASE) | frozenset(ITEM) | frozenset(DISCLOSURE) | frozenset(ACT)
) - OWN_WORD | ELSEWHERE

_ORIGIN = (
    ("personen", PERSON),
    ("casus", CASE),
    ("gegevens", ITEM),
    ("aanleidingen", ACT),
    ("verstrekkingen", DISCLOSURE),
)


def facts_of(known: Known) -> tuple[Held, ...]:
    """
    Give the facts that the registers show for one request, each with the register.
    """
    known = scoped(known)
    tables = _ORIGIN if disclosure.open_disclosure(known) else _ORIGIN[:-1]
    return tuple(
        Held(feit, origin)
        for origin, table in tables
        for feit, holds in table.items()
        if holds(known)
    )


def claimable(known: Known) -> frozenset[str]:
    """
    Give the facts that the caller may say himself of this request: no more than `OWN_WORD`.

    Where a register can speak only it does: of a case, items or a disclosure that the request
    names. What it shows may be said as well. Of its own report and its own items the organisation
    may give its word as long as nothing about that was written down.
    """
    shown = frozenset(held.feit for held in facts_of(known))
    known = scoped(known)
    about = known.about
    spoken: set[str] = set()
    if about.casus is not None and not joint.report_at_its_word(known):
        spoken |= CASE.keys()
    if about.gegeven is not None or known.gegevens:
        own = {"rechtmatig-verwerkt"} if items.own_at_their_word(known) else set()
        spoken |= ITEM.keys() - own
    if about.verstrekking is not None:
        spoken |= DISCLOSURE.keys()
    return OWN_WORD - spoken | OWN_WORD & shown
