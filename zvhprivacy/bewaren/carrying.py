"""
One approved plan, carried out batch by batch from where it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zvhprivacy.bewaren.batch import Batch, Done, Orders
from zvhprivacy.bewaren.ending import Ending, Left
from zvhprivacy.bewaren.intent import pending, told
from zvhprivacy.bewaren.needs import Answer, Cell, Workplace
from zvhprivacy.bewaren.outcome import PlanReport
from zvhprivacy.bewaren.plan import hash_of
from zvhprivacy.bewaren.targets import KentPersonen, TargetFailed, Vernietiger
from zvhprivacy.bewaren.telling import TRACE_BYTES, Teller
from zvhprivacy.bewaren.turn import Turn
from zvhprivacy.logboek.errors import BadLine
from zvhprivacy.logboek.line import Line
from zvhprivacy.model.bewaarplan import LineState, Plan, PlanLine, PlanState, Uitkomst
from zvhprivacy.model.casus import NotRegistered
from zvhprivacy.policy.collecting import collecting_later
from zvhprivacy.store.involved import there
from zvhprivacy.store.plannen import Plannen
from zvhprivacy.store.rls import see_all


BATCH = 500  # lines in one transaction: a second or two in which nobody else writes
LOOKS = 3  # at lines of which something changed between the look and the transaction

Stap = Callable[[int], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """
    What to carry out with, besides the plans.

    *houder* is the host and process that do it. *vernietigers* are the targets of the host;
    *opgeheven* names targets that took part before and are no more. *stap* hears how many lines
    were done.
    """

    houder: str
    vernietigers: Collection[Vernietiger] = ()
    opgeheven: Collection[str] = ()
    stap: Stap = lambda _: None


class Carrying:
    """
    One plan that is being carried out.
    """

    def __init__(
        self, work: Workplace, job: Job, turn: Turn, plan: Plan, doelen: Mapping[str, Vernietiger]
    ) -> None:
        self._work = work
        self._job = job
        self._turn = turn
        self._doelen = doelen
        self._plan = plan
        self._asked: dict[tuple[date, Cell], Answer] = {}
        self._teller = Teller(
            trace=work.stores.toeval(TRACE_BYTES).hex(),
            toeval=work.stores.toeval,
            beleid=work.beleid,
            goedgekeurd_door=work.alias(plan.goedgekeurd_door or ""),
            activiteit=work.activiteit,
        )
        self._counts: Counter[str] = Counter()
        self._passed: Counter[Uitkomst] = Counter()
        self._regels = 0

    def carry_out(self) -> PlanReport:
        """
        Go on where it was, to the end.
        """
        left = Left()
        if self._plan.state in {PlanState.GOEDGEKEURD, PlanState.BEZIG}:
            if not self._as_approved():
                left.fouten["plan-veranderd"] += 1
                return self._report(left)
            self._begin()
            self._settle()
            self._work.stores.ledger.ready()
            self._destroy()
            self._advance(PlanState.OPRUIMEN, "opruimen")
        ending = Ending(
            self._work,
            self._turn,
            self._plan,
            doelen=self._doelen,
            opgeheven=self._job.opgeheven,
        )
        left = ending.carry_out()
        if not left:
            self._advance(PlanState.KLAAR, "klaar", klaar_op=self._work.klok().tijd)
        return self._report(left)

    def _report(self, left: Left) -> PlanReport:
        return PlanReport(
            plan=self._plan.id,
            hash=self._plan.hash,
            state=self._plan.state,
            zaken=self._counts["zaken"],
            gegevens=self._counts["gegevens"],
            personen=self._counts["personen"],
            overgeslagen=dict(self._passed),
            onbekend=self._counts["onbekend"],
            left=left,
        )

    def _as_approved(self) -> bool:
        """
        Say whether the lines are those that were approved.
        """
        with self._work.stores.hoofd.read() as connection:
            see_all(connection)
            plannen = Plannen(connection)
            self._regels = sum(plannen.counts(self._plan.id).values())
            lines = all_lines(plannen, self._plan.id)
            return hash_of(self._plan, lines) == self._plan.hash

    def _begin(self) -> None:
        if self._plan.state is PlanState.BEZIG:
            self._tell("hervat")
        else:
            now = self._work.klok().tijd
            self._advance(PlanState.BEZIG, "begonnen", begonnen_op=now, aantal=self._regels)

    def _settle(self) -> None:
        """
        Forget what an earlier run destroyed and told of, and was cut off before it forgot.
        """
        stores = self._work.stores
        before = pending(stores.vault)
        if before is not None:
            with stores.hoofd.read() as connection:
                see_all(connection)
                here = there(connection, before.casussen)
            if not here:
                told(stores.vault, before.casussen, stores.ledger.mark())

    def _destroy(self) -> None:
        orders = Orders(
            hold=self._turn.hold,
            ask=self._ask,
            elders=self._elders,
            doelen=tuple(self._doelen),
            teller=self._teller,
        )
        for _ in range(LOOKS):
            for lines in self._planned():
                self._batch(orders, lines)
        for lines in self._planned():  # they go on changing: then it is not what was approved
            self._pass_over(lines, Uitkomst.GEWIJZIGD)

    def _planned(self) -> Iterator[tuple[PlanLine, ...]]:
        after = -1
        while True:
            with self._work.stores.hoofd.read() as connection:
                see_all(connection)
                lines = Plannen(connection).lines(
                    self._plan.id, after=after, limit=BATCH, state=LineState.GEPLAND
                )
            if not lines:
                return
            yield lines
            after = lines[-1].nummer

    def _batch(self, orders: Orders, lines: Sequence[PlanLine]) -> None:
        batch = Batch(self._work, orders, self._plan, lines)
        try:
            with collecting_later():
                batch.prepare()
                done = batch.carry_out()
        except (NotRegistered, BadLine):
            # A damaged row keeps no other case from being destroyed.
            if len(lines) == 1:
                self._pass_over(lines, Uitkomst.ONBEKEND)
                return
            middle = len(lines) // 2
            self._batch(orders, lines[:middle])
            self._batch(orders, lines[middle:])
            return
        self._count(done)
        self._job.stap(len(lines) - len(done.open))

    def _count(self, done: Done) -> None:
        self._counts.update(
            zaken=done.zaken,
            gegevens=done.gegevens,
            personen=done.personen,
            onbekend=done.onbekend,
        )
        self._passed.update(done.overgeslagen)

    def _pass_over(self, lines: Sequence[PlanLine], uitkomst: Uitkomst) -> None:
        with self._turn.write() as plannen:
            plannen.mark(
                self._plan.id,
                [line.nummer for line in lines],
                LineState.OVERGESLAGEN,
                uitkomst=uitkomst,
                gedaan_op=self._work.klok().tijd,
            )
        self._passed[uitkomst] += len(lines)
        self._job.stap(len(lines))

    def _ask(self, cells: Collection[Cell]) -> dict[Cell, Answer]:
        """
        Ask the policy, of each cell once a day.
        """
        dag = self._work.klok().dag
        new = sorted(cell for cell in cells if (dag, cell) not in self._asked)
        if new:
            namens = self._plan.goedgekeurd_door or ""
            answers = self._work.ask(new, namens, self._teller.trace)
            self._asked |= {(dag, cell): answer for cell, answer in answers.items()}
        return {cell: self._asked[dag, cell] for cell in cells}

    def _elders(self, personen: Collection[str]) -> set[str]:
        needed = set[str]()
        for doel, each in self._doelen.items():
            if isinstance(each, KentPersonen):
                try:
                    needed.update(each.kent(personen))
                except Exception as error:
                    raise TargetFailed(doel=doel, soort=type(error).__name__) from error
        return needed

    def _tell(self, reden: str) -> None:
        def deed(connection: Any, _: int) -> tuple[Iterable[Line], None]:
            self._turn.hold(Plannen(connection))
            return [self._teller.plan(self._plan, reden=reden)], None

        self._work.stores.writer.perform(deed)

    def _advance(
        self, state: PlanState, reden: str, *, aantal: int | None = None, **filled: str | datetime
    ) -> None:
        count = self._counts["zaken"] + self._counts["gegevens"] if aantal is None else aantal
        work, turn, teller = self._work, self._turn, self._teller
        self._plan = advance(work, turn, teller, self._plan, state, reden, aantal=count, **filled)


def advance(
    work: Workplace,
    turn: Turn,
    teller: Teller,
    plan: Plan,
    state: PlanState,
    reden: str,
    *,
    aantal: int | None = None,
    **filled: str | datetime,
) -> Plan:
    """
    Let *plan* go on to *state*, with a line in the logboek that says so.
    """

    def deed(connection: Any, _: int) -> tuple[Iterable[Line], Plan]:
        see_all(connection)
        plannen = Plannen(connection)
        turn.hold(plannen)
        moved = plannen.advance(plan, state, **filled)
        return [teller.plan(plan, reden=reden, aantal=aantal)], moved

    moved: Plan = work.stores.writer.perform(deed).uitkomst
    return moved


def all_lines(plannen: Plannen, plan: str) -> Iterator[PlanLine]:
    """
    Go through all lines of a plan, in order.
    """
    after = -1
    while lines := plannen.lines(plan, after=after, limit=1_000):
        yield from lines
        after = lines[-1].nummer
