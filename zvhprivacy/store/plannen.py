"""
Plans of destruction in a database: made, approved, carried out line by line, and forgotten by name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from zvhprivacy.errors import WrongUse
from zvhprivacy.model.bewaarplan import LineState, Plan, PlanLine, PlanState, Uitkomst
from zvhprivacy.model.registers import Medewerker
from zvhprivacy.store.batches import batched, chunked
from zvhprivacy.store.changing import Conflict, Missing
from zvhprivacy.store.doelen import Targets
from zvhprivacy.store.lease import Leases
from zvhprivacy.store.planning import (
    DOEL,
    LINE_COLUMNS,
    PLAN,
    PLAN_COLUMNS,
    REGEL,
    OnePerson,
    PlanRefused,
    line_of,
    line_row,
    plan_of,
)
from zvhprivacy.store.rows import shape_of
from zvhprivacy.store.tables.bewaarplan import PLAN_STEPS, TargetState


LINES_AT_ONCE = 1_000  # rows in one statement, so that a plan of any length takes little memory

# What may be filled in as a plan goes on; all else stays as it was made.
_FILLED = frozenset(
    {
        "goedgekeurd_door",
        "goedgekeurd_op",
        "uit_te_voeren_vanaf",
        "verloopt_op",
        "begonnen_op",
        "klaar_op",
    }
)
_ENDED = frozenset({PlanState.KLAAR, PlanState.VERVALLEN})


class Plannen(Leases, Targets):
    """
    The plans as one transaction sees them, and the lease to carry one out.

    It carries the *connection* of that transaction and neither begins nor ends it.
    """

    def __repr__(self) -> str:
        return "Plannen()"

    # --- plans

    def add(self, plan: Plan, lines: Iterable[PlanLine]) -> None:
        """
        Keep a new plan with its lines, which may be many: they are taken as they come.

        Raises:
            AlreadyThere: There is a plan with this id, or two lines with one number.
        """
        self.connection.execute(sa.insert(PLAN), plan._asdict())
        for some in chunked(lines, LINES_AT_ONCE):
            rows = [line_row(plan.id, line) for line in some]
            self.connection.execute(sa.insert(REGEL), rows)

    def plan(self, plan_id: str) -> Plan:
        """
        Give the plan with this id.

        Raises:
            Missing: There is none.
        """
        found = self._plans(PLAN.c.id == plan_id)
        if not found:
            raise Missing(register=PLAN.name, rij=plan_id)
        return found[0]

    def plans(self, *states: PlanState) -> tuple[Plan, ...]:
        """
        Give the plans in one of *states*, in any state when none is named, the oldest first.
        """
        return self._plans(*([PLAN.c.state.in_(sorted(states))] if states else []))

    def newest(self) -> Plan | None:
        """
        Give the plan that was made last, if there is one.
        """
        query = sa.select(*PLAN_COLUMNS).order_by(PLAN.c.opgesteld_op.desc(), PLAN.c.id.desc())
        row = self.connection.execute(query.limit(1)).first()
        return plan_of(row) if row else None

    def advance(self, plan: Plan, state: PlanState, **filled: str | datetime) -> Plan:
        """
        Let *plan* go on to *state* and fill in who and when; give it as it is then.

        A plan that is through names no case any more.

        Raises:
            PlanRefused: It does not go that way, or something is still open.
            OnePerson: Who approves it is who made it, or another account of his.
            Conflict: The plan is no longer as *plan* says.
            WrongUse: Something is filled in that a plan does not have.
        """
        if filled.keys() - _FILLED:
            raise WrongUse(reden=f"advance: {', '.join(sorted(filled.keys() - _FILLED))}")
        if state not in PLAN_STEPS.get(plan.state, frozenset()):
            raise PlanRefused(van=plan.state, naar=state)
        self._nothing_open(plan, state)
        approver = filled.get("goedgekeurd_door")
        if approver is not None and self._one_person(plan.opgesteld_door, str(approver)):
            raise OnePerson
        as_it_was = (
            PLAN.c[name].is_not_distinct_from(value) for name, value in plan._asdict().items()
        )
        statement = sa.update(PLAN).where(*as_it_was).values(state=state, **filled)
        if self.connection.execute(statement).rowcount != 1:
            raise Conflict(register=PLAN.name, rij=plan.id)
        if state in _ENDED:
            named = (REGEL.c.plan == plan.id, REGEL.c.casus.is_not(None))
            self.connection.execute(sa.update(REGEL).where(*named).values(casus=None, gegeven=None))
        return self.plan(plan.id)

    # --- lines

    def lines(
        self, plan_id: str, *, after: int = -1, limit: int, state: LineState | None = None
    ) -> tuple[PlanLine, ...]:
        """
        Give at most *limit* lines with a number above *after*, in order; only those in *state*.
        """
        query = sa.select(*LINE_COLUMNS).where(REGEL.c.plan == plan_id, REGEL.c.nummer > after)
        if state is not None:
            query = query.where(REGEL.c.state == state)
        rows = self.connection.execute(query.order_by(REGEL.c.nummer).limit(limit))
        return tuple(line_of(row) for row in rows)

    def counts(self, plan_id: str) -> Mapping[LineState, int]:
        """
        Say how many lines of a plan are in each state.
        """
        query = sa.select(REGEL.c.state, sa.func.count()).where(REGEL.c.plan == plan_id)
        rows = self.connection.execute(query.group_by(REGEL.c.state))
        return {LineState(state): number for state, number in rows}

    def mark(
        self,
        plan_id: str,
        nummers: Collection[int],
        state: LineState,
        uitkomst: Uitkomst,
        gedaan_op: datetime,
        logregel: int | None = None,
    ) -> None:
        """
        Write down what became of lines that were still to be done.

        Raises:
            Conflict: One of them is not there, or something became of it already.
        """
        change: dict[str, Any] = {"state": state, "uitkomst": uitkomst, "gedaan_op": gedaan_op}
        change["logregel"] = logregel
        self._change(plan_id, nummers, LineState.GEPLAND, change)

    def logged(self, plan_id: str, logregels: Mapping[int, int]) -> None:
        """
        Fill in, for lines by number, the line of the logboek that tells of each, once.

        Raises:
            Conflict: One of them is not there, or has another one.
        """
        unknown = sa.or_(REGEL.c.logregel.is_(None), REGEL.c.logregel == sa.bindparam("nieuw"))
        one = (REGEL.c.plan == plan_id, REGEL.c.nummer == sa.bindparam("regel_nummer"), unknown)
        rows = [{"regel_nummer": number, "nieuw": log} for number, log in logregels.items()]
        if not rows:
            return
        statement = sa.update(REGEL).where(*one).values(logregel=sa.bindparam("nieuw"))
        if self.connection.execute(statement, rows).rowcount != len(rows):
            raise Conflict(register=REGEL.name, rij=plan_id)

    def blank(self, plan_id: str, nummers: Collection[int]) -> None:
        """
        Let lines that were carried out, everywhere, name no case any more: they are KLAAR.

        Raises:
            Conflict: One is not there, was not carried out, or a target has still to follow.
        """
        for some in batched(nummers):
            due = (DOEL.c.plan == plan_id, DOEL.c.regel.in_(some), DOEL.c.state == TargetState.OPEN)
            if self.connection.execute(sa.select(DOEL.c.regel).where(*due).limit(1)).first():
                raise Conflict(register=DOEL.name, rij=plan_id)
        gone = {"state": LineState.KLAAR, "casus": None, "gegeven": None}
        self._change(plan_id, nummers, LineState.UITGEVOERD, gone)

    # --- inside

    def _plans(self, *wanted: sa.ColumnElement[bool]) -> tuple[Plan, ...]:
        query = sa.select(*PLAN_COLUMNS).where(*wanted).order_by(PLAN.c.opgesteld_op, PLAN.c.id)
        return tuple(plan_of(row) for row in self.connection.execute(query))

    def _one_person(self, een: str, ander: str) -> bool:
        people = shape_of(Medewerker).table
        query = sa.select(people.c.persoon).where(people.c.id.in_([een, ander])).distinct()
        return een == ander or len(self.connection.execute(query).all()) == 1

    def _nothing_open(self, plan: Plan, state: PlanState) -> None:
        """
        See that nothing waits that has to be done before *state*.
        """
        waiting = {
            PlanState.OPRUIMEN: [LineState.GEPLAND],
            PlanState.KLAAR: [LineState.GEPLAND, LineState.UITGEVOERD],
        }.get(state, [])
        open_lines = sum(self.counts(plan.id).get(each, 0) for each in waiting) if waiting else 0
        if open_lines:
            raise PlanRefused(van=plan.state, naar=state, wachtend=open_lines)

    def _change(
        self, plan_id: str, nummers: Collection[int], was: LineState, change: Mapping[str, Any]
    ) -> None:
        for some in batched(nummers):
            lines = (REGEL.c.plan == plan_id, REGEL.c.nummer.in_(some), REGEL.c.state == was)
            done = self.connection.execute(sa.update(REGEL).where(*lines).values(change))
            if done.rowcount != len(some):
                raise Conflict(register=REGEL.name, rij=plan_id)
