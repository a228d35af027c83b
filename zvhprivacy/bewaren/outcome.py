"""
What a run did, for a person, a scheduler or a monitor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zvhprivacy.bewaren.ending import Left
from zvhprivacy.errors import Exit
from zvhprivacy.model.bewaarplan import PlanState, Uitkomst


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReport:
    """
    What a run did of one plan, and how it stands.

    The counts are of this run alone; *left* says what keeps the plan from being done. *onbekend*
    are people who could not be opened, so that their secrets stayed: a person has to look at that.
    """

    plan: str
    hash: str
    state: PlanState
    zaken: int = 0
    gegevens: int = 0
    personen: int = 0
    overgeslagen: Mapping[Uitkomst, int] = field(default_factory=dict)
    onbekend: int = 0
    left: Left = field(default_factory=Left)

    @property
    def in_order(self) -> bool:
        """
        Say whether nothing is left to do or to look at.
        """
        return self.state is PlanState.KLAAR and not self.onbekend

    def as_json(self) -> dict[str, Any]:
        """
        Give it for a scheduler or a monitor.
        """
        return {
            "plan": self.plan,
            "hash": self.hash,
            "stand": self.state.value,
            "zaken": self.zaken,
            "gegevens": self.gegevens,
            "personen": self.personen,
            "overgeslagen": {each.value: number for each, number in self.overgeslagen.items()},
            "onbekende_personen": self.onbekend,
            "doelen": [
                {"doel": doel, "fout": fout, "aantal": number}
                for (doel, fout), number in sorted(self.left.doelen.items())
            ],
            "sporen": list(self.left.sporen),
            "resten": dict(self.left.resten),
            "fouten": dict(self.left.fouten),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """
    What a run did, per plan; *volgende* is when the next approved plan may be carried out.
    """

    plannen: tuple[PlanReport, ...] = ()
    volgende: datetime | None = None

    @property
    def exit_code(self) -> Exit:
        """
        Say how a command that ran it ends: in order, or with something left to look at.
        """
        return Exit.OK if all(each.in_order for each in self.plannen) else Exit.FINDINGS

    def as_json(self) -> dict[str, Any]:
        """
        Give it for a scheduler or a monitor.
        """
        return {
            "plannen": [each.as_json() for each in self.plannen],
            "volgende": self.volgende.isoformat() if self.volgende else None,
            "exit": int(self.exit_code),
        }
