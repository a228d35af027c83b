"""
Checks of reports: who made them and looked them over, and what stays of one that was rejected.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zvhprivacy.audit.period import NO_HOUSE, moments, within
from zvhprivacy.audit.sources import Check, Sources, Watch
from zvhprivacy.bewaren.calculus import verdicts
from zvhprivacy.model import levensloop
from zvhprivacy.model.audit import Found, Looked, Onbekend, Tally
from zvhprivacy.model.bewaartermijn import Begin
from zvhprivacy.model.bewaren import State, Verdict
from zvhprivacy.model.request import WGS
from zvhprivacy.policy.terms import NoTerms, Terms
from zvhprivacy.store.batches import batched
from zvhprivacy.store.bewaarfeiten import case_facts
from zvhprivacy.store.inspecting import casus
from zvhprivacy.store.inspecting.casus import Report


REPORTING = "aanmelden"
CHECKED = "kwaliteit-getoetst"  # BGS 1.6 lid 1


def aanmelding_met_controle(bron: Sources) -> Watch:
    """
    Look whether of each report of the period it is known who made it, when, and that he checked.

    Only under the WGS (BGS 1.6). That he checked is a fact of the decision that let him report, so
    it stands in the logboek; of reports of before the period it is not looked for again. How many
    were corrected since is counted and is no deviation.
    """
    facts: dict[str, bool] = {}  # by the trace of the decision
    checked: dict[str, bool] = {}  # by the case

    def see(_: int, line: Mapping[str, Any]) -> None:
        if line.get("handeling") != REPORTING:
            return
        if line["gebeurtenis"] == "besluit":
            if line["resultaat"] == "toegestaan":
                said = (each.partition("=")[0] for each in line.get("feiten", ()))
                facts[line["trace"]] = CHECKED in said
        elif "casus" in line and line["resultaat"] == "gelukt":
            proven = facts.get(line["trace"], False)
            checked[line["casus"]] = checked.get(line["casus"], True) and proven

    def end() -> Found:
        if bron.huis is None:
            return Found(bestaan=NO_HOUSE)
        tally = Tally()
        for report in casus.reports(bron.huis.connection, WGS, {levensloop.SIGNAAL}):
            if report.op is not None and not within(bron, report.op):
                continue
            if report.convenant in bron.workspace.stopped:
                tally.onbekend = Onbekend.ONVOLLEDIG
                continue
            tally.look()
            if report.gecorrigeerd:
                tally.tellingen["later-gecorrigeerd"] = (
                    tally.tellingen.get("later-gecorrigeerd", 0) + 1
                )
            why = _unknown_report(bron, report) or (
                "" if checked.get(report.casus) else "zonder-controle"
            )
            if why:
                tally.deviates("casus", report.casus, why)
        return Found(bestaan=tally.looked())

    return Watch(see=see, end=end, gebeurtenissen=frozenset({"besluit", "verzamelen"}))


def _unknown_report(bron: Sources, report: Report) -> str:
    agreement = bron.workspace.agreements.get(report.convenant)
    if report.op is None:
        return "zonder-datum"
    known = agreement is not None and report.aangemeld_door in agreement.convenant.deelnemers
    return "" if known else "zonder-aanmelder"


def afgewezen_zonder_inhoud(bron: Sources) -> Found:
    """
    Look whether rejected reports are gone when they have to be (BGS 1.16 lid 1 b).

    The same calculus as that of destruction says when: one is late after the term and what is
    allowed for carrying it out. A hold or a statutory minimum keeps it rightly. Those that a plan
    destroyed in the period count as looked at; one that was only emptied counts when it is late.
    One of which the calculus cannot say when, takes the good answer away.
    """
    try:
        terms = Terms.of(bron.workspace, bron.op.date())
    except NoTerms:
        terms = None
    opzet = _rejection_terms(bron, terms)
    huis = bron.huis
    if huis is None:
        return Found(opzet=opzet, werking=NO_HOUSE)
    if terms is None:
        return Found(opzet=opzet, werking=Looked(onbekend=Onbekend.ONVOLLEDIG))
    tally = Tally()
    tally.look(casus.destroyed_reports(huis.connection, WGS, *moments(bron)))
    there = {each.casus: each for each in casus.rejected(huis.connection, WGS)}
    for some in batched(there):
        for facts in case_facts(huis.connection, some, nu=bron.op):
            judged = verdicts(facts, terms, bron.op.date())
            if not any(_late(each, bron.op.date()) for each in judged):
                if any(each.state is State.ONBEKEND for each in judged):
                    tally.onbekend = Onbekend.ONVOLLEDIG
                continue
            tally.look()
            kept = there[facts.casus]
            if kept.gegevens or kept.personen:
                why = "met-gegevens" if kept.gegevens else "met-personen"
                tally.deviates("casus", facts.casus, why)
    return Found(opzet=opzet, werking=tally.looked())


def _rejection_terms(bron: Sources, terms: Terms | None) -> Looked:
    """
    Look whether every process under the WGS ends what was rejected.
    """
    tally = Tally()
    for proces, known in sorted(bron.law.begrippen.processen.items()):
        if WGS not in known.kader:
            continue
        tally.look()
        ends = terms.maxima("", proces, WGS, None) if terms is not None else ()
        if all(term.vanaf is not Begin.AFGEWEZEN for term in ends):
            tally.deviates("proces", proces)
    return tally.looked()


def _late(verdict: Verdict, op: date) -> bool:
    day = verdict.laat_na if verdict.state is State.VERVALLEN else None
    return day is not None and day < op


CHECKS: Mapping[str, Check] = {
    "aanmelding-met-controle": aanmelding_met_controle,
    "afgewezen-zonder-inhoud": afgewezen_zonder_inhoud,
}
