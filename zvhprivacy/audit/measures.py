"""
From what deviates to what is done about it: which findings have measures, and which are late.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from zvhprivacy.audit.answers import Dossier
from zvhprivacy.model.audit import Antwoord, Aspect
from zvhprivacy.model.audit_answers import Bevinding, Maatregel, Vorige


@dataclass(frozen=True, slots=True, kw_only=True)
class Opvolging:
    """
    How far the measures of an audit are on a day.

    *open* are all that are not carried out; among these *te_laat* and *zonder_eigenaar*.
    *zonder_maatregel* are findings about which nobody does anything, *zonder_hercontrole* those
    that are open and will not be looked at again within a year (WGS 1.10 lid 3).
    """

    zonder_maatregel: tuple[Bevinding, ...]
    zonder_hercontrole: tuple[Bevinding, ...]
    open: tuple[Maatregel, ...]
    te_laat: tuple[Maatregel, ...]
    zonder_eigenaar: tuple[Maatregel, ...]
    klaar: tuple[Maatregel, ...]


def findings_of(dossier: Dossier) -> tuple[Bevinding, ...]:
    """
    Give the statements of which an aspect deviates, in the order of the lists, with their measures.

    What counts is what a person answered where one did. A measure about a statement that does not
    deviate is no finding.
    """
    deviating: dict[str, list[Aspect]] = defaultdict(list)
    for each in dossier.oordelen():
        if each.antwoord is Antwoord.AFWIJKING:
            deviating[each.getoetst.sleutel].append(each.aspect)
    return tuple(
        Bevinding(
            stelling=stelling,
            aspecten=tuple(aspecten),
            maatregelen=tuple(
                each for each in dossier.gezegd.maatregelen if each.bevinding == stelling
            ),
        )
        for stelling, aspecten in deviating.items()
    )


def follow_up(dossier: Dossier, day: date) -> Opvolging:
    """
    Say on *day* how far the measures are; on the last day that it was given, none is late.
    """
    vorige = previous(dossier)
    measures = dossier.gezegd.maatregelen
    todo = tuple(each for each in measures if not each.klaar(day))
    return Opvolging(
        zonder_maatregel=tuple(each for each in vorige.bevindingen if not each.maatregelen),
        zonder_hercontrole=vorige.zonder_hercontrole(day),
        open=todo,
        te_laat=tuple(each for each in todo if each.voor < day),
        zonder_eigenaar=tuple(each for each in todo if each.eigenaar is None),
        klaar=tuple(each for each in measures if each.klaar(day)),
    )


def previous(dossier: Dossier) -> Vorige:
    """
    Give what the next audit has to know of this one.
    """
    audit = dossier.audit
    return Vorige(audit=audit.id, op=audit.herkomst.op, bevindingen=findings_of(dossier))
