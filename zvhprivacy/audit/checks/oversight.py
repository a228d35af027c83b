"""
Checks of rights, breaches, people and oversight: of what is kept, and of the rest that it is not.
"""

from __future__ import annotations

import itertools
import re

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time
from types import MappingProxyType

from zvhprivacy.audit.checks import policies_now as now
from zvhprivacy.audit.checks.dpias import unmotivated
from zvhprivacy.audit.checks.dpias_register import adopted, alive, tally_of
from zvhprivacy.audit.checks.policies_answered import watching
from zvhprivacy.audit.checks.policies_then import Line
from zvhprivacy.audit.sources import Check, Sources, Watch
from zvhprivacy.logboek.line import Resultaat
from zvhprivacy.logboek.reading import HERE
from zvhprivacy.model.audit import Found, Looked, Onbekend, Tally, unknown
from zvhprivacy.model.audit_answers import Vorige
from zvhprivacy.model.dpia.advice import Adviseur
from zvhprivacy.model.dpia.dossier import Dpia
from zvhprivacy.model.registers import Medewerker
from zvhprivacy.model.request import WGS
from zvhprivacy.model.termijn import Termijn
from zvhprivacy.store.inspecting.toezicht import advised, designated, not_followed, published


_SUBJECTS = "abcdef"  # of BGS 1.17
_TWO_YEARS = Termijn(jaren=2)  # a choice: the BGS names subjects and no term
_RESULTS = frozenset({"resultaat-verstrekken", "derde-verstrekken"})
_DUTY = "geheimhouding-meegeven"  # WGS 1.11 lid 2
_REPORT = re.compile(r"jaarverslag(?:-(?P<jaar>[0-9]{4}))?")
_DUE = 7  # the month from which the report of last year lacks: a choice, the WGS names no day


def not_kept(_: Sources) -> Found:
    """
    Say of requests, exceptions and breaches that nothing can be established: no register has them.
    """
    return unknown(Onbekend.GEEN_REGISTER)


# --- people ---------------------------------------------------------------------------------------


def opleiding_gevolgd(bron: Sources) -> Found:
    """
    Look for designated persons who did not follow each subject of BGS 1.17 in two years.

    Who is designated for several organisations followed what any of them wrote down. The BGS gives
    who is new no time, so neither does this.
    """

    def trained(rows: list[Medewerker]) -> Iterator[str]:
        day = now.day(bron)
        followed = [each for row in rows for each in row.opleidingen]
        lately = {letter for letter, when in followed if when <= day <= _TWO_YEARS.na(when)}
        for letter in _SUBJECTS:
            if letter not in lately:
                yield f"onderwerp-{letter}"

    return Found(bestaan=_people(bron, trained))


def geheimhouding_getekend(bron: Sources) -> Watch:
    """
    Look for designated persons whose secrecy nobody wrote down, and results given without it.

    A result is given with it when the answer that allowed it obliges to tell the receiver
    (WGS 1.11 lid 2). A third party at a meeting is looked at elsewhere.
    """

    def silent(rows: list[Medewerker]) -> Iterator[str]:
        days = [row.geheimhouding for row in rows if row.geheimhouding is not None]
        if not any(day <= now.day(bron) for day in days):
            yield "zonder-geheimhouding"

    def see(nummer: int, line: Line, tally: Tally) -> None:
        allowed = line["resultaat"] == Resultaat.TOEGESTAAN
        if allowed and line.get("handeling") in _RESULTS and now.frame(bron, line) == WGS:
            tally.look()
            if _DUTY not in line.get("verplichtingen", ()):
                tally.deviates("logregel", str(nummer), "ontvanger-niet-gewezen")

    return watching(bron, see, opzet=None, bestaan=_people(bron, silent))


def _people(bron: Sources, lacks: Callable[[list[Medewerker]], Iterator[str]]) -> Looked:
    """
    Count designated persons, and who of them *lacks* something according to all his lines.
    """
    if bron.huis is None:
        return Looked(onbekend=Onbekend.GEEN_DATABASE)
    tally = Tally()
    rows = designated(bron.huis.connection, now.day(bron))
    for _, of_one in itertools.groupby(rows, key=lambda row: row.persoon):
        lines = list(of_one)
        tally.look()
        reasons = list(lacks(lines))
        if reasons:
            now.deviates(tally, "medewerker", lines[0].id, reasons)
    return tally.looked()


# --- oversight ------------------------------------------------------------------------------------


def rac_advies_vooraf(bron: Sources) -> Found:
    """
    Look whether the RAC advised before each adoption under the WGS, and who deviated said why.

    A new or changed processing is one for which a DPIA was adopted. Of a disclosure that was made
    against an advice no register keeps the reasons, so it deviates. That a deviation was told to
    the RAC and the coordinerend FG, and who asks for advice when, a person shows.
    """
    register = bron.dpias
    if register is None:
        return unknown(Onbekend.GEEN_DPIA_REGISTER)
    bestaan, werking = tally_of(bron, register), tally_of(bron, register)
    for dpia in alive(register):
        adoption = dpia.vaststelling
        if adoption is None or not adopted(dpia, now.day(bron)) or not _under_wgs(bron, dpia):
            continue
        given = [a for a in dpia.adviezen if a.van is Adviseur.RAC and a.datum is not None]
        bestaan.look()
        if not any(a.datum and a.datum <= adoption.datum for a in given):
            why = "advies-na-vaststelling" if given else "zonder-advies"
            bestaan.deviates("dpia", dpia.dpia, why)
        for advies in given:
            werking.look()
            if unmotivated(advies):
                werking.deviates("dpia", dpia.dpia, "zonder-motivering")
    if bron.huis is None:
        werking.onbekend = Onbekend.GEEN_DATABASE
    else:
        bounds = (datetime.combine(day, time.min, HERE) for day in (bron.vanaf, bron.tot))
        for each in advised(bron.huis.connection, *bounds):
            werking.look()
            if not_followed(each):
                werking.deviates("verstrekking", each.verstrekking, "tegen-het-advies")
    return Found(bestaan=bestaan.looked(), werking=werking.looked())


def _under_wgs(bron: Sources, dpia: Dpia) -> bool:
    processen = bron.law.begrippen.processen
    return any(WGS in processen[name].kader for name in dpia.processen if name in processen)


def jaarverslag_gemaakt(bron: Sources) -> Found:
    """
    Look whether the report on last year was written down as public.

    It is called `jaarverslag`, and is then of the year before it was public, or `jaarverslag-2025`.
    A convenant of which none was ever written down says nothing. Before July a report can still
    come: the law asks for one each year and names no day. What is in it, a person reads.
    """
    if bron.huis is None:
        return Found(bestaan=Looked(onbekend=Onbekend.GEEN_DATABASE))
    day, years = now.day(bron), dict[str, set[int]]()
    for each in published(bron.huis.connection, day):
        if found := _REPORT.fullmatch(each.wat):
            years.setdefault(each.convenant, set()).add(int(found["jaar"] or each.van.year - 1))
    tally = Tally(onbekend=now.unread(bron))
    for name, agreement in now.agreed(bron):
        begun = agreement.convenant.geldig.vanaf
        if not now.works_under(bron, name, WGS) or (begun and begun.year >= day.year):
            continue
        if name not in years:
            tally.onbekend = Onbekend.ONVOLLEDIG if years else Onbekend.GEEN_REGISTER
            now.tell(tally, "nooit-vastgelegd")
            continue
        tally.look()
        if day.year - 1 not in years[name]:
            if day.month >= _DUE:
                tally.deviates("convenant", name, "zonder-jaarverslag")
            else:
                tally.onbekend = Onbekend.ONVOLLEDIG
                now.tell(tally, "nog-niet-gemaakt")
    return Found(bestaan=tally.looked())


def vorige_audit_opgevolgd(bron: Sources) -> Found:
    """
    Look for findings of the previous audit without an owned measure, or open and not looked at.

    Whether what was solved works, the audit itself and a person see.
    """
    vorige = bron.vorige
    if not isinstance(vorige, Vorige):
        return unknown(Onbekend.GEEN_VORIGE)
    day = now.day(bron)
    opzet, bestaan = Tally(), Tally()
    unplanned = {each.stelling for each in vorige.zonder_hercontrole(day)}
    for each in vorige.bevindingen:
        named = f"audits/{vorige.audit}#{each.stelling}"
        opzet.look()
        bestaan.look()
        if not each.maatregelen:
            opzet.deviates("bestand", named, "zonder-maatregel")
        elif any(measure.eigenaar is None for measure in each.maatregelen):
            opzet.deviates("bestand", named, "zonder-eigenaar")
        if each.stelling in unplanned:
            bestaan.deviates("bestand", named, "open-zonder-hercontrole")
        else:
            now.tell(bestaan, "opgelost" if each.opgelost(day) else "hercontrole-gepland")
    return Found(opzet=opzet.looked(), bestaan=bestaan.looked())


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "verzoek-op-tijd": not_kept,
        "afwijzing-met-uitzondering": not_kept,
        "betrokkene-geinformeerd": not_kept,
        "uitzondering-herzien": not_kept,
        "datalek-volledig": not_kept,
        "datalek-op-tijd-gemeld": not_kept,
        "opleiding-gevolgd": opleiding_gevolgd,
        "geheimhouding-getekend": geheimhouding_getekend,
        "rac-advies-vooraf": rac_advies_vooraf,
        "jaarverslag-gemaakt": jaarverslag_gemaakt,
        "vorige-audit-opgevolgd": vorige_audit_opgevolgd,
    }
)
