"""
What the registers say of people, of what is public and of advice, for who supervises.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from typing import NamedTuple, TypeVar

import sqlalchemy as sa

from zvhprivacy.model.casus import Register
from zvhprivacy.model.registers import Medewerker, Oordeel, Publicatie, RacAdvies, Verstrekking
from zvhprivacy.store.rows import from_row, shape_of


R = TypeVar("R", bound=Register)

ROWS_AT_ONCE = 1_000  # read ahead by what streams

_MEDEWERKER, _PUBLICATIE = shape_of(Medewerker).table, shape_of(Publicatie).table
_ADVIES, _VERSTREKKING = shape_of(RacAdvies).table, shape_of(Verstrekking).table


def designated(connection: sa.Connection, op: date) -> Iterator[Medewerker]:
    """
    Give who is designated on *op*, in order of person: one can be so for several organisations.

    Raises:
        NotRegistered: a row was written past this package and is none of ours.
    """
    held = (_MEDEWERKER.c.van <= op, sa.or_(_MEDEWERKER.c.tot.is_(None), op < _MEDEWERKER.c.tot))
    order = (_MEDEWERKER.c.persoon, _MEDEWERKER.c.id)
    yield from _values(connection, Medewerker, sa.and_(*held), order)


def published(connection: sa.Connection, op: date) -> Iterator[Publicatie]:
    """
    Give what was ever written down as public by *op*, in order of convenant and begin.

    Raises:
        NotRegistered: a row was written past this package and is none of ours.
    """
    order = (_PUBLICATIE.c.convenant, _PUBLICATIE.c.van, _PUBLICATIE.c.id)
    yield from _values(connection, Publicatie, _PUBLICATIE.c.van <= op, order)


class Advised(NamedTuple):
    """
    A disclosure that was made, with an advice that was given about it before.
    """

    verstrekking: str
    oordeel: str
    vervuld: bool  # its conditions, when the disclosure was made


def advised(connection: sa.Connection, vanaf: datetime, tot: datetime) -> Iterator[Advised]:
    """
    Give the disclosures from *vanaf* until *tot* that had an advice, each with the last one before.
    """
    later = _ADVIES.alias("later")
    done = _VERSTREKKING.c.gedaan_op
    newer = sa.tuple_(later.c.op, later.c.id) > sa.tuple_(_ADVIES.c.op, _ADVIES.c.id)
    of_same = later.c.verstrekking == _ADVIES.c.verstrekking
    query = (
        sa.select(
            _VERSTREKKING.c.id,
            _ADVIES.c.oordeel,
            sa.func.coalesce(_ADVIES.c.voorwaarden_vervuld_op <= done, sa.false()),
        )
        .join(_ADVIES, _ADVIES.c.verstrekking == _VERSTREKKING.c.id)
        .where(vanaf <= done, done < tot, _ADVIES.c.op <= done)
        .where(~sa.select(later.c.id).where(of_same, later.c.op <= done, newer).exists())
        .order_by(_VERSTREKKING.c.id)
    )
    found = connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
    with closing(found):  # who stops halfway leaves no cursor behind
        for row in found:
            yield Advised(row[0], row[1], bool(row[2]))


def not_followed(each: Advised) -> bool:
    """
    Say whether the disclosure went against the advice, or before its conditions were met.
    """
    conditions = each.oordeel == Oordeel.ONDER_VOORWAARDEN and not each.vervuld
    return each.oordeel == Oordeel.ONRECHTMATIG or conditions


def _values(
    connection: sa.Connection,
    kind: type[R],
    where: sa.ColumnElement[bool],
    order: tuple[sa.ColumnElement[object], ...],
) -> Iterator[R]:
    query = sa.select(*shape_of(kind).columns).where(where).order_by(*order)
    found = connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
    with closing(found):
        for row in found:
            yield from_row(kind, row)
