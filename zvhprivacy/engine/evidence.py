"""
What is known when a request is judged: facts with their origin, or why it cannot be judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from zvhprivacy.engine.clock import Moment
from zvhprivacy.engine.journal import FactsFailed, FeitenBron
from zvhprivacy.errors import ZvhError
from zvhprivacy.model.about import About
from zvhprivacy.model.request import Request
from zvhprivacy.policy.decision import Cause
from zvhprivacy.policy.snapshot import Snapshot


if TYPE_CHECKING:
    from zvhprivacy.engine.registers import Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """
    Facts that hold, each with its origin; or the cause why a register refuses the request.

    *afgeleid* are facts that this source speaks about and no caller, also when it says nothing;
    *alleen* are those that no other source says either.
    """

    feiten: Mapping[str, str] = field(default_factory=dict)
    oorzaak: Cause | None = None
    afgeleid: frozenset[str] = frozenset()
    alleen: frozenset[str] = frozenset()
    lines: Lines | None = None

    def joined(self, other: Evidence) -> Evidence:
        """
        Add what another source knows; of a fact both know, the first origin stays.
        """
        ours = {fact: each for fact, each in self.feiten.items() if fact not in other.alleen}
        theirs = {fact: each for fact, each in other.feiten.items() if fact not in self.alleen}
        return Evidence(
            feiten={**theirs, **ours},
            oorzaak=self.oorzaak or other.oorzaak,
            afgeleid=self.afgeleid | other.afgeleid,
            alleen=self.alleen | other.alleen,
            lines=self.lines or other.lines,
        )


class Source(Protocol):
    """
    Somewhere that facts come from.
    """

    def gather(
        self,
        snapshot: Snapshot,
        request: Request,
        about: About,
        at: Moment,
        lines: Lines | None,
    ) -> Evidence:
        """
        Give what is known for *request* about *about*, at that moment.

        *lines* are what our registers hold, when they were read already.
        """


@dataclass(frozen=True, slots=True)
class HostFacts:
    """
    What the case system itself knows, through its `FeitenBron`.
    """

    bron: FeitenBron

    def gather(
        self,
        snapshot: Snapshot,  # noqa: ARG002 - the host knows no policy
        request: Request,
        about: About,
        at: Moment,  # noqa: ARG002 - and has its own clock
        lines: Lines | None,  # noqa: ARG002 - and its own registers
    ) -> Evidence:
        """
        Ask it.

        Raises:
            FactsFailed: it raised something.
        """
        try:
            return Evidence(feiten=dict.fromkeys(self.bron.feiten(request, about), "feitenbron"))
        except ZvhError:
            raise
        except Exception as error:
            raise FactsFailed(soort=type(error).__name__) from error
