"""
Checks of cases, and how they came and went.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zvhprivacy.audit.checks import cases_decisions, cases_persons, cases_reports
from zvhprivacy.audit.holding import Holding, selects
from zvhprivacy.audit.period import NO_HOUSE
from zvhprivacy.audit.sources import Check, House, Sources, Watch
from zvhprivacy.dpia.context import ENTERS
from zvhprivacy.logboek.line import as_time
from zvhprivacy.model import levensloop
from zvhprivacy.model.audit import SHOWN, Found, Looked, Onbekend, Reference, Tally
from zvhprivacy.model.request import SELECTED, WGS
from zvhprivacy.model.selection import ALLES
from zvhprivacy.policy.rule import Effect
from zvhprivacy.store.inspecting import besluiten, casus
from zvhprivacy.store.inspecting.besluiten import HandedOver
from zvhprivacy.store.inspecting.casus import Purpose


AT_ONCE = 500  # lines of the logboek whose cases are looked up together
HANDED_OVER = "overgedragen"
_ABOUT_PHASE = frozenset({"handeling", "kader", "fase"})
_GROUNDS = ENTERS | {"lijst-plaatsen"}


def casus_met_doel(bron: Sources) -> Watch:
    """
    Look whether each case has a purpose, a process and a ground, and whether it was kept to.

    A ground is a permission of its convenant to bring data in, or to put it on the list, for that
    purpose, that works on the day of the audit, whatever phase the case is in: keeping it needs one
    too. An allowed answer is for another purpose when it is for one that cases have and this one
    has not; oversight, rights, keeping and the list go beside it. Of cases that are gone, answers
    are not looked at. A process without a purpose is one of which a permission names none. Of a
    convenant that is stopped by an error nothing is said.
    """
    holding, werking = Holding(bron.policy, bron.op.date()), Tally()
    opzet = _purposeless(holding)
    waiting: list[tuple[int, str, str]] = []

    def compare() -> None:
        if bron.huis is None or not waiting:
            return
        doelen = casus.purpose_of(bron.huis.connection, {each for _, each, _ in waiting})
        for nummer, each, doel in waiting:
            if each in doelen:
                werking.look()
                if doelen[each] != doel:
                    werking.deviates("logregel", str(nummer))
        waiting.clear()

    def see(nummer: int, line: Mapping[str, Any]) -> None:
        if line["resultaat"] != "toegestaan" or "casus" not in line:
            return
        if line.get("doel") in holding.doelen:
            waiting.append((nummer, line["casus"], line["doel"]))
            if len(waiting) >= AT_ONCE:
                compare()

    def end() -> Found:
        if bron.huis is None:
            return Found(opzet=opzet, bestaan=NO_HOUSE, werking=NO_HOUSE)
        compare()
        return Found(opzet=opzet, bestaan=_purposes(bron, bron.huis), werking=werking.looked())

    return Watch(see=see, end=end, gebeurtenissen=frozenset({"besluit"}))


def _purposeless(holding: Holding) -> Looked:
    tally = Tally()
    for proces, purposeless in sorted(holding.processen().items()):
        tally.look()
        if purposeless:
            tally.deviates("proces", proces)
    return tally.looked()


def _purposes(bron: Sources, huis: House) -> Looked:
    wrong: dict[Purpose, str] = {}
    tellingen: dict[str, int] = {}
    onbekend = None
    seen = bad = 0
    for purpose, aantal in casus.purposes(huis.connection):
        if purpose.convenant in bron.workspace.stopped:
            onbekend = Onbekend.ONVOLLEDIG
            continue
        seen += aantal
        why = _not_grounded(bron, purpose)
        if why:
            wrong[purpose] = why
            bad += aantal
            tellingen[why] = tellingen.get(why, 0) + aantal
    which = casus.cases_for(huis.connection, wrong, SHOWN)
    return Looked(
        onderzocht=seen,
        afwijkend=bad,
        verwijzingen=tuple(Reference("casus", each) for each in which),
        tellingen=tuple(sorted(tellingen.items())),
        onbekend=onbekend,
    )


def _not_grounded(bron: Sources, purpose: Purpose) -> str:
    words = bron.law.begrippen
    proces = words.processen.get(purpose.proces)
    if proces is None or purpose.kader not in proces.kader:
        return "zonder-proces"
    if purpose.doel not in words.doelen:
        return "zonder-doel"
    names = {field: frozenset({getattr(purpose, field)}) for field in ("proces", "kader", "doel")}
    here = frozenset({purpose.convenant})
    grounded = any(
        rule.effect is Effect.ALLOW and rule.convenanten.selects(here) and selects(rule, names)
        for rule in bron.policy.period(bron.op.date()).rules
        if any(rule.keuze("handeling").selects(frozenset({each})) for each in _GROUNDS)
    )
    return "" if grounded else "zonder-grondslag"


def overdracht_radicalisering(bron: Sources) -> Watch:
    """
    Look whether each case that was handed over was reported, and whether its treatment stopped.

    That it was reported is a decision or a disclosure about handing over; of a case that is gone by
    now that cannot be seen, but the lines of the period still say what was done after it. What the
    law leaves to be done in that phase (tests, rights, keeping) is no treatment. These cases are
    held in memory; they are few.
    """
    over: dict[str, HandedOver] = {}
    if bron.huis is not None:
        over = {each.casus: each for each in besluiten.handed_over(bron.huis.connection, WGS)}
    since = {each: as_time(found.op) for each, found in over.items() if found.op is not None}
    treated: dict[str, int] = {}
    handing_over, stopped = _stopped(bron)

    def see(_: int, line: Mapping[str, Any]) -> None:
        which, handeling = line.get("casus", ""), line.get("handeling")
        if handeling in handing_over and which and line["resultaat"] == "gelukt":
            since.setdefault(which, line["tijd"])
        done = line["resultaat"] in {"toegestaan", "gelukt"} and handeling in stopped
        if done and which in since and line["tijd"] > since[which]:
            treated[which] = treated.get(which, 0) + 1

    def end() -> Found:
        if bron.huis is None:
            return Found(bestaan=NO_HOUSE, werking=NO_HOUSE)
        bestaan, werking = Tally(), Tally()
        for each in over.values():
            bestaan.look()
            if each.op is None or not each.gemeld:
                why = "zonder-datum" if each.op is None else "zonder-melding"
                bestaan.deviates("casus", each.casus, why)
        werking.look(len(since))
        for which in sorted(treated):
            werking.deviates("casus", which)
        if treated:
            werking.tellingen["logregels"] = sum(treated.values())
        return Found(bestaan=bestaan.looked(), werking=werking.looked())

    return Watch(see=see, end=end)


def _stopped(bron: Sources) -> tuple[frozenset[str], frozenset[str]]:
    """
    Give the acts that hand a case over, and those that nothing allows in it from then on.
    """
    bans = [
        rule
        for rule in bron.policy.period(bron.op.date()).rules
        if rule.effect is Effect.DENY
        and not rule.feiten
        and rule.keuze("fase").waarden == frozenset({HANDED_OVER})
        and rule.keuze("kader").selects(frozenset({WGS}))
        and all(rule.keuze(field) == ALLES for field in SELECTED if field not in _ABOUT_PHASE)
    ]
    fasen = bron.law.begrippen.fasen
    steps = (step for fase in fasen for step in levensloop.steps(WGS, fase))
    going = frozenset(step.handeling for step in steps if step.naar == HANDED_OVER)
    stopped = frozenset(
        handeling
        for handeling in bron.law.begrippen.handelingen
        if any(selects(ban, {"handeling": frozenset({handeling})}) for ban in bans)
    )
    return going, stopped - going


CHECKS: Mapping[str, Check] = {
    "casus-met-doel": casus_met_doel,
    "overdracht-radicalisering": overdracht_radicalisering,
    **cases_decisions.CHECKS,
    **cases_persons.CHECKS,
    **cases_reports.CHECKS,
}
