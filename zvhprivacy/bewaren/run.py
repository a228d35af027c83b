"""
Carrying out what was approved: in small transactions, resumable at any moment, by one at a time.

It needs no person: it carries out what two persons decided, in the name of who approved.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from zvhprivacy.bewaren.approve import holds, later
from zvhprivacy.bewaren.carrying import Carrying, Job, advance
from zvhprivacy.bewaren.needs import View, Workplace
from zvhprivacy.bewaren.outcome import RunReport
from zvhprivacy.bewaren.targets import TargetMissing, Vernietiger, named
from zvhprivacy.bewaren.telling import TRACE_BYTES, Teller
from zvhprivacy.bewaren.turn import Turn, taken
from zvhprivacy.errors import Exit, ZvhError
from zvhprivacy.model.bewaarplan import Plan, PlanState
from zvhprivacy.store.plannen import Plannen
from zvhprivacy.store.rls import see_all


TARGETS = "vernietigingsdoelen"  # under this name the kluis keeps which targets take part
UNDER_WAY = (PlanState.BEZIG, PlanState.OPRUIMEN)


class NothingReady(ZvhError):
    """
    There is no approved plan of which the waiting time is over.
    """

    exit_code = Exit.REFUSED
    code = "nothing-ready"
    nl = "er is niets uit te voeren: {nl}"
    en = "there is nothing to carry out: {en}"


class Agenda(NamedTuple):
    """
    The plans that may be carried out now, those that lapse, and from when the next one may.
    """

    nu: tuple[Plan, ...]
    vervallen: tuple[Plan, ...]
    straks: tuple[Plan, ...]

    @property
    def volgende(self) -> datetime | None:
        """
        Give when the next approved plan may be carried out.
        """
        return min(
            (p.uit_te_voeren_vanaf for p in self.straks if p.uit_te_voeren_vanaf), default=None
        )


def agenda(view: View) -> Agenda:
    """
    Say what there is to carry out, in one question.
    """
    now, states = view.klok().tijd, (PlanState.OPGESTELD, PlanState.GOEDGEKEURD, *UNDER_WAY)
    with view.hoofd.read() as connection:
        see_all(connection)
        plans = Plannen(connection).plans(*states)
    ready = tuple(each for each in plans if each.state in UNDER_WAY or holds(each, now))
    stale = tuple(each for each in plans if each not in ready and _stale(each, view, now))
    return Agenda(ready, stale, tuple(each for each in plans if each not in {*ready, *stale}))


def run(work: Workplace, job: Job, *, if_due: bool = False) -> RunReport:
    """
    Carry out all approved plans of which the waiting time is over, and finish what was cut off.

    With *if_due* it is no error that there is none: that is found with one question.

    Raises:
        NothingReady: there is none.
        TargetMissing: a target that took part before is not there; nothing was done.
        LeaseHeld: another process carries out; nothing was done.
        LeaseLost: another process took over meanwhile.
        ZvhError: a database or the ledger cannot be used; the next run goes on.
    """
    found = agenda(work)
    if not found.nu and not found.vervallen:
        if if_due:
            return RunReport(volgende=found.volgende)
        raise _nothing(found, work.klok().tijd)
    doelen = _targets(work, job)
    with taken(work, job.houder) as turn:
        found = agenda(work)  # another process may have been here since
        reports = [Carrying(work, job, turn, each, doelen).carry_out() for each in found.nu]
        for each in found.vervallen:
            drop(work, turn, each)
    return RunReport(plannen=tuple(reports), volgende=found.volgende)


def drop(work: Workplace, turn: Turn, plan: Plan) -> Plan:
    """
    Let a plan lapse that was not approved, or not carried out, in time.
    """
    teller = Teller(
        trace=work.stores.toeval(TRACE_BYTES).hex(),
        toeval=work.stores.toeval,
        beleid=work.beleid,
        goedgekeurd_door=None,
        activiteit=work.activiteit,
    )
    return advance(work, turn, teller, plan, PlanState.VERVALLEN, "vervallen")


def _stale(plan: Plan, view: View, now: datetime) -> bool:
    if plan.state is PlanState.GOEDGEKEURD:
        return plan.verloopt_op is not None and plan.verloopt_op <= now
    made = plan.opgesteld_op.astimezone(now.tzinfo)
    over = later(made, view.terms.uitvoering.goedkeuring_geldt) <= now
    return plan.state is PlanState.OPGESTELD and over


def _nothing(found: Agenda, now: datetime) -> NothingReady:
    if found.volgende is not None:
        tot = f"{found.volgende.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"
        return NothingReady(
            nl=f"de wachttijd van het goedgekeurde plan duurt tot {tot}",
            en=f"the waiting time of the approved plan lasts until {tot}",
        )
    if found.straks:
        return NothingReady(
            nl="het plan is nog niet goedgekeurd; dat doet een ander dan wie het maakte, met "
            "`zvhprivacy bewaren approve`",
            en="the plan is not approved yet; another person than who made it does that, with "
            "`zvhprivacy bewaren approve`",
        )
    return NothingReady(
        nl="er is geen plan; maak er een met `zvhprivacy bewaren plan --door`",
        en="there is no plan; make one with `zvhprivacy bewaren plan --door`",
    )


def _targets(work: Workplace, job: Job) -> dict[str, Vernietiger]:
    """
    Give the targets of this run, and remember them: a later run has to have them too.
    """
    doelen, vault = named(job.vernietigers), work.stores.vault
    before = set((vault.progress(TARGETS) or "").split())
    missing = before - doelen.keys() - set(job.opgeheven)
    if missing:
        raise TargetMissing(doel=min(missing))
    if before != doelen.keys():
        vault.set_progress(TARGETS, " ".join(sorted(doelen)) or None)
    return doelen
