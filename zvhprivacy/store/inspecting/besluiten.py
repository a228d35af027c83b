"""
What an audit asks of what was decided together: on taking up, on taking part, on the list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa

from zvhprivacy.model.bewaren import Vernietigingsgrond
from zvhprivacy.model.casus import Deelname
from zvhprivacy.model.registers import Besluit, Criteria, Publicatie, Verklaring, Verstrekking
from zvhprivacy.model.said import Said
from zvhprivacy.store.batches import chunked
from zvhprivacy.store.days import as_text, day
from zvhprivacy.store.inspecting.casus import CASUS, OVERGANG, between, stream
from zvhprivacy.store.inspecting.reading import Vote, moment, votes, words
from zvhprivacy.store.rows import shape_of


AT_ONCE = 500  # cases of which all is in memory

BESLUIT, CRITERIA, DEELNAME, GROND, PUBLICATIE, VERKLARING, VERSTREKKING = (
    shape_of(kind).table
    for kind in (
        Besluit,
        Criteria,
        Deelname,
        Vernietigingsgrond,
        Publicatie,
        Verklaring,
        Verstrekking,
    )
)
_DECIDED = (
    BESLUIT.c.id,
    BESLUIT.c.waarover,
    BESLUIT.c.naar,
    BESLUIT.c.stemmen,
    as_text(BESLUIT.c.op),
)


class Decided(NamedTuple):
    """
    A decision: what about, leading to what, by which votes and when.
    """

    id: str
    waarover: str
    naar: str | None
    stemmen: tuple[Vote, ...]
    op: datetime | None


class Judged(NamedTuple):
    """
    A judgement over the four criteria.
    """

    alle_vier: bool
    door: tuple[str, ...]
    op: datetime | None
    vervallen_op: datetime | None


class Moved(NamedTuple):
    """
    A case that went to another phase (*op* is None when that stands nowhere), and by what decision.
    """

    casus: str
    convenant: str
    van: str | None
    op: datetime | None
    besluit: Decided | None
    criteria: tuple[Judged, ...] = ()


class Joined(NamedTuple):
    """
    An organisation that takes part, since when, and by what decision.
    """

    id: str
    convenant: str
    organisatie: str
    als_derde: bool
    van: date | None
    besluit: Decided | None


class OnList(NamedTuple):
    """
    A case on the list of prioritised cases, with what was said of it.

    *eigen*: it is a case of the list itself; another was put there by a decision.
    """

    casus: str
    convenant: str
    eigen: bool
    criteria: tuple[Judged, ...]
    gezegd: tuple[Said, ...]


class HandedOver(NamedTuple):
    """
    A case that was handed over, and whether it was reported: a decision or a disclosure of that.
    """

    casus: str
    op: datetime | None
    gemeld: bool


def moved(
    connection: sa.Connection, kader: str, naar: str, fasen: Collection[str] | None = None
) -> Iterator[Moved]:
    """
    Give the cases under *kader* that went to phase *naar*, with all judgements of the criteria.

    With *fasen* it is all that are in one of those phases now, whether that stands there or not.
    """
    step = sa.and_(OVERGANG.c.casus == CASUS.c.id, OVERGANG.c.naar == naar)
    here = sa.and_(BESLUIT.c.id == OVERGANG.c.besluit, BESLUIT.c.casus == CASUS.c.id)
    query = (
        sa.select(CASUS.c.id, CASUS.c.convenant, OVERGANG.c.van, as_text(OVERGANG.c.op), *_DECIDED)
        .select_from(CASUS.join(OVERGANG, step, isouter=fasen is not None))
        .outerjoin(BESLUIT, here)
        .where(CASUS.c.kader == kader)
        .order_by(CASUS.c.id, OVERGANG.c.id)
    )
    if fasen is not None:
        query = query.where(CASUS.c.fase.in_(sorted(fasen)))
    for rows in chunked(stream(connection, query), AT_ONCE):
        judged = _criteria(connection, {row[0] for row in rows})
        for casus, convenant, van, op, *decided in rows:
            found = judged.get(casus, ())
            yield Moved(casus, convenant, van, moment(op), _decided(decided), found)


def decided(
    connection: sa.Connection, kader: str, waarover: str, vanaf: datetime, tot: datetime
) -> Iterator[tuple[str, Decided]]:
    """
    Give what was decided on *waarover* in cases under *kader*, with the convenant, by id.
    """
    query = (
        sa.select(CASUS.c.convenant, *_DECIDED)
        .join(CASUS, CASUS.c.id == BESLUIT.c.casus)
        .where(CASUS.c.kader == kader, BESLUIT.c.waarover == waarover)
        .where(*between(BESLUIT.c.op, vanaf, tot))
        .order_by(BESLUIT.c.id)
    )
    for convenant, *row in stream(connection, query):
        found = _decided(row)
        if found is not None:
            yield convenant, found


def joined(connection: sa.Connection, kader: str) -> Iterator[Joined]:
    """
    Give who takes or took part in cases under *kader*, by id.
    """
    here = sa.and_(BESLUIT.c.id == DEELNAME.c.besluit, BESLUIT.c.casus == DEELNAME.c.casus)
    columns = (DEELNAME.c.id, CASUS.c.convenant, DEELNAME.c.organisatie, DEELNAME.c.als_derde)
    query = (
        sa.select(*columns, as_text(DEELNAME.c.van), *_DECIDED)
        .select_from(DEELNAME.join(CASUS, CASUS.c.id == DEELNAME.c.casus).outerjoin(BESLUIT, here))
        .where(CASUS.c.kader == kader)
        .order_by(DEELNAME.c.id)
    )
    for id_, convenant, organisatie, als_derde, van, *row in stream(connection, query):
        yield Joined(id_, convenant, organisatie, als_derde, day(van), _decided(row))


def on_list(
    connection: sa.Connection, kader: str, lijst: str, ended: Collection[str]
) -> Iterator[OnList]:
    """
    Give the cases under *kader* on the list, by id: those of the process or purpose *lijst*, and
    those of which it was decided; not those in a phase of *ended* or of which somebody laid down
    that they are off it.
    """
    placed = sa.and_(BESLUIT.c.casus == CASUS.c.id, BESLUIT.c.waarover == "lijst-plaatsen")
    off = sa.select(GROND.c.id).where(
        GROND.c.casus == CASUS.c.id,
        GROND.c.grond == "van-de-lijst",
        GROND.c.gegeven.is_(None),
        GROND.c.ingetrokken_op.is_(None),
    )
    own = sa.or_(CASUS.c.proces == lijst, CASUS.c.doel == lijst)
    put_there = sa.select(BESLUIT.c.id).where(placed).exists()
    query = (
        sa.select(CASUS.c.id, CASUS.c.convenant, own)
        .where(CASUS.c.kader == kader, CASUS.c.fase.not_in(sorted(ended)), sa.or_(own, put_there))
        .where(sa.not_(off.exists()))
        .order_by(CASUS.c.id)
    )
    for rows in chunked(stream(connection, query), AT_ONCE):
        cases = {row[0] for row in rows}
        judged, said = _criteria(connection, cases), _said(connection, cases)
        for casus, convenant, eigen in rows:
            found = (judged.get(casus, ()), said.get(casus, ()))
            yield OnList(casus, convenant, bool(eigen), *found)


def published(connection: sa.Connection, wat: str, op: date) -> frozenset[str]:
    """
    Give the convenants of which *wat* is public on the day *op*.
    """
    query = sa.select(PUBLICATIE.c.convenant).where(
        PUBLICATIE.c.wat == wat,
        PUBLICATIE.c.van <= op,
        sa.or_(PUBLICATIE.c.tot.is_(None), PUBLICATIE.c.tot > op),
    )
    return frozenset(connection.execute(query).scalars())


def handed_over(connection: sa.Connection, kader: str) -> Iterator[HandedOver]:
    """
    Give the cases under *kader* that are handed over, by id.
    """
    when = sa.select(as_text(sa.func.min(OVERGANG.c.op))).where(
        OVERGANG.c.casus == CASUS.c.id, OVERGANG.c.naar == "overgedragen"
    )
    told = (
        sa.select(BESLUIT.c.id).where(
            BESLUIT.c.casus == CASUS.c.id, BESLUIT.c.waarover == "overdragen"
        ),
        sa.select(VERSTREKKING.c.id).where(
            VERSTREKKING.c.casus == CASUS.c.id, VERSTREKKING.c.handeling == "overdragen"
        ),
    )
    query = (
        sa.select(CASUS.c.id, when.scalar_subquery(), sa.or_(*(each.exists() for each in told)))
        .where(CASUS.c.kader == kader, CASUS.c.fase == "overgedragen")
        .order_by(CASUS.c.id)
    )
    for casus, op, gemeld in stream(connection, query):
        yield HandedOver(casus, moment(op), bool(gemeld))


def _criteria(connection: sa.Connection, cases: Collection[str]) -> dict[str, tuple[Judged, ...]]:
    all_four = sa.and_(
        CRITERIA.c.meervoudige_problematiek,
        CRITERIA.c.leefgebieden_criminogeen,
        CRITERIA.c.overlast_criminaliteit_onveilig,
        CRITERIA.c.meerdere_domeinen_nodig,
    )
    moments = (as_text(CRITERIA.c.op), as_text(CRITERIA.c.vervallen_op))
    query = (
        sa.select(CRITERIA.c.casus, all_four, CRITERIA.c.door, *moments)
        .where(CRITERIA.c.casus.in_(sorted(cases)))
        .order_by(CRITERIA.c.casus, CRITERIA.c.id)
    )
    rows = connection.execute(query).all()
    return {
        casus: tuple(
            Judged(bool(met), words(door), moment(op), moment(ended))
            for _, met, door, op, ended in group
        )
        for casus, group in groupby(rows, itemgetter(0))
    }


def _said(connection: sa.Connection, cases: Collection[str]) -> dict[str, tuple[Said, ...]]:
    """
    Give who said of each case that it meets the criteria of the list.
    """
    columns = (VERKLARING.c.op, VERKLARING.c.tot, VERKLARING.c.ingetrokken_op)
    query = (
        sa.select(VERKLARING.c.onderwerp, VERKLARING.c.organisatie, *map(as_text, columns))
        .where(VERKLARING.c.feit == "lijstcriteria-voldaan", VERKLARING.c.over == "casus")
        .where(VERKLARING.c.casus.in_(sorted(cases)))
        .order_by(VERKLARING.c.onderwerp, VERKLARING.c.id)
    )
    rows = connection.execute(query).all()
    return {
        casus: tuple(
            Said(wie, at, moment(tot), moment(back))
            for _, wie, op, tot, back in group
            if (at := moment(op)) is not None
        )
        for casus, group in groupby(rows, itemgetter(0))
    }


def _decided(row: list[Any]) -> Decided | None:
    id_, waarover, naar, stemmen, op = row
    return None if id_ is None else Decided(id_, waarover, naar, votes(stemmen), moment(op))
