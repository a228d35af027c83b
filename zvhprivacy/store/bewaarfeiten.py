"""
What the registers say that decides how long a case may be kept: in short of every case, and whole.
"""

from __future__ import annotations

import functools

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from zvhprivacy.model.bewaartermijn import Begin
from zvhprivacy.model.bewaren import Hernieuwing, Opschorting, Vernietigingsgrond
from zvhprivacy.model.casus import Betrokkene, Casus, Gegeven
from zvhprivacy.model.registers import Medewerker, Verklaring
from zvhprivacy.store.batches import batched
from zvhprivacy.store.casusfeiten import SAID, case_facts
from zvhprivacy.store.days import as_text, day, dutch_day
from zvhprivacy.store.rls import see_all
from zvhprivacy.store.rows import shape_of


__all__ = [
    "CaseSummary",
    "case_facts",
    "cases_with",
    "medewerkers_who_are",
    "summaries",
]

ROWS_AT_ONCE = 1_000  # read ahead by what streams

CASUS, GEGEVEN = shape_of(Casus).table, shape_of(Gegeven).table
_VERKLARING = shape_of(Verklaring).table


class CaseSummary(NamedTuple):
    """
    What decides in most cases: a day is None when none is there or it cannot be read.

    *eerste* is the first processing of the case or of any item; *laatste_min* and *laatste_max* are
    the earliest and the latest last processing of its items, of which there are *aantal*.
    *bijzonder*: there is a hold, a renewal, a reason to destroy, a declaration that an item must go
    or a day that cannot be right, so that only all facts decide.
    """

    casus: str
    convenant: str
    proces: str
    kader: str
    fase: str
    fase_sinds: date | None
    case_eerste: date | None
    case_laatste: date | None
    eerste: date | None
    laatste_min: date | None
    laatste_max: date | None
    aantal: int
    categorieen: tuple[str, ...]
    bijzonder: bool


def summaries(connection: sa.Connection) -> Iterator[CaseSummary]:
    """
    Give every case in short, in order of id, as they come: memory does not grow with their number.

    Where the database guards rows by case, the rest of this transaction sees all.
    """
    see_all(connection)
    query = _summary_query(connection.dialect.name)
    found = connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
    with closing(found):  # who stops halfway leaves no cursor behind
        yield from map(_summary, found)


def cases_with(
    connection: sa.Connection, pseudoniemen: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """
    Say which cases hold somebody under one of *pseudoniemen*; who is in none is left out.
    """
    table = shape_of(Betrokkene).table
    found: dict[str, set[str]] = defaultdict(set)
    for some in batched(pseudoniemen):
        query = sa.select(table.c.pseudoniem, table.c.casus).where(table.c.pseudoniem.in_(some))
        for pseudoniem, casus in connection.execute(query):
            found[pseudoniem].add(casus)
    return {pseudoniem: tuple(sorted(there)) for pseudoniem, there in found.items()}


def medewerkers_who_are(connection: sa.Connection, persons: Collection[str]) -> frozenset[str]:
    """
    Give those of *persons* who are a designated person, or ever were.
    """
    table = shape_of(Medewerker).table
    found: set[str] = set()
    for some in batched(persons):
        query = sa.select(table.c.persoon).where(table.c.persoon.in_(some))
        found.update(connection.execute(query).scalars())
    return frozenset(found)


# --- every case in short


def _summary(row: Iterable[Any]) -> CaseSummary:
    casus, convenant, proces, kader, fase, since, *days, aantal, categorieen, odd = row
    fase_sinds = dutch_day(since)
    case_eerste, case_laatste, first, laatste_min, laatste_max = map(day, days)
    there = [fase_sinds, case_eerste, case_laatste]
    if aantal:
        there += [first, laatste_min, laatste_max]
    return CaseSummary(
        casus=casus,
        convenant=convenant,
        proces=proces,
        kader=kader,
        fase=fase,
        fase_sinds=fase_sinds,
        case_eerste=case_eerste,
        case_laatste=case_laatste,
        eerste=min((each for each in (case_eerste, first) if each), default=None),
        laatste_min=laatste_min,
        laatste_max=laatste_max,
        aantal=aantal,
        categorieen=tuple(sorted(categorieen.split(","))) if aantal else (),
        bijzonder=bool(odd) or None in there or fase == Begin.HERNIEUWD,
    )


@functools.cache
def _summary_query(dialect: str) -> sa.Select[Any]:
    """
    Ask for one row per case, from an index that holds all that is asked of its items.
    """
    first, last = GEGEVEN.c.eerste_verwerking, GEGEVEN.c.laatste_verwerking
    if dialect == "sqlite":
        names: sa.ColumnElement[str] = sa.func.group_concat(GEGEVEN.c.categorie.distinct())
        # What is no day, SQLite reads as another one or as none.
        unread = [sa.func.date(day).is_distinct_from(day) for day in (first, last)]
    else:
        names = sa.func.string_agg(GEGEVEN.c.categorie.distinct(), sa.literal(","))
        unread = [sa.not_(sa.func.isfinite(day)) for day in (first, last)]
    odd = sa.func.max(sa.case((sa.or_(first > last, *unread), 1), else_=0)) > 0
    return (
        sa.select(
            CASUS.c.id,
            CASUS.c.convenant,
            CASUS.c.proces,
            CASUS.c.kader,
            CASUS.c.fase,
            as_text(CASUS.c.fase_sinds),
            as_text(CASUS.c.eerste_verwerking),
            as_text(CASUS.c.laatste_verwerking),
            as_text(sa.func.min(first)),
            as_text(sa.func.min(last)),
            as_text(sa.func.max(last)),
            sa.func.count(GEGEVEN.c.casus),
            names,
            sa.or_(sa.and_(sa.func.count(GEGEVEN.c.casus) > 0, odd), *_needs_a_look()),
        )
        .select_from(CASUS.outerjoin(GEGEVEN, GEGEVEN.c.casus == CASUS.c.id))
        .group_by(CASUS.c.id)
        .order_by(CASUS.c.id)
    )


def _needs_a_look() -> Iterator[sa.ColumnElement[bool]]:
    for kind in (Opschorting, Hernieuwing, Vernietigingsgrond):
        table = shape_of(kind).table
        yield sa.select(table.c.id).where(table.c.casus == CASUS.c.id).exists()
    said = (_VERKLARING.c.casus == CASUS.c.id, _VERKLARING.c.feit.in_(SAID))
    yield sa.select(_VERKLARING.c.id).where(*said).exists()
