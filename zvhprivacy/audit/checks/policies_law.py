"""
The law layer of the workspace beside the one that ships with the program.
"""

from __future__ import annotations

from zvhprivacy.audit.checks import policies_now as now
from zvhprivacy.audit.sources import Sources
from zvhprivacy.model.audit import Found, Looked, Tally
from zvhprivacy.policy.shipped import check_shipped


_MISSING = {"ZVH301": "verbod-ontbreekt", "ZVH706": "bewaartermijn-ontbreekt"}
_OTHER = {"ZVH302": "verbod-anders", "ZVH707": "bewaartermijn-anders"}
_READING = "ZVH303"


def wetslaag_actueel(bron: Sources) -> Found:
    """
    Look for bans and terms that lack or differ; whether the program is the newest, a person says.
    """
    return Found(opzet=law_layer(bron))


def law_layer(bron: Sources) -> Looked:
    """
    Compare the law layer with the shipped one.

    What lacks or differs does so also when somebody answers for it, and also when it is stricter:
    a house has its own bans in a file of its own. A question that the law leaves open can be
    answered widely by who answers for that.
    """
    law, tally = bron.law, Tally()
    terms = law.bewaartermijnen.termijnen if law.bewaartermijnen else ()
    tally.look(sum(len(wet.verboden) for wet in law.wetten) + len(terms))
    for each in check_shipped(law):
        if each.code in _MISSING:
            tally.look()
            tally.deviates("beleid", each.place, _MISSING[each.code])
        elif each.code in _OTHER:
            tally.deviates("beleid", each.place, _OTHER[each.code])
        elif each.code == _READING and not now.answered_for(bron, each.code, each.place):
            tally.deviates("beleid", each.place, "ruime-lezing")
        else:
            now.tell(tally, "ruime-lezing-aanvaard")
    return tally.looked()
