"""
What can go wrong with a plan of destruction, and how its values stand in their tables.
"""

from __future__ import annotations

import json

from typing import Any, NamedTuple

import sqlalchemy as sa

from zvhprivacy.errors import Exit, ZvhError
from zvhprivacy.model.bewaarplan import LineState, Plan, PlanLine, PlanState
from zvhprivacy.model.bewaartermijn import Actie
from zvhprivacy.store.database import Part
from zvhprivacy.store.tables import metadata_of


HOOFD = metadata_of(Part.HOOFD)
PLAN = HOOFD.tables["bewaarplan"]
REGEL = HOOFD.tables["bewaarplan_regel"]
DOEL = HOOFD.tables["bewaardoel"]

ABOLISHED = "opgeheven"  # in the place of how it ended: the target is no more

PLAN_COLUMNS = tuple(PLAN.c[name] for name in Plan._fields)
LINE_COLUMNS = tuple(REGEL.c[name] for name in PlanLine._fields)


class PlanRefused(ZvhError):
    """
    A plan does not go that way: it goes on, never back, and past nothing that is still open.
    """

    exit_code = Exit.REFUSED
    code = "plan-refused"
    nl = "het plan gaat niet van `{van}` naar `{naar}` (regels die nog wachten: {wachtend})"
    en = "the plan does not go from `{van}` to `{naar}` (lines that still wait: {wachtend})"

    def __init__(self, *, van: PlanState, naar: PlanState, wachtend: int = 0) -> None:
        super().__init__(van=van, naar=naar, wachtend=wachtend)


class OnePerson(ZvhError):
    """
    Who made a plan does not approve it, with another account neither.
    """

    exit_code = Exit.REFUSED
    code = "plan-four-eyes"
    nl = "wie een plan opstelde, keurt het niet goed; vraag een andere bewaarbeheerder"
    en = "who made a plan does not approve it; ask another bewaarbeheerder"


class DueTarget(NamedTuple):
    """
    Something of *casus*, or of its item *gegeven*, that target *doel* of the host must destroy.

    *uitkomst* is what the last attempt gave, empty when there was none.
    """

    regel: int
    doel: str
    casus: str
    gegeven: str | None
    uitkomst: str


def plan_of(row: sa.Row[Any]) -> Plan:
    """
    Give the plan that *row* keeps.
    """
    plan = Plan._make(row)
    return plan._replace(state=PlanState(plan.state))


def line_row(plan: str, line: PlanLine) -> dict[str, Any]:
    """
    Give *line* of *plan* as the columns of its table.
    """
    return {
        **line._asdict(),
        "plan": plan,
        "aantallen": json.dumps(line.aantallen, separators=(",", ":")),
    }


def line_of(row: sa.Row[Any]) -> PlanLine:
    """
    Give the line that *row* keeps.
    """
    line = PlanLine._make(row)
    counts: list[tuple[str, int]] = json.loads(row.aantallen)
    return line._replace(
        aantallen=tuple((name, number) for name, number in counts),
        actie=Actie(line.actie),
        state=LineState(line.state),
    )
