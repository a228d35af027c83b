"""
Whether a process may run at all: only with a DPIA that was adopted for it (AVG 35 lid 1).
"""

from __future__ import annotations

from pathlib import Path

from zvhprivacy.dpia.gate import FEIT, adopted
from zvhprivacy.dpia.read import read_dpias
from zvhprivacy.engine.clock import Moment
from zvhprivacy.engine.evidence import Evidence
from zvhprivacy.model.request import Request
from zvhprivacy.policy.snapshot import Snapshot


class Poort:
    """
    What the register in `dpia/` of *werkmap* says when this is made.

    Nobody else says this fact: not the caller, and not the case system.
    A file that cannot be read as meant says nothing, and neither does a register that is not there.
    """

    def __init__(self, werkmap: Path) -> None:
        self._dpias = tuple(read_dpias(werkmap))

    def evidence(self, snapshot: Snapshot, request: Request, at: Moment) -> Evidence:
        """
        Give the fact, from the DPIA that was adopted for the process, or only that it is ours.
        """
        convenant = request.convenant or snapshot.workspace.enige or ""
        found = adopted(self._dpias, convenant, request.proces, at.dag)
        return Evidence(
            feiten={} if found is None else {FEIT: f"dpia:{found}"},
            afgeleid=frozenset({FEIT}),
            alleen=frozenset({FEIT}),
        )
