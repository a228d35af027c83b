"""
Checks of who is in a case: the circle of a betrokkene, and nobody in an advice.
"""

from __future__ import annotations

from collections.abc import Mapping

from zvhprivacy.audit.holding import Holding, Place
from zvhprivacy.audit.period import NO_HOUSE
from zvhprivacy.audit.proof import Proof
from zvhprivacy.audit.sources import Check, Sources
from zvhprivacy.dpia.context import ENTERS
from zvhprivacy.model.audit import Found, Looked, Tally
from zvhprivacy.model.casus import Over
from zvhprivacy.model.request import WGS
from zvhprivacy.store.inspecting import casus, inbreng


ADVIES = "advies"  # the process that WGS 2.26 knows about nobody only
ANONIEM = frozenset({"gegevens-anoniem"})
_WHO_IT_IS = frozenset({"identificatie-contact"})  # besides a national number (AVG 87)


def kring_van_betrokkene(bron: Sources) -> Found:
    """
    Look whether everybody of a circle belongs to a betrokkene, as a relative or direct contact.

    That he is one is said of the items about him by each of their sources (BGS 2.19); of who was
    only announced nothing has to be said yet.
    """
    huis = bron.huis
    if huis is None:
        return Found(bestaan=NO_HOUSE, werking=NO_HOUSE)
    proof = Proof(bron, "gezinslid-of-direct-contact")
    kring = {"over": [Over.DIRECTE_KRING.value], "kader": [WGS]}
    items = inbreng.with_proof(huis.connection, ENTERS, **kring)
    unsaid = {item.betrokkene for item in items if proof.failing(item)}
    bestaan, werking = Tally(), Tally()
    for each in casus.circles(huis.connection, WGS):
        bestaan.look()
        werking.look()
        if not each.verbonden:
            bestaan.deviates("betrokkene", each.id, "zonder-betrokkene")
            werking.deviates("betrokkene", each.id)
        elif each.id in unsaid:
            bestaan.deviates("betrokkene", each.id, "zonder-aard")
    return Found(bestaan=bestaan.looked(), werking=werking.looked())


def advies_anoniem(bron: Sources) -> Found:
    """
    Look whether no case of advice holds who it is about, or what nobody declared anonymous.

    What a sealed text says nobody reads here.
    """
    opzet = _only_anonymous(bron)
    huis = bron.huis
    if huis is None:
        return Found(opzet=opzet, werking=NO_HOUSE)
    proof, tally = Proof(bron, *ANONIEM), Tally()
    tally.look(casus.cases_of_process(huis.connection, ADVIES, WGS))
    named: dict[str, str] = {}
    for item in inbreng.with_proof(huis.connection, ENTERS, proces=[ADVIES], kader=[WGS]):
        if _identifies(bron, item.categorie):
            named[item.casus] = "identificerend"
        elif proof.failing(item):
            named.setdefault(item.casus, "niet-anoniem-verklaard")
    for each, why in sorted(named.items()):
        tally.deviates("casus", each, why)
    return Found(opzet=opzet, werking=tally.looked())


def _only_anonymous(bron: Sources) -> Looked:
    """
    Look whether each convenant that gives advice lets nothing in that is not anonymous.
    """
    holding, tally = Holding(bron.policy, bron.op.date()), Tally()
    words = bron.law.begrippen
    for name, agreement in sorted(bron.workspace.agreements.items()):
        if agreement.convenant.is_model:
            continue
        every = (
            Place(name, ADVIES, WGS, over, categorie)
            for over in words.over
            for categorie in words.gegevens
        )
        places = [place for place in every if holding.fasen(place)]
        if places:
            tally.look()
        if any(holding.fasen(place, without=ANONIEM) for place in places):
            tally.deviates("convenant", name)
    return tally.looked()


def _identifies(bron: Sources, categorie: str) -> bool:
    known = bron.law.begrippen.gegevens.get(categorie)
    number = known is not None and known.soort == "nationaal-nummer"
    return number or categorie in _WHO_IT_IS


CHECKS: Mapping[str, Check] = {
    "kring-van-betrokkene": kring_van_betrokkene,
    "advies-anoniem": advies_anoniem,
}
