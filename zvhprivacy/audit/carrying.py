"""
An audit from beginning to end: looked, answered, counted, and a sample drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from zvhprivacy.audit.provenance import herkomst
from zvhprivacy.audit.run import Alias, conclude, examine, names_in
from zvhprivacy.audit.sample import draw, populations, seed
from zvhprivacy.audit.sources import Sources
from zvhprivacy.audit.trend import Trend
from zvhprivacy.model.audit import Audit
from zvhprivacy.model.checklist import Checklist


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """
    An audit as it was asked for: its *id*, the *checklists*, and how large a sample.

    *opdracht* is the command that carries it out again, by the software of version *versie*.
    """

    id: str
    checklists: Sequence[Checklist]
    steekproef: int
    opdracht: str
    versie: str


def carry_out(
    bron: Sources,
    order: Order,
    *,
    alias: Alias,
    progress: Callable[[int], object] = lambda _: None,
) -> Audit:
    """
    Look, answer, count per month and draw the sample; the same *bron* gives the same audit.

    *alias* gives the pseudonym under which a record leaves the machine.
    """
    trend = Trend()
    names = names_in(order.checklists)
    found = examine(bron, names, also=[trend.watch], progress=progress)
    came = herkomst(bron, versie=order.versie, opdracht=order.opdracht)
    audit = conclude(order.id, order.checklists, found, came, alias=alias)
    drawn = None
    if bron.huis is not None and order.steekproef:
        drawn = draw(populations(bron, alias), zaad=seed(order.id, came), aantal=order.steekproef)
    return replace(audit, maanden=trend.months(), steekproef=drawn)
