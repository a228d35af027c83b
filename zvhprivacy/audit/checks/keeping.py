"""
Checks of how long data are kept, and of what keeps them longer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from zvhprivacy.audit.checks import keeping_destruction, keeping_renewals
from zvhprivacy.audit.checks.giving_seen import day_of, neither
from zvhprivacy.audit.checks.keeping_overdue import Ours, overdue, terms_of, view_of
from zvhprivacy.audit.checks.police_data import police_of
from zvhprivacy.audit.sources import Check, Sources
from zvhprivacy.bewaren.limits import limits_of
from zvhprivacy.model.audit import Found, Looked, Onbekend, Tally
from zvhprivacy.model.bewaartermijn import Begin, Grond
from zvhprivacy.model.bewaren import ItemFacts
from zvhprivacy.model.request import PGA, WGS
from zvhprivacy.model.termijn import Termijn
from zvhprivacy.policy.terms import Terms
from zvhprivacy.store import anoniem
from zvhprivacy.store.inspecting.bewaren import HoldRow, holds, items_from


FILE = "policies/bewaartermijnen.yaml"
FIVE_YEARS = Termijn(jaren=5)  # WGS 1.8 lid 7, PGA-wet 9
LEAST = 2  # a group of one is that one


# --- what is beyond its last day


def niet_ouder_dan_vijf_jaar(bron: Sources) -> Found:
    """
    Look for items, and for cases besides their items, that had to be gone (WGS 1.8 lid 7).

    The last day is that of the shortest term that began, with the renewals that count; a hold
    keeps. It is the reckoning of the run itself, so what is due and not late yet is in order. Cases
    under the PGA-wet have a term of their own, and a check.
    """
    others = [kader for kader in bron.law.begrippen.kaders if kader != PGA]
    return _kept(bron, others, _long_enough(bron, WGS, Begin.EERSTE_VERWERKING), with_days=True)


def pga_eigen_termijn(bron: Sources) -> Found:
    """
    Look for what had to be gone under the PGA-wet, five years after the last processing (9).
    """
    return _kept(bron, [PGA], _long_enough(bron, PGA, Begin.LAATSTE_VERWERKING))


def politie_niet_ouder_dan_vijf_jaar(bron: Sources) -> Found:
    """
    Look for items of the police that had to be gone, under whatever law; a text of several sources
    is among them when the police is one of those.
    """
    police = police_of(bron)

    def ours(item: ItemFacts | None) -> bool:
        return item is not None and police.gave(item.categorie, item.bronnen)

    opzet = _long_enough(bron, WGS, Begin.EERSTE_VERWERKING)
    found = _kept(bron, bron.law.begrippen.kaders, opzet, ours)
    if bron.huis is None or found.werking is None:
        return found
    number = items_from(bron.huis.connection, police.alleen, police.categorieen)
    return Found(opzet=found.opzet, werking=replace(found.werking, onderzocht=number))


def _kept(
    bron: Sources,
    kaders: Collection[str],
    opzet: Looked,
    ours: Ours = lambda _: True,
    *,
    with_days: bool = False,
) -> Found:
    terms = terms_of(bron)
    if bron.huis is None:
        house = neither()
    elif terms is None:
        house = neither(Onbekend.ONVOLLEDIG)
    else:
        found = overdue(view_of(bron, bron.huis, terms), bron.huis, kaders, ours)
        house = Found(bestaan=found.bestaan.looked(), werking=found.werking.looked())
    return Found(opzet=opzet, bestaan=house.bestaan if with_days else None, werking=house.werking)


def _long_enough(bron: Sources, kader: str, begin: Begin) -> Looked:
    """
    Look whether for every process under *kader* all data go within five years from *begin*.
    """
    terms, tally = terms_of(bron), Tally()
    for proces, each in bron.law.begrippen.processen.items():
        if kader in each.kader:
            tally.look()
            if terms is None or not _ends(terms, proces, kader, begin, day_of(bron.op)):
                tally.deviates("proces", proces, "geen-termijn")
    return tally.looked()


def _ends(terms: Terms, proces: str, kader: str, begin: Begin, op: date) -> bool:
    # Of no convenant only the law counts, and of no category only what is about all data.
    maxima = terms.maxima("", proces, kader, None)
    return any(
        term.vanaf is begin
        and term.termijn is not None
        and term.termijn.na(op) <= FIVE_YEARS.na(op)
        for term in maxima
    )


# --- what keeps it


def opschorting_met_grond(bron: Sources) -> Found:
    """
    Look at every hold for a ground of the law, what it rests on, why, and an owner (WGS 1.8 lid 7);
    and at those in force for a review that is overdue. That is their end: no other is known before.
    """
    terms = terms_of(bron)
    if bron.huis is None:
        return neither()
    if terms is None:
        return neither(Onbekend.ONVOLLEDIG)
    bestaan, werking, op = Tally(), Tally(), day_of(bron.op)
    for each in holds(bron.huis.connection):
        bestaan.look()
        open_now = each.opgeheven_op is None
        owned = each.eigenaar_van <= op and (each.eigenaar_tot is None or op < each.eigenaar_tot)
        if why := _ungrounded(terms, each) or ("zonder-eigenaar" if open_now and not owned else ""):
            bestaan.deviates("opschorting", each.id, why)
        if open_now:
            werking.look()
            if each.herzien_voor <= op:
                werking.deviates("opschorting", each.id, "voorbij-einde")
    return Found(bestaan=bestaan.looked(), werking=werking.looked())


def _ungrounded(terms: Terms, each: HoldRow) -> str:
    limits = limits_of(terms, (each.convenant, each.proces, each.kader, each.categorie))
    if each.grond not in {*Grond} or limits.suspending(Grond(each.grond)) is None:
        return "geen-grond"
    if not each.kenmerk.strip():
        return "zonder-kenmerk"
    return "" if each.motivering else "zonder-motivering"


# --- what is left


def anoniem_niet_herleidbaar(bron: Sources) -> Found:
    """
    Look for groups of what is called anonymous that are smaller than the limit (AVG recital 26).

    That no group is proves no anonymity: what is known elsewhere is for a person to judge.
    """
    known = bron.law.bewaartermijnen
    opzet = Tally()
    opzet.look()
    if known is None or known.uitvoering.drempel < LEAST:
        opzet.deviates("bestand", FILE, "geen-grens")
    if bron.huis is None or known is None:
        house = neither() if bron.huis is None else neither(Onbekend.ONVOLLEDIG)
        return replace(house, opzet=opzet.looked())
    bestaan, werking = Tally(), Tally()
    groups = anoniem.classes(bron.huis.connection)
    for row, number in sorted(groups.items(), key=str):
        bestaan.look()
        werking.look()
        for name, value in row._asdict().items():
            if value is not None:
                bestaan.tellingen[f"met-{name}"] = bestaan.tellingen.get(f"met-{name}", 0) + 1
        if number < known.uitvoering.drempel:
            kind = "/".join(str(value) for value in row)
            werking.deviates("anonieme-groep", kind, "te-klein")
    return Found(opzet=opzet.looked(), bestaan=bestaan.looked(), werking=werking.looked())


CHECKS: Mapping[str, Check] = {
    "niet-ouder-dan-vijf-jaar": niet_ouder_dan_vijf_jaar,
    "politie-niet-ouder-dan-vijf-jaar": politie_niet_ouder_dan_vijf_jaar,
    "pga-eigen-termijn": pga_eigen_termijn,
    "opschorting-met-grond": opschorting_met_grond,
    "anoniem-niet-herleidbaar": anoniem_niet_herleidbaar,
    **keeping_renewals.CHECKS,
    **keeping_destruction.CHECKS,
}
