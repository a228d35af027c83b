"""
Facts about one disclosure, of which none ever serves another.
"""

from __future__ import annotations

from datetime import datetime

from zvhprivacy.feiten.conditions import agreed
from zvhprivacy.feiten.known import Known
from zvhprivacy.feiten.persons import BURGEMEESTER, resident
from zvhprivacy.model.registers import Bezwaar, Onderwerp, Oordeel, RacAdvies
from zvhprivacy.model.request import PGA
from zvhprivacy.model.said import Said, standing


# Wpg 20 lid 3 and 4: the authority over the police.
GEZAG = frozenset({"om", BURGEMEESTER})


def uitdrukkelijke_toestemming(known: Known) -> bool:
    """
    Everybody whose data are in it consented explicitly, and nobody took it back (WGS 2.29 lid 2).
    """
    consenting = standing(
        (
            Said(each.betrokkene, each.gegeven_op, None, each.ingetrokken_op)
            for each in known.toestemmingen
        ),
        known.nu,
    )
    meant = {each.id for each in known.dossier.betrokkenen} if known.dossier else set()
    about = {gegeven.betrokkene for gegeven in known.gegevens}
    if known.about.betrokkene is not None:
        about.add(known.about.betrokkene)
    return bool(about) and about <= consenting and about <= meant


def instemming_bron(known: Known) -> bool:
    """
    Every source agrees (WGS 1.7 lid 3 and 8, 2.28 lid 4, 1.8 lid 7).
    """
    return bool(known.bronnen) and known.bronnen <= agreed(known)


def geen_bezwaar_bron(known: Known) -> bool:
    """
    Every source was asked, and none has weighty reasons against it (WGS 1.7 lid 1).
    """
    said = _answers(known)
    return bool(known.bronnen) and all(
        source in said and not (said[source].bezwaar and said[source].zwaarwegend)
        for source in known.bronnen
    )


def geen_bezwaar_deelnemers(known: Known) -> bool:
    """
    Every source and everybody in the case was asked, and no deelnemer objects (WGS 1.7 lid 2).

    Here an objection needs no weight, and one of a deelnemer that was not asked counts as well.
    """
    said = _answers(known)
    asked = known.bronnen | known.betrokken
    answered = bool(known.bronnen) and bool(known.betrokken) and asked <= said.keys()
    return answered and not any(answer.bezwaar for answer in said.values())


def rac_getoetst(known: Known) -> bool:
    """
    The rechtmatigheidsadviescommissie tested this disclosure (WGS 1.7 lid 2).

    Its last word counts, of two at the same moment the worse; with conditions it counts once they
    are met.
    """
    advices = [each for each in known.adviezen if each.op <= known.nu]
    newest = max((each.op for each in advices), default=None)
    return newest is not None and all(
        _favourable(each, known.nu) for each in advices if each.op == newest
    )


def bekend_bij_ontvanger(known: Known) -> bool:
    """
    The receiver itself said that the betrokkene is known there: a hit (WGS 2.28 lid 2).
    """
    return known.request.aan in _declared(known, "bekend-bij-ontvanger", sinds=known.gesloten_op)


def bevoegd_gezag_akkoord(known: Known) -> bool:
    """
    The authority over the police agrees (Wpg 20 lid 3 and 4): the OM or the burgemeester.
    """
    declared = _declared(known, "bevoegd-gezag-akkoord")
    return any(known.members.soorten.get(each) in GEZAG for each in declared)


def provider_says(feit: str, known: Known) -> bool:
    """
    Whoever provides judges so of this disclosure.
    """
    return known.orgaan in _declared(known, feit)


def contactpunt_says(feit: str, known: Known) -> bool:
    """
    The contactpunt laid it down for this disclosure (BGS 1.2 lid 2 and 4, 1.3 lid 2).
    """
    return not contactpunten(known).isdisjoint(_declared(known, feit))


def contactpunten(known: Known) -> frozenset[str | None]:
    """
    Give the contactpunt of the convenant (BGS 1.1), if it has one.

    Under the PGA-wet it is the burgemeester of the municipality where the person stays.
    """
    if known.request.kader == PGA:
        return resident(known)
    return frozenset({known.members.contactpunt})


def open_disclosure(known: Known) -> bool:
    """
    Say whether there is a disclosure at hand that this request is the act of.

    It must be of the same act, organisation, receiver, purpose, category and item; and done once
    is done: what was established for it serves no second time.
    """
    disclosure, asked = known.verstrekking, known.request
    return (
        disclosure is not None
        and disclosure.voorbereid_op <= known.nu
        and disclosure.gedaan_op is None
        and disclosure.handeling == asked.handeling
        and disclosure.van == known.orgaan
        and disclosure.aan == asked.aan
        and disclosure.doel == asked.doel
        and asked.gegevens in disclosure.categorieen
        and known.about.gegeven in {None, *disclosure.gegevens}
    )


def _answers(known: Known) -> dict[str, Bezwaar]:
    """
    Give the last answer of each organisation; of two at the same moment the worse.
    """
    given = sorted(
        (each for each in known.bezwaren if each.op <= known.nu),
        key=lambda answer: (answer.op, answer.bezwaar, answer.zwaarwegend),
    )
    return {each.organisatie: each for each in given}


def _favourable(advice: RacAdvies, nu: datetime) -> bool:
    met = advice.voorwaarden_vervuld_op is not None and advice.voorwaarden_vervuld_op <= nu
    return advice.oordeel is Oordeel.RECHTMATIG or (
        advice.oordeel is Oordeel.ONDER_VOORWAARDEN and met
    )


def _declared(known: Known, feit: str, *, sinds: datetime | None = None) -> frozenset[str]:
    return known.verklaard(feit, Onderwerp.VERSTREKKING, known.about.verstrekking, sinds=sinds)
