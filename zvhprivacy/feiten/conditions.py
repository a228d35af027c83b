"""
What providers asked of onward provision (WGS 2.29 lid 3), held against one disclosure.
"""

from __future__ import annotations

from zvhprivacy.feiten.known import Known
from zvhprivacy.model.casus import Beperking, Gegeven, Voorwaarde
from zvhprivacy.model.said import Said, standing


def voorwaarden_bron_nageleefd(known: Known) -> bool:
    """
    Every condition that a provider put on any of the items lets this disclosure through.

    What is not known to be met is not met: there has to be a receiver, and of one that is only
    named by its kind it is not known that it is not the one that was left out.
    """
    receiver = known.request.aan
    if receiver is None or not known.gegevens:
        return False
    return all(
        _lets_through(condition, item, receiver, known)
        for item in known.gegevens
        for condition in item.voorwaarden
    )


def _lets_through(condition: Voorwaarde, item: Gegeven, receiver: str, known: Known) -> bool:
    names = known.members.namen.get(receiver)
    match condition.beperking:
        case Beperking.NIET_AAN:
            return names is not None and names.isdisjoint(condition.waarden)
        case Beperking.ALLEEN_AAN:
            return not (names or frozenset({receiver})).isdisjoint(condition.waarden)
        case Beperking.ALLEEN_VOOR:
            return known.request.doel in condition.waarden
        case Beperking.NIET_DOOR:
            return False
        case Beperking.NA_INSTEMMING:
            return set(item.bronnen) <= agreed(known)
        case Beperking.TOT:
            return condition.tot is not None and known.op < condition.tot


def agreed(known: Known) -> frozenset[str]:
    """
    Give the source deelnemers that agreed to this disclosure and did not take it back.
    """
    return standing(
        (Said(each.organisatie, each.op, None, each.ingetrokken_op) for each in known.instemmingen),
        known.nu,
    )
