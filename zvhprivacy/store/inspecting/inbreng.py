"""
How items of data came in: by which disclosure, and what was said of them before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from zvhprivacy.model.registers import Toestemming, Verklaring, Verstrekking
from zvhprivacy.store.batches import batched, chunked
from zvhprivacy.store.days import as_text, day, dutch_day
from zvhprivacy.store.inspecting.casus import GEGEVEN, stream
from zvhprivacy.store.inspecting.gegevens import ITEMS, KIND, THERE
from zvhprivacy.store.inspecting.reading import words
from zvhprivacy.store.rows import shape_of


AT_ONCE = 500  # items of which all that was said is in memory
CONSENT = "uitdrukkelijke-toestemming"

_TOESTEMMING, _VERKLARING, _VERSTREKKING = (
    shape_of(kind).table for kind in (Toestemming, Verklaring, Verstrekking)
)
_BY = {**KIND, "bronnen": GEGEVEN.c.bronnen}


class Said(NamedTuple):
    """
    That *wie* said *feit* of an item or of bringing it in, from a day on, up to another.
    """

    feit: str
    wie: str
    van: date | None
    tot: date | None


class Brought(NamedTuple):
    """
    A disclosure by which an item came in.
    """

    van: str
    grondslag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """
    An item, and all that the registers hold of how it came in.
    """

    id: str
    casus: str
    convenant: str
    proces: str
    kader: str
    over: str
    betrokkene: str
    categorie: str
    bronnen: tuple[str, ...]
    verstrekt_op: date | None
    gezegd: list[Said] = field(default_factory=list)
    inbreng: list[Brought] = field(default_factory=list)


def with_proof(
    connection: sa.Connection, ways_in: Collection[str], **where: Collection[str]
) -> Iterator[Item]:
    """
    Give the items with one of these words in each field of *where*, by id, and how they came in.

    *ways_in* are the acts by which a disclosure brings something in.
    """
    query = (
        sa.select(
            *(GEGEVEN.c[name] for name in ("id", "casus", "betrokkene", "categorie", "bronnen")),
            as_text(GEGEVEN.c.verstrekt_op),
            *(KIND[name] for name in ("convenant", "proces", "kader", "over")),
        )
        .select_from(ITEMS)
        .where(THERE, *(_BY[name].in_(sorted(some)) for name, some in where.items()))
        .order_by(GEGEVEN.c.id)
    )
    for rows in chunked(stream(connection, query), AT_ONCE):
        items = {row[0]: _item(row) for row in rows}
        _say(connection, items)
        _bring(connection, items, ways_in)
        yield from items.values()


def _item(row: Any) -> Item:
    id_, casus, betrokkene, categorie, bronnen, op, convenant, proces, kader, over = row
    return Item(
        id=id_,
        casus=casus,
        convenant=convenant,
        proces=proces,
        kader=kader,
        over=over,
        betrokkene=betrokkene,
        categorie=categorie,
        bronnen=words(bronnen),
        verstrekt_op=day(op),
    )


def _say(connection: sa.Connection, items: Mapping[str, Item]) -> None:
    """
    Add what was declared of the items themselves.
    """
    for some in batched(items):
        for item, said in _declared(connection, "gegeven", some):
            items[item].gezegd.append(said)


def _bring(connection: sa.Connection, items: Mapping[str, Item], ways_in: Collection[str]) -> None:
    """
    Add the disclosures that brought them in, with what was declared and consented for each.
    """
    query = sa.select(
        _VERSTREKKING.c.id, _VERSTREKKING.c.van, _VERSTREKKING.c.grondslag, _VERSTREKKING.c.gegevens
    ).where(_VERSTREKKING.c.handeling.in_(sorted(ways_in)))
    brought: dict[str, list[Item]] = {}
    by: dict[str, str] = {}
    for some in batched(each.casus for each in items.values()):
        here = query.where(_VERSTREKKING.c.casus.in_(some)).order_by(_VERSTREKKING.c.id)
        for id_, van, grondslag, listed in connection.execute(here):
            found = [items[each] for each in words(listed) if each in items]
            for each in found:
                each.inbreng.append(Brought(van, grondslag))
            if found:
                brought[id_], by[id_] = found, van
    for some in batched(brought):
        for given, said in _declared(connection, "verstrekking", some):
            if said.wie == by[given]:
                for each in brought[given]:
                    each.gezegd.append(said)
        for given, betrokkene, said in _consents(connection, some):
            for each in brought[given]:
                if each.betrokkene == betrokkene:
                    each.gezegd.append(said._replace(wie=by[given]))


def _declared(
    connection: sa.Connection, over: str, some: Collection[str]
) -> Iterator[tuple[str, Said]]:
    columns = (_VERKLARING.c.onderwerp, _VERKLARING.c.feit, _VERKLARING.c.organisatie)
    moments = (_VERKLARING.c.op, _VERKLARING.c.tot, _VERKLARING.c.ingetrokken_op)
    query = (
        sa.select(*columns, *map(as_text, moments))
        .where(_VERKLARING.c.over == over, _VERKLARING.c.onderwerp.in_(some))
        .order_by(_VERKLARING.c.id)
    )
    for onderwerp, feit, wie, op, tot, back in connection.execute(query):
        ends = [each for each in (dutch_day(tot), dutch_day(back)) if each is not None]
        yield onderwerp, Said(feit, wie, dutch_day(op), min(ends, default=None))


def _consents(connection: sa.Connection, some: Collection[str]) -> Iterator[tuple[str, str, Said]]:
    table = _TOESTEMMING
    moments = (as_text(table.c.gegeven_op), as_text(table.c.ingetrokken_op))
    query = (
        sa.select(table.c.verstrekking, table.c.betrokkene, *moments)
        .where(table.c.verstrekking.in_(some))
        .order_by(table.c.id)
    )
    for given, betrokkene, op, back in connection.execute(query):
        yield given, betrokkene, Said(CONSENT, "", dutch_day(op), dutch_day(back))
