"""
One batch: some hundred lines of a plan, looked at again and carried out in one transaction.

The order is what makes it safe. Keys and secrets go first, in a transaction of the kluis that also
keeps what they were; then the ledger tells of it; then the rows go, with the lines of the logboek
and the state of the plan. Whatever is cut off after the first step is finished from there: a case
without a key is destroyed, whatever was decided about it since.

The hoofd is always locked before the kluis, here and everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from zvhprivacy.bewaren.approve import holds
from zvhprivacy.bewaren.besides import leave, unneeded
from zvhprivacy.bewaren.deciding import Fate, decide
from zvhprivacy.bewaren.intent import Intent, declare, pending, told
from zvhprivacy.bewaren.ledger import Mark
from zvhprivacy.bewaren.needs import Answer, Cell, Who, Workplace
from zvhprivacy.bewaren.plan import WHOLE, judged
from zvhprivacy.bewaren.seen import Seen, look
from zvhprivacy.bewaren.telling import Teller, must_fit
from zvhprivacy.logboek.line import AuditLine, Line
from zvhprivacy.model.bewaarplan import LineState, Plan, PlanLine, Uitkomst
from zvhprivacy.model.bewaartermijn import Actie
from zvhprivacy.model.casus import Betrokkene
from zvhprivacy.store.involved import hanging_on
from zvhprivacy.store.plannen import Plannen
from zvhprivacy.store.purge import purge_cases, purge_items
from zvhprivacy.store.rls import see_all
from zvhprivacy.vault.person import PersonId


Ask = Callable[[Collection[Cell]], Mapping[Cell, Answer]]


class Orders(NamedTuple):
    """
    What is the same for all batches of a run.

    *hold* keeps the lease, or raises. *ask* asks the policy, and writes down what it said. *elders*
    says which persons are still needed elsewhere. *doelen* are the targets that have to follow.
    """

    hold: Callable[[Plannen], object]
    ask: Ask
    elders: Callable[[Collection[str]], Collection[str]]
    doelen: tuple[str, ...]
    teller: Teller


class Done(NamedTuple):
    """
    What a batch came to: how many cases, items and persons went, and what was passed over.

    *onbekend* are people who could not be opened, so that their secrets stayed. *open* are lines
    that have to be looked at once more, for something about them changed meanwhile.
    """

    zaken: int
    gegevens: int
    personen: int
    overgeslagen: Mapping[Uitkomst, int]
    onbekend: int
    open: tuple[int, ...]


class _Gone(NamedTuple):
    """
    What the deed of a batch has to give when it is durable.
    """

    done: Done
    zaken: tuple[str, ...]
    mark: Mark | None


class Batch:
    """
    Some *lines* of *plan*, with what was found out before the transaction.
    """

    def __init__(
        self, work: Workplace, orders: Orders, plan: Plan, lines: Sequence[PlanLine]
    ) -> None:
        self._work = work
        self._orders = orders
        self._plan = plan
        self._lines = lines
        self._opened: dict[tuple[str, int], Who | None] = {}
        self._needed: frozenset[str] = frozenset()
        self._answers: Mapping[Cell, Answer] = {}
        self._now = work.klok()

    def prepare(self) -> None:
        """
        Open who is in the cases, and ask the policy and the host: nobody has to wait for that.

        Raises:
            NotRegistered: a row is damaged.
        """
        with self._work.stores.hoofd.read() as connection:
            see_all(connection)
            seen = look(self._work, connection, self._lines, facts=False)
        people = [person for there in seen.people.values() for person in there]
        self._opened = dict(zip(map(_version, people), self._work.who(people), strict=True))
        persons = {who.persoon for who in self._opened.values() if who is not None}
        self._needed = frozenset(self._orders.elders(sorted(persons))) if persons else frozenset()
        self._answers = self._orders.ask(
            {each for line in self._lines for each in seen.cells(line)}
        )

    def carry_out(self) -> Done:
        """
        Destroy what still has to go, all of it or nothing, and say what came of it.

        Raises:
            LeaseLost: another process took over; nothing was done.
            LedgerFailed: it cannot be told outside; what was begun, the next run finishes.
            NotRegistered, BadLine: a row is damaged; nothing was done.
        """
        gone: _Gone = self._work.stores.writer.perform(self._deed).uitkomst
        if gone.mark is not None:
            told(self._work.stores.vault, gone.zaken, gone.mark)
        return gone.done

    # --- the transaction

    def _deed(self, connection: Any, first: int) -> tuple[Iterable[Line], _Gone]:
        see_all(connection)
        plannen = Plannen(connection)
        self._orders.hold(plannen)
        self._now = self._work.klok()
        seen = look(self._work, connection, self._lines)
        fates = [self._fate(line, seen) for line in self._lines]
        going = [fate for fate in fates if fate.goes]
        cases = tuple(str(fate.line.casus) for fate in going if fate.line.soort == WHOLE)
        persons = self._unneeded(connection, seen, cases)
        left = self._leave(connection, seen, going)
        lines, numbers = self._tell(connection, seen, going, first)
        must_fit(lines)
        mark = self._destroy(plannen, seen, cases, persons, first) if cases else None
        self._remove(connection, going, cases)
        self._mark(plannen, fates, numbers, left)
        done = Done(
            zaken=len(cases),
            gegevens=sum(fate.line.soort != WHOLE for fate in going),
            personen=len(persons),
            overgeslagen=Counter(fate.uitkomst for fate in fates if fate.uitkomst is not None),
            onbekend=self._unread(seen, cases),
            open=tuple(fate.line.nummer for fate in fates if fate.open),
        )
        return lines, _Gone(done, cases, mark)

    def _fate(self, line: PlanLine, seen: Seen) -> Fate:
        if line.soort == WHOLE and line.casus in seen.dood:
            return Fate(line, goes=True)
        if not holds(self._plan, self._now.tijd):
            return Fate(line, uitkomst=Uitkomst.VERLOPEN)
        facts, work = seen.facts.get(line.casus or ""), self._work
        case = facts and judged(facts, work.terms, self._plan.horizon, self._now.dag)
        same = self._plan.beleid == work.beleid
        return decide(line, case, zelfde_beleid=same, mag=lambda: self._may(line, seen))

    def _may(self, line: PlanLine, seen: Seen) -> bool | None:
        """
        Say whether the policy allows it; None when something came that nobody looked at before.
        """
        if any(_version(person) not in self._opened for person in seen.about(line)):
            return None
        answers = [self._answers.get(cell) for cell in seen.cells(line)]
        if not all(answers):
            return None
        return all(answer.toegestaan for answer in answers if answer)

    def _unneeded(
        self, connection: Any, seen: Seen, cases: tuple[str, ...]
    ) -> tuple[PersonId, ...]:
        """
        Give who was in *cases* and is needed nowhere any more.
        """
        people = [person for casus in cases for person in seen.people.get(casus, ())]
        opened = [self._opened.get(_version(person)) for person in people]
        met = {who.persoon for who in opened if who is not None} - self._needed
        return unneeded(self._work.stores, connection, met, cases)

    def _leave(self, connection: Any, seen: Seen, going: Sequence[Fate]) -> frozenset[int]:
        """
        Keep what may be left of cases that are anonymised; give the numbers of their lines.
        """
        asked = [
            (fate.line.nummer, facts)
            for fate in going
            if fate.line.actie is Actie.ANONIMISEREN
            and (facts := seen.facts.get(fate.line.casus or "")) is not None
        ]
        cases = [(facts, len(seen.people.get(facts.casus, ()))) for _, facts in asked]
        kept = leave(connection, self._work.terms.uitvoering.drempel, cases)
        return frozenset(number for (number, _), left in zip(asked, kept, strict=True) if left)

    def _destroy(
        self,
        plannen: Plannen,
        seen: Seen,
        cases: tuple[str, ...],
        persons: tuple[PersonId, ...],
        first: int,
    ) -> Mark:
        """
        Destroy the keys of *cases* and the secrets of *persons*, and let the ledger tell of it.
        """
        stores = self._work.stores
        aliases = {casus: self._aliases(seen.people.get(casus, ())) for casus in cases}
        with stores.vault.transaction():
            known = {casus: names for casus, names in aliases.items() if casus not in seen.dood}
            intent = declare(stores.vault, Intent(self._plan.id, cases, persons, known))
            stores.keys.destroy_all(
                [number for casus in cases for number in seen.keys[casus]], forget=False
            )
            stores.persons.shred_all(persons, forget=False)
            # A server ends a transaction in which nothing happens for long. Who slept in the one of
            # the hoofd finds that out here, before the kluis keeps what others may have forbidden.
            self._orders.hold(plannen)
        return stores.ledger.append(intent.line(self._now, log=first))

    def _tell(
        self, connection: Any, seen: Seen, going: Sequence[Fate], first: int
    ) -> tuple[list[Line], dict[int, int]]:
        """
        Make the lines of the logboek, and say which number tells of which line of the plan.
        """
        before = pending(self._work.stores.vault)
        aliases = before.aliassen if before else {}
        hanging: dict[str, list[tuple[str, str]]] = {}
        items = [str(fate.line.gegeven) for fate in going if fate.line.soort != WHOLE]
        for one, register, row in hanging_on(connection, items):
            hanging.setdefault(one, []).append((register, row))
        lines, numbers = list[Line](), dict[int, int]()
        for fate in going:
            line, item = fate.line, seen.items.get(fate.line.gegeven or "")
            facts = seen.facts.get(line.casus or "")
            # Of a case that cannot be opened any more, who destroyed it kept who was in it.
            about = aliases.get(line.casus or "", ()) if line.casus in seen.dood else ()
            numbers[line.nummer] = first + len(lines)
            lines += self._orders.teller.went(
                line,
                fate.verdict,
                nu=self._now,
                over=item.over if item else None,
                categorie=item.categorie if item else None,
                aantal=len(facts.items) if facts and line.soort == WHOLE else 1,
                betrokkenen=about or self._aliases(seen.about(line)),
                oorzaak=self._cause(line, seen),
            )
            told_of = lines[numbers[line.nummer] - first]
            if isinstance(told_of, AuditLine):
                for register, row in hanging.get(line.gegeven or "", ()):
                    lines.append(self._orders.teller.along(told_of, register, row))
        return lines, numbers

    def _remove(self, connection: Any, going: Sequence[Fate], cases: Collection[str]) -> None:
        purge_cases(connection, cases)
        purge_items(
            connection, [str(fate.line.gegeven) for fate in going if fate.line.soort != WHOLE]
        )

    def _mark(
        self,
        plannen: Plannen,
        fates: Sequence[Fate],
        numbers: Mapping[int, int],
        left: Collection[int],
    ) -> None:
        plan, op = self._plan.id, self._now.tijd
        for uitkomst in Uitkomst:
            passed = [fate.line.nummer for fate in fates if fate.uitkomst is uitkomst]
            if passed:
                plannen.mark(plan, passed, LineState.OVERGESLAGEN, uitkomst=uitkomst, gedaan_op=op)
        gone = {
            Uitkomst.VERNIETIGD: [each for each in numbers if each not in left],
            Uitkomst.GEANONIMISEERD: [each for each in numbers if each in left],
        }
        for uitkomst, carried_out in gone.items():
            plannen.mark(plan, carried_out, LineState.UITGEVOERD, uitkomst=uitkomst, gedaan_op=op)
        plannen.logged(plan, numbers)
        plannen.add_targets(plan, list(numbers), self._orders.doelen)

    # --- who is who

    def _aliases(self, people: Iterable[Betrokkene]) -> tuple[str, ...]:
        known = (self._opened.get(_version(person)) for person in people)
        return tuple(dict.fromkeys(who.logboek for who in known if who is not None))

    def _unread(self, seen: Seen, cases: Collection[str]) -> int:
        readable = [each for each in cases if each not in seen.dood]
        people = (person for casus in readable for person in seen.people.get(casus, ()))
        return sum(self._opened.get(_version(person)) is None for person in people)

    def _cause(self, line: PlanLine, seen: Seen) -> str | None:
        cells = seen.cells(line)
        answer = self._answers.get(cells[0]) if cells else None
        return answer.operatie if answer else None


def _version(person: Betrokkene) -> tuple[str, int]:
    return person.id, person.versie
