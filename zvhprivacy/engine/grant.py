"""
The proof of a yes that was written down: what opens case data asks for one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from zvhprivacy.engine.journal import Entry
from zvhprivacy.errors import AccessDenied, WrongUse
from zvhprivacy.model.about import NOTHING, About
from zvhprivacy.model.request import Request
from zvhprivacy.policy.decision import Decision


class Seal(NamedTuple):
    """
    What a Grant was made for; only the engine makes one.
    """

    request: Request
    decision: Decision
    dag: date
    about: About
    operatie: str | None
    noodprocedure: bool
    issuer: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """
    Proof that a request was allowed and written down: the only key that opens case data.

    Only `Engine.require` makes one; it holds for its own *request* on its own *dag*, about the
    case and person in *about*, at the engine that made it. *operatie* is its entry in the logboek.

    Raises:
        WrongUse: somebody tried to make one himself.
    """

    request: Request
    decision: Decision
    dag: date
    about: About = NOTHING
    operatie: str | None = None
    noodprocedure: bool = False
    _seal: object = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self._sealed():
            raise WrongUse(reden="een Grant komt alleen uit Engine.require")

    def comes_from(self, issuer: object) -> bool:
        """
        Say whether *issuer* is the engine that made it.
        """
        return self._sealed() and isinstance(self._seal, Seal) and self._seal.issuer is issuer

    def _sealed(self) -> bool:
        # By identity, so that a copy with another request, day, case or entry is no Grant.
        given = (
            self.request,
            self.decision,
            self.dag,
            self.about,
            self.operatie,
            self.noodprocedure,
        )
        sealed = self._seal[: len(given)] if isinstance(self._seal, Seal) else ()
        return bool(self.decision) and [*map(id, given)] == [*map(id, sealed)]


def granted(entry: Entry, operation: str | None, issuer: object) -> Grant:
    """
    Make the Grant of an answer that was written down.

    Raises:
        AccessDenied: the answer is no.
    """
    decision = entry.decision
    if not decision:
        raise AccessDenied(decision)
    return Grant(
        request=entry.request,
        decision=decision,
        dag=entry.dag,
        about=entry.about,
        operatie=operation,
        noodprocedure=entry.noodprocedure,
        _seal=Seal(
            entry.request,
            decision,
            entry.dag,
            entry.about,
            operation,
            entry.noodprocedure,
            issuer,
        ),
    )
