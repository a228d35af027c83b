"""
The two facts that destruction rests on: that the term is over, and that nothing keeps the data.

They are reckoned from the terms, holds and renewals of the case (`bewaren.calculus`), and nobody
else says them of a case that is in our registers: not the caller, not the host, and no declaration.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from zvhprivacy.bewaren.calculus import verdicts
from zvhprivacy.engine.clock import Moment
from zvhprivacy.engine.evidence import Evidence
from zvhprivacy.engine.registerfeiten import known_of
from zvhprivacy.engine.registers import DESTROYS, Lines
from zvhprivacy.feiten import Known
from zvhprivacy.feiten.disclosure import contactpunten
from zvhprivacy.model.about import About
from zvhprivacy.model.bewaren import CaseFacts, State, Verdict
from zvhprivacy.model.request import Request
from zvhprivacy.policy.snapshot import Snapshot
from zvhprivacy.policy.terms import NoTerms, Terms
from zvhprivacy.store.bewaarfeiten import case_facts
from zvhprivacy.store.rls import see


if TYPE_CHECKING:
    from zvhprivacy.store.database import Database


VERSTREKEN, GEEN_BLOKKADE = "bewaartermijn-verstreken", "geen-blokkade"
BOTH = frozenset({VERSTREKEN, GEEN_BLOKKADE})
ORIGIN = "bewaartermijnen"
# What a case holds besides its items, in the word of the vocabulary.
REST = "casusmetadata"


class TermFacts:
    """
    The source of both facts, for an engine that keeps its own registers.
    """

    def __init__(self, hoofd: Database) -> None:
        self._hoofd = hoofd

    def gather(
        self,
        snapshot: Snapshot,
        request: Request,
        about: About,
        at: Moment,
        lines: Lines | None,
    ) -> Evidence:
        """
        Say what holds of all that *request* is about: what is so of one item only is not so.
        """
        if request.handeling not in DESTROYS or about.casus is None:
            return Evidence()
        known = known_of(lines, snapshot, request, at) if lines is not None else None
        facts = self._facts(known) if known is not None else None
        if known is None or facts is None:
            return Evidence(alleen=BOTH)
        these: set[str | None] = {item.id for item in known.gegevens}
        if request.gegevens == REST:
            these.add(None)
        judged = [v for v in _verdicts(facts, snapshot, at.dag) if v.gegeven in these]
        if not judged:
            return Evidence(alleen=BOTH)
        holds = {
            VERSTREKEN: all(each.state is State.VERVALLEN for each in judged),
            GEEN_BLOKKADE: not any(kept(each, facts, at.dag) for each in judged),
        }
        found = [feit for feit, so in holds.items() if so]
        return Evidence(feiten=dict.fromkeys(found, ORIGIN), alleen=BOTH)

    def _facts(self, known: Known) -> CaseFacts | None:
        with self._hoofd.read() as connection:
            see(connection, *([known.about.casus] if known.about.casus else []))
            return facts_of_case(connection, known)


def facts_of_case(connection: Any, known: Known) -> CaseFacts | None:
    """
    Give what decides how long the data of the case at hand may be kept, if there is such a case.
    """
    if known.dossier is None:
        return None
    casus = known.dossier.casus
    granting = {casus.convenant: [each for each in contactpunten(known) if each is not None]}
    found = case_facts(connection, [casus.id], nu=known.nu, contactpunten=granting)
    return found[0] if found else None


def _verdicts(facts: CaseFacts, snapshot: Snapshot, op: date) -> tuple[Verdict, ...]:
    try:
        return verdicts(facts, terms_of(snapshot, op), op)
    except NoTerms:  # then nothing says that anything may go
        return ()


@lru_cache(maxsize=8)
def terms_of(snapshot: Snapshot, op: date) -> Terms:
    """
    Give the terms of a version of the policy on a day.

    Raises:
        NoTerms: it has none.
    """
    return Terms.of(snapshot.workspace, op)


def kept(verdict: Verdict, facts: CaseFacts, op: date) -> bool:
    """
    Say whether a hold or a statutory minimum keeps it, or whether that cannot be said.

    Any hold does, also one on a ground that the terms of this case do not name.
    """
    held = any(
        hold.gegeven in {None, verdict.gegeven}
        and hold.van <= op
        and (hold.tot is None or op < hold.tot)
        for hold in facts.holds
    )
    return held or verdict.state not in {State.VERVALLEN, State.LOOPT}
