"""
Destroying again what a back-up brought back, by the word of the ledger; nobody has to decide anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from zvhprivacy.bewaren.gate import dead_key, remains
from zvhprivacy.bewaren.intent import LEDGER, seen
from zvhprivacy.bewaren.ledger import BEGIN, Destroyed
from zvhprivacy.bewaren.needs import Stores, Who
from zvhprivacy.bewaren.renew import renew
from zvhprivacy.bewaren.telling import (
    DOEL,
    SPAN_BYTES,
    SUBJECT_KIND,
    SYSTEM,
    TRACE_BYTES,
    gone,
)
from zvhprivacy.errors import ZvhError
from zvhprivacy.logboek.line import (
    AuditLine,
    DataLine,
    Gebeurtenis,
    Line,
    Resultaat,
    Status,
    Subject,
    as_time,
)
from zvhprivacy.model.casus import Betrokkene, Casus
from zvhprivacy.store.involved import hanging_on, items_there, people_in, there
from zvhprivacy.store.purge import purge_cases, purge_items, purged_tables
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rls import see_all
from zvhprivacy.store.scrub import scrub
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.keystate import KeyState
from zvhprivacy.vault.person import PersonId


MENDED = "hersteld"  # what a line of the ledger names that was made from the kluis
REDEN = "vernietigingsregister"


class Replayed(NamedTuple):
    """
    How many lines of the ledger had to be done again, and how much went; *hersteld*: lines that
    the ledger had lost were made from what the kluis knows.
    """

    regels: int
    resten: Counter[str]
    hersteld: bool


class Replay:
    """
    What it takes: the *stores*, who is in a case while its key lives, a new key for a case, and how
    a processing is called.
    """

    def __init__(
        self,
        stores: Stores,
        *,
        who: Callable[[Betrokkene], Who],
        new_key: Callable[[str], object],
        activiteit: Callable[[str, str], str],
        klok: Callable[[], datetime],
    ) -> None:
        self._stores = stores
        self._who = who
        self._new_key = new_key
        self._activiteit = activiteit
        self._klok = klok
        self._trace = stores.toeval(TRACE_BYTES).hex()

    def carry_out(self) -> Replayed:
        """
        Destroy again what the ledger calls destroyed and is there; cut off, it goes on.

        Raises:
            LedgerDamaged: a line of the ledger is not what was written.
            TracesLeft: it was destroyed, but others keep a database from forgetting.
        """
        stores, again = self._stores, 0
        found = Counter[str]()
        mended = self._mend()
        for mark, line in stores.ledger.entries(seen(stores.vault)):
            left = remains(stores.hoofd, stores.vault, line)
            if left:
                again, found = again + 1, found + left
                self.again(line)
            stores.vault.set_progress(LEDGER, str(mark))
        if again:
            scrub(stores.hoofd, [table.name for table in purged_tables()])
            stores.vault.forget()
        if again or mended:
            stores.writer.write([self._summary(again)])
        return Replayed(again, found, mended)

    def again(self, line: Destroyed) -> None:
        """
        Destroy what one line tells of.
        """
        stores = self._stores

        def deed(connection: Any, _: int) -> tuple[Iterable[Line], None]:
            see_all(connection)
            told = list(self._told(connection, line))
            keys = stores.keys.of_cases(line.casussen)
            with stores.vault.transaction():
                stores.keys.destroy_all(
                    [number for numbers in keys.values() for number in numbers], forget=False
                )
                stores.persons.shred_all([PersonId(each) for each in line.personen], forget=False)
            purge_cases(connection, line.casussen)
            purge_items(connection, line.gegevens)
            return told, None

        stores.writer.perform(deed)
        living = stores.keys.of_cases({key.casus for key in line.sleutels})
        for casus in sorted(casus for casus, numbers in living.items() if numbers):
            renew(stores, self._new_key, casus)

    def _mend(self) -> bool:
        """
        Make the lines that the ledger lost, from what the kluis knows; say whether that was needed.

        Which items and persons they named, nobody knows any more: those are gone from this kluis.
        """
        stores = self._stores
        if stores.ledger.has(seen(stores.vault)):
            return False
        rows = stores.vault.keys(KeyKind.CASUS)
        alive = {row.naam for row in rows if row.staat != KeyState.VERNIETIGD}
        dead = [row for row in rows if row.staat == KeyState.VERNIETIGD]
        line = Destroyed(
            MENDED,
            self._klok().isoformat(timespec="seconds"),
            stores.log.head().size,
            casussen=tuple(sorted({row.naam for row in dead} - alive)),
            sleutels=tuple(dead_key(row) for row in dead if row.naam in alive),
        )
        stores.ledger.append(line)
        stores.vault.set_progress(LEDGER, str(BEGIN))
        return True

    def _told(self, connection: Any, line: Destroyed) -> Iterator[Line]:
        registers = Registers(connection)
        for each in sorted(there(connection, line.casussen)):
            if (casus := registers.one(Casus, each)) is not None:
                audit = self._audit("casus", casus, each)
                yield audit
                yield from self._subjects(audit, people_in(connection, [each]))
        hanging = list(hanging_on(connection, line.gegevens))
        for item in items_there(connection, line.gegevens):
            if (casus := registers.one(Casus, item.casus)) is not None:
                audit = self._audit("gegeven", casus, item.gegeven)
                yield audit
                people = people_in(connection, [casus.id])
                yield from self._subjects(audit, (p for p in people if p.id == item.betrokkene))
                for _, register, row in (found for found in hanging if found[0] == item.gegeven):
                    yield self._audit(register, casus, row)

    def _audit(self, wat: str, casus: Casus, row: str) -> AuditLine:
        return AuditLine(
            gebeurtenis=Gebeurtenis.VERNIETIGEN,
            actor=SYSTEM,
            resultaat=Resultaat.GELUKT,
            trace=self._trace,
            operatie=self._stores.toeval(SPAN_BYTES).hex(),
            handeling="vernietigen",
            doel=DOEL,
            reden=REDEN,
            proces=casus.proces,
            fase=casus.fase,
            kader=casus.kader,
            convenant=casus.convenant,
            object=wat,
            casus=casus.id,
            voorwerp=gone(row),
        )

    def _subjects(self, audit: AuditLine, people: Iterable[Betrokkene]) -> Iterator[DataLine]:
        activity = self._activiteit(str(audit.convenant), str(audit.proces))
        for person in people:
            try:
                alias = self._who(person).logboek
            except ZvhError:  # its key is gone already
                continue
            yield DataLine(
                attributes=Subject(alias, SUBJECT_KIND, activity),
                name="vernietigen",
                trace_id=audit.trace,
                span_id=audit.operatie,
                start_time=as_time(self._klok()),
                status_code=Status.OK,
            )

    def _summary(self, again: int) -> AuditLine:
        return AuditLine(
            gebeurtenis=Gebeurtenis.SYSTEEM,
            actor=SYSTEM,
            resultaat=Resultaat.GELUKT,
            trace=self._trace,
            operatie=self._stores.toeval(SPAN_BYTES).hex(),
            object=REDEN,
            reden="nagespeeld",
            aantal=again,
        )
