"""
Check what is done about risks: in time, by whom it may be done, and what high risk is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from zvhprivacy.dpia.read import FOLDER, Register
from zvhprivacy.dpia.remarks import about, file_of, remark
from zvhprivacy.dpia.risks import band, is_hoog
from zvhprivacy.dpia.status import reached
from zvhprivacy.errors import Finding
from zvhprivacy.model.dpia.dossier import Dpia, Status
from zvhprivacy.model.dpia.risks import Maatregel, Risico
from zvhprivacy.model.dpia.scores import Band, Risicoschalen, Schaal


_FG = frozenset({"fg", "coordinerend-fg"})  # who advises and watches carries out nothing


def check_risks(register: Register, dpia: Dpia, day: date) -> Iterator[Finding]:
    """
    Check the risks and measures of one DPIA.
    """
    yield from _measures(dpia.maatregelen, file_of(dpia), day)
    schalen = register.schalen
    scale = schalen.schaal(dpia.schaal) if schalen else None
    asked = dpia.voorafgaande_raadpleging is not None
    if schalen is None or scale is None or asked or not reached(dpia.status, Status.FG_ADVIES):
        return
    for risico in dpia.risicos:
        rest = left(risico, dpia.maatregelen, scale)
        if rest is not None and is_hoog(schalen, rest):
            span = risico.span_of("id")
            yield about("ZVH809", dpia, span, risico.id, risico=risico.id, band=rest.naam)


def check_organisation(register: Register, day: date) -> Iterator[Finding]:
    """
    Check the measures in the registers of an organisation.
    """
    for naam, risks in register.risicoregisters.items():
        yield from _measures(risks.maatregelen, f"{FOLDER}/risicoregister-{naam}.yaml", day)


def left(risico: Risico, maatregelen: Iterable[Maatregel], scale: Schaal) -> Band | None:
    """
    Give the band that is left of *risico* with all its measures; without any its own.

    Each measure says what is left with it, so with all of them it is the lowest that one says, and
    never more than there was.
    """
    said = {m.restrisico for m in maatregelen if risico.id in m.risicos}
    rest = [each for each in scale.banden if each.id in said]
    own = band(risico, scale)
    rest += [own] if own else []
    return min(rest, key=scale.banden.index, default=None)


def measured(schalen: Risicoschalen | None, dpia: Dpia) -> Iterator[tuple[Risico, Band | None]]:
    """
    Go through the risks of *dpia*, each with what is left of it.
    """
    scale = schalen.schaal(dpia.schaal) if schalen else None
    for risico in dpia.risicos:
        yield risico, left(risico, dpia.maatregelen, scale) if scale else None


def _measures(maatregelen: Iterable[Maatregel], file: str, day: date) -> Iterator[Finding]:
    for maatregel in maatregelen:
        place, who = f"{file}#{maatregel.id}", maatregel.beheerder
        said = {"maatregel": maatregel.id, "beheerder": who}
        if maatregel.uiterlijk and maatregel.uiterlijk < day and maatregel.gereed is None:
            span = maatregel.span_of("uiterlijk")
            yield remark("ZVH808", span, place, datum=maatregel.uiterlijk, **said)
        if who in _FG:
            yield remark("ZVH815", maatregel.span_of("beheerder"), place, **said)
