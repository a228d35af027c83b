"""
What the law asks of who looks into a case: an assignment, and once it is closed a purpose.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from zvhprivacy.model.selection import ALLES, Mode
from zvhprivacy.model.wet import Verbod
from zvhprivacy.model.workspace import Law


ASSIGNED = "persoon-in-casus"
CLOSED = "afgesloten"
READING = "inzien"


class Demand(NamedTuple):
    """
    A ban that only an assignment lifts, and under which laws it holds.
    """

    kaders: frozenset[str]  # empty for all
    verbod: Verbod

    def asks(self, kader: str, handeling: str, rol: str | None, dag: date) -> bool:
        """
        Say whether *handeling* in that role takes an assignment.
        """
        ban = self.verbod
        return (
            (not self.kaders or kader in self.kaders)
            and ban.kader.selects(frozenset({kader}))
            and ban.geldig.op(dag)
            and ban.handeling.selects(frozenset({handeling}))
            and ban.rol.selects(frozenset({rol} if rol else ()))
        )


def _bans(law: Law) -> Iterator[Demand]:
    """
    Go through the bans of the laws on an act, whoever does it to what, under their laws.
    """
    for wet in law.wetten:
        for each in wet.verboden:
            others = (each.deelnemer, each.gegevens, each.over, each.doel, each.proces, each.aan)
            if all(other == ALLES for other in others):
                yield Demand(frozenset(wet.kader), each)


def demands(law: Law) -> tuple[Demand, ...]:
    """
    Give the bans that an assignment to the case lifts, and nothing else.
    """
    return tuple(
        each
        for each in _bans(law)
        if each.verbod.tenzij == (ASSIGNED,) and each.verbod.fase == ALLES
    )


def left_open(law: Law, kader: str, dag: date) -> frozenset[str] | None:
    """
    Give the acts that the law leaves of a closed case; None when it bans no others.
    """
    for each in _bans(law):
        ban = each.verbod
        if (
            ban.fase.mode is Mode.ALLEEN
            and CLOSED in ban.fase.waarden
            and ban.handeling.mode is Mode.BEHALVE
            and not ban.tenzij
            and ban.rol == ALLES
            and each.asks(kader, READING, None, dag)
        ):
            return ban.handeling.waarden
    return None
