"""
Items with where they are from: the disclosures by which their sources brought them in.
"""

from __future__ import annotations

import json

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from zvhprivacy.model.casus import Betrokkene, Casus, Gegeven
from zvhprivacy.model.registers import Verklaring, Verstrekking
from zvhprivacy.store.inspecting.lines import PAGE, by, lines_of, stream
from zvhprivacy.store.inspecting.reading import words
from zvhprivacy.store.rows import shape_of


_CASUS, _GEGEVEN, _BETROKKENE, _GEVEN, _VERKLARING = (
    shape_of(kind).table for kind in (Casus, Gegeven, Betrokkene, Verstrekking, Verklaring)
)
BRINGS_IN = ("aanmelden", "verstrekken", "vastleggen", "wijzigen")
AKKOORD = "bevoegd-gezag-akkoord"  # Wpg 20 lid 3 and 4


class Brought(NamedTuple):
    """
    A disclosure by which a source brings items in, and who declared that its authority agrees.
    """

    van: str
    gegevens: tuple[str, ...]
    categorieen: tuple[str, ...]
    grondslag: str
    doel: str
    akkoord: frozenset[str]


class Provided(NamedTuple):
    """
    An item with where it is from, and the disclosures by which its sources brought it in.

    *bronnen* is empty when it does not say so, or cannot be read.
    """

    id: str
    categorie: str
    bronnen: tuple[str, ...]
    verstrekt_op: date
    over: str
    ingebracht: tuple[Brought, ...]


def provided(
    connection: sa.Connection, bronnen: Collection[str], categorieen: Collection[str], kader: str
) -> Iterator[Provided]:
    """
    Go through the items in cases under *kader* of one of *categorieen*, or that came from nobody
    but one of *bronnen*, in order of id; what was only announced is not there yet.
    """
    sole = [json.dumps([each]) for each in sorted(bronnen)]
    query = (
        sa.select(
            _GEGEVEN.c.id,
            _GEGEVEN.c.casus,
            _GEGEVEN.c.categorie,
            _GEGEVEN.c.bronnen,
            _GEGEVEN.c.verstrekt_op,
            _BETROKKENE.c.over,
        )
        .join(_CASUS, _CASUS.c.id == _GEGEVEN.c.casus)
        .join(_BETROKKENE, _BETROKKENE.c.id == _GEGEVEN.c.betrokkene)
        .where(_CASUS.c.kader == kader, sa.func.length(_GEGEVEN.c.inhoud) > 0)
        .where(sa.or_(_GEGEVEN.c.categorie.in_(sorted(categorieen)), _GEGEVEN.c.bronnen.in_(sole)))
        .order_by(_GEGEVEN.c.id)
        .limit(PAGE)
    )
    after = ""
    while page := list(stream(connection, query.where(_GEGEVEN.c.id > after), "Gegeven")):
        brought = _brought_in(connection, {row[1] for row in page})
        for item, casus, categorie, listed, day, over in page:
            sources = words(listed)
            ours = [each for each in brought[casus] if each.van in sources]
            yield Provided(item, categorie, sources, day, over, _about(ours, item, categorie))
        after = page[-1][0]


def _about(brought: Sequence[Brought], item: str, categorie: str) -> tuple[Brought, ...]:
    """
    Give those of *brought* that name *item*, else those that name no item but its category.

    What is reported is not there yet when the report is prepared.
    """
    named = tuple(each for each in brought if item in each.gegevens)
    unnamed = (each for each in brought if not each.gegevens and categorie in each.categorieen)
    return named or tuple(unnamed)


def _brought_in(
    connection: sa.Connection, cases: Collection[str]
) -> Mapping[str, Sequence[Brought]]:
    """
    Give by case the disclosures that bring something in.
    """
    found = defaultdict[str, list[Brought]](list)
    brings = _GEVEN.c.handeling.in_(BRINGS_IN)
    given = list(lines_of(connection, Verstrekking, "casus", sorted(cases), brings))
    agreed = (_VERKLARING.c.feit == AKKOORD, _VERKLARING.c.ingetrokken_op.is_(None))
    said = by(
        "onderwerp", lines_of(connection, Verklaring, "onderwerp", [e.id for e in given], *agreed)
    )
    for each in given:
        akkoord = frozenset(row.organisatie for row in said[each.id])
        said_of = (each.van, each.gegevens, each.categorieen, each.grondslag, each.doel, akkoord)
        found[each.casus].append(Brought(*said_of))
    return found
