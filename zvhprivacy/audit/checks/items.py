"""
Checks of data items: what may be there, and where it is from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zvhprivacy.audit.checks import items_bsn, items_categories, items_criminal
from zvhprivacy.audit.holding import Holding, Place
from zvhprivacy.audit.period import NO_HOUSE
from zvhprivacy.audit.proof import Proof
from zvhprivacy.audit.sources import Check, House, Sources, Watch
from zvhprivacy.dpia.context import ENTERS
from zvhprivacy.model.audit import SHOWN, Found, Looked, Onbekend, Reference, Tally
from zvhprivacy.model.request import WGS
from zvhprivacy.store.inspecting import casus, gegevens, inbreng
from zvhprivacy.store.inspecting.gegevens import Origin
from zvhprivacy.store.inspecting.reading import words


NATIONALITEIT = "nationaliteit"
IDENTIFIES = frozenset({"identificatie-onvermijdelijk"})


def gegeven_met_herkomst(bron: Sources) -> Watch:
    """
    Look whether of each item it is known who provided it, what it is and when it came.

    On which ground is not in the item but in the line of the logboek by which it came, so only of
    what came in the period: there each has a line, and the line an article. The ids of those items
    are held in memory.
    """
    told: dict[str, bool] = {}

    def see(_: int, line: Mapping[str, Any]) -> None:
        if "voorwerp" in line and line["resultaat"] == "gelukt" and "handeling" in line:
            rij = line["voorwerp"]["rij"]
            told[rij] = told.get(rij, False) or "artikel" in line

    def end() -> Found:
        huis = bron.huis
        if huis is None:
            return Found(bestaan=NO_HOUSE, werking=NO_HOUSE)
        werking = Tally()
        for item in sorted(gegevens.items_since(huis.connection, bron.vanaf, bron.tot)):
            werking.look()
            if not told.get(item):
                why = "zonder-grondslag" if item in told else "zonder-regel"
                werking.deviates("gegeven", item, why)
        return Found(bestaan=_origins(bron, huis), werking=werking.looked())

    return Watch(see=see, end=end, gebeurtenissen=frozenset({"verzamelen"}))


def _origins(bron: Sources, huis: House) -> Looked:
    connection, op = huis.connection, bron.op.date()
    joined = gegevens.taking_part(connection)
    seen = bad = 0
    wrong: list[Origin] = []
    tellingen: dict[str, int] = {}
    onbekend = None
    for origin, aantal in gegevens.origins(connection, op):
        agreement = bron.workspace.agreements.get(origin.convenant)
        if agreement is None:
            onbekend = Onbekend.ONVOLLEDIG
            continue
        seen += aantal
        parties = {*agreement.convenant.deelnemers, *agreement.convenant.ontvangers, *joined}
        why = _unknown(bron, origin, parties)
        if why:
            wrong.append(origin)
            bad += aantal
            tellingen[why] = tellingen.get(why, 0) + aantal
    which = gegevens.items_from(connection, wrong, op, SHOWN)
    return Looked(
        onderzocht=seen,
        afwijkend=bad,
        verwijzingen=tuple(Reference("gegeven", each) for each in which),
        tellingen=tuple(sorted(tellingen.items())),
        onbekend=onbekend,
    )


def _unknown(bron: Sources, origin: Origin, parties: set[str]) -> str:
    bronnen = words(origin.bronnen)
    if not bronnen or not parties.issuperset(bronnen):
        return "zonder-verstrekker"
    if origin.categorie not in bron.law.begrippen.gegevens:
        return "zonder-categorie"
    return "zonder-datum" if origin.later else ""


def gezondheid_met_toestemming(bron: Sources) -> Found:
    """
    Look whether who is bound to secrecy had consent, or declared an exception, for what he gave.

    Who is bound and what lifts it follows from the bans that `geen-beroepsgeheim` lifts. The
    stricter reading: it is about all that such a provider gives, for that he knows somebody as a
    patient says something about health as well. A composite text is not looked at: who of its
    sources put it there stands in no register.
    """
    if bron.huis is None:
        return Found(bestaan=NO_HOUSE)
    proof, tally = Proof(bron, "geen-beroepsgeheim"), Tally()
    if any(
        each.convenant not in bron.workspace.agreements
        for each, _ in casus.purposes(bron.huis.connection)
    ):
        tally.onbekend = Onbekend.ONVOLLEDIG  # of its deelnemers nobody knows who is bound
    alone = [f'["{each}"]' for each in proof.bound()]
    for item in inbreng.with_proof(bron.huis.connection, ENTERS, bronnen=alone):
        given = proof.given(item, item.bronnen[0])
        if given is None:
            continue
        tally.look()
        if not given:
            tally.deviates("gegeven", item.id)
    return Found(bestaan=tally.looked())


def nationaliteit_alleen_identificatie(bron: Sources) -> Found:
    """
    Look whether nationalities are only there where their sources found that identifying asks it.

    All items are looked at, for it may be in none but these; what a sealed text says nobody reads.
    """
    opzet, huis = _only_to_identify(bron), bron.huis
    if huis is None:
        return Found(opzet=opzet, bestaan=NO_HOUSE, werking=NO_HOUSE)
    proof, bestaan, werking = Proof(bron, *IDENTIFIES), Tally(), Tally()
    bestaan.look(gegevens.count_items(huis.connection))
    werking.look(gegevens.count_items(huis.connection, bron.vanaf, bron.tot))
    for item in inbreng.with_proof(huis.connection, ENTERS, categorie=[NATIONALITEIT]):
        if proof.failing(item):
            bestaan.deviates("gegeven", item.id)
            if item.verstrekt_op and bron.vanaf <= item.verstrekt_op < bron.tot:
                werking.deviates("gegeven", item.id)
    return Found(opzet=opzet, bestaan=bestaan.looked(), werking=werking.looked())


def _only_to_identify(bron: Sources) -> Looked:
    """
    Look whether no convenant lets a nationality in that identifying does not ask.
    """
    holding, tally, known = Holding(bron.policy, bron.op.date()), Tally(), bron.law.begrippen
    processen = [name for name, each in known.processen.items() if WGS in each.kader]
    for name, agreement in sorted(bron.workspace.agreements.items()):
        if agreement.convenant.is_model:
            continue
        tally.look()
        places = (
            Place(name, proces, WGS, over, NATIONALITEIT)
            for proces in processen
            for over in known.over
        )
        if any(holding.fasen(place, without=IDENTIFIES) for place in places):
            tally.deviates("convenant", name)
    return tally.looked()


CHECKS: Mapping[str, Check] = {
    "gegeven-met-herkomst": gegeven_met_herkomst,
    "gezondheid-met-toestemming": gezondheid_met_toestemming,
    "nationaliteit-alleen-identificatie": nationaliteit_alleen_identificatie,
    **items_categories.CHECKS,
    **items_criminal.CHECKS,
    **items_bsn.CHECKS,
}
