"""
Checks of the verwerkingsregister (AVG 30) and of who processes for the controllers (AVG 28).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from zvhprivacy.audit.checks import policies_now as now
from zvhprivacy.audit.checks.policies_answered import not_known, watching
from zvhprivacy.audit.checks.policies_then import Line
from zvhprivacy.audit.sources import Sources, Watch
from zvhprivacy.dpia.activities import activities
from zvhprivacy.dpia.avg30 import records
from zvhprivacy.dpia.gate import ADOPTED
from zvhprivacy.dpia.read import Register
from zvhprivacy.dpia.roles import Rol, role_in
from zvhprivacy.logboek.line import Resultaat
from zvhprivacy.model.audit import Found, Onbekend, Tally, unknown
from zvhprivacy.model.dpia.dossier import Dpia, Status
from zvhprivacy.model.dpia.processors import Verwerker
from zvhprivacy.model.request import WGS


def tally_of(bron: Sources, register: Register) -> Tally:
    """
    Begin to count in *register*; nothing can be said of all of it while some cannot be read.
    """
    stopped = register.stopped or bron.workspace.stopped
    return Tally(onbekend=Onbekend.ONVOLLEDIG if stopped else None)


def alive(register: Register) -> list[Dpia]:
    """
    Give the DPIAs that were not withdrawn.
    """
    found = (dpia for _, dpia in sorted(register.dpias.items()))
    return [dpia for dpia in found if dpia.status is not Status.VERVALLEN]


def adopted(dpia: Dpia, day: date) -> bool:
    """
    Say whether *dpia* was adopted by *day*; a review takes nothing away.
    """
    adoption = dpia.vaststelling
    return dpia.status in ADOPTED and adoption is not None and adoption.datum <= day


def verwerkingsregister_volledig(bron: Sources) -> Found | Watch:
    """
    Look for empty parts of AVG 30 lid 1, and for allowed answers that are of no activity.

    An activity may have no receivers. When one was last looked through is kept nowhere, so of what
    is there it is never said that all is well; what lacks is found.
    """
    register = bron.dpias
    if register is None:
        return unknown(Onbekend.GEEN_DPIA_REGISTER)
    found = activities(bron.workspace, register, now.day(bron))
    known = {(each.convenant, each.proces, each.doel) for each in found}
    tally = tally_of(bron, register)
    form = records(found, bron.workspace, register, now.day(bron))
    for each in form["verwerkingen"]:
        tally.look()
        reasons = list(_empty(each, form["maatregelen"]))
        if reasons:
            now.deviates(tally, "proces", each["id"], reasons)
    opzet = tally.looked()
    bestaan = replace(opzet, onbekend=Onbekend.GEEN_REGISTER)

    def see(nummer: int, line: Line, tally: Tally) -> None:
        if line["resultaat"] != Resultaat.TOEGESTAAN:
            return
        tally.look()
        convenant = line.get("convenant") or bron.workspace.enige
        if convenant in bron.workspace.stopped:
            not_known(tally)
        elif (convenant, line.get("proces"), line.get("doel")) not in known:
            tally.deviates("logregel", str(nummer), "niet-in-het-register")

    return watching(bron, see, opzet=opzet, bestaan=bestaan)


def _empty(activity: Mapping[str, Any], measures: Sequence[str]) -> Iterator[str]:
    """
    Name what of AVG 30 lid 1 is empty: a with c, then f and g; b and d follow from the rules.
    """
    controllers = activity["verantwoordelijken"]
    for word, there in (
        ("zonder-verantwoordelijke", controllers),
        ("zonder-contact", all(each["contact"] for each in controllers)),
        ("zonder-fg", all(each["fg"] for each in controllers)),
        ("zonder-betrokkenen", activity["betrokkenen"]),
        ("zonder-gegevens", activity["gegevens"]),
        ("zonder-bewaartermijn", activity["bewaartermijn"]),
        ("zonder-maatregelen", measures),
    ):
        if not there:
            yield word


def verwerkersovereenkomst_loopt(bron: Sources) -> Found:
    """
    Look for processors that are not listed, and for those without an agreement that runs.

    A deelnemer of a kind that processes for others (AVG 28) is listed under its own id or name.
    What a processor promised, a person looks at.
    """
    register, day = bron.dpias, now.day(bron)
    if register is None:
        return unknown(Onbekend.GEEN_DPIA_REGISTER)
    listed = register.verwerkingsregister.verwerkers if register.verwerkingsregister else ()
    opzet, bestaan = tally_of(bron, register), tally_of(bron, register)
    for each in listed:
        opzet.look()
        bestaan.look()
        agreed = each.overeenkomst
        if agreed is None:
            bestaan.deviates("organisatie", each.verwerker, "zonder-overeenkomst")
        elif agreed.datum > day:
            bestaan.deviates("organisatie", each.verwerker, "nog-niet-begonnen")
        elif agreed.tot is not None and agreed.tot <= day:
            bestaan.deviates("organisatie", each.verwerker, "afgelopen")
    known = {(name, word) for each in listed for name in each.voor for word in _called(each)}
    for convenant, who, naam in _processing_members(bron):
        if known.isdisjoint({(convenant, who), (convenant, naam)}):
            opzet.look()
            opzet.deviates("organisatie", f"{convenant}/{who}", "niet-op-de-lijst")
    return Found(opzet=opzet.looked(), bestaan=bestaan.looked())


def _called(verwerker: Verwerker) -> tuple[str, str]:
    return verwerker.verwerker, verwerker.naam


def _processing_members(bron: Sources) -> Iterator[tuple[str, str, str]]:
    kinds = bron.law.begrippen.deelnemersoorten
    for convenant, agreement in now.agreed(bron):
        for who, member in now.members(bron, agreement):
            if role_in(kinds[member.soort], WGS) is Rol.VERWERKER:
                yield convenant, who, member.naam
