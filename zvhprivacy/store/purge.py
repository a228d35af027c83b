"""
Remove cases and items from all tables, in as few statements as there are tables, and look again.

What the content was sealed with is destroyed before, in the kluis; this removes the rows.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import sqlalchemy as sa

from zvhprivacy.model.casus import Casus, Gegeven, Uid
from zvhprivacy.store.batches import batched
from zvhprivacy.store.database import Part
from zvhprivacy.store.outliving import GOES_ON_NAMING, OUTLIVES
from zvhprivacy.store.rls import see_all
from zvhprivacy.store.rows import TABLES, shape_of
from zvhprivacy.store.tables import metadata_of
from zvhprivacy.store.tables._checks import kinds


HANGS_BY = frozenset({"gegeven", "onderwerp"})  # nothing else has the id of an item

_CASUS, _GEGEVEN = shape_of(Casus).table, shape_of(Gegeven).table


@cache
def purged_tables() -> tuple[sa.Table, ...]:
    """
    Give the tables that rows of a case stand in, children before parents.
    """
    ordered = reversed(metadata_of(Part.HOOFD).sorted_tables)
    return tuple(
        table
        for table in ordered
        if table.name not in OUTLIVES and (table is _CASUS or "casus" in table.c)
    )


def purge_cases(connection: sa.Connection, cases: Collection[str]) -> dict[str, int]:
    """
    Remove every row of *cases* that the transaction sees; give the number of rows per table.

    Doing it again removes nothing more.
    """
    removed = {table.name: 0 for table in purged_tables()}
    for some in batched(cases):
        for table in purged_tables():
            column = table.c.id if table is _CASUS else table.c.casus
            done = connection.execute(sa.delete(table).where(column.in_(some)))
            removed[table.name] += done.rowcount
    return removed


def purge_items(connection: sa.Connection, items: Collection[str]) -> int:
    """
    Remove *items*, and the rows that hang on each; give the number of items that were there.

    Rows in `GOES_ON_NAMING` stay until the case goes.
    """
    removed = 0
    for some in batched(items):
        for column in _hanging():
            connection.execute(sa.delete(column.table).where(column.in_(some)))
        removed += connection.execute(sa.delete(_GEGEVEN).where(_GEGEVEN.c.id.in_(some))).rowcount
    return removed


def left_of(
    connection: sa.Connection, cases: Collection[str], items: Collection[str] = ()
) -> dict[str, int]:
    """
    Count the rows that still name one of *cases* or *items*, by `table.column`; none is empty.

    It looks in every column that may hold such an id and in no other, so an index leads to what
    it looks for. Where the database guards rows by case, the rest of this transaction sees all.
    """
    see_all(connection)
    found: dict[str, int] = {}
    for some in batched([*cases, *items]):
        for column in naming_columns():
            query = sa.select(sa.func.count()).select_from(column.table).where(column.in_(some))
            if number := connection.execute(query).scalar_one():
                name = f"{column.table.name}.{column.name}"
                found[name] = found.get(name, 0) + number
    return found


@cache
def naming_columns() -> tuple[sa.Column[str], ...]:
    """
    Give the columns that may name a case or an item: of a case, or an id that is no other key.
    """
    found: list[sa.Column[str]] = [_CASUS.c.id, _GEGEVEN.c.id]
    tables = {name: kind for kind, name in TABLES.items()}
    for table in purged_tables():
        ids = {name for name, kind in kinds(tables[table.name]).items() if kind is Uid}
        for column in table.c:
            others = {key.column.table for key in column.foreign_keys} - {_CASUS, _GEGEVEN}
            named = column.name == "casus" or (column.name in ids - {"id"} and not others)
            if named and (table.name, column.name) not in GOES_ON_NAMING:
                found.append(column)
    return tuple(found)


@cache
def _hanging() -> tuple[sa.Column[str], ...]:
    """
    Give the columns of what hangs on one item, and goes with it.
    """
    return tuple(column for column in naming_columns() if column.name in HANGS_BY)
