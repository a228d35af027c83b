"""
For which process of which convenant a DPIA was adopted (AVG 35 lid 1).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zvhprivacy.model.dpia.dossier import Dpia, Status


FEIT = "dpia-vastgesteld"

# An assessment that is looked at again still holds; one that was withdrawn does not.
ADOPTED = frozenset({Status.VASTGESTELD, Status.HERZIENING})


def adopted(dpias: Iterable[Dpia], convenant: str, proces: str, day: date) -> str | None:
    """
    Give the DPIA that was adopted for *proces* of *convenant* on or before *day*, if there is one.

    A review that is overdue takes nothing away; it is a finding of `dpia check`.
    """
    for dpia in dpias:
        if (
            dpia.status in ADOPTED
            and convenant in dpia.convenanten
            and proces in dpia.processen
            and dpia.vaststelling is not None
            and dpia.vaststelling.datum <= day
        ):
            return dpia.dpia
    return None
