"""
What an audit asks of items of data: of what kind they are, and from whom.

What was only announced is no data yet and is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from zvhprivacy.model.casus import Deelname
from zvhprivacy.store.batches import chunked
from zvhprivacy.store.inspecting.casus import BETROKKENE, CASUS, GEGEVEN, day_between
from zvhprivacy.store.rows import shape_of


_DEELNAME = shape_of(Deelname).table
THERE = sa.func.length(GEGEVEN.c.inhoud) > 0
ITEMS = GEGEVEN.join(CASUS, CASUS.c.id == GEGEVEN.c.casus).join(
    BETROKKENE, BETROKKENE.c.id == GEGEVEN.c.betrokkene
)


class Kind(NamedTuple):
    """
    A kind of data, about a kind of person, in cases of one process in one phase.
    """

    convenant: str
    proces: str
    kader: str
    fase: str
    over: str
    categorie: str


class Origin(NamedTuple):
    """
    From whom data of a category come; *bronnen* as it stands there, *later* than it can be.
    """

    convenant: str
    categorie: str
    bronnen: str
    later: bool


KIND: Mapping[str, sa.Column[Any]] = {
    **{name: CASUS.c[name] for name in ("convenant", "proces", "kader", "fase")},
    "over": BETROKKENE.c.over,
    "categorie": GEGEVEN.c.categorie,
}


def kinds(connection: sa.Connection) -> Iterator[tuple[Kind, int]]:
    """
    Give every kind of data with the number of its items.
    """
    columns = list(KIND.values())
    query = sa.select(*columns, sa.func.count()).select_from(ITEMS).where(THERE)
    for *kind, aantal in connection.execute(query.group_by(*columns).order_by(*columns)):
        yield Kind(*kind), aantal


def items_of(connection: sa.Connection, some: Collection[Kind], limit: int) -> tuple[str, ...]:
    """
    Give the first *limit* items of one of these kinds, by id.
    """
    found: list[str] = []
    for each in chunked(some, 100):
        here = sa.tuple_(*KIND.values()).in_(each)
        query = sa.select(GEGEVEN.c.id).select_from(ITEMS).where(THERE, here)
        found += connection.execute(query.order_by(GEGEVEN.c.id).limit(limit)).scalars()
    return tuple(sorted(found)[:limit])


def origins(connection: sa.Connection, op: date) -> Iterator[tuple[Origin, int]]:
    """
    Give from whom data of each category come, with the number of items; *later* is after *op*.
    """
    named, later = _origin(op)
    columns: list[sa.ColumnElement[Any]] = [*named, later]
    query = sa.select(*columns, sa.func.count()).select_from(ITEMS).where(THERE)
    for row in connection.execute(query.group_by(*columns).order_by(*columns)):
        found: tuple[Any, ...] = tuple(row)
        yield Origin(found[0], found[1], found[2], bool(found[3])), found[4]


def items_from(
    connection: sa.Connection, some: Collection[Origin], op: date, limit: int
) -> tuple[str, ...]:
    """
    Give the first *limit* items with one of these origins, by id.
    """
    found: list[str] = []
    columns, later = _origin(op)
    for each in chunked(some, 100):
        here = [
            sa.and_(
                sa.tuple_(*columns).in_([origin[:-1] for origin in each if origin.later is late]),
                later.is_(late),
            )
            for late in (False, True)
        ]
        query = sa.select(GEGEVEN.c.id).select_from(ITEMS).where(THERE, sa.or_(*here))
        found += connection.execute(query.order_by(GEGEVEN.c.id).limit(limit)).scalars()
    return tuple(sorted(found)[:limit])


def _origin(op: date) -> tuple[list[sa.ColumnElement[str]], sa.ColumnElement[bool]]:
    # A literal: grouped by a parameter, PostgreSQL takes it for another column.
    later = GEGEVEN.c.verstrekt_op > sa.literal_column(f"'{op.isoformat()}'")
    return [CASUS.c.convenant, GEGEVEN.c.categorie, GEGEVEN.c.bronnen], later


def items_since(connection: sa.Connection, vanaf: date, tot: date) -> frozenset[str]:
    """
    Give the items that came in from *vanaf* on, before *tot*: as many ids as there are.
    """
    query = sa.select(GEGEVEN.c.id).where(THERE, *day_between(GEGEVEN.c.verstrekt_op, vanaf, tot))
    return frozenset(connection.execute(query).scalars())


def count_items(
    connection: sa.Connection, vanaf: date | None = None, tot: date | None = None
) -> int:
    """
    Count the items, or those that came in from *vanaf* on, before *tot*.
    """
    query = sa.select(sa.func.count()).select_from(GEGEVEN).where(THERE)
    if vanaf is not None and tot is not None:
        query = query.where(*day_between(GEGEVEN.c.verstrekt_op, vanaf, tot))
    return int(connection.execute(query).scalar_one())


def taking_part(connection: sa.Connection) -> frozenset[str]:
    """
    Give every organisation that takes or took part in some case.
    """
    return frozenset(connection.execute(sa.select(_DEELNAME.c.organisatie).distinct()).scalars())
