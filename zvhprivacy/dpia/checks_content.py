"""
Check that a DPIA says all it should, and nothing that goes against itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from zvhprivacy.dpia.prescan import tegenspraak
from zvhprivacy.dpia.read import Register
from zvhprivacy.dpia.remarks import about
from zvhprivacy.dpia.risks import weging
from zvhprivacy.dpia.status import reached
from zvhprivacy.errors import Finding, Span
from zvhprivacy.model.dpia.dossier import Antwoord, Dpia, Recht, Status
from zvhprivacy.model.dpia.scores import Band, Schaal


# Free text that cannot be missed when others are asked for advice.
_TEXTS = ("1.1", "4", "14.1", "14.2", "18")


def check_content(
    register: Register, dpia: Dpia, others: Collection[str], day: date
) -> Iterator[Finding]:
    """
    Check the contents of one DPIA; nobody waits for the signature of *others*, no controllers.
    """
    scale = register.schalen.schaal(dpia.schaal) if register.schalen else None
    for nummer, what, span in _missing(dpia, others):
        yield about("ZVH812", dpia, span, what, nummer=nummer, titel=f"onderdeel-{nummer}")
    for reden, wie, span in (*_against(dpia, day), *_levels(dpia, scale)):
        yield about("ZVH813", dpia, span, f"{reden} {wie}", reden=reden, wie=wie)
    if dpia.prescan is not None and register.plicht is not None:
        outcome = tegenspraak(dpia.prescan, register.plicht)
        if outcome is not None:
            span = dpia.span_of("prescan", "uitkomst")
            said = {"gezegd": dpia.prescan.uitkomst, "uitkomst": outcome.uitkomst.value}
            yield about("ZVH814", dpia, span, "prescan", **said)


# --- what is not there ----------------------------------------------------------------------------


def _missing(dpia: Dpia, others: Collection[str]) -> Iterator[tuple[str, str, Span]]:
    """
    Give number, place and span of what is not there; a draft may be as unfinished as it is.
    """
    if not reached(dpia.status, Status.FG_ADVIES):
        return
    here = dpia.span_of("dpia")
    for nummer in _TEXTS:
        if nummer not in dpia.teksten:
            yield nummer, nummer, here
    parts = {
        "prescan": dpia.prescan,
        "avg-35-lid-10": dpia.avg_35_lid_10,
        "7": dpia.belangen,
        "8": dpia.locaties,
        "16": dpia.risicos,
        "19.1": dpia.versies,
    }
    for nummer, said in parts.items():
        if not said:
            yield nummer, nummer, here
    for number, recht in enumerate(Recht, 1):
        if recht not in dpia.rechten:
            yield f"15.{number}", f"15.{number}", here
    yield from _unweighed(dpia)
    for advies in dpia.adviezen:
        if advies.van.value == "fg" and advies.organisatie is None:
            yield "19.5", "19.5", advies.span
    if reached(dpia.status, Status.VASTGESTELD):
        yield from _not_decided(dpia, others)


def _unweighed(dpia: Dpia) -> Iterator[tuple[str, str, Span]]:
    answered = {naam for maatregel in dpia.maatregelen for naam in maatregel.risicos}
    answered |= {accepted.risico for accepted in dpia.aanvaarde_restrisicos}
    for risico in dpia.risicos:
        if risico.kans is None or risico.impact is None:
            yield "16.1", f"16.1 {risico.id}", risico.span_of("id")
        if risico.id not in answered:
            yield "17.1", f"17.1 {risico.id}", risico.span_of("id")


def _not_decided(dpia: Dpia, others: Collection[str]) -> Iterator[tuple[str, str, Span]]:
    if dpia.consultatie is None or not (dpia.consultatie.uitkomst or dpia.consultatie.afgezien):
        yield "consultatie", "consultatie", dpia.span_of("consultatie")
    if dpia.herziening is None:
        yield "herziening", "herziening", dpia.span_of("dpia")
    if dpia.vaststelling is not None:
        signed = {each.organisatie for each in dpia.vaststelling.ondertekeningen}
        for number, who in enumerate(dpia.verwerkingsverantwoordelijken):
            if who not in signed and who not in others:
                yield "20", f"20 {who}", dpia.span_of("verwerkingsverantwoordelijken", number)


# --- what goes against itself ---------------------------------------------------------------------


def _against(dpia: Dpia, day: date) -> Iterator[tuple[str, str, Span]]:
    for advies in dpia.adviezen:
        if advies.ingediend and advies.datum and advies.datum < advies.ingediend:
            yield "advies-voor-indienen", advies.van.value, advies.span_of("datum")
    if dpia.consultatie and dpia.consultatie.uitkomst and dpia.consultatie.afgezien:
        yield "consultatie-en-afgezien", "7.1", dpia.span_of("consultatie", "afgezien")
    for maatregel in dpia.maatregelen:
        if maatregel.gereed and maatregel.gereed > day:
            yield "gereed-later", maatregel.id, maatregel.span_of("gereed")
    for recht, answer in dpia.rechten.items():
        if answer.beperking is Antwoord.JA and not answer.beperking_toelichting.strip():
            span = dpia.span_of("rechten", recht.value, "beperking")
            yield "beperking-zonder-wet", recht.value, span
    leaves = bool(dpia.prescan and dpia.prescan.doorgifte and dpia.locaties)
    if leaves and not any(locatie.doorgiftemechanisme for locatie in dpia.locaties):
        yield "doorgifte-zonder-mechanisme", "8.1", dpia.span_of("prescan", "doorgifte")
    yield from _signed(dpia)


def _signed(dpia: Dpia) -> Iterator[tuple[str, str, Span]]:
    adoption = dpia.vaststelling
    if adoption is None:
        return
    if dpia.versies and adoption.versie not in {each.versie for each in dpia.versies}:
        span = dpia.span_of("vaststelling", "versie")
        yield "versie-onbekend", adoption.versie, span
    for each in adoption.ondertekeningen:
        if each.organisatie not in dpia.verwerkingsverantwoordelijken:
            yield "ondertekend-door-ander", each.organisatie, each.span_of("organisatie")
        if each.datum > adoption.datum:
            yield "ondertekend-na", each.organisatie, each.span_of("datum")


def _levels(dpia: Dpia, scale: Schaal | None) -> Iterator[tuple[str, str, Span]]:
    if scale is None:
        return
    order = [each.id for each in scale.banden]
    weighed: dict[str, Band] = {}
    for risico in dpia.risicos:
        if (found := weging(risico, scale)) is not None:
            weighed[risico.id] = found.band
            if risico.niveau in order and risico.niveau != found.band.id:
                yield "niveau-anders", risico.id, risico.span_of("niveau")
    for maatregel in dpia.maatregelen:
        highest = max(
            (order.index(weighed[naam].id) for naam in maatregel.risicos if naam in weighed),
            default=len(order),
        )
        if maatregel.restrisico in order and order.index(maatregel.restrisico) > highest:
            yield "restrisico-hoger", maatregel.id, maatregel.span_of("restrisico")
