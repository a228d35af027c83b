"""
Retention: what has to go is planned, approved by another person, carried out, and watched.
"""

from __future__ import annotations

import os
import socket

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zvhprivacy.bewaren.approve import approval
from zvhprivacy.bewaren.carrying import Job, Stap, all_lines
from zvhprivacy.bewaren.looking import look_ahead, planned_lines
from zvhprivacy.bewaren.needs import Cell, Workplace
from zvhprivacy.bewaren.outcome import RunReport
from zvhprivacy.bewaren.plan import WHOLE, Planning, hash_of
from zvhprivacy.bewaren.run import agenda, run
from zvhprivacy.bewaren.shield import Shielded, shield
from zvhprivacy.bewaren.status import Status, status
from zvhprivacy.bewaren.targets import Vernietiger
from zvhprivacy.bewaren.telling import TRACE_BYTES, Teller
from zvhprivacy.engine.bewaren_verklaring import GEEN_KOPIEEN, Kopieen, onderteken, verklaar
from zvhprivacy.engine.bewaren_werk import Asked, asker, workplace
from zvhprivacy.errors import AccessDenied, WrongUse, ZvhError
from zvhprivacy.logboek.line import Gebeurtenis, Line, Resultaat
from zvhprivacy.model.bewaarplan import LineState, Plan, PlanLine, PlanState
from zvhprivacy.store.involved import items_there, kinds_in
from zvhprivacy.store.plannen import Plannen
from zvhprivacy.store.rls import see_all


if TYPE_CHECKING:
    from datetime import date

    from zvhprivacy.bewaren.banding import Published
    from zvhprivacy.bewaren.certificate import Certificate
    from zvhprivacy.engine.rooms import Rooms
    from zvhprivacy.model.about import About


BEHEREN, METADATA = "beheren", ("casusmetadata", "betrokkene")


class Bewaren:
    """
    Retention of one house; `Engine.bewaren` gives it.

    *about* of each call says by its `medewerker` who does it: a person designated as
    bewaarbeheerder. What nobody has to do by hand takes none.
    """

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def plan(self, *, op: date | None = None) -> Planning:
        """
        Say what has to go, seen on the day *op*: the same list as `stel_op` keeps, not kept.

        It changes and writes nothing. It is about all cases and names them by their ids: show it
        to who keeps the terms, and to nobody else.

        Raises:
            NoTerms: the policy says nowhere how long data may be kept.
            ShadowOnly: this engine does not enforce.
        """
        return look_ahead(self._work(), op=op)

    def stel_op(self, about: About) -> tuple[Plan, Planning] | None:
        """
        Make a plan of what has to go and keep it; None when nothing has to.

        A plan that still waits for approval lapses: this one comes in its place.

        Raises:
            AccessDenied: this person keeps no terms (`beheren`).
        """
        work, found = self._work(), self.plan()
        if not found.regels:
            return None
        trace = self._trace()
        cells = {
            Cell(BEHEREN, line.convenant, line.proces, line.kader, line.fase, *METADATA)
            for line in found.regels
        }
        self._allowed(self._asked(cells, about, trace).values())
        made = Plan(
            id=self._rooms.storage.new_id(),
            hash=found.hash,
            op=found.op,
            horizon=found.horizon,
            beleid=found.beleid,
            opgesteld_door=about.medewerker or "",
            opgesteld_op=work.klok().tijd,
        )
        teller, actor = self._teller(work, trace), work.alias(made.opgesteld_door)

        def deed(connection: Any, _: int) -> tuple[Iterable[Line], None]:
            see_all(connection)
            plannen, lines = Plannen(connection), list[Line]()
            for old in plannen.plans(PlanState.OPGESTELD):
                plannen.advance(old, PlanState.VERVALLEN)
                lines.append(teller.plan(old, actor=actor, reden="vervallen"))
            plannen.add(made, found.regels)
            count = len(found.regels)
            lines.append(teller.plan(made, actor=actor, reden="opgesteld", aantal=count))
            for kept in found.niet_gepland:
                lines += teller.not_planned(made, kept)
            return lines, None

        self._rooms.storage.writer.perform(deed)
        return made, found

    def keur_goed(self, plan_id: str, hash_gezien: str, about: About) -> Plan:
        """
        Approve a plan, as another person than made it, who saw it with this hash.

        The policy is asked whether this person may destroy, per kind of data, process and phase;
        lines that it refuses are passed over when the plan is carried out.

        Raises:
            NotApproved: it is another plan, an older one, changed or expired.
            OnePerson: this person made it, with this account or another.
            AccessDenied: nothing of it may be destroyed by the order of this person.
            Missing: there is no such plan.
        """
        work, trace = self._work(), self._trace()
        with work.stores.hoofd.read() as connection:
            see_all(connection)
            seen = Plannen(connection).plan(plan_id)
        cells = self._cells(work, plan_id)
        if cells:
            self._allowed(self._asked(cells, about, trace).values())
        door, teller = about.medewerker or "", self._teller(work, trace)
        told = teller.plan(
            seen,
            gebeurtenis=Gebeurtenis.BESLUIT,
            actor=work.alias(door),
            reden="goedgekeurd",
        )

        def deed(connection: Any, _: int) -> tuple[Iterable[Line], Plan]:
            see_all(connection)
            plannen, now = Plannen(connection), work.klok()
            newest = plannen.newest()
            given = approval(
                seen,
                hash_gezien=hash_gezien,
                hash_nu=hash_of(seen, all_lines(plannen, plan_id)),
                nieuwste=newest.id if newest else "",
                beleid=work.beleid,
                uitvoering=work.terms.uitvoering,
                nu=now.tijd,
            )
            approved = plannen.advance(
                seen,
                PlanState.GOEDGEKEURD,
                goedgekeurd_door=door,
                goedgekeurd_op=now.tijd,
                uit_te_voeren_vanaf=given.vanaf,
                verloopt_op=given.verloopt_op,
            )
            return [told], approved

        try:
            approved: Plan = self._rooms.storage.writer.perform(deed).uitkomst
        except ZvhError:
            self._rooms.storage.writer.write([replace(told, resultaat=Resultaat.MISLUKT)])
            raise
        return approved

    def trek_in(self, plan_id: str, about: About) -> Plan:
        """
        Let a plan lapse of which nothing was carried out yet, approved or not.

        Raises:
            AccessDenied: this person keeps no terms (`beheren`).
            PlanRefused: it is being carried out, or it is over.
        """
        work, trace = self._work(), self._trace()
        with work.stores.hoofd.read() as connection:
            see_all(connection)
            plannen = Plannen(connection)
            seen = plannen.plan(plan_id)
            cells = {
                Cell(BEHEREN, line.convenant, line.proces, line.kader, line.fase, *METADATA)
                for line in all_lines(plannen, plan_id)
            }
        self._allowed(self._asked(cells, about, trace).values())
        teller, actor = self._teller(work, trace), work.alias(about.medewerker or "")

        def deed(connection: Any, _: int) -> tuple[Iterable[Line], Plan]:
            see_all(connection)
            lapsed = Plannen(connection).advance(seen, PlanState.VERVALLEN)
            return [teller.plan(seen, actor=actor, reden="ingetrokken")], lapsed

        lapsed: Plan = self._rooms.storage.writer.perform(deed).uitkomst
        return lapsed

    def run(
        self,
        *,
        vernietigers: Collection[Vernietiger] = (),
        opgeheven: Collection[str] = (),
        if_due: bool = False,
        houder: str | None = None,
        stap: Stap = lambda _: None,
    ) -> RunReport:
        """
        Carry out what was approved and waited long enough, and finish what was cut off.

        It needs no person and can be called every hour with *if_due*: then it is no error that
        there is nothing to do. *vernietigers* are what the host keeps of our cases; once one took
        part, every run has to have it, until *opgeheven* names it. *stap* hears how many lines
        were done.

        Raises:
            NothingReady: there is nothing to carry out.
            TargetMissing: a target that took part before is not there.
            LeaseHeld: another process carries out.
            ZvhError: a database or the ledger cannot be used; the next run goes on.
        """
        job = Job(
            houder=houder or f"{socket.gethostname()}:{os.getpid()}",
            vernietigers=vernietigers,
            opgeheven=opgeheven,
            stap=stap,
        )
        return run(self._work(), job, if_due=if_due)

    def te_doen(self) -> int:
        """
        Say how many lines `run` would carry out now.
        """
        work = self._work()
        ready = agenda(work).nu
        with work.hoofd.read() as connection:
            see_all(connection)
            plannen = Plannen(connection)
            return sum(plannen.counts(each.id).get(LineState.GEPLAND, 0) for each in ready)

    def scherm_af(self, *, stap: Stap = lambda _: None) -> Shielded:
        """
        Shield what is closed, waits for its destruction or cannot be judged; it needs no person.
        """
        return shield(self._work(), stap=stap)

    def status(self) -> Status:
        """
        Say how retention stands, in counts and days; it names no case and nobody.
        """
        return status(self._work())

    def plannen(self, *states: PlanState) -> tuple[Plan, ...]:
        """
        Give the plans in one of *states*, or all, the oldest first.
        """
        work = self._work()
        with work.stores.hoofd.read() as connection:
            see_all(connection)
            return Plannen(connection).plans(*states)

    def verklaring(self, plan_id: str, kopieen: Kopieen = GEEN_KOPIEEN) -> Certificate:
        """
        Make the certificate of destruction of a plan that is done; see `publish` and `onderteken`.

        *kopieen* says how long back-ups of the databases are kept, which nobody knows here.

        Raises:
            NotFinished: something of it is still to be done.
            Missing: there is no such plan.
        """
        return verklaar(self._rooms, self._work(), plan_id, kopieen)

    def onderteken(self, verklaring: Certificate | Published) -> bytes:
        """
        Give the file of a certificate, signed with the key of the logboek.
        """
        return onderteken(self._rooms.storage, verklaring)

    def regels(self, plan_id: str) -> tuple[PlanLine, ...]:
        """
        Give the lines of a plan, in order.
        """
        work = self._work()
        with work.stores.hoofd.read() as connection:
            see_all(connection)
            return tuple(all_lines(Plannen(connection), plan_id))

    # --- inside

    def _work(self) -> Workplace:
        self._rooms.desk.enforces()
        return workplace(self._rooms)

    def _trace(self) -> str:
        return self._rooms.storage.toeval(TRACE_BYTES).hex()

    def _teller(self, work: Workplace, trace: str) -> Teller:
        return Teller(
            trace=trace,
            toeval=work.stores.toeval,
            beleid=work.beleid,
            goedgekeurd_door=None,
            activiteit=work.activiteit,
        )

    def _asked(self, cells: Collection[Cell], about: About, trace: str) -> dict[Cell, Asked]:
        if about.medewerker is None:
            raise WrongUse(reden="dit vraagt een aangewezen bewaarbeheerder")
        return asker(self._rooms)(cells, about.medewerker, trace)

    @staticmethod
    def _allowed(answers: Iterable[Asked]) -> None:
        given = [each.decision for each in answers]
        if given and not any(given):
            raise AccessDenied(given[0])

    @staticmethod
    def _cells(work: Workplace, plan_id: str) -> set[Cell]:
        """
        Give all that the policy has to be asked about the lines of a plan.
        """
        found = set[Cell]()
        with work.stores.hoofd.read() as connection:
            see_all(connection)
            for some in planned_lines(Plannen(connection), plan_id):
                whole = {line.casus: line for line in some if line.soort == WHOLE and line.casus}
                items = {line.gegeven: line for line in some if line.gegeven}
                found |= {_cell(line, *METADATA) for line in whole.values()}
                for casus, *kind in kinds_in(connection, whole):
                    found.add(_cell(whole[casus], *kind))
                for item in items_there(connection, items):
                    found.add(_cell(items[item.gegeven], item.categorie, item.over))
        return found


def _cell(line: PlanLine, gegevens: str, over: str) -> Cell:
    where = (line.convenant, line.proces, line.kader, line.fase)
    return Cell(line.actie.value, *where, gegevens, over)
