"""
Facts from our own registers: held against a question, and never from the caller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zvhprivacy.engine.clock import Moment
from zvhprivacy.engine.evidence import Evidence
from zvhprivacy.engine.registers import Lines, load
from zvhprivacy.feiten import DERIVED, OWN_WORD, Known, claimable, facts_of, members_of
from zvhprivacy.model.about import About
from zvhprivacy.model.request import Request
from zvhprivacy.policy.snapshot import Snapshot


if TYPE_CHECKING:
    from zvhprivacy.store.database import Database


SPOKEN_OF = DERIVED | OWN_WORD  # every fact that our registers know about


class RegisterFacts:
    """
    The source of facts of an engine that keeps its own registers.
    """

    def __init__(self, hoofd: Database) -> None:
        self._hoofd = hoofd

    def lines(self, about: About) -> Lines:
        """
        Read the registers as they are now.

        Raises:
            StoreFailed: they cannot be read.
        """
        from zvhprivacy.store.registers import Registers
        from zvhprivacy.store.rls import see

        with self._hoofd.read() as connection:
            see(connection, *([about.casus] if about.casus else []))
            return load(Registers(connection), about)

    def gather(
        self,
        snapshot: Snapshot,
        request: Request,
        about: About,
        at: Moment,
        lines: Lines | None,
    ) -> Evidence:
        """
        Give the facts that hold for *request*, or why the registers refuse it.
        """
        return evidence(lines or self.lines(about), snapshot, request, at)


def evidence(lines: Lines, snapshot: Snapshot, request: Request, at: Moment) -> Evidence:
    """
    Hold *lines* against *request*.
    """
    cause = lines.refused(request, _kader(snapshot, request))
    known = known_of(lines, snapshot, request, at) if cause is None else None
    if known is None:
        # Then the policy says what else is wrong.
        return Evidence(oorzaak=cause, afgeleid=SPOKEN_OF, lines=lines)
    return Evidence(
        feiten={held.feit: held.herkomst for held in facts_of(known)},
        afgeleid=SPOKEN_OF - claimable(known),
        lines=lines,
    )


def known_of(lines: Lines, snapshot: Snapshot, request: Request, at: Moment) -> Known | None:
    """
    Choose what bears on *request*; nothing when its convenant or kader is not known.
    """
    workspace, kader = snapshot.workspace, _kader(snapshot, request)
    agreement = workspace.agreements.get(request.convenant or workspace.enige or "")
    if agreement is None or kader is None:
        return None
    request = request._replace(convenant=agreement.convenant.convenant, kader=kader)
    members = members_of(agreement.convenant, snapshot.law.begrippen, kader, at.dag)
    return lines.known(request, members, at)


def _kader(snapshot: Snapshot, request: Request) -> str | None:
    proces = snapshot.law.begrippen.processen.get(request.proces)
    only = proces.kader[0] if proces and len(proces.kader) == 1 else None
    return request.kader or only
