"""
Facts about the person who asks, and about the organisation he acts for or gives to.
"""

from __future__ import annotations

from datetime import date

from zvhprivacy.feiten.known import Known, two_years_before
from zvhprivacy.model.casus import Deelname
from zvhprivacy.model.registers import Medewerker, Onderwerp
from zvhprivacy.model.request import WGS


# BGS 1.17 names six subjects; the vocabulary lets a training count for two years.
TRAINING = frozenset("abcdef")
BURGEMEESTER = "burgemeester"


def designated(known: Known) -> Medewerker | None:
    """
    Give who asks, when his organisation designated him for this role (WGS 1.8 lid 2).
    """
    person, asked = known.medewerker, known.request
    if person is None or not person.geldt(known.op):
        return None
    ours = person.organisatie == asked.deelnemer and asked.rol in person.rollen
    return person if ours else None


def persoon_aangewezen(known: Known) -> bool:
    """
    The organisation designated this person for this role, and still does (WGS 1.8 lid 2).
    """
    return designated(known) is not None


def vog_of_screening(known: Known) -> bool:
    """
    The VOG or screening at indiensttreding is there (BGS 1.11); the law gives it no end.
    """
    person = designated(known)
    return person is not None and _before(known, person.vog_of_screening)


def opleiding_gevolgd(known: Known) -> bool:
    """
    All six subjects of BGS 1.17 were followed in the last two years.
    """
    person = designated(known)
    followed = person.opleidingen if person else ()
    recent = {part for part, day in followed if two_years_before(known.op) < day <= known.op}
    return recent >= TRAINING


def geen_commerciele_taak(known: Known) -> bool:
    """
    The organisation says that this person has no commercial task (WGS 1.4 lid 3).
    """
    person = designated(known)
    return person is not None and person.commerciele_taak is False


def mandaat_verleend(known: Known) -> bool:
    """
    The organ acted for gave this person a mandate (Awb 10:3).
    """
    return designated(known) is not None and any(
        mandaat.namens == known.request.namens and mandaat.geldt(known.op)
        for mandaat in known.mandaten
    )


def persoon_in_casus(known: Known) -> bool:
    """
    This person is assigned to this case in this role (WGS 1.8 lid 2 and 5); closing ends it.
    """
    if known.dossier is None or designated(known) is None:
        return False
    return any(
        each.rol == known.request.rol and known.loopt(each) for each in known.dossier.toewijzingen
    )


def deelnemer_in_casus(known: Known) -> bool:
    """
    The organisation whose act it is, is involved in this case (WGS 2.31 lid 4); closing ends it.

    Under the WGS by a decision; of an act for another organ, that organ has to be involved.
    """
    return any(
        each.besluit is not None or (known.dossier and known.dossier.casus.kader != WGS)
        for each in known.deelnames(als_derde=False)
        if each.organisatie == known.orgaan and known.loopt(each)
    )


def gemeente_van_verblijf(known: Known) -> bool:
    """
    The burgemeester that acts is the one of the municipality where the person stays (PGA-wet 1 b).
    """
    return known.orgaan in resident(known)


def resident(known: Known) -> frozenset[str]:
    """
    Give the burgemeesters in the case that say that the person stays in their municipality.
    """
    return frozenset(
        each.organisatie
        for each in known.deelnames(als_derde=False)
        if known.members.soorten.get(each.organisatie) == BURGEMEESTER
        and each.organisatie
        in known.verklaard("gemeente-van-verblijf", Onderwerp.ORGANISATIE_IN_CASUS, each.id)
    )


def geheimhouding_getekend(known: Known) -> bool:
    """
    Who takes part incidentally signed for secrecy first (BGS 2.21 lid 2).

    For this case, and when he gives data himself, the person too: one signs for nobody else.
    """
    signed = any(_before(known, each.geheimhouding_op) for each in _third(known))
    if known.request.aan is not None:
        return signed
    person = designated(known)
    return signed and person is not None and _before(known, person.geheimhouding)


def derde_toegelaten(known: Known) -> bool:
    """
    The lid-1 deelnemers let the third party in to this case (WGS 2.31 lid 9); closing ends it.
    """
    return any(each.besluit is not None for each in _third(known))


def derde_deskundig_en_taak(known: Known) -> bool:
    """
    They found that it has the expertise and a statutory or public task (BGS 2.21 lid 1).
    """
    return any(each.besluit is not None and each.deskundig_en_taak for each in _third(known))


def _third(known: Known) -> tuple[Deelname, ...]:
    """
    Give the part in the case of the third party: who receives, is let in by this act, or asks.
    """
    asked = known.request
    let_in = known.besluit.naar if known.besluit and asked.handeling == "derde-toelaten" else None
    third = asked.aan or let_in or asked.deelnemer
    return tuple(
        each
        for each in known.deelnames(als_derde=True)
        if each.organisatie == third and known.loopt(each)
    )


def _before(known: Known, day: date | None) -> bool:
    return day is not None and day <= known.op
