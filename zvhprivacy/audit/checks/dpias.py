"""
Checks of the DPIA register.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from zvhprivacy.audit.checks import policies_now as now
from zvhprivacy.audit.checks.dpias_register import (
    adopted,
    alive,
    tally_of,
    verwerkersovereenkomst_loopt,
    verwerkingsregister_volledig,
)
from zvhprivacy.audit.sources import Check, Sources
from zvhprivacy.dpia.checks import check_register
from zvhprivacy.dpia.checks_path import no_controllers
from zvhprivacy.dpia.checks_risks import measured
from zvhprivacy.dpia.facts import Facts
from zvhprivacy.dpia.read import Register
from zvhprivacy.dpia.remarks import file_of
from zvhprivacy.dpia.risks import is_hoog
from zvhprivacy.dpia.status import reached
from zvhprivacy.model.audit import Found, Looked, Onbekend, unknown
from zvhprivacy.model.dpia.advice import Advies, Adviseur, Conclusie
from zvhprivacy.model.dpia.dossier import Dpia, Status
from zvhprivacy.model.dpia.risks import Maatregel


_FOR_ALL = frozenset({Adviseur.COORDINEREND_FG, Adviseur.REGIONAAL_FG_OVERLEG})
_FG = frozenset({"fg", "coordinerend-fg"})  # who advises and watches carries out nothing
_CHANGED = {
    "ZVH801": "ruimer-dan-beoordeeld",
    "ZVH803": "langer-bewaard-dan-beoordeeld",
    "ZVH806": "herziening-voorbij",
    "ZVH811": "anders-dan-beoordeeld",
    "ZVH816": "feiten-niet-die-van-toen",
}
_LATE = "ZVH808"


def dpia_vastgesteld_en_actueel(bron: Sources) -> Found:
    """
    Look for processes without an adopted DPIA, and for DPIAs past their review or overtaken.

    Every process of a house is on the list of the AP: it is a samenwerkingsverband. An example is
    nobody's own assessment, and accepting that there is none makes none.
    """
    register = bron.dpias
    if register is None:
        return unknown(Onbekend.GEEN_DPIA_REGISTER)
    opzet, bestaan = tally_of(bron, register), tally_of(bron, register)
    for convenant, proces in now.running(bron):
        named = f"{convenant}/{proces}"
        about = [d for d in alive(register) if convenant in d.convenanten and proces in d.processen]
        opzet.look()
        if not about:
            opzet.deviates("proces", named, "zonder-dpia")
        there = [dpia for dpia in about if adopted(dpia, now.day(bron))]
        bestaan.look()
        if not there:
            bestaan.deviates("proces", named, "niet-vastgesteld")
        elif all(dpia.voorbeeld for dpia in there):
            bestaan.deviates("proces", named, "alleen-een-voorbeeld")
    return Found(opzet=opzet.looked(), bestaan=bestaan.looked(), werking=_overtaken(bron, register))


def _overtaken(bron: Sources, register: Register) -> Looked:
    """
    Look at adopted DPIAs: what is due, and what is no longer as it was assessed.
    """
    checked = check_register(bron.workspace, register, now.day(bron))
    reasons: dict[str, dict[str, None]] = {}
    for each in (*checked.findings, *(found for found, _ in checked.accepted)):
        if each.code in _CHANGED:
            reasons.setdefault(dict(each.values)["dpia"], {})[_CHANGED[each.code]] = None
    tally = tally_of(bron, register)
    for dpia in alive(register):
        if adopted(dpia, now.day(bron)):
            tally.look()
            if not now.is_sound(bron, dpia):
                tally.onbekend = Onbekend.ONVOLLEDIG
            if dpia.herziening is None:
                now.tell(tally, "zonder-dag-van-herziening")
            if dpia.dpia in reasons:
                now.deviates(tally, "dpia", dpia.dpia, reasons[dpia.dpia])
    return tally.looked()


# --- what the FG said -----------------------------------------------------------------------------


def fg_advies_voor_vaststelling(bron: Sources) -> Found:
    """
    Look whether an FG advised before each adoption, and who deviated said why.

    An FG who advises for all controllers is enough; else that of each of them advised.
    """
    register = bron.dpias
    if register is None:
        return unknown(Onbekend.GEEN_DPIA_REGISTER)
    bestaan, werking = tally_of(bron, register), tally_of(bron, register)
    facts = Facts(bron.workspace, now.day(bron))
    for dpia in alive(register):
        if not adopted(dpia, now.day(bron)):
            continue
        bestaan.look()
        reasons = list(_advice_missing(facts, dpia))
        if reasons:
            now.deviates(bestaan, "dpia", dpia.dpia, reasons)
        for advies in _of_fg(dpia):
            werking.look()
            if unmotivated(advies):
                werking.deviates("dpia", dpia.dpia, "zonder-motivering")
    return Found(bestaan=bestaan.looked(), werking=werking.looked())


def _of_fg(dpia: Dpia) -> list[Advies]:
    return [a for a in dpia.adviezen if a.van is not Adviseur.RAC and a.datum is not None]


def unmotivated(advies: Advies) -> bool:
    """
    Say whether *advies* was not followed, and nobody said why.
    """
    against = advies.afgeweken or advies.conclusie is Conclusie.NEGATIEF
    return against and not advies.motivatie.strip()


def _advice_missing(facts: Facts, dpia: Dpia) -> Iterator[str]:
    adopted = dpia.vaststelling.datum if dpia.vaststelling else date.max
    in_time = {(a.van, a.organisatie) for a in _of_fg(dpia) if a.datum and a.datum <= adopted}
    later = {(a.van, a.organisatie) for a in _of_fg(dpia)} - in_time
    # During a review a new advice is about what comes next.
    if later and dpia.status is Status.VASTGESTELD:
        yield "advies-na-vaststelling"
    own = {organisatie for van, organisatie in in_time if van is Adviseur.FG}
    others = no_controllers(facts, dpia)
    without = set(dpia.verwerkingsverantwoordelijken) - own - others.keys()
    if without and not any(van in _FOR_ALL for van, _ in in_time):
        yield "zonder-advies-vooraf"


# --- measures and risks ---------------------------------------------------------------------------


def dpia_maatregel_op_tijd(bron: Sources) -> Found:
    """
    Look for measures without a day or with the FG as owner, and for those that are late.

    A late one was put before who decides when somebody answers for it, with a reason and until a
    day. Whether what was carried out works, a person sees.
    """
    register, day = bron.dpias, now.day(bron)
    if register is None:
        return unknown(Onbekend.GEEN_DPIA_REGISTER)
    opzet, bestaan, werking = (tally_of(bron, register) for _ in range(3))
    for named, file, each in _measures(register):
        done = each.gereed is not None and each.gereed <= day
        for tally in (opzet, bestaan, werking):
            tally.look()
        reasons = [] if each.uiterlijk or done else ["zonder-datum"]
        reasons += ["fg-als-eigenaar"] if each.beheerder in _FG else []
        if reasons:
            now.deviates(opzet, "dpia", named, reasons)
        now.tell(bestaan, "uitgevoerd" if done else "open")
        if each.gereed is not None and not done:
            bestaan.deviates("dpia", named, "gereed-in-de-toekomst")
        if each.uiterlijk and each.uiterlijk < day and not done:
            if now.answered_for(bron, _LATE, f"{file}#{each.id}"):
                now.tell(werking, "voorgelegd")
            else:
                werking.deviates("dpia", named, "over-datum")
    return Found(opzet=opzet.looked(), bestaan=bestaan.looked(), werking=werking.looked())


def _measures(register: Register) -> Iterator[tuple[str, str, Maatregel]]:
    """
    Go through the measures of DPIAs, each with its name and the file that it stands in.

    What an organisation does about its own risks is no measure of a DPIA.
    """
    for dpia in alive(register):
        for each in dpia.maatregelen:
            yield f"{dpia.dpia}/{each.id}", file_of(dpia), each


def hoog_risico_geraadpleegd(bron: Sources) -> Found:
    """
    Look whether each risk can be weighed, and the AP was asked first where a high one was left.

    It looks at DPIAs that others were asked about; a draft may still change. Who adopts without the
    answer of the AP did not wait for it. Whether risks are weighed well, a person judges.
    """
    register = bron.dpias
    if register is None:
        return unknown(Onbekend.GEEN_DPIA_REGISTER)
    opzet, bestaan = tally_of(bron, register), tally_of(bron, register)
    for dpia in alive(register):
        if not reached(dpia.status, Status.FG_ADVIES):
            continue
        for risico, rest in measured(register.schalen, dpia):
            opzet.look()
            named = f"{dpia.dpia}/{risico.id}"
            if rest is None or register.schalen is None:
                opzet.deviates("dpia", named, "niet-te-wegen")
                bestaan.onbekend = Onbekend.ONVOLLEDIG
                continue
            bestaan.look()
            if is_hoog(register.schalen, rest):
                now.tell(bestaan, "hoog")
                reasons = list(_not_asked(dpia))
                if reasons:
                    now.deviates(bestaan, "dpia", named, reasons)
    return Found(opzet=opzet.looked(), bestaan=bestaan.looked())


def _not_asked(dpia: Dpia) -> Iterator[str]:
    asked, adoption = dpia.voorafgaande_raadpleging, dpia.vaststelling
    if asked is None:
        yield "niet-geraadpleegd"
    elif adoption is not None:
        if asked.ingediend > adoption.datum:
            yield "na-vaststelling-geraadpleegd"
        if asked.antwoord_op is None or asked.antwoord_op > adoption.datum:
            yield "vastgesteld-zonder-antwoord"


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "verwerkingsregister-volledig": verwerkingsregister_volledig,
        "verwerkersovereenkomst-loopt": verwerkersovereenkomst_loopt,
        "dpia-vastgesteld-en-actueel": dpia_vastgesteld_en_actueel,
        "fg-advies-voor-vaststelling": fg_advies_voor_vaststelling,
        "dpia-maatregel-op-tijd": dpia_maatregel_op_tijd,
        "hoog-risico-geraadpleegd": hoog_risico_geraadpleegd,
    }
)
