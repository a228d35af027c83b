"""
The list of cases that somebody may see, found by the database without reading the others.
"""

from __future__ import annotations

import functools

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias

import sqlalchemy as sa

from zvhprivacy.model.bewaartermijn import Grond
from zvhprivacy.model.bewaren import Afscherming, Opschorting
from zvhprivacy.model.casus import Casus, Deelname, Toewijzing
from zvhprivacy.model.registers import Criteria
from zvhprivacy.store.rows import shape_of
from zvhprivacy.store.tables._base import Moment


_Cases: TypeAlias = sa.Select[Any]
CASUS, TOEWIJZING, DEELNAME, CRITERIA, AFSCHERMING, OPSCHORTING = (
    shape_of(kind).table
    for kind in (Casus, Toewijzing, Deelname, Criteria, Afscherming, Opschorting)
)

_LIMIT = sa.bindparam("limit", type_=sa.Integer)
_SORT = (CASUS.c.convenant, CASUS.c.proces, CASUS.c.kader, CASUS.c.fase, CASUS.c.doel)


class _Needs(NamedTuple):
    """
    What a case must have to be in a scope; only where *persoon* is so does *rol* say something.
    """

    persoon: bool
    rol: str
    deelnemer: bool
    criteria: bool


class Scope(NamedTuple):
    """
    Cases of one sort that the policy lets somebody see, in one of his roles.

    *deelnemer*: only where his organisation takes part; *persoon*: only where he is assigned in
    *rol*; *criteria*: only while the last judgement says that all four of BGS 2.20 are met. Who
    judged is not looked at.
    """

    convenant: str
    proces: str
    kader: str
    fase: str
    doel: str
    rol: str
    deelnemer: bool = True
    persoon: bool = True
    criteria: bool = True


class Place(NamedTuple):
    """
    A place in the list: behind the case with this phase moment and id.
    """

    fase_sinds: datetime
    casus: str


class Listed(NamedTuple):
    """
    A case in the list: nothing of what it holds.
    """

    casus: str
    proces: str
    fase: str
    fase_sinds: datetime

    @property
    def place(self) -> Place:
        """
        Where the list goes on after this case.
        """
        return Place(self.fase_sinds, self.casus)


def listed(
    connection: sa.Connection,
    *,
    scopes: Collection[Scope],
    organisatie: str,
    medewerker: str,
    op: date,
    limit: int,
    after: Place | None = None,
) -> tuple[Listed, ...]:
    """
    Give the first *limit* cases in *scopes* for *medewerker* of *organisatie* on the day *op*.

    The last changed of phase comes first; *after* is where an earlier page ended. A case that
    changes phase meanwhile may be on two pages or on none.

    It compares rows with what the policy allows and decides nothing: whoever opens a case asks.
    """
    if not scopes or limit < 1:  # SQLite takes a limit below zero for none
        return ()
    given = {"organisatie": organisatie, "medewerker": medewerker, "op": op, "limit": limit}
    if after is not None:
        given |= {"na_moment": after.fase_sinds, "na_casus": after.casus}
    query = _query(frozenset(scopes), goes_on=after is not None)
    return tuple(
        Listed(casus=row.id, proces=row.proces, fase=row.fase, fase_sinds=row.fase_sinds)
        for row in connection.execute(query, given)
    )


@functools.lru_cache(maxsize=256)  # one for each set of scopes that the policy gives to a role
def _query(scopes: frozenset[Scope], *, goes_on: bool) -> _Cases:
    groups: dict[_Needs, list[Scope]] = defaultdict(list)
    for scope in sorted(scopes):
        rol = scope.rol if scope.persoon else ""
        needs = _Needs(scope.persoon, rol, scope.deelnemer, scope.criteria)
        groups[needs].append(scope)
    parts = [_part(needs, group, goes_on=goes_on) for needs, group in sorted(groups.items())]
    if len(parts) == 1:
        return parts[0]
    # SQLite takes an order and a limit of one part of a union only inside a select of its own.
    # A case may be in more than one part; a union has it once.
    found = sa.union(*(sa.select(part.subquery()) for part in parts)).subquery()
    return sa.select(found).order_by(found.c.fase_sinds.desc(), found.c.id.desc()).limit(_LIMIT)


def _part(needs: _Needs, scopes: Sequence[Scope], *, goes_on: bool) -> _Cases:
    """
    Select the first cases in *scopes*, which all have these *needs*.

    It starts from what there is least of, the cases of a person or else of an organisation, so
    that the number of all cases makes no difference.
    """
    query = sa.select(CASUS.c.id, CASUS.c.proces, CASUS.c.fase, CASUS.c.fase_sinds)
    sorts = {(s.convenant, s.proces, s.kader, s.fase, s.doel) for s in scopes}
    query = query.where(sa.tuple_(*_SORT).in_(sorted(sorts)))
    # An incidental third party takes part without access to the system (WGS 2.31 lid 9).
    ours = sa.select(DEELNAME.c.casus).where(
        DEELNAME.c.organisatie == sa.bindparam("organisatie", type_=sa.String),
        DEELNAME.c.als_derde.is_(False),
        *_holds(DEELNAME),
    )
    if needs.persoon:
        mine = sa.select(TOEWIJZING.c.casus).where(
            TOEWIJZING.c.medewerker == sa.bindparam("medewerker", type_=sa.String),
            TOEWIJZING.c.rol == needs.rol,
            *_holds(TOEWIJZING),
        )
        query = query.where(CASUS.c.id.in_(mine))
    if needs.deelnemer and needs.persoon:
        query = query.where(ours.where(DEELNAME.c.casus == CASUS.c.id).exists())
    elif needs.deelnemer:
        query = query.where(CASUS.c.id.in_(ours))
    if needs.criteria:
        query = query.where(_meets_criteria())
    query = query.where(*_not_shielded())
    if goes_on:
        place = sa.bindparam("na_moment", type_=Moment), sa.bindparam("na_casus", type_=sa.String)
        query = query.where(sa.tuple_(CASUS.c.fase_sinds, CASUS.c.id) < sa.tuple_(*place))
    return query.order_by(CASUS.c.fase_sinds.desc(), CASUS.c.id.desc()).limit(_LIMIT)


def _holds(period: sa.Table) -> tuple[sa.ColumnElement[bool], ...]:
    op = sa.bindparam("op", type_=sa.Date)
    return (period.c.van <= op, sa.or_(period.c.tot.is_(None), op < period.c.tot))


def _not_shielded() -> tuple[sa.ColumnElement[bool], ...]:
    """
    Leave out what is shielded as a whole, or under restriction (AVG 18).
    """
    restriction = OPSCHORTING.c.grond == Grond.BEPERKING.value
    return tuple(
        sa.not_(
            sa.select(table.c.id)
            .where(
                table.c.casus == CASUS.c.id,
                table.c.gegeven.is_(None),
                table.c.opgeheven_op.is_(None),
                *more,
            )
            .exists()
        )
        for table, more in ((AFSCHERMING, ()), (OPSCHORTING, (restriction,)))
    )


def _meets_criteria() -> sa.ColumnElement[bool]:
    met = sa.and_(
        CRITERIA.c.meervoudige_problematiek,
        CRITERIA.c.leefgebieden_criminogeen,
        CRITERIA.c.overlast_criminaliteit_onveilig,
        CRITERIA.c.meerdere_domeinen_nodig,
        CRITERIA.c.vervallen_op.is_(None),
    )
    last = (CRITERIA.c.op.desc(), CRITERIA.c.id.desc())
    judged = sa.select(met).where(CRITERIA.c.casus == CASUS.c.id).order_by(*last).limit(1)
    return judged.scalar_subquery()
