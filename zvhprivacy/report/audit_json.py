"""
An audit in the form that programs get.
"""

from __future__ import annotations

from typing import Any

from zvhprivacy.audit.answers import Oordeel
from zvhprivacy.report.audit_view import Report, Stand, asks_a_person, deviating, stand, stands


def audit_json(report: Report) -> dict[str, Any]:
    """
    Give where every point of *report* stands, what is done about it, and what changed.

    The references stand in the audit itself, `audits/<id>/audit.json`.
    """
    points = list(report.dossier.oordelen())
    counts, made = stands(points), report.audit.herkomst
    return {
        "audit": report.audit.id,
        "vanaf": made.vanaf.isoformat(),
        "tot": made.tot.isoformat(),
        "op": report.op.isoformat(),
        "buiten": report.buiten,
        "beleid": made.beleid,
        "wortel": made.wortel or None,
        "stand": {each.value: counts[each] for each in Stand},
        "te-beantwoorden": sum(map(asks_a_person, points)),
        "bevindingen": list(deviating(report)),
        "zonder-maatregel": [each.stelling for each in report.opvolging.zonder_maatregel],
        "te-laat": [each.id for each in report.te_laat],
        "punten": [_point(report, each) for each in points],
        "wijzigingen": _changes(report),
    }


def _point(report: Report, each: Oordeel) -> dict[str, Any]:
    looked = each.getoetst.found.of(each.aspect)
    return {
        "stelling": each.getoetst.sleutel,
        "aspect": each.aspect.value,
        "stand": stand(each).value,
        "machine": each.machine.value if each.machine else None,
        "reden": looked.reden.value if looked and looked.reden else None,
        "onderzocht": report.counted(looked.onderzocht) if looked else None,
        "afwijkend": report.counted(looked.afwijkend) if looked else None,
        "mens": each.mens.antwoord.value if each.mens else None,
        "door": each.mens.door if each.mens else None,
    }


def _changes(report: Report) -> list[dict[str, str]] | None:
    if report.vergelijking is None:
        return None
    return [
        {
            "stelling": each.stelling,
            "aspect": each.aspect.value,
            "verandering": each.verandering.value,
        }
        for each in report.vergelijking.verschillen
    ]
