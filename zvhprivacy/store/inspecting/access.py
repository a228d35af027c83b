"""
Who is designated by his organisation, or ever was.
"""

from __future__ import annotations

import json

from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from zvhprivacy.model.registers import Medewerker
from zvhprivacy.store.days import as_text, day
from zvhprivacy.store.rows import shape_of
from zvhprivacy.store.tables import HOOFD


MEDEWERKER = shape_of(Medewerker).table
_REGEL = HOOFD.tables["logboek_regel"]


class Designated(NamedTuple):
    """
    Somebody's designation by his organisation; a day is None when there is none or it is no day.

    *eindigt* says that an end stands there, so that a *tot* that is no day is not taken for none.
    """

    id: str
    persoon: str
    organisatie: str
    rollen: frozenset[str]
    vog_of_screening: date | None
    van: date | None
    tot: date | None
    eindigt: bool
    gewijzigd: int  # the last entry about it, when it was changed since it was made; else -1

    def on(self, dag: date) -> bool:
        """
        Say whether it holds on *dag*; one without a readable day holds never.
        """
        return holds(self.van, self.tot, dag) and self.eindigt is (self.tot is not None)


def designated(connection: sa.Connection) -> list[Designated]:
    """
    Give all designations: as many as there ever were people at work, not as there are cases.
    """
    changed = (
        sa.select(sa.func.max(_REGEL.c.nummer))
        .where(_REGEL.c.voorwerp == MEDEWERKER.c.id, MEDEWERKER.c.versie > 1)
        .scalar_subquery()
    )
    columns = MEDEWERKER.c
    query = sa.select(
        columns.id,
        columns.persoon,
        columns.organisatie,
        columns.rollen,
        as_text(columns.vog_of_screening),
        as_text(columns.van),
        as_text(columns.tot),
        sa.func.coalesce(changed, -1),
    ).order_by(columns.id)
    return [
        Designated(who, wie, ours, _words(rollen), day(vog), day(van), day(tot), bool(tot), last)
        for who, wie, ours, rollen, vog, van, tot, last in connection.execute(query)
    ]


def first_designation(connection: sa.Connection) -> int:
    """
    Give the entry that tells of the first designation of all, which nobody could be there to make.
    """
    made = sa.select(MEDEWERKER.c.id)
    query = sa.select(sa.func.min(_REGEL.c.nummer)).where(_REGEL.c.voorwerp.in_(made))
    found = connection.scalar(query)
    return -1 if found is None else int(found)


def holds(van: date | None, tot: date | None, dag: date) -> bool:
    """
    Say whether *dag* is one of the days from *van* until *tot*, if it ends.
    """
    return van is not None and van <= dag and (tot is None or dag < tot)


def _words(text: str) -> frozenset[str]:
    """
    Read a list of words; of what is none, nothing.
    """
    try:
        found = json.loads(text)
    except ValueError:
        return frozenset()
    return frozenset(map(str, found)) if isinstance(found, list) else frozenset()
