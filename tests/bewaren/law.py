"""
The shipped terms on a day, with what a test adds to them; and facts of a case, shortly written.
"""

from __future__ import annotations

import dataclasses
import functools

from collections.abc import Iterable
from datetime import date
from typing import Any

from tests.workspaces import ROOT
from zvhprivacy.model.bewaartermijn import Begin, Bewaartermijn, Geval, Grond
from zvhprivacy.model.bewaren import CaseFacts, Extension, Happened, Hold, ItemFacts
from zvhprivacy.model.validity import ALTIJD
from zvhprivacy.model.workspace import Law, Workspace
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.terms import Terms


HUIS = "zvh-brabant-noordoost"


@functools.cache
def shipped() -> Workspace:
    """
    The workspace that is shipped.
    """
    return read_workspace(ROOT)


def law() -> Law:
    """
    Its law.
    """
    found = shipped().law
    assert found is not None
    return found


def day(text: str | None) -> date | None:
    """
    Read a day, or none.
    """
    return None if text is None else date.fromisoformat(text)


def term(id_: str, **fields: Any) -> Bewaartermijn:
    """
    Make a term; what is not said is a maximum of the WGS from the first processing on.
    """
    said = {
        "soort": "maximum",
        "artikel": "WGS 1.8 lid 7",
        "kader": ["wgs"],
        "vanaf": "eerste-verwerking",
    }
    return Bewaartermijn.model_validate({**said, "id": id_, **fields})


def terms(
    op: date,
    *,
    wet: Iterable[Bewaartermijn] = (),
    convenant: Iterable[Bewaartermijn] = (),
    ruim: Iterable[str] = (),
    shipped_too: bool = True,
) -> Terms:
    """
    Give the terms on *op*: the shipped ones with more of the law and of a convenant.

    *ruim* are the readings that are taken wide.
    """
    found, wide = law(), set(ruim)
    assert found.bewaartermijnen is not None
    listed = (*(found.bewaartermijnen.termijnen if shipped_too else ()), *wet)
    changed = dataclasses.replace(
        found,
        bewaartermijnen=found.bewaartermijnen.model_copy(update={"termijnen": listed}),
        lezingen=tuple(
            each.model_copy(update={"gekozen": "ruim" if each.lezing in wide else "streng"})
            for each in found.lezingen
        ),
    )
    agreement = shipped().agreements[HUIS]
    agreed = agreement.convenant.model_copy(
        update={"bewaartermijnen": tuple(convenant), "geldig": ALTIJD}
    )
    return Terms.of(
        Workspace(
            law=changed,
            agreements={
                **shipped().agreements,
                HUIS: dataclasses.replace(agreement, convenant=agreed),
            },
        ),
        op,
    )


def gegeven(
    id_: str,
    eerste: str | None = "2024-03-01",
    laatste: str | None = "2026-05-01",
    *bronnen: str,
    categorie: str = "woonsituatie",
) -> ItemFacts:
    """
    Make an item, of the OM unless said otherwise.
    """
    return ItemFacts(id_, categorie, day(eerste), day(laatste), bronnen or ("om",))


def casus(*items: ItemFacts, **fields: Any) -> CaseFacts:
    """
    Make a case under the WGS that is being treated, first processed on 1 March 2024.
    """
    said: dict[str, Any] = {
        "kader": "wgs",
        "proces": "com",
        "fase": "uitvoering",
        "eerste": "2024-03-01",
        "laatste": "2026-05-01",
        **fields,
    }
    eerste, laatste = day(said.pop("eerste")), day(said.pop("laatste"))
    return CaseFacts("c1", HUIS, items=items, eerste=eerste, laatste=laatste, **said)


def gebeurd(begin: Begin | str, op: str | None, item: str | None = None) -> Happened:
    """
    Make something that happened.
    """
    return Happened(Begin(begin), day(op), item)


def hold(
    van: str,
    tot: str | None = None,
    item: str | None = None,
    grond: Grond = Grond.RECHTSVORDERING,
    id_: str = "h1",
) -> Hold:
    """
    Make a suspension.
    """
    return Hold(id_, grond, date.fromisoformat(van), day(tot), item)


def verlengd(van: str, laatste_dag: str, *instemmingen: str, **fields: Any) -> Extension:
    """
    Make a renewal: case a, the first one, in order, with the OM agreeing, unless said otherwise.
    """
    said: dict[str, Any] = {"geval": Geval.A, "id": f"v{fields.get('volgnummer', 1)}", **fields}
    for name in ("besloten_op", "gesloten_op"):
        if name in said:
            said[name] = day(said[name])
    return Extension(
        van=date.fromisoformat(van),
        laatste_dag=date.fromisoformat(laatste_dag),
        instemmingen=frozenset(instemmingen or ("om",)),
        **said,
    )
