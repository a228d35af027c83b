"""
All rows of all registers, one after another: to compare them with what the logboek says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa

from zvhprivacy.model.casus import NotRegistered, Register
from zvhprivacy.store.changing import Missing
from zvhprivacy.store.database import Database
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rls import see_all
from zvhprivacy.store.rows import TABLES, shape_of


ROWS_AT_ONCE = 1_000


class StoredRow(NamedTuple):
    """
    A row by its id; no value when what stands there is nothing that we would have written.
    """

    rij: str
    waarde: Register | None


def every_row(database: Database) -> Iterator[StoredRow]:
    """
    Go through all rows of all registers, some hundreds at a time, each as it is then.

    It is for checking, never for deciding: nothing else reads all cases.
    """
    for kind in TABLES:
        after: str | None = None
        while rows := _page(database, kind, after):
            yield from rows
            after = rows[-1].rij


def _page(database: Database, kind: type[Register], after: str | None) -> list[StoredRow]:
    table = shape_of(kind).table
    query = sa.select(table.c.id).order_by(table.c.id).limit(ROWS_AT_ONCE)
    if after is not None:
        query = query.where(table.c.id > after)
    with database.read() as connection:
        see_all(connection)
        registers = Registers(connection)
        keys = connection.execute(query).scalars().all()
        return [StoredRow(key, _value(registers, kind, key)) for key in keys]


def _value(registers: Registers, kind: type[Register], key: str) -> Register | None:
    """
    Read one row by itself, so that a damaged one hides no other.
    """
    table = shape_of(kind).table
    try:
        value = registers.one(kind, key)
        if value is None or "casus" not in table.c or "casus" in kind.model_fields:
            return value
        # The case that a line hangs on is not in the line, but lines are found by it.
        kept = registers.connection.scalar(sa.select(table.c.casus).where(table.c.id == key))
        return value if registers.casus_of(value) == kept else None
    except (NotRegistered, Missing):
        return None
