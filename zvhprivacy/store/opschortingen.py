"""
The holds that are in force, over all cases of a house.
"""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from zvhprivacy.model.bewaren import Opschorting
from zvhprivacy.model.casus import Casus
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rows import shape_of


CASUS, OPSCHORTING = shape_of(Casus).table, shape_of(Opschorting).table


class Held(NamedTuple):
    """
    A hold, and of which sort the case is that it is about.
    """

    opschorting: Opschorting
    convenant: str
    proces: str
    kader: str
    fase: str


def open_holds(connection: sa.Connection, convenant: str | None = None) -> tuple[Held, ...]:
    """
    Give the holds that were not released, those to review first in front.

    Only of cases of *convenant*, if it is given. Where the database guards rows by case, the
    transaction must be let to see all (`see_all`).

    Raises:
        NotRegistered: One is damaged.
    """
    sort = (CASUS.c.convenant, CASUS.c.proces, CASUS.c.kader, CASUS.c.fase)
    query = (
        sa.select(OPSCHORTING.c.id, *sort)
        .select_from(OPSCHORTING.join(CASUS, CASUS.c.id == OPSCHORTING.c.casus))
        .where(OPSCHORTING.c.opgeheven_op.is_(None))
        .order_by(OPSCHORTING.c.herzien_voor, OPSCHORTING.c.id)
    )
    if convenant is not None:
        query = query.where(CASUS.c.convenant == convenant)
    registers = Registers(connection)
    found = []
    for key, *words in connection.execute(query).all():
        line = registers.one(Opschorting, key)
        if line is not None:  # it was there a moment ago
            found.append(Held(line, *words))
    return tuple(found)
