"""
Who is assigned to cases or let in as a third party, and in which phase cases were, when.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from zvhprivacy.model.bewaren import Afscherming
from zvhprivacy.model.casus import Casus, Deelname, Overgang, Toewijzing
from zvhprivacy.store.batches import batched
from zvhprivacy.store.days import as_text, day, dutch_day
from zvhprivacy.store.inspecting.access import MEDEWERKER, holds
from zvhprivacy.store.rows import shape_of


ROWS_AT_ONCE = 1_000

CASUS, OVERGANG = shape_of(Casus).table, shape_of(Overgang).table
DEELNAME, TOEWIJZING = shape_of(Deelname).table, shape_of(Toewijzing).table
AFSCHERMING = shape_of(Afscherming).table


class Assigned(NamedTuple):
    """
    An assignment to a case, with the person behind it and the days of his designation.
    """

    id: str
    casus: str
    persoon: str
    rol: str
    van: date | None
    tot: date | None
    eindigt: bool
    aangewezen_van: date | None
    aangewezen_tot: date | None

    def on(self, dag: date) -> bool:
        """
        Say whether it holds on *dag*; one without a readable day holds never.
        """
        return holds(self.van, self.tot, dag) and self.eindigt is (self.tot is not None)

    def of_designated(self) -> bool:
        """
        Say whether it began while the person was designated.
        """
        begin = self.van
        return begin is not None and holds(self.aangewezen_van, self.aangewezen_tot, begin)


class Came(NamedTuple):
    """
    A case came into a phase; *op* is None when what stands there is no moment.
    """

    casus: str
    naar: str
    op: datetime | None


class ThirdParty(NamedTuple):
    """
    A third party at the table of a case (WGS 2.31 lid 9), and when it signed for secrecy.
    """

    id: str
    van: date | None
    geheimhouding_op: date | None


class Closed(NamedTuple):
    """
    A case in the phase that closes it, since when, and whether all of it is shielded.

    *besloten*: a decision led to it.
    """

    casus: str
    kader: str
    sinds: date | None
    afgeschermd: bool
    besloten: bool


def assignments(connection: sa.Connection, van: date, tot: date) -> Iterator[Assigned]:
    """
    Give the assignments that hold on a day from *van* until *tot*, in order of id, as they come.
    """
    there = sa.and_(
        TOEWIJZING.c.van < tot, sa.or_(TOEWIJZING.c.tot.is_(None), TOEWIJZING.c.tot > van)
    )
    query = _assigned().where(there).order_by(TOEWIJZING.c.id)
    yield from map(_as_assigned, _streamed(connection, query))


def assigned_to(connection: sa.Connection, casussen: Collection[str]) -> Iterator[Assigned]:
    """
    Give all assignments there ever were to *casussen*.
    """
    for some in batched(casussen):
        query = _assigned().where(TOEWIJZING.c.casus.in_(some))
        yield from map(_as_assigned, connection.execute(query))


def came(
    connection: sa.Connection, casussen: Collection[str], naar: Collection[str] = ()
) -> Iterator[Came]:
    """
    Give the phases that *casussen* came into, of each case in the order in which it did.

    With *naar* it gives only those phases.
    """
    columns = OVERGANG.c
    for some in batched(casussen):
        query = (
            sa.select(columns.casus, columns.naar, as_text(columns.op))
            .where(columns.casus.in_(some), *([columns.naar.in_(naar)] if naar else ()))
            .order_by(columns.casus, columns.op, columns.id)
        )
        for casus, phase, op in connection.execute(query):
            yield Came(casus, phase, _moment(op))


def frames(connection: sa.Connection, casussen: Collection[str]) -> dict[str, str]:
    """
    Say under which law each of *casussen* is that is still there.
    """
    found: dict[str, str] = {}
    for some in batched(casussen):
        query = sa.select(CASUS.c.id, CASUS.c.kader).where(CASUS.c.id.in_(some))
        found.update((casus, kader) for casus, kader in connection.execute(query))
    return found


def third_parties(connection: sa.Connection, van: date, tot: date) -> Iterator[ThirdParty]:
    """
    Give the third parties that took part on a day from *van* until *tot*, in order of id.
    """
    columns = DEELNAME.c
    query = (
        sa.select(columns.id, as_text(columns.van), as_text(columns.geheimhouding_op))
        .where(
            columns.als_derde.is_(True),
            columns.van < tot,
            sa.or_(columns.tot.is_(None), columns.tot > van),
        )
        .order_by(columns.id)
    )
    for row, since, signed in _streamed(connection, query):
        yield ThirdParty(row, day(since), day(signed))


def closed(connection: sa.Connection, fase: str) -> Iterator[Closed]:
    """
    Give the cases that are in the phase *fase* now, in order of id.
    """
    shield = (
        sa.select(AFSCHERMING.c.id)
        .where(
            AFSCHERMING.c.casus == CASUS.c.id,
            AFSCHERMING.c.gegeven.is_(None),
            AFSCHERMING.c.opgeheven_op.is_(None),
        )
        .exists()
    )
    decided = (
        sa.select(OVERGANG.c.id)
        .where(
            OVERGANG.c.casus == CASUS.c.id,
            OVERGANG.c.naar == fase,
            OVERGANG.c.besluit.is_not(None),
        )
        .exists()
    )
    query = (
        sa.select(CASUS.c.id, CASUS.c.kader, as_text(CASUS.c.fase_sinds), shield, decided)
        .where(CASUS.c.fase == fase)
        .order_by(CASUS.c.id)
    )
    for casus, kader, since, there, besluit in _streamed(connection, query):
        yield Closed(casus, kader, dutch_day(since), bool(there), bool(besluit))


def ever_in(connection: sa.Connection, fase: str, before: datetime) -> int:
    """
    Count the cases that came into *fase* before a moment, and are still there.
    """
    columns = OVERGANG.c
    query = sa.select(sa.func.count(columns.casus.distinct())).where(
        columns.naar == fase, columns.op < before
    )
    return int(connection.scalar(query) or 0)


def _assigned() -> sa.Select[Any]:
    columns = TOEWIJZING.c
    return sa.select(
        columns.id,
        columns.casus,
        MEDEWERKER.c.persoon,
        columns.rol,
        as_text(columns.van),
        as_text(columns.tot),
        as_text(MEDEWERKER.c.van),
        as_text(MEDEWERKER.c.tot),
    ).join_from(TOEWIJZING, MEDEWERKER, MEDEWERKER.c.id == columns.medewerker)


def _as_assigned(row: Any) -> Assigned:
    who, casus, persoon, rol, van, tot, since, until = row
    return Assigned(who, casus, persoon, rol, day(van), day(tot), bool(tot), day(since), day(until))


def _streamed(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[Any]:
    found = connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
    with closing(found):  # who stops halfway leaves no cursor behind
        yield from found


def _moment(text: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if read.tzinfo is None else read
