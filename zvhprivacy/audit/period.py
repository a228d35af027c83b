"""
The days of an audit as moments, and what is said of a house where there is none.
"""

from __future__ import annotations

from datetime import datetime, time

from zvhprivacy.audit.sources import Sources
from zvhprivacy.model.audit import Looked, Onbekend
from zvhprivacy.store.days import HERE


NO_HOUSE = Looked(onbekend=Onbekend.GEEN_DATABASE)


def moments(bron: Sources) -> tuple[datetime, datetime]:
    """
    Give when the period begins, and when it is over.
    """
    first, last = (datetime.combine(day, time.min, HERE) for day in (bron.vanaf, bron.tot))
    return first, last


def within(bron: Sources, op: datetime | None) -> bool:
    """
    Say whether *op* is in the period; a moment that nobody can read is not.
    """
    first, last = moments(bron)
    return op is not None and first <= op < last
