"""
The rows of all registers beside the last entry of the logboek about each, some hundreds at a time.
"""

from __future__ import annotations

import functools

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, NamedTuple

import sqlalchemy as sa

from zvhprivacy.model.casus import Casus, Deelname, Gegeven, NotRegistered, Register
from zvhprivacy.model.registers import Correctie, Onderwerp, Verklaring, Verstrekking
from zvhprivacy.store.batches import batched, chunked
from zvhprivacy.store.rows import TABLES, from_row, shape_of
from zvhprivacy.store.tables import HOOFD


ROWS_AT_ONCE = 500

_REGEL, _STAND = (HOOFD.tables[name] for name in ("logboek_regel", "logboek_stand"))
_END = sa.select(sa.func.max(_STAND.c.omvang)).scalar_subquery()  # beyond it there is nothing
_WHERE: Mapping[Onderwerp, type[Register]] = {
    Onderwerp.ORGANISATIE_IN_CASUS: Deelname,
    Onderwerp.CASUS: Casus,
    Onderwerp.GEGEVEN: Gegeven,
    Onderwerp.VERSTREKKING: Verstrekking,
}


class Beside(NamedTuple):
    """
    A stored row of *register*, and the last entry about it; without *waarde* it is none of ours.
    """

    register: str
    rij: str
    waarde: Register | None
    regel: bytes | None


class Gone(NamedTuple):
    """
    What an entry tells of and no register holds: the last entry about it and about its case.
    """

    rij: str
    regel: bytes | None
    over_casus: bytes | None


def rows_beside(connection: sa.Connection) -> Iterator[Beside]:
    """
    Give every row of every register, in order of register and id.
    """
    for kind in TABLES:
        table, after = shape_of(kind).table, ""
        while rows := _page(connection, table, after):
            found = _values(connection, kind, rows)
            told = _last(connection, rows)
            for row in rows:
                yield Beside(table.name, row, found.get(row), told.get(row))
            after = rows[-1]


def row_beside(connection: sa.Connection, register: str, row: str) -> Beside:
    """
    Look at one row again.
    """
    kind = next(each for each, table in TABLES.items() if table == register)
    found = _values(connection, kind, [row])
    return Beside(register, row, found.get(row), _last(connection, [row]).get(row))


def rows_gone(connection: sa.Connection) -> Iterator[Gone]:
    """
    Give what entries tell of and no register holds any more, in order of id.
    """
    found = connection.execute(_gone(), execution_options={"yield_per": ROWS_AT_ONCE})
    with closing(found):  # who stops halfway leaves no cursor behind
        for some in chunked(found, ROWS_AT_ONCE):
            told = _last(connection, {each for row in some for each in row if each is not None})
            for row, casus in some:
                yield Gone(row, told.get(row), told.get(casus))


def _page(connection: sa.Connection, table: sa.Table, after: str) -> list[str]:
    query = sa.select(table.c.id).where(table.c.id > after).order_by(table.c.id)
    return list(connection.execute(query.limit(ROWS_AT_ONCE)).scalars())


def _values(
    connection: sa.Connection, kind: type[Register], rows: Sequence[str]
) -> dict[str, Register]:
    """
    Read *rows*; one that is damaged is left out and hides no other.
    """
    try:
        return _read(connection, kind, rows)
    except ValueError:  # a date or a moment that is none, somewhere among them
        if len(rows) == 1:
            return {}
    found: dict[str, Register] = {}
    for row in rows:
        found |= _values(connection, kind, [row])
    return found


def _read(
    connection: sa.Connection, kind: type[Register], rows: Sequence[str]
) -> dict[str, Register]:
    table = shape_of(kind).table
    found: dict[str, Register] = {}
    for row in connection.execute(_query(kind).where(table.c.id.in_(rows))):
        *fields, stands, belongs = row
        if belongs is not None and stands != belongs:
            continue  # lines are found by the case that it stands in, so it may not be another
        try:
            value = from_row(kind, fields)  # type: ignore[arg-type]
        except NotRegistered:
            continue
        found[value.id] = value  # type: ignore[attr-defined]
    return found


@functools.cache
def _query(kind: type[Register]) -> sa.Select[Any]:
    """
    Ask for the fields, the case that a row stands in, and the case of what it hangs on.

    Of what hangs on a thing that is gone, the case is not known any more.
    """
    table, columns = shape_of(kind)
    if "casus" not in table.c or "casus" in kind.model_fields:
        return sa.select(*columns, sa.null(), sa.null())
    if kind is Verklaring:
        ways = {about.value: _case_of(each, table.c.onderwerp) for about, each in _WHERE.items()}
        belongs: sa.ColumnElement[Any] = sa.case(ways, value=table.c.over)
    elif kind is Correctie:
        belongs = _case_of(Gegeven, table.c.gegeven)
    else:
        belongs = _case_of(Verstrekking, table.c.verstrekking)
    return sa.select(*columns, table.c.casus, belongs)


def _case_of(kind: type[Register], key: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    table = shape_of(kind).table
    return (
        sa.select(table.c.id if kind is Casus else table.c.casus)
        .where(table.c.id == key)
        .scalar_subquery()
    )


def _last(connection: sa.Connection, rows: Collection[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for some in batched(rows):
        last = (
            sa.select(sa.func.max(_REGEL.c.nummer))
            .where(_REGEL.c.voorwerp.in_(some), _REGEL.c.nummer < _END)
            .group_by(_REGEL.c.voorwerp)
        )
        query = sa.select(_REGEL.c.voorwerp, _REGEL.c.regel).where(_REGEL.c.nummer.in_(last))
        found.update((row, entry) for row, entry in connection.execute(query) if entry is not None)
    return found


def _gone() -> sa.Select[Any]:
    """
    Ask for the ids that entries tell of and no register holds, each with its case.
    """
    told = (
        sa.select(_REGEL.c.voorwerp, sa.func.max(_REGEL.c.casus).label("casus"))
        .where(_REGEL.c.voorwerp.is_not(None), _REGEL.c.nummer < _END)
        .group_by(_REGEL.c.voorwerp)
        .subquery()
    )
    held = [
        sa.select(table.c.id).where(table.c.id == told.c.voorwerp).exists()
        for table in (shape_of(kind).table for kind in TABLES)
    ]
    return sa.select(told).where(*(~each for each in held)).order_by(told.c.voorwerp)
