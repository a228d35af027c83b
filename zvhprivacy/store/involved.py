"""
Who and what the rows of some cases are about, for who is going to remove them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

import sqlalchemy as sa

from zvhprivacy.model.bewaren import Afscherming
from zvhprivacy.model.casus import Betrokkene, Casus, Gegeven
from zvhprivacy.store.batches import batched
from zvhprivacy.store.purge import HANGS_BY, naming_columns, purged_tables
from zvhprivacy.store.rows import from_row, shape_of


_BETROKKENE, _GEGEVEN = shape_of(Betrokkene).table, shape_of(Gegeven).table
_OVER = _GEGEVEN.join(_BETROKKENE, _BETROKKENE.c.id == _GEGEVEN.c.betrokkene)


class Held(NamedTuple):
    """
    An item with whom it is about.
    """

    gegeven: str
    casus: str
    betrokkene: str
    categorie: str
    over: str


def words_of(
    connection: sa.Connection, cases: Collection[str]
) -> dict[str, tuple[str, str, str, str]]:
    """
    Give the convenant, proces, kader and fase of those of *cases* that are there.
    """
    table = shape_of(Casus).table
    columns = (table.c.convenant, table.c.proces, table.c.kader, table.c.fase)
    found: dict[str, tuple[str, str, str, str]] = {}
    for some in batched(cases):
        query = sa.select(table.c.id, *columns).where(table.c.id.in_(some))
        found |= {row[0]: tuple(row[1:]) for row in connection.execute(query)}
    return found


def people_in(connection: sa.Connection, cases: Collection[str]) -> Iterator[Betrokkene]:
    """
    Go through everybody in *cases*.

    Raises:
        NotRegistered: A row is damaged.
    """
    table, columns = shape_of(Betrokkene)
    for some in batched(cases):
        query = sa.select(*columns).where(table.c.casus.in_(some)).order_by(table.c.id)
        for row in connection.execute(query):
            yield from_row(Betrokkene, row)


def kinds_in(connection: sa.Connection, cases: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """
    Give each case with the kinds of data in it: category, and over whom.
    """
    columns = (_GEGEVEN.c.casus, _GEGEVEN.c.categorie, _BETROKKENE.c.over)
    for some in batched(cases):
        query = sa.select(*columns).select_from(_OVER).where(_GEGEVEN.c.casus.in_(some))
        yield from map(tuple, connection.execute(query.distinct()).all())


def items_there(connection: sa.Connection, items: Collection[str]) -> Iterator[Held]:
    """
    Give those of *items* that are there.
    """
    columns = (
        _GEGEVEN.c.id,
        _GEGEVEN.c.casus,
        _GEGEVEN.c.betrokkene,
        _GEGEVEN.c.categorie,
        _BETROKKENE.c.over,
    )
    for some in batched(items):
        query = sa.select(*columns).select_from(_OVER).where(_GEGEVEN.c.id.in_(some))
        for row in connection.execute(query):
            yield Held._make(row)


def hanging_on(connection: sa.Connection, items: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """
    Give the rows that go with *items*: the item, the register, and the id of the row.
    """
    for some in batched(items):
        for column in (each for each in naming_columns() if each.name in HANGS_BY):
            query = sa.select(column, column.table.c.id).where(column.in_(some))
            for item, row in connection.execute(query):
                yield item, str(column.table.name), row


def there(connection: sa.Connection, cases: Collection[str]) -> frozenset[str]:
    """
    Give those of *cases* that are there.
    """
    table, found = shape_of(Casus).table, set[str]()
    for some in batched(cases):
        found.update(connection.scalars(sa.select(table.c.id).where(table.c.id.in_(some))))
    return frozenset(found)


def sealed_values(connection: sa.Connection, casus: str) -> Iterator[tuple[str, bytes]]:
    """
    Give all that is sealed in rows of *casus*, with the column it stands in.
    """
    for table in purged_tables():
        where = table.c.id if table.name == "casus" else table.c.casus
        for column in table.c:
            if isinstance(column.type, sa.LargeBinary):
                query = sa.select(column).where(where == casus, column.is_not(None))
                for value in connection.scalars(query):
                    yield f"{table.name}.{column.name}", bytes(value)


def shields_of(connection: sa.Connection, cases: Collection[str]) -> Iterator[Afscherming]:
    """
    Go through the shields of *cases* that were not lifted.

    Raises:
        NotRegistered: A row is damaged.
    """
    table, columns = shape_of(Afscherming)
    for some in batched(cases):
        query = sa.select(*columns).where(table.c.casus.in_(some), table.c.opgeheven_op.is_(None))
        for row in connection.execute(query.order_by(table.c.id)):
            yield from_row(Afscherming, row)


def shielded_cases(connection: sa.Connection) -> frozenset[str]:
    """
    Give the cases of which something is shielded.
    """
    table = shape_of(Afscherming).table
    query = sa.select(table.c.casus).where(table.c.opgeheven_op.is_(None)).distinct()
    return frozenset(connection.scalars(query))
