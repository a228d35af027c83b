"""
The logboek as the journal of an engine: every answer a line, durable before it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zvhprivacy.engine.lines import (
    UNKNOWN,
    Operation,
    checked,
    data_lines,
    decision_line,
    event_of,
)
from zvhprivacy.engine.registers import Lines
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis, Line, Resultaat, Voorwerp, as_time
from zvhprivacy.store.rls import see
from zvhprivacy.vault.domain import LOGBOEK_ACTOREN
from zvhprivacy.vault.person import PersonId


if TYPE_CHECKING:
    from zvhprivacy.engine.grant import Grant
    from zvhprivacy.engine.journal import Entry
    from zvhprivacy.engine.storage import Storage
    from zvhprivacy.logboek.writer import Work, Written


class LogJournaal:
    """
    A `Journaal` on the logboek of *storage*.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def schrijf(self, entry: Entry) -> str:
        """
        Write the answer; what it gives names the line.
        """
        return self.schrijf_alle([entry])[0]

    def schrijf_alle(self, entries: Sequence[Entry]) -> list[str]:
        """
        Write several answers in one flush.
        """
        lines, operations = list[Line](), list[Operation]()
        for entry in entries:
            checked(entry.about)
            operation = Operation.new(self._storage.toeval)
            actor = self.actor(entry.lines, entry.about.medewerker)
            lines.append(decision_line(entry, operation, actor=actor))
            operations.append(operation)
        numbers = self._storage.writer.write(lines).nummers
        return [f"{number}-{each}" for number, each in zip(numbers, operations, strict=True)]

    def did(
        self,
        grant: Grant,
        *,
        lines: Lines,
        betrokkenen: Iterable[str] = (),
        activiteit: str = "",
        casus: str | None = None,
        resultaat: Resultaat = Resultaat.GELUKT,
        voorwerpen: Sequence[Voorwerp | None] = (None,),
        work: Work | None = None,
        gebeurtenis: Gebeurtenis | None = None,
        register: str | None = None,
        **more: Any,
    ) -> Written:
        """
        Write that what *grant* allowed is done, and to whom; *work* becomes durable with it.

        *casus* is a case that begins here. *gebeurtenis* and *register* say more than the request.

        One line per stored row in *voorwerpen*, and one per betrokkene.
        """
        allowed = Operation.parse(grant.operatie or "")
        span = Operation.new(self._storage.toeval).span
        start = as_time(self._storage.klok())
        line = AuditLine(
            gebeurtenis=gebeurtenis or event_of(grant.request.handeling),
            actor=self.actor(lines, grant.about.medewerker),
            resultaat=resultaat,
            trace=allowed.trace,
            operatie=span,
            **_words(grant),
            dag=grant.dag.isoformat(),
            regel=grant.decision.regel,
            artikel=grant.decision.artikel,
            beleid=grant.decision.policy,
            object=register or grant.request.gegevens,
            casus=casus or grant.about.casus,
            oorsprong=grant.about.oorsprong,
            noodprocedure=grant.noodprocedure,
            **more,
        )
        told = list(data_lines(betrokkenen, line, activiteit, start, parent=allowed.span))
        audit = [replace(line, voorwerp=each) for each in voorwerpen]
        return self._storage.writer.write([*audit, *told], within(line.casus, work))

    def actor(self, lines: Lines | None, medewerker: str | None) -> str:
        """
        Give who acts under his pseudonym of the logboek.
        """
        if lines is None or lines.medewerker is None:
            return medewerker or UNKNOWN
        person = PersonId(lines.medewerker.persoon)
        return self._storage.persons.pseudonym(person, LOGBOEK_ACTOREN)


def within(casus: str | None, work: Work | None) -> Work | None:
    """
    Let *work* see the rows of *casus* and no others, where the database guards them by row.
    """
    if work is None:
        return None
    done = work

    def seeing(connection: Any) -> Any:
        see(connection, *([casus] if casus else []))
        return done(connection)

    return seeing


def _words(grant: Grant) -> dict[str, Any]:
    return grant.request._asdict()
