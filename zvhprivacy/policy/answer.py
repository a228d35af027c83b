"""
The answer to a request as a line of JSON, in the form of the file formats.
"""

from __future__ import annotations

from typing import Any

from zvhprivacy.policy.decision import Ban, Decision, Nearest, Reason


def as_answer(decision: Decision) -> dict[str, Any]:
    """
    Put *decision* in the form that `zvhprivacy decide --format json` prints.
    """
    return {
        "toegestaan": decision.toegestaan,
        "soort": decision.soort.value,
        "regel": decision.regel,
        "artikel": decision.artikel,
        "redenen": [_reason(reason) for reason in decision.redenen],
        "verplichtingen": list(decision.verplichtingen),
        "feiten": list(decision.feiten),
        "bestand": decision.bestand,
        "regelnummer": decision.regelnummer,
        "status": decision.status,
        "policy": decision.policy,
    }


def _reason(reason: Reason) -> dict[str, Any]:
    match reason:
        case Ban():
            return {
                "regel": reason.regel,
                "artikel": reason.artikel,
                "reden": reason.reden,
                "opgeheven-door": list(reason.opgeheven_door),
                "bestand": reason.bestand,
                "regelnummer": reason.regelnummer,
                **({"lezing": reason.lezing} if reason.lezing else {}),
            }
        case Nearest():
            return {
                "regel": reason.regel,
                "grondslag": reason.grondslag,
                "ontbreekt": {name: list(values) for name, values in reason.ontbreekt},
            }
        case _:
            said = {"reden": reason.reden}
            if reason.veld:
                said["veld"] = reason.veld
            if reason.suggestie:
                said["suggestie"] = reason.suggestie
            return said
