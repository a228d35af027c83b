"""
The end of a run: what the rows were sealed with, what the host has, what the files still hold.

Every step may be done again, so a run that was cut off, or that others kept from forgetting, does
them again until nothing is left. Only then is a plan done.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from zvhprivacy.bewaren.gate import remains
from zvhprivacy.bewaren.intent import told
from zvhprivacy.bewaren.ledger import DeadKey, Destroyed
from zvhprivacy.bewaren.needs import Workplace
from zvhprivacy.bewaren.plan import WHOLE
from zvhprivacy.bewaren.renew import renew
from zvhprivacy.bewaren.targets import Opdracht, Vernietiger
from zvhprivacy.bewaren.turn import Turn
from zvhprivacy.errors import ZvhError
from zvhprivacy.model.bewaarplan import LineState, Plan, PlanLine
from zvhprivacy.store.errors import TracesLeft
from zvhprivacy.store.involved import there
from zvhprivacy.store.plannen import Plannen
from zvhprivacy.store.planning import ABOLISHED, DueTarget
from zvhprivacy.store.purge import purged_tables
from zvhprivacy.store.rls import see_all
from zvhprivacy.store.scrub import scrub


LINES_AT_ONCE = 500
FORGOTTEN = "vergeten"  # the kluis keeps of which plan the files forgot everything
_PLAN_TABLES = ("bewaardoel", "bewaarplan_regel")  # their lines named cases


@dataclass(slots=True)
class Left:
    """
    What keeps a plan from being done; nothing does when all of it is empty.

    *doelen* counts what each target has still to destroy, with the kind of error or `ontbreekt`.
    *sporen* says which files hold traces, *resten* how many rows, keys and persons are there that
    should be gone, *fouten* which cases could not be given a new key, by kind of error.
    """

    doelen: Counter[tuple[str, str]] = field(default_factory=Counter)
    sporen: list[str] = field(default_factory=list)
    resten: Counter[str] = field(default_factory=Counter)
    fouten: Counter[str] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return bool(self.doelen or self.sporen or self.resten or self.fouten)


class Ending:
    """
    What follows when all lines of *plan* were carried out or passed over.

    *doelen* are the targets of the host by name; what is open for one of *opgeheven* is dropped.
    """

    def __init__(
        self,
        work: Workplace,
        turn: Turn,
        plan: Plan,
        *,
        doelen: Mapping[str, Vernietiger],
        opgeheven: Collection[str] = (),
    ) -> None:
        self._work = work
        self._turn = turn
        self._plan = plan
        self._doelen = doelen
        self._opgeheven = opgeheven
        self.left = Left()

    def carry_out(self) -> Left:
        """
        Do all steps, and say what is left; one that fails keeps no other from being done.

        Raises:
            LeaseLost: another process took over.
            StoreFailed, LedgerFailed: a database or the ledger cannot be used.
        """
        stores = self._work.stores
        if stores.vault.progress(FORGOTTEN) != self._plan.id:
            self.renew_keys()
            self.forget()
            self.look_again()
            if not self.left:
                stores.vault.set_progress(FORGOTTEN, self._plan.id)
        self.follow()
        if not self.left:
            self.blank()
        return self.left

    # --- cases of which items went

    def renew_keys(self) -> None:
        """
        Give the cases of which items went a new key, so that no copy of those items opens.
        """
        went: dict[str, list[str]] = defaultdict(list)
        for line in self._carried_out():
            if line.soort != WHOLE and line.casus is not None and line.gegeven is not None:
                went[line.casus].append(line.gegeven)
        with self._work.stores.hoofd.read() as connection:
            see_all(connection)
            here = there(connection, went)
        for casus, items in went.items():
            if casus not in here:  # all of it went since
                self._record(items, ())
                continue
            try:
                dead = renew(self._work.stores, self._work.renew, casus)
            except ZvhError as error:
                self.left.fouten[error.code] += 1
            else:
                self._record(items, dead)

    def _record(self, items: Collection[str], dead: Collection[DeadKey]) -> None:
        stores, now = self._work.stores, self._work.klok()
        with self._turn.write():
            line = Destroyed(
                self._plan.id,
                now.tijd.isoformat(timespec="seconds"),
                stores.log.head().size,
                gegevens=tuple(items),
                sleutels=tuple(dead),
            )
            mark = stores.ledger.append(line)
        told(stores.vault, (), mark)

    # --- files

    def forget(self) -> None:
        """
        Leave nothing in the files of both databases of what was removed.
        """
        stores = self._work.stores
        names = [table.name for table in purged_tables()]
        try:
            scrub(stores.hoofd, [*names, *_PLAN_TABLES])
        except TracesLeft as error:
            self.left.sporen.append(dict(error.values)["soort"])
        try:
            stores.vault.forget()
        except TracesLeft as error:
            self.left.sporen.append(dict(error.values)["soort"])

    def look_again(self) -> None:
        """
        See that no row, key or person is there of what the ledger calls destroyed by this plan.
        """
        stores = self._work.stores
        for _, line in stores.ledger.entries():
            if line.plan == self._plan.id:
                self.left.resten += remains(stores.hoofd, stores.vault, line)

    # --- targets of the host

    def follow(self) -> None:
        """
        Let the targets of the host destroy what they have; what fails is asked again next time.
        """
        after = -1
        while due := self._due(after):
            for order in due:
                self._follow(order)
            after = due[-1].regel

    def _due(self, after: int) -> tuple[DueTarget, ...]:
        with self._turn.write() as plannen:
            return plannen.targets_due(self._plan.id, limit=LINES_AT_ONCE, after=after)

    def _follow(self, due: DueTarget) -> None:
        target, failed = self._doelen.get(due.doel), ""
        abolished = target is None and due.doel in self._opgeheven
        if target is not None:
            order = Opdracht(f"{self._plan.id}-{due.regel}", due.casus, due.gegeven)
            try:
                target.vernietig(order)
            except Exception as error:  # noqa: BLE001 - the host's own, and others go on
                failed = type(error).__name__
        elif not abolished:
            failed = "ontbreekt"
        with self._turn.write() as plannen:
            if failed or abolished:
                uitkomst = failed or ABOLISHED
                plannen.target_failed(self._plan.id, due.regel, due.doel, uitkomst=uitkomst)
            if failed:
                self.left.doelen[due.doel, failed] += 1
            else:
                op = self._work.klok().tijd
                plannen.target_done(self._plan.id, due.regel, due.doel, op=op)

    def blank(self) -> None:
        """
        Let the lines name no case any more.
        """
        while True:
            with self._turn.write() as plannen:
                done = self._lines(plannen, -1)
                if not done:
                    return
                plannen.blank(self._plan.id, [line.nummer for line in done])

    def _carried_out(self) -> Iterator[PlanLine]:
        after = -1
        while True:
            with self._work.stores.hoofd.read() as connection:
                see_all(connection)
                lines = self._lines(Plannen(connection), after)
            if not lines:
                return
            yield from lines
            after = lines[-1].nummer

    def _lines(self, plannen: Plannen, after: int) -> tuple[PlanLine, ...]:
        state = LineState.UITGEVOERD
        return plannen.lines(self._plan.id, after=after, limit=LINES_AT_ONCE, state=state)
