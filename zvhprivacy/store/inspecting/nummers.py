"""
Every text in the hoofd that holds a number that could be a BSN, and that is not sealed.

The logboek has tables of its own form and a check of its own, and is left out here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa

from zvhprivacy.store.database import Part
from zvhprivacy.store.inspecting.casus import stream
from zvhprivacy.store.tables import metadata_of


DIGITS = 8  # of a BSN whose first zero was dropped; nine with it
UID = 32  # length of an id without meaning, which is full of digits
LOGBOEK = "logboek_"


class Text(NamedTuple):
    """
    A row, by its table and key, and a text of it with a long number in it.
    """

    tabel: str
    rij: str
    tekst: str


def count_rows(connection: sa.Connection) -> int:
    """
    Count the rows that are looked through.
    """
    counts = (sa.select(sa.func.count()).select_from(table) for table in _tables())
    return sum(int(connection.execute(query).scalar_one()) for query in counts)


def numbered(connection: sa.Connection, sealed: bytes) -> Iterator[Text]:
    """
    Give every text with eight digits in a row, a table at a time and by key.

    Of bytes only those that do not begin with *sealed*, as what is sealed does; what is no text
    in them is left out.
    """
    sqlite = connection.dialect.name == "sqlite"
    for table in _tables():
        key = list(table.primary_key)
        columns = [each for each in table.c if _looked_at(each)]
        if not columns:
            continue
        found = [_suspect(each, sealed, sqlite=sqlite) for each in columns]
        shown = [
            sa.case((suspect, each), else_=None)
            for suspect, each in zip(found, columns, strict=True)
        ]
        query = sa.select(*key, *shown).where(sa.or_(*found)).order_by(*key)
        for row in stream(connection, query):
            rij = "/".join(str(each) for each in row[: len(key)])
            for value in row[len(key) :]:
                if value is not None:
                    yield Text(table.name, rij, _plain(value))


def _tables() -> Iterator[sa.Table]:
    for name, table in sorted(metadata_of(Part.HOOFD).tables.items()):
        if not name.startswith(LOGBOEK):
            yield table


def _looked_at(column: sa.Column[Any]) -> bool:
    kind = column.type
    if isinstance(kind, sa.types.TypeDecorator):
        kind = kind.impl_instance
    return isinstance(kind, sa.String | sa.LargeBinary)


def _suspect(column: sa.Column[Any], sealed: bytes, *, sqlite: bool) -> sa.ColumnElement[bool]:
    if isinstance(column.type, sa.LargeBinary):
        first = sa.func.substr(column, 1, len(sealed), type_=sa.LargeBinary)
        return sa.and_(sa.func.length(column) >= DIGITS, first != sealed)
    has_number: sa.ColumnElement[bool]
    if sqlite:
        has_number = column.op("GLOB", is_comparison=True)(f"*{'[0-9]' * DIGITS}*")
    else:
        has_number = column.regexp_match(f"[0-9]{{{DIGITS}}}")
    return sa.and_(has_number, sa.func.length(column) != UID)


def _plain(value: str | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
