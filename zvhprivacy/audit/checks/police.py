"""
Checks of what the police gave: those of all data, narrowed to it, and what the Wpg asks besides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zvhprivacy.audit.checks import police_origin
from zvhprivacy.audit.checks.giving import (
    DERDE,
    HUIS,
    INCIDENTEEL,
    conditional,
    onward,
    outside_conditions,
    refused,
)
from zvhprivacy.audit.checks.giving_afterwards import corrected
from zvhprivacy.audit.checks.giving_given import judged, sensitive
from zvhprivacy.audit.checks.police_data import Police, police_of
from zvhprivacy.audit.sources import Check, Sources
from zvhprivacy.feiten import Known
from zvhprivacy.feiten.conditions import agreed
from zvhprivacy.model.audit import Found
from zvhprivacy.model.casus import Gegeven
from zvhprivacy.model.registers import Verstrekking
from zvhprivacy.store.inspecting.verstrekken import Wrong


Items = tuple[Gegeven, ...]


def politie_weigering_met_reden(bron: Sources) -> Found:
    """
    Look at the refusals of the police for a reason (WGS 1.5 lid 1).
    """
    police = police_of(bron).organisaties
    return refused(bron, lambda each: each.organisatie in police)


def politie_correctie_bericht(bron: Sources) -> Found:
    """
    Look whether the police heard of every correction of its data (BGS 1.7).

    Of an item that is not there any more nobody knows whose it was.
    """
    police = police_of(bron)

    def ours(each: Wrong) -> bool | None:
        if each.categorie is None or each.bronnen is None:
            return None
        return police.gave(each.categorie, each.bronnen)

    return corrected(bron, ours)


def politie_derde_na_instemming(bron: Sources) -> Found:
    """
    Look whether the police agreed before special or criminal data of it went to a third party
    (WGS 1.7 lid 3).
    """
    wide = "incidentele-derde-is-derde" in bron.law.ruim
    return _agreed(bron, {DERDE} if wide else {DERDE, INCIDENTEEL})


def politie_huis_na_instemming(bron: Sources) -> Found:
    """
    Look whether the police agreed before such data went to another house (WGS 2.28 lid 4).
    """
    return _agreed(bron, {HUIS})


def _agreed(bron: Sources, acts: set[str]) -> Found:
    police = police_of(bron)

    def ours(there: Items) -> Items:
        return tuple(e for e in _of_police(police, there) if sensitive(bron, [e.categorie]))

    def why(known: Known) -> str:
        # What is called police data and is from another source, is that source's to agree to.
        needed = [
            police.organisaties.intersection(item.bronnen) or frozenset(item.bronnen)
            for item in ours(known.gegevens)
        ]
        given = all(sources and sources <= agreed(known) for sources in needed)
        return "" if given else "zonder-instemming"

    return judged(bron, acts, why, lambda _, there: bool(ours(there)))


def politie_voorwaarden_nageleefd(bron: Sources) -> Found:
    """
    Hold what was given of the police against the conditions of the police (WGS 2.29 lid 3).
    """
    police = police_of(bron)

    def why(known: Known) -> str:
        return outside_conditions(replace(known, gegevens=_of_police(police, known.gegevens)))

    def about(given: Verstrekking, there: Items) -> bool:
        return conditional(given, _of_police(police, there))

    return judged(bron, onward(bron), why, about)


def _of_police(police: Police, there: Items) -> Items:
    return tuple(item for item in there if police.gave(item.categorie, item.bronnen))


CHECKS: Mapping[str, Check] = {
    **police_origin.CHECKS,
    "politie-weigering-met-reden": politie_weigering_met_reden,
    "politie-correctie-bericht": politie_correctie_bericht,
    "politie-derde-na-instemming": politie_derde_na_instemming,
    "politie-huis-na-instemming": politie_huis_na_instemming,
    "politie-voorwaarden-nageleefd": politie_voorwaarden_nageleefd,
}
