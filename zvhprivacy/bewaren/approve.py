"""
Whether a plan may be approved, and whether what was approved may be carried out now.
"""

from __future__ import annotations

import hmac

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from zvhprivacy.errors import Exit, ZvhError
from zvhprivacy.model.bewaarplan import Plan, PlanState
from zvhprivacy.model.bewaartermijn import Uitvoering
from zvhprivacy.model.termijn import Termijn


class Waarom(StrEnum):
    """
    Why a plan is not approved.
    """

    ANDER_PLAN = "ander-plan"
    NIET_NIEUWSTE = "niet-nieuwste"
    VERANDERD = "veranderd"
    ANDER_BELEID = "ander-beleid"
    VERLOPEN = "verlopen"
    AL_VERDER = "al-verder"


_SENTENCES = {
    Waarom.ANDER_PLAN: (
        "de opgegeven hash is van een ander plan; kijk het plan na en geef de hash die erbij staat",
        "the hash given is of another plan; look at the plan and give the hash beside it",
    ),
    Waarom.NIET_NIEUWSTE: (
        "er is een nieuwer plan; kijk dat na",
        "there is a newer plan; look at that one",
    ),
    Waarom.VERANDERD: (
        "de regels zijn niet die van het plan zoals het is opgesteld; maak een nieuw plan",
        "the lines are not those of the plan as it was made; make a new plan",
    ),
    Waarom.ANDER_BELEID: (
        "het beleid is sinds het plan veranderd; maak een nieuw plan",
        "the policy changed since the plan; make a new plan",
    ),
    Waarom.VERLOPEN: (
        "het plan is te oud om nog goed te keuren; maak een nieuw plan",
        "the plan is too old to be approved still; make a new plan",
    ),
    Waarom.AL_VERDER: (
        "het plan is al goedgekeurd, uitgevoerd of vervallen",
        "the plan was approved, carried out or dropped already",
    ),
}


class NotApproved(ZvhError):
    """
    The plan cannot be approved like this; nothing was changed.
    """

    exit_code = Exit.REFUSED
    code = "plan-not-approved"
    nl = "dit plan wordt niet goedgekeurd: {nl}"
    en = "this plan is not approved: {en}"

    def __init__(self, waarom: Waarom) -> None:
        self.waarom = waarom
        nl, en = _SENTENCES[waarom]
        super().__init__(waarom=waarom, nl=nl, en=en)


class Approval(NamedTuple):
    """
    From when and until when what was approved may be carried out.
    """

    vanaf: datetime
    verloopt_op: datetime


def approval(
    plan: Plan,
    *,
    hash_gezien: str,
    hash_nu: str,
    nieuwste: str,
    beleid: str,
    uitvoering: Uitvoering,
    nu: datetime,
) -> Approval:
    """
    Give the approval of *plan* by who saw it with *hash_gezien*.

    *hash_nu* is over the lines as they are kept now, *nieuwste* the id of the newest plan, *nu* the
    time in the Netherlands. That who approves is another person than who planned is seen to where
    it is kept (`Plannen.advance`), by person and not by account.

    Raises:
        NotApproved: it may not be approved, or not any more.
    """
    wrong = _why_not(
        plan, hash_gezien=hash_gezien, hash_nu=hash_nu, nieuwste=nieuwste, beleid=beleid
    )
    if wrong is not None:
        raise NotApproved(wrong)
    if nu >= later(plan.opgesteld_op.astimezone(nu.tzinfo), uitvoering.goedkeuring_geldt):
        raise NotApproved(Waarom.VERLOPEN)
    return Approval(later(nu, uitvoering.wachttijd), later(nu, uitvoering.goedkeuring_geldt))


def _why_not(
    plan: Plan, *, hash_gezien: str, hash_nu: str, nieuwste: str, beleid: str
) -> Waarom | None:
    if plan.state is not PlanState.OPGESTELD:
        return Waarom.AL_VERDER
    if not _same(hash_gezien, plan.hash):
        return Waarom.ANDER_PLAN
    if not _same(hash_nu, plan.hash):
        return Waarom.VERANDERD
    if nieuwste != plan.id:
        return Waarom.NIET_NIEUWSTE
    return Waarom.ANDER_BELEID if plan.beleid != beleid else None


def holds(plan: Plan, nu: datetime) -> bool:
    """
    Say whether *plan* was approved, its waiting time is over and the approval still stands.

    Also while it is carried out: what a run did not get to in time, is planned again.
    """
    approved = plan.state in {PlanState.GOEDGEKEURD, PlanState.BEZIG}
    vanaf, tot = plan.uit_te_voeren_vanaf, plan.verloopt_op
    return approved and vanaf is not None and tot is not None and vanaf <= nu < tot


def later(nu: datetime, termijn: Termijn) -> datetime:
    """
    Give the moment *termijn* after *nu*, at the same time of day there.
    """
    dag = nu.date()
    return nu + timedelta(days=(termijn.na(dag) - dag).days)


def _same(een: str, ander: str) -> bool:
    return hmac.compare_digest(een.encode(), ander.encode())
