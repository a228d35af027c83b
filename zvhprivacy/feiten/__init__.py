"""
From registers to facts: which named conditions hold for one request, and where that stands.
"""

from __future__ import annotations

from zvhprivacy.feiten.derive import DERIVED, OWN_WORD, Held, claimable, facts_of
from zvhprivacy.feiten.known import Known, Registered
from zvhprivacy.feiten.members import Members, members_of


__all__ = [
    "DERIVED",
    "OWN_WORD",
    "Held",
    "Known",
    "Members",
    "Registered",
    "claimable",
    "facts_of",
    "members_of",
]
