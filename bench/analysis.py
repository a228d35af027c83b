"""
The difference between two versions of the policy, over all requests there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import process_time

from bench.workload import DAY, Workload


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """
    How much processor time a comparison took, and how many requests it compared.
    """

    seconds: float
    cells: int
    changes: int


def compare(old: Workload, new: Workload, convenant: str | None = None) -> Compared | None:
    """
    Compare two versions with the analysis of the package; None while it does not have one.

    Without *convenant* all that are no models are compared.
    """
    # This is the one place that calls the analysis.
    try:
        from zvhprivacy.policy.diff import diff
    except ImportError:
        return None
    start = process_time()
    found = diff(old.workspace, new.workspace, DAY, convenant)
    seconds = process_time() - start
    changes = len(found.gained) + len(found.lost)
    return Compared(seconds=seconds, cells=found.cells, changes=changes)
