"""
The list of cases that somebody may see: what the policy allows, turned into a question for SQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from zvhprivacy.engine.clock import Moment
from zvhprivacy.engine.lines import Operation
from zvhprivacy.engine.rooms import Rooms
from zvhprivacy.errors import WrongUse
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis, Resultaat
from zvhprivacy.model.about import About
from zvhprivacy.model.request import Request
from zvhprivacy.policy.snapshot import Snapshot
from zvhprivacy.store.listing import Listed, Place, Scope, listed
from zvhprivacy.store.rls import see_all


# What differs per case, in the order of the fields of Scope; all else is about who asks.
PER_CASE = ("deelnemer-in-casus", "persoon-in-casus", "criteria-vastgesteld")


def lijst(
    rooms: Rooms, request: Request, about: About, *, limit: int = 100, after: Place | None = None
) -> tuple[Listed, ...]:
    """
    Give the cases of which the person in *about* may see that they are there, a page at a time.

    *request* says who asks, in which role and for what purpose, in which convenant; its fields
    about one case do not matter. It is written in the logboek, and opening one is asked anew.

    Raises:
        WrongUse: nobody designated asks, or no convenant is named.
    """
    rooms.desk.enforces()
    at, snapshot = rooms.desk.now(), rooms.desk.policy.usual
    convenant = request.convenant or snapshot.workspace.enige
    if convenant is None or about.medewerker is None:
        raise WrongUse(reden="een lijst vraagt een convenant en wie hem vraagt")
    asked = request._replace(
        convenant=convenant, handeling="inzien", gegevens="casusmetadata", over="betrokkene"
    )
    scopes = tuple(_scopes(rooms, snapshot, asked, About(medewerker=about.medewerker), at))
    with rooms.storage.hoofd.read() as connection:
        see_all(connection)
        found = listed(
            connection,
            scopes=scopes,
            organisatie=asked.namens or asked.deelnemer,
            medewerker=about.medewerker,
            op=at.dag,
            limit=limit,
            after=after,
        )
    told(rooms, asked, about, "casuslijst", len(found))
    return found


def _scopes(
    rooms: Rooms, snapshot: Snapshot, asked: Request, about: About, at: Moment
) -> Iterator[Scope]:
    words = snapshot.law.begrippen
    sorts = (
        (proces, kader, fase)
        for proces, known in words.processen.items()
        for kader, fase in product(known.kader, words.fasen)
    )
    lines = rooms.facts.lines(about)
    for proces, kader, fase in sorts:
        request = asked._replace(proces=proces, kader=kader, fase=fase)
        known = rooms.known(request, about, at, lines) - frozenset(PER_CASE)
        for needs in _least(snapshot, request, known, at):
            yield Scope(str(asked.convenant), proces, kader, fase, asked.doel, asked.rol, *needs)


def _least(
    snapshot: Snapshot, request: Request, known: frozenset[str], at: Moment
) -> Iterator[tuple[bool, ...]]:
    """
    Give the smallest sets of what a case must have for the answer to be yes.
    """
    if not snapshot.decide(request, known.union(PER_CASE), at.dag):
        return
    found: list[frozenset[str]] = []
    for needs in sorted(product((False, True), repeat=len(PER_CASE)), key=sum):
        more = frozenset(fact for fact, needed in zip(PER_CASE, needs, strict=True) if needed)
        # Facts are positive: whoever needs less is in already.
        if not any(less <= more for less in found) and snapshot.decide(
            request, known | more, at.dag
        ):
            found.append(more)
            yield needs


def told(rooms: Rooms, asked: Request, about: About, wat: str, aantal: int) -> None:
    """
    Write in the logboek that somebody looked at a list, and how much was on it.
    """
    operation = Operation.new(rooms.storage.toeval)
    lines = rooms.facts.lines(About(medewerker=about.medewerker))
    line = AuditLine(
        gebeurtenis=Gebeurtenis.RAADPLEGEN,
        actor=rooms.journaal.actor(lines, about.medewerker),
        resultaat=Resultaat.GELUKT,
        trace=operation.trace,
        operatie=operation.span,
        deelnemer=asked.deelnemer,
        rol=asked.rol,
        handeling=asked.handeling,
        gegevens=asked.gegevens,
        over=asked.over,
        doel=asked.doel,
        namens=asked.namens,
        convenant=asked.convenant,
        beleid=rooms.desk.policy.usual.policy,
        object=wat,
        oorsprong=about.oorsprong,
        aantal=aantal,
    )
    rooms.storage.writer.write([line])
