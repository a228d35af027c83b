"""
Which cases there are, of which processings, and which rows: what an audit is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

import sqlalchemy as sa

from zvhprivacy.model.casus import Casus
from zvhprivacy.store.database import Part
from zvhprivacy.store.rows import TABLES, shape_of
from zvhprivacy.store.tables import metadata_of


ROWS_AT_ONCE = 1_000  # read ahead by what streams

CASUS = shape_of(Casus).table


class Cell(NamedTuple):
    """
    A processing, with a phase in which there are cases of it, and how many.
    """

    convenant: str
    proces: str
    kader: str
    fase: str
    aantal: int


def cells(connection: sa.Connection) -> Iterator[Cell]:
    """
    Give them in order.
    """
    columns = [CASUS.c[name] for name in Cell._fields[:-1]]
    query = sa.select(*columns, sa.func.count()).group_by(*columns).order_by(*columns)
    for row in connection.execute(query):
        yield Cell._make(row)


class Placed(NamedTuple):
    """
    A case, with the process and phase it is in.
    """

    casus: str
    proces: str
    fase: str


def placed(connection: sa.Connection) -> Iterator[Placed]:
    """
    Give all cases, in order of id.
    """
    query = sa.select(CASUS.c.id, CASUS.c.proces, CASUS.c.fase).order_by(CASUS.c.id)
    found = connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
    with closing(found):  # who stops halfway leaves no cursor behind
        yield from map(Placed._make, found)


def ids(connection: sa.Connection) -> Iterator[tuple[str, str]]:
    """
    Give the ids of all rows of all registers and of all plans, each with the name of its table.
    """
    tables = metadata_of(Part.HOOFD).tables
    for name in (*TABLES.values(), "bewaarplan"):
        column = tables[name].c.id
        query = sa.select(column).order_by(column)
        found = connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
        with closing(found):
            for row in found.scalars():
                yield name, row
