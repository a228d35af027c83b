"""
Whether what was planned to be destroyed was, in time and to the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from zvhprivacy.audit.checks.giving_seen import day_of, in_period, neither
from zvhprivacy.audit.checks.keeping_overdue import overdue, terms_of, view_of
from zvhprivacy.audit.sources import Check, House, Sources
from zvhprivacy.bewaren.limits import after, next_plan
from zvhprivacy.model.audit import Found, Onbekend, Tally
from zvhprivacy.model.bewaarplan import Plan, PlanState
from zvhprivacy.model.bewaartermijn import Soort
from zvhprivacy.model.termijn import Termijn
from zvhprivacy.store.inspecting.bewaren import LineCount, carried_out, failed_targets
from zvhprivacy.store.plannen import Plannen


UNDER_WAY = (PlanState.BEZIG, PlanState.OPRUIMEN)


class Runs(NamedTuple):
    """
    The plans, and of which of them something was not as it must be.

    *bezig*: somebody is carrying out right now.
    """

    plannen: tuple[Plan, ...]
    mislukt: frozenset[str]  # a target of the host did not follow
    te_laat: frozenset[str]  # what was planned in time went after its last day
    achteraf: frozenset[str]  # it was late when it was planned; a hold may have kept it till then
    ongelogd: frozenset[str]
    bezig: bool


def bewaren_uitgevoerd(bron: Sources) -> Found:
    """
    Look at every plan that was carried out, or had to be, and for anything that was left behind.

    A certificate is handed out and kept nowhere; what is seen is that it can be made: the plan is
    through, and the logboek tells of every line. Where nothing was due nothing is planned, so a
    time without plans shows only by what is late: that is one deviation, since the oldest of it.
    """
    terms = terms_of(bron)
    if bron.huis is None:
        return neither()
    if terms is None:
        return neither(Onbekend.ONVOLLEDIG)
    runs, bestaan, werking = _runs(bron, bron.huis), Tally(), Tally()
    for plan in runs.plannen:
        if plan.begonnen_op is not None and not (runs.bezig and plan.state in UNDER_WAY):
            _count(bestaan, plan, _uncertified(plan, runs))
        if in_period(bron, plan.op) and (why := _failed(plan, runs, bron.op)) is not None:
            _count(werking, plan, why)
    left = overdue(view_of(bron, bron.huis, terms), bron.huis, bron.law.begrippen.kaders)
    if left.sinds is not None:
        werking.look()
        werking.deviates("dag", left.sinds.isoformat(), "niet-uitgevoerd-sinds")
        werking.tellingen["te-laat-en-er-nog"] = left.werking.afwijkend
    werking.onbekend = left.werking.onbekend
    if behind := sum(in_period(bron, p.op) and p.id in runs.achteraf for p in runs.plannen):
        werking.tellingen["plannen-achteraf"] = behind
    return Found(bestaan=bestaan.looked(), werking=werking.looked())


def _count(tally: Tally, plan: Plan, why: str) -> None:
    tally.look()
    if why:
        tally.deviates("bewaarplan", plan.id, why)


def _uncertified(plan: Plan, runs: Runs) -> str:
    if plan.state is not PlanState.KLAAR:
        return "niet-afgemaakt"
    return "zonder-logregel" if plan.id in runs.ongelogd else ""


def _failed(plan: Plan, runs: Runs, op: datetime) -> str | None:
    """
    Say in a word what went wrong with a plan; None when nothing had to be done of it (yet).
    """
    if plan.goedgekeurd_op is None or (runs.bezig and plan.state in UNDER_WAY):
        return None
    if plan.state is PlanState.GOEDGEKEURD and plan.verloopt_op and op < plan.verloopt_op:
        return None
    if plan.state in {PlanState.GOEDGEKEURD, PlanState.VERVALLEN}:
        return "niet-uitgevoerd"
    if plan.state in UNDER_WAY:
        return "doel-mislukt" if plan.id in runs.mislukt else "niet-afgemaakt"
    return "te-laat" if plan.id in runs.te_laat else ""


def _runs(bron: Sources, huis: House) -> Runs:
    plannen = Plannen(huis.connection)
    plans, lease, last = plannen.plans(), plannen.lease(), _last_day(bron)
    made = {plan.id: plan.op for plan in plans}
    late, silent, behind = set[str](), set[str](), set[str]()
    for each in carried_out(huis.connection):
        if each.ongelogd:
            silent.add(each.plan)
        limit = last(each)
        if limit is not None and day_of(each.laatst) > limit:
            (late if made[each.plan] <= limit else behind).add(each.plan)
    return Runs(
        plannen=plans,
        mislukt=failed_targets(huis.connection),
        te_laat=frozenset(late),
        achteraf=frozenset(behind),
        ongelogd=frozenset(silent),
        bezig=lease is not None and lease.tot > bron.op,
    )


def _last_day(bron: Sources) -> Callable[[LineCount], date | None]:
    """
    Give what says of lines on which day they were in time still; of a rule that is no more, nobody
    knows.
    """
    law = bron.law.bewaartermijnen
    terms = [*(law.termijnen if law else ())]
    for agreement in bron.workspace.agreements.values():
        terms += agreement.convenant.bewaartermijnen
        terms += (term for protocol in agreement.protocollen for term in protocol.bewaartermijnen)
    grace: dict[str, Termijn] = {}
    for term in terms:
        grace[term.id] = max(term.respijt, grace.get(term.id, term.respijt))
    # What a statutory minimum kept goes with the first plan after it, and a line does not say so.
    kept = law is not None and any(term.soort is Soort.MINIMUM for term in terms)

    def last(each: LineCount) -> date | None:
        if each.uiterlijk is None or each.regel not in grace:
            return None
        day = after(grace[each.regel], each.uiterlijk)
        return max(day, next_plan(law.uitvoering, each.uiterlijk)) if kept and law else day

    return last


CHECKS: Mapping[str, Check] = {"bewaren-uitgevoerd": bewaren_uitgevoerd}
