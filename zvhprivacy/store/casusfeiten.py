"""
All facts of some cases that decide how long they may be kept, in a fixed number of questions.
"""

from __future__ import annotations

import functools
import json

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TypeVar

import sqlalchemy as sa

from zvhprivacy.model.bewaartermijn import Begin
from zvhprivacy.model.bewaren import (
    CaseFacts,
    Extension,
    Happened,
    Hernieuwing,
    Hold,
    ItemFacts,
    Opschorting,
    Vernietigingsgrond,
)
from zvhprivacy.model.casus import Casus, Gegeven, NotRegistered, Overgang, Register
from zvhprivacy.model.registers import Besluit, Correctie, Instemming, Onderwerp, Verklaring
from zvhprivacy.model.said import Said, standing, still_said
from zvhprivacy.store.batches import batched
from zvhprivacy.store.days import as_text, day, dutch_day
from zvhprivacy.store.rows import from_row, shape_of


R = TypeVar("R", bound=Register)

# The changes of phase that start a term.
PHASES: Mapping[str, Begin] = {
    each.value: each
    for each in (Begin.AFGESLOTEN, Begin.AFGEWEZEN, Begin.OVERGEDRAGEN, Begin.HERNIEUWD)
}
SAID = (Begin.ONJUIST, Begin.WISSING)  # what is said of an item and starts a term
HERNIEUWEN = "hernieuwen"  # what the order of a renewal is about

_NOBODY: Mapping[str, Collection[str]] = MappingProxyType({})


def case_facts(
    connection: sa.Connection,
    cases: Sequence[str],
    *,
    nu: datetime,
    contactpunten: Mapping[str, Collection[str]] = _NOBODY,
) -> list[CaseFacts]:
    """
    Give all facts of *cases*, in that order, in as many questions for one as for hundreds.

    A case that is not there is left out. *nu* is when what was said has to stand. *contactpunten*
    are, per convenant, the organisations that may grant erasure; that somebody else did is told
    without a day, for whether it counts is not known.

    Raises:
        NotRegistered: A hold, a renewal, a reason or a declaration is damaged.
    """
    found: dict[str, CaseFacts] = {}
    for some in batched(cases):
        found |= {each.casus: each for each in _facts(connection, some, nu, contactpunten)}
    return [found[each] for each in dict.fromkeys(cases) if each in found]


def _facts(
    connection: sa.Connection,
    cases: list[str],
    nu: datetime,
    contactpunten: Mapping[str, Collection[str]],
) -> Iterable[CaseFacts]:
    table = shape_of(Casus).table
    names = ("id", "convenant", "proces", "kader", "fase")
    days = ("fase_sinds", "eerste_verwerking", "laatste_verwerking")
    columns = (*(table.c[name] for name in names), *(as_text(table.c[name]) for name in days))
    rows = connection.execute(sa.select(*columns).where(table.c.id.in_(cases))).all()
    items = _items(connection, cases)
    happened = _phases(connection, cases)
    _add(happened, _grounds(connection, cases))
    granting = {row[0]: frozenset(contactpunten.get(row[1], ())) for row in rows}
    _add(happened, _declared(connection, items, nu, granting))
    holds = _holds(connection, cases)
    extensions = _extensions(connection, cases, nu)
    for casus, convenant, proces, kader, fase, since, first, last in rows:
        events = set(happened[casus])
        if fase in PHASES:
            events.add(Happened(PHASES[fase], dutch_day(since)))
        eerste, laatste = _in_order(first, last)
        yield CaseFacts(
            casus=casus,
            convenant=convenant,
            proces=proces,
            kader=kader,
            fase=fase,
            eerste=eerste,
            laatste=laatste,
            items=tuple(items[casus]),
            happened=tuple(sorted(events, key=_order)),
            holds=tuple(holds[casus]),
            extensions=tuple(extensions[casus]),
        )


def _items(connection: sa.Connection, cases: list[str]) -> dict[str, list[ItemFacts]]:
    table = shape_of(Gegeven).table
    days = (as_text(table.c.eerste_verwerking), as_text(table.c.laatste_verwerking))
    query = sa.select(table.c.casus, table.c.id, table.c.categorie, *days, table.c.bronnen)
    found: dict[str, list[ItemFacts]] = defaultdict(list)
    # All at once: row by row takes longer than the question.
    rows = connection.execute(query.where(table.c.casus.in_(cases)).order_by(table.c.id)).all()
    for casus, item, categorie, first, last, listed in rows:
        bronnen = _words(listed)
        # Of an item that does not say where it is from, nothing that it says is known.
        eerste, laatste = _in_order(first, last) if bronnen else (None, None)
        found[casus].append(ItemFacts(item, categorie, eerste, laatste, bronnen))
    return found


def _phases(connection: sa.Connection, cases: list[str]) -> dict[str, list[Happened]]:
    table = shape_of(Overgang).table
    query = sa.select(table.c.casus, table.c.naar, as_text(table.c.op))
    found: dict[str, list[Happened]] = defaultdict(list)
    for casus, naar, op in connection.execute(
        query.where(table.c.casus.in_(cases), table.c.naar.in_(PHASES))
    ):
        found[casus].append(Happened(PHASES[naar], dutch_day(op)))
    return found


def _grounds(connection: sa.Connection, cases: list[str]) -> dict[str, list[Happened]]:
    found: dict[str, list[Happened]] = defaultdict(list)
    for each in _lines(connection, Vernietigingsgrond, cases):
        if each.ingetrokken_op is None:
            happened = Happened(each.grond, dutch_day(each.op), each.gegeven)
            found[each.casus].append(happened)
    return found


def _holds(connection: sa.Connection, cases: list[str]) -> dict[str, list[Hold]]:
    found: dict[str, list[Hold]] = defaultdict(list)
    for each in _lines(connection, Opschorting, cases):
        van = dutch_day(each.op) or date.min
        tot = None if each.opgeheven_op is None else dutch_day(each.opgeheven_op)
        hold = Hold(each.id, each.grond, van, tot, each.gegeven, each.herzien_voor)
        found[each.casus].append(hold)
    return found


def _extensions(
    connection: sa.Connection, cases: list[str], nu: datetime
) -> dict[str, list[Extension]]:
    renewals = _lines(connection, Hernieuwing, cases)
    renewed = dict.fromkeys(each.casus for each in renewals)
    orders = {each.id: each for each in _lines(connection, Besluit, renewed)} if renewed else {}
    said: dict[str, list[Said]] = defaultdict(list)
    for agreed in _lines(connection, Instemming, renewed) if renewed else ():
        said[agreed.verstrekking].append(
            Said(agreed.organisatie, agreed.op, None, agreed.ingetrokken_op)
        )
    found: dict[str, list[Extension]] = defaultdict(list)
    for each in renewals:
        words = said[each.verstrekking]
        taken_back = {word.wie for word in words} - standing(words, nu)
        order = orders.get(each.besluit)
        extension = Extension(
            id=each.id,
            geval=each.geval,
            van=each.van,
            laatste_dag=each.tot - timedelta(days=1),
            instemmingen=frozenset(each.instemmingen) - taken_back,
            volgnummer=each.volgnummer,
            gesloten_op=each.gesloten_op,
            opdracht=order is not None and order.waarover == HERNIEUWEN,
            gemotiveerd=bool(each.motivering),
            besloten_op=dutch_day(order.op) if order else None,
        )
        found[each.casus].append(extension)
    return found


def _declared(
    connection: sa.Connection,
    items: Mapping[str, Sequence[ItemFacts]],
    nu: datetime,
    granting: Mapping[str, frozenset[str]],
) -> dict[str, list[Happened]]:
    """
    Give what was said of items: wrong or unlawful by every source, erasure by who may grant it.
    """
    mended: dict[str, datetime] = {}
    for each in _lines(connection, Correctie, items):
        done = each.afgehandeld_op
        if done is not None and done <= nu:
            mended[each.gegeven] = max(done, mended.get(each.gegeven, done))
    words: dict[tuple[str, Begin], list[Said]] = defaultdict(list)
    where = (shape_of(Verklaring).table.c.feit.in_(SAID),)
    for said in _lines(connection, Verklaring, items, *where):
        if said.over is Onderwerp.GEGEVEN:
            word = Said(said.organisatie, said.op, said.tot, said.ingetrokken_op)
            words[said.onderwerp, Begin(said.feit)].append(word)
    spoken_of = {item for item, _ in words}
    found: dict[str, list[Happened]] = defaultdict(list)
    for casus, held in items.items():
        for item in (each for each in held if each.gegeven in spoken_of):
            id_ = item.gegeven
            wrong = _first(still_said(words[id_, Begin.ONJUIST], nu, sinds=mended.get(id_)))
            if item.bronnen and wrong.keys() >= set(item.bronnen):
                last = max(wrong[bron] for bron in item.bronnen)
                found[casus].append(Happened(Begin.ONJUIST, dutch_day(last), id_))
            erased = _first(still_said(words[id_, Begin.WISSING], nu))
            if erased:
                granted = [op for who, op in erased.items() if who in granting[casus]]
                op = dutch_day(min(granted)) if granted else None
                found[casus].append(Happened(Begin.WISSING, op, id_))
    return found


def _first(said: Iterable[Said]) -> dict[str, datetime]:
    """
    Say when each first said so.
    """
    found: dict[str, datetime] = {}
    for each in said:
        found[each.wie] = min(each.op, found.get(each.wie, each.op))
    return found


def _lines(
    connection: sa.Connection,
    kind: type[R],
    cases: Iterable[str],
    *where: sa.ColumnElement[bool],
) -> list[R]:
    table, columns = shape_of(kind)
    query = sa.select(*columns).where(table.c.casus.in_(list(cases)), *where).order_by(table.c.id)
    try:
        return [from_row(kind, row) for row in connection.execute(query)]
    except ValueError:
        # A date or moment that is none; what says so quotes it.
        damaged = NotRegistered(register=kind.__name__, veld="-")
    raise damaged


@functools.lru_cache(maxsize=10_000)  # the same few, time after time
def _words(text: str) -> tuple[str, ...]:
    """
    Read a list of words; empty when it is none.
    """
    try:
        read = json.loads(text)
    except (ValueError, TypeError):
        return ()
    words = read if isinstance(read, list) else []
    return tuple(words) if all(isinstance(each, str) for each in words) else ()


def _in_order(first: str | None, last: str | None) -> tuple[date | None, date | None]:
    """
    Read the days of first and last processing; of two in the wrong order neither is known.
    """
    eerste, laatste = day(first), day(last)
    wrong = eerste is not None and laatste is not None and eerste > laatste
    return (None, None) if wrong else (eerste, laatste)


def _order(event: Happened) -> tuple[str, date, str]:
    return (event.begin, event.op or date.min, event.gegeven or "")


def _add(to: dict[str, list[Happened]], more: Mapping[str, Iterable[Happened]]) -> None:
    for casus, events in more.items():
        to[casus] += events
