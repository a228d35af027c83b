"""
What the registers say of keeping: holds, renewals and their orders, runs of destruction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from zvhprivacy.model.bewaarplan import LineState
from zvhprivacy.model.bewaren import Hernieuwing, Opschorting
from zvhprivacy.model.casus import Casus, Deelname, Dossier, Gegeven
from zvhprivacy.model.registers import Besluit, Medewerker
from zvhprivacy.store.batches import batched
from zvhprivacy.store.inspecting.lines import by, lines_of, stream
from zvhprivacy.store.planning import DOEL, REGEL
from zvhprivacy.store.rows import shape_of
from zvhprivacy.store.tables._base import Moment
from zvhprivacy.store.tables.bewaarplan import TargetState


_CASUS, _GEGEVEN, _HOLD, _RENEWAL, _PERSON = (
    shape_of(kind).table for kind in (Casus, Gegeven, Opschorting, Hernieuwing, Medewerker)
)
_DONE = (LineState.UITGEVOERD.value, LineState.KLAAR.value)


class HoldRow(NamedTuple):
    """
    A hold with the words of its case, the kind of its item, and when its owner is designated.
    """

    id: str
    convenant: str
    proces: str
    kader: str
    categorie: str | None
    grond: str
    kenmerk: str
    motivering: bool
    op: datetime
    herzien_voor: date
    opgeheven_op: datetime | None
    eigenaar_van: date
    eigenaar_tot: date | None


class Order(NamedTuple):
    """
    A renewal, what the deelnemers decided about it, and who takes part in its case.
    """

    hernieuwing: str
    van: date
    besluit: Besluit | None
    dossier: Dossier


class LineCount(NamedTuple):
    """
    What was carried out of a plan because of one rule, of which the last day is one and the same.

    *laatst* is when the last of it went, *ongelogd* how much no line of the logboek tells of.
    """

    plan: str
    regel: str
    uiterlijk: date | None
    laatst: datetime
    ongelogd: int


def holds(connection: sa.Connection) -> Iterator[HoldRow]:
    """
    Go through all holds, in order of id.
    """
    query = (
        sa.select(
            _HOLD.c.id,
            _CASUS.c.convenant,
            _CASUS.c.proces,
            _CASUS.c.kader,
            _GEGEVEN.c.categorie,
            _HOLD.c.grond,
            _HOLD.c.kenmerk,
            sa.func.length(_HOLD.c.motivering) > 0,
            _HOLD.c.op,
            _HOLD.c.herzien_voor,
            _HOLD.c.opgeheven_op,
            _PERSON.c.van,
            _PERSON.c.tot,
        )
        .select_from(
            _HOLD.join(_CASUS, _CASUS.c.id == _HOLD.c.casus)
            .join(_PERSON, _PERSON.c.id == _HOLD.c.eigenaar)
            .outerjoin(_GEGEVEN, _GEGEVEN.c.id == _HOLD.c.gegeven)
        )
        .order_by(_HOLD.c.id)
    )
    for row in stream(connection, query, "Opschorting"):
        yield HoldRow._make(row)


def renewed_cases(connection: sa.Connection) -> Sequence[str]:
    """
    Give the cases that were ever renewed, in order.
    """
    query = sa.select(_RENEWAL.c.casus).distinct().order_by(_RENEWAL.c.casus)
    return connection.scalars(query).all()


def orders(connection: sa.Connection, cases: Collection[str]) -> Iterator[Order]:
    """
    Go through the renewals of *cases* with the decision that each names.

    Raises:
        NotRegistered: A row is damaged.
    """
    for some in batched(cases):
        decided = {each.id: each for each in lines_of(connection, Besluit, "casus", some)}
        there = {each.id: each for each in lines_of(connection, Casus, "id", some)}
        parts = by("casus", lines_of(connection, Deelname, "casus", some))
        for each in lines_of(connection, Hernieuwing, "casus", some):
            dossier = Dossier(casus=there[each.casus], deelnames=tuple(parts[each.casus]))
            yield Order(each.id, each.van, decided.get(each.besluit), dossier)


def carried_out(connection: sa.Connection) -> Iterator[LineCount]:
    """
    Go through what was carried out, taken together per plan, rule and last day.
    """
    together = (REGEL.c.plan, REGEL.c.regel, REGEL.c.uiterlijk)
    query = (
        sa.select(
            *together,
            sa.func.max(REGEL.c.gedaan_op, type_=Moment),
            sa.func.count() - sa.func.count(REGEL.c.logregel),
        )
        .where(REGEL.c.state.in_(_DONE), REGEL.c.gedaan_op.is_not(None))
        .group_by(*together)
        .order_by(*together)
    )
    for row in stream(connection, query, "Bewaarplan"):
        yield LineCount._make(row)


def failed_targets(connection: sa.Connection) -> frozenset[str]:
    """
    Give the plans of which a target of the host was asked to follow and did not.
    """
    failed = (DOEL.c.state == TargetState.OPEN, DOEL.c.uitkomst != "")
    return frozenset(connection.scalars(sa.select(DOEL.c.plan).where(*failed).distinct()))


def items_from(
    connection: sa.Connection, bronnen: Collection[str], categorieen: Collection[str]
) -> int:
    """
    Count the items of one of *categorieen*, or of which one of *bronnen* is a source.
    """
    # A list is kept as JSON, and a word has no quote in it.
    sources = (
        _GEGEVEN.c.bronnen.contains(f'"{each}"', autoescape=True) for each in sorted(bronnen)
    )
    ours = sa.or_(_GEGEVEN.c.categorie.in_(sorted(categorieen)), *sources)
    count: Any = connection.scalar(sa.select(sa.func.count()).where(ours))
    return int(count)
