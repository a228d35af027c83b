"""
What was given to whom, and what the registers hold about each: read for checking, never to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from zvhprivacy.model.casus import (
    Casus,
    Deelname,
    Dossier,
    Gegeven,
    Overgang,
)
from zvhprivacy.model.registers import (
    Bezwaar,
    Correctie,
    Instemming,
    RacAdvies,
    Terugkoppeling,
    Verklaring,
    Verstrekking,
    Weigering,
)
from zvhprivacy.store.inspecting.lines import PAGE, by, lines_of, stream, values
from zvhprivacy.store.inspecting.reading import words
from zvhprivacy.store.rows import shape_of
from zvhprivacy.store.tables._base import Moment


_CASUS, _GEGEVEN, _CORRECTIE, _GEVEN, _OVERGANG, _TERUG, _WEIGERING = (
    shape_of(kind).table
    for kind in (Casus, Gegeven, Correctie, Verstrekking, Overgang, Terugkoppeling, Weigering)
)


# What a check is about: a disclosure, with those of its items that are still there.
Concerns = Callable[[Verstrekking, tuple[Gegeven, ...]], bool]


class Given(NamedTuple):
    """
    A disclosure that was done, and all that stands in the registers about it.

    *gegevens* are those of its items that are still there.
    """

    verstrekking: Verstrekking
    dossier: Dossier
    gegevens: tuple[Gegeven, ...] = ()
    overgangen: tuple[Overgang, ...] = ()
    correcties: tuple[Correctie, ...] = ()
    instemmingen: tuple[Instemming, ...] = ()
    bezwaren: tuple[Bezwaar, ...] = ()
    adviezen: tuple[RacAdvies, ...] = ()
    verklaringen: tuple[Verklaring, ...] = ()


class Refused(NamedTuple):
    """
    A refusal to provide, and whether a reason is stored with it.
    """

    id: str
    organisatie: str
    op: datetime
    reden: bool


class Result(NamedTuple):
    """
    A result that was given, and when the receiver first said what it was good for.
    """

    id: str
    gedaan_op: datetime
    terugkoppeling_op: datetime | None


class Wrong(NamedTuple):
    """
    A correction, with what is known of the item; nothing when that is not there any more.
    """

    id: str
    gemeld_op: datetime
    bron_geinformeerd_op: datetime | None
    categorie: str | None
    bronnen: tuple[str, ...] | None


def disclosures(
    connection: sa.Connection,
    handelingen: Collection[str],
    kader: str,
    op: datetime,
    *,
    about: Concerns,
    aan: Collection[str] | None = None,
) -> Iterator[Given]:
    """
    Go through the disclosures of *handelingen* that were done by *op* in cases under *kader*, only
    to one of *aan* where that is given.

    They come in order of id, some hundreds in memory at a time. Of those that the caller is not
    *about*, by what was given and those of its items that are still there, no more is read.

    Raises:
        NotRegistered: A row is damaged.
    """
    table, columns = shape_of(Verstrekking)
    query = (
        sa.select(*columns)
        .join(_CASUS, _CASUS.c.id == table.c.casus)
        .where(table.c.handeling.in_(sorted(handelingen)), table.c.gedaan_op <= op)
        .where(_CASUS.c.kader == kader)
        .order_by(table.c.id)
        .limit(PAGE)
    )
    if aan is not None:
        query = query.where(table.c.aan.in_(sorted(aan)))
    after = ""
    while page := values(connection, Verstrekking, query.where(table.c.id > after)):
        after = page[-1].id
        named = dict.fromkeys(item for each in page for item in each.gegevens)
        items = {each.id: each for each in lines_of(connection, Gegeven, "id", named)}
        meant = {
            each.id: (each, there)
            for each in page
            if about(each, there := tuple(items[x] for x in each.gegevens if x in items))
        }
        yield from _whole(connection, meant)


def refusals(connection: sa.Connection, kader: str) -> Iterator[Refused]:
    """
    Go through the refusals in cases under *kader*, in order of id.
    """
    table = _WEIGERING
    query = (
        sa.select(table.c.id, table.c.organisatie, table.c.op, sa.func.length(table.c.reden) > 0)
        .join(_CASUS, _CASUS.c.id == table.c.casus)
        .where(_CASUS.c.kader == kader)
        .order_by(table.c.id)
    )
    for item, organisatie, op, reden in stream(connection, query, "Weigering"):
        yield Refused(item, organisatie, op, bool(reden))


def results(
    connection: sa.Connection, handelingen: Collection[str], kader: str, op: datetime
) -> Iterator[Result]:
    """
    Go through the results that were given by *op* in cases under *kader*, in order of id.

    Of a deelnemer only what it said itself counts; somebody without access has it written down.
    """
    table = _GEVEN
    own = sa.or_(table.c.handeling != "resultaat-verstrekken", _TERUG.c.organisatie == table.c.aan)
    first = sa.func.min(_TERUG.c.op, type_=Moment)
    query = (
        sa.select(table.c.id, table.c.gedaan_op, first)
        .select_from(
            table.join(_CASUS, _CASUS.c.id == table.c.casus).outerjoin(
                _TERUG,
                sa.and_(_TERUG.c.casus == table.c.casus, _TERUG.c.verstrekking == table.c.id, own),
            )
        )
        .where(table.c.handeling.in_(sorted(handelingen)), table.c.gedaan_op <= op)
        .where(_CASUS.c.kader == kader)
        .group_by(table.c.id, table.c.gedaan_op)
        .order_by(table.c.id)
    )
    for row in stream(connection, query, "Terugkoppeling"):
        yield Result._make(row)


def corrections(connection: sa.Connection, kader: str) -> Iterator[Wrong]:
    """
    Go through the corrections in cases under *kader*, in order of id.
    """
    names = ("id", "gemeld_op", "bron_geinformeerd_op")
    query = (
        sa.select(*(_CORRECTIE.c[name] for name in names), _GEGEVEN.c.categorie, _GEGEVEN.c.bronnen)
        .select_from(
            _CORRECTIE.join(_CASUS, _CASUS.c.id == _CORRECTIE.c.casus).outerjoin(
                _GEGEVEN, _GEGEVEN.c.id == _CORRECTIE.c.gegeven
            )
        )
        .where(_CASUS.c.kader == kader)
        .order_by(_CORRECTIE.c.id)
    )
    for item, reported, told, categorie, bronnen in stream(connection, query, "Correctie"):
        sources = None if bronnen is None else words(bronnen)
        yield Wrong(item, reported, told, categorie, sources)


def _whole(
    connection: sa.Connection, meant: Mapping[str, tuple[Verstrekking, tuple[Gegeven, ...]]]
) -> Iterator[Given]:
    """
    Put with disclosures what hangs on them and on their items, in a fixed number of questions.
    """
    ids = list(meant)
    cases = list(dict.fromkeys(each.casus for each, _ in meant.values()))
    named = list(dict.fromkeys(item.id for _, there in meant.values() for item in there))
    casus = {each.id: each for each in lines_of(connection, Casus, "id", cases)}
    deelnames = by("casus", lines_of(connection, Deelname, "casus", cases))
    closed = _OVERGANG.c.naar == "afgesloten"  # what ends facts of a disclosure
    overgangen = by("casus", lines_of(connection, Overgang, "casus", cases, closed))
    correcties = by("gegeven", lines_of(connection, Correctie, "gegeven", named))
    said = by("onderwerp", lines_of(connection, Verklaring, "onderwerp", [*ids, *named]))
    hanging = {
        kind: by("verstrekking", lines_of(connection, kind, "verstrekking", ids))
        for kind in (Instemming, Bezwaar, RacAdvies)
    }
    for each, there in meant.values():
        about = [each.id, *(item.id for item in there)]
        yield Given(
            verstrekking=each,
            dossier=Dossier(casus=casus[each.casus], deelnames=tuple(deelnames[each.casus])),
            gegevens=there,
            overgangen=tuple(overgangen[each.casus]),
            correcties=tuple(row for item in there for row in correcties[item.id]),
            instemmingen=tuple(hanging[Instemming][each.id]),
            bezwaren=tuple(hanging[Bezwaar][each.id]),
            adviezen=tuple(hanging[RacAdvies][each.id]),
            verklaringen=tuple(row for thing in about for row in said[thing]),
        )
