"""
How retention stands, for who watches it: what is late, what waits, what failed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from zvhprivacy.bewaren.bounds import nothing_due
from zvhprivacy.bewaren.needs import Readable, View
from zvhprivacy.bewaren.plan import CASES_AT_ONCE, judged
from zvhprivacy.model.bewaarplan import Lease, Plan, PlanState
from zvhprivacy.model.bewaren import CaseFacts, State
from zvhprivacy.store.bewaarfeiten import summaries
from zvhprivacy.store.plannen import Plannen
from zvhprivacy.store.rls import see_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """
    How it stands on the day *op*, in counts and days: it names no case and nobody.

    *laat* counts what should be gone already, of which *oudste* is since when; *volgende* is the
    first day still to come on which something has to be gone, as far as the next plan looks.
    *vast* counts what is due and stays, by why. *te_herzien* counts holds that nobody reviewed in
    time, *herzien_sinds* since when. *doelen* counts what targets have still to destroy, with how
    the last attempt ended.
    """

    op: date
    laat: int = 0
    oudste: date | None = None
    volgende: date | None = None
    vast: Mapping[State, int] = field(default_factory=dict)
    te_herzien: int = 0
    herzien_sinds: date | None = None
    wacht_op_goedkeuring: tuple[Plan, ...] = ()
    goedgekeurd: tuple[Plan, ...] = ()
    onderweg: tuple[Plan, ...] = ()
    laatste: Plan | None = None
    doelen: Mapping[tuple[str, str], int] = field(default_factory=dict)
    bezig: Lease | None = None

    @property
    def in_order(self) -> bool:
        """
        Say whether nobody has to do anything but what is on its way already.
        """
        stuck = self.onderweg and self.bezig is None
        return not (self.laat or self.te_herzien or self.doelen or stuck)

    def as_json(self) -> dict[str, Any]:
        """
        Give it for a monitor.
        """
        return {
            "in_orde": self.in_order,
            "op": self.op.isoformat(),
            "laat": {"aantal": self.laat, "sinds": _text(self.oudste)},
            "volgende": _text(self.volgende),
            "vast": {state.value: number for state, number in sorted(self.vast.items())},
            "opschortingen_te_herzien": {
                "aantal": self.te_herzien,
                "sinds": _text(self.herzien_sinds),
            },
            "wacht_op_goedkeuring": [_plan(each) for each in self.wacht_op_goedkeuring],
            "goedgekeurd": [_plan(each) for each in self.goedgekeurd],
            "onderweg": [_plan(each) for each in self.onderweg],
            "laatste_uitvoering": _plan(self.laatste) if self.laatste else None,
            "doelen": [
                {"doel": doel, "uitkomst": uitkomst, "aantal": number}
                for (doel, uitkomst), number in sorted(self.doelen.items())
            ],
            "bezig": {"houder": self.bezig.houder, "tot": _text(self.bezig.tot)}
            if self.bezig
            else None,
        }


def status(view: View) -> Status:
    """
    Say how it stands now.
    """
    now = view.klok()
    with view.hoofd.read() as connection:
        see_all(connection)
        plannen = Plannen(connection)
        plans, lease = plannen.plans(), plannen.lease()
        under_way = _in(plans, PlanState.BEZIG, PlanState.OPRUIMEN)
        targets = Counter(
            (due.doel, due.uitkomst) for each in under_way for due in _targets(plannen, each.id)
        )
    found = _Found(now.dag)
    for some in _due(view):
        found.kept[State.ONBEKEND] += len(some.damaged)
        for facts in some.facts:
            found.add(facts, view)
    done = [each for each in plans if each.klaar_op is not None]
    return Status(
        op=now.dag,
        laat=found.late,
        oudste=found.oldest,
        volgende=found.next,
        vast=dict(+found.kept),
        te_herzien=found.overdue,
        herzien_sinds=found.overdue_since,
        wacht_op_goedkeuring=_in(plans, PlanState.OPGESTELD),
        goedgekeurd=_in(plans, PlanState.GOEDGEKEURD),
        onderweg=under_way,
        laatste=max(done, key=lambda each: (each.klaar_op, each.id), default=None),
        doelen=dict(targets),
        bezig=lease if lease and lease.tot > now.tijd else None,
    )


class _Found:
    """
    What the cases that have something due say.
    """

    def __init__(self, dag: date) -> None:
        self._dag = dag
        self.late = 0
        self.oldest: date | None = None
        self.next: date | None = None
        self.kept: Counter[State] = Counter()
        self.overdue = 0
        self.overdue_since: date | None = None

    def add(self, facts: CaseFacts, view: View) -> None:
        horizon = view.terms.uitvoering.horizon(self._dag)
        for each in judged(facts, view.terms, horizon, self._dag).verdicts:
            if each.state is not State.VERVALLEN:
                self.kept[each.state] += each.state is not State.LOOPT
            elif each.laat_na is not None and each.laat_na < self._dag:
                self.late += 1
                self.oldest = min(self.oldest or each.laat_na, each.laat_na)
            elif each.uiterlijk is not None and each.uiterlijk >= self._dag:
                self.next = min(self.next or each.uiterlijk, each.uiterlijk)
        for hold in facts.holds:
            review = hold.herzien_voor
            if hold.tot is None and review is not None and review <= self._dag:
                self.overdue += 1
                self.overdue_since = min(self.overdue_since or review, review)


def _due(view: View) -> Iterator[Readable]:
    """
    Read the cases that are not quiet up to the horizon, some hundreds at a time.
    """
    dag = view.klok().dag
    horizon = view.terms.uitvoering.horizon(dag)
    with view.hoofd.read() as connection:
        see_all(connection)
        cases = iter(
            [
                each.casus
                for each in summaries(connection)
                if not nothing_due(each, view.terms, horizon, vandaag=dag)
            ]
        )
        while some := list(islice(cases, CASES_AT_ONCE)):
            yield view.readable(connection, some)


def _in(plans: Iterable[Plan], *states: PlanState) -> tuple[Plan, ...]:
    return tuple(each for each in plans if each.state in states)


def _targets(plannen: Plannen, plan: str) -> Iterator[Any]:
    after = -1
    while due := plannen.targets_due(plan, limit=CASES_AT_ONCE, after=after):
        yield from due
        after = due[-1].regel


def _plan(plan: Plan) -> dict[str, str | None]:
    moments = ("opgesteld_op", "uit_te_voeren_vanaf", "verloopt_op", "begonnen_op", "klaar_op")
    told = {"id": plan.id, "hash": plan.hash, "stand": plan.state.value, "op": _text(plan.op)}
    return told | {name: _text(getattr(plan, name)) for name in moments}


def _text(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
