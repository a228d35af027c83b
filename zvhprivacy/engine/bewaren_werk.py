"""
What retention works with, from what an engine holds: stores, terms, and the policy to ask.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from zvhprivacy.bewaren.needs import Answer, Cell, Moment, Stores, Who, Workplace
from zvhprivacy.bewaren.telling import DOEL, ROL, SYSTEM
from zvhprivacy.engine.content import voorwerp
from zvhprivacy.engine.evidence import Evidence
from zvhprivacy.engine.journal import Entry
from zvhprivacy.engine.lines import Operation, decision_line
from zvhprivacy.engine.rooms import Rooms
from zvhprivacy.engine.storage import Storage
from zvhprivacy.engine.termijnfeiten import BOTH, ORIGIN, terms_of
from zvhprivacy.engine.vernieuwen import vernieuw_casussleutel
from zvhprivacy.model.about import About
from zvhprivacy.model.casus import Betrokkene
from zvhprivacy.model.request import Request
from zvhprivacy.policy.decision import Decision


# What the calculus says of all that a plan lists; of one case the registers say it.
ESTABLISHED = Evidence(feiten=dict.fromkeys(BOTH, ORIGIN), alleen=BOTH)


class Asked(NamedTuple):
    """
    An answer with the operation of its line in the logboek.
    """

    decision: Decision
    operatie: str


def asker(rooms: Rooms) -> Callable[[Collection[Cell], str, str], dict[Cell, Asked]]:
    """
    Give what asks the policy about cells, for a designated person, and writes the answers down.

    That the term of what it is asked about is over and nothing keeps it, is established by who
    asks: for acts on a plan that is so of every line of it, or the line is passed over.
    """

    def ask(cells: Collection[Cell], namens: str, trace: str) -> dict[Cell, Asked]:
        about = About(medewerker=namens)
        lines = rooms.facts.lines(about)
        person = lines.medewerker
        actor = rooms.journaal.actor(lines, namens)
        entries: dict[Cell, tuple[Entry, Operation]] = {}
        for cell in sorted(cells):
            request = Request(
                **cell._asdict(),
                deelnemer=person.organisatie if person else "?",
                rol=ROL,
                doel=DOEL,
            )
            entry = rooms.desk.entry(request, about, lines=lines, vastgesteld=ESTABLISHED)
            span = Operation.new(rooms.storage.toeval).span
            entries[cell] = entry, Operation(trace, span)
        told = [decision_line(entry, at, actor=actor) for entry, at in entries.values()]
        rooms.storage.writer.write(told)
        return {cell: Asked(entry.decision, at.span) for cell, (entry, at) in entries.items()}

    return ask


def stores_of(storage: Storage) -> Stores:
    """
    Give what retention needs of *storage*.
    """
    return Stores(
        hoofd=storage.hoofd,
        keys=storage.keys,
        persons=storage.persons,
        vault=storage.vault,
        log=storage.log,
        writer=storage.writer,
        ledger=storage.ledger,
        toeval=storage.toeval,
    )


def workplace(rooms: Rooms) -> Workplace:
    """
    Put together what retention works with, by the policy of now.

    Raises:
        NoTerms: the policy says nowhere how long data may be kept.
    """
    storage, policy = rooms.storage, rooms.desk.policy.usual
    ask = asker(rooms)

    def answers(cells: Collection[Cell], namens: str, trace: str) -> dict[Cell, Answer]:
        found = ask(cells, namens, trace)
        return {cell: Answer(bool(each.decision), each.operatie) for cell, each in found.items()}

    def who(people: Collection[Betrokkene]) -> list[Who | None]:
        return [each and Who(*each) for each in rooms.content.everybody(people)]

    def alias(medewerker: str) -> str:
        return rooms.journaal.actor(rooms.facts.lines(About(medewerker=medewerker)), medewerker)

    return Workplace(
        hoofd=storage.hoofd,
        stores=stores_of(storage),
        klok=lambda: Moment(*rooms.desk.now()),
        terms=terms_of(policy, rooms.desk.now().dag),
        beleid=policy.policy,
        contactpunten=policy.workspace.contactpunten(),
        ask=answers,
        who=who,
        renew=lambda casus: vernieuw_casussleutel(storage, casus, actor=SYSTEM),
        activiteit=lambda convenant, proces: rooms.activity(convenant, proces, DOEL),
        alias=alias,
        voorwerp=voorwerp,
    )
