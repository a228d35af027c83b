"""
The registered reason for a test of lawfulness or for a decision on a request of a betrokkene.
"""

from __future__ import annotations

from zvhprivacy.feiten.known import Known


def toetsaanleiding(known: Known) -> bool:
    """
    There is one for exactly this case, or for no case when none is asked about, and it still runs.

    It serves every act that it is a reason for, until its end.
    """
    occasion = known.aanleiding
    return occasion is not None and occasion.op <= known.nu < occasion.tot
