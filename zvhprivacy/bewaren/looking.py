"""
What has to go in all cases, read as they are now; looking takes no key and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from zvhprivacy.bewaren.needs import View
from zvhprivacy.bewaren.plan import Planning, plan
from zvhprivacy.model.bewaarplan import LineState, PlanLine, PlanState
from zvhprivacy.policy.collecting import collecting_later
from zvhprivacy.store.bewaarfeiten import summaries
from zvhprivacy.store.plannen import Plannen
from zvhprivacy.store.rls import see_all


LINES_AT_ONCE = 500


def look_ahead(view: View, *, op: date | None = None) -> Planning:
    """
    Say what has to go, seen on the day *op*, of what no approved plan has still to destroy.
    """
    with collecting_later(), view.hoofd.read() as connection:
        see_all(connection)
        return plan(
            summaries(connection),
            lambda cases: view.readable(connection, cases).facts,
            view.terms,
            op=op or view.klok().dag,
            beleid=view.beleid,
            bezig=frozenset(_busy(Plannen(connection))),
        )


def planned_lines(plannen: Plannen, plan_id: str) -> Iterator[Sequence[PlanLine]]:
    """
    Go through the lines of a plan that are still to be done, some hundreds at a time.
    """
    after = -1
    state = LineState.GEPLAND
    while lines := plannen.lines(plan_id, after=after, limit=LINES_AT_ONCE, state=state):
        yield lines
        after = lines[-1].nummer


def _busy(plannen: Plannen) -> Iterator[tuple[str, str | None]]:
    for each in plannen.plans(PlanState.GOEDGEKEURD, PlanState.BEZIG):
        for lines in planned_lines(plannen, each.id):
            yield from ((line.casus, line.gegeven) for line in lines if line.casus is not None)
