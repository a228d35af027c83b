"""
The convenants of a workspace at a glance.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from zvhprivacy.model.workspace import Workspace


def overview(workspace: Workspace, day: date) -> list[dict[str, Any]]:
    """
    Describe every convenant on *day*, also those that a finding stops.
    """
    found: list[dict[str, Any]] = []
    for name, agreement in sorted(workspace.agreements.items()):
        convenant = agreement.convenant
        members = [each for each in convenant.deelnemers.values() if each.lidmaatschap.op(day)]
        found.append(
            {
                "convenant": name,
                "titel": convenant.titel,
                "soort": convenant.soort,
                "status": convenant.status,
                "geldig": convenant.geldig.op(day),
                "bouwt-op": list(convenant.bouwt_op),
                "deelnemers": len(members),
                "regels": len(agreement.regels),
                "toetsen": len(agreement.toetsen.toetsen) if agreement.toetsen else 0,
                "gestopt": None,
            }
        )
    for name, stop in sorted(workspace.stopped.items()):
        blank = dict.fromkeys(("titel", "soort", "geldig", "deelnemers", "regels", "toetsen"))
        reason = f"{stop.code} {stop.span}"
        found.append(
            {"convenant": name, **blank, "status": "gestopt", "bouwt-op": [], "gestopt": reason}
        )
    return found
