"""
What systems of the host still have to destroy because of a plan, and have.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from zvhprivacy.store.changing import Missing
from zvhprivacy.store.planning import ABOLISHED, DOEL, REGEL, DueTarget
from zvhprivacy.store.tables.bewaarplan import TargetState


class TargetCount(NamedTuple):
    """
    For how many lines target *doel* followed, and for how many nobody knows: it was abolished.
    """

    doel: str
    gelukt: int
    opgeheven: int


class Targets:
    """
    The targets of the host as the transaction of *connection* sees them.
    """

    connection: sa.Connection

    def add_targets(self, plan_id: str, nummers: Collection[int], doelen: Collection[str]) -> None:
        """
        Write down that each of *doelen* must follow each of these lines.

        Raises:
            AlreadyThere: That was written down before.
        """
        rows = [
            {"plan": plan_id, "regel": number, "doel": doel, "state": "open", "uitkomst": ""}
            for number in nummers
            for doel in doelen
        ]
        if rows:
            self.connection.execute(sa.insert(DOEL), rows)

    def targets_due(self, plan_id: str, *, limit: int, after: int = -1) -> tuple[DueTarget, ...]:
        """
        Give what targets still must destroy for at most *limit* lines above *after*, in order.
        """
        due = (DOEL.c.plan == plan_id, DOEL.c.state == TargetState.OPEN)
        some = (
            sa.select(DOEL.c.regel)
            .where(*due, DOEL.c.regel > after)
            .distinct()
            .order_by(DOEL.c.regel)
            .limit(limit)
        )
        query = (
            sa.select(DOEL.c.regel, DOEL.c.doel, REGEL.c.casus, REGEL.c.gegeven, DOEL.c.uitkomst)
            .join(REGEL, (REGEL.c.plan == DOEL.c.plan) & (REGEL.c.nummer == DOEL.c.regel))
            .where(*due, DOEL.c.regel.in_(some))
            .order_by(DOEL.c.regel, DOEL.c.doel)
        )
        return tuple(DueTarget._make(row) for row in self.connection.execute(query))

    def target_done(self, plan_id: str, regel: int, doel: str, *, op: datetime) -> None:
        """
        Write down that *doel* followed; that it did so before already is fine.
        """
        self._target(plan_id, regel, doel, state=TargetState.KLAAR, gedaan_op=op)

    def target_failed(self, plan_id: str, regel: int, doel: str, *, uitkomst: str) -> None:
        """
        Write down in a word why *doel* could not follow; it stays due.
        """
        self._target(plan_id, regel, doel, uitkomst=uitkomst)

    def _target(self, plan_id: str, regel: int, doel: str, **change: Any) -> None:
        one = (DOEL.c.plan == plan_id, DOEL.c.regel == regel, DOEL.c.doel == doel)
        open_one = (*one, DOEL.c.state == TargetState.OPEN)
        if self.connection.execute(sa.update(DOEL).where(*open_one).values(change)).rowcount:
            return
        if not self.connection.execute(sa.select(DOEL.c.state).where(*one)).first():
            raise Missing(register=DOEL.name, rij=f"{plan_id}/{regel}/{doel}")


def targets_done(connection: sa.Connection, plan_id: str) -> tuple[TargetCount, ...]:
    """
    Count for how many lines of a plan each target is done.
    """
    gave_up = sa.case((DOEL.c.uitkomst == ABOLISHED, 1), else_=0)
    query = (
        sa.select(DOEL.c.doel, sa.func.sum(1 - gave_up), sa.func.sum(gave_up))
        .where(DOEL.c.plan == plan_id, DOEL.c.state == TargetState.KLAAR)
        .group_by(DOEL.c.doel)
        .order_by(DOEL.c.doel)
    )
    return tuple(TargetCount(*row) for row in connection.execute(query))
