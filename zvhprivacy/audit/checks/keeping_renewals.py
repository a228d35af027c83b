"""
Whether every renewal is one that the law lets be (WGS 1.8 lid 7, BGS 1.16 lid 2 and 3).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, time

from zvhprivacy.audit.checks.giving_given import NOT_ASKED
from zvhprivacy.audit.checks.giving_seen import day_of, in_period, neither
from zvhprivacy.audit.checks.keeping_overdue import readable, terms_of, view_of
from zvhprivacy.audit.sources import Check, Sources
from zvhprivacy.bewaren.remarks import Remark, remarks
from zvhprivacy.bewaren.renewals import Obstacle
from zvhprivacy.feiten import Known, members_of
from zvhprivacy.feiten.joint import opdracht_deelnemers
from zvhprivacy.logboek.reading import HERE
from zvhprivacy.model.about import About
from zvhprivacy.model.audit import Found, Onbekend, Tally
from zvhprivacy.model.bewaren import CaseFacts, Extension
from zvhprivacy.model.request import Request
from zvhprivacy.store.inspecting.bewaren import Order, orders, renewed_cases


HERNIEUWEN = "hernieuwen"
# What may be so of one item and not of another, that the renewal is valid for.
_PER_ITEM = frozenset({Obstacle.GEEN_INSTEMMING, Obstacle.TE_LAAT})


def verlenging_geldig(bron: Sources) -> Found:
    """
    Look at every renewal by itself, as the reckoning of the last day does.

    What stands in its way for all that it could be about deviates; that not every source agreed
    leaves only those items out. The order has to be of the deelnemers, as when it was carried out:
    all in the case, and the lid-1 deelnemers together. How often a case was renewed is counted, for
    no number is too often by itself.
    """
    terms = terms_of(bron)
    if bron.huis is None:
        return neither()
    if terms is None:
        return neither(Onbekend.ONVOLLEDIG)
    view, op = view_of(bron, bron.huis, terms), day_of(bron.op)
    bestaan, werking, often = Tally(), Tally(), Counter[str]()
    for some in readable(view, bron.huis, renewed_cases(bron.huis.connection)):
        if some.damaged:
            bestaan.onbekend = werking.onbekend = Onbekend.ONVOLLEDIG
        cases = [facts.casus for facts in some.facts]
        decided = {each.hernieuwing: each for each in orders(bron.huis.connection, cases)}
        for facts in some.facts:
            told = remarks(facts, terms, op)
            for each in facts.extensions:
                why = _why(facts, each, told) or _not_ordered(bron, decided[each.id])
                for tally in (bestaan, *([werking] if in_period(bron, each.van) else [])):
                    _count(tally, each.id, why)
            if any(in_period(bron, each.van) for each in facts.extensions):
                often[_times(len(facts.extensions))] += 1
    werking.tellingen |= often
    return Found(bestaan=bestaan.looked(), werking=werking.looked())


def _count(tally: Tally, hernieuwing: str, why: str) -> None:
    if why == Obstacle.ONBEKEND:
        tally.onbekend = Onbekend.ONVOLLEDIG
        return
    tally.look()
    if why:
        tally.deviates("hernieuwing", hernieuwing, why)


def _times(number: int) -> str:
    return {1: "casussen-eenmaal", 2: "casussen-tweemaal"}.get(number, "casussen-vaker")


def _why(facts: CaseFacts, each: Extension, told: Collection[Remark]) -> str:
    """
    Say in a word what stands in the way of a renewal; ONBEKEND when that cannot be said.
    """
    items = {item.gegeven for item in facts.items if item.bronnen}
    if not items:
        return Obstacle.ONBEKEND.value  # of whom it would have to be agreed, nobody knows any more
    mine = [remark for remark in told if remark.over == each.id]
    for remark in mine:
        if remark.obstacle not in _PER_ITEM | {Obstacle.ONBEKEND}:
            return remark.obstacle.value
    hindered = {remark.gegeven for remark in mine}
    if not mine or (None not in hindered and hindered < items):
        return ""
    obstacles = sorted({remark.obstacle for remark in mine})
    return (Obstacle.ONBEKEND if Obstacle.ONBEKEND in obstacles else obstacles[0]).value


def _not_ordered(bron: Sources, each: Order) -> str:
    """
    Say in a word that the deelnemers did not decide on it as they must.
    """
    casus, decided = each.dossier.casus, each.besluit
    agreement = bron.workspace.agreements.get(casus.convenant)
    if agreement is None:  # who they were nobody knows any more
        return Obstacle.ONBEKEND.value
    known = Known(
        request=Request(
            deelnemer=casus.aangemeld_door,
            rol=NOT_ASKED,
            handeling=HERNIEUWEN,
            gegevens=NOT_ASKED,
            over=NOT_ASKED,
            doel=casus.doel,
            proces=casus.proces,
            fase=NOT_ASKED,
        ),
        about=About(casus=casus.id),
        op=each.van,
        nu=datetime.combine(each.van, time.max, HERE),
        members=members_of(agreement.convenant, bron.law.begrippen, casus.kader, each.van),
        overgangen=(),
        correcties=(),
        dossier=each.dossier,
        # It was not used yet when it served.
        besluit=decided and decided.model_copy(update={"gebruikt_op": None}),
    )
    return "" if opdracht_deelnemers(known) else Obstacle.GEEN_OPDRACHT.value


CHECKS: Mapping[str, Check] = {"verlenging-geldig": verlenging_geldig}
