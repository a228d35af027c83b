"""
What an audit asks of cases: what they are for, how they came in, and who is in them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from zvhprivacy.model.bewaarplan import Uitkomst
from zvhprivacy.model.casus import Betrokkene, Casus, Gegeven, Over, Overgang
from zvhprivacy.model.registers import Correctie
from zvhprivacy.store.batches import batched
from zvhprivacy.store.days import as_text
from zvhprivacy.store.inspecting.reading import moment
from zvhprivacy.store.rows import shape_of
from zvhprivacy.store.tables._base import Moment
from zvhprivacy.store.tables.bewaarplan import BewaarplanRegelRow


ROWS_AT_ONCE = 1_000  # read ahead by what streams

CASUS, BETROKKENE, GEGEVEN, OVERGANG, CORRECTIE = (
    shape_of(kind).table for kind in (Casus, Betrokkene, Gegeven, Overgang, Correctie)
)
_REGEL: sa.Table = BewaarplanRegelRow.__table__  # type: ignore[attr-defined]


class Purpose(NamedTuple):
    """
    What cases are for, by which process and under which law.
    """

    convenant: str
    proces: str
    kader: str
    doel: str


class Report(NamedTuple):
    """
    A case that is or was reported: by whom, when, and whether an item of it was corrected since.
    """

    casus: str
    convenant: str
    aangemeld_door: str
    op: datetime | None
    gecorrigeerd: bool


class Rejected(NamedTuple):
    """
    A rejected report that is still there, with how many persons and items.
    """

    casus: str
    personen: int
    gegevens: int


class Circle(NamedTuple):
    """
    Somebody of the circle of another, and whether that is a betrokkene of the same case.
    """

    id: str
    verbonden: bool


def purposes(connection: sa.Connection) -> Iterator[tuple[Purpose, int]]:
    """
    Give every purpose with the number of its cases.
    """
    columns = [CASUS.c[name] for name in Purpose._fields]
    query = sa.select(*columns, sa.func.count()).group_by(*columns).order_by(*columns)
    for *purpose, aantal in connection.execute(query):
        yield Purpose(*purpose), aantal


def cases_for(connection: sa.Connection, some: Collection[Purpose], limit: int) -> tuple[str, ...]:
    """
    Give the first *limit* cases for one of these purposes, by id.
    """
    found: list[str] = []
    for each in batched(some):
        here = sa.tuple_(*(CASUS.c[name] for name in Purpose._fields)).in_(each)
        query = sa.select(CASUS.c.id).where(here).order_by(CASUS.c.id).limit(limit)
        found += connection.execute(query).scalars()
    return tuple(sorted(found)[:limit])


def purpose_of(connection: sa.Connection, cases: Collection[str]) -> dict[str, str]:
    """
    Give the purpose of each of *cases* that is there.
    """
    found: dict[str, str] = {}
    for some in batched(cases):
        query = sa.select(CASUS.c.id, CASUS.c.doel).where(CASUS.c.id.in_(some))
        found |= {row[0]: row[1] for row in connection.execute(query)}
    return found


def reports(connection: sa.Connection, kader: str, early: Collection[str]) -> Iterator[Report]:
    """
    Give the cases under *kader* that are past *early*, the phases before a report, by id.
    """
    reported = (
        sa.select(as_text(sa.func.min(OVERGANG.c.op)))
        .where(OVERGANG.c.casus == CASUS.c.id, OVERGANG.c.naar == "aangemeld")
        .scalar_subquery()
    )
    mended = sa.select(CORRECTIE.c.id).where(CORRECTIE.c.casus == CASUS.c.id).exists()
    query = sa.select(
        CASUS.c.id, CASUS.c.convenant, CASUS.c.aangemeld_door, reported, mended
    ).where(CASUS.c.kader == kader, CASUS.c.fase.not_in(sorted(early)))
    for casus, convenant, door, op, gecorrigeerd in stream(connection, query.order_by(CASUS.c.id)):
        yield Report(casus, convenant, door, moment(op), bool(gecorrigeerd))


def rejected(connection: sa.Connection, kader: str) -> Iterator[Rejected]:
    """
    Give the rejected reports under *kader*, by id.
    """
    counts = [
        sa.select(sa.func.count())
        .select_from(table)
        .where(table.c.casus == CASUS.c.id)
        .scalar_subquery()
        for table in (BETROKKENE, GEGEVEN)
    ]
    query = sa.select(CASUS.c.id, *counts).where(
        CASUS.c.kader == kader, CASUS.c.fase == "afgewezen"
    )
    for row in stream(connection, query.order_by(CASUS.c.id)):
        yield Rejected._make(row)


def destroyed_reports(connection: sa.Connection, kader: str, vanaf: datetime, tot: datetime) -> int:
    """
    Count the rejected reports under *kader* that a plan destroyed from *vanaf* on, before *tot*.
    """
    query = (
        sa.select(sa.func.count())
        .select_from(_REGEL)
        .where(
            _REGEL.c.kader == kader,
            _REGEL.c.fase == "afgewezen",
            _REGEL.c.soort == "casus",
            _REGEL.c.uitkomst == Uitkomst.VERNIETIGD.value,
            *between(_REGEL.c.gedaan_op, vanaf, tot),
        )
    )
    return int(connection.execute(query).scalar_one())


def circles(connection: sa.Connection, kader: str) -> Iterator[Circle]:
    """
    Give everybody of a circle in the cases under *kader*, by id.
    """
    of = BETROKKENE.alias()
    known = (of.c.id == BETROKKENE.c.kring_van, of.c.casus == BETROKKENE.c.casus)
    linked = sa.select(of.c.id).where(*known, of.c.over == Over.BETROKKENE.value).exists()
    query = (
        sa.select(BETROKKENE.c.id, linked)
        .join(CASUS, CASUS.c.id == BETROKKENE.c.casus)
        .where(CASUS.c.kader == kader, BETROKKENE.c.over == Over.DIRECTE_KRING.value)
        .order_by(BETROKKENE.c.id)
    )
    for row in stream(connection, query):
        yield Circle(row[0], bool(row[1]))


def cases_of_process(connection: sa.Connection, proces: str, kader: str) -> int:
    """
    Count the cases of *proces* under *kader*.
    """
    query = sa.select(sa.func.count()).select_from(CASUS)
    found = connection.execute(query.where(CASUS.c.proces == proces, CASUS.c.kader == kader))
    return int(found.scalar_one())


def between(
    column: sa.ColumnElement[Any], vanaf: datetime, tot: datetime
) -> tuple[sa.ColumnElement[bool], ...]:
    """
    Ask for moments from *vanaf* on, before *tot*.
    """
    first, last = (sa.literal(each, type_=Moment) for each in (vanaf, tot))
    return (column >= first, column < last)


def day_between(
    column: sa.ColumnElement[Any], vanaf: date, tot: date
) -> tuple[sa.ColumnElement[bool], ...]:
    """
    Ask for days from *vanaf* on, before *tot*.
    """
    return (column >= vanaf, column < tot)


def stream(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[Any]:
    """
    Give the rows as they come: memory does not grow with their number.
    """
    found = connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
    with closing(found):
        yield from found
